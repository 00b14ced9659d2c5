//! What parent and worker say to each other.
//!
//! A request is two lines of JSON, the metadata and the task, and the bytes of the file. An answer is the
//! problems and the document, each one line of JSON, as the model writes itself; or
//! the picture of a page, one line of JSON and the pixels, or the file of its image.

use std::io;

use serde::{Deserialize, Serialize};
use shirabe_document::{Document, Metadata, Problem, ProblemCode};
use shirabe_readers::{PageImage, PageImageRequest, Picture, Recognition};

/// What is to be done, and with what.
pub(super) struct Request {
    pub(super) name: String,
    pub(super) metadata: Metadata,
    pub(super) task: Task,
    pub(super) bytes: Vec<u8>,
}

/// What is to be done.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Read the document, with what was recognised on its pages.
    Read(Recognition),
    /// Paint a page, counted from 1, for a recogniser of characters.
    Paint(u32),
    /// Paint a page for people.
    Show(PageImageRequest),
}

/// What stands before the pixels of a [`Picture`].
#[derive(Serialize, Deserialize)]
struct WirePicture {
    width: u32,
    height: u32,
    dots_per_inch: u32,
}

/// What stands before the file of a [`PageImage`].
#[derive(Serialize, Deserialize)]
struct WireImage {
    n_marks: u32,
    lacks_font: bool,
}

/// How a PNG begins (ISO/IEC 15948, 5.2).
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";

/// A document that was read, and what was met on the way.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) document: Document,
    pub(crate) problems: Vec<Problem>,
}

/// The lines before the bytes.
pub(super) fn request_lines(metadata: &Metadata, task: &Task) -> io::Result<Vec<u8>> {
    let mut lines = serde_json::to_vec(metadata)?;
    lines.push(b'\n');
    serde_json::to_writer(&mut lines, task)?;
    lines.push(b'\n');
    Ok(lines)
}

impl Request {
    pub(super) fn from_bytes(mut input: Vec<u8>) -> io::Result<Request> {
        let (line, rest) = first_line(&input)?;
        let (task_line, _) = first_line(rest)?;
        let n_head_bytes = line.len() + task_line.len() + 2;
        let metadata: Metadata = serde_json::from_slice(line)?;
        let task = serde_json::from_slice(task_line)?;
        // In place: the file may be large, and memory is limited.
        input.drain(..n_head_bytes);
        Ok(Request { name: metadata.source_file.clone(), metadata, task, bytes: input })
    }
}

pub(super) fn answer_bytes(document: &Document, problems: &[Problem]) -> io::Result<Vec<u8>> {
    let mut answer = serde_json::to_vec(problems)?;
    answer.push(b'\n');
    serde_json::to_writer(&mut answer, document)?;
    Ok(answer)
}

/// The picture, if there is one.
pub(super) fn picture_bytes(picture: Option<Picture>) -> io::Result<Vec<u8>> {
    let Some(Picture { width, height, pixels, dots_per_inch }) = picture else {
        return Ok(Vec::new());
    };
    let mut answer = serde_json::to_vec(&WirePicture { width, height, dots_per_inch })?;
    answer.push(b'\n');
    answer.extend(pixels);
    Ok(answer)
}

/// Reads what a worker wrote, which may be anything.
pub(super) fn picture_from_bytes(mut bytes: Vec<u8>) -> io::Result<Option<Picture>> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let (line, pixels) = first_line(&bytes)?;
    let WirePicture { width, height, dots_per_inch } = serde_json::from_slice(line)?;
    if u64::from(width) * u64::from(height) != pixels.len() as u64 {
        return Err(io::Error::other("a picture of another size than it says"));
    }
    let n_line_bytes = line.len();
    bytes.drain(..=n_line_bytes);
    Ok(Some(Picture { width, height, pixels: bytes, dots_per_inch }))
}

/// The image, if there is one.
pub(super) fn image_bytes(image: Option<PageImage>) -> io::Result<Vec<u8>> {
    let Some(PageImage { png, n_marks, lacks_font }) = image else { return Ok(Vec::new()) };
    let mut answer = serde_json::to_vec(&WireImage { n_marks, lacks_font })?;
    answer.push(b'\n');
    answer.extend(png);
    Ok(answer)
}

