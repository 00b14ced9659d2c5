//! The levels of headings, rebuilt from their numbering.
//!
//! [`place`] is the way in. Marks of Markdown are a hint only: on slides `①` is once `##` and once
//! `#####`. What counts, in this order: the agenda names the chapters; （続き） and a number that follows
//! its sibling's have that heading's level; then the marks; then the usual order of numbering.

use crate::characters::skeleton;
use crate::draft::Draft;
use crate::repair::continued_headings;
use crate::structure::agenda;
use crate::structure::numbering::{Class, Label, label};
use shirabe_document::model::BlockKind;

/// Where a heading stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// 1 for the outermost.
    pub(crate) level: u8,
    /// The headings above it, outermost first, as positions among all headings.
    pub(crate) above: Vec<usize>,
    /// The heading that it goes on.
    pub(crate) continues: Option<usize>,
    /// The label as it is written.
    pub(crate) number: Option<String>,
}

/// Places every heading among the drafts, in their order; `title_at` is the draft with the document's
/// title, which is no heading of a section.
pub(crate) fn place(drafts: &[Draft], title_at: Option<usize>) -> Vec<Placed> {
    let chapters = agenda::chapters(drafts, title_at);
    let mut outline = Outline::default();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.kind == BlockKind::Heading && Some(at) != title_at {
            outline.push(&draft.text(), draft.mark_level, chapters.contains(&at));
        }
    }
    outline.placed
}

/// A heading under which the next may stand.
#[derive(Clone, Debug)]
struct Entry {
    /// Its position among all headings.
    nth: usize,
    /// Level by its mark; 0 for a chapter, so that no mark is above it.
    mark: Option<u8>,
    class: Option<Class>,
    ordinal: u32,
    /// はじめに and the like: nothing numbered stands under it.
    is_frame: bool,
}

#[derive(Default)]
struct Outline {
    placed: Vec<Placed>,
    texts: Vec<String>,
    open: Vec<Entry>,
    /// How each placed heading stood when it was placed.
    entries: Vec<Entry>,
    /// The first heading of the current chapter.
    chapter_start: usize,
}

impl Outline {
    fn push(&mut self, text: &str, mark: Option<u8>, is_chapter: bool) {
        let label = label(text);
        let mark = mark.or_else(|| self.mark_of_its_kind(label.as_ref()));
        let nth = self.placed.len();
        let continues = if is_chapter { None } else { self.continued(text, mark) };
        if is_chapter {
            self.open.clear();
            self.chapter_start = nth;
        } else if let Some(base) = continues {
            self.reopen_above(base);
        } else if let Some(keep) = self.siblings(label.as_ref(), mark) {
            self.open.truncate(keep);
        } else if let Some(mark) = mark {
            while self.open.last().is_some_and(|top| top.mark.is_none_or(|m| m >= mark)) {
                self.open.pop();
            }
        } else {
            let keep =
                if is_frame(text) { self.n_chapters() } else { self.keep_by_rank(label.as_ref()) };
            self.open.truncate(keep);
        }
        let above: Vec<usize> = self.open.iter().map(|entry| entry.nth).collect();
        let number = label.as_ref().map(|label| label.written.trim().to_owned());
        self.placed.push(Placed {
            level: u8::try_from(above.len() + 1).unwrap_or(u8::MAX),
            above,
            continues,
            number: number.filter(|number| !number.is_empty()),
        });
        let entry = Entry {
            nth,
            mark: if is_chapter { Some(0) } else { mark },
            class: label.as_ref().map(|label| label.class),
            ordinal: label.map_or(0, |label| label.ordinal),
            is_frame: is_frame(text),
        };
        self.entries.push(entry.clone());
        self.texts.push(skeleton(text));
        self.open.push(entry);
    }

    /// The heading that this one goes on: it says （続き）, or in a text without marks it repeats the
    /// heading before it.
    fn continued(&self, text: &str, mark: Option<u8>) -> Option<usize> {
        let placed = self.chapter_start..self.texts.len();
        let Some(base) = continued_headings::base(text) else {
            let last = placed.last()?;
            let repeats = mark.is_none() && self.texts.get(last) == Some(&skeleton(text));
            return repeats.then_some(last);
        };
        let base = skeleton(base);
        let nearest = placed.rev().take(MOST_HEADINGS_BACK);
        let is_same = |nth: &usize| self.texts.get(*nth) == Some(&base);
        let is_alike = |nth: &usize| {
            let same_mark = self.entries.get(*nth).is_some_and(|entry| entry.mark == mark);
            same_mark && self.texts.get(*nth).is_some_and(|text| agenda::share(&base, text) >= 0.7)
        };
        nearest.clone().find(is_same).or_else(|| nearest.clone().find(is_alike))
    }

    /// A line in 【 】 without a mark has the level of the one before that has a mark.
    fn mark_of_its_kind(&self, label: Option<&Label>) -> Option<u8> {
        let class = label.filter(|label| label.class.rank().is_none())?.class;
        let before = self.entries.iter().rev().take(MOST_HEADINGS_BACK);
        before.filter(|entry| entry.class == Some(class)).find_map(|entry| entry.mark)
    }

    fn reopen_above(&mut self, base: usize) {
        let above = self.placed.get(base).map(|placed| placed.above.clone()).unwrap_or_default();
        self.open = above.iter().filter_map(|nth| self.entries.get(*nth).cloned()).collect();
    }

