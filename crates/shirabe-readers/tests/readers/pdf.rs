//! PDF: small files with a known text. They were made for this project; the text of the CMap files is
//! the same in each, encoded another way.

use std::path::PathBuf;

use shirabe_document::{Block, Document, Metadata, Page, Problem};

use crate::outline;

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
fn read(name: &str) -> (Document, Vec<Problem>) {
    let bytes = fs_err::read(fixtures().join(name)).unwrap();
    shirabe_readers::read(&bytes, name, Metadata::default())
}

fn blocks(document: &Document) -> impl Iterator<Item = &Block> {
    document.sections.iter().flat_map(|section| &section.blocks).filter(|b| b.lines.is_some())
}

fn text(document: &Document) -> String {
    blocks(document).flat_map(|block| block.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_predefined_encoding_reads_alike() {
    let mut n = 0;
    for entry in fs_err::read_dir(fixtures()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.starts_with("cmap_") && !name.starts_with("emb_") {
            continue;
        }
        n += 1;
        let is_vertical = name.contains("-V.") || name.contains("_V.");
        let latin = if name == "cmap_H.pdf" { "ａｂｃ" } else { "abc123" };
        let expected = if is_vertical {
            "縦書きの研究開発を推進する。".to_owned()
        } else {
            format!(
                "第１章研究開発の推進日本の医療分野の研究開発の中核的な役割を担う機関として、一貫した支援を行う。ＡＭＥＤ{latin}"
            )
        };
        let (document, problems) = read(&name);
        assert_eq!(text(&document), expected, "{name}");
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    assert_eq!(n, 18);
}

#[test]
fn slides_are_read_box_by_box_under_their_titles() {
    insta::assert_snapshot!(outline(&read("amed_like.pdf").0, 34), @r"
      s1 第３期でAMEDが目指すところ
          imprint p.1: 令和８年２月６日
          paragraph p.1: 経営企画部
        s2 国立研究開発法人 日本医療研究開発機構（AMED）の概要
            paragraph p.2: 日本の医療分野の研究開発の中核的な役割を担う機関として、基礎から実用…
            paragraph p.2: 事業間連携の取組の強化
            paragraph p.2: 研究開発事業及び課題の間をつなぎ、切れ目なく連続した支援を可能とする…
        s3 日本医療研究開発機構（ＡＭＥＤ）第３期の運営方針（令和７年７月）
            paragraph p.3: 社会実装・貢献へつながる成果創出のための基礎研究の充実
            paragraph p.3: 研究者の自由な発想と社会的な要請を踏まえた基礎研究を継続的・安定的に…
            paragraph p.3: 国際展開の推進
            paragraph p.3: 国際的に優れた研究成果の創出に向け、国際共同研究の戦略的・機動的な推…
        s4 （第３期）AMEDが目指す 数値目標
            table-row p.4: 指標⇥アウトプット指標⇥累計（2025～2029年度）
            table-row p.4: シーズの企業導出数⇥１３０件／年⇥６５０件
            table-row p.4: 治験に至った件数⇥６０件／年⇥３００件
            table-row p.4: 優れたシーズの発展・継続支援件数⇥１２０件／年⇥６００件
            table-row p.4: Top1％論文数⇥１２０件／年⇥６００件
            note p.4: ※Top10％論文数、全論文数は、モニタリング指標
        s5 医療分野の研究開発のＤＸ
            paragraph p.5: 健康・医療戦略
            list-item p.5: ・AIをはじめ、生成AIや量子技術等の先端技術を用いた医療分野の効果的…
            list-item p.5: ・そうした取組において基盤となるデータベースの構築・整備及び活用を見据…
            list-item p.5: ・「現場中心主義」を徹底しつつ、研究開発とその環境整備及び人材育成等を…
    ");
}

#[test]
fn headings_and_tables_of_a_report_are_found() {
    insta::assert_snapshot!(outline(&read("writer_lo.pdf").0, 30), @r"
    s1 政府情報システムの整備方針
      s2 １．背景・概要
          paragraph p.1: 我が国の基礎生命科学における論文数シェアは1980年代から増…
          paragraph p.1: 「経済財政運営と改革の基本方針2024」、「新しい資本主義の…
      s3 ２．創薬力向上への貢献
          paragraph p.1: Single IRBの原則化・DCTの推進・情報公開と国民の…
          paragraph p.1: 我が国の基礎生命科学における論文数シェアは1980年代から増…
        s4 （１）橋渡し研究プログラム
            paragraph p.1: 「経済財政運営と改革の基本方針2024」、「新しい資本主義の…
        s5 （２）生命科学・創薬研究支援基盤事業（BINDS）
            paragraph p.1: 我が国の基礎生命科学における論文数シェアは1980年代から増…
            paragraph p.1: Single IRBの原則化・DCTの推進・情報公開と国民の…
            table-header p.1: 事業名⇥令和7年度予算額（案）⇥前年度予算額
            table-row p.1: 革新的先端研究開発支援事業⇥110億円⇥110億円
            table-row p.1: 脳神経科学統合プログラム⇥65億円⇥65億円
            table-row p.1: 次世代がん医療加速化研究事業⇥35億円⇥35億円
            table-row p.2: ライフサイエンス研究基盤整備事業⇥16億円⇥13億円
    ");
}

#[test]
fn vertical_writing_is_read_from_the_right_without_the_radicals_it_is_painted_with() {
    insta::assert_snapshot!(outline(&read("tategaki_chromium.pdf").0, 40), @r"
    s1 縦書きの答申
        paragraph p.1: 日本の医療分野の研究開発の中核的な役割を担う機関として、基礎から実用化までの一貫…
        paragraph p.1: 研究開発事業及び課題の間をつなぎ、切れ目なく連続した支援を可能とする仕組み（ペア…
        paragraph p.1: 研究者の自由な発想と社会的な要請を踏まえた基礎研究を継続的・安定的に支援し、また…
    ");
}

#[test]
fn readings_leave_the_text_and_are_recorded() {
    let (document, _) = read("ruby_chromium.pdf");
    assert!(text(&document).contains("日本医療研究開発機構は、①基礎研究"));
    let ruby: Vec<&str> =
        document.repairs.iter().filter(|r| r.rule == "ruby").map(|r| r.before.as_str()).collect();
    assert_eq!(ruby, ["にほんいりょうけんきゅうかいはつきこう"]);
}

#[test]
fn no_glyph_is_lost_and_pages_only_go_up() {
    for entry in fs_err::read_dir(fixtures()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.to_ascii_lowercase().ends_with(".pdf") {
            continue;
        }
        let (document, problems) = read(&name);
        assert!(
            problems.iter().all(|problem| problem.code.as_str() != "unaccounted-characters"),
            "{name}"
        );
        let file = |page: &Page| page.file.unwrap();
        for block in blocks(&document) {
            let first = file(block.page.as_ref().unwrap());
            assert!(file(block.last_page().unwrap()) >= first, "{name}: {}", block.text);
        }
        for section in &document.sections {
            if let Some((first, last)) = section.pages() {
                assert!(file(&last) >= file(&first), "{name}: {}", section.heading);
            }
        }
    }
}

#[test]
fn a_damaged_file_is_named_damaged_and_nothing_panics() {
    let whole = fs_err::read(fixtures().join("amed_like.pdf")).unwrap();
    let codes = |bytes: &[u8]| -> Vec<&'static str> {
        let (_, problems) = shirabe_readers::read(bytes, "a.pdf", Metadata::default());
        problems.into_iter().map(|problem| problem.code.as_str()).collect()
    };
    assert_eq!(codes(b"%PDF-1.7\n"), ["damaged"]);
    assert_eq!(codes(b"%PDF-1.7\nno objects at all"), ["damaged"]);
    for n in (0..whole.len()).step_by(whole.len() / 40) {
        codes(&whole[..n]);
        let mut changed = whole.clone();
        for byte in changed.iter_mut().skip(n).take(60) {
            *byte ^= 0x55;
        }
        codes(&changed);
    }
}

#[test]
fn a_limit_ends_the_reading_and_says_so() {
    let bytes = fs_err::read(fixtures().join("amed_like.pdf")).unwrap();
    let limits = shirabe_readers::Limits { max_pages: 2, ..shirabe_readers::Limits::default() };
    let (document, problems) =
        shirabe_readers::read_within(&bytes, "a.pdf", Metadata::default(), &limits);
    let last = blocks(&document).filter_map(Block::last_page).filter_map(|page| page.file).max();
    assert_eq!(last, Some(2));
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["頁数の上限（2頁）に達したため、全5頁のうち2頁までを読み込んだ"]);
}
