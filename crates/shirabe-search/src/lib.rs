//! Which sections answer best, and why?

mod request;
mod results;

pub use request::{FacetField, Filters, Mode, Scope, SearchRequest, Sort, Step, Unit};
pub use results::*;
