//! Addresses that stay: [`revise`] gives a document that was read anew the ids it had before, by
//! [`keep`], and tells new editions from corrections.
//!
//! 1. Paragraphs are matched by their text, then by text and neighbours (`matching`).
//! 2. Sections are matched by the paragraphs that they share.
//! 3. What is new gets numbers that were never given; what is gone is retired with its last text and
//!    with what took it over ([`Addresses`]).
//!
//! Invariants: an id never comes to mean something else; a number is given once; the same document
//! read again keeps all its ids; nothing here looks at clock or files.

mod matching;
mod sections;

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{ParagraphId, SectionId};
use crate::metadata::Metadata;
use crate::model::addresses::{
    Addresses, Edition, MAX_TEXT_CHARS, RetiredParagraph, RetiredSection,
};
use crate::model::{Document, Section};

/// A document that was read anew, and what it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The document, with the ids that it had.
    pub document: Document,
    /// The earlier edition and its name, if the source is that of a new one.
    pub replaced: Option<(String, Document)>,
}

/// `new` with the ids of `previous`. A new edition is another source with another 発行日 or 版; the
/// same with corrections is the same edition.
pub fn revise(previous: Document, new: Document) -> Revision {
    let (before, now) = (&previous.metadata, &new.metadata);
    let other_date = before.issued.is_some() && before.issued != now.issued;
    let other_label = before.edition.is_some() && before.edition != now.edition;
    let is_new_edition = before.sha256 != now.sha256 && (other_date || other_label);
    let mut document = keep(&previous, new);
    if !is_new_edition {
        return Revision { document, replaced: None };
    }
    let name = free_name(&previous, &document);
    let metadata = &previous.metadata;
    document.addresses.editions.insert(
        0,
        Edition {
            name: name.clone(),
            label: metadata.edition.clone(),
            issued: metadata.issued,
            sha256: metadata.sha256.clone(),
        },
    );
    let replaced = Document { addresses: Addresses::default(), ..previous };
    Revision { document, replaced: Some((name, replaced)) }
}

/// The name of a document's present edition: its date, or the beginning of its source's SHA-256.
pub fn edition_name(metadata: &Metadata) -> String {
    match metadata.issued {
        Some(date) => date.to_string(),
        None => format!("sha-{}", metadata.sha256.chars().take(12).collect::<String>()),
    }
}

