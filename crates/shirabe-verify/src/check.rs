//! One quotation: which passages it is compared with, and what follows from them.

use std::collections::HashMap;
use std::rc::Rc;

use shirabe_search::standing::{
    Cut, MAX_PLACES, Place, SectionAddress, StandingPlaces, TextFinder,
};
use shirabe_search::{SearchError, Snapshot};

use super::draft::DraftQuotation;
use super::passages::{Combination, passages};
use super::reference::{self, Reference};
use super::report::{Depth, Reporter};
use super::wording::{self, Part};
use super::{Difference, Passage, QuotationStatus, VerifiedQuotation};

/// More passages of one quotation are counted but not shown.
const MAX_MATCHES: usize = 20;
/// Passages that are shown of one draft; an answer of more than some megabytes helps nobody.
const MAX_SHOWN: usize = 2_000;
/// Of so many passages the headings of their whole documents are read, to tell the name of another
/// section from that of nothing.
const MAX_DEEP: usize = 3;
/// A passage that shares less of a quotation's characters is not called near.
const MIN_SIMILARITY: f32 = 0.5;
/// A wording as short as this shares too few bigrams with its other spellings to come near to them.
const SHORT_CHARS: usize = 16;
/// Sections in which one part was found and the others are looked for as well.
const MAX_SHARED_SECTIONS: usize = 20;

