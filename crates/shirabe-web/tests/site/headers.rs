//! What every answer carries.

use crate::visit::{get, get_from, library, request_from};

#[tokio::test]
async fn a_slash_too_many_moves_for_good_and_never_to_another_host() {
    let answer = get("/search/?q=a").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/search?q=a"));
    assert_eq!(get("//evil.example/").await.status, 404);
}

#[tokio::test]
async fn pages_of_other_sites_may_read_the_api_and_nothing_else() {
    let origin = [("origin", "https://notebook.example")];
    for uri in ["/api/v1/search?q=a", "/api/v1/search", "/api/v1/openapi.json"] {
        let answer = get_from(library(), uri, &origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{uri}");
        assert!(answer.header("access-control-expose-headers").contains("Link"), "{uri}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{uri}");
    }
    let ask = [origin[0], ("access-control-request-method", "GET")];
    let preflight = request_from(library(), "OPTIONS", "/api/v1/search", &ask).await;
    assert_eq!((preflight.status.as_u16(), preflight.body.len()), (204, 0));
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(preflight.header("access-control-allow-methods"), "GET, HEAD");
    for (method, uri) in [("GET", "/search?q=a"), ("POST", "/api/v1/verify"), ("GET", "/api")] {
        let answer = request_from(library(), method, uri, &origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{uri}");
    }
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
async fn a_tag_is_known_in_its_strong_form_in_a_list_and_as_a_star() {
    let first = get("/").await;
    let tag = first.header("etag");
    let strong = tag.trim_start_matches("W/");
    for known in [strong, "*", &format!("\"x\", {strong}"), &format!("W/\"x\",{tag}")] {
        let again = get_from(library(), "/", &[("if-none-match", known)]).await;
        assert_eq!(again.status, 304, "{known}");
    }
    let lines = [("if-none-match", "\"x\""), ("if-none-match", tag)];
    assert_eq!(get_from(library(), "/", &lines).await.status, 304);
    for known in ["\"x\"", "", "W/", "*x"] {
        let again = get_from(library(), "/", &[("if-none-match", known)]).await;
        assert_eq!(again.status, 200, "{known}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_known_either() {
    let first = get("/").await;
    for known in [first.header("etag"), "*"] {
        for (uri, status) in [
            ("/nowhere", 404),
            ("/d/none", 404),
            ("/search?q=a&limit=x", 400),
            ("/api/v1/search", 400),
            ("/search/?q=a", 308),
        ] {
            let answer = get_from(library(), uri, &[("if-none-match", known)]).await;
            assert_eq!(answer.status, status, "{uri} {known}");
        }
    }
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
    let answer = get_from(library(), address, &[("accept-encoding", "br;q=0, gzip;q=0.1")]).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(get("/assets/000000000000.site.css").await.status, 404);
}

#[tokio::test]
async fn pages_are_compressed_and_downloads_are_not() {
    let answer = get_from(library(), "/", &[("accept-encoding", "br;q=0")]).await;
    assert_eq!(answer.header("content-encoding"), "");
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
