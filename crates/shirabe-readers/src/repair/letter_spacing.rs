//! Letters set wide apart come together again: 平 成 27 年 度 → 平成27年度.

use crate::characters::{is_kana, is_kanji, narrow};

/// Single characters that stand apart because each means something by itself.
const SERIES: [&str; 12] = [
    "月火水木金土日",
    "春夏秋冬",
    "東西南北",
    "アイウエオカキクケコ",
    "イロハニホヘト",
    "一二三四五六七八九十",
    "甲乙丙丁戊",
    "大中小",
    "上中下",
    "優良可不可",
    "子丑寅卯辰巳午未申酉戌亥",
    "木火土金水",
];

/// Characters that fill the cells of a table.
const CELLS: &str = "有無可否要不済未男女正副主従計同円年月日人件";

/// Two-character words that documents set wide as a line of their own.
const PAIRS: [&str; 10] =
    ["目次", "附則", "付則", "別紙", "別表", "別添", "前文", "本則", "付録", "概要"];

/// The line with its words closed up, if some were set wide.
pub(crate) fn repair(line: &str) -> Option<String> {
    let tokens: Vec<&str> = line.split([' ', '\u{3000}']).filter(|t| !t.is_empty()).collect();
    if tokens.len() == 2 && PAIRS.contains(&tokens.concat().as_str()) {
        return Some(tokens.concat());
    }
    if tokens.len() < 4 {
        return None;
    }
    let mut closed = String::with_capacity(line.len());
    let mut rest = line;
    let mut has_changed = false;
    while !rest.is_empty() {
        let run = run_of_singles(rest);
        // A run that is no word is passed over whole, so that the line is read once.
        let n_bytes = if run.n_bytes > 0 { run.n_bytes } else { end_of_token(rest) };
        match run.word {
            Some(word) => {
                closed.push_str(&word);
                has_changed = true;
            }
            None => closed.push_str(rest.get(..n_bytes).unwrap_or(rest)),
        }
        rest = rest.get(n_bytes..).unwrap_or_default();
        let n_spaces = rest.len() - rest.trim_start_matches(SPACES).len();
        closed.push_str(rest.get(..n_spaces).unwrap_or_default());
        rest = rest.get(n_spaces..).unwrap_or_default();
    }
    has_changed.then_some(closed)
}

const SPACES: [char; 2] = [' ', '\u{3000}'];

struct Run {
    n_bytes: usize,
    word: Option<String>,
}

/// The tokens of one character (or number) at the start that stand equally far apart, and the word
/// that they make, if they make one.
fn run_of_singles(text: &str) -> Run {
    let (mut word, mut letters) = (String::new(), String::new());
    let (mut n_bytes, mut n_tokens, mut gap) = (0, 0, "");
    let mut rest = text;
    loop {
        let n_token = end_of_token(rest);
        let token = rest.get(..n_token).unwrap_or_default();
        match kind_of(token) {
            Token::Letter => letters.push_str(token),
            Token::Number => {}
            Token::Other => break,
        }
        word.push_str(token);
        n_tokens += 1;
        n_bytes = text.len() - rest.len() + n_token;
        let after = rest.get(n_token..).unwrap_or_default();
        rest = after.trim_start_matches(SPACES);
        let this_gap = after.get(..after.len() - rest.len()).unwrap_or_default();
        if rest.is_empty() || !(gap.is_empty() || gap == this_gap) {
            break;
        }
        gap = this_gap;
    }
    let is_word = n_tokens >= 4 && letters.chars().count() >= 3 && !stands_apart(&letters);
    Run { n_bytes, word: is_word.then_some(word) }
}

enum Token {
    Letter,
    Number,
    Other,
}

fn kind_of(token: &str) -> Token {
    let mut chars = token.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if is_kanji(c) || is_kana(c) => Token::Letter,
        (Some(_), _) if token.len() <= 12 && token.chars().all(|c| narrow(c).is_ascii_digit()) => {
            Token::Number
        }
        _ => Token::Other,
    }
}

fn end_of_token(text: &str) -> usize {
    text.find(SPACES).unwrap_or(text.len())
}

fn stands_apart(letters: &str) -> bool {
    SERIES.iter().any(|series| series.contains(letters))
        || letters.chars().all(|c| CELLS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_set_wide_are_closed_up() {
        for (wide, closed) in [
            ("平 成 27 年 度", "平成27年度"),
            ("議　事　次　第", "議事次第"),
            ("平 成 27 年 度 予算額", "平成27年度 予算額"),
            ("参考 基 本 計 画", "参考 基本計画"),
            ("目　　次", "目次"),
        ] {
            assert_eq!(repair(wide).as_deref(), Some(closed), "{wide}");
        }
    }

    #[test]
    fn names_cells_and_series_stay_apart() {
        for line in [
            "南 砂",
            "宮園 浩平 東大卓越教授",
            "月 火 水 木 金",
            "有 無 有 有",
            "甲 乙 丙 丁",
            "第 1 回",
            "A B C D E",
            "1 2 3 4 5",
            "年 月 日 人",
            "ア イ ウ エ オ",
            "研究 開発 の 推進 を",
        ] {
            assert_eq!(repair(line), None, "{line}");
        }
    }
}
