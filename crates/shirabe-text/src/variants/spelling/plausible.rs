//! Which of a word's spellings in the dictionary people write in papers.
//!
//! The dictionary was made to read anything, so a group also holds archaisms (考へ), slips (労動,
//! 基ずく), play (高〜い, びじねす) and other words of the same sound and sense (採り, 捕り of 取り).

use shirabe_japanese::{
    is_hiragana_letter as is_hiragana, is_kanji, is_katakana_letter as is_katakana, katakana,
};

use crate::segment::Word;

/// Kanji that became others in compounds, the present one first: 同音の漢字による書きかえ
/// （昭和31年7月5日 国語審議会報告）.
const REPLACED: &[&str] = &[
    "連聯",
    "集輯緝",
    "総綜",
    "知智",
    "画劃",
    "郭廓",
    "回廻",
    "開恢",
    "決訣",
    "削鑿",
    "干旱",
    "欠歇",
    "希稀",
    "喫吃",
    "凶兇",
    "御禦馭",
    "戒誡",
    "係繋",
    "食蝕",
    "弦絃",
    "差叉",
    "高亢",
    "広宏",
    "幸倖",
    "鉱礦",
    "枯涸",
    "混渾",
    "底柢",
    "座坐",
    "賛讃",
    "浸滲",
    "尋訊",
    "長暢",
    "先尖",
    "扇煽",
    "没歿",
    "浄滌",
    "選銓",
    "克剋",
    "阻沮",
    "疎疏",
    "退頽褪",
    "台颱",
    "固乎",
    "注註",
    "抵牴觝",
    "丁鄭叮",
    "転顛",
    "途杜",
    "棄毀",
    "乱爛",
    "放抛",
    "模摸",
    "溶熔鎔",
    "欲慾",
    "了諒",
    "練煉",
    "湾弯",
    "用傭",
    "裏裡",
    "険嶮",
    "向嚮",
    "案按",
    "装裳",
    "園苑",
    "炎焔",
    "義誼",
    "床牀",
    "舗鋪",
    "碍礙",
];

/// Kanji that papers exchange to this day: 附則・付則, 充分・十分, 順守・遵守, 年令・年齢, 障碍・障害.
const EXCHANGED: &[&str] = &["付附", "齢令", "十充", "遵順", "個箇", "碍害", "幅巾", "収蒐"];

/// Okurigana that may be left out or added behind a single kanji: 送り仮名の付け方
/// （昭和48年内閣告示第2号）通則1・2の許容; the last row was the rule before 1973 and is still met.
const OKURIGANA: &[(char, char)] = &[
    ('表', 'わ'),
    ('著', 'わ'),
    ('現', 'わ'),
    ('行', 'な'),
    ('断', 'わ'),
    ('賜', 'わ'),
    ('浮', 'か'),
    ('生', 'ま'),
    ('押', 'さ'),
    ('捕', 'ら'),
    ('積', 'も'),
    ('聞', 'こ'),
    ('起', 'こ'),
    ('落', 'と'),
    ('暮', 'ら'),
    ('当', 'た'),
    ('終', 'わ'),
    ('変', 'わ'),
    ('分', 'か'),
    ('異', 'な'),
    ('果', 'た'),
    ('基', 'づ'),
    ('伴', 'な'),
    ('少', 'な'),
    ('明', 'ら'),
];

/// Whether people write the word like this, and `other` as the word is written: what is found from one is
/// found from the other.
///
/// A noun in kanji or katakana fits if it fits in one direction: 聯絡 is 連絡, so 連絡 is 聯絡. Of verbs, and of
/// what is in kana alone, both must fit: 撮る may be とる, but とる is not 撮る.
pub(super) fn is_plausible(word: &Word, other: &str) -> bool {
    let own = word.surface.as_str();
    if !is_writable(own) || !is_writable(other) {
        return false;
    }
    let (there, back) = (fits(word, own, other), fits(word, other, own));
    if is_free_in_direction(word, own, other) { there || back } else { there && back }
}

