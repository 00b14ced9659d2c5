//! Lines with tabs become table rows.

use crate::draft::{Draft, Ledger, Line};
use crate::structure::numbering::{after_label, label};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Turns every run of two or more lines with tabs into rows with as many cells each; empty first cells
/// are filled from above, and rows that hold two records side by side are split.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let is_text = matches!(draft.kind, BlockKind::Paragraph) && draft.depth == 0;
        if !is_text || !draft.lines.iter().any(|line| line.text.contains('\t')) {
            out.push(draft);
            continue;
        }
        let empty = Draft { lines: Vec::new(), ..draft.clone() };
        let mut run: Vec<Line> = Vec::new();
        let mut rest = empty.clone();
        for line in draft.lines {
            if is_row(&line.text) {
                flush_text(&mut rest, &empty, &mut out);
                run.push(line);
            } else {
                flush_rows(&mut run, &empty, &mut out, &mut rest, ledger);
                rest.lines.push(line);
            }
        }
        flush_rows(&mut run, &empty, &mut out, &mut rest, ledger);
        flush_text(&mut rest, &empty, &mut out);
    }
    out
}

/// A line with a tab between cells. `（１）⇥シーズ` is an item whose number is set off.
fn is_row(line: &str) -> bool {
    let cells: Vec<&str> = line.trim_end().split('\t').collect();
    let is_item = cells.len() == 2
        && label(line).is_some_and(|label| {
            !label.written.is_empty() && Some(&after_label(line, &label)) == cells.last()
        });
    cells.len() >= 2 && cells.iter().any(|cell| !cell.trim().is_empty()) && !is_item
}

fn flush_text(rest: &mut Draft, empty: &Draft, out: &mut Vec<Draft>) {
    if !rest.lines.is_empty() {
        out.push(std::mem::replace(rest, empty.clone()));
    }
}

fn flush_rows(
    run: &mut Vec<Line>,
    empty: &Draft,
    out: &mut Vec<Draft>,
    rest: &mut Draft,
    ledger: &mut Ledger,
) {
    if run.len() < 2 {
        rest.lines.append(run);
        return;
    }
    flush_text(rest, empty, out);
    for (nth, row) in Table::read(std::mem::take(run)).rows(ledger).into_iter().enumerate() {
        let mut draft = Draft { lines: vec![row.line], ..empty.clone() };
        draft.kind = if row.is_header { BlockKind::TableHeader } else { BlockKind::TableRow };
        if nth > 0 {
            draft.n_blank_before = 0;
        }
        out.push(draft);
    }
}

struct Row {
    line: Line,
    is_header: bool,
}

struct Table {
    rows: Vec<(Vec<String>, Line)>,
    n_columns: usize,
}

impl Table {
    fn read(lines: Vec<Line>) -> Table {
        let cells =
            |line: &Line| line.text.split('\t').map(|cell| cell.trim().to_owned()).collect();
        let mut rows: Vec<(Vec<String>, Line)> =
            lines.into_iter().map(|l| (cells(&l), l)).collect();
        let is_used = |row: &(Vec<String>, Line)| row.0.iter().rposition(|cell| !cell.is_empty());
        let n_columns = rows.iter().filter_map(is_used).max().map_or(0, |last| last + 1);
        for (cells, _) in &mut rows {
            cells.resize(n_columns, String::new());
        }
        Table { rows, n_columns }
    }

    fn rows(mut self, ledger: &mut Ledger) -> Vec<Row> {
        let has_header = self.has_header();
        if !has_header {
            self.fill_down(ledger);
        }
        let holds_pairs = !has_header && self.holds_two_records_a_row();
        let mut out = Vec::new();
        for (nth, (cells, line)) in self.rows.into_iter().enumerate() {
            let is_header = has_header && nth == 0;
            let at = || Line { text: String::new(), at: line.at.clone(), ends_hard: true };
            match cells.as_slice() {
                [group, first @ .., _, _] if holds_pairs => {
                    let second = cells.get(cells.len() - 2..).unwrap_or_default();
                    let texts = [first, second].map(|record| with_group(group, record));
                    let texts: Vec<String> = texts.into_iter().flatten().collect();
                    if texts.len() > 1 {
                        ledger.change(
                            &rules::TAB_TABLES,
                            line.at.clone(),
                            &line_text(&cells),
                            &texts.join("\n"),
                        );
                    }
                    out.extend(
                        texts
                            .into_iter()
                            .map(|text| Row { line: Line { text, ..at() }, is_header }),
                    );
                }
                _ => out.push(Row { line: Line { text: line_text(&cells), ..at() }, is_header }),
            }
        }
        out
    }

    fn has_header(&self) -> bool {
        let texts: Vec<Vec<String>> = self.rows.iter().map(|(cells, _)| cells.clone()).collect();
        first_row_names_columns(&texts)
    }

    /// A cell that spans rows is written in the first of them only.
    fn fill_down(&mut self, ledger: &mut Ledger) {
        let mut above = String::new();
        for (cells, line) in &mut self.rows {
            let before = line_text(cells);
            let Some((first, others)) = cells.split_first_mut() else { continue };
            if !first.is_empty() {
                above.clone_from(first);
            } else if !above.is_empty() && others.iter().any(|cell| !cell.is_empty()) {
                first.clone_from(&above);
                ledger.change(&rules::TAB_TABLES, line.at.clone(), &before, &line_text(cells));
            }
        }
    }

