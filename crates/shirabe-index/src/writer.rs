//! Writing a generation.
//!
//! A [`GenerationWriter`] begins empty or as a copy of the generation that serves, takes documents in
//! and out, and lets the result serve by [`GenerationWriter::publish`].
//!
//! Invariant: until then nothing that serves is touched; the files shared with it are never written to.

mod postings;
mod rows;
mod sorting;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fs_err as fs;
use shirabe_document::{Document, DocumentId};
use shirabe_text::Segmenter;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::LogMergePolicy;
use tantivy::schema::Schema;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, Term};

use crate::definitions::{
    Definition, definitions_in, read_definitions, worth_keeping, write_definitions,
};
use crate::first_seen::number_of_moment;
use crate::folders::{self, Manifest, current_number, write_durably, write_manifest};
use crate::generation::guarded;
use crate::schema::{DocumentFields, Fields};
use crate::suggestion_dictionary::{
    SuggestionDictionary, short_headings_of, write_suggestion_dictionary,
};
use crate::term_counts::TermCounts;
use crate::{
    Archive, DocumentMarks, Fingerprint, Generation, IndexError, SectionAnalyzer, WriterLock,
};

use rows::Rows;
use table::{Table, Traces};

const HEADINGS_FILE: &str = "headings.json.gz";
const COMPOUNDS_FILE: &str = "compounds.json.gz";

/// The least that the search library takes for its own writer, which only takes documents out here.
const LIBRARY_BUDGET_BYTES: usize = 15_000_000;
/// Segments of more sections stay as they are: merging them would cost as much as writing them did,
/// and a query meets ten as fast as one.
const MAX_MERGED_SECTIONS: usize = 20_000;
/// Larger blocks are stored in fewer bytes and read more slowly.
const STORE_BLOCK_BYTES: usize = 32 * 1024;
/// Of zstd: a tenth smaller than level 3, and as fast to read.
const STORE_LEVEL: i32 = 6;

/// Writes a new generation; it becomes visible by [`GenerationWriter::publish`] and is removed by the
/// next writer when dropped before.
pub struct GenerationWriter {
    root: PathBuf,
    number: u64,
    rows: Rows,
    sections: Table,
    documents: Table,
    partial: Partial,
    next_document: AtomicU64,
    names: Mutex<Names>,
    /// What served when this began, for its documents.
    previous: Option<Previous>,
    is_update: bool,
    _lock: WriterLock,
}

/// A generation that stands before the one that is written.
struct Previous {
    generation: Generation,
    /// Whether its files are as they were written. Otherwise it is asked with care, and what it does not
    /// answer is lost.
    is_sound: bool,
}

/// The folder of an unfinished generation, which goes where the generation is not finished: a full disk
/// needs the room. What a killed process leaves behind is removed by the next writer.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        // After `publish` it is not there any more.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a new generation begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// What the serving one holds, if it was made with the same fingerprint.
    Copy,
    /// Nothing.
    Empty,
}

/// Where a document comes from, as the ingest reckons it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub source: String,
    /// Tells whether the document would be made from the same again.
    pub digest: u64,
    /// When it was read, RFC 3339 in UTC: when those of its sections that are new came in.
    pub read_at: String,
}

/// What the documents call things, and which documents of the copied generation are gone.
#[derive(Default)]
struct Names {
    copied: Vec<Definition>,
    definitions: Vec<Definition>,
    headings: TermCounts,
    compounds: TermCounts,
    replaced: BTreeSet<String>,
    n_changes: u64,
    /// Questions that a damaged generation did not answer.
    n_unanswered: usize,
}

impl GenerationWriter {
    /// Begins a new, empty generation of the index at `root`; `holder` says who writes.
    pub fn create(
        root: &Path,
        analyzer: SectionAnalyzer,
        holder: &str,
    ) -> Result<GenerationWriter, IndexError> {
        let lock = WriterLock::acquire(root, holder)?;
        Self::begin(root, analyzer, lock, None)
    }

    /// Begins a new generation after the one that serves. Begins an empty one where there is none to copy,
    /// where it was not made with `fingerprint`, or where it is damaged.
    pub fn update(
        root: &Path,
        analyzer: SectionAnalyzer,
        fingerprint: &Fingerprint,
        holder: &str,
        start: Start,
    ) -> Result<GenerationWriter, IndexError> {
        let lock = WriterLock::acquire(root, holder)?;
        folders::mend_current(root)?;
        let base = match start {
            Start::Copy => guarded(|| Generation::open_current(root, fingerprint)).ok(),
            Start::Empty => None,
        };
        // Damage is not copied on: a generation that is not as it was written is made anew.
        let base = base.filter(Generation::is_sound);
        Self::begin(root, analyzer, lock, base)
    }

