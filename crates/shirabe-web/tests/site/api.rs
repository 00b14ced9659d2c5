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
async fn a_missing_query_has_its_own_code() {
    assert_eq!(get("/api/v1/search").await.json()["code"], "query_missing");
}
