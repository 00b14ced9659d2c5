//! The invariants of the match form, held against random text.

use proptest::prelude::*;

use super::*;
use crate::offsets::slice_chars;

/// Text of characters that meet each other: marks, jamo, width forms, signs, white space.
fn any_text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(
        "かがカガヘへ゛゜\u{3099}\u{309A}ｶﾊﾞﾟ㈱㎡㋿½ﬁßΣςİée\u{301}\u{308}ᄒ\u{1161}\u{11AB}한\u{FE0F}\u{200D}👩👨\
         \u{E0100}葛國⼾⻑𠮟ー-―〜、。・ \u{3000}\n\u{200B}\u{AD}\u{34F}¨´￣…a1Ａ１予算令和"
            .chars()
            .collect::<Vec<_>>(),
    );
    let character = prop_oneof![8 => awkward, 1 => any::<char>()];
    prop::collection::vec(character, 0..24).prop_map(String::from_iter)
}

fn any_folding() -> impl Strategy<Value = Folding> {
    prop_oneof![Just(Folding::Standard), Just(Folding::Strict)]
}

/// Two cluster boundaries of a text, in order.
fn boundaries(form: &MatchForm, text: &str, picks: (usize, usize)) -> Range<usize> {
    let all: Vec<usize> = (0..=text.chars().count()).filter(|at| form.is_boundary(*at)).collect();
    let (a, b) = (all[picks.0 % all.len()], all[picks.1 % all.len()]);
    a.min(b)..a.max(b)
}

#[test]
fn every_substring_of_the_shipped_corpus_is_found_where_it_stands() {
    let corpus = [
        include_str!("../../../../corpus/mext-lifescience-2025-02.md"),
        include_str!("../../../../corpus/amed-dai3ki-2026-02.txt"),
    ];
    for section in corpus.iter().flat_map(|text| text.split("\n\n")) {
        let form = MatchForm::of(section, Folding::Standard);
        let n_chars = section.chars().count();
        for (start, length) in (0..n_chars).step_by(5).zip([1, 2, 3, 7, 20].into_iter().cycle()) {
            let part = start..(start + length).min(n_chars);
            let needle = fold(slice_chars(section, part.clone()), Folding::Standard);
            let found = form.find_all(&needle);
            let is_there = found.iter().any(|f| f.start < part.end && part.start < f.end);
            assert!(needle.is_empty() || is_there, "{needle:?} at {part:?}: {found:?}");
        }
    }
}

#[test]
fn a_change_of_width_changes_nothing() {
    for half in '!'..='~' {
        let full = char::from_u32(half as u32 + 0xFEE0).expect("the block of full-width forms");
        let forms = [half, full].map(|c| fold(&c.to_string(), Folding::Standard));
        assert_eq!(forms[0], forms[1], "{half}");
    }
    let forms = ["ｱﾝｹｰﾄ｢ﾊﾟﾌﾞﾘｯｸ･ｺﾒﾝﾄ｣､｡", "アンケート「パブリック・コメント」、。"];
    let [half, full] = forms.map(|text| fold(text, Folding::Standard));
    assert_eq!(half, full);
}