    fn begin(
        root: &Path,
        analyzer: SectionAnalyzer,
        lock: WriterLock,
        base: Option<Generation>,
    ) -> Result<GenerationWriter, IndexError> {
        let newest = folders::numbers(root)?.last().copied();
        // A damaged CURRENT must not keep a rebuild from mending it.
        let current = current_number(root).ok().flatten();
        let number = newest.max(current).map_or(1, |number| number + 1);
        let base_dir = base.as_ref().map(|base| folders::folder(root, base.number()));
        let partial = Partial(folders::unfinished(root, number));
        folders::begin(root, &partial.0, base_dir.as_deref())?;
        let (schema, fields) = Fields::schema();
        let (document_schema, document_fields) = DocumentFields::schema();
        let mut names = Names::default();
        if let Some(dir) = &base_dir {
            names.copied = read_definitions(dir)?;
            names.headings = TermCounts::read(&dir.join(HEADINGS_FILE))?;
            names.compounds = TermCounts::read(&dir.join(COMPOUNDS_FILE))?;
        }
        Ok(GenerationWriter {
            number,
            rows: Rows { analyzer, fields, document_fields },
            sections: table(&partial.0.join("sections"), schema)?,
            documents: table(&partial.0.join("documents"), document_schema)?,
            partial,
            next_document: AtomicU64::new(base.as_ref().map_or(0, Generation::next_document)),
            names: Mutex::new(names),
            is_update: base.is_some(),
            previous: base
                .map(|generation| (generation, true))
                .or_else(|| Generation::open_stored(root))
                .map(|(generation, is_sound)| Previous { generation, is_sound }),
            root: root.to_owned(),
            _lock: lock,
        })
    }

    /// Whether this began with the documents of the serving generation.
    pub fn is_update(&self) -> bool {
        self.is_update
    }

    /// The number of the generation that stands before this one, if there is one whose documents can be
    /// read.
    pub fn base_number(&self) -> Option<u64> {
        self.previous.as_ref().map(|previous| previous.generation.number())
    }

    /// A document as it stood before, if it did.
    pub fn previous(&self, id: &DocumentId) -> Result<Option<Document>, IndexError> {
        self.ask(|previous| previous.document(id))
    }

    /// A document as it stood before, without its sections, and how many those were.
    pub fn previous_head(&self, id: &DocumentId) -> Result<Option<(Document, usize)>, IndexError> {
        self.ask(|previous| {
            let Some(marks) = previous.marks_of(id)? else { return Ok(None) };
            let overview = previous.overview(marks.number)?;
            let head = previous.document_without_sections(id.as_str())?;
            Ok(head.zip(overview.map(|overview| overview.n_sections)))
        })
    }

    /// The number and the digest that a document had before.
    pub fn previous_marks(&self, id: &DocumentId) -> Result<Option<DocumentMarks>, IndexError> {
        self.ask(|previous| previous.marks_of(id))
    }

    /// The ids of the documents that came from `source` before.
    pub fn previous_ids(&self, source: &str) -> Result<Vec<DocumentId>, IndexError> {
        self.ask(|previous| previous.ids_from(source))
    }

    /// The files that the documents came from before.
    pub fn previous_sources(&self) -> Result<BTreeSet<String>, IndexError> {
        self.ask(Generation::sources)
    }

    /// A file that was laid beside the index before, if it is as it was written.
    pub fn previous_attachment(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        self.ask(|previous| previous.attachment(name))
    }

    /// How many questions could not be answered because what stood before is damaged.
    pub fn n_unanswered(&self) -> usize {
        self.names().n_unanswered
    }

    fn ask<T: Default>(
        &self,
        question: impl FnOnce(&Generation) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        match &self.previous {
            None => Ok(T::default()),
            Some(Previous { generation, is_sound: true }) => question(generation),
            Some(Previous { generation, is_sound: false }) => Ok(guarded(|| question(generation))
                .unwrap_or_else(|_| {
                    self.names().n_unanswered += 1;
                    T::default()
                })),
        }
    }

    /// A number for the next new document. The order of numbers is the order of equal results.
    pub fn reserve(&self) -> u64 {
        self.next_document.fetch_add(1, Ordering::Relaxed)
    }

    /// Adds a document that comes from nowhere in particular. May be called from several threads.
    pub fn add(&self, document: &Document) -> Result<(), IndexError> {
        self.put(document, self.reserve(), &Origin::default())
    }

    /// Puts a document in, in place of the one that has its id. May be called from several threads.
    pub fn put(&self, document: &Document, number: u64, origin: &Origin) -> Result<(), IndexError> {
        self.take_out(&document.id)?;
        let known = self.ask(|previous| previous.first_seen(&document.id))?;
        let shared = self.rows.shared(document, number_of_moment(&origin.read_at), known);
        let mut compounds = TermCounts::default();
        self.sections.add(|segment| {
            (0..document.sections.len()).try_for_each(|order| {
                self.rows.add_section(segment, document, &shared, number, order, &mut compounds)
            })
        })?;
        self.documents.add(|segment| self.rows.add_document(segment, document, number, origin))?;
        let found = definitions_in(document, self.rows.analyzer.segmenter());
        let mut names = self.names();
        names.definitions.extend(found);
        names.headings.add(short_headings_of(document));
        names.compounds.add(compounds);
        names.n_changes += 1;
        Ok(())
    }

    /// Takes a document out. May be called from several threads.
    pub fn remove(&self, id: &DocumentId) -> Result<(), IndexError> {
        self.take_out(id)?;
        self.names().n_changes += 1;
        Ok(())
    }

