//! Tables: indexes of the search library, whose segments are written here.
//!
//! What the segments are made of is the library's: it reads them, merges them and takes rows out. Only
//! the postings are gathered in another way than its own writer does (`postings.rs`).

use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::indexer::NoMergePolicy;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{DocId, IndexWriter, TantivyDocument, TantivyError, Term};

use super::postings::FieldPostings;
use crate::IndexError;

/// A segment that takes more than this in memory is complete.
const MAX_SEGMENT_BYTES: usize = 170_000_000;

/// What stays of rows that are taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Traces {
    /// They are found no more, and their bytes go when their segment is merged.
    Stay,
    /// Nothing.
    Go,
}

/// An index of the search library that is being changed.
pub(super) struct Table {
    index: IndexWriter,
    /// Whether it began with rows.
    has_former: bool,
    /// Segments that nobody fills at the moment; there are as many as threads that fill one.
    idle: Mutex<Vec<SegmentWriter>>,
    /// Segments that are complete. The library learns of them when it has taken out the former rows: it
    /// would take rows out of these as well.
    complete: Mutex<Vec<SegmentMeta>>,
}

impl Table {
    pub(super) fn new(index: IndexWriter) -> Result<Table, IndexError> {
        let has_former = !index.index().searchable_segment_ids()?.is_empty();
        Ok(Table { index, has_former, idle: Mutex::default(), complete: Mutex::default() })
    }

    /// Lets `fill` add rows. Where it fails, nothing of the table may be committed.
    pub(super) fn add(
        &self,
        fill: impl FnOnce(&mut SegmentWriter) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let idle = locked(&self.idle).pop();
        let mut segment = match idle {
            Some(segment) => segment,
            None => SegmentWriter::new(self.index.new_segment())?,
        };
        fill(&mut segment)?;
        if segment.n_bytes() > MAX_SEGMENT_BYTES {
            let segment = segment.finish()?;
            locked(&self.complete).push(segment);
        } else {
            locked(&self.idle).push(segment);
        }
        Ok(())
    }

    /// Takes out the former rows that have `term`.
    pub(super) fn remove(&self, term: Term) {
        if self.has_former {
            self.index.delete_term(term);
        }
    }

    /// Completes everything that was begun.
    pub(super) fn commit(mut self, traces: Traces) -> Result<(), IndexError> {
        self.index.commit()?;
        let begun = std::mem::take(&mut *locked(&self.idle));
        let finished: Result<Vec<SegmentMeta>, IndexError> =
            begun.into_par_iter().map(SegmentWriter::finish).collect();
        locked(&self.complete).extend(finished?);
        for segment in std::mem::take(&mut *locked(&self.complete)) {
            self.index.add_segment(segment)?;
        }
        self.index.commit()?;
        if traces == Traces::Go {
            self.rewrite()?;
        }
        Ok(self.index.wait_merging_threads()?)
    }

    /// Writes every segment anew that has rows which were taken out.
    fn rewrite(&mut self) -> Result<(), IndexError> {
        // A merge that has begun by itself would take the segments along.
        self.index.set_merge_policy(Box::new(NoMergePolicy));
        let metas = self.index.index().searchable_segment_metas()?;
        for meta in metas.iter().filter(|meta| meta.has_deletes()) {
            // `None` where all rows are gone.
            self.index.merge(&[meta.id()]).wait()?;
        }
        self.index.commit()?;
        self.index.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Leaves everything as it is.
    pub(super) fn discard(self) -> Result<(), IndexError> {
        Ok(self.index.wait_merging_threads()?)
    }
}

/// A segment that is being filled.
pub(super) struct SegmentWriter {
    segment: Segment,
    schema: Schema,
    n_rows: DocId,
    /// By number of the field; `None` for those that are not indexed.
    postings: Vec<Option<FieldPostings>>,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
}

impl SegmentWriter {
    fn new(segment: Segment) -> Result<SegmentWriter, IndexError> {
        let schema = segment.schema();
        let postings = schema
            .fields()
            .map(|(field, entry)| entry.is_indexed().then(|| FieldPostings::new(field, entry)));
        let (settings, tokenizers) =
            (segment.index().settings(), segment.index().fast_field_tokenizer().clone());
        let store = StoreWriter::new(
            file(&segment, SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            false,
        )?;
        Ok(SegmentWriter {
            postings: postings.collect(),
            n_rows: 0,
            norms: FieldNormsWriter::for_schema(&schema),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, tokenizers)?,
            store,
            schema,
            segment,
        })
    }

