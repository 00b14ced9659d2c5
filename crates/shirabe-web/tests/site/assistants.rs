//! The library as assistants meet it over MCP.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::visit::{config, library};

const SITE: &str = "shirabe.example";

#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
async fn post_to(
    library: std::sync::Arc<dyn shirabe_site::library::Library>,
    body: &Value,
    headers: &[(&str, &str)],
) -> (StatusCode, Value) {
    let mut request = Request::post("/mcp")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let app = shirabe_web::app(library, config());
    let response = app.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn post(body: &Value, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    post_to(library(), body, headers).await
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
    for name in ["search", "fetch", "concordance", "frequency", "cite", "verify", "list_documents"]
    {
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
async fn lists_are_followed_to_their_end_by_their_cursors() {
    for (tool, arguments, list, n_all) in [
        ("search", json!({ "query": "創薬", "limit": 1 }), "results", "/counts/sections"),
        ("concordance", json!({ "query": "創薬", "limit": 1 }), "lines", "/n_hits"),
        ("list_documents", json!({ "limit": 1 }), "documents", "/n_documents"),
    ] {
        let (mut arguments, mut seen) = (arguments, Vec::new());
        loop {
            let answer = call(tool, arguments.clone()).await;
            seen.extend(answer[list].as_array().unwrap().clone());
            if answer["next_cursor"].is_null() {
                assert_eq!(answer.pointer(n_all), Some(&json!(seen.len())), "{tool}");
                break;
            }
            arguments["cursor"] = answer["next_cursor"].clone();
        }
        let mut different = seen.clone();
        different.dedup();
        assert!(seen.len() > 1 && different.len() == seen.len(), "{tool}: {seen:?}");
    }
}

#[tokio::test]
async fn conditions_are_arguments() {
    let found = call("search", json!({ "query": "創薬", "fiscal_year": [2025] })).await;
    assert_eq!(found["counts"]["sections"], 0);
    let found = call("search", json!({ "query": "創薬", "fiscal_year": [2024, 2025] })).await;
    assert_eq!(found["counts"]["sections"], 2);
    let listed = call("list_documents", json!({ "document": ["amed-dai3ki-2026-02"] })).await;
    assert_eq!(listed["n_documents"], 1);
    let years = call("frequency", json!({ "query": "創薬/研究力" })).await;
    assert_eq!(years["wordings"].as_array().map(Vec::len), Some(2), "{years}");
}

/// Each key that a schema requires is there, and each that is there is of the type that it says.
fn assert_meets(schema: &Value, root: &Value, value: &Value, at: &str) {
    let schema = match schema["$ref"].as_str() {
        Some(name) => root.pointer(name.trim_start_matches('#')).expect(at),
        None => schema,
    };
    for (key, part) in schema["properties"].as_object().into_iter().flatten() {
        let is_required =
            schema["required"].as_array().is_some_and(|all| all.contains(&json!(key)));
        match value.get(key) {
            Some(value) => assert_meets(part, root, value, &format!("{at}.{key}")),
            None => assert!(!is_required, "{at}.{key} is missing"),
        }
    }
    let names = match &schema["type"] {
        Value::Array(names) => names.clone(),
        Value::Null => return,
        one => vec![one.clone()],
    };
    let is = |name: &Value| match name.as_str().unwrap_or_default() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    assert!(names.iter().any(is), "{at} is not {names:?}: {value}");
    for item in value.as_array().into_iter().flatten() {
        assert_meets(&schema["items"], root, item, at);
    }
}

#[tokio::test]
async fn every_answer_is_what_its_schema_says_and_is_sent_once() {
    let tools = ask("tools/list", json!({})).await;
    for tool in tools["tools"].as_array().unwrap() {
        let name = tool["name"].as_str().unwrap();
        let section = "mext-lifescience-2025-02/s2";
        let arguments = match name {
            "fetch" | "cite" => json!({ "id": section }),
            "verify" => json!({ "text": "「研究力が低下している」" }),
            "list_documents" => json!({}),
            _ => json!({ "query": "創薬" }),
        };
        let result = ask("tools/call", json!({ "name": name, "arguments": arguments })).await;
        let schema = &tool["outputSchema"];
        assert_eq!(schema["type"], "object", "{name}");
        assert_meets(schema, schema, &result["structuredContent"], name);
        assert!(!schema.to_string().contains("components"), "{name}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(!text.is_empty() && !text.starts_with('{'), "{name}: {text}");
        assert!(text.len() < result["structuredContent"].to_string().len(), "{name}: {text}");
    }
}

#[tokio::test]
async fn what_is_found_is_a_resource_that_can_be_read() {
    let arguments = json!({ "query": "計測" });
    let result = ask("tools/call", json!({ "name": "search", "arguments": arguments })).await;
    let link = &result["content"][1];
    assert_eq!(
        (&link["type"], &link["uri"]),
        (&json!("resource_link"), &json!("https://shirabe.example/d/mext-lifescience-2025-02/s2"))
    );
    let read = ask("resources/read", json!({ "uri": link["uri"] })).await;
    assert!(read["contents"][0]["text"].as_str().unwrap().contains("計測・基盤"), "{read}");
    let templates = ask("resources/templates/list", json!({})).await;
    assert_eq!(
        templates["resourceTemplates"][0]["uriTemplate"],
        "https://shirabe.example/d/{document}/{section}"
    );
    let listed = ask("resources/list", json!({})).await;
    assert_eq!(listed["resources"].as_array().map(Vec::len), Some(2));
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": { "uri": "https://shirabe.example/d/none" } });
    assert!(post(&body, &[("host", SITE)]).await.1["error"].is_object());
}

#[tokio::test]
async fn a_long_section_comes_in_pieces() {
    let text = "研究を進める。".repeat(3_000);
    let long = crate::documents::document("long", "長い文書", &format!("# 章\n{text}"));
    let library = std::sync::Arc::new(crate::library::Real::of(&[long]));
    let (mut whole, mut cursor) = (String::new(), json!("0"));
    while !cursor.is_null() {
        let params = json!({ "name": "fetch", "arguments": { "id": "long/s1", "cursor": cursor } });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let (_, answer) = post_to(library.clone(), &body, &[("host", SITE)]).await;
        let piece = &answer["result"]["structuredContent"];
        let part = piece["text"].as_str().unwrap();
        assert!(part.chars().count() <= 10_000);
        assert_eq!(piece["chars"][0], whole.chars().count());
        whole.push_str(part);
        assert_eq!(piece["n_chars"], 21_002);
        cursor = piece["next_cursor"].clone();
    }
    assert_eq!(whole.chars().count(), 21_002);
}

#[tokio::test]
async fn a_draft_is_checked() {
    let checked =
        call("verify", json!({ "text": "「研究力が低下している」と書かれている。" })).await;
    assert_eq!(checked["quotes"].as_array().map(Vec::len), Some(1), "{checked}");
    assert_eq!(checked["index"]["generation"], 1);
    assert_eq!(call("verify", json!({ "text": "あ".repeat(64_000) })).await["quotes"], json!([]));
}

#[tokio::test]
async fn a_tool_says_what_is_wrong_with_its_arguments() {
    let section = "mext-lifescience-2025-02/s2";
    for (tool, arguments, told) in [
        ("search", json!({}), "queryを指定してください"),
        ("search", json!({ "query": "a", "limit": 1_000 }), "limitは1から20まで"),
        ("search", json!({ "query": "a", "from": "令和6年" }), "fromは2024、2024-04"),
        ("search", json!({ "query": "a", "page": 2 }), "pageという引数はありません"),
        ("search", json!({ "query": "a", "cursor": "-1" }), "cursorには"),
        ("fetch", json!({ "id": "none/s1" }), "not_found"),
        ("fetch", json!({ "id": 7 }), "idは文字列で"),
        ("fetch", json!({ "id": section, "cursor": "9999" }), "cursorが本文"),
        ("cite", json!({ "id": section, "paragraph": "p9999" }), "段落p9999はありません"),
        ("cite", json!({ "id": section, "paragraph": "p1" }), "節s1にあります"),
        ("cite", json!({ "id": section, "paragraph": "zz" }), "p12のように"),
        ("cite", json!({ "id": "mext-lifescience-2025-02", "paragraph": "p1" }), "文書ID/節ID"),
        ("verify", json!({}), "textを指定してください"),
        ("verify", json!({ "text": "あ".repeat(64_001) }), "textは64000文字以内"),
    ] {
        let result = ask("tools/call", json!({ "name": tool, "arguments": arguments })).await;
        assert_eq!(result["isError"], true, "{tool}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(told), "{tool}: {text}");
        assert!(result["structuredContent"].is_null(), "{tool}");
        assert!(result["_meta"]["code"].is_string(), "{tool}: {result}");
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
    let params = json!({ "name": "search", "arguments": { "query": "研".repeat(310_000) } });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    assert_eq!(post(&body, &[("host", SITE)]).await.0, 413);
}
