//! What is left of a figure, short labels one after the other, becomes one block.

use crate::draft::{Draft, Ledger, Line};
use crate::structure::sentences::{ends_finished, starts_anew};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Longest label of a figure, in characters.
/// Measured: 13 and 25 change nothing.
const LONGEST_LABEL: usize = 18;
/// Fewest lines that make a figure.
/// Measured: 3 and 6 change nothing.
const FEWEST_LINES: usize = 4;

/// Makes one block of every run of short paragraphs; names and values that alternate come in pairs.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut run: Vec<Draft> = Vec::new();
    for draft in drafts {
        if is_fragment(&draft) {
            run.push(draft);
        } else {
            flush(&mut run, &mut out, ledger);
            out.push(draft);
        }
    }
    flush(&mut run, &mut out, ledger);
    out
}

fn is_fragment(draft: &Draft) -> bool {
    draft.kind == BlockKind::Paragraph
        && draft.depth == 0
        && draft.lines.iter().all(|line| {
            line.text.trim().chars().count() <= LONGEST_LABEL
                && !ends_finished(&line.text)
                && !starts_anew(&line.text)
        })
}

fn flush(run: &mut Vec<Draft>, out: &mut Vec<Draft>, ledger: &mut Ledger) {
    let n_lines: usize = run.iter().map(|draft| draft.lines.len()).sum();
    if n_lines < FEWEST_LINES || run.len() < 3 {
        out.append(run);
        return;
    }
    let drafts = std::mem::take(run);
    let texts: Vec<String> = drafts.iter().map(Draft::text).collect();
    let mut lines: Vec<Line> = Vec::new();
    let comes_in_pairs = alternates(&drafts);
    let mut all = drafts.into_iter();
    let Some(mut figure) = all.next() else { return };
    lines.append(&mut figure.lines);
    for (nth, draft) in all.enumerate() {
        figure.has_picture |= draft.has_picture;
        match lines.last_mut() {
            Some(name) if comes_in_pairs && nth % 2 == 0 => {
                name.text = format!("{} {}", name.text.trim(), draft.text().trim());
                name.at.end = draft.at().end;
            }
            _ => lines.extend(draft.lines),
        }
    }
    figure.kind = BlockKind::Diagram;
    figure.lines = lines;
    ledger.change(&rules::DIAGRAMS, figure.at(), &texts.join("\n\n"), &figure.text());
    out.push(figure);
}

/// 件数, 4機関程度, 交付先, AMEDを通じて…: every other label is a word of at most four characters.
fn alternates(drafts: &[Draft]) -> bool {
    let n_chars = |draft: &Draft| draft.text().trim().chars().count();
    let (pairs, rest) = drafts.as_chunks::<2>();
    rest.is_empty()
        && drafts.iter().all(|draft| draft.lines.len() == 1)
        && pairs.iter().all(|[name, value]| n_chars(name) <= 4 && n_chars(value) > n_chars(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(paragraphs: &[&str]) -> String {
        let drafts = paragraphs.iter().zip(1..).map(|(paragraph, number)| {
            let mut lines = paragraph.lines().map(|line| Line::new(line, number));
            let mut draft = Draft::new(BlockKind::Paragraph, lines.next().unwrap());
            draft.lines.extend(lines);
            draft
        });
        let out = repair(drafts.collect(), &mut Ledger::default());
        let show = |d: &Draft| format!("{}: {}", d.kind.as_str(), d.text().replace('\n', " / "));
        out.iter().map(show).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn names_and_values_of_a_figure_come_in_pairs() {
        insta::assert_snapshot!(blocks(&["件数", "4機関程度", "交付先", "AMEDを通じて大学等を支援"]), @"diagram: 件数 4機関程度 / 交付先 AMEDを通じて大学等を支援");
    }

    #[test]
    fn labels_of_a_figure_are_one_block() {
        let labels = [
            "研究費",
            "研究環境改善に係る組織的コミット\n機関としての取組も支援",
            "支援を最大限活用して研究成果を創出",
        ];
        insta::assert_snapshot!(blocks(&labels), @"diagram: 研究費 / 研究環境改善に係る組織的コミット / 機関としての取組も支援 / 支援を最大限活用して研究成果を創出");
    }

    #[test]
    fn a_few_short_lines_are_no_figure() {
        insta::assert_snapshot!(blocks(&["事業実施期間", "～令和9年度", "目指す姿"]), @r"
        paragraph: 事業実施期間
        paragraph: ～令和9年度
        paragraph: 目指す姿
        ");
    }
}
