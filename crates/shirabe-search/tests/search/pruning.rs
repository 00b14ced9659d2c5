//! What makes a search fast must not change its answer.

use shirabe_document::Document;
use shirabe_search::{Mode, SearchRequest, SearchResults, Weights};

use shirabe_testkit::{Library, document};

/// Sections in which the words stand in all mixtures and places.
fn mixtures() -> Vec<Document> {
    let section = |n: usize| {
        let heading = if n.is_multiple_of(7) { "研究" } else { "概要" };
        let text = format!(
            "{}{}{}{}",
            "研究を進める。".repeat(n % 5),
            "人材を取り組む。".repeat(n % 3),
            "取組の育成。".repeat(n % 4),
            "その他の事項を定める。".repeat(n % 11)
        );
        format!("# {heading} {n}\n\n{text}終わり。\n\n")
    };
    let texts =
        [(0..70), (70..90), (90..150)].map(|numbers| numbers.map(section).collect::<String>());
    let documents = texts.iter().enumerate();
    documents.map(|(number, text)| document(&format!("d{number}"), text)).collect()
}

fn answer(results: &SearchResults) -> Vec<(String, String, String)> {
    let items = results.items.iter();
    let line = |item: &shirabe_search::SectionHit| {
        (item.document.id.clone(), item.section_id.clone(), item.score.to_string())
    };
    items.map(line).collect()
}

#[test]
fn the_first_page_is_the_same_whether_sections_are_left_unscored_or_not() {
    // With a limit of 100 more sections are kept than a page has, so that fewer are left unscored.
    let weights = Weights { n_reranked: 4.0, ..Weights::default() };
    let library = Library::weighted(&mixtures(), weights);
    for query in ["研究", "研究 人材", "取組", "研究 -取り組み", "研究を進める", "その他 育成"]
    {
        let ask = |limit| {
            let query = query.to_owned();
            library.ask(&SearchRequest { query, limit, ..SearchRequest::default() })
        };
        let (short, long) = (ask(4), ask(100));
        assert!(long.items.len() > 10, "{query}: {}", long.items.len());
        assert_eq!(answer(&short), answer(&long)[..4], "{query}");
        assert_eq!(short.counts, long.counts, "{query}");
    }
}

#[test]
fn bigrams_that_are_counted_without_their_places_are_counted_right() {
    let text = "# 一\n\nああああ、株式。\n\n# 二\n\n㈱と株式と株式会社。\n\n# 三\n\n㈱式。\n";
    let library = Library::of_texts(&[("d", text)]);
    let counts = |query: &str| {
        let request =
            SearchRequest { query: query.to_owned(), mode: Mode::Exact, ..Default::default() };
        let counts = library.ask(&request).counts;
        (counts.hits, counts.sections)
    };
    assert_eq!(counts("ああ"), (2, 1));
    assert_eq!(counts("あ"), (4, 1));
    assert_eq!(counts("株"), (3, 2), "株 inside ㈱ is none");
    assert_eq!(counts("㈱"), (2, 2));
    assert_eq!(counts("式"), (4, 3));
    assert_eq!(counts("株式"), (3, 2));
    assert_eq!(counts("\"(株\""), (0, 0));
    assert_eq!(counts("\"(株)式\""), (1, 1));
}
