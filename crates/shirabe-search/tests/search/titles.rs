//! Documents that are found by their title.

use shirabe_document::{Document, Metadata};
use shirabe_search::{Filters, SearchRequest, Unit};
use shirabe_testkit::{Library, document_as};

fn titled(name: &str, title: &str, text: &str) -> Document {
    document_as(name, text, Metadata { title: title.to_owned(), ..Metadata::default() })
}

fn laws() -> Library {
    Library::of_documents(&[
        titled("a", "都市計画法施行令", "# 一\n\n届出の様式を定める。"),
        titled("b", "都市計画法", "# 一\n\n届出をしなければならない。"),
        titled("c", "都市計画運用指針", "# 一\n\n都市計画法第53条の届出について。"),
        titled("d", "都市計画法施行規則", "# 一\n\n別記様式による。"),
        titled("e", "都市計画法施行規則の一部を改正する省令", "# 一\n\n改める。"),
    ])
}

/// How many titles have it, and the ids of those that are named.
fn named(library: &Library, request: &SearchRequest) -> (usize, Vec<String>) {
    let titled = library.ask(request).titled;
    (titled.n_documents, titled.named.into_iter().map(|document| document.id).collect())
}

fn of(query: &str) -> SearchRequest {
    SearchRequest { query: query.to_owned(), ..SearchRequest::default() }
}

#[test]
fn the_document_that_bears_the_name_is_named_first() {
    let library = laws();
    let ids = |ids: [&str; 3]| ids.map(str::to_owned).to_vec();
    assert_eq!(named(&library, &of("都市計画法")), (4, ids(["b", "a", "d"])));
    // What no section has: the title is found nevertheless.
    assert_eq!(named(&library, &of("都市計画法 規則 改正")).1, ["e"]);
    assert_eq!(library.ask(&of("一部を改正する省令")).counts.sections, 0);
    assert_eq!(named(&library, &of("一部を改正する省令")).1, ["e"]);
    assert_eq!(named(&library, &of("届出")), (0, Vec::new()));
}

#[test]
fn a_search_that_is_not_for_a_name_is_not_answered_by_titles() {
    let library = laws();
    for query in ["都市計画法 OR 届出", "都市計画法 -届出", "/都市.+/", "題名:都市計画法"]
    {
        assert_eq!(named(&library, &of(query)).0, 0, "{query}");
    }
    let narrowed = Filters { issuers: vec!["国土交通省".to_owned()], ..Filters::default() };
    assert_eq!(named(&library, &SearchRequest { filters: narrowed, ..of("都市計画法") }).0, 0);
    assert_eq!(named(&library, &SearchRequest { offset: 20, ..of("都市計画法") }).0, 0);
    assert_eq!(named(&library, &SearchRequest { unit: Unit::Hit, ..of("都市計画法") }).0, 4);
}

#[test]
fn of_hundreds_of_titles_none_is_named() {
    let title = |n: usize| titled(&format!("d{n}"), &format!("白書{n}"), "# 一\n\n本文。");
    let library = Library::of_documents(&(0..201).map(title).collect::<Vec<_>>());
    assert_eq!(named(&library, &of("白書")), (201, Vec::new()));
    assert_eq!(named(&library, &of("白書20")).1, ["d20", "d200"]);
}
