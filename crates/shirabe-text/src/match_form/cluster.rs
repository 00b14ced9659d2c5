//! The fold of one cluster: the slow, complete path behind the table.

use shirabe_japanese::number_signs::is_number_sign;
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
    // Canonical equivalents are one character before any list is asked: U+1FFD is ´, which is listed.
    let visible = cluster.chars().filter(|c| !is_white(*c) && !is_ignorable(*c)).nfc();
    // Behind a kana the voicing marks that take up room compose like the combining ones.
    let composing = visible.enumerate().map(|(index, character)| match index {
        0 => alone(character),
        _ => combining_voicing(character).unwrap_or(character),
    });
    let mut form = settle_spaces(compatible(composing.map(listed)));
    for _ in 0..MAX_ROUNDS {
        let next = settle_spaces(compatible(small(&form).chars().map(listed)));
        if next == form {
            break;
        }
        form = next;
    }
    form
}

/// NFKC, but for the signs that are numbers by themselves: as digits they would go on with the number
/// beside them.
fn compatible(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let chars: Vec<char> = chars.collect();
    let is_sign = |c: &char| is_number_sign(*c) || is_squared_unit(*c);
    let parts: Vec<char> = chars
        .chunk_by(|a, b| !is_sign(a) && !is_sign(b))
        .flat_map(|part| match part {
            [sign] if is_number_sign(*sign) => vec![*sign],
            [unit] if is_squared_unit(*unit) => std::iter::once(*unit).nfkc().map(raised).collect(),
            _ => part.iter().copied().nfkc().collect(),
        })
        .collect();
    parts.into_iter()
}

/// ㎟ to ㎦, ㎨ and ㎯ (Unicode, CJK Compatibility), whose 2 or 3 NFKC sets level: they are m² like m².
fn is_squared_unit(c: char) -> bool {
    matches!(c, '\u{339F}'..='\u{33A6}' | '\u{33A8}' | '\u{33AF}')
}

fn raised(c: char) -> char {
    match c {
        '2' => '²',
        '3' => '³',
        _ => c,
    }
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
