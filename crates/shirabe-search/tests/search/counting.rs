//! Counts and sets of sections, against a count by hand that knows nothing of the index.

use std::collections::BTreeSet;

use proptest::prelude::*;
use shirabe_document::{BlockKind, Document};
use shirabe_search::{Mode, Scope, SearchRequest, SectionHit, Sort, Unit};

use shirabe_testkit::{Library, document};

const WORDS: [&str; 8] = ["研究", "開発", "人材", "医療", "の", "、", "。", "体制を整える"];
/// What is looked for. Some hold others, one overlaps itself, none runs over the end of a paragraph.
const WANTED: [&str; 8] = ["研究", "研究開発", "開発", "究開", "人材", "医療の", "のの", "体制"];

/// A query over texts, as a tree of its own.
#[derive(Clone, Debug)]
enum Wanted {
    Text(&'static str),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    Without(Box<Wanted>, &'static str),
}

impl Wanted {
    fn query(&self) -> String {
        let joined = |parts: &[Wanted], sign: &str| {
            let parts: Vec<String> = parts.iter().map(Wanted::query).collect();
            format!("({})", parts.join(sign))
        };
        match self {
            Wanted::Text(text) => format!("\"{text}\""),
            Wanted::All(parts) => joined(parts, " "),
            Wanted::Any(parts) => joined(parts, " OR "),
            Wanted::Without(part, text) => format!("({} -\"{text}\")", part.query()),
        }
    }

    fn holds(&self, has: &impl Fn(&str) -> bool) -> bool {
        match self {
            Wanted::Text(text) => has(text),
            Wanted::All(parts) => parts.iter().all(|part| part.holds(has)),
            Wanted::Any(parts) => parts.iter().any(|part| part.holds(has)),
            Wanted::Without(part, text) => part.holds(has) && !has(text),
        }
    }

    /// The texts that are to be there, once for each time they are asked for.
    fn texts(&self) -> Vec<&'static str> {
        match self {
            Wanted::Text(text) => vec![text],
            Wanted::All(parts) | Wanted::Any(parts) => {
                parts.iter().flat_map(Wanted::texts).collect()
            }
            Wanted::Without(part, _) => part.texts(),
        }
    }
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let text = || proptest::sample::select(WANTED.to_vec());
    text().prop_map(Wanted::Text).prop_recursive(2, 6, 3, move |part| {
        prop_oneof![
            proptest::collection::vec(part.clone(), 2..4).prop_map(Wanted::All),
            proptest::collection::vec(part.clone(), 2..4).prop_map(Wanted::Any),
            (part, text()).prop_map(|(part, text)| Wanted::Without(Box::new(part), text)),
        ]
    })
}

/// Documents of sections of paragraphs.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let words = proptest::sample::select(WORDS.to_vec());
    let paragraph =
        proptest::collection::vec(words, 0..12).prop_map(|words| format!("{}。", words.concat()));
    let section = proptest::collection::vec(paragraph, 1..4)
        .prop_map(|paragraphs| format!("# 題\n\n{}", paragraphs.join("\n\n")));
    let document =
        proptest::collection::vec(section, 1..4).prop_map(|sections| sections.join("\n\n"));
    proptest::collection::vec(document, 1..5)
}

fn library(texts: &[String]) -> Library {
    let documents = texts.iter().enumerate();
    let documents = documents.map(|(n, text)| document(&format!("d{n}"), text));
    Library::of_documents(&documents.collect::<Vec<_>>())
}

/// Occurrences, sections and documents.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    hits: usize,
    sections: usize,
    documents: usize,
}

/// The units of one section: its paragraphs, or all of it.
fn units(document: &Document, section: usize, scope: Scope) -> Vec<String> {
    let blocks = document.sections[section].blocks.iter();
    let texts: Vec<String> = blocks.map(|block| block.text.clone()).collect();
    if scope == Scope::Paragraph { texts } else { vec![texts.concat()] }
}

