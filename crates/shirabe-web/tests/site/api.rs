//! The shapes of the API.

use crate::visit::get;

#[tokio::test]
async fn a_search_answers_in_the_fixed_shape() {
    let uri = "/api/v1/search?q=%E8%A8%88%E6%B8%AC&facet=issuer,fy&limit=1&unknown=1";
    let answer = get(uri).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let shape = serde_json::to_string_pretty(&answer.json()).unwrap();
    insta::assert_snapshot!("search", shape);
}

#[tokio::test]
async fn the_suffix_json_is_the_same_answer() {
    let query = "q=%E5%89%B5%E8%96%AC&limit=1";
    let api = get(&format!("/api/v1/search?{query}")).await;
    assert_eq!(get(&format!("/search.json?{query}")).await.body, api.body);
}

#[tokio::test]
async fn without_items_only_the_counts_come_back() {
    let answer = get("/api/v1/search?q=%E5%89%B5%E8%96%AC&limit=0").await.json();
    assert_eq!(answer["items"].as_array().unwrap().len(), 0);
    assert_eq!(answer["counts"]["sections"], 2);
}

#[tokio::test]
async fn documents_and_sections_are_data_too() {
    let list = get("/api/v1/documents").await.json();
    assert_eq!(list["documents"][0]["url"], "/d/mext-lifescience-2025-02");
    let document = get("/api/v1/documents/mext-lifescience-2025-02").await.json();
    assert_eq!(document["sections"][1]["heading"], "1. 研究力の低下");
    let section = get("/api/v1/documents/mext-lifescience-2025-02/sections/s2").await.json();
    let paragraph = &section["paragraphs"][1];
    let text = section["text"].as_str().unwrap();
    let start = paragraph["chars"][0].as_u64().unwrap() as usize;
    assert!(text.chars().skip(start).collect::<String>().starts_with("研究力が低下している。"));
    assert_eq!(get("/api/v1/documents/none").await.json()["code"], "not_found");
}

#[tokio::test]
async fn an_analysis_shows_how_a_text_is_read() {
    let answer = get("/api/v1/analyze?text=%E5%89%B5%E8%96%AC").await.json();
    assert_eq!(answer["match_form_chars"], serde_json::json!([[0, 1], [1, 2]]));
    assert_eq!(answer["terms"][0]["term"], "創薬");
    assert_eq!(get("/api/v1/analyze").await.json()["code"], "text_missing");
}

#[tokio::test]
async fn suggestions_have_a_text_and_a_kind() {
    let answer = get("/api/v1/suggest?q=%E7%A0%94%E7%A9%B6").await;
    insta::assert_snapshot!(answer.body, @r#"{"suggestions":[{"text":"1. 研究力の低下","kind":"節の題"}],"index":{"generation":42,"fingerprint":"v1-0123abcd","built":"2026-04-01T09:00:00+09:00"}}"#);
}

#[tokio::test]
async fn a_missing_query_has_its_own_code() {
    assert_eq!(get("/api/v1/search").await.json()["code"], "query_missing");
}
