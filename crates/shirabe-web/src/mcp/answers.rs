//! The tools' answers: [`answer`]. Every one carries the generation that it was made from.

use std::collections::HashMap;
use std::sync::Arc;

use rmcp::model::JsonObject;
use serde_json::{Value, json};
use shirabe_document::citation::{Selection, Style};
use shirabe_document::{Date, Document, Section};
use shirabe_search::{IndexInfo, MAX_DRAFT_CHARS, ReadAsWords, SectionHit};

use crate::api::verify::verification_value;
use crate::citation_views;
use crate::error::WebError;
use crate::library::Generation;
use crate::lines;
use crate::moved_and_gone;
use crate::origin::Origin;
use crate::pages::contents;
use crate::pages::wording;
use crate::params::{LinesParams, SearchParams};
use crate::site::Site;
use crate::url;

/// Results of a search, unless asked for otherwise.
const N_RESULTS: usize = 10;
/// Lines of a concordance, unless asked for otherwise.
const N_LINES: usize = 50;

/// What a tool needs beside its arguments.
struct Desk {
    origin: Origin,
    today: Date,
}

/// The answer of the tool called `name`; `None` if there is no such tool.
pub(super) async fn answer(
    site: &Site,
    name: &str,
    arguments: JsonObject,
    origin: Origin,
) -> Option<Result<Value, WebError>> {
    let tool = match name {
        "search" => search,
        "fetch" => fetch,
        "concordance" => concordance,
        "cite" => cite,
        "verify" => verify,
        "list_documents" => list_documents,
        _ => return None,
    };
    let desk = Desk { origin, today: (site.config.today)() };
    Some(site.ask(move |generation| tool(generation, &arguments, &desk)).await)
}

fn search(
    generation: &dyn Generation,
    arguments: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let params = SearchParams::parse(&pairs(arguments, &["mode", "limit"]))?;
    params.require_query()?;
    let mut request = params.request();
    request.limit = params.limit.unwrap_or(N_RESULTS);
    let results = generation.search(&request)?;
    let counts = &results.counts;
    let notes: Vec<_> = results.query.notes.iter().map(|note| note.message.clone()).collect();
    let spellings: Vec<_> = results.query.expansions.iter().map(spellings).collect();
    let reading = json!({
        "parsed": results.query.parsed,
        "read_as_words": results.query.read_as_words.map(ReadAsWords::code),
        "notes": notes,
        "spellings": spellings,
    });
    let counts = json!({
        "sections": counts.sections, "documents": counts.documents, "hits": counts.hits,
        "sections_with_the_words_apart": counts.by_step.word.sections,
        "hits_across_paragraphs": counts.across, "hits_inside_words": counts.inside_words,
    });
    let mut documents = HashMap::new();
    let items = results.items.into_iter();
    let items = items.map(|hit| result(generation, &mut documents, hit, desk));
    Ok(json!({
        "results": items.collect::<Result<Vec<_>, _>>()?,
        "query": reading,
        "counts": counts,
        "index": index(&generation.info()),
    }))
}

fn spellings(expansion: &shirabe_search::ExpansionReading) -> Value {
    let alternatives = expansion.alternatives.iter().filter(|alternative| alternative.on);
    let texts: Vec<_> = alternatives.map(|alternative| alternative.text.clone()).collect();
    json!({ "term": expansion.term, "rule": expansion.rule, "searched_as_well": texts })
}

fn result(
    generation: &dyn Generation,
    documents: &mut HashMap<String, Arc<Document>>,
    hit: SectionHit,
    desk: &Desk,
) -> Result<Value, WebError> {
    let id = &hit.document.id;
    if !documents.contains_key(id) {
        let document = generation.document(id)?.ok_or(WebError::NotFound)?;
        documents.insert(id.clone(), document);
    }
    let citation = documents.get(id).and_then(|document| {
        let section = document.sections.iter().find(|s| s.id.as_str() == hit.section_id)?;
        Some(sist02(document, section, desk))
    });
    let snippets: Vec<_> = hit.snippets.into_iter().map(|snippet| snippet.text).collect();
    Ok(json!({
        "id": format!("{}/{}", hit.document.id, hit.section_id),
        "title": format!("{}（{}）", hit.heading, hit.document.title),
        "url": desk.origin.join(&hit.url),
        "text": snippets.join(" … "),
        "step": wording::step(hit.step),
        "n_hits": hit.n_hits,
        "citation": citation,
    }))
}

fn fetch(
    generation: &dyn Generation,
    arguments: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let (document, section) = named(generation, arguments)?;
    let metadata = &document.metadata;
    let about = |pages: Option<String>, citation: String| {
        json!({
            "issuer": metadata.issuer,
            "issued": metadata.issued.map(|date| date.to_string()),
            "kind": metadata.kind,
            "pages": pages,
            "citation": citation,
            "index": index(&generation.info()),
        })
    };
    let Some(section) = section.and_then(|place| document.sections.get(place)) else {
        let citation = citation_views::document_citation(&document, &desk.origin, desk.today);
        return Ok(json!({
            "id": document.id.as_str(),
            "title": metadata.title,
            "text": table_of_contents(&document),
            "url": desk.origin.join(&url::document(document.id.as_str())),
            "metadata": about(None, Style::Sist02.write(&citation)),
        }));
    };
    let address = url::section(document.id.as_str(), section.id.as_str());
    let pages = wording::pages(section.pages().as_ref());
    Ok(json!({
        "id": format!("{}/{}", document.id, section.id),
        "title": format!("{}（{}）", contents::heading(&document, section), metadata.title),
        "text": section.text(),
        "url": desk.origin.join(&address),
        "metadata": about(pages, sist02(&document, section, desk)),
    }))
}

