//! Spellings that official writing settles: 及び = および, 受入れ = 受け入れ = 受入, 我が国 = わが国.
//!
//! The table is `data/official-spelling.tsv`, which names the source of each row. A spelling counts
//! only as whole words, and with the part of speech that its row asks for; a stem (でき of できる)
//! begins a verb.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use shirabe_japanese::is_kanji;

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;
use crate::match_form::{Folding, fold};

/// A row of the table.
struct Row {
    spellings: Vec<&'static str>,
    /// What the part of speech of the first word begins with; empty for any.
    part_of_speech: &'static str,
    is_stem: bool,
}

struct Table {
    rows: Vec<Row>,
    /// Match form of a spelling → rows.
    by_form: BTreeMap<String, Vec<usize>>,
    longest_chars: usize,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

pub(super) fn expand(phrase: &Phrase<'_>, findings: &mut Findings<'_>) {
    let mut at = 0;
    while at < phrase.chars.len() {
        at = match longest(phrase, at) {
            Some((chars, row)) if findings.is_untouched(&chars) => {
                let end = chars.end;
                findings.add(
                    Rule::OfficialSpelling,
                    chars,
                    row.spellings.iter().map(|&s| s.to_owned()),
                );
                end
            }
            _ => at + 1,
        };
    }
}

/// The longest spelling of the table that begins here.
fn longest(phrase: &Phrase<'_>, at: usize) -> Option<(Range<usize>, &'static Row)> {
    let end = phrase.chars.len().min(at + TABLE.longest_chars);
    (at + 1..=end).rev().find_map(|end| {
        let form = fold(phrase.part(&(at..end)), Folding::Standard);
        let rows = TABLE.by_form.get(&form)?;
        let row =
            rows.iter().map(|row| &TABLE.rows[*row]).find(|row| fits(phrase, &(at..end), row))?;
        Some((at..end, row))
    })
}

fn fits(phrase: &Phrase<'_>, chars: &Range<usize>, row: &Row) -> bool {
    let Some(word) = phrase.words.iter().find(|word| word.chars.start == chars.start) else {
        return row.part_of_speech.is_empty() && phrase.is_whole_words(chars);
    };
    if !word.part_of_speech.starts_with(row.part_of_speech) {
        return false;
    }
    if row.is_stem {
        return word.chars.end >= chars.end;
    }
    // 御 and ご are written before a word in kanji; ごはん is a word of its own.
    let is_prefix = row.part_of_speech == "接頭辞";
    phrase.is_whole_words(chars) && (!is_prefix || phrase.behind(chars.end).is_some_and(is_kanji))
}

impl Table {
    fn read() -> Table {
        let lines = include_str!("../../data/official-spelling.tsv").lines();
        let rows: Vec<Row> =
            lines.filter(|line| !line.starts_with('#')).filter_map(Row::read).collect();
        let mut by_form: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            for spelling in &row.spellings {
                by_form.entry(fold(spelling, Folding::Standard)).or_default().push(index);
            }
        }
        let spellings = rows.iter().flat_map(|row| &row.spellings);
        let longest_chars = spellings.map(|spelling| spelling.chars().count()).max().unwrap_or(0);
        Table { rows, by_form, longest_chars }
    }
}

impl Row {
    /// `spellings ⇥ part of speech ⇥ source`
    fn read(line: &'static str) -> Option<Row> {
        let (spellings, rest) = line.split_once('\t')?;
        let (part_of_speech, _source) = rest.split_once('\t')?;
        let spellings = spellings.split('/').collect();
        Some(match part_of_speech {
            "-" => Row { spellings, part_of_speech: "", is_stem: false },
            "動詞語幹" => Row { spellings, part_of_speech: "動詞", is_stem: true },
            _ => Row { spellings, part_of_speech, is_stem: false },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_two_spellings_a_part_of_speech_and_a_source() {
        let readme = include_str!("../../data/README.md");
        for line in include_str!("../../data/official-spelling.tsv").lines() {
            if line.starts_with('#') {
                continue;
            }
            let columns: Vec<_> = line.split('\t').collect();
            let [spellings, part_of_speech, source] = columns.as_slice() else { panic!("{line}") };
            let forms: Vec<_> = spellings.split('/').map(|s| fold(s, Folding::Standard)).collect();
            assert!(forms.len() > 1, "{line}");
            for (index, form) in forms.iter().enumerate() {
                assert!(!form.is_empty() && !forms[..index].contains(form), "{line}");
            }
            assert!(!part_of_speech.is_empty(), "{line}");
            assert!(readme.contains(&format!("| `{source}` |")), "{line}");
        }
    }

    #[test]
    fn a_spelling_stands_in_one_row_for_each_part_of_speech() {
        for (form, rows) in &TABLE.by_form {
            let parts: Vec<_> = rows.iter().map(|row| TABLE.rows[*row].part_of_speech).collect();
            assert!(parts.len() == 1 || parts == ["接頭辞", "接頭辞"], "{form}");
        }
    }
}
