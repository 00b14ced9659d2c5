//! Nothing that can be typed brings the program down.

use crate::program::Program;

#[test]
fn a_query_that_makes_no_sense_ends_without_a_panic() {
    let program = Program::with_small_corpus();
    let long = "a".repeat(5_000);
    let queries =
        ["\"", "((((", "NOT", "*", "?", "-", "<script>", "節:", "「創薬", "/(/", " ", &long];
    for query in queries {
        let ran = program.run("search", &["--", query]);
        assert!(matches!(ran.code, Some(0..=2)), "{query:?}: {ran:?}");
        assert!(!ran.stderr.contains("panicked"), "{query:?}: {ran:?}");
    }
}

#[test]
fn an_unclosed_quotation_is_searched_with_a_note() {
    let ran = Program::with_small_corpus().run("search", &["「創薬"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("閉じられていない"), "{ran:?}");
    assert!(ran.stdout.contains("［創薬］"), "{ran:?}");
}
