//! Generations: complete, unchanging states of the index, opened for reading.
//!
//! Enter by [`Generation::open_current`]. `folders.rs` has what lies where on the disk.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use shirabe_document::{Document, DocumentId, SectionId};
use shirabe_text::{Folding, fold};
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{AllQuery, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, Index, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term,
};

use crate::definitions::{Definition, read_definitions};
use crate::folders::{
    Manifest, Reading, current_number, damaged_at_a_glance, damaged_files, folder, numbers,
    read_manifest,
};
use crate::grams::pairs_from;
use crate::notations::Notations;
use crate::overview::DocumentOverview;
use crate::presence::Presence;
use crate::schema::{DocumentFields, Fields};
use crate::sealed::Sealed;
use crate::section_store::SectionStore;
use crate::stored::{SectionRecord, document_from_parts};
use crate::suggestion_dictionary::SuggestionDictionary;
use crate::{Fingerprint, IndexError};

/// Unpacked blocks of the stored sections that a segment keeps: as many as the search library does.
const CACHED_BLOCKS: usize = 100;
/// How often a generation that is gone when it is opened is followed by a look for the next.
const MAX_TRIES: usize = 5;

/// One generation, opened for reading.
pub struct Generation {
    dir: PathBuf,
    number: u64,
    manifest: Manifest,
    fields: Fields,
    document_fields: DocumentFields,
    sections: Searcher,
    /// What is stored of the sections, by segment.
    section_stores: Vec<SectionStore>,
    documents: Searcher,
    definitions: Vec<Definition>,
    document_ranks: OnceLock<Vec<u32>>,
    _reading: Reading,
}

/// How much a generation holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CorpusSize {
    /// Sections.
    pub n_sections: usize,
    /// Characters of their match forms.
    pub n_chars: usize,
    /// Pages, of documents that have pages.
    pub n_pages: usize,
    /// Pages on which there was no text.
    pub n_pages_without_text: usize,
    /// Pages of which pictures take a quarter or more.
    pub n_pages_with_pictures: usize,
    /// Attached files that were not read.
    pub n_attachments: usize,
}

/// What is kept of a document in order to recognise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentMarks {
    /// Its number in the index, which it keeps for as long as it stands there.
    pub number: u64,
    /// What it was made from, as the ingest reckons it.
    pub digest: u64,
}

impl Generation {
    /// Opens the generation that `CURRENT` names in the index at `root`, or the one before it where that
    /// one is damaged.
    pub fn open_current(root: &Path, expected: &Fingerprint) -> Result<Generation, IndexError> {
        for _ in 1..MAX_TRIES {
            let number = current_number(root)?;
            let number = number.ok_or_else(|| IndexError::Missing(root.to_owned()))?;
            match Self::open(root, number, expected) {
                Err(error @ IndexError::Fingerprint { .. }) => return Err(error),
                // The next generation came, and took away the one that was to be opened.
                Err(_) if current_number(root)? != Some(number) => {}
                Err(error) => return Self::open_former(root, number, expected).ok_or(error),
                opened => return opened,
            }
        }
        Err(IndexError::Missing(root.to_owned()))
    }

    /// Opens the generation with this number, while it is kept.
    pub fn open_numbered(
        root: &Path,
        number: u64,
        expected: &Fingerprint,
    ) -> Result<Generation, IndexError> {
        Self::open(root, number, expected)
    }

    fn open_former(root: &Path, damaged: u64, expected: &Fingerprint) -> Option<Generation> {
        let former = numbers(root).ok()?.into_iter().rev().filter(|number| *number < damaged);
        former.into_iter().find_map(|number| Self::open(root, number, expected).ok())
    }

    fn open(root: &Path, number: u64, expected: &Fingerprint) -> Result<Generation, IndexError> {
        let dir = folder(root, number);
        let manifest = read_manifest(&dir)?;
        if manifest.fingerprint != *expected {
            return Err(IndexError::Fingerprint {
                found: manifest.fingerprint.to_string(),
                expected: expected.to_string(),
            });
        }
        // Also before a former one is tried: what panics while it is opened is damaged, not the end of the program.
        guarded(|| Self::open_with(&dir, number, manifest))
    }

