//! What is written in another way is found, and what is not written is not.

use serde_json::Value;

use crate::program::Program;

/// What is typed, and what stands in the texts.
const SPELLINGS: &[(&str, &str)] = &[
    ("取り組み", "取組"),
    ("取りまとめ", "とりまとめ"),
    ("わが国", "我が国"),
    ("つながる", "繋がる"),
    ("すべての", "全ての"),
    ("全ての", "すべての"),
    ("更に", "さらに"),
    ("2025年度予算額", "令和7年度予算額"),
    ("R7年度予算額", "令和7年度予算額"),
    ("令和七年度予算額", "令和7年度予算額"),
    ("130件", "１３０件"),
    ("ﾗｲﾌｻｲｴﾝｽ", "ライフサイエンス"),
    ("ｉＰＳ細胞", "iPS細胞"),
    ("CO2", "CO2"),
    ("医療研究開発の推進", "医療研究開発の推進"),
];

#[test]
fn another_spelling_is_found_and_marked() {
    let program = Program::with_shipped_corpus();
    for (query, written) in SPELLINGS {
        let answer = program.search_json(&["--mode", "variant", "--limit", "100", query]);
        let marked = marked_texts(&answer);
        assert!(marked.iter().any(|text| text == written), "{query}: {written} not in {marked:?}");
    }
}

#[test]
fn what_stands_nowhere_is_not_found() {
    let program = Program::with_shipped_corpus();
    for query in ["口腔内", "資金決済法", "鱻麤驫龘"] {
        for mode in ["exact", "variant"] {
            let ran = program.run("search", &["--mode", mode, query]);
            assert_eq!(ran.code, Some(1), "{query} in mode {mode}: {ran:?}");
        }
    }
}

/// Every marked piece of every snippet.
fn marked_texts(answer: &Value) -> Vec<String> {
    let mut texts = Vec::new();
    for item in list(answer, "/items") {
        for snippet in list(item, "/snippets") {
            let text = snippet.pointer("/text").and_then(Value::as_str).expect("a text");
            for mark in list(snippet, "/marks") {
                let at = |place| mark.pointer(place).and_then(Value::as_u64).expect("an offset");
                let (start, end) = (at("/0") as usize, at("/1") as usize);
                texts.push(text.chars().skip(start).take(end - start).collect());
            }
        }
    }
    texts
}

fn list<'a>(value: &'a Value, place: &str) -> &'a [Value] {
    value.pointer(place).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
