//! The site as its visitors meet it: status, headers and outline of every page.

mod api;
mod errors;
mod fake;
mod feeds;
mod headers;
mod pages;
mod visit;
