//! `GET /api/v1/concordance`: every occurrence in its context, as a page of data or as a whole file.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use shirabe_export::{FileFormat, TableWriter};
use shirabe_search::IndexInfo;
use shirabe_site::citable::{Citable, wording_notes};
use shirabe_site::error::{Problems, WebError};
use shirabe_site::format::{Answer, json_page};
use shirabe_site::lanes::Lane;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::ConcordanceParams;
use shirabe_site::{Site, wording};
use shirabe_wording::{Concordance, Group, Groups, Head, Line};
use utoipa::ToSchema;

use crate::downloads::{file_name, send, write_rows};
use crate::shapes::{IndexBody, PageBody, known, pair, step_name};
use crate::tables;

#[derive(Serialize, ToSchema)]
struct ConcordanceBody {
    /// Occurrences; the same as `counts.hits`.
    n_hits: u64,
    counts: CountsBody,
    /// `{"kind":"all"}`, or of which sample the lines and groups tell.
    #[schema(value_type = Object)]
    basis: Value,
    /// How many lines or groups there are in all.
    n_lines: u64,
    query: AskedBody,
    lines: Vec<LineBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupBody>>,
    /// Groups behind those of this answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<RestBody>,
    next_offset: Option<usize>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConcordanceCountsBody)]
struct CountsBody {
    hits: u64,
    sections: u64,
    documents: u64,
    /// `null` where they were not counted because there are many occurrences.
    distinct_sentences: Option<u64>,
}

