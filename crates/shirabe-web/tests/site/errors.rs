//! What goes wrong, and how it is said.

use std::sync::Arc;

use crate::library::Ailing;
use crate::visit::{get, get_from, library, request_from, search};

#[tokio::test]
async fn what_is_not_there_is_a_page_with_the_search_box() {
    let answer = get("/nowhere?q=x").await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains(r#"name="q" value="x""#));
    insta::assert_snapshot!(answer.outline(), @r"
    # ページが見つかりません
    アドレスが誤っているか、文書が移動又は削除された可能性があります。検索欄から文書をお探しください。
    トップページへ
    検索語の書き方
    ");
}

#[tokio::test]
async fn an_unknown_document_or_section_is_not_found() {
    assert_eq!(get("/d/none").await.status, 404);
    assert_eq!(get("/d/mext-lifescience-2025-02/s99").await.status, 404);
    assert_eq!(get("/d/mext-lifescience-2025-02/%00%FF").await.status, 404);
}

#[tokio::test]
async fn a_query_that_is_too_long_is_explained() {
    let answer = search(&"研".repeat(4001)).await;
    assert_eq!(answer.status, 400);
    insta::assert_snapshot!(answer.outline(), @r"
    # この条件では検索できません
    検索語は4000文字以内で入力してください（入力は4001文字）。
    研研研研研研研研研研研研研研研研研研研研研研研研研研研研研研［ ］
    トップページへ
    検索語の書き方
    ");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_explained() {
    let answer = get(&format!("/search?q={}", "a".repeat(60_000))).await;
    assert_eq!(answer.status, 414);
    insta::assert_snapshot!(answer.outline(), @r"
    # アドレスが長すぎます
    検索語は4000文字以内で入力してください。
    トップページへ
    検索語の書き方
    ");
}

#[tokio::test]
async fn a_panic_ends_one_request_and_tells_nothing() {
    for uri in ["/search?q=a", "/", "/d/a", "/feed.atom", "/metrics", "/glossary"] {
        let answer = get_from(Arc::new(Ailing::Panics), uri, &[]).await;
        let expected = if uri == "/metrics" { 200 } else { 500 };
        assert_eq!(answer.status, expected, "{uri}");
        assert!(!answer.body.contains("secret"), "{uri}");
    }
}

#[tokio::test]
async fn a_broken_library_tells_nothing() {
    let answer = get_from(Arc::new(Ailing::Broken), "/api/v1/search?q=a", &[]).await;
    assert_eq!(answer.status, 500);
    insta::assert_snapshot!(answer.body, @r#"{"type":"about:blank","title":"エラーが発生しました","status":500,"code":"internal","detail":"原因は記録されました。しばらく待ってから、もう一度お試しください。"}"#);
    for uri in ["/api/v1/documents", "/feed.atom", "/sitemap.xml", "/about", "/api/v1/suggest?q=a"]
    {
        let answer = get_from(Arc::new(Ailing::Broken), uri, &[]).await;
        assert_eq!(answer.status, 500, "{uri}");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_run_points_at_the_place() {
    let answer = search("/(/").await;
    assert_eq!(answer.status, 200);
    let outline = answer.outline();
    insta::assert_snapshot!(outline.split("完全一致").next().unwrap(), @r"
    # 「/(/」の検索結果
    検索できませんでした。
    検索した内容：正規表現「(」に合う語句を含む節
    正規表現の括弧が対になっていないため、検索できませんでした。括弧を文字として探すには \( のように書いてください。
    /［(］/
    ");
}

#[tokio::test]
async fn a_program_gets_a_problem_document() {
    let answer = get("/api/v1/search?q=a&mode=fuzzy").await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    insta::assert_snapshot!(answer.body, @r#"{"type":"about:blank","title":"この条件では検索できません","status":400,"code":"bad_mode","detail":"modeに指定できる値はall、exact、variant、wordです。"}"#);
}

#[tokio::test]
async fn before_the_first_generation_only_healthz_is_well() {
    let visit = |uri| get_from(Arc::new(Ailing::Preparing), uri, &[]);
    assert_eq!(visit("/healthz").await.status, 200);
    let ready = visit("/readyz").await;
    assert_eq!((ready.status.as_u16(), ready.header("retry-after")), (503, "5"));
    assert_eq!(visit("/search?q=a").await.status, 503);
}

#[tokio::test]
async fn another_method_is_refused_with_the_right_one() {
    let answer = request_from(library(), "POST", "/search", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD"));
}

#[tokio::test]
async fn odd_queries_are_answered() {
    for query in
        ["\"", "((((", "NOT", "*", "\0", "<script>alert(1)</script>", "節:", "「", "%", "&&"]
    {
        let answer = search(query).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(!answer.body.contains("<script>") && !answer.body.contains('\0'), "{query}");
    }
    assert_eq!(get("/search?q=100%&mode&utm_source=x").await.status, 200);
}

/// 創薬 in Shift_JIS, as old links have it.
#[tokio::test]
async fn an_address_in_another_encoding_is_refused_and_says_so() {
    for uri in ["/search?q=%91%6E%96%F2", "/api/v1/search?q=%91%6E%96%F2", "/frequency?q=%FF%FE"] {
        let answer = get(uri).await;
        assert_eq!(answer.status, 400, "{uri}");
        assert!(answer.body.contains("の値をUTF-8として読み取れません"), "{uri}: {}", answer.body);
    }
    assert_eq!(get("/api/v1/search?q=%91%6E%96%F2").await.json()["code"], "not_utf8");
}

#[tokio::test]
async fn a_page_names_the_field_and_no_parameter() {
    for (uri, said) in [
        ("/search?q=%91%6E", "検索語の値をUTF-8として読み取れません"),
        ("/search?q=a&page=0", "ページの番号は1から"),
        ("/concordance?q=a&seed=x", "抜き出すときの種は0から"),
        ("/frequency?q=a&smooth=x", "前後の年を合わせる幅は0から"),
    ] {
        let answer = get(uri).await;
        assert_eq!(answer.status, 400, "{uri}");
        assert!(answer.outline().contains(said), "{uri}: {}", answer.outline());
    }
}

#[tokio::test]
async fn a_paragraph_that_a_section_has_not_is_said_at_its_form() {
    let section = "/d/mext-lifescience-2025-02/s1";
    for (p, status, said) in [
        ("p9999", 404, "段落9999は、この節にありません。"),
        ("abc", 400, "段落の番号として読めません。例のように入力してください。"),
    ] {
        let answer = get(&format!("{section}?p={p}")).await;
        assert_eq!(answer.status, status, "{p}");
        let outline = answer.outline();
        assert!(outline.contains("# 第1章 現状") && outline.contains(said), "{outline}");
        assert!(answer.body.contains(r#"<details id="cite" open>"#), "{}", answer.body);
        assert!(answer.body.contains(&format!(r#"name="p" value="{p}""#)), "{}", answer.body);
        // A program is told of the paragraph alone.
        assert_eq!(get(&format!("{section}.ris?p={p}")).await.status, status, "{p}");
    }
    assert_eq!(get("/d/mext-lifescience-2025-02/s99?p=1").await.status, 404);
}
