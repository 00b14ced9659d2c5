//! What a reader of the finished draft would see of a stretch of it: [`plain`].

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::html;

/// Marks of Markdown with the words that they hold (CommonMark 0.31, 2.4, 6.1–6.3; ~~ of GFM). A mark
/// that holds no words is a character: 2**10 and snake_case stay.
static MARKDOWN: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let patterns = [
        (r"\[\^[^\]\n]{1,40}\]", ""),
        (r"!?\[([^\]\n]{0,400})\]\([^()\s]{1,400}\)", "$1"),
        (r"`([^`]{1,1000})`", "$1"),
        (r"\*\*([^*\s](?:[^*]{0,1000}[^*\s])?)\*\*", "$1"),
        (r"__([^_\s](?:[^_]{0,1000}[^_\s])?)__", "$1"),
        (r"~~([^~\s](?:[^~]{0,1000}[^~\s])?)~~", "$1"),
        (r"(^|[^0-9A-Za-z*])\*([^*\s](?:[^*\n]{0,1000}[^*\s])?)\*", "$1$2"),
        (r"\\([!-/:-@\[-`{-~])", "$1"),
    ];
    let compiled = |(pattern, kept)| (Regex::new(pattern).expect("the pattern is right"), kept);
    patterns.into_iter().map(compiled).collect()
});

/// Elements that begin a line of their own.
const LINES: [&str; 7] = ["br", "p", "div", "li", "tr", "blockquote", "section"];

/// Text without tags, comments and marks of Markdown, with the characters that are written as references.
pub(crate) fn plain(text: &str) -> String {
    let seen =
        if text.contains(['<', '&']) { Cow::from(without_markup(text)) } else { Cow::from(text) };
    if !seen.contains(['*', '_', '`', '~', '[', '\\']) {
        return seen.into_owned();
    }
    let mut seen = seen.into_owned();
    for (pattern, kept) in MARKDOWN.iter() {
        if let Cow::Owned(changed) = pattern.replace_all(&seen, *kept) {
            seen = changed;
        }
    }
    seen
}

fn without_markup(html: &str) -> String {
    let chars: Vec<char> = html.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    // The reading above a word is no part of it.
    let mut is_reading = false;
    while at < chars.len() {
        if let Some(end) = html::comment_at(&chars, at) {
            at = end;
        } else if let Some(tag) = html::tag_at(&chars, at) {
            if LINES.contains(&tag.name.as_str()) {
                text.push('\n');
            }
            if ["rt", "rp"].contains(&tag.name.as_str()) {
                is_reading = !tag.is_closing;
            } else if tag.name == "ruby" {
                is_reading = false;
            }
            at = tag.end;
        } else {
            let (c, end) = html::character_at(&chars, at);
            text.extend((!is_reading).then_some(c));
            at = end;
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_hold_words_go_and_characters_stay() {
        for (written, seen) in [
            ("国民の<b>健康</b>寿命", "国民の健康寿命"),
            ("国民の**健康**寿命", "国民の健康寿命"),
            ("*国民*の[健康](/a)寿命[^1]", "国民の健康寿命"),
            ("2**10とsnake_caseとa*b", "2**10とsnake_caseとa*b"),
            ("<ruby>東<rp>（</rp><rt>とう</rt><rp>）</rp>京</ruby>都", "東京都"),
            ("R&amp;D&#x3001;A&nbsp;B&lt;C", "R&D、A\u{a0}B<C"),
            ("甲<!-- 注 -->乙<br>丙", "甲乙\n丙"),
            ("a<bとc>d", "a<bとc>d"),
            ("\\*印\\_", "*印_"),
        ] {
            assert_eq!(plain(written), seen, "{written}");
        }
    }
}
