//! JSONL: many documents in one file, one JSON object a line with `id`, `title`, `text`, `date`,
//! `publisher` and `url`.
//!
//! [`Lines`] hands out a file line by line, so that its size does not matter; [`read_line`] makes a
//! document of one.

use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use shirabe_document::{Date, Document, DocumentId, Metadata, Problem};

use crate::corpus::hex;

/// What a line may hold; other members are passed over.
#[derive(Deserialize)]
struct Record {
    id: Option<String>,
    title: Option<String>,
    text: String,
    date: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

/// Whether a file that begins with `head` holds a document on each line.
pub(crate) fn is_jsonl(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !line.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    // A first line that is longer than what is seen of it must do with the name of a member.
    let is_whole = head.len() > line.len();
    let names_text = line.windows(7).any(|part| part == b"\"text\":");
    if is_whole {
        serde_json::from_slice::<Record>(line).is_ok()
    } else {
        names_text || line.len() > 512
    }
}

/// Reads one line; `common` is what the metadata beside the file says of all its documents.
///
/// # Errors
/// Why the line is no document, for the curator.
pub(crate) fn read_line(
    line: &[u8],
    number: u64,
    common: &Metadata,
    limits: &shirabe_readers::Limits,
) -> Result<(Document, Vec<Problem>), String> {
    let record: Record =
        serde_json::from_slice(line).map_err(|error| format!("JSONとして読めない（{error}）"))?;
    let issued = record.date.filter(|date| !date.is_empty());
    let issued = issued.map(|date| date.parse::<Date>());
    let issued = issued.transpose().map_err(|error| format!("日付を読めない（{error}）"))?;
    let or_common = |own: Option<String>, common: &str| {
        own.filter(|own| !own.is_empty()).unwrap_or_else(|| common.to_owned())
    };
    let metadata = Metadata {
        title: or_common(record.title, ""),
        issuer: or_common(record.publisher, &common.issuer),
        issued: issued.or(common.issued),
        source_url: record.url.filter(|url| !url.is_empty()).or_else(|| common.source_url.clone()),
        sha256: hex(&Sha256::digest(line)),
        ..common.clone()
    };
    // The name becomes the title where nothing else does.
    let id = id(record.id.as_deref(), &common.source_file, number);
    let extension = if has_headings(&record.text) { "md" } else { "txt" };
    let name = format!("{id}.{extension}");
    let (mut document, problems) =
        shirabe_readers::read_within(record.text.as_bytes(), &name, metadata, limits);
    document.id = id;
    Ok((document, problems))
}

/// The id that a line asks for, if the line is JSON: without reading its text.
pub(crate) fn line_id(line: &[u8], file: &str, number: u64) -> Option<DocumentId> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: Option<String>,
    }
    let OnlyId { id: given } = serde_json::from_slice(line).ok()?;
    Some(id(given.as_deref(), file, number))
}

/// The id as it is given where it has the form of one; otherwise what is ASCII in it and a part of its
/// hash, so that 平成25年法律第1号 and 平成25年政令第1号 are told apart.
fn id(given: Option<&str>, file: &str, number: u64) -> DocumentId {
    let Some(given) = given else {
        let base = DocumentId::from_file_name(file);
        return with_suffix(&base, &number.to_string());
    };
    DocumentId::parse(given).unwrap_or_else(|_| {
        let hash: String = hex(&Sha256::digest(given.as_bytes())).chars().take(8).collect();
        with_suffix(&DocumentId::from_file_name(&given.replace('.', "-")), &hash)
    })
}

fn with_suffix(base: &DocumentId, suffix: &str) -> DocumentId {
    let base: String = base.as_str().chars().take(80).collect();
    let id = format!("{}-{suffix}", base.trim_end_matches('-'));
    DocumentId::parse(&id).unwrap_or_else(|_| DocumentId::from_file_name(&id))
}

