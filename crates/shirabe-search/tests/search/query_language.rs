//! Operators and fields, against what they find.

use insta::assert_snapshot;
use shirabe_search::{Remark, Scope, SearchRequest, Sort, Unit, Unusable};

use shirabe_testkit::{Library, document};

fn library() -> Library {
    Library::of_texts(&[
        (
            "a",
            "# 人材育成\n\n女性研究者の活躍を促進する。博士人材も支援する。\n\n若手研究者の海外留学。",
        ),
        ("b", "# 研究基盤\n\n研究機器の共用。若手研究者を支援する。第３期計画は令和7年度から。"),
    ])
}

#[test]
fn a_space_is_and_and_a_hyphen_is_not() {
    assert_eq!(library().ids("若手研究者 支援"), ["b", "a"]);
    assert_eq!(library().ids("若手研究者 -留学"), ["b"]);
    let mut either = library().ids("留学 OR 機器");
    either.sort();
    assert_eq!(either, ["a", "b"]);
    // A space asks for both, and shows what has one of them behind; AND makes it a condition.
    assert_eq!(library().ids("留学 機器").len(), 2);
    assert!(library().ids("留学 AND 機器").is_empty());
}

#[test]
fn a_field_narrows_without_marking() {
    assert_snapshot!(library().find("節:人材育成 研究者"), @"a exact: 女性［研究者］の活躍を促進する。博士人材も支援する。");
    assert_eq!(library().ids("節:基盤 研究者"), ["b"]);
    assert_eq!(library().ids("節:基盤").len(), 1);
    assert_eq!(library().ids("節:盤"), ["b"]);
    assert_eq!(library().ids("節:育 研究者"), ["a"]);
    assert_eq!(library().ids("節:成研"), [""; 0]);
    assert_eq!(library().ids("発行:文科 研究者").len(), 0);
    assert_eq!(library().ids("発行:文部科学省 研究者").len(), 2);
    assert_eq!(library().ids("年度:R6 研究者").len(), 2);
    assert_eq!(library().ids("年度:R7.. 研究者").len(), 0);
    assert_eq!(library().ids("日付:2025-02 研究者").len(), 2);
}

#[test]
fn the_scope_decides_what_and_means() {
    let ids = |scope| {
        let request =
            SearchRequest { query: "女性研究者 支援".into(), scope, ..Default::default() };
        library().ask(&request).items.len()
    };
    // Within the section a space ranks; a smaller scope is a condition.
    assert_eq!(ids(Scope::Section), 2);
    assert_eq!(ids(Scope::Paragraph), 1);
    assert_eq!(ids(Scope::Sentence), 0);
}

