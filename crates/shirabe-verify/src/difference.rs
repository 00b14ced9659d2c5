//! How a quotation differs from the text: [`compare`].
//!
//! Compared are the match forms, so that line ends and white space do not count; what is shown are the
//! characters of the draft and of the document. No word of the document and no number is torn by a
//! difference, but for an omission, which begins and ends where the draft's author cut.

use std::ops::Range;

use shirabe_japanese::numerals::is_numeral;
use shirabe_japanese::{is_hiragana, is_kanji, is_katakana, is_sentence_end};
use shirabe_search::standing::{Edit, Gated, Source, edits};
use shirabe_text::{MatchForm, slice_chars};

use super::wording::Part;
use hunks::{Hunk, Sides};

mod hunks;

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

/// One difference in the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What differs.
    pub kind: ChangeKind,
    /// As the quotation has it, with the rest of the word; empty for what it leaves out.
    pub quotation: String,
    /// As the document has it; empty for what it has not.
    pub document: String,
}

/// What differs; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// 数値: a number.
    Number,
    /// 否定: one of both denies it.
    Negation,
    /// 文末: how the sentence closes.
    Ending,
    /// Other words.
    Wording,
    /// Words that only the quotation has.
    Addition,
    /// Words that only the document has.
    Omission,
}

/// A quotation's part and a stretch of a text, compared.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    pub(crate) pieces: Vec<DiffPiece>,
    pub(crate) changes: Vec<Change>,
}

/// Compares `part` with the stretch `found` of the form of a text; `begins_word` says of a place of the
/// form whether a word begins there.
pub(crate) fn compare(
    part: &Part,
    source: Source<'_>,
    found: Range<usize>,
    begins_word: impl Fn(usize) -> bool,
) -> Comparison {
    let stretch = source.gated.slice(found.clone());
    let theirs = stretch.chars;
    // The stretch begins here, at whatever border.
    let mut gates = stretch.gates.to_vec();
    gates.iter_mut().take(1).for_each(|gate| *gate = 0);
    let stretch = Gated { gates: &gates, ..stretch };
    let words: Vec<bool> = (0..=theirs.len())
        .map(|at| at == 0 || at == theirs.len() || begins_word(found.start + at))
        .collect();
    let sides = Sides { ours: &part.folded, theirs, words: &words };
    let hunks = hunks::whole(&edits(&part.folded, stretch), sides);
    let mut writer = Writer {
        ours: Side::new(&part.text, &part.form, 0),
        theirs: Side::new(source.text, source.form, found.start),
        pieces: Vec::new(),
    };
    for edit in hunks::steps(&hunks, part.folded.len()) {
        writer.write(edit);
    }
    let namer = Namer { part, source, found, sides };
    Comparison { pieces: writer.pieces, changes: hunks.iter().map(|h| namer.change(h)).collect() }
}

/// Whether every character is the same.
pub(crate) fn are_equal(pieces: &[DiffPiece]) -> bool {
    pieces.iter().all(|piece| piece.side == DiffSide::Both)
}

/// Says what a difference is.
struct Namer<'a> {
    part: &'a Part,
    source: Source<'a>,
    found: Range<usize>,
    sides: Sides<'a>,
}

