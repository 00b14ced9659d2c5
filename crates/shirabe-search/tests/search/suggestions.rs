//! Suggestions for what is typed, and what was meant where little is found.

use insta::assert_snapshot;
use shirabe_search::{Filters, SearchRequest, SuggestionSource};

use shirabe_testkit::{Library, document};

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
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
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
        Library::of_texts(&[("a", CARE), ("b", MORE), ("c", "# 再生紙\n\n再生工場、再生事業。")]);
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
fn the_last_word_of_several_is_completed() {
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
    assert_eq!(suggested(&library, "創薬　 きそけ"), "創薬 基礎研究力 compound");
    assert!(suggested(&library, "予算 再生").starts_with("予算 再生医療 compound"));
    for typed in ["創薬 ", " きそけん ", "  "] {
        assert!(!suggested(&library, typed).contains("創薬"), "{typed}");
    }
    // What goes on from the whole comes before what goes on from its last word.
    let library =
        Library::of_texts(&[("a", "# AI 人材の育成\n\n人材確保。\n\n# 二\n\n人材確保。")]);
    assert_snapshot!(suggested(&library, "AI 人材"), @r"
    AI 人材の育成 heading
    AI 人材確保 compound
    ");
}

#[test]
fn a_definition_that_many_sections_have_comes_before_one_that_few_have() {
    let text = "# 一\n\n科学研究費補助金（以下「研究費」という。）。\n\n";
    let more = "# 節\n\n研究開発。\n\n".repeat(3);
    let library = Library::of_texts(&[("a", &format!("{text}{more}"))]);
    assert!(suggested(&library, "研究").starts_with("研究開発 compound\n研究費 definition"));
}

#[test]
fn what_is_typed_in_another_spelling_is_completed() {
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
    for typed in ["取り組み", "取組み状", "取組"] {
        assert!(suggested(&library, typed).contains("取組状況 compound"), "{typed}");
    }
}

#[test]
fn a_document_that_goes_takes_its_compounds_along() {
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
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
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
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

#[test]
fn what_was_meant_is_said_for_kana_of_every_kind_even_where_words_find_much() {
    let library = Library::of_texts(&[("a", CARE), ("b", MORE)]);
    for query in ["さいせいいりょう", "サイセイイリョウ", "ｻｲｾｲｲﾘｮｳ"]
    {
        let results = library.ask(&SearchRequest { query: query.to_owned(), ..Default::default() });
        let meant: Vec<&str> = results.did_you_mean.iter().map(|m| m.query.as_str()).collect();
        assert_eq!(meant, ["再生医療"], "{query}");
    }
    // Its words stand in one section, apart; the wording stands nowhere.
    let results = library
        .ask(&SearchRequest { query: "研究力と最生".to_owned(), ..Default::default() });
    assert_eq!(results.counts.sections, 0);
    assert!(!results.did_you_mean.is_empty());
}

#[test]
fn what_was_meant_has_the_number_that_its_own_page_shows_under_the_same_conditions() {
    let mut other = document("c", "# 七\n\n再生医療。さいせい医療。");
    other.metadata.issuer = "厚生労働省".to_owned();
    let library = Library::of_documents(&[document("a", CARE), document("b", MORE), other]);
    for issuers in [vec![], vec!["厚生労働省".to_owned()], vec!["文部科学省".to_owned()]]
    {
        let filters = Filters { issuers, ..Default::default() };
        let ask = |query: &str| {
            let filters = filters.clone();
            library.ask(&SearchRequest { query: query.to_owned(), filters, ..Default::default() })
        };
        let meant = ask("再製医療").did_you_mean.remove(0);
        assert!(meant.keeps_filters);
        assert_eq!(meant.n_sections, ask(&meant.query).counts.sections, "{filters:?}");
    }
}

#[test]
fn other_spellings_are_counted_under_the_conditions() {
    let mut other = document("b", "# 七\n\n取り組み、取り組み。");
    other.metadata.issuer = "厚生労働省".to_owned();
    let library = Library::of_documents(&[document("a", "# 一\n\n取組と取り組み。"), other]);
    let n_hits = |query: &str, issuers: &[&str]| {
        let issuers = issuers.iter().map(|issuer| (*issuer).to_owned()).collect();
        let filters = Filters { issuers, ..Default::default() };
        let request = SearchRequest { query: query.to_owned(), filters, ..Default::default() };
        let expansions = library.ask(&request).query.expansions;
        let alternatives = expansions.iter().flat_map(|found| &found.alternatives);
        alternatives
            .filter(|found| found.text == "取り組み")
            .map(|found| found.n_hits)
            .sum::<usize>()
    };
    assert_eq!(n_hits("取組", &[]), 3);
    assert_eq!(n_hits("取組", &["厚生労働省"]), 2);
    assert_eq!(n_hits("取組 発行:文部科学省", &[]), 1);
}
