//! From bytes to lines: encoding, byte-order mark, line ends.

use crate::draft::Ledger;

/// The text of a source, line ends all `\n`.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
}

/// Decodes UTF-8 and, by their byte-order mark, UTF-16LE and UTF-16BE. Bytes that fit no character
/// become U+FFFD with a problem; other encodings are the business of readers of foreign formats.
pub(crate) fn decode(bytes: &[u8], ledger: &mut Ledger) -> Decoded {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (from_utf8(rest, ledger), "UTF-8"),
        [0xFF, 0xFE, rest @ ..] => (from_utf16(rest, u16::from_le_bytes, ledger), "UTF-16LE"),
        [0xFE, 0xFF, rest @ ..] => (from_utf16(rest, u16::from_be_bytes, ledger), "UTF-16BE"),
        _ => (from_utf8(bytes, ledger), "UTF-8"),
    };
    if is_garbled(&text) {
        let message = "UTF-8 を Shift_JIS として読んだ文字化けが多い（縺・繧・繝）。元のファイルを確認してください";
        ledger.problem("garbled-text", message.to_owned(), None);
    }
    Decoded { text: with_line_feeds(text), encoding }
}

/// UTF-8 kana read as Shift_JIS begin with 縺 or 繧 or 繝 (bytes E3 81, E3 82, E3 83), which no document has
/// more often than one character in fifty.
fn is_garbled(text: &str) -> bool {
    let n_signs = text.chars().filter(|c| matches!(c, '縺' | '繧' | '繝')).count();
    n_signs > 20 && n_signs * 50 > text.chars().count()
}

fn from_utf8(bytes: &[u8], ledger: &mut Ledger) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            with_a_problem(String::from_utf8_lossy(bytes).into_owned(), "invalid-utf8", ledger)
        }
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, ledger: &mut Ledger) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut is_valid = rest.is_empty();
    let mut text: String = char::decode_utf16(units)
        .map(|c| {
            c.unwrap_or_else(|_| {
                is_valid = false;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    if is_valid { text } else { with_a_problem(text, "invalid-utf16", ledger) }
}

fn with_a_problem(text: String, code: &'static str, ledger: &mut Ledger) -> String {
    let n = text.matches(char::REPLACEMENT_CHARACTER).count();
    ledger.problem(
        code,
        format!(
            "文字として読めない部分が{n}か所あり、U+FFFD に置き換えた。文字コードを確認してください"
        ),
        None,
    );
    text
}

/// Line ends of every kind as `\n`: CRLF, CR, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
/// Source: UAX #14, mandatory breaks; form feeds stay, for they end pages.
fn with_line_feeds(text: String) -> String {
    if !text.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return text;
    }
    text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, &'static str, usize) {
        let mut ledger = Ledger::default();
        let decoded = decode(bytes, &mut ledger);
        (decoded.text, decoded.encoding, ledger.problems.len())
    }

    #[test]
    fn a_byte_order_mark_names_the_encoding_and_leaves() {
        assert_eq!(decoded("\u{FEFF}文書".as_bytes()), ("文書".to_owned(), "UTF-8", 0));
        assert_eq!(decoded(b"\xFF\xFE\x87\x65"), ("文".to_owned(), "UTF-16LE", 0));
        assert_eq!(decoded(b"\xFE\xFF\x65\x87"), ("文".to_owned(), "UTF-16BE", 0));
    }

    #[test]
    fn text_decoded_wrongly_before_is_reported() {
        assert_eq!(decoded("縺ｧ繧ｸ繧ｿ繝ｫ".repeat(10).as_bytes()).2, 1);
        assert_eq!(decoded("「縺れる」「繝く」".as_bytes()).2, 0);
    }

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        assert_eq!(decoded("a\r\nb\rc\u{2028}d\ne".as_bytes()).0, "a\nb\nc\nd\ne");
    }

    #[test]
    fn bytes_that_are_no_text_are_kept_visible_and_reported() {
        assert_eq!(decoded(b"a\xFFb"), ("a\u{FFFD}b".to_owned(), "UTF-8", 1));
        assert_eq!(decoded(b"\xFF\xFE\x00\xD8"), ("\u{FFFD}".to_owned(), "UTF-16LE", 1));
        assert_eq!(decoded(b"\xFF\xFEa"), ("\u{FFFD}".to_owned(), "UTF-16LE", 1));
    }
}
