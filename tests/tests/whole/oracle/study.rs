//! Lists, groups and frequencies agree with the count by hand, and with each other.

use std::collections::BTreeSet;

use serde_json::Value;
use shirabe_testkit::Random;

use super::site::Site;
use super::{BORDERS, MAX_LINES, subject};

/// Each is asked a dozen questions.
const N_WORDINGS: usize = 12;
/// No divisor of the numbers of lines, so that pages end inside sections.
const PAGE: usize = 37;
const GROUPS: [&str; 9] =
    ["right:1", "left:2", "right:w1", "left:w1", "hit", "section", "doc", "issuer,fy", "type"];

/// What tells one occurrence from all others.
fn place(line: &Value) -> String {
    format!("{} {} {}", line["document"], line["section"], line["chars"])
}

/// All lines, page by page.
fn pages(site: &Site, query: &str, sort: &str) -> Vec<Value> {
    let (mut lines, mut offset) = (Vec::new(), 0);
    loop {
        let (limit, at) = (PAGE.to_string(), offset.to_string());
        let parameters =
            [("q", query), ("mode", "exact"), ("sort", sort), ("limit", &limit), ("offset", &at)];
        let page = site.json("/api/v1/concordance", &parameters);
        lines.extend(page["lines"].as_array().unwrap().iter().cloned());
        match page["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => return lines,
        }
    }
}

fn sum(rows: &Value, of: impl Fn(&Value) -> Option<u64>) -> u64 {
    rows.as_array().unwrap().iter().filter_map(of).sum()
}

#[test]
fn lists_are_complete_and_groups_and_rates_add_up() {
    let (library, texts) = subject();
    let site = Site::over(library);
    let random = &mut Random::seeded(20);
    let mut n_tried = 0;
    while n_tried < N_WORDINGS {
        let wording = texts.wording(random);
        let n_hits = texts.count(&wording, BORDERS).n_hits;
        if n_hits > MAX_LINES {
            continue;
        }
        n_tried += 1;
        let query = format!("\"{wording}\"");
        let listed = pages(&site, &query, "");
        let places: BTreeSet<String> = listed.iter().map(place).collect();
        assert_eq!((listed.len(), places.len()), (n_hits, n_hits), "{wording}");
        let sorted = pages(&site, &query, "right:1,-left:w1");
        assert_eq!(sorted.iter().map(place).collect::<BTreeSet<_>>(), places, "{wording}");
        let file = site.get("/concordance.ndjson", &[("q", &query), ("mode", "exact")]);
        assert!(file.ends_with(&format!("{{\"end\":true,\"lines\":{n_hits}}}\n")), "{wording}");
        let by_date: Vec<&str> =
            listed.iter().map(|line| line["issued"].as_str().unwrap_or("9999")).collect();
        assert!(by_date.is_sorted(), "{wording}: {by_date:?}");
        for group in GROUPS {
            let parameters =
                [("q", query.as_str()), ("mode", "exact"), ("group", group), ("limit", "1000")];
            let found = site.json("/api/v1/concordance", &parameters);
            let total = sum(&found["groups"], |group| group["hits"].as_u64());
            assert_eq!(total, n_hits as u64, "{wording} by {group}");
        }
        for by in ["fy", "year", "month", "issuer", "type", "document", "fy,issuer"] {
            let parameters = [("q", query.as_str()), ("mode", "exact"), ("by", by)];
            let found = site.json("/api/v1/frequency", &parameters);
            let undated = |of: &str| found["undated"]["cells"][0][of].as_u64().unwrap_or(0);
            let hits = sum(&found["rows"], |row| row["cells"][0]["hits"].as_u64());
            assert_eq!(hits + undated("hits"), n_hits as u64, "{wording} by {by}");
            let chars = sum(&found["rows"], |row| row["chars"].as_u64());
            let rest = found["undated"]["chars"].as_u64().unwrap_or(0);
            assert_eq!(Some(chars + rest), found["chars"].as_u64(), "{wording} by {by}");
        }
    }
}
