//! Suggestions for what is typed, and what was meant where little is found.

use insta::assert_snapshot;
use shirabe_search::{SearchRequest, SuggestionSource};

use crate::library::{Library, document};

const CARE: &str =
    "# 一\n\n再生医療を進める。再生医療等製品の取組状況。\n\n# 二\n\n再生医療の研究力。";
const MORE: &str =
    "# 再生の計画\n\n7年度予算、基礎研究力と再生医療。国の取組状況。\n\n# 四\n\n基礎研究力。";

/// What is suggested, with where it comes from.
fn suggested(library: &Library, typed: &str) -> String {
    let found = library.snapshot().suggest(typed, 8).unwrap();
    let source = |source| match source {
        SuggestionSource::Definition => "definition",
        SuggestionSource::Spelling => "spelling",
        SuggestionSource::Compound => "compound",
        SuggestionSource::Heading => "heading",
    };
    let lines: Vec<String> =
        found.iter().map(|found| format!("{} {}", found.text, source(found.source))).collect();
    lines.join("\n")
}

#[test]
fn a_compound_of_the_text_is_suggested_by_its_reading_and_by_its_beginning() {
    let library = Library::of(&[("a", CARE), ("b", MORE)]);
    for typed in ["さいせい", "サイセイ", "再生", "再生医"] {
        assert!(suggested(&library, typed).starts_with("再生医療 compound"), "{typed}");
    }
    assert_snapshot!(suggested(&library, "きそけ"), @"基礎研究力 compound");
    assert_snapshot!(suggested(&library, "さい"), @r"
    再生医療 compound
    再生の計画 heading
    ");
}

#[test]
fn the_more_frequent_compound_comes_first_and_one_of_one_section_behind_the_headings() {
    let library =
        Library::of(&[("a", CARE), ("b", MORE), ("c", "# 再生紙\n\n再生工場、再生事業。")]);
    assert_snapshot!(suggested(&library, "さいせい"), @r"
    再生医療 compound
    再生紙 heading
    再生の計画 heading
    再生事業 compound
    再生工場 compound
    ");
    // 年度予算 is a part of 7年度予算.
    assert_eq!(suggested(&library, "年度予"), "");
}

#[test]
fn what_is_typed_in_another_spelling_is_completed() {
    let library = Library::of(&[("a", CARE), ("b", MORE)]);
    for typed in ["取り組み", "取組み状", "取組"] {
        assert!(suggested(&library, typed).contains("取組状況 compound"), "{typed}");
    }
}

#[test]
fn a_document_that_goes_takes_its_compounds_along() {
    let library = Library::of(&[("a", CARE), ("b", MORE)]);
    assert!(suggested(&library, "基礎").contains("基礎研究力"));
    library.remove("b");
    assert_eq!(suggested(&library, "基礎"), "");
    assert_eq!(suggested(&library, "再生"), "再生医療 compound");
    library.put(&document("a", "# 一\n\n再生紙。"));
    assert_eq!(suggested(&library, "再生"), "再生紙 compound");
    library.put(&document("b", MORE));
    assert!(suggested(&library, "再生").contains("再生医療 compound"));
}

#[test]
fn what_was_meant_is_said_where_a_phrase_finds_nothing() {
    let library = Library::of(&[("a", CARE), ("b", MORE)]);
    let meant = |query: &str| {
        let results = library.ask(&SearchRequest { query: query.to_owned(), ..Default::default() });
        let meant = results.did_you_mean.into_iter();
        meant.map(|other| format!("{} {}", other.query, other.n_sections)).collect::<Vec<_>>()
    };
    // The same reading, two characters exchanged, and a wording that only the text has.
    assert_eq!(meant("再製医療"), ["再生医療 3"]);
    assert_eq!(meant("再生療医"), ["再生医療 3"]);
    assert_eq!(meant("研究力と最生"), ["研究力と再生 1"]);
    assert!(meant("再生医療").is_empty());
}
