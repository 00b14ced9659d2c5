//! Which format is it? Told from the content, not from the name: [`format_of`].

use crate::decode::is_utf16;
use shirabe_document::ProblemCode;
use shirabe_document::metadata::Format;

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// .doc, .ppt or .xls, the formats before Office Open XML.
    OldOffice,
    /// .odt or .odp, the formats of LibreOffice.
    OpenDocument,
    /// .rtf
    RichText,
    /// 一太郎 (.jtd).
    Ichitaro,
    /// An Office document that only a password opens.
    Encrypted,
    /// A workbook in binary parts (.xlsb).
    Workbook,
    /// An archive that is no document.
    Archive,
    /// Neither text nor a format that is known.
    Unknown,
}

impl Refusal {
    /// What to do instead, for the curator.
    pub fn message_ja(self) -> String {
        match self {
            Refusal::OldOffice => {
                "旧形式の Office 文書（.doc・.ppt）は、そのままでは読み込めない。LibreOffice を入れて --convert を付けるか、Office で開き、.docx・.pptx 又は PDF として保存してください"
            }
            Refusal::OpenDocument => {
                "OpenDocument の文書（.odt・.odp）は、そのままでは読み込めない。LibreOffice を入れて --convert を付けるか、.docx・.pptx 又は PDF として保存してください"
            }
            Refusal::RichText => {
                "リッチテキスト（.rtf）は、そのままでは読み込めない。LibreOffice を入れて --convert を付けるか、.docx 又は PDF として保存してください"
            }
            Refusal::Ichitaro => {
                "一太郎の文書は読み込めない。一太郎で開き、PDF 又は Word 形式で保存してください"
            }
            Refusal::Encrypted => {
                "パスワードで保護されている。Office で開き、保護を外して保存してください"
            }
            Refusal::Workbook => {
                "バイナリ形式のブック（.xlsb）は読み込めない。.xlsx として保存してください"
            }
            Refusal::Archive => "圧縮ファイルは読み込めない。展開してから、中の文書を指定してください",
            Refusal::Unknown => "文書の形式が分からない。PDF、Word、PowerPoint、Excel、HTML、Markdown、テキストのいずれかを指定してください",
        }
        .to_owned()
    }
}

impl Refusal {
    /// What kind of problem it is.
    pub fn code(self) -> ProblemCode {
        match self {
            Refusal::Encrypted => ProblemCode::Password,
            _ => ProblemCode::Rejected,
        }
    }
}

/// The head of the OLE compound file, [MS-CFB] 2.2.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The stream of an encrypted Office document in UTF-16LE, [MS-OFFCRYPTO] 2.3.4.4.
const ENCRYPTED_PACKAGE: [u8; 32] = *b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
/// Some writers put a few bytes before the header (ISO 32000-2, annex I): readers accept 1,024.
const PDF_HEADER_WITHIN_BYTES: usize = 1024;
/// How much of a text is looked at.
const HEAD_BYTES: usize = 4096;

/// The format of `bytes`; `name_hint` decides between Markdown and plain text only.
pub fn format_of(bytes: &[u8], name_hint: &str) -> Result<Format, Refusal> {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    if contains(head.get(..PDF_HEADER_WITHIN_BYTES.min(head.len())).unwrap_or_default(), b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if head.starts_with(COMPOUND_FILE) {
        return if contains(bytes, &ENCRYPTED_PACKAGE) {
            Err(Refusal::Encrypted)
        } else if has_extension(name_hint, &["jtd", "jtt"]) {
            Err(Refusal::Ichitaro)
        } else if contains(bytes, &utf16("WordDocument")) || contains(bytes, &utf16("PowerPoint")) {
            Err(Refusal::OldOffice)
        } else if contains(bytes, &utf16("Workbook")) || contains(bytes, &utf16("Book")) {
            Ok(Format::Xls)
        } else {
            Err(Refusal::OldOffice)
        };
    }
    if head.starts_with(b"{\\rtf") {
        return Err(Refusal::RichText);
    }
    if head.starts_with(b"PK\x03\x04") {
        return office_format(bytes);
    }
    if looks_like_html(head) || has_extension(name_hint, &["html", "htm"]) && contains(head, b"<") {
        return Ok(Format::Html);
    }
    if is_binary(head) && !is_utf16(head) {
        return Err(Refusal::Unknown);
    }
    let is_markdown = has_extension(name_hint, &["md", "markdown"]);
    Ok(if is_markdown { Format::Markdown } else { Format::PlainText })
}

/// The names of parts stand uncompressed in the archive.
fn office_format(bytes: &[u8]) -> Result<Format, Refusal> {
    // The names in the archive's own list, since a presentation may hold a document; of an archive that has
    // no list the bytes.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok();
    if let Some(kind) = open_document(bytes, archive.as_mut()) {
        return if kind == "spreadsheet" { Ok(Format::Ods) } else { Err(Refusal::OpenDocument) };
    }
    let names: Option<Vec<String>> = archive.as_ref().map(|archive| {
        let readable = archive.file_names().filter_map(Result::ok);
        readable.map(std::borrow::Cow::into_owned).collect()
    });
    let has = |start: &str| match &names {
        Some(names) => names.iter().any(|name| name.starts_with(start)),
        None => contains(bytes, start.as_bytes()),
    };
    // Programs are free in naming the main part; `word/` and `ppt/` are what all of them keep to.
    if has("word/document") {
        Ok(Format::Docx)
    } else if has("ppt/presentation") {
        Ok(Format::Pptx)
    } else if has("xl/workbook.bin") {
        Err(Refusal::Workbook)
    } else if has("xl/workbook") {
        Ok(Format::Xlsx)
    } else {
        Err(Refusal::Archive)
    }
}

/// The kind of an OpenDocument package, such as `spreadsheet`: it begins with its media type (OASIS
/// OpenDocument 1.3, part 2, 3.3).
fn open_document(
    bytes: &[u8],
    archive: Option<&mut zip::ZipArchive<std::io::Cursor<&[u8]>>>,
) -> Option<String> {
    use std::io::Read;
    /// The longest media type has 60 characters.
    const LONGEST: u64 = 100;
    const START: &str = "application/vnd.oasis.opendocument.";
    let mut text = String::new();
    if let Some(archive) = archive {
        let file = archive.by_name("mimetype").ok()?;
        file.take(LONGEST).read_to_string(&mut text).ok()?;
    } else {
        let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(head));
    }
    let (_, kind) = text.split_once(START)?;
    Some(kind.chars().take_while(char::is_ascii_lowercase).collect())
}

