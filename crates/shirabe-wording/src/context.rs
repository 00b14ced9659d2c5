//! What stands around an occurrence: in its block, its cell, its sentence.
//!
//! Invariant: a context never runs into another block, so that no heading stands before a sentence.

use std::collections::BTreeMap;
use std::ops::Range;

use shirabe_search::{Mark, OpenedSection};
use shirabe_text::{Segmenter, folded_reading, reading, sentences};

use crate::keys::Key;
use crate::sample::Hash;

/// How much is shown on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// So many characters, at most, of the block.
    Chars {
        /// Before.
        before: usize,
        /// Behind.
        after: usize,
    },
    /// The rest of the sentence.
    Sentence,
    /// The rest of the block.
    Paragraph,
}

/// Words of a reading that are compared; behind them hardly any two contexts are alike (not measured).
const MAX_READ_WORDS: usize = 6;
/// Characters outward that are compared.
const MAX_COMPARED_CHARS: usize = 40;

/// One section, as it is asked again and again about its occurrences.
pub(crate) struct Surroundings<'a> {
    opened: &'a OpenedSection,
    segmenter: &'a Segmenter,
    form: Vec<char>,
    /// The sentences of the blocks that were asked for, in the section's text.
    sentences: BTreeMap<usize, Vec<Range<usize>>>,
    /// The last sentence that was numbered.
    number: Option<(Range<usize>, u64)>,
    /// The places of the words of the last sentence that was asked for, in the section's text.
    words: Option<(Range<usize>, Vec<Range<usize>>)>,
    /// The same with their readings, which cost more.
    read_words: Option<(Range<usize>, Vec<Unit>)>,
}

/// A word of a sentence, in the section's text.
struct Unit {
    chars: Range<usize>,
    katakana: String,
}

