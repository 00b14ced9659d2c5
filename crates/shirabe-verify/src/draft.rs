//! The quotations of a draft: 「…」, 『…』, “…”, the block quotes of Markdown, and `<blockquote>` and `<q>`
//! of HTML.
//!
//! Enter at [`read`]. Only the outermost marks make a quotation: what stands in marks inside is part of
//! its wording. A quotation closes in its paragraph.
//!
//! Invariant: every mark that opens a quotation is accounted for, either by a quotation or by a skipped
//! mark with its reason; both together are as many as the marks.

use std::ops::Range;

mod block_quotes;
mod html;
mod marks;
mod plain;

use super::{SkipReason, SkippedQuotation};
use block_quotes::BlockQuote;
use marks::{Pair, Paragraph};
pub(crate) use plain::plain;

/// A shorter text in brackets is a term and no quotation; in characters of the match form.
pub(crate) const MIN_CHARS: usize = 4;

/// As far as a reader would look for the place that belongs to a quotation.
const CONTEXT_CHARS: usize = 120;

/// As much of a skipped mark's words is shown as is needed to find it again.
const SHOWN_CHARS: usize = 40;

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

/// What a draft holds in marks of quotation.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The quotations, in the order of the draft.
    pub(crate) quotations: Vec<DraftQuotation>,
    /// The marks that open none, in the order of the draft.
    pub(crate) skipped: Vec<SkippedQuotation>,
}

/// The quotations of `draft`, and the marks that make none.
pub(crate) fn read(draft: &str) -> Draft {
    let chars: Vec<char> = draft.chars().collect();
    let mut reader = Reader { chars: &chars, draft: Draft::default(), paragraphs: Vec::new() };
    let mut start = 0;
    for block in html::block_quotes(&chars) {
        reader.in_markdown(start..block.chars.start);
        start = block.chars.end;
        reader.block(block);
    }
    reader.in_markdown(start..chars.len());
    reader.unclosed();
    let Draft { mut quotations, mut skipped } = reader.draft;
    quotations.sort_by_key(|quotation| quotation.chars.start);
    skipped.sort_by_key(|skipped| (skipped.chars.start, skipped.chars.end));
    Draft { quotations, skipped }
}

struct Reader<'a> {
    chars: &'a [char],
    draft: Draft,
    /// What is left open or closes nothing in each paragraph.
    paragraphs: Vec<Paragraph>,
}

impl Reader<'_> {
    /// Reads a part of the draft that is in no `<blockquote>`.
    fn in_markdown(&mut self, part: Range<usize>) {
        for piece in block_quotes::pieces(self.chars, part) {
            match piece {
                block_quotes::Piece::Quote(quote) => self.block(quote),
                block_quotes::Piece::Paragraph(range) => {
                    for paragraph in html::paragraphs(self.chars, range) {
                        self.in_brackets(paragraph);
                    }
                }
            }
        }
    }

    fn block(&mut self, quote: BlockQuote) {
        let inside = marks::read(self.chars, quote.chars.clone());
        let n_marks = inside.all.len();
        // The element's own tags are among the marks of its stretch, the `>` of Markdown is not.
        let own = usize::from(quote.is_element);
        for words in inside.all.into_iter().skip(own.min(n_marks)) {
            self.skip(words, SkipReason::Nested);
        }
        self.markup(&inside.markup);
        let after = if quote.source.is_empty() {
            let next = text(self.chars, quote.chars.end..quote.chars.end + CONTEXT_CHARS);
            let next = next.trim_start().lines().next().unwrap_or_default();
            // The paragraph behind a quotation goes on with the draft, unless it names the source.
            if names_a_source(next) { next.to_owned() } else { String::new() }
        } else {
            quote.source
        };
        let start = quote.chars.start;
        let before = text(self.chars, start.saturating_sub(CONTEXT_CHARS)..start);
        let before = before.trim_end().lines().next_back().unwrap_or_default().to_owned();
        let BlockQuote { text, chars, .. } = quote;
        self.draft.quotations.push(DraftQuotation { text, chars, before, after });
    }

    /// Reads the quotations in the brackets of one paragraph.
    fn in_brackets(&mut self, range: Range<usize>) {
        let found = marks::read(self.chars, range.clone());
        self.markup(&found.markup);
        let outermost = outermost(found.pairs);
        for (n, pair) in outermost.iter().enumerate() {
            let next = outermost.get(n + 1).map_or(range.end, |next| next.outer.start);
            let closing = pair.outer.end;
            let before = pair.outer.start.saturating_sub(CONTEXT_CHARS).max(range.start);
            self.draft.quotations.push(DraftQuotation {
                text: plain(&text(self.chars, pair.inner.clone())),
                chars: pair.inner.clone(),
                before: text(self.chars, before..pair.outer.start),
                after: text(self.chars, closing..next.min(closing + CONTEXT_CHARS)),
            });
        }
        let is_nested = |words: &Range<usize>| {
            let at = outermost.partition_point(|pair| pair.inner.start <= words.start);
            at.checked_sub(1)
                .and_then(|at| outermost.get(at))
                .filter(|outer| outer.inner.start < words.start && words.start <= outer.outer.end)
        };
        for words in found.all {
            if is_nested(&words).is_some() {
                self.skip(words, SkipReason::Nested);
            }
        }
        let mut open = found.rest;
        open.openings.retain(|opening| is_nested(&opening.words).is_none());
        self.paragraphs.push(open);
    }

    /// Marks that are left open in their paragraph: some close in a later one.
    fn unclosed(&mut self) {
        for (words, closes) in marks::across_paragraphs(&self.paragraphs) {
            let reason = if closes { SkipReason::SpansParagraphs } else { SkipReason::Unclosed };
            self.skip(words, reason);
        }
    }

    fn markup(&mut self, markup: &[Range<usize>]) {
        for words in markup {
            self.skip(words.clone(), SkipReason::InMarkup);
        }
    }

    fn skip(&mut self, chars: Range<usize>, reason: SkipReason) {
        let shown = text(self.chars, chars.start..chars.end.min(chars.start + SHOWN_CHARS));
        let mut shown = shown.trim_end().to_owned();
        if chars.len() > SHOWN_CHARS {
            shown.push('…');
        }
        self.draft.skipped.push(SkippedQuotation { text: shown, chars, reason });
    }
}

