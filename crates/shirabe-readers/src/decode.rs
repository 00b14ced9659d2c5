//! From bytes to lines: encoding, byte-order mark, line ends.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8};
use shirabe_document::ProblemCode;

use crate::draft::Ledger;

/// The text of a source, line ends all `\n`.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
}

/// Decodes a text. In this order: the byte-order mark; UTF-16 by its look; the escapes of ISO-2022-JP;
/// UTF-8 if all of it is; Shift_JIS or EUC-JP by detection. Bytes that fit no character become U+FFFD
/// with a problem.
pub(crate) fn decode(bytes: &[u8], ledger: &mut Ledger) -> Decoded {
    decode_as(bytes, None, ledger)
}

/// Decodes a web page, which may name its encoding (HTML, 13.2.3.2, prescan).
pub(crate) fn decode_html(bytes: &[u8], ledger: &mut Ledger) -> Decoded {
    decode_as(bytes, named_in_head(bytes), ledger)
}

fn decode_as(bytes: &[u8], named: Option<&'static Encoding>, ledger: &mut Ledger) -> Decoded {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (from_utf8(rest, ledger), "UTF-8"),
        [0xFF, 0xFE, rest @ ..] => (from_utf16(rest, u16::from_le_bytes, ledger), "UTF-16LE"),
        [0xFE, 0xFF, rest @ ..] => (from_utf16(rest, u16::from_be_bytes, ledger), "UTF-16BE"),
        _ => match unmarked_utf16(bytes) {
            Some(Order::LittleEndian) => {
                (from_utf16(bytes, u16::from_le_bytes, ledger), "UTF-16LE")
            }
            Some(Order::BigEndian) => (from_utf16(bytes, u16::from_be_bytes, ledger), "UTF-16BE"),
            None => without_mark(bytes, named, ledger),
        },
    };
    if is_garbled(&text) {
        let message = "UTF-8 を Shift_JIS として読んだ文字化けが多い（縺・繧・繝）。元のファイルを確認してください";
        ledger.problem(ProblemCode::GarbledText, message.to_owned(), None);
    }
    Decoded { text: with_line_feeds(text), encoding }
}

fn without_mark(
    bytes: &[u8],
    named: Option<&'static Encoding>,
    ledger: &mut Ledger,
) -> (String, &'static str) {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let has_escapes = [&b"\x1B$B"[..], b"\x1B$@"]
        .iter()
        .any(|escape| bytes.windows(escape.len()).any(|window| window == *escape));
    if is_utf8 && has_escapes {
        let (text, has_errors) = ISO_2022_JP.decode_without_bom_handling(bytes);
        if !has_errors {
            return (text.into_owned(), ISO_2022_JP.name());
        }
    }
    if is_utf8 || is_nearly_utf8(bytes) {
        return (from_utf8(bytes, ledger), "UTF-8");
    }
    let japanese = |encoding: &&'static Encoding| [SHIFT_JIS, EUC_JP].contains(encoding);
    let encoding = named.or_else(|| Some(detected(bytes)).filter(japanese)).filter(|e| *e != UTF_8);
    let Some(encoding) = encoding else { return (from_utf8(bytes, ledger), "UTF-8") };
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let n_foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let n_unreadable = text.matches(char::REPLACEMENT_CHARACTER).count();
    if named.is_none() && n_unreadable * 10 > n_foreign {
        return (from_utf8(bytes, ledger), "UTF-8");
    }
    let text =
        if has_errors { with_a_problem(text, ProblemCode::InvalidBytes, ledger) } else { text };
    (text, encoding.name())
}

/// A few damaged bytes in a text that is UTF-8 otherwise do not make it another encoding.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good >= n_bad * 10
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"jp"), Utf8Detection::Allow)
}

/// `charset=` in the first bytes, in `meta` or in the XML declaration.
fn named_in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?.to_ascii_lowercase();
    [&b"charset="[..], b"encoding="].iter().find_map(|key| {
        let at = head.windows(key.len()).position(|window| window == *key)?;
        let label = head.get(at + key.len()..)?.iter().copied().skip_while(|b| b"\"' ".contains(b));
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || b"-_:".contains(b);
        let label: Vec<u8> = label.take_while(is_part).take(40).collect();
        Encoding::for_label(&label)
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LittleEndian,
    BigEndian,
}

/// Whether bytes with NULs in them are UTF-16.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    unmarked_utf16(bytes).is_some()
}

/// UTF-16 without its mark: line ends and spaces have a zero byte, always on the same side, and what
/// comes out is text. Other characters with a zero byte, as 一 (U+4E00), do not tell the side.
fn unmarked_utf16(bytes: &[u8]) -> Option<Order> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let (pairs, _) = head.as_chunks::<2>();
    let is_space = |byte: u8| matches!(byte, b'\n' | b'\r' | b' ');
    let n_first = pairs.iter().filter(|[a, b]| *a == 0 && is_space(*b)).count();
    let n_second = pairs.iter().filter(|[a, b]| *b == 0 && is_space(*a)).count();
    let order = match (n_first, n_second) {
        (0, 0) => return None,
        (first, second) if second > first * 4 => Order::LittleEndian,
        (first, second) if first > second * 4 => Order::BigEndian,
        _ => return None,
    };
    let unit = match order {
        Order::LittleEndian => u16::from_le_bytes,
        Order::BigEndian => u16::from_be_bytes,
    };
    let is_text = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0xFF | 0x2010..=0x2FDF | 0x3000..=0x30FF
            | 0x3200..=0x9FFF | 0xF900..=0xFAFF | 0xFF01..=0xFFEF | 0xD800..=0xDFFF)
    };
    let n_text = pairs.iter().filter(|pair| is_text(unit(**pair))).count();
    (n_text * 100 >= pairs.len() * 95).then_some(order)
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
        Err(_) => with_a_problem(
            String::from_utf8_lossy(bytes).into_owned(),
            ProblemCode::InvalidUtf8,
            ledger,
        ),
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
    if is_valid { text } else { with_a_problem(text, ProblemCode::InvalidUtf16, ledger) }
}

fn with_a_problem(text: String, code: ProblemCode, ledger: &mut Ledger) -> String {
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

    const TEXT: &str = "医療分野の研究開発の推進を図るため、次の措置を講ずる。\n①ｱｲｳ、ＡＢＣ～\n";

    #[test]
    fn the_old_encodings_of_japanese_are_told_from_the_bytes() {
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP] {
            let text =
                if encoding == SHIFT_JIS { TEXT } else { "研究開発の推進を図る。\n" };
            let (bytes, _, has_errors) = encoding.encode(text);
            assert!(!has_errors);
            assert_eq!(decoded(&bytes), (text.to_owned(), encoding.name(), 0));
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_told_by_its_line_ends() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&little), (TEXT.to_owned(), "UTF-16LE", 0));
        assert_eq!(decoded(&big), (TEXT.to_owned(), "UTF-16BE", 0));
        assert!(!is_utf16(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0") && !is_utf16(&[0; 64]));
    }

    #[test]
    fn a_damaged_byte_does_not_make_utf_8_another_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 2);
        let (text, encoding, n_problems) = decoded(&bytes);
        assert_eq!((encoding, n_problems), ("UTF-8", 1), "{text}");
    }

    #[test]
    fn a_page_names_its_encoding() {
        let page = "<html><meta charset=\"Shift_JIS\"><p>研究";
        let (bytes, _, _) = SHIFT_JIS.encode(page);
        let decoded = decode_html(&bytes, &mut Ledger::default());
        assert_eq!((decoded.text.as_str(), decoded.encoding), (page, "Shift_JIS"));
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
