//! What machines of others read: Atom feeds, OpenSearch, sitemap, robots.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use shirabe_search::DocumentSummary;
use shirabe_site::error::WebError;
use shirabe_site::format::json;
use shirabe_site::lanes::Lane;
use shirabe_site::origin::Origin;
use shirabe_site::params::SearchParams;
use shirabe_site::{Site, url};
use shirabe_wording::FoundSection;

use crate::render::xml;

/// Entries of a feed.
const N_ENTRIES: usize = 50;
/// The most addresses that one sitemap may hold (sitemaps.org).
const N_ADDRESSES: usize = 50_000;
const N_SUGGESTIONS: usize = 10;

#[derive(Template)]
#[template(path = "feed.xml")]
struct FeedView {
    id: String,
    title: String,
    page: String,
    updated: String,
    entries: Vec<EntryView>,
}

struct EntryView {
    url: String,
    title: String,
    updated: String,
    author: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "opensearch.xml")]
struct OpenSearchView {
    search: String,
    suggest: String,
    icon: String,
    itself: String,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct SitemapView {
    addresses: Vec<String>,
}

/// A feed before it is written as Atom or JSON.
struct Feed {
    /// Where it lives, without its ending.
    address: String,
    query: String,
    title: String,
    page: String,
    built: String,
    entries: Vec<EntryView>,
}

/// `GET /feed.atom`: the documents that came in last.
pub(crate) async fn documents(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    Ok(documents_feed(&site, &origin).await?.atom(&origin))
}

/// `GET /feed.json`: the same as JSON Feed.
pub(crate) async fn documents_json(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    Ok(documents_feed(&site, &origin).await?.json(&origin))
}

/// `GET /search.atom`: the sections with a wording that came in last. Each comes once: its time is when it
/// first came into the corpus, whatever is read again.
pub(crate) async fn search(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    Ok(search_feed(&site, &origin, params).await?.atom(&origin))
}

/// `GET /search-feed.json`: the same as JSON Feed.
pub(crate) async fn search_json(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    Ok(search_feed(&site, &origin, params).await?.json(&origin))
}

async fn documents_feed(site: &Site, origin: &Origin) -> Result<Feed, WebError> {
    let asked = site
        .ask(|generation| Ok((generation.info().built, generation.newest_documents(N_ENTRIES)?)));
    let (built, newest) = asked.await?;
    let entry = |(document, seen): (DocumentSummary, Option<String>)| EntryView {
        url: origin.join(&url::document(&document.id)),
        updated: seen.unwrap_or_else(|| built.clone()),
        summary: format!("{}節", document.n_sections),
        title: document.title,
        author: document.issuer,
    };
    Ok(Feed {
        address: "/feed".to_owned(),
        query: String::new(),
        title: "Shirabe：新しい文書".to_owned(),
        page: origin.join("/"),
        entries: newest.into_iter().map(entry).collect(),
        built,
    })
}

async fn search_feed(site: &Site, origin: &Origin, params: SearchParams) -> Result<Feed, WebError> {
    params.require_query()?;
    let request = params.request();
    let asked = site.ask_in(Lane::of(&request), move |generation| {
        Ok((generation.info().built, generation.newest_sections(&request, N_ENTRIES)?))
    });
    let (built, newest) = asked.await?;
    let entry = |found: FoundSection| EntryView {
        url: origin.join(&url::section(&found.document.id, &found.section)),
        title: format!("{}（{}）", found.heading, found.document.title),
        updated: found.first_seen.unwrap_or_else(|| built.clone()),
        author: found.document.issuer,
        summary: found.sentence,
    };
    Ok(Feed {
        address: "/search".to_owned(),
        query: format!("?{}", params.query_string()),
        title: format!("Shirabe：「{}」の検索結果", params.q.trim()),
        page: origin.join(&params.url()),
        entries: newest.into_iter().map(entry).collect(),
        built,
    })
}

impl Feed {
    fn atom(self, origin: &Origin) -> Response {
        let newest = self.entries.first().map(|entry| entry.updated.clone());
        xml(
            "application/atom+xml; charset=utf-8",
            &FeedView {
                id: origin.join(&format!("{}.atom{}", self.address, self.query)),
                title: self.title,
                page: self.page,
                updated: newest.unwrap_or(self.built),
                entries: self.entries,
            },
        )
    }

    /// JSON Feed 1.1 (jsonfeed.org).
    fn json(self, origin: &Origin) -> Response {
        let ending = if self.query.is_empty() { ".json" } else { "-feed.json" };
        let item = |entry: EntryView| {
            json!({
                "id": entry.url, "url": entry.url, "title": entry.title,
                "content_text": entry.summary, "date_published": entry.updated,
                "authors": [{ "name": entry.author }],
            })
        };
        let body = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.page,
            "feed_url": origin.join(&format!("{}{ending}{}", self.address, self.query)),
            "language": "ja",
            "items": self.entries.into_iter().map(item).collect::<Vec<_>>(),
        });
        json("application/feed+json", &body)
    }
}

/// `GET /opensearch.xml`
pub(crate) async fn opensearch(origin: Origin) -> Response {
    let icon = &crate::assets::Assets::get().icon.address;
    xml(
        "application/opensearchdescription+xml; charset=utf-8",
        &OpenSearchView {
            search: origin.join("/search?q={searchTerms}"),
            suggest: origin.join("/opensearch/suggest?q={searchTerms}"),
            icon: origin.join(icon),
            itself: origin.join("/opensearch.xml"),
        },
    )
}

/// `GET /opensearch/suggest`: the array form that browsers ask for.
pub(crate) async fn suggest(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let query = params.q.clone();
    let asked = query.clone();
    let found = site.ask(move |generation| Ok(generation.suggest(&asked, N_SUGGESTIONS)?)).await?;
    let texts: Vec<String> = found.into_iter().map(|suggestion| suggestion.text).collect();
    Ok(json("application/x-suggestions+json", &(query, texts)))
}

/// `GET /sitemap.xml`: the pages that do not change with a query.
pub(crate) async fn sitemap(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let fixed = [
        "/",
        "/documents",
        "/help",
        "/about",
        "/about/quality",
        "/glossary",
        "/accessibility",
        "/api",
        "/assistants",
    ];
    // Made where it keeps no connection waiting: 11,000 addresses take milliseconds.
    site.ask(move |generation| {
        let documents = generation.documents()?;
        let documents = documents.iter().map(|document| url::document(&document.id));
        let paths = fixed.into_iter().map(str::to_owned).chain(documents).take(N_ADDRESSES);
        let addresses = paths.map(|path| origin.join(&path)).collect();
        Ok(xml("application/xml; charset=utf-8", &SitemapView { addresses }))
    })
    .await
}

/// `GET /robots.txt`
pub(crate) async fn robots(origin: Origin) -> String {
    let sitemap = origin.join("/sitemap.xml");
    format!(
        "User-agent: *\nDisallow: /search\nDisallow: /concordance\nDisallow: /api/v1/\n\nSitemap: {sitemap}\n"
    )
}
