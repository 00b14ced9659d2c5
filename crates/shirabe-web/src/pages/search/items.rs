//! The results themselves: sections, places or documents, with near-duplicates folded together.

use std::collections::BTreeSet;

use shirabe_search::{SearchResults, SectionHit, Snippet, Step, Unit};
use shirabe_site::citation_views::context_object;
use shirabe_site::origin::Origin;
use shirabe_site::params::SearchParams;
use shirabe_site::{url, wording};

use crate::highlighting::{Segment, evenly_highlighted_segments};

/// Headings above a section that its result shows; the section's page shows all.
const N_HEADINGS: usize = 2;
/// Sections of a document that are named below it.
const N_PARTS: usize = 5;
/// Two passages are nearly the same if so many of their pairs of characters agree (Dice), numbers aside.
/// Chosen by reading what was folded for ten queries over white papers and programme reviews: 17 of 19 folds
/// were the same paragraph of another year or programme, two were headings alone.
const LIKENESS: f64 = 0.8;
/// Hence the least length: longer than those headings.
const MIN_LIKE_PAIRS: usize = 30;

/// One result.
pub(super) struct ItemView {
    pub number: usize,
    pub url: String,
    pub first_hit_url: Option<String>,
    pub cite_url: String,
    /// The document's title; empty where the heading is the same.
    pub document: String,
    /// The section's heading; empty where the result is a document.
    pub heading: String,
    /// The nearest headings above, outermost first.
    pub path: Vec<String>,
    pub snippets: Vec<SnippetView>,
    /// The words of the query that the section lacks, each with the address of a search in which it is a
    /// condition, where the query names it as it is.
    pub lacking: Vec<(String, Option<String>)>,
    pub step: &'static str,
    pub step_class: &'static str,
    /// Issuer, date and pages, as far as they are known.
    pub meta: Vec<String>,
    pub n_hits: String,
    /// Of a document: its sections, and the address of all of them.
    pub parts: Vec<(String, String, String)>,
    pub all_parts: Option<(String, String)>,
    /// Results of this page that say nearly the same.
    pub alike: Vec<(String, String)>,
    /// The signals of the score, when asked for.
    pub explanation: Vec<(&'static str, String)>,
    /// For reference managers.
    pub context_object: String,
    id: String,
    pairs: BTreeSet<(char, char)>,
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
    pub items: Vec<ItemView>,
}

/// The results of this page, numbered from `first`: those with the wording, then those with its words,
/// all or some, in the order in which they come.
pub(super) fn groups(
    hits: Vec<SectionHit>,
    first: usize,
    params: &SearchParams,
    origin: &Origin,
) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for (hit, number) in hits.into_iter().zip(first..) {
        let heading = group_heading(&hit, params);
        let item = item(hit, number, params, origin);
        match groups.last_mut() {
            Some(last) if last.heading == heading => last.add(item, params.unit),
            _ => groups.push(GroupView { heading, items: vec![item] }),
        }
    }
    groups
}

impl GroupView {
    /// Puts a result at the end, or into an earlier one of another document that says nearly the same.
    fn add(&mut self, item: ItemView, unit: Unit) {
        let alike = |known: &&mut ItemView| {
            unit == Unit::Section && known.id != item.id && are_alike(&known.pairs, &item.pairs)
        };
        match self.items.iter_mut().find(alike) {
            Some(known) => {
                let name =
                    [item.document, item.heading, item.meta.get(1).cloned().unwrap_or_default()];
                let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
                known.alike.push((format!("{}. {}", item.number, name.join("、")), item.url));
            }
            None => self.items.push(item),
        }
    }
}

/// The pairs of neighbouring characters of a passage; digits count as one, so that a year or an amount
/// makes no difference.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let visible = text.chars().filter(|c| !c.is_whitespace());
    let chars: Vec<char> = visible.map(|c| if c.is_numeric() { '0' } else { c }).collect();
    chars.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

fn are_alike(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> bool {
    let n_common = a.intersection(b).count();
    a.len().min(b.len()) >= MIN_LIKE_PAIRS
        && 2.0 * n_common as f64 >= LIKENESS * (a.len() + b.len()) as f64
}

fn group_heading(hit: &SectionHit, params: &SearchParams) -> &'static str {
    match (hit.step, params.unit) {
        _ if params.across => "段落などの境をまたぐ並びがある節",
        (Step::Word, Unit::Document) => "語の組合せによる文書",
        (Step::Word, _) => "語の組合せによる節",
        (_, Unit::Document) if hit.n_hits == 0 => "条件に合う文書",
        _ if hit.n_hits == 0 => "条件に合う節",
        (_, Unit::Hit) => "文言が現れる箇所",
        (_, Unit::Section) => "文言を含む節",
        (_, Unit::Document) => "文言を含む文書",
    }
}

