//! Kana in Latin letters, as in a passport: [`romaji`].
//!
//! The spelling is that of 「ヘボン式ローマ字綴方表」 of the Ministry of Foreign Affairs (旅券法施行規則
//! 別表第二): long vowels are not written (しりょう is shiryo), っ doubles the consonant (っち is tchi).
//! ん is n everywhere, also before b, m and p.

/// Syllables, longer ones before their beginnings.
const SYLLABLES: &[(&str, &str)] = &[
    ("きゃ", "kya"),
    ("きゅ", "kyu"),
    ("きょ", "kyo"),
    ("しゃ", "sha"),
    ("しゅ", "shu"),
    ("しょ", "sho"),
    ("しぇ", "she"),
    ("ちゃ", "cha"),
    ("ちゅ", "chu"),
    ("ちょ", "cho"),
    ("ちぇ", "che"),
    ("にゃ", "nya"),
    ("にゅ", "nyu"),
    ("にょ", "nyo"),
    ("ひゃ", "hya"),
    ("ひゅ", "hyu"),
    ("ひょ", "hyo"),
    ("みゃ", "mya"),
    ("みゅ", "myu"),
    ("みょ", "myo"),
    ("りゃ", "rya"),
    ("りゅ", "ryu"),
    ("りょ", "ryo"),
    ("ぎゃ", "gya"),
    ("ぎゅ", "gyu"),
    ("ぎょ", "gyo"),
    ("じゃ", "ja"),
    ("じゅ", "ju"),
    ("じょ", "jo"),
    ("じぇ", "je"),
    ("びゃ", "bya"),
    ("びゅ", "byu"),
    ("びょ", "byo"),
    ("ぴゃ", "pya"),
    ("ぴゅ", "pyu"),
    ("ぴょ", "pyo"),
    ("ふぁ", "fa"),
    ("ふぃ", "fi"),
    ("ふぇ", "fe"),
    ("ふぉ", "fo"),
    ("てぃ", "ti"),
    ("でぃ", "di"),
    ("でゅ", "dyu"),
    ("とぅ", "tu"),
    ("どぅ", "du"),
    ("うぃ", "wi"),
    ("うぇ", "we"),
    ("うぉ", "wo"),
    ("ゔぁ", "va"),
    ("ゔぃ", "vi"),
    ("ゔぇ", "ve"),
    ("ゔぉ", "vo"),
    ("つぁ", "tsa"),
    ("あ", "a"),
    ("い", "i"),
    ("う", "u"),
    ("え", "e"),
    ("お", "o"),
    ("か", "ka"),
    ("き", "ki"),
    ("く", "ku"),
    ("け", "ke"),
    ("こ", "ko"),
    ("さ", "sa"),
    ("し", "shi"),
    ("す", "su"),
    ("せ", "se"),
    ("そ", "so"),
    ("た", "ta"),
    ("ち", "chi"),
    ("つ", "tsu"),
    ("て", "te"),
    ("と", "to"),
    ("な", "na"),
    ("に", "ni"),
    ("ぬ", "nu"),
    ("ね", "ne"),
    ("の", "no"),
    ("は", "ha"),
    ("ひ", "hi"),
    ("ふ", "fu"),
    ("へ", "he"),
    ("ほ", "ho"),
    ("ま", "ma"),
    ("み", "mi"),
    ("む", "mu"),
    ("め", "me"),
    ("も", "mo"),
    ("や", "ya"),
    ("ゆ", "yu"),
    ("よ", "yo"),
    ("ら", "ra"),
    ("り", "ri"),
    ("る", "ru"),
    ("れ", "re"),
    ("ろ", "ro"),
    ("わ", "wa"),
    ("ゐ", "i"),
    ("ゑ", "e"),
    ("を", "o"),
    ("ん", "n"),
    ("が", "ga"),
    ("ぎ", "gi"),
    ("ぐ", "gu"),
    ("げ", "ge"),
    ("ご", "go"),
    ("ざ", "za"),
    ("じ", "ji"),
    ("ず", "zu"),
    ("ぜ", "ze"),
    ("ぞ", "zo"),
    ("だ", "da"),
    ("ぢ", "ji"),
    ("づ", "zu"),
    ("で", "de"),
    ("ど", "do"),
    ("ば", "ba"),
    ("び", "bi"),
    ("ぶ", "bu"),
    ("べ", "be"),
    ("ぼ", "bo"),
    ("ぱ", "pa"),
    ("ぴ", "pi"),
    ("ぷ", "pu"),
    ("ぺ", "pe"),
    ("ぽ", "po"),
    ("ゔ", "vu"),
    ("ぁ", "a"),
    ("ぃ", "i"),
    ("ぅ", "u"),
    ("ぇ", "e"),
    ("ぉ", "o"),
    ("ゃ", "ya"),
    ("ゅ", "yu"),
    ("ょ", "yo"),
    ("ゎ", "wa"),
];

/// Hiragana or katakana in lower-case Latin letters. What is no kana is left out.
pub fn romaji(kana: &str) -> String {
    let hiragana = crate::hiragana(kana);
    let mut rest = hiragana.as_str();
    let mut out = String::with_capacity(rest.len());
    let mut doubles = false;
    while let Some(first) = rest.chars().next() {
        let syllable = SYLLABLES
            .iter()
            .find_map(|(kana, latin)| rest.strip_prefix(kana).map(|after| (after, *latin)));
        let Some((after, latin)) = syllable else {
            doubles = first == 'っ';
            rest = rest.strip_prefix(first).unwrap_or_default();
            continue;
        };
        if doubles {
            // っち is tchi.
            let consonant = if latin.starts_with("ch") { Some('t') } else { latin.chars().next() };
            out.extend(consonant.filter(|c| !"aiueo".contains(*c)));
            doubles = false;
        }
        let is_long =
            matches!((out.chars().last(), latin), (Some('o'), "u" | "o") | (Some('u'), "u"));
        if !is_long {
            out.push_str(latin);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_are_spelt_as_in_a_passport() {
        for (kana, latin) in [
            ("シリョウ", "shiryo"),
            ("かいぎ", "kaigi"),
            ("トウキョウト", "tokyoto"),
            ("ケッチャク", "ketchaku"),
            ("はっぴょう", "happyo"),
            ("くうこう", "kuko"),
            ("ガイドライン", "gaidorain"),
            ("データ", "deta"),
            ("しんぶん", "shinbun"),
            ("ヴァイオリン", "vaiorin"),
            ("ティー", "ti"),
            ("っ", ""),
            ("漢字", ""),
        ] {
            assert_eq!(romaji(kana), latin, "{kana}");
        }
    }

    #[test]
    fn every_hiragana_has_letters_but_the_small_tsu() {
        for c in ('ぁ'..='ん').filter(|c| *c != 'っ') {
            assert!(!romaji(&c.to_string()).is_empty(), "{c}");
        }
    }
}
