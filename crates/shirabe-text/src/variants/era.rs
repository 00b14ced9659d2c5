//! Years and dates: 令和7年度 = 2025年度 = R7年度 = 令和七年度 = FY2025.
//!
//! A lone `R7` is a year only before a kanji (R7予算): else it may be a road, a gene or hydrogen
//! (H2). For the same reason `R7` is an alternative only where a kanji follows.

use shirabe_japanese::is_kanji;

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;
use crate::eras::{When, scan};

/// Where the bare `R7` goes among the alternatives: behind the usual notations.
const PLACE_OF_BARE: usize = 3;

pub(super) fn expand(phrase: &Phrase<'_>, findings: &mut Findings<'_>) {
    for mention in scan(phrase.text) {
        let before_kanji = phrase.behind(mention.chars.end).is_some_and(is_kanji);
        if mention.is_bare && !before_kanji {
            continue;
        }
        let mut notations = mention.notations();
        if before_kanji && !mention.is_bare {
            let bare = bare(mention.when, &notations);
            notations.splice(PLACE_OF_BARE..PLACE_OF_BARE, bare);
        }
        findings.add(Rule::Era, mention.chars, notations);
    }
}

/// `R7` of R7年度.
fn bare(when: When, notations: &[String]) -> Option<String> {
    let unit = match when {
        When::FiscalYear(_) => "年度",
        When::Year(_) => "年",
        When::Month(..) | When::Day(..) => return None,
    };
    let short = notations.iter().filter_map(|notation| notation.strip_suffix(unit));
    let mut with_letter = short.filter(|short| {
        short.starts_with(|c: char| c.is_ascii_uppercase())
            && short.ends_with(|c: char| c.is_ascii_digit())
    });
    with_letter.next().map(str::to_owned)
}