fn item(hit: SectionHit, number: usize, params: &SearchParams, origin: &Origin) -> ItemView {
    let context_object = context_object(&hit, origin);
    let url = params.carried_to(&hit.url);
    let mut meta = vec![hit.document.issuer, wording::date(&hit.document.issued)];
    meta.extend(wording::pages(hit.pages.as_ref()).filter(|_| params.unit != Unit::Document));
    meta.retain(|part| !part.is_empty());
    let explanation = hit.explanation.into_iter();
    let paragraph = hit.hits.first().map(|first| first.paragraph.clone());
    let place = match (&paragraph, params.unit) {
        (Some(paragraph), Unit::Hit) => format!("{url}#{paragraph}"),
        _ => format!("{url}#hit-1"),
    };
    let is_document = params.unit == Unit::Document;
    ItemView {
        number,
        context_object,
        first_hit_url: (hit.n_hits > 0 && !is_document).then_some(place),
        cite_url: match paragraph {
            Some(paragraph) if !is_document => {
                format!("{url}&p={}#cite-text", paragraph.trim_start_matches('p'))
            }
            _ => format!("{url}#cite-text"),
        },
        url: if is_document { params.carried_to(&url::document(&hit.document.id)) } else { url },
        document: if hit.heading == hit.document.title && !is_document {
            String::new()
        } else {
            hit.document.title
        },
        heading: if is_document { String::new() } else { hit.heading },
        path: if is_document { Vec::new() } else { path(hit.path) },
        pairs: hit.snippets.first().map(|snippet| pairs(&snippet.text)).unwrap_or_default(),
        snippets: hit.snippets.iter().map(|snippet| snippet_view(snippet, hit.step)).collect(),
        lacking: hit.missing.into_iter().map(|word| lacking_word(word, params)).collect(),
        step: wording::step(hit.step),
        step_class: step_class(hit.step),
        meta,
        n_hits: wording::number(hit.n_hits),
        parts: Vec::new(),
        all_parts: None,
        alike: Vec::new(),
        explanation: explanation.map(|(name, value)| (name, format!("{value:.3}"))).collect(),
        id: hit.document.id,
    }
}

fn lacking_word(word: String, params: &SearchParams) -> (String, Option<String>) {
    let query = with_condition(&params.q, &word);
    let url = query.map(|query| params.with(|params| params.q = query).url());
    (word, url)
}

/// The query in which a word of it must stand: the run that it is in quotation marks, else beside the rest.
fn with_condition(query: &str, word: &str) -> Option<String> {
    let is_named = query.contains(word) && !word.contains(['"', '“', '”', '「', '」']);
    if !is_named {
        return None;
    }
    let required = format!("\"{word}\"");
    let mut runs: Vec<&str> = query.split_whitespace().collect();
    match runs.iter_mut().find(|run| **run == word) {
        Some(run) => *run = &required,
        None => runs.push(&required),
    }
    Some(runs.join(" "))
}

/// Names below each document the sections that were found in it.
pub(super) fn name_parts(groups: &mut [GroupView], parts: &SearchResults, params: &SearchParams) {
    let counts = parts.facets.iter().flat_map(|facet| &facet.values);
    let counts: Vec<_> = counts.map(|value| (value.value.as_str(), value.n_sections)).collect();
    for item in groups.iter_mut().flat_map(|group| &mut group.items) {
        let own = parts.items.iter().filter(|hit| hit.document.id == item.id).take(N_PARTS);
        let own = own.map(|hit| {
            let n_hits = (hit.n_hits > 0).then(|| format!("{}か所", wording::number(hit.n_hits)));
            (hit.heading.clone(), params.carried_to(&hit.url), n_hits.unwrap_or_default())
        });
        item.parts = own.collect();
        let n_sections = counts.iter().find(|(id, _)| *id == item.id).map(|(_, n)| *n);
        item.all_parts = n_sections.map(|n| {
            let all = params.with(|params| {
                params.documents = vec![item.id.clone()];
                params.unit = Unit::Section;
            });
            (format!("この文書の該当する{}節をすべて見る", wording::number(n)), all.url())
        });
    }
}

/// The nearest headings above; deep outlines would fill the page.
fn path(mut headings: Vec<String>) -> Vec<String> {
    let nearest = headings.split_off(headings.len().saturating_sub(N_HEADINGS));
    let left_out = (!headings.is_empty()).then(|| "…".to_owned());
    left_out.into_iter().chain(nearest).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_section_lacks_can_be_made_a_condition() {
        let required = |query, word| with_condition(query, word).unwrap_or_default();
        assert_eq!(required("研究力 創薬　AI", "創薬"), "研究力 \"創薬\" AI");
        assert_eq!(required("卵は何色ですか", "色"), "卵は何色ですか \"色\"");
        // The dictionary's form of a word need not stand in the query.
        assert_eq!(with_condition("ご進物品承り票", "承る"), None);
    }

    #[test]
    fn the_paragraph_of_another_year_is_alike_and_another_one_is_not() {
        let of = |year: &str| {
            pairs(&format!("我が国の研究力の低下が指摘されて久しい。令和{year}年度も同様である。"))
        };
        assert!(are_alike(&of("5"), &of("6")));
        assert!(!are_alike(&of("5"), &pairs("我が国の研究力を支える人材の育成について述べる。")));
        assert!(!are_alike(&pairs("研究力"), &pairs("研究力")));
    }
}
