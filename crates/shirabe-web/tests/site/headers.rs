//! What every answer carries.

use crate::visit::{get, get_from, library, request_from};

#[tokio::test]
async fn a_slash_too_many_moves_for_good_and_never_to_another_host() {
    let answer = get("/search/?q=a").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/search?q=a"));
    assert_eq!(get("//evil.example/").await.status, 404);
}

#[tokio::test]
async fn a_page_is_sent_once_per_generation() {
    let first = get("/").await;
    let tag = first.header("etag");
    assert!(tag.starts_with("W/"), "{tag}");
    let again = get_from(library(), "/", &[("if-none-match", tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert!(!again.header("content-security-policy").is_empty());
}

#[tokio::test]
async fn page_and_data_of_one_address_have_different_tags() {
    let uri = "/search?q=a";
    let data = get_from(library(), uri, &[("accept", "application/json")]).await;
    assert_eq!(data.header("content-type"), "application/json");
    assert_ne!(get(uri).await.header("etag"), data.header("etag"));
}

#[tokio::test]
async fn errors_are_not_kept() {
    assert_eq!(get("/nowhere").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_policy_is_on_every_answer() {
    for uri in ["/", "/nowhere", "/api/v1/search", "/healthz"] {
        let answer = get(uri).await;
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{uri}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{uri}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_good_and_compressed() {
    let page = get("/").await;
    let address = page.body.split('"').find(|part| part.ends_with("site.css")).unwrap();
    let answer = get_from(library(), address, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(get("/assets/000000000000.site.css").await.status, 404);
}

#[tokio::test]
async fn pages_are_compressed_and_downloads_are_not() {
    let answer = get_from(library(), "/", &[("accept-encoding", "br")]).await;
    assert_eq!(answer.header("content-encoding"), "br");
    let file = get_from(library(), "/search.csv?q=%E5%89%B5", &[("accept-encoding", "br")]).await;
    assert_eq!((file.status.as_u16(), file.header("content-encoding")), (200, ""));
}

#[tokio::test]
async fn the_head_of_a_page_has_no_body() {
    for uri in ["/", "/nowhere"] {
        assert_eq!(request_from(library(), "HEAD", uri, &[]).await.body, "", "{uri}");
    }
}
