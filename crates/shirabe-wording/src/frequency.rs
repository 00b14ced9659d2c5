//! Frequencies: how often wordings stand in the documents of each year, issuer and so on, and per million
//! characters.
//!
//! Enter by [`frequency`]. Numerator and denominator meet the same conditions. Smoothed rates pool
//! occurrences and characters of the years around, so that a thin year weighs as little as it is; a year
//! without text has no rate.

use std::collections::{BTreeMap, BTreeSet};

use shirabe_search::{
    DocumentExtent, DocumentTable, Extent, Occurrences, SearchError, SearchRequest, Snapshot,
};

use crate::concordance::ConcordanceRequest;
use crate::gather::{Gathering, gather};
use crate::intervals::{Rate, Ratio, Sums, rate, ratio};

/// More wordings than anyone compares; each is a search of its own.
pub const MAX_WORDINGS: usize = 8;
/// Years or months between others are named as long as all fit into this.
const MAX_BETWEEN: i32 = 240;

/// By what documents are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// 年度 of the 発行日
    FiscalYear,
    /// Year
    Year,
    /// Month
    Month,
    /// 発行機関
    Issuer,
    /// 種別
    Kind,
    /// Each by itself.
    Document,
}

impl By {
    /// Whether values follow each other in time.
    pub fn is_time(self) -> bool {
        matches!(self, By::FiscalYear | By::Year | By::Month)
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct FrequencyRequest {
    /// The steps and the conditions; its query counts for nothing.
    pub search: SearchRequest,
    /// The wordings, up to [`MAX_WORDINGS`].
    pub wordings: Vec<String>,
    /// One or two of them.
    pub by: Vec<By>,
    /// Years or months on either side that are pooled.
    pub n_smoothed: u32,
    /// Whether equal sentences count once.
    pub unique: bool,
    /// The numbers of two wordings of which the first is set in relation to the second.
    pub ratio: Option<(usize, usize)>,
}

/// One wording over everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// As it was asked for.
    pub query: String,
    /// In all documents that meet the conditions.
    pub cell: Cell,
}

/// One wording in one row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Occurrences.
    pub n_hits: u64,
    /// Sections that have one.
    pub n_sections: u64,
    /// Documents that have one.
    pub n_documents: u64,
    /// Different sentences, where they are asked for.
    pub n_sentences: Option<u64>,
    /// Per million characters, smoothed as asked; of occurrences, or of different sentences where these
    /// are asked for. `None` where there is no text.
    pub per_million: Option<Rate>,
}

/// How much text there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Documents.
    pub n_documents: u64,
    /// Sections.
    pub n_sections: u64,
    /// Characters of match forms.
    pub n_chars: u64,
    /// Words.
    pub n_words: u64,
}

/// The documents with one value.
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencyRow {
    /// The values; empty where a document has none.
    pub key: Vec<String>,
    /// How much text there is.
    pub amount: Amount,
    /// The wordings, in the order of the request.
    pub cells: Vec<Cell>,
    /// Of the first wording by the second, where that is asked for.
    pub ratio: Option<Ratio>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    /// The wordings over everything.
    pub wordings: Vec<Wording>,
    /// How much text meets the conditions.
    pub amount: Amount,
    /// The rows: in the order of time, else the largest first.
    pub rows: Vec<FrequencyRow>,
    /// The documents that have no date, where rows are years or months; in no row.
    pub undated: Option<FrequencyRow>,
    /// The ratio over everything.
    pub ratio: Option<Ratio>,
}

/// What one document has of one wording.
#[derive(Clone, Default)]
struct Tally {
    n_hits: u64,
    n_sections: u64,
    /// A number for each occurrence, equal in equal sentences; none where they were not asked for.
    sentences: Vec<u64>,
}

/// Something of documents, found by their place in the table without a search: every cell of a table asks
/// it of every document.
#[derive(Default)]
struct ByDocument<T> {
    /// For each place the number of its value, from 1; 0 where it has none.
    numbers: Vec<u32>,
    values: Vec<T>,
}

impl<T: Default> ByDocument<T> {
    fn get(&self, document: u32) -> Option<&T> {
        let number = *self.numbers.get(document as usize)? as usize;
        self.values.get(number.checked_sub(1)?)
    }

    fn entry(&mut self, document: u32) -> &mut T {
        let at = document as usize;
        if at >= self.numbers.len() {
            self.numbers.resize(at + 1, 0);
        }
        if self.numbers[at] == 0 {
            self.values.push(T::default());
            self.numbers[at] = self.values.len() as u32;
        }
        &mut self.values[self.numbers[at] as usize - 1]
    }
}

