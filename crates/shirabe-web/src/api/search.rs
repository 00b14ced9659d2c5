//! `GET /api/v1/search`, in the shapes of the design: [`SearchBody`].

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use shirabe_search::{
    Absence, Counts, ExpansionReading, Facet, Hit, Links, QueryReading, ReadAsWords, Relaxation,
    SearchRequest, SearchResults, SectionHit, Snippet, StepCounts, WordsReading,
};
use utoipa::ToSchema;

use super::selectors::{SelectorBody, selectors};
use super::shapes::{DocumentBody, IndexBody, PageBody, pages, pair, step_name};
use crate::error::{Problems, WebError};
use crate::format::json;
use crate::pages::wording;
use crate::params::{FACETS, SearchParams, name_of};
use crate::site::Site;

/// `GET /api/v1/search` and `/search.json`
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    summary = "検索",
    params(SearchParams),
    responses(
        (status = 200, description = "検索結果", body = SearchBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let request = SearchRequest { links: Links::Words, ..params.request() };
    let results = site.ask(move |generation| Ok(generation.search(&request)?)).await?;
    Ok(json("application/json", &SearchBody::from(results)))
}

/// The body of `GET /api/v1/search` for `results`, for programs that do not ask over HTTP.
pub fn search_json(results: SearchResults) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&SearchBody::from(results))
}

#[derive(Serialize, ToSchema)]
struct SearchBody {
    query: QueryBody,
    counts: CountsBody,
    facets: BTreeMap<&'static str, Vec<FacetBody>>,
    /// How many further values a facet has that are not listed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    facets_more: BTreeMap<&'static str, usize>,
    items: Vec<ItemBody>,
    /// How many items behind the others lack one of the words; no count includes them.
    n_lacking: usize,
    /// How many documents a condition on the date or fiscal year left out because they have no date.
    n_undated: usize,
    next_offset: Option<usize>,
    index: IndexBody,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    did_you_mean: Vec<RelaxationBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<AbsenceBody>,
}

#[derive(Serialize, ToSchema)]
struct QueryBody {
    raw: String,
    parsed: String,
    /// Why a query that stands nowhere was read as words: `question` or `long_run`.
    read_as_words: Option<&'static str>,
    /// Of each run: the words by which sections of the word step are found, and how many they have.
    words: Vec<WordsBody>,
    notes: Vec<NoteBody>,
    expansions: Vec<ExpansionBody>,
}

#[derive(Serialize, ToSchema)]
struct WordsBody {
    words: Vec<String>,
    n_needed: usize,
}

#[derive(Serialize, ToSchema)]
struct NoteBody {
    message: String,
    position_chars: usize,
}

#[derive(Serialize, ToSchema)]
struct ExpansionBody {
    term: String,
    rule: &'static str,
    alternatives: Vec<AlternativeBody>,
}

#[derive(Serialize, ToSchema)]
struct AlternativeBody {
    text: String,
    n_hits: usize,
    on: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    defined_at: Option<PlaceBody>,
}

#[derive(Serialize, ToSchema)]
struct PlaceBody {
    document: String,
    section: String,
    paragraph: String,
}

