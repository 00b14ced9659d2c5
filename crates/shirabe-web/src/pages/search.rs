//! `/search`: the ladder, the results and what helps to go on from them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_search::{Counts, Mode, QueryNote, SearchResults, SectionHit, Step};

use crate::api;
use crate::error::WebError;
use crate::format::{html, prefers_json};
use crate::marked::{Segment, plain_segments};
use crate::pages::caret::CaretView;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::{PAGE_SIZE, SearchParams};
use crate::site::Site;
use crate::url;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: FrameView,
    heading: String,
    status: String,
    ladder: Vec<RungView>,
    notes: Vec<NoteView>,
    first: usize,
    items: Vec<ItemView>,
    pager: Option<PagerView>,
}

/// One step of the ladder with its count, as a link that narrows to it.
struct RungView {
    name: &'static str,
    n_sections: String,
    url: String,
    is_current: bool,
}

struct NoteView {
    message: String,
    caret: Option<CaretView>,
}

struct ItemView {
    number: usize,
    url: String,
    heading: String,
    path: String,
    snippets: Vec<SnippetView>,
    step: &'static str,
    step_class: &'static str,
    meta: String,
}

struct SnippetView {
    segments: Vec<Segment>,
    starts_inside: bool,
    ends_inside: bool,
}

struct PagerView {
    previous: Option<String>,
    pages: Vec<PageView>,
    next: Option<String>,
}

struct PageView {
    number: usize,
    url: String,
    is_current: bool,
}

/// `GET /search`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    params: SearchParams,
) -> Result<Response, WebError> {
    if prefers_json(&headers) {
        return api::search::answer(State(site), params).await;
    }
    if params.q.trim().is_empty() {
        return Ok(html(&SearchView::before_searching(&params)));
    }
    let request = params.request();
    let results = site.ask(move |generation| Ok(generation.search(&request)?)).await?;
    Ok(html(&SearchView::of(&params, results)))
}

impl SearchView {
    fn before_searching(params: &SearchParams) -> SearchView {
        SearchView {
            frame: FrameView { has_hint: true, ..frame("検索", params) },
            heading: "検索".to_owned(),
            status: "検索語を入力してください。".to_owned(),
            ladder: Vec::new(),
            notes: Vec::new(),
            first: 1,
            items: Vec::new(),
            pager: None,
        }
    }

    fn of(params: &SearchParams, results: SearchResults) -> SearchView {
        let n_sections = wording::number(results.counts.sections);
        let heading = format!("「{}」の検索結果", params.q.trim());
        let first = params.request().offset + 1;
        let numbered = results.items.into_iter().zip(first..);
        SearchView {
            frame: frame(&format!("{heading} {n_sections}件"), params),
            heading,
            status: status(&results.counts),
            ladder: ladder(params, &results.counts),
            notes: results.query.notes.into_iter().map(|note| note_view(note, &params.q)).collect(),
            first,
            items: numbered.map(|(hit, number)| ItemView::of(hit, number, &params.q)).collect(),
            pager: pager(params, results.counts.sections, results.next_offset.is_some()),
        }
    }
}

fn frame(title: &str, params: &SearchParams) -> FrameView {
    FrameView { hidden: params.choices(), ..FrameView::unlisted(title, &params.q) }
}

fn status(counts: &Counts) -> String {
    if counts.sections == 0 {
        return "見つかりませんでした。".to_owned();
    }
    format!(
        "{}件の節が見つかりました（{}文書、{}か所）。",
        wording::number(counts.sections),
        wording::number(counts.documents),
        wording::number(counts.hits)
    )
}

/// Every step includes those before it, so the last rung is the whole answer.
fn ladder(params: &SearchParams, counts: &Counts) -> Vec<RungView> {
    let rungs = [
        ("完全一致", Mode::Exact, counts.exact),
        ("表記ゆれ", Mode::Variant, counts.variant),
        ("語の組合せ", Mode::All, counts.word),
    ];
    let rungs = rungs.map(|(name, mode, n_sections)| RungView {
        name,
        n_sections: wording::number(n_sections),
        url: params.with(|params| params.mode = mode).url(),
        is_current: params.mode == mode || (params.mode == Mode::Word && mode == Mode::All),
    });
    rungs.into()
}

fn note_view(note: QueryNote, query: &str) -> NoteView {
    NoteView { message: note.message, caret: CaretView::at(query, note.position_chars) }
}

impl ItemView {
    fn of(hit: SectionHit, number: usize, query: &str) -> ItemView {
        let mut path = vec![hit.document.title];
        path.extend(hit.path);
        let mut meta = vec![hit.document.issuer, wording::date(&hit.document.issued)];
        meta.extend(wording::pages(hit.pages.as_ref()));
        meta.push(format!("該当{}か所", wording::number(hit.n_hits)));
        meta.retain(|part| !part.is_empty());
        let step = hit.step;
        ItemView {
            number,
            url: url::section_with_hits(&hit.url, query),
            heading: hit.heading,
            path: path.join(" › "),
            snippets: hit
                .snippets
                .into_iter()
                .map(|snippet| SnippetView {
                    segments: plain_segments(&snippet.text, &snippet.marks, Step::Exact),
                    starts_inside: snippet.starts_inside,
                    ends_inside: snippet.ends_inside,
                })
                .collect(),
            step: wording::step(step),
            step_class: step_class(step),
            meta: meta.join("・"),
        }
    }
}

fn step_class(step: Step) -> &'static str {
    match step {
        Step::Exact => "exact",
        Step::Variant => "variant",
        Step::Word => "word",
    }
}

/// Links to the pages around this one.
fn pager(params: &SearchParams, n_results: usize, has_next: bool) -> Option<PagerView> {
    let n_pages = n_results.div_ceil(PAGE_SIZE);
    if n_pages <= 1 && params.page == 1 {
        return None;
    }
    let url = |page| params.with(|params| params.page = page).url();
    let first = params.page.saturating_sub(3).max(1);
    let last = (params.page + 3).min(n_pages);
    let pages = (first..=last).map(|number| PageView {
        number,
        url: url(number),
        is_current: number == params.page,
    });
    Some(PagerView {
        previous: (params.page > 1).then(|| url(params.page - 1)),
        pages: pages.collect(),
        next: has_next.then(|| url(params.page + 1)),
    })
}