impl Namer<'_> {
    fn change(&self, hunk: &Hunk) -> Change {
        let shown = |hunk: &Hunk| (self.ours(hunk.ours.clone()), self.theirs(hunk.theirs.clone()));
        let (quotation, document) = shown(hunk);
        let named = |kind, (quotation, document)| Change { kind, quotation, document };
        if has_number(&quotation) && has_number(&document) {
            return named(ChangeKind::Number, (quotation, document));
        }
        let ending = self.closing(hunk);
        let worded = shown(&self.with_stem(ending.as_ref().unwrap_or(hunk)));
        if denies(&worded.0) != denies(&worded.1) {
            return named(ChangeKind::Negation, worded);
        }
        match (hunk.ours.is_empty(), hunk.theirs.is_empty(), ending) {
            (false, false, Some(_)) => named(ChangeKind::Ending, worded),
            (true, _, _) => named(ChangeKind::Omission, (quotation, document)),
            (_, true, _) => named(ChangeKind::Addition, (quotation, document)),
            _ => named(ChangeKind::Wording, (quotation, document)),
        }
    }

    fn ours(&self, range: Range<usize>) -> String {
        slice_chars(&self.part.text, self.part.form.text_range(range)).to_owned()
    }

    fn theirs(&self, range: Range<usize>) -> String {
        let range = range.start + self.found.start..range.end + self.found.start;
        slice_chars(self.source.text, self.source.form.text_range(range)).to_owned()
    }

    /// The difference up to the end of the sentence, if only a few kana stand between.
    fn closing(&self, hunk: &Hunk) -> Option<Hunk> {
        /// していくものとする has nine.
        const LONGEST_CLOSING: usize = 10;
        let rest = &self.sides.theirs[hunk.theirs.end..];
        let n_kana = rest.iter().take_while(|c| is_hiragana(**c)).count();
        let gates = self.source.gated.gates;
        let ends = |at: usize| gates.get(at).is_none_or(|gate| *gate > 0);
        let end = self.found.start + hunk.theirs.end + n_kana;
        (n_kana <= LONGEST_CLOSING && ends(end)).then(|| Hunk {
            ours: hunk.ours.start..(hunk.ours.end + n_kana).min(self.sides.ours.len()),
            theirs: hunk.theirs.start..hunk.theirs.end + n_kana,
        })
    }

    /// With the kanji or katakana before kana that differ: 推進 before する.
    fn with_stem(&self, hunk: &Hunk) -> Hunk {
        /// A longer stem is a compound, whose last words say enough.
        const LONGEST_STEM: usize = 6;
        let (ours, theirs) = (self.sides.ours, self.sides.theirs);
        let mut whole = hunk.clone();
        let mut first = theirs.get(hunk.theirs.start).or_else(|| ours.get(hunk.ours.start));
        while first.is_some_and(|c| is_hiragana(*c)) || whole.theirs.start < hunk.theirs.start {
            let n_stem = hunk.theirs.start - whole.theirs.start;
            let before = whole.theirs.start.checked_sub(1).map(|at| theirs[at]);
            let is_same = whole.ours.start.checked_sub(1).map(|at| ours[at]) == before;
            let is_stem = before.is_some_and(|c| is_kanji(c) || is_katakana(c));
            if !is_stem || !is_same || n_stem == LONGEST_STEM {
                break;
            }
            whole.theirs.start -= 1;
            whole.ours.start -= 1;
            first = theirs.get(whole.theirs.start);
        }
        whole
    }
}

/// Whether a number stands in the words.
fn has_number(words: &str) -> bool {
    words.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
        || (words.chars().all(is_numeral) && shirabe_text::numbers::Number::parse(words).is_some())
}

