//! What parent and worker say to each other.
//!
//! A request is one line of JSON and the bytes of the file; an answer is the problems and the document,
//! each one line of JSON, in the shapes in which the index stores documents.

use std::io;

use serde::{Deserialize, Serialize};
use shirabe_document::{Addresses, Document, DocumentId, Format, Metadata, Problem, SourceInfo};
use shirabe_index::{document_from_json, document_to_json};

/// What is to be read.
pub(super) struct Request {
    pub(super) name: String,
    pub(super) metadata: Metadata,
    pub(super) bytes: Vec<u8>,
}

/// A document that was read, and what was met on the way.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) document: Document,
    pub(crate) problems: Vec<WireProblem>,
}

/// A [`Problem`] that has come from somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WireProblem {
    pub(crate) code: String,
    pub(crate) message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<u32>,
}

impl From<&Problem> for WireProblem {
    fn from(problem: &Problem) -> WireProblem {
        WireProblem {
            code: problem.code.to_owned(),
            message: problem.message.clone(),
            line: problem.place.as_ref().map(|place| place.lines.start),
        }
    }
}

/// The line before the bytes: a document that has nothing yet but its metadata.
pub(super) fn request_line(metadata: &Metadata) -> io::Result<Vec<u8>> {
    let blank = Document {
        addresses: Addresses::default(),
        id: DocumentId::from_file_name("blank"),
        metadata: metadata.clone(),
        sections: Vec::new(),
        repairs: Vec::new(),
        source: SourceInfo {
            format: Format::PlainText,
            encoding: String::new(),
            n_bytes: 0,
            n_lines: 0,
            n_chars: 0,
            n_pages: None,
            n_pages_without_text: 0,
            reader_version: 0,
            found: Vec::new(),
        },
    };
    let mut line = document_to_json(&blank).map_err(io::Error::other)?;
    line.push(b'\n');
    Ok(line)
}

impl Request {
    pub(super) fn from_bytes(mut input: Vec<u8>) -> io::Result<Request> {
        let (line, _) = first_line(&input)?;
        let n_line_bytes = line.len();
        let Document { metadata, .. } = document_from_json(line).map_err(io::Error::other)?;
        // In place: the file may be large, and memory is limited.
        input.drain(..=n_line_bytes);
        Ok(Request { name: metadata.source_file.clone(), metadata, bytes: input })
    }
}

pub(super) fn answer_bytes(document: &Document, problems: &[Problem]) -> io::Result<Vec<u8>> {
    let problems: Vec<WireProblem> = problems.iter().map(WireProblem::from).collect();
    let mut answer = serde_json::to_vec(&problems)?;
    answer.push(b'\n');
    answer.extend(document_to_json(document).map_err(io::Error::other)?);
    Ok(answer)
}

impl Answer {
    pub(crate) fn new(document: Document, problems: &[Problem]) -> Answer {
        Answer { document, problems: problems.iter().map(WireProblem::from).collect() }
    }

    /// Reads what a worker wrote, which may be anything.
    pub(super) fn from_bytes(bytes: &[u8]) -> io::Result<Answer> {
        let (line, rest) = first_line(bytes)?;
        let problems = serde_json::from_slice(line)?;
        let document = document_from_json(rest).map_err(io::Error::other)?;
        check(&document).map_err(io::Error::other)?;
        Ok(Answer { document, problems })
    }
}

/// What every reader keeps to, and a worker that was taken over may not.
fn check(document: &Document) -> Result<(), &'static str> {
    const MAX_HEADING_BYTES: usize = 100_000;
    const MAX_LEVEL: u8 = 64;
    let mut sections = std::collections::BTreeSet::new();
    let mut paragraphs = std::collections::BTreeSet::new();
    for section in &document.sections {
        if !sections.insert(&section.id) {
            return Err("two sections have the same id");
        }
        if section.blocks.is_empty() {
            return Err("a section is empty");
        }
        if section.level > MAX_LEVEL
            || section.path.len() > usize::from(MAX_LEVEL)
            || section.path.iter().chain([&section.heading]).any(|h| h.len() > MAX_HEADING_BYTES)
        {
            return Err("a heading is out of bounds");
        }
        if !section.blocks.iter().all(|block| paragraphs.insert(&block.id)) {
            return Err("two paragraphs have the same id");
        }
    }
    Ok(())
}

fn first_line(bytes: &[u8]) -> io::Result<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let split = end.and_then(|end| bytes.split_at_checked(end));
    let (line, rest) = split.ok_or_else(|| io::Error::other("no line of JSON"))?;
    Ok((line, rest.get(1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use shirabe_document::readers;

    use super::*;

    fn answer(text: &str) -> Vec<u8> {
        let (document, problems) = readers::read(text.as_bytes(), "a.md", Metadata::default());
        answer_bytes(&document, &problems).unwrap()
    }

    #[test]
    fn a_document_comes_through_as_it_was_read() {
        let text = "# 題名\n\n本文。\n\n## 節\n\n- 項目\n";
        let (document, _) = readers::read(text.as_bytes(), "a.md", Metadata::default());
        assert_eq!(Answer::from_bytes(&answer(text)).unwrap().document, document);
    }

    #[test]
    fn a_request_keeps_the_bytes_and_the_metadata() {
        let metadata = Metadata { source_file: "資料.pdf".to_owned(), ..Metadata::default() };
        let mut input = request_line(&metadata).unwrap();
        input.extend(b"%PDF\n\n\xFF");
        let request = Request::from_bytes(input).unwrap();
        assert_eq!((request.name.as_str(), request.metadata), ("資料.pdf", metadata));
        assert_eq!(request.bytes, b"%PDF\n\n\xFF");
    }

    #[test]
    fn an_answer_that_no_reader_gives_is_refused() {
        let good = String::from_utf8(answer("# 題名\n\n本文。\n\n# 節\n\n文。\n")).unwrap();
        assert!(Answer::from_bytes(good.as_bytes()).is_ok());
        let doubled = good.replace("\"id\":\"s2\"", "\"id\":\"s1\"");
        assert_ne!(doubled, good);
        for bad in [doubled.as_str(), "", "[]", "[]\n", "[]\n{}", "{\n", "[]\n[1,2"] {
            assert!(Answer::from_bytes(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
