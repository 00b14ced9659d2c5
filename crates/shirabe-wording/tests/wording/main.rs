//! Concordance and frequency over small real indexes.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use shirabe_document::{Date, Document, Metadata};
use shirabe_search::{Mode, SearchRequest};
use shirabe_testkit::{Library, document, document_as};
use shirabe_wording::{
    Basis, By, Concordance, ConcordanceRequest, Context, FoundSection, FrequencyRequest, Key, Line,
    Method, Neighbour, concordance, for_each_line, frequency, newest_sections,
};

fn request(query: &str) -> ConcordanceRequest {
    let search = SearchRequest { mode: Mode::Exact, ..SearchRequest::default() };
    ConcordanceRequest::of(SearchRequest { query: query.to_owned(), ..search })
}

fn page(library: &Library, request: &ConcordanceRequest) -> Concordance {
    concordance(&library.snapshot(), request, 0..1_000).unwrap()
}

fn streamed(library: &Library, request: &ConcordanceRequest) -> Vec<Line> {
    let mut lines = Vec::new();
    for_each_line(&library.snapshot(), request, |found| {
        lines.extend(found);
        ControlFlow::Continue(())
    })
    .unwrap();
    lines
}

fn shown(lines: &[Line]) -> Vec<String> {
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    lines
        .iter()
        .map(|line| {
            format!(
                "{}{}［{}］{}{}",
                dots(line.before_is_cut),
                line.before,
                line.text,
                line.after,
                dots(line.after_is_cut)
            )
        })
        .collect()
}

const TEXT: &str = "# 現状・課題\n\n研究力を強化する。研究力が低下した。わが国の研究力は高い。\n\n\
                    # 取組\n\n人材の研究力を強化する。\n\n| 研究力 | 10 |\n|---|---|\n| 研究力 | 20 |";

#[test]
fn a_context_stops_at_its_block_and_says_where_it_is_cut() {
    let library = Library::of_texts(&[("a", TEXT)]);
    let mut asked = request("研究力");
    asked.context = Context::Chars { before: 3, after: 3 };
    let lines = page(&library, &asked).lines;
    assert_eq!(shown(&lines)[..2], ["［研究力］を強化…", "…する。［研究力］が低下…"]);
    assert_eq!(lines[1].sentence, "研究力が低下した。");
    asked.context = Context::Sentence;
    assert_eq!(shown(&page(&library, &asked).lines)[2], "わが国の［研究力］は高い。");
}

#[test]
fn lines_are_sorted_by_what_stands_next_to_them() {
    let library = Library::of_texts(&[("a", TEXT)]);
    let mut asked = request("研究力");
    let all = page(&library, &asked);
    assert_eq!(all.head.counts.n_hits, 6);
    assert_eq!(
        all.head.counts.n_sentences,
        Some(6),
        "equal cells stand in rows that say other things"
    );
    asked.sort = vec!["right:1".parse().unwrap(), "-left:1".parse().unwrap()];
    let nexts = |lines: &[Line]| -> String {
        lines.iter().map(|line| line.after.chars().next().unwrap_or('・')).collect()
    };
    let lines = page(&library, &asked).lines;
    // が before は before を; nothing stands in the same cell behind the last two.
    assert!(nexts(&lines).starts_with("がはをを"), "{}", nexts(&lines));
    assert_eq!(lines[3].before.chars().last(), Some('の'), "の is behind what is empty, reversed");
    assert_eq!(streamed(&library, &asked), lines);
    asked.left = Some(Neighbour::before("の").unwrap());
    assert_eq!(page(&library, &asked).head.counts.n_hits, 2);
    asked.right = Some(Neighbour::behind("/を|が/").unwrap());
    assert_eq!(page(&library, &asked).lines.len(), 1);
}

