//! The tools' answers: [`answer`]. Every one carries the generation that it was made from, its data once,
//! and a short text beside them for clients that show no data.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rmcp::model::{JsonObject, Resource};
use serde::Serialize;
use serde_json::Value;
use shirabe_document::citation::{Selection, Style};
use shirabe_document::links::Address;
use shirabe_document::{Date, Document, Section};
use shirabe_search::{ExpansionReading, QueryReading, ReadAsWords, SearchRequest, SectionHit};
use shirabe_site::error::WebError;
use shirabe_site::lanes::Lane;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::{ConcordanceParams, FrequencyParams, SearchParams};
use shirabe_site::{Site, citation_views, moved_and_gone, url, wording};
use shirabe_verify::MAX_DRAFT_CHARS;
use shirabe_wording::{Basis, Head};

use super::arguments::{self, Arguments};
use super::bodies::{
    AboutBody, CitedBody, CountsBody, DocumentsBody, FetchedBody, FoundBody, GroupBody, LineBody,
    LinesBody, ListedBody, ReadingBody, ResultBody, SpellingBody,
};
use super::tools;
use crate::documents::listed;
use crate::frequency::frequency_body;
use crate::tables;
use crate::verify::verification_value;

/// Results of a search, unless asked for otherwise.
const N_RESULTS: usize = 10;
/// Lines of a concordance, unless asked for otherwise.
const N_LINES: usize = 50;
/// Documents of a list, unless asked for otherwise.
const N_DOCUMENTS: usize = 50;
/// A longer section comes in pieces: about 10,000 tokens, a twentieth of what an assistant can hold.
const PIECE_CHARS: usize = 10_000;
/// Matches of one quotation; the answer says how many there are.
const N_MATCHES: usize = 3;

/// What a tool says.
pub(super) struct Reply {
    /// For clients that show no data.
    pub text: String,
    /// The data, as the tool's `outputSchema` describes them.
    pub data: Value,
    /// What the answer is about, to be read as a resource.
    pub links: Vec<Resource>,
}

impl Reply {
    fn of(text: String, body: &impl Serialize) -> Result<Reply, WebError> {
        let data = serde_json::to_value(body).map_err(|error| {
            tracing::error!(%error, "an answer could not be written as JSON");
            WebError::Internal
        })?;
        Ok(Reply { text, data, links: Vec::new() })
    }
}

/// What a tool needs beside its arguments.
pub(super) struct Desk {
    pub origin: Origin,
    pub today: Date,
}

type Tool = fn(&dyn Generation, &Arguments, &Desk) -> Result<Reply, WebError>;

/// The answer of the tool called `name`; `None` if there is no such tool.
pub(super) async fn answer(
    site: &Site,
    name: &str,
    arguments: JsonObject,
    origin: Origin,
) -> Option<Result<Reply, WebError>> {
    let tool: Tool = match name {
        "search" => search,
        "fetch" => fetch,
        "concordance" => concordance,
        "frequency" => frequency,
        "cite" => cite,
        "verify" => verify,
        "list_documents" => list_documents,
        _ => return None,
    };
    if let Err(error) = arguments::check(&tools::named(name)?.input_schema, &arguments) {
        return Some(Err(error));
    }
    let arguments = Arguments::of(arguments);
    let desk = Desk { origin, today: (site.config.today)() };
    let lane = lane(name, &arguments);
    Some(site.ask_in(lane, move |generation| tool(generation, &arguments, &desk)).await)
}

fn lane(tool: &str, arguments: &Arguments) -> Lane {
    let query = arguments.text("query").to_owned();
    match tool {
        "verify" => Lane::Long,
        _ => Lane::of(&SearchRequest { query, ..SearchRequest::default() }),
    }
}

fn search(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let params = SearchParams::parse(&arguments.pairs()?)?;
    let mut request = params.request();
    request.limit = params.limit.unwrap_or(N_RESULTS);
    let results = generation.search(&request)?;
    let counts = &results.counts;
    let counts = CountsBody {
        sections: counts.sections,
        documents: counts.documents,
        hits: counts.hits,
        sections_with_the_words_apart: counts.by_step.word.sections,
        hits_across_paragraphs: counts.across,
        hits_inside_words: counts.inside_words,
    };
    let mut documents = HashMap::new();
    let items = results.items.into_iter();
    let items = items.map(|hit| result(generation, &mut documents, hit, desk));
    let body = FoundBody {
        results: items.collect::<Result<_, _>>()?,
        next_cursor: results.next_offset.map(|offset| offset.to_string()),
        query: reading(results.query),
        counts,
        index: generation.info().into(),
    };
    let numbered = body.results.iter().zip(params.offset + 1..);
    let numbered = numbered.map(|(found, n)| format!("{n}. {} {}", found.title, found.url));
    let text = std::iter::once(headline(&body)).chain(numbered).collect::<Vec<_>>().join("\n");
    let links = body.results.iter().map(|found| link(&found.url, &found.id, &found.title));
    let links = links.collect();
    Ok(Reply { links, ..Reply::of(text, &body)? })
}