/// Whether a line says where a quotation comes from: — 文書名、12頁 or （文書名、12頁） or 出典：文書名.
fn names_a_source(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['—', '–', '―', '─', '（', '('])
        || ["出典", "出所", "引用元", "資料："].iter().any(|word| line.starts_with(word))
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
        let lines = read(draft).quotations.into_iter().map(|quotation| {
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
        insta::assert_snapshot!(outline("a<qと「閉じない<blockquote>引用の途中」"), @"");
        insta::assert_snapshot!(skipped("a<qと「閉じない<blockquote>引用の途中」"), @r"
        SpansParagraphs 5..26 閉じない<blockquote>引用の途中
        Unclosed 21..27 引用の途中」
        ");
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let draft = "前「い」後\n> ろは\n";
        let places = read(draft).quotations.into_iter().map(|quotation| quotation.chars);
        assert_eq!(places.collect::<Vec<_>>(), [2..3, 6..10]);
    }

    /// Each skipped mark with its reason.
    fn skipped(draft: &str) -> String {
        let lines = read(draft).skipped.into_iter().map(|skipped| {
            let shown = skipped.text.replace('\n', "⏎");
            format!("{:?} {:?} {shown}", skipped.reason, skipped.chars)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_mark_that_makes_no_quotation_is_named_with_its_reason() {
        insta::assert_snapshot!(skipped("「一段目。\n\n二段目。」"), @"SpansParagraphs 1..11 一段目。⏎⏎二段目。");
        insta::assert_snapshot!(skipped("本文は「創薬力を図る"), @"Unclosed 4..10 創薬力を図る");
        insta::assert_snapshot!(skipped("「外の『中』の“語」"), @r"
        Nested 4..5 中
        Nested 8..9 語
        ");
        insta::assert_snapshot!(skipped("<p title=\"「題」\">本<!-- “注” -->文</p>"), @r#"
        InMarkup 11..15 題」">
        InMarkup 22..28 注” -->
        "#);
        insta::assert_snapshot!(skipped("> 「創薬力の強化」"), @"Nested 3..9 創薬力の強化");
        insta::assert_snapshot!(skipped("<blockquote>引用<p>本文"), @"Unclosed 12..14 引用");
    }

    #[test]
    fn marks_are_read_in_every_form() {
        for draft in [
            "｢創薬力の強化｣",
            "‘創薬力の強化’",
            "«創薬力の強化»",
            "《創薬力の強化》",
            "“創薬力の強化\"",
            "\"創薬力の強化”",
            "”創薬力の強化”",
            "„創薬力の強化“",
            "&ldquo;創薬力の強化&rdquo;",
            "&#12300;創薬力の強化&#x300D;",
            "&quot;創薬力の強化&quot;",
            "<q>創薬力<b>の</b>強化</q>",
            "<p>「創薬力<b>の</b>強化」</p>",
            "「創薬力**の**強化」",
            "＞創薬力の強化",
            "- > 創薬力の強化",
            "      > 創薬力の強化",
        ] {
            let read = read(draft);
            let texts: Vec<&str> = read.quotations.iter().map(|q| q.text.as_str()).collect();
            assert_eq!(texts, ["創薬力の強化"], "{draft}");
            assert_eq!(read.skipped, [], "{draft}");
        }
        insta::assert_snapshot!(outline("it‘s ‘a dog’s quotation’ here"), @"it‘s ［a dog’s quotation］ here");
    }

    /// Opening marks of a draft without tags, counted by hand: a straight or ” mark may open or close.
    fn n_opening(draft: &str) -> usize {
        let lines = draft.lines().map(str::trim_start);
        let is_quoted = |line: &str| line.starts_with('>');
        let lines: Vec<&str> = lines.collect();
        let blocks = (0..lines.len())
            .filter(|n| is_quoted(lines[*n]) && (*n == 0 || !is_quoted(lines[n - 1])))
            .count();
        blocks + draft.chars().filter(|c| "「『“‘«《".contains(*c)).count()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None,
            ..proptest::prelude::ProptestConfig::default()
        })]

        #[test]
        fn every_mark_is_accounted_for(draft in "[「」『』“”‘’«»《》>あ創。\n ]{0,60}") {
            let read = read(&draft);
            let starts = read.quotations.iter().map(|q| &q.chars).chain(read.skipped.iter().map(|s| &s.chars));
            let found = starts.clone().count();
            let n_chars = draft.chars().count();
            // ” opens as well where another one follows.
            let n_curly = draft.matches('”').count();
            let expected = n_opening(&draft);
            proptest::prop_assert!(found >= expected && found <= expected + n_curly, "{found} {expected}");
            for range in starts {
                proptest::prop_assert!(range.start <= range.end && range.end <= n_chars);
            }
        }
    }
}
