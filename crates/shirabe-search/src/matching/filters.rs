//! Conditions on a section or its document, in one segment.

use std::ops::RangeInclusive;

use shirabe_index::Fields;
use shirabe_plan::numbers::Numbers;
use shirabe_plan::tree::Filter;
use shirabe_text::{Folding, fold};
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::{CharacterCursor, PhraseCursor};
use crate::SearchError;

/// One filter, opened in a segment.
pub(crate) enum FilterCursor {
    /// The sections that meet it, ascending.
    Sections(Vec<DocId>),
    /// A number that must lie in a range.
    Number { column: Column<u64>, range: RangeInclusive<u64> },
    /// The same for numbers with a sign.
    Signed { column: Column<i64>, range: RangeInclusive<i64> },
}

impl FilterCursor {
    pub(crate) fn open(
        filter: &Filter,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> Result<FilterCursor, SearchError> {
        let number = |name: &str, low: u32, high: u32| -> Result<FilterCursor, SearchError> {
            let column = reader.fast_fields().u64(name)?;
            Ok(FilterCursor::Number { column, range: u64::from(low)..=u64::from(high) })
        };
        Ok(match filter {
            Filter::Heading(text) => phrase(reader, fields.heading_exact, text)?,
            Filter::Numbered(numbers) => numbered(reader, numbers)?,
            // What was not looked up in the documents is in none of them.
            Filter::Title(_) | Filter::Named(_) => FilterCursor::Sections(Vec::new()),
            Filter::Issuer(texts) => labels(reader, fields.issuer, texts)?,
            Filter::Kind(texts) => labels(reader, fields.kind, texts)?,
            Filter::Document(ids) => terms(reader, fields.document_id, ids)?,
            Filter::Cited(term) => terms(reader, fields.words, std::slice::from_ref(term))?,
            Filter::Issued(range) => number("issued", *range.start(), *range.end())?,
            Filter::Undated => {
                let issued = reader.fast_fields().u64("issued")?;
                let is_undated = |doc: &DocId| issued.first(*doc).is_none();
                FilterCursor::Sections((0..reader.max_doc()).filter(is_undated).collect())
            }
            Filter::Page(range) => number("page_numbers", *range.start(), *range.end())?,
            Filter::FiscalYear(range) => FilterCursor::Signed {
                column: reader.fast_fields().i64("fiscal_year")?,
                range: i64::from(*range.start())..=i64::from(*range.end()),
            },
        })
    }

    /// Whether section `doc` meets the condition.
    pub(crate) fn holds(&self, doc: DocId) -> bool {
        match self {
            FilterCursor::Sections(sections) => sections.binary_search(&doc).is_ok(),
            FilterCursor::Number { column, range } => {
                column.values_for_doc(doc).any(|value| range.contains(&value))
            }
            FilterCursor::Signed { column, range } => {
                column.values_for_doc(doc).any(|value| range.contains(&value))
            }
        }
    }

    /// The first section from `target` on that may meet it.
    pub(crate) fn candidate(&self, target: DocId) -> DocId {
        match self {
            FilterCursor::Sections(sections) => {
                let at = sections.partition_point(|doc| *doc < target);
                sections.get(at).copied().unwrap_or(TERMINATED)
            }
            FilterCursor::Number { .. } | FilterCursor::Signed { .. } => target,
        }
    }

    /// About how many sections meet it.
    pub(crate) fn cost(&self) -> u64 {
        match self {
            FilterCursor::Sections(sections) => sections.len() as u64,
            FilterCursor::Number { .. } | FilterCursor::Signed { .. } => u64::MAX,
        }
    }
}

/// The sections whose `field` contains the folded text.
fn phrase(reader: &SegmentReader, field: Field, folded: &str) -> Result<FilterCursor, SearchError> {
    let inverted = reader.inverted_index(field)?;
    let mut sections = Vec::new();
    if let (Some(character), 1) = (folded.chars().next(), folded.chars().count()) {
        let cursor = CharacterCursor::open(&inverted, character, reader.max_doc())?;
        sections.extend((0..reader.max_doc()).filter(|doc| cursor.count(*doc) > 0));
        return Ok(FilterCursor::Sections(sections));
    }
    if let Some(mut cursor) = PhraseCursor::open(&inverted, field, folded)? {
        let mut doc = cursor.candidate(0);
        while doc != TERMINATED {
            if !cursor.starts(doc).is_empty() {
                sections.push(doc);
            }
            doc = cursor.candidate(doc + 1);
        }
    }
    Ok(FilterCursor::Sections(sections))
}

/// The sections of documents that have one of the numbers.
fn numbered(reader: &SegmentReader, numbers: &Numbers) -> Result<FilterCursor, SearchError> {
    let column = reader.fast_fields().u64("document")?;
    let is_of = |doc: &DocId| column.first(*doc).is_some_and(|number| numbers.contains(number));
    Ok(FilterCursor::Sections((0..reader.max_doc()).filter(is_of).collect()))
}

/// The sections whose label, folded, contains one of the folded texts. Labels are few.
fn labels(
    reader: &SegmentReader,
    field: Field,
    folded: &[String],
) -> Result<FilterCursor, SearchError> {
    let inverted = reader.inverted_index(field)?;
    let mut labels = inverted.terms().stream()?;
    let mut wanted = Vec::new();
    while labels.advance() {
        let Ok(label) = std::str::from_utf8(labels.key()) else { continue };
        let label_folded = fold(label, Folding::Standard);
        if folded.iter().any(|text| label_folded.contains(text.as_str())) {
            wanted.push(label.to_owned());
        }
    }
    terms(reader, field, &wanted)
}

/// The sections that have one of the terms.
fn terms(
    reader: &SegmentReader,
    field: Field,
    terms: &[String],
) -> Result<FilterCursor, SearchError> {
    let inverted = reader.inverted_index(field)?;
    let mut sections = Vec::new();
    for term in terms {
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            sections.push(postings.doc());
            postings.advance();
        }
    }
    sections.sort_unstable();
    sections.dedup();
    Ok(FilterCursor::Sections(sections))
}