#[test]
fn groups_add_up_to_all_occurrences() {
    let library = Library::of_texts(&[("a", TEXT), ("b", TEXT)]);
    let keys = ["right:1", "left:w1", "right:w1", "hit", "section", "doc", "issuer", "fy", "type"];
    for key in keys {
        let key: Key = key.parse().unwrap();
        let asked = ConcordanceRequest { group: vec![key], ..request("研究力") };
        let groups = page(&library, &asked).groups.unwrap();
        let sum: u64 = groups.groups.iter().map(|group| group.n_hits).sum();
        assert_eq!((sum, groups.counts.n_hits), (12, 12), "{key}");
    }
    let keys = vec![Key::Document, Key::RightWord(1)];
    let asked = ConcordanceRequest { group: keys, ..request("研究力") };
    let groups = page(&library, &asked).groups.unwrap();
    let first = &groups.groups[0];
    assert_eq!((first.key.len(), first.n_documents), (2, 1));
    assert_eq!(first.first_issued, "2025-02-21");
}

#[test]
fn equal_sentences_make_one_line() {
    let library = Library::of_texts(&[("a", TEXT), ("b", TEXT)]);
    let asked = ConcordanceRequest { unique: true, ..request("研究力") };
    let found = page(&library, &asked);
    assert_eq!((found.head.counts.n_hits, found.lines.len()), (12, 6));
    let n_equal: u32 = found.lines.iter().map(|line| line.n_equal).sum();
    assert_eq!(n_equal, 12);
}

#[test]
fn a_list_of_hundreds_in_one_section_is_complete() {
    let section = |n: usize| format!("# 節\n\n{}\n\n", "多数の語がある。".repeat(n));
    let text = [293, 293, 114].map(section).concat();
    let library = Library::of_documents(&[document("a", &text)]);
    let asked = request("多数の語");
    assert_eq!(streamed(&library, &asked).len(), 700);
    let last = concordance(&library.snapshot(), &asked, 690..800).unwrap();
    assert_eq!((last.lines.len(), last.head.n_lines), (10, 700));
    let places: BTreeSet<_> = streamed(&library, &asked)
        .into_iter()
        .map(|line| (line.section, line.chars.start))
        .collect();
    assert_eq!(places.len(), 700);
}

fn of_year(name: &str, year: i32, text: &str) -> Document {
    let issued = Date::new(year, Some(5), None);
    let metadata = Metadata {
        issuer: if year % 2 == 0 { "甲省" } else { "乙省" }.to_owned(),
        issued: issued.filter(|_| year > 0),
        ..Metadata::default()
    };
    document_as(name, text, metadata)
}

#[test]
fn the_same_seed_draws_the_same_when_documents_are_added() {
    let text =
        |n: i32| format!("# 節{n}\n\n第{n}の取組を推進する。さらに第{n}回の検討を推進する。");
    let documents: Vec<Document> =
        (0..150).map(|n| of_year(&format!("d{n}"), 2000 + n % 20, &text(n))).collect();
    let library = Library::of_documents(&documents[..100]);
    let asked = ConcordanceRequest { sample: Some((60, 7)), ..request("推進する") };
    let place = |line: Line| (line.document, line.paragraph, line.chars.start);
    let before: BTreeSet<_> = streamed(&library, &asked).into_iter().map(place).collect();
    for added in &documents[100..] {
        library.put(added);
    }
    let found = page(&library, &asked);
    assert_eq!(found.head.basis, Basis::Sample { n: 60, of: 300, seed: 7 });
    let after: BTreeSet<_> = found.lines.into_iter().map(place).collect();
    // What is drawn again is what was drawn before and was not pushed out by what came in.
    let known: BTreeSet<String> = documents[..100].iter().map(|d| d.id.to_string()).collect();
    let kept = after.iter().filter(|(document, ..)| known.contains(document));
    assert!(kept.clone().all(|line| before.contains(line)));
    assert!((25..55).contains(&kept.count()), "about 40 of 60 are of the first 200");
    let other = ConcordanceRequest { sample: Some((60, 8)), ..request("推進する") };
    let other: BTreeSet<_> = streamed(&library, &other).into_iter().map(place).collect();
    assert_ne!(other, after);
}

