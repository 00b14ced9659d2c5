//! The shapes of the API.

use crate::visit::{encode, get, get_from, library, post_from};

#[tokio::test]
async fn a_search_answers_in_the_fixed_shape() {
    let uri = "/api/v1/search?q=%E8%A8%88%E6%B8%AC&facet=issuer,fy&limit=1";
    let answer = get(uri).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let mut answer = answer.json();
    // Its value moves with every weight of the ranking.
    assert!(answer["items"][0]["score"].take().is_number());
    let shape = serde_json::to_string_pretty(&answer).unwrap();
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
async fn what_the_api_does_not_know_is_refused_by_name() {
    for (uri, code, named) in [
        ("/api/v1/search?q=a&issuers=b", "unknown_parameter", "issuers"),
        ("/api/v1/documents?q=a", "unknown_parameter", "q"),
        ("/api/v1/documents?limit=101", "bad_limit", "limit"),
        ("/api/v1/documents?offset=-1", "bad_offset", "offset"),
        ("/api/v1/search?q=a&offset=", "bad_offset", "offset"),
        ("/api/v1/search?q=a&q=b", "repeated_parameter", "q"),
        ("/api/v1/search?q=100%", "bad_percent", "q"),
    ] {
        let answer = get(uri).await;
        assert_eq!(answer.status, 400, "{uri}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{uri}");
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{uri}");
        assert!(problem["detail"].as_str().unwrap().contains(named), "{uri}: {problem}");
    }
}

#[tokio::test]
async fn every_list_is_followed_to_its_end_by_its_links() {
    for (uri, name, n_all) in [
        ("/api/v1/documents?limit=1", "documents", "n_documents"),
        ("/api/v1/glossary?limit=1", "entries", "n_entries"),
        ("/api/v1/search?q=%E5%89%B5%E8%96%AC&limit=1", "items", ""),
        ("/api/v1/concordance?q=%E5%89%B5%E8%96%AC&limit=1", "lines", "n_hits"),
    ] {
        let (mut next, mut n_seen) = (uri.to_owned(), 0);
        loop {
            let answer = get(&next).await;
            let body = answer.json();
            n_seen += body[name].as_array().unwrap().len();
            let link = answer.header("link");
            assert_eq!(link.is_empty(), body["next_offset"].is_null(), "{uri}: {link}");
            if link.is_empty() {
                let wanted =
                    if n_all.is_empty() { &body["counts"]["sections"] } else { &body[n_all] };
                assert_eq!(wanted, n_seen, "{uri}");
                break;
            }
            let address = link.strip_prefix("<https://shirabe.example").unwrap();
            next = address.strip_suffix(">; rel=\"next\"").unwrap().to_owned();
        }
        assert!(n_seen > 0, "{uri}");
    }
}

#[tokio::test]
async fn the_list_of_documents_can_be_narrowed() {
    let ids = async |query: &str| {
        let list = get(&format!("/api/v1/documents?{query}")).await.json();
        let ids = list["documents"].as_array().unwrap().iter().map(|one| one["id"].to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("from=2026").await, "\"amed-dai3ki-2026-02\"");
    assert_eq!(ids("fy=2025").await, "\"amed-dai3ki-2026-02\"");
    assert_eq!(ids("doc=mext-lifescience-2025-02").await, "\"mext-lifescience-2025-02\"");
    assert_eq!(ids("issuer=none").await, "");
}

#[tokio::test]
async fn documents_and_sections_are_data_too() {
    let list = get("/api/v1/documents").await.json();
    assert_eq!(list["documents"][1]["url"], "/d/mext-lifescience-2025-02");
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
    insta::assert_snapshot!(answer.body, @r#"{"suggestions":[{"text":"研究力","kind":"本文の言葉"},{"text":"日本医療研究開発機構","kind":"略語"},{"text":"1. 研究力の低下","kind":"節の題"},{"text":"創薬研究","kind":"本文の言葉"}],"index":{"generation":1,"fingerprint":"FINGERPRINT","built":"2026-01-01T00:00:00Z"}}"#);
}

#[tokio::test]
async fn a_missing_query_has_its_own_code() {
    assert_eq!(get("/api/v1/search").await.json()["code"], "query_missing");
}

#[tokio::test]
async fn a_concordance_comes_in_pages() {
    let first = get("/api/v1/concordance?q=%E5%89%B5%E8%96%AC&limit=1&sort=right").await.json();
    assert_eq!(first["lines"].as_array().unwrap().len(), 1);
    assert_eq!((&first["lines"][0]["text"], &first["next_offset"]), (&"創薬".into(), &1.into()));
    assert_eq!(get("/api/v1/concordance").await.json()["code"], "query_missing");
}

#[tokio::test]
async fn a_search_comes_in_the_form_that_is_accepted() {
    for (accept, kind) in [
        ("application/json", "application/json"),
        ("application/atom+xml", "application/atom+xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*", "text/html; charset=utf-8"),
    ] {
        let uri = "/search?q=%E5%89%B5%E8%96%AC&sort=issued";
        let answer = get_from(library(), uri, &[("accept", accept)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind));
    }
    let uri = "/concordance?q=%E5%89%B5%E8%96%AC";
    let answer = get_from(library(), uri, &[("accept", "text/tab-separated-values")]).await;
    assert_eq!(answer.header("content-type"), "text/tab-separated-values; charset=utf-8");
}

/// utoipa takes the fields of a type it does not know for parts of the path.
#[tokio::test]
async fn the_description_puts_every_parameter_where_it_belongs() {
    let description = get("/api/v1/openapi.json").await.json();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() >= 9, "{:?}", paths.keys());
    for (path, item) in paths {
        for operation in item.as_object().unwrap().values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let place = if path.contains(&format!("{{{name}}}")) { "path" } else { "query" };
                assert_eq!(parameter["in"], place, "{name} of {path}");
            }
        }
    }
}

