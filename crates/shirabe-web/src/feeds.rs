//! What machines of others read: Atom feeds, OpenSearch, sitemap, robots.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_search::{DocumentSummary, Mode, SectionHit, Sort};

use crate::error::WebError;
use crate::format::{json, xml};
use crate::lanes::Lane;
use crate::origin::Origin;
use crate::params::SearchParams;
use crate::site::Site;
use crate::url;

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

/// `GET /feed.atom`: the newest documents.
pub(crate) async fn documents(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let (updated, newest) = site
        .ask(|generation| {
            let newest: Vec<_> = generation.documents()?.iter().take(N_ENTRIES).cloned().collect();
            Ok((generation.info().built, newest))
        })
        .await?;
    let entries = newest.into_iter().map(|document| document_entry(document, &origin, &updated));
    Ok(xml(
        "application/atom+xml; charset=utf-8",
        &FeedView {
            id: origin.join("/feed.atom"),
            title: "Shirabe：新しい文書".to_owned(),
            page: origin.join("/"),
            entries: entries.collect(),
            updated,
        },
    ))
}

/// `GET /search.atom`: what a search finds, newest documents first.
pub(crate) async fn search(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let mut request = params.request();
    (request.limit, request.offset, request.sort) = (N_ENTRIES, 0, Sort::IssuedDescending);
    if request.mode == Mode::All {
        request.mode = Mode::Variant;
    }
    let lane = Lane::of(&request);
    let results = site.ask_in(lane, move |generation| Ok(generation.search(&request)?)).await?;
    let updated = results.index.built;
    let entries = results.items.into_iter().map(|hit| section_entry(hit, &origin, &updated));
    Ok(xml(
        "application/atom+xml; charset=utf-8",
        &FeedView {
            id: origin.join(&format!("/search.atom?{}", params.query_string())),
            title: format!("Shirabe：「{}」の検索結果", params.q.trim()),
            page: origin.join(&params.url()),
            entries: entries.collect(),
            updated,
        },
    ))
}

fn document_entry(document: DocumentSummary, origin: &Origin, built: &str) -> EntryView {
    EntryView {
        url: origin.join(&url::document(&document.id)),
        updated: moment(&document.issued, built),
        summary: format!("{}節", document.n_sections),
        title: document.title,
        author: document.issuer,
    }
}

fn section_entry(hit: SectionHit, origin: &Origin, built: &str) -> EntryView {
    let texts = hit.snippets.into_iter().map(|snippet| snippet.text);
    EntryView {
        url: origin.join(&hit.url),
        title: format!("{}（{}）", hit.heading, hit.document.title),
        updated: moment(&hit.document.issued, built),
        author: hit.document.issuer,
        summary: texts.collect::<Vec<_>>().join(" … "),
    }
}

/// A whole day as RFC 3339, in Japan; a date that is not known to the day gives `built`.
fn moment(issued: &str, built: &str) -> String {
    if issued.len() == "2025-02-21".len() {
        format!("{issued}T00:00:00+09:00")
    } else {
        built.to_owned()
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
