//! The count by hand: [`Texts::count`].

use std::collections::BTreeMap;
use std::ops::Range;

use shirabe_document::Document;
use shirabe_testkit::Random;

use super::folding::{folded, is_edge, is_plain, narrow};

/// The lengths of the wordings that are drawn, in characters.
const LENGTHS: (u64, u64) = (2, 12);

/// The folded texts of all sections, cut where no wording goes across: at blocks and at the cells of tables.
pub(super) struct Texts {
    sections: Vec<SectionText>,
}

struct SectionText {
    document: String,
    issuer: String,
    is_dated: bool,
    /// Folded.
    cells: Vec<String>,
    spelt: Vec<Spelt>,
}

/// Whether an occurrence lies in one block or cell.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Borders {
    Hold,
    DoNotHold,
}

/// What stands where.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) n_hits: usize,
    /// Those that begin in one cell or block and end in another; not among the others.
    pub(super) n_across: usize,
    n_dated_sections: usize,
    by_document: BTreeMap<String, usize>,
    by_issuer: BTreeMap<String, usize>,
}

impl Texts {
    pub(super) fn of(documents: &[Document]) -> Texts {
        let sections = documents.iter().flat_map(|document| {
            document.sections.iter().map(move |section| SectionText {
                document: document.id.to_string(),
                issuer: document.metadata.issuer.clone(),
                is_dated: document.metadata.issued.is_some(),
                spelt: section
                    .blocks
                    .iter()
                    .flat_map(|b| b.text.split('\t'))
                    .map(Spelt::of)
                    .collect(),
                cells: section.blocks.iter().flat_map(|b| b.text.split('\t')).map(folded).collect(),
            })
        });
        Texts { sections: sections.collect() }
    }

    /// A wording that stands somewhere.
    pub(super) fn wording(&self, random: &mut Random) -> String {
        loop {
            let section = &self.sections[random.below(self.sections.len())];
            let cell: Vec<char> =
                section.cells[random.below(section.cells.len())].chars().collect();
            let length = random.between(LENGTHS.0, LENGTHS.1) as usize;
            let start = random.below(cell.len());
            let Some(wording) = cell.get(start..start + length) else { continue };
            if wording.iter().all(|c| is_plain(*c))
                && [wording[0], wording[length - 1]].into_iter().all(is_edge)
            {
                return wording.iter().collect();
            }
        }
    }

    /// Whether a folded wording stands anywhere.
    pub(super) fn have(&self, wording: &str) -> bool {
        self.sections.iter().flat_map(|section| &section.cells).any(|cell| cell.contains(wording))
    }

    /// Counts a folded wording from the left and without overlap: what lies in one cell, and apart from
    /// it what begins in one and ends in another. Where borders do not hold, all of it together.
    pub(super) fn count(&self, wording: &str, borders: Borders) -> Counted {
        let mut counted = Counted::default();
        for section in &self.sections {
            counted.n_across += section.n_across(wording);
            let n: usize = match borders {
                Borders::Hold => {
                    section.cells.iter().map(|cell| cell.matches(wording).count()).sum()
                }
                Borders::DoNotHold => section.cells.concat().matches(wording).count(),
            };
            if n > 0 {
                counted.add(section, n);
            }
        }
        counted
    }

    /// Counts folded spellings together, from the left and without overlap, the longest first where
    /// several begin.
    pub(super) fn count_any(&self, spellings: &[String]) -> Counted {
        let mut counted = Counted::default();
        for section in &self.sections {
            let in_cell = |cell: &String| {
                let (mut n, mut rest) = (0, cell.as_str());
                while let Some(first) = rest.chars().next() {
                    let found = spellings.iter().filter(|text| rest.starts_with(text.as_str()));
                    let longest = found.map(String::len).max();
                    n += usize::from(longest.is_some());
                    rest = rest.get(longest.unwrap_or(first.len_utf8())..).unwrap_or_default();
                }
                n
            };
            let n: usize = section.cells.iter().map(in_cell).sum();
            if n > 0 {
                counted.add(section, n);
            }
        }
        counted
    }

    /// Counts a folded Latin word where it stands as a word, and inside of longer ones.
    pub(super) fn count_word(&self, word: &str) -> (Counted, usize) {
        let mut counted = Counted::default();
        let word: Vec<char> = word.chars().collect();
        let mut n_inside = 0;
        for section in &self.sections {
            let found: Vec<(usize, usize)> =
                section.spelt.iter().map(|cell| cell.count(&word)).collect();
            let n: usize = found.iter().map(|(n_words, _)| n_words).sum();
            n_inside += found.iter().map(|(_, n_insides)| n_insides).sum::<usize>();
            if n > 0 {
                counted.add(section, n);
            }
        }
        (counted, n_inside)
    }
}

