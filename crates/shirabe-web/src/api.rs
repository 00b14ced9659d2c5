//! What programs ask. Bodies are separate from the domain types, so that the shapes of the API stay
//! fixed when the engine changes.

pub(crate) mod analyze;
pub(crate) mod asked;
pub(crate) mod concordance;
pub(crate) mod documents;
pub(crate) mod export;
pub(crate) mod frequency;
pub(crate) mod health;
pub(crate) mod openapi;
pub(crate) mod search;
mod selectors;
mod shapes;
pub(crate) mod verify;
pub(crate) mod words;

pub(crate) use shapes::step_name;
