//! The match form: [`a_text_is_folded`].

use shirabe_text::{Folding, MatchForm, fold, slice_chars};

/// A form can be folded again without a change, white space changes nothing in it, positions go from it to the
/// text and back in their order, and a text cut between two clusters has the forms of its parts.
pub fn a_text_is_folded(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for folding in [Folding::Standard, Folding::Strict] {
        let form = MatchForm::of(&text, folding);
        assert_eq!(form.as_str(), fold(&text, folding), "with and without the map");
        assert_eq!(fold(form.as_str(), folding), form.as_str(), "folded again");
        assert_eq!(form.len_chars(), form.as_str().chars().count());
        positions_lie_in_the_text(&form, text.chars().count());
        parts_have_parts_of_the_form(&form, &text, folding);
    }
    let strict = fold(&text, Folding::Strict);
    assert_eq!(fold(&strict, Folding::Standard), fold(&text, Folding::Standard));
}

/// Each character of the form comes from a stretch of the text, none from before that of its neighbour.
fn positions_lie_in_the_text(form: &MatchForm, n_chars: usize) {
    let mut former = 0..0;
    for at in 0..form.len_chars() {
        let source = form.text_range(at..at + 1);
        assert!(source.start < source.end && source.end <= n_chars, "{at} comes from {source:?}");
        assert!(former.start <= source.start && former.end <= source.end, "{former:?}, {source:?}");
        let back = form.form_range(source.clone());
        assert!(back.contains(&at), "{at} comes from {source:?}, which gives {back:?}");
        former = source;
    }
    assert_eq!(form.form_range(0..n_chars), 0..form.len_chars());
}

/// Cut in the middle, and at the boundaries nearest to it.
fn parts_have_parts_of_the_form(form: &MatchForm, text: &str, folding: Folding) {
    let n_chars = text.chars().count();
    let middle = n_chars / 2;
    let cut = (middle..=n_chars).find(|at| form.is_boundary(*at)).unwrap_or(n_chars);
    let (head, tail) = (slice_chars(text, 0..cut), slice_chars(text, cut..n_chars));
    assert_eq!([fold(head, folding), fold(tail, folding)].concat(), form.as_str(), "cut at {cut}");
    for space in [" ", "\u{3000}\r\n"] {
        let spaced = [slice_chars(text, 0..middle), space, slice_chars(text, middle..n_chars)];
        assert_eq!(fold(&spaced.concat(), folding), form.as_str(), "a space at {middle}");
    }
    for needle in [fold(head, folding), fold(tail, folding)] {
        for found in form.find_all(&needle) {
            assert_eq!(fold(slice_chars(text, found), folding), needle);
        }
        assert!(needle.is_empty() || !form.find_all(&needle).is_empty(), "{needle:?} is lost");
    }
}
