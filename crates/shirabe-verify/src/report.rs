//! A passage as it is reported: its document, places, differences and references.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use shirabe_document::{Document, DocumentId, Page, links};
use shirabe_japanese::is_hiragana;
use shirabe_search::standing::{Place, SectionText, TextFinder};
use shirabe_search::{SearchError, Snapshot};
use shirabe_text::{Folding, char_to_utf16, fold, slice_chars};

use super::borders::crossing;
use super::difference::{self, Change, Comparison, DiffPiece, DiffSide, Difference};
use super::passages::Combination;
use super::reference::{Found, Reference, ReferenceKind};
use super::wording::Part;
use super::{CheckedReference, EditionStanding, Passage, PassagePlace};

/// Writes passages up, and remembers what it has read of their documents.
pub(crate) struct Reporter<'a> {
    snapshot: &'a Snapshot,
    documents: BTreeMap<DocumentId, Arc<Document>>,
    headings: BTreeMap<DocumentId, Arc<Vec<String>>>,
    /// The folded sections of earlier editions, by document and name.
    editions: BTreeMap<(DocumentId, String), Vec<String>>,
    depth: Depth,
}

/// How much is read of the documents of passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What is stored with the section.
    Shallow,
    /// The headings of the document as well.
    Deep,
}

/// Earlier editions in which a wording is looked for, the newest first.
const MAX_EDITIONS: usize = 10;

impl<'a> Reporter<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Reporter<'a> {
        let (documents, headings, editions) = Default::default();
        Reporter { snapshot, documents, headings, editions, depth: Depth::Deep }
    }

    /// How much is read for the next passages.
    pub(crate) fn set_depth(&mut self, depth: Depth) {
        self.depth = depth;
    }

    /// The passage at `places`, compared with the `parts` of `quotation`.
    pub(crate) fn passage(
        &mut self,
        finder: &mut TextFinder<'_>,
        (quotation, parts): (&str, &[Part]),
        (combination, rule): (&Combination, Option<&'static str>),
        references: &[Reference],
    ) -> Result<Passage, SearchError> {
        let texts = combination.places.iter().map(|place| finder.text(place.address));
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        let compared = compared(parts, combination, &texts);
        let mut diff = Vec::new();
        let mut changes = Vec::new();
        let mut end = 0;
        for (part, place, text) in &compared {
            let gap = slice_chars(quotation, end..part.chars.start);
            if !gap.is_empty() && end > 0 {
                diff.push(DiffPiece { side: DiffSide::Both, text: gap.to_owned() });
            }
            let found = compare(finder, part, place, text);
            diff.extend(found.pieces);
            changes.extend(found.changes);
            end = part.chars.end;
        }
        let places: Vec<PassagePlace> =
            compared.iter().map(|(_, place, text)| passage_place(text, place)).collect();
        let n_chars: usize = parts.iter().map(|part| part.folded.len()).sum();
        let n_kept: usize = combination.places.iter().map(|place| place.n_kept).sum();
        let crosses = compared.iter().find_map(|(_, place, text)| {
            let chars = text.form.text_range(place.form.clone());
            place.crosses.then(|| crossing(&text.record.section, &chars))?
        });
        let first = texts.first().map(|text| text.record.clone());
        let Some(record) = first else { return Err(std::io::Error::other("no place").into()) };
        let document = self.document(&record.document)?;
        let checked = self.references(&document, &texts[0], &places, references)?;
        let editions = self.editions(&document, parts)?;
        let mut difference = self.difference(combination, &compared, &diff, rule);
        // は for が leaves the words that count alone, and is another word all the same.
        if difference == Difference::Spelling && rule.is_none() && changes.iter().any(swaps_kana) {
            difference = Difference::Wording;
        }
        let is_wording = difference == Difference::Wording;
        Ok(Passage {
            document,
            section: record.section,
            difference,
            places,
            rule,
            diff,
            changes: if is_wording { gravest_first(changes) } else { Vec::new() },
            crosses,
            similarity: if rule.is_some() { 1.0 } else { n_kept as f32 / n_chars.max(1) as f32 },
            references: checked,
            editions,
        })
    }

    fn document(&mut self, id: &DocumentId) -> Result<Arc<Document>, SearchError> {
        if let Some(document) = self.documents.get(id) {
            return Ok(Arc::clone(document));
        }
        let document = self.snapshot.document_without_sections(id.as_str())?;
        let document = document.ok_or_else(|| std::io::Error::other(format!("{id} is gone")))?;
        let document = Arc::new(document);
        self.documents.insert(id.clone(), Arc::clone(&document));
        Ok(document)
    }

    /// The folded headings of a document.
    fn headings(&mut self, id: &DocumentId) -> Result<Arc<Vec<String>>, SearchError> {
        if let Some(headings) = self.headings.get(id) {
            return Ok(Arc::clone(headings));
        }
        let document = self.snapshot.document(id.as_str())?;
        let sections = document.map(|document| document.sections).unwrap_or_default();
        let headings = sections.iter().map(|section| fold(&section.heading, Folding::Standard));
        let headings = Arc::new(headings.collect());
        self.headings.insert(id.clone(), Arc::clone(&headings));
        Ok(headings)
    }

    fn references(
        &mut self,
        document: &Document,
        text: &SectionText,
        places: &[PassagePlace],
        references: &[Reference],
    ) -> Result<Vec<CheckedReference>, SearchError> {
        let has_name = references.iter().any(|r| matches!(r, Reference::Name(_)));
        let needs_headings = has_name && self.depth == Depth::Deep;
        let headings = if needs_headings { self.headings(&document.id)? } else { Arc::default() };
        let title = fold(&text.record.title, Folding::Standard);
        let pages: Vec<&Page> = places.iter().filter_map(|place| place.page.as_ref()).collect();
        let section_pages = text.record.section.pages();
        let of_section = section_pages.as_ref().map(|(first, last)| (first, last));
        let of_places = pages.first().zip(pages.last()).map(|(first, last)| (*first, *last));
        let found = Found {
            document,
            section: &text.record.section,
            pages: of_places.or(of_section),
            title: &title,
            other_headings: &headings,
        };
        let mut checked: Vec<CheckedReference> = Vec::new();
        // What the document's own names say comes first: beside them nothing of the kind disagrees.
        for reference in references.iter().flat_map(|reference| reference.mentions(&found)) {
            checked.push(reference);
        }
        for reference in references.iter().filter_map(|reference| reference.check(&found)) {
            let is_known = checked.iter().any(|other| {
                other.kind == reference.kind && (other.cited == reference.cited || is_named(other))
            });
            if !is_known {
                checked.push(reference);
            }
        }
        checked.sort_by_key(|reference| reference.kind);
        Ok(checked)
    }

    /// In which earlier editions of the document the wording stands.
    fn editions(
        &mut self,
        document: &Document,
        parts: &[Part],
    ) -> Result<Vec<EditionStanding>, SearchError> {
        let mut standing = Vec::new();
        for edition in document.addresses.editions.iter().take(MAX_EDITIONS) {
            let key = (document.id.clone(), edition.name.clone());
            if !self.editions.contains_key(&key) {
                let kept = self.snapshot.earlier_edition(&document.id, &edition.name)?;
                let sections = kept.map(|document| document.sections).unwrap_or_default();
                let texts = sections.iter().map(|section| fold(&section.text(), Folding::Standard));
                self.editions.insert(key.clone(), texts.collect());
            }
            let texts = self.editions.get(&key).map(Vec::as_slice).unwrap_or_default();
            if texts.is_empty() {
                continue;
            }
            let stands =
                texts.iter().any(|text| parts.iter().all(|part| text.contains(part.form.as_str())));
            standing.push(EditionStanding {
                name: edition.name.clone(),
                issued: edition.issued,
                stands,
            });
        }
        Ok(standing)
    }

    fn difference(
        &self,
        combination: &Combination,
        compared: &[Compared<'_>],
        diff: &[DiffPiece],
        rule: Option<&'static str>,
    ) -> Difference {
        if rule.is_some() {
            return Difference::Spelling;
        }
        if difference::are_equal(diff) {
            return Difference::None;
        }
        if combination.distance() == 0 {
            return Difference::Notation;
        }
        let words = |text: &str| self.snapshot.words(text);
        let are_same_words = compared.iter().all(|(part, place, text)| {
            let theirs = slice_chars(&text.text, text.form.text_range(place.form.clone()));
            words(&part.text) == words(theirs)
        });
        if are_same_words { Difference::Spelling } else { Difference::Wording }
    }
}

/// A part, where it stands, and the section in which.
type Compared<'a> = (&'a Part, &'a Place, &'a SectionText);

