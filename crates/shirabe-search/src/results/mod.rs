//! Results: what is answered, and how it is made of what was found.
//!
//! The shapes are in [`answer`]; items, marks and snippets are made from the text of the sections on
//! the page, and readings say how the query was understood.

pub(crate) mod answer;
pub(crate) mod counts;
pub(crate) mod facets;
pub(crate) mod highlighting;
pub(crate) mod items;
pub(crate) mod readings;
pub(crate) mod snippet;