#[test]
fn not_excludes_the_sentence_or_paragraph_and_not_the_whole_section() {
    let find = |query: &str| library().find(query);
    assert_snapshot!(find("研究者 -支援 範囲:文"), @"a exact: 女性［研究者］の活躍を促進する。博士人材も支援する。");
    assert_snapshot!(find("研究者 -女性 範囲:段落"), @r"
    b exact: 研究機器の共用。若手［研究者］を支援する。第３期計画は令和7年度から。
    a exact: 若手［研究者］の海外留学。
    ");
    assert_eq!(library().ids("研究者 -女性"), ["b"]);
}

#[test]
fn near_counts_characters_between() {
    assert_eq!(library().ids("女性 NEAR/3 活躍"), Vec::<String>::new());
    assert_eq!(library().ids("女性 NEAR/4 活躍"), ["a"]);
    assert_eq!(library().ids("活躍 NEAR/4 女性"), ["a"]);
    assert_eq!(library().ids("活躍 BEFORE/4 女性"), Vec::<String>::new());
    assert_eq!(library().ids("女性 BEFORE/4 活躍"), ["a"]);
}

#[test]
fn a_title_narrows_to_its_documents() {
    let titled = |name: &str, title: &str| {
        let mut document = document(name, "# 一\n\n研究者の支援。\n\n# 二\n\n研究者の海外派遣。\n");
        title.clone_into(&mut document.metadata.title);
        document
    };
    let library = Library::of_documents(&[
        titled("a", "科学技術・イノベーション白書"),
        titled("b", "科学技術要覧"),
        titled("c", "技術と科学"),
    ]);
    let ids = |query: &str| {
        let mut ids = library.ids(query);
        ids.sort();
        ids.concat()
    };
    assert_eq!(ids("題名:科学技術 研究者"), "aabb");
    assert_eq!(ids("題名:ｲﾉﾍﾞｰｼｮﾝ 派遣"), "a");
    assert_eq!(ids("題名:覧 研究者"), "bb");
    assert_eq!(ids("題名:と"), "cc");
    assert_eq!(ids("研究者 -題名:科学技術"), "cc");
    assert_eq!(ids("題名:書科 研究者"), "");
}

#[test]
fn patterns_are_marked_where_they_match() {
    assert_snapshot!(library().find("第*計画"), @"b exact: 研究機器の共用。若手研究者を支援する。［第３期計画］は令和7年度から。");
    assert_snapshot!(library().find("/第[0-9]期/"), @"b exact: 研究機器の共用。若手研究者を支援する。［第３期］計画は令和7年度から。");
    assert_eq!(library().ids("?手研究者"), ["b", "a"]);
}

#[test]
fn one_character_is_found_too() {
    assert_eq!(library().ids("留"), ["a"]);
    assert_eq!(library().ids("機"), ["b"]);
}

#[test]
fn strict_compares_the_characters_as_they_stand() {
    let find = |query: &str| {
        library()
            .ask(&SearchRequest { query: query.into(), strict: true, ..Default::default() })
            .counts
            .by_step
            .exact
            .hits
    };
    assert_eq!(find("第３期"), 1);
    assert_eq!(find("第3期"), 0);
}

#[test]
fn results_can_be_documents_and_can_come_in_document_order() {
    let request =
        SearchRequest { query: "研究者".into(), unit: Unit::Document, ..Default::default() };
    assert_eq!(library().ask(&request).items.len(), 2);
    let request =
        SearchRequest { query: "支援".into(), sort: Sort::DocumentOrder, ..Default::default() };
    let ids: Vec<String> =
        library().ask(&request).items.into_iter().map(|i| i.document.id).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn hostile_queries_get_an_answer() {
    let library = library();
    let long = "a".repeat(5000);
    let nested = "(".repeat(200);
    for query in [
        "\"", "((((", "NOT", "*", "\0", "<script>", "節:", "「", "/(((/", &long, &nested, "年度:x",
        "*?*",
    ] {
        let results = library.ask(&SearchRequest { query: query.into(), ..Default::default() });
        assert!(results.items.len() <= 2, "{query:?}");
    }
    for refused in ["/(.{900}){900}/", "/((/"] {
        assert!(library.find(refused).starts_with("! "));
        let results = library.ask(&SearchRequest { query: refused.into(), ..Default::default() });
        // Nothing was searched, so nothing can be said of what is not there.
        assert!(results.is_refused && results.absence.is_none(), "{refused}");
    }
}

#[test]
fn an_expression_of_full_width_signs_finds_what_one_of_half_width_signs_finds() {
    let library = library();
    for (wide, narrow) in
        [("／第［０-９］＋期／", "/第[0-9]+期/"), ("／（機器｜留学）／", "/(機器|留学)/")]
    {
        assert_eq!(library.find(wide), library.find(narrow));
        assert!(!library.find(wide).is_empty(), "{wide}");
    }
}

#[test]
fn what_an_expression_cannot_say_is_noted_at_its_place() {
    let place = |query: &str| {
        let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
        let results = library().ask(&request);
        assert!(results.is_refused && results.items.is_empty(), "{query}");
        let note = results.query.notes.into_iter().next().unwrap();
        (note.remark, note.position_chars)
    };
    assert_eq!(place("/研究力(?!の)/"), (Remark::Unusable(Unusable::LookAround), 4));
    assert_eq!(place("支援 /研究(?<=の)/"), (Remark::Unusable(Unusable::LookAround), 6));
    assert_eq!(place("/(研究/"), (Remark::Unusable(Unusable::Bracket), 1));
}

#[test]
fn a_border_of_words_lies_between_latin_and_japanese_letters() {
    let library = Library::of_texts(&[("a", "# 題\n\n生成AIとＡＩ戦略（AI）、AIDSとmain。")]);
    assert_snapshot!(library.find(r"/\bAI\b/"), @"a exact: 生成［AI］と［ＡＩ］戦略（［AI］）、AIDSとmain。");
}

#[test]
fn a_pasted_line_break_inside_a_word_changes_nothing() {
    let library = library();
    let found = |query: &str| library.find(query).lines().last().map(str::to_owned);
    assert_eq!(found("若手研\n究者"), found("若手研究者"));
}
