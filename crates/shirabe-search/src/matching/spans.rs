//! Spans of the match form: occurrences that do not overlap.

/// One occurrence: start, length, and which spelling it is (0 for the query's own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) spelling: usize,
}

impl Span {
    pub(crate) fn end(&self) -> u32 {
        self.start + self.len
    }
}

/// Drops occurrences that overlap a better one, and sorts the rest: the query's own spelling is
/// better than a variant, a longer one better than a shorter, an earlier one better than a later.
pub(crate) fn without_overlap(spans: &mut Vec<Span>) {
    spans.sort_by_key(|span| span.start);
    if spans.is_sorted_by(|before, behind| before.end() <= behind.start) {
        return;
    }
    spans.sort_by_key(|span| {
        (span.spelling != 0, std::cmp::Reverse(span.len), span.start, span.spelling)
    });
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        let at = kept.partition_point(|other| other.start < span.start);
        let free_before = at == 0 || kept[at - 1].end() <= span.start;
        let free_after = kept.get(at).is_none_or(|next| span.end() <= next.start);
        if free_before && free_after {
            kept.insert(at, span);
        }
    }
    *spans = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, len: u32, spelling: usize) -> Span {
        Span { start, len, spelling }
    }

    #[test]
    fn the_querys_own_spelling_wins_over_a_longer_variant() {
        let mut spans = vec![span(3, 3, 1), span(3, 2, 0), span(9, 3, 1), span(10, 2, 2)];
        without_overlap(&mut spans);
        assert_eq!(spans, [span(3, 2, 0), span(9, 3, 1)]);
    }

    #[test]
    fn a_repeated_text_is_counted_from_the_left() {
        let mut spans = vec![span(0, 2, 0), span(1, 2, 0), span(2, 2, 0)];
        without_overlap(&mut spans);
        assert_eq!(spans, [span(0, 2, 0), span(2, 2, 0)]);
    }
}
