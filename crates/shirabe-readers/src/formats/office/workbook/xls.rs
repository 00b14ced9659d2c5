//! .xls: [`read`], by calamine. It tells dates from numbers, but not how many places a number is shown with;
//! that is said in the report.

use std::io::Cursor;

use calamine::{Data, Reader as _, SheetVisible, Xls};

use super::Workbook;
use super::display::displayed;
use super::sheet::{Merged, Sheet};
use crate::draft::Ledger;
use crate::formats::office::archive::Fault;
use crate::limits::Limits;
use shirabe_document::ProblemCode;

/// Reads the workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Result<Workbook, Fault> {
    let mut file: Xls<_> = Xls::new(Cursor::new(bytes))
        .map_err(|error| Fault::damaged(format!("ブックとして読めない（{error}）")))?;
    let is_1904 = file.has_1904_epoch();
    let entries = file.sheets_metadata().to_vec();
    let mut workbook = Workbook::default();
    let (mut n_cells, mut has_numbers) = (0, false);
    for entry in entries {
        if entry.visible != SheetVisible::Visible {
            workbook.hidden.push(entry.name);
            continue;
        }
        let Ok(range) = file.worksheet_range(&entry.name) else { continue };
        let mut sheet = Sheet { name: entry.name, ..Sheet::default() };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let text = text(value, is_1904);
            has_numbers |= matches!(value, Data::Float(_) | Data::Int(_) | Data::DateTime(_));
            n_cells += 1;
            if n_cells > limits.max_cells {
                let max = limits.max_cells;
                let message = format!("セルの数が上限（{max}個）を超える");
                Fault::rejected(message).report_part(ledger);
                break;
            }
            if !text.trim().is_empty() {
                sheet.cells.insert((top + row as u32, left + column as u32), text);
            }
        }
        let merged = file.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.merged =
            merged.into_iter().map(|area| Merged { first: area.start, last: area.end }).collect();
        workbook.sheets.push(sheet);
    }
    if has_numbers {
        let message = "旧形式（.xls）のため、数値と日付は表示形式（桁区切り、％、和暦など）を除いて読み込んだ。コメントと図形の文字も読んでいない。.xlsx として保存すると、表示どおりに読み込める";
        ledger.problem(ProblemCode::Partial, message.to_owned(), None);
    }
    Ok(workbook)
}

fn text(value: &Data, is_1904: bool) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => displayed(*number as f64, "General", is_1904),
        Data::Float(number) => displayed(*number, "General", is_1904),
        Data::DateTime(moment) if moment.is_datetime() => {
            let days = moment.as_f64();
            let format = match (days < 1.0, days.fract() > 0.0) {
                // Before the first day there are times alone.
                (true, true) => "h:mm",
                (false, true) => "yyyy/m/d h:mm",
                (_, false) => "yyyy/m/d",
            };
            displayed(days, format, is_1904)
        }
        Data::DateTime(moment) => displayed(moment.as_f64(), "[h]:mm:ss", is_1904),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(is_true) => (if *is_true { "TRUE" } else { "FALSE" }).to_owned(),
        Data::Error(error) => error.to_string(),
    }
}
