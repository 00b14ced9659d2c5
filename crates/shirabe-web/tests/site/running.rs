//! How the site is run: under a path, behind a proxy, under its own names, watched.

use std::num::NonZeroU32;

use shirabe_site::Config;

use crate::visit::{config, get, get_under, library};

fn below() -> Config {
    Config { public_url: Some("https://x.example/shirabe".to_owned()), ..config() }
}

#[tokio::test]
async fn below_a_path_every_address_of_a_page_is_below_it() {
    for uri in ["/", "/search?q=%E5%89%B5%E8%96%AC", "/d/mext-lifescience-2025-02/s1", "/help"] {
        // With and without the proxy taking the path away.
        let page = get_under(below(), &format!("/shirabe{uri}"), &[]).await;
        assert_eq!(page.status, 200, "{uri}");
        assert_eq!(get_under(below(), uri, &[]).await.body, page.body, "{uri}");
        for attribute in ["href=\"", "src=\"", "action=\""] {
            for address in page.body.split(attribute).skip(1) {
                let address = address.split('"').next().unwrap();
                let is_below = address.starts_with("/shirabe/");
                assert!(is_below || !address.starts_with('/'), "{uri}: {attribute}{address}");
            }
        }
        assert!(page.body.contains("data-base=\"/shirabe\""), "{uri}");
        let style = page.body.split('"').find(|part| part.ends_with("site.css")).unwrap();
        assert_eq!(get_under(below(), style, &[]).await.status, 200);
    }
}

#[tokio::test]
async fn below_a_path_data_and_redirects_lead_below_it() {
    let found =
        get_under(below(), "/shirabe/api/v1/search?q=%E5%89%B5%E8%96%AC&limit=1", &[]).await;
    let address = found.json()["items"][0]["url"].as_str().unwrap().to_owned();
    assert!(address.starts_with("/shirabe/d/"), "{address}");
    assert!(found.header("link").starts_with("<https://x.example/shirabe/api/v1/search?"));
    let moved = get_under(below(), "/shirabe/search/?q=a", &[]).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (308, "/shirabe/search?q=a"));
    let feed = get_under(below(), "/shirabe/feed.atom", &[]).await;
    assert!(feed.body.contains("https://x.example/shirabe/d/"), "{}", feed.body);
}

#[tokio::test]
async fn a_site_with_names_is_asked_under_them_only() {
    let hosts = Some(vec!["shirabe.example".to_owned()]);
    let ask = async |host: &str| {
        let config = Config { hosts: hosts.clone(), ..config() };
        get_under(config, "/api/v1/documents", &[("host", host)]).await
    };
    for host in
        ["shirabe.example", "Shirabe.Example:8080", "localhost:80", "127.0.0.1:8080", "[::1]:80"]
    {
        assert_eq!(ask(host).await.status, 200, "{host}");
    }
    let rebound = ask("rebind.evil.example").await;
    assert_eq!((rebound.status.as_u16(), &rebound.json()["code"]), (421, &"misdirected".into()));
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    let config = Config { rate_limit: NonZeroU32::new(1), trusts_proxy: true, ..config() };
    let app = shirabe_web::app(library(), config);
    let ask = async |client: &str, uri: &str| {
        let request = axum::http::Request::get(uri).header("x-forwarded-for", client);
        let request = request.body(axum::body::Body::empty()).unwrap();
        tower::ServiceExt::oneshot(app.clone(), request).await.unwrap()
    };
    assert_eq!(ask("192.0.2.1", "/help").await.status(), 200);
    let refused = ask("192.0.2.1", "/help").await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(ask("192.0.2.2", "/help").await.status(), 200);
    assert_eq!(ask("192.0.2.1", "/healthz").await.status(), 200);
}

#[tokio::test]
async fn metrics_can_stand_apart() {
    let apart = Config { metrics_are_apart: true, ..config() };
    assert_eq!(get_under(apart.clone(), "/metrics", &[]).await.status, 404);
    let (_, watched) = shirabe_web::apps(library(), apart);
    let request = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(watched, request).await.unwrap();
    assert_eq!(answer.status(), 200);
}

/// As `promtool check metrics` asks: each has its help and type, and counters end in `_total`.
#[tokio::test]
async fn every_metric_says_what_it_is() {
    let text = get("/metrics").await.body;
    let mut described = Vec::new();
    for line in text.lines() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["#", "HELP", name, ..] => described.push((*name).to_owned()),
            ["#", "TYPE", name, kind] => {
                assert_eq!(described.last().map(String::as_str), Some(*name));
                assert_eq!(*kind == "counter", name.ends_with("_total"), "{line}");
            }
            _ => {
                let name = line.split(['{', ' ']).next().unwrap();
                let known = described.last().unwrap();
                assert!(name.starts_with(known.as_str()), "{line} stands under {known}");
            }
        }
    }
    for name in
        ["shirabe_index_generation 1", "shirabe_lane_waiting{lane=\"long\"} 0", "process_open_fds "]
    {
        assert!(text.contains(name), "{name} is missing in {text}");
    }
}

#[tokio::test]
async fn the_page_for_assistants_names_every_tool() {
    let page = get("/assistants").await.outline();
    for part in ["https://shirabe.example/mcp", "list_documents", "引用を照合する", "--allow-host"]
    {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}
