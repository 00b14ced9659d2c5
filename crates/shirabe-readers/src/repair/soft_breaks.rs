//! Lines that were broken for want of room are joined; lines broken on purpose stay apart.
//!
//! Where the format says what a paragraph is (Markdown: CommonMark 0.31 §6.8, a soft line break is a
//! space), a line end without any evidence parts nothing: the line stays in its block.

use crate::characters::{columns, is_closing, is_letter, is_web_address};
use crate::draft::{Draft, Flow, Ledger, Line};
use crate::structure::asides::{is_caption, is_note};
use crate::structure::measure::Measure;
use crate::structure::sentences::{
    BULLETS, Continuation, Ending, ending, ends_finished, goes_on, may_not_begin, starts_anew,
};
use shirabe_document::line_joining::{LineJoint, line_joint};
use shirabe_document::model::BlockKind;
use shirabe_document::rules::{self, Rule};

/// Joins the lines of each block as far as the evidence goes. A line that is left apart opens a block of
/// its own; only where the source marks the line end as meant (a hard break of Markdown), so that an
/// amount is not parted from its name, or says that the paragraph goes on, it stays in its block.
pub(crate) fn repair(drafts: Vec<Draft>, measure: &Measure, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if draft.is_table_row() || draft.flow == Flow::Verbatim || draft.lines.len() == 1 {
            out.push(draft);
        } else {
            flow(draft, measure, ledger, &mut out);
        }
    }
    out
}

fn flow(draft: Draft, measure: &Measure, ledger: &mut Ledger, out: &mut Vec<Draft>) {
    let widest = draft.lines.iter().map(|line| columns(&line.text)).max().unwrap_or(0);
    let mut current = Draft { lines: Vec::new(), ..draft.clone() };
    let mut ends_in_cells = false;
    let lone_dot = lone_dot(&draft);
    for (nth, line) in draft.lines.into_iter().enumerate() {
        let n_columns = columns(&line.text);
        let has_cells = line.text.contains('\t');
        match current.lines.last_mut() {
            None => current.lines.push(line),
            Some(last) => {
                let seam = Seam {
                    before: last,
                    columns: current.last_columns,
                    widest,
                    after: &line,
                    is_lone_dot: lone_dot == Some(nth),
                };
                if !ends_in_cells && !has_cells && seam.holds_one_sentence(measure) {
                    join(last, &line, &rules::SOFT_BREAKS, ledger);
                } else if stays_in_the_block(last, &line)
                    || current.is_delimited
                        && !(ends_in_cells
                            || has_cells
                            || is_note(&last.text)
                            || opens_a_block(&line.text))
                {
                    current.lines.push(line);
                } else {
                    let next = follower(&current, line);
                    out.push(std::mem::replace(&mut current, next));
                }
            }
        }
        current.last_columns = n_columns;
        ends_in_cells = has_cells;
    }
    out.push(current);
}

/// The line, if there is one only, that begins with a ・ which parts two words and is no bullet: the
/// block it stands in has no other such line, and is no list itself.
fn lone_dot(draft: &Draft) -> Option<usize> {
    let has_dot = |line: &Line| {
        let rest = line.text.trim_start().strip_prefix('・');
        rest.is_some_and(|rest| !rest.starts_with(char::is_whitespace))
    };
    let is_item = draft.kind == BlockKind::ListItem;
    let mut dotted = draft.lines.iter().enumerate().skip(1).filter(|(_, line)| has_dot(line));
    let (nth, _) = dotted.next()?;
    let before = draft.lines.get(nth - 1)?;
    let follows_a_word = before.text.trim_end().ends_with(|c| is_letter(c) || is_closing(c));
    let is_list = dotted.next().is_some() || !is_item && draft.lines.first().is_some_and(has_dot);
    (!is_list && follows_a_word && !before.ends_hard).then_some(nth)
}

