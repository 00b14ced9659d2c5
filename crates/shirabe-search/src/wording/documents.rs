//! The documents of one generation, in the order of their dates, with the length of their texts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use shirabe_document::Date;
use shirabe_index::{Generation, moment_of_number};
use shirabe_plan::tree::{Plan, PlannedQuery};
use tantivy::{DocId, SegmentReader};

use crate::SearchError;
use crate::matching::SegmentMatcher;
use crate::results::answer::DocumentSummary;

/// One document. Its name and its labels stand in the list of documents, of which this is a row.
#[derive(Clone, Copy, Debug)]
pub struct DocumentRow {
    /// The place in [`DocumentTable::summaries`].
    summary: u32,
    /// 発行日; `None` where it is not known.
    pub issued: Option<Date>,
    /// How much of it there is to be searched.
    pub extent: DocumentExtent,
    /// When the first of its sections came into the corpus, as the column has it.
    first_seen: u64,
}

/// How much text of one document is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentExtent {
    /// Sections.
    pub n_sections: u64,
    /// Characters of their match forms.
    pub n_chars: u64,
    /// Words, function words among them.
    pub n_words: u64,
}

impl DocumentExtent {
    fn add(&mut self, other: DocumentExtent) {
        self.n_sections += other.n_sections;
        self.n_chars += other.n_chars;
        self.n_words += other.n_words;
    }
}

/// The documents that meet the conditions of a search, by their place in the table, with how much of each
/// does.
pub type Extent = BTreeMap<u32, DocumentExtent>;

/// All documents by 発行日, then by id; those without a date come last.
#[derive(Debug)]
pub struct DocumentTable {
    rows: Vec<DocumentRow>,
    summaries: Arc<[DocumentSummary]>,
    /// The place of each document by its number in the index; `u32::MAX` where there is none.
    places: Vec<u32>,
}

impl DocumentTable {
    /// Reads the lengths of all sections; `summaries` are all documents.
    pub(crate) fn read(
        generation: &Generation,
        summaries: Arc<[DocumentSummary]>,
    ) -> Result<DocumentTable, SearchError> {
        let mut by_id: Vec<u32> = (0..summaries.len() as u32).collect();
        by_id.sort_by_key(|at| &summaries[*at as usize].id);
        let row = |summary: u32| DocumentRow {
            summary,
            issued: summaries[summary as usize].issued.parse().ok(),
            extent: DocumentExtent::default(),
            first_seen: u64::MAX,
        };
        // Equal dates stay in the order of the ids.
        let mut order: Vec<(u32, DocumentRow)> = (0..).zip(by_id.into_iter().map(row)).collect();
        order.sort_by_key(|(_, row)| row.issued.map_or(u32::MAX, Date::as_number));
        let mut place_of_rank = vec![u32::MAX; order.len()];
        for (place, (rank, _)) in (0..).zip(&order) {
            place_of_rank[*rank as usize] = place;
        }
        let rows = order.into_iter().map(|(_, row)| row).collect();
        let place = |rank: &u32| place_of_rank.get(*rank as usize).copied().unwrap_or(u32::MAX);
        let places = generation.document_ranks()?.iter().map(place).collect();
        let mut table = DocumentTable { rows, summaries, places };
        table.measure(generation)?;
        Ok(table)
    }

    fn measure(&mut self, generation: &Generation) -> Result<(), SearchError> {
        for reader in generation.sections().segment_readers() {
            let columns = LengthColumns::open(reader)?;
            let first_seen = reader.fast_fields().u64("first_seen")?;
            for doc in (0..reader.max_doc()).filter(|doc| !reader.is_deleted(*doc)) {
                let place = self.place_of_number(columns.document.first(doc).unwrap_or(0));
                if let Some(row) = self.rows.get_mut(place as usize) {
                    row.extent.add(columns.extent(doc));
                    row.first_seen = row.first_seen.min(first_seen.first(doc).unwrap_or(0));
                }
            }
        }
        Ok(())
    }

    /// The documents in their order; the place in it is what [`crate::SectionPlace::document`] names.
    pub fn rows(&self) -> &[DocumentRow] {
        &self.rows
    }

    /// What a list says of the document at this place.
    pub fn summary(&self, place: u32) -> &DocumentSummary {
        &self.summaries[self.rows[place as usize].summary as usize]
    }

    /// When the document at this place first came into the corpus, RFC 3339.
    pub fn first_seen(&self, place: u32) -> Option<String> {
        moment_of_number(self.rows[place as usize].first_seen)
    }

    /// The documents that came into the corpus last, the last first. Of those that came together the newest
    /// comes first.
    pub fn newest(&self, n: usize) -> Vec<u32> {
        let mut newest: Vec<u32> = (0..self.rows.len() as u32).collect();
        newest.sort_by_key(|place| {
            (Reverse(self.rows[*place as usize].first_seen), self.by_newest(*place))
        });
        newest.truncate(n);
        newest
    }

    /// A key that puts newer documents first, and those without a date last.
    pub(crate) fn by_newest(&self, place: u32) -> (bool, Reverse<u32>) {
        let is_undated = self.rows.get(place as usize).is_none_or(|row| row.issued.is_none());
        (is_undated, Reverse(place))
    }

    pub(crate) fn place_of_number(&self, number: u64) -> u32 {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        self.places.get(number).copied().unwrap_or(u32::MAX)
    }

    /// How much of each document meets the conditions of `query` that do not look at the text.
    pub(crate) fn extent(
        &self,
        generation: &Generation,
        query: &PlannedQuery,
    ) -> Result<Extent, SearchError> {
        let mut conditions = query.conditions();
        if let Plan::And(parts) = &mut conditions.plan {
            // Without a wording there is nothing to find, but a text to be measured.
            parts.retain(|part| !matches!(part, Plan::Nothing));
        }
        let mut extent = Extent::new();
        if conditions.filters.is_empty() {
            let rows = (0..).zip(&self.rows).map(|(place, row)| (place, row.extent));
            extent.extend(rows.filter(|(_, extent)| extent.n_sections > 0));
            return Ok(extent);
        }
        for reader in generation.sections().segment_readers() {
            let columns = LengthColumns::open(reader)?;
            let mut matcher = SegmentMatcher::open(&conditions, reader, generation.fields())?;
            while let Some(found) = matcher.advance()? {
                let place = self.place_of_number(columns.document.first(found.doc).unwrap_or(0));
                extent.entry(place).or_default().add(columns.extent(found.doc));
            }
        }
        Ok(extent)
    }
}

/// How long the sections of one segment are.
struct LengthColumns {
    document: tantivy::columnar::Column<u64>,
    n_chars: tantivy::columnar::Column<u64>,
    n_words: tantivy::columnar::Column<u64>,
}

impl LengthColumns {
    fn open(reader: &SegmentReader) -> Result<LengthColumns, SearchError> {
        let column = |name: &str| reader.fast_fields().u64(name);
        Ok(LengthColumns {
            document: column("document")?,
            n_chars: column("n_form_chars")?,
            n_words: column("n_words")?,
        })
    }

    fn extent(&self, doc: DocId) -> DocumentExtent {
        DocumentExtent {
            n_sections: 1,
            n_chars: self.n_chars.first(doc).unwrap_or(0),
            n_words: self.n_words.first(doc).unwrap_or(0),
        }
    }
}
