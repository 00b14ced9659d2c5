//! The counter か: 3か所 = 3ヶ所 = 3カ所 = 3箇所.
//!
//! 公用文 writes か behind digits (3か所) and 箇 behind kanji (三箇所): 公用文作成の考え方
//! （令和4年1月11日 内閣官房長官通知）Ⅰ-3. Maps, statutes and older papers have ヶ, ケ, カ and ヵ.

use shirabe_japanese::{half_width, numerals};

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;

const KA: &[char] = &['か', 'ヶ', 'カ', 'ケ', '箇', 'ヵ', 'ｶ', 'ｹ'];
/// What か counts, as far as it is one character.
const COUNTED: &[char] =
    &['所', '月', '年', '国', '条', '村', '町', '市', '寺', '店', '校', '院', '港', '省'];

pub(super) fn expand(phrase: &Phrase<'_>, findings: &mut Findings<'_>) {
    for (at, pair) in phrase.chars.windows(2).enumerate() {
        let is_counter = KA.contains(&pair[0]) && COUNTED.contains(&pair[1]);
        if is_counter && phrase.before(at).is_some_and(is_numeral) {
            let with = |ka: &char| format!("{ka}{}", pair[1]);
            findings.add(Rule::Counter, at..at + 2, KA.iter().map(with));
        }
    }
}

fn is_numeral(character: char) -> bool {
    numerals::is_numeral(half_width(character)) || matches!(character, '数' | '何' | '幾')
}
