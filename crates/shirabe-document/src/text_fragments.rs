//! Links to words of a page: `#p12:~:text=[prefix-,]start[,end][,-suffix]`. Enter at [`TextFragment::of`],
//! or at [`FragmentSource`] for many places of one section.
//!
//! Source: URL Fragment Text Directives (W3C Community Group Report). A browser takes a match only if
//! it begins and ends at word boundaries. Where words end in Japanese is up to the browser's own
//! dictionary, so the words are widened to where every dictionary sees a boundary: punctuation,
//! brackets, spaces and the ends of the paragraph.

use std::fmt;
use std::ops::Range;

use memchr::memmem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::Section;

/// Words of a paragraph, as a browser can find them again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFragment {
    prefix: Option<String>,
    start: String,
    end: Option<String>,
    suffix: Option<String>,
}

/// Up to this length the words are written out; longer ones are given by their beginning and end.
const MAX_WHOLE_CHARS: usize = 60;

/// A section, prepared for fragments.
pub struct FragmentSource {
    blocks: Vec<Range<usize>>,
    text: Vec<char>,
    ink: Ink,
}

/// What a browser compares: the text but for white space.
struct Ink {
    text: String,
    /// For each character of the section, and for its end, where it or what follows stands in `text`, in bytes.
    places: Vec<usize>,
}

impl TextFragment {
    /// A fragment for the words at `chars` of the section's text. `None` where no fragment would find
    /// them and nothing else: then the paragraph's id has to do.
    pub fn of(section: &Section, chars: Range<usize>) -> Option<TextFragment> {
        FragmentSource::of(section).fragment(chars)
    }
}

impl FragmentSource {
    /// Prepares a section.
    pub fn of(section: &Section) -> FragmentSource {
        let text: Vec<char> = section.text().chars().collect();
        let ink = Ink::of(&text);
        FragmentSource { blocks: section.block_ranges(), text, ink }
    }

    /// As [`TextFragment::of`].
    pub fn fragment(&self, chars: Range<usize>) -> Option<TextFragment> {
        let block = self.blocks.iter().find(|block| block.contains(&chars.start))?;
        let text = self.text.get(block.clone())?;
        let inside = chars.start - block.start..chars.end.min(block.end) - block.start;
        let words = widened(text, inside.start..inside.end)?;
        Candidates { text, words, ink: &self.ink, place: block.start }.first_unique()
    }
}

impl Ink {
    fn of(section: &[char]) -> Ink {
        let mut text = String::with_capacity(section.len() * 3);
        let mut places = Vec::with_capacity(section.len() + 1);
        for c in section {
            places.push(text.len());
            if !c.is_whitespace() {
                text.push(*c);
            }
        }
        places.push(text.len());
        Ink { text, places }
    }

    /// Whether the characters of the section at `chars` stand nowhere before.
    fn is_first(&self, chars: Range<usize>) -> bool {
        let (Some(start), Some(end)) = (self.places.get(chars.start), self.places.get(chars.end))
        else {
            return false;
        };
        let text = self.text.as_bytes();
        text.get(*start..*end).is_some_and(|wanted| memmem::find(text, wanted) == Some(*start))
    }
}

/// Ways to name the same words, the shortest first.
struct Candidates<'a> {
    /// The paragraph.
    text: &'a [char],
    words: Range<usize>,
    ink: &'a Ink,
    /// Where the paragraph begins in the section.
    place: usize,
}

impl Candidates<'_> {
    fn first_unique(&self) -> Option<TextFragment> {
        let (start, end) = self.start_and_end()?;
        let prefix = self.words.start.checked_sub(1).and_then(|at| clause_before(self.text, at));
        let suffix = clause_after(self.text, self.words.end);
        let ways = [(None, None), (prefix.clone(), None), (None, suffix.clone()), (prefix, suffix)];
        ways.into_iter().find_map(|(prefix, suffix)| {
            self.is_first_match(prefix.as_ref(), &start, suffix.as_ref()).then(|| TextFragment {
                prefix: prefix.map(|range| self.string(range)),
                start: self.string(start.clone()),
                end: end.clone().map(|range| self.string(range)),
                suffix: suffix.map(|range| self.string(range)),
            })
        })
    }

    /// The words as one piece, or their first and last clause.
    fn start_and_end(&self) -> Option<(Range<usize>, Option<Range<usize>>)> {
        let has_break = self.text[self.words.clone()].iter().any(|c| is_break(*c));
        if self.words.len() <= MAX_WHOLE_CHARS && !has_break {
            return Some((self.words.clone(), None));
        }
        let first = clause(self.text, self.words.start, self.words.end);
        let last =
            clause_before(self.text, self.words.end - 1).filter(|last| last.start >= first.end);
        match last {
            Some(last) => Some((first, Some(last))),
            None if !has_break => Some((self.words.clone(), None)),
            None => None,
        }
    }

    /// Whether a browser, which reads from the top of the section, finds the start here: nowhere before do
    /// prefix, start and suffix follow each other. A range goes on to the first end behind it.
    fn is_first_match(
        &self,
        prefix: Option<&Range<usize>>,
        start: &Range<usize>,
        suffix: Option<&Range<usize>>,
    ) -> bool {
        let from = prefix.map_or(start.start, |prefix| prefix.start);
        let to =
            suffix.filter(|_| start.end == self.words.end).map_or(start.end, |suffix| suffix.end);
        self.ink.is_first(self.place + from..self.place + to)
    }

    fn string(&self, range: Range<usize>) -> String {
        self.text[range].iter().collect::<String>().trim().to_owned()
    }
}

