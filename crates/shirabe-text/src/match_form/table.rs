//! One entry a character: what it folds to when it stands alone, and how it meets its neighbours.
//!
//! The basic plane is a flat array, filled at first use (a few milliseconds), so that folding costs
//! one look-up a character; characters above it are rare and computed each time.

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Folding;
use super::characters::{self, is_ignorable, is_white, listed};
use super::cluster::fold_cluster;

/// The entry of one character: its single folded character in the low 21 bits, flags above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u32);

const CODE_POINT: u32 = 0x1F_FFFF;
const DROPPED: u32 = 1 << 31;
const TRANSPARENT: u32 = 1 << 30;
const JOINS: u32 = 1 << 29;
const JOINS_KANA: u32 = 1 << 28;
const EXPANDS: u32 = 1 << 27;

impl Entry {
    /// Folds to itself and never meets a neighbour.
    pub(super) fn is_plain(self, character: char) -> bool {
        self.0 & !TRANSPARENT == character as u32
    }

    /// Has no form.
    pub(super) fn is_dropped(self) -> bool {
        self.0 & DROPPED != 0
    }

    /// Does not keep a mark from the character before.
    pub(super) fn is_transparent(self) -> bool {
        self.0 & TRANSPARENT != 0
    }

    /// May belong to the cluster of the character before.
    pub(super) fn joins(self) -> bool {
        self.0 & (JOINS | JOINS_KANA) != 0
    }

    /// Belongs to the cluster of the character before, whatever that is.
    pub(super) fn joins_anything(self) -> bool {
        self.0 & JOINS != 0
    }

    /// Whether this mark belongs to the cluster of that character. The voicing marks that take up
    /// room (゛ ﾞ) are ditto marks as well, so they only join a kana that can be voiced.
    pub(super) fn may_follow(self, base: char, mark: char) -> bool {
        self.joins_anything()
            || (characters::combining_voicing(mark))
                .zip(std::iter::once(base).nfkc().next())
                .is_some_and(|(mark, base)| compose(base, mark).is_some())
    }

    /// The one character this one folds to.
    pub(super) fn single(self) -> Option<char> {
        if self.0 & EXPANDS != 0 { None } else { char::from_u32(self.0 & CODE_POINT) }
    }
}

/// The entries of all characters for one folding.
pub(super) struct Table {
    folding: Folding,
    basic_plane: Vec<Entry>,
}

impl Table {
    pub(super) fn entry(&self, character: char) -> Entry {
        match self.basic_plane.get(character as usize) {
            Some(entry) => *entry,
            None => compute(character, self.folding),
        }
    }

    pub(super) fn folding(&self) -> Folding {
        self.folding
    }

    fn new(folding: Folding) -> Table {
        let entry = |code| char::from_u32(code).map_or(Entry(code), |c| compute(c, folding));
        Table { folding, basic_plane: (0..=0xFFFF).map(entry).collect() }
    }
}

/// The table of a folding, made once.
pub(super) fn of(folding: Folding) -> &'static Table {
    static STANDARD: LazyLock<Table> = LazyLock::new(|| Table::new(Folding::Standard));
    static STRICT: LazyLock<Table> = LazyLock::new(|| Table::new(Folding::Strict));
    match folding {
        Folding::Standard => &STANDARD,
        Folding::Strict => &STRICT,
    }
}

fn compute(character: char, folding: Folding) -> Entry {
    if is_unchanged_block(character) && listed(character) == character {
        return Entry(character as u32);
    }
    let mut flags = meeting(character);
    if is_white(character) || (folding == Folding::Standard && flags & TRANSPARENT != 0) {
        return Entry(DROPPED | TRANSPARENT);
    }
    let mut folded = String::new();
    fold_cluster(character.encode_utf8(&mut [0; 4]), folding, &mut folded);
    let mut chars = folded.chars();
    let single = if let (Some(only), None) = (chars.next(), chars.next()) {
        only
    } else {
        flags |= EXPANDS;
        character
    };
    Entry(flags | single as u32)
}

/// How a character meets the one before it; the same for every folding, so that a strict match is
/// always a standard match too.
fn meeting(character: char) -> u32 {
    if characters::combining_voicing(character).is_some() {
        return if canonical_combining_class(character) != 0 { JOINS } else { JOINS_KANA };
    }
    let mut parts = std::iter::once(listed(character)).nfkd();
    let Some(first) = parts.find(|c| !is_ignorable(*c)) else { return TRANSPARENT };
    if is_white(character) {
        return TRANSPARENT;
    }
    let composes_backward = canonical_combining_class(first) != 0
        || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe;
    if composes_backward { JOINS } else { 0 }
}

/// Large blocks in which no character decomposes, joins or has two cases: unified ideographs,
/// Hangul syllables, private use, pictographs, planes without characters.
fn is_unchanged_block(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{2F7FF}'
        | '\u{30000}'..='\u{DFFFF}'
        | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_char() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    #[test]
    fn the_unchanged_blocks_are_unchanged() {
        for c in every_char().filter(|c| is_unchanged_block(*c)) {
            assert_eq!(std::iter::once(c).nfkc().collect::<String>(), c.to_string());
            assert!(c.to_lowercase().eq([c]));
            assert_eq!(meeting(c), 0, "{c:?}");
        }
    }

    #[test]
    fn of_ascii_only_white_space_and_capitals_change() {
        for c in ('\0'..='\x7f').filter(|c| !c.is_whitespace()) {
            assert_eq!(of(Folding::Standard).entry(c).single(), Some(c.to_ascii_lowercase()));
        }
    }

    #[test]
    fn the_form_of_every_character_is_final_and_begins_a_cluster() {
        for folding in [Folding::Standard, Folding::Strict] {
            for c in every_char().filter(|c| !is_unchanged_block(*c)) {
                let once = super::super::fold(&c.to_string(), folding);
                assert_eq!(super::super::fold(&once, folding), once, "{c:?} {folding:?}");
                let (entry, first) = (of(folding).entry(c), once.chars().next());
                if let Some(first) = first.filter(|_| !entry.joins()) {
                    let meets = of(folding).entry(first);
                    assert!(!meets.joins() && !meets.is_dropped(), "{c:?} → {once:?}");
                }
            }
        }
    }
}
