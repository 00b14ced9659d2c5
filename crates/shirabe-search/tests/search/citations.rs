//! `条:` finds what cites a provision or a paper, in every notation.

use shirabe_document::Metadata;
use shirabe_search::SearchRequest;
use shirabe_testkit::{Library, document_as};

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

#[test]
fn the_own_text_of_a_statute_has_its_articles_without_its_name() {
    let own = "# 延長登録\n\n第六十七条の二　延長登録の出願。\n\n\
               # 審査\n\n第六十七条の三　審査官は拒絶をすべき旨の査定をする。\n";
    let protection = "# 提供\n\n第二十七条　第三者に提供してはならない。\n";
    let citing = "# 同意\n\n個人情報の保護に関する法律第27条第1項の同意。\n\n\
                  # 延長\n\n特許法第67条の2の出願。\n\n# 民法\n\n民法第二十七条の財産。\n\n\
                  # 保護\n\n個人情報の保護に関する法律の解説。\n";
    let titled = |title: &str, name, text| {
        document_as(name, text, Metadata { title: title.to_owned(), ..Metadata::default() })
    };
    let library = Library::of_documents(&[
        titled("特許法（昭和三十四年法律第百二十一号）", "a", own),
        titled("旧特許法", "b", own),
        titled("個人情報の保護に関する法律　抄", "c", protection),
        titled("手引", "d", citing),
    ]);
    let found = |query: &str| {
        let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
        let results = library.ask(&request);
        assert_eq!(results.counts.sections, results.items.len(), "{query}");
        let named =
            results.items.iter().map(|item| format!("{}/{}", item.document.id, item.heading));
        let mut named: Vec<String> = named.collect();
        named.sort();
        named.join(" ")
    };
    assert_eq!(found("条:特許法67条の2"), "a/延長登録 d/延長");
    for query in ["条:個人情報の保護に関する法律27条", "条:個人情報の保護に関する法律第二十七条"]
    {
        assert_eq!(found(query), "c/提供 d/同意", "{query}");
    }
    assert_eq!(found("条:民法第27条"), "d/民法");
    assert_eq!(found("手引 -条:特許法67条の2"), "");
    assert_eq!(found("解説 -条:特許法67条の2"), "d/保護");
}