type Tallies = ByDocument<Tally>;

/// The documents of one row with what they have of each wording.
#[derive(Default)]
struct Members(Vec<u32>);

/// Counts the wordings of `request`.
pub fn frequency(
    snapshot: &Snapshot,
    request: &FrequencyRequest,
) -> Result<Frequencies, SearchError> {
    let mut extent = None;
    let mut tallies: Vec<Tallies> = Vec::new();
    for wording in &request.wordings {
        let search = SearchRequest { query: wording.clone(), ..request.search.clone() };
        let occurrences = Occurrences::of(snapshot, &search)?;
        if extent.is_none() {
            extent = Some(conditions_of(snapshot, request)?);
        }
        tallies.push(tally(snapshot, &occurrences, &search, request.unique)?);
    }
    let extent = extent.unwrap_or_default();
    let mut extents = ByDocument::default();
    for (document, extent) in &extent {
        *extents.entry(*document) = *extent;
    }
    let counted = Counted { request, extents: &extents, tallies: &tallies };
    let mut rows: BTreeMap<Vec<String>, Members> = BTreeMap::new();
    let table = snapshot.document_table()?;
    for document in extent.keys() {
        rows.entry(values(&table, *document, &request.by)).or_default().0.push(*document);
    }
    let time = request.by.iter().position(|by| by.is_time());
    let is_undated = |key: &[String]| time.is_some_and(|at| key[at].is_empty());
    let undated: Vec<u32> = rows
        .iter()
        .filter(|(key, _)| is_undated(key))
        .flat_map(|(_, members)| members.0.iter().copied())
        .collect();
    rows.retain(|key, _| !is_undated(key));
    fill_between(&mut rows, &request.by);
    let all = counted.row(Vec::new(), &Members(extent.keys().copied().collect()), None);
    let mut rows: Vec<FrequencyRow> = rows
        .iter()
        .map(|(key, members)| counted.row(key.clone(), members, Some((&rows, time))))
        .collect();
    if time.is_none() {
        let n_hits = |row: &FrequencyRow| row.cells.iter().map(|cell| cell.n_hits).sum::<u64>();
        rows.sort_by(|a, b| n_hits(b).cmp(&n_hits(a)).then_with(|| a.key.cmp(&b.key)));
    }
    let wordings = request.wordings.iter().zip(&all.cells);
    Ok(Frequencies {
        wordings: wordings
            .map(|(query, cell)| Wording { query: query.clone(), cell: *cell })
            .collect(),
        amount: all.amount,
        undated: (!undated.is_empty())
            .then(|| counted.row(vec![String::new(); request.by.len()], &Members(undated), None)),
        rows,
        ratio: all.ratio,
    })
}

/// How much of each document meets the conditions beside the wordings. A query may hold conditions of its
/// own; with several wordings only those count that all of them have, which are these.
fn conditions_of(snapshot: &Snapshot, request: &FrequencyRequest) -> Result<Extent, SearchError> {
    let query = match &request.wordings[..] {
        [only] => only.clone(),
        _ => String::new(),
    };
    let search = SearchRequest { query, ..request.search.clone() };
    Occurrences::conditions(snapshot, &search)
}

fn tally(
    snapshot: &Snapshot,
    occurrences: &Occurrences<'_>,
    search: &SearchRequest,
    is_unique: bool,
) -> Result<Tallies, SearchError> {
    let mut tally = Tallies::default();
    if !is_unique {
        for place in occurrences.sections() {
            let document = tally.entry(place.document);
            document.n_hits += u64::from(place.n_hits);
            document.n_sections += 1;
        }
        return Ok(tally);
    }
    let request = ConcordanceRequest::of(search.clone());
    let find = || gather(occurrences, &request, &[]);
    let question = format!("sentences of {search:?}");
    let found = snapshot.kept(&question, find, Gathering::n_bytes)?;
    for sentences in found.found.chunk_by(|a, b| a.place.section == b.place.section) {
        let Some(first) = sentences.first() else { continue };
        let document = tally.entry(first.document);
        document.n_hits += sentences.len() as u64;
        document.n_sections += 1;
        document.sentences.extend(sentences.iter().map(|found| found.sentence));
    }
    Ok(tally)
}

/// What the document is put together with others by.
fn values(table: &DocumentTable, document: u32, by: &[By]) -> Vec<String> {
    let summary = table.summary(document);
    let issued = table.rows()[document as usize].issued;
    let value = |by: &By| match by {
        By::FiscalYear => issued.map(|date| date.fiscal_year().to_string()).unwrap_or_default(),
        By::Year => issued.map(|date| date.year.to_string()).unwrap_or_default(),
        By::Month => summary.issued.get(..7).map(str::to_owned).unwrap_or_default(),
        By::Issuer => summary.issuer.clone(),
        By::Kind => summary.kind.clone(),
        By::Document => summary.id.clone(),
    };
    by.iter().map(value).collect()
}

