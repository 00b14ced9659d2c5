//! The results themselves.

use shirabe_search::{SectionHit, Snippet, Step};

use crate::citation_views::context_object;
use crate::highlighting::{Segment, evenly_highlighted_segments};
use crate::origin::Origin;
use crate::pages::wording;
use crate::params::SearchParams;
use crate::url;

/// Headings above a section that its result shows; the section's page shows all.
const N_HEADINGS: usize = 2;

/// One result.
pub(super) struct ItemView {
    pub number: usize,
    pub url: String,
    pub first_hit_url: Option<String>,
    pub cite_url: String,
    pub heading: String,
    /// The document's title and the nearest headings above, outermost first.
    pub path: Vec<String>,
    pub snippets: Vec<SnippetView>,
    /// The words of the query that the section lacks.
    pub lacking: Vec<String>,
    pub step: &'static str,
    pub step_class: &'static str,
    /// Issuer, date and pages, as far as they are known.
    pub meta: Vec<String>,
    pub n_hits: String,
    /// The signals of the score, when asked for.
    pub explanation: Vec<(&'static str, String)>,
    /// For reference managers.
    pub context_object: String,
}

/// A part of the section.
pub(super) struct SnippetView {
    pub segments: Vec<Segment>,
    pub starts_inside: bool,
    pub ends_inside: bool,
}

/// Results that answer in the same way, one after another.
pub(super) struct GroupView {
    /// What they have in common.
    pub heading: &'static str,
    /// The number of the first.
    pub first: usize,
    pub items: Vec<ItemView>,
}

/// The results of this page, numbered from `first`: those with the wording, those with its words apart,
/// and those that lack a word, in the order in which they come.
pub(super) fn groups(
    hits: Vec<SectionHit>,
    first: usize,
    params: &SearchParams,
    origin: &Origin,
) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for (hit, number) in hits.into_iter().zip(first..) {
        let heading = group_heading(&hit, params.across);
        let item = item(hit, number, &params.q, origin);
        match groups.last_mut() {
            Some(last) if last.heading == heading => last.items.push(item),
            _ => groups.push(GroupView { heading, first: number, items: vec![item] }),
        }
    }
    groups
}

fn group_heading(hit: &SectionHit, lists_across: bool) -> &'static str {
    match hit.step {
        _ if lists_across => "段落などの境をまたぐ並びがある節",
        _ if !hit.missing.is_empty() => "一部の語を含まない節",
        Step::Word => "語が離れて現れる節",
        Step::Exact | Step::Variant => "文言を含む節",
    }
}

fn item(hit: SectionHit, number: usize, query: &str, origin: &Origin) -> ItemView {
    let context_object = context_object(&hit, origin);
    let url = url::section_with_hits(&hit.url, query);
    let mut meta = vec![hit.document.issuer, wording::date(&hit.document.issued)];
    meta.extend(wording::pages(hit.pages.as_ref()));
    meta.retain(|part| !part.is_empty());
    let explanation = hit.explanation.into_iter();
    ItemView {
        number,
        context_object,
        first_hit_url: (hit.n_hits > 0).then(|| format!("{url}#hit-1")),
        cite_url: format!("{url}#cite-text"),
        url,
        heading: hit.heading,
        path: path(hit.document.title, hit.path),
        snippets: hit.snippets.iter().map(|snippet| snippet_view(snippet, hit.step)).collect(),
        lacking: hit.missing,
        step: wording::step(hit.step),
        step_class: step_class(hit.step),
        meta,
        n_hits: wording::number(hit.n_hits),
        explanation: explanation.map(|(name, value)| (name, format!("{value:.3}"))).collect(),
    }
}

/// The document's title and the nearest headings above; deep outlines would fill the page.
fn path(title: String, mut headings: Vec<String>) -> Vec<String> {
    let nearest = headings.split_off(headings.len().saturating_sub(N_HEADINGS));
    let left_out = (!headings.is_empty()).then(|| "…".to_owned());
    std::iter::once(title).chain(left_out).chain(nearest).collect()
}

fn snippet_view(snippet: &Snippet, step: Step) -> SnippetView {
    SnippetView {
        segments: evenly_highlighted_segments(&snippet.text, &snippet.marks, step),
        starts_inside: snippet.starts_inside,
        ends_inside: snippet.ends_inside,
    }
}

fn step_class(step: Step) -> &'static str {
    match step {
        Step::Exact => "exact",
        Step::Variant => "variant",
        Step::Word => "word",
    }
}
