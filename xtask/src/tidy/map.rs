//! ARCHITECTURE.md names every crate and folder, and nothing that is not there.

use super::Fault;
use crate::repository::Repository;

const MAP: &str = "ARCHITECTURE.md";

/// Folders that are built, and so are named on the map without being in the repository.
const BUILT: [&str; 2] = ["index/", "target/"];

/// Endings by which a name without a folder is known to be a file.
const FILE_ENDINGS: [&str; 6] = [".rs", ".md", ".toml", ".txt", ".json", ".html"];

/// The map is current.
pub(super) fn check(repository: &Repository) -> Vec<Fault> {
    let Some(map) = repository.text(MAP) else {
        return vec![Fault::new(MAP, "there is no map: a newcomer starts here")];
    };
    let mut faults = Vec::new();
    for place in places(repository) {
        if !map.contains(&place) {
            let reason = format!("`{place}` is not on the map: say which question it answers");
            faults.push(Fault::new(MAP, reason));
        }
    }
    for (index, line) in map.lines().enumerate() {
        for path in code_spans(line).filter(|span| is_path(span)) {
            if !exists(repository, path) {
                let reason = format!("`{path}` is on the map but not in the repository");
                faults.push(Fault::at(MAP, index, reason));
            }
        }
    }
    faults
}

/// Every crate and every top-level folder that a reader will see.
fn places(repository: &Repository) -> Vec<String> {
    let crates = repository.folders_in("crates/").into_iter().map(str::to_owned);
    let folders = repository.folders_in("").into_iter().filter(|folder| !folder.starts_with('.'));
    crates.chain(folders.map(|folder| format!("{folder}/"))).collect()
}

/// What stands between backquotes.
fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn is_path(span: &str) -> bool {
    let is_plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "./_-".contains(c));
    let names_file = FILE_ENDINGS.iter().any(|ending| span.ends_with(ending));
    let is_built = BUILT.iter().any(|folder| span.starts_with(folder));
    is_plain && !is_built && !span.starts_with(['/', '.']) && (span.contains('/') || names_file)
}

/// Whether it is a path, or the end of one: `parser.rs` stands for the file of that name.
fn exists(repository: &Repository, path: &str) -> bool {
    let end = format!("/{path}");
    repository.has(path) || repository.files.iter().any(|file| file.path.ends_with(&end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::faults;

    #[test]
    fn a_crate_that_is_not_on_the_map_is_a_fault() {
        let files = [("ARCHITECTURE.md", "`crates/`"), ("crates/shirabe-new/src/lib.rs", "")];
        assert_eq!(
            faults(check, &files),
            "ARCHITECTURE.md: `shirabe-new` is not on the map: say which question it answers"
        );
    }

    #[test]
    fn a_folder_that_is_not_on_the_map_is_a_fault() {
        let files = [("ARCHITECTURE.md", ""), ("tools/a.sh", ""), (".ci/run", "")];
        assert_eq!(
            faults(check, &files),
            "ARCHITECTURE.md: `tools/` is not on the map: say which question it answers"
        );
    }

    #[test]
    fn a_path_that_is_gone_is_a_fault() {
        let map = "one\n`crates/a/src/old.rs`, `gone.rs`, `docs/`";
        let files = [("ARCHITECTURE.md", map), ("docs/a.md", "")];
        assert_eq!(
            faults(check, &files),
            "ARCHITECTURE.md:2: `crates/a/src/old.rs` is on the map but not in the repository\n\
             ARCHITECTURE.md:2: `gone.rs` is on the map but not in the repository"
        );
    }

    #[test]
    fn what_is_there_or_is_no_path_is_fine() {
        let map = "`crates/` `shirabe-text` `text.rs` `/api/v1/search` `index/gen-000042/` `a::b` `x/*.rs`";
        let files = [("ARCHITECTURE.md", map), ("crates/shirabe-text/src/text.rs", "")];
        assert_eq!(faults(check, &files), "");
    }

    #[test]
    fn a_missing_map_is_a_fault() {
        assert!(faults(check, &[]).contains("there is no map"));
    }
}
