//! Equal values find each other from every notation, and no others.

use shirabe_search::{Mode, SearchRequest};

use shirabe_testkit::Library;

/// Each line is one value in several notations.
const VALUES: &[&[&str]] = &[
    &[
        "1兆2,345億円",
        "12,345億円",
        "12345億円",
        "一兆二千三百四十五億円",
        "1 兆 2,345 億 円",
        "１兆２３４５億円",
        "1,234,500百万円",
        "1.2345兆円",
    ],
    &["1.2兆円", "1兆2,000億円", "12,000億円", "1兆2千億円", "一・二兆円", "１．２兆円"],
    &["12,346億円", "1兆2346億円"],
    &["850億円", "八百五十億円", "850 億円", "８５０億円", "85,000百万円", "8百50億円"],
    &["3億5千万円", "3.5億円", "350百万円", "三億五千万円", "3億5,000万円", "35,000万円"],
    &["1,300件", "千三百件", "一千三百件", "1300件", "１，３００件", "一三〇〇件", "1千300件"],
    &[
        "平成３１（令和元）年度",
        "令和元年度",
        "2019年度",
        "2019（R1）年度",
        "FY2019",
        "R1年度",
        "平成三十一年度",
    ],
    &[
        "令和０６年度",
        "令和6年度",
        "2024年度",
        "R6年度",
        "令和六年度",
        "2024（令和6）年度",
        "令和6(2024)年度",
    ],
    &["令和9年度", "平成39年度", "2027年度"],
    &[
        "令和6年04月01日",
        "2024.04.01",
        "R6.04.01",
        "2024年04月01日",
        "令和6.4.1",
        "令和6年4月1日",
        "2024/4/1",
        "2024-04-01",
        "二〇二四年四月一日",
        "2024年（令和6年）4月1日",
    ],
    &["2023年（令和5年）7月", "令和5年7月", "令和05年07月", "二〇二三年七月", "R5年7月"],
    &["昭和63年", "1988年", "S63年", "昭和六十三年", "㍼63年"],
    &["第5条の2", "第五条の二", "第５条の２"],
    &["第7章の2の3", "第七章の二の三"],
    &["別表第1の2", "別表第一の二"],
    &["6文科振第1号", "六文科振第一号", "６文科振第１号"],
    &["7医政発0401第15号", "七医政発0401第十五号"],
    &["第Ⅳ期", "第４期", "第四期", "第IV期", "第iv期"],
    &["第Ⅱ相試験", "第II相試験", "第2相試験", "第二相試験"],
    &["第Ⅲ期", "第3期", "第三期"],
    &["3分の2", "三分の二", "2/3", "⅔"],
    &["12.5％", "１２．５%", "12.50%"],
    &["250㎡", "250m²", "250m2"],
    &["45万人", "四十五万人", "450,000人", "450千人"],
];

fn library() -> Library {
    let mut texts = Vec::new();
    for (value, notations) in VALUES.iter().enumerate() {
        for (notation, written) in notations.iter().enumerate() {
            texts
                .push((format!("v{value}n{notation}"), format!("# 値\n\n対象は{written}である。")));
        }
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (&**id, &**text)).collect();
    Library::of_texts(&texts)
}

fn found(library: &Library, query: &str) -> Vec<String> {
    let request = SearchRequest {
        query: query.to_owned(),
        mode: Mode::Variant,
        limit: 200,
        ..Default::default()
    };
    let mut found: Vec<String> =
        library.ask(&request).items.into_iter().map(|item| item.document.id).collect();
    found.sort();
    found
}

#[test]
fn equal_values_find_each_other_from_every_notation_and_no_others() {
    let library = library();
    let mut wrong: Vec<String> = Vec::new();
    for (value, notations) in VALUES.iter().enumerate() {
        let mut expected: Vec<String> =
            (0..notations.len()).map(|notation| format!("v{value}n{notation}")).collect();
        expected.sort();
        for query in *notations {
            let found = found(&library, &format!("\"{query}\""));
            let name = |id: &String| {
                let (value, notation) =
                    id.strip_prefix('v').and_then(|id| id.split_once('n')).unwrap();
                VALUES[value.parse::<usize>().unwrap()][notation.parse::<usize>().unwrap()]
            };
            for lost in expected.iter().filter(|id| !found.contains(id)) {
                wrong.push(format!("{query} does not find {}", name(lost)));
            }
            for extra in found.iter().filter(|id| !expected.contains(id)) {
                wrong.push(format!("{query} finds {}", name(extra)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn roman_letters_are_numbers_only_where_they_count_off() {
    let library = Library::of_texts(&[
        ("ill", "# 値\n\n第Ill章のIV液とⅡ型、IIのこと。"),
        ("three", "# 値\n\n第Ⅲ期に入る。"),
    ]);
    for query in ["第2期", "4液", "2型", "第3章"] {
        assert_eq!(found(&library, query), [""; 0], "{query}");
    }
    assert_eq!(found(&library, "第3期"), ["three"]);
}

#[test]
fn signs_are_one_unit_each() {
    let library = Library::of_texts(&[
        ("circles", "# 値\n\n印が①②③とある。"),
        ("raised", "# 値\n\n10⁶個の細胞。"),
        ("quarter", "# 値\n\n約1¼倍となる。"),
        ("company", "# 値\n\n㈱日立製作所。"),
        ("dioxide", "# 値\n\nCO2を2025年に減らす。"),
    ]);
    for query in ["123", "106個", "11/4", "株日立"] {
        assert_eq!(found(&library, query), [""; 0], "{query}");
    }
    assert_eq!(found(&library, "①"), ["circles"]);
    assert_eq!(found(&library, "10⁶個"), ["raised"]);
    assert_eq!(found(&library, "(株)日立"), ["company"]);
    assert_eq!(found(&library, "CO₂"), ["dioxide"]);
    assert_eq!(found(&library, "②"), ["circles"]);
}

#[test]
fn marks_inside_compounds_may_be_left_out_on_either_side() {
    let pairs = [
        ("ライフ・サイエンス", "ライフサイエンス"),
        ("フォロー・アップ", "フォローアップ"),
        ("キー・ワード", "キーワード"),
        ("IL-6", "IL6"),
        ("TGF-β", "TGFβ"),
        ("COVID-19", "COVID19"),
    ];
    for (marked, plain) in pairs {
        let (a, b) =
            (format!("# 語\n\nこの{marked}を扱う。"), format!("# 語\n\nこの{plain}を扱う。"));
        let library = Library::of_texts(&[("marked", &a), ("plain", &b)]);
        for query in [marked, plain] {
            assert_eq!(found(&library, query), ["marked", "plain"], "{query}");
        }
    }
}
