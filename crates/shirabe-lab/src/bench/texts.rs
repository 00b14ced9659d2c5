//! The texts of a benchmark: documents out of JSONL files, as many as are wanted.
//!
//! When the files are used up they are read again, with years and names changed, so that no two
//! rounds are the same text. [`Texts`] is an iterator; nothing but the line at hand is kept.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use shirabe_document::{Document, DocumentId, Metadata};

use crate::evaluate::beir::open;

/// Names that change places from round to round.
const NAMES: [&str; 8] =
    ["経済産業", "農林水産", "厚生労働", "国土交通", "文部科学", "都道府県", "市町村", "事業者"];
/// Eras whose years are moved on.
const ERAS: [&str; 2] = ["昭和", "平成"];
/// Years are counted up to here.
const LAST_YEAR: u32 = 63;
const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// One text as a line of the file has it.
#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "the fields are named as in the file")]
pub(crate) struct Text {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    publisher: String,
    #[serde(default)]
    category: Vec<String>,
}

/// One line and the round in which it was read.
pub(crate) struct Line {
    json: String,
    round: u32,
}

/// Lines of the files, round after round, until there is enough text.
pub(crate) struct Texts<'a> {
    files: &'a [PathBuf],
    wanted_bytes: u64,
    given_bytes: u64,
    round: u32,
    next_file: usize,
    reader: Option<Box<dyn BufRead + Send>>,
}

impl Texts<'_> {
    /// At least `wanted_bytes` of lines from `files`.
    pub(crate) fn new(files: &[PathBuf], wanted_bytes: u64) -> Texts<'_> {
        Texts { files, wanted_bytes, given_bytes: 0, round: 0, next_file: 0, reader: None }
    }

    fn read(&mut self) -> anyhow::Result<Option<Line>> {
        while self.given_bytes < self.wanted_bytes {
            let Some(reader) = &mut self.reader else {
                if self.next_file == self.files.len() {
                    anyhow::ensure!(self.given_bytes > 0, "the files have no line of text");
                    (self.next_file, self.round) = (0, self.round + 1);
                }
                self.reader = Some(open_text(&self.files[self.next_file])?);
                self.next_file += 1;
                continue;
            };
            let mut json = String::new();
            if reader.read_line(&mut json).context("reading the texts")? == 0 {
                self.reader = None;
            } else if !json.trim().is_empty() {
                self.given_bytes += json.len() as u64;
                return Ok(Some(Line { json, round: self.round }));
            }
        }
        Ok(None)
    }
}

impl Iterator for Texts<'_> {
    type Item = anyhow::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn open_text(path: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    open(path).with_context(|| {
        format!(
            "no text at {}: give JSONL files with id, title and text (plain or gzip)",
            path.display()
        )
    })
}

impl Line {
    /// The text of this line, changed as its round wants it.
    pub(crate) fn parse(&self) -> anyhow::Result<Text> {
        let mut text: Text = serde_json::from_str(&self.json).context("reading a line of text")?;
        if self.round > 0 {
            text.id = format!("{}-{}", text.id, self.round);
            text.title = varied(&text.title, self.round);
            text.text = varied(&text.text, self.round);
        }
        Ok(text)
    }
}

impl Text {
    /// The text as the reader of Markdown makes a document of it.
    pub(crate) fn document(&self) -> Document {
        let metadata = Metadata {
            title: self.title.clone(),
            issuer: if self.publisher.is_empty() {
                "法令".into()
            } else {
                self.publisher.clone()
            },
            issued: self.date.parse().ok(),
            kind: self.category.first().cloned().unwrap_or_default(),
            language: "ja".to_owned(),
            ..Metadata::default()
        };
        let name = format!("{}.md", self.id);
        let (document, _) = shirabe_readers::read(self.text.as_bytes(), &name, metadata);
        Document { id: DocumentId::from_file_name(&name), ..document }
    }
}

/// The text with its years moved on and its names exchanged.
fn varied(text: &str, round: u32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((number, name)) = NAMES.iter().enumerate().find(|(_, n)| rest.starts_with(**n))
        {
            out.push_str(NAMES[(number + round as usize) % NAMES.len()]);
            rest = rest.strip_prefix(name).unwrap_or_default();
            continue;
        }
        if let Some(era) = ERAS.iter().find(|era| rest.starts_with(**era)) {
            out.push_str(era);
            rest = rest.strip_prefix(era).unwrap_or_default();
            let behind = rest.trim_start_matches(|c| c == '十' || DIGITS.contains(&c));
            let number = rest.strip_suffix(behind).unwrap_or_default();
            if let Some(year) = year(number).filter(|_| behind.starts_with('年')) {
                out.push_str(&kanji(1 + (year - 1 + round * 7) % LAST_YEAR));
                rest = behind;
            }
            continue;
        }
        out.push(first);
        rest = rest.strip_prefix(first).unwrap_or_default();
    }
    out
}

/// The value of 二十三, between 1 and 99.
fn year(kanji: &str) -> Option<u32> {
    let digit = |text: &str, empty: u32| -> Option<u32> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Some(empty),
            (Some(only), None) => (0..).zip(DIGITS).find(|(_, d)| *d == only).map(|(n, _)| n),
            _ => None,
        }
    };
    let value = match kanji.split_once('十') {
        Some((tens, ones)) => digit(tens, 1)? * 10 + digit(ones, 0)?,
        None => digit(kanji, 0)?,
    };
    (value > 0).then_some(value)
}

fn kanji(year: u32) -> String {
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or('〇');
    let mut out = String::new();
    if year >= 20 {
        out.push(digit(year / 10));
    }
    if year >= 10 {
        out.push('十');
    }
    if !year.is_multiple_of(10) {
        out.push(digit(year % 10));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_names_change_from_round_to_round() {
        let text = "平成二十三年経済産業省令第十号、昭和の農林水産大臣";
        assert_eq!(varied(text, 1), "平成三十年農林水産省令第十号、昭和の厚生労働大臣");
        assert_eq!(varied(text, 2), "平成三十七年厚生労働省令第十号、昭和の国土交通大臣");
    }

    #[test]
    fn a_year_reads_back_from_its_kanji() {
        for n in 1..=99 {
            assert_eq!(year(&kanji(n)), Some(n));
        }
        assert_eq!(year("二三"), None);
        assert_eq!(year(""), None);
    }
}
