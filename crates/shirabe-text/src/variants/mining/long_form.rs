//! Where the long name before a bracket begins.

use shirabe_japanese::{half_width, is_hiragana_letter, is_katakana_letter};

use super::definition::{is_acronym, latin_start};
use crate::eras;
use crate::segment::{Segmenter, Word};

/// A name longer than this is not looked for.
const MAX_CHARS: usize = 60;
/// Nouns that say when or which, and begin no name.
const LEADING: &[&str] = &[
    "本", "当", "同", "各", "約", "計", "現在", "今回", "今後", "昨年", "本年", "新規", "うち",
    "主",
];

/// The long name, and the `char` offset at which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LongForm {
    pub(super) text: String,
    pub(super) start: usize,
}

/// The acronym directly before a bracket, and where it begins.
pub(super) fn acronym_before(chars: &[char], open: usize) -> Option<(String, usize)> {
    let before = chars.get(..open)?;
    let is_part =
        |c: &&char| half_width(**c).is_ascii_alphanumeric() || matches!(half_width(**c), '-' | '&');
    let n_chars = before.iter().rev().take(MAX_CHARS).take_while(is_part).count();
    let start = open - n_chars;
    let acronym: String = before.get(start..)?.iter().collect();
    is_acronym(&acronym).then_some((acronym, start))
}

/// The Latin words before a bracket whose letters the acronym takes.
pub(super) fn latin_long_form(chars: &[char], open: usize, acronym: &str) -> Option<LongForm> {
    let from = open.saturating_sub(MAX_CHARS * 2);
    let window: Vec<char> = chars.get(from..open)?.iter().map(|c| half_width(*c)).collect();
    let is_latin = |c: &char| c.is_ascii_alphanumeric() || " -&,'".contains(*c);
    let n_latin = window.iter().rev().take_while(|c| is_latin(c)).count();
    let latin = window.get(window.len() - n_latin..)?;
    let end = latin.iter().rposition(|c| *c != ' ')? + 1;
    let start = latin_start(acronym, latin.get(..end)?)?;
    let at = open - n_latin;
    let text = chars.get(at + start..at + end)?.iter().collect();
    Some(LongForm { text, start: at + start })
}

/// The run of nouns before a bracket, or what stands in quotation marks there.
pub(super) fn long_form_before(
    chars: &[char],
    open: usize,
    short: &str,
    segmenter: &Segmenter,
) -> Option<LongForm> {
    let open = behind_brackets(chars, open)?;
    if let Some(quoted) = quoted_before(chars, open) {
        return Some(quoted);
    }
    let start = window_start(chars, open);
    let window: String = chars.get(start..open)?.iter().collect();
    let words = segmenter.words(&window);
    let n_parts = words.iter().rev().take_while(|word| is_part_of_name(word)).count();
    let run = words.get(words.len() - n_parts..)?;
    let run = without_leading(run, &window);
    let first = run.first()?.chars.start + start;
    let first = katakana_start(chars, first, open, short).unwrap_or(first);
    let text: String = chars.get(first..open)?.iter().collect();
    let text = text.trim_end().to_owned();
    let is_name = text.chars().any(|c| !c.is_ascii() && !c.is_numeric());
    (is_name && run.last()?.chars.end + start == open).then_some(LongForm { text, start: first })
}

/// Skips brackets between the name and the bracket: 機構（AMED）（以下「機構」という。）.
fn behind_brackets(chars: &[char], open: usize) -> Option<usize> {
    let before = chars.get(..open)?;
    if !matches!(before.last(), Some('）' | ')')) {
        return Some(open);
    }
    let inner = before.iter().rev().take(MAX_CHARS).position(|c| matches!(c, '（' | '('))?;
    Some(open - inner - 1)
}

/// The content of 「 」 directly before the bracket.
fn quoted_before(chars: &[char], open: usize) -> Option<LongForm> {
    let before = chars.get(..open)?;
    let opening = match before.last()? {
        '」' => '「',
        '｣' => '｢',
        '』' => '『',
        _ => return None,
    };
    let n_back = before.iter().rev().take(MAX_CHARS).position(|c| *c == opening)?;
    let start = open - n_back;
    let text: String = chars.get(start..open - 1)?.iter().collect();
    let is_title = text.contains(['。', '、', '？']) || text.ends_with(is_hiragana_letter);
    (!text.is_empty() && !is_title).then_some(LongForm { text, start })
}

/// As far back as a name can reach: to a mark that stands in none.
fn window_start(chars: &[char], open: usize) -> usize {
    let before = chars.get(..open).unwrap_or_default();
    let mut start = open;
    for (back, character) in before.iter().rev().take(MAX_CHARS).enumerate() {
        let is_stop =
            "。、，；;：:！!？?※●○◎■□◆◇▶▼→⇒＝=|｜「」『』【】（）()〔〕［］[]〈〉＜＞\n\t　~～〜…"
                .contains(*character);
        let next = chars.get(open - back);
        let is_gap = *character == ' ' && !next.is_some_and(char::is_ascii_alphanumeric);
        if is_stop || is_gap {
            break;
        }
        start = open - back - 1;
    }
    start
}

fn is_part_of_name(word: &Word) -> bool {
    let classes = ["名詞", "接頭辞", "接尾辞", "形状詞"];
    classes.iter().any(|class| word.part_of_speech.starts_with(class))
        || word.surface.chars().all(|c| half_width(c).is_ascii_alphanumeric())
        || matches!(word.surface.as_str(), "・" | "･" | "-" | "－" | "‐" | "&" | "＆" | "ー")
}

/// The run without years, numbers, marks and words such as 本, 各, 現在 at its beginning.
fn without_leading<'w>(run: &'w [Word], window: &str) -> &'w [Word] {
    let mentions = eras::scan(window);
    let in_year = |word: &Word| {
        mentions.iter().any(|m| m.chars.start <= word.chars.start && word.chars.end <= m.chars.end)
    };
    let is_leading = |word: &Word| {
        in_year(word)
            || word.part_of_speech.starts_with("名詞,数詞")
            || word.part_of_speech.contains("助数詞")
            || LEADING.contains(&word.surface.as_str())
            || word.surface.chars().all(|c| matches!(c, '・' | '･' | '-' | '－' | '‐' | 'ー'))
    };
    let n_leading = run.iter().take_while(|word| is_leading(word)).count();
    run.get(n_leading..).unwrap_or_default()
}

/// Where a name in katakana begins that has as many parts between ・ as the acronym has letters:
/// ファースト・イン・ヒューマン（FIH）.
fn katakana_start(chars: &[char], start: usize, open: usize, acronym: &str) -> Option<usize> {
    let is_katakana = |c: &char| is_katakana_letter(*c) || matches!(c, 'ー' | '・');
    let run = chars.get(start..open)?;
    let n_katakana = run.iter().rev().take_while(|c| is_katakana(c)).count();
    let name = run.get(run.len() - n_katakana..)?;
    let n_parts = name.split(|c| *c == '・').filter(|part| !part.is_empty()).count();
    (n_parts >= 2 && n_parts == acronym.chars().count()).then_some(open - n_katakana)
}