/// Checks the quotations of one draft.
pub(crate) struct Checker<'a> {
    snapshot: &'a Snapshot,
    finder: TextFinder<'a>,
    reporter: Reporter<'a>,
    /// Wordings that were looked for: drafts repeat themselves.
    known: HashMap<(Vec<char>, Cut), Rc<StandingPlaces>>,
    /// How many passages of each quotation are shown.
    n_shown: usize,
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
    /// For a draft of so many quotations.
    pub(crate) fn new(snapshot: &'a Snapshot, n_quotations: usize) -> Checker<'a> {
        Checker {
            snapshot,
            finder: TextFinder::new(snapshot),
            reporter: Reporter::new(snapshot),
            known: HashMap::new(),
            n_shown: (MAX_SHOWN / n_quotations.max(1)).clamp(1, MAX_MATCHES),
        }
    }

    /// Looks for one quotation.
    pub(crate) fn check(
        &mut self,
        quotation: DraftQuotation,
    ) -> Result<VerifiedQuotation, SearchError> {
        let outcome = self.outcome(&quotation.text)?;
        let references = reference::read(&quotation.before, &quotation.after);
        let first = outcome.found.first();
        let is_complete = first.is_some_and(|c| c.places.len() == outcome.parts.len());
        let is_exact = is_complete
            && outcome.spelled.is_none()
            && first.is_some_and(|c| c.distance() == 0 && !c.crosses());
        let mut matches = self.matches(&quotation.text, &outcome, &references)?;
        let n_matches = outcome.found.len();
        let status = match matches.first() {
            Some(_) if is_exact && n_matches > 1 => QuotationStatus::Several,
            Some(_) if is_exact => QuotationStatus::Exact,
            Some(first) if is_complete && is_close(&outcome.parts, first) => {
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
            is_thorough: status != QuotationStatus::Absent || self.finder.is_thorough(),
            text: quotation.text,
            chars: quotation.chars,
        })
    }

    /// The passages of the first way in which the quotation is found: as it stands, with its omissions
    /// understood, over a border, in another spelling, or nearly.
    fn outcome(&mut self, text: &str) -> Result<Outcome, SearchError> {
        let whole = Part::whole(text);
        let standing = self.standing(&whole.folded, Cut::default())?;
        let as_whole = |whole, places: &Vec<Place>| Outcome {
            parts: vec![whole],
            found: passages(std::slice::from_ref(places)),
            spelled: None,
            is_exact: vec![true],
        };
        if !standing.within.is_empty() {
            return Ok(as_whole(whole, &standing.within));
        }
        let mut parts = wording::parts(text);
        if parts.is_empty() {
            parts.push(whole.clone());
        }
        let exact = self.exact_parts(&parts, whole.chars.end)?;
        let is_exact: Vec<bool> = exact.iter().map(|places| !places.is_empty()).collect();
        let found = passages(&exact);
        if !found.is_empty() {
            return Ok(Outcome { parts, found, spelled: None, is_exact });
        }
        if !standing.across.is_empty() {
            return Ok(as_whole(whole, &standing.across));
        }
        let found = self.nearly(&parts, exact)?;
        // Only what is short, or comes near to something, is looked for in its other spellings.
        let is_worth_spelling =
            !found.is_empty() || parts.iter().all(|part| part.folded.len() <= SHORT_CHARS);
        if is_worth_spelling && let Some((spelled, rule, found)) = self.other_spelling(&parts)? {
            return Ok(Outcome { parts, found, spelled: Some((spelled, rule)), is_exact });
        }
        Ok(Outcome { parts, found, spelled: None, is_exact })
    }

    fn standing(&mut self, folded: &[char], cut: Cut) -> Result<Rc<StandingPlaces>, SearchError> {
        let key = (folded.to_vec(), cut);
        if let Some(known) = self.known.get(&key) {
            return Ok(Rc::clone(known));
        }
        let found = Rc::new(self.finder.standing(folded, cut)?);
        self.known.insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// The exact places of each part. A short part that stands everywhere is looked for in the sections
    /// of the others.
    fn exact_parts(
        &mut self,
        parts: &[Part],
        n_chars: usize,
    ) -> Result<Vec<Vec<Place>>, SearchError> {
        let mut exact = Vec::with_capacity(parts.len());
        for part in parts {
            let cut = Cut { start: part.chars.start > 0, end: part.chars.end < n_chars };
            exact.push(self.standing(&part.folded, cut)?.within.clone());
        }
        let pivot = exact.iter().filter(|places| places.len() < MAX_PLACES);
        let Some(pivot) = pivot.min_by_key(|places| places.len()) else { return Ok(exact) };
        let mut sections: Vec<SectionAddress> = pivot.iter().map(|place| place.address).collect();
        sections.dedup();
        sections.truncate(MAX_PLACES / 10);
        for (part, places) in parts.iter().zip(&mut exact) {
            if places.len() < MAX_PLACES {
                continue;
            }
            for address in &sections {
                let found = self.finder.in_section(&part.folded, *address)?;
                places.extend(found.into_iter().filter(|place| !place.crosses));
            }
            places.sort_by_key(Place::key);
            places.dedup();
        }
        Ok(exact)
    }

    /// The first spelling of a quotation in one part that stands in the corpus.
    fn other_spelling(&mut self, parts: &[Part]) -> Result<Option<OtherSpelling>, SearchError> {
        let [part] = parts else { return Ok(None) };
        for alternative in self.snapshot.other_spellings(&part.text) {
            let folded: Vec<char> = alternative.folded.chars().collect();
            let found =
                passages(std::slice::from_ref(&self.standing(&folded, Cut::default())?.within));
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
        let mut shared: Vec<SectionAddress> = exact
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
                let near = self.finder.near(&part.folded, &shared)?.into_iter();
                // A part of which little is left is not this part any more.
                found.extend(
                    near.filter(|place| {
                        place.distance > 0 && place.n_kept * 2 >= part.folded.len()
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
        // Beside the words around it, which every quotation has.
        let names_place = references.len() > 1;
        let n_read = if names_place { MAX_PLACES / 10 } else { self.n_shown };
        let n_found = outcome.found.len().min(n_read);
        self.reporter.set_depth(if n_found <= MAX_DEEP { Depth::Deep } else { Depth::Shallow });
        for combination in outcome.found.iter().take(n_read) {
            let rule = outcome.spelled.as_ref().map(|(_, rule)| *rule);
            matches.push(self.reporter.passage(
                &mut self.finder,
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
        matches.truncate(self.n_shown);
        Ok(matches)
    }
}

/// Whether a passage is still the quotation with differences: three characters in four stand there and
/// the differences are few, or one stretch, such as a word, of a quotation most of which is there.
///
/// The shares were chosen by hand; docs/verification.md has what they give on generated drafts.
fn is_close(parts: &[Part], passage: &Passage) -> bool {
    let n_chars: usize = parts.iter().map(|part| part.folded.len()).sum();
    let n_changes = passage.n_changes();
    let is_most = n_chars >= 6 && passage.similarity >= 0.75 && n_changes <= 1 + n_chars / 8;
    let is_one_stretch = n_chars >= 8 && passage.similarity >= 0.6 && n_changes <= 1;
    let is_exact = passage.difference <= Difference::Notation;
    passage.rule.is_some() || is_exact || is_most || is_one_stretch
}
