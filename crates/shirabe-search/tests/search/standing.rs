//! How occurrences stand: within a block or across borders, whole or inside a word or a number.

use insta::assert_snapshot;
use shirabe_document::{BlockKind, Document};
use shirabe_search::{Counts, FacetField, Filters, Mode, Scope, SearchRequest, Unit};

use shirabe_testkit::{Library, document};

fn request(query: &str) -> SearchRequest {
    SearchRequest { query: query.to_owned(), mode: Mode::Variant, ..SearchRequest::default() }
}

/// Counts of one text, in which nothing but its paragraph can be found.
fn counts(text: &str, query: &str) -> Counts {
    Library::of_texts(&[("d", &format!("# 題\n\n{text}"))]).ask(&request(query)).counts
}

fn hits(text: &str, query: &str) -> (usize, usize) {
    let counts = counts(text, query);
    (counts.hits, counts.inside_words)
}

/// The kinds of borders that a case names, a section each.
fn borders() -> Library {
    Library::of_texts(&[
        ("items", "# 甲\n\n- 創薬再生\n- 医療基盤"),
        ("cells", "# 乙\n\n| 名 | 値 |\n|---|---|\n| 創薬再生 | 医療基盤 |\n| 10 | 20 |"),
        ("heading", "# 創薬再生\n\n医療基盤は重要である。"),
        ("paragraphs", "# 丙\n\nそれは創薬再生\n\n医療基盤である。"),
        ("break", "# 戊\n\nそれは創薬再生<br>医療基盤である。"),
    ])
}

#[test]
fn what_stands_across_a_border_is_no_wording_and_is_counted_apart() {
    let library = borders();
    for mode in [Mode::Exact, Mode::Variant] {
        let found = library.ask(&SearchRequest { mode, ..request("創薬再生医療基盤") });
        let ids: Vec<&str> = found.items.iter().map(|item| item.document.id.as_str()).collect();
        assert_eq!(ids, ["break"], "{mode:?}");
        assert_eq!((found.counts.hits, found.counts.sections), (1, 1));
        assert_eq!((found.counts.across, found.counts.across_sections), (4, 4));
    }
    let cells = library.ask(&request("1020")).counts;
    assert_eq!((cells.hits, cells.across), (0, 1));
}

#[test]
fn a_line_end_that_the_reader_joins_is_no_border() {
    let library = Library::of_texts(&[(
        "d",
        "# 甲\n\n国は、これまでに大学などで行われてきた研究開発の\n推進とその成果の普及を図る。",
    )]);
    let found = library.ask(&request("研究開発の推進")).counts;
    assert_eq!((found.hits, found.across), (1, 0));
}

