//! The promises that the coverage-guided targets in `fuzz/` look after, on the inputs that those begin from.

use std::path::{Path, PathBuf};

use fs_err as fs;
use shirabe_tests::promises;

/// The files in a folder of the repository, in their order.
fn inputs(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Asks with each input as it is, with its halves, and with both of them the other way round.
fn ask(promise: impl Fn(&[u8]), folders: &[&str]) {
    for input in folders.iter().flat_map(|folder| inputs(folder)) {
        let (head, tail) = input.split_at(input.len() / 2);
        for bytes in [&input, head, tail, &[tail, head].concat()] {
            promise(bytes);
        }
    }
}

#[test]
fn every_query_that_the_fuzzer_begins_from_is_read() {
    ask(promises::a_query_is_read, &["fuzz/seeds/query", "fuzz/seeds/draft"]);
}

#[test]
fn every_text_that_the_fuzzer_begins_from_is_folded() {
    ask(promises::a_text_is_folded, &["fuzz/seeds/query", "fuzz/seeds/draft", "fuzz/seeds/corpus"]);
}

#[test]
fn every_file_that_the_fuzzer_begins_from_is_read() {
    let folders = ["crates/shirabe-readers/tests/fixtures", "corpus", "fuzz/seeds/draft"];
    ask(promises::a_file_is_read, &folders);
}

#[test]
fn every_draft_that_the_fuzzer_begins_from_is_answered() {
    ask(promises::a_draft_is_answered, &["fuzz/seeds/draft", "fuzz/seeds/query"]);
}
