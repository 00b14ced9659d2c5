//! Pages that are pictures: they are painted for a recogniser, and its words are read as text.

use shirabe_document::{Document, Metadata, Problem};
use shirabe_readers::{Limits, RecognisedWord, Recognition, Tools};

use crate::outline;

/// A PDF of one page, 72 points wide and 36 high, which a picture of 4 × 2 pixels covers.
fn picture_pdf() -> Vec<u8> {
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 4/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode",
        "00FFFFFF FFFFFF00>",
    );
    pdf("<</XObject<</I 5 0 R>>>>", "q 72 0 0 36 0 0 cm /I Do Q", vec![picture])
}

/// The same page with two letters that are black boxes, and of which nobody says which they are.
fn nameless_pdf() -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</odd 6 0 R>>/Encoding<</Type/Encoding/Differences[65/odd]>>/FirstChar 65/LastChar 65/Widths[1000]/Resources<<>>>>";
    let letter = stream("", "1000 0 0 0 1000 1000 d1 0 0 1000 1000 re f");
    let text = "BT /F 20 Tf 10 10 Td (AA) Tj ET";
    pdf("<</Font<</F 5 0 R>>>>", text, vec![font.to_owned(), letter])
}

fn pdf(resources: &str, content: &str, others: Vec<String>) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 36]/Contents 4 0 R/Resources{resources}>>"
        ),
        stream("", content),
    ];
    objects.extend(others);
    let n = objects.len() + 1;
    let mut parts = vec!["%PDF-1.7\n".to_owned()];
    let mut table = vec![format!("xref\n0 {n}\n0000000000 65535 f \n")];
    let end = |parts: &[String]| parts.iter().map(String::len).sum::<usize>();
    for (number, object) in (1..).zip(objects) {
        table.push(format!("{:010} 00000 n \n", end(&parts)));
        parts.push(format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = end(&parts);
    parts.extend(table);
    parts.push(format!("trailer\n<</Size {n}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    parts.concat().into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

fn word(text: &str, left: f32, right: f32, top: f32) -> RecognisedWord {
    let (line, size) = ([top, top + 4.6], 5.0);
    RecognisedWord { text: text.to_owned(), place: [left, top, right, top + 4.6], line, size }
}

fn read(pdf: &[u8], words: Option<Vec<RecognisedWord>>) -> (Document, Vec<Problem>) {
    let recognition = Recognition { pages: words.map(|words| (1, words)).into_iter().collect() };
    let limits = Limits::default();
    let metadata = Metadata::default();
    let tools = Tools { recognition: &recognition, ..Tools::default() };
    shirabe_readers::read_with(pdf, "走査.pdf", metadata, &limits, tools)
}

#[test]
fn a_page_is_painted_at_the_dots_that_recognisers_want_or_that_the_limit_leaves() {
    let painted = |limits: &Limits| shirabe_readers::picture(&picture_pdf(), 1, limits).unwrap();
    let picture = painted(&Limits::default());
    assert_eq!((picture.width, picture.height, picture.dots_per_inch), (300, 150, 300));
    let at = |x: usize, y: usize| picture.pixels[y * 300 + x];
    assert_eq!([at(30, 30), at(120, 30), at(30, 120), at(270, 120)], [0, 255, 255, 0]);
    let small = painted(&Limits { max_picture_pixels: 5_000, ..Limits::default() });
    assert_eq!((small.width, small.height, small.dots_per_inch), (100, 50, 100));
    assert_eq!(shirabe_readers::picture(&picture_pdf(), 2, &Limits::default()), None);
    assert_eq!(shirabe_readers::picture(b"text", 1, &Limits::default()), None);
}

#[test]
fn recognised_words_become_text_that_is_marked() {
    let (document, problems) = read(&picture_pdf(), None);
    assert_eq!(document.source.pages_to_recognise, [1]);
    assert!(document.sections.is_empty());
    assert_eq!(problems[0].code.as_str(), "needs-ocr");
    let words = vec![
        word("保健", 6.0, 16.0, 6.0),
        word("所の", 16.0, 26.0, 6.0),
        word("役割を", 26.0, 41.0, 6.0),
        word("定める。", 6.0, 26.0, 13.0),
    ];
    let (document, problems) = read(&picture_pdf(), Some(words));
    insta::assert_snapshot!(outline(&document, 34), @"s1 保健所の役割を定める。");
    assert_eq!(document.source.recognised_pages, [1]);
    let block = document.sections[0].blocks.last().unwrap();
    assert!(document.is_recognised(block));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (problems[0].code.as_str(), problems[0].message.as_str()),
        ("ocr", "1頁: 文字認識（OCR）による本文である。誤りを含むことがある")
    );
    let (document, problems) = read(&picture_pdf(), Some(Vec::new()));
    assert_eq!(problems[0].code.as_str(), "ocr-empty");
    assert!(document.source.recognised_pages.is_empty());
}

#[test]
fn letters_that_nobody_knows_are_painted_and_give_way_to_recognised_words() {
    let (document, problems) = read(&nameless_pdf(), None);
    assert_eq!(document.source.pages_to_recognise, [1]);
    assert_eq!(problems[0].code.as_str(), "unmapped-characters");
    let picture = shirabe_readers::picture(&nameless_pdf(), 1, &Limits::default()).unwrap();
    let at = |x: usize, y: usize| picture.pixels[y * 300 + x];
    assert_eq!([at(60, 60), at(190, 60), at(20, 60), at(60, 130)], [0, 0, 255, 255]);
    let (document, problems) = read(&nameless_pdf(), Some(vec![word("基準", 10.0, 50.0, 10.0)]));
    assert_eq!(problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["ocr"]);
    insta::assert_snapshot!(outline(&document, 34), @"s1 基準");
}
