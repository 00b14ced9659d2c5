//! The ladder: exact above variant above word.

use insta::assert_snapshot;
use shirabe_search::{ByStep, FacetField, Mode, ReadAsWords, SearchRequest, Sort, StepCounts};

use shirabe_testkit::Library;

fn three() -> Library {
    Library::of_texts(&[
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
fn the_words_are_listed_apart_from_the_wording() {
    let request =
        SearchRequest {
            query: "国際的な取組".into(), mode: Mode::Word, ..Default::default()
        };
    let library = three();
    assert_snapshot!(library.show(&request), @"word word: ［国際］的に見ても重要な課題であり、政府としての［取組］を強める。");
    let item = &library.ask(&request).items[0];
    assert_eq!((item.hits.len(), item.n_hits), (0, 0), "words apart are no occurrence");
}

#[test]
fn counts_are_of_the_wording_and_each_step_says_what_it_adds() {
    for mode in [Mode::All, Mode::Exact, Mode::Variant, Mode::Word] {
        let request =
            SearchRequest { query: "国際的な取組".into(), mode, ..Default::default() };
        let counts = three().ask(&request).counts;
        let one = |hits| StepCounts { sections: 1, hits, documents: 1 };
        let by_step = ByStep { exact: one(1), variant: one(1), word: one(0) };
        assert_eq!(counts.by_step, by_step, "{mode:?}");
        let n = if mode == Mode::Exact { 1 } else { 2 };
        assert_eq!((counts.hits, counts.sections, counts.documents), (n, n, n), "{mode:?}");
    }
}

#[test]
fn every_section_with_the_wording_comes_before_those_with_the_words() {
    // The heading alone would rank the section of the words first.
    let library = Library::of_texts(&[
        ("words", "# 研究と力\n\n研究の力、研究の力。力と研究。"),
        ("wording", "# その他\n\n多くの事柄を述べたのちに、研究力にも触れる。"),
    ]);
    for sort in [Sort::Relevance, Sort::Issued, Sort::IssuedDescending, Sort::DocumentOrder] {
        let request = SearchRequest { query: "研究力".into(), sort, ..Default::default() };
        let items = library.ask(&request).items;
        let ids: Vec<&str> = items.iter().map(|item| item.document.id.as_str()).collect();
        assert_eq!(ids, ["wording", "words"], "{sort:?}");
    }
}

#[test]
fn a_question_that_stands_nowhere_is_read_as_words_and_says_so() {
    let library = three();
    let reading = |query: &str| {
        let request = SearchRequest { query: query.to_owned(), ..Default::default() };
        let results = library.ask(&request);
        assert_eq!(results.counts.sections, 0, "{query}");
        assert!(!results.items.is_empty(), "{query}");
        results.query.read_as_words
    };
    assert_eq!(reading("国際的な課題は何ですか？"), Some(ReadAsWords::Question));
    let long = "国際的に見て重要な課題に取り組むために政府が定めた計画の進み具合を確かめること";
    assert_eq!(reading(long), Some(ReadAsWords::LongRun));
    assert_eq!(reading("課題の取組"), None);
}

#[test]
fn a_facet_counts_the_wording_and_names_only_what_is_shown() {
    let library = three();
    let facet = |mode, n_facet_values| {
        let facets = vec![FacetField::Document];
        let query = "国際的な取組".to_owned();
        let request = SearchRequest { query, mode, facets, n_facet_values, ..Default::default() };
        let facet = library.ask(&request).facets.remove(0);
        let values =
            facet.values.iter().map(|value| format!("{} {}", value.value, value.n_sections));
        format!("{} +{}", values.collect::<Vec<_>>().join(" "), facet.n_more)
    };
    assert_eq!(facet(Mode::All, 9), "exact 1 variant 1 +0");
    assert_eq!(facet(Mode::All, 1), "exact 1 +1");
    assert_eq!(facet(Mode::Exact, 9), "exact 1 +0");
    assert_eq!(facet(Mode::Word, 9), "word 1 +0");
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
    let library = Library::of_texts(&[("a", "# 内容\n\n国内の動向と口腔の健康。内閣府資料。")]);
    assert_snapshot!(library.find("口腔内"), @"");
    assert_snapshot!(library.find("資金決済法"), @"");
}

#[test]
fn a_defined_abbreviation_is_offered_with_its_place_and_off() {
    let library = Library::of_texts(&[(
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
