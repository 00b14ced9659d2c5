//! Headings of a text without marks: 公用文 numbering, ＜ ＞ and 【 】, short lines before a paragraph.
//!
//! A false heading is worse than a missed one: it cuts a section in two and puts words into the path of
//! every hit below.

use std::collections::{BTreeMap, BTreeSet};

use crate::characters::{columns, is_kana, is_kanji, is_letter, skeleton};
use crate::dates::is_date;
use crate::draft::{Draft, Ledger};
use crate::structure::measure::Measure;
use crate::structure::numbering::{Class, Label, after_label, label};
use crate::structure::sentences::{
    Continuation, Ending, ending, ends_finished, goes_on, starts_anew,
};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Longest heading in characters.
/// Not measured.
const LONGEST: usize = 42;

/// Finds headings. Where the document marks its headings, only whole lines in ＜ ＞ or 【 】 are looked at.
pub(crate) fn repair(drafts: &mut [Draft], measure: &Measure, ledger: &mut Ledger) {
    let is_marked = drafts.iter().any(|draft| draft.mark_level.is_some());
    let labels: Vec<Option<Label>> = drafts.iter().map(|draft| label(first_line(draft))).collect();
    let mut found: Vec<bool> = Vec::with_capacity(drafts.len());
    let frequent = frequent_lines(drafts);
    for at in 0..drafts.len() {
        let place =
            Place { drafts, labels: &labels, found: &found, frequent: &frequent, at, measure };
        found.push(if is_marked { place.is_enclosed() } else { place.is_heading() });
    }
    keep_what_leads_to_text(drafts, &labels, &mut found);
    for (draft, is_heading) in drafts.iter_mut().zip(found) {
        if is_heading {
            draft.kind = BlockKind::Heading;
            draft.depth = 0;
            let text = draft.text();
            ledger.change(&rules::UNMARKED_HEADINGS, draft.at(), &text, &text);
        }
    }
}

/// Of headings that follow each other without text between, as in a table of contents, only the last
/// few count that lead down to the text: 第1章, 第1節, text.
fn keep_what_leads_to_text(drafts: &[Draft], labels: &[Option<Label>], found: &mut [bool]) {
    let rank = |at: usize| {
        let class = labels.get(at).and_then(Option::as_ref).map(|label| label.class);
        class.map_or(Some(200), |class| class.rank().or(Some(190)))
    };
    let mut leads = false;
    for at in (0..drafts.len()).rev() {
        if !found.get(at).copied().unwrap_or(false) {
            leads = true;
            continue;
        }
        let below_is_heading = found.get(at + 1).copied().unwrap_or(false);
        let is_above = rank(at) < rank(at + 1);
        let is_last = at + 1 == drafts.len();
        leads = leads && !is_last && (!below_is_heading || is_above);
        if !leads && let Some(found) = found.get_mut(at) {
            *found = false;
        }
    }
}

/// Words that are headings wherever they stand alone before a paragraph.
const USUAL: [&str; 22] = [
    "附則",
    "付則",
    "前文",
    "序文",
    "目的",
    "趣旨",
    "背景",
    "経緯",
    "概要",
    "現状",
    "課題",
    "対象",
    "方針",
    "結論",
    "提言",
    "まとめ",
    "はじめに",
    "おわりに",
    "終わりに",
    "まえがき",
    "あとがき",
    "参考",
];

struct Place<'a> {
    drafts: &'a [Draft],
    labels: &'a [Option<Label>],
    found: &'a [bool],
    frequent: &'a BTreeSet<String>,
    at: usize,
    measure: &'a Measure,
}

