//! `shirabe concordance`, `shirabe frequency` and what `shirabe cite` takes of an address.

use crate::program::Program;

#[test]
fn every_occurrence_is_written_and_the_last_line_says_so() {
    let program = Program::with_small_corpus();
    let ran = program.run("concordance", &["基盤", "--format", "ndjson"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.ends_with("{\"end\":true,\"lines\":2}\n"), "{ran:?}");
    let ran = program.run("concordance", &["基盤", "--right", "を", "--context", "sentence"]);
    assert!(ran.stdout.contains("創薬の\t基盤\tを整備する。"), "{ran:?}");
    let grouped = program.run("concordance", &["基盤", "--group", "right:w1,kind"]);
    assert_eq!(grouped.stdout.lines().count(), 3, "{grouped:?}");
    let ran = program.run("frequency", &["基盤/研究", "--by", "document", "--ratio", "基盤/研究"]);
    assert!(ran.stdout.contains("\t比の下限\t比の上限\t"), "{ran:?}");
    assert_eq!(program.run("concordance", &["存在しない"]).code, Some(1));
}

#[test]
fn what_means_nothing_is_named_and_not_left_out() {
    let program = Program::with_small_corpus();
    for (arguments, said) in [
        (&["基盤", "--set", "issuers=文部科学省"][..], "issuersという指定はありません"),
        (&["基盤", "--format", "svg"], "用例には図がありません"),
        (&["基盤", "--group", "closing"], "closing（文末）によるまとめ方は、まだありません"),
    ] {
        let ran = program.run("concordance", arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(said), "{ran:?}");
    }
}

#[test]
fn a_paragraph_that_an_address_names_is_cited_or_missed() {
    let program = Program::with_small_corpus();
    let ran = program.run("cite", &["/d/small/s1?p=2"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("/d/small/s1#p2"), "{ran:?}");
    for missing in ["/d/small/s1?p=999", "/d/small/s1?chars=5-5000"] {
        let ran = program.run("cite", &[missing]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("no such paragraph or characters"), "{ran:?}");
    }
}
