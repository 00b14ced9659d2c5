//! The form in which a text meets the dictionary's headwords, with the way back.
//!
//! NFKC and small letters, as in SudachiDict's own headwords, and the kanji folded as in the match
//! form (radicals, old kanji). White space stays, as it parts words; dashes, quotation marks and へ
//! stay as they are, as headwords tell them apart. This is why the match form itself will not do.

use std::ops::Range;
use std::sync::LazyLock;

use shirabe_japanese::is_kanji;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::match_form::{Folding, fold};

/// A text in the form of the dictionary's headwords: `ＡＭＥＤ` becomes `amed`, `國` becomes `国`.
pub fn fold_word(text: &str) -> String {
    let mut form = Form::default();
    form.set(text);
    form.text
}

/// A folded text and where its characters come from. Made to be used again and again.
#[derive(Debug, Default)]
pub(super) struct Form {
    text: String,
    /// For each `char` of the form the `char`s of the source it comes from; empty if the form is
    /// the source.
    sources: Vec<Source>,
}

type Source = Range<u32>;

impl Form {
    /// Replace the content by the form of another text.
    pub(super) fn set(&mut self, source: &str) {
        self.text.clear();
        self.sources.clear();
        if source.chars().all(is_plain) {
            self.text.push_str(source);
            return;
        }
        let (mut rest, mut at) = (source, 0);
        while !rest.is_empty() {
            let plain = plain_run(rest);
            let cluster = first_cluster(rest.get(plain.len()..).unwrap_or_default());
            self.text.push_str(plain);
            let from = at + plain.chars().count() as u32;
            self.sources.extend((at..from).map(|at| at..at + 1));
            at = from + cluster.chars().count() as u32;
            self.push(cluster, from..at);
            rest = rest.get(plain.len() + cluster.len()..).unwrap_or_default();
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The `char`s of the source that contribute to these `char`s of the form.
    pub(super) fn source(&self, form_chars: Range<usize>) -> Range<usize> {
        if self.sources.is_empty() || form_chars.is_empty() {
            return form_chars;
        }
        let start = self.sources.get(form_chars.start).map_or(0, |source| source.start);
        let end = self.sources.get(form_chars.end - 1).map_or(0, |source| source.end);
        start as usize..end as usize
    }

    /// Add a letter with its marks.
    fn push(&mut self, cluster: &str, source: Source) {
        let before = self.text.len();
        fold_cluster(cluster, &mut self.text);
        let n_chars = self.text.get(before..).map_or(0, |added| added.chars().count());
        if n_chars == source.len() {
            self.sources.extend(source.map(|at| at..at + 1));
        } else {
            self.sources.extend(std::iter::repeat_n(source, n_chars));
        }
    }
}

/// The characters at the beginning of a text that are their own form and take no mark.
fn plain_run(text: &str) -> &str {
    let end = text.find(|c| !is_plain(c)).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    if rest.chars().next().is_none_or(stands_alone) {
        return run;
    }
    let mut characters = run.chars();
    characters.next_back();
    characters.as_str()
}

/// The first character of a text with its marks.
fn first_cluster(text: &str) -> &str {
    let end = text.char_indices().skip(1).find(|(_, c)| stands_alone(*c));
    text.get(..end.map_or(text.len(), |(byte, _)| byte)).unwrap_or_default()
}

/// Whether a character is no mark on the one before it, nor invisible.
pub(super) fn stands_alone(character: char) -> bool {
    if is_plain(character) {
        return true;
    }
    let is_mark = matches!(character, '\u{FF9E}' | '\u{FF9F}')
        || (canonical_combining_class(character) != 0)
        || is_invisible(character);
    !is_mark
}

fn fold_cluster(cluster: &str, out: &mut String) {
    let mut characters = cluster.chars();
    if let (Some(only), None) = (characters.next(), characters.next())
        && is_plain(only)
    {
        out.push(only);
        return;
    }
    let visible = cluster.chars().filter(|c| !is_invisible(*c));
    for character in visible.nfkc().flat_map(char::to_lowercase).nfkc() {
        if character.is_whitespace() {
            out.push(' ');
        } else if character == '\0' {
            out.push('\u{FFFD}');
        } else if is_ideographic(character) {
            out.push_str(&fold(character.encode_utf8(&mut [0; 4]), Folding::Standard));
        } else {
            out.push(character);
        }
    }
}

/// Joiners, variation selectors, soft hyphens and byte order marks.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Ideographs, and the radicals (U+2E80–U+2FDF) that are folded to one.
fn is_ideographic(character: char) -> bool {
    is_kanji(character) || matches!(character, '\u{2E80}'..='\u{2FDF}')
}

/// Whether a character is its own form and no mark: nearly all characters of a text.
fn is_plain(character: char) -> bool {
    static PLAIN: LazyLock<Vec<u64>> = LazyLock::new(plain_characters);
    let code = character as usize;
    PLAIN.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// One bit for each character of the basic plane.
fn plain_characters() -> Vec<u64> {
    let mut bits = vec![0_u64; 0x1_0000 / 64];
    for character in (1..=0xFFFF).filter_map(char::from_u32) {
        if canonical_combining_class(character) == 0 && is_own_form(character) {
            bits[character as usize / 64] |= 1 << (character as usize % 64);
        }
    }
    bits
}

fn is_own_form(character: char) -> bool {
    if is_invisible(character) || (character.is_whitespace() && character != ' ') {
        return false;
    }
    let mut buffer = [0; 4];
    let itself: &str = character.encode_utf8(&mut buffer);
    if is_ideographic(character) {
        return fold(itself, Folding::Standard) == itself && itself.nfkc().eq([character]);
    }
    itself.nfkc().flat_map(char::to_lowercase).nfkc().eq([character])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::entry::COLUMNS_VERSION;

    #[test]
    fn width_case_radicals_and_old_kanji_are_folded() {
        assert_eq!(fold_word("ＡＭＥＤ ⻑期　國"), "amed 長期 国");
        assert_eq!(fold_word("ｶﾞｲﾄﾞ カ\u{3099}"), "ガイド ガ");
        assert_eq!(fold_word("研究へ—サーバー-「」"), "研究へ—サーバー-「」");
    }

    #[test]
    fn the_way_back_covers_every_character_that_contributes() {
        let mut form = Form::default();
        form.set("㈱とｶﾞﾊﾞ葛\u{E0100}城");
        assert_eq!(form.text(), "(株)とガバ葛城");
        assert_eq!(form.source(0..3), 0..1);
        assert_eq!(form.source(1..2), 0..1);
        assert_eq!(form.source(4..6), 2..6);
        assert_eq!(form.source(6..8), 6..9);
    }

    #[test]
    fn a_form_can_be_used_again() {
        let mut form = Form::default();
        form.set("㈱");
        form.set("政策");
        assert_eq!(form.source(1..2), 1..2);
    }

    #[test]
    fn folding_again_changes_nothing() {
        for code in 0..0x3_0000 {
            let Some(character) = char::from_u32(code) else { continue };
            let once = fold_word(&character.to_string());
            assert_eq!(fold_word(&once), once, "U+{code:04X}");
        }
    }

    /// The dictionary is folded when it is built, the text when it is read: a dictionary built with
    /// another folding would not be found in. If this fails, put the new number here and raise
    /// `entry::COLUMNS_VERSION`.
    #[test]
    fn the_folding_is_the_one_that_dictionaries_were_built_with() {
        let mut digest = 0xCBF2_9CE4_8422_2325_u64; // FNV-1a
        for character in (0..0x3_0000).filter_map(char::from_u32) {
            for byte in fold_word(&character.to_string()).into_bytes() {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
            }
        }
        assert_eq!((COLUMNS_VERSION, digest), (1, 0x4BF4_15B7_BEE2_59DE));
    }

    #[test]
    fn nothing_that_lindera_would_read_as_a_separator_is_left() {
        assert_eq!(fold_word("a\0b\tc"), "a\u{FFFD}b c");
    }
}