fn headline(body: &FoundBody) -> String {
    let CountsBody { sections, hits, sections_with_the_words_apart: apart, .. } = body.counts;
    let found = match sections {
        0 => "この文言を含む節はありません。".to_owned(),
        _ => format!("{sections}の節に{hits}か所。"),
    };
    let apart = if apart > 0 {
        format!("語が離れて現れる節がほかに{apart}。")
    } else {
        String::new()
    };
    let next = body.next_cursor.as_ref();
    let next = next.map(|cursor| format!("続きはcursorに「{cursor}」を指定。")).unwrap_or_default();
    [found, apart, next, body.query.notes.concat()].concat()
}

fn reading(query: QueryReading) -> ReadingBody {
    ReadingBody {
        parsed: query.parsed,
        read_as_words: query.read_as_words.map(ReadAsWords::code).map(str::to_owned),
        notes: query.notes.iter().map(|note| wording::remark(&note.remark)).collect(),
        spellings: query.expansions.into_iter().map(spellings).collect(),
    }
}

fn spellings(expansion: ExpansionReading) -> SpellingBody {
    let alternatives = expansion.alternatives.into_iter().filter(|alternative| alternative.on);
    SpellingBody {
        term: expansion.term,
        rule: expansion.rule.to_owned(),
        searched_as_well: alternatives.map(|alternative| alternative.text).collect(),
    }
}

fn result(
    generation: &dyn Generation,
    documents: &mut HashMap<String, Arc<Document>>,
    hit: SectionHit,
    desk: &Desk,
) -> Result<ResultBody, WebError> {
    let id = &hit.document.id;
    if !documents.contains_key(id) {
        let document = generation.document(id)?.ok_or(WebError::NotFound)?;
        documents.insert(id.clone(), document);
    }
    let citation = documents.get(id).and_then(|document| {
        let section = document.sections.iter().find(|s| s.id.as_str() == hit.section_id)?;
        // That of the words that were found, with their own page.
        let first = hit.hits.first().and_then(|first| Selection::paragraph(&first.paragraph));
        let selection = first.unwrap_or_default();
        let (origin, today) = (&desk.origin, desk.today);
        let citation =
            citation_views::section_citation(document, section, &selection, origin, today);
        Some(Style::Sist02.write(&citation))
    });
    let snippets: Vec<_> = hit.snippets.into_iter().map(|snippet| snippet.text).collect();
    Ok(ResultBody {
        id: format!("{}/{}", hit.document.id, hit.section_id),
        title: format!("{}（{}）", hit.heading, hit.document.title),
        url: desk.origin.join(&hit.url),
        text: snippets.join(" … "),
        step: wording::step(hit.step),
        n_hits: hit.n_hits,
        citation,
    })
}

/// A link to what a client may read as a resource, under its own permalink.
pub(super) fn link(url: &str, id: &str, title: &str) -> Resource {
    // Marks and places in the text are not part of a permalink.
    let url = url.split(['?', '#']).next().unwrap_or(url);
    Resource::new(url, id).with_title(title).with_mime_type("text/plain")
}

fn fetch(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let (document, section) = named(generation, arguments.text("id"))?;
    let metadata = &document.metadata;
    let whole = whole_text(&document, section, desk);
    let n_chars = whole.text.chars().count();
    let start = arguments.cursor()?;
    if start > 0 && start >= n_chars {
        let detail = format!("cursorが本文（{n_chars}文字）の終わりを過ぎています。");
        return Err(WebError::bad("bad_cursor".to_owned(), detail));
    }
    let end = n_chars.min(start.saturating_add(PIECE_CHARS));
    let next_cursor = (end < n_chars).then(|| end.to_string());
    let next = next_cursor.as_ref();
    let next = next.map(|cursor| format!("続きはcursorに「{cursor}」を指定。")).unwrap_or_default();
    let summary = format!(
        "{} {}\n{}文字目から{end}文字目まで（全{n_chars}文字）。{next}",
        whole.title,
        whole.url,
        start + 1
    );
    let links = vec![link(&whole.url, &whole.id, &whole.title)];
    let body = FetchedBody {
        id: whole.id,
        title: whole.title,
        text: whole.text.chars().skip(start).take(end - start).collect(),
        chars: [start, end],
        n_chars,
        next_cursor,
        url: whole.url,
        metadata: AboutBody {
            issuer: metadata.issuer.clone(),
            issued: metadata.issued.map(|date| date.to_string()),
            kind: metadata.kind.clone(),
            pages: whole.pages,
            citation: whole.citation,
            index: generation.info().into(),
        },
    };
    Ok(Reply { links, ..Reply::of(summary, &body)? })
}

