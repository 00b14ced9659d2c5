//! What is counted, against a count that shares no code with the program: the texts of all documents,
//! folded by [`folding`], and `str::matches` for each cell of each block.
//!
//! Wordings are drawn from the texts by a seed. Headline, tabs, facets, lists and files of each must
//! agree with the count by hand, to the unit. The corpus is the generated one, or the index that
//! `SHIRABE_ORACLE_INDEX` names (`cargo xtask ci corpus`).

mod count;
mod folding;
mod site;

use std::path::Path;

use serde_json::Value;
use shirabe_testkit::{Library, Random};

use self::count::{Borders, Counted, Texts};
use self::site::Site;

/// As many as the promise is made for.
const N_WORDINGS: usize = 300;
/// Any number does.
const SEED: u64 = 15;
/// Of a wording with more occurrences no file is fetched: they take most of the time, and would show
/// nothing that those of other wordings do not.
const MAX_LINES: usize = 400;

/// The library that is asked and the texts that are counted.
fn subject() -> (&'static Library, Texts) {
    let library = match std::env::var_os("SHIRABE_ORACLE_INDEX") {
        Some(index) => Box::leak(Box::new(Library::of_index(Path::new(&index)))),
        None => Library::generated(),
    };
    (library, Texts::of(&library.documents()))
}

#[test]
fn three_hundred_wordings_are_counted_as_by_hand() {
    let (library, texts) = subject();
    let site = Site::over(library);
    let random = &mut Random::seeded(SEED);
    let mut wrong = Vec::new();
    for _ in 0..N_WORDINGS {
        let wording = texts.wording(random);
        let counted = texts.count(&wording, Borders::Crossed);
        assert!(counted.n_hits > 0, "{wording} was drawn from the texts");
        wrong.extend(disagreements(&site, &wording, &counted));
    }
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} disagreements:\n{shown}", wrong.len());
}

/// Every place in which the site says another number than the count by hand.
fn disagreements(site: &Site, wording: &str, counted: &Counted) -> Vec<String> {
    let quoted = format!("\"{wording}\"");
    let ask = |mode: &str| {
        site.json(
            "/api/v1/search",
            &[("q", &quoted), ("mode", mode), ("limit", "0"), ("facet", "issuer,fy")],
        )
    };
    let mut wrong = Vec::new();
    let mut check = |what: &str, said: u64, is: usize| {
        if said != is as u64 {
            wrong.push(format!("{wording}: {what} {said}, by hand {is}"));
        }
    };
    let exact = ask("exact");
    let counts = &exact["counts"];
    check("sections", number(&counts["sections"]), counted.n_sections());
    check("hits", number(&counts["hits"]), counted.n_hits);
    check("documents", number(&counts["documents"]), counted.n_documents());
    let facet = |name: &str| exact["facets"][name].as_array().cloned().unwrap_or_default();
    let sum = |values: &[Value]| values.iter().map(|value| number(&value["n_sections"])).sum();
    check("sum of issuers", sum(&facet("issuer")), counted.n_sections());
    for value in facet("issuer") {
        let name = value["value"].as_str().unwrap();
        check(&format!("issuer {name}"), number(&value["n_sections"]), counted.of_issuer(name));
    }
    check("sum of fiscal years", sum(&facet("fy")), counted.n_dated_sections());
    if counted.n_hits <= MAX_LINES {
        let query = [("q", quoted.as_str()), ("mode", "exact")];
        check("rows of the CSV", rows(&site.get("/concordance.csv", &query)), counted.n_hits);
        let lines = site.json("/api/v1/concordance", &query);
        check("lines of the concordance", number(&lines["n_hits"]), counted.n_hits);
    }
    wrong
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(u64::MAX)
}

/// The records of a CSV file behind its head: line ends outside of quotation marks.
fn rows(csv: &str) -> u64 {
    let mut is_quoted = false;
    let mut n_ends = 0;
    for c in csv.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => n_ends += 1,
            _ => {}
        }
    }
    u64::saturating_sub(n_ends, 1)
}
