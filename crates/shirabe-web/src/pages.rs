//! What people see: one file per page, each with its `…View` and its template.

pub(crate) mod about;
pub(crate) mod api;
pub(crate) mod body;
pub(crate) mod caret;
pub(crate) mod compare;
pub(crate) mod concordance;
pub(crate) mod contents;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod error;
pub(crate) mod fixed;
pub(crate) mod frame;
pub(crate) mod frequency;
pub(crate) mod full;
pub(crate) mod glossary;
pub(crate) mod home;
pub(crate) mod page_picture;
pub(crate) mod pager;
pub(crate) mod search;
pub(crate) mod section;
pub(crate) mod verify;
