//! Packages and pages that mean harm: each is refused with its limit, or read without it.

use std::io::{Cursor, Write};

use shirabe_document::Metadata;
use shirabe_readers::Limits;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::package::package;

fn document(body: &str) -> String {
    format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")
}

/// The codes and messages of the problems, and how many sections came out.
fn refused(bytes: &[u8], name: &str, limits: &Limits) -> String {
    let (document, problems) =
        shirabe_readers::read_within(bytes, name, Metadata::default(), limits);
    let problems: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    format!("{} sections; {}", document.sections.len(), problems.join(" / "))
}

fn word(parts: &[(&str, &str)]) -> String {
    refused(&package(parts), "a.docx", &Limits::default())
}

const PARAGRAPH: &str = "<w:p><w:r><w:t>本文</w:t></w:r></w:p>";

#[test]
fn bombs_are_refused_by_their_size() {
    let zeros = document(&"<w:p/>".repeat(300_000));
    insta::assert_snapshot!(word(&[("word/document.xml", &zeros)]), @"0 sections; rejected: word/document.xml の圧縮率が上限（200倍）を超える");
    let limits =
        Limits { max_zip_ratio: 10_000, max_zip_part_bytes: 1_000_000, ..Limits::default() };
    let bytes = package(&[("word/document.xml", &zeros)]);
    insta::assert_snapshot!(refused(&bytes, "a.docx", &limits), @"0 sections; rejected: word/document.xml が上限（1000000バイト）を超える");
    let limits = Limits { max_zip_parts: 2, ..Limits::default() };
    let text = document(PARAGRAPH);
    let bytes = package(&[("word/document.xml", &text), ("a", ""), ("b", "")]);
    insta::assert_snapshot!(refused(&bytes, "a.docx", &limits), @"0 sections; rejected: 部品が3個あり、上限（2個）を超える");
    let limits = Limits { max_xml_nodes: 5, ..Limits::default() };
    insta::assert_snapshot!(refused(&package(&[("word/document.xml", &text)]), "a.docx", &limits), @"0 sections; rejected: word/document.xml の要素が上限（5個）を超える");
    let limits = Limits { max_zip_bytes: 50, ..Limits::default() };
    insta::assert_snapshot!(refused(&package(&[("word/document.xml", &text)]), "a.docx", &limits), @"0 sections; rejected: 展開した大きさが上限（50バイト）を超える");
    let limits = Limits { max_file_bytes: 100, ..Limits::default() };
    insta::assert_snapshot!(refused(&package(&[("word/document.xml", &text)]), "a.docx", &limits), @"0 sections; rejected: 大きさ0 MiBが上限の0 MiBを超えるため、読み込まない");
}

#[test]
fn document_types_and_deep_parts_are_refused() {
    let entity = format!("<!DOCTYPE d [<!ENTITY a 'ああ'>]>{}", document("&a;"));
    insta::assert_snapshot!(word(&[("word/document.xml", &entity)]), @"0 sections; rejected: word/document.xml に文書型宣言（DTD）があり、安全のため読まない");
    let deep = document(&("<w:ins>".repeat(100_000) + &"</w:ins>".repeat(100_000)));
    let limits = Limits { max_zip_ratio: 10_000, ..Limits::default() };
    insta::assert_snapshot!(refused(&package(&[("word/document.xml", &deep)]), "a.docx", &limits), @"0 sections; rejected: word/document.xml の入れ子が上限（256段）を超える");
    let deep = "<div>".repeat(200_000);
    insta::assert_snapshot!(refused(deep.as_bytes(), "a.html", &limits), @"0 sections; rejected: 要素の入れ子が上限（512段）を超える");
}

#[test]
fn damaged_parts_cost_themselves_only() {
    let text = document(PARAGRAPH);
    insta::assert_snapshot!(word(&[("word/document.xml", &text), ("word/styles.xml", "<w:styles")]), @"1 sections; partial: word/styles.xml が XML として読めない。この部分を除いて読み込んだ");
    insta::assert_snapshot!(word(&[("word/document.xml", "<w:document")]), @"0 sections; damaged: word/document.xml が XML として読めない");
    insta::assert_snapshot!(word(&[("word/document.ref", "")]), @"0 sections; damaged: ファイルが壊れている（word/document.xml がない）");
}

#[test]
fn a_file_cut_off_anywhere_is_read_or_refused() {
    let text = document(&PARAGRAPH.repeat(3));
    let bytes =
        package(&[("word/document.xml", &text), ("word/styles.xml", "<w:styles xmlns:w='w'/>")]);
    // Less than the signature is a text.
    for n in 4..bytes.len() {
        let (read, problems) = shirabe_readers::read(&bytes[..n], "a.docx", Metadata::default());
        assert!(!problems.is_empty() || read.sections.is_empty(), "{n}");
    }
    for n in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[n] ^= 0x55;
        shirabe_readers::read(&damaged, "a.docx", Metadata::default());
    }
}

/// The library that reads .xls panics at a directory that begins behind the end of the file. What names the format
/// stands in the directory, and here in a part that is left.
#[test]
fn an_old_workbook_without_its_directory_is_damaged() {
    let mut bytes = include_bytes!("../fixtures/workbook.xls")[..6_000].to_vec();
    let name: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1_900..1_900 + name.len()].copy_from_slice(&name);
    insta::assert_snapshot!(refused(&bytes, "a.xls", &Limits::default()), @"0 sections; damaged: ブックとして読めない");
}

#[test]
fn names_that_lead_out_of_the_package_do_nothing() {
    let links = "<Relationships><Relationship Id='r1' Type='x/header' Target='../../../../etc/passwd'/>\
        <Relationship Id='r2' Type='x/styles' Target='http://example.jp/styles.xml' TargetMode='External'/></Relationships>";
    let text = document(PARAGRAPH);
    let parts = [
        ("word/document.xml", text.as_str()),
        ("word/_rels/document.xml.rels", links),
        ("../../../evil.xml", "<a/>"),
        ("/etc/passwd", "root"),
    ];
    insta::assert_snapshot!(word(&parts), @"1 sections;");
}

#[test]
fn a_part_with_a_password_is_reported_as_such() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(document(PARAGRAPH).as_bytes()).unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    // Bit 0 of the general purpose flags, in the local and in the central header (APPNOTE 4.4.4).
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == signature).unwrap();
        bytes[at + flags] |= 1;
    }
    insta::assert_snapshot!(refused(&bytes, "a.docx", &Limits::default()), @"0 sections; password: パスワードで保護されている。保護を外してから指定してください");
}
