//! A PDF that the usual engine cannot open, with pdfium and without it.

use std::ffi::OsStr;

use crate::program::{Program, Ran};

/// The bytes from here on, in the middle of the first content stream, are lost: the lengths and the table
/// of objects do not agree with the rest any more.
const LOST: std::ops::Range<usize> = 2_299..2_683;

fn with_damaged_pdf() -> Program {
    let program = Program::with_small_corpus();
    program.take("ruby_chromium.pdf");
    let path = program.corpus().join("ruby_chromium.pdf");
    let mut bytes = fs_err::read(&path).expect("it was copied");
    bytes.drain(LOST);
    fs_err::write(path, bytes).expect("the folder is writable");
    program
}

fn ingest(program: &Program, library: &OsStr) -> Ran {
    let mut command = program.command("ingest");
    Ran::of(
        command
            .args(["--lang", "ja"])
            .env("PDFIUM_LIB", library)
            .output()
            .expect("the program starts"),
    )
}

#[test]
fn without_the_library_the_file_is_named_and_the_others_are_read() {
    let program = with_damaged_pdf();
    let ran = ingest(&program, OsStr::new("/no/such/libpdfium.so"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("壊れている"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("pdfium"), "{}", ran.stdout);
    assert_eq!(program.run_index("verify").code, Some(0));
}

/// Needs the library; `.ci/run` installs it.
#[test]
fn with_the_library_the_file_is_read_and_the_engine_is_named() {
    let Some(library) = std::env::var_os("PDFIUM_LIB") else {
        eprintln!("not tested: PDFIUM_LIB does not say where pdfium lies");
        return;
    };
    let program = with_damaged_pdf();
    let ran = ingest(&program, &library);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("別の読み取り器（pdfium）で読んだ"), "{}", ran.stdout);
    assert_eq!(program.run("search", &["②応用研究、③臨床研究"]).code, Some(0));
}
