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
fn any_word_of_the_runs_finds_a_section_and_it_says_which_it_lacks() {
    let library = Library::of_texts(&[
        ("all", "# 推進\n\n医療の人材と、創薬の体制を整える。"),
        ("wording", "# 推進\n\n創薬と人材。"),
        ("some", "# 推進\n\n創薬の体制を整える。"),
        ("none", "# 推進\n\n会計の監査。"),
    ]);
    let ask = |query: &str, mode| {
        library.ask(&SearchRequest { query: query.to_owned(), mode, ..Default::default() })
    };
    let results = ask("創薬 人材", Mode::All);
    let counts = &results.counts;
    assert_eq!((counts.sections, counts.by_step.word.sections), (2, 0));
    assert_eq!((counts.lacking.sections, counts.listed(Mode::All).sections), (1, 3));
    let lacking: Vec<(&str, &[String])> = results
        .items
        .iter()
        .map(|item| (item.document.id.as_str(), item.missing.as_slice()))
        .collect();
    assert_eq!(lacking.last(), Some(&("some", ["人材".to_owned()].as_slice())));
    assert!(lacking[..2].iter().all(|(_, missing)| missing.is_empty()), "{lacking:?}");
    // A phrase that stands nowhere is found by its words; what has all of them is listed by itself.
    let results = ask("創薬の体制と人材", Mode::All);
    assert_eq!((results.counts.sections, results.counts.by_step.word.sections), (0, 1));
    assert_eq!(results.counts.lacking.sections, 2);
    assert_eq!(ask("創薬の体制と人材", Mode::Word).items.len(), 1);
    // What a reader made a condition stays one.
    for conditions in ["創薬 \"会計\"", "創薬 -体制 -人材", "創薬 AND 会計", "創薬 題名:ない"]
    {
        assert_eq!(ask(conditions, Mode::All).items.len(), 0, "{conditions}");
    }
}

#[test]
fn a_pasted_passage_is_found_although_a_word_was_changed() {
    let passage = "国は、「基本方針」（令和7年2月）に基づき、地方公共団体及び事業者と連携して、創薬の基盤となる人材の育成と、\
                   研究開発の成果の速やかな実用化に向けた取組を進めるとともに、その状況を毎年度公表するものとする。";
    let library = Library::of_texts(&[
        ("here", &format!("# 推進\n\n{passage}")),
        ("near", "# 推進\n\n国は、人材の育成と、研究開発の成果の実用化に向けた取組を進める。"),
    ]);
    let changed = passage.replace("速やかな", "迅速な").replace("地方公共", "地方\n公共");
    let results = library.ask(&SearchRequest { query: changed, ..Default::default() });
    assert_eq!(results.items[0].document.id, "here");
    assert_eq!(results.query.read_as_words, Some(ReadAsWords::LongRun));
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
    let library =
        Library::of_texts(&[("a", "# 内容\n\n国内の動向と体の内の健康。内閣府資料、力の法。")]);
    for run in ["口腔内", "資金決済法", "研究力"] {
        assert_eq!(library.find(run), "", "{run}");
    }
    assert!(!library.find("力").is_empty());
}

#[test]
fn a_word_of_one_character_finds_a_section_where_it_is_no_part_of_a_longer_one() {
    let library = Library::of_texts(&[
        ("egg", "# 観察\n\n卵は黄みを帯びる。"),
        ("gorge", "# 地形\n\n丹と霞にちなむ名である。"),
        ("eel", "# 魚\n\nウツボの仲間は夜に動く。"),
    ]);
    let ask =
        |query: &str| library.ask(&SearchRequest { query: query.into(), ..Default::default() });
    for (query, document) in [
        ("卵は何色ですか？", "egg"),
        ("丹霞山はどこですか？", "gorge"),
        ("ウツボは何目ですか？", "eel"),
    ] {
        let found = ask(query).items;
        assert_eq!(found.first().unwrap().document.id, document, "{query}");
    }
    // A noun is named as it was written, and not as the dictionary has it (靫); a verb in its dictionary form.
    let words = &ask("ウツボを観察すると動きますか？").query.words[0].words;
    assert_eq!(words, &["ウツボ", "観察", "動く"]);
    let found = ask("ウツボが帯びる黄み").items;
    let egg = found.iter().find(|item| item.document.id == "egg").unwrap();
    assert_eq!(egg.missing, ["ウツボ"]);
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
