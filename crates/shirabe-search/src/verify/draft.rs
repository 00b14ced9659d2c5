//! The quotations of a draft: 「…」, 『…』, “…”, the block quotes of Markdown, and `<blockquote>` and `<q>`
//! of HTML.
//!
//! Enter at [`read`]. Only the outermost brackets make a quotation: what stands in brackets inside is
//! part of its wording. A bracket that is not closed in its paragraph makes none.

use std::ops::Range;

mod block_quotes;
mod html;

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
    let mut start = 0;
    for block in html::block_quotes(&chars) {
        in_markdown(&chars, start..block.chars.start, &mut quotations);
        start = block.chars.end;
        quotations.push(of_block(&chars, block));
    }
    in_markdown(&chars, start..chars.len(), &mut quotations);
    quotations
}

/// Adds the quotations of a part of the draft that is in no `<blockquote>`.
fn in_markdown(chars: &[char], part: Range<usize>, quotations: &mut Vec<DraftQuotation>) {
    for piece in block_quotes::pieces(chars, part) {
        match piece {
            block_quotes::Piece::Quote(quote) => quotations.push(of_block(chars, quote)),
            block_quotes::Piece::Paragraph(range) => in_brackets(chars, range, quotations),
        }
    }
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
    for (n, pair) in found.iter().enumerate() {
        let next = found.get(n + 1).map_or(paragraph.end, |next| next.outer.start);
        let closing = pair.outer.end;
        let before = pair.outer.start.saturating_sub(CONTEXT_CHARS).max(paragraph.start);
        let words = text(chars, pair.inner.clone());
        quotations.push(DraftQuotation {
            text: if pair.is_tag { html::plain(&words) } else { words },
            chars: pair.inner.clone(),
            before: text(chars, before..pair.outer.start),
            after: text(chars, closing..next.min(closing + CONTEXT_CHARS)),
        });
    }
}

/// A quotation with what marks it.
struct Pair {
    /// What stands inside.
    inner: Range<usize>,
    /// With the brackets or tags.
    outer: Range<usize>,
    is_tag: bool,
}

/// What opens a quotation that is not closed yet.
struct Opening {
    outer_start: usize,
    inner_start: usize,
    /// The bracket that closes it; `None` for `<q>`.
    closing: Option<char>,
}

/// Each closed pair of brackets or `<q>`. Marks in the attributes of a tag are none.
fn pairs(chars: &[char], paragraph: Range<usize>) -> Vec<Pair> {
    let mut open: Vec<Opening> = Vec::new();
    let mut found = Vec::new();
    let mut at = paragraph.start;
    while at < paragraph.end {
        let tag = html::tag_at(chars, at).filter(|tag| tag.end <= paragraph.end);
        let end = tag.as_ref().map_or(at + 1, |tag| tag.end);
        let (closes, opens) = match &tag {
            Some(tag) if tag.name != "q" => (None, None),
            Some(tag) if tag.is_closing => (Some(None), None),
            Some(_) => (None, Some(None)),
            None => {
                let opening = BRACKETS.iter().find(|(opening, _)| *opening == chars[at]);
                (Some(Some(chars[at])), opening.map(|(_, closing)| Some(*closing)))
            }
        };
        let depth = closes.and_then(|mark| open.iter().rposition(|o| o.closing == mark));
        if let Some(depth) = depth {
            let Opening { outer_start, inner_start, closing } = open.swap_remove(depth);
            open.truncate(depth);
            let (inner, outer) = (inner_start..at, outer_start..end);
            found.push(Pair { inner, outer, is_tag: closing.is_none() });
        } else if let Some(closing) = opens {
            open.push(Opening { outer_start: at, inner_start: end, closing });
        }
        at = end;
    }
    found
}

/// Those that stand in no other.
fn outermost(mut found: Vec<Pair>) -> Vec<Pair> {
    found.sort_by_key(|pair| (pair.outer.start, std::cmp::Reverse(pair.outer.end)));
    let mut outermost: Vec<Pair> = Vec::with_capacity(found.len());
    for pair in found {
        if outermost.last().is_none_or(|last| pair.outer.start >= last.outer.end) {
            outermost.push(pair);
        }
    }
    outermost
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
    fn quotations_in_html_are_read_without_their_tags() {
        let block = "<p>計画はいう。</p>\n<blockquote cite=\"/a\">\n<p>創薬<b>力</b>を<br>\n強化&amp;推進する。</p>\n\
            <footer>計画、12頁</footer></blockquote>\n続き「別の引用」";
        insta::assert_snapshot!(outline(block), @r"
        <p>計画はいう。</p>［創薬力を⏎強化&推進する。］計画、12頁
        続き［別の引用］
        ");
        let inline = "省は<q cite=\"/b\">創薬<em>力</em>の強化</q>（12頁）と<a href=\"/c/d\">「人材育成」</a>をいう";
        insta::assert_snapshot!(outline(inline), @r#"
        省は［創薬力の強化］（12頁）と<a href="/c/d">
        省は<q cite="/b">創薬<em>力</em>の強化</q>（12頁）と<a href="/c/d">［人材育成］</a>をいう
        "#);
        insta::assert_snapshot!(outline("a<qと「閉じない<blockquote>引用の途中」"), @"a<qと［閉じない<blockquote>引用の途中］");
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let draft = "前「い」後\n> ろは\n";
        let places = read(draft).into_iter().map(|quotation| quotation.chars);
        assert_eq!(places.collect::<Vec<_>>(), [2..3, 6..10]);
    }
}
