//! The files of the checkout, read once: [`Repository`].

use std::path::Path;
use std::process::Command;

use anyhow::Context;

/// Every file that is, or could be, committed.
#[derive(Debug, Default)]
pub(crate) struct Repository {
    /// In the order of their paths.
    pub(crate) files: Vec<File>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    /// Relative to the top folder, with `/` between folders.
    pub(crate) path: String,
    pub(crate) n_bytes: u64,
    /// Its content, unless it is binary.
    pub(crate) text: Option<String>,
}

impl Repository {
    /// Reads the files that git knows or would take, so that a check speaks before a commit.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Repository> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
            .current_dir(root)
            .output()
            .context("cannot run git")?;
        anyhow::ensure!(output.status.success(), "git ls-files failed in {}", root.display());
        let paths = String::from_utf8(output.stdout).context("a path is not UTF-8")?;
        let mut files = Vec::new();
        for path in paths.split_terminator('\0') {
            let full = root.join(path);
            // A file that is deleted but not yet committed is still listed.
            if full.is_file() {
                let bytes = fs_err::read(&full)?;
                let n_bytes = bytes.len() as u64;
                files.push(File {
                    path: path.to_owned(),
                    n_bytes,
                    text: String::from_utf8(bytes).ok(),
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Repository { files })
    }

    /// The content of the file at `path`.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }

    /// The files whose path ends in `ending`, with their content.
    pub(crate) fn texts<'a>(
        &'a self,
        endings: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self.files.iter().filter_map(|file| Some((&*file.path, file.text.as_deref()?)));
        files.filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
    }

    /// Whether a file or a folder stands at `path`.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let is_inside = |file: &File| {
            file.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.files.iter().any(is_inside)
    }

    /// The folders directly in `folder`, which is `""` or ends in `/`.
    pub(crate) fn folders_in(&self, folder: &str) -> Vec<&str> {
        let inside = self.files.iter().filter_map(|file| file.path.strip_prefix(folder));
        let mut folders: Vec<&str> =
            inside.filter_map(|rest| rest.split_once('/').map(|(name, _)| name)).collect();
        folders.dedup();
        folders
    }

    /// A repository of the given paths and contents.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Repository {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            n_bytes: text.len() as u64,
            text: Some((*text).to_owned()),
        };
        Repository { files: files.iter().map(file).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found() {
        let repository = Repository::of(&[("a/b.rs", ""), ("a/c/d.rs", ""), ("e.md", "text")]);
        assert_eq!(repository.folders_in(""), ["a"]);
        assert_eq!(repository.folders_in("a/"), ["c"]);
        assert!(repository.has("a/c") && repository.has("a/c/") && repository.has("e.md"));
        assert!(!repository.has("a/b") && !repository.has("e"));
        assert_eq!(repository.text("e.md"), Some("text"));
    }
}
