//! Writing a generation.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use fs_err as fs;
use shirabe_document::{Document, Section};
use shirabe_text::{Folding, fold, sentences_in_blocks};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::UserOperation;
use tantivy::schema::{Field, Schema};
use tantivy::store::Compressor;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

use crate::analysis::{Terms, starts};
use crate::definitions::{Definition, definitions_in, write_definitions, write_headings};
use crate::generation::{
    Manifest, current_number, folder, make_current, remove_old, sync_folder, write_manifest,
};
use crate::schema::{DocumentFields, Fields, tokenizers};
use crate::stored::{SectionRecord, document_bytes};
use crate::{Fingerprint, IndexError, SectionAnalyzer, WriterLock};

/// Separates the parts of a heading path, so that no phrase runs across two headings.
const BARRIER: &str = "\u{1}";
/// Longer headings are sentences, which nobody completes.
const MAX_HEADING_CHARS: usize = 40;
/// A server keeps all of them in memory.
const MAX_HEADINGS: usize = 50_000;
const SECTIONS_BUDGET_BYTES: usize = 192_000_000;
const DOCUMENTS_BUDGET_BYTES: usize = 15_000_000;

/// Writes a new generation; it becomes visible by [`GenerationWriter::publish`] and is removed when
/// dropped before.
pub struct GenerationWriter {
    root: PathBuf,
    number: u64,
    partial: PathBuf,
    analyzer: SectionAnalyzer,
    fields: Fields,
    document_fields: DocumentFields,
    sections: IndexWriter,
    documents: IndexWriter,
    next_document: AtomicU64,
    definitions: Mutex<Vec<Definition>>,
    headings: Mutex<BTreeSet<String>>,
    _lock: WriterLock,
}

impl GenerationWriter {
    /// Begins a new, empty generation of the index at `root`; `holder` says who writes.
    pub fn create(
        root: &Path,
        analyzer: SectionAnalyzer,
        holder: &str,
    ) -> Result<GenerationWriter, IndexError> {
        let lock = WriterLock::acquire(root, holder)?;
        // A damaged CURRENT must not keep a rebuild from mending it.
        let number = current_number(root).ok().flatten().map_or(1, |number| number + 1);
        let partial = root.join(format!("gen-{number:06}.partial"));
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        let (schema, fields) = Fields::schema();
        let (document_schema, document_fields) = DocumentFields::schema();
        Ok(GenerationWriter {
            root: root.to_owned(),
            number,
            analyzer,
            fields,
            document_fields,
            sections: writer(&partial.join("sections"), schema, SECTIONS_BUDGET_BYTES)?,
            documents: writer(&partial.join("documents"), document_schema, DOCUMENTS_BUDGET_BYTES)?,
            partial,
            next_document: AtomicU64::new(0),
            definitions: Mutex::default(),
            headings: Mutex::default(),
            _lock: lock,
        })
    }

    /// Adds a document. May be called from several threads.
    pub fn add(&self, document: &Document) -> Result<(), IndexError> {
        let number = self.next_document.fetch_add(1, Ordering::Relaxed);
        let mut operations = Vec::with_capacity(document.sections.len());
        for (order, section) in document.sections.iter().enumerate() {
            operations.push(UserOperation::Add(self.section(document, number, order, section)?));
        }
        let found = definitions_in(document, self.analyzer.segmenter());
        self.definitions.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
        let mut headings = self.headings.lock().unwrap_or_else(PoisonError::into_inner);
        let short = document.sections.iter().map(|section| &section.heading);
        headings.extend(short.filter(|text| text.chars().count() <= MAX_HEADING_CHARS).cloned());
        let n_too_many = headings.len().saturating_sub(MAX_HEADINGS);
        (0..n_too_many).for_each(|_| drop(headings.pop_last()));
        drop(headings);
        self.sections.run(operations)?;
        self.documents.add_document(self.document(document, number)?)?;
        Ok(())
    }

