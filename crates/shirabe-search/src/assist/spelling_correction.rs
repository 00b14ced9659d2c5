//! Spelling correction: wordings of the corpus that a phrase with few occurrences was probably meant
//! to be.
//!
//! [`spelling_corrections`] looks in two places. The suggestion dictionary (headings, defined
//! names, compounds) is compared with the phrase: one that differs by one edit (a character too many,
//! too few, another, or two exchanged), or one with the same reading, which is what a wrong choice of
//! the input method gives (再製医療 for 再生医療). Where nothing at all is found, the phrase is looked for
//! with one character changed: the dictionary of pairs says which characters stand between its two
//! neighbours, and the positions of the pairs whether the whole then stands. No text is read.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::time::{Duration, Instant};

use shirabe_index::DictionaryEntry;
use shirabe_japanese::{hiragana, is_hiragana_letter};
use shirabe_plan::request::{Mode, SearchRequest};
use shirabe_query::{Node, Phrase};
use shirabe_text::{Folding, fold, reading};
use tantivy::Term;

use crate::SearchError;
use crate::matching::PhraseCursor;
use crate::results::answer::{Relaxation, RelaxationKind};
use crate::search::count_wording;
use crate::snapshot::Snapshot;

/// A shorter word is one edit away from too many others.
const MIN_CHARS: usize = 3;
/// Longer ones are sentences.
const MAX_CHARS: usize = 30;
/// A longer text is not tried with one character changed: that is what the quotation check is for.
const MAX_CHANGED_CHARS: usize = 20;
/// At most this many of each kind are looked up and proposed.
const MAX_PROPOSALS: usize = 5;
/// At most this many characters are tried at one place, the rarest pairs first: those take least.
const MAX_CHARACTERS: usize = 10;
/// Looking for what was meant ends after this time, with what was found: it is help beside an answer
/// that has its own 50 ms.
const TIME: Duration = Duration::from_millis(20);
/// In UTF-8.
const MAX_BYTES_OF_CHARACTER: usize = 4;
/// What was meant stands in this many times as many sections.
const TIMES_AS_MANY: usize = 5;

/// What the reader may have meant by `phrase`, which only `n_found` sections have. Each proposal says
/// how many sections its own page will, under the conditions of `request`.
pub(crate) fn spelling_corrections(
    snapshot: &Snapshot,
    phrase: &Phrase,
    request: &SearchRequest,
    n_found: usize,
) -> Result<Vec<Relaxation>, SearchError> {
    let deadline = Instant::now() + TIME;
    let mut wordings = wordings_meant(snapshot, phrase)?;
    if n_found == 0 {
        for other in one_character_off(snapshot, phrase, deadline)? {
            if !wordings.contains(&other) {
                wordings.push(other);
            }
        }
    }
    let mut found = Vec::new();
    for wording in wordings {
        if !found.is_empty() && Instant::now() > deadline {
            break;
        }
        let proposal = proposal(snapshot, &wording, request)?;
        let n_sections = proposal.n_sections;
        if n_sections >= TIMES_AS_MANY * n_found.max(1) || n_found == 0 && n_sections > 0 {
            found.push(proposal);
        }
    }
    found.sort_by(|a, b| b.n_sections.cmp(&a.n_sections).then_with(|| a.query.cmp(&b.query)));
    found.truncate(MAX_PROPOSALS);
    Ok(found)
}

/// Entries that can be suggested and that one edit, or their reading, makes of the phrase.
fn wordings_meant(snapshot: &Snapshot, phrase: &Phrase) -> Result<Vec<String>, SearchError> {
    let typed = fold(&phrase.text, Folding::Standard);
    if !(MIN_CHARS..=MAX_CHARS).contains(&typed.chars().count()) {
        return Ok(Vec::new());
    }
    let reading = reading_of(snapshot, &phrase.text, &typed);
    let is_meant = |entry: &DictionaryEntry<'_>| {
        entry.folded != typed
            && entry.folded.chars().nth(1).is_some()
            && (is_one_edit(entry.folded, &typed)
                || entry.reading == reading && !reading.is_empty())
    };
    let dictionary = snapshot.suggestion_dictionary()?;
    let mut meant: Vec<DictionaryEntry<'_>> =
        dictionary.like(&typed, &reading).filter(is_meant).collect();
    meant.sort_by_key(|entry| (Reverse(entry.n_sections), entry.text));
    Ok(meant.into_iter().take(MAX_PROPOSALS).map(|entry| entry.text.to_owned()).collect())
}

/// How what was typed reads, in hiragana. Kana read as they stand, whatever the dictionary would
/// cut them into.
fn reading_of(snapshot: &Snapshot, text: &str, folded: &str) -> String {
    let kana = hiragana(folded);
    if kana.chars().all(|c| is_hiragana_letter(c) || c == 'ー') {
        return kana;
    }
    reading(&snapshot.analyzer.segmenter().words(text))
}

/// The proposal to look for a wording instead, with the number that its page will show.
fn proposal(
    snapshot: &Snapshot,
    wording: &str,
    request: &SearchRequest,
) -> Result<Relaxation, SearchError> {
    let query = as_query(wording);
    let mode = Mode::All;
    let target = SearchRequest {
        query: query.clone(),
        mode,
        strict: false,
        limit: 0,
        facets: Vec::new(),
        ..request.clone()
    };
    let n_sections = count_wording(snapshot, &target)?.sections;
    let kind = RelaxationKind::Meant;
    Ok(Relaxation { kind, query, n_sections, mode, strict: false, keeps_filters: true })
}

