//! Older office files, converted by a LibreOffice that is installed, or not.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use crate::program::Program;

/// Rich text: 鯨類の飼育基準 in Unicode escapes.
const RICH_TEXT: &str = r"{\rtf1\ansi\deff0{\fonttbl{\f0 MS Mincho;}}\f0 \u40296?\u39006?\u12398?\u39166?\u32946?\u22522?\u28310?\par}";

/// Puts a program that stands for LibreOffice into a folder.
fn install(folder: &Path, script: &str) {
    let path = folder.join("soffice");
    fs_err::write(&path, format!("#!/bin/sh\n{script}")).expect("the folder is writable");
    fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
}

/// `shirabe ingest --lang ja` with only this folder, and the system's, on the path.
fn ingest(program: &Program, tools: &Path, options: &[&str]) -> (Option<i32>, String) {
    let mut command = program.command("ingest");
    command.args(["--lang", "ja", "--all"]).args(options);
    command.env("PATH", format!("{}:/bin", tools.display()));
    let output = command.stderr(Stdio::null()).output().expect("the program starts");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn without_a_converter_the_refusal_says_how() {
    let program = Program::with_small_corpus();
    program.write("old.rtf", RICH_TEXT);
    let (code, said) = ingest(&program, Path::new("/nowhere"), &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("LibreOffice を入れて --convert を付ける"), "{said}");
}

#[test]
fn a_converted_file_is_read_and_marked() {
    let program = Program::with_small_corpus();
    program.write("old.rtf", RICH_TEXT);
    let tools = tempfile::tempdir().expect("a temporary folder");
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shirabe-readers/tests/fixtures/writer.docx");
    fs_err::copy(fixture, tools.path().join("result.docx")).expect("it is there");
    let here = tools.path().display();
    let (code, said) = ingest(&program, Path::new("/nowhere"), &[]);
    assert_eq!(code, Some(1), "{said}");
    // It may read its own folder and write where it was told to, and nowhere else.
    install(
        tools.path(),
        &format!(
            "cat {index}/CURRENT && exit 1\necho spy > {here}/written\nfor last; do :; done\n\
             cp {here}/result.docx \"$(dirname \"$last\")/out/source.docx\"\n",
            index = program.index().display()
        ),
    );
    let (code, said) = ingest(&program, tools.path(), &["--convert"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("リッチテキスト（.rtf）を LibreOffice で変換して読んだ"), "{said}");
    assert!(!tools.path().join("written").exists(), "it wrote outside of its folder");
    // What was read so stays.
    let (_, said) = ingest(&program, Path::new("/nowhere"), &[]);
    assert!(said.contains("変更はありません"), "{said}");
}

#[test]
fn a_converter_that_does_not_end_costs_its_file() {
    let program = Program::with_small_corpus();
    program.write("old.rtf", RICH_TEXT);
    let tools = tempfile::tempdir().expect("a temporary folder");
    install(tools.path(), "exec sleep 60\n");
    let limit = ["--convert", "--limit", "convert_clock_seconds=1"];
    let (code, said) = ingest(&program, tools.path(), &limit);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("変換が1秒で終わらない"), "{said}");
}
