//! The two texts that the product ships with.

use shirabe_document::{Document, Metadata, Quality};

use crate::outline;

pub(crate) const AMED: &str = include_str!("../../../../corpus/amed-dai3ki-2026-02.txt");
pub(crate) const MEXT: &str = include_str!("../../../../corpus/mext-lifescience-2025-02.md");

fn amed() -> Document {
    let metadata = Metadata {
        title: "第３期でAMEDが目指すところ".to_owned(),
        issuer: "国立研究開発法人日本医療研究開発機構（AMED）".to_owned(),
        division: Some("経営企画部".to_owned()),
        ..Metadata::default()
    };
    shirabe_readers::read(AMED.as_bytes(), "amed-dai3ki-2026-02.txt", metadata).0
}

fn mext() -> Document {
    let metadata = Metadata {
        title: "ライフサイエンス政策の最近の動向等について".to_owned(),
        issuer: "文部科学省".to_owned(),
        division: Some("研究振興局ライフサイエンス課".to_owned()),
        ..Metadata::default()
    };
    shirabe_readers::read(MEXT.as_bytes(), "mext-lifescience-2025-02.md", metadata).0
}

fn counts(document: &Document) -> String {
    let quality = Quality::of(document);
    let counts: Vec<String> =
        quality.counts.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
    format!(
        "{}\n−{} ＋{} 字、図なし {}",
        counts.join("\n"),
        quality.n_chars_removed,
        quality.n_chars_added,
        quality.n_figures_missing
    )
}

#[test]
fn the_slides_of_amed_have_this_outline() {
    insta::assert_snapshot!("outline_of_amed", outline(&amed(), 400));
}

#[test]
fn the_slides_of_amed_were_repaired_so_often() {
    insta::assert_snapshot!(counts(&amed()), @r"
    page-marks 4
    soft-breaks 14
    interrupted-sentences 2
    heading-notes 1
    key-value-rows 1
    repeated-labels 2
    unmarked-headings 12
    continued-headings 1
    −96 ＋0 字、図なし 2
    ");
}

#[test]
fn the_slides_of_the_ministry_have_this_outline() {
    insta::assert_snapshot!("outline_of_the_ministry", outline(&mext(), 16));
}

#[test]
fn the_slides_of_the_ministry_were_repaired_so_often() {
    insta::assert_snapshot!(counts(&mext()), @r"
    markdown-marks 356
    html-tags 4
    leftover-emphasis 6
    tab-tables 9
    notes-inside-sentences 1
    soft-breaks 15
    list-marks 122
    diagrams 2
    unmarked-headings 1
    heading-spaces 5
    continued-headings 2
    −1475 ＋27 字、図なし 5
    ");
}

#[test]
fn a_passage_deep_in_the_ministrys_slides_has_its_whole_path() {
    let document = mext();
    let section =
        document.sections.iter().find(|s| s.text().contains("女性研究者の活躍促進")).unwrap();
    assert_eq!(section.heading, "<ライフサイエンス研究を担う人材の確保>");
    insta::assert_snapshot!(section.path.join("\n"), @r"
    1. ライフサイエンス委員会における検討
    (参考資料) ライフサイエンス研究の研究力向上に向けて
    ～Curiosity、Methodology、Missionが融合した新たなライフサイエンス研究の構築～ 中間とりまとめ 概要
    3. ライフサイエンス研究の研究力向上に向けた具体的な対応方策
    (1) ライフサイエンス研究を支える基盤力（基礎研究、人材育成、研究基盤）の強化
    ②人材育成
    ");
}

#[test]
fn the_chapters_of_the_agenda_are_the_outermost_headings() {
    let document = mext();
    let outermost = document.sections.iter().filter(|s| s.level == 1).map(|s| s.heading.as_str());
    insta::assert_snapshot!(outermost.collect::<Vec<_>>().join("\n"), @r"
    本日はご紹介したいこと
    1. ライフサイエンス委員会における検討
    2. ここ1年の官邸、内閣府をめぐる健康医療政策の状況～創薬構想会議
    3. バイオ戦略・健康医療戦略の状況
    4. 最近のライフサイエンス施策について
    ");
}

#[test]
fn headings_that_repeat_say_which_of_how_many_they_are() {
    let document = mext();
    let repeated = document.sections.iter().filter(|s| s.heading == "現状・課題");
    let nth: Vec<_> = repeated.map(|s| document.occurrence(&s.id)).collect();
    assert_eq!(nth, [Some((1, 3)), Some((2, 3)), Some((3, 3))]);
}

#[test]
fn words_broken_across_lines_stand_whole_in_the_text() {
    let texts: String = amed().sections.iter().map(|s| s.text() + "\n").collect();
    for words in [
        "一貫した医療研究開発の推進",
        "整備を行い、「医療分野の",
        "企業的視点による各シーズ",
        "企業導出を促進する",
        "絶え間なく",
        "国際共同治験",
        "研究者同士の",
        "そうした取組",
        "後押しする",
        "健康長寿社会の",
        "推進費（555億円）」のうち",
        "調整費として充当",
        "受け渡し アウトプット指標：１２０件／年",
    ] {
        assert!(texts.contains(words), "{words}");
    }
    for furniture in ["Copyright", "\n１\n", "\n５\n", "\n６\n"] {
        assert!(!texts.contains(furniture), "{furniture}");
    }
}

#[test]
fn an_amount_stands_in_the_paragraph_of_its_programme() {
    let document = mext();
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let block = blocks
        .into_iter()
        .find(|b| b.text.starts_with("生命科学・創薬研究支援基盤事業（BINDS）"))
        .unwrap();
    assert!(
        block.text.contains("36億円（36億円）")
            && block.text.contains("【令和6年度補正予算額 12億円】")
    );
}

#[test]
fn the_page_on_quality_states_these_figures() {
    let page = include_str!("../../../../docs/quality.md");
    let (amed, mext) = (Quality::of(&amed()), Quality::of(&mext()));
    let n = |quality: &Quality, rule: &str| {
        quality.counts.iter().find(|(name, _)| *name == rule).map_or(0, |(_, n)| *n)
    };
    for rule in shirabe_document::Rule::ALL {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", rule.name)));
        let row = row.unwrap_or_else(|| panic!("docs/quality.md has no row for {}", rule.name));
        let figures = format!("| {} | {} |", n(&amed, rule.name), n(&mext, rule.name));
        assert!(row.ends_with(&figures) && row.contains(rule.label_ja), "{row}: now {figures}");
    }
    for (label, amed, mext) in [
        ("除いた文字", amed.n_chars_removed, mext.n_chars_removed),
        ("加えた文字", amed.n_chars_added, mext.n_chars_added),
        ("図が失われた節", amed.n_figures_missing, mext.n_figures_missing),
    ] {
        let row = page.lines().find(|line| line.starts_with(&format!("| {label} |"))).unwrap();
        assert!(row.ends_with(&format!("| {amed} | {mext} |")), "{row}: now {amed} and {mext}");
    }
}
