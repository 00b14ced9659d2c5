//! How a quotation differs from the text, character by character: [`pieces`].
//!
//! Compared are the match forms, so that line ends and white space do not count; what is shown are the
//! characters of the draft and of the document.

use std::ops::Range;

use shirabe_text::{MatchForm, slice_chars};

use super::alignment::{Edit, edits};
use super::wording::Part;

/// A stretch that both have, or one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffPiece {
    /// Who has it.
    pub side: DiffSide,
    /// The characters.
    pub text: String,
}

/// Who has a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffSide {
    /// Quotation and document.
    Both,
    /// The quotation alone.
    Quotation,
    /// The document alone.
    Document,
}

/// How far a quotation differs, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Every character is the same.
    None,
    /// Width, case, old kanji and the like, which exact search does not see either.
    Notation,
    /// The same words in another spelling.
    Spelling,
    /// Other words.
    Wording,
}

/// The differences between `part` and the stretch `found` of the form of `text`.
pub(crate) fn pieces(
    part: &Part,
    text: &str,
    form: &MatchForm,
    found: Range<usize>,
) -> Vec<DiffPiece> {
    let theirs: Vec<char> = form.as_str().chars().skip(found.start).take(found.len()).collect();
    let mut writer = Writer {
        ours: Side::new(&part.text, &part.form, 0),
        theirs: Side::new(text, form, found.start),
        pieces: Vec::new(),
    };
    for edit in edits(&part.folded, &theirs) {
        writer.write(edit);
    }
    writer.pieces
}

/// Whether every character is the same.
pub(crate) fn are_equal(pieces: &[DiffPiece]) -> bool {
    pieces.iter().all(|piece| piece.side == DiffSide::Both)
}

/// One of the two texts, walked along its form.
struct Side<'a> {
    text: &'a str,
    form: &'a MatchForm,
    at: usize,
    /// Up to where the text has been written.
    written: usize,
}

impl<'a> Side<'a> {
    fn new(text: &'a str, form: &'a MatchForm, at: usize) -> Side<'a> {
        let written = form.text_range(at..at + 1).start;
        Side { text, form, at, written }
    }

    /// The characters behind the next one of the form; nothing inside a cluster such as ㈱.
    fn next(&mut self) -> &'a str {
        let range = self.form.text_range(self.at..self.at + 1);
        self.at += 1;
        if range.end <= self.written {
            return "";
        }
        let start = range.start.max(self.written);
        self.written = range.end;
        slice_chars(self.text, start..range.end)
    }
}

struct Writer<'a> {
    ours: Side<'a>,
    theirs: Side<'a>,
    pieces: Vec<DiffPiece>,
}

impl Writer<'_> {
    fn write(&mut self, edit: Edit) {
        let ours = if edit == Edit::Insert { "" } else { self.ours.next() };
        let theirs = if edit == Edit::Delete { "" } else { self.theirs.next() };
        if ours == theirs {
            self.push(DiffSide::Both, ours);
        } else {
            self.push(DiffSide::Quotation, ours);
            self.push(DiffSide::Document, theirs);
        }
    }

    /// Neighbours of one side become one piece; between two common stretches the quotation's side
    /// comes first.
    fn push(&mut self, side: DiffSide, text: &str) {
        if text.is_empty() {
            return;
        }
        let n = self.pieces.len();
        let at = match (side, self.pieces.last().map(|last| last.side)) {
            (_, Some(last)) if last == side => Some(n - 1),
            (DiffSide::Quotation, Some(DiffSide::Document)) => {
                let before = n.checked_sub(2).filter(|at| self.pieces[*at].side == side);
                if before.is_none() {
                    let piece = DiffPiece { side, text: text.to_owned() };
                    self.pieces.insert(n - 1, piece);
                    return;
                }
                before
            }
            _ => None,
        };
        match at {
            Some(at) => self.pieces[at].text.push_str(text),
            None => self.pieces.push(DiffPiece { side, text: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use shirabe_text::Folding;

    use super::*;

    /// What only the quotation has as [-…-], what only the document has as {+…+}.
    fn shown(quotation: &str, document: &str) -> String {
        let form = MatchForm::of(document, Folding::Standard);
        let all = 0..form.len_chars();
        let pieces = pieces(&Part::whole(quotation), document, &form, all).into_iter();
        let pieces = pieces.map(|piece| match piece.side {
            DiffSide::Both => piece.text,
            DiffSide::Quotation => format!("[-{}-]", piece.text),
            DiffSide::Document => format!("{{+{}+}}", piece.text),
        });
        pieces.collect()
    }

    #[test]
    fn one_word_changed_is_shown_as_one_change() {
        insta::assert_snapshot!(shown("研究体制の整備", "研究環境の整備"), @"研究[-体制-]{+環境+}の整備");
        insta::assert_snapshot!(shown("取り組みの強化", "取組の強化"), @"取[-り-]組[-み-]の強化");
        insta::assert_snapshot!(shown("の整備", "の更なる整備"), @"の{+更なる+}整備");
    }

    #[test]
    fn line_ends_and_spaces_make_no_difference() {
        assert_eq!(shown("研究開発の推進", "研究開\n発の 推進"), "研究開発の推進");
    }

    #[test]
    fn another_notation_is_shown() {
        insta::assert_snapshot!(shown("130件の国", "１３０件の國"), @"[-130-]{+１３０+}件の[-国-]{+國+}");
        insta::assert_snapshot!(shown("(株)日本", "㈱日本"), @"[-(株)-]{+㈱+}日本");
    }
}
