//! What a PDF says of itself in its information dictionary (ISO 32000-2, 14.3.3), and in [`xmp`] where that
//! is silent: [`properties`].

use hayro_syntax::Pdf;
use hayro_syntax::object::DateTime;

use super::actual_text::decode;
use super::xmp;
use crate::characters::{is_kana, is_kanji};
use crate::properties::Properties;

/// The title, the author and the dates.
pub(super) fn properties(pdf: &Pdf) -> Properties {
    let information = pdf.metadata();
    let value = |bytes: Option<&[u8]>| {
        let text = text(bytes?).trim_matches(['\0', ' ', '\u{3000}']).to_owned();
        (!text.is_empty()).then_some(text)
    };
    let mut properties = Properties {
        title: value(information.title.as_deref()),
        author: value(information.author.as_deref()),
        created: information.creation_date.as_ref().map(day),
        modified: information.modification_date.as_ref().map(day),
        ..Properties::default()
    };
    xmp::complete(&mut properties, pdf);
    properties
}

fn day(date: &DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Old Japanese programs write Shift_JIS where PDFDocEncoding is meant.
fn text(bytes: &[u8]) -> String {
    let has_mark = bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if !has_mark && !bytes.is_ascii() {
        let (text, has_errors) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes);
        let is_japanese = |c: char| is_kanji(c) || is_kana(c);
        if !has_errors && text.chars().any(is_japanese) {
            return text.into_owned();
        }
    }
    decode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_every_encoding_are_read() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("基本方針");
        assert_eq!(text(&bytes), "基本方針");
        assert_eq!(text(b"\xFE\xFF\x57\xFA\x67\x2C"), "基本");
        assert_eq!(text(b"Caf\xE9"), "Caf\u{E9}");
    }
}
