//! One quotation: which passages it is compared with, and what follows from them.

use tantivy::DocAddress;

use super::draft::DraftQuotation;
use super::passages::{Combination, passages};
use super::places::{Corpus, MAX_PLACES, Place};
use super::reference::{self, Reference};
use super::report::Reporter;
use super::wording::{self, Part};
use super::{Passage, QuotationStatus, VerifiedQuotation};
use crate::SearchError;
use crate::plan::expand::expand;
use crate::request::SearchRequest;
use crate::snapshot::Snapshot;

/// More passages of one quotation are counted but not shown.
const MAX_MATCHES: usize = 20;
/// A passage that shares less of a quotation's characters is not called near.
const MIN_SIMILARITY: f32 = 0.5;
/// Sections in which one part was found and the others are looked for as well.
const MAX_SHARED_SECTIONS: usize = 20;

/// Checks the quotations of one draft.
pub(crate) struct Checker<'a> {
    corpus: Corpus<'a>,
    reporter: Reporter<'a>,
}

/// What was found of one quotation, before it is written up.
struct Outcome {
    parts: Vec<Part>,
    found: Vec<Combination>,
    /// The spelling that was found in place of the quotation's, and its rule.
    spelled: Option<(Part, &'static str)>,
    /// Which parts stand somewhere word for word.
    is_exact: Vec<bool>,
}

/// A spelling that stands in the corpus, the rule that makes it, and where it stands.
type OtherSpelling = (Part, &'static str, Vec<Combination>);

impl<'a> Checker<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Checker<'a> {
        Checker { corpus: Corpus::new(snapshot), reporter: Reporter::new(snapshot) }
    }

    /// Looks for one quotation.
    pub(crate) fn check(
        &mut self,
        quotation: DraftQuotation,
    ) -> Result<VerifiedQuotation, SearchError> {
        let outcome = self.outcome(&quotation.text)?;
        let references = reference::read(&quotation.before, &quotation.after);
        let distance = outcome.found.first().map_or(usize::MAX, Combination::distance);
        let is_complete =
            outcome.found.first().is_some_and(|c| c.places.len() == outcome.parts.len());
        let is_exact = is_complete && distance == 0 && outcome.spelled.is_none();
        let mut matches = self.matches(&quotation.text, &outcome, &references)?;
        let n_matches = outcome.found.len();
        let status = match matches.first() {
            Some(_) if is_exact && n_matches > 1 => QuotationStatus::Several,
            Some(_) if is_exact => QuotationStatus::Exact,
            Some(first) if is_complete && is_close(&outcome.parts, distance, first) => {
                QuotationStatus::Different
            }
            _ => QuotationStatus::Absent,
        };
        let mut nearest = None;
        if status == QuotationStatus::Absent {
            nearest =
                matches.drain(..).next().filter(|passage| passage.similarity >= MIN_SIMILARITY);
        }
        let texts = outcome.parts.iter().map(|part| part.text.clone());
        let parts: Vec<(String, bool)> = texts.zip(outcome.is_exact).collect();
        Ok(VerifiedQuotation {
            n_matches: if matches.is_empty() { 0 } else { n_matches },
            matches,
            nearest,
            status,
            parts: if parts.len() > 1 { parts } else { Vec::new() },
            is_thorough: status != QuotationStatus::Absent || self.corpus.is_thorough(),
            text: quotation.text,
            chars: quotation.chars,
        })
    }

    /// The passages of the first way in which the quotation is found: as it stands, with its omissions
    /// understood, in another spelling, or nearly.
    fn outcome(&mut self, text: &str) -> Result<Outcome, SearchError> {
        let whole = Part::whole(text);
        let found = passages(&[self.corpus.exact(whole.form.as_str())?]);
        if !found.is_empty() {
            return Ok(Outcome { parts: vec![whole], found, spelled: None, is_exact: vec![true] });
        }
        let mut parts = wording::parts(text);
        if parts.is_empty() {
            parts.push(whole);
        }
        let exact = parts.iter().map(|part| self.corpus.exact(part.form.as_str()));
        let exact = exact.collect::<Result<Vec<_>, _>>()?;
        let is_exact: Vec<bool> = exact.iter().map(|places| !places.is_empty()).collect();
        let found = passages(&exact);
        if !found.is_empty() {
            return Ok(Outcome { parts, found, spelled: None, is_exact });
        }
        if let Some((spelled, rule, found)) = self.other_spelling(&parts)? {
            return Ok(Outcome { parts, found, spelled: Some((spelled, rule)), is_exact });
        }
        let found = self.nearly(&parts, exact)?;
        Ok(Outcome { parts, found, spelled: None, is_exact })
    }

    /// The first spelling of a quotation in one part that stands in the corpus.
    fn other_spelling(&self, parts: &[Part]) -> Result<Option<OtherSpelling>, SearchError> {
        let [part] = parts else { return Ok(None) };
        let expanded =
            expand(&part.text, &SearchRequest::default(), &self.corpus.snapshot.analyzer);
        for alternative in expanded.on() {
            let found = passages(&[self.corpus.exact(&alternative.folded)?]);
            if !found.is_empty() {
                return Ok(Some((Part::whole(&alternative.text), alternative.rule, found)));
            }
        }
        Ok(None)
    }

    /// The nearest passages: those of all parts, or of the longest part alone.
    fn nearly(
        &mut self,
        parts: &[Part],
        exact: Vec<Vec<Place>>,
    ) -> Result<Vec<Combination>, SearchError> {
        // In a section that has one part word for word, the others may stand with a difference.
        let mut shared: Vec<DocAddress> = exact
            .iter()
            .filter(|places| places.len() <= MAX_SHARED_SECTIONS)
            .flatten()
            .map(|place| place.address)
            .collect();
        shared.sort();
        shared.dedup();
        shared.truncate(MAX_SHARED_SECTIONS);
        let mut places = Vec::with_capacity(parts.len());
        for (part, mut found) in parts.iter().zip(exact) {
            if found.is_empty() || parts.len() > 1 {
                let near = self.corpus.near(&part.folded, &shared)?.into_iter();
                // A part of which little is left is not this part any more.
                found.extend(
                    near.filter(|place| {
                        place.distance > 0 && place.distance * 2 <= part.folded.len()
                    }),
                );
            }
            places.push(found);
        }
        let found = passages(&places);
        if !found.is_empty() {
            return Ok(found);
        }
        let longest = places.into_iter().zip(parts).max_by_key(|(_, part)| part.folded.len());
        Ok(longest.map(|(places, _)| passages(&[places])).unwrap_or_default())
    }

    /// The passages that are shown, those first that agree with the draft's references.
    fn matches(
        &mut self,
        text: &str,
        outcome: &Outcome,
        references: &[Reference],
    ) -> Result<Vec<Passage>, SearchError> {
        let mut matches = Vec::new();
        // What the draft refers to may be any of them.
        let n_read = if references.is_empty() { MAX_MATCHES } else { MAX_PLACES / 10 };
        for combination in outcome.found.iter().take(n_read) {
            let rule = outcome.spelled.as_ref().map(|(_, rule)| *rule);
            matches.push(self.reporter.passage(
                &mut self.corpus,
                (text, &outcome.parts),
                (combination, rule),
                references,
            )?);
        }
        let n = |passage: &Passage, agrees: bool| {
            passage.references.iter().filter(|r| r.agrees == Some(agrees)).count()
        };
        // Documents by id: their numbers depend on which was read first.
        matches.sort_by(|a: &Passage, b: &Passage| {
            let by_reference = (n(a, false), n(b, true)).cmp(&(n(b, false), n(a, true)));
            by_reference.then_with(|| a.document.id.cmp(&b.document.id))
        });
        matches.truncate(MAX_MATCHES);
        Ok(matches)
    }
}

/// Whether a passage is still the quotation with differences: a character in five, or one stretch,
/// such as a word, of a quotation most of which is there.
fn is_close(parts: &[Part], distance: usize, passage: &Passage) -> bool {
    if passage.rule.is_some() {
        return true;
    }
    let n_chars: usize = parts.iter().map(|part| part.folded.len()).sum();
    let allowed = if n_chars < 6 { 0 } else { 1 + n_chars / 5 };
    let is_one_stretch = n_chars >= 8 && passage.similarity >= 0.6 && passage.n_changes() <= 1;
    distance <= allowed || is_one_stretch
}