    /// Begins a row, which [`Row::end`] adds.
    pub(super) fn row(&mut self) -> Row<'_> {
        Row { segment: self, values: TantivyDocument::new() }
    }

    fn n_bytes(&self) -> usize {
        let postings: usize = self.postings.iter().flatten().map(FieldPostings::n_bytes).sum();
        postings + self.columns.mem_usage() + self.store.mem_usage() + self.norms.mem_usage()
    }

    fn finish(mut self) -> Result<SegmentMeta, IndexError> {
        let segment = self.segment.with_max_doc(self.n_rows);
        self.norms.fill_up_to_max_doc(self.n_rows);
        let norms =
            FieldNormsSerializer::from_write(file(&segment, SegmentComponent::FieldNorms)?)?;
        self.norms.serialize(norms, None)?;
        let norms = segment.open_read(SegmentComponent::FieldNorms).map_err(TantivyError::from)?;
        let norms = FieldNormReaders::open(norms)?;
        let mut serializer = InvertedIndexSerializer::open(&segment)?;
        for postings in self.postings.into_iter().flatten() {
            let norms = norms.get_field(postings.field())?;
            postings.write(&mut serializer, norms, self.n_rows)?;
        }
        serializer.close()?;
        let mut columns = file(&segment, SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.store.close()?;
        let meta = segment.meta().clone();
        // It is there only where the rows are to be put in another order.
        meta.untrack_temp_docstore();
        Ok(meta)
    }
}

/// A row that is being added to a segment.
pub(super) struct Row<'a> {
    segment: &'a mut SegmentWriter,
    /// For columns and the store.
    values: TantivyDocument,
}

