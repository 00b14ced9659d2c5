//! A draft cut into block quotes of Markdown and other paragraphs: [`pieces`].
//!
//! A line belongs to a block quote only with a `>` of its own: in Japanese drafts the line behind a
//! quotation is most often its source, not a lazy continuation (CommonMark 0.31, 5.1).

use std::ops::Range;

/// A part of a draft.
#[derive(Debug)]
pub(super) enum Piece {
    /// Neighbouring lines that begin with `>`.
    Quote(BlockQuote),
    /// Lines up to an empty one.
    Paragraph(Range<usize>),
}

/// A block quote without its marks.
#[derive(Debug)]
pub(super) struct BlockQuote {
    /// The words.
    pub(super) text: String,
    /// The whole block in the draft.
    pub(super) chars: Range<usize>,
    /// A last line, or a `<cite>` or `<footer>`, that names the source.
    pub(super) source: String,
    /// Whether it is an element of HTML, whose tags stand in the stretch.
    pub(super) is_element: bool,
}

/// Cuts a part of a draft into its pieces, in order.
pub(super) fn pieces(chars: &[char], part: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut quoted: Option<(Range<usize>, Vec<String>)> = None;
    let mut paragraph: Option<Range<usize>> = None;
    for line in lines(chars, part) {
        let text: String = chars[line.clone()].iter().collect();
        if let Some(content) = content(&text) {
            pieces.extend(paragraph.take().map(Piece::Paragraph));
            let (range, lines) = quoted.get_or_insert_with(|| (line.clone(), Vec::new()));
            range.end = line.end;
            lines.push(content.to_owned());
            continue;
        }
        pieces.extend(quoted.take().map(block_quote).map(Piece::Quote));
        if text.trim().is_empty() {
            pieces.extend(paragraph.take().map(Piece::Paragraph));
        } else {
            paragraph.get_or_insert_with(|| line.clone()).end = line.end;
        }
    }
    pieces.extend(quoted.map(block_quote).map(Piece::Quote));
    pieces.extend(paragraph.map(Piece::Paragraph));
    pieces
}

/// The lines without their ends.
fn lines(chars: &[char], part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = part.start;
    chars[part].split(|c| *c == '\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

/// What stands behind the `>` of a line, be it in a list item or typed ＞; marks of quotes inside a quote
/// go as well.
fn content(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let mut rest = without_item_mark(line).trim_start().strip_prefix(['>', '＞'])?;
    while let Some(inner) = rest.trim_start().strip_prefix(['>', '＞']) {
        rest = inner;
    }
    Some(rest.trim())
}

/// A line without the mark of a list item before a quote.
fn without_item_mark(line: &str) -> &str {
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

fn block_quote((chars, mut lines): (Range<usize>, Vec<String>)) -> BlockQuote {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let mut source = String::new();
    if lines.len() > 1 && lines.last().is_some_and(|line| super::names_a_source(line)) {
        source = lines.pop().unwrap_or_default();
    }
    let lines = lines.iter().map(|line| plain(line)).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = without_brackets(&text).to_owned();
    BlockQuote { text, chars, source, is_element: false }
}

/// A line without marks of emphasis and of lists.
fn plain(line: &str) -> String {
    super::plain::plain(without_item_mark(line)).trim().to_owned()
}

/// The text without brackets that hold all of it.
fn without_brackets(text: &str) -> &str {
    let inner = text.strip_prefix('「').and_then(|rest| rest.strip_suffix('」'));
    inner.filter(|inner| !inner.contains(['「', '」'])).unwrap_or(text)
}
