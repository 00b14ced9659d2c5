//! One spelling of a leaf in one segment: where it stands, and how.

use shirabe_index::Fields;
use shirabe_plan::edges::{Edges, Standing};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::across::{AcrossCursor, PairFields};
use super::insides::InsideColumns;
use super::spans::Span;
use super::{CharacterCursor, PhraseCursor};
use crate::SearchError;

/// Walks the sections of one segment in which one spelling stands.
pub(crate) struct SpellingCursor {
    /// 0 for the query's own.
    pub(crate) number: usize,
    pub(crate) edges: Edges,
    /// Whether two occurrences can share characters, as in ああ.
    pub(crate) overlaps_itself: bool,
    len: u32,
    within: Within,
    across: Option<AcrossCursor>,
}

/// Occurrences inside blocks and cells.
enum Within {
    Nowhere,
    Phrase(PhraseCursor),
    Character(CharacterCursor),
}

/// The occurrences of a leaf in one section.
#[derive(Default)]
pub(crate) struct FoundSpans {
    /// As they were asked for.
    pub(crate) whole: Vec<Span>,
    /// As a part of a word or number.
    pub(crate) inside_words: Vec<Span>,
    /// Across the border of a block or cell.
    pub(crate) across: Vec<Span>,
}

impl FoundSpans {
    pub(crate) fn clear(&mut self) {
        for spans in self.lists() {
            spans.clear();
        }
    }

    pub(crate) fn lists(&mut self) -> [&mut Vec<Span>; 3] {
        [&mut self.whole, &mut self.inside_words, &mut self.across]
    }
}

impl SpellingCursor {
    /// Opens a spelling in match form; `None` where the segment lacks it. The places of a character are read
    /// where they are needed or where it may stand inside the form of another, as `inner_offsets` says.
    pub(crate) fn open(
        (reader, fields): (&SegmentReader, &Fields),
        (number, folded, edges): (usize, &str, Edges),
        inner_offsets: &Column<u64>,
    ) -> Result<Option<SpellingCursor>, SearchError> {
        let len = folded.chars().count();
        let inverted = reader.inverted_index(fields.exact)?;
        let (mut within, mut across) = (Within::Nowhere, None);
        if let (Some(character), 1) = (folded.chars().next(), len) {
            let mut cursor = CharacterCursor::open(&inverted, character, reader.max_doc())?;
            if cursor.cost() > 0 {
                let wanted = |doc| !edges.are_free() || inner_offsets.first(doc).is_some();
                cursor.read_places(&inverted, wanted)?;
                within = Within::Character(cursor);
            }
        } else {
            if let Some(cursor) = PhraseCursor::open(&inverted, fields.exact, folded)? {
                within = Within::Phrase(cursor);
            }
            let borders = reader.inverted_index(fields.across)?;
            let pairs = PairFields { within: &inverted, across: &borders, fields };
            across = AcrossCursor::open(&pairs, folded)?;
        }
        if matches!(within, Within::Nowhere) && across.is_none() {
            return Ok(None);
        }
        Ok(Some(SpellingCursor {
            number,
            edges,
            overlaps_itself: overlaps_itself(folded),
            len: u32::try_from(len).unwrap_or(u32::MAX),
            within,
            across,
        }))
    }

    /// About how many sections it names as candidates.
    pub(crate) fn cost(&self) -> u32 {
        let within = match &self.within {
            Within::Nowhere => 0,
            Within::Phrase(cursor) => cursor.cost(),
            Within::Character(cursor) => cursor.cost(),
        };
        within.saturating_add(self.across.as_ref().map_or(0, AcrossCursor::cost))
    }

    /// The first section from `target` on in which it may stand.
    pub(crate) fn candidate(&mut self, target: DocId) -> DocId {
        let within = match &mut self.within {
            Within::Nowhere => TERMINATED,
            Within::Phrase(cursor) => cursor.candidate(target),
            Within::Character(cursor) => cursor.candidate(target),
        };
        self.across.as_mut().map_or(within, |across| within.min(across.candidate(target)))
    }

    /// How often it stands within blocks in section `doc`, where that is known without its places: that
    /// of a character, and that of a pair, which stands as often as it is listed.
    pub(crate) fn counted_without_places(&mut self, doc: DocId) -> Option<u32> {
        if !self.edges.are_free() {
            return None;
        }
        match &mut self.within {
            Within::Nowhere => Some(0),
            Within::Character(cursor) => Some(cursor.count(doc)),
            Within::Phrase(cursor) if self.len == 2 && !self.overlaps_itself => {
                Some(if cursor.candidate(doc) == doc { cursor.n_of_rarest() } else { 0 })
            }
            Within::Phrase(_) => None,
        }
    }

    /// Whether it is one character, whose places may not have been read.
    pub(crate) fn is_character(&self) -> bool {
        matches!(self.within, Within::Character(_))
    }

    /// Appends what stands within blocks of section `doc`; of a character only where its places are read.
    pub(crate) fn find_within(
        &mut self,
        doc: DocId,
        insides: Option<&InsideColumns>,
        found: &mut FoundSpans,
    ) {
        let (len, spelling, edges) = (self.len, self.number, self.edges);
        let starts = match &mut self.within {
            Within::Nowhere => return,
            Within::Phrase(cursor) => cursor.starts(doc),
            Within::Character(cursor) => cursor.places(doc),
        };
        // A phrase is covered by pairs that may only touch, and where they touch a border may lie.
        let across = self.across.as_mut().map_or(&[][..], |across| across.starts(doc));
        for start in starts.iter().filter(|start| across.binary_search(start).is_err()) {
            let span = Span { start: *start, len, spelling };
            match standing(span, edges, doc, insides) {
                Standing::Whole => found.whole.push(span),
                Standing::InsideWord => found.inside_words.push(span),
                Standing::OtherNumber => {}
            }
        }
    }

    /// Appends what stands across borders of section `doc`.
    pub(crate) fn find_across(
        &mut self,
        doc: DocId,
        insides: Option<&InsideColumns>,
        found: &mut FoundSpans,
    ) {
        let (len, spelling, edges) = (self.len, self.number, self.edges);
        let Some(across) = &mut self.across else { return };
        let spans = across.starts(doc).iter().map(|&start| Span { start, len, spelling });
        let is_whole = |span: &Span| standing(*span, edges, doc, insides) == Standing::Whole;
        found.across.extend(spans.filter(is_whole));
    }
}

/// How `span` stands in section `doc`; the columns are open wherever an edge is not free.
fn standing(span: Span, edges: Edges, doc: DocId, insides: Option<&InsideColumns>) -> Standing {
    match insides {
        Some(columns) if !edges.are_free() => {
            edges.standing(span.start, span.end(), &columns.of(doc))
        }
        _ => Standing::Whole,
    }
}

/// Whether a text can begin inside itself: some beginning of it is also its end.
fn overlaps_itself(folded: &str) -> bool {
    let mut beginnings = folded.char_indices().skip(1).map(|(at, _)| folded.get(..at));
    beginnings.any(|beginning| beginning.is_some_and(|b| folded.ends_with(b)))
}
