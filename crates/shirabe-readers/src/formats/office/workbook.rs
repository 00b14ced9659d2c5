//! Workbooks: [`read`] makes a section of every sheet that is shown.
//!
//! 1. [`xlsx`], [`xls`] and [`ods`] read a file into [`Sheet`]s, the texts of cells as the spreadsheet shows
//!    them ([`display`]),
//! 2. [`Sheet::write`] writes them out, after [`squared`] has joined characters with a cell of their own.
//!
//! Sheets that are not shown are left out and reported; so are rows and columns that are not shown.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::archive::{Archive, Fault};
use super::properties;
use crate::draft::Ledger;
use crate::formats::block_builder::BlockBuilder;
use crate::limits::Limits;
use crate::properties::Properties;
use crate::reading::Reading;
use sheet::Sheet;
use shirabe_document::{Confidence, ProblemCode};

pub(in crate::formats::office) use display::displayed;

mod display;
mod drawing;
mod ods;
mod sheet;
mod squared;
mod xls;
mod xlsx;

/// What is in a workbook.
#[derive(Default)]
struct Workbook {
    sheets: Vec<Sheet>,
    /// The names of the sheets that are not shown.
    hidden: Vec<String>,
}

/// Reads a workbook of the kinds .xlsx and .xlsm.
pub(super) fn xlsx(
    bytes: &[u8],
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> Result<Reading, Fault> {
    let workbook = unless_it_panics(|| xlsx::read(bytes, archive, ledger))?;
    let properties = properties::read(archive, ledger);
    Ok(reading(workbook, properties, "Office Open XML", ledger))
}

/// Reads a workbook of the kind .ods.
pub(super) fn ods(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Result<Reading, Fault> {
    let workbook = unless_it_panics(|| ods::read(archive, ledger))?;
    let properties = ods::properties(archive, ledger);
    Ok(reading(workbook, properties, "OpenDocument", ledger))
}

/// Reads a workbook of the kind .xls.
pub(super) fn xls(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Result<Reading, Fault> {
    let workbook = unless_it_panics(|| xls::read(bytes, limits, ledger))?;
    Ok(reading(workbook, Properties::default(), "Excel 97-2003", ledger))
}

/// The libraries that read workbooks were not written for every way in which a file can be broken: where one
/// panics, the file is damaged, whatever its kind.
fn unless_it_panics(read: impl FnOnce() -> Result<Workbook, Fault>) -> Result<Workbook, Fault> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Fault::damaged("ブックとして読めない".to_owned())))
}

fn reading(
    workbook: Workbook,
    mut properties: Properties,
    encoding: &'static str,
    ledger: &mut Ledger,
) -> Reading {
    let title = workbook.sheets.first().and_then(Sheet::title);
    properties.styled_title = title.map(|title| (title, Confidence::Likely));
    report_hidden(&workbook, ledger);
    let mut block_builder = BlockBuilder::new(ledger);
    for sheet in workbook.sheets {
        sheet.write(&mut block_builder);
    }
    Reading { encoding, properties, ..block_builder.finish() }
}

/// What is left out is said: in the table, on the page of quality and where something is not found.
fn report_hidden(workbook: &Workbook, ledger: &mut Ledger) {
    if !workbook.hidden.is_empty() {
        let n = workbook.hidden.len();
        let names = quoted(&workbook.hidden);
        let message = format!("非表示のシート{n}枚（{names}）を除いて読み込んだ");
        ledger.problem(ProblemCode::Partial, message, None);
    }
    for sheet in &workbook.sheets {
        let (rows, columns) = (sheet.hidden_rows.len(), sheet.hidden_columns.len());
        let parts = [(rows, "行"), (columns, "列")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, unit)| format!("{n}{unit}"))
            .collect();
        if !parts.is_empty() {
            let (name, parts) = (&sheet.name, parts.join("と"));
            let message = format!("シート「{name}」の非表示の{parts}を除いて読み込んだ");
            ledger.problem(ProblemCode::Partial, message, None);
        }
    }
}

/// 「一覧」「設定」, the first few of many.
fn quoted(names: &[String]) -> String {
    // They name the sheets in one line of the table.
    const MOST: usize = 5;
    let shown = names.iter().take(MOST);
    let quoted: String = shown.flat_map(|name| ["「", name.as_str(), "」"]).collect();
    if names.len() > MOST { format!("{quoted}ほか") } else { quoted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_library_is_a_damaged_file() {
        let read = unless_it_panics(|| panic!("attempt to subtract with overflow"));
        let mut ledger = Ledger::default();
        read.err().expect("a panic is no workbook").report(&mut ledger);
        let said: Vec<_> = ledger
            .problems
            .iter()
            .map(|problem| (problem.code, problem.message.as_str()))
            .collect();
        assert_eq!(said, [(ProblemCode::Damaged, "ブックとして読めない")]);
    }
}