/// A section, or the table of contents of a document.
pub(super) struct WholeText {
    pub id: String,
    pub title: String,
    pub text: String,
    pub url: String,
    pages: Option<String>,
    citation: String,
}

/// What stands at the address of a section, or of a document.
pub(super) fn whole_text(document: &Document, place: Option<usize>, desk: &Desk) -> WholeText {
    let title = &document.metadata.title;
    let Some(section) = place.and_then(|place| document.sections.get(place)) else {
        let citation = citation_views::document_citation(document, &desk.origin, desk.today);
        return WholeText {
            id: document.id.to_string(),
            title: title.clone(),
            text: table_of_contents(document),
            url: desk.origin.join(&url::document(document.id.as_str())),
            pages: None,
            citation: Style::Sist02.write(&citation),
        };
    };
    let address = url::section(document.id.as_str(), section.id.as_str());
    WholeText {
        id: format!("{}/{}", document.id, section.id),
        title: format!("{}（{title}）", wording::heading(document, section)),
        text: section.text(),
        url: desk.origin.join(&address),
        pages: wording::pages(section.pages().as_ref()),
        citation: sist02(document, section, desk),
    }
}

/// A line for each section, with the id to fetch it by.
fn table_of_contents(document: &Document) -> String {
    let line = |section: &Section| {
        let heading = wording::heading(document, section);
        format!("{}/{}：{heading}", document.id, section.id)
    };
    document.sections.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn concordance(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let mut params = ConcordanceParams::parse(arguments.pairs()?)?;
    if !arguments.has("limit") {
        params.limit = N_LINES;
    }
    let end = params.offset + params.limit;
    let found = generation.concordance(&params.request(), params.offset..end)?;
    let lines = found.lines.into_iter().map(|line| LineBody {
        title: format!("{}（{}）", line.heading, line.title),
        url: desk.origin.join(&tables::line_url(&line)),
        citation_url: desk.origin.join(&tables::citation_url(&line)),
        page: line.page.as_ref().and_then(wording::page).unwrap_or_default(),
        before: line.before,
        text: line.text,
        after: line.after,
        sentence: line.sentence,
        issuer: line.issuer,
        issued: line.issued,
    });
    let groups = found.groups.iter().flat_map(|found| {
        let shown = found.groups.iter().skip(params.offset).take(params.limit);
        shown.map(|group| GroupBody {
            key: group.key.clone(),
            hits: group.n_hits,
            documents: group.n_documents,
            first_issued: group.first_issued.clone(),
        })
    });
    let counts = &found.head.counts;
    let body = LinesBody {
        basis: tables::basis_value(found.head.basis),
        groups: groups.collect(),
        n_hits: counts.n_hits,
        n_documents: counts.n_documents,
        n_lines: found.head.n_lines,
        lines: lines.collect(),
        next_cursor: ((end as u64) < found.head.n_lines).then(|| end.to_string()),
        query: found.head.parsed.clone(),
        index: generation.info().into(),
    };
    let n_shown = body.lines.len() + body.groups.len();
    let text = format!(
        "{}{}。",
        told_of(&found.head, &params),
        shown(params.offset, n_shown, body.next_cursor.as_deref())
    );
    Reply::of(text, &body)
}

/// 4,274か所のうち、… Of what the lines or groups are those that follow.
fn told_of(head: &Head, params: &ConcordanceParams) -> String {
    let n_lines = head.n_lines;
    let of = match head.basis {
        Basis::All => format!("{}か所のうち", head.counts.n_hits),
        Basis::Sample { n, of, seed } => {
            format!("{of}か所から無作為に抜き出した{n}か所（種{seed}）のうち")
        }
    };
    match (params.group.is_empty(), params.unique) {
        (false, _) => format!("{of}、まとめた{n_lines}行の"),
        (true, true) => format!("{of}、異なる文{n_lines}行の"),
        (true, false) => of,
    }
}

/// 1から50まで。続きは…
fn shown(offset: usize, n: usize, next_cursor: Option<&str>) -> String {
    let next = next_cursor.map(|cursor| format!("。続きはcursorに「{cursor}」を指定"));
    let next = next.unwrap_or_default();
    format!("{}から{}まで{next}", (offset + 1).min(offset + n), offset + n)
}

fn frequency(
    generation: &dyn Generation,
    arguments: &Arguments,
    _: &Desk,
) -> Result<Reply, WebError> {
    let pairs = arguments.pairs()?.into_iter().filter(|(name, _)| name != "offset");
    let params = FrequencyParams::parse(pairs.collect())?;
    params.search.require_query()?;
    let found = generation.frequency(&params.request())?;
    let counted = found.wordings.iter().map(|one| {
        format!("「{}」{}の節に{}か所", one.query, one.cell.n_sections, one.cell.n_hits)
    });
    let text = format!("{}。", counted.collect::<Vec<_>>().join("、"));
    Reply::of(text, &frequency_body(&found, &params, generation.info()))
}

fn cite(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let (document, place) = named(generation, arguments.text("id"))?;
    let section = place.and_then(|place| document.sections.get(place));
    let selection = paragraph(&document, section, arguments.text("paragraph"))?;
    let citation = match section {
        Some(section) => citation_views::section_citation(
            &document,
            section,
            &selection,
            &desk.origin,
            desk.today,
        ),
        None => citation_views::document_citation(&document, &desk.origin, desk.today),
    };
    let styles =
        citation_views::PASTED.map(|style| (style.label_ja().to_owned(), style.write(&citation)));
    let text = Style::Sist02.write(&citation);
    let body = CitedBody {
        url: citation.permalink,
        citations: BTreeMap::from(styles),
        index: generation.info().into(),
    };
    Reply::of(text, &body)
}

/// The paragraph that is cited: the citation of a section must not pass for that of a paragraph which
/// it does not have.
fn paragraph(
    document: &Document,
    section: Option<&Section>,
    typed: &str,
) -> Result<Selection, WebError> {
    if typed.is_empty() {
        return Ok(Selection::Section);
    }
    let bad = |detail: String| Err(WebError::bad("bad_argument".to_owned(), detail));
    let Some(section) = section else {
        return bad("paragraphは、idに節（文書ID/節ID）を指定したときに使えます。".to_owned());
    };
    match Selection::paragraph(typed) {
        Some(Selection::Paragraph(id)) if section.blocks.iter().any(|block| block.id == id) => {
            Ok(Selection::Paragraph(id))
        }
        Some(Selection::Paragraph(id)) => {
            let mut others = document.sections.iter();
            let other = others.find(|other| other.blocks.iter().any(|block| block.id == id));
            let hint = other.map(|other| format!("節{}にあります。", other.id)).unwrap_or_default();
            bad(format!("節{}に段落{id}はありません。{hint}", section.id))
        }
        _ => bad("paragraphはp12のように指定してください。".to_owned()),
    }
}

fn verify(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let draft = arguments.text("text");
    // Counted by the schema's check; a draft is what it says.
    debug_assert!(draft.chars().count() <= MAX_DRAFT_CHARS);
    let found = generation.verify(draft)?;
    let of = |code: u16| found.quotations.iter().filter(|one| one.status.code() == code).count();
    let text = format!(
        "引用{}か所のうち、一致{}、複数の箇所と一致{}、相違のある箇所{}、見つからない{}。照合しなかったもの{}。",
        found.quotations.len(),
        of(200),
        of(300),
        of(206),
        of(404),
        found.skipped.len()
    );
    Reply::of(text, &verification_value(&found, &desk.origin, desk.today, N_MATCHES))
}

fn list_documents(
    generation: &dyn Generation,
    arguments: &Arguments,
    desk: &Desk,
) -> Result<Reply, WebError> {
    let mut params = SearchParams::parse(&arguments.pairs()?)?;
    params.limit.get_or_insert(N_DOCUMENTS);
    let documents = generation.documents()?;
    let page = listed(&documents, &params);
    let documents = page.items.into_iter().map(|document| ListedBody {
        id: document.id.clone(),
        title: document.title.clone(),
        issuer: document.issuer.clone(),
        issued: document.issued.clone(),
        kind: document.kind.clone(),
        n_sections: document.n_sections,
        url: desk.origin.join(&url::document(&document.id)),
    });
    let body = DocumentsBody {
        n_documents: page.n_all,
        documents: documents.collect(),
        next_cursor: page.next_offset.map(|offset| offset.to_string()),
        index: generation.info().into(),
    };
    let shown = shown(params.offset, body.documents.len(), body.next_cursor.as_deref());
    Reply::of(format!("{}の文書のうち{shown}。", body.n_documents), &body)
}

/// The document and the place of the section that `id` names.
pub(super) fn named(
    generation: &dyn Generation,
    id: &str,
) -> Result<(Arc<Document>, Option<usize>), WebError> {
    let Address { document, section, .. } = Address::read(id);
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
