//! A section of the size of a book is cut into parts at the borders of its paragraphs.

use crate::draft::{Draft, Line};

/// A part is full at this length, in characters.
/// Not measured.
const PART: usize = 4_000;
/// Shorter sections stay whole.
/// Not measured.
const LONGEST: usize = 6_000;

/// The section's blocks in parts of about 4,000 characters.
pub(crate) fn parts(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let n_chars =
        |draft: &Draft| -> usize { draft.lines.iter().map(|l| l.text.chars().count() + 1).sum() };
    if drafts.iter().map(n_chars).sum::<usize>() <= LONGEST {
        return vec![drafts];
    }
    let mut parts: Vec<Vec<Draft>> = vec![Vec::new()];
    let mut n_in_part = 0;
    for draft in drafts.into_iter().flat_map(pieces) {
        let n = n_chars(&draft);
        if n_in_part + n > PART && n_in_part > 0 && !draft.is_table_row() || n_in_part > LONGEST {
            parts.push(Vec::new());
            n_in_part = 0;
        }
        n_in_part += n;
        if let Some(part) = parts.last_mut() {
            part.push(draft);
        }
    }
    parts
}

/// A paragraph of more than a part, cut after full stops, at worst anywhere.
fn pieces(draft: Draft) -> Vec<Draft> {
    if draft.lines.iter().all(|line| line.text.len() <= PART * 3) && draft.lines.len() < 400 {
        return vec![draft];
    }
    let mut pieces: Vec<Draft> = Vec::new();
    let empty = Draft { lines: Vec::new(), ..draft.clone() };
    let mut piece = empty.clone();
    let mut n_in_piece = 0;
    for line in draft.lines {
        for text in stretches(&line.text) {
            let n = text.chars().count();
            if n_in_piece + n > PART && n_in_piece > 0 {
                pieces.push(std::mem::replace(&mut piece, empty.clone()));
                n_in_piece = 0;
            }
            n_in_piece += n;
            piece.lines.push(Line { text, at: line.at.clone(), ends_hard: true });
        }
    }
    pieces.push(piece);
    pieces
}

/// Stretches of at most a part's length that end at the last full stop in it.
fn stretches(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut stretch = String::new();
    let (mut n_chars, mut last_stop) = (0, 0);
    for c in text.chars() {
        stretch.push(c);
        n_chars += 1;
        if matches!(c, '。' | '！' | '？' | '\t' | ' ' | '\u{3000}') {
            last_stop = stretch.len();
        }
        if n_chars >= PART {
            let rest = stretch.split_off(if last_stop > 0 { last_stop } else { stretch.len() });
            n_chars = rest.chars().count();
            out.push(std::mem::replace(&mut stretch, rest));
            last_stop = 0;
        }
    }
    if !stretch.is_empty() || out.is_empty() {
        out.push(stretch);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use shirabe_document::model::BlockKind;

    fn draft(text: &str) -> Draft {
        Draft::new(BlockKind::Paragraph, Line::new(text, 1))
    }

    fn lengths(drafts: Vec<Draft>) -> Vec<usize> {
        let n = |part: &Vec<Draft>| part.iter().map(|d| d.text().chars().count()).sum();
        parts(drafts).iter().map(n).collect()
    }

    #[test]
    fn a_long_section_is_cut_between_paragraphs() {
        let drafts = vec![draft(&"あ".repeat(1_500)); 6];
        assert_eq!(lengths(drafts), [3_000, 3_000, 3_000]);
        assert_eq!(lengths(vec![draft(&"あ".repeat(1_500)); 3]), [4_500]);
    }

    #[test]
    fn a_paragraph_without_end_is_cut_after_full_stops_or_anywhere() {
        assert_eq!(
            lengths(vec![draft(&format!("{}。", "あ".repeat(2_999)).repeat(3))]),
            [3_000, 3_000, 3_000]
        );
        assert_eq!(lengths(vec![draft(&"あ".repeat(9_000))]), [4_000, 4_000, 1_000]);
    }
}
