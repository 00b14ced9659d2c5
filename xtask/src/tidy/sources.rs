//! Rules for source files: how they open, what they are called, and what must not be in them.

use super::Fault;
use super::layers::CORE;
use crate::repository::Repository;

/// Signs of work that is not done. Written in halves, so that this file does not hold them.
const STUBS: &[(&str, &str)] = &[
    (concat!("#[", "ignore"), "a test that does not run promises nothing"),
    (concat!("todo", "!("), "what is not written cannot be called"),
    (concat!("unimplemented", "!("), "what is not written cannot be called"),
    (concat!("it", ".skip("), "a test that does not run promises nothing"),
    (concat!("test", ".skip("), "a test that does not run promises nothing"),
    (concat!("describe", ".skip("), "a test that does not run promises nothing"),
    (concat!(".on", "ly("), "it silences every other test"),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "misc", "types", "manager"];

/// How code reaches the world outside.
const WORLD: &[&str] =
    &["std::fs", "std::env", "std::net", "std::process", "SystemTime::now", "Instant::now"];

/// Every Rust file opens with what it is and where to enter.
pub(super) fn check_openings(repository: &Repository) -> Vec<Fault> {
    let unopened = repository.texts(&[".rs"]).filter(|(_, text)| !text.starts_with("//! "));
    let reason = "open the file with `//!`: what it is, and where to enter";
    unopened.map(|(path, _)| Fault::at(path, 0, reason)).collect()
}

/// No test is switched off and no function is a promise.
pub(super) fn check_stubs(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in repository.texts(&[".rs", ".js", ".mjs", ".ts"]) {
        for (index, line) in text.lines().enumerate() {
            let found = STUBS.iter().filter(|(stub, _)| line.contains(stub));
            faults.extend(
                found.map(|(stub, why)| Fault::at(path, index, format!("`{stub}`: {why}"))),
            );
        }
    }
    faults
}

/// A module's name is a noun of the domain.
pub(super) fn check_names(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, _) in repository.texts(&[".rs"]) {
        let mut names = path.trim_end_matches(".rs").split('/');
        if let Some(name) = names.find(|name| EMPTY_NAMES.contains(name)) {
            let reason = format!("`{name}` says nothing: name the module after what it is about");
            faults.push(Fault::new(path, reason));
        }
    }
    faults
}

/// The crates of layer 0 take bytes and times as arguments; their tests may read files.
pub(super) fn check_purity(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in repository.texts(&[".rs"]) {
        let is_core = CORE.iter().any(|name| path.starts_with(&format!("crates/{name}/src/")));
        let code = text.lines().take_while(|line| !line.trim_start().starts_with("#[cfg(test)]"));
        for (index, line) in code.enumerate().filter(|(_, line)| is_core && !is_comment(line)) {
            let found = WORLD.iter().filter(|way| line.contains(*way));
            let reason = |way| {
                format!(
                    "`{way}` in a core crate: take it as an argument, so that the same input \
                         gives the same answer"
                )
            };
            faults.extend(found.map(|way| Fault::at(path, index, reason(way))));
        }
    }
    faults
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::faults;

    #[test]
    fn a_file_without_an_opening_is_a_fault() {
        let files = [("a.rs", "use std::fmt;\n"), ("b.rs", "//! What it is.\n"), ("c.rs", "//!\n")];
        let faults = faults(check_openings, &files);
        assert!(faults.contains("a.rs:1: open the file with `//!`"), "{faults}");
        assert!(faults.contains("c.rs:1") && !faults.contains("b.rs"), "{faults}");
    }

    #[test]
    fn work_left_undone_is_a_fault() {
        let ignored = concat!("#[test]\n#[", "ignore]\nfn a() { todo", "!() }");
        let skipped = concat!("test", ".skip('a', () => {});");
        let faults =
            faults(check_stubs, &[("a.rs", ignored), ("b.mjs", skipped), ("c.md", ignored)]);
        assert!(faults.contains("a.rs:2: ") && faults.contains("a.rs:3: "), "{faults}");
        assert!(faults.contains("b.mjs:1: ") && !faults.contains("c.md"), "{faults}");
    }

    #[test]
    fn a_module_without_a_subject_is_a_fault() {
        let files = [
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/common/mod.rs", ""),
            ("crates/a/src/eras.rs", ""),
        ];
        let faults = faults(check_names, &files);
        assert!(
            faults.contains("`utils` says nothing") && faults.contains("`common` says nothing")
        );
        assert!(!faults.contains("eras"), "{faults}");
    }

    #[test]
    fn a_core_crate_that_reads_files_or_clocks_is_a_fault() {
        let code = "//! A.\nlet a = std::fs::read(p);\n#[cfg(test)]\nlet b = std::fs::read(p);";
        let files =
            [("crates/shirabe-text/src/a.rs", code), ("crates/shirabe-index/src/a.rs", code)];
        let faults = faults(check_purity, &files);
        assert!(faults.starts_with("crates/shirabe-text/src/a.rs:2: `std::fs` in a core crate"));
        assert_eq!(faults.lines().count(), 1, "{faults}");
    }
}
