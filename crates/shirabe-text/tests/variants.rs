//! Variants of phrases and abbreviations of documents, with the real dictionary.

use std::sync::Arc;

use proptest::prelude::*;
use shirabe_dictionary::Prepared;
use shirabe_text::{
    Abbreviation, Expansion, Folding, MatchForm, Rule, expansions, fold, mine_abbreviations,
    slice_chars,
};

fn dictionary() -> Arc<Prepared> {
    shirabe_dictionary::for_tests()
}

/// The spellings of a phrase; synonyms, which may lie across them, are none.
fn expanded(phrase: &str) -> Vec<Expansion> {
    let dictionary = dictionary();
    let mut found = expansions(phrase, &dictionary.segmenter, &dictionary.spellings, &[]);
    found.retain(|expansion| expansion.rule != Rule::Synonym);
    found
}

/// One line for each part: the part, the rule, the alternatives.
fn outline(phrase: &str) -> String {
    let line =
        |e: &Expansion| format!("{} {}: {}", e.term, e.rule.name(), e.alternatives.join(" "));
    expanded(phrase).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The phrase in every combination of its parts' spellings.
fn spellings(phrase: &str) -> Vec<String> {
    let mut spellings = vec![String::new()];
    let mut at = 0;
    let parts = expanded(phrase);
    for group in parts.chunk_by(|a, b| a.chars == b.chars) {
        let chars = &group[0].chars;
        let before = slice_chars(phrase, at..chars.start);
        let others = group.iter().flat_map(|part| &part.alternatives);
        let with = |other: &String| -> Vec<String> {
            spellings.iter().map(|head| [head.as_str(), before, other].concat()).collect()
        };
        spellings = std::iter::once(&group[0].term).chain(others).flat_map(with).collect();
        at = chars.end;
    }
    let rest = slice_chars(phrase, at..usize::MAX);
    spellings.iter().map(|head| [head, rest].concat()).collect()
}

fn finds(phrase: &str, text: &str) -> bool {
    let form = MatchForm::of(text, Folding::Standard);
    let is_there =
        |spelling: &String| !form.find_all(&fold(spelling, Folding::Standard)).is_empty();
    spellings(phrase).iter().any(is_there)
}

#[test]
fn a_spelling_finds_the_others() {
    for (one, other) in [
        ("取り組み", "取組"),
        ("取りまとめ", "とりまとめ"),
        ("中間取りまとめ", "中間とりまとめ"),
        ("わが国", "我が国"),
        ("つながる", "繋がる"),
        ("つながった", "繋がった"),
        ("すべての", "全ての"),
        ("更に", "さらに"),
        ("及び", "および"),
        ("又は", "または"),
        ("子供", "子ども"),
        ("障害者", "障がい者"),
        ("障害者支援", "障がい者支援"),
        ("受け入れ体制", "受入れ体制"),
        ("受入体制", "受け入れ体制"),
        ("問い合わせ先", "問合せ先"),
        ("附属病院", "付属病院"),
        ("サーバー", "サーバ"),
        ("データベース", "データベース"),
        ("ご意見", "御意見"),
        ("利用できる", "利用出来る"),
        ("がん対策", "癌対策"),
        ("霞が関", "霞ヶ関"),
        ("3か所", "3ヶ所"),
        ("３カ所", "三箇所"),
        ("130件", "１３０件"),
        ("130件", "百三十件"),
        ("1,000人", "千人"),
        ("1000人", "1,000人"),
        ("第3期", "第三期"),
        ("850億円", "八百五十億円"),
        ("令和7年2月21日", "2025-02-21"),
        ("2019年度予算", "平成31年度予算"),
    ] {
        assert!(finds(one, &format!("本文に{other}とある。")), "{one} → {other}");
        assert!(finds(other, &format!("本文に{one}とある。")), "{other} → {one}");
    }
}

#[test]
fn a_fiscal_year_is_found_in_every_notation() {
    let notations =
        ["令和7年度予算額", "2025年度予算額", "R7年度予算額", "令和七年度予算額", "R7予算額"];
    for query in notations {
        for text in notations.into_iter().chain([
            "令和７年度予算額",
            "2025（令和７）年度予算額",
            "ＦＹ2025予算額",
        ]) {
            assert!(finds(query, &format!("表１：{text}（案）")), "{query} → {text}");
        }
    }
    assert!(!finds("令和7年度予算額", "令和8年度予算額"));
    assert!(!finds("令和7年度", "令和7年"));
    assert!(!finds("令和7年1月", "令和7年度1月"));
}

#[test]
fn width_case_and_line_breaks_need_no_variant() {
    for (query, text) in [
        ("ライフサイエンス", "ﾗｲﾌｻｲｴﾝｽ"),
        ("iPS細胞", "ｉＰＳ細胞"),
        ("CO2", "ＣＯ₂"),
        ("医療研究開発の推進", "一貫した医療研究開\n発の推進"),
        ("健康・医療戦略", "健康･医療戦略"),
        ("ペアリング", "ぺアリング"),
    ] {
        let form = MatchForm::of(text, Folding::Standard);
        assert!(!form.find_all(&fold(query, Folding::Standard)).is_empty(), "{query} → {text}");
    }
}

#[test]
fn what_has_one_spelling_is_left_alone() {
    for phrase in [
        "口腔内",
        "資金決済法",
        "取り",
        "取る",
        "一",
        "ひと",
        "もの",
        "こと",
        "ため",
        "いま",
        "日本",
        "三重県",
        "一般会計",
        "千葉",
        "四国",
        "CO2",
        "5G",
        "H2",
        "R7",
        "2-1",
        "YouTube",
        "news",
        "鬱蹙麤韲",
        "",
    ] {
        assert_eq!(outline(phrase), "", "{phrase}");
    }
}

#[test]
fn a_word_gets_its_usual_spellings_and_no_others() {
    insta::assert_snapshot!(outline("取組"), @"取組 official_spelling: 取り組み 取組み とりくみ");
    insta::assert_snapshot!(outline("すべて"), @"すべて official_spelling: 全て");
    insta::assert_snapshot!(outline("行う"), @"行う spelling: 行なう おこなう");
    insta::assert_snapshot!(outline("研究開発の推進に関する計画"), @"");
    insta::assert_snapshot!(outline("わかりやすい説明"), @"わかりやすい official_spelling: 分かりやすい 判りやすい 分かり易い 解りやすい");
    insta::assert_snapshot!(outline("サーバー"), @"サーバー spelling: サーバ サーヴァー");
    insta::assert_snapshot!(outline("附則"), @"附則 spelling: 付則");
    insta::assert_snapshot!(outline("十分な説明"), @"十分 official_spelling: 充分");
    insta::assert_snapshot!(outline("一つの箇所"), @"
        一つ official_spelling: ひとつ 1つ
        箇所 spelling: 個所
        ");
    insta::assert_snapshot!(outline("数か所"), @"か所 counter: ヶ所 カ所 ケ所 箇所 ヵ所");
    insta::assert_snapshot!(outline("数十人と百三十人"), @"百三十 number: 130 一三〇");
}

#[test]
fn a_spelling_finds_the_others_in_both_directions() {
    for (one, other) in [
        ("ヴィジョン", "ビジョン"),
        ("ヴェンチャー", "ベンチャー"),
        ("ヴァイオリン", "バイオリン"),
        ("インタヴュー", "インタビュー"),
        ("充分", "十分"),
        ("繰り返し", "くり返し"),
        ("街づくり", "まちづくり"),
        ("データーベース", "データベース"),
        ("デジタル", "ディジタル"),
        ("ヒアリング", "ヒヤリング"),
        ("プラットフォーム", "プラットホーム"),
        ("Web会議", "ウェブ会議"),
        ("Web", "ウェブ"),
        ("ウィルス", "ウイルス"),
        ("コンピュータ", "コンピューター"),
        ("メイル", "メール"),
        ("ソフトウェア", "ソフトウエア"),
        ("さらなる", "更なる"),
        ("さらに", "更に"),
        ("さらなる推進", "更なる推進"),
        ("ケース・スタディ", "ケーススタディ"),
        ("連絡", "聯絡"),
    ] {
        assert!(finds(one, other), "{one} does not find {other}");
        assert!(finds(other, one), "{other} does not find {one}");
    }
    for (one, other) in [("とる", "撮る"), ("三十分", "三充分"), ("いま", "居間"), ("一般", "1般")]
    {
        assert!(!finds(one, other), "{one} finds {other}");
    }
}

#[test]
fn marks_inside_compounds_may_be_left_out() {
    for (one, other) in [
        ("ライフ・サイエンス", "ライフサイエンス"),
        ("フォロー・アップ", "フォローアップ"),
        ("キー・ワード", "キーワード"),
        ("IL-6", "IL6"),
        ("TGF-β", "TGFβ"),
        ("COVID-19", "COVID19"),
        ("ＳＡＲＳ－ＣｏＶ－２", "SARSCoV2"),
        ("フォローアップ", "フォロー・アップ"),
        ("PD‐L1", "PDL1"),
    ] {
        assert!(finds_value(one, other), "{one} does not find {other}");
        assert!(finds_value(other, one), "{other} does not find {one}");
    }
    for (one, other) in [("2-1", "21"), ("ア・イ", "アイ"), ("IL-6", "IL-61")] {
        assert!(!finds_value(one, other), "{one} finds {other}");
    }
}

/// Words whose spellings the dictionary gives, drawn by a seed.
fn drawn_words(n_words: usize) -> Vec<shirabe_text::Word> {
    let dictionary = dictionary();
    let forms = dictionary.spellings.normalised_forms();
    let mut state = 20_260_701_u64;
    let mut words = Vec::new();
    while words.len() < n_words {
        // The generator of Knuth's MMIX.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let form = &forms[(state >> 33) as usize % forms.len()];
        for surface in dictionary.spellings.surfaces(form) {
            if let [word] = dictionary.segmenter.words(&surface).as_slice()
                && word.normalised == *form
            {
                words.push(word.clone());
            }
        }
    }
    words
}

#[test]
fn what_a_spelling_finds_finds_it() {
    let dictionary = dictionary();
    let spelled = |surface: &str| -> Vec<Expansion> {
        let of_rule = expanded(surface).into_iter().filter(|e| e.rule == Rule::Spelling);
        of_rule.filter(|e| e.chars == (0..surface.chars().count())).collect()
    };
    let (mut n_pairs, mut wrong) = (0, Vec::new());
    for word in drawn_words(4_000) {
        // Marks have a test of their own: where they stand, the index knows.
        let others = spelled(&word.surface).into_iter().flat_map(|e| e.alternatives);
        for other in others.filter(|_| !word.surface.contains('・')) {
            // A surface that is read as another word, or as several, says something else.
            let is_same_word = matches!(dictionary.segmenter.words(&other).as_slice(),
                [there] if there.normalised == word.normalised
                    && there.part_of_speech == word.part_of_speech
                    && (there.reading == word.reading || word.surface.contains(['ー', 'ヴ', 'ィ'])));
            if !is_same_word || expanded(&other).iter().any(|e| e.rule != Rule::Spelling) {
                continue;
            }
            n_pairs += 1;
            let own = fold(&word.surface, Folding::Standard);
            let back = spelled(&other).into_iter().flat_map(|e| e.alternatives);
            let is_found = back.map(|b| fold(&b, Folding::Standard)).any(|b| b == own);
            if !is_found {
                wrong.push(format!("{} finds {other}", word.surface));
            }
        }
    }
    assert!(wrong.is_empty(), "not found from the other side: {}", wrong.join(", "));
    assert!(n_pairs > 100, "{n_pairs} pairs are too few to say anything");
}

#[test]
fn a_lone_letter_year_needs_a_kanji_behind_it() {
    insta::assert_snapshot!(outline("R7予算"), @"R7 era: 令和7年度 2025年度 R7年度 令和7年 2025年 R7年 令和七年度 FY2025 令和7(2025)年度 2025(令和7)年度 二〇二五年度 平成37年度");
    assert_eq!(outline("R7 A"), "");
}

fn mined(text: &str) -> String {
    let found = mine_abbreviations(text, &dictionary().segmenter);
    let line = |(a, chars): &(Abbreviation, _)| {
        format!("{} = {} in {}", a.long, a.short, slice_chars(text, std::ops::Range::clone(chars)))
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_long_name_begins_where_its_nouns_begin() {
    insta::assert_snapshot!(mined("国は日本医療研究開発機構（AMED）を通じ、"), @"日本医療研究開発機構 = AMED in 日本医療研究開発機構（AMED）");
    insta::assert_snapshot!(mined("更にファースト・イン・ヒューマン（FIH）試験"), @"ファースト・イン・ヒューマン = FIH in ファースト・イン・ヒューマン（FIH）");
    insta::assert_snapshot!(mined("令和3年度生命科学・創薬研究支援基盤事業（BINDS）"), @"生命科学・創薬研究支援基盤事業 = BINDS in 生命科学・創薬研究支援基盤事業（BINDS）");
    insta::assert_snapshot!(mined("ライフサイエンスデータベース（DB）、統合プロジェクト(PJ)"), @"
        ライフサイエンスデータベース = DB in ライフサイエンスデータベース（DB）
        統合プロジェクト = PJ in 統合プロジェクト(PJ)
        ");
    insta::assert_snapshot!(mined("「次世代がん医療加速化研究事業」（P-PROMOTE）"), @"次世代がん医療加速化研究事業 = P-PROMOTE in 次世代がん医療加速化研究事業」（P-PROMOTE）");
    insta::assert_snapshot!(mined("8つの統合プロジェクト（ＰＪ）"), @"統合プロジェクト = ＰＪ in 統合プロジェクト（ＰＪ）");
}

#[test]
fn names_introduced_by_words_are_found() {
    insta::assert_snapshot!(mined("国立研究開発法人科学技術振興機構（以下「機構」という。）は、"), @"国立研究開発法人科学技術振興機構 = 機構 in 国立研究開発法人科学技術振興機構（以下「機構」という。）");
    insta::assert_snapshot!(mined("健康・医療戦略推進法（平成26年法律第48号。以下「推進法」という。）"), @"健康・医療戦略推進法 = 推進法 in 健康・医療戦略推進法（平成26年法律第48号。以下「推進法」という。）");
    insta::assert_snapshot!(mined("日本医療研究開発機構（AMED）（以下、機構という）"), @"
        日本医療研究開発機構 = AMED in 日本医療研究開発機構（AMED）
        日本医療研究開発機構 = 機構 in 日本医療研究開発機構（AMED）（以下、機構という）
        ");
    insta::assert_snapshot!(mined("日本学術振興会（学振）"), @"日本学術振興会 = 学振 in 日本学術振興会（学振）");
}

#[test]
fn a_short_name_may_come_first() {
    insta::assert_snapshot!(mined("FIH（First in Human）とDX（デジタルトランスフォーメーション）"), @"
        First in Human = FIH in FIH（First in Human）
        デジタルトランスフォーメーション = DX in DX（デジタルトランスフォーメーション）
        ");
    insta::assert_snapshot!(mined("the Japan Science and Technology Agency (JST)"), @"Japan Science and Technology Agency = JST in Japan Science and Technology Agency (JST)");
}

#[test]
fn other_brackets_are_no_definitions() {
    for text in [
        "大綱（平成27年）",
        "論点整理（案）",
        "支援（例：研究時間の確保）",
        "目標（第3期）",
        "委員（49人）",
        "（１）シーズ",
        "予算額（案）",
        "会議（第2回）",
        "研究機関（大学、国研等）",
        "臓器別（縦糸型）",
        "コスト（Cost）",
        "拠点（※）",
        "省庁（以下同じ。）",
        "計画（以下「本計画」という。）",
        "戦略（令和6年6月閣議決定）",
        "推進費（555億円）",
        "第2期（II）",
        "AMED（理事長）",
        "動画配信サービス（YouTube）",
        "（AMED）",
        "これ（AMED）",
    ] {
        assert_eq!(mined(text), "", "{text}");
    }
}

#[test]
fn the_shipped_corpus_defines_these_names() {
    let corpus = [
        include_str!("../../../corpus/mext-lifescience-2025-02.md"),
        include_str!("../../../corpus/amed-dai3ki-2026-02.txt"),
    ];
    let mut names: Vec<String> = Vec::new();
    for text in corpus {
        let plain = text.replace("**", "");
        for (abbreviation, _) in mine_abbreviations(&plain, &dictionary().segmenter) {
            names.push(format!("{} = {}", abbreviation.long, abbreviation.short));
        }
    }
    names.sort();
    names.dedup();
    insta::assert_snapshot!(names.join("\n"), @"
        Curiosity-Methodology-Mission = CMM
        ゲノム医療実現バイオバンク利活用プログラム = B-cure
        ナショナルバイオリソースプロジェクト = NBRP
        ナショナルライフサイエンスデータベースプロジェクト = NLDP
        ファースト・イン・ヒューマン = FIH
        ライフサイエンスデータベース = DB
        創薬・医療技術基盤プログラム = DMP
        日本医療研究開発機構 = AMED
        日本医療研究開発機構 = ＡＭＥＤ
        生命科学・創薬研究支援基盤事業 = BINDS
        統合プロジェクト = PJ
        ");
}

#[test]
fn an_abbreviation_stands_for_its_long_name_and_back() {
    let dictionary = dictionary();
    let known = [
        Abbreviation { long: "日本医療研究開発機構".into(), short: "AMED".into() },
        Abbreviation { long: "データベース".into(), short: "DB".into() },
    ];
    let of = |phrase| {
        let found = expansions(phrase, &dictionary.segmenter, &dictionary.spellings, &known);
        let abbreviations = found.into_iter().filter(|e| e.rule == Rule::Abbreviation);
        abbreviations
            .map(|e| format!("{} → {}", e.term, e.alternatives.join(" ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("ＡＭＥＤの事業"), ["ＡＭＥＤ → 日本医療研究開発機構"]);
    assert_eq!(
        of("日本医療研究開発機構のDB"),
        ["日本医療研究開発機構 → AMED", "DB → データベース"]
    );
    assert!(of("DBMS").is_empty());
}

/// Phrases of pieces that have variants, and of anything.
fn any_phrase() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "令和7年度", "2025年", "R7", "2025-02-21", "130件", "百三十", "千", "3か所", "三箇所", "取り組み", "わが国", "障がい者",
            "つながった", "一つ", "ご", "サーバー", "の", "（", " ", "\n", "第", "AMED", "㈱", "か\u{3099}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn expansions_keep_their_promises(phrase in any_phrase()) {
        let found = expanded(&phrase);
        for (index, expansion) in found.iter().enumerate() {
            prop_assert_eq!(slice_chars(&phrase, expansion.chars.clone()), &expansion.term);
            prop_assert!((1..=16).contains(&expansion.alternatives.len()));
            let own = fold(&expansion.term, Folding::Standard);
            let mut forms: Vec<_> =
                expansion.alternatives.iter().map(|a| fold(a, Folding::Standard)).collect();
            prop_assert!(!forms.contains(&own));
            forms.sort();
            let n_forms = forms.len();
            forms.dedup();
            prop_assert_eq!(forms.len(), n_forms);
            for other in &found[index + 1..] {
                let apart = expansion.chars.end <= other.chars.start;
                prop_assert!(apart || expansion.chars == other.chars, "{:?} {:?}", expansion, other);
            }
        }
    }

    #[test]
    fn mined_places_slice_the_text(text in "[日本医療機構事業A-Z（）()「」以下という。、\n]{0,60}") {
        for (abbreviation, chars) in mine_abbreviations(&text, &dictionary().segmenter) {
            let place = slice_chars(&text, chars);
            prop_assert!(place.contains(abbreviation.short.as_str()));
            prop_assert!(place.contains(abbreviation.long.as_str()));
        }
    }
}

#[test]
fn a_long_phrase_is_read_as_far_as_the_bound() {
    let phrase = "令和7年度取り組み".repeat(200);
    let found = expanded(&phrase);
    assert!(!found.is_empty());
    assert!(found.iter().all(|expansion| expansion.chars.end <= 512));
}

/// The notations of values of some texts, as an index keeps them.
struct Written(Vec<shirabe_text::WrittenValue>);

impl shirabe_text::WrittenValues for Written {
    fn notations_of(&self, key: &str) -> Vec<String> {
        let found = self.0.iter().filter(|found| found.key == key);
        found.map(|found| found.written.clone()).collect()
    }
}

/// Whether a phrase finds a text whose notations an index knows, as one whole value.
fn finds_value(phrase: &str, text: &str) -> bool {
    let dictionary = dictionary();
    let written = Written(shirabe_text::written_values(text));
    let found = shirabe_text::expansions_in(
        phrase,
        &dictionary.segmenter,
        &dictionary.spellings,
        &[],
        &written,
    );
    let form = fold(text, Folding::Standard);
    let own = fold(phrase, Folding::Standard);
    let replaced = found.iter().flat_map(|part| {
        part.alternatives.iter().map(|other| {
            let ahead = slice_chars(phrase, 0..part.chars.start);
            let behind = slice_chars(phrase, part.chars.end..usize::MAX);
            fold(&[ahead, other, behind].concat(), Folding::Standard)
        })
    });
    own == form || replaced.into_iter().any(|spelling| spelling == form)
}

/// A number of yen in one of the ways that papers write it.
fn amount(value: u128, way: usize) -> String {
    use shirabe_japanese::numerals::{in_large_units, kanji, with_commas};
    let wide = |text: String| -> String {
        let widen = |c: char| match c {
            '0'..='9' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
            _ => c,
        };
        text.chars().map(widen).collect()
    };
    let digits = value.to_string();
    let in_unit = |unit: u128, name: &str| {
        let (whole, rest) = (value / unit, value % unit);
        let fraction = format!("{rest:0width$}", width = unit.ilog10() as usize);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            format!("{whole}{name}")
        } else {
            format!("{whole}.{fraction}{name}")
        }
    };
    let written = match way {
        0 => digits,
        1 => with_commas(&digits),
        2 => kanji(value),
        3 => in_large_units(value, &|part| part.to_string()),
        4 => wide(in_large_units(value, &|part| with_commas(&part.to_string()))),
        5 => in_unit(100_000_000, "億"),
        6 => in_unit(1_000_000, "百万"),
        7 => in_unit(10_000, "万"),
        8 => wide(digits),
        _ => in_large_units(value, &|part| part.to_string()).replace('億', " 億 "),
    };
    format!("{written}円")
}

/// A day in one of the ways that papers write it.
fn day(year: i32, month: u8, day: u8, way: usize) -> String {
    use shirabe_japanese::numerals::{kanji, kanji_places};
    let era = year - 2018;
    let k = |n: i32| kanji(u128::from(n.unsigned_abs()));
    match way {
        0 => format!("令和{era}年{month}月{day}日"),
        1 => format!("{year}年{month}月{day}日"),
        2 => format!("令和{era:02}年{month:02}月{day:02}日"),
        3 => format!("R{era}.{month}.{day}"),
        4 => format!("R{era:02}.{month:02}.{day:02}"),
        5 => format!("{year}.{month:02}.{day:02}"),
        6 => format!("{year}-{month:02}-{day:02}"),
        7 => format!("{year}/{month}/{day}"),
        8 => format!("令和{}年{}月{}日", k(era), k(month.into()), k(day.into())),
        9 => {
            format!("{}年{}月{}日", kanji_places(&year.to_string()), k(month.into()), k(day.into()))
        }
        10 => format!("令和{era}（{year}）年{month}月{day}日"),
        11 => format!("{year}年（令和{era}年）{month}月{day}日"),
        12 => format!("令和{era}.{month}.{day}"),
        _ => format!("{year}（R{era}）年{month}月{day}日"),
    }
}

/// A fiscal year in one of the ways that papers write it.
fn fiscal_year(year: i32, way: usize) -> String {
    let era = year - 1988;
    match way {
        0 => format!("平成{era}年度"),
        1 => format!("{year}年度"),
        2 => format!("H{era}年度"),
        3 => format!("FY{year}"),
        4 => format!("平成{era}（{year}）年度"),
        5 => format!("{year}（平成{era}）年度"),
        6 => format!("平成{era:02}年度"),
        7 => format!("{year}（H{era}）年度"),
        _ => format!("平成{}年度", shirabe_japanese::numerals::kanji(era as u128)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn equal_amounts_find_each_other_and_unequal_ones_never(
        value in prop_oneof![1_u128..20_000, (1_u128..99_999).prop_map(|n| n * 1_000_000),
            (1_u128..9_999_999).prop_map(|n| n * 100_000)],
        other in 1_u128..200_000_000,
        one_way in 0_usize..10,
        other_way in 0_usize..10,
    ) {
        let (a, b) = (amount(value, one_way), amount(value, other_way));
        prop_assert!(finds_value(&a, &b), "{} does not find {}", a, b);
        prop_assert!(finds_value(&b, &a), "{} does not find {}", b, a);
        let c = amount(other, other_way);
        prop_assert_eq!(finds_value(&a, &c), value == other, "{} finds {}", a, c);
    }

    #[test]
    fn equal_days_find_each_other_and_unequal_ones_never(
        year in 2020_i32..2030, month in 1_u8..13, date in 1_u8..29, other in 1_u8..29,
        one_way in 0_usize..14, other_way in 0_usize..14,
    ) {
        let (a, b) = (day(year, month, date, one_way), day(year, month, date, other_way));
        prop_assert!(finds_value(&a, &b), "{} does not find {}", a, b);
        let c = day(year, month, other, other_way);
        prop_assert_eq!(finds_value(&a, &c), date == other, "{} finds {}", a, c);
    }

    #[test]
    fn equal_fiscal_years_find_each_other_and_unequal_ones_never(
        year in 1990_i32..2035, other in 1990_i32..2035, one_way in 0_usize..9, other_way in 0_usize..9,
    ) {
        let (a, b) = (fiscal_year(year, one_way), fiscal_year(year, other_way));
        prop_assert!(finds_value(&a, &b), "{} does not find {}", a, b);
        let c = fiscal_year(other, other_way);
        prop_assert_eq!(finds_value(&a, &c), year == other, "{} finds {}", a, c);
    }

    #[test]
    fn equal_articles_and_ordinals_find_each_other_and_unequal_ones_never(
        first in 1_u128..130, branch in 1_u128..13, other in 1_u128..13,
        unit in prop::sample::select(vec!["条", "項", "号", "章"]), one in 0_usize..2, two in 0_usize..2,
    ) {
        use shirabe_japanese::number_signs::roman;
        use shirabe_japanese::numerals::kanji;
        let write = |n: u128, way: usize| if way == 0 { n.to_string() } else { kanji(n) };
        let article = |branch, way| format!("第{}{unit}の{}", write(first, way), write(branch, way));
        prop_assert!(finds_value(&article(branch, one), &article(branch, two)));
        let (a, c) = (article(branch, one), article(other, two));
        prop_assert_eq!(finds_value(&a, &c), branch == other, "{} finds {}", a, c);
        let ordinal = |n: u128, way: usize| match way {
            0 => format!("第{n}期"),
            1 => format!("第{}期", kanji(n)),
            2 => format!("第{}期", roman(n as u32).unwrap()),
            _ => format!("第{}期", char::from_u32(0x2160 + n as u32 - 1).unwrap()),
        };
        for (way, to) in [(one, two), (one + 2, two), (one, two + 2), (one + 2, two + 2)] {
            let (a, b, c) = (ordinal(branch, way), ordinal(branch, to), ordinal(other, to));
            prop_assert!(finds_value(&a, &b), "{} does not find {}", a, b);
            prop_assert_eq!(finds_value(&a, &c), branch == other, "{} finds {}", a, c);
        }
    }
}
