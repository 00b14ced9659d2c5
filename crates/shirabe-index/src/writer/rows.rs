//! Rows of the index: a section or a document as the search library takes it.

use std::ops::Range;

use shirabe_document::{Document, Section};
use shirabe_text::{Folding, fold, sentences_in_blocks};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::Origin;
use crate::analysis::{FoundWord, starts};
use crate::compounds::{Part, count_compounds};
use crate::overview::DocumentOverview;
use crate::schema::{DocumentFields, Fields};
use crate::stored::{document_bytes, section_bytes};
use crate::tally::Tally;
use crate::word_list::WordList;
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
    title_words: String,
}

impl Rows {
    pub(super) fn shared(&self, document: &Document) -> Shared {
        Shared { title_words: self.words_of(&document.metadata.title) }
    }

    pub(super) fn section(
        &self,
        document: &Document,
        shared: &Shared,
        number: u64,
        order: usize,
        section: &Section,
        compounds: &mut Tally,
    ) -> Result<TantivyDocument, IndexError> {
        let fields = &self.fields;
        let text = section.text();
        let mut words = Words::of(section);
        let form = self.analyzer.each_word(&text, |word| words.push(&word));
        count_compounds(compounds, &text, &words.parts);
        let mut out = TantivyDocument::new();
        out.add_text(fields.exact, form.as_str());
        add_all(&mut out, fields.inner_offsets, &form.inner_offsets());
        out.add_text(fields.words, words.all.into_text());
        let of_heading = words.of_heading.map(WordList::into_text);
        out.add_text(
            fields.heading_words,
            of_heading.unwrap_or_else(|| self.words_of(&section.heading)),
        );
        let headings = section.path.iter().chain([&section.heading]);
        let heading_path: Vec<String> =
            headings.map(|part| fold(part, Folding::Standard)).collect();
        out.add_text(fields.heading_exact, heading_path.join(BETWEEN));
        out.add_text(fields.title_words, &shared.title_words);
        self.add_metadata(&mut out, document, number, order);
        out.add_u64(fields.n_chars, form.len_chars() as u64);
        let blocks = section.block_ranges();
        let sentences = sentences_in_blocks(&text, &blocks);
        add_all(&mut out, fields.sentence_starts, &starts(sentences.into_iter(), &form));
        add_all(&mut out, fields.paragraph_starts, &starts(blocks.iter().cloned(), &form));
        let pages = page_ranges(section, &blocks);
        add_all(&mut out, fields.page_starts, &starts(pages.into_iter(), &form));
        add_all(&mut out, fields.page_numbers, &page_numbers(section));
        out.add_bytes(fields.record, &section_bytes(document, order, section)?);
        Ok(out)
    }

    /// The compounds of a document that was written before.
    pub(super) fn compounds(&self, document: &Document) -> Tally {
        let mut compounds = Tally::default();
        for section in &document.sections {
            let text = section.text();
            let mut parts = Vec::new();
            self.analyzer.each_word(&text, |word| parts.push(Part::of(&word)));
            count_compounds(&mut compounds, &text, &parts);
        }
        compounds
    }

    fn add_metadata(
        &self,
        out: &mut TantivyDocument,
        document: &Document,
        number: u64,
        order: usize,
    ) {
        let (fields, metadata) = (&self.fields, &document.metadata);
        out.add_text(fields.issuer, &metadata.issuer);
        out.add_text(fields.kind, &metadata.kind);
        out.add_u64(fields.issued, metadata.issued.map_or(0, |date| u64::from(date.as_number())));
        let fiscal_year = metadata.issued.map_or(0, shirabe_document::Date::fiscal_year);
        out.add_i64(fields.fiscal_year, i64::from(fiscal_year));
        out.add_u64(fields.document, number);
        out.add_text(fields.document_id, document.id.as_str());
        out.add_u64(fields.section_order, order as u64);
    }

    fn words_of(&self, text: &str) -> String {
        let mut list = WordList::default();
        let mut nth = 0;
        self.analyzer.segmenter().for_each_term(text, |term| {
            list.push(term.text, nth);
            nth += 1;
        });
        list.into_text()
    }

    pub(super) fn document(
        &self,
        document: &Document,
        number: u64,
        origin: &Origin,
    ) -> Result<TantivyDocument, IndexError> {
        let fields = &self.document_fields;
        let mut out = TantivyDocument::new();
        out.add_text(fields.id, document.id.as_str());
        out.add_u64(fields.number, number);
        out.add_text(fields.source, &origin.source);
        out.add_u64(fields.digest, origin.digest);
        out.add_text(fields.title_exact, fold(&document.metadata.title, Folding::Standard));
        out.add_u64(fields.n_pages, document.source.n_pages.map_or(0, u64::from));
        out.add_u64(fields.n_pages_without_text, u64::from(document.source.n_pages_without_text));
        out.add_bytes(fields.summary, &DocumentOverview::bytes_of(document)?);
        out.add_bytes(fields.record, &document_bytes(document)?);
        Ok(out)
    }
}

/// The words of a section as they are met.
struct Words {
    all: WordList,
    parts: Vec<Part>,
    /// Those of the heading, numbered through. The text begins with it, and what stands on one line is
    /// segmented by itself; `None` where the heading has to be segmented apart.
    of_heading: Option<WordList>,
    heading_chars: usize,
    n_of_heading: usize,
}

impl Words {
    fn of(section: &Section) -> Words {
        let heading = &section.heading;
        let is_first = section.blocks.first().is_some_and(|block| block.text == *heading);
        Words {
            all: WordList::default(),
            parts: Vec::new(),
            of_heading: (is_first && !heading.contains('\n')).then(WordList::default),
            heading_chars: heading.chars().count(),
            n_of_heading: 0,
        }
    }

    fn push(&mut self, word: &FoundWord<'_>) {
        self.all.push(word.text, word.position);
        self.parts.push(Part::of(word));
        let is_inside = word.chars.end <= self.heading_chars;
        if let Some(list) = self.of_heading.as_mut().filter(|_| is_inside) {
            list.push(word.text, self.n_of_heading);
            self.n_of_heading += 1;
        }
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
    let pages = section
        .blocks
        .iter()
        .flat_map(|block| block.page.iter().chain(block.page_turns.iter().map(|turn| &turn.page)));
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

fn add_all(out: &mut TantivyDocument, field: Field, values: &[usize]) {
    for &value in values {
        out.add_u64(field, value as u64);
    }
}
