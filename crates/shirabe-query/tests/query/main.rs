//! Tests of the query language as its users meet it.

mod description;
mod examples;
mod properties;
mod reading;