#[test]
fn every_character_has_the_form_of_its_canonical_equivalents() {
    use unicode_normalization::UnicodeNormalization;
    // Alone, behind what a mark composes with, and before a mark.
    let settings = [("", ""), ("e", ""), ("か", ""), ("", "\u{301}"), ("", "\u{3099}")];
    for character in '\0'..=char::MAX {
        let is_its_own_equivalent = std::iter::once(character).nfd().eq([character]);
        if is_its_own_equivalent {
            continue;
        }
        for ((before, behind), folding) in
            settings.into_iter().flat_map(|s| [(s, Folding::Standard), (s, Folding::Strict)])
        {
            let text = format!("{before}{character}{behind}");
            let form = fold(&text, folding);
            for equivalent in [text.nfc().collect::<String>(), text.nfd().collect()] {
                assert_eq!(fold(&equivalent, folding), form, "{text:?} {equivalent:?} {folding:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_stands_between_two_boundaries_folds_to_its_part_of_the_form(
        text in any_text(), picks: (usize, usize), folding in any_folding(),
    ) {
        let form = MatchForm::of(&text, folding);
        let part = boundaries(&form, &text, picks);
        let of_part = fold(slice_chars(&text, part.clone()), folding);
        prop_assert_eq!(slice_chars(form.as_str(), form.form_range(part.clone())), &of_part);
        if !of_part.is_empty() {
            let found = form.find_all(&of_part);
            prop_assert!(!found.is_empty(), "{:?} in {:?}", of_part, form);
        }
    }

    #[test]
    fn a_match_folded_equals_the_needle(
        text in any_text(), needle in any_text(), folding in any_folding(),
    ) {
        let form = MatchForm::of(&text, folding);
        let needle: String = fold(&needle, folding).chars().take(2).collect();
        for found in form.find_all(&needle) {
            prop_assert_eq!(fold(slice_chars(&text, found), folding), needle.clone());
        }
    }

    #[test]
    fn folding_a_form_again_changes_nothing(text in any_text(), folding in any_folding()) {
        let once = fold(&text, folding);
        prop_assert_eq!(fold(&once, folding), once);
    }

    #[test]
    fn white_space_inserted_anywhere_changes_nothing(
        text in any_text(), at in any::<prop::sample::Index>(), folding in any_folding(),
    ) {
        let at = at.index(text.chars().count() + 1);
        let head = slice_chars(&text, 0..at);
        let tail = slice_chars(&text, at..usize::MAX);
        for space in ["\n", " ", "\u{3000}\r\n", "\u{200B}"] {
            let spaced = [head, space, tail].concat();
            prop_assert_eq!(fold(&spaced, folding), fold(&text, folding));
        }
    }

    #[test]
    fn every_range_of_the_form_comes_from_a_range_of_the_text(
        text in any_text(), picks: (usize, usize), folding in any_folding(),
    ) {
        let form = MatchForm::of(&text, folding);
        prop_assert_eq!(form.len_chars(), form.as_str().chars().count());
        let (a, b) = (picks.0 % (form.len_chars() + 1), picks.1 % (form.len_chars() + 1));
        let part = a.min(b)..a.max(b);
        let source = form.text_range(part.clone());
        prop_assert!(source.start <= source.end && source.end <= text.chars().count());
        let back = form.form_range(source.clone());
        if part.is_empty() {
            prop_assert!(source.is_empty());
        } else {
            prop_assert!(back.start <= part.start && part.end <= back.end);
            let folded = fold(slice_chars(&text, source), folding);
            prop_assert_eq!(folded.as_str(), slice_chars(form.as_str(), back));
        }
    }

    #[test]
    fn canonically_equivalent_texts_have_one_form(text in any_text(), folding in any_folding()) {
        use unicode_normalization::UnicodeNormalization;
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(fold(&composed, folding), fold(&decomposed, folding));
    }

    #[test]
    fn a_strict_match_is_a_standard_match(text in any_text(), picks: (usize, usize)) {
        let strict = MatchForm::of(&text, Folding::Strict);
        let standard = MatchForm::of(&text, Folding::Standard);
        let part = boundaries(&strict, &text, picks);
        let query = slice_chars(&text, part);
        let standard_query = fold(query, Folding::Standard);
        for found in strict.find_all(&fold(query, Folding::Strict)) {
            let there = slice_chars(&text, found.clone());
            prop_assert_eq!(fold(there, Folding::Standard), standard_query.clone());
            prop_assert!(standard.is_boundary(found.start) && standard.is_boundary(found.end));
        }
        prop_assert_eq!(fold(strict.as_str(), Folding::Standard), standard.as_str());
    }
}
