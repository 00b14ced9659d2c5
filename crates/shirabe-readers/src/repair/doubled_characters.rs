//! Words whose every character stands twice are made single again: 背背景景 → 背景.

use crate::characters::{is_kanji, is_letter};

/// Words that are written so. Source: 四字熟語 of the pattern AABB as listed in kokugo dictionaries.
const WORDS: [&str; 18] = [
    "年年歳歳",
    "時時刻刻",
    "戦戦恐恐",
    "戦戦兢兢",
    "子子孫孫",
    "奇奇怪怪",
    "唯唯諾諾",
    "虚虚実実",
    "侃侃諤諤",
    "喧喧囂囂",
    "三三五五",
    "正正堂堂",
    "個個別別",
    "種種様様",
    "平平凡凡",
    "明明白白",
    "津津浦浦",
    "是是非非",
];

/// The line with single characters, if words in it were doubled. Only whole words are touched: a run
/// between spaces or punctuation, of two pairs or more, one of them kanji.
pub(crate) fn repair(line: &str) -> Option<String> {
    let has_pair = line.chars().zip(line.chars().skip(1)).any(|(a, b)| a == b && is_kanji(a));
    if !has_pair {
        return None;
    }
    let by_token = map_runs(line, |c| !c.is_whitespace());
    let single = map_runs(&by_token, is_letter);
    (single != line).then_some(single)
}

/// Halves every maximal run of characters of a kind that is doubled throughout.
fn map_runs(line: &str, is_inside: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut run: Vec<char> = Vec::new();
    for c in line.chars() {
        if is_inside(c) {
            run.push(c);
            continue;
        }
        flush(&mut run, &mut out);
        out.push(c);
    }
    flush(&mut run, &mut out);
    out
}

fn flush(run: &mut Vec<char>, out: &mut String) {
    let step = if is_doubled(run) { 2 } else { 1 };
    out.extend(run.iter().step_by(step));
    run.clear();
}

fn is_doubled(run: &[char]) -> bool {
    let (pairs, rest) = run.as_chunks::<2>();
    pairs.len() >= 2
        && rest.is_empty()
        && pairs.iter().all(|[a, b]| a == b && *a != '々')
        && pairs.iter().any(|[a, _]| is_kanji(*a))
        && pairs.windows(2).any(|two| two[0] != two[1])
        && !WORDS.contains(&run.iter().collect::<String>().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_doubled_throughout_become_single() {
        for (doubled, single) in [
            ("背背景景", "背景"),
            ("【【背背景景】】", "【背景】"),
            ("令令和和７７年年度度 予算", "令和７年度 予算"),
            ("１．背背景景・目目的的", "１．背景・目的"),
        ] {
            assert_eq!(repair(doubled).as_deref(), Some(single), "{doubled}");
        }
    }

    #[test]
    fn words_that_repeat_a_character_stay() {
        for line in [
            "様々な人々",
            "人人",
            "日日",
            "いろいろ",
            "パパママ教室",
            "年年歳歳",
            "2200",
            "背背景景は",
            "代代木",
            "第一一〇号",
            "二二人",
            "〇〇〇〇",
            "ああいい",
            "佐々木々",
        ] {
            assert_eq!(repair(line), None, "{line}");
        }
    }
}
