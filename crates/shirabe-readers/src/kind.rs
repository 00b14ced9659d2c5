//! Which format is it? Told from the content, not from the name: [`format_of`].

use crate::decode::is_utf16;
use shirabe_document::ProblemCode;
use shirabe_document::metadata::Format;

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// .doc, .ppt or .xls, the formats before Office Open XML.
    OldOffice,
    /// 一太郎 (.jtd).
    Ichitaro,
    /// An Office document that only a password opens.
    Encrypted,
    /// A workbook (.xlsx).
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
                "旧形式の Office 文書（.doc・.ppt・.xls）は読み込めない。Office で開き、.docx・.pptx 又は PDF として保存してください"
            }
            Refusal::Ichitaro => {
                "一太郎の文書は読み込めない。一太郎で開き、PDF 又は Word 形式で保存してください"
            }
            Refusal::Encrypted => {
                "パスワードで保護されている。Office で開き、保護を外して保存してください"
            }
            Refusal::Workbook => {
                "表計算の文書（.xlsx）は読み込めない。PDF として保存してください"
            }
            Refusal::Archive => "圧縮ファイルは読み込めない。展開してから、中の文書を指定してください",
            Refusal::Unknown => "文書の形式が分からない。PDF、Word、PowerPoint、HTML、Markdown、テキストのいずれかを指定してください",
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
        return Err(if contains(bytes, &ENCRYPTED_PACKAGE) {
            Refusal::Encrypted
        } else if has_extension(name_hint, &["jtd", "jtt"]) {
            Refusal::Ichitaro
        } else {
            Refusal::OldOffice
        });
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
    // Programs are free in naming the main part; `word/` and `ppt/` are what all of them keep to.
    if contains(bytes, b"word/document") {
        Ok(Format::Docx)
    } else if contains(bytes, b"ppt/presentation") {
        Ok(Format::Pptx)
    } else if contains(bytes, b"xl/workbook.xml") {
        Err(Refusal::Workbook)
    } else {
        Err(Refusal::Archive)
    }
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
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_sentence() {
        assert_eq!(format_of(COMPOUND_FILE, "a.doc"), Err(Refusal::OldOffice));
        assert_eq!(format_of(COMPOUND_FILE, "a.jtd"), Err(Refusal::Ichitaro));
        let encrypted = [COMPOUND_FILE, &ENCRYPTED_PACKAGE].concat();
        assert_eq!(format_of(&encrypted, "a.docx"), Err(Refusal::Encrypted));
        assert_eq!(format_of(b"PK\x03\x04", "a.zip"), Err(Refusal::Archive));
        assert_eq!(format_of(b"\x7FELF\0", "a.txt"), Err(Refusal::Unknown));
    }
}