    /// How many open headings stay above one whose number follows that of an open heading: `②` is a
    /// sibling of `①` whatever their marks. Without marks, any open heading of the class is a sibling.
    fn siblings(&self, label: Option<&Label>, mark: Option<u8>) -> Option<usize> {
        let label = label?;
        self.open.iter().rposition(|entry| {
            let follows = entry.ordinal > 0 && entry.ordinal + 1 == label.ordinal;
            let is_chapter = entry.mark == Some(0);
            entry.class == Some(label.class) && !is_chapter && (follows || mark.is_none())
        })
    }

    /// How many of the open headings are chapters of the agenda: the first or none.
    fn n_chapters(&self) -> usize {
        self.open.iter().filter(|entry| entry.mark == Some(0)).count()
    }

    /// How many open headings stay above one without a mark and without an open sibling.
    fn keep_by_rank(&self, label: Option<&Label>) -> usize {
        let Some(label) = label else {
            let sibling =
                self.open.iter().rposition(|entry| entry.class.is_none() && entry.mark != Some(0));
            return sibling.unwrap_or(self.open.len());
        };
        let Some(rank) = label.class.rank() else { return self.open.len() };
        let outranked = self.open.iter().position(|entry| {
            let rank_of_entry = entry.class.and_then(Class::rank);
            let is_below = rank_of_entry.is_some_and(|other| other >= rank);
            let is_unnumbered = rank_of_entry.is_none() && entry.mark != Some(0);
            is_below || is_unnumbered && (label.class.names_a_division() || entry.is_frame)
        });
        outranked.unwrap_or(self.open.len())
    }
}

/// （続き） is looked for among this many headings before it.
const MOST_HEADINGS_BACK: usize = 60;

/// Headings that stand before or behind the numbered ones.
const FRAMES: [&str; 14] = [
    "はじめに",
    "おわりに",
    "終わりに",
    "まえがき",
    "あとがき",
    "序",
    "序文",
    "前文",
    "目次",
    "概要",
    "要旨",
    "要約",
    "附則",
    "付則",
];

fn is_frame(text: &str) -> bool {
    FRAMES.contains(&skeleton(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    /// The headings of a Markdown text, indented by level; `|` before a heading without a mark.
    fn levels(headings: &[&str]) -> String {
        let drafts: Vec<Draft> = headings
            .iter()
            .map(|line| {
                let text = line.trim_start_matches('#').trim_start_matches('|').trim();
                let mut draft = Draft::new(BlockKind::Heading, Line::new(text, 1));
                let n = line.bytes().take_while(|b| *b == b'#').count() as u8;
                draft.mark_level = (n > 0).then_some(n);
                draft
            })
            .collect();
        let indent = |placed: &Placed, draft: &Draft| {
            let continues = placed.continues.map(|nth| format!(" ← {nth}")).unwrap_or_default();
            format!("{}{}{continues}", "  ".repeat(usize::from(placed.level) - 1), draft.text())
        };
        let placed = place(&drafts, None);
        placed.iter().zip(&drafts).map(|(p, d)| indent(p, d)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_number_that_follows_its_sibling_has_its_level_whatever_the_marks_say() {
        insta::assert_snapshot!(levels(&[
            "# 参考資料", "### 3. 対応方策", "#### (1) 基盤力の強化", "##### ① 基礎研究", "## ②人材育成", "### <研究環境の整備>",
            "### <人材の確保>", "### ③研究基盤", "#### <研究機器>", "## (2) 社会実装", "### (3) その他", "#### ① 研究費", "## 4. おわりに",
        ]), @r"
        参考資料
          3. 対応方策
            (1) 基盤力の強化
              ① 基礎研究
              ②人材育成
                <研究環境の整備>
                <人材の確保>
              ③研究基盤
                <研究機器>
            (2) 社会実装
            (3) その他
              ① 研究費
          4. おわりに
        ");
    }

    #[test]
    fn a_heading_that_goes_on_stands_beside_the_one_it_goes_on() {
        insta::assert_snapshot!(levels(&[
            "# 概要", "### 2. 在り方", "#### Curiosity", "#### Mission", "## 2. 在り方（続き）", "### Curiosity", "### 3. 対応方策",
        ]), @r"
        概要
          2. 在り方
            Curiosity
            Mission
          2. 在り方（続き） ← 1
            Curiosity
          3. 対応方策
        ");
    }

    #[test]
    fn without_marks_the_usual_order_of_numbers_counts() {
        insta::assert_snapshot!(levels(&[
            "|はじめに", "|第1章 総論", "|第1節 背景", "|1 現状", "|(1) 研究力", "|ア 論文数", "|イ 研究費", "|(2) 人材", "|2 課題", "|第2節 目的",
            "|第2章 各論", "|1 施策",
        ]), @r"
        はじめに
        第1章 総論
          第1節 背景
            1 現状
              (1) 研究力
                ア 論文数
                イ 研究費
              (2) 人材
            2 課題
          第2節 目的
        第2章 各論
          1 施策
        ");
    }

    #[test]
    fn without_marks_and_numbers_headings_are_siblings_and_a_repeated_one_goes_on() {
        insta::assert_snapshot!(levels(&["|ひとめでわかる！", "|ひとめでわかる！", "|＜疾患領域＞", "|国際展開の推進"]), @r"
        ひとめでわかる！
        ひとめでわかる！ ← 0
          ＜疾患領域＞
        国際展開の推進
        ");
    }
}
