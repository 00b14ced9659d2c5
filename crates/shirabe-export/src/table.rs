//! A table, written row by row: [`TableWriter`].

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::spreadsheet::{BYTE_ORDER_MARK, csv, harmless, on_one_line, tsv};
use crate::xlsx::XlsxWriter;

/// In which form a table goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values for spreadsheets.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A JSON object on each line: first what the file is, last that it is complete.
    Ndjson,
    /// A workbook with a second sheet of the conditions.
    Xlsx,
}

/// A failure to write a file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The bytes could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// CSV or TSV could not be written.
    #[error("table: {0}")]
    Csv(#[from] ::csv::Error),
    /// The workbook could not be written.
    #[error("workbook: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// What a file says of itself: names and values.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name of the sheet that says it.
    pub name: String,
    /// Names and values, in order.
    pub rows: Vec<(String, String)>,
}

/// A column: its title for people, its name for programs, and whether its cells are numbers.
pub type Column = (&'static str, &'static str, bool);

/// Writes one table to a writer.
pub struct TableWriter<W: Write> {
    out: Out<W>,
    names: Vec<&'static str>,
    is_number: Vec<bool>,
    n_rows: u64,
}

enum Out<W: Write> {
    Csv(::csv::Writer<W>),
    Tsv(::csv::Writer<W>),
    Ndjson(W),
    Xlsx(Box<XlsxWriter>, W),
}

