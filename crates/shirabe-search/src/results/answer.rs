//! What is answered: [`SearchResults`] and its parts. Ranges are in Unicode scalars unless named otherwise.

use std::ops::Range;

use shirabe_document::Page;

use crate::request::{FacetField, Mode, Step};

/// The answer to one [`crate::SearchRequest`].
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// How the query was read.
    pub query: QueryReading,
    /// Exact counts.
    pub counts: Counts,
    /// The facets that were asked for.
    pub facets: Vec<(FacetField, Vec<FacetValue>)>,
    /// The results of this page.
    pub items: Vec<SectionHit>,
    /// Where the next page starts, if there is one.
    pub next_offset: Option<usize>,
    /// Which generation answered.
    pub index: IndexInfo,
    /// How many sections lack one of the words and are shown behind those that have all of them.
    pub n_partial: usize,
    /// Whether a part of the query was not searched for, so that nothing found says nothing.
    pub is_refused: bool,
    /// What the reader may have meant, where a phrase finds little.
    pub did_you_mean: Vec<Relaxation>,
    /// What was searched and what could be tried, when nothing was found.
    pub absence: Option<Absence>,
}

/// How the query was read.
#[derive(Clone, Debug, Default)]
pub struct QueryReading {
    /// As typed.
    pub raw: String,
    /// In canonical form.
    pub parsed: String,
    /// What could not be read as meant, and where.
    pub notes: Vec<QueryNote>,
    /// The alternative spellings that were searched.
    pub expansions: Vec<ExpansionReading>,
}

/// One remark on the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryNote {
    /// In Japanese.
    pub message: String,
    /// Where in the raw query.
    pub position_chars: usize,
}

/// One part of the query and its alternative spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionReading {
    /// The part of the query that is expanded.
    pub term: String,
    /// The rule's name, for programs.
    pub rule: &'static str,
    /// The rule's name, for readers.
    pub rule_label: &'static str,
    /// The alternatives.
    pub alternatives: Vec<AlternativeReading>,
}

/// One alternative spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeReading {
    /// The spelling that was searched.
    pub text: String,
    /// How often the query in this spelling stands in the corpus.
    pub n_hits: usize,
    /// Whether it takes part.
    pub on: bool,
    /// Where an abbreviation is defined: document, section, paragraph ids.
    pub defined_at: Option<(String, String, String)>,
}

/// Exact counts of the whole answer, not of this page. `by_step` counts sections in which the step
/// finds something; a section may count in several steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Verified occurrences.
    pub hits: usize,
    /// Sections.
    pub sections: usize,
    /// Documents.
    pub documents: usize,
    /// 完全一致
    pub exact: usize,
    /// 表記ゆれ
    pub variant: usize,
    /// 語の組合せ
    pub word: usize,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// What a reader sees, where it differs (a document's title).
    pub label: String,
    /// Matching sections that have it.
    pub n_sections: usize,
}

/// What a result says of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSummary {
    /// The document's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 発行日 as `2025-02-21`, or empty.
    pub issued: String,
    /// 種別
    pub kind: String,
    /// How many sections it has.
    pub n_sections: usize,
}

/// A section's place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankedSection {
    /// The document's number; see [`crate::Snapshot::document_id`].
    pub document: u64,
    /// The section's place in its document, from 0.
    pub order: u64,
    /// The rank's score; comparable within one answer only.
    pub score: f32,
}

/// One section that answers the query.
#[derive(Clone, Debug)]
pub struct SectionHit {
    /// Its document.
    pub document: DocumentSummary,
    /// The section's id, such as `s12`.
    pub section_id: String,
    /// The section's heading.
    pub heading: String,
    /// The headings above it, outermost first.
    pub path: Vec<String>,
    /// First and last page.
    pub pages: Option<(Page, Page)>,
    /// `/d/{doc}/{section}`
    pub url: String,
    /// The rank's score; comparable within one answer only.
    pub score: f32,
    /// The best step that found it.
    pub step: Step,
    /// The words of the query that the section lacks; empty for all that [`Counts`] counts.
    pub missing: Vec<String>,
    /// The parts to show.
    pub snippets: Vec<Snippet>,
    /// The verified occurrences, in text order; at most 100.
    pub hits: Vec<Hit>,
    /// How many occurrences there are in all.
    pub n_hits: usize,
    /// The signals of the score, when asked for.
    pub explanation: Vec<(&'static str, f32)>,
}

/// One part of a section, with marked ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Text, without markup; `…` is never part of it.
    pub text: String,
    /// Marked ranges of `text`.
    pub marks: Vec<Range<usize>>,
    /// The paragraph in which it starts.
    pub paragraph: String,
    /// Whether text before it in the same paragraph was left out.
    pub starts_inside: bool,
    /// Whether text after it in the same paragraph was left out.
    pub ends_inside: bool,
}

/// One verified occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which step found it.
    pub step: Step,
    /// The searched wording that stands here (the query's, or the alternative's).
    pub matched: String,
    /// The rule of the alternative.
    pub rule: Option<&'static str>,
    /// The paragraph's id.
    pub paragraph: String,
    /// The paragraph's page.
    pub page: Option<Page>,
    /// Where in the section's text.
    pub chars: Range<usize>,
    /// The same in UTF-16 units.
    pub utf16: Range<usize>,
    /// Context before.
    pub before: String,
    /// The text that was found, as it stands.
    pub text: String,
    /// Context after.
    pub after: String,
    /// Permalink of the paragraph.
    pub url: String,
}

/// Which generation answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexInfo {
    /// The generation's number.
    pub generation: u64,
    /// What the index was made with.
    pub fingerprint: String,
    /// When it was built, RFC 3339.
    pub built: String,
}

/// Grounds for 「この文言は確認できない」.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// Documents searched.
    pub documents: usize,
    /// Sections searched.
    pub sections: usize,
    /// Pages searched, where documents have pages.
    pub pages: usize,
    /// Characters searched.
    pub chars: usize,
    /// Pages without reliable text.
    pub unreadable_pages: usize,
    /// Weaker forms of the query and how many sections each finds.
    pub relaxations: Vec<Relaxation>,
}

/// A query that could be tried instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What is given up, in Japanese.
    pub label: String,
    /// The query to type.
    pub query: String,
    /// How many sections it finds.
    pub n_sections: usize,
    /// Up to which step it searches.
    pub mode: Mode,
    /// Whether it still distinguishes notation.
    pub strict: bool,
    /// Whether it keeps the conditions beside the query.
    pub keeps_filters: bool,
}
