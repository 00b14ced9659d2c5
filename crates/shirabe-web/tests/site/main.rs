//! The site as its visitors meet it: status, headers and outline of every page.

mod addresses;
mod api;
mod assistants;
mod citing;
mod errors;
mod fake;
mod feeds;
mod headers;
mod pages;
mod results;
mod study;
mod verify;
mod visit;
mod withdrawn;