/// The text on both sides, and whether more of the block stands beyond.
pub(crate) struct Sides {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) before_is_cut: bool,
    pub(crate) after_is_cut: bool,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn of(opened: &'a OpenedSection, segmenter: &'a Segmenter) -> Surroundings<'a> {
        let form = opened.form().as_str().chars().collect();
        let sentences = BTreeMap::new();
        let (number, words, read_words) = (None, None, None);
        Surroundings { opened, segmenter, form, sentences, number, words, read_words }
    }

    /// What is shown on both sides, on one line.
    pub(crate) fn sides(&mut self, mark: &Mark, context: Context) -> Sides {
        let block = self.block(mark);
        let shown = match context {
            Context::Paragraph => block.clone(),
            Context::Sentence => self.sentence(mark),
            Context::Chars { before, after } => {
                mark.chars.start.saturating_sub(before).max(block.start)
                    ..(mark.chars.end + after).min(block.end)
            }
        };
        let is_cut = matches!(context, Context::Chars { .. });
        Sides {
            before: self.line(shown.start..mark.chars.start),
            after: self.line(mark.chars.end..shown.end),
            before_is_cut: is_cut && shown.start > block.start,
            after_is_cut: is_cut && shown.end < block.end,
        }
    }

    /// A stretch of the text on one line: line ends and the tabs between cells become spaces.
    pub(crate) fn line(&self, chars: Range<usize>) -> String {
        self.opened.slice(chars).replace(['\n', '\t'], " ")
    }

    /// The sentence in which it stands; where it runs on, up to the end of the last.
    pub(crate) fn sentence(&mut self, mark: &Mark) -> Range<usize> {
        let (number, block) = self.opened.block_at(mark.chars.start);
        let found = self.sentences.entry(number).or_insert_with(|| {
            let text = self.opened.section.blocks.get(number).map_or("", |block| &block.text);
            let moved = |chars: Range<usize>| chars.start + block.start..chars.end + block.start;
            sentences(text).into_iter().map(moved).collect()
        });
        let mut touched = found
            .iter()
            .filter(|sentence| sentence.start < mark.chars.end && mark.chars.start < sentence.end);
        let first = touched.next().cloned().unwrap_or_else(|| mark.chars.clone());
        let end = touched.next_back().map_or(first.end, |last| last.end);
        first.start.min(mark.chars.start)..end.max(mark.chars.end)
    }

    /// Tells sentences apart whose match forms differ.
    pub(crate) fn sentence_number(&mut self, mark: &Mark) -> u64 {
        let sentence = self.sentence(mark);
        // Most sentences that hold one of the commonest words hold several.
        if let Some((known, number)) = &self.number
            && *known == sentence
        {
            return *number;
        }
        let text: String = self.form_of(sentence.clone()).iter().collect();
        let number = Hash::seeded(0).with(text.as_bytes()).number();
        self.number = Some((sentence, number));
        number
    }

    /// What stands before in its cell, in match form.
    pub(crate) fn left(&self, mark: &Mark) -> String {
        self.form_of(self.cell(mark).start..mark.chars.start).iter().collect()
    }

    /// What stands behind in its cell, in match form.
    pub(crate) fn right(&self, mark: &Mark) -> String {
        self.form_of(mark.chars.end..self.cell(mark).end).iter().collect()
    }

    /// The value of a key that is not its document's.
    pub(crate) fn value(&mut self, key: Key, mark: &Mark) -> String {
        let nth = |n: u8| usize::from(n) - 1;
        match key {
            Key::LeftContext => self.outward(mark).take(MAX_COMPARED_CHARS).collect(),
            Key::RightContext => {
                let right = self.form_of(mark.chars.end..self.cell(mark).end);
                right.iter().take(MAX_COMPARED_CHARS).collect()
            }
            Key::Left(n) => self.outward(mark).nth(nth(n)).map(String::from).unwrap_or_default(),
            Key::Right(n) => {
                let right = self.form_of(mark.chars.end..self.cell(mark).end);
                right.get(nth(n)).copied().map(String::from).unwrap_or_default()
            }
            Key::LeftWord(n) => self.word_before(mark, nth(n)),
            Key::RightWord(n) => self.word_behind(mark, nth(n)),
            Key::Hit => self.line(mark.chars.clone()),
            Key::Section => self.opened.section.heading.replace(['\n', '\t'], " "),
            Key::Document | Key::Issuer | Key::FiscalYear | Key::Issued | Key::Kind => {
                String::new()
            }
        }
    }

    /// The reading by which a key is sorted in the order of the kana: of the words from the key's place
    /// outward, or of the spelling itself.
    pub(crate) fn reading(&mut self, key: Key, mark: &Mark, value: &str) -> String {
        let n = match key {
            Key::LeftWord(n) | Key::RightWord(n) | Key::Left(n) | Key::Right(n) => {
                usize::from(n) - 1
            }
            _ => 0,
        };
        let (start, end) = (mark.chars.start, mark.chars.end);
        let outward: Vec<&Unit> = match key {
            Key::LeftContext | Key::Left(_) | Key::LeftWord(_) => {
                let before =
                    self.read_units(mark).iter().rev().filter(|unit| unit.chars.end <= start);
                before.skip(n).take(MAX_READ_WORDS).collect()
            }
            Key::RightContext | Key::Right(_) | Key::RightWord(_) => {
                let behind = self.read_units(mark).iter().filter(|unit| unit.chars.start >= end);
                behind.skip(n).take(MAX_READ_WORDS).collect()
            }
            _ => return reading(&self.segmenter.words(value)),
        };
        let katakana: String = outward.iter().map(|unit| unit.katakana.as_str()).collect();
        folded_reading(&katakana)
    }

    fn word_before(&mut self, mark: &Mark, n: usize) -> String {
        let start = mark.chars.start;
        let mut before = self.units(mark).iter().rev().filter(|unit| unit.end <= start);
        let found = before.nth(n).cloned();
        found.map(|chars| self.opened.slice(chars).to_owned()).unwrap_or_default()
    }

    fn word_behind(&mut self, mark: &Mark, n: usize) -> String {
        let end = mark.chars.end;
        let mut behind = self.units(mark).iter().filter(|unit| unit.start >= end);
        let found = behind.nth(n).cloned();
        found.map(|chars| self.opened.slice(chars).to_owned()).unwrap_or_default()
    }

    /// The words of its sentence: it is the sentence that is segmented and never a window, because the
    /// words of a piece depend on the whole piece.
    fn units(&mut self, mark: &Mark) -> &[Range<usize>] {
        let sentence = self.sentence(mark);
        if self.words.as_ref().is_none_or(|(known, _)| *known != sentence) {
            let (mut units, start) = (Vec::new(), sentence.start);
            let text = self.opened.slice(sentence.clone());
            self.segmenter
                .for_each_place(text, |chars| units.push(chars.start + start..chars.end + start));
            self.words = Some((sentence, units));
        }
        self.words.as_ref().map_or(&[], |(_, units)| units)
    }

    /// The words of its sentence with their readings.
    fn read_units(&mut self, mark: &Mark) -> &[Unit] {
        let sentence = self.sentence(mark);
        if self.read_words.as_ref().is_none_or(|(known, _)| *known != sentence) {
            let text = self.opened.slice(sentence.clone());
            let units = read_units_of(self.segmenter, text, sentence.start);
            self.read_words = Some((sentence, units));
        }
        self.read_words.as_ref().map_or(&[], |(_, units)| units)
    }

    /// Tells apart what is decided by the words of a sentence: the same number only for the same place in a
    /// sentence that is written in the same way.
    pub(crate) fn place_in_sentence(&mut self, mark: &Mark) -> Hash {
        let sentence = self.sentence(mark);
        let at = (mark.chars.start - sentence.start, mark.chars.len());
        let text = self.opened.slice(sentence);
        Hash::seeded(1).with(text.as_bytes()).with(format!("{at:?}").as_bytes())
    }

    /// The characters before it in its cell, the nearest first.
    fn outward(&self, mark: &Mark) -> impl Iterator<Item = char> {
        self.form_of(self.cell(mark).start..mark.chars.start).iter().rev().copied()
    }

    fn form_of(&self, chars: Range<usize>) -> &[char] {
        self.form.get(self.opened.form().form_range(chars)).unwrap_or_default()
    }

    /// The block; where it runs over a border, all blocks that it touches.
    fn block(&self, mark: &Mark) -> Range<usize> {
        let (_, first) = self.opened.block_at(mark.chars.start);
        let (_, last) =
            self.opened.block_at(mark.chars.end.saturating_sub(1).max(mark.chars.start));
        first.start.min(mark.chars.start)..last.end.max(mark.chars.end)
    }

    /// The cell of a row of a table, or the block.
    fn cell(&self, mark: &Mark) -> Range<usize> {
        let block = self.block(mark);
        let before = self.opened.slice(block.start..mark.chars.start);
        let after = self.opened.slice(mark.chars.end..block.end);
        let n_chars = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
        mark.chars.start - n_chars(before.rsplit('\t').next())
            ..mark.chars.end + n_chars(after.split('\t').next())
    }
}

/// The words of a text that begins at `start` of the section's: short units, particles and signs included.
fn read_units_of(segmenter: &Segmenter, text: &str, start: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    for word in segmenter.words(text) {
        let moved = |chars: &Range<usize>| chars.start + start..chars.end + start;
        if word.short_units.len() < 2 {
            units.push(Unit { chars: moved(&word.chars), katakana: word.reading });
            continue;
        }
        // The dictionary has the reading of the whole; its parts are sorted by it from the first on.
        let mut read = Some(word.reading);
        for unit in word.short_units {
            let katakana = read.take().unwrap_or_default();
            units.push(Unit { chars: moved(&unit.chars), katakana });
        }
    }
    units
}
