//! The quotations of a draft: 「…」, 『…』, “…” and the block quotes of Markdown.
//!
//! Enter at [`read`]. Only the outermost brackets make a quotation: what stands in brackets inside is
//! part of its wording. A bracket that is not closed in its paragraph makes none.

use std::ops::Range;

mod block_quotes;

use block_quotes::BlockQuote;

/// A shorter text in brackets is a term and no quotation; in characters of the match form.
pub(crate) const MIN_CHARS: usize = 4;

/// As far as a reader would look for the place that belongs to a quotation.
const CONTEXT_CHARS: usize = 80;

/// Opening and closing marks. A straight mark opens what the next one closes.
const BRACKETS: [(char, char); 6] =
    [('「', '」'), ('『', '』'), ('“', '”'), ('〝', '〟'), ('"', '"'), ('＂', '＂')];

/// One quotation of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftQuotation {
    /// The words, without the brackets and without marks of Markdown.
    pub(crate) text: String,
    /// Where the words stand in the draft.
    pub(crate) chars: Range<usize>,
    /// What stands before in the same paragraph.
    pub(crate) before: String,
    /// What stands behind, up to the next quotation.
    pub(crate) after: String,
}

/// The quotations of `draft`, in its order.
pub(crate) fn read(draft: &str) -> Vec<DraftQuotation> {
    let chars: Vec<char> = draft.chars().collect();
    let mut quotations = Vec::new();
    for piece in block_quotes::pieces(&chars) {
        match piece {
            block_quotes::Piece::Quote(quote) => quotations.push(of_block(&chars, quote)),
            block_quotes::Piece::Paragraph(range) => in_brackets(&chars, range, &mut quotations),
        }
    }
    quotations
}

fn of_block(chars: &[char], quote: BlockQuote) -> DraftQuotation {
    let after = if quote.source.is_empty() {
        let next = text(chars, quote.chars.end..quote.chars.end + CONTEXT_CHARS);
        let next = next.trim_start().lines().next().unwrap_or_default();
        // The paragraph behind a quotation goes on with the draft, unless it names the source.
        if names_a_source(next) { next.to_owned() } else { String::new() }
    } else {
        quote.source
    };
    let start = quote.chars.start;
    let before = text(chars, start.saturating_sub(CONTEXT_CHARS)..start);
    let before = before.trim_end().lines().next_back().unwrap_or_default().to_owned();
    DraftQuotation { text: quote.text, chars: quote.chars, before, after }
}

/// Whether a line says where a quotation comes from: — 文書名、12頁 or （文書名、12頁） or 出典：文書名.
fn names_a_source(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['—', '–', '―', '─', '（', '('])
        || ["出典", "出所", "引用元", "資料："].iter().any(|word| line.starts_with(word))
}

/// Adds the quotations in the brackets of one paragraph.
fn in_brackets(chars: &[char], paragraph: Range<usize>, quotations: &mut Vec<DraftQuotation>) {
    let found = outermost(pairs(chars, paragraph.clone()));
    for (n, range) in found.iter().enumerate() {
        let next = found.get(n + 1).map_or(paragraph.end, |next| next.start - 1);
        let closing = (range.end + 1).min(next);
        quotations.push(DraftQuotation {
            text: text(chars, range.clone()),
            chars: range.clone(),
            before: text(
                chars,
                paragraph.start.max(range.start.saturating_sub(CONTEXT_CHARS))..range.start - 1,
            ),
            after: text(chars, closing..next.min(closing + CONTEXT_CHARS)),
        });
    }
}

/// What stands inside each closed pair of brackets.
fn pairs(chars: &[char], paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    for at in paragraph {
        let c = chars[at];
        if let Some(depth) = open.iter().rposition(|(_, closing)| *closing == c) {
            found.push(open[depth].0 + 1..at);
            open.truncate(depth);
        } else if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == c) {
            open.push((at, *closing));
        }
    }
    found
}

/// Those that stand in no other.
fn outermost(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut outer: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        if outer.last().is_none_or(|last| range.start > last.end) {
            outer.push(range);
        }
    }
    outer
}

fn text(chars: &[char], range: Range<usize>) -> String {
    let end = range.end.min(chars.len());
    chars.get(range.start.min(end)..end).unwrap_or_default().iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each quotation in ［ ］ with what stands before and behind.
    fn outline(draft: &str) -> String {
        let lines = read(draft).into_iter().map(|quotation| {
            let shown = quotation.text.replace('\n', "⏎");
            format!("{}［{shown}］{}", quotation.before, quotation.after.trim_end())
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn brackets_and_curly_marks_make_quotations() {
        insta::assert_snapshot!(outline("省は「創薬力の強化」（12頁）と“人材育成”を掲げる。"), @r"
        省は［創薬力の強化］（12頁）と
        省は「創薬力の強化」（12頁）と［人材育成］を掲げる。
        ");
    }

    #[test]
    fn brackets_inside_belong_to_the_wording() {
        insta::assert_snapshot!(outline("「これを『好循環』という」と「別」"), @r"
        ［これを『好循環』という］と
        「これを『好循環』という」と［別］
        ");
    }

    #[test]
    fn a_bracket_that_is_not_closed_hides_no_other() {
        insta::assert_snapshot!(outline("「始めに「中の引用」がある。\n\n次の段落」"), @"「始めに［中の引用］がある。");
    }

    #[test]
    fn straight_marks_come_in_pairs() {
        insta::assert_snapshot!(outline("いう \"a quotation\" が \"もう一つ\" ある"), @r#"
        いう ［a quotation］ が
        いう "a quotation" が ［もう一つ］ ある
        "#);
    }

    #[test]
    fn a_block_quote_is_one_quotation_with_its_source() {
        let draft = "計画はいう。\n\n> **創薬力**を\n> 強化する。\n>\n> — 計画、12頁\n\n続き";
        insta::assert_snapshot!(outline(draft), @"計画はいう。［創薬力を⏎強化する。］— 計画、12頁");
        insta::assert_snapshot!(outline("> 創薬力の強化\n\n（計画、3頁）\n"), @"［創薬力の強化］（計画、3頁）");
    }

    #[test]
    fn brackets_around_a_whole_block_quote_are_no_words() {
        insta::assert_snapshot!(outline("> 「創薬力の強化」\n\n本文"), @"［創薬力の強化］");
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let draft = "前「い」後\n> ろは\n";
        let places = read(draft).into_iter().map(|quotation| quotation.chars);
        assert_eq!(places.collect::<Vec<_>>(), [2..3, 6..10]);
    }
}
