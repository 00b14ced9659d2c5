//! The match form: what exact matching compares, with an exact map back to the text.
//!
//! Enter at [`MatchForm::of`]; [`fold`] gives the form without the map, for queries and words.
//!
//! How a text is folded:
//! 1. White space and invisible characters (variation selectors, zero-width joiners, soft
//!    hyphens, bidi marks) leave the form.
//! 2. The rest is cut into *clusters*: a character and the marks that may compose with it
//!    (か + ゙, ｶ + ﾞ, e + ́, Hangul jamo). Each cluster is folded by itself, never looking at its
//!    neighbours: NFKC, small letters, then the characters listed in `characters` (dashes, quotation
//!    marks, radicals, old kanji …), again until nothing changes.
//! 3. Clusters whose widths differ from their form are noted; everything between is one to one.
//!
//! Invariants, held by property tests:
//! - the form of a text is the forms of its clusters, one after another: whatever stands between
//!   two cluster boundaries of a text has a form that is a substring of the text's form;
//! - folding a form again changes nothing;
//! - white space inserted anywhere changes nothing in the form;
//! - what [`MatchForm::find_all`] returns, folded, equals the needle;
//! - [`Folding::Strict`] has the same clusters, so a strict match is a standard match as well.
//!
//! Not folded, because a sign is one unit: numbers in a circle, raised digits and fractions. As digits they
//! would go on with the number beside them, and 10⁶ would be 106, ①② 12, 1¼ 11/4. A query finds them by
//! writing them; ㎡ is m², filled circles are plain ones, and lowered digits (CO₂) are digits. ½ is 1/2
//! by its value (see `values`).
//!
//! Not folded, because a look-alike is only a look-alike in context and the form of a character
//! must not depend on its neighbours: ニ and 二, ロ and 口, カ and 力, エ and 工, ー and 一; nor 々,
//! whose meaning is the character before it; nor ヶ and か, which is a spelling (see `variants`).

mod builder;
mod characters;
mod cluster;
mod map;
#[cfg(test)]
mod promises;
mod table;

use std::ops::Range;

use self::builder::Builder;
use self::map::Map;

/// How much is folded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Folding {
    /// Everything that does not change what is written: width, case, old kanji, dashes, …
    #[default]
    Standard,
    /// Canonical equivalence (NFC) and white space only, for those who study notation (表記=厳密).
    Strict,
}

/// A text as exact matching sees it, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchForm {
    form: String,
    map: Map,
}

impl MatchForm {
    /// The match form of a text. `ライフ サイエンス` and `ﾗｲﾌｻｲｴﾝｽ` have the same.
    pub fn of(text: &str, folding: Folding) -> MatchForm {
        let (form, map) = Builder::new(text, table::of(folding)).run();
        MatchForm { form, map }
    }

    /// The form itself.
    pub fn as_str(&self) -> &str {
        &self.form
    }

    /// Length of the form in `char`s.
    pub fn len_chars(&self) -> usize {
        self.map.form_len()
    }

    /// The smallest `char` range of the text that holds every character contributing to this
    /// `char` range of the form. An empty range gives an empty range.
    pub fn text_range(&self, form_chars: Range<usize>) -> Range<usize> {
        self.map.text_range(form_chars)
    }

    /// The `char` range of the form to which this `char` range of the text contributes; empty for
    /// white space alone.
    pub fn form_range(&self, text_chars: Range<usize>) -> Range<usize> {
        self.map.form_range(text_chars)
    }

    /// Whether a `char` offset of the text lies between two clusters: `true` everywhere but inside
    /// か + ゙ and the like.
    pub fn is_boundary(&self, text_char: usize) -> bool {
        self.map.is_text_boundary(text_char)
    }

    /// The offsets of the form that lie inside the form of one cluster, ascending: a match neither
    /// begins nor ends there. ㈱ makes `(株)`, with 1 and 2 inside.
    pub fn inner_offsets(&self) -> Vec<usize> {
        self.map.inner_offsets().collect()
    }

    /// All places of an already folded needle, from left to right and without overlap, as `char`
    /// ranges of the text.
    ///
    /// A match begins and ends between clusters, so that the marked text, folded, equals the
    /// needle: `株` is not found in ㈱, but `(株)` is.
    pub fn find_all(&self, folded_needle: &str) -> Vec<Range<usize>> {
        self.find_all_in_form(folded_needle).into_iter().map(|r| self.text_range(r)).collect()
    }