/// Whether the words deny something: 行わない, せず, 不可能.
fn denies(words: &str) -> bool {
    const MARKS: [&str; 8] = ["ない", "なかっ", "なく", "なけれ", "ません", "ざる", "ずに", "ぬ"];
    let words = words.replace("少な", "");
    let words = words.trim_end_matches(|c: char| is_sentence_end(c) || c == '、');
    MARKS.iter().any(|mark| words.contains(mark))
        || words.ends_with('ず')
        || words.starts_with(['不', '非', '未', '無'])
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

    /// Compares with a document whose words begin at the places of `|`.
    fn compared(quotation: &str, document: &str) -> Comparison {
        let words: Vec<usize> = {
            let mut n = 0;
            let mut begins = Vec::new();
            for c in document.chars() {
                if c == '|' {
                    begins.push(n);
                } else if !c.is_whitespace() {
                    n += 1;
                }
            }
            begins
        };
        let document = document.replace('|', "");
        let form = MatchForm::of(&document, Folding::Standard);
        let chars: Vec<char> = form.as_str().chars().collect();
        let gates: Vec<u32> = chars.iter().map(|c| u32::from(*c == '.')).collect();
        let source =
            Source { text: &document, form: &form, gated: Gated { chars: &chars, gates: &gates } };
        let all = 0..chars.len();
        compare(&Part::whole(quotation), source, all, |at| words.contains(&at))
    }

    /// What only the quotation has as [-…-], what only the document has as {+…+}.
    fn shown(quotation: &str, document: &str) -> String {
        let pieces = compared(quotation, document).pieces.into_iter();
        let pieces = pieces.map(|piece| match piece.side {
            DiffSide::Both => piece.text,
            DiffSide::Quotation => format!("[-{}-]", piece.text),
            DiffSide::Document => format!("{{+{}+}}", piece.text),
        });
        pieces.collect()
    }

    fn named(quotation: &str, document: &str) -> String {
        let changes = compared(quotation, document).changes.into_iter();
        let changes = changes.map(|c| format!("{:?} {}→{}", c.kind, c.quotation, c.document));
        changes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_word_changed_is_shown_as_one_change() {
        insta::assert_snapshot!(shown("研究体制の整備", "研究|環境|の|整備"), @"研究[-体制-]{+環境+}の整備");
        insta::assert_snapshot!(shown("取り組みの強化", "取組|の|強化"), @"取[-り-]組[-み-]の強化");
        insta::assert_snapshot!(shown("の整備", "の|更なる|整備"), @"の{+更なる+}整備");
    }

    #[test]
    fn words_and_numbers_are_not_torn() {
        insta::assert_snapshot!(shown("計画を推進する", "計画|を|促進|する"), @"計画を[-推進-]{+促進+}する");
        insta::assert_snapshot!(shown("約150件", "約|130|件"), @"約[-150-]{+130+}件");
        insta::assert_snapshot!(shown("約1,300件", "約|300|件"), @"約[-1,300-]{+300+}件");
        insta::assert_snapshot!(shown("約11億円", "約|581|億|円"), @"約[-11-]{+581+}億円");
        insta::assert_snapshot!(shown("力を強化する", "力|を|強靱化|する"), @"力を[-強化-]{+強靱化+}する");
        insta::assert_snapshot!(shown("令和7予算の", "令和|7|年度|の|当初|予算|の"), @"令和7{+年度の当初+}予算の");
        insta::assert_snapshot!(shown("体制を整備を進める", "体制|の|整備|を|進める"), @"体制[-を-]{+の+}整備を進める");
    }

    #[test]
    fn what_differs_is_named() {
        insta::assert_snapshot!(named("約150件である", "約|130|件|で|ある"), @"Number 150→130");
        insta::assert_snapshot!(named("体制を検討する。", "体制|を|推進|する|。"), @"Ending 検討する→推進する");
        insta::assert_snapshot!(named("体制を検討する", "体制|を|推進|する"), @"Ending 検討する→推進する");
        insta::assert_snapshot!(named("検討する体制を", "推進|する|体制|を"), @"Wording 検討→推進");
        insta::assert_snapshot!(named("調査を行う。", "調査|を|行わ|ない|。"), @"Negation 行う→行わない");
        insta::assert_snapshot!(named("可能である。", "不|可能|で|ある|。"), @"Negation →不");
        insta::assert_snapshot!(named("の整備", "の|更なる|整備"), @"Omission →更なる");
        insta::assert_snapshot!(named("の更なる整備", "の|整備"), @"Addition 更なる→");
    }

    #[test]
    fn line_ends_and_spaces_make_no_difference() {
        assert_eq!(shown("研究開発の推進", "研究|開\n発|の| 推進"), "研究開発の推進");
    }

    #[test]
    fn another_notation_is_shown() {
        insta::assert_snapshot!(shown("130件の国", "１３０|件|の|國"), @"[-130-]{+１３０+}件の[-国-]{+國+}");
        insta::assert_snapshot!(shown("(株)日本", "㈱|日本"), @"[-(株)-]{+㈱+}日本");
    }
}
