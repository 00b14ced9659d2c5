//! CSV and TSV that spreadsheets open as they are meant.

use std::io::Write;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// Spreadsheets read UTF-8 as UTF-8 only behind it.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What begins a formula, of either width: Excel and Calc take the full-width signs as well when a file
/// is opened. Source: OWASP, CSV Injection.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What stands before a formula without hindering it (the same source).
const SKIPPED: [char; 3] = ['\t', '\r', '\n'];

/// CSV (RFC 4180), every cell in quotation marks.
pub(crate) fn csv<W: Write>(out: W) -> Writer<W> {
    let mut format = WriterBuilder::new();
    format.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(out)
}

/// Rows of texts as CSV, where all are at hand.
///
/// # Panics
///
/// If a row has more or fewer cells than the first.
pub fn csv_of_texts<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = &'a str>,
{
    let mut writer = csv(Vec::new());
    for row in rows {
        let cells = row.into_iter().map(harmless);
        writer.write_record(cells).expect("rows of one length, in memory");
    }
    let bytes = writer.into_inner().unwrap_or_else(|_| unreachable!("memory takes every byte"));
    BYTE_ORDER_MARK.to_owned() + &String::from_utf8(bytes).expect("cells are text")
}

/// Tab-separated values. A cell with a quotation mark is quoted, so that readers that know quotation marks
/// find the same columns.
pub(crate) fn tsv<W: Write>(out: W) -> Writer<W> {
    let mut format = WriterBuilder::new();
    format.delimiter(b'\t').terminator(Terminator::Any(b'\n')).from_writer(out)
}

/// Behind a space a formula is text.
pub(crate) fn harmless(cell: &str) -> String {
    let begun = cell.trim_start_matches(SKIPPED);
    let is_formula = begun.starts_with(FORMULA_SIGNS) || begun.len() < cell.len();
    if is_formula { format!(" {begun}") } else { cell.to_owned() }
}

/// A cell of TSV has no tab and no line end.
pub(crate) fn on_one_line(cell: &str) -> String {
    harmless(cell).replace(SKIPPED, " ")
}
