//! Two hundred queries over the shipped texts: which sections are found, in which order and at which
//! step, how many, and what is marked, as programs are told (the JSON of the API). One line a query in
//! `fixtures/queries/record.txt`; a change that is only one of structure leaves it alone.

use std::collections::BTreeMap;

use fs_err as fs;
use serde_json::Value;
use shirabe_api::search::search_json;
use shirabe_search::{FacetField, SearchRequest};
use shirabe_testkit::{Library, assert_recorded, digest};

use crate::fixture;

/// How many sections are named in a line; the digest covers all that are answered.
const NAMED: usize = 3;

fn answer(library: &Library, query: &str) -> Value {
    let request = SearchRequest {
        query: query.to_owned(),
        limit: 100,
        facets: vec![FacetField::Issuer, FacetField::Kind, FacetField::FiscalYear],
        ..SearchRequest::default()
    };
    serde_json::from_str(&search_json(library.ask(&request)).unwrap()).unwrap()
}

/// `query → counts | how many sections: the first ones | digests of all sections, marks and the rest`.
fn line(query: &str, answer: &Value) -> String {
    let items = answer["items"].as_array().unwrap();
    let name = |item: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
        let document: String = text(&item["document"]["id"]).chars().take(4).collect();
        let step: String = text(&item["step"]).chars().take(1).collect();
        format!("{document}/{}{step}", text(&item["section"]["id"]))
    };
    let names: Vec<String> = items.iter().map(name).collect();
    let marks = items.iter().map(|item| format!("{}{}", item["snippets"], places(&item["hits"])));
    let marks = marks.collect::<Vec<_>>().join("\n");
    let reading = &answer["query"];
    let rest = format!("{}{}{}", reading["parsed"], reading["expansions"], answer["facets"]);
    let notes = reading["notes"].as_array().map_or(0, Vec::len);
    format!(
        "{query} → {} | {}: {} | {} {} {}{}",
        counts(&answer["counts"]),
        items.len(),
        names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" "),
        digest(&names.join(" ")),
        digest(&marks),
        digest(&rest),
        if notes > 0 { format!(" notes {notes}") } else { String::new() },
    )
}

/// The counts by name, in the order of names: `documents=2 hits=58 …`.
fn counts(counts: &Value) -> String {
    let mut named = BTreeMap::new();
    name_counts(counts, "", &mut named);
    named.iter().map(|(name, n)| format!("{name}={n}")).collect::<Vec<_>>().join(" ")
}

fn name_counts(value: &Value, name: &str, named: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                name_counts(value, &name, named);
            }
        }
        value => drop(named.insert(name.to_owned(), value.to_string())),
    }
}

/// Where the occurrences stand and what they are.
fn places(hits: &Value) -> String {
    let hits = hits.as_array().into_iter().flatten();
    let place =
        |hit: &Value| format!("{}{}{}{}", hit["step"], hit["paragraph"], hit["chars"], hit["text"]);
    hits.map(place).collect::<Vec<_>>().join(" ")
}

#[test]
fn two_hundred_queries_are_answered_as_the_record_says() {
    let queries = fs::read_to_string(fixture("queries/queries.txt")).unwrap();
    let queries: Vec<&str> = queries.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(queries.len() >= 200, "{} queries", queries.len());
    let library = Library::shipped();
    let lines: Vec<String> =
        queries.iter().map(|query| line(query, &answer(library, query))).collect();
    assert_recorded(&fixture("queries/record.txt"), &lines);
}
