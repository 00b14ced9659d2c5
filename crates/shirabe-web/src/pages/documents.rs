//! `/documents`: every document, by issuer, fiscal year, kind and title.
//!
//! The numbers beside a value say how many documents there are under all conditions but those of its own
//! kind, so that each value leads somewhere.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_document::Date;
use shirabe_search::{DocumentSummary, FacetField};
use shirabe_site::catalogue::{Catalogue, Entry, Row, comparable};
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::params::DocumentsParams;
use shirabe_site::{Site, wording};

use crate::pages::frame::{FrameView, printed};
use crate::pages::home::DocumentView;
use crate::pages::pager::PagerView;
use crate::render::html;

const PATH: &str = "/documents";
/// Documents on one page, as the house asks for.
const N_ON_A_PAGE: usize = 50;
/// Values that are shown without unfolding: what fits beside a page of documents.
const N_VALUES: usize = 12;

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsView {
    frame: FrameView,
    status: String,
    title: String,
    /// What the form of the title carries along.
    hidden: Vec<(&'static str, String)>,
    rows: Vec<ValueView>,
    orders: Vec<ValueView>,
    facets: Vec<FacetView>,
    chips: Vec<(String, String)>,
    documents: Vec<DocumentView>,
    pager: Option<PagerView>,
}

/// One way to narrow the list, as a link; the one that is chosen leads back.
struct ValueView {
    label: String,
    count: String,
    url: String,
    is_current: bool,
}

struct FacetView {
    legend: &'static str,
    first: Vec<ValueView>,
    rest: Vec<ValueView>,
}

/// What a document can be refused by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    Facet(FacetField),
    Row,
}

/// `GET /documents`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: DocumentsParams,
) -> Result<Response, WebError> {
    let asked = Arc::clone(&site);
    // Counting thousands of documents takes milliseconds: it is done where it keeps no connection waiting.
    site.ask(move |generation| {
        let mut view = DocumentsView::of(&params, asked.catalogue(generation)?.as_ref());
        let address = origin.join(&params.url_with(PATH, |changed| changed.page = params.page));
        view.frame.printed = printed(&address, (asked.config.today)(), &generation.info());
        view.frame.canonical = Some(address);
        Ok(html(&view))
    })
    .await
}

impl DocumentsView {
    fn of(params: &DocumentsParams, catalogue: &Catalogue) -> DocumentsView {
        let words: Vec<String> = params.title.split_whitespace().map(comparable).collect();
        let wanted = |entry: &&Entry| entry.has_words(&words);
        let named: Vec<&Entry> = if params.by_title || params.row.is_some() {
            catalogue.titled().filter(wanted).collect()
        } else {
            catalogue.newest.iter().filter(wanted).collect()
        };
        let listed: Vec<&Entry> =
            named.iter().copied().filter(|entry| passes(params, entry, None)).collect();
        let n_pages = listed.len().div_ceil(N_ON_A_PAGE);
        let shown =
            listed.iter().skip((params.page - 1).saturating_mul(N_ON_A_PAGE)).take(N_ON_A_PAGE);
        let facets = [FacetField::Issuer, FacetField::FiscalYear, FacetField::Kind];
        DocumentsView {
            frame: FrameView {
                place: PATH,
                description:
                    "収録している文書を、発行機関、年度、種別及び題名の五十音から探せます。"
                        .to_owned(),
                ..FrameView::new("文書一覧")
            },
            status: status(listed.len(), catalogue.newest.len()),
            title: params.title.clone(),
            hidden: DocumentsParams { title: String::new(), page: 1, ..params.clone() }.pairs(),
            rows: rows(params, &named),
            orders: orders(params),
            facets: facets.map(|field| facet(params, &named, field)).into(),
            chips: chips(params),
            documents: shown.map(|entry| DocumentView::from(entry.document.clone())).collect(),
            pager: PagerView::of(params.page, n_pages, |page| {
                params.url_with(PATH, |changed| changed.page = page)
            }),
        }
    }
}

fn status(n_listed: usize, n_all: usize) -> String {
    let n = wording::number;
    match n_listed {
        0 => "この条件に合う文書はありません。".to_owned(),
        found if found == n_all => format!("{}文書", n(found)),
        found => format!("{}文書（収録{}文書のうち）", n(found), n(n_all)),
    }
}