fn looks_like_html(head: &[u8]) -> bool {
    let start =
        head.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF));
    let Some(head) = start.and_then(|start| head.get(start..)) else { return false };
    let begins = |tag: &[u8]| head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag));
    let holds_page = || contains(head, b"<html") || contains(head, b"<HTML");
    begins(b"<!doctype html")
        || begins(b"<html")
        || (begins(b"<?xml") || begins(b"<!--") || begins(b"<!doctype")) && holds_page()
}

/// How programs and pictures begin.
const BINARY: [&[u8]; 7] =
    [b"\x7FELF", b"MZ", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\xCA\xFE\xBA\xBE", b"\x1F\x8B"];

/// Many NULs stand in no text but UTF-16, which its byte-order mark tells; a few can be an accident.
fn is_binary(head: &[u8]) -> bool {
    let has_mark = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let n_nul = head.iter().map(|byte| usize::from(*byte == 0)).sum::<usize>();
    let is_known = BINARY.iter().any(|start| head.starts_with(start)) && n_nul > 0;
    !has_mark && (is_known || n_nul >= 8 && n_nul * 20 > head.len())
}

fn has_extension(name: &str, known: &[&str]) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    known.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// The name of a stream of a compound file.
fn utf16(name: &str) -> Vec<u8> {
    name.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_not_the_name() {
        assert_eq!(format_of(b"%PDF-1.7\n", "a.txt"), Ok(Format::Pdf));
        assert_eq!(format_of(b"\n<!DOCTYPE html><p>", "a.md"), Ok(Format::Html));
        assert_eq!(format_of(b"PK\x03\x04..word/document.xml", "a.pdf"), Ok(Format::Docx));
        assert_eq!(format_of("本文".as_bytes(), "a.pdf"), Ok(Format::PlainText));
        assert_eq!(format_of("# 題".as_bytes(), "a.MD"), Ok(Format::Markdown));
        assert_eq!(format_of(b"PK\x03\x04..xl/workbook.xml", "a.zip"), Ok(Format::Xlsx));
        let book = [COMPOUND_FILE, &utf16("Workbook")].concat();
        assert_eq!(format_of(&book, "a.doc"), Ok(Format::Xls));
        let text = [COMPOUND_FILE, &utf16("Workbook"), &utf16("WordDocument")].concat();
        assert_eq!(format_of(&text, "a.xls"), Err(Refusal::OldOffice));
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_sentence() {
        assert_eq!(format_of(COMPOUND_FILE, "a.doc"), Err(Refusal::OldOffice));
        assert_eq!(format_of(COMPOUND_FILE, "a.jtd"), Err(Refusal::Ichitaro));
        assert_eq!(format_of(b"{\\rtf1\\ansi", "a.rtf"), Err(Refusal::RichText));
        let text = b"PK\x03\x04\0mimetypeapplication/vnd.oasis.opendocument.text";
        assert_eq!(format_of(text, "a.odt"), Err(Refusal::OpenDocument));
        assert_eq!(format_of(b"PK\x03\x04..xl/workbook.bin", "a.xlsb"), Err(Refusal::Workbook));
        let encrypted = [COMPOUND_FILE, &ENCRYPTED_PACKAGE].concat();
        assert_eq!(format_of(&encrypted, "a.docx"), Err(Refusal::Encrypted));
        assert_eq!(format_of(b"PK\x03\x04", "a.zip"), Err(Refusal::Archive));
        assert_eq!(format_of(b"\x7FELF\0", "a.txt"), Err(Refusal::Unknown));
    }
}