    /// 構成員 ⇥ 名前 ⇥ 役職 ⇥ 名前 ⇥ 役職: five columns, the second and fourth all short, the third and
    /// fifth longer.
    fn holds_two_records_a_row(&self) -> bool {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|(cells, _)| cells.get(column));
            let used: Vec<usize> =
                cells.filter(|cell| !cell.is_empty()).map(|cell| cell.chars().count()).collect();
            (used.iter().sum::<usize>(), used.len().max(1), used.iter().max().copied().unwrap_or(0))
        };
        let [_, (_, _, a), (b, n_b, _), (_, _, c), (d, n_d, _)] = [0, 1, 2, 3, 4].map(width);
        let groups_repeat = self.rows.windows(2).any(|two| two[0].0.first() == two[1].0.first());
        self.n_columns == 5 && groups_repeat && a <= 10 && c <= 10 && b / n_b > a && d / n_d > c
    }
}

/// The first row names the columns if its cells are short, different, without digits, and some column
/// below is of another kind.
pub(crate) fn first_row_names_columns(rows: &[Vec<String>]) -> bool {
    let Some((head, below)) = rows.split_first() else { return false };
    let is_name = |cell: &String| {
        (1..=12).contains(&cell.chars().count()) && !cell.chars().any(char::is_numeric)
    };
    let differs = |column: usize| {
        let name = head.get(column).map_or(0, |cell| cell.chars().count());
        let cells = below.iter().filter_map(|cells| cells.get(column));
        let n_other = cells
            .filter(|cell| {
                cell.chars().any(char::is_numeric) || cell.chars().count() > name * 2 + 2
            })
            .count();
        n_other * 2 > below.len()
    };
    let mut sorted: Vec<&String> = head.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    head.iter().all(is_name) && sorted.len() == head.len() && (0..head.len()).any(differs)
}

fn line_text(cells: &[String]) -> String {
    cells.join("\t").trim_end().to_owned()
}

fn with_group(group: &str, record: &[String]) -> Option<String> {
    let is_empty = record.iter().all(String::is_empty);
    (!is_empty).then(|| format!("{group}\t{}", line_text(record)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> String {
        let mut draft = Draft::new(BlockKind::Paragraph, Line::new(lines[0], 1));
        draft.lines.extend(lines.iter().zip(1..).skip(1).map(|(line, n)| Line::new(*line, n)));
        let mut ledger = Ledger::default();
        let show =
            |draft: &Draft| format!("{}: {}", draft.kind.as_str(), draft.text().replace('\t', "|"));
        let drafts: Vec<String> = repair(vec![draft], &mut ledger).iter().map(show).collect();
        let repairs = ledger.repairs.iter().map(|r| {
            format!("  {} → {}", r.before, r.after).replace('\t', "|").replace('\n', " / ")
        });
        drafts.into_iter().chain(repairs).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_first_cell_is_filled_down_and_two_people_a_row_become_two_rows() {
        let lines = [
            "座長\t村井 英樹\t内閣官房副長官\t\t",
            "構成員\t岩崎 真人\t前武田薬品工業株式会社代表取締役\t藤原 康弘\t独立行政法人医薬品医療機器総合機構理事長",
            "\t岩崎 甫\t山梨大学副学長・融合研究臨床応用推進センター長\t牧 兼充\t早稲田大学大学院経営管理研究科准教授",
        ];
        insta::assert_snapshot!(rows(&lines), @r"
        table-row: 座長|村井 英樹|内閣官房副長官
        table-row: 構成員|岩崎 真人|前武田薬品工業株式会社代表取締役
        table-row: 構成員|藤原 康弘|独立行政法人医薬品医療機器総合機構理事長
        table-row: 構成員|岩崎 甫|山梨大学副学長・融合研究臨床応用推進センター長
        table-row: 構成員|牧 兼充|早稲田大学大学院経営管理研究科准教授
          |岩崎 甫|山梨大学 → 構成員|岩崎 甫|山梨大学
          業株式会社代表取締役|藤原 康弘|独立行 → 業株式会社代表取締役 / 構成員|藤原 康弘|独立行
          床応用推進センター長|牧 兼充|早稲田大 → 床応用推進センター長 / 構成員|牧 兼充|早稲田大
        ");
    }

    #[test]
    fn a_row_of_short_names_is_the_head_of_the_table() {
        let lines = [
            "回数\t日付\t議事",
            "第1回\t令和5年12月27日(水)\t・構成員プレゼンテーション",
            "第2回\t令和6年2月8日(木)\t・同上",
        ];
        insta::assert_snapshot!(rows(&lines), @r"
        table-header: 回数|日付|議事
        table-row: 第1回|令和5年12月27日(水)|・構成員プレゼンテーション
        table-row: 第2回|令和6年2月8日(木)|・同上
        ");
    }

    #[test]
    fn a_row_of_data_is_no_head() {
        let lines = ["東京\t100\t", "大阪\t200", "京都\t300\t注"];
        insta::assert_snapshot!(rows(&lines), @r"
        table-row: 東京|100
        table-row: 大阪|200
        table-row: 京都|300|注
        ");
    }

    #[test]
    fn one_line_with_a_tab_or_numbered_items_are_no_table() {
        insta::assert_snapshot!(rows(&["件名\t医療研究開発の推進", "本文が続く。"]), @r"
        paragraph: 件名|医療研究開発の推進
        本文が続く。
        ");
        insta::assert_snapshot!(rows(&["（１）\tシーズ", "（２）\t治験"]), @r"
        paragraph: （１）|シーズ
        （２）|治験
        ");
    }
}
