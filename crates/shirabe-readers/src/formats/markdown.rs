//! Markdown: CommonMark with tables and footnotes, through the events of pulldown-cmark.
//!
//! [`drafts`] is the way in. The events say what is text; every other character of the source is
//! markup, and is recorded as removed with the block it stands in. So nothing can be lost between the
//! two.

mod front_matter;
mod inline;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::draft::{Draft, Flow, Ledger, Line};
use crate::formats::line_numbers::LineNumbers;
use crate::repair::html_tags;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Converters leave a picture's place as three empty lines; nobody writes so many in Markdown.
const BLANK_LINES_OF_A_PICTURE: u32 = 3;

pub(crate) use front_matter::front_matter;

/// Reads the blocks of a Markdown text.
pub(crate) fn drafts(text: &str, ledger: &mut Ledger) -> Vec<Draft> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let parsed = with_ascii_space_after_hashes(text);
    let mut reader = Reader::new(text, ledger);
    for (event, range) in Parser::new_ext(&parsed, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// The text with spaces for the full-width one that Japanese writers type after the marks of a heading, and
/// that CommonMark does not take for one. Every byte stays in its place.
fn with_ascii_space_after_hashes(text: &str) -> Cow<'_, str> {
    let after_hashes = |line: &str| {
        let rest = line.trim_start_matches('#');
        let n_hashes = line.len() - rest.len();
        ((1..=6).contains(&n_hashes) && rest.starts_with('\u{3000}')).then_some(n_hashes)
    };
    if !text.lines().any(|line| after_hashes(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| match after_hashes(line).and_then(|n| line.split_at_checked(n)) {
        Some((hashes, rest)) => format!("{hashes}{}", rest.replacen('\u{3000}', "   ", 1)),
        None => line.to_owned(),
    };
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

struct Reader<'a> {
    text: &'a str,
    lines: LineNumbers,
    ledger: &'a mut Ledger,
    /// Everything before it is either text of a block or recorded markup.
    cursor: usize,
    markup: Markup,
    open: Option<Open>,
    out: Vec<Draft>,
    /// Lists and quotations around the current place.
    n_lists: usize,
    n_quotes: usize,
    /// The item whose first block is still to come.
    item: Option<Item>,
    /// The cells so far of the table row around.
    row: Option<Vec<String>>,
    has_picture: bool,
    /// Whether text comes line by line, as in code, HTML and metadata blocks.
    is_verbatim: bool,
    /// Where the text stands beside the line.
    height: Height,
}

/// Where a text stands beside the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Height {
    /// On the line.
    Line,
    /// Between `<sup>` and `</sup>`.
    Raised,
    /// Between `<rt>` and `</rt>`: a reading, and no part of the words.
    Reading,
}

/// A block that text is being added to.
struct Open {
    draft: Draft,
    /// Whether it is a heading by the line under it, which a line of dashes makes of any paragraph.
    is_underlined: bool,
    is_html: bool,
    is_verbatim: bool,
}

/// The beginning of a list item whose first block is still to come.
struct Item {
    /// `1.` of a numbered list, or nothing.
    mark: String,
    line: u32,
}

/// Markup that has been passed since the last record.
#[derive(Default)]
struct Markup {
    text: String,
    lines: Range<u32>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, ledger: &'a mut Ledger) -> Reader<'a> {
        Reader {
            text,
            lines: LineNumbers::of(text),
            ledger,
            cursor: 0,
            markup: Markup::default(),
            open: None,
            out: Vec::new(),
            n_lists: 0,
            n_quotes: 0,
            item: None,
            row: None,
            has_picture: false,
            is_verbatim: false,
            height: Height::Line,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(text) if self.is_verbatim => self.verbatim(&text, range),
            Event::Text(text) | Event::Code(text) => self.content(&text, range),
            Event::Html(html) => self.verbatim(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::SoftBreak => self.line_break(range, false),
            Event::HardBreak => self.line_break(range, true),
            Event::FootnoteReference(name) => self.content(&format!("[{name}]"), range),
            Event::Rule => self.close(),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_after_closing(BlockKind::Paragraph, range.start),
            Tag::Heading { level, .. } => self.open_heading(*level, range),
            Tag::BlockQuote(_) => {
                self.close();
                self.n_quotes += 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.open_after_closing(BlockKind::Paragraph, range.start);
                self.is_verbatim = matches!(tag, Tag::CodeBlock(_));
                if let Some(open) = self.open.as_mut() {
                    open.is_html = matches!(tag, Tag::HtmlBlock);
                    open.is_verbatim = self.is_verbatim;
                }
            }
            Tag::MetadataBlock(_) => {
                self.open_after_closing(BlockKind::Imprint, range.start);
                self.is_verbatim = true;
                if let Some(open) = self.open.as_mut() {
                    open.is_verbatim = true;
                }
            }
            Tag::List(_) => {
                self.flush_item();
                self.close();
                self.n_lists += 1;
            }
            Tag::Item => self.start_item(range),
            Tag::FootnoteDefinition(name) => {
                self.close();
                let source = format!("[^{name}]");
                self.open_after_closing(BlockKind::Note, range.start);
                if self.text.get(range.start..).is_some_and(|text| text.starts_with(&source)) {
                    self.content(&format!("[{name}] "), range.start..range.start + source.len());
                }
            }
            Tag::Table(_) => self.close(),
            Tag::TableHead | Tag::TableRow => {
                self.close();
                let is_head = matches!(tag, Tag::TableHead);
                let kind = if is_head { BlockKind::TableHeader } else { BlockKind::TableRow };
                self.open_after_closing(kind, range.start);
                self.row = Some(Vec::new());
            }
            Tag::Image { .. } => self.has_picture = true,
            Tag::Strong | Tag::Strikethrough => self.keep_sign(range.start),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, offset: usize) {
        match tag {
            // The closing mark belongs to the block that is still open.
            TagEnd::Emphasis | TagEnd::Link | TagEnd::Image => self.pass(offset),
            TagEnd::Strong | TagEnd::Strikethrough => {
                let n_mark = self.n_mark_before(offset);
                self.keep_sign(offset - n_mark);
                self.pass(offset);
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.close(),
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.is_verbatim = false;
                self.close();
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.n_lists = self.n_lists.saturating_sub(1);
            }
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush_item();
                self.close();
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(offset),
            _ => {}
        }
    }

    fn open_heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        // A heading inside a list or a quotation does not divide the document.
        let divides = self.n_lists == 0 && self.n_quotes == 0;
        let kind = if divides { BlockKind::Heading } else { BlockKind::Paragraph };
        self.open_after_closing(kind, range.start);
        let source = self.text.get(range.start..).unwrap_or_default();
        if let (Some(open), true) = (self.open.as_mut(), divides) {
            open.draft.mark_level = Some(level as u8);
            open.is_underlined = !source.trim_start().starts_with('#');
        }
    }

    fn open_after_closing(&mut self, kind: BlockKind, offset: usize) {
        self.close();
        self.open_block(kind, offset);
    }

    fn open_block(&mut self, kind: BlockKind, offset: usize) {
        let number = self.lines.at(offset);
        let item = self.item.take();
        let is_item = item.is_some() && kind == BlockKind::Paragraph;
        let mut draft =
            Draft::new(if is_item { BlockKind::ListItem } else { kind }, Line::new("", number));
        if let (Some(item), Some(line)) = (item, draft.lines.first_mut()) {
            line.text = item.mark;
            line.at.start = item.line.min(number);
        }
        draft.is_delimited = true;
        draft.depth = u8::try_from(self.n_lists).unwrap_or(u8::MAX);
        draft.n_blank_before = self.lines.n_blank_before(number);
        self.open = Some(Open { draft, is_underlined: false, is_html: false, is_verbatim: false });
    }

    /// The number of an item stays in its text, as it is written.
    fn start_item(&mut self, range: &Range<usize>) {
        self.flush_item();
        self.close();
        let source = self.text.get(range.clone()).unwrap_or_default();
        let n_digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let mut mark = String::new();
        if n_digits > 0 {
            self.pass(range.start);
            mark = source.chars().take(n_digits + 1).collect();
            self.cursor = self.cursor.max(range.start + n_digits + 1);
            mark.push(' ');
        }
        self.item = Some(Item { mark, line: self.lines.at(range.start) });
    }

    /// An item without a block of its own still has its number.
    fn flush_item(&mut self) {
        if self.item.as_ref().is_some_and(|item| !item.mark.is_empty()) {
            self.open_block(BlockKind::Paragraph, self.cursor.saturating_sub(1));
            self.close();
        }
        self.item = None;
    }

    fn end_cell(&mut self) {
        if let (Some(row), Some(open)) = (self.row.as_mut(), self.open.as_mut()) {
            // A row is one line, so what `<br>` sets apart in a cell is set apart by a space.
            let texts: Vec<String> = open.draft.lines.drain(1..).map(|line| line.text).collect();
            if let Some(first) = open.draft.lines.first_mut() {
                let cell = std::mem::take(&mut first.text);
                let lines = std::iter::once(&cell).chain(&texts).map(|line| line.trim());
                let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
                row.push(lines.join(" "));
            }
        }
    }

    /// The parser drops the cells that its header has no column for; their words are the author's.
    fn further_cells(&mut self, end: usize) {
        let start = self.cursor;
        let rest = self.text.get(start..end).unwrap_or_default();
        let mut bars = rest
            .match_indices('|')
            .map(|(at, _)| at)
            .filter(|at| !rest.get(..*at).is_some_and(|before| before.ends_with('\\')));
        let mut from = bars.next().map(|at| at + 1);
        while let Some(cell_start) = from {
            let next = bars.next();
            let cell = rest.get(cell_start..next.unwrap_or(rest.len())).unwrap_or_default();
            let words = cell.trim();
            if !words.is_empty() {
                let at = start + cell_start + (cell.len() - cell.trim_start().len());
                self.content(words, at..at + words.len());
            }
            if next.is_some() || !words.is_empty() {
                self.end_cell();
            }
            from = next.map(|at| at + 1);
        }
    }

    fn end_row(&mut self, end: usize) {
        self.further_cells(end);
        if let (Some(row), Some(open)) = (self.row.take(), self.open.as_mut())
            && let Some(first) = open.draft.lines.first_mut()
        {
            row.join("\t").trim_end().clone_into(&mut first.text);
        }
        self.close();
    }

    fn close(&mut self) {
        self.height = Height::Line;
        let Some(open) = self.open.take() else { return };
        let mut draft = open.draft;
        draft.lines.retain(|line| !line.text.trim().is_empty());
        if open.is_verbatim {
            draft.flow = Flow::Verbatim;
        }
        if open.is_html {
            self.strip_tags(&mut draft);
        }
        if open.is_underlined && is_prose(&draft.text()) {
            draft.kind = BlockKind::Paragraph;
            draft.mark_level = None;
        }
        draft.has_picture = std::mem::take(&mut self.has_picture);
        if draft.n_blank_before >= BLANK_LINES_OF_A_PICTURE {
            // Before a heading, the picture belonged to the section above.
            match self.out.last_mut().filter(|_| draft.kind == BlockKind::Heading) {
                Some(before) => before.has_picture = true,
                None => draft.has_picture = true,
            }
        }
        if !draft.lines.is_empty() {
            self.record_markup();
            self.out.push(draft);
        } else if draft.has_picture {
            // A picture without words: the block before it, or the next, remembers it.
            match self.out.last_mut() {
                Some(before) => before.has_picture = true,
                None => self.has_picture = true,
            }
        }
    }

    /// Tags and comments can run over lines, so the block is looked at whole.
    fn strip_tags(&mut self, draft: &mut Draft) {
        let text = draft.text();
        let Some(plain) = html_tags::repair(&text) else { return };
        let at = draft.at();
        self.ledger.change(&rules::HTML_TAGS, at.clone(), &text, &plain);
        draft.lines = plain
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| Line { text: line.to_owned(), at: at.clone(), ends_hard: true })
            .collect();
    }

    fn finish(mut self) -> Vec<Draft> {
        self.flush_item();
        self.close();
        self.pass(self.text.len());
        self.record_markup();
        self.out
    }
}

/// Whether a line of dashes under a paragraph was a rule and not the mark of a heading.
fn is_prose(text: &str) -> bool {
    text.chars().count() > 60 || crate::structure::sentences::ends_finished(text)
}

#[cfg(test)]
mod tests {
    use shirabe_document::Metadata;

    use crate::test_text::markdown_blocks;

    #[test]
    fn marks_leave_and_the_words_stay() {
        let text = "## 1\\. **文部科学省**の[対応](https://example.jp/)\n\n- *主査*：`宮園`\n\n1. 一\n2. 二";
        insta::assert_snapshot!(markdown_blocks(text), @r"
        1. 文部科学省の対応
        主査：宮園
        1. 一
        2. 二
        ");
    }

    #[test]
    fn no_cell_of_a_row_is_lost_because_the_header_is_shorter() {
        let text = "|項目|値|\n|---|---|\n|予算|10億円|前年比|2%増|\n|`a|b`|説明|\n|一つ|\n";
        insta::assert_snapshot!(markdown_blocks(text).replace('\t', "｜"), @r"
        項目｜値
        予算｜10億円｜前年比｜2%増
        `a｜b`｜説明
        一つ
        ");
    }

    #[test]
    fn lines_in_a_cell_are_set_apart() {
        let text = "|委員|任期|\n|---|---|\n|五名<br>十名|二年<br/>三年|\n";
        assert_eq!(markdown_blocks(text), "委員\t任期\n五名 十名\t二年 三年");
    }

    #[test]
    fn two_asterisks_that_are_no_mark_stay() {
        for (source, text) in [
            ("2**10は1024である", "2**10は1024である"),
            ("2**10と2**11は違う", "2**10と2**11は違う"),
            ("x**2+y**2を求める", "x**2+y**2を求める"),
            ("p<0.01**とした", "p<0.01**とした"),
            ("p<0.01**、p<0.05*とした", "p<0.01**、p<0.05*とした"),
            ("係数は0.35***である", "係数は0.35***である"),
            ("**「重要」**です", "「重要」です"),
            ("これは**「重要」**です", "これは「重要」です"),
            ("第6期**（令和3年度）**は", "第6期（令和3年度）は"),
            ("令和7**年度**の**予算**", "令和7年度の予算"),
        ] {
            assert_eq!(markdown_blocks(source), text, "{source}");
        }
    }

    #[test]
    fn struck_text_loses_its_marks_and_a_range_keeps_its_sign() {
        assert_eq!(markdown_blocks("~~旧案~~新案とする"), "旧案新案とする");
        assert_eq!(markdown_blocks("10~20名と30~40名"), "10~20名と30~40名");
        assert_eq!(markdown_blocks("4月~6月に~実施~する"), "4月~6月に~実施~する");
    }

    #[test]
    fn readings_and_places_to_break_leave_the_word() {
        for (source, text) in [
            ("<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>都", "東京都"),
            ("<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>へ", "東へ"),
            ("<ruby>東京<rt>とうきょう</ruby>都", "東京都"),
            ("区切<wbr>りの語", "区切りの語"),
            ("<div><ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>都</div>", "東京都"),
        ] {
            assert_eq!(markdown_blocks(source), text, "{source}");
        }
    }

    #[test]
    fn raised_signs_are_numbers_or_marks_of_notes() {
        for (source, text) in [
            ("120<sup>1,2</sup>件", "120件"),
            ("35<sup>3、4</sup>％", "35％"),
            ("10<sup>-6</sup>M", "10⁻⁶M"),
            ("Ca<sup>2+</sup>とCl<sup>-</sup>", "Ca²⁺とCl⁻"),
            ("m<sup>2</sup>", "m²"),
            ("注<sup>※1</sup>", "注※1"),
        ] {
            assert_eq!(markdown_blocks(source), text, "{source}");
        }
    }

    #[test]
    fn a_full_width_space_after_the_marks_makes_a_heading() {
        let document = |text: &str| {
            let (document, problems) = crate::read(text.as_bytes(), "a.md", Metadata::default());
            assert!(problems.is_empty(), "{problems:?}");
            document
        };
        let text = "#　題名\n\n##　第1　趣旨\n\n本文。\n\n```\n#　注釈\n```\n";
        let headings = document(text).sections.into_iter().map(|section| section.heading);
        assert_eq!(headings.collect::<Vec<_>>(), ["題名", "第1　趣旨"]);
        assert!(document(text).sections[1].text().contains("#　注釈"));
    }

    #[test]
    fn front_matter_says_what_the_document_is() {
        let text = "---\ntitle: \"研究力の強化\"\ndate: 2024-05-10\nauthor: 文部科学省\nlang: ja\n---\n\n\
                    # 第1章\n\n本文。\n";
        let (document, _) = crate::read(text.as_bytes(), "a.md", Metadata::default());
        let Metadata { title, issuer, issued, .. } = document.metadata;
        assert_eq!((title.as_str(), issuer.as_str()), ("研究力の強化", "文部科学省"));
        assert_eq!(issued.map(|date| date.to_string()).as_deref(), Some("2024-05-10"));
    }
}
