//! The fold of one cluster: the slow, complete path behind the table.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::Folding;
use super::characters::{combining_voicing, is_ignorable, is_white, listed};

/// Folding settles after two rounds; the bound keeps an unforeseen pair of rules from looping.
const MAX_ROUNDS: usize = 6;

/// Append the form of one cluster.
pub(super) fn fold_cluster(cluster: &str, folding: Folding, form: &mut String) {
    match folding {
        Folding::Strict => form.extend(cluster.chars().filter(|c| !is_white(*c)).nfc()),
        Folding::Standard => form.push_str(&fold_standard(cluster)),
    }
}

fn fold_standard(cluster: &str) -> String {
    let visible = cluster.chars().filter(|c| !is_white(*c) && !is_ignorable(*c));
    // Behind a kana the voicing marks that take up room compose like the combining ones.
    let composing = visible.enumerate().map(|(index, character)| match index {
        0 => alone(character),
        _ => combining_voicing(character).unwrap_or(character),
    });
    let mut form = settle_spaces(composing.map(listed).nfkc());
    for _ in 0..MAX_ROUNDS {
        let next = settle_spaces(small(&form).chars().map(listed).nfkc());
        if next == form {
            break;
        }
        form = next;
    }
    form
}

/// NFKC takes ﾞ for a combining mark even where there is nothing to combine with.
fn alone(character: char) -> char {
    match character {
        '\u{FF9E}' => '\u{309B}',
        '\u{FF9F}' => '\u{309C}',
        _ => character,
    }
}

/// Small letters, as full case folding has them for ß.
fn small(form: &str) -> String {
    let mut folded = String::with_capacity(form.len());
    for character in form.chars() {
        match character {
            'ß' | 'ẞ' => folded.push_str("ss"),
            _ => folded.extend(character.to_lowercase()),
        }
    }
    folded
}

/// NFKC writes the accents that take up room (´ ¯ ゛) as a space and a combining mark. That space
/// must not vanish, or the mark would fall on the neighbour: it becomes the dotted circle that
/// Unicode's charts use for the purpose. Any other space goes.
fn settle_spaces(chars: impl Iterator<Item = char>) -> String {
    let mut chars = chars.filter(|c| !is_ignorable(*c)).peekable();
    let mut settled = String::new();
    while let Some(character) = chars.next() {
        if !is_white(character) {
            settled.push(character);
        } else if chars.peek().is_some_and(|next| canonical_combining_class(*next) != 0) {
            settled.push('◌');
        }
    }
    settled
}