/// The value of a document that a facet divides by.
fn value(document: &DocumentSummary, field: FacetField) -> Option<String> {
    let value = match field {
        FacetField::Issuer => document.issuer.clone(),
        FacetField::Kind => document.kind.clone(),
        FacetField::FiscalYear => document.issued.parse::<Date>().ok()?.fiscal_year().to_string(),
        FacetField::Document => document.id.clone(),
    };
    (!value.is_empty()).then_some(value)
}

/// Whether a document meets all conditions but one.
fn passes(params: &DocumentsParams, entry: &Entry, but: Option<Condition>) -> bool {
    let is_of_row = but == Some(Condition::Row) || params.row.is_none_or(|row| row == entry.row);
    let fields = [FacetField::Issuer, FacetField::FiscalYear, FacetField::Kind];
    is_of_row
        && fields.iter().filter(|field| but != Some(Condition::Facet(**field))).all(|field| {
            let chosen = params.conditions.chosen(*field);
            chosen.is_empty()
                || value(&entry.document, *field).is_some_and(|value| chosen.contains(&value))
        })
}

fn rows(params: &DocumentsParams, named: &[&Entry]) -> Vec<ValueView> {
    let mut counts = BTreeMap::<Row, usize>::new();
    for entry in named.iter().filter(|entry| passes(params, entry, Some(Condition::Row))) {
        *counts.entry(entry.row).or_default() += 1;
    }
    let view = |(row, n): (Row, usize)| {
        let is_current = params.row == Some(row);
        ValueView {
            label: row.label(),
            count: wording::number(n),
            url: params.url_with(PATH, |changed| changed.row = (!is_current).then_some(row)),
            is_current,
        }
    };
    counts.into_iter().map(view).collect()
}

fn orders(params: &DocumentsParams) -> Vec<ValueView> {
    let orders = [("新しい順", false), ("題名の五十音順", true)];
    let view = |(label, by_title): (&str, bool)| ValueView {
        label: label.to_owned(),
        count: String::new(),
        url: params.url_with(PATH, |changed| {
            changed.by_title = by_title;
            changed.row = changed.row.filter(|_| by_title);
        }),
        is_current: (params.by_title || params.row.is_some()) == by_title,
    };
    orders.map(view).into()
}

fn facet(params: &DocumentsParams, named: &[&Entry], field: FacetField) -> FacetView {
    let mut counts = BTreeMap::<String, usize>::new();
    for entry in named.iter().filter(|entry| passes(params, entry, Some(Condition::Facet(field)))) {
        if let Some(value) = value(&entry.document, field) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let chosen = params.conditions.chosen(field);
    let view = |(value, n): &(String, usize)| {
        let is_current = chosen.contains(value);
        ValueView {
            label: label(field, value),
            count: wording::number(*n),
            url: params.url_with(PATH, |changed| {
                changed.conditions.choose_only(field, (!is_current).then_some(value.as_str()));
            }),
            is_current,
        }
    };
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    if field == FacetField::FiscalYear {
        counts.reverse();
    } else {
        counts.sort_by_key(|(_, n)| Reverse(*n));
    }
    let (first, rest) = counts.split_at(counts.len().min(N_VALUES));
    let legend = wording::facet_name(field);
    FacetView {
        legend,
        first: first.iter().map(view).collect(),
        rest: rest.iter().map(view).collect(),
    }
}

fn label(field: FacetField, value: &str) -> String {
    match (field, value.parse().ok().and_then(wording::era_year)) {
        (FacetField::FiscalYear, Some(era)) => format!("{value}年度（{era}）"),
        (FacetField::FiscalYear, None) => format!("{value}年度"),
        _ => value.to_owned(),
    }
}

/// The conditions that hold, each with the address without it.
fn chips(params: &DocumentsParams) -> Vec<(String, String)> {
    let mut chips = Vec::new();
    for field in [FacetField::Issuer, FacetField::FiscalYear, FacetField::Kind] {
        for value in params.conditions.chosen(field) {
            let name = wording::facet_name(field);
            let url = params.url_with(PATH, |changed| changed.conditions.unchoose(field, &value));
            chips.push((format!("{name}：{}", label(field, &value)), url));
        }
    }
    if !params.title.is_empty() {
        let url = params.url_with(PATH, |changed| changed.title.clear());
        chips.push((format!("題名：{}", params.title), url));
    }
    if let Some(row) = params.row {
        let url = params.url_with(PATH, |changed| changed.row = None);
        chips.push((format!("題名の始まり：{}", row.label()), url));
    }
    chips
}
