//! Words and terms of real Japanese, with the real dictionary.

use std::sync::Arc;

use proptest::prelude::*;
use shirabe_dictionary::Prepared;
use shirabe_text::{Unit, Word, WordClass, slice_chars};

fn dictionary() -> Arc<Prepared> {
    shirabe_dictionary::for_tests()
}

fn words(text: &str) -> Vec<Word> {
    dictionary().segmenter.words(text)
}

/// Words with their class, and their terms where these say something new.
fn outline(text: &str) -> String {
    let describe = |word: Word| {
        let terms: Vec<_> = word.short_units.iter().map(|unit| unit.normalised.as_str()).collect();
        let class = match word.class {
            WordClass::Content => "",
            WordClass::Function => "-",
            WordClass::Number => "#",
            WordClass::Symbol => ".",
        };
        let is_new = !terms.is_empty() && terms != [word.surface.as_str()];
        let terms = if is_new { format!("({})", terms.join(" ")) } else { String::new() };
        format!("{}{class}{terms}", word.surface)
    };
    words(text).into_iter().map(describe).collect::<Vec<_>>().join(" ")
}

fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    dictionary().segmenter.for_each_term(text, |term| terms.push(term.text.to_owned()));
    terms
}

#[test]
fn spellings_of_a_word_have_one_term() {
    for text in ["取組", "取組み", "取り組み", "とりくみ"] {
        assert_eq!(terms(text), ["取り組み"], "{text}");
    }
    for (a, b) in
        [("サーバ", "サーバー"), ("障がい者", "障害者"), ("附属", "付属"), ("國民", "国民")]
    {
        assert_eq!(terms(a), terms(b), "{a} {b}");
    }
}

#[test]
fn inflected_words_have_the_term_of_their_dictionary_form() {
    assert_eq!(terms("取り組んだ"), terms("取り組む"));
    assert_eq!(terms("高かった"), ["高い"]);
}

#[test]
fn words_of_policy_are_not_torn() {
    insta::assert_snapshot!(outline("令和７年度の創薬に係る予算額８５０億円を確保する。"), @"令和 ７#(7) 年度 の- 創薬 に- 係る(掛かる) 予算額(予算 額) ８５０億#(85000000000) 円 を- 確保 する- 。.");
    insta::assert_snapshot!(outline("我が国の研究開発力の強化に向けた取組等について"), @"我が国 の- 研究開発力(研究 開発 力) の- 強化 に- 向け(向ける) た- 取組(取り組み) 等- に- つい- て-");
}

#[test]
fn a_compound_has_the_terms_of_its_parts_in_a_row() {
    let mut found = Vec::new();
    dictionary().segmenter.for_each_unit("国立の研究開発、法人", |term| {
        found.push(format!("{} {:?} {:?} {}", term.position, term.unit, term.chars, term.text));
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    0 Short 0..2 国立
    2 Long 3..7 研究開発
    2 Short 3..5 研究
    3 Short 5..7 開発
    5 Short 8..10 法人
    ");
}

#[test]
fn terms_are_the_short_units_of_the_words_that_count() {
    let text = "日本医療研究開発機構（AMED）は、令和7年度に2,500億円の事業を総合的に推進している。";
    let units = words(text).into_iter().flat_map(|word| word.short_units);
    let units: Vec<_> = units.map(|unit| (unit.normalised, unit.chars)).collect();
    let mut found = Vec::new();
    dictionary().segmenter.for_each_term(text, |term| {
        assert_eq!(term.unit, Unit::Short);
        found.push((term.text.to_owned(), term.chars));
    });
    assert_eq!(found, units);
}

#[test]
fn a_number_is_one_term_in_every_notation() {
    for text in ["1000", "１０００", "1,000", "１，０００", "一千", "一〇〇〇"] {
        assert_eq!(terms(text), ["1000"], "{text}");
    }
    assert_eq!(terms("３．５倍"), ["3.5", "倍"]);
    assert_eq!(terms("2025.4.1"), ["2025", "4", "1"]);
    assert_eq!(terms("第二百五条"), ["205", "条"]);
    assert_eq!(terms("八百五十億円"), terms("850億円"));
    assert_eq!(terms("四月二十日"), terms("4月20日"));
}

#[test]
fn a_numeral_inside_a_word_is_no_number() {
    assert_eq!(terms("一般"), ["一般"]);
    assert_eq!(terms("三菱"), ["三菱"]);
}

#[test]
fn function_words_and_signs_are_no_terms() {
    assert!(terms("これらのものについては、そのようなことがあるため、").is_empty());
    assert!(terms("及び、又は（※）・…　　\n").is_empty());
    insta::assert_snapshot!(outline("研究に行くこととした。事を進めていく上で"), @"研究 に- 行く こと- と- し- た- 。. 事 を- 進め(進める) て- いく- 上 で-");
}

#[test]
fn a_run_of_letters_is_one_word_however_wide() {
    assert_eq!(terms("AMED"), ["amed"]);
    assert_eq!(terms("ＡＭＥＤ"), ["amed"]);
    assert_eq!(terms("iPS細胞"), ["ips", "細胞"]);
    assert_eq!(terms("Ⅱ期"), terms("II期"));
}

#[test]
fn a_line_break_parts_words_and_a_space_stays_out() {
    assert_eq!(terms("研究開\n発"), ["研究", "開", "発"]);
    insta::assert_snapshot!(outline("ライフ　サイエンス"), @"ライフ サイエンス");
}

#[test]
fn characters_that_stand_for_several_give_their_place_to_each_word() {
    let found: Vec<_> = words("㋿7年㈱").into_iter().map(|w| (w.normalised, w.chars)).collect();
    assert_eq!(found[0], ("令和".to_owned(), 0..1));
    assert!(found[3..].iter().all(|(_, chars)| *chars == (3..4)), "{found:?}");
}

#[test]
fn the_dictionary_says_reading_and_synonyms() {
    let word = &words("サーバ")[0];
    assert_eq!(
        (word.reading.as_str(), word.part_of_speech.as_str()),
        ("サーバ", "名詞,普通名詞,一般")
    );
    assert_eq!(word.synonym_groups, words("サーバー")[0].synonym_groups);
    assert!(!word.synonym_groups.is_empty());
}

#[test]
fn the_spellings_of_a_word_are_known_by_its_normalised_form() {
    let surfaces = dictionary().spellings.surfaces("取り組み");
    for surface in ["取り組み", "取組", "取組み"] {
        assert!(surfaces.iter().any(|s| s == surface), "{surface} in {surfaces:?}");
    }
    let spellings = dictionary().spellings.of("一目");
    assert!(spellings.iter().all(|s| !s.part_of_speech.is_empty() && !s.reading.is_empty()));
    assert!(dictionary().spellings.of("存在しない言葉").is_empty());
}

#[test]
fn a_long_text_without_pauses_is_cut_into_words() {
    let n_chars = 1 << 18;
    let letters: usize = words(&"a".repeat(n_chars)).iter().map(|word| word.chars.len()).sum();
    assert_eq!(letters, n_chars);
    let kanji: usize = words(&"研究".repeat(n_chars / 8)).iter().map(|word| word.chars.len()).sum();
    assert_eq!(kanji, n_chars / 4);
    let numerals: usize =
        words(&"十".repeat(n_chars / 32)).iter().map(|word| word.chars.len()).sum();
    assert_eq!(numerals, n_chars / 32);
}

#[test]
fn threads_share_a_segmenter() {
    let dictionary = dictionary();
    let expected = words("令和7年度の研究開発");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(dictionary.segmenter.words("令和7年度の研究開発"), expected));
        }
    });
}

