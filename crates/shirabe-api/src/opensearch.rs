//! The corpus for a search engine that an office already runs: [`mapping`] and [`Bulk`], for OpenSearch and
//! what takes the same requests.
//!
//! Fields have the tokens of this program, divided by spaces, and the other engine takes them as they are:
//! so a phrase of pairs of characters finds what stands there word for word, as it does here.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use shirabe_document::{Document, Section};
use shirabe_site::error::WebError;
use shirabe_site::library::Generation;
use shirabe_site::params::{ExportParams, ExportUnit};
use shirabe_site::url;

use crate::export::{documents_to_come, params_of};

/// The settings and the mapping of the index, for `PUT /{index}`.
pub fn mapping() -> Value {
    let tokens = json!({"type": "text", "analyzer": "shirabe"});
    let label = json!({"type": "keyword"});
    let unsearched = json!({"type": "text", "index": false});
    json!({
        "settings": {"analysis": {"analyzer": {"shirabe": {"type": "custom", "tokenizer": "whitespace"}}}},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "exact": tokens,
                "words": tokens,
                "document": label,
                "section": label,
                "url": label,
                "issuer": label,
                "type": label,
                "issued": {"type": "date", "format": "yyyy-MM-dd||yyyy-MM||yyyy"},
                "fiscal_year": {"type": "integer"},
                "title": unsearched,
                "heading": unsearched,
                "path": unsearched,
                "text": unsearched,
            }
        }
    })
}

/// The sections as requests of `POST /{index}/_bulk`, made document by document.
pub struct Bulk {
    generation: Arc<dyn Generation>,
    params: ExportParams,
    /// The documents that are still to come, the next one last.
    to_come: Vec<String>,
}

impl Bulk {
    /// Every section of `generation` that meets the conditions, written as in an address.
    pub fn of_query(generation: Arc<dyn Generation>, query: &str) -> Result<Bulk, String> {
        let params = params_of(query)?;
        if params.unit != ExportUnit::Section {
            return Err("an index of OpenSearch holds sections: leave --unit out".to_owned());
        }
        let to_come = documents_to_come(generation.as_ref(), &params);
        let to_come = to_come.map_err(|error| error.detail())?;
        Ok(Bulk { generation, params, to_come })
    }

    fn lines(&self, id: &str) -> Result<Vec<u8>, String> {
        let document = self.generation.document(id).map_err(WebError::from);
        let document = document.map_err(|error| error.detail())?;
        // Withdrawn by a later generation it cannot be: this one is held.
        let document = document.ok_or_else(|| format!("{id} is not there"))?;
        let after = self.params.section_after(id);
        let place = |id: &str| document.sections.iter().position(|s| s.id.as_str() == id);
        let first = after.and_then(place).map_or(0, |place| place + 1);
        let mut lines = Vec::new();
        for section in document.sections.iter().skip(first) {
            let id = format!("{}/{}", document.id, section.id);
            write(&mut lines, &json!({"index": {"_id": id}}))?;
            write(&mut lines, &self.source(&document, section))?;
        }
        Ok(lines)
    }

    fn source<'a>(&self, document: &'a Document, section: &'a Section) -> Source<'a> {
        let tokens = self.generation.section_tokens(section);
        let metadata = &document.metadata;
        Source {
            document: document.id.as_str(),
            section: section.id.as_str(),
            url: url::section(document.id.as_str(), section.id.as_str()),
            title: &metadata.title,
            issuer: &metadata.issuer,
            kind: &metadata.kind,
            issued: metadata.issued.map(|date| date.to_string()),
            fiscal_year: metadata.issued.map(shirabe_document::Date::fiscal_year),
            heading: &section.heading,
            path: &section.path,
            text: section.text(),
            exact: tokens.pairs.join(" "),
            words: tokens.words.join(" "),
        }
    }
}

impl Iterator for Bulk {
    /// The lines of one document.
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let id = self.to_come.pop()?;
        Some(self.lines(&id))
    }
}

#[derive(Serialize)]
struct Source<'a> {
    document: &'a str,
    section: &'a str,
    url: String,
    title: &'a str,
    issuer: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fiscal_year: Option<i32>,
    heading: &'a str,
    path: &'a [String],
    text: String,
    /// Pairs of characters of the match form.
    exact: String,
    /// Normalised words.
    words: String,
}

fn write(lines: &mut Vec<u8>, line: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(&mut *lines, line).map_err(|error| error.to_string())?;
    lines.push(b'\n');
    Ok(())
}
