//! `条:` finds what cites a provision or a paper, in every notation.

use shirabe_search::SearchRequest;
use shirabe_testkit::Library;

const TEXT: &str = "# 甲\n\n特許法第六十七条の二第一項の規定による。\n\n# 乙\n\n特許法67条の規定による。\n\n\
                    # 丙\n\n令和6年文部科学省告示第12号に定める。\n\n# 丁\n\n措法41の19の3の特例。\n\n\
                    # 戊\n\n商標法第67条の2、法人税基本通達9－2－12、平成六年告示第12号。\n";

/// The headings of the sections that a query finds, with what is marked in them.
fn cited(query: &str) -> String {
    let library = Library::of_texts(&[("d", TEXT)]);
    let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
    let results = library.ask(&request);
    assert_eq!(results.counts.sections, results.items.len(), "{query}");
    let found = results.items.iter().map(|item| {
        assert_eq!((item.n_hits, item.hits.len()), (0, 0), "a citation is no occurrence");
        let snippet = &item.snippets[0];
        let marked = snippet.marks.iter().map(|range| -> String {
            snippet.text.chars().skip(range.start).take(range.len()).collect()
        });
        format!("{}［{}］", item.heading, marked.collect::<Vec<_>>().join("・"))
    });
    found.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_citation_is_found_in_every_notation() {
    let in_patent_law = "甲［特許法第六十七条の二第一項］";
    for query in ["条:特許法第67条の2", "条：特許法六十七条の２", "article:特許法67条の2第1項"]
    {
        assert_eq!(cited(query), in_patent_law, "{query}");
    }
    assert_eq!(cited("条:67の2"), format!("{in_patent_law} 戊［商標法第67条の2］"));
    assert_eq!(cited("条:第67条"), "乙［特許法67条］");
    assert_eq!(cited("条:租税特別措置法第41条の19の3"), "丁［措法41の19の3］");
    assert_eq!(cited("条:法基通9-2-12"), "戊［法人税基本通達9－2－12］");
}

#[test]
fn the_number_of_a_paper_is_that_of_its_year_and_ministry() {
    let of_2024 = "丙［令和6年文部科学省告示第12号］";
    for query in ["条:令和6年文科省告示第12号", "条:2024年告示第12号", "条:文部科学省告示第十二号"]
    {
        assert_eq!(cited(query), of_2024, "{query}");
    }
    assert_eq!(cited("条:告示第12号"), format!("{of_2024} 戊［平成六年告示第12号］"));
}

#[test]
fn what_is_no_citation_is_said_and_not_used() {
    let library = Library::of_texts(&[("d", TEXT)]);
    let request =
        SearchRequest { query: "特例 条:創薬".to_owned(), ..SearchRequest::default() };
    let results = library.ask(&request);
    assert_eq!(results.counts.sections, 1);
    assert_eq!(results.query.notes.len(), 1);
}