#[test]
fn what_stands_across_a_border_is_listed_when_asked_for() {
    let library = borders();
    let listed = SearchRequest { across: true, ..request("創薬再生医療基盤") };
    assert_snapshot!(library.show(&listed), @"
    heading exact: ［創薬再生⏎医療基盤］ / ［医療基盤］は重要である。
    items exact: ［創薬再生⏎医療基盤］
    paragraphs exact: それは［創薬再生⏎医療基盤］
    cells exact: ［創薬再生	医療基盤］
    ");
    let results = library.ask(&listed);
    assert_eq!(results.counts, library.ask(&request("創薬再生医療基盤")).counts);
    let by_hit = library.ask(&SearchRequest { unit: Unit::Hit, limit: 3, ..listed.clone() });
    assert_eq!((by_hit.items.len(), by_hit.next_offset), (3, Some(3)));
    let by_document = library.ask(&SearchRequest { unit: Unit::Document, ..listed });
    assert_eq!((by_document.items.len(), by_document.next_offset), (4, None));
}

#[test]
fn another_spelling_stands_across_a_border_too_and_not_excludes_by_none() {
    let library = Library::of_texts(&[("d", "# 甲\n\n国際的な取り\n\n組みを進める。")]);
    let found = library.ask(&request("国際的な取組")).counts;
    assert_eq!((found.hits, found.across), (0, 1));
    let without = library.ask(&request("進める NOT 取り組み")).counts;
    assert_eq!((without.hits, without.across), (1, 0));
    let both = library.ask(&request("進める 取り組み")).counts;
    assert_eq!((both.hits, both.across), (0, 1));
    for scope in [Scope::Sentence, Scope::Paragraph] {
        let found = library.ask(&SearchRequest { scope, ..request("取り組み") }).counts;
        assert_eq!((found.hits, found.across), (0, 1), "{scope:?}");
    }
}

#[test]
fn filters_hold_for_what_is_set_aside() {
    let library = borders();
    let only = |id: &str| {
        let filters = Filters { documents: vec![id.to_owned()], ..Filters::default() };
        library.ask(&SearchRequest { filters, ..request("創薬再生医療基盤") }).counts
    };
    assert_eq!((only("items").across, only("break").across), (1, 0));
}

#[test]
fn a_latin_word_is_found_whole_and_its_parts_are_set_aside() {
    assert_eq!(hits("生成AIとＡＩ戦略、（AI）がある。Medical AI も。", "AI"), (4, 0));
    assert_eq!(hits("AIDSとmain、email、brain、maintain。", "AI"), (0, 6));
    assert_eq!(hits("出典は https://www.mext.go.jp/ai-x/saikin.htm である。", "AI"), (0, 2));
    assert_eq!(hits("CuriosityとNutrition。reportのpdf。", "IT"), (0, 2));
    assert_eq!(hits("reportのpdf。PD-1とPDである。", "PD"), (2, 1));
    assert_eq!(hits("EUはneutralではない。", "ＥＵ"), (1, 1));
    assert_eq!(hits("CO2とCO₂。COとH2O。", "CO"), (1, 2));
    assert_eq!(hits("Müllerとcaféである。", "caf"), (0, 1));
    assert_eq!(hits("a pen, B型、Ａ", "a"), (2, 0));
    assert_eq!(hits("main, brain", "a"), (0, 2));
    assert_eq!(hits("生成AI戦略", "成AI"), (1, 0));
    assert_eq!(hits("生成AIDS戦略", "成AI"), (0, 1));
}

#[test]
fn a_number_is_found_whole_and_its_parts_are_set_aside() {
    assert_eq!(hits("150と1,150と50.5である。", "50"), (0, 3));
    assert_eq!(hits("50人、５０％、50。そして50、", "50"), (4, 0));
    assert_eq!(hits("10kmを10分で、第10回。110番、2010年", "10"), (3, 2));
    assert_eq!(hits("2025.4.1と2025年", "2025"), (2, 0));
    assert_eq!(hits("11億円と1億円である。", "1億円"), (1, 1));
}

#[test]
fn a_part_counts_where_it_is_asked_for() {
    let library = Library::of_texts(&[("d", "# 題\n\nAIとmain、1,500回。\n\nemail")]);
    let all = |query: &str| {
        let whole = library.ask(&request(query)).counts;
        let part = SearchRequest { part: true, ..request(query) };
        let found = library.ask(&part);
        assert_eq!(found.counts.hits, whole.hits + whole.inside_words, "{query}");
        assert_eq!(found.counts.inside_words, 0);
        let marked: usize = found.items.iter().map(|item| item.hits.len()).sum();
        assert_eq!(marked, found.counts.hits, "{query}");
        found.counts.hits
    };
    assert_eq!([all("AI"), all("500"), all("a")], [3, 1, 3]);
    // Another number is not asked for, be it with its parts.
    let part = SearchRequest { part: true, ..request("五百回") };
    assert_eq!(library.ask(&part).counts.hits, 0);
}

#[test]
fn a_wildcard_or_strict_notation_in_quotation_marks_opens_the_word() {
    let library = Library::of_texts(&[("d", "# 題\n\n生成AIとAIDS、mainとemailとＡＩ。")]);
    let n = |query: &str| library.ask(&request(query)).counts.hits;
    assert_eq!([n("AI"), n("*AI*"), n("AI*"), n("*AI")], [2, 5, 3, 2]);
    assert_eq!([n(r"/\bAI\b/"), n("/AI/"), n(r"/\bai/")], [2, 5, 3]);
    let strict =
        |query: &str| library.ask(&SearchRequest { strict: true, ..request(query) }).counts.hits;
    assert_eq!([strict("\"AI\""), strict("AI"), strict("\"ai\"")], [2, 1, 2]);
}

#[test]
fn a_condition_within_a_sentence_takes_whole_words_only() {
    let library = Library::of_texts(&[("d", "# 題\n\nmainの研究。AIの開発。")]);
    let n = |query: &str| {
        let scope = SearchRequest { scope: Scope::Sentence, ..request(query) };
        let counts = library.ask(&scope).counts;
        (counts.hits, counts.inside_words)
    };
    assert_eq!((n("AI 開発"), n("AI 研究")), ((2, 0), (0, 1)));
    assert_eq!(n("AI NEAR/5 研究"), (0, 1));
    assert_eq!(n("研究 NOT AI"), (1, 0));
}

#[test]
fn a_variant_of_a_number_never_hits_inside_a_longer_number() {
    assert_eq!(hits("実績は581億円と11億円であった。", "一億円"), (0, 0));
    assert_eq!(hits("実績は1億円であった。", "一億円"), (1, 0));
    assert_eq!(hits("実績は1,500回であった。", "五百回"), (0, 0));
    assert_eq!(hits("対象は1,300万円とする。", "三百万円"), (0, 0));
    assert_eq!(hits("対象は千三百万円とする。", "300万円"), (0, 0));
    assert_eq!(hits("単価は251,000円である。", "千円"), (0, 0));
    assert_eq!(hits("単価は千円である。", "1,000円"), (1, 0));
    assert_eq!(hits("人数は1,150人である。", "五十人"), (0, 0));
    assert_eq!(hits("人数は百五十人である。", "50人"), (0, 0));
    assert_eq!(hits("調査は2023年の調査である。", "三年"), (0, 0));
    assert_eq!(hits("費用は1 兆 2,345 億円である。", "二千三百四十五億円"), (0, 0));
    assert_eq!(hits("計画は12025年までとする。", "令和7年"), (0, 0));
    assert_eq!(hits("拠点は13ヶ所とする。", "3か所"), (0, 0));
    assert_eq!(hits("拠点は3ヶ所とする。", "3か所"), (1, 0));
}

#[test]
fn a_number_of_the_query_itself_is_set_aside_inside_a_longer_one() {
    assert_eq!(hits("二十三年の法律と三年の計画", "三年"), (1, 1));
    assert_eq!(hits("実績は百五十人である。", "五十人"), (0, 1));
    assert_eq!(hits("実績は令和三年である。", "三年"), (1, 0));
    // A word that begins with a numeral is no number.
    assert_eq!(hits("第三一般会計と三菱、十三菱、二千葉", "一般"), (1, 0));
    assert_eq!(hits("第三一般会計と三菱、十三菱、二千葉", "三菱"), (2, 0));
    assert_eq!(hits("第三一般会計と三菱、十三菱、二千葉", "千葉"), (1, 0));
}

#[test]
fn the_shipped_corpus_has_no_number_inside_a_number() {
    let mext = include_str!("../../../../corpus/mext-lifescience-2025-02.md");
    let library = Library::of_texts(&[("mext", mext)]);
    let n = |query: &str| library.ask(&request(query)).counts.hits;
    assert_eq!([n("一億円"), n("十億円"), n("三年"), n("IT"), n("PD")], [0, 2, 0, 0, 0]);
}

#[test]
fn every_mark_is_a_hit_that_counts() {
    let text = "AIとmainの研究。二十三年と三年、150と50。創薬\n\n再生とAI。\n\n| 50 | 再生 |\n|---|---|\n| AI | 三年 |";
    let library = Library::of_texts(&[("d", &format!("# AI\n\n{text}"))]);
    for query in ["AI", "三年", "50", "再生", "創薬再生", "AI OR 三年 OR 50", "a", "\"AI三年\""]
    {
        for (across, part) in [(false, false), (true, false), (false, true)] {
            let request = SearchRequest { across, part, limit: 100, ..request(query) };
            let found = library.ask(&request);
            let n_marked: usize = found.items.iter().map(|item| item.hits.len()).sum();
            let n_counted = if across { found.counts.across } else { found.counts.hits };
            assert_eq!(n_marked, n_counted, "{query} {across} {part}");
        }
    }
}

fn undated(name: &str, text: &str) -> Document {
    let mut document = document(name, text);
    document.metadata.issued = None;
    document
}

#[test]
fn an_undated_document_is_in_no_range_and_is_counted_apart() {
    let library = Library::of_documents(&[
        document("dated", "# 題\n\n創薬の推進。"),
        undated("undated", "# 題\n\n創薬の計画。\n\n# 別\n\n創薬の基盤。"),
        undated("other", "# 題\n\n再生医療。"),
    ]);
    for query in ["創薬 日付:..2030", "創薬 年度:..R30", "創薬 年度:H1..", "創薬 日付:1990.."]
    {
        let found = library.ask(&request(query));
        assert_eq!((found.counts.sections, found.n_undated), (1, 1), "{query}");
    }
    let later = library.ask(&request("創薬 日付:2026.."));
    assert_eq!((later.counts.sections, later.n_undated), (0, 1));
    let all =
        library.ask(&SearchRequest { facets: vec![FacetField::FiscalYear], ..request("創薬") });
    assert_eq!((all.counts.sections, all.counts.undated_sections, all.n_undated), (3, 2, 0));
    let years: Vec<(&str, usize)> =
        all.facets[0].values.iter().map(|value| (value.value.as_str(), value.n_sections)).collect();
    assert_eq!(years, [("2024", 1)]);
}

#[test]
fn a_row_of_a_table_is_a_block_with_a_tab_between_its_cells() {
    let document = document("d", "# 題\n\n| 名 | 値 |\n|---|---|\n| 甲 | 乙 |");
    let blocks = &document.sections[0].blocks;
    let row = blocks.iter().find(|block| block.kind == BlockKind::TableRow).unwrap();
    assert_eq!(row.text, "甲\t乙");
}