impl Place<'_> {
    fn draft(&self) -> &Draft {
        &self.drafts[self.at]
    }

    fn before(&self) -> Option<&Draft> {
        self.at.checked_sub(1).and_then(|at| self.drafts.get(at))
    }

    fn after(&self) -> Option<&Draft> {
        self.drafts.get(self.at + 1)
    }

    fn label(&self) -> Option<&Label> {
        self.labels.get(self.at).and_then(Option::as_ref)
    }

    fn is_heading(&self) -> bool {
        let is_text = matches!(self.draft().kind, BlockKind::Paragraph | BlockKind::ListItem);
        if !is_text || self.draft().only_line().is_none() {
            return false;
        }
        match self.label() {
            Some(label) if label.written.is_empty() => self.is_enclosed(),
            Some(label) => self.is_numbered_heading(label),
            None => self.draft().kind == BlockKind::Paragraph && self.is_short_line(),
        }
    }

    /// ＜疾患領域に関連した研究開発＞ alone on its line, with something under it.
    fn is_enclosed(&self) -> bool {
        let draft = self.draft();
        let line = draft.only_line().unwrap_or_default();
        draft.kind == BlockKind::Paragraph
            && draft.depth == 0
            && self.label().is_some_and(|label| label.written.is_empty())
            && line.trim().chars().count() <= LONGEST
            && !line.contains('。')
            && self.after().is_some()
    }

    fn is_numbered_heading(&self, label: &Label) -> bool {
        let line = first_line(self.draft()).trim();
        let text = after_label(line, label);
        let n_chars = text.chars().count();
        let says_what = text.chars().filter(|c| is_kanji(*c) || is_kana(*c)).count() >= 2;
        let is_short = n_chars <= if label.class.names_a_division() { 60 } else { LONGEST };
        if !is_short || ends_finished(line) || ending(line) == Ending::Open || leads_to_a_page(line)
        {
            return false;
        }
        if label.class.names_a_division() {
            return self.after().is_some();
        }
        says_what
            && !text.contains(['：', ':', '。', '※'])
            && !matches!(label.class, Class::Article | Class::HalfParenthesised)
            && !self.stands_in_a_list(label)
            && self.is_followed_by_text()
    }

    /// Whether the line before or after has a label of the same class: then they are items.
    fn stands_in_a_list(&self, label: &Label) -> bool {
        let is_sibling = |at: Option<usize>| {
            let other = at.and_then(|at| self.labels.get(at)).and_then(Option::as_ref);
            other.is_some_and(|other| other.class == label.class)
        };
        is_sibling(self.at.checked_sub(1)) || is_sibling(Some(self.at + 1))
    }

    fn is_followed_by_text(&self) -> bool {
        self.after().is_some_and(|after| {
            matches!(after.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Note)
                || after.is_table_row()
        })
    }

    fn is_followed_by_prose(&self) -> bool {
        self.after().is_some_and(|after| {
            let text = after.text();
            after.kind == BlockKind::Paragraph
                && (ends_finished(&text) || columns(&text) >= 80)
                && columns(&text) >= 30
        })
    }

    /// Whether the line before was cut off, so that this one may be its rest.
    fn goes_on_from_before(&self) -> bool {
        self.before().is_some_and(|before| {
            let text = before.text();
            let had_no_room = self.measure.has_no_room(before.last_columns, 2);
            !ends_finished(&text) && (ending(&text) != Ending::Closed || had_no_room)
        })
    }

    fn is_short_line(&self) -> bool {
        let line = first_line(self.draft()).trim();
        let bare = skeleton(line);
        let is_usual = USUAL.contains(&bare.as_str());
        if !is_usual && (!reads_like_a_heading(line) || self.frequent.contains(&bare)) {
            return false;
        }
        let draft = self.draft();
        let is_short = !self.measure.is_long(columns(line));
        let stands_apart = draft.n_blank_before > 0 || draft.starts_box || self.at == 0;
        if is_short && stands_apart && self.is_followed_by_prose() {
            return true;
        }
        let follows_heading = self.found.last().copied().unwrap_or(false);
        if is_short && draft.starts_box && self.after().is_some() && !self.goes_on_from_before() {
            return !follows_heading;
        }
        let sentence_ended = self.before().is_none_or(|before| {
            !self.measure.is_long(before.last_columns) || ends_finished(&before.text())
        });
        let opens_a_page = draft.follows_page_mark && sentence_ended;
        opens_a_page
            && self.after().is_some_and(|after| {
                after.n_blank_before > 0 || first_line(after).starts_with(['～', '〜'])
            })
    }
}

