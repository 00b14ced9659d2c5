//! The site as its visitors meet it: status, headers and outline of every page.

mod addresses;
mod api;
mod assistants;
mod citing;
mod documents;
mod errors;
mod feeds;
mod gone;
mod headers;
mod library;
mod pages;
mod pictures;
mod results;
mod running;
mod study;
mod threads;
mod verify;
mod visit;
mod ways;