    /// Like [`MatchForm::find_all`], but the ranges count `char`s of the form.
    pub fn find_all_in_form(&self, folded_needle: &str) -> Vec<Range<usize>> {
        self.find_in_form(folded_needle, folded_needle.chars().count())
    }

    /// Like [`MatchForm::find_all_in_form`], but places that share characters are all there: ああ stands
    /// twice in あああ.
    pub fn find_overlapping_in_form(&self, folded_needle: &str) -> Vec<Range<usize>> {
        self.find_in_form(folded_needle, 1)
    }

    /// The places of a needle; behind each the next is looked for `step_chars` further on.
    fn find_in_form(&self, folded_needle: &str, step_chars: usize) -> Vec<Range<usize>> {
        let Some(first) = folded_needle.chars().next() else { return Vec::new() };
        let step_bytes: usize = folded_needle.chars().take(step_chars).map(char::len_utf8).sum();
        let needle_chars = folded_needle.chars().count();
        let (mut found, mut byte, mut at) = (Vec::new(), 0, 0);
        while let Some(rest) = self.form.get(byte..)
            && let Some(step) = rest.find(folded_needle)
        {
            at += rest.get(..step).map_or(0, |skipped| skipped.chars().count());
            let range = at..at + needle_chars;
            if self.map.is_whole(&range) {
                found.push(range);
                byte += step + step_bytes;
                at += step_chars;
            } else {
                byte += step + first.len_utf8();
                at += 1;
            }
        }
        found
    }
}

