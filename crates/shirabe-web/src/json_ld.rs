//! What a document is, for programs that read pages: schema.org's `Report` as JSON-LD.
//!
//! Invariant: the text can stand in a `<script>`: no tag begins in it.

use serde_json::{Map, Value, json};
use shirabe_document::{Document, Field};

/// The description of a document whose page stays at `permalink`. An issuer or date that the program only
/// guessed is no fact, and is left out.
pub(crate) fn report(document: &Document, permalink: &str) -> String {
    let metadata = &document.metadata;
    let guessed = document.source.guessed();
    let fact = |field: Field, value: String| {
        (!value.is_empty() && !guessed.contains(&field)).then_some(value)
    };
    let body = fact(Field::Issuer, metadata.issuer.trim().to_owned());
    let organisation = body.map(|name| json!({ "@type": "GovernmentOrganization", "name": name }));
    let issued = metadata.issued.map(|date| date.to_string()).unwrap_or_default();
    let text = |value: Option<String>| value.filter(|value| !value.is_empty()).map(Value::String);
    let members = [
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("Report"))),
        ("@id", Some(json!(permalink))),
        ("url", Some(json!(permalink))),
        ("identifier", Some(json!(document.id.to_string()))),
        ("name", Some(json!(metadata.title))),
        ("author", organisation.clone()),
        ("publisher", organisation),
        ("datePublished", text(fact(Field::Issued, issued))),
        ("genre", text(fact(Field::Kind, metadata.kind.clone()))),
        ("inLanguage", text(Some(metadata.language.clone()))),
        ("version", text(metadata.edition.clone())),
        ("isBasedOn", text(metadata.source_url.clone())),
        ("numberOfPages", document.source.n_pages.map(|pages| json!(pages))),
    ];
    let known = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let written = Value::Object(known.collect::<Map<_, _>>()).to_string();
    written.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
