//! Rules for all files: their size, and what they must not name.

use super::Fault;
use crate::repository::Repository;

const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// Folders of one machine, when a path begins with them. Written in halves, as the hosts below are, so
/// that this file does not hold them.
const FOLDERS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/fa", "rm/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];

/// Hosts of package registries and mirrors; the clients know them.
const HOSTS: &[&str] = &[
    concat!("arti", "factory"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted"),
    concat!("registry.", "npmjs"),
];

/// Written by package managers, which note where a package came from.
const LOCK_FILES: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// A checkout works on every machine, behind every mirror.
pub(super) fn check_places(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    let texts = repository.texts(&[""]);
    for (path, text) in
        texts.filter(|(path, _)| !LOCK_FILES.iter().any(|name| path.ends_with(name)))
    {
        for (index, line) in text.lines().enumerate() {
            let folder = FOLDERS.iter().find(|folder| names_folder(line, folder));
            if let Some(place) = folder.or_else(|| HOSTS.iter().find(|host| line.contains(**host)))
            {
                let reason = format!(
                    "`{place}` is a place on one machine or network, and is not there on others"
                );
                faults.push(Fault::at(path, index, reason));
            }
        }
    }
    faults
}

/// A clone is quick, and a diff can be read.
pub(super) fn check_sizes(repository: &Repository) -> Vec<Fault> {
    let large = repository.files.iter().filter(|file| file.n_bytes > MAX_BYTES);
    large
        .map(|file| {
            let megabytes = file.n_bytes as f64 / (1024.0 * 1024.0);
            let reason = format!(
                "{megabytes:.1} MB: a file is at most 2 MB, because every clone carries it forever"
            );
            Fault::new(&file.path, reason)
        })
        .collect()
}

/// Whether a path in `line` begins with `folder`.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::File;
    use crate::tidy::faults;

    #[test]
    fn a_folder_of_this_machine_is_a_fault() {
        let files =
            [("a.md", concat!("see `/wo", "rk/shared`")), ("b.md", concat!("docs/wo", "rk/a"))];
        let faults = faults(check_places, &files);
        assert!(faults.starts_with("a.md:1: ") && !faults.contains("b.md"), "{faults}");
    }

    #[test]
    fn a_registry_host_is_a_fault_but_in_a_lock_file() {
        let line = concat!("https://registry.", "npmjs.org/a");
        let files = [("a.json", line), ("tests/browser/package-lock.json", line)];
        assert_eq!(faults(check_places, &files).lines().count(), 1);
    }

    #[test]
    fn a_large_file_is_a_fault() {
        let file = |path: &str, n_bytes| File { path: path.to_owned(), n_bytes, text: None };
        let files = vec![file("a.bin", MAX_BYTES), file("b.bin", MAX_BYTES + 1)];
        let faults = check_sizes(&Repository { files });
        assert_eq!(faults.len(), 1);
        assert!(faults[0].to_string().starts_with("b.bin: 2.0 MB"), "{}", faults[0]);
    }
}
