//! What stands in the columns of a file: lines and groups of a concordance, frequencies.

use std::fmt::Write as _;

use serde_json::{Value, json};
use shirabe_export::Sheet;
use shirabe_export::chart::{Chart, Point, Series};
use shirabe_search::IndexInfo;
use shirabe_site::origin::Origin;
use shirabe_site::params::{ConcordanceParams, FrequencyParams, Measure, joined};
use shirabe_site::{citable, url, wording};
use shirabe_wording::{Basis, By, Cell, Frequencies, FrequencyRow, Group, Groups, Head, Key, Line};

use crate::shapes::step_name;

/// A column: title, name and whether it holds numbers.
type Column = (&'static str, &'static str, bool);

/// Less text than this is drawn hollow: a word that stands once in it has a rate of ten in a million.
const THIN_CHARS: u64 = 100_000;

pub(crate) const LINE_COLUMNS: [Column; 22] = [
    ("前の文脈", "before", false),
    ("語", "text", false),
    ("後ろの文脈", "after", false),
    ("段階", "step", false),
    ("文書", "title", false),
    ("発行機関", "issuer", false),
    ("発行日", "issued", false),
    ("年度", "fy", true),
    ("節", "heading", false),
    ("ページ", "page", false),
    ("段落", "paragraph", false),
    ("文書ID", "document", false),
    ("URL", "url", false),
    ("引用", "citation_url", false),
    ("探した書き方", "spelling", false),
    ("書き方の規則", "rule", false),
    ("文", "sentence", false),
    ("同じ文の数", "n_equal", true),
    ("種別", "type", false),
    ("節ID", "section", false),
    ("前が切れている", "before_is_cut", false),
    ("後が切れている", "after_is_cut", false),
];

/// The cells of a line.
pub(crate) fn line_cells(line: &Line, origin: &Origin) -> Vec<String> {
    let cut = |is_cut: bool| if is_cut { "1" } else { "" }.to_owned();
    vec![
        line.before.clone(),
        line.text.clone(),
        line.after.clone(),
        step_name(line.step).to_owned(),
        line.title.clone(),
        line.issuer.clone(),
        line.issued.clone(),
        line.fiscal_year.clone(),
        line.heading.clone(),
        line.page.as_ref().and_then(wording::page).unwrap_or_default(),
        line.paragraph.clone(),
        line.document.clone(),
        origin.join(&line_url(line)),
        origin.join(&citation_url(line)),
        line.spelling.clone(),
        line.rule.unwrap_or_default().to_owned(),
        line.sentence.clone(),
        line.n_equal.to_string(),
        line.kind.clone(),
        line.section.clone(),
        cut(line.before_is_cut),
        cut(line.after_is_cut),
    ]
}

/// The paragraph in which it stands.
pub fn line_url(line: &Line) -> String {
    url::paragraph(&line.document, &line.section, &line.paragraph)
}

/// The citation of that paragraph.
pub(crate) fn citation_url(line: &Line) -> String {
    let number = line.paragraph.trim_start_matches('p');
    format!("{}?p={number}#cite-text", url::section(&line.document, &line.section))
}

/// The columns of groups: one or two keys and the counts.
pub(crate) fn group_columns(n_keys: usize) -> Vec<Column> {
    let keys = [("見出し語1", "key_1", false), ("見出し語2", "key_2", false)];
    let mut columns: Vec<Column> = keys.into_iter().take(n_keys).collect();
    columns.extend([
        ("箇所", "hits", true),
        ("文書", "documents", true),
        ("割合", "share", true),
        ("最初の発行日", "first_issued", false),
        ("URL", "url", false),
    ]);
    columns
}

pub(crate) fn group_cells(
    group: &Group,
    groups: &Groups,
    params: &ConcordanceParams,
    origin: &Origin,
) -> Vec<String> {
    let mut cells = group.key.clone();
    let address = group_url(params, group).map(|address| origin.join(&address));
    cells.extend([
        group.n_hits.to_string(),
        group.n_documents.to_string(),
        format!("{:.6}", share(group, groups)),
        group.first_issued.clone(),
        address.unwrap_or_default(),
    ]);
    cells
}

