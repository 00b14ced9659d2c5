//! `shirabe index forget`: a document is taken down for good.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::path::Path;
use std::process::Command;

use crate::program::{Program, Ran};
use crate::serve::Server;

const NAME: &str = "個人某氏";

fn forget(program: &Program, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    command.args(["index", "forget"]).args(arguments).arg("--index").arg(program.index());
    Ran::of(command.output().expect("the program starts"))
}

/// Two editions of a document, of which the first names somebody.
fn with_two_editions() -> Program {
    let program = Program::with_small_corpus();
    for (issued, text) in [("2025-01-01", NAME), ("2026-01-01", "匿名氏")] {
        program.write("a.toml", &format!("id = \"a\"\ntitle = \"題\"\nissued = {issued}\n"));
        program.write("a.md", &format!("# 題\n\n{text}が述べた。\n"));
        assert_eq!(program.run("ingest", &[]).code, Some(0));
    }
    program
}

/// Whether the bytes of the text stand anywhere below `folder`, packed with gzip or not.
fn stands_below(folder: &Path, text: &str) -> bool {
    fs_err::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return stands_below(&path, text);
        }
        let bytes = fs_err::read(&path).unwrap();
        let unpacked = Command::new("gzip").arg("-dc").arg(&path).output().unwrap().stdout;
        [bytes, unpacked]
            .iter()
            .any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
    })
}

#[test]
fn an_earlier_edition_goes_with_its_source_and_the_document_stays() {
    let program = with_two_editions();
    assert!(stands_below(&program.index(), NAME));
    let ran = forget(&program, &["a", "2025-01-01", "--reason", "個人情報を含むため"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let server = Server::start(&program);
    for address in
        ["/d/a@2025-01-01/s1", "/d/a@2025-01-01/source", "/api/v1/documents/a@2025-01-01"]
    {
        let answer = server.get(address);
        assert!(answer.starts_with("HTTP/1.1 410"), "{address}: {answer}");
        assert!(answer.contains("個人情報を含むため") && !answer.contains(NAME), "{answer}");
    }
    assert!(server.get("/d/a/s1").starts_with("HTTP/1.1 200"));
    assert_eq!(forget(&program, &["a", "2026-01-01"]).code, Some(2), "it is the latest");
    assert_eq!(forget(&program, &["b"]).code, Some(2), "there is none");
    assert_eq!(program.run_index("verify").code, Some(0));
}

#[test]
fn a_document_goes_with_everything_and_does_not_come_back() {
    let program = with_two_editions();
    program.write("b.md", "# 別\n\n別の文書である。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let ran = forget(&program, &["a", "--reason", "申立てにより"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for text in [NAME, "匿名氏が述べた"] {
        assert!(!stands_below(&program.index(), text), "{text}");
    }
    // The file is still in the corpus.
    for arguments in [&[][..], &["--reread"]] {
        let ran = program.run("ingest", arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stdout.contains("公開をやめた文書"), "{ran:?}");
        assert_eq!(program.run("search", &["\"匿名氏\""]).code, Some(1));
        assert_eq!(program.run("search", &["別の文書"]).code, Some(0));
    }
    let server = Server::start(&program);
    for address in ["/d/a", "/d/a/s1", "/d/a@2025-01-01/s1", "/d/a/source"] {
        let answer = server.get(address);
        assert!(answer.starts_with("HTTP/1.1 410"), "{address}: {answer}");
        assert!(answer.contains("申立てにより"), "{address}: {answer}");
    }
    assert_eq!(program.run_index("verify").code, Some(0));
}
