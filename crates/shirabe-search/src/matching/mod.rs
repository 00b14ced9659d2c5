//! Matching: which sections of a segment meet a plan, at which step, and how often.
//!
//! Enter by [`SegmentMatcher`]. It walks candidate sections in ascending order: the cheapest part of
//! every AND leads, the others are asked for that section only.

mod across;
mod characters;
pub(crate) mod documents;
mod filters;
mod insides;
mod leaf;
mod phrase;
mod places;
mod segment;
mod spans;
mod spelling;
mod texts;
mod words;

pub(crate) use across::{AcrossCursor, PairFields};
pub(crate) use characters::CharacterCursor;
pub(crate) use insides::InsideColumns;
pub(crate) use leaf::LeafCount;
pub(crate) use phrase::{PhraseCursor, seek};
pub(crate) use places::{LeafPlaces, Places, units_of};
pub(crate) use segment::{Met, SectionMatch, SegmentMatcher};
pub(crate) use spans::{Span, without_overlap};
pub(crate) use words::WordCursor;