/// What part it has of the occurrences that were put into groups.
pub fn share(group: &Group, groups: &Groups) -> f64 {
    let n_hits = match groups.basis {
        Basis::All => groups.counts.n_hits,
        Basis::Sample { n, .. } => n,
    };
    group.n_hits as f64 / n_hits.max(1) as f64
}

/// The lines of a group, where an address can name them.
pub fn group_url(params: &ConcordanceParams, group: &Group) -> Option<String> {
    let mut lines = ConcordanceParams { group: Vec::new(), ..params.clone() };
    for (key, value) in params.group.iter().zip(&group.key) {
        narrow(&mut lines, *key, value)?;
    }
    Some(lines.url("/concordance"))
}

fn narrow(params: &mut ConcordanceParams, key: Key, value: &str) -> Option<()> {
    use shirabe_wording::Neighbour;
    let search = &mut params.search;
    match key {
        Key::Document => search.documents = vec![value.to_owned()],
        Key::Issuer if !value.is_empty() => search.issuers = vec![value.to_owned()],
        Key::Kind if !value.is_empty() => search.kinds = vec![value.to_owned()],
        Key::FiscalYear => search.fiscal_years = vec![value.parse().ok()?],
        Key::Issued => {
            let date = value.parse().ok()?;
            (search.from, search.to) = (Some(date), Some(date));
        }
        Key::Left(1) if params.left.is_none() => {
            params.left = Neighbour::before(&next_to_it(value)).ok();
        }
        Key::Right(1) if params.right.is_none() => {
            params.right = Neighbour::behind(&next_to_it(value)).ok();
        }
        Key::LeftContext | Key::LeftWord(1) if params.left.is_none() && !value.is_empty() => {
            return None;
        }
        _ => return None,
    }
    Some(())
}

/// A character as a condition; that nothing stands there is a pattern.
fn next_to_it(value: &str) -> String {
    match value {
        "" => "/^$/".to_owned(),
        "*" | "?" | "/" => format!("/\\{value}/"),
        text => text.to_owned(),
    }
}

/// What a file of a concordance says of itself.
pub(crate) fn concordance_header(
    params: &ConcordanceParams,
    head: &Head,
    info: &IndexInfo,
    origin: &Origin,
    today: &str,
) -> Value {
    json!({
        "query": params.search.q,
        "parsed": head.parsed,
        "counts": counts_value(head),
        "basis": basis_value(head.basis),
        "lines": head.n_lines,
        "index": { "generation": info.generation, "fingerprint": info.fingerprint, "built": info.built },
        "retrieved": today,
        "url": origin.join(&params.url("/concordance")),
    })
}

pub(crate) fn counts_value(head: &Head) -> Value {
    let counts = &head.counts;
    json!({
        "hits": counts.n_hits, "sections": counts.n_sections, "documents": counts.n_documents,
        "distinct_sentences": counts.n_sentences,
    })
}

pub(crate) fn basis_value(basis: Basis) -> Value {
    match basis {
        Basis::All => json!({ "kind": "all" }),
        Basis::Sample { n, of, seed } => {
            json!({ "kind": "sample", "n": n, "of": of, "seed": seed })
        }
    }
}

/// How the lines were chosen and put in order beside the conditions of the search, and how many there are.
pub(crate) fn line_conditions(
    params: &ConcordanceParams,
    head: &Head,
) -> Vec<(&'static str, String)> {
    let mut rows = vec![("読み取った検索語", head.parsed.clone())];
    let mut add = |name, value: Option<String>| {
        rows.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    };
    add("直前", params.left.as_ref().map(|left| left.text.clone()));
    add("直後", params.right.as_ref().map(|right| right.text.clone()));
    add("同じ文", params.unique.then(|| "一行にまとめる".to_owned()));
    add("並べ方", Some(joined(&params.sort)));
    add("並べる順", params.by_reading.then(|| "読みの五十音順".to_owned()));
    add("まとめ方", Some(joined(&params.group)));
    let basis = match head.basis {
        Basis::All => "すべての箇所".to_owned(),
        Basis::Sample { n, of, seed } => format!("{of}か所から抜き出した{n}か所（種{seed}）"),
    };
    add("対象", Some(basis));
    add("異なる文", head.counts.n_sentences.map(|n| n.to_string()));
    add("行", Some(head.n_lines.to_string()));
    rows
}

