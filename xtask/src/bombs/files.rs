//! The bombs themselves: [`BOMBS`].

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

type Make = fn() -> anyhow::Result<Vec<u8>>;

/// Each with the name of its file, which says what it is.
pub(super) const BOMBS: [(&str, Make); 24] = [
    // Texts that are analysed slowly, or whose parts never end.
    ("numerals.txt", || text(&"第十十十十十十十十十十十十十十十十十十十十条\n".repeat(100_000))),
    ("one-numeral.txt", || text(&"十".repeat(1_000_000))),
    ("one-number.txt", || text(&"1234567890".repeat(500_000))),
    ("one-word.txt", || text(&"a".repeat(5_000_000))),
    ("one-sentence.txt", || text(&"研究".repeat(1_000_000))),
    ("one-cluster.txt", || text(&format!("か{}", "\u{3099}".repeat(1_000_000)))),
    ("one-address.txt", || text(&format!("https://example.jp/{}", "a/".repeat(1_000_000)))),
    ("brackets.txt", || text(&"「（".repeat(500_000))),
    ("headings.md", || text(&"# 見出し\n".repeat(200_000))),
    ("quotes.md", || text(&format!("{}深い", "> ".repeat(200_000)))),
    ("links.md", || text(&"[".repeat(1_000_000))),
    ("emphasis.md", || text(&"**a _b ".repeat(150_000))),
    ("cells.md", || text(&format!("{}\n{}\n", "|a".repeat(100_000), "|-".repeat(100_000)))),
    ("one-line.jsonl", || {
        text(&format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n", "研".repeat(10_000_000)))
    }),
    // Pages that nest, or repeat themselves.
    ("elements.html", || text(&format!("<html>{}", "<div>".repeat(1_000_000)))),
    ("attributes.html", || {
        let attributes: Vec<_> = (0..200_000).map(|n| format!(" a{n}=1")).collect();
        text(&format!("<html><p{}>本文", attributes.concat()))
    }),
    ("spans.html", || {
        let row = "<tr><td colspan=1000 rowspan=65534>甲</td></tr>".repeat(20_000);
        text(&format!("<html><table>{row}</table>"))
    }),
    // Packages that grow when they are unpacked, or when they are read.
    ("zeros.docx", || {
        let body = "<w:p/>".repeat(20_000_000);
        package(&[("word/document.xml", &word(&body))])
    }),
    ("paragraphs.docx", || {
        let body =
            (0..600_000_u64).map(|n| format!("<w:p><w:r><w:t>{n}{}</w:t></w:r></w:p>", n * n));
        package(&[("word/document.xml", &word(&body.collect::<String>()))])
    }),
    ("corner.xlsx", || {
        workbook(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
            "",
        )
    }),
    ("shared.xlsx", || {
        let row = |n| format!("<row r='{n}'><c r='A{n}' t='s'><v>0</v></c></row>");
        let rows: String = (1..=100_000).map(row).collect();
        workbook(&rows, &"長い文言".repeat(25_000))
    }),
    ("repeated.ods", || {
        let cell = "<table:table-cell office:value-type='string' table:number-columns-repeated='16384'>\
                    <text:p>甲</text:p></table:table-cell>";
        let row = format!(
            "<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"
        );
        sheet(&row)
    }),
    // A page that draws twice what draws twice …, and one that is nothing but space.
    ("doubling.pdf", doubling),
    ("spaces.pdf", || {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        for _ in 0..200 {
            packed.write_all(&[b' '; 1 << 20])?;
        }
        let stream = packed.finish()?;
        Ok(pdf("/Filter /FlateDecode ", &stream, &[]))
    }),
];

#[expect(
    clippy::unnecessary_wraps,
    reason = "some bombs can fail to be made, and all have one type"
)]
fn text(text: &str) -> anyhow::Result<Vec<u8>> {
    Ok(text.as_bytes().to_vec())
}

fn package(parts: &[(&str, &str)]) -> anyhow::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options)?;
        writer.write_all(content.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn word(body: &str) -> String {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!("<w:document xmlns:w='{namespace}'><w:body>{body}</w:body></w:document>")
}

/// A workbook of one sheet with these rows, and one text that its cells share.
fn workbook(rows: &str, shared: &str) -> anyhow::Result<Vec<u8>> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let target = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{office}/{kind}' Target='{target}'/>")
    };
    let all = |links: &[String]| {
        format!("<Relationships xmlns='{relations}'>{}</Relationships>", links.concat())
    };
    let book = format!(
        "<workbook xmlns='{main}' xmlns:r='{office}'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &all(&[target("r1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", &book),
        (
            "xl/_rels/workbook.xml.rels",
            &all(&[
                target("r1", "worksheet", "worksheets/sheet1.xml"),
                target("r2", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", &format!("<sst xmlns='{main}'><si><t>{shared}</t></si></sst>")),
    ])
}

/// An OpenDocument spreadsheet of one table with this row.
fn sheet(row: &str) -> anyhow::Result<Vec<u8>> {
    let name = "urn:oasis:names:tc:opendocument:xmlns";
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            &format!(
                "<office:document-content xmlns:office='{name}:office:1.0' xmlns:table='{name}:table:1.0' \
                 xmlns:text='{name}:text:1.0'><office:body><office:spreadsheet><table:table table:name='表'>\
                 {row}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

/// Forty forms, each of which draws the one before it twice: 2⁴⁰ letters.
#[expect(clippy::unnecessary_wraps, reason = "as above")]
fn doubling() -> anyhow::Result<Vec<u8>> {
    let forms: Vec<String> = (0..40)
        .map(|n| match n {
            0 => "BT /F 10 Tf (a) Tj ET".to_owned(),
            _ => format!("/X{0} Do /X{0} Do", n - 1),
        })
        .collect();
    Ok(pdf("", b"/X39 Do", &forms))
}

/// A PDF of one page with this content, described so, and these forms, `X0` and so on. It has no table of
/// references: readers find the objects themselves.
fn pdf(description: &str, content: &[u8], forms: &[String]) -> Vec<u8> {
    let named: Vec<_> = (0..forms.len()).map(|n| format!("/X{n} {} 0 R", n + 6)).collect();
    let resources = format!("<< /Font << /F 5 0 R >> /XObject << {} >> >>", named.join(" "));
    let mut bytes = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
         2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
         3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources {resources} >> endobj\n\
         5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n\
         4 0 obj << {description}/Length {} >> stream\n",
        content.len()
    )
    .into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream endobj\n");
    for (n, form) in forms.iter().enumerate() {
        let object = format!(
            "{} 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources {resources} /Length {} >> \
             stream\n{form}\nendstream endobj\n",
            n + 6,
            form.len()
        );
        bytes.extend_from_slice(object.as_bytes());
    }
    bytes.extend_from_slice(b"trailer << /Root 1 0 R >>\n%%EOF\n");
    bytes
}
