//! The checks of `tests/tests/whole/oracle.rs`, and those of `tests/wordings` and `tests/ranking`, on thousands
//! of real documents: [`run`].
//!
//! The documents are no part of the repository. They are taken from [`DATA`] beside the checkout where
//! that is there; its README says what they are and on what terms.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use fs_err as fs;
use serde_json::{Map, Value};

use crate::ci::{cargo, cargo_command, succeed};

/// Where the documents are, from the top of the checkout.
const DATA: &str = "../shared/data";
/// White papers, guidelines, programme reviews with their ministries, and the PDFs: what issue 15 names.
const TEXTS: [&str; 3] = ["ict-white-papers", "policy-markdown", "programme-reviews-2025"];

/// What figures about wordings are known of: all of it was counted by hand.
const STUDIED: [&str; 4] =
    ["ict-white-papers", "programme-reviews-2024", "programme-reviews-2025", "law-versions"];

/// Indexes the documents and counts three hundred wordings in them, twice.
#[expect(clippy::print_stdout, reason = "what was not checked has to be said")]
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let data = root.join(DATA);
    if !data.is_dir() {
        println!("corpus: {DATA} is not there, so nothing was checked on real documents (skipped)");
        return Ok(());
    }
    let folder = root.join("target").join("corpus");
    let (corpus, index) = (folder.join("documents"), folder.join("index"));
    gather_texts(&data, &corpus, &TEXTS)?;
    gather_pdfs(&data, &corpus)?;
    // As `cargo test` has built it: one package alone has other features, and all is compiled once more.
    cargo(root, &["test", "--locked", "--no-run", "--test", "cli"])?;
    let program = root.join("target").join("debug").join("shirabe");
    let mut ingest = Command::new(program);
    ingest.arg("ingest").arg("--corpus").arg(&corpus).arg("--index").arg(&index);
    // 1 says that a file was not read in full, as one or two of these PDFs are not.
    let status = ingest.status().context("cannot start the program")?;
    anyhow::ensure!(matches!(status.code(), Some(0 | 1)), "shirabe ingest ended with {status}");
    let mut tests = cargo_command(root);
    tests.args(["test", "--locked", "--test", "whole", "--", "oracle::", "--nocapture"]);
    succeed(tests.env("SHIRABE_ORACLE_INDEX", &index))?;
    study(root, &data)?;
    rank(root)
}

/// Counts, lists and rates of wordings over HTTP, on the corpus of which they are known.
fn study(root: &Path, data: &Path) -> anyhow::Result<()> {
    let folder = root.join("target").join("study");
    let (corpus, index) = (folder.join("documents"), folder.join("index"));
    gather_texts(data, &corpus, &STUDIED)?;
    for name in ["amed-dai3ki-2026-02.txt", "mext-lifescience-2025-02.md"] {
        fs::copy(root.join("corpus").join(name), corpus.join(name))?;
    }
    // The steps behind this one need the program in this form as well.
    cargo(root, &["build", "--release", "--locked", "--package", "shirabe-cli"])?;
    let program = root.join("target").join("release").join("shirabe");
    let mut ingest = Command::new(&program);
    ingest.arg("ingest").arg("--corpus").arg(&corpus).arg("--index").arg(&index);
    succeed(&mut ingest)?;
    let mut check = Command::new("python3");
    check.arg("-B").arg(root.join("tests").join("wordings").join("check.py"));
    succeed(check.arg(program).arg(corpus).arg(index))
}

/// How well golden queries are answered, and whether pasted paragraphs are found, on both indexes that the
/// steps before this one have made.
fn rank(root: &Path) -> anyhow::Result<()> {
    let target = root.join("target");
    let mut check = Command::new("python3");
    check.arg("-B").arg(root.join("tests").join("ranking").join("check.py"));
    check.arg(target.join("release").join("shirabe"));
    for folder in ["study", "corpus"] {
        check.arg(target.join(folder).join("documents")).arg(target.join(folder).join("index"));
    }
    succeed(&mut check)
}

/// The texts in one folder, as a user would have them. What is there already stays.
fn gather_texts(data: &Path, corpus: &Path, names: &[&str]) -> anyhow::Result<()> {
    fs::create_dir_all(corpus)?;
    for name in names {
        let target = corpus.join(format!("{name}.jsonl"));
        if !target.is_file() {
            let packed = data.join("text").join(format!("{name}.jsonl.gz"));
            let lines = unpack(&packed)?;
            let mut file = fs::File::create(&target)?;
            for line in lines.lines() {
                writeln!(file, "{}", with_publisher(line)?)?;
            }
        }
    }
    Ok(())
}

fn gather_pdfs(data: &Path, corpus: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(data.join("pdf"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pdf") {
            let name = path.file_name().context("a file has a name")?;
            fs::copy(&path, corpus.join(name))?;
        }
    }
    Ok(())
}

fn unpack(path: &Path) -> anyhow::Result<String> {
    let output = Command::new("gzip").arg("-dc").arg(path).output().context("cannot start gzip")?;
    anyhow::ensure!(output.status.success(), "{} cannot be unpacked", path.display());
    Ok(String::from_utf8(output.stdout)?)
}

/// A document with only those fields that are texts; of a programme review the ministry publishes.
fn with_publisher(line: &str) -> anyhow::Result<String> {
    let fields: Map<String, Value> = serde_json::from_str(line)?;
    let ministry = fields.get("ministry").cloned();
    let mut texts: Map<String, Value> =
        fields.into_iter().filter(|(_, value)| value.is_string()).collect();
    if let Some(ministry) = ministry.filter(Value::is_string) {
        texts.entry("publisher").or_insert(ministry);
    }
    Ok(serde_json::to_string(&texts)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ministry_of_a_programme_review_is_its_publisher() {
        let line = r#"{"id":"a","ministry":"文部科学省","start":2014}"#;
        let value: Value = serde_json::from_str(&with_publisher(line).unwrap()).unwrap();
        assert_eq!(value["publisher"], "文部科学省");
        assert_eq!(value.get("start"), None);
        let line = r#"{"publisher":"総務省","ministry":"文部科学省"}"#;
        assert!(with_publisher(line).unwrap().contains(r#""publisher":"総務省""#));
    }

    #[test]
    fn without_the_documents_nothing_is_checked_and_nothing_fails() {
        assert!(run(Path::new("a folder that is not there/checkout")).is_ok());
    }
}
