//! Bytes that mean harm are read like any others.

use shirabe_document::{Document, Metadata};

fn read(bytes: &[u8], name: &str) -> (Document, usize) {
    let (document, problems) = shirabe_readers::read(bytes, name, Metadata::default());
    for section in &document.sections {
        let n_chars = section.text().chars().count();
        assert!(n_chars <= 16_000, "{name}: a section of {n_chars} characters");
        let n_heading = section.heading.chars().count();
        assert!(n_heading <= 1_000, "{name}: a heading of {n_heading} characters");
        assert_eq!(section.block_ranges().last().map_or(0, |range| range.end), n_chars);
    }
    (document, problems.len())
}

#[test]
fn deep_nesting_is_read() {
    for source in [
        format!("{} 深い", ">".repeat(10_000)),
        format!("{}深い", "> ".repeat(10_000)),
        format!("{}深い", "- ".repeat(5_000)),
        (0..1_000).flat_map(|n| ["  ".repeat(n), "- 項目\n".to_owned()]).collect(),
        "[".repeat(50_000),
        "![](".repeat(20_000),
        "**a ".repeat(20_000),
        "`".repeat(50_000),
        "<div>".repeat(20_000),
        format!("<h1>{}", "研究を推進する。".repeat(20_000)),
        format!("<title>{}</title><p>本文", "研究を推進する。".repeat(20_000)),
        format!("# {}", "研究を推進する。".repeat(20_000)),
        "<!--".repeat(20_000),
        "<script>".repeat(20_000),
        "&".repeat(50_000),
        "|".repeat(20_000),
        format!("{}\n{}\n", "|a".repeat(2_000), "|-".repeat(2_000)),
        "#".repeat(50_000),
        "# 見出し\n".repeat(5_000),
        "（".repeat(50_000),
        "第1章 ".repeat(10_000),
        "有 無 ".repeat(20_000),
        "12\n\n".repeat(10_000),
        "a\t\n".repeat(10_000),
        "研究開\n".repeat(10_000),
        "※\n\n".repeat(10_000),
    ] {
        for name in ["a.md", "a.txt"] {
            read(source.as_bytes(), name);
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_read_and_reported() {
    for bytes in [
        &b""[..],
        b"\0",
        b"\xFF\xFE",
        b"\xFF\xFEa",
        b"\xEF\xBB\xBF",
        b"\n\n\n",
        b"\r\r\n\r",
        b"\x0C\x0C",
    ] {
        let (document, n_problems) = read(bytes, "a.txt");
        assert!(document.sections.is_empty() || n_problems > 0, "{bytes:?}");
        read(bytes, "a.md");
    }
    let (document, n_problems) = read(b"\xFF\xFA\xFF text", "a.txt");
    assert_eq!((document.sections.len(), n_problems), (1, 1));
}

#[test]
fn a_book_without_headings_is_cut_into_sections() {
    let sentence =
        "医療分野の研究開発の中核的な役割を担う機関として、その成果の円滑な実用化を図る。";
    let metadata = Metadata { title: "白書".to_owned(), ..Metadata::default() };
    let paragraphs = format!("{}\n\n", sentence.repeat(5)).repeat(60);
    let (document, _) = shirabe_readers::read(paragraphs.as_bytes(), "a.txt", metadata.clone());
    let headings: Vec<&str> = document.sections.iter().map(|s| s.heading.as_str()).collect();
    assert_eq!(headings, ["白書", "白書（2）", "白書（3）", "白書（4）"]);
    let (document, _) = shirabe_readers::read(sentence.repeat(300).as_bytes(), "a.md", metadata);
    assert_eq!(document.sections.len(), 3);
    assert!(
        document.sections.iter().all(|s| s.blocks.last().is_some_and(|b| b.text.ends_with('。')))
    );
}
