//! Text with marked ranges, as segments that a template escapes: [`segments`].
//!
//! Search gives ranges, not markup. This is the one place where ranges become pieces; askama escapes
//! each piece, so nothing in a document or a query can turn into a tag.
//!
//! Invariant: the pieces joined are the text, whatever the ranges are.

use std::ops::Range;

use shirabe_search::Step;
use shirabe_site::library::Mark;

/// A piece of text, marked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The text as it stands, not escaped.
    pub text: String,
    /// Set if the piece is (part of) a mark.
    pub mark: Option<Marking>,
}

/// What the template needs to know of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marking {
    /// Which step found it.
    pub step: Step,
    /// The number for `id="hit-n"`; `None` where a mark continues or needs no id.
    pub number: Option<usize>,
}

impl Segment {
    /// The class of the `<mark>`; exact marks, the common case, need none.
    pub(crate) fn class(&self) -> &'static str {
        match self.mark.map(|mark| mark.step) {
            Some(Step::Variant) => "v",
            Some(Step::Word) => "w",
            Some(Step::Exact) | None => "",
        }
    }

    /// Takes the number away, where the hit has its place on another page.
    pub(crate) fn strip(&mut self) {
        if let Some(mark) = &mut self.mark {
            mark.number = None;
        }
    }

    /// The number of the hit that starts here.
    pub(crate) fn number(&self) -> Option<usize> {
        self.mark.and_then(|mark| mark.number)
    }
}

/// Cuts `text` at the ranges of `marks` (Unicode scalars). Ranges beyond the text are cut off,
/// empty ones and those that overlap an earlier one are left out.
pub(crate) fn highlighted_segments(text: &str, marks: &[(Range<usize>, Marking)]) -> Vec<Segment> {
    let mut sorted: Vec<_> = marks.iter().filter(|(range, _)| range.start < range.end).collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    let mut chars = text.chars();
    let mut at = 0;
    let mut pieces = Vec::new();
    for (range, marking) in sorted {
        if range.start < at {
            continue;
        }
        push(&mut pieces, chars.by_ref().take(range.start - at).collect(), None);
        let marked: String = chars.by_ref().take(range.len()).collect();
        at = range.end;
        push(&mut pieces, marked, Some(*marking));
    }
    push(&mut pieces, chars.collect(), None);
    pieces
}

/// The segments of a snippet, whose marks carry neither step nor number.
pub(crate) fn evenly_highlighted_segments(
    text: &str,
    marks: &[Range<usize>],
    step: Step,
) -> Vec<Segment> {
    let marking = Marking { step, number: None };
    let marks: Vec<_> = marks.iter().map(|range| (range.clone(), marking)).collect();
    highlighted_segments(text, &marks)
}

/// The marks that touch `block` (a range of the section's text), relative to the block. A mark that
/// runs over several blocks keeps its number in the first one only, so that ids stay unique.
pub(crate) fn marks_in_block(marks: &[Mark], block: &Range<usize>) -> Vec<(Range<usize>, Marking)> {
    let touching = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.chars.start < block.end && block.start < mark.chars.end);
    touching
        .map(|(index, mark)| {
            let starts_here = mark.chars.start >= block.start;
            let number = starts_here.then_some(index + 1);
            let start = mark.chars.start.max(block.start) - block.start;
            let end = mark.chars.end.min(block.end) - block.start;
            (start..end, Marking { step: mark.step, number })
        })
        .collect()
}

fn push(pieces: &mut Vec<Segment>, text: String, mark: Option<Marking>) {
    if !text.is_empty() {
        pieces.push(Segment { text, mark });
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use proptest::prelude::*;

    use super::*;

    #[derive(Template)]
    #[template(
        source = r#"{% import "macros.html" as m %}{% call m::marked(segments) %}{% endcall %}"#,
        ext = "html"
    )]
    struct Marked {
        segments: Vec<Segment>,
    }

    fn html(text: &str, marks: &[Range<usize>]) -> String {
        Marked { segments: evenly_highlighted_segments(text, marks, Step::Exact) }.render().unwrap()
    }

    /// What a browser would show: tags dropped, character references resolved.
    fn without_markup(html: &str) -> String {
        let dropped = html.replace("<mark>", "").replace("</mark>", "");
        assert!(!dropped.contains('<') && !dropped.contains('>'), "{dropped}");
        let references =
            [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
        references.iter().fold(dropped, |text, (reference, char)| text.replace(reference, char))
    }

    #[test]
    fn marks_stand_around_their_range() {
        insta::assert_snapshot!(html("創薬の力", &[0..2, 3..4]), @"<mark>創薬</mark>の<mark>力</mark>");
    }

    #[test]
    fn a_script_in_the_text_stays_text() {
        insta::assert_snapshot!(html("<script>", &[0..1, 1..7]), @"<mark>&#60;</mark><mark>script</mark>&#62;");
    }

    #[test]
    fn overlapping_and_outlying_ranges_lose_no_text() {
        insta::assert_snapshot!(html("研究力低下", &[3..9, 0..4, 2..2, 7..8]), @"<mark>研究力低</mark>下");
    }

    #[test]
    fn a_mark_over_two_blocks_has_its_number_once() {
        let marks = [Mark { chars: 2..6, step: Step::Variant }];
        let numbers = |block: Range<usize>| -> Vec<_> {
            marks_in_block(&marks, &block).into_iter().map(|(r, m)| (r, m.number)).collect()
        };
        assert_eq!(numbers(0..4), [(2..4, Some(1))]);
        assert_eq!(numbers(4..8), [(0..2, None)]);
        assert_eq!(numbers(8..9), []);
    }

    proptest! {
        #[test]
        fn markup_removed_equals_the_text(
            text in r#"[<>&"'a-c/語研 ㈱が\u{3099}👩‍🔬]{0,40}|<script>.{0,9}"#,
            marks in proptest::collection::vec((0usize..50, 0usize..12), 0..8),
        ) {
            let marks: Vec<_> = marks.iter().map(|(start, len)| *start..start + len).collect();
            let html = html(&text, &marks);
            prop_assert!(!html.contains("<script"));
            prop_assert_eq!(without_markup(&html), text);
        }
    }
}