/// 条件: how the file came about, as the second sheet of a workbook.
pub(crate) fn conditions_sheet(
    citation: &citable::Citable<'_>,
    counts: Vec<(&'static str, String)>,
) -> Sheet {
    let rows = citation.rows().into_iter().chain(counts);
    Sheet {
        name: "条件".to_owned(),
        rows: rows.map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}

pub(crate) const FREQUENCY_COLUMNS: [Column; 19] = [
    ("区分1", "key_1", false),
    ("区分2", "key_2", false),
    ("言葉", "wording", false),
    ("箇所", "hits", true),
    ("文書", "documents", true),
    ("節", "sections", true),
    ("異なる文", "distinct_sentences", true),
    ("100万字当たり", "per_million", true),
    ("下限", "low", true),
    ("上限", "high", true),
    ("区間の求め方", "method", false),
    ("対象の文字数", "chars", true),
    ("対象の語数", "words", true),
    ("対象の文書数", "all_documents", true),
    ("対象の節数", "all_sections", true),
    ("比", "ratio", true),
    ("比の下限", "ratio_low", true),
    ("比の上限", "ratio_high", true),
    ("URL", "url", false),
];

/// A row for each wording in each row of the table, and then those without a date.
pub(crate) fn frequency_rows(
    found: &Frequencies,
    params: &FrequencyParams,
    origin: &Origin,
) -> Vec<Vec<String>> {
    let rows = found.rows.iter().chain(&found.undated);
    let cells = rows.flat_map(|row| {
        let wordings = found.wordings.iter().zip(&row.cells).enumerate();
        wordings.map(move |(number, (wording, cell))| {
            frequency_cells(row, number, &wording.query, cell, params, origin)
        })
    });
    cells.collect()
}

fn frequency_cells(
    row: &FrequencyRow,
    number: usize,
    query: &str,
    cell: &Cell,
    params: &FrequencyParams,
    origin: &Origin,
) -> Vec<String> {
    let rate = |of: fn(&shirabe_wording::Rate) -> f64| {
        cell.per_million.as_ref().map(|rate| format!("{:.4}", of(rate))).unwrap_or_default()
    };
    let count = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let ratio = row.ratio.filter(|_| params.ratio.is_some_and(|(a, _)| a == number));
    let amount = &row.amount;
    let address = cell_url(params, query, row).map(|address| origin.join(&address));
    vec![
        row.key.first().cloned().unwrap_or_default(),
        row.key.get(1).cloned().unwrap_or_default(),
        query.to_owned(),
        cell.n_hits.to_string(),
        cell.n_documents.to_string(),
        cell.n_sections.to_string(),
        count(cell.n_sentences),
        rate(|rate| rate.value),
        rate(|rate| rate.low),
        rate(|rate| rate.high),
        cell.per_million.map(|rate| rate.method.code().to_owned()).unwrap_or_default(),
        amount.n_chars.to_string(),
        amount.n_words.to_string(),
        amount.n_documents.to_string(),
        amount.n_sections.to_string(),
        ratio.map(|ratio| format!("{:.4}", ratio.value)).unwrap_or_default(),
        ratio.map(|ratio| format!("{:.4}", ratio.low)).unwrap_or_default(),
        ratio.map(|ratio| format!("{:.4}", ratio.high)).unwrap_or_default(),
        address.unwrap_or_default(),
    ]
}

/// The occurrences that a cell counts, where an address can name them.
pub fn cell_url(params: &FrequencyParams, query: &str, row: &FrequencyRow) -> Option<String> {
    let mut search = params.search.with(|search| query.clone_into(&mut search.q));
    for (by, value) in params.by.iter().zip(&row.key) {
        match by {
            _ if value.is_empty() => return None,
            By::FiscalYear => search.fiscal_years = vec![value.parse().ok()?],
            By::Year | By::Month => {
                let date = value.parse().ok()?;
                (search.from, search.to) = (Some(date), Some(date));
            }
            By::Issuer => search.issuers = vec![value.clone()],
            By::Kind => search.kinds = vec![value.clone()],
            By::Document => search.documents = vec![value.clone()],
        }
    }
    Some(ConcordanceParams::from(search).url("/concordance"))
}

/// What the chart shows of a cell.
pub fn measured(measure: Measure, cell: &Cell, row: &FrequencyRow) -> Option<f64> {
    let n_documents = row.amount.n_documents;
    match measure {
        Measure::PerMillion => cell.per_million.map(|rate| rate.value),
        _ if n_documents == 0 => None,
        Measure::Hits => Some(cell.n_sentences.unwrap_or(cell.n_hits) as f64),
        Measure::Documents => Some(cell.n_documents as f64),
        Measure::DocumentsShare => Some(cell.n_documents as f64 / n_documents as f64),
        Measure::Sections => Some(cell.n_sections as f64),
    }
}

/// What the chart shows of a cell, as the table below it says it.
pub fn measured_text(measure: Measure, value: f64) -> String {
    match measure {
        Measure::PerMillion => wording::decimal(value),
        Measure::DocumentsShare => format!("{:.1}％", value * 100.0),
        Measure::Hits | Measure::Documents | Measure::Sections => {
            wording::number(value.round() as usize)
        }
    }
}

/// A time of the table in words.
fn time(by: By, key: &str) -> String {
    match by {
        By::FiscalYear => format!("{key}年度"),
        By::Year => format!("{key}年"),
        By::Month | By::Issuer | By::Kind | By::Document => wording::date(key),
    }
}

/// The unit of a measure.
pub fn unit(measure: Measure) -> &'static str {
    match measure {
        Measure::PerMillion => "100万字当たりの箇所",
        Measure::Hits => "箇所",
        Measure::Documents => "文書",
        Measure::DocumentsShare => "文書の割合",
        Measure::Sections => "節",
    }
}

/// Lines over time; `None` where the rows are no times, or two keys are crossed.
pub fn chart(found: &Frequencies, params: &FrequencyParams) -> Option<Chart> {
    let [by] = params.by[..] else { return None };
    if !by.is_time() || found.rows.is_empty() {
        return None;
    }
    let name =
        |row: &FrequencyRow| time(by, row.key.first().map(String::as_str).unwrap_or_default());
    let point = |number: usize, query: &str, row: &FrequencyRow| {
        let cell = row.cells.get(number)?;
        let value = measured(params.measure, cell, row)?;
        let rate = cell.per_million.filter(|_| params.measure == Measure::PerMillion);
        let interval = rate.map(|rate| (rate.low, rate.high));
        let is_thin = row.amount.n_chars < THIN_CHARS;
        let mut label = format!("{} {query} {}", name(row), measured_text(params.measure, value));
        if let Some((low, high)) = interval {
            let _ = write!(label, "（{}〜{}）", wording::decimal(low), wording::decimal(high));
        }
        if is_thin {
            label.push_str("、本文が少ない");
        }
        Some(Point {
            value: if params.measure == Measure::DocumentsShare { value * 100.0 } else { value },
            interval,
            is_thin,
            label,
            url: (cell.n_hits > 0).then(|| cell_url(params, query, row)).flatten(),
        })
    };
    let series = found.wordings.iter().enumerate().map(|(number, wording)| Series {
        name: wording.query.clone(),
        points: found.rows.iter().map(|row| point(number, &wording.query, row)).collect(),
    });
    let names: Vec<&str> = found.wordings.iter().map(|wording| wording.query.as_str()).collect();
    let (first, last) = (name(found.rows.first()?), name(found.rows.last()?));
    let percent = if params.measure == Measure::DocumentsShare { "（％）" } else { "" };
    let quoted = names.join("」「");
    Some(Chart {
        title: format!("「{quoted}」の頻度（{}）", unit(params.measure)),
        description: format!(
            "{first}から{last}までの推移です。同じ数値を下の表に示しています。縦の線は95％の区間、\
             中が白い印は対象の本文が10万字に満たないこと（本文が少ない）を表します。"
        ),
        unit: format!("{}{percent}", unit(params.measure)),
        places: found.rows.iter().map(|row| row.key.join(" ")).collect(),
        series: series.collect(),
    })
}