/// Compares a part with its place. Words matter only where something differs.
fn compare(finder: &TextFinder<'_>, part: &Part, place: &Place, text: &SectionText) -> Comparison {
    let starts = if place.distance > 0 {
        finder.word_starts(text, &text.around(&place.form))
    } else {
        Vec::new()
    };
    let begins = |at: usize| starts.binary_search(&at).is_ok();
    difference::compare(part, text.source(), place.form.clone(), begins)
}

/// Whether the draft names the document's own issuer or title.
fn is_named(reference: &CheckedReference) -> bool {
    matches!(reference.kind, ReferenceKind::Issuer | ReferenceKind::Title)
        && reference.agrees == Some(true)
}

/// Whether kana stand in place of other kana.
fn swaps_kana(change: &Change) -> bool {
    let is_kana = |words: &str| !words.is_empty() && words.chars().all(is_hiragana);
    is_kana(&change.quotation) && is_kana(&change.document)
}

fn gravest_first(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.kind);
    changes
}

/// Which part was found where. Where only one of several was found, the one that is nearest.
fn compared<'a>(
    parts: &'a [Part],
    combination: &'a Combination,
    texts: &'a [std::rc::Rc<SectionText>],
) -> Vec<Compared<'a>> {
    let places = combination.places.iter().zip(texts);
    if combination.places.len() == parts.len() {
        let together = parts.iter().zip(places);
        return together.map(|(part, (place, text))| (part, place, text.as_ref())).collect();
    }
    let longest = parts.iter().max_by_key(|part| part.folded.len());
    longest
        .into_iter()
        .zip(places)
        .map(|(part, (place, text))| (part, place, text.as_ref()))
        .collect()
}

fn passage_place(text: &SectionText, place: &Place) -> PassagePlace {
    let section = &text.record.section;
    let chars: Range<usize> = text.form.text_range(place.form.clone());
    let block = section.block_at(chars.start);
    let paragraph = block.map(|block| block.id.to_string()).unwrap_or_default();
    PassagePlace {
        section: section.id.to_string(),
        page: section.page_at(chars.start).cloned(),
        utf16: char_to_utf16(&text.text, chars.clone()),
        text: slice_chars(&text.text, chars.clone()).to_owned(),
        url: links::paragraph(text.record.document.as_str(), section.id.as_str(), &paragraph),
        paragraph,
        chars,
    }
}

impl Passage {
    /// Stretches that differ.
    pub(crate) fn n_changes(&self) -> usize {
        let differ: Vec<bool> =
            self.diff.iter().map(|piece| piece.side != DiffSide::Both).collect();
        let starts = differ
            .iter()
            .enumerate()
            .filter(|(n, here)| **here && n.checked_sub(1).is_none_or(|before| !differ[before]));
        starts.count()
    }
}