/// The name of the edition that is replaced; two editions of one day are told apart by a number.
fn free_name(previous: &Document, document: &Document) -> String {
    let name = edition_name(&previous.metadata);
    let is_taken = |name: &str| {
        name == edition_name(&document.metadata)
            || document.addresses.editions.iter().any(|edition| edition.name == name)
    };
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

/// `new` with the ids of `previous`, its last reading.
pub fn keep(previous: &Document, mut new: Document) -> Document {
    let pairs = matching::paragraphs(previous, &new);
    let section_pairs = sections::pairs(previous, &new, &pairs);
    let mut addresses = previous.addresses.clone();
    addresses.last_section = highest(&previous.sections, addresses.last_section, section_number);
    let paragraphs = previous.sections.iter().flat_map(|section| &section.blocks);
    addresses.last_paragraph =
        highest(paragraphs, addresses.last_paragraph, |block| number(block.id.as_str()));
    let successors = sections::successors(previous, &new, &pairs);
    let renamed = Renamed::of(previous, &new, &section_pairs, &mut addresses);
    renamed.apply(&mut new);
    let n_paragraphs = rename_paragraphs(previous, &mut new, &pairs, addresses.last_paragraph);
    addresses.last_paragraph = n_paragraphs;
    retire_sections(previous, &section_pairs, &successors, &renamed, &mut addresses);
    retire_paragraphs(previous, &new, &pairs, &mut addresses);
    forget_the_returned(&new, &mut addresses);
    new.addresses = addresses;
    new
}

/// Which new section or paragraph is which old one, by their places in reading order.
pub(crate) type Pairs = BTreeMap<usize, usize>;

/// The ids of the new sections.
struct Renamed {
    /// For each new section in order, its id.
    ids: Vec<SectionId>,
    /// The id that the reader gave, to the id that it has now.
    by_read_id: BTreeMap<SectionId, SectionId>,
}

impl Renamed {
    fn of(
        previous: &Document,
        new: &Document,
        pairs: &Pairs,
        addresses: &mut Addresses,
    ) -> Renamed {
        let old_of: BTreeMap<usize, usize> = pairs.iter().map(|(old, new)| (*new, *old)).collect();
        let mut ids = Vec::with_capacity(new.sections.len());
        for place in 0..new.sections.len() {
            let old = old_of.get(&place).and_then(|old| previous.sections.get(*old));
            ids.push(if let Some(old) = old {
                old.id.clone()
            } else {
                addresses.last_section += 1;
                SectionId::numbered(addresses.last_section)
            });
        }
        let read = new.sections.iter().map(|section| section.id.clone());
        let by_read_id = read.zip(ids.iter().cloned()).collect();
        Renamed { ids, by_read_id }
    }

    fn apply(&self, new: &mut Document) {
        for (section, id) in new.sections.iter_mut().zip(&self.ids) {
            section.id = id.clone();
            let continues = section.continues.take();
            section.continues = continues.map(|id| self.by_read_id.get(&id).cloned().unwrap_or(id));
        }
    }
}

/// Gives the new paragraphs their ids; answers the highest number that is given now.
fn rename_paragraphs(previous: &Document, new: &mut Document, pairs: &Pairs, last: usize) -> usize {
    let old: Vec<&ParagraphId> = previous
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .map(|block| &block.id)
        .collect();
    let old_of: BTreeMap<usize, usize> = pairs.iter().map(|(old, new)| (*new, *old)).collect();
    let mut last = last;
    let blocks = new.sections.iter_mut().flat_map(|section| &mut section.blocks);
    for (place, block) in blocks.enumerate() {
        block.id = if let Some(id) = old_of.get(&place).and_then(|place| old.get(*place)) {
            (*id).clone()
        } else {
            last += 1;
            ParagraphId::numbered(last)
        };
    }
    last
}

fn retire_sections(
    previous: &Document,
    pairs: &Pairs,
    successors: &BTreeMap<usize, Vec<usize>>,
    renamed: &Renamed,
    addresses: &mut Addresses,
) {
    // What took over an older one may itself be gone now: its successors take over.
    let mut heirs: BTreeMap<SectionId, Vec<SectionId>> = BTreeMap::new();
    for (place, section) in previous.sections.iter().enumerate() {
        if pairs.contains_key(&place) {
            continue;
        }
        let new = successors.get(&place).into_iter().flatten();
        let new: Vec<SectionId> = new.filter_map(|at| renamed.ids.get(*at).cloned()).collect();
        heirs.insert(section.id.clone(), new.clone());
        addresses.sections.push(RetiredSection {
            id: section.id.clone(),
            heading: section.heading.clone(),
            text: cut(&section.text()),
            successors: new,
        });
    }
    for retired in &mut addresses.sections {
        retired.successors = inherited(&retired.successors, &heirs);
    }
    addresses.sections.sort_by_key(|retired| number(retired.id.as_str()));
}

fn retire_paragraphs(
    previous: &Document,
    new: &Document,
    pairs: &Pairs,
    addresses: &mut Addresses,
) {
    let mut heirs: BTreeMap<ParagraphId, Vec<ParagraphId>> = BTreeMap::new();
    let holders = matching::Holders::of(new);
    let blocks = previous
        .sections
        .iter()
        .flat_map(|section| section.blocks.iter().map(move |block| (section, block)));
    for (place, (section, block)) in blocks.enumerate() {
        if pairs.contains_key(&place) {
            continue;
        }
        let successors = holders.of_words(&block.text);
        heirs.insert(block.id.clone(), successors.clone());
        addresses.paragraphs.push(RetiredParagraph {
            id: block.id.clone(),
            section: section.id.clone(),
            text: cut(&block.text),
            successors,
        });
    }
    for retired in &mut addresses.paragraphs {
        retired.successors = inherited(&retired.successors, &heirs);
    }
    addresses.paragraphs.sort_by_key(|retired| number(retired.id.as_str()));
}

/// The ids with those that are gone replaced by what took them over, each once.
fn inherited<T: Clone + Ord>(ids: &[T], heirs: &BTreeMap<T, Vec<T>>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let present = ids.iter().flat_map(|id| match heirs.get(id) {
        Some(heirs) => heirs.clone(),
        None => vec![id.clone()],
    });
    present.filter(|id| seen.insert(id.clone())).collect()
}

/// An id stands in the text or among the retired, never in both.
fn forget_the_returned(new: &Document, addresses: &mut Addresses) {
    let sections: BTreeSet<&SectionId> = new.sections.iter().map(|section| &section.id).collect();
    let paragraphs: BTreeSet<&ParagraphId> =
        new.sections.iter().flat_map(|section| &section.blocks).map(|block| &block.id).collect();
    addresses.sections.retain(|retired| !sections.contains(&retired.id));
    addresses.paragraphs.retain(|retired| !paragraphs.contains(&retired.id));
}

fn highest<'a, T: 'a>(
    items: impl IntoIterator<Item = &'a T>,
    known: usize,
    number: impl Fn(&T) -> usize,
) -> usize {
    items.into_iter().map(number).max().unwrap_or(0).max(known)
}

fn section_number(section: &Section) -> usize {
    number(section.id.as_str())
}

/// The number of `s12` or `p87`.
fn number(id: &str) -> usize {
    id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}