/// What the query finds, counted from the texts.
fn by_hand(documents: &[Document], wanted: &Wanted, scope: Scope) -> Counts {
    let mut counts = Counts::default();
    let n_in = |unit: &str| -> usize {
        wanted.texts().iter().map(|text| unit.matches(text).count()).sum()
    };
    for document in documents {
        let all: Vec<Vec<String>> =
            (0..document.sections.len()).map(|n| units(document, n, scope)).collect();
        let is_found = |unit: &str| match scope {
            Scope::Document => wanted.holds(&|text| all.iter().flatten().any(|u| u.contains(text))),
            _ => wanted.holds(&|text| unit.contains(text)),
        };
        let in_section = |units: &Vec<String>| -> usize {
            units.iter().filter(|unit| is_found(unit)).map(|unit| n_in(unit)).sum()
        };
        let found: Vec<usize> = all.iter().map(in_section).filter(|n| *n > 0).collect();
        counts.hits += found.iter().sum::<usize>();
        counts.sections += found.len();
        counts.documents += usize::from(!found.is_empty());
    }
    counts
}

fn exactly(wanted: &Wanted, scope: Scope) -> SearchRequest {
    SearchRequest { query: wanted.query(), mode: Mode::Exact, scope, ..SearchRequest::default() }
}

/// All results, page by page.
fn all_items(library: &Library, request: &SearchRequest) -> Vec<SectionHit> {
    let mut items = Vec::new();
    loop {
        let request = SearchRequest { offset: items.len(), ..request.clone() };
        let results = library.ask(&request);
        items.extend(results.items);
        if results.next_offset.is_none() {
            return items;
        }
    }
}

/// The score of each result, and where it stands.
fn places(items: Vec<SectionHit>) -> Vec<(String, String, String)> {
    let items = items.into_iter();
    items.map(|item| (item.score.to_string(), item.document.id, item.section_id)).collect()
}