impl FileFormat {
    /// The format with this ending.
    pub fn named(extension: &str) -> Option<FileFormat> {
        let all = [FileFormat::Csv, FileFormat::Tsv, FileFormat::Ndjson, FileFormat::Xlsx];
        all.into_iter().find(|format| format.extension() == extension)
    }

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::Tsv => "tsv",
            FileFormat::Ndjson => "ndjson",
            FileFormat::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            FileFormat::Csv => "text/csv; charset=utf-8",
            FileFormat::Tsv => "text/tab-separated-values; charset=utf-8",
            FileFormat::Ndjson => "application/x-ndjson; charset=utf-8",
            FileFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl<W: Write> TableWriter<W> {
    /// Begins a file called `name` with these columns; `header` is the first line of NDJSON, `conditions`
    /// the second sheet of a workbook.
    pub fn begin(
        mut out: W,
        format: FileFormat,
        name: &str,
        columns: &[Column],
        header: &Value,
        conditions: Sheet,
    ) -> Result<TableWriter<W>, ExportError> {
        let titles: Vec<&str> = columns.iter().map(|(title, _, _)| *title).collect();
        let out = match format {
            FileFormat::Csv => {
                out.write_all(BYTE_ORDER_MARK.as_bytes())?;
                let mut writer = csv(out);
                writer.write_record(titles)?;
                Out::Csv(writer)
            }
            FileFormat::Tsv => {
                let mut writer = tsv(out);
                writer.write_record(titles)?;
                Out::Tsv(writer)
            }
            FileFormat::Ndjson => {
                writeln!(out, "{}", json!({ "header": header }))?;
                Out::Ndjson(out)
            }
            FileFormat::Xlsx => {
                Out::Xlsx(Box::new(XlsxWriter::begin(name, &titles, conditions)?), out)
            }
        };
        let names = columns.iter().map(|(_, name, _)| *name).collect();
        let is_number = columns.iter().map(|(_, _, is_number)| *is_number).collect();
        Ok(TableWriter { out, names, is_number, n_rows: 0 })
    }

    /// Writes one row, with as many cells as there are columns.
    pub fn row(&mut self, cells: &[String]) -> Result<(), ExportError> {
        self.n_rows += 1;
        match &mut self.out {
            // A number is no formula, though one below 0 begins like one.
            Out::Csv(writer) => {
                writer.write_record(self.is_number.iter().zip(cells).map(
                    |(is_number, cell)| {
                        if *is_number { cell.clone() } else { harmless(cell) }
                    },
                ))?;
            }
            Out::Tsv(writer) => {
                writer.write_record(self.is_number.iter().zip(cells).map(
                    |(is_number, cell)| {
                        if *is_number { cell.clone() } else { on_one_line(cell) }
                    },
                ))?;
            }
            Out::Ndjson(out) => {
                let mut object = Map::new();
                for ((name, is_number), cell) in self.names.iter().zip(&self.is_number).zip(cells) {
                    let number = cell.parse::<serde_json::Number>().ok().filter(|_| *is_number);
                    let text = || Value::String(cell.clone());
                    let value = if cell.is_empty() && *is_number {
                        Value::Null
                    } else {
                        number.map_or_else(text, Value::Number)
                    };
                    object.insert((*name).to_owned(), value);
                }
                writeln!(out, "{}", Value::Object(object))?;
            }
            Out::Xlsx(writer, _) => writer.row(cells, &self.is_number)?,
        }
        Ok(())
    }

    /// Completes the file.
    pub fn finish(self) -> Result<(), ExportError> {
        match self.out {
            Out::Csv(mut writer) | Out::Tsv(mut writer) => writer.flush()?,
            Out::Ndjson(mut out) => {
                writeln!(out, "{}", json!({ "end": true, "lines": self.n_rows }))?;
                out.flush()?;
            }
            Out::Xlsx(writer, mut out) => writer.finish(&mut out)?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] = [("語", "text", false), ("件数", "n", true)];

    fn written(format: FileFormat, rows: &[[&str; 2]]) -> Vec<u8> {
        let mut out = Vec::new();
        let header = json!({ "q": "創薬" });
        let conditions = Sheet {
            name: "条件".to_owned(),
            rows: vec![("検索語".to_owned(), "創薬".to_owned())],
        };
        let mut writer =
            TableWriter::begin(&mut out, format, "表", &COLUMNS, &header, conditions).unwrap();
        for row in rows {
            writer.row(&row.map(str::to_owned)).unwrap();
        }
        writer.finish().unwrap();
        out
    }

    fn text(format: FileFormat, rows: &[[&str; 2]]) -> String {
        String::from_utf8(written(format, rows)).unwrap()
    }

    #[test]
    fn no_cell_becomes_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@A1", "＝1", "＋1", "－1", "＠A1", "\t=1", "\r\n＝1"]
        {
            let file = text(FileFormat::Csv, &[[formula, "-1"]]);
            let row = file.trim_end().rsplit_once("\r\n\"").unwrap().1;
            assert!(row.starts_with(' ') && row.ends_with("\"-1\""), "{formula:?}: {row:?}");
            assert!(
                text(FileFormat::Tsv, &[[formula, ""]]).lines().nth(1).unwrap().starts_with(' ')
            );
        }
    }

    #[test]
    fn a_cell_cannot_break_out_of_its_row() {
        let cells = ["前\t\"語\r\n行", "3"];
        for (format, delimiter) in [(FileFormat::Csv, b','), (FileFormat::Tsv, b'\t')] {
            let file = text(format, &[cells]);
            let mut reader = ::csv::ReaderBuilder::new();
            reader.delimiter(delimiter);
            let rows: Vec<::csv::StringRecord> =
                reader.from_reader(file.as_bytes()).records().map(Result::unwrap).collect();
            assert_eq!((rows.len(), rows[0].len()), (1, 2), "{file}");
        }
        assert_eq!(text(FileFormat::Tsv, &[cells]).lines().count(), 2);
    }

    #[test]
    fn a_cut_stream_of_lines_can_be_seen() {
        insta::assert_snapshot!(text(FileFormat::Ndjson, &[["研究", "12"], ["=力", ""]]), @r#"
        {"header":{"q":"創薬"}}
        {"n":12,"text":"研究"}
        {"n":null,"text":"=力"}
        {"end":true,"lines":2}
        "#);
    }

    #[test]
    fn a_workbook_is_an_archive_with_two_sheets() {
        let file = written(FileFormat::Xlsx, &[["=1+1", "12"]]);
        assert!(file.starts_with(b"PK"));
        let has = |name: &[u8]| file.windows(name.len()).any(|window| window == name);
        assert!(has(b"xl/worksheets/sheet2.xml") && !has(b"xl/worksheets/sheet3.xml"));
    }
}