#[test]
fn a_segmentation_inside_another_is_allowed() {
    let segmenter = &dictionary().segmenter;
    let mut inner = Vec::new();
    segmenter.for_each_term("研究と開発", |outer| {
        segmenter
            .for_each_term("推進", |term| inner.push(format!("{}{}", outer.text, term.text)));
    });
    assert_eq!(inner, ["研究推進", "開発推進"]);
}

/// Text as it comes: mostly Japanese, with everything that makes offsets hard.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ぁ-んァ-ヶ一-龠々ー]{1,6}",
        2 => prop::sample::select(vec![
            "令和7年度", "研究開発", "取組を", "８５０億円", "1,000", "3.5", "ＡＭＥＤ", "第二十五条",
            "㈱", "㋿", "½", "㎡", "ｶﾞｲﾄﾞ", "カ\u{3099}", "葛\u{E0100}城", "⻑期", "國", "👨\u{200D}👩", "Ⅳ",
            "\u{3000}", "\n", "\r\n", "\0", "。", "、", "「", "」", "㍿", "ﷺ", "e\u{301}", "\u{FEFF}",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn words_slice_the_text_and_cover_all_that_is_visible(text in any_text()) {
        let words = words(&text);
        let mut last = 0..0;
        let mut covered = vec![false; text.chars().count()];
        for word in &words {
            prop_assert_eq!(slice_chars(&text, word.chars.clone()), &word.surface);
            prop_assert!(!word.chars.is_empty());
            prop_assert!(last.start <= word.chars.start && last.end <= word.chars.end, "{:?}", words);
            last = word.chars.clone();
            covered[word.chars.clone()].fill(true);
        }
        for (character, covered) in text.chars().zip(covered) {
            let is_letter = character.is_alphanumeric();
            prop_assert!(covered || !is_letter, "{:?} of {:?} is in no word", character, text);
        }
    }

    #[test]
    fn units_lie_in_their_word_and_slice_the_text(text in any_text()) {
        for word in words(&text) {
            prop_assert_eq!(
                word.short_units.is_empty(),
                matches!(word.class, WordClass::Function | WordClass::Symbol)
            );
            for unit in word.short_units {
                prop_assert_eq!(slice_chars(&text, unit.chars.clone()), &unit.surface);
                prop_assert!(word.chars.start <= unit.chars.start && unit.chars.end <= word.chars.end);
                prop_assert!(!unit.normalised.is_empty());
            }
        }
    }

    #[test]
    fn places_are_those_of_all_words_and_of_the_parts_of_compounds(text in any_text()) {
        let of_word = |word: Word| match word.short_units.len() {
            0 | 1 => vec![word.chars],
            _ => word.short_units.into_iter().map(|unit| unit.chars).collect(),
        };
        let expected: Vec<_> = words(&text).into_iter().flat_map(of_word).collect();
        let mut found = Vec::new();
        dictionary().segmenter.for_each_place(&text, |chars| found.push(chars));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn positions_never_run_backwards_and_no_term_is_white(text in any_text()) {
        let mut last = 0;
        dictionary().segmenter.for_each_unit(&text, |term| {
            assert!(term.position >= last && !term.text.trim().is_empty(), "{term:?}");
            last = term.position;
        });
    }

    #[test]
    fn lines_are_segmented_on_their_own(a in any_text(), b in any_text()) {
        let together = terms(&format!("{a}\n{b}"));
        let apart = [terms(&a), terms(&b)].concat();
        prop_assert_eq!(together, apart);
    }
}
