//! XLSX, written row by row into a file of its own and handed over when it is complete.

use std::io::{Read, Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::table::Sheet;

/// Rows of a sheet (Excel specifications and limits, Microsoft).
pub(crate) const MAX_ROWS: u32 = 1_048_576;
/// Characters of a cell (the same).
const MAX_CELL_CHARS: usize = 32_767;
/// How the second sheet says that rows are missing.
const CUT: &str = "この表に入りきらなかった行";

/// A workbook that is being written.
pub(crate) struct XlsxWriter {
    workbook: Workbook,
    conditions: Sheet,
    n_rows: u32,
    n_left_out: u64,
    n_cut_cells: u64,
}

impl XlsxWriter {
    pub(crate) fn begin(
        name: &str,
        columns: &[&str],
        conditions: Sheet,
    ) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
        }
        Ok(XlsxWriter { workbook, conditions, n_rows: 1, n_left_out: 0, n_cut_cells: 0 })
    }

    /// Strings stay strings: a number that is one is written as one.
    pub(crate) fn row(&mut self, cells: &[String], is_number: &[bool]) -> Result<(), XlsxError> {
        if self.n_rows >= MAX_ROWS {
            self.n_left_out += 1;
            return Ok(());
        }
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            let number = is_number.get(usize::from(column)).filter(|is| **is);
            if let Some(number) = number.and_then(|_| cell.parse::<f64>().ok()) {
                sheet.write_number(self.n_rows, column, number)?;
                continue;
            }
            let is_long = cell.chars().count() > MAX_CELL_CHARS;
            self.n_cut_cells += u64::from(is_long);
            let shown: String = cell.chars().take(MAX_CELL_CHARS).collect();
            sheet.write_string(self.n_rows, column, shown)?;
        }
        self.n_rows += 1;
        Ok(())
    }

    /// Adds the sheet of the conditions and writes all to `out`.
    pub(crate) fn finish(mut self, out: &mut dyn Write) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(&self.conditions.name)?;
        let mut rows = std::mem::take(&mut self.conditions.rows);
        if self.n_left_out > 0 {
            let n = self.n_left_out;
            rows.push((CUT.to_owned(), format!("{n}行。全体はNDJSON又はCSVで保存してください。")));
        }
        if self.n_cut_cells > 0 {
            let n = self.n_cut_cells;
            rows.push(("途中で切れた欄".to_owned(), format!("{n}（{MAX_CELL_CHARS}字まで）")));
        }
        for (row, (name, value)) in (0..).zip(rows) {
            sheet.write_string(row, 0, name)?;
            sheet.write_string(row, 1, value)?;
        }
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&file)?;
        file.rewind()?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                return Ok(());
            }
            out.write_all(&buffer[..n])?;
        }
    }
}
