//! Pages that compare: wordings over the years, and two texts.

use crate::visit::{get, get_from, library};

#[tokio::test]
async fn wordings_are_counted_year_by_year() {
    let answer = get("/timeline?q=%E5%89%B5%E8%96%AC/%E8%A8%88%E6%B8%AC").await;
    insta::assert_snapshot!(answer.outline(), @"");
}

#[tokio::test]
async fn the_counts_over_the_years_are_data_too() {
    let uri = "/timeline?q=%E5%89%B5%E8%96%AC/%E8%A8%88%E6%B8%AC";
    let page = get_from(library(), uri, &[("accept", "application/json")]).await;
    let api = get(&format!("/api/v1{uri}")).await;
    assert_eq!(page.body, api.body);
    let body = api.json();
    assert_eq!(body["years"][0]["fiscal_year"], 2024);
    assert_eq!(body["years"][0]["n_sections"], serde_json::json!([2, 1]));
}

#[tokio::test]
async fn six_wordings_are_too_many() {
    assert_eq!(get("/api/v1/timeline?q=a/b/c/d/e/f").await.json()["code"], "too_many_wordings");
    assert_eq!(get("/timeline?q=%20/%20").await.status, 200);
}

#[tokio::test]
async fn two_sections_stand_side_by_side() {
    let uri = "/compare?a=mext-lifescience-2025-02/s1&b=/d/mext-lifescience-2025-02/s2";
    insta::assert_snapshot!(get(uri).await.outline(), @"");
}

#[tokio::test]
async fn a_text_compared_with_itself_shows_no_difference() {
    let answer = get("/compare?a=mext-lifescience-2025-02&b=mext-lifescience-2025-02").await;
    assert!(answer.outline().contains("変更された段落0、左だけにある段落0、右だけにある段落0"));
}

#[tokio::test]
async fn what_is_not_there_cannot_be_compared() {
    assert_eq!(get("/compare").await.status, 200);
    assert_eq!(get("/compare?a=none&b=none").await.status, 404);
    assert_eq!(
        get("/compare?a=mext-lifescience-2025-02/s9&b=amed-dai3ki-2026-02").await.status,
        404
    );
}
