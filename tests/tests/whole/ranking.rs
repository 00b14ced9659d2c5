//! The ranking, on what readers of the shipped texts look for.
//!
//! `ranking/golden.tsv` says for each query which wording the right section contains;
//! `ranking/rank_stats.txt` says how well the ranking does. A change that moves the figures moves that
//! file in the same commit: run this test with `UPDATE=1`.

use std::fmt::Write;
use std::path::Path;

use fs_err as fs;
use shirabe_search::{SearchRequest, SectionHit, Snapshot};
use shirabe_testkit::Library;

/// Whether a section is the one that was looked for.
fn is_right(item: &SectionHit, document: &str, wording: &str, snapshot: &Snapshot) -> bool {
    let whole = snapshot.document(&item.document.id).unwrap().unwrap();
    let section = whole.sections.iter().find(|section| section.id.as_str() == item.section_id);
    item.document.id == document && section.is_some_and(|section| section.text().contains(wording))
}

#[test]
fn the_figures_of_the_golden_queries_are_those_on_record() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ranking");
    let golden = fs::read_to_string(folder.join("golden.tsv")).unwrap();
    let snapshot = Library::shipped().snapshot();
    let (mut n, mut found_in_5, mut reciprocal) = (0_usize, 0_usize, 0.0);
    let mut misses = String::new();
    for line in golden.lines().filter(|line| !line.starts_with('#') && !line.starts_with("query\t"))
    {
        let [query, document, wording] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns expected: {line}");
        };
        // As the pages, the API and the program ask.
        let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
        let items = snapshot.search(&request).unwrap().items;
        let rank = items.iter().position(|item| is_right(item, document, wording, &snapshot));
        n += 1;
        found_in_5 += usize::from(rank.is_some_and(|rank| rank < 5));
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        if rank.is_none_or(|rank| rank >= 5) {
            let place = rank.map_or("not found".to_owned(), |rank| format!("rank {}", rank + 1));
            writeln!(misses, "  {query}: {place}").unwrap();
        }
    }
    let recall = found_in_5 as f64 / n as f64;
    let stats = format!(
        "golden queries {n}\nrecall@5 {recall:.3}\nMRR@20 {:.3}\nnot among the first five:\n{misses}",
        reciprocal / n as f64
    );
    let record = folder.join("rank_stats.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&record, &stats).unwrap();
    }
    assert!(n >= 60, "at least 60 information needs, not {n}");
    assert_eq!(fs::read_to_string(&record).unwrap(), stats);
}
