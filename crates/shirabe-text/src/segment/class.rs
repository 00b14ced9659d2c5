//! What a word is to a search, by its part of speech.
//!
//! Parts of speech are UniDic's, as SudachiDict uses them (国立国語研究所「現代日本語書き言葉均衡コーパス」形態論情報規程集).
//! Words that only hold a sentence together are left out of the index. Nouns that have lost their
//! meaning (形式名詞) and helping verbs (補助動詞) share the part of speech of full words, so they are
//! listed: nouns in kana only, because 「公用文作成の考え方」(文化審議会建議, 2022) writes こと, もの, ため
//! for the one and 事, 物, 為 for the other.

use super::WordClass;

/// A part of speech, and what it says about the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartOfSpeech {
    /// Levels joined by commas, without the `*` at the end.
    pub(super) name: String,
    rule: Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Always(WordClass),
    /// Signs; but letters of foreign scripts are given the same part of speech.
    SymbolWithoutLetters,
    /// Function words if the surface is listed.
    Surface(&'static [&'static str]),
    /// Function words if the normalised form is listed.
    Term(&'static [&'static str]),
}

const FORMAL_NOUNS: &[&str] = &[
    "あいだ",
    "うえ",
    "うち",
    "かた",
    "くらい",
    "ぐらい",
    "こと",
    "さい",
    "せい",
    "たび",
    "ため",
    "つもり",
    "とおり",
    "とき",
    "ところ",
    "なか",
    "はず",
    "ほう",
    "ほか",
    "ほど",
    "まま",
    "もと",
    "もの",
    "ゆえ",
    "よう",
    "わけ",
];
const HELPING_VERBS: &[&str] = &[
    "ある",
    "いく",
    "いただく",
    "いる",
    "おく",
    "おる",
    "くださる",
    "くる",
    "しまう",
    "する",
    "できる",
    "なる",
    "みる",
    "ゆく",
    "よる",
    "下さる",
    "出来る",
    "因る",
    "居る",
    "成る",
    "有る",
    "為る",
    "置く",
    "頂く",
];
const HELPING_ADJECTIVES: &[&str] = &["ない", "無い"];
const SUFFIXES: &[&str] =
    &["がち", "げ", "さ", "さん", "たち", "っぽい", "み", "ら", "様", "的", "等", "達"];
const PREFIXES: &[&str] = &["お", "ご", "御"];
const POINTING_ADVERBS: &[&str] = &["ああ", "こう", "そう", "どう"];

impl PartOfSpeech {
    pub(super) fn new(name: &str) -> PartOfSpeech {
        let name = name.trim_end_matches(",*").to_owned();
        let rule = rule_of(&name);
        PartOfSpeech { name, rule }
    }

    /// The class of a word, by its folded surface and its term.
    pub(super) fn class(&self, surface: &str, term: &str) -> WordClass {
        let is_function = match self.rule {
            Rule::Always(class) => return class,
            Rule::SymbolWithoutLetters if surface.chars().any(char::is_alphanumeric) => false,
            Rule::SymbolWithoutLetters => return WordClass::Symbol,
            Rule::Surface(listed) => is_short(surface) && listed.contains(&surface),
            Rule::Term(listed) => is_short(term) && listed.contains(&term),
        };
        if is_function { WordClass::Function } else { WordClass::Content }
    }
}

/// No listed word is longer than four characters of three bytes, and most words begin otherwise.
fn is_short(word: &str) -> bool {
    word.len() <= 12
}

fn rule_of(name: &str) -> Rule {
    let mut levels = name.split(',');
    match (levels.next().unwrap_or_default(), levels.next().unwrap_or_default()) {
        ("助詞" | "助動詞" | "接続詞" | "代名詞" | "連体詞", _) | ("形状詞", "助動詞語幹") => {
            Rule::Always(WordClass::Function)
        }
        ("空白", _) => Rule::Always(WordClass::Symbol),
        ("補助記号" | "記号", _) => Rule::SymbolWithoutLetters,
        ("名詞", "普通名詞") => Rule::Surface(FORMAL_NOUNS),
        ("副詞", _) => Rule::Surface(POINTING_ADVERBS),
        ("動詞", _) => Rule::Term(HELPING_VERBS),
        ("形容詞", _) => Rule::Term(HELPING_ADJECTIVES),
        ("接尾辞", _) => Rule::Term(SUFFIXES),
        ("接頭辞", _) => Rule::Term(PREFIXES),
        _ => Rule::Always(WordClass::Content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(part_of_speech: &str, surface: &str, term: &str) -> WordClass {
        PartOfSpeech::new(part_of_speech).class(surface, term)
    }

    #[test]
    fn a_formal_noun_counts_in_kanji_only() {
        assert_eq!(class("名詞,普通名詞,一般,*,*,*", "こと", "こと"), WordClass::Function);
        assert_eq!(class("名詞,普通名詞,一般,*,*,*", "事", "事"), WordClass::Content);
    }

    #[test]
    fn a_helping_verb_does_not_count_in_any_inflection() {
        assert_eq!(
            class("動詞,非自立可能,*,*,サ行変格,連用形-一般", "し", "する"),
            WordClass::Function
        );
        assert_eq!(
            class("動詞,一般,*,*,五段-ワア行,連用形-一般", "行い", "行う"),
            WordClass::Content
        );
    }

    #[test]
    fn a_sign_with_letters_counts() {
        assert_eq!(class("補助記号,一般,*,*,*,*", "※", "※"), WordClass::Symbol);
        assert_eq!(class("補助記号,一般,*,*,*,*", "한국", "한국"), WordClass::Content);
    }

    #[test]
    fn the_name_is_cut_behind_the_last_level_that_says_something() {
        assert_eq!(PartOfSpeech::new("名詞,普通名詞,一般,*,*,*").name, "名詞,普通名詞,一般");
        assert_eq!(
            PartOfSpeech::new("助動詞,*,*,*,助動詞-タ,終止形-一般").name,
            "助動詞,*,*,*,助動詞-タ,終止形-一般"
        );
    }
}
