//! Suggestions: wordings of the corpus that go on from what is typed, also when it is typed in kana.
//!
//! The generation has the list; [`Snapshot::suggest`] picks those that fit.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use shirabe_index::{DictionaryEntry, EntrySource};
use shirabe_japanese::{hiragana, is_hiragana_letter};
use shirabe_text::{Folding, expansions, fold, normalised, reading};

use crate::SearchError;
use crate::results::readings::count_exact;
use crate::snapshot::Snapshot;

/// At most this many other spellings of what is typed are looked up.
const MAX_SPELLINGS: usize = 8;

/// A compound that is shown as an example has at least so many characters: 人材, 事業 say little; not
/// measured.
const MIN_EXAMPLE_CHARS: usize = 4;

/// One completion of what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The wording.
    pub text: String,
    /// Where it comes from.
    pub source: SuggestionSource,
}

/// Where a suggestion comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionSource {
    /// An abbreviation that a document defines, or its long form.
    Definition,
    /// Another spelling of what is typed, which the corpus has.
    Spelling,
    /// A compound of the text.
    Compound,
    /// A heading.
    Heading,
}

/// What comes first of those that fit as well: what most sections have. A definition that is no frequent
/// compound is counted as none, and stands before the headings.
fn precedence<'a>(wording: &DictionaryEntry<'a>) -> impl Ord + use<'a> {
    let is_rare = wording.source == EntrySource::RareCompound;
    let n_chars = wording.text.chars().count();
    (is_rare, Reverse(wording.n_sections), source(wording), n_chars, wording.text)
}

fn source(wording: &DictionaryEntry<'_>) -> SuggestionSource {
    match wording.source {
        EntrySource::Definition => SuggestionSource::Definition,
        EntrySource::Compound | EntrySource::RareCompound => SuggestionSource::Compound,
        EntrySource::Heading => SuggestionSource::Heading,
    }
}

/// The wordings that begin with what is typed, other spellings of it, then those that contain it; of a query
/// of several words, what goes on from its last. At most `limit`.
pub(crate) fn suggest(
    snapshot: &Snapshot,
    typed: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let mut suggestions = completions(snapshot, typed, limit)?;
    let last = typed.rfind(char::is_whitespace).and_then(|at| typed.split_at_checked(at));
    let is_missing = suggestions.len() < limit;
    let Some((ahead, last)) = last.filter(|_| is_missing) else { return Ok(suggestions) };
    let (ahead, last) = (ahead.trim(), last.trim_start());
    let folded = fold(ahead, Folding::Standard);
    // AI 人材の育成 goes on from AI 人材, and need not be added to AI once more.
    let says_more = |completion: &Suggestion| {
        !folded.is_empty() && !fold(&completion.text, Folding::Standard).contains(&folded)
    };
    let of_last = completions(snapshot, last, limit)?.into_iter().filter(says_more);
    suggestions.extend(of_last.map(|completion| Suggestion {
        text: format!("{ahead} {}", completion.text),
        source: completion.source,
    }));
    suggestions.truncate(limit);
    Ok(suggestions)
}

fn completions(
    snapshot: &Snapshot,
    typed: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let folded = fold(typed, Folding::Standard);
    let kana = hiragana(&folded);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    // What is typed in kana is compared as it reads.
    let is_kana = kana.chars().all(|c| is_hiragana_letter(c) || c == 'ー');
    let words = (!is_kana).then(|| snapshot.analyzer.segmenter().words(typed));
    let normalised = words.map(|words| normalised(&words)).filter(|text| !text.is_empty());
    let rank = |entry: &DictionaryEntry<'_>| {
        let begins = entry.folded.starts_with(&folded)
            || entry.reading.starts_with(&kana)
            || normalised.as_ref().is_some_and(|text| entry.normalised.starts_with(text));
        let contains = entry.folded.contains(&folded)
            || entry.reading.contains(&kana)
            || normalised.as_ref().is_some_and(|text| entry.normalised.contains(text));
        if begins { Some(0) } else { contains.then_some(1) }
    };
    let mut found: Vec<(i32, DictionaryEntry<'_>)> = snapshot
        .suggestion_dictionary()?
        .iter()
        .filter_map(|entry| Some((rank(&entry)?, entry)))
        .collect();
    found.sort_by(|(a, entry), (b, other)| {
        a.cmp(b).then_with(|| precedence(entry).cmp(&precedence(other)))
    });
    let mut seen = BTreeSet::new();
    found.retain(|(_, entry)| seen.insert(entry.folded));
    let as_entry = |(_, entry): &(i32, DictionaryEntry<'_>)| Suggestion {
        text: entry.text.to_owned(),
        source: source(entry),
    };
    let n_beginning = found.partition_point(|(rank, _)| *rank == 0);
    let mut suggestions: Vec<Suggestion> =
        found.iter().take(n_beginning.min(limit)).map(as_entry).collect();
    if suggestions.len() < limit {
        suggestions.extend(spelling_suggestions(snapshot, typed)?);
        suggestions.extend(found.iter().skip(n_beginning).take(limit).map(as_entry));
        suggestions.truncate(limit);
    }
    Ok(suggestions)
}

/// How a text reads in hiragana; words without a reading are left out.
pub(crate) fn kana_reading(snapshot: &Snapshot, text: &str) -> String {
    reading(&snapshot.analyzer.segmenter().words(text))
}

/// Compounds that many sections have, the most frequent first; at most `limit`.
pub(crate) fn frequent_compounds(
    snapshot: &Snapshot,
    limit: usize,
) -> Result<Vec<String>, SearchError> {
    let entries = snapshot.suggestion_dictionary()?.iter();
    let mut compounds: Vec<_> = entries
        .filter(|entry| entry.source == EntrySource::Compound)
        .filter(|entry| entry.text.chars().count() >= MIN_EXAMPLE_CHARS)
        .map(|entry| (Reverse(entry.n_sections), entry.text))
        .collect();
    compounds.sort_unstable();
    Ok(compounds.into_iter().take(limit).map(|(_, text)| text.to_owned()).collect())
}

/// Other spellings of what is typed that the corpus has.
fn spelling_suggestions(snapshot: &Snapshot, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
    let analyzer = &snapshot.analyzer;
    let found = expansions(typed, analyzer.segmenter(), analyzer.spellings(), &[]);
    let whole = 0..typed.chars().count();
    let of_whole = found
        .into_iter()
        .filter(|expansion| expansion.chars == whole && expansion.rule.is_on_by_default());
    let texts = of_whole.flat_map(|expansion| expansion.alternatives).take(MAX_SPELLINGS);
    let mut suggestions = Vec::new();
    for text in texts {
        if count_exact(snapshot, &text)?.hits > 0 {
            suggestions.push(Suggestion { text, source: SuggestionSource::Spelling });
        }
    }
    Ok(suggestions)
}