#[tokio::test]
async fn every_address_of_the_description_is_answered() {
    let description = get("/api/v1/openapi.json").await.json();
    for (path, item) in description["paths"].as_object().unwrap() {
        if item["post"].is_object() {
            assert!(item["post"]["summary"].is_string(), "{path}");
            let json = [("content-type", "application/json")];
            let answer = post_from(library(), path, &json, r#"{"text": "「創薬力の向上」"}"#).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            continue;
        }
        assert!(item["get"]["summary"].is_string(), "{path}");
        // What the description gives as an example is answered.
        let (mut uri, mut query) = (path.clone(), Vec::new());
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let example = parameter["example"].as_str().unwrap_or("a");
            match (&parameter["in"], &parameter["required"]) {
                (place, _) if place == "path" => uri = uri.replace(&format!("{{{name}}}"), example),
                (_, required) if required == true => {
                    query.push(format!("{name}={}", encode(example)));
                }
                _ => {}
            }
        }
        let answer = get(&format!("{uri}?{}", query.join("&"))).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_page_of_the_api_lists_what_the_description_says() {
    let page = get("/api").await.outline();
    for part in ["GET /api/v1/search", "用例", "必須", "-issued", "0から100まで"] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[tokio::test]
async fn what_the_server_did_can_be_watched() {
    let answer = get("/metrics").await;
    assert!(answer.body.contains("shirabe_index_generation 1"), "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
}

/// The lines of an export.
async fn exported(query: &str) -> Vec<serde_json::Value> {
    let answer = get(&format!("/api/v1/export?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    assert_eq!(answer.header("last-modified"), "Thu, 01 Jan 2026 00:00:00 GMT");
    answer.body.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[tokio::test]
async fn an_export_says_where_it_begins_and_that_it_is_complete() {
    let lines = exported("").await;
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    assert_eq!((&first["format"], &first["n_documents"]), (&"shirabe-export".into(), &2.into()));
    assert_eq!(first["index"]["generation"], 1);
    assert_eq!((&last["end"], &last["n_items"]), (&true.into(), &(lines.len() - 2).into()));
    for line in &lines[1..lines.len() - 1] {
        let (document, section) = (&line["document"]["id"], &line["section"]["id"]);
        let address = format!("/api/v1/documents/{document}/sections/{section}").replace('"', "");
        assert_eq!(get(&address).await.json()["text"], line["section"]["text"]);
    }
}

#[tokio::test]
async fn an_export_that_was_cut_goes_on() {
    for unit in ["section", "document"] {
        let whole = exported(&format!("unit={unit}")).await;
        let items = &whole[1..whole.len() - 1];
        assert!(items.len() > 1);
        for (n, item) in items.iter().enumerate() {
            let cursor = item["cursor"].as_str().unwrap();
            let rest = exported(&format!("unit={unit}&after={cursor}")).await;
            assert_eq!(&rest[1..rest.len() - 1], &items[n + 1..], "{unit} {cursor}");
        }
    }
    assert_eq!(exported("unit=definition").await[1]["short"], "AMED");
    assert_eq!(exported("doc=amed-dai3ki-2026-02&unit=document").await.len(), 3);
    assert_eq!(get("/api/v1/export?unit=page").await.json()["code"], "bad_unit");
}

#[tokio::test]
async fn catalogues_of_data_find_the_collection() {
    let page = get("/api").await.body;
    let data =
        page.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(
        (&data["@type"], &data["dateModified"]),
        (&"Dataset".into(), &"2026-01-01T00:00:00Z".into())
    );
    let file = data["distribution"][0]["contentUrl"].as_str().unwrap();
    assert_eq!(get(file.strip_prefix("https://shirabe.example").unwrap()).await.status, 200);
}