/// Whether a text is Markdown: whether a line of it begins with a mark of a heading.
fn has_headings(text: &str) -> bool {
    text.lines().any(|line| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#'))
}

/// The lines of a file with their numbers, empty ones left out.
pub(crate) struct Lines<R: Read> {
    input: BufReader<R>,
    number: u64,
    max_bytes: u64,
}

/// One line.
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: u64,
    /// Without the line end; `None` where the line is longer than allowed.
    pub(crate) bytes: Option<Vec<u8>>,
    /// How long it is in the file.
    pub(crate) n_bytes: u64,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(input: R, max_bytes: u64) -> Lines<R> {
        Lines { input: BufReader::with_capacity(1 << 20, input), number: 0, max_bytes }
    }

    fn read(&mut self) -> std::io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let limit = self.max_bytes.saturating_add(1);
        let mut n_bytes = self.input.by_ref().take(limit).read_until(b'\n', &mut bytes)? as u64;
        if n_bytes == 0 {
            return Ok(None);
        }
        self.number += 1;
        let is_whole = bytes.last() == Some(&b'\n') || n_bytes < limit;
        if !is_whole {
            n_bytes += self.input.skip_until(b'\n')? as u64;
        }
        let bytes = is_whole.then_some(bytes);
        Ok(Some(Line { number: self.number, bytes, n_bytes }))
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = std::io::Result<Line>;

    fn next(&mut self) -> Option<std::io::Result<Line>> {
        loop {
            let line = self.read().transpose()?;
            let is_empty = |line: &Line| {
                line.bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty())
            };
            if !line.as_ref().is_ok_and(is_empty) {
                return Some(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Document, String> {
        let common = Metadata { issuer: "総務省".to_owned(), ..Metadata::default() };
        let limits = shirabe_readers::Limits::default();
        read_line(line.as_bytes(), 3, &common, &limits).map(|(document, _)| document)
    }

    #[test]
    fn a_line_is_a_document_with_its_metadata() {
        let line = r##"{"id": "laws-25-1", "title": "題", "text": "# 第1章\n\n本文。", "date": "2013-04-01", "url": "https://example.jp/"}"##;
        let document = read(line).unwrap();
        let metadata = &document.metadata;
        assert_eq!(document.id.as_str(), "laws-25-1");
        assert_eq!((metadata.title.as_str(), metadata.issuer.as_str()), ("題", "総務省"));
        assert_eq!(metadata.issued.map(|date| date.to_string()).as_deref(), Some("2013-04-01"));
        assert_eq!(document.sections.last().unwrap().heading, "第1章");
    }

    #[test]
    fn ids_that_are_no_ids_stay_apart() {
        let id = |given| read(&format!(r#"{{"id": "{given}", "text": "文。"}}"#)).unwrap().id;
        assert_ne!(id("平成25年法律第1号"), id("平成25年政令第1号"));
        assert_eq!(id("平成25年法律第1号"), id("平成25年法律第1号"));
        assert!(DocumentId::parse(id("長い/id.v2").as_str()).is_ok());
    }

    #[test]
    fn a_line_that_is_no_document_says_why() {
        assert!(read("{\"id\": 1").unwrap_err().contains("JSON"));
        assert!(read(r#"{"text": "文", "date": "昨日"}"#).unwrap_err().contains("日付"));
    }

    #[test]
    fn lines_are_handed_out_one_by_one_and_a_long_one_is_passed_over() {
        let text = "a\n\n  \nlong line\nb";
        let lines: Vec<_> = Lines::new(text.as_bytes(), 5).map(Result::unwrap).collect();
        let shown: Vec<_> = lines
            .iter()
            .map(|line| {
                let text = line.bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes));
                format!("{} {:?} {}", line.number, text.as_deref().map(str::trim), line.n_bytes)
            })
            .collect();
        assert_eq!(shown, ["1 Some(\"a\") 2", "4 None 10", "5 Some(\"b\") 1"]);
    }

    #[test]
    fn the_first_line_tells_jsonl_from_a_text() {
        assert!(is_jsonl(b"{\"id\": \"a\", \"text\": \"b\"}\n{"));
        assert!(is_jsonl("{\"text\": \"長い".as_bytes()));
        assert!(!is_jsonl(b"{\"name\": 1}\n"));
        assert!(!is_jsonl("本文 {\"text\": \"\"}\n".as_bytes()));
    }
}
