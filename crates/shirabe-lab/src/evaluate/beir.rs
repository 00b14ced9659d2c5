//! Retrieval sets in BEIR form: JSONL texts and queries, tab-separated judgements; plain or gzip.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use flate2::read::GzDecoder;
use fs_err as fs;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shirabe_document::{
    Addresses, Block, BlockKind, Document, DocumentId, Format, Metadata, ParagraphId, Section,
    SectionId, SourceInfo,
};
use shirabe_readers::read;

use super::Ranking;

/// One text to be found.
#[derive(Deserialize)]
pub(crate) struct Text {
    #[serde(alias = "_id")]
    pub(crate) id: String,
    #[serde(default)]
    title: String,
    /// The heading under which the text stands in its document.
    #[serde(default)]
    section: String,
    #[serde(rename = "text")]
    body: String,
}

/// One question.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(alias = "_id")]
    pub(crate) id: String,
    pub(crate) text: String,
    /// Further columns.
    #[serde(flatten)]
    pub(crate) others: BTreeMap<String, serde_json::Value>,
}

/// The rankings of a TREC run, in the order of `queries`.
pub(crate) fn run(path: &Path, queries: &[Query]) -> anyhow::Result<Vec<Ranking>> {
    let mut by_query: BTreeMap<String, Ranking> = BTreeMap::new();
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.with_context(|| format!("reading {}", path.display()))?;
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [query, _, text, _, score, _] = fields[..] else {
            anyhow::bail!("{}:{}: six columns expected", path.display(), number + 1);
        };
        let score = score.parse().with_context(|| format!("{score:?} is no score"))?;
        by_query.entry(query.to_owned()).or_default().push((text.to_owned(), score));
    }
    Ok(queries.iter().map(|query| by_query.remove(&query.id).unwrap_or_default()).collect())
}

/// For each query the texts that answer it, with their grades.
pub(crate) type Judgements = BTreeMap<String, BTreeMap<String, f64>>;

pub(crate) fn texts(path: &Path) -> anyhow::Result<Vec<Text>> {
    json_lines(path)
}

pub(crate) fn queries(path: &Path) -> anyhow::Result<Vec<Query>> {
    json_lines(path)
}

/// Reads lines `query-id`, `corpus-id`, `score`; a first line without a number is a header.
pub(crate) fn judgements(path: &Path) -> anyhow::Result<Judgements> {
    let mut judgements = Judgements::new();
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.with_context(|| format!("reading {}", path.display()))?;
        let fields: Vec<&str> = line.split('\t').collect();
        let [query, text, grade] = fields[..] else {
            anyhow::bail!("{}:{}: three columns expected", path.display(), number + 1);
        };
        match grade.trim().parse() {
            Ok(grade) => {
                judgements.entry(query.to_owned()).or_default().insert(text.to_owned(), grade);
            }
            Err(_) if number == 0 => {}
            Err(_) => anyhow::bail!("{}:{}: {grade:?} is no grade", path.display(), number + 1),
        }
    }
    Ok(judgements)
}

/// The file, unpacked where its name ends in `.gz`.
pub(crate) fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    let file = fs::File::open(path)?;
    let is_gzip = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read + Send> =
        if is_gzip { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    Ok(Box::new(BufReader::new(reader)))
}

fn json_lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let mut rows = Vec::new();
    for (number, line) in open(path)?.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let line = line.with_context(place)?;
        if !line.trim().is_empty() {
            rows.push(serde_json::from_str(&line).with_context(place)?);
        }
    }
    Ok(rows)
}

/// The id of text number `number`: the set's own ids need not be ids here.
pub(crate) fn document_id(number: usize) -> String {
    format!("t{number}")
}

impl Text {
    /// The text as the reader of Markdown reads it, long sections divided.
    pub(crate) fn divided(&self, number: usize) -> Document {
        let source = format!("# {}\n\n{}", self.heading(), self.body);
        let metadata = Metadata { title: self.title.clone(), ..Metadata::default() };
        let (document, _) = read(source.as_bytes(), "text.md", metadata);
        let id = DocumentId::from_file_name(&document_id(number));
        Document { id, ..document }
    }

    fn heading(&self) -> &str {
        if self.section.is_empty() { &self.title } else { &self.section }
    }

    /// The text as a document of one section under its heading.
    pub(crate) fn document(&self, number: usize) -> Document {
        let block = |n: usize, kind, text: &str| Block {
            id: ParagraphId::numbered(n),
            kind,
            text: text.to_owned(),
            depth: 0,
            page: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
            lines: None,
        };
        let mut blocks = vec![block(1, BlockKind::Heading, self.heading())];
        let lines = self.body.lines().filter(|line| !line.trim().is_empty()).enumerate();
        blocks.extend(lines.map(|(n, line)| block(n + 2, BlockKind::Paragraph, line)));
        let section = Section {
            id: SectionId::numbered(1),
            heading: self.heading().to_owned(),
            number: None,
            level: 1,
            path: Vec::new(),
            blocks,
            figure_missing: false,
            continues: None,
        };
        Document {
            addresses: Addresses::default(),
            id: DocumentId::from_file_name(&document_id(number)),
            metadata: Metadata { title: self.title.clone(), ..Metadata::default() },
            sections: vec![section],
            repairs: Vec::new(),
            source: SourceInfo {
                format: Format::PlainText,
                encoding: "UTF-8".to_owned(),
                n_bytes: self.body.len() as u64,
                n_lines: 0,
                n_chars: 0,
                n_pages: None,
                n_pages_without_text: 0,
                pages_with_pictures: Vec::new(),
                n_attachments: 0,
                reader_version: 0,
                found: Vec::new(),
                pages_to_recognise: Vec::new(),
                recognised_pages: Vec::new(),
            },
        }
    }
}
