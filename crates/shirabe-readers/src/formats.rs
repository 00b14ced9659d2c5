//! The formats, one a module, and what several of them share.
//!
//! Each makes a [`crate::reading::Reading`] of the bytes; none knows of another one.

pub(crate) mod block_builder;
pub(crate) mod grid;
pub(crate) mod html;
pub(crate) mod line_numbers;
pub(crate) mod markdown;
pub(crate) mod number_format;
pub(crate) mod office;
pub(crate) mod pdf;
pub(crate) mod plain;
