//! `shirabe search`, `analyze`, `inspect` and `dictionary`.

use crate::program::{Program, run_alone};

#[test]
fn a_search_that_finds_prints_sections_with_marks_and_exits_0() {
    let ran = Program::with_shipped_corpus().run("search", &["創薬"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("［創薬］"), "{}", ran.stdout);
    assert!(ran.stdout.contains("/d/mext-lifescience-2025-02/s"), "{}", ran.stdout);
}

#[test]
fn a_search_that_finds_nothing_exits_1() {
    let ran = Program::with_shipped_corpus().run("search", &["口腔内"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("この文言を含む節はありません"), "{}", ran.stdout);
}

#[test]
fn an_unknown_flag_exits_2_and_says_which() {
    let ran = Program::with_small_corpus().run("search", &["--colour", "創薬"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--colour"), "{}", ran.stderr);
}

#[test]
fn a_damaged_index_exits_2_and_says_where() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    fs_err::write(program.index().join("gen-000001/sections/meta.json"), "{}").unwrap();
    let ran = program.run("search", &["創薬"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("meta.json") && ran.stderr.contains("damaged"), "{}", ran.stderr);
}

#[test]
fn a_phrase_that_crosses_a_line_of_a_slide_finds_its_page() {
    let program = Program::with_small_corpus();
    program.take("amed_like.pdf");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    for (phrase, page) in [
        ("一貫した医療研究開発の推進", 2),
        ("ペアリング、マッチング）を構築・導入する", 2),
        // Two boxes stand side by side; the first has a title of two lines.
        ("成果創出のための基礎研究の充実", 3),
        ("社会的な要請を踏まえた基礎研究を継続的・安定的に支援", 3),
        ("海外ニーズを取り込んだ国際共同治験への参画", 3),
        // A vertical label stands beside the list.
        ("医療分野の効果的・効率的な研究開発を促進する", 5),
    ] {
        let answer = program.search_json(&[&format!("\"{phrase}\"")]);
        assert_eq!(answer["counts"]["by_step"]["exact"]["hits"], 1, "{phrase}: {answer}");
        assert_eq!(answer["items"][0]["hits"][0]["page"]["file"], page, "{phrase}: {answer}");
    }
}

#[test]
fn json_has_the_shape_of_the_api() {
    let answer = Program::with_shipped_corpus().search_json(&["創薬"]);
    let places = [
        "/query/raw",
        "/query/parsed",
        "/query/notes",
        "/query/expansions",
        "/counts/hits",
        "/counts/sections",
        "/counts/documents",
        "/counts/by_step/exact",
        "/counts/by_step/variant",
        "/counts/by_step/word",
        "/facets",
        "/items/0/document/id",
        "/items/0/document/title",
        "/items/0/document/issuer",
        "/items/0/document/issued",
        "/items/0/document/type",
        "/items/0/section/id",
        "/items/0/section/heading",
        "/items/0/section/path",
        "/items/0/url",
        "/items/0/score",
        "/items/0/step",
        "/items/0/snippets/0/text",
        "/items/0/snippets/0/marks/0/1",
        "/items/0/snippets/0/paragraph",
        "/items/0/hits/0/step",
        "/items/0/hits/0/matched",
        "/items/0/hits/0/paragraph",
        "/items/0/hits/0/chars/1",
        "/items/0/hits/0/utf16/1",
        "/items/0/hits/0/before",
        "/items/0/hits/0/text",
        "/items/0/hits/0/after",
        "/items/0/hits/0/url",
        "/items/0/hits/0/verified",
        "/index/generation",
        "/index/fingerprint",
        "/index/built",
    ];
    for place in places {
        assert!(answer.pointer(place).is_some(), "{place} is missing in {answer}");
    }
}

#[test]
fn exact_mode_leaves_other_spellings_out() {
    let program = Program::with_shipped_corpus();
    let n_sections = |mode: &str| {
        let answer = program.search_json(&["--mode", mode, "取り組み"]);
        answer.pointer("/counts/sections").and_then(serde_json::Value::as_u64).expect("a count")
    };
    assert_eq!(n_sections("exact"), 0);
    assert!(n_sections("variant") > 0);
}

/// The passages were chosen by reading the texts.
#[test]
fn the_expected_passage_comes_first() {
    let program = Program::with_shipped_corpus();
    for (query, passage) in [
        ("研究力低下", "基礎生命科学の研究力低下"),
        ("バイオリソース 整備", "バイオリソースは不可欠な基盤であり、継続的かつ戦略的に整備"),
        ("節:人材育成 女性研究者", "女性研究者の活躍促進"),
    ] {
        let answer = program.search_json(&["--limit", "1", query]);
        let snippets = answer.pointer("/items/0/snippets").map(ToString::to_string);
        assert!(snippets.is_some_and(|snippets| snippets.contains(passage)), "{query}: {answer}");
    }
    // A single word is best answered by a section that is about it.
    let answer = program.search_json(&["--limit", "1", "創薬"]);
    let heading = answer.pointer("/items/0/section/heading").map(ToString::to_string);
    assert!(heading.is_some_and(|heading| heading.contains("創薬")), "{answer}");
}

#[test]
fn inspect_shows_every_repair() {
    let program = Program::with_shipped_corpus();
    let ran = program.run("inspect", &["amed-dai3ki-2026-02", "--repairs"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for part in ["ひとめでわかる！AMED", "page-marks", "医療研究開⏎発の推進"] {
        assert!(ran.stdout.contains(part), "{part} is missing in {}", ran.stdout);
    }
    assert_eq!(program.run("inspect", &["no-such-document"]).code, Some(2));
}

#[test]
fn analyze_shows_match_form_and_variants() {
    let ran = run_alone(&["analyze", "令和７年度の取り組み"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for part in ["令和7年度の取り組み", "取組", "2025年度"] {
        assert!(ran.stdout.contains(part), "{part} is missing in {}", ran.stdout);
    }
}

#[test]
fn dictionary_info_names_the_dictionary() {
    let ran = run_alone(&["dictionary", "info"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("SudachiDict"), "{}", ran.stdout);
}
