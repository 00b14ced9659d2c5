//! Where a given text stands in the corpus, exactly or nearly: what verification is made from.
//!
//! Enter by [`TextFinder`].

mod alignment;
mod places;
mod section_text;
mod sieve;

pub use alignment::{Edit, Gated, edits};
pub use places::{MAX_PLACES, Place, SectionAddress, StandingPlaces, TextFinder};
pub use section_text::{SectionText, Source};
pub use sieve::Cut;
