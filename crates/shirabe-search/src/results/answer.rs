//! What is answered: [`SearchResults`] and its parts. Ranges are in Unicode scalars unless named otherwise.

use std::ops::Range;

use shirabe_document::Page;
use shirabe_index::DocumentOverview;
use shirabe_plan::notes::{QueryNote, ReadAsWords};
use shirabe_plan::request::{FacetField, Mode, Step};

use crate::by_step::ByStep;
use crate::results::highlighting::Mark;

/// The answer to one [`crate::SearchRequest`].
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// How the query was read.
    pub query: QueryReading,
    /// Exact counts.
    pub counts: Counts,
    /// The facets that were asked for: of the sections that [`Counts`] counts first, or of those that
    /// have the words alone where these are listed by themselves or the wording stands nowhere.
    pub facets: Vec<Facet>,
    /// The results of this page.
    pub items: Vec<SectionHit>,
    /// How many results of this page are missing from the items, because the index is damaged where they
    /// lie. They are counted.
    pub n_unreadable: usize,
    /// Where the next page starts, if there is one.
    pub next_offset: Option<usize>,
    /// Which generation answered.
    pub index: IndexInfo,
    /// How many documents that meet the query otherwise were left out by a condition on the date or
    /// the fiscal year because they have no date.
    pub n_undated: usize,
    /// Whether a part of the query was not searched for, so that nothing found says nothing.
    pub is_refused: bool,
    /// What the reader may have meant, where a phrase stands nowhere or in few sections.
    pub did_you_mean: Vec<Relaxation>,
    /// The documents whose title has what is asked for.
    pub titled: TitledDocuments,
    /// What was searched, where the wording stands nowhere, and what could be tried, where the words
    /// find nothing either.
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
    /// Why a query that stands nowhere was read as words from the start, if it was.
    pub read_as_words: Option<ReadAsWords>,
    /// Of each run that may also be found by its words: those words.
    pub words: Vec<WordsReading>,
}

/// The words that a run is looked for by, beside its wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsReading {
    /// Nouns as written, what is inflected in dictionary form; in the order of the run, each once.
    pub words: Vec<String>,
    /// How many of them a section must have.
    pub n_needed: usize,
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
    /// How often the query in this spelling stands in the sections that meet the conditions.
    pub n_hits: usize,
    /// Whether it takes part.
    pub on: bool,
    /// Where an abbreviation is defined: document, section, paragraph ids.
    pub defined_at: Option<(String, String, String)>,
}

/// Exact counts of the whole answer, not of this page. The first three are of the wording: what stands as
/// it was asked for, in that spelling or another; with [`Mode::Exact`] in that spelling alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Verified occurrences.
    pub hits: usize,
    /// Sections.
    pub sections: usize,
    /// Documents.
    pub documents: usize,
    /// What each step adds to those before it; the same for every mode.
    pub by_step: ByStep<StepCounts>,
    /// Occurrences that are a part of a Latin word or a number, in sections that meet the query with
    /// them; no other count has them. `part=1` counts them as found.
    pub inside_words: usize,
    /// Occurrences across the borders of blocks and cells, in sections that meet the query with them; no
    /// other count has them. `across=1` lists them.
    pub across: usize,
    /// The sections of those.
    pub across_sections: usize,
    /// The documents of those.
    pub across_documents: usize,
    /// What has some of the words of the runs that a space separates, but not all, and nowhere the
    /// wording; each item says which it lacks. Listed with [`Mode::All`], by its score.
    pub lacking: StepCounts,
    /// Of the sections, those without a date; counted where years are counted, apart from them.
    pub undated_sections: usize,
}

/// What one step adds to those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepCounts {
    /// Sections.
    pub sections: usize,
    /// Occurrences; always 0 of the word step, for words apart are no occurrence of the wording.
    pub hits: usize,
    /// Documents.
    pub documents: usize,
}

impl Counts {
    /// The counts of what the steps add, where `mode` is listed.
    pub(crate) fn of(by_step: ByStep<StepCounts>, mode: Mode) -> Counts {
        let (exact, variant) = (by_step.exact, by_step.variant);
        let others = if mode == Mode::Exact { StepCounts::default() } else { variant };
        Counts {
            hits: exact.hits + others.hits,
            sections: exact.sections + others.sections,
            documents: exact.documents + others.documents,
            by_step,
            ..Counts::default()
        }
    }

    /// How many sections and documents stand in the whole list of `mode`.
    pub fn listed(&self, mode: Mode) -> StepCounts {
        let word = self.by_step.word;
        match mode {
            Mode::Word => word,
            Mode::All => StepCounts {
                sections: self.sections + word.sections + self.lacking.sections,
                hits: self.hits,
                documents: self.documents + word.documents + self.lacking.documents,
            },
            Mode::Exact | Mode::Variant => {
                StepCounts { sections: self.sections, hits: self.hits, documents: self.documents }
            }
        }
    }
}

/// One facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What it divides by.
    pub field: FacetField,
    /// Its values, the most frequent first, and those that the request chose.
    pub values: Vec<FacetValue>,
    /// How many further values there are.
    pub n_more: usize,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// The title, of a document; otherwise empty.
    pub title: String,
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

impl From<DocumentOverview> for DocumentSummary {
    fn from(overview: DocumentOverview) -> DocumentSummary {
        DocumentSummary {
            id: overview.id.to_string(),
            title: overview.title,
            issuer: overview.issuer,
            issued: overview.issued.map(|date| date.to_string()).unwrap_or_default(),
            kind: overview.kind,
            n_sections: overview.n_sections,
        }
    }
}

/// Documents whose title has what is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitledDocuments {
    /// The wordings that each of the titles has.
    pub wordings: Vec<String>,
    /// How many there are.
    pub n_documents: usize,
    /// Those whose title is shortest; none where hundreds have it.
    pub named: Vec<DocumentSummary>,
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

/// What a search finds in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundInDocument {
    /// The sections that answer, by their place in the document from 0, each with how often the wording
    /// stands in it.
    pub sections: Vec<(usize, usize)>,
    /// Where the query stands in the section that was asked for: what the list of results counts there.
    pub marks: Vec<Mark>,
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
    /// The verified occurrences of the wording, in text order; at most 100. None where only the words
    /// stand: those are marked in the snippets.
    pub hits: Vec<Hit>,
    /// How many occurrences of the wording there are in all.
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
    /// Pages of which pictures take a quarter or more.
    pub picture_pages: usize,
    /// Attached files that were not read.
    pub attachments: usize,
    /// Weaker forms of the query and how many sections each finds.
    pub relaxations: Vec<Relaxation>,
}

/// A query that could be tried instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What is given up.
    pub kind: RelaxationKind,
    /// The query to type.
    pub query: String,
    /// How many sections have the wording that it asks for; with [`RelaxationKind::Words`] how many have
    /// the words.
    pub n_sections: usize,
    /// What is listed.
    pub mode: Mode,
    /// Whether it still distinguishes notation.
    pub strict: bool,
    /// Whether it keeps the conditions beside the query.
    pub keeps_filters: bool,
}

/// What a [`Relaxation`] gives up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelaxationKind {
    /// The conditions beside the query.
    Filters,
    /// That the words stand together.
    Words,
    /// The difference of notations.
    Notation,
    /// This part of the query.
    Part(String),
    /// Everything but this word.
    OnlyWord(String),
    /// What was typed, for what may have been meant.
    Meant,
}
