//! Text that a recogniser of characters guessed at.

use shirabe_document::{Document, Page};
use shirabe_search::SearchRequest;

use shirabe_testkit::{Library, document};

/// The document as if all of it stood on a page that is a picture.
fn scanned(mut document: Document) -> Document {
    for block in document.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        block.page = Some(Page { printed: None, file: Some(1) });
    }
    document.source.recognised_pages = vec![1];
    document
}

#[test]
fn of_two_sections_that_say_the_same_the_one_that_was_read_comes_first() {
    let text = "# 研究の基盤\n\n創薬の基盤となる研究を推進する。\n";
    let first = |documents: Vec<Document>| {
        let library = Library::of_documents(&documents);
        let query = "創薬の基盤".to_owned();
        let found = library.ask(&SearchRequest { query, ..SearchRequest::default() });
        assert_eq!(found.counts.sections, 2);
        found.items[0].document.id.clone()
    };
    // The order of equal results is that of the documents.
    assert_eq!(first(vec![document("a", text), document("b", text)]), "a");
    assert_eq!(first(vec![scanned(document("a", text)), document("b", text)]), "b");
    assert_eq!(first(vec![document("a", text), scanned(document("b", text))]), "a");
}
