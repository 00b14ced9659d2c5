//! The parameters of `/api/v1/export`: conditions on documents, what a line holds, and where to go on.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::values::{name_of, named};
use super::{SearchParams, pairs};
use crate::error::WebError;

/// What one line holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportUnit {
    /// A section with its text.
    #[default]
    Section,
    /// A document with all its sections.
    Document,
    /// An abbreviation that a document defines.
    Definition,
}

impl ExportUnit {
    /// The names of the units in an address.
    pub const ALL: &[(&str, ExportUnit)] = &[
        ("section", ExportUnit::Section),
        ("document", ExportUnit::Document),
        ("definition", ExportUnit::Definition),
    ];
}

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportParams {
    /// Which documents.
    pub search: SearchParams,
    /// `unit`
    pub unit: ExportUnit,
    /// `after`: the cursor of the last line that was received.
    pub after: Option<String>,
}

impl ExportParams {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<ExportParams, WebError> {
        let is_own = |(name, _): &(String, String)| ["unit", "after"].contains(&name.as_str());
        let (own, search): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_own);
        let search = SearchParams::parse(&search)?;
        let mut params = ExportParams { search, unit: ExportUnit::default(), after: None };
        for (name, value) in own.into_iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "unit" => params.unit = named(ExportUnit::ALL, &name, &value)?,
                _ => params.after = Some(value),
            }
        }
        Ok(params)
    }

    /// The name of the unit in an address.
    pub fn unit_name(&self) -> &'static str {
        name_of(ExportUnit::ALL, self.unit)
    }

    /// Whether a document stands behind what was received, or was received in part.
    pub fn is_to_come(&self, id: &str) -> bool {
        let Some(after) = &self.after else { return true };
        match after.split_once('/') {
            Some((document, _)) if self.unit == ExportUnit::Section => id >= document,
            Some((document, _)) => id > document,
            None => id > after.as_str(),
        }
    }

    /// The last section of a document that was received.
    pub fn section_after(&self, id: &str) -> Option<&str> {
        let (document, section) = self.after.as_deref()?.split_once('/')?;
        (document == id).then_some(section)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ExportParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<ExportParams, WebError> {
        ExportParams::parse(pairs(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_goes_on_behind_what_was_received() {
        let after = |after: &str| {
            let pairs = vec![("after".to_owned(), after.to_owned())];
            ExportParams::parse(pairs).unwrap()
        };
        assert!(after("b/s2").is_to_come("b") && after("b/s2").is_to_come("c"));
        assert!(!after("b/s2").is_to_come("a"));
        assert!(!after("b").is_to_come("b"));
        assert_eq!(after("b/s2").section_after("b"), Some("s2"));
        assert_eq!(after("b/s2").section_after("c"), None);
        assert!(ExportParams::parse(vec![("unit".to_owned(), "page".to_owned())]).is_err());
    }
}