/// Wordings of the text that differ from the phrase in one character inside it.
fn one_character_off(
    snapshot: &Snapshot,
    phrase: &Phrase,
    deadline: Instant,
) -> Result<Vec<String>, SearchError> {
    let chars: Vec<char> = fold(&phrase.text, Folding::Standard).chars().collect();
    let mut found: Vec<String> = Vec::new();
    if !(3..=MAX_CHANGED_CHARS).contains(&chars.len()) {
        return Ok(found);
    }
    for at in changeable(snapshot, &chars)? {
        for other in characters_between(snapshot, chars[at - 1], chars[at + 1], deadline)? {
            if found.len() >= MAX_PROPOSALS || Instant::now() > deadline {
                return Ok(found);
            }
            let mut changed = chars.clone();
            changed[at] = other;
            let wording = String::from_iter(&changed);
            if other != chars[at] && !found.contains(&wording) && stands(snapshot, &wording)? {
                found.push(wording);
            }
        }
    }
    Ok(found)
}

/// The characters that stand behind one and before another somewhere, those of the rarest pairs first; none
/// where the time ends before all are known.
fn characters_between(
    snapshot: &Snapshot,
    before: char,
    behind: char,
    deadline: Instant,
) -> Result<Vec<char>, SearchError> {
    let exact = snapshot.generation.fields().exact;
    let mut by_rarity: BTreeMap<char, u32> = BTreeMap::new();
    for reader in snapshot.generation.sections().segment_readers() {
        let inverted = reader.inverted_index(exact)?;
        let first = before.to_string();
        let mut pairs = inverted.terms().range().ge(first.as_bytes()).into_stream()?;
        while pairs.advance() && pairs.key().starts_with(first.as_bytes()) {
            let other = str::from_utf8(pairs.key()).ok().and_then(|pair| pair.chars().nth(1));
            let Some(other) = other.filter(|other| !other.is_whitespace()) else { continue };
            // Behind の stand thousands.
            if Instant::now() > deadline {
                return Ok(Vec::new());
            }
            let next = Term::from_field_text(exact, &format!("{other}{behind}"));
            if let Some(info) = inverted.get_term_info(&next)? {
                let n_sections = info.doc_freq.min(pairs.value().doc_freq);
                *by_rarity.entry(other).or_default() += n_sections;
            }
        }
    }
    let mut characters: Vec<(u32, char)> =
        by_rarity.into_iter().map(|(other, n)| (n, other)).collect();
    characters.sort_unstable();
    Ok(characters.into_iter().map(|(_, other)| other).take(MAX_CHARACTERS).collect())
}

/// Which characters of a phrase may have been another: what stands before and behind each of them
/// stands somewhere. Most phrases that stand nowhere have one such place or none, and looking for
/// it reads less than a pattern for each character does.
fn changeable(snapshot: &Snapshot, chars: &[char]) -> Result<RangeInclusive<usize>, SearchError> {
    let n = chars.len();
    let stands = |range: Range<usize>| {
        let folded = fold(&String::from_iter(&chars[range]), Folding::Standard);
        stands(snapshot, &folded)
    };
    let before = longest(n - 1, |len| stands(0..len))?;
    let behind = longest(n - 1, |len| stands(n - len..n))?;
    Ok((n - behind - 1).max(1)..=before.min(n - 2))
}

/// Whether a folded text stands anywhere. One character does.
fn stands(snapshot: &Snapshot, folded: &str) -> Result<bool, SearchError> {
    if folded.chars().nth(1).is_none() {
        return Ok(true);
    }
    for reader in snapshot.generation.sections().segment_readers() {
        let exact = snapshot.generation.fields().exact;
        let inverted = reader.inverted_index(exact)?;
        if let Some(mut cursor) = PhraseCursor::open(&inverted, exact, folded)?
            && cursor.stands_in_any(reader.alive_bitset())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The greatest length up to `most` at which `stands` holds; it holds at 1, and at each shorter one.
fn longest(
    most: usize,
    mut stands: impl FnMut(usize) -> Result<bool, SearchError>,
) -> Result<usize, SearchError> {
    let (mut holds, mut fails) = (1, most + 1);
    while fails - holds > 1 {
        let middle = holds.midpoint(fails);
        if stands(middle)? { holds = middle } else { fails = middle }
    }
    Ok(holds)
}

/// A query for a wording that may hold what would be an operator.
fn as_query(wording: &str) -> String {
    let parsed = shirabe_query::parse(wording);
    let is_itself = matches!(&parsed.tree, Some(Node::Phrase(phrase))
        if phrase.text == wording && !phrase.quoted && !phrase.literal && parsed.notes.is_empty());
    if is_itself { wording.to_owned() } else { format!("\"{wording}\"") }
}

/// Whether one text becomes the other by one change: a character added, taken away or replaced, or
/// two neighbours exchanged (Damerau 1964).
fn is_one_edit(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > MAX_BYTES_OF_CHARACTER {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - same_end], &b[..b.len() - same_end]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_one_character_or_an_exchange_of_two() {
        assert!(is_one_edit("再生医療", "再製医療"));
        assert!(is_one_edit("再生医療", "再生医"));
        assert!(is_one_edit("再生療", "再生医療"));
        assert!(is_one_edit("再医生療", "再生医療"));
        assert!(!is_one_edit("再生医療", "再生医療"));
        assert!(!is_one_edit("再製衣療", "再生医療"));
        assert!(!is_one_edit("", "再生"));
        assert!(is_one_edit("ああ", "あああ"));
    }
}