/// The match form of a text without the map.
pub fn fold(text: &str, folding: Folding) -> String {
    Builder::new(text, table::of(folding)).run().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::slice_chars;

    fn standard(text: &str) -> String {
        fold(text, Folding::Standard)
    }

    /// The text with every match of the query in brackets.
    fn marked(text: &str, query: &str) -> String {
        let form = MatchForm::of(text, Folding::Standard);
        let (mut out, mut at) = (String::new(), 0);
        for found in form.find_all(&standard(query)) {
            out += slice_chars(text, at..found.start);
            out += &["［", slice_chars(text, found.clone()), "］"].concat();
            at = found.end;
        }
        out + slice_chars(text, at..usize::MAX)
    }

    #[test]
    fn a_full_width_digit_finds_a_half_width_one() {
        assert_eq!(marked("導出数は１３０件／年", "130件"), "導出数は［１３０件］／年");
        assert_eq!(marked("導出数は130件/年", "１３０件"), "導出数は［130件］/年");
    }

    #[test]
    fn a_line_break_inside_a_word_does_not_hide_it() {
        assert_eq!(
            marked("一貫した医療研究開\n発の推進", "研究開発の推進"),
            "一貫した医療［研究開\n発の推進］"
        );
    }

    #[test]
    fn a_square_character_is_found_as_a_whole_only() {
        assert_eq!(marked("日本㈱と10㎡", "(株)"), "日本［㈱］と10㎡");
        assert_eq!(marked("日本㈱と10㎡", "株"), "日本㈱と10㎡");
        assert_eq!(marked("日本㈱と10㎡", "10m"), "日本㈱と10㎡");
        assert_eq!(marked("日本㈱と10㎡", "10m²"), "日本㈱と［10㎡］");
        assert_eq!(marked("日本㈱と10㎡", "10m2"), "日本㈱と10㎡");
        assert_eq!(marked("㋿7年", "令和7年"), "［㋿7年］");
    }

    #[test]
    fn two_code_points_count_as_one_character() {
        assert_eq!(marked("カ\u{3099}イト", "ガイ"), "［カ\u{3099}イ］ト");
        assert_eq!(marked("ｶﾞｲﾄﾞﾗｲﾝ", "ガイドライン"), "［ｶﾞｲﾄﾞﾗｲﾝ］");
        assert_eq!(marked("か゛い", "がい"), "［か゛い］");
        assert_eq!(marked("カ\n\u{3099}イト", "ガ"), "［カ\n\u{3099}］イト");
        assert_eq!(marked("カ\u{3099}イト", "カ"), "カ\u{3099}イト");
    }

    #[test]
    fn a_ditto_mark_after_a_kanji_stays_alone() {
        assert_eq!(marked("同上゛", "同上"), "［同上］゛");
        assert_eq!(marked("予算￣￣", "予算"), "［予算］￣￣");
    }

    #[test]
    fn variation_selectors_and_joiners_are_not_seen() {
        assert_eq!(marked("葛\u{E0100}城市", "葛城"), "［葛\u{E0100}城］市");
        assert_eq!(marked("👨\u{200D}👩", "👩"), "👨\u{200D}［👩］");
        assert_eq!(marked("soft\u{AD}ware", "software"), "［soft\u{AD}ware］");
    }

    #[test]
    fn hangul_in_parts_equals_hangul_composed() {
        assert_eq!(standard("\u{1112}\u{1161}\u{11ab}"), "한");
        assert_eq!(standard("한"), "한");
    }

    #[test]
    fn radicals_and_old_kanji_become_the_usual_character() {
        assert_eq!(standard("⻑期"), "長期");
        assert_eq!(standard("⼾籍"), "戸籍");
        assert_eq!(standard("國民 學校"), "国民学校");
    }

    #[test]
    fn dashes_and_the_long_vowel_mark_are_one_family() {
        let forms = ["サーバー", "サ―バ—", "ｻｰﾊﾞｰ", "サ−バ‐"].map(standard);
        assert!(forms.iter().all(|form| form == "サ-バ-"), "{forms:?}");
        assert_eq!(standard("COVID-19"), standard("ＣＯＶＩＤ‑１９"));
    }

    #[test]
    fn look_alikes_that_need_context_stay_apart() {
        for (a, b) in [("ニ", "二"), ("ロ", "口"), ("カ", "力"), ("エ", "工"), ("ー", "一")]
        {
            assert_ne!(standard(a), standard(b));
        }
    }

    #[test]
    fn hiragana_he_stands_for_katakana_he() {
        assert_eq!(standard("ぺアリング"), standard("ペアリング"));
        assert_eq!(standard("ヘルスケア"), standard("へルスケア"));
    }

    #[test]
    fn matches_do_not_overlap() {
        assert_eq!(marked("ああああ", "ああ"), "［ああ］［ああ］");
        assert_eq!(marked("あああ", "ああ"), "［ああ］あ");
        let form = MatchForm::of("ああ㈱あ", Folding::Standard);
        assert_eq!(form.find_overlapping_in_form("あ"), [0..1, 1..2, 5..6]);
        assert_eq!(form.find_overlapping_in_form("株"), []);
    }

    #[test]
    fn a_sign_that_is_a_number_goes_on_with_no_other() {
        assert_eq!(standard("①⑴❷➌⓾"), "①(1)②③⑩");
        for (text, query) in [
            ("印が①②③とある", "123"),
            ("10⁶個", "106個"),
            ("約1¼倍", "11/4"),
            ("㉑㊿", "2150"),
            ("注³⁴", "34"),
            ("2½", "21/2"),
        ] {
            assert_eq!(marked(text, query), text, "{query}");
        }
        assert_eq!(marked("印が①②③とある", "①"), "印が［①］②③とある");
        assert_eq!(marked("CO₂は2025年に", "CO2"), "［CO₂］は2025年に");
        assert_eq!(marked("CO2は2025年に", "②"), "CO2は2025年に");
        assert_eq!(marked("約1¼倍", "1¼倍"), "約［1¼倍］");
    }

    #[test]
    fn an_empty_needle_is_nowhere() {
        assert!(MatchForm::of("政策", Folding::Standard).find_all("").is_empty());
    }

    #[test]
    fn strict_folding_keeps_width_case_and_old_kanji() {
        assert_eq!(fold("Ａ 國\n", Folding::Strict), "Ａ國");
        assert_eq!(fold("カ\u{3099}", Folding::Strict), "ガ");
        assert_eq!(fold("葛\u{E0100}", Folding::Strict), "葛\u{E0100}");
    }

    #[test]
    fn ranges_go_there_and_back() {
        let form = MatchForm::of("㈱ 日本", Folding::Standard);
        assert_eq!(form.as_str(), "(株)日本");
        assert_eq!(form.len_chars(), 5);
        assert_eq!(form.text_range(1..2), 0..1);
        assert_eq!(form.text_range(2..4), 0..3);
        assert_eq!(form.form_range(0..1), 0..3);
        assert_eq!(form.form_range(1..2), 3..3);
        assert_eq!(form.form_range(2..4), 3..5);
        assert_eq!(form.text_range(3..3), 2..2);
    }
}