/// Short lines that stand in the document four times or more: 「ページトップへ戻る」 and other furniture.
fn frequent_lines(drafts: &[Draft]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in drafts.iter().filter_map(Draft::only_line) {
        if line.trim().chars().count() <= LONGEST {
            *counts.entry(skeleton(line)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= 4).map(|(line, _)| line).collect()
}

fn first_line(draft: &Draft) -> &str {
    draft.lines.first().map_or("", |line| line.text.as_str())
}

/// Short, of words, not a sentence, not a part of one, no date and no amount.
fn reads_like_a_heading(line: &str) -> bool {
    let n_japanese = line.chars().filter(|c| is_kanji(*c) || is_kana(*c)).count();
    let n_letters = line.chars().filter(|c| is_letter(*c) && !c.is_numeric()).count();
    let n_chars = line.chars().count();
    let is_question = line.ends_with(['？', '！', '?', '!']);
    (4..=LONGEST).contains(&n_chars)
        && n_japanese >= 2
        && n_letters * 2 >= n_chars
        && (is_question || !ends_finished(line))
        && ending(line) != Ending::Open
        && !line.contains(['。', '：', '※', '\t', '→'])
        && !line.ends_with(['、', '，'])
        && !starts_anew(line)
        && goes_on(line) == Continuation::Unknown
        && !is_date(line)
}

/// A line of a table of contents: leaders, or a page number set off at the end.
fn leads_to_a_page(line: &str) -> bool {
    let has_leaders =
        ["……", "・・・", "....", "．．．", "‥‥"].iter().any(|leaders| line.contains(leaders));
    let mut parts = line.rsplitn(2, [' ', '\u{3000}', '\t', '…']);
    let last = parts.next().unwrap_or_default();
    let ends_in_number =
        !last.is_empty() && last.chars().all(char::is_numeric) && parts.next().is_some();
    has_leaders || ends_in_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::plain;

    /// The blocks of a plain text, headings marked with #.
    fn headings(text: &str) -> String {
        let mut ledger = Ledger::default();
        let measure = Measure::of(text.lines());
        let mut drafts =
            crate::repair::soft_breaks::repair(plain::drafts(text), &measure, &mut ledger);
        crate::repair::list_marks::repair(&mut drafts, &mut ledger);
        repair(&mut drafts, &measure, &mut ledger);
        let show = |d: &Draft| {
            let text: String = d.text().chars().take(14).collect();
            if d.kind == BlockKind::Heading { format!("# {text}") } else { text }
        };
        drafts.iter().map(show).collect::<Vec<_>>().join("\n")
    }

    const PROSE: &str =
        "医療分野の研究開発の中核的な役割を担う機関として、基礎から実用化までを支える。";

    #[test]
    fn numbers_short_lines_and_brackets_over_text_are_headings() {
        let text = "第１　趣旨\n\nPROSE\n\n１　背景\n\nPROSE\n\n（１）研究開発の現状\nPROSE\n\n国際展開の推進\n\nPROSE\n\n＜疾患領域＞\n\nPROSE";
        insta::assert_snapshot!(headings(&text.replace("PROSE", PROSE)), @r"
        # 第１　趣旨
        医療分野の研究開発の中核的な
        # １　背景
        医療分野の研究開発の中核的な
        # （１）研究開発の現状
        医療分野の研究開発の中核的な
        # 国際展開の推進
        医療分野の研究開発の中核的な
        # ＜疾患領域＞
        医療分野の研究開発の中核的な
        ");
    }

    #[test]
    fn lists_and_tables_of_contents_are_no_headings() {
        let text = "目次\n第1章 総論 …… 3\n第2章 各論 …… 9\n\n第1章\n第1節\n第2章\n第1節 課題\n\nPROSE\n\n1. 検討の経緯\n2. 今後の進め方\n3. その他の論点\n\nPROSE";
        insta::assert_snapshot!(headings(&text.replace("PROSE", PROSE)), @r"
        目次
        第1章 総論 …… 3
        第2章 各論 …… 9
        第1章
        第1節
        # 第2章
        # 第1節 課題
        医療分野の研究開発の中核的な
        1. 検討の経緯
        2. 今後の進め方
        3. その他の論点
        医療分野の研究開発の中核的な
        ");
    }

    #[test]
    fn names_dates_sentences_and_values_are_no_headings() {
        let text = "中釜斉 理事長\n\n令和８年２月６日\n\nPROSE\n\n設立11年目です。\n\nPROSE\n\n導出数：130件\n\nPROSE\n\nそのほかにも、\n\nPROSE";
        insta::assert_snapshot!(headings(&text.replace("PROSE", PROSE)), @r"
        中釜斉 理事長
        令和８年２月６日
        医療分野の研究開発の中核的な
        設立11年目です。
        医療分野の研究開発の中核的な
        導出数：130件
        医療分野の研究開発の中核的な
        そのほかにも、
        医療分野の研究開発の中核的な
        ");
    }
}
