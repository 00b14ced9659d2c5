//! Rows of the index: a section or a document as its table takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use shirabe_document::{Block, Document, Section, SectionId};
use shirabe_text::{
    Folding, MatchForm, fold, latin_words, numbers_with_kanji, sentences_in_blocks, slice_chars,
    written_values,
};
use tantivy::schema::Field;

use super::Origin;
use super::table::{Row, SegmentWriter};
use crate::analysis::starts;
use crate::compounds::{Part, count_compounds};
use crate::grams::{pairs, pairs_across, pairs_within};
use crate::notations::notation_term;
use crate::overview::DocumentOverview;
use crate::pieces::packed;
use crate::schema::{DocumentFields, Fields};
use crate::stored::{document_bytes, section_bytes};
use crate::term_counts::TermCounts;
use crate::{IndexError, SectionAnalyzer};

/// Between the parts of a heading path, so that no phrase runs across two headings: [`crate::grams::END`].
const BETWEEN: &str = " ";

/// Makes rows.
pub(super) struct Rows {
    pub(super) analyzer: SectionAnalyzer,
    pub(super) fields: Fields,
    pub(super) document_fields: DocumentFields,
}

/// What the rows of one document have in common.
pub(super) struct Shared {
    title_words: Vec<String>,
    /// When its sections that are new come in.
    now: u64,
    /// When those that are not came in.
    known: BTreeMap<SectionId, u64>,
}

impl Shared {
    fn first_seen(&self, section: &Section) -> u64 {
        self.known.get(&section.id).copied().unwrap_or(self.now)
    }
}

impl Rows {
    pub(super) fn shared(
        &self,
        document: &Document,
        now: u64,
        known: BTreeMap<SectionId, u64>,
    ) -> Shared {
        Shared { title_words: self.analyzer.word_texts(&document.metadata.title), now, known }
    }

    /// Adds a section; its compounds are counted in `compounds`.
    pub(super) fn add_section(
        &self,
        segment: &mut SegmentWriter,
        document: &Document,
        shared: &Shared,
        number: u64,
        order: usize,
        compounds: &mut TermCounts,
    ) -> Result<(), IndexError> {
        let (fields, section) = (&self.fields, &document.sections[order]);
        let text = section.text();
        let mut row = segment.row();
        let mut parts = Vec::new();
        let mut of_heading = OfHeading::of(section);
        let (form, n_words) = self.analyzer.each_word(&text, |word| {
            parts.push(Part::of(&word));
            row.add_word(fields.words, word.text, word.position);
            if of_heading.has(&word.chars) {
                row.add_word(fields.heading_words, word.text, of_heading.n_words);
                of_heading.n_words += 1;
            }
        });
        if !of_heading.is_in_text {
            let words = self.analyzer.word_texts(&section.heading);
            add_words(&mut row, fields.heading_words, &words);
        }
        count_compounds(compounds, &text, &parts);
        let borders = starts(section.occurrence_ranges().into_iter(), &form);
        row.add_pairs(fields.exact, pairs_within(form.as_str(), &borders));
        row.add_pairs(fields.across, pairs_across(form.as_str(), &borders));
        add_all(&mut row, fields.inner_offsets, &form.inner_offsets());
        add_pieces(&mut row, fields.latin_words, latin_words(&text), &form);
        add_pieces(&mut row, fields.kanji_numbers, numbers_with_kanji(&text), &form);
        let headings = section.path.iter().chain([&section.heading]);
        let heading_path: Vec<String> =
            headings.map(|part| fold(part, Folding::Standard)).collect();
        row.add_pairs(fields.heading_exact, pairs(&heading_path.join(BETWEEN)).enumerate());
        add_words(&mut row, fields.title_words, &shared.title_words);
        self.add_metadata(&mut row, document, number, order);
        let is_recognised = section.blocks.iter().any(|block| document.is_recognised(block));
        row.add_u64(fields.recognised, u64::from(is_recognised));
        row.add_u64(fields.n_form_chars, form.len_chars() as u64);
        row.add_u64(fields.n_words, n_words as u64);
        row.add_u64(fields.first_seen, shared.first_seen(section));
        let blocks = section.block_ranges();
        let sentences = sentences_in_blocks(&text, &blocks);
        add_notations(&mut row, fields.notations, &text, &blocks);
        add_all(&mut row, fields.sentence_starts, &starts(sentences.into_iter(), &form));
        add_all(&mut row, fields.paragraph_starts, &starts(blocks.iter().cloned(), &form));
        let pages = page_ranges(section, &blocks);
        add_all(&mut row, fields.page_starts, &starts(pages.into_iter(), &form));
        add_all(&mut row, fields.page_numbers, &page_numbers(section));
        row.add_bytes(fields.record, &section_bytes(document, order, section)?);
        row.end()
    }