#[test]
fn frequencies_add_up_and_a_year_without_text_is_a_gap() {
    let text = "# 節\n\n創薬を進める。人材を育てる。創薬の基盤。";
    let years = [2020, 2020, 2021, 2023, 0];
    let documents: Vec<Document> =
        years.iter().enumerate().map(|(n, year)| of_year(&format!("d{n}"), *year, text)).collect();
    let library = Library::of_documents(&documents);
    let mut asked = FrequencyRequest {
        search: SearchRequest { mode: Mode::Exact, ..SearchRequest::default() },
        wordings: vec!["創薬".to_owned(), "人材".to_owned()],
        by: vec![By::FiscalYear],
        n_smoothed: 0,
        unique: false,
        ratio: Some((0, 1)),
    };
    let found = frequency(&library.snapshot(), &asked).unwrap();
    let hits: Vec<u64> = found.rows.iter().map(|row| row.cells[0].n_hits).collect();
    assert_eq!(hits, [4, 2, 0, 2]);
    assert_eq!(found.undated.as_ref().map(|row| row.cells[0].n_hits), Some(2));
    assert_eq!(found.wordings[0].cell.n_hits, 10);
    assert_eq!((found.rows[2].amount.n_chars, found.rows[2].cells[0].per_million), (0, None));
    let rate = found.rows[0].cells[0].per_million.unwrap();
    let n_chars = found.rows[0].amount.n_chars as f64;
    assert!((rate.value - 4.0 / n_chars * 1e6).abs() < 1e-6 && rate.method == Method::Poisson);
    assert!((found.ratio.unwrap().value - 2.0).abs() < 1e-9);
    let sum: u64 = found.rows.iter().chain(&found.undated).map(|row| row.amount.n_chars).sum();
    assert_eq!(sum, found.amount.n_chars);
    // Pooled over the years around, and never the mean of their rates.
    asked.n_smoothed = 1;
    let smooth = frequency(&library.snapshot(), &asked).unwrap();
    let rate = smooth.rows[1].cells[0].per_million.unwrap();
    let n_chars: u64 = smooth.rows[..3].iter().map(|row| row.amount.n_chars).sum();
    assert!((rate.value - 6.0 / n_chars as f64 * 1e6).abs() < 1e-6);
    assert_eq!(smooth.rows[1].cells[0].n_hits, 2);
    asked.search.filters.issuers = vec!["甲省".to_owned()];
    let narrowed = frequency(&library.snapshot(), &asked).unwrap();
    assert_eq!(narrowed.amount.n_documents, 3, "2020 twice, and the one without a date");
}

#[test]
fn equal_sentences_are_counted_once_where_that_is_asked_for() {
    let text = "# 節\n\n創薬を進める。創薬を進める。創薬の基盤。";
    let library = Library::of_texts(&[("a", text), ("b", text)]);
    let asked = FrequencyRequest {
        search: SearchRequest { mode: Mode::Exact, ..SearchRequest::default() },
        wordings: vec!["創薬".to_owned()],
        by: vec![By::Document],
        n_smoothed: 0,
        unique: true,
        ratio: None,
    };
    let found = frequency(&library.snapshot(), &asked).unwrap();
    let all = found.wordings[0].cell;
    assert_eq!((all.n_hits, all.n_sentences), (6, Some(2)));
    assert!(found.rows.iter().all(|row| row.cells[0].n_sentences == Some(2)));
}

#[test]
fn a_section_is_new_once() {
    let text = "# 節\n\n創薬を進める。";
    let library = Library::of_documents(&[of_year("old", 2020, text), of_year("a", 2021, text)]);
    let search = request("創薬").search;
    let seen = |library: &Library| -> Vec<(String, String)> {
        let found = newest_sections(&library.snapshot(), &search, 10).unwrap().into_iter();
        let entry = |found: FoundSection| (found.document.id, found.first_seen.unwrap());
        found.map(entry).collect()
    };
    let before = seen(&library);
    assert_eq!(before.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "old"]);
    // Read again, it keeps its time; an old document that comes in later comes first.
    library.put(&of_year("a", 2021, &text.replace("進める", "大いに進める")));
    library.put(&of_year("older", 1999, text));
    let after = seen(&library);
    assert_eq!((after[0].0.as_str(), &after[1..]), ("older", &before[..]));
    assert!(after[0].1 > before[0].1, "{after:?}");
}
