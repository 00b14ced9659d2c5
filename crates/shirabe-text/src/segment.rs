//! Segmentation: a text as a row of words, by lindera with SudachiDict.
//!
//! Enter at [`Segmenter::words`] (all that is known of each word, for people) or at
//! [`Segmenter::for_each_term`] (only what the index needs, without allocating per word). Both give
//! the same answer: the terms are the short units of the words that count.
//!
//! 1. The text is cut into pieces that can be segmented on their own (`pieces`).
//! 2. A piece is folded to what the dictionary's headwords look like (`form`).
//! 3. lindera finds the cheapest row of headwords (plain mode, none of its filters: they lose
//!    offsets).
//! 4. Digits are joined into numbers (`number`), and each word gets its class (`class`).
//!
//! Invariants: ranges count `char`s of the text as given, lie on its character boundaries and never
//! run backwards; the result for a piece depends on that piece alone.
//!
//! A phrase by itself and the same phrase inside a sentence may be cut differently, because the
//! costs of their neighbours differ. That is one reason why exact search does not use words.

pub mod class;
pub mod entry;
pub mod form;
pub mod number;
mod pieces;
mod tokens;

use std::ops::Range;
use std::sync::Arc;

use lindera::dictionary::Dictionary;

use self::class::PartOfSpeech;
use self::entry::Facts;
use self::tokens::{Details, Scratch, Token};

/// Cuts texts into words. Cheap to clone, and safe to share between threads.
#[derive(Clone)]
pub struct Segmenter {
    dictionary: Dictionary,
    parts_of_speech: Arc<[PartOfSpeech]>,
    facts: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

/// A word as a reader sees it, with everything the dictionary says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Place in the text.
    pub chars: Range<usize>,
    /// The word as it stands in the text: `取組`.
    pub surface: String,
    /// What the index calls the word: SudachiDict's normalised form, folded: `取り組み`.
    pub normalised: String,
    /// In katakana; empty if unknown.
    pub reading: String,
    /// Levels joined by commas, without the empty ones at the end: `名詞,普通名詞,一般`.
    pub part_of_speech: String,
    /// Whether and how the word counts.
    pub class: WordClass,
    /// The terms that the word stands for: its short units (A), or the word itself. Empty for words
    /// that do not count.
    pub short_units: Vec<ShortUnit>,
    /// SudachiDict's synonym groups to which the word belongs.
    pub synonym_groups: Vec<u32>,
}

/// A part of a compound: 研究 and 開発 in 研究開発.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortUnit {
    /// Place in the text.
    pub chars: Range<usize>,
    /// The unit as it stands in the text.
    pub surface: String,
    /// The index term.
    pub normalised: String,
}

/// What a word is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordClass {
    /// Carries meaning: 研究, 推進する's 推進, さらに.
    Content,
    /// Holds a sentence together: は, する, こと, また, この, 等. Never a term.
    Function,
    /// A number, joined from its digits: ８５０, 二十五, 1,000, 3.5.
    Number,
    /// Punctuation, signs, white space. Never a term.
    Symbol,
}

/// A word as the index takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// Normalised and folded.
    pub text: &'a str,
    /// Place in the text.
    pub chars: Range<usize>,
    /// Counts short units, function words and signs, not white space, from the start of the text.
    pub position: u32,
    /// Whether this is a unit or a whole compound.
    pub unit: Unit,
    /// Whether it can be a part of a compound noun: 研究 and 力 can, 進める and 850 cannot.
    pub is_nominal: bool,
}

/// How large a piece of language a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A word that has no parts, or one part of a compound.
    Short,
    /// A whole compound, at the position of its first part.
    Long,
}

impl Segmenter {
    /// A segmenter over a dictionary whose columns are [`entry::COLUMNS`], the parts of speech to
    /// which its entries refer by number, and the [`entry::Facts`] of all words by id.
    pub fn new(
        dictionary: Dictionary,
        parts_of_speech: &[String],
        facts: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Segmenter {
        let parts_of_speech = parts_of_speech.iter().map(|name| PartOfSpeech::new(name)).collect();
        Segmenter { dictionary, parts_of_speech, facts: Arc::new(facts) }
    }

    /// All words of a text in reading order, with signs and without white space.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.for_each_token(text, |token| {
            if token.class != WordClass::Symbol || !token.is_white() {
                words.push(word_of(token));
            }
        });
        words
    }

    /// The places of all words of a text in reading order: compounds as their short units, with function
    /// words and signs and without white space. The same as [`Segmenter::words`] tells, for a fraction of
    /// its cost, because nothing is said of the words.
    pub fn for_each_place(&self, text: &str, mut f: impl FnMut(Range<usize>)) {
        self.for_each_token(text, |token| {
            if token.counts() && token.is_compound() {
                token.for_each_unit(|_, chars| f(chars));
            } else if token.class != WordClass::Symbol || !token.is_white() {
                f(token.chars.clone());
            }
        });
    }

    /// The terms of a text in reading order: short units of the words that count. Gives how many words
    /// the text has, function words among them and signs not, which a rate is reckoned by.
    pub fn for_each_term(&self, text: &str, mut f: impl FnMut(Term<'_>)) -> usize {
        self.for_each_unit(text, |term| {
            if term.unit == Unit::Short {
                f(term);
            }
        })
    }

    /// Like [`Segmenter::for_each_term`], with whole compounds before their parts as well.
    pub fn for_each_unit(&self, text: &str, mut f: impl FnMut(Term<'_>)) -> usize {
        let (mut position, mut n_signs) = (0, 0);
        self.for_each_token(text, |token| {
            if !token.counts() {
                let is_sign = token.class == WordClass::Symbol && !token.is_white();
                position += u32::from(!token.is_white());
                n_signs += u32::from(is_sign);
                return;
            }
            let (chars, is_nominal) = (token.chars.clone(), token.is_nominal());
            if token.is_compound() {
                f(Term { text: token.term, chars, position, unit: Unit::Long, is_nominal });
            }
            token.for_each_unit(|text, chars| {
                f(Term { text, chars, position, unit: Unit::Short, is_nominal });
                position += 1;
            });
        });
        (position - n_signs) as usize
    }

    fn facts(&self, word: u32) -> Facts {
        let facts = (*self.facts).as_ref().as_chunks().0;
        facts.get(word as usize).map_or(Facts::UNKNOWN, |bytes| Facts::from_bytes(*bytes))
    }

    fn for_each_token(&self, text: &str, mut f: impl FnMut(&Token<'_>)) {
        let mut scratch = Scratch::take();
        for (start_chars, piece) in pieces::pieces(text) {
            tokens::for_each(self, &mut scratch, start_chars, piece, &mut f);
        }
        scratch.give_back();
    }
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segmenter")
            .field("dictionary", &self.dictionary.metadata.name)
            .finish_non_exhaustive()
    }
}

fn word_of(token: &Token<'_>) -> Word {
    let mut short_units = Vec::new();
    if token.counts() {
        token.for_each_unit(|normalised, chars| {
            let surface = token.text(chars.clone()).to_owned();
            short_units.push(ShortUnit { chars, surface, normalised: normalised.to_owned() });
        });
    }
    let Details { reading, synonym_groups } = token.details();
    Word {
        chars: token.chars.clone(),
        surface: token.text(token.chars.clone()).to_owned(),
        normalised: token.term.to_owned(),
        reading: reading.to_owned(),
        part_of_speech: token.part_of_speech().to_owned(),
        class: token.class,
        short_units,
        synonym_groups,
    }
}