    /// The compounds of a document that was written before.
    pub(super) fn compounds(&self, document: &Document) -> TermCounts {
        let mut compounds = TermCounts::default();
        for section in &document.sections {
            let text = section.text();
            let mut parts = Vec::new();
            self.analyzer.each_word(&text, |word| parts.push(Part::of(&word)));
            count_compounds(&mut compounds, &text, &parts);
        }
        compounds
    }

    fn add_metadata(&self, row: &mut Row<'_>, document: &Document, number: u64, order: usize) {
        let (fields, metadata) = (&self.fields, &document.metadata);
        row.add_label(fields.issuer, &metadata.issuer);
        row.add_label(fields.kind, &metadata.kind);
        // A date that is not known is no number: an undated document lies in no range.
        if let Some(date) = metadata.issued {
            row.add_u64(fields.issued, u64::from(date.as_number()));
            row.add_i64(fields.fiscal_year, i64::from(date.fiscal_year()));
        }
        row.add_u64(fields.document, number);
        row.add_label(fields.document_id, document.id.as_str());
        row.add_u64(fields.section_order, order as u64);
    }

    pub(super) fn add_document(
        &self,
        segment: &mut SegmentWriter,
        document: &Document,
        number: u64,
        origin: &Origin,
    ) -> Result<(), IndexError> {
        let fields = &self.document_fields;
        let mut row = segment.row();
        row.add_label(fields.id, document.id.as_str());
        row.add_u64(fields.number, number);
        row.add_label(fields.source, &origin.source);
        row.add_u64(fields.digest, origin.digest);
        let title = fold(&document.metadata.title, Folding::Standard);
        row.add_pairs(fields.title_exact, pairs(&title).enumerate());
        row.add_u64(fields.n_pages, document.source.n_pages.map_or(0, u64::from));
        let source = &document.source;
        row.add_u64(fields.n_pages_without_text, u64::from(source.n_pages_without_text));
        row.add_u64(fields.n_pages_with_pictures, source.pages_with_pictures.len() as u64);
        row.add_u64(fields.n_attachments, u64::from(source.n_attachments));
        row.add_bytes(fields.summary, &DocumentOverview::bytes_of(document)?);
        row.add_bytes(fields.record, &document_bytes(document)?);
        row.end()
    }
}

/// Which words of a section's text are its heading's. The text begins with it, and what stands on one
/// line is segmented by itself.
struct OfHeading {
    /// Whether it has not to be segmented apart.
    is_in_text: bool,
    n_chars: usize,
    n_words: usize,
}

impl OfHeading {
    fn of(section: &Section) -> OfHeading {
        let heading = &section.heading;
        let is_first = section.blocks.first().is_some_and(|block| block.text == *heading);
        OfHeading {
            is_in_text: is_first && !heading.contains('\n'),
            n_chars: heading.chars().count(),
            n_words: 0,
        }
    }

    fn has(&self, chars: &Range<usize>) -> bool {
        self.is_in_text && chars.end <= self.n_chars
    }
}

/// The blocks at which another page begins than the block before stood on.
fn page_ranges(section: &Section, blocks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let mut last = None;
    for (block, range) in section.blocks.iter().zip(blocks) {
        if pages.is_empty() || last != Some(block.page.as_ref()) {
            pages.push(range.clone());
        }
        let turns = block.page_turns.iter().map(|turn| range.start + turn.at_chars..range.end);
        pages.extend(turns);
        last = Some(block.last_page());
    }
    pages
}

/// The pages that a section touches: printed numbers where they are numbers, else those of the file.
fn page_numbers(section: &Section) -> Vec<usize> {
    let pages = section.blocks.iter().flat_map(Block::pages);
    let mut numbers: Vec<usize> = pages
        .filter_map(|page| {
            let printed =
                page.printed.as_ref().and_then(|label| fold(label, Folding::Standard).parse().ok());
            printed.or_else(|| page.file.and_then(|number| usize::try_from(number).ok()))
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The notations of each block, each once: a number does not go on in the next block.
fn add_notations(row: &mut Row<'_>, field: Field, text: &str, blocks: &[Range<usize>]) {
    let of_block = |block: &Range<usize>| written_values(slice_chars(text, block.clone()));
    let found: BTreeSet<String> =
        blocks.iter().flat_map(of_block).map(|found| notation_term(&found)).collect();
    for (nth, term) in found.iter().enumerate() {
        row.add_word(field, term, nth);
    }
}

fn add_words(row: &mut Row<'_>, field: Field, words: &[String]) {
    for (nth, word) in words.iter().enumerate() {
        row.add_word(field, word, nth);
    }
}

fn add_all(row: &mut Row<'_>, field: Field, values: &[usize]) {
    for &value in values {
        row.add_u64(field, value as u64);
    }
}

/// Adds pieces of the text as stretches of its form.
fn add_pieces(row: &mut Row<'_>, field: Field, pieces: Vec<Range<usize>>, form: &MatchForm) {
    for piece in pieces {
        for stretch in packed(form.form_range(piece)) {
            row.add_u64(field, stretch);
        }
    }
}
