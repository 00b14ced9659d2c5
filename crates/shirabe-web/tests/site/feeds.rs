//! What machines of others read.

use std::sync::Arc;

use crate::documents::document;
use crate::library::Real;
use crate::visit::{encode, get, get_from};

#[tokio::test]
async fn new_documents_come_as_a_feed() {
    let answer = get("/feed.atom").await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    insta::assert_snapshot!(answer.body, @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
    <id>https://shirabe.example/feed.atom</id>
    <title>Shirabe：新しい文書</title>
    <link rel="self" type="application/atom+xml" href="https://shirabe.example/feed.atom"/>
    <link rel="alternate" type="text/html" href="https://shirabe.example/"/>
    <updated>2026-01-01T00:00:00Z</updated>
    <generator>Shirabe</generator>

    <entry>
    <id>https://shirabe.example/d/amed-dai3ki-2026-02</id>
    <title>第3期でAMEDが目指すところ</title>
    <link href="https://shirabe.example/d/amed-dai3ki-2026-02"/>
    <updated>2026-01-01T00:00:00Z</updated>
    <author><name>文部科学省</name></author>
    <summary>1節</summary>
    </entry>

    <entry>
    <id>https://shirabe.example/d/mext-lifescience-2025-02</id>
    <title>ライフサイエンス政策の動向</title>
    <link href="https://shirabe.example/d/mext-lifescience-2025-02"/>
    <updated>2026-01-01T00:00:00Z</updated>
    <author><name>文部科学省</name></author>
    <summary>2節</summary>
    </entry>

    </feed>
    "#);
}

#[tokio::test]
async fn a_search_comes_as_a_feed() {
    let answer = get("/search.atom?q=%E5%89%B5%E8%96%AC").await;
    assert!(answer.body.contains("<id>https://shirabe.example/d/mext-lifescience-2025-02/s1</id>"));
    assert_eq!(get("/search.atom").await.status, 400);
    let json = get("/search-feed.json?q=%E5%89%B5%E8%96%AC").await.json();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"].as_array().unwrap().len(), answer.body.matches("<entry>").count());
    assert_eq!(get("/feed.json").await.json()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_browser_can_add_the_site_to_its_search_engines() {
    insta::assert_snapshot!(get("/opensearch.xml").await.body.lines().nth(7).unwrap(), @r#"<Url type="text/html" method="get" template="https://shirabe.example/search?q={searchTerms}"/>"#);
    let answer = get("/opensearch/suggest?q=%E7%A0%94%E7%A9%B6").await;
    insta::assert_snapshot!(answer.body, @r#"["研究",["研究力","日本医療研究開発機構","1. 研究力の低下","創薬研究"]]"#);
}

#[tokio::test]
async fn robots_find_the_documents_but_not_the_searches() {
    insta::assert_snapshot!(get("/robots.txt").await.body, @r"
    User-agent: *
    Disallow: /search
    Disallow: /concordance
    Disallow: /api/v1/

    Sitemap: https://shirabe.example/sitemap.xml
    ");
    let sitemap = get("/sitemap.xml").await.body;
    assert!(sitemap.contains("<loc>https://shirabe.example/d/amed-dai3ki-2026-02</loc>"));
}

/// What no document of XML may hold (XML 1.0, 2.1): an `&` that begins no reference, a `<` that begins no tag, a tag
/// that nothing opened or closed, a character that is none of XML's.
fn fault_of_xml(text: &str) -> Option<String> {
    let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(c) = text.chars().find(|c| !is_xml(*c)) {
        return Some(format!("{c:?}"));
    }
    for reference in text.split('&').skip(1) {
        let name = reference.split_once(';').map_or("", |(name, _)| name);
        let is_known = ["amp", "lt", "gt", "quot", "apos"].contains(&name);
        let number = name.strip_prefix('#').unwrap_or_default();
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        if !is_known && !is_number {
            return Some(format!("&{reference:.20}"));
        }
    }
    let mut open = Vec::new();
    for part in text.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { return Some(format!("<{part:.20}")) };
        let name = tag.split([' ', '\n', '/']).find(|name| !name.is_empty()).unwrap_or_default();
        let is_closed = if let Some(closed) = tag.strip_prefix('/') {
            open.pop() == Some(closed)
        } else {
            if !tag.ends_with(['/', '?']) {
                open.push(name);
            }
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?')
        };
        if !is_closed {
            return Some(format!("<{tag}>"));
        }
    }
    open.pop().map(|tag| format!("<{tag}> is not closed"))
}

#[test]
fn what_is_no_xml_is_seen() {
    assert_eq!(fault_of_xml("<?xml version='1.0'?>\n<a b='&lt;'><c/>&#62;</a>"), None);
    for text in ["<a>&</a>", "<a>&x;</a>", "<a><</a>", "<a><b></a>", "<a>", "</a>", "<a>\u{1}</a>"]
    {
        assert!(fault_of_xml(text).is_some(), "{text}");
    }
}

/// Whatever stands in a title, an issuer or a query, an XML parser reads the feed (XML 1.0, 2.2).
#[tokio::test]
async fn no_character_breaks_a_feed() {
    let odd: String =
        (0..=0x9f).chain([0xfffe, 0xffff, 0xfdd0, 0x1_ffff]).filter_map(char::from_u32).collect();
    let mut named = document("a", &odd, "# 節\n創薬の力。");
    named.metadata.issuer.clone_from(&odd);
    let library = Arc::new(Real::of(&[named]));
    for uri in [
        "/feed.atom".to_owned(),
        "/search.atom?q=%E5%89%B5%E8%96%AC".to_owned(),
        format!("/search.atom?q={}", encode(&odd)),
        format!("/unapi?id={}", encode(&odd)),
        "/sitemap.xml".to_owned(),
    ] {
        let answer = get_from(library.clone(), &uri, &[]).await;
        assert!([200, 300].contains(&answer.status.as_u16()), "{uri}: {}", answer.status);
        assert!(answer.header("content-type").contains("xml"), "{uri}");
        assert_eq!(fault_of_xml(&answer.body), None, "{uri}");
    }
}