/// The smallest range around `words` that begins and ends where every browser sees a boundary.
fn widened(text: &[char], words: Range<usize>) -> Option<Range<usize>> {
    let is_inner = |at: usize| at > 0 && at < text.len() && !is_boundary(text[at - 1], text[at]);
    let mut start = words.start.min(text.len());
    let mut end = words.end.min(text.len());
    while is_inner(start) {
        start -= 1;
    }
    while is_inner(end) {
        end += 1;
    }
    // Marks and spaces at the ends are no part of a word, and some browsers pass over them.
    while start < end && !text[start].is_alphanumeric() {
        start += 1;
    }
    while start < end && !text[end - 1].is_alphanumeric() {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// The clause from `start` on.
fn clause(text: &[char], start: usize, end: usize) -> Range<usize> {
    let stop = (start + 1..end).find(|at| is_boundary(text[at - 1], text[*at])).unwrap_or(end);
    start..stop
}

/// The clause that ends before or at `last`, with the marks behind it.
fn clause_before(text: &[char], last: usize) -> Option<Range<usize>> {
    let end = (0..=last).rev().find(|at| text[*at].is_alphanumeric())? + 1;
    let start = (1..end).rev().find(|at| is_boundary(text[at - 1], text[*at])).unwrap_or(0);
    let has_break = text[start..=last].iter().any(|c| is_break(*c));
    (!has_break).then_some(start..last + 1)
}

/// The clause behind `first`, with the marks before it.
fn clause_after(text: &[char], first: usize) -> Option<Range<usize>> {
    let start = (first..text.len()).find(|at| text[*at].is_alphanumeric())?;
    let range = clause(text, start, text.len());
    let has_break = text[first..range.end].iter().any(|c| is_break(*c));
    (!has_break).then_some(first..range.end)
}

/// Whether all browsers see a word end between two characters (UAX #29: punctuation and spaces stand
/// for themselves, but for those inside numbers and Latin words).
fn is_boundary(before: char, after: char) -> bool {
    let splits = |c: char| {
        // Kana and kanji first: to look them up in Unicode's table was a twentieth of a search.
        let is_common = matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}');
        !is_common && !c.is_alphanumeric() && !"-.,':/&_・·ー゛゜%＿．，：’".contains(c)
    };
    splits(before) || splits(after)
}

/// What the page shows in another way than the text has it.
fn is_break(c: char) -> bool {
    c == '\n' || c == '\t'
}

impl fmt::Display for TextFragment {
    /// `text=…`, encoded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = |text| utf8_percent_encode(text, ENCODED);
        f.write_str("text=")?;
        if let Some(prefix) = &self.prefix {
            write!(f, "{}-,", encoded(prefix))?;
        }
        write!(f, "{}", encoded(&self.start))?;
        if let Some(end) = &self.end {
            write!(f, ",{}", encoded(end))?;
        }
        if let Some(suffix) = &self.suffix {
            write!(f, ",-{}", encoded(suffix))?;
        }
        Ok(())
    }
}

/// Letters and digits stand for themselves: `-`, `,` and `&` have a meaning in the directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ParagraphId, SectionId};
    use crate::model::{Block, BlockKind};

    fn section(texts: &[&str]) -> Section {
        let blocks = texts.iter().enumerate().map(|(nth, text)| Block {
            id: ParagraphId::numbered(nth + 1),
            kind: BlockKind::Paragraph,
            text: (*text).to_owned(),
            depth: 0,
            page: None,
            lines: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
        });
        Section {
            id: SectionId::numbered(1),
            heading: String::new(),
            number: None,
            level: 1,
            path: Vec::new(),
            blocks: blocks.collect(),
            figure_missing: false,
            continues: None,
        }
    }

    /// The parts for the last place of `words` in the last paragraph.
    fn fragment(texts: &[&str], words: &str) -> String {
        let section = section(texts);
        let text = section.text();
        let (before, _) = text.rsplit_once(words).unwrap();
        let at = before.chars().count();
        match TextFragment::of(&section, at..at + words.chars().count()) {
            None => "none".to_owned(),
            Some(TextFragment { prefix, start, end, suffix }) => {
                let shown = [
                    prefix.map(|prefix| format!("{prefix}-")),
                    Some(start),
                    end,
                    suffix.map(|suffix| format!("-{suffix}")),
                ];
                shown.into_iter().flatten().collect::<Vec<_>>().join(" | ")
            }
        }
    }

    #[test]
    fn words_are_widened_to_certain_boundaries() {
        assert_eq!(fragment(&["我が国の研究力は、低下している。"], "研究"), "我が国の研究力は");
        assert_eq!(fragment(&["支える「創薬力」を高める。"], "創薬力"), "創薬力");
        assert_eq!(fragment(&["The AMED plan (2025)."], "AMED"), "AMED");
        assert_eq!(fragment(&["※130件を導出"], "130"), "130件を導出");
    }

    #[test]
    fn the_same_words_are_told_apart_by_what_stands_around() {
        let texts = ["研究力は、低下している。若手は、減少している。", "予算は、低下している。"];
        assert_eq!(fragment(&texts, "低下している"), "予算は、- | 低下している");
        assert_eq!(
            fragment(&["低下している。", "低下している。増やす。"], "低下している"),
            "低下している | -。増やす"
        );
        assert_eq!(fragment(&["低下している。", "低下している。"], "低下している"), "none");
    }

    #[test]
    fn a_long_passage_is_given_by_its_ends() {
        let long = format!("始めに、{}、終わりである。", "中ほどの文が続く、".repeat(10));
        assert_eq!(fragment(&[&long], long.as_str()), "始めに | 終わりである");
    }

    #[test]
    fn signs_of_the_directive_are_encoded() {
        let fragment =
            TextFragment { prefix: None, start: "a-b, c&d".to_owned(), end: None, suffix: None };
        assert_eq!(fragment.to_string(), "text=a%2Db%2C%20c%26d");
    }
}
