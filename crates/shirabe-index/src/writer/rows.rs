//! Rows of the index: a section or a document as the search library takes it.

use shirabe_document::{Document, Section};
use shirabe_text::{Folding, fold, sentences_in_blocks};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::Origin;
use crate::analysis::{Terms, WordTerm, starts};
use crate::compounds::Compounds;
use crate::overview::DocumentOverview;
use crate::schema::{DocumentFields, Fields};
use crate::stored::{SectionRecord, document_bytes};
use crate::word_list::WordList;
use crate::{IndexError, SectionAnalyzer};

/// Separates the parts of a heading path, so that no phrase runs across two headings.
const BARRIER: &str = "\u{1}";

/// Makes rows.
pub(super) struct Rows {
    pub(super) analyzer: SectionAnalyzer,
    pub(super) fields: Fields,
    pub(super) document_fields: DocumentFields,
}

/// What the rows of one document have in common.
pub(super) struct Shared {
    folded_title: String,
    title_words: String,
}

impl Rows {
    pub(super) fn shared(&self, document: &Document) -> Shared {
        let title = &document.metadata.title;
        Shared { folded_title: fold(title, Folding::Standard), title_words: self.words_of(title) }
    }

    pub(super) fn section(
        &self,
        document: &Document,
        shared: &Shared,
        number: u64,
        order: usize,
        section: &Section,
        compounds: &mut Compounds,
    ) -> Result<TantivyDocument, IndexError> {
        let fields = &self.fields;
        let text = section.text();
        let Terms { form, words } = self.analyzer.analyze(&text);
        compounds.gather(&text, &words);
        let mut out = TantivyDocument::new();
        out.add_text(fields.exact, form.as_str());
        let inner = form.inner_offsets();
        out.add_text(fields.characters, whole_characters(form.as_str(), &inner));
        add_all(&mut out, fields.inner_offsets, &inner);
        let list = words.iter().map(|word| (word.text.as_str(), word.position));
        out.add_text(fields.words, list.collect::<WordList>().into_text());
        out.add_text(fields.heading_words, self.heading_words(section, &words));
        let headings = section.path.iter().chain([&section.heading]);
        let heading_path: Vec<String> =
            headings.map(|part| fold(part, Folding::Standard)).collect();
        out.add_text(fields.heading_exact, heading_path.join(BARRIER));
        out.add_text(fields.title_exact, &shared.folded_title);
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
        let record = SectionRecord::new(document, order, section);
        out.add_bytes(fields.record, &record.to_bytes()?);
        Ok(out)
    }

    /// The compounds of a document that was written before.
    pub(super) fn compounds(&self, document: &Document) -> Compounds {
        let mut compounds = Compounds::default();
        for section in &document.sections {
            let text = section.text();
            compounds.gather(&text, &self.analyzer.analyze(&text).words);
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

    /// The words of the heading. The text begins with it, and what stands on one line is segmented
    /// by itself, so that its words are those with which the text begins.
    fn heading_words(&self, section: &Section, words: &[WordTerm]) -> String {
        let heading = &section.heading;
        let is_first = section.blocks.first().is_some_and(|block| block.text == *heading);
        if !is_first || heading.contains('\n') {
            return self.words_of(heading);
        }
        let n_chars = heading.chars().count();
        let words = words.iter().take_while(|word| word.chars.end <= n_chars).enumerate();
        words.map(|(nth, word)| (word.text.as_str(), nth)).collect::<WordList>().into_text()
    }

    fn words_of(&self, text: &str) -> String {
        let words = self.analyzer.word_texts(text);
        let list = words.iter().enumerate().map(|(nth, word)| (word.as_str(), nth));
        list.collect::<WordList>().into_text()
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
        out.add_u64(fields.n_pages, document.source.n_pages.map_or(0, u64::from));
        out.add_u64(fields.n_pages_without_text, u64::from(document.source.n_pages_without_text));
        out.add_bytes(fields.summary, &DocumentOverview::bytes_of(document)?);
        out.add_bytes(fields.record, &document_bytes(document)?);
        Ok(out)
    }
}

/// The blocks at which another page begins than the block before stood on.
fn page_ranges(
    section: &Section,
    blocks: &[std::ops::Range<usize>],
) -> Vec<std::ops::Range<usize>> {
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

/// The characters of a match form that a query of one character can find: not those inside ㈱.
fn whole_characters(form: &str, inner: &[usize]) -> String {
    if inner.is_empty() {
        return form.to_owned();
    }
    let is_inner = |at: usize| inner.binary_search(&at).is_ok();
    let whole = form.chars().enumerate().filter(|(at, _)| !is_inner(*at) && !is_inner(at + 1));
    whole.map(|(_, c)| c).collect()
}

fn add_all(out: &mut TantivyDocument, field: Field, values: &[usize]) {
    for &value in values {
        out.add_u64(field, value as u64);
    }
}