impl SectionText {
    fn n_across(&self, wording: &str) -> usize {
        let all: Vec<char> = self.cells.concat().chars().collect();
        let mut borders = Vec::new();
        let mut at = 0;
        for cell in &self.cells {
            at += cell.chars().count();
            borders.push(at);
        }
        let wanted: Vec<char> = wording.chars().collect();
        let (mut n, mut from) = (0, 0);
        for border in borders {
            let first = from.max((border + 1).saturating_sub(wanted.len()));
            let found = (first..border)
                .find(|start| all.get(*start..start + wanted.len()) == Some(&wanted));
            if let Some(start) = found {
                n += 1;
                from = start + wanted.len();
            }
        }
        n
    }
}

/// A cell without its white space, and for each character to which Latin word, number or address it belongs.
struct Spelt {
    chars: Vec<char>,
    words: Vec<Option<usize>>,
}

impl Spelt {
    fn of(cell: &str) -> Spelt {
        let narrow = narrow(cell);
        let (mut chars, mut words, mut n_words) = (Vec::new(), Vec::new(), 0);
        // White space and Japanese part words: each run between them is looked at by itself.
        let is_of_address = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
        let (mut before, mut is_letters) = (None, false);
        for run in narrow.split_inclusive(|c: char| !is_of_address(c)) {
            let address = address_in(run);
            n_words += 1;
            for (at, c) in run.char_indices() {
                let is_address = address.as_ref().is_some_and(|address| address.contains(&at));
                // A word begins with a letter and goes on with letters and digits; a number ends before
                // a letter.
                let goes_on = match before {
                    _ if is_address => address.as_ref().is_none_or(|address| address.start < at),
                    // What follows an address is another word.
                    _ if address.as_ref().is_some_and(|address| address.end == at) => false,
                    Some('a'..='z') => c.is_ascii_alphanumeric(),
                    Some('0'..='9') => {
                        c.is_ascii_digit() || (is_letters && c.is_ascii_alphabetic())
                    }
                    _ => false,
                };
                if !goes_on {
                    n_words += 1;
                    is_letters = c.is_ascii_alphabetic();
                }
                before = Some(c);
                if !c.is_whitespace() {
                    chars.push(c);
                    words.push((is_address || c.is_ascii_alphanumeric()).then_some(n_words));
                }
            }
        }
        Spelt { chars, words }
    }

    /// How often a word stands here as a word, and how often inside of a longer one.
    fn count(&self, word: &[char]) -> (usize, usize) {
        let is_inside = |at: usize| {
            let pair = at.checked_sub(1).and_then(|before| self.words.get(before..=at));
            pair.is_some_and(|pair| pair[0].is_some() && pair[0] == pair[1])
        };
        let (mut n_words, mut n_insides, mut at) = (0, 0, 0);
        while at + word.len() <= self.chars.len() {
            if self.chars[at..at + word.len()] != *word {
                at += 1;
            } else if is_inside(at) || is_inside(at + word.len()) {
                n_insides += 1;
                at += 1;
            } else {
                n_words += 1;
                at += word.len();
            }
        }
        (n_words, n_insides)
    }
}

/// Last parts of domains by which an address is known that says neither `https://` nor `www.`.
const TOP_LEVELS: [&str; 6] = ["jp", "com", "org", "net", "eu", "gov"];

/// The bytes of a web or mail address in a run of ASCII.
fn address_in(run: &str) -> Option<Range<usize>> {
    let back = |end: usize, is_part: fn(char) -> bool| {
        let before = run.get(..end).unwrap_or_default();
        before.trim_end_matches(is_part).len()
    };
    let is_of_domain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    if let Some(at) = run.find("://") {
        return Some(back(at, |c| c.is_ascii_alphabetic())..run.len());
    }
    if let Some(at) = run.find('@') {
        let host = run.get(at + 1..).unwrap_or_default();
        let end = run.len() - host.trim_start_matches(is_of_domain).len();
        return Some(back(at, |c| c.is_ascii_alphanumeric() || "._%+-".contains(c))..end);
    }
    let mut domains = run.split(|c| !is_of_domain(c)).filter(|domain| {
        let last = domain.trim_matches('.').rsplit_once('.').map(|(_, last)| last);
        domain.starts_with("www.") || last.is_some_and(|last| TOP_LEVELS.contains(&last))
    });
    let start = domains.find_map(|domain| run.find(domain))?;
    Some(start..run.len())
}

impl Counted {
    fn add(&mut self, section: &SectionText, n_hits: usize) {
        self.n_hits += n_hits;
        self.n_dated_sections += usize::from(section.is_dated);
        *self.by_document.entry(section.document.clone()).or_default() += 1;
        *self.by_issuer.entry(section.issuer.clone()).or_default() += 1;
    }

    pub(super) fn n_sections(&self) -> usize {
        self.by_document.values().sum()
    }

    pub(super) fn n_documents(&self) -> usize {
        self.by_document.len()
    }

    /// Sections of documents whose date is known.
    pub(super) fn n_dated_sections(&self) -> usize {
        self.n_dated_sections
    }

    /// Sections of documents whose issuer is known.
    pub(super) fn n_issued_sections(&self) -> usize {
        self.n_sections() - self.of_issuer("")
    }

    /// Sections that this issuer published.
    pub(super) fn of_issuer(&self, issuer: &str) -> usize {
        self.by_issuer.get(issuer).copied().unwrap_or_default()
    }
}