impl Row<'_> {
    /// Indexes a word. The positions in a field ascend.
    pub(super) fn add_word(&mut self, field: Field, word: &str, position: usize) {
        self.add_term(field, word.as_bytes(), position as u32);
    }

    /// Indexes pairs of characters with their positions, which ascend.
    pub(super) fn add_pairs(
        &mut self,
        field: Field,
        pairs: impl Iterator<Item = (usize, (char, char))>,
    ) {
        let row = self.segment.n_rows;
        if let Some(postings) = self.postings(field) {
            postings.add_pairs(row, pairs);
        }
    }

    /// Adds a text that is one term.
    pub(super) fn add_label(&mut self, field: Field, label: &str) {
        self.values.add_text(field, label);
        self.add_term(field, label.as_bytes(), 0);
    }

    pub(super) fn add_u64(&mut self, field: Field, number: u64) {
        self.values.add_u64(field, number);
        self.add_term(field, Term::from_field_u64(field, number).serialized_value_bytes(), 0);
    }

    pub(super) fn add_i64(&mut self, field: Field, number: i64) {
        self.values.add_i64(field, number);
        self.add_term(field, Term::from_field_i64(field, number).serialized_value_bytes(), 0);
    }

    /// Stores bytes.
    pub(super) fn add_bytes(&mut self, field: Field, bytes: &[u8]) {
        self.values.add_bytes(field, bytes);
    }

    fn add_term(&mut self, field: Field, term: &[u8], position: u32) {
        let row = self.segment.n_rows;
        if let Some(postings) = self.postings(field) {
            postings.add(row, term, position);
        }
    }

    fn postings(&mut self, field: Field) -> Option<&mut FieldPostings> {
        self.segment.postings.get_mut(field.field_id() as usize)?.as_mut()
    }

    /// Adds the row to the segment.
    pub(super) fn end(self) -> Result<(), IndexError> {
        let Row { segment, values } = self;
        for postings in segment.postings.iter_mut().flatten() {
            segment.norms.record(segment.n_rows, postings.field(), postings.end_text());
        }
        segment.columns.add_document(&values)?;
        segment.store.store(&values, &segment.schema)?;
        segment.n_rows += 1;
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn file(segment: &Segment, component: SegmentComponent) -> Result<WritePtr, IndexError> {
    Ok(segment.open_write(component).map_err(TantivyError::from)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use tantivy::postings::Postings;
    use tantivy::schema::IndexRecordOption;
    use tantivy::{DocSet, Index, TERMINATED};

    use super::*;
    use crate::grams::pairs;
    use crate::schema::Fields;

    /// What a section has: words with the distance of each from the one before, and a text.
    type Written = (Vec<(String, u32)>, String);

    /// For each term the sections, and in each the positions.
    type Expected = BTreeMap<String, Vec<(DocId, Vec<u32>)>>;

    fn rows() -> impl Strategy<Value = Vec<Written>> {
        // Runs end in the middle of a text where positions are far apart.
        let distance = prop_oneof![9 => 0_u32..3, 1 => Just(3_000_000)];
        let words = prop::collection::vec(("[ab創]{1,2}", distance), 0..12);
        prop::collection::vec((words, "[のに𠮷é]{0,9}"), 1..9)
    }

    fn expect(expected: &mut Expected, term: String, row: DocId, position: u32) {
        let rows = expected.entry(term).or_default();
        match rows.last_mut() {
            Some((last, positions)) if *last == row => positions.push(position),
            _ => rows.push((row, vec![position])),
        }
    }

    fn read(index: &Index, field: Field, keeps: IndexRecordOption) -> Expected {
        let searcher = index.reader().unwrap().searcher();
        let inverted = searcher.segment_reader(0).inverted_index(field).unwrap();
        let mut terms = inverted.terms().stream().unwrap();
        let mut read = Expected::new();
        while terms.advance() {
            let info = terms.value();
            let mut postings = inverted.read_postings_from_terminfo(info, keeps).unwrap();
            let term = String::from_utf8(terms.key().to_vec()).unwrap();
            let rows = read.entry(term).or_default();
            while postings.doc() != TERMINATED {
                let mut positions = Vec::new();
                postings.positions(&mut positions);
                assert_eq!(postings.term_freq() as usize, positions.len());
                rows.push((postings.doc(), positions));
                postings.advance();
            }
            assert_eq!(info.doc_freq as usize, rows.len());
        }
        read
    }

    proptest! {
        #[test]
        fn what_was_added_is_read(rows in rows(), max_tokens in 1_usize..9) {
            let (schema, fields) = Fields::schema();
            let index = Index::create_in_ram(schema);
            let writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
            let mut segment = SegmentWriter::new(writer.new_segment()).unwrap();
            for postings in segment.postings.iter_mut().flatten() {
                postings.max_tokens = max_tokens;
            }
            let (mut words_expected, mut pairs_expected) = (Expected::new(), Expected::new());
            let (mut n_words, mut n_pairs) = (0, 0);
            for (number, (words, text)) in (0..).zip(&rows) {
                let mut row = segment.row();
                let mut position = 0;
                for (word, distance) in words {
                    position += distance;
                    row.add_word(fields.words, word, position as usize);
                    expect(&mut words_expected, word.clone(), number, position);
                    n_words += 1;
                }
                row.add_pairs(fields.exact, pairs(text).enumerate());
                for (position, (first, second)) in (0..).zip(pairs(text)) {
                    expect(&mut pairs_expected, format!("{first}{second}"), number, position);
                    n_pairs += 1;
                }
                row.add_u64(fields.n_form_chars, u64::from(number) * 7);
                row.add_bytes(fields.record, text.as_bytes());
                row.end().unwrap();
            }
            let table = Table::new(writer).unwrap();
            table.idle.lock().unwrap().push(segment);
            table.commit(Traces::Stay).unwrap();

            let keeps = IndexRecordOption::WithFreqsAndPositions;
            prop_assert_eq!(read(&index, fields.words, keeps), words_expected);
            prop_assert_eq!(read(&index, fields.exact, keeps), pairs_expected);
            let searcher = index.reader().unwrap().searcher();
            let reader = searcher.segment_reader(0);
            let n_tokens = |field| reader.inverted_index(field).unwrap().total_num_tokens();
            prop_assert_eq!((n_tokens(fields.words), n_tokens(fields.exact)), (n_words, n_pairs));
            let norms = reader.get_fieldnorms_reader(fields.words).unwrap();
            let n_chars = reader.fast_fields().u64("n_form_chars").unwrap();
            for (number, (words, _)) in (0..).zip(&rows) {
                prop_assert_eq!(norms.fieldnorm(number) as usize, words.len());
                prop_assert_eq!(n_chars.first(number), Some(u64::from(number) * 7));
            }
        }
    }
}