/// Appends a line to the one before and records it under a rule.
pub(super) fn join(last: &mut Line, line: &Line, rule: &Rule, ledger: &mut Ledger) {
    // Only the ends are compared: a paragraph can have as many lines as a book.
    let next = line.text.trim_start();
    last.text.truncate(last.text.trim_end().len());
    let tail = end_of(&last.text);
    let head: String = next.chars().take(SEAM_CHARS).collect();
    let before = format!("{tail}\n{head}");
    let joint = line_joint(&last.text, next);
    let mut after = tail;
    for text in [&mut last.text, &mut after] {
        match joint {
            LineJoint::Nothing => {}
            LineJoint::Space => text.push(' '),
            LineJoint::DropHyphen => {
                text.pop();
            }
        }
    }
    after.push_str(&head);
    last.text.push_str(next);
    let start = last.at.end.saturating_sub(1);
    last.at.end = last.at.end.max(line.at.end);
    last.ends_hard = line.ends_hard;
    ledger.change(rule, start..last.at.end, &before, &after);
}

/// Characters on either side of a seam that a record can show.
const SEAM_CHARS: usize = 12;

fn end_of(text: &str) -> String {
    let start = text.char_indices().rev().nth(SEAM_CHARS - 1).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text).to_owned()
}

/// Whether a line is more than the rest of a paragraph, whatever the format says.
fn opens_a_block(line: &str) -> bool {
    starts_anew(line) || line.starts_with('\u{3000}')
}

/// Whether a line that is not joined still belongs to the block before: after a meant line end, but for
/// items, notes and captions; and 等 alone, which belongs to the item it was cut off from.
fn stays_in_the_block(before: &Line, line: &Line) -> bool {
    let text = line.text.trim();
    let opens_its_own = text.starts_with(BULLETS) || is_note(text) || is_caption(text);
    let is_rest = ["等", "など", "他", "ほか"].contains(&text);
    before.ends_hard && !opens_its_own && !is_note(&before.text) || is_rest
}

/// The block that a line opens which is not joined to the block it stood in.
fn follower(before: &Draft, line: Line) -> Draft {
    let kind = match before.kind {
        BlockKind::Heading | BlockKind::ListItem => BlockKind::Paragraph,
        kind => kind,
    };
    let mut draft = Draft::new(kind, line);
    draft.depth = before.depth;
    draft.is_delimited = before.is_delimited;
    draft.page.clone_from(&before.page);
    draft
}

/// Width of what had to go on the next line together: a Latin word or one Japanese character, and the
/// characters after it that may not begin a line (禁則: JIS X 4051).
pub(super) fn first_unit_columns(line: &str) -> usize {
    let line = line.trim_start();
    let n_word = line.chars().take_while(char::is_ascii_graphic).count().max(1);
    let n_tail = line.chars().skip(n_word).take_while(|c| may_not_begin(*c)).count();
    let unit: String = line.chars().take(n_word + n_tail).take(80).collect();
    columns(&unit)
}

struct Seam<'a> {
    before: &'a Line,
    /// Width of the last source line before.
    columns: usize,
    /// Width of the widest line of the block.
    widest: usize,
    after: &'a Line,
    /// Whether the line begins with the ・ between two words.
    is_lone_dot: bool,
}

impl Seam<'_> {
    fn holds_one_sentence(&self, measure: &Measure) -> bool {
        let (before, after) = (self.before.text.as_str(), self.after.text.as_str());
        if ends_finished(before) || is_web_address(before) || self.is_indented() {
            return false;
        }
        if self.is_lone_dot {
            return true;
        }
        if starts_anew(after) {
            return false;
        }
        let evidence = goes_on(after);
        let ending = ending(before);
        if evidence == Continuation::Certain {
            return true;
        }
        if self.before.ends_hard {
            let starts_aside = after.trim_start().starts_with(['(', '（']);
            return ending == Ending::Open && !starts_aside || evidence == Continuation::Likely;
        }
        let is_full = measure.is_full(self.columns)
            && self.columns + first_unit_columns(after) + 2 >= measure.room_in(self.widest)
            && !before.trim_end().ends_with(is_closing);
        let is_long = measure.is_long(self.columns);
        let goes_on = evidence == Continuation::Likely || is_latin_prose(before, after);
        is_full
            || ending == Ending::Open && self.columns >= 20
            || is_long && (goes_on || ending == Ending::Loose && measure.is_wrapped())
    }

    /// One full-width space: 字下げ, the first line of a paragraph.
    fn is_indented(&self) -> bool {
        let after = self.after.text.strip_prefix('\u{3000}');
        after.is_some_and(|after| !after.starts_with('\u{3000}'))
    }
}