/// `sections`, `hits` and `documents` are of the wording: in the query's spelling or another.
#[derive(Serialize, ToSchema)]
struct CountsBody {
    sections: usize,
    hits: usize,
    documents: usize,
    /// What each step adds to those before it; the same for every mode.
    by_step: StepsBody,
    /// Occurrences that are only a part of a Latin word or a number; in none of the other counts.
    /// `part=1` counts them as found.
    inside_words: usize,
    /// Occurrences across the borders of paragraphs, items or cells; in none of the other counts.
    /// `across=1` lists them.
    across: usize,
    /// The sections of those across borders.
    across_sections: usize,
    /// With `facet=fy`: sections without a date, which no year's value counts.
    #[serde(skip_serializing_if = "is_zero")]
    undated_sections: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[derive(Serialize, ToSchema)]
struct StepsBody {
    exact: StepBody,
    variant: StepBody,
    word: WordStepBody,
}

#[derive(Serialize, ToSchema)]
struct StepBody {
    sections: usize,
    hits: usize,
    documents: usize,
}

#[derive(Serialize, ToSchema)]
struct WordStepBody {
    sections: usize,
    documents: usize,
}

#[derive(Serialize, ToSchema)]
struct FacetBody {
    value: String,
    label: String,
    n_sections: usize,
}

#[derive(Serialize, ToSchema)]
struct ItemBody {
    document: DocumentBody,
    section: SectionBody,
    url: String,
    score: f32,
    step: &'static str,
    /// Words of the query that the section lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacking: Vec<String>,
    snippets: Vec<SnippetBody>,
    n_hits: usize,
    hits: Vec<HitBody>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    explanation: BTreeMap<&'static str, f32>,
}

#[derive(Serialize, ToSchema)]
struct SectionBody {
    id: String,
    heading: String,
    path: Vec<String>,
    pages: Option<[PageBody; 2]>,
}

#[derive(Serialize, ToSchema)]
struct SnippetBody {
    text: String,
    marks: Vec<[usize; 2]>,
    paragraph: String,
}

#[derive(Serialize, ToSchema)]
struct HitBody {
    step: &'static str,
    matched: String,
    rule: Option<&'static str>,
    paragraph: String,
    page: Option<PageBody>,
    chars: [usize; 2],
    utf16: [usize; 2],
    before: String,
    text: String,
    after: String,
    /// With the paragraph's id and, where one tells the words from others, a text fragment.
    url: String,
    verified: bool,
    /// Where annotation tools anchor (W3C Web Annotation), in the text of the section.
    selector: [SelectorBody; 2],
}

#[derive(Serialize, ToSchema)]
struct AbsenceBody {
    documents: usize,
    sections: usize,
    pages: usize,
    chars: usize,
    unreadable_pages: usize,
    relaxations: Vec<RelaxationBody>,
    did_you_mean: Vec<RelaxationBody>,
}

#[derive(Clone, Serialize, ToSchema)]
struct RelaxationBody {
    label: String,
    query: String,
    n_sections: usize,
}

impl From<SearchResults> for SearchBody {
    fn from(results: SearchResults) -> SearchBody {
        let named = |facet: &Facet| name_of(FACETS, facet.field);
        let more = results.facets.iter().filter(|facet| facet.n_more > 0);
        let facets_more = more.map(|facet| (named(facet), facet.n_more)).collect();
        let facets = results.facets.into_iter().map(|facet| {
            let body = |value: shirabe_search::FacetValue| FacetBody {
                label: wording::facet_label(facet.field, &value),
                value: value.value,
                n_sections: value.n_sections,
            };
            (name_of(FACETS, facet.field), facet.values.into_iter().map(body).collect())
        });
        let meant = results.did_you_mean.into_iter().map(RelaxationBody::from);
        let did_you_mean: Vec<RelaxationBody> = meant.collect();
        SearchBody {
            absence: results.absence.map(|absence| AbsenceBody::of(absence, &did_you_mean)),
            query: results.query.into(),
            counts: results.counts.into(),
            facets: facets.collect(),
            facets_more,
            items: results.items.into_iter().map(ItemBody::from).collect(),
            n_lacking: results.n_partial,
            n_undated: results.n_undated,
            next_offset: results.next_offset,
            index: results.index.into(),
            did_you_mean,
        }
    }
}

impl From<QueryReading> for QueryBody {
    fn from(reading: QueryReading) -> QueryBody {
        let notes = reading
            .notes
            .into_iter()
            .map(|note| NoteBody { message: note.message, position_chars: note.position_chars });
        QueryBody {
            raw: reading.raw,
            parsed: reading.parsed,
            read_as_words: reading.read_as_words.map(ReadAsWords::code),
            words: reading.words.into_iter().map(WordsBody::from).collect(),
            notes: notes.collect(),
            expansions: reading.expansions.into_iter().map(ExpansionBody::from).collect(),
        }
    }
}

impl From<WordsReading> for WordsBody {
    fn from(run: WordsReading) -> WordsBody {
        WordsBody { words: run.words, n_needed: run.n_needed }
    }
}

impl From<ExpansionReading> for ExpansionBody {
    fn from(expansion: ExpansionReading) -> ExpansionBody {
        let alternatives =
            expansion.alternatives.into_iter().map(|alternative| AlternativeBody {
                text: alternative.text,
                n_hits: alternative.n_hits,
                on: alternative.on,
                defined_at: alternative.defined_at.map(|(document, section, paragraph)| {
                    PlaceBody { document, section, paragraph }
                }),
            });
        ExpansionBody {
            term: expansion.term,
            rule: expansion.rule,
            alternatives: alternatives.collect(),
        }
    }
}

impl From<Counts> for CountsBody {
    fn from(counts: Counts) -> CountsBody {
        let step = |counts: StepCounts| StepBody {
            sections: counts.sections,
            hits: counts.hits,
            documents: counts.documents,
        };
        let StepCounts { sections, documents, .. } = counts.by_step.word;
        CountsBody {
            sections: counts.sections,
            hits: counts.hits,
            documents: counts.documents,
            by_step: StepsBody {
                exact: step(counts.by_step.exact),
                variant: step(counts.by_step.variant),
                word: WordStepBody { sections, documents },
            },
            across: counts.across,
            inside_words: counts.inside_words,
            across_sections: counts.across_sections,
            undated_sections: counts.undated_sections,
        }
    }
}

impl From<SectionHit> for ItemBody {
    fn from(hit: SectionHit) -> ItemBody {
        ItemBody {
            document: hit.document.into(),
            section: SectionBody {
                id: hit.section_id,
                heading: hit.heading,
                path: hit.path,
                pages: pages(hit.pages),
            },
            url: hit.url,
            score: hit.score,
            step: step_name(hit.step),
            lacking: hit.missing,
            snippets: hit.snippets.into_iter().map(SnippetBody::from).collect(),
            n_hits: hit.n_hits,
            hits: hit.hits.into_iter().map(HitBody::from).collect(),
            explanation: hit.explanation.into_iter().collect(),
        }
    }
}

impl From<Snippet> for SnippetBody {
    fn from(snippet: Snippet) -> SnippetBody {
        SnippetBody {
            text: snippet.text,
            marks: snippet.marks.into_iter().map(pair).collect(),
            paragraph: snippet.paragraph,
        }
    }
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> HitBody {
        let selector = selectors(&hit.before, &hit.text, &hit.after, hit.chars.clone());
        HitBody {
            selector,
            step: step_name(hit.step),
            matched: hit.matched,
            rule: hit.rule,
            paragraph: hit.paragraph,
            page: hit.page.map(PageBody::from),
            chars: pair(hit.chars),
            utf16: pair(hit.utf16),
            before: hit.before,
            text: hit.text,
            after: hit.after,
            url: hit.url,
            // The engine returns only hits that it found again in the text.
            verified: true,
        }
    }
}

impl AbsenceBody {
    fn of(absence: Absence, did_you_mean: &[RelaxationBody]) -> AbsenceBody {
        let relaxations = absence.relaxations.into_iter().map(RelaxationBody::from);
        AbsenceBody {
            documents: absence.documents,
            sections: absence.sections,
            pages: absence.pages,
            chars: absence.chars,
            unreadable_pages: absence.unreadable_pages,
            relaxations: relaxations.collect(),
            did_you_mean: did_you_mean.to_vec(),
        }
    }
}

impl From<Relaxation> for RelaxationBody {
    fn from(relaxation: Relaxation) -> RelaxationBody {
        RelaxationBody {
            label: wording::relaxation(&relaxation),
            query: relaxation.query,
            n_sections: relaxation.n_sections,
        }
    }
}