/// Whether one direction is enough: not for words that change their ends, nor between kana and kanji, where
/// many words sound alike; but a noun that is in kana in part (街づくり) may be so in whole (まちづくり).
fn is_free_in_direction(word: &Word, own: &str, other: &str) -> bool {
    let is_kana = |s: &str| s.chars().all(is_hiragana);
    let is_mixed = |s: &str| s.chars().any(is_kanji) && s.chars().any(is_hiragana);
    let is_in_part = is_mixed(own) || is_mixed(other);
    // すべて, おおむね: adverbs in kanji are spellings of before 1946.
    let is_noun = word.part_of_speech.starts_with("名詞,普通名詞")
        && !word.part_of_speech.contains("副詞可能");
    if is_inflected(word) {
        false
    } else if is_kana(own) || is_kana(other) {
        is_noun && is_in_part
    } else {
        true
    }
}

/// Whether a surface has letters that papers write, and more than kana that stand everywhere.
fn is_writable(surface: &str) -> bool {
    let n_chars = surface.chars().count();
    let is_written = |c: char| {
        is_kanji(c)
            || is_hiragana(c)
            || is_katakana(c)
            || c.is_ascii_alphabetic()
            || matches!(c, 'ー' | '・')
    };
    let is_short_kana = n_chars <= 2 && surface.chars().all(is_hiragana);
    // 人人, 益益: every paper has 々.
    let is_doubled =
        surface.chars().zip(surface.chars().skip(1)).any(|(a, b)| a == b && is_kanji(a));
    n_chars >= 2 && !is_short_kana && !is_doubled && surface.chars().all(is_written)
}

/// Whether who writes `own` may write `other`; both are spellings of `word`.
fn fits(word: &Word, own: &str, other: &str) -> bool {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    if own.chars().any(is_latin) || other.chars().any(is_latin) {
        return is_in_letters(own, other);
    }
    if own.chars().all(|c| is_katakana(c) || matches!(c, 'ー' | '・')) {
        return katakana_fits(own, other);
    }
    if own.chars().all(is_hiragana) {
        return is_in_katakana(word, own, other) || gets_kanji_of(word, other);
    }
    if own.chars().any(is_katakana) {
        return kanji_of(own) == kanji_of(other) && katakana_fits(own, other);
    }
    if own.chars().all(is_kanji) {
        return is_exchange(own, other) || (kanji_of(own) == kanji_of(other) && own != other);
    }
    is_in_katakana(word, own, other) || mixed_fits(word, own, other)
}

/// Web会議 of ウェブ会議: in a word with kanji letters stand for katakana; alone they are another language.
fn is_in_letters(own: &str, other: &str) -> bool {
    let has_letters = |s: &str| s.chars().any(|c| c.is_ascii_alphabetic());
    let has_kana = |s: &str| s.chars().any(is_katakana);
    !kanji_of(own).is_empty()
        && kanji_of(own) == kanji_of(other)
        && !own.chars().chain(other.chars()).any(is_hiragana)
        && (has_letters(own) && has_kana(other) || has_kana(own) && has_letters(other))
}

/// The reading without what spellings in katakana differ in. It only tells apart what the dictionary
/// normalises to one word, so it may be bold.
///
/// Source: 外来語の表記（平成3年内閣告示第2号）, table 2 and 留意事項その2: ヴァ・バ, ウィ・ウイ, ディ・デ, フォ・ホ, イア・イヤ,
/// エイ・エー, and the long-vowel mark at the end.
pub(super) fn sound(reading: &str) -> String {
    const PAIRS: [(&str, &str); 18] = [
        ("ヴァ", "バ"),
        ("ヴィ", "ビ"),
        ("ヴェ", "ベ"),
        ("ヴォ", "ボ"),
        ("ヴュ", "ビュ"),
        ("ヴ", "ブ"),
        ("ウェ", "ウエ"),
        ("ウィ", "ウイ"),
        ("ウォ", "ウオ"),
        ("ディ", "デ"),
        ("ティ", "テ"),
        ("ファ", "ハ"),
        ("フィ", "ヒ"),
        ("フェ", "ヘ"),
        ("フォ", "ホ"),
        ("シェ", "セ"),
        ("ジェ", "ゼ"),
        ("・", ""),
    ];
    let sound = PAIRS.iter().fold(reading.to_owned(), |sound, (from, to)| sound.replace(from, to));
    let mut heard = String::new();
    for c in sound.chars() {
        let before = heard.chars().last();
        let is_in = |row: &str| before.is_some_and(|c| row.contains(c));
        match c {
            'ー' => {}
            'イ' if is_in("エケセテネヘメレゲゼデベペ") => {}
            'ウ' if is_in("オコソトノホモヨロゴゾドボポョュ") => {}
            'ヤ' if is_in("イキシチニヒミリギジビピ") => heard.push('ア'),
            c => heard.push(c),
        }
    }
    heard
}