    /// Completes the generation and lets it serve; `built` is the time, RFC 3339.
    pub fn publish(mut self, fingerprint: Fingerprint, built: String) -> Result<u64, IndexError> {
        self.sections.commit()?;
        self.documents.commit()?;
        let next_document = self.next_document.load(Ordering::Relaxed);
        write_manifest(&self.partial, &Manifest { fingerprint, built, next_document })?;
        sync_folder(&self.partial)?;
        let GenerationWriter {
            root,
            number,
            partial,
            sections,
            documents,
            definitions,
            headings,
            ..
        } = self;
        let mut definitions = definitions.into_inner().unwrap_or_else(PoisonError::into_inner);
        definitions.sort();
        write_definitions(&partial, &definitions)?;
        let headings = headings.into_inner().unwrap_or_else(PoisonError::into_inner);
        write_headings(&partial, &headings.into_iter().collect::<Vec<_>>())?;
        sections.wait_merging_threads()?;
        documents.wait_merging_threads()?;
        let complete = folder(&root, number);
        if complete.exists() {
            fs::remove_dir_all(&complete)?;
        }
        fs::rename(&partial, &complete)?;
        make_current(&root, number)?;
        remove_old(&root, number)?;
        Ok(number)
    }

    fn section(
        &self,
        document: &Document,
        number: u64,
        order: usize,
        section: &Section,
    ) -> Result<TantivyDocument, IndexError> {
        let fields = &self.fields;
        let metadata = &document.metadata;
        let text = section.text();
        let Terms { form, words } = self.analyzer.analyze(&text);
        let mut out = TantivyDocument::new();
        out.add_text(fields.exact, form.as_str());
        let inner = form.inner_offsets();
        out.add_text(fields.characters, whole_characters(form.as_str(), &inner));
        add_all(&mut out, fields.inner_offsets, &inner);
        out.add_pre_tokenized_text(
            fields.words,
            tokens(words.into_iter().map(|w| (w.text, w.position))),
        );
        let headings = section.path.iter().chain([&section.heading]);
        let heading_path: Vec<String> =
            headings.map(|part| fold(part, Folding::Standard)).collect();
        out.add_text(fields.heading_exact, heading_path.join(BARRIER));
        out.add_text(fields.title_exact, fold(&metadata.title, Folding::Standard));
        self.add_words(&mut out, fields.heading_words, &section.heading);
        self.add_words(&mut out, fields.title_words, &metadata.title);
        out.add_text(fields.issuer, &metadata.issuer);
        out.add_text(fields.kind, &metadata.kind);
        out.add_u64(fields.issued, metadata.issued.map_or(0, |date| u64::from(date.as_number())));
        let fiscal_year = metadata.issued.map_or(0, shirabe_document::Date::fiscal_year);
        out.add_i64(fields.fiscal_year, i64::from(fiscal_year));
        out.add_u64(fields.document, number);
        out.add_text(fields.document_id, document.id.as_str());
        out.add_u64(fields.section_order, order as u64);
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

    fn add_words(&self, out: &mut TantivyDocument, field: Field, text: &str) {
        let words = self.analyzer.word_texts(text).into_iter().enumerate();
        out.add_pre_tokenized_text(field, tokens(words.map(|(position, text)| (text, position))));
    }

    fn document(&self, document: &Document, number: u64) -> Result<TantivyDocument, IndexError> {
        let fields = &self.document_fields;
        let mut out = TantivyDocument::new();
        out.add_text(fields.id, document.id.as_str());
        out.add_u64(fields.number, number);
        out.add_u64(
            fields.issued,
            document.metadata.issued.map_or(0, |date| u64::from(date.as_number())),
        );
        out.add_u64(fields.n_pages, document.source.n_pages.map_or(0, u64::from));
        out.add_u64(fields.n_pages_without_text, u64::from(document.source.n_pages_without_text));
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
    let is_inner = |at: usize| inner.binary_search(&at).is_ok();
    let whole = form.chars().enumerate().filter(|(at, _)| !is_inner(*at) && !is_inner(at + 1));
    whole.map(|(_, c)| c).collect()
}

fn add_all(out: &mut TantivyDocument, field: Field, values: &[usize]) {
    for &value in values {
        out.add_u64(field, value as u64);
    }
}

fn tokens(words: impl Iterator<Item = (String, usize)>) -> PreTokenizedString {
    let tokens =
        words.map(|(text, position)| Token { text, position, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}

fn writer(dir: &Path, schema: Schema, budget_bytes: usize) -> Result<IndexWriter, IndexError> {
    fs::create_dir_all(dir)?;
    let directory = MmapDirectory::open(dir)
        .map_err(|error| IndexError::Damaged { path: dir.to_owned(), reason: error.to_string() })?;
    let settings =
        IndexSettings { docstore_compression: Compressor::Lz4, ..IndexSettings::default() };
    let index = Index::builder()
        .schema(schema)
        .settings(settings)
        .tokenizers(tokenizers())
        .open_or_create(directory)?;
    Ok(index.writer_with_num_threads(1, budget_bytes)?)
}