/// Years and months between others are rows as well: that there is no text is a gap and not 0.
fn fill_between(rows: &mut BTreeMap<Vec<String>, Members>, by: &[By]) {
    let [by] = by else { return };
    if !by.is_time() {
        return;
    }
    let numbers: Vec<i32> = rows.keys().filter_map(|key| number_of(&key[0])).collect();
    let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else { return };
    if last - first > MAX_BETWEEN {
        return;
    }
    for number in *first..=*last {
        rows.entry(vec![named(number, *by)]).or_default();
    }
}

/// A year, or a month as months since the year 0.
fn number_of(text: &str) -> Option<i32> {
    match text.split_once('-') {
        None => text.parse().ok(),
        Some((year, month)) => {
            Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
        }
    }
}

fn named(number: i32, by: By) -> String {
    if by == By::Month {
        format!("{:04}-{:02}", number / 12, number % 12 + 1)
    } else {
        number.to_string()
    }
}

struct Counted<'a> {
    request: &'a FrequencyRequest,
    extents: &'a ByDocument<DocumentExtent>,
    tallies: &'a [Tallies],
}

/// All rows, and which value of the key is a time.
type Rows<'a> = (&'a BTreeMap<Vec<String>, Members>, Option<usize>);

impl Counted<'_> {
    fn row(&self, key: Vec<String>, members: &Members, rows: Option<Rows<'_>>) -> FrequencyRow {
        let pooled =
            rows.map_or_else(|| members.0.clone(), |rows| self.pooled(&key, members, rows));
        let sums: Vec<Vec<Sums>> =
            self.tallies.iter().map(|tally| self.sums(tally, &pooled)).collect();
        let cells = self.tallies.iter().zip(&sums).map(|(tally, sums)| {
            let found = members.0.iter().filter_map(|document| tally.get(*document));
            let mut cell = Cell { per_million: rate(sums), ..Cell::default() };
            let mut sentences: BTreeSet<u64> = BTreeSet::new();
            for tally in found {
                cell.n_hits += tally.n_hits;
                cell.n_sections += tally.n_sections;
                cell.n_documents += 1;
                sentences.extend(&tally.sentences);
            }
            cell.n_sentences = self.request.unique.then_some(sentences.len() as u64);
            cell
        });
        let mut amount = Amount { n_documents: members.0.len() as u64, ..Amount::default() };
        for extent in members.0.iter().filter_map(|document| self.extents.get(*document)) {
            amount.n_sections += extent.n_sections;
            amount.n_chars += extent.n_chars;
            amount.n_words += extent.n_words;
        }
        let pair = self.request.ratio.and_then(|(a, b)| Some((sums.get(a)?, sums.get(b)?)));
        let ratio = pair.and_then(|(a, b)| ratio(a, b));
        FrequencyRow { key, amount, cells: cells.collect(), ratio }
    }

    /// The documents of a row and of those within the years around it.
    fn pooled(&self, key: &[String], members: &Members, (rows, time): Rows<'_>) -> Vec<u32> {
        let n_around = i32::try_from(self.request.n_smoothed).unwrap_or(0);
        let Some(at) = time.filter(|_| n_around > 0 && !members.0.is_empty()) else {
            return members.0.clone();
        };
        let Some(number) = number_of(&key[at]) else { return members.0.clone() };
        let mut documents = Vec::new();
        for around in number - n_around..=number + n_around {
            let mut other = key.to_vec();
            other[at] = named(around, self.request.by[at]);
            documents.extend(rows.get(&other).into_iter().flat_map(|members| &members.0));
        }
        documents
    }

    /// Of equal sentences the first counts, where that is asked for.
    fn sums(&self, tally: &Tallies, documents: &[u32]) -> Vec<Sums> {
        let mut known: BTreeSet<u64> = BTreeSet::new();
        let mut n_hits = |tally: &Tally| {
            if self.request.unique {
                tally.sentences.iter().filter(|sentence| known.insert(**sentence)).count() as f64
            } else {
                tally.n_hits as f64
            }
        };
        let sums = documents.iter().map(|document| Sums {
            n_hits: tally.get(*document).map_or(0.0, &mut n_hits),
            n_chars: self.extents.get(*document).map_or(0.0, |extent| extent.n_chars as f64),
        });
        sums.collect()
    }
}