#[derive(Serialize, ToSchema)]
struct AskedBody {
    raw: String,
    parsed: String,
    notes: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct LineBody {
    before: String,
    text: String,
    after: String,
    before_is_cut: bool,
    after_is_cut: bool,
    sentence: String,
    /// How many occurrences in equal sentences the line stands for.
    n_equal: u32,
    step: &'static str,
    spelling: String,
    rule: Option<&'static str>,
    document: String,
    title: String,
    issuer: String,
    #[serde(rename = "type")]
    kind: String,
    issued: Option<String>,
    fy: Option<i32>,
    section: String,
    heading: String,
    paragraph: String,
    page: Option<String>,
    pages: Option<PageBody>,
    chars: [usize; 2],
    url: String,
    citation_url: String,
}

#[derive(Serialize, ToSchema)]
struct GroupBody {
    key: Vec<String>,
    hits: u64,
    documents: u64,
    share: f64,
    first_issued: Option<String>,
    url: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct RestBody {
    groups: u64,
    hits: u64,
}

/// `GET /api/v1/concordance`
#[utoipa::path(
    get,
    path = "/api/v1/concordance",
    operation_id = "concordance",
    tag = "文言",
    summary = "用例",
    description = "文言が現れる箇所を、前後の文脈とともに一つずつ示します。groupを指定すると、前後の語などでまとめた件数を返します。CSV、TSV、NDJSON、XLSXでも得られます。",
    params(ConcordanceParams),
    responses(
        (status = 200, description = "前の文脈・語・後ろの文脈、又はまとめた件数", content(
            (ConcordanceBody = "application/json"),
            (String = "text/csv"),
            (String = "text/tab-separated-values"),
            (String = "application/x-ndjson"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        Problems
    )
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: ConcordanceParams,
) -> Result<Response, WebError> {
    params.search.require_query()?;
    match params.answer {
        Answer::Json => {}
        Answer::File(format) => return file(&site, origin, params, format).await,
        Answer::Svg => return Err(no_chart()),
    }
    let body = site
        .ask_of(Lane::Long, params.search.generation, move |generation| {
            let window = params.offset..params.offset + params.limit;
            let found = generation.concordance(&params.request(), window)?;
            Ok(body(found, &params, generation.info()))
        })
        .await?;
    Ok(json_page(&body, body.next_offset))
}

/// That a list of lines is asked for as a drawing.
pub(crate) fn no_chart() -> WebError {
    WebError::bad("bad_format".to_owned(), "用例には図がありません。".to_owned())
}

/// The answer as JSON, for the command line.
pub(crate) fn concordance_value(
    generation: &dyn Generation,
    params: &ConcordanceParams,
) -> Result<Value, WebError> {
    let window = params.offset..params.offset + params.limit;
    let found = generation.concordance(&params.request(), window)?;
    let body = body(found, params, generation.info());
    serde_json::to_value(body).map_err(|_| WebError::Internal)
}

fn body(found: Concordance, params: &ConcordanceParams, info: IndexInfo) -> ConcordanceBody {
    let Concordance { head, lines, groups } = found;
    let end = params.offset + params.limit;
    let shown = groups.as_ref().map(|groups| {
        let shown = groups.groups.iter().skip(params.offset).take(params.limit);
        shown.map(|group| group_body(group, groups, params)).collect()
    });
    let rest = groups.as_ref().map(|groups| {
        let behind = groups.groups.iter().skip(end);
        RestBody {
            groups: behind.clone().count() as u64,
            hits: behind.map(|group| group.n_hits).sum(),
        }
    });
    ConcordanceBody {
        n_hits: head.counts.n_hits,
        counts: CountsBody {
            hits: head.counts.n_hits,
            sections: head.counts.n_sections,
            documents: head.counts.n_documents,
            distinct_sentences: head.counts.n_sentences,
        },
        basis: tables::basis_value(head.basis),
        n_lines: head.n_lines,
        query: AskedBody {
            raw: params.search.q.clone(),
            parsed: head.parsed,
            notes: head
                .notes
                .into_iter()
                .map(|note| wording::remark(&note.remark))
                .chain(wording_notes(&params.search, &info, Some(head.counts.n_hits)))
                .collect(),
        },
        lines: lines.into_iter().map(line_body).collect(),
        groups: shown,
        rest,
        next_offset: ((end as u64) < head.n_lines && params.limit > 0).then_some(end),
        index: info.into(),
    }
}

fn group_body(group: &Group, groups: &Groups, params: &ConcordanceParams) -> GroupBody {
    GroupBody {
        key: group.key.clone(),
        hits: group.n_hits,
        documents: group.n_documents,
        share: tables::share(group, groups),
        first_issued: known(group.first_issued.clone()),
        url: tables::group_url(params, group),
    }
}

fn line_body(line: Line) -> LineBody {
    let (url, citation_url) = (tables::line_url(&line), tables::citation_url(&line));
    LineBody {
        before: line.before,
        text: line.text,
        after: line.after,
        before_is_cut: line.before_is_cut,
        after_is_cut: line.after_is_cut,
        sentence: line.sentence,
        n_equal: line.n_equal,
        step: step_name(line.step),
        spelling: line.spelling,
        rule: line.rule,
        document: line.document,
        title: line.title,
        issuer: line.issuer,
        kind: line.kind,
        issued: known(line.issued),
        fy: line.fiscal_year.parse().ok(),
        section: line.section,
        heading: line.heading,
        paragraph: line.paragraph,
        page: line.page.as_ref().and_then(wording::page),
        pages: line.page.map(PageBody::from),
        chars: pair(line.chars),
        url,
        citation_url,
    }
}

/// All lines or groups as a file.
pub async fn file(
    site: &Arc<Site>,
    origin: Origin,
    params: ConcordanceParams,
    format: FileFormat,
) -> Result<Response, WebError> {
    params.search.require_query()?;
    let name = file_name("用例", &params.search.q, site);
    let today = (site.config.today)();
    let number = params.search.generation;
    send(site, &name, format.into(), number, move |generation, outlet| {
        let desk = Desk { params: &params, origin: &origin, today, format };
        desk.write(generation, outlet)
    })
    .await
}

/// Writes all lines or groups to `out`, for the command line.
pub(crate) fn write_file(
    generation: &dyn Generation,
    params: &ConcordanceParams,
    (origin, today): (&Origin, shirabe_document::Date),
    format: FileFormat,
    out: &mut dyn std::io::Write,
) -> Result<(), WebError> {
    Desk { params, origin, today, format }.write(generation, out)
}

/// What a file is written with.
struct Desk<'a> {
    params: &'a ConcordanceParams,
    origin: &'a Origin,
    today: shirabe_document::Date,
    format: FileFormat,
}

impl Desk<'_> {
    fn write(&self, generation: &dyn Generation, out: impl std::io::Write) -> Result<(), WebError> {
        if self.params.group.is_empty() {
            self.lines(generation, out)
        } else {
            self.groups(generation, out)
        }
    }

    fn begin<W: std::io::Write>(
        &self,
        generation: &dyn Generation,
        head: &Head,
        columns: &[shirabe_export::Column],
        out: W,
    ) -> Result<TableWriter<W>, WebError> {
        let (params, info) = (self.params, generation.info());
        let citable = Citable {
            params: &params.search,
            kind: "用例",
            found: format!("{}か所", wording::number(head.counts.n_hits as usize)),
            n_hits: Some(head.counts.n_hits),
            info: &info,
            n_documents: generation.n_documents(),
            size: generation.corpus_size()?,
            today: self.today,
            url: self.origin.join(&params.url("/concordance")),
        };
        let today = self.today.to_string();
        let header = tables::concordance_header(params, head, &info, self.origin, &today);
        let counts = tables::line_conditions(params, head);
        let sheet = tables::conditions_sheet(&citable, counts);
        Ok(TableWriter::begin(out, self.format, "用例", columns, &header, sheet)?)
    }

    fn lines(&self, generation: &dyn Generation, out: impl std::io::Write) -> Result<(), WebError> {
        let request = self.params.request();
        let head = generation.concordance(&request, 0..0)?.head;
        let mut writer = self.begin(generation, &head, &tables::LINE_COLUMNS, out)?;
        let cells = |line: &Line| tables::line_cells(line, self.origin);
        write_rows(&mut writer, cells, |each| {
            generation.for_each_line(&request, each)?;
            Ok(())
        })?;
        Ok(writer.finish()?)
    }

    fn groups(
        &self,
        generation: &dyn Generation,
        out: impl std::io::Write,
    ) -> Result<(), WebError> {
        let found = generation.concordance(&self.params.request(), 0..0)?;
        let Some(groups) = &found.groups else { return Err(WebError::Internal) };
        let columns = tables::group_columns(self.params.group.len());
        let mut writer = self.begin(generation, &found.head, &columns, out)?;
        for group in &groups.groups {
            writer.row(&tables::group_cells(group, groups, self.params, self.origin))?;
        }
        Ok(writer.finish()?)
    }
}