/// A line for each section, with the id to fetch it by.
fn table_of_contents(document: &Document) -> String {
    let line = |section: &Section| {
        let heading = contents::heading(document, section);
        format!("{}/{}：{heading}", document.id, section.id)
    };
    document.sections.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn concordance(
    generation: &dyn Generation,
    arguments: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let params = LinesParams::parse(pairs(arguments, &["width", "sort", "limit"]))?;
    params.search.require_query()?;
    let limit = params.search.limit.unwrap_or(N_LINES);
    let mut request = params.search.request();
    request.context_chars = params.width_chars;
    let found = lines::gather(generation, request, params.order)?;
    let lines = found.lines.into_iter().take(limit).map(|line| {
        json!({
            "before": line.before, "text": line.text, "after": line.after,
            "title": format!("{}（{}）", line.section, line.document),
            "page": line.page,
            "url": desk.origin.join(&line.url),
        })
    });
    Ok(json!({
        "n_hits": found.n_hits,
        "lines": lines.collect::<Vec<_>>(),
        "query": shirabe_query::parse(&params.search.q).to_string(),
        "index": index(&generation.info()),
    }))
}

fn cite(
    generation: &dyn Generation,
    arguments: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let (document, place) = named(generation, arguments)?;
    let section = place.and_then(|place| document.sections.get(place));
    let paragraph = arguments.get("paragraph").and_then(Value::as_str);
    let citation = match section {
        Some(section) => {
            let selection = paragraph.and_then(Selection::paragraph).unwrap_or_default();
            citation_views::section_citation(
                &document,
                section,
                &selection,
                &desk.origin,
                desk.today,
            )
        }
        None => citation_views::document_citation(&document, &desk.origin, desk.today),
    };
    let styles = citation_views::PASTED
        .map(|style| (style.label_ja().to_owned(), style.write(&citation).into()));
    Ok(json!({
        "url": citation.permalink,
        "citations": styles.into_iter().collect::<JsonObject>(),
        "index": index(&generation.info()),
    }))
}

fn verify(
    generation: &dyn Generation,
    arguments: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let draft = arguments.get("text").and_then(Value::as_str).unwrap_or_default();
    if draft.trim().is_empty() {
        let detail = "textに草稿を文字列で指定してください。".to_owned();
        return Err(WebError::bad("text_missing".to_owned(), detail));
    }
    let n_chars = draft.chars().count();
    if n_chars > MAX_DRAFT_CHARS {
        return Err(WebError::TextTooLong { n_chars });
    }
    Ok(verification_value(&generation.verify(draft)?, &desk.origin, desk.today))
}

fn list_documents(
    generation: &dyn Generation,
    _: &JsonObject,
    desk: &Desk,
) -> Result<Value, WebError> {
    let listed = generation.documents()?;
    let documents = listed.iter().map(|document| {
        json!({
            "id": document.id,
            "title": document.title,
            "issuer": document.issuer,
            "issued": document.issued,
            "n_sections": document.n_sections,
            "url": desk.origin.join(&url::document(&document.id)),
        })
    });
    Ok(json!({ "documents": documents.collect::<Vec<_>>(), "index": index(&generation.info()) }))
}

/// The document and the place of the section that `id` names.
fn named(
    generation: &dyn Generation,
    arguments: &JsonObject,
) -> Result<(Arc<Document>, Option<usize>), WebError> {
    let id = arguments.get("id").and_then(Value::as_str).unwrap_or_default();
    let (document, section) = url::parts(id);
    let document = moved_and_gone::present_document(generation, document)?;
    let Some(wanted) = section else { return Ok((document, None)) };
    let place = document.sections.iter().position(|section| section.id.as_str() == wanted);
    Ok((document, Some(place.ok_or(WebError::NotFound)?)))
}

fn sist02(document: &Document, section: &Section, desk: &Desk) -> String {
    let citation = citation_views::section_citation(
        document,
        section,
        &Selection::Section,
        &desk.origin,
        desk.today,
    );
    Style::Sist02.write(&citation)
}

fn index(info: &IndexInfo) -> Value {
    json!({ "generation": info.generation, "fingerprint": info.fingerprint, "built": info.built })
}

/// The arguments as the parameters of an address, so that they are checked like those.
fn pairs(arguments: &JsonObject, known: &[&str]) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let query = arguments.get("query").map(|value| ("q".to_owned(), text(value)));
    let others =
        known.iter().filter_map(|name| Some(((*name).to_owned(), text(arguments.get(*name)?))));
    query.into_iter().chain(others).collect()
}
