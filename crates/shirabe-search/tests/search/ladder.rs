//! The ladder: exact above variant above word.

use insta::assert_snapshot;
use shirabe_search::{Mode, SearchRequest};

use crate::library::Library;

fn three() -> Library {
    Library::of(&[
        ("exact", "# 推進\n\n国際的な取組を進める。"),
        ("variant", "# 推進\n\n国際的な取り組みを進める。"),
        ("word", "# 推進\n\n国際的に見ても重要な課題であり、政府としての取組を強める。"),
    ])
}

#[test]
fn exact_stands_above_variant_above_word() {
    assert_snapshot!(three().find("国際的な取組"), @"
    exact exact: ［国際的な取組］を進める。
    variant variant: ［国際的な取り組み］を進める。
    word word: ［国際］的に見ても重要な課題であり、政府としての［取組］を強める。
    ");
}

#[test]
fn a_mode_narrows_to_its_step() {
    let show = |mode| {
        three()
            .show(&SearchRequest { query: "国際的な取組".into(), mode, ..Default::default() })
    };
    assert_snapshot!(show(Mode::Exact), @"exact exact: ［国際的な取組］を進める。");
    assert_snapshot!(show(Mode::Variant), @"
    exact exact: ［国際的な取組］を進める。
    variant variant: ［国際的な取り組み］を進める。
    ");
}

#[test]
fn counts_are_those_of_each_step_and_all_before() {
    let counts =
        three().ask(&SearchRequest { query: "国際的な取組".into(), ..Default::default() }).counts;
    assert_eq!((counts.exact, counts.variant), (1, 2));
    assert_eq!((counts.hits, counts.sections, counts.documents), (counts.word, 3, 3));
}

#[test]
fn an_alternative_can_be_switched_off() {
    let request = SearchRequest {
        query: "\"国際的な取組\"".into(),
        switched_off: vec!["取組=取り組み".into()],
        ..Default::default()
    };
    let library = three();
    assert_snapshot!(library.show(&request), @"exact exact: ［国際的な取組］を進める。");
    let expansions = library.ask(&request).query.expansions;
    let off =
        expansions.iter().flat_map(|e| &e.alternatives).find(|a| a.text == "取り組み").unwrap();
    assert!(!off.on);
    assert_eq!(off.n_hits, 1);
}

#[test]
fn a_run_of_characters_is_no_bag_of_characters() {
    let library = Library::of(&[("a", "# 内容\n\n国内の動向と口腔の健康。内閣府資料。")]);
    assert_snapshot!(library.find("口腔内"), @"");
    assert_snapshot!(library.find("資金決済法"), @"");
}

#[test]
fn a_defined_abbreviation_is_offered_with_its_place_and_off() {
    let library = Library::of(&[(
        "a",
        "# 支援\n\nファースト・イン・ヒューマン（FIH）試験を支援する。\n\nFIH試験の体制を整備する。",
    )]);
    let ask = |switched_on: Vec<String>| {
        library.ask(&SearchRequest {
            query: "\"FIH試験\"".into(),
            switched_on,
            ..Default::default()
        })
    };
    let expansions = ask(Vec::new()).query.expansions;
    let offered = expansions.iter().find(|e| e.rule == "abbreviation").unwrap();
    assert_eq!(offered.alternatives[0].text, "ファースト・イン・ヒューマン");
    assert!(!offered.alternatives[0].on);
    let place = offered.alternatives[0].defined_at.clone().unwrap();
    assert_eq!(place, ("a".into(), "s1".into(), "p2".into()));
}

#[test]
fn a_fingerprint_that_does_not_fit_is_refused_with_the_command_to_run() {
    let found = shirabe_index::Fingerprint::of_dictionary("one");
    let expected = shirabe_index::Fingerprint::of_dictionary("two");
    let error = shirabe_index::IndexError::Fingerprint {
        found: found.to_string(),
        expected: expected.to_string(),
    };
    assert!(error.to_string().ends_with("run `shirabe ingest`"));
}