/// The sections that a query finds.
fn set(library: &Library, query: &str, mode: Mode) -> BTreeSet<(String, String)> {
    let request =
        SearchRequest { query: query.to_owned(), mode, limit: 100, ..SearchRequest::default() };
    let items = library.ask(&request).items.into_iter();
    items.map(|item| (item.document.id, item.section_id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn counts_are_those_of_a_count_by_hand_in_every_scope(
        texts in texts(), wanted in wanted(),
    ) {
        let library = library(&texts);
        for scope in [Scope::Section, Scope::Paragraph, Scope::Document] {
            let found = library.ask(&exactly(&wanted, scope)).counts;
            let found =
                Counts { hits: found.hits, sections: found.sections, documents: found.documents };
            prop_assert_eq!(found, by_hand(&library.documents(), &wanted, scope), "{:?}", scope);
        }
    }

    #[test]
    fn results_by_hit_section_and_document_are_as_many_as_counted(
        texts in texts(), wanted in wanted(),
    ) {
        let library = library(&texts);
        for scope in [Scope::Section, Scope::Document] {
            let counts = by_hand(&library.documents(), &wanted, scope);
            let units = [Unit::Hit, Unit::Section, Unit::Document];
            for (unit, n) in units.into_iter().zip([counts.hits, counts.sections, counts.documents])
            {
                let items =
                    all_items(&library, &SearchRequest { unit, limit: 3, ..exactly(&wanted, scope) });
                prop_assert_eq!(items.len(), n, "{:?} {:?}", unit, scope);
                if unit == Unit::Hit {
                    // Each stands where it is said to, and is one of the texts.
                    let texts = wanted.texts();
                    let is_one = |item: &SectionHit| {
                        item.hits.len() == 1 && texts.contains(&item.hits[0].text.as_str())
                    };
                    prop_assert!(items.iter().all(is_one), "{:?}", scope);
                }
            }
        }
    }

    #[test]
    fn and_is_the_intersection_or_the_union_and_not_the_difference(
        texts in texts(),
        a in proptest::sample::select(WANTED.to_vec()),
        b in proptest::sample::select(WANTED.to_vec()),
        // Words rank; only the wording is a set that operators combine.
        mode in proptest::sample::select(vec![Mode::Variant, Mode::Exact]),
    ) {
        let library = library(&texts);
        let found = |query: String| set(&library, &query, mode);
        let (in_a, in_b) = (found(a.to_owned()), found(b.to_owned()));
        prop_assert_eq!(found(format!("{a} AND {b}")), &in_a & &in_b);
        prop_assert_eq!(found(format!("{a} OR {b}")), &in_a | &in_b);
        // NOT never excludes by words in any order: what it takes away is what a quotation finds.
        let not_b = set(&library, &format!("\"{b}\""), mode);
        prop_assert_eq!(found(format!("{a} NOT {b}")), &in_a - &not_b);
    }

    #[test]
    fn a_new_document_takes_no_hit_away(
        texts in texts(), more in texts(), wanted in wanted(),
        mode in proptest::sample::select(vec![Mode::All, Mode::Exact]),
    ) {
        let before = library(&texts);
        let after = library(&[texts, more].concat());
        let query = wanted.query();
        prop_assert!(set(&before, &query, mode).is_subset(&set(&after, &query, mode)));
    }

    #[test]
    fn the_order_is_the_same_in_every_index_and_at_every_time(
        texts in texts(), wanted in wanted(),
    ) {
        let (one, other) = (library(&texts), library(&texts));
        for sort in [Sort::Relevance, Sort::DocumentOrder, Sort::Issued, Sort::IssuedDescending] {
            let request = SearchRequest {
                query: wanted.query(), sort, limit: 100, ..SearchRequest::default()
            };
            let items = places(one.ask(&request).items);
            prop_assert_eq!(&items, &places(one.ask(&request).items));
            prop_assert_eq!(&items, &places(other.ask(&request).items));
            // Pages fit together, and equal results stand in the order of documents and sections.
            let pages = all_items(&one, &SearchRequest { limit: 2, ..request });
            prop_assert_eq!(&items, &places(pages));
            for pair in items.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                prop_assert!(pair[0] < pair[1], "{:?}", sort);
            }
        }
    }
}

#[test]
fn a_paragraph_of_these_texts_is_a_block_of_its_own() {
    let document = document("d", "# 題\n\n研究。\n\n人材。");
    let kinds: Vec<BlockKind> = document.sections[0].blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BlockKind::Heading, BlockKind::Paragraph, BlockKind::Paragraph]);
}

#[test]
fn document_order_is_by_date_then_id_and_what_has_no_date_is_last() {
    let dated = |name: &str, issued: &str| {
        let mut document = document(name, "# 題\n\n研究。");
        document.metadata.issued = issued.parse().ok();
        document
    };
    let documents = || {
        vec![dated("c", "2024-04-01"), dated("a", ""), dated("d", "2023"), dated("b", "2024-04-01")]
    };
    let order = |library: &Library, sort| {
        let request = SearchRequest { query: "研究".into(), sort, ..SearchRequest::default() };
        let items = library.ask(&request).items.into_iter();
        items.map(|item| item.document.id).collect::<Vec<_>>().concat()
    };
    let whole = Library::of_documents(&documents());
    // The same documents by an update: b has a greater number than those that came with it.
    let updated = Library::of_documents(&documents().into_iter().take(3).collect::<Vec<_>>());
    updated.put(&dated("b", "2024-04-01"));
    updated.put(&dated("c", "2024-04-01"));
    for library in [&whole, &updated] {
        assert_eq!(order(library, Sort::DocumentOrder), "dbca");
        assert_eq!(order(library, Sort::Issued), "dbca");
        assert_eq!(order(library, Sort::IssuedDescending), "bcda");
        assert_eq!(order(library, Sort::Relevance), "abcd");
    }
}
