//! What a word is to a search, by its part of speech.
//!
//! Parts of speech are UniDic's, as SudachiDict uses them (国立国語研究所「現代日本語書き言葉均衡コーパス」形態論情報規程集).
//! Words that only hold a sentence together are left out of the index. Nouns that have lost their
//! meaning (形式名詞), helping verbs (補助動詞) and verbs in compound particles (による, について, における)
//! share the part of speech of full words, so they are listed; they count when written in kanji,
//! because 「公用文作成の考え方」(文化審議会建議, 2022) writes こと, とき, ていく in kana and 事, 時, 行く for
//! the full words.

use shirabe_japanese::is_hiragana_letter;

use super::WordClass;

/// A part of speech, and what it says about the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartOfSpeech {
    /// Levels joined by commas, without the `*` at the end.
    pub(super) name: String,
    /// Whether its words make compound nouns: nouns, the stems of 重要な and the like, and affixes.
    pub(super) is_nominal: bool,
    rule: Rule,
}

/// Whether a word of this part of speech, folded surface and term counts, when it is a part of a
/// compound: 的 in 総合的 does not.
pub fn counts(part_of_speech: &str, surface: &str, term: &str) -> bool {
    let class = PartOfSpeech::new(part_of_speech).class(surface, term);
    matches!(class, WordClass::Content | WordClass::Number)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Always(WordClass),
    /// Signs; but letters of foreign scripts are given the same part of speech.
    SymbolWithoutLetters,
    /// Function words if the surface is listed.
    Surface(Box<[&'static str]>),
    /// Function words if the normalised form is listed: the first list always, the second in kana.
    Term(Box<[&'static str]>, Box<[&'static str]>),
}

const FORMAL_NOUNS: &str = "あいだ うえ うち かた くらい ぐらい こと さい せい たび ため つもり とおり とき ところ \
    とも なか はず ほう ほか ほど まま もと もの ゆえ よう わけ";
/// する, ある, いる, なる, できる, as SudachiDict normalises them.
const VERBS: &str = "為る 有る 居る 成る 出来る";
/// おる, いく, くる, みる, おく, しまう, いただく, くださる, もらう, くれる, うる, やる, あげる; による, について,
/// という, における, にかかる.
const VERBS_IN_KANA: &str = "おる 行く 来る 見る おく 置く 仕舞う 頂く 下さる 貰う 呉れる 得る 遣る 上げる \
    よる つく 言う おける 掛かる";
const ADJECTIVES: &str = "無い";
const SUFFIXES: &str = "がち げ さ さん ずつ ぽい み 様 毎 的 等 達";
/// 第 says no more than the number behind it: 第3期 is found as 3期.
const PREFIXES: &str = "御 第";
const NOMINAL: [&str; 4] = ["名詞", "形状詞", "接頭辞", "接尾辞"];
const POINTING_ADVERBS: &str = "ああ こう そう どう";

impl PartOfSpeech {
    pub(super) fn new(name: &str) -> PartOfSpeech {
        let name = name.trim_end_matches(",*").to_owned();
        let rule = rule_of(&name);
        let is_nominal = NOMINAL.iter().any(|level| name.starts_with(level));
        PartOfSpeech { name, is_nominal, rule }
    }

    /// The class of a word, by its folded surface and its term.
    pub(super) fn class(&self, surface: &str, term: &str) -> WordClass {
        let is_function = match &self.rule {
            Rule::Always(class) => return *class,
            Rule::SymbolWithoutLetters if surface.chars().any(char::is_alphanumeric) => false,
            Rule::SymbolWithoutLetters => return WordClass::Symbol,
            Rule::Surface(listed) => begins_with_kana(surface) && listed.contains(&surface),
            Rule::Term(..) if !is_short(term) => false,
            Rule::Term(always, in_kana) => {
                always.contains(&term) || in_kana.contains(&term) && is_kana(surface)
            }
        };
        if is_function { WordClass::Function } else { WordClass::Content }
    }
}

/// No listed word is longer than four characters of three bytes, and most words begin otherwise.
fn is_short(word: &str) -> bool {
    word.len() <= 12
}

/// All listed surfaces do, and most nouns do not.
fn begins_with_kana(surface: &str) -> bool {
    surface.starts_with(is_hiragana_letter)
}

fn is_kana(surface: &str) -> bool {
    surface.chars().all(is_hiragana_letter)
}

fn rule_of(name: &str) -> Rule {
    let words = |list: &'static str| list.split_whitespace().collect();
    let term = |list| Rule::Term(words(list), Box::default());
    let mut levels = name.split(',');
    match (levels.next().unwrap_or_default(), levels.next().unwrap_or_default()) {
        ("助詞" | "助動詞" | "接続詞" | "代名詞" | "連体詞", _) | ("形状詞", "助動詞語幹") => {
            Rule::Always(WordClass::Function)
        }
        ("空白", _) => Rule::Always(WordClass::Symbol),
        ("補助記号" | "記号", _) => Rule::SymbolWithoutLetters,
        ("名詞", "普通名詞") => Rule::Surface(words(FORMAL_NOUNS)),
        ("副詞", _) => Rule::Surface(words(POINTING_ADVERBS)),
        ("動詞", _) => Rule::Term(words(VERBS), words(VERBS_IN_KANA)),
        ("形容詞", _) => term(ADJECTIVES),
        ("接尾辞", _) => term(SUFFIXES),
        ("接頭辞", _) => term(PREFIXES),
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
            class("動詞,非自立可能,*,*,サ行変格,連用形-一般", "し", "為る"),
            WordClass::Function
        );
        assert_eq!(
            class("動詞,一般,*,*,五段-ワア行,連用形-一般", "行い", "行う"),
            WordClass::Content
        );
    }

    #[test]
    fn a_verb_in_a_compound_particle_counts_in_kanji_only() {
        let verb = "動詞,非自立可能,*,*,五段-カ行,連用形-促音便";
        assert_eq!(class(verb, "いっ", "行く"), WordClass::Function);
        assert_eq!(class(verb, "行っ", "行く"), WordClass::Content);
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
