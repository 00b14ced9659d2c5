//! Tables as files for spreadsheets: [`csv`] and [`tsv`].
//!
//! Invariant: no cell is run as a formula, and every row has as many cells as the head, whoever reads it.

use csv::{QuoteStyle, Terminator, WriterBuilder};

/// Spreadsheets read UTF-8 as UTF-8 only behind it.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What begins a formula, of either width: Excel and Calc take the full-width signs as well when a file
/// is opened. Source: OWASP, CSV Injection.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What stands before a formula without hindering it (the same source).
const SKIPPED: [char; 3] = ['\t', '\r', '\n'];

/// Rows as CSV (RFC 4180), every cell in quotation marks.
pub(crate) fn csv<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = &'a str>,
{
    let mut format = WriterBuilder::new();
    format.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF);
    BYTE_ORDER_MARK.to_owned() + &written(&format, rows, harmless)
}

/// Rows as tab-separated values. No cell has a tab or a line end; one with a quotation mark is quoted, so
/// that readers that know quotation marks find the same columns.
pub(crate) fn tsv<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = &'a str>,
{
    let mut format = WriterBuilder::new();
    format.delimiter(b'\t').terminator(Terminator::Any(b'\n'));
    written(&format, rows, |cell| harmless(cell).replace(SKIPPED, " "))
}

fn written<'a, R>(
    format: &WriterBuilder,
    rows: impl IntoIterator<Item = R>,
    cell: impl Fn(&str) -> String,
) -> String
where
    R: IntoIterator<Item = &'a str>,
{
    let mut writer = format.from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(&cell)).expect("rows of one length, in memory");
    }
    let bytes = writer.into_inner().unwrap_or_else(|_| unreachable!("memory takes every byte"));
    String::from_utf8(bytes).expect("cells are text")
}

/// Behind a space a formula is text.
fn harmless(cell: &str) -> String {
    let begun = cell.trim_start_matches(SKIPPED);
    let is_formula = begun.starts_with(FORMULA_SIGNS) || begun.len() < cell.len();
    if is_formula { format!(" {begun}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@A1", "＝1", "＋1", "－1", "＠A1", "\t=1", "\r\n＝1"]
        {
            let file = csv([[formula]]);
            let cell = file.trim_start_matches('\u{FEFF}').trim_end().trim_matches('"');
            assert_eq!(cell.trim_start(), formula.trim_start());
            assert!(cell.starts_with(' '), "{formula:?}: {cell:?}");
            assert!(tsv([[formula]]).starts_with(' '), "{formula:?}");
        }
        assert_eq!(tsv([["1-1", "a=b", ""]]), "1-1\ta=b\t\n");
    }

    #[test]
    fn a_cell_cannot_break_out_of_its_row() {
        let cells = ["前\t\"語", "改\r\n行", "\"", "文書, \"甲\""];
        for (file, delimiter) in [(csv([cells]), b','), (tsv([cells]), b'\t')] {
            let mut reader = csv::ReaderBuilder::new();
            reader.delimiter(delimiter).has_headers(false);
            let rows: Vec<csv::StringRecord> =
                reader.from_reader(file.as_bytes()).records().map(Result::unwrap).collect();
            assert_eq!((rows.len(), rows[0].len()), (1, cells.len()), "{file}");
            assert_eq!(rows[0].get(3), Some(cells[3]));
        }
        let lines = tsv([cells]);
        assert_eq!(lines.lines().count(), 1);
        assert_eq!(lines.split('\t').count(), cells.len());
    }
}