    /// Takes out what the copied generation holds under `id`, once.
    fn take_out(&self, id: &DocumentId) -> Result<(), IndexError> {
        if !self.is_update {
            return Ok(());
        }
        let Some(former) = self.previous(id)? else { return Ok(()) };
        let mut names = self.names();
        if !names.replaced.insert(id.to_string()) {
            return Ok(());
        }
        names.headings.remove(&short_headings_of(&former));
        drop(names);
        let compounds = self.rows.compounds(&former);
        self.names().compounds.remove(&compounds);
        self.sections.remove(Term::from_field_text(self.rows.fields.document_id, id.as_str()));
        self.documents.remove(Term::from_field_text(self.rows.document_fields.id, id.as_str()));
        Ok(())
    }

    /// How many documents were put in or taken out.
    pub fn n_changes(&self) -> u64 {
        self.names().n_changes
    }

    /// Lays a file of the caller's own beside the index; [`Generation::attachment`] reads it.
    pub fn attach(&self, name: &str, bytes: &[u8]) -> Result<(), IndexError> {
        write_durably(&self.partial.0.join(name), bytes)
    }

    /// Completes the generation and lets it serve; `built` is the time, RFC 3339.
    pub fn publish(self, fingerprint: Fingerprint, built: String) -> Result<u64, IndexError> {
        self.complete(fingerprint, built, Traces::Stay)
    }

    /// The same, and of what was taken out nothing stays: neither in segments, which otherwise keep it until
    /// they are merged, nor in former generations, unless somebody reads them.
    pub fn publish_without_traces(
        self,
        fingerprint: Fingerprint,
        built: String,
    ) -> Result<u64, IndexError> {
        self.complete(fingerprint, built, Traces::Go)
    }

    fn complete(
        self,
        fingerprint: Fingerprint,
        built: String,
        traces: Traces,
    ) -> Result<u64, IndexError> {
        let next_document = self.next_document.load(Ordering::Relaxed);
        let GenerationWriter {
            root,
            number,
            rows,
            partial,
            sections,
            documents,
            names,
            previous,
            is_update,
            ..
        } = self;
        sections.commit(traces)?;
        documents.commit(traces)?;
        let names = names.into_inner().unwrap_or_else(PoisonError::into_inner);
        let base = previous.as_ref().filter(|_| is_update).map(|base| &base.generation);
        let former = base.map(Generation::suggestion_dictionary).transpose()?.unwrap_or_default();
        names.write(&partial.0, &former, rows.analyzer.segmenter())?;
        folders::open_lists(&partial.0)?;
        let base = base.map(Generation::manifest);
        let files = folders::mark_generation(&partial.0, base)?;
        let manifest = Manifest::new(fingerprint, built, next_document, files);
        write_manifest(&partial.0, &manifest)?;
        Archive::of_index(&root).record()?;
        folders::finish(&root, number, &partial.0)?;
        // What is damaged is nothing to fall back to.
        let stays = |previous: &&Previous| previous.is_sound && traces == Traces::Stay;
        let former = previous.as_ref().filter(stays);
        let former = former.map(|previous| previous.generation.number());
        drop(previous);
        // The generation serves; what cannot be removed now is removed next time.
        let _ = folders::remove_old(&root, number, former);
        Ok(number)
    }

    /// Gives up: what was written goes, and what serves goes on.
    pub fn discard(self) -> Result<(), IndexError> {
        let GenerationWriter { sections, documents, partial: _partial, .. } = self;
        sections.discard()?;
        documents.discard()
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Names {
    fn write(
        self,
        dir: &Path,
        former: &SuggestionDictionary,
        segmenter: &Segmenter,
    ) -> Result<(), IndexError> {
        let Names { copied, mut definitions, mut headings, mut compounds, replaced, .. } = self;
        let stays = |definition: &Definition| !replaced.contains(&definition.document);
        definitions.extend(copied.into_iter().filter(stays));
        let definitions = worth_keeping(&mut definitions);
        write_definitions(dir, &definitions)?;
        headings.write(&dir.join(HEADINGS_FILE))?;
        compounds.write(&dir.join(COMPOUNDS_FILE))?;
        let (headings, compounds) = (headings.into_frequent(), compounds.into_frequent());
        let found = (&definitions[..], &compounds[..], &headings[..]);
        write_suggestion_dictionary(dir, found, former, segmenter)
    }
}

fn table(dir: &Path, schema: Schema) -> Result<Table, IndexError> {
    fs::create_dir_all(dir)?;
    let directory = MmapDirectory::open(dir)
        .map_err(|error| IndexError::Damaged { path: dir.to_owned(), reason: error.to_string() })?;
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(STORE_LEVEL),
        }),
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    let index = Index::builder().schema(schema).settings(settings).open_or_create(directory)?;
    let writer = index.writer_with_num_threads(1, LIBRARY_BUDGET_BYTES)?;
    let mut merging = LogMergePolicy::default();
    merging.set_max_docs_before_merge(MAX_MERGED_SECTIONS);
    writer.set_merge_policy(Box::new(merging));
    Table::new(writer)
}