    /// Opens the newest generation that can be opened in order to read its documents, which do not depend
    /// on the analysis or the dictionary it was made with. One that is sound comes before one that is not;
    /// gives whether it is.
    pub(crate) fn open_stored(root: &Path) -> Option<(Generation, bool)> {
        let named = current_number(root).ok().flatten();
        let older = numbers(root).unwrap_or_default().into_iter().rev();
        let older = older.filter(|number| named.is_some_and(|named| *number < named));
        let mut damaged = None;
        for number in named.into_iter().chain(older) {
            let Ok(generation) = guarded(|| Self::open_any(root, number)) else { continue };
            if generation.is_sound() {
                return Some((generation, true));
            }
            damaged.get_or_insert(generation);
        }
        damaged.map(|generation| (generation, false))
    }

    /// Whether every file is as it was written. Reads them all.
    pub(crate) fn is_sound(&self) -> bool {
        if self.manifest.files.is_none() {
            let parts = ["sections", "documents"].map(|part| self.dir.join(part));
            return parts.iter().all(|dir| crate::status::damaged_segments(dir).is_empty());
        }
        damaged_files(&self.dir, &self.manifest).is_empty()
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Opens a generation whatever it was made with, in order to look after it.
    pub(crate) fn open_any(root: &Path, number: u64) -> Result<Generation, IndexError> {
        let dir = folder(root, number);
        let manifest = read_manifest(&dir)?;
        if !manifest.fingerprint.has_this_schema() {
            let reason = "it was made by another version of this program".to_owned();
            return Err(IndexError::Damaged { path: dir, reason });
        }
        Self::open_with(&dir, number, manifest)
    }

    fn open_with(dir: &Path, number: u64, manifest: Manifest) -> Result<Generation, IndexError> {
        let reading = Reading::begin(dir)?;
        check_at_a_glance(dir, &manifest)?;
        let (_, fields) = Fields::schema();
        let (_, document_fields) = DocumentFields::schema();
        let sections = searcher(&dir.join("sections"))?;
        let open = |reader| SectionStore::open(reader, CACHED_BLOCKS);
        let section_stores = sections.segment_readers().iter().map(open);
        Ok(Generation {
            dir: dir.to_owned(),
            number,
            manifest,
            fields,
            document_fields,
            section_stores: section_stores.collect::<Result<_, _>>()?,
            sections,
            documents: searcher(&dir.join("documents"))?,
            definitions: read_definitions(dir)?,
            document_ranks: OnceLock::new(),
            _reading: reading,
        })
    }

    /// The generation's number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was built, RFC 3339.
    pub fn built(&self) -> &str {
        &self.manifest.built
    }

    pub(crate) fn next_document(&self) -> u64 {
        self.manifest.next_document
    }

    /// A file that was laid beside the index, such as the report of the ingest.
    pub fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        match fs_err::read(self.dir.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What it was made with.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.manifest.fingerprint
    }

    /// The fields of [`Generation::sections`].
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The sections.
    pub fn sections(&self) -> &Searcher {
        &self.sections
    }

    /// Which notations of which value stand in the sections.
    pub fn notations(&self) -> Notations {
        Notations::new(self.sections.clone(), self.fields.notations)
    }

    /// Which texts cannot stand in it.
    pub fn presence(&self) -> Presence {
        Presence::new(self.sections.clone(), [self.fields.exact, self.fields.across])
    }

    /// The abbreviations that the documents define, by short form.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The suggestion dictionary. It is read each time.
    pub fn suggestion_dictionary(&self) -> Result<SuggestionDictionary, IndexError> {
        SuggestionDictionary::read(&self.dir)
    }

    /// How much there is to be searched.
    pub fn corpus_size(&self) -> Result<CorpusSize, IndexError> {
        let mut size = CorpusSize::default();
        let sum = |searcher: &Searcher, name: &str| -> Result<usize, IndexError> {
            let mut sum = 0;
            for reader in searcher.segment_readers() {
                let column = reader.fast_fields().u64(name)?;
                sum += column.values.iter().sum::<u64>();
                if reader.has_deletes() {
                    let gone = (0..reader.max_doc()).filter(|doc| reader.is_deleted(*doc));
                    sum -= gone.filter_map(|doc| column.first(doc)).sum::<u64>();
                }
            }
            Ok(usize::try_from(sum).unwrap_or(usize::MAX))
        };
        size.n_sections = usize::try_from(self.sections.num_docs()).unwrap_or(usize::MAX);
        size.n_chars = sum(&self.sections, "n_form_chars")?;
        size.n_pages = sum(&self.documents, "n_pages")?;
        size.n_pages_without_text = sum(&self.documents, "n_pages_without_text")?;
        size.n_pages_with_pictures = sum(&self.documents, "n_pages_with_pictures")?;
        size.n_attachments = sum(&self.documents, "n_attachments")?;
        Ok(size)
    }

    /// How many documents there are.
    pub fn n_documents(&self) -> usize {
        usize::try_from(self.documents.num_docs()).unwrap_or(usize::MAX)
    }

    /// The place of each document among all in the order of their ids, by its number; read by the first
    /// who asks. Numbers depend on how the index was built, and so does their order.
    pub fn document_ranks(&self) -> Result<&[u32], IndexError> {
        if let Some(ranks) = self.document_ranks.get() {
            return Ok(ranks);
        }
        let ranks = self.read_document_ranks()?;
        Ok(self.document_ranks.get_or_init(|| ranks))
    }

    fn read_document_ranks(&self) -> Result<Vec<u32>, IndexError> {
        let mut numbered: Vec<(String, usize)> = Vec::with_capacity(self.n_documents());
        for reader in self.documents.segment_readers() {
            let columns = reader.fast_fields();
            let (Some(ids), numbers) = (columns.str("id")?, columns.u64("number")?) else {
                continue;
            };
            // In their order: to look one up is to read a block of them.
            let mut names = Vec::with_capacity(ids.num_terms());
            let mut stream = ids.dictionary().stream()?;
            while stream.advance() {
                names.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
            for doc in (0..reader.max_doc()).filter(|doc| !reader.is_deleted(*doc)) {
                let id =
                    ids.term_ords(doc).next().and_then(|ord| names.get(usize::try_from(ord).ok()?));
                let number = numbers.first(doc).and_then(|number| usize::try_from(number).ok());
                numbered.extend(id.cloned().zip(number));
            }
        }
        numbered.sort_unstable();
        let greatest = numbered.iter().map(|(_, number)| *number).max();
        let mut ranks = vec![u32::MAX; greatest.map_or(0, |number| number + 1)];
        for (rank, (_, number)) in (0..).zip(&numbered) {
            if let Some(place) = ranks.get_mut(*number) {
                *place = rank;
            }
        }
        Ok(ranks)
    }

    /// The section stored at `address`.
    pub fn record(&self, address: DocAddress) -> Result<SectionRecord, IndexError> {
        let store = self.section_stores.get(address.segment_ord as usize);
        let missing = || IndexError::Damaged {
            path: self.dir.clone(),
            reason: format!("there is no segment {}", address.segment_ord),
        };
        store.ok_or_else(missing)?.record(address.doc_id)
    }

    /// What there is, newest first, then by id.
    pub fn documents(&self) -> Result<Vec<DocumentOverview>, IndexError> {
        let found = self.documents.search(&AllQuery, &DocSetCollector)?;
        let mut rows = Vec::with_capacity(found.len());
        for address in sorted(found) {
            let stored: TantivyDocument = self.documents.doc(address)?;
            let summary = stored.get_first(self.document_fields.summary);
            rows.push(DocumentOverview::from_bytes(
                summary.and_then(|value| value.as_bytes()).unwrap_or_default(),
            )?);
        }
        let newest_first = |row: &DocumentOverview| {
            let issued = row.issued.map_or(0, shirabe_document::Date::as_number);
            (std::cmp::Reverse(issued), row.id.clone())
        };
        rows.sort_by_cached_key(newest_first);
        Ok(rows)
    }

    /// Adds the SHA-256 of the sources of all documents.
    pub(crate) fn add_sources_to(&self, named: &mut BTreeSet<String>) -> Result<(), IndexError> {
        for address in sorted(self.documents.search(&AllQuery, &DocSetCollector)?) {
            let stored: TantivyDocument = self.documents.doc(address)?;
            let record = stored.get_first(self.document_fields.record);
            let head = record.and_then(|value| value.as_bytes()).unwrap_or_default();
            named.insert(document_from_parts(head, Vec::new())?.metadata.sha256);
        }
        Ok(())
    }

    /// The numbers of the documents whose title contains the folded text.
    pub fn documents_titled(&self, folded: &str) -> Result<Vec<u64>, IndexError> {
        let found = sorted(self.titled(folded)?);
        let mut numbers = Vec::with_capacity(found.len());
        for of_segment in found.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let [first, ..] = of_segment else { continue };
            let reader = self.documents.segment_reader(first.segment_ord);
            let column = reader.fast_fields().u64("number")?;
            numbers.extend(of_segment.iter().filter_map(|at| column.first(at.doc_id)));
        }
        Ok(numbers)
    }

    /// The numbers of the documents whose title is the folded name, be it with a number in parentheses behind
    /// it or with 抄 (an extract).
    pub fn documents_named(&self, folded: &str) -> Result<Vec<u64>, IndexError> {
        let mut named = Vec::new();
        for number in self.documents_titled(folded)? {
            let overview = self.overview(number)?;
            let title = overview.map(|overview| fold(&overview.title, Folding::Standard));
            let behind = title.as_deref().and_then(|title| title.strip_prefix(folded));
            if behind.is_some_and(|behind| behind.starts_with('(') || ["", "抄"].contains(&behind))
            {
                named.push(number);
            }
        }
        Ok(named)
    }

    fn titled(&self, folded: &str) -> Result<HashSet<DocAddress>, IndexError> {
        let field = self.document_fields.title_exact;
        let chars: Vec<char> = folded.chars().collect();
        if let [character] = chars[..] {
            return self.documents_with_pairs(field, character);
        }
        let pairs = chars.windows(2).map(String::from_iter);
        let terms: Vec<Term> = pairs.map(|pair| Term::from_field_text(field, &pair)).collect();
        Ok(match &terms[..] {
            [] => HashSet::new(),
            [term] => {
                let query = TermQuery::new(term.clone(), IndexRecordOption::Basic);
                self.documents.search(&query, &DocSetCollector)?
            }
            _ => self.documents.search(&PhraseQuery::new(terms), &DocSetCollector)?,
        })
    }

    /// The documents in whose `field` a character stands.
    fn documents_with_pairs(
        &self,
        field: Field,
        character: char,
    ) -> Result<HashSet<DocAddress>, IndexError> {
        let mut found = HashSet::new();
        for (ord, reader) in (0..).zip(self.documents.segment_readers()) {
            let inverted = reader.inverted_index(field)?;
            for pair in pairs_from(&inverted, character)? {
                let option = IndexRecordOption::Basic;
                let mut postings = inverted.read_postings_from_terminfo(&pair, option)?;
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        found.insert(DocAddress::new(ord, postings.doc()));
                    }
                    postings.advance();
                }
            }
        }
        Ok(found)
    }

    /// The ids of the documents that came from `source`.
    pub fn ids_from(&self, source: &str) -> Result<Vec<DocumentId>, IndexError> {
        let term = Term::from_field_text(self.document_fields.source, source);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut ids = Vec::new();
        for address in sorted(self.documents.search(&query, &DocSetCollector)?) {
            let reader = self.documents.segment_reader(address.segment_ord);
            let Some(column) = reader.fast_fields().str("id")? else { continue };
            let mut id = String::new();
            for ord in column.term_ords(address.doc_id) {
                column.ord_to_str(ord, &mut id)?;
            }
            ids.extend(DocumentId::parse(&id).ok());
        }
        Ok(ids)
    }

    /// The files that the documents came from.
    pub fn sources(&self) -> Result<BTreeSet<String>, IndexError> {
        let mut sources = BTreeSet::new();
        for reader in self.documents.segment_readers() {
            let inverted = reader.inverted_index(self.document_fields.source)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                sources.extend(String::from_utf8(terms.key().to_vec()).ok());
            }
        }
        // Rows that were taken out leave their words behind.
        let mut held = BTreeSet::new();
        for source in sources.into_iter().filter(|source| !source.is_empty()) {
            if !self.ids_from(&source)?.is_empty() {
                held.insert(source);
            }
        }
        Ok(held)
    }

    /// The number and the digest of a document.
    pub fn marks_of(&self, id: &DocumentId) -> Result<Option<DocumentMarks>, IndexError> {
        let term = Term::from_field_text(self.document_fields.id, id.as_str());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.documents.search(&query, &DocSetCollector)?;
        let Some(address) = found.into_iter().next() else { return Ok(None) };
        let columns = self.documents.segment_reader(address.segment_ord).fast_fields();
        let first = |name: &str| -> Result<u64, IndexError> {
            Ok(columns.u64(name)?.first(address.doc_id).unwrap_or(0))
        };
        Ok(Some(DocumentMarks { number: first("number")?, digest: first("digest")? }))
    }

    /// The document with all its sections, or `None` where there is no such document.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, IndexError> {
        let Some(head) = self.document_head(id.as_str())? else { return Ok(None) };
        let term = Term::from_field_text(self.fields.document_id, id.as_str());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut records = Vec::new();
        for address in sorted(self.sections.search(&query, &DocSetCollector)?) {
            records.push(self.record(address)?);
        }
        records.sort_by_key(|record| record.order);
        let sections = records.into_iter().map(|record| record.section).collect();
        document_from_parts(&head, sections).map(Some)
    }

    /// When each section of a document first came in, as `first_seen` has it.
    pub(crate) fn first_seen(
        &self,
        id: &DocumentId,
    ) -> Result<BTreeMap<SectionId, u64>, IndexError> {
        let term = Term::from_field_text(self.fields.document_id, id.as_str());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut seen = BTreeMap::new();
        for address in sorted(self.sections.search(&query, &DocSetCollector)?) {
            let column = self.sections.segment_reader(address.segment_ord).fast_fields();
            let at = column.u64("first_seen")?.first(address.doc_id).unwrap_or(0);
            seen.insert(self.record(address)?.section.id, at);
        }
        Ok(seen)
    }

    /// The document without its sections.
    pub fn document_without_sections(&self, id: &str) -> Result<Option<Document>, IndexError> {
        let Some(head) = self.document_head(id)? else { return Ok(None) };
        document_from_parts(&head, Vec::new()).map(Some)
    }

    /// What a list says of the document with this number.
    pub fn overview(&self, number: u64) -> Result<Option<DocumentOverview>, IndexError> {
        let term = Term::from_field_u64(self.document_fields.number, number);
        let Some(stored) = self.stored_document(term)? else { return Ok(None) };
        let summary = stored.get_first(self.document_fields.summary);
        let bytes = summary.and_then(|value| value.as_bytes()).unwrap_or_default();
        DocumentOverview::from_bytes(bytes).map(Some)
    }

    /// The id of the document with this number.
    pub fn document_id(&self, number: u64) -> Result<Option<String>, IndexError> {
        let term = Term::from_field_u64(self.document_fields.number, number);
        let stored = self.stored_document(term)?;
        Ok(stored.and_then(|stored| {
            stored
                .get_first(self.document_fields.id)
                .and_then(|value| value.as_str())
                .map(str::to_owned)
        }))
    }

    fn document_head(&self, id: &str) -> Result<Option<Vec<u8>>, IndexError> {
        let stored = self.stored_document(Term::from_field_text(self.document_fields.id, id))?;
        Ok(stored.and_then(|stored| {
            stored
                .get_first(self.document_fields.record)
                .and_then(|value| value.as_bytes())
                .map(<[u8]>::to_vec)
        }))
    }

    fn stored_document(&self, term: Term) -> Result<Option<TantivyDocument>, IndexError> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let top = self.documents.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        top.first().map(|(_, address)| Ok(self.documents.doc(*address)?)).transpose()
    }
}

/// Reads what may be damaged. The search library was not written for files with flipped bits: it may panic
/// where it meets one, which is an error as any other here.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let reason = "what it holds makes no sense".to_owned();
        Err(IndexError::Damaged { path: PathBuf::from("a file of the generation"), reason })
    })
}

/// What can be seen of damage before anything is asked.
fn check_at_a_glance(dir: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    let found = damaged_at_a_glance(dir, manifest).into_iter().next();
    found.map_or(Ok(()), |(path, reason)| Err(IndexError::Damaged { path, reason }))
}

fn sorted(addresses: impl IntoIterator<Item = DocAddress>) -> Vec<DocAddress> {
    let mut addresses: Vec<DocAddress> = addresses.into_iter().collect();
    addresses.sort();
    addresses
}

fn searcher(dir: &Path) -> Result<Searcher, IndexError> {
    let index = Index::open(Sealed::open(dir)?)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}
