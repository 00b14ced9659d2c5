//! `shirabe ingest --ocr`: pages that are pictures, read by a stand-in for tesseract that always finds the
//! same words.

use std::path::Path;

use fs_err as fs;

use crate::program::{Program, Ran};

/// A page of 72 × 36 points that a picture covers. Readers find the objects without a table of them.
const PICTURE: &str = "%PDF-1.7\n\
    1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
    2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
    3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 36]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>\nendobj\n\
    4 0 obj\n<</Length 26>>\nstream\nq 72 0 0 36 0 0 cm /I Do Q\nendstream\nendobj\n\
    5 0 obj\n<</Type/XObject/Subtype/Image/Width 4/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode/Length 18>>\nstream\n00FFFFFF FFFFFF00>\nendstream\nendobj\n\
    trailer\n<</Size 6/Root 1 0 R>>\n%%EOF\n";

/// Finds 「鯨類の飼育基準」 in whatever it is given, if that is a picture of the right size.
const RECOGNISER: &str = r#"#!/bin/sh
if [ "$1" = --list-langs ]; then echo 'List of available languages (2):'; echo eng; echo LANGUAGE; exit; fi
[ "$*" = '- - -l jpn --psm 3 --dpi 300 tsv' ] || exit 7
[ "$(head -c 15)" = "$(printf 'P5\n300 150\n255\n')" ] || exit 8
cat > /dev/null
printf '4\t1\t1\t1\t1\t0\t10\t20\t280\t38\t-1\t\n'
printf '5\t1\t1\t1\t1\t1\t10\t20\t120\t38\t96\t鯨類の\n'
printf '5\t1\t1\t1\t1\t2\t130\t20\t160\t38\t91\t飼育基準\n'
printf '4\t1\t2\t1\t1\t0\t10\t90\t280\t38\t-1\t\n'
printf '5\t1\t2\t1\t1\t1\t10\t90\t280\t38\t9\teeoe\n'
"#;

/// The start of a recogniser that knows Japanese; what comes after is done for each page.
const KNOWS_JAPANESE: &str = "#!/bin/sh\n[ \"$1\" = --list-langs ] && { echo jpn; exit; }\n";

fn install(folder: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("tesseract");
    fs::write(&path, script).expect("the folder is writable");
    fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
}

fn ingest(program: &Program, tools: &Path, arguments: &[&str]) -> Ran {
    let mut command = program.command("ingest");
    command
        .env("PATH", format!("{}:/usr/bin:/bin", tools.display()))
        .args(["--lang", "ja"])
        .args(arguments);
    Ran::of(command.output().expect("the program starts"))
}

#[test]
fn a_page_that_is_a_picture_is_read_by_an_installed_recogniser_and_marked() {
    let program = Program::with_small_corpus();
    let tools = tempfile::tempdir().expect("a temporary folder");
    program.write("scan.pdf", PICTURE);
    let mut command = program.command("ingest");
    command.env("PATH", tools.path()).args(["--lang", "ja", "--ocr"]);
    let ran = Ran::of(command.output().expect("the program starts"));
    assert!(ran.stdout.contains("要文字認識"), "{ran:?}");
    assert!(ran.stdout.contains("tesseract がない"), "{ran:?}");
    // A recogniser that does not know Japanese leaves the page as it is, and says what to install.
    install(tools.path(), &RECOGNISER.replace("LANGUAGE", "deu"));
    let ran = ingest(&program, tools.path(), &["--ocr"]);
    assert!(ran.stdout.contains("要文字認識"), "{ran:?}");
    assert!(ran.stdout.contains("tesseract-ocr-jpn を入れて"), "{ran:?}");
    assert_eq!(program.run("search", &["鯨類の飼育基準"]).code, Some(1));
    // As soon as there is one that does, the file is read again, although it has not changed.
    install(tools.path(), &RECOGNISER.replace("LANGUAGE", "jpn"));
    let ran = ingest(&program, tools.path(), &["--ocr"]);
    assert!(ran.stdout.contains("1頁: 文字認識（OCR）による本文である"), "{ran:?}");
    assert!(ran.stdout.contains("確からしさが低い行を除いた: 1頁 1行"), "{ran:?}");
    assert!(!ran.stdout.contains("要文字認識"), "{ran:?}");
    assert_eq!(program.run("search", &["鯨類の飼育基準"]).code, Some(0));
    // What was recognised stays without the option.
    let ran = ingest(&program, tools.path(), &[]);
    assert!(ran.stdout.contains("変更はありません"), "{ran:?}");
}

#[test]
fn a_recogniser_that_fails_or_does_not_end_costs_its_page() {
    let program = Program::with_small_corpus();
    let tools = tempfile::tempdir().expect("a temporary folder");
    program.write("scan.pdf", PICTURE);
    for (ending, said) in [
        ("exit 3\n", "1頁: 文字認識が異常終了した"),
        ("exec sleep 60\n", "1頁: 文字認識が1秒で終わらない"),
    ] {
        install(tools.path(), &format!("{KNOWS_JAPANESE}{ending}"));
        let ran = ingest(
            &program,
            tools.path(),
            &["--ocr", "--reread", "--limit", "ocr_clock_seconds=1"],
        );
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains(said) && ran.stdout.contains("要文字認識"), "{ran:?}");
    }
}

#[test]
fn a_picture_without_text_is_not_a_damaged_file() {
    let program = Program::with_small_corpus();
    let tools = tempfile::tempdir().expect("a temporary folder");
    program.write("photo.pdf", PICTURE);
    install(tools.path(), &format!("{KNOWS_JAPANESE}exit 0\n"));
    let ran = ingest(&program, tools.path(), &["--ocr"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("本文となる文字が見つからない"), "{ran:?}");
    assert!(!ran.stdout.contains("破損"), "{ran:?}");
}
