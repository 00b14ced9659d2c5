//! PDF: small files with a known text. They were made for this project; the text of the CMap files is
//! the same in each, encoded another way.

use std::path::PathBuf;

use shirabe_document::{Block, Document, Metadata, Page, Problem, readers};

use crate::outline;

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(name: &str) -> (Document, Vec<Problem>) {
    let bytes = fs_err::read(fixtures().join(name)).unwrap();
    readers::read(&bytes, name, Metadata::default())
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
    insta::assert_snapshot!(outline(&read("amed_like.pdf").0, 34), @"");
}

#[test]
fn headings_and_tables_of_a_report_are_found() {
    insta::assert_snapshot!(outline(&read("writer_lo.pdf").0, 30), @"");
}

#[test]
fn vertical_writing_is_read_from_the_right_without_the_radicals_it_is_painted_with() {
    insta::assert_snapshot!(outline(&read("tategaki_chromium.pdf").0, 40), @"");
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
        assert!(problems.iter().all(|problem| problem.code != "unaccounted-characters"), "{name}");
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
        let (_, problems) = readers::read(bytes, "a.pdf", Metadata::default());
        problems.into_iter().map(|problem| problem.code).collect()
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
    let limits = readers::Limits { max_pages: 2, ..readers::Limits::default() };
    let (document, problems) = readers::read_within(&bytes, "a.pdf", Metadata::default(), &limits);
    let last = blocks(&document).filter_map(Block::last_page).filter_map(|page| page.file).max();
    assert_eq!(last, Some(2));
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["頁数の上限（2頁）に達したため、全5頁のうち2頁までを読み込んだ"]);
}
