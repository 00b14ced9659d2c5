//! What a PDF holds beside the words on its pages: pictures, attached files, forms made by a program, the
//! text of a scanner, tags and an XMP packet. It is read, or said not to be.

use std::fmt::Write as _;

use shirabe_document::{BlockKind, Document, Metadata, Problem};

/// A PDF of one page of A4 in a Japanese font, with other entries in its catalogue and other objects.
fn pdf(catalog: &str, content: &str, others: &[String]) -> Vec<u8> {
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</I 7 0 R>>>>>>".to_owned(),
        stream("", content.as_bytes()),
        "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UCS2-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>".to_owned(),
        picture(),
    ];
    objects.extend(others.iter().cloned());
    let n = objects.len() + 1;
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {n}\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let start = file.len();
    file.push_str(&table);
    let _ = writeln!(file, "trailer\n<</Size {n}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
    file.into_bytes()
}

fn stream(entries: &str, content: &[u8]) -> String {
    let content = String::from_utf8_lossy(content);
    format!("<<{entries}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// A grey picture of 120 × 100 pixels.
fn picture() -> String {
    let pixels = "80".repeat(12_000) + ">";
    stream(
        "/Type/XObject/Subtype/Image/Width 120/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode",
        pixels.as_bytes(),
    )
}

/// A line of text at a place from the lower left corner.
fn line(size: u8, x: u16, y: u16, text: &str) -> String {
    let codes = text.encode_utf16().fold(String::new(), |mut codes, unit| {
        let _ = write!(codes, "{unit:04X}");
        codes
    });
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n")
}

fn read(pdf: &[u8]) -> (Document, Vec<Problem>) {
    shirabe_readers::read(pdf, "a.pdf", Metadata::default())
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

const PROSE: &str = "研究開発の中核的な役割を担う機関として支援を行う。";

#[test]
fn a_picture_of_a_quarter_of_the_page_is_said_and_one_behind_the_text_is_not() {
    let text = line(10, 60, 760, PROSE);
    let large = format!("{text}q 400 0 0 350 60 200 cm /I Do Q");
    let (document, problems) = read(&pdf("", &large, &[]));
    assert_eq!(document.source.pages_with_pictures, [1]);
    assert_eq!(
        said(&problems),
        ["pictures: 1頁: 4分の1以上を画像が占める。画像の中の文字は検索できない"]
    );
    let small = format!("{text}q 200 0 0 150 60 200 cm /I Do Q");
    assert!(read(&pdf("", &small, &[])).1.is_empty());
    let lines: String = (0..30).map(|nth| line(12, 40, 100 + 20 * nth, PROSE)).collect();
    let behind = format!("q 595 0 0 842 0 0 cm /I Do Q {lines}");
    assert!(read(&pdf("", &behind, &[])).1.is_empty());
}

#[test]
fn the_invisible_text_of_a_scanner_is_text_of_a_recogniser() {
    let words = "研究開発の中核的な役割を担う機関";
    let spaced: String = words.chars().flat_map(|c| [c, ' ']).collect();
    let content = format!("q 595 0 0 842 0 0 cm /I Do Q 3 Tr {}", line(8, 60, 700, &spaced));
    let (document, problems) = read(&pdf("", &content, &[]));
    assert_eq!(document.source.recognised_pages, [1]);
    assert_eq!(document.sections[0].blocks.last().map(|block| block.text.as_str()), Some(words));
    assert_eq!(
        said(&problems),
        ["ocr: 1頁: 画像に重ねた見えない文字（文字認識の結果）を本文とした。誤りを含むことがある"]
    );
}

#[test]
fn attached_files_and_forms_made_when_opened_are_said() {
    let files = "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/UF(data.csv)>>(b)<</Type/Filespec/F(b.xml)>>]>>>>";
    let (document, problems) = read(&pdf(files, &line(10, 60, 760, PROSE), &[]));
    assert_eq!(document.source.n_attachments, 2);
    assert_eq!(
        said(&problems),
        [
            "partial: 添付ファイル2件（b.xml、data.csv）を読み込んでいない。検索するには取り出して置いてください"
        ]
    );
    let form = "/NeedsRendering true/AcroForm<</XFA 4 0 R/Fields[]>>";
    let (_, problems) = read(&pdf(form, &line(10, 60, 760, "Please wait..."), &[]));
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("XFA"), "{problems:?}");
}

#[test]
fn the_structure_tree_names_headings_by_roles_of_its_own() {
    let content = format!(
        "/Span<</MCID 0>>BDC {}EMC /P<</MCID 1>>BDC {}EMC",
        line(10, 60, 760, "制度の背景と目的"),
        line(10, 60, 740, PROSE)
    );
    let tree = "/StructTreeRoot<</Type/StructTreeRoot/RoleMap<</Midashi/H2>>/K[<</S/Midashi/Pg 3 0 R/K 0>><</S/P/Pg 3 0 R/K 1>>]>>";
    let headings = |catalog: &str| -> Vec<String> {
        let (document, _) = read(&pdf(catalog, &content, &[]));
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let headings = blocks.filter(|b| b.kind == BlockKind::Heading && b.lines.is_some());
        headings.map(|block| block.text.clone()).collect()
    };
    assert_eq!(headings(tree), ["制度の背景と目的"]);
}

#[test]
fn the_xmp_packet_says_what_the_information_dictionary_does_not() {
    let packet = stream(
        "/Type/Metadata/Subtype/XML",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>共用設備の利用要領</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>".as_bytes(),
    );
    let (document, _) = read(&pdf("/Metadata 8 0 R", &line(10, 60, 760, PROSE), &[packet]));
    assert_eq!(document.metadata.title, "共用設備の利用要領");
}
