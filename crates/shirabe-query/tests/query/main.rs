//! Tests of the query language as its users meet it.

mod properties;
mod reading;