/// A line of several Latin words, and a small letter at the start of the next.
fn is_latin_prose(before: &str, after: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    let has_words = end_of(before).contains(' ')
        && last.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, ',' | '-'));
    has_words && after.trim_start().starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::test_text::{markdown_blocks, plain_blocks};

    #[test]
    fn a_line_that_was_full_goes_on() {
        let text = "日本の医療分野の研究開発の中核的な役割を担う機関として、基礎から実用化までの一貫した医療研究開\n発の推進と、その成果の円滑な実用化を図るとともに、健康・医療分野における我が国の研究活動の底\n上げを図り、研究開発の成果を一刻も早く実用化することにより、ひいては健康で活力のある長寿社\n会の実現に向けて貢献するとともに、次世代の優秀な研究者同士の交流や関係構築の強化を図り、研\n究支援を充実させていく。";
        assert_eq!(plain_blocks(text), text.replace('\n', ""));
    }

    #[test]
    fn a_sentence_cut_at_a_comma_a_bracket_or_a_particle_goes_on() {
        for (text, n_blocks) in [
            ("「科学技術イノベーション創造推進費\n（555億円）」を充てる", 1),
            ("研究開発環境の整備を行い、\n成果を届ける", 1),
            ("切れ目のない支援を可能とする仕組み（ペアリング）\nを構築する", 1),
            ("ここまでで終わる。\n次の文である", 2),
            ("今後の進め方\n資料の一覧", 2),
            ("今後の進め方について\n総務省は、研究を進める", 2),
            ("機能の強化を行い、\n・項目", 2),
            ("国際展開\n・科学技術外交の推進", 1),
            ("主な取組\n・国際展開\n・科学技術外交", 3),
            ("https://www.amed.go.jp/\nを参照", 2),
        ] {
            assert_eq!(plain_blocks(text).lines().count(), n_blocks, "{text}");
        }
    }

    #[test]
    fn latin_words_are_set_apart_and_hyphenated_ones_joined() {
        let text = "The agency promotes integrated research and develop-\nment in the field of medicine, from basic research to\npractical applications, and establishes the environ-\nment for it across many institutions and many other\nplaces.";
        assert_eq!(
            plain_blocks(text),
            "The agency promotes integrated research and development in the field of medicine, from basic research to practical applications, and establishes the environment for it across many institutions and many other places."
        );
    }

    #[test]
    fn a_hard_break_of_markdown_is_kept_unless_the_sentence_goes_on() {
        insta::assert_snapshot!(markdown_blocks("- **医学系研究支援プログラム** 65億円（65億円）  \n【補正予算額 21億円】  \n研究を支援する。  \n※注である"), @r"
        医学系研究支援プログラム 65億円（65億円） / 【補正予算額 21億円】 / 研究を支援する。
        ※注である
        ");
        insta::assert_snapshot!(markdown_blocks("（基礎研究の根幹をなす、  \n生命現象解明への探求心）"), @"（基礎研究の根幹をなす、生命現象解明への探求心）");
        insta::assert_snapshot!(markdown_blocks("- 広報活動。\n 等"), @"広報活動。 / 等");
    }

    #[test]
    fn a_paragraph_of_markdown_stays_one_block_at_a_line_end_without_evidence() {
        assert_eq!(
            markdown_blocks("それは創薬再生\n医療基盤である。"),
            "それは創薬再生 / 医療基盤である。"
        );
        assert_eq!(markdown_blocks("創薬再生  \n医療基盤"), "創薬再生 / 医療基盤");
        assert_eq!(plain_blocks("創薬再生\n医療基盤").lines().count(), 2);
        for apart in ["主な取組\n（１）国際展開", "主な取組\n\n国際展開"] {
            assert_eq!(markdown_blocks(apart).lines().count(), 2, "{apart}");
        }
    }

    #[test]
    fn code_keeps_its_lines() {
        assert_eq!(markdown_blocks("```\nf(a,\n  b)\n```"), "f(a, / b)");
    }
}