/// Reads what a worker wrote, which may be anything; what is no PNG is not handed on to a browser.
pub(super) fn image_from_bytes(mut bytes: Vec<u8>) -> io::Result<Option<PageImage>> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let (line, png) = first_line(&bytes)?;
    let WireImage { n_marks, lacks_font } = serde_json::from_slice(line)?;
    if !png.starts_with(PNG) {
        return Err(io::Error::other("an image that is no PNG"));
    }
    let n_line_bytes = line.len();
    bytes.drain(..=n_line_bytes);
    Ok(Some(PageImage { png: bytes, n_marks, lacks_font }))
}

impl Answer {
    /// Adds what was met outside of the worker.
    pub(crate) fn say(&mut self, code: ProblemCode, message: String) {
        self.problems.push(Problem { code, message, place: None });
    }

    /// Reads what a worker wrote, which may be anything.
    pub(super) fn from_bytes(bytes: &[u8]) -> io::Result<Answer> {
        let (line, rest) = first_line(bytes)?;
        let problems = serde_json::from_slice(line)?;
        let document: Document = serde_json::from_slice(rest)?;
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
    use shirabe_readers::RecognisedWord;

    use super::*;

    fn answer(text: &str) -> Vec<u8> {
        let (document, problems) =
            shirabe_readers::read(text.as_bytes(), "a.md", Metadata::default());
        answer_bytes(&document, &problems).unwrap()
    }

    #[test]
    fn a_document_comes_through_as_it_was_read() {
        let text = "# 題名\n\n本文。\n\n## 節\n\n- 項目\n";
        let (document, _) = shirabe_readers::read(text.as_bytes(), "a.md", Metadata::default());
        assert_eq!(Answer::from_bytes(&answer(text)).unwrap().document, document);
    }

    #[test]
    fn a_request_keeps_the_bytes_and_the_metadata() {
        let metadata = Metadata { source_file: "資料.pdf".to_owned(), ..Metadata::default() };
        let word = RecognisedWord {
            text: "調べ".to_owned(),
            place: [1.0, 2.0, 3.5, 4.0],
            line: [2.0, 4.0],
            size: 10.5,
        };
        let recognition = Recognition { pages: [(3, vec![word]), (4, Vec::new())].into() };
        let mut input = request_lines(&metadata, &Task::Read(recognition.clone())).unwrap();
        input.extend(b"%PDF\n\n\xFF");
        let request = Request::from_bytes(input).unwrap();
        assert_eq!((request.name.as_str(), request.metadata), ("資料.pdf", metadata));
        assert_eq!(request.bytes, b"%PDF\n\n\xFF");
        assert_eq!(request.task, Task::Read(recognition));
    }

    #[test]
    fn a_picture_comes_through_and_one_that_lies_about_its_size_does_not() {
        let picture =
            Picture { width: 2, height: 2, pixels: b"\n\0\xFF\n".into(), dots_per_inch: 300 };
        let bytes = picture_bytes(Some(picture.clone())).unwrap();
        assert!(picture_from_bytes(bytes.iter().copied().chain([0]).collect()).is_err());
        assert_eq!(picture_from_bytes(bytes).unwrap(), Some(picture));
        assert_eq!(picture_from_bytes(picture_bytes(None).unwrap()).unwrap(), None);
    }

    #[test]
    fn an_image_comes_through_and_what_is_none_does_not() {
        let png = [PNG, b"\nIHDR"].concat();
        let image = PageImage { png, n_marks: 2, lacks_font: true };
        let bytes = image_bytes(Some(image.clone())).unwrap();
        assert_eq!(image_from_bytes(bytes).unwrap(), Some(image));
        assert_eq!(image_from_bytes(image_bytes(None).unwrap()).unwrap(), None);
        let page = b"{\"n_marks\":0,\"lacks_font\":false}\n<html>".to_vec();
        assert!(image_from_bytes(page).is_err());
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
