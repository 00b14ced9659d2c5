//! The interpreted query in Japanese.

use insta::assert_snapshot;
use shirabe_query::{Scope, parse};

fn describe(query: &str) -> String {
    parse(query).describe_ja(Scope::Section).expect("the query is not empty")
}

fn describe_all(queries: &[&str]) -> String {
    queries
        .iter()
        .map(|query| format!("{query} → {}", describe(query)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn words_are_contained_or_not() {
    assert_snapshot!(describe_all(&[
        "創薬", "創薬 人材", "創薬 人材 予算", "創薬 OR 人材", "創薬 -予算", "創薬 人材 -予算", "創薬 -予算 -人材",
        "-予算", "-(予算 OR 人材)", "-(予算 人材)", "創薬 -(予算 人材)", "「創薬」の課題は？",
    ]), @"
    創薬 → 「創薬」を含む節
    創薬 人材 → 「創薬」と「人材」をともに含む節
    創薬 人材 予算 → 「創薬」と「人材」と「予算」をすべて含む節
    創薬 OR 人材 → 「創薬」又は「人材」を含む節
    創薬 -予算 → 「創薬」を含み、「予算」を含まない節
    創薬 人材 -予算 → 「創薬」と「人材」をともに含み、「予算」を含まない節
    創薬 -予算 -人材 → 「創薬」を含み、「予算」も「人材」も含まない節
    -予算 → 「予算」を含まない節
    -(予算 OR 人材) → 「予算」も「人材」も含まない節
    -(予算 人材) → 「予算」と「人材」をともに含むことがない節
    創薬 -(予算 人材) → 「創薬」を含み、「予算」と「人材」をともに含むことがない節
    「創薬」の課題は？ → 『「創薬」の課題は？』を含む節
    ");
}

#[test]
fn alternatives_are_told_apart() {
    assert_snapshot!(describe_all(&["創薬 人材 OR 予算", "(創薬 OR 再生) 予算", "(創薬 人材 OR 再生) 予算", "創薬 OR -予算"]), @"
    創薬 人材 OR 予算 → 「創薬」と「人材」をともに含むか、又は「予算」を含む節
    (創薬 OR 再生) 予算 → 「予算」を含み、「創薬」又は「再生」を含む節
    (創薬 人材 OR 再生) 予算 → 「予算」を含み、「創薬」と「人材」をともに含むか、「再生」を含むかのいずれかである節
    創薬 OR -予算 → 「創薬」を含むか、又は「予算」を含まない節
    ");
}

#[test]
fn exactness_is_said() {
    assert_snapshot!(describe_all(&["\"drug discovery\"", "=附属", "取*組", "第?期", "/第[一二]期/", "\"創薬\" 人材"]), @r#"
    "drug discovery" → 語句「drug discovery」を含む節
    =附属 → この表記どおりの「附属」を含む節
    取*組 → 「取＊組」の形の語句を含む節
    第?期 → 「第？期」の形の語句を含む節
    /第[一二]期/ → 正規表現「第[一二]期」に合う語句を含む節
    "創薬" 人材 → 語句「創薬」と「人材」をともに含む節
    "#);
}

#[test]
fn distances_are_said() {
    assert_snapshot!(describe_all(&["創薬 NEAR/20 人材", "創薬 BEFORE/5 人材", "(a OR b) NEAR/0 c", "創薬 -(a NEAR/5 b)", "a NEAR/5 b c"]), @"
    創薬 NEAR/20 人材 → 「創薬」と「人材」が20文字以内の間隔で並ぶ節
    創薬 BEFORE/5 人材 → 「創薬」と「人材」がこの順に5文字以内の間隔で並ぶ節
    (a OR b) NEAR/0 c → （「a」か「b」）と「c」がすき間なく並ぶ節
    創薬 -(a NEAR/5 b) → 「創薬」を含み、「a」と「b」が5文字以内の間隔で並ばない節
    a NEAR/5 b c → 「c」を含み、「a」と「b」が5文字以内の間隔で並ぶ節
    ");
}

#[test]
fn fields_are_said() {
    assert_snapshot!(describe_all(&[
        "題名:創薬", "節:人材 女性", "発行:AMED 創薬", "種別:白書", "年度:R5..R8 創薬", "日付:2024-04..", "日付:..2025", "文書:mext-1 頁:3",
        "-発行:AMED 創薬", "発行:(AMED OR 文部科学省) 創薬", "題名:(a NEAR/5 b)", "-節:人材",
    ]), @"
    題名:創薬 → 題名に「創薬」を含む節
    節:人材 女性 → 見出しに「人材」を含み、「女性」を含む節
    発行:AMED 創薬 → 発行機関が「AMED」であり、「創薬」を含む節
    種別:白書 → 種別が「白書」である節
    年度:R5..R8 創薬 → 年度がR5からR8までであり、「創薬」を含む節
    日付:2024-04.. → 発行日が2024-04以降である節
    日付:..2025 → 発行日が2025以前である節
    文書:mext-1 頁:3 → 文書が「mext-1」であり、ページが3である節
    -発行:AMED 創薬 → 「創薬」を含み、発行機関が「AMED」でない節
    発行:(AMED OR 文部科学省) 創薬 → 「創薬」を含み、発行機関が「AMED」又は「文部科学省」である節
    題名:(a NEAR/5 b) → 題名で「a」と「b」が5文字以内の間隔で並ぶ節
    -節:人材 → 見出しに「人材」を含まない節
    ");
}

#[test]
fn the_scope_is_the_noun() {
    assert_snapshot!(describe_all(&["創薬 人材 範囲:文", "創薬 範囲:段落", "創薬 範囲:文書"]), @"
    創薬 人材 範囲:文 → 「創薬」と「人材」をともに含む文
    創薬 範囲:段落 → 「創薬」を含む段落
    創薬 範囲:文書 → 「創薬」を含む文書
    ");
    assert_eq!(parse("").describe_ja(Scope::Section), None);
}
