//! Which occurrences of a phrase are places of a quotation: [`Sieve`], [`Order`], and the ends at which the
//! draft itself cuts: [`Cut`].

use std::collections::BTreeSet;
use std::ops::Range;

use shirabe_plan::edges::{Edges, NumberEdges, Standing};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::places::Place;
use crate::SearchError;
use crate::matching::{AcrossCursor, InsideColumns, PairFields};

/// At which ends the draft says that it leaves words out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cut {
    /// Before the first word.
    pub start: bool,
    /// Behind the last one.
    pub end: bool,
}

impl Cut {
    /// The edges of a wording: it must not begin or end inside a number or a Latin word, but where the
    /// draft says that it goes on.
    pub(crate) fn edges(self, folded: &str) -> Edges {
        let edges = Edges::of_own(folded, NumberEdges::BOTH);
        let free = Edges::default();
        Edges {
            start: if self.start { free.start } else { edges.start },
            end: if self.end { free.end } else { edges.end },
        }
    }
}

/// Which places of a phrase count, in one segment.
pub(crate) struct Sieve {
    pub(crate) order: Order,
    pub(crate) across: Option<AcrossCursor>,
    pub(crate) edges: Edges,
    pub(crate) insides: InsideColumns,
}

impl Sieve {
    pub(crate) fn open(
        reader: &SegmentReader,
        fields: &shirabe_index::Fields,
        phrase: &str,
    ) -> Result<Sieve, SearchError> {
        let within = reader.inverted_index(fields.exact)?;
        let borders = reader.inverted_index(fields.across)?;
        let pairs = PairFields { within: &within, across: &borders, fields };
        Ok(Sieve {
            order: Order::open(reader)?,
            across: AcrossCursor::open(&pairs, phrase)?,
            edges: Edges::default(),
            insides: InsideColumns::open(reader)?,
        })
    }

    /// The places that begin at `starts`, lie in one block, and cut no number, word or character.
    pub(crate) fn places(
        &mut self,
        address: DocAddress,
        starts: &[u32],
        length: usize,
    ) -> Vec<Place> {
        let doc = address.doc_id;
        // A phrase is covered by pairs that may only touch, and where they touch a border may lie.
        let across = self.across.as_mut().map_or(&[][..], |across| across.starts(doc));
        let n = u32::try_from(length).unwrap_or(u32::MAX);
        let insides = self.insides.of(doc);
        let counts = |start: &&u32| {
            across.binary_search(start).is_err()
                && (self.edges.are_free()
                    || self.edges.standing(**start, **start + n, &insides) == Standing::Whole)
        };
        let starts: Vec<u32> = starts.iter().filter(counts).copied().collect();
        self.order.whole(doc, &starts, length).map(|form| self.order.exact(address, form)).collect()
    }
}

/// What the order of places needs of a segment.
pub(crate) struct Order {
    document: tantivy::columnar::Column<u64>,
    section: tantivy::columnar::Column<u64>,
    inner: tantivy::columnar::Column<u64>,
}

impl Order {
    pub(crate) fn open(reader: &SegmentReader) -> Result<Order, SearchError> {
        let fields = reader.fast_fields();
        Ok(Order {
            document: fields.u64("document")?,
            section: fields.u64("section_order")?,
            inner: fields.u64("inner_offsets")?,
        })
    }

    /// An exact place in one block.
    pub(crate) fn exact(&self, address: DocAddress, form: Range<usize>) -> Place {
        let first = |column: &tantivy::columnar::Column<u64>| column.first(address.doc_id);
        Place {
            address,
            document: first(&self.document).unwrap_or(u64::MAX),
            order: first(&self.section).unwrap_or(u64::MAX),
            n_kept: form.len(),
            form,
            distance: 0,
            crosses: false,
        }
    }

    /// The stretches that begin at `starts`, do not overlap, and cut no character such as ㈱.
    pub(crate) fn whole(
        &self,
        doc: DocId,
        starts: &[u32],
        length: usize,
    ) -> std::vec::IntoIter<Range<usize>> {
        let inner: BTreeSet<usize> = self
            .inner
            .values_for_doc(doc)
            .map(|at| usize::try_from(at).unwrap_or(usize::MAX))
            .collect();
        let mut end = 0;
        let mut stretches = Vec::with_capacity(starts.len());
        for start in starts.iter().map(|start| *start as usize) {
            let stretch = start..start + length;
            let is_whole = !inner.contains(&stretch.start) && !inner.contains(&stretch.end);
            if stretch.start >= end && is_whole {
                end = stretch.end;
                stretches.push(stretch);
            }
        }
        stretches.into_iter()
    }
}
