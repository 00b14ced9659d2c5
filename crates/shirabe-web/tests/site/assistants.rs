//! The library as assistants meet it over MCP.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::visit::{config, library};

const SITE: &str = "shirabe.example";

#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
async fn post(body: &Value, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut request = Request::post("/mcp")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let app = shirabe_web::app(library(), config());
    let response = app.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn ask(method: &str, params: Value) -> Value {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (status, answer) = post(&body, &[("host", SITE)]).await;
    assert_eq!(status, 200, "{answer}");
    answer["result"].clone()
}

async fn call(tool: &str, arguments: Value) -> Value {
    let result = ask("tools/call", json!({ "name": tool, "arguments": arguments })).await;
    assert_eq!(result["isError"], false, "{result}");
    result["structuredContent"].clone()
}

#[tokio::test]
async fn every_tool_only_reads() {
    let result = ask("tools/list", json!({})).await;
    let tools = result["tools"].as_array().unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    for name in ["search", "fetch", "concordance", "cite", "verify", "list_documents"] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
    }
}

#[tokio::test]
async fn what_is_found_can_be_fetched_and_cited() {
    let found = call("search", json!({ "query": "計測" })).await;
    let first = &found["results"][0];
    assert_eq!(first["id"], "mext-lifescience-2025-02/s2");
    assert_eq!(first["url"], "https://shirabe.example/d/mext-lifescience-2025-02/s2");
    assert!(first["citation"].as_str().unwrap().contains("文部科学省"));
    assert_eq!(
        (&found["query"]["parsed"], &found["index"]["generation"]),
        (&json!("計測"), &json!(1))
    );

    let fetched = call("fetch", json!({ "id": first["id"] })).await;
    assert!(fetched["text"].as_str().unwrap().contains("計測・基盤"));
    assert_eq!(fetched["url"], first["url"]);
    assert_eq!(call("fetch", json!({ "id": first["url"] })).await["text"], fetched["text"]);

    let cited = call("cite", json!({ "id": first["id"], "paragraph": "p5" })).await;
    assert!(cited["url"].as_str().unwrap().ends_with("/s2#p5"), "{cited}");
    assert!(cited["citations"].as_object().unwrap().len() >= 5);
}

#[tokio::test]
async fn a_concordance_and_the_documents_are_there_too() {
    let lines = call("concordance", json!({ "query": "創薬", "limit": 1 })).await;
    assert_eq!(lines["lines"].as_array().unwrap().len(), 1);
    assert!(lines["n_hits"].as_u64().unwrap() > 1);
    let documents = call("list_documents", json!({})).await;
    assert_eq!(documents["documents"][1]["id"], "mext-lifescience-2025-02");
}

#[tokio::test]
async fn a_draft_is_checked() {
    let checked =
        call("verify", json!({ "text": "「研究力が低下している」と書かれている。" })).await;
    assert_eq!(checked["quotes"].as_array().map(Vec::len), Some(1), "{checked}");
    assert_eq!(checked["index"]["generation"], 1);
}

#[tokio::test]
async fn a_tool_says_what_is_wrong_with_its_arguments() {
    for (tool, arguments, code) in [
        ("search", json!({}), "query_missing"),
        ("search", json!({ "query": "a", "limit": 1_000 }), "bad_limit"),
        ("fetch", json!({ "id": "none/s1" }), "not_found"),
        ("fetch", json!({ "id": 7 }), "not_found"),
        ("verify", json!({}), "text_missing"),
    ] {
        let result = ask("tools/call", json!({ "name": tool, "arguments": arguments })).await;
        assert_eq!(result["isError"], true, "{tool}");
        assert_eq!(result["structuredContent"]["code"], code, "{tool}");
    }
}

/// rmcp lets every origin in unless it is told otherwise.
#[tokio::test]
async fn a_page_of_another_site_cannot_ask() {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} });
    let from = |origin| {
        let body = body.clone();
        async move { post(&body, &[("host", SITE), ("origin", origin)]).await.0 }
    };
    assert_eq!(from("https://evil.example").await, 403);
    assert_eq!(from("null").await, 403);
    assert_eq!(post(&body, &[("host", "rebound.example")]).await.0, 403);
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let params = json!({ "name": "search", "arguments": { "query": "研".repeat(40_000) } });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    assert_eq!(post(&body, &[("host", SITE)]).await.0, 413);
}