/// サーバ of サーバー, ウエブ of ウェブ; ヴ only where the word has it (バイオリン stays).
fn katakana_fits(own: &str, other: &str) -> bool {
    let has_hiragana = other.chars().any(is_hiragana) && !own.chars().any(is_hiragana);
    let adds_vu = other.contains('ヴ') && !own.contains('ヴ');
    let n_dots = |s: &str| s.matches('・').count();
    let is_slip = other.contains("データー");
    !has_hiragana
        && !adds_vu
        && !is_slip
        && n_dots(other) <= n_dots(own) + 1
        && sound(own) == sound(other)
}

/// Kana become the kanji of the normalised form and no others: とる is 取る, not 撮る.
fn gets_kanji_of(word: &Word, other: &str) -> bool {
    let kanji = kanji_of(other);
    let known = kanji_of(&word.normalised);
    !kanji.is_empty() && !other.chars().any(is_katakana) && kanji.iter().all(|c| known.contains(c))
}

/// ガン of がん, 肺ガン of 肺がん: nouns only, and no okurigana (見込ミ).
fn is_in_katakana(word: &Word, own: &str, other: &str) -> bool {
    word.part_of_speech.starts_with("名詞")
        && other.chars().filter(|c| is_katakana(*c)).count() > 1
        && katakana(own) == katakana(other)
}

/// Words of kanji and hiragana.
fn mixed_fits(word: &Word, own: &str, other: &str) -> bool {
    if other.chars().any(is_katakana) {
        return false;
    }
    let (own_kanji, kanji) = (kanji_of(own), kanji_of(other));
    if !is_inflected(word) {
        return is_subsequence(&kanji, &own_kanji);
    }
    // 関する, 応じる: a Chinese verb is never written in kana.
    if word.part_of_speech.contains("サ行変格") || word.part_of_speech.contains("ザ行") {
        return false;
    }
    match (kanji.len(), own_kanji.len()) {
        (0, _) => is_modern(other),
        (1, 1) => kanji == own_kanji && is_permitted_okurigana(own, other),
        _ => kanji == own_kanji && is_modern(other),
    }
}

/// 考へ, 基ずく: kana of before 1946, and the slip that 四つ仮名 invite.
fn is_modern(other: &str) -> bool {
    !other.contains(['へ', 'ゐ', 'ゑ', 'ず'])
}

fn is_permitted_okurigana(own: &str, other: &str) -> bool {
    let (long, short) = if own.len() > other.len() { (own, other) } else { (other, own) };
    OKURIGANA.iter().any(|(kanji, kana)| {
        let with: String = [*kanji, *kana].iter().collect();
        long.starts_with(&with) && long.replacen(&with, &kanji.to_string(), 1) == short
    })
}

/// Compounds that differ in kanji of one row of the list.
fn is_exchange(own: &str, other: &str) -> bool {
    let is_listed = |a: char, b: char| {
        EXCHANGED.iter().any(|row| row.contains(a) && row.contains(b))
            || REPLACED.iter().any(|row| row.contains(a) && row.starts_with(b))
    };
    own != other
        && own.chars().count() == other.chars().count()
        && own.chars().zip(other.chars()).all(|(a, b)| a == b || is_listed(a, b))
}

fn is_inflected(word: &Word) -> bool {
    ["動詞", "形容詞", "助動詞"].iter().any(|class| word.part_of_speech.starts_with(class))
}

fn is_subsequence(part: &[char], whole: &[char]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|wanted| rest.any(|c| c == wanted))
}

fn kanji_of(surface: &str) -> Vec<char> {
    surface.chars().filter(|c| is_kanji(*c)).collect()
}
