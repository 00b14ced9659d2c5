//! Which of a word's spellings in the dictionary people write in papers.
//!
//! The dictionary was made to read anything, so a group also holds archaisms (考へ), slips (労動,
//! 基ずく), play (高〜い, びじねす) and other words of the same sound and sense (採り, 捕り of 取り).

use shirabe_japanese::{
    is_hiragana_letter as is_hiragana, is_kanji, is_katakana_letter as is_katakana, katakana,
};

use crate::segment::Word;

/// Kanji that became others in compounds, the present one first: 同音の漢字による書きかえ
/// （昭和31年7月5日 国語審議会報告）. Only towards the present one: no new paper has 綜合 or 聯絡.
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

/// Whether people write the word like this.
pub(super) fn is_plausible(word: &Word, other: &str) -> bool {
    let own = word.surface.as_str();
    let n_chars = other.chars().count();
    let is_written =
        |c: char| is_kanji(c) || is_hiragana(c) || is_katakana(c) || matches!(c, 'ー' | '・');
    let is_short_kana = n_chars <= 2 && other.chars().all(is_hiragana);
    // 人人, 益益: every paper has 々.
    let is_doubled = other.chars().zip(other.chars().skip(1)).any(|(a, b)| a == b && is_kanji(a));
    if n_chars < 2 || is_short_kana || is_doubled || !other.chars().all(is_written) {
        return false;
    }
    if own.chars().all(|c| is_katakana(c) || matches!(c, 'ー' | '・')) {
        return katakana_fits(own, other);
    }
    if own.chars().all(is_hiragana) {
        return is_in_katakana(word, other) || gets_kanji_of(word, other);
    }
    if own.chars().any(is_katakana) {
        return kanji_of(own) == kanji_of(other) && katakana_fits(own, other);
    }
    if own.chars().all(is_kanji) {
        return is_exchange(own, other) || (kanji_of(own) == kanji_of(other) && own != other);
    }
    is_in_katakana(word, other) || mixed_fits(word, other)
}

/// The reading without what spellings in katakana differ in.
pub(super) fn sound(reading: &str) -> String {
    let pairs = [("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ")];
    let wide = [("ウェ", "ウエ"), ("ウィ", "ウイ"), ("ウォ", "ウオ"), ("ー", ""), ("・", "")];
    pairs.iter().chain(&wide).fold(reading.to_owned(), |sound, (from, to)| sound.replace(from, to))
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
fn is_in_katakana(word: &Word, other: &str) -> bool {
    word.part_of_speech.starts_with("名詞")
        && other.chars().filter(|c| is_katakana(*c)).count() > 1
        && katakana(&word.surface) == katakana(other)
}

/// Words of kanji and hiragana.
fn mixed_fits(word: &Word, other: &str) -> bool {
    if other.chars().any(is_katakana) {
        return false;
    }
    let (own_kanji, kanji) = (kanji_of(&word.surface), kanji_of(other));
    if !is_inflected(word) {
        return is_subsequence(&kanji, &own_kanji);
    }
    // 関する, 応じる: a Chinese verb is never written in kana.
    if word.part_of_speech.contains("サ行変格") || word.part_of_speech.contains("ザ行") {
        return false;
    }
    match (kanji.len(), own_kanji.len()) {
        (0, _) => is_modern(other),
        (1, 1) => kanji == own_kanji && is_permitted_okurigana(&word.surface, other),
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
