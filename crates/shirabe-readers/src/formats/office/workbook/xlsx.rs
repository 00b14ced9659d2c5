//! .xlsx and .xlsm: [`read`]. Cells and merged cells come from calamine, which reads them as a stream; what
//! lies beside them (which sheets, rows and columns are shown, comments, text boxes, charts) from the parts.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::display::{displayed, displayed_text, known_format};
use super::sheet::{Aside, Merged, Sheet, place_of};
use super::{Workbook, drawing};
use crate::draft::Ledger;
use crate::formats::office::archive::{Archive, Fault, Relationship};
use crate::formats::office::xml::{self, Node};

/// A column of at most so many characters holds one of them: 方眼紙 is set at 1.5 to 3.
const NARROW: f64 = 3.5;
/// The width of a column whose file does not say it (ISO/IEC 29500-1, 18.3.1.81).
const USUAL_WIDTH: f64 = 8.43;
/// So many narrow columns side by side were set on purpose.
const FEWEST_NARROW: usize = 10;

/// A sheet as the workbook names it.
struct Entry {
    name: String,
    part: String,
    is_hidden: bool,
}

/// Reads the workbook in a package.
pub(super) fn read(
    bytes: &[u8],
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> Result<Workbook, Fault> {
    archive.check_parts()?;
    let entries = entries(archive, ledger)?;
    let mut cells: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| Fault::damaged(format!("ブックとして読めない（{error}）")))?;
    let mut workbook = Workbook::default();
    let mut n_cells = 0;
    for entry in entries {
        if entry.is_hidden {
            workbook.hidden.push(entry.name);
            continue;
        }
        let mut sheet = Sheet { name: entry.name, ..Sheet::default() };
        frame(&entry.part, &mut sheet, archive, ledger);
        if let Err(reason) = fill(&mut cells, &mut sheet, archive.limits().max_cells, &mut n_cells)
        {
            let message = format!("シート「{}」を途中までしか読めない（{reason}）", sheet.name);
            Fault::damaged(message).report_part(ledger);
        }
        surroundings(&entry.part, &mut sheet, archive, ledger);
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

fn entries(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Result<Vec<Entry>, Fault> {
    let main = archive.main_part("xl/workbook.xml", ledger);
    let text = archive.required(&main)?;
    let document = xml::parse(&text, &main, archive.limits())?;
    let relationships = archive.relationships(&main, ledger);
    let entry = |sheet: Node<'_>| {
        let id = sheet.attributes().find(|a| a.name() == "id" && a.namespace().is_some());
        Some(Entry {
            name: xml::attribute(sheet, "name")?.to_owned(),
            part: relationships.get(id?.value())?.part.clone(),
            is_hidden: matches!(xml::attribute(sheet, "state"), Some("hidden" | "veryHidden")),
        })
    };
    Ok(xml::all(document.root(), "sheet").filter_map(entry).collect())
}

/// The texts of the cells. Says why it did not come to the end.
fn fill(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    max_cells: usize,
    n_cells: &mut usize,
) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let is_1904 = workbook.has_1904_epoch();
    // A sheet that is a chart has no cells.
    let Ok(mut reader) = workbook.worksheet_cells_reader(&sheet.name) else { return Ok(()) };
    let formats: Vec<String> = reader.styles().iter().map(format).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|e| said(&e))? {
        let format = formats.get(style).map_or("General", String::as_str);
        let text = text(cell.get_value(), format, is_1904);
        let (row, column) = cell.get_position();
        let is_shown = !sheet.hidden_rows.contains(&row) && !sheet.hidden_columns.contains(&column);
        if text.trim().is_empty() || !is_shown {
            continue;
        }
        *n_cells += 1;
        if *n_cells > max_cells {
            return Err(format!("セルの数が上限（{max_cells}個）を超える"));
        }
        sheet.cells.insert((row, column), text);
    }
    drop(reader);
    let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
    sheet.merged =
        merged.into_iter().map(|area| Merged { first: area.start, last: area.end }).collect();
    Ok(())
}

/// The number format of a style.
fn format(style: &calamine::Style) -> String {
    let Some(format) = &style.number_format else { return "General".to_owned() };
    // Those of the Japanese Excel have numbers, and no place in the file.
    let is_given = format.format_code != "General";
    let known = format.format_id.and_then(known_format);
    match known {
        Some(known) if !is_given || format.format_id.is_some_and(|id| id < 50) => known.to_owned(),
        _ => format.format_code.clone(),
    }
}

/// What a cell shows.
fn text(value: &DataRef<'_>, format: &str, is_1904: bool) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => displayed(*number as f64, format, is_1904),
        DataRef::Float(number) => displayed(*number, format, is_1904),
        DataRef::DateTime(moment) => displayed(moment.as_f64(), format, is_1904),
        DataRef::String(text) => displayed_text(text, format),
        DataRef::SharedString(text) => displayed_text(text, format),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Bool(is_true) => (if *is_true { "TRUE" } else { "FALSE" }).to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// What stands before the cells and in the rows: widths, and what is not shown. The part is not parsed as a
/// whole, since it may have a million cells.
fn frame(part: &str, sheet: &mut Sheet, archive: &mut Archive<'_>, ledger: &mut Ledger) {
    let Some(text) = archive.optional(part, ledger) else { return };
    let (head, rows) = text.split_at(text.find("<sheetData").unwrap_or(text.len()));
    sheet.hidden_rows = hidden_rows(rows);
    // The name of the root may have a prefix.
    let Some(root) = head.find("<worksheet").and_then(|at| head.get(at..)) else { return };
    let root = format!("{root}</worksheet>");
    let Ok(document) = xml::parse(&root, part, archive.limits()) else { return };
    let usual = xml::all(document.root(), "sheetFormatPr").next();
    let number =
        |node: Node<'_>, name: &str| xml::attribute(node, name)?.trim().parse::<f64>().ok();
    let usual = usual.and_then(|usual| number(usual, "defaultColWidth")).unwrap_or(USUAL_WIDTH);
    let mut narrow: BTreeSet<u32> = BTreeSet::new();
    let mut widths_given: BTreeSet<u32> = BTreeSet::new();
    for node in xml::all(document.root(), "col") {
        let (Some(first), Some(last)) = (xml::number(node, "min"), xml::number(node, "max")) else {
            continue;
        };
        let last = last.min(MOST_COLUMNS);
        let columns = (first.max(1)..=last).filter_map(|n| u32::try_from(n - 1).ok());
        let is_hidden = matches!(xml::attribute(node, "hidden"), Some("1" | "true"));
        let is_narrow = number(node, "width").unwrap_or(usual) <= NARROW;
        for column in columns {
            widths_given.insert(column);
            if is_hidden {
                sheet.hidden_columns.insert(column);
            } else if is_narrow {
                narrow.insert(column);
            }
        }
    }
    if usual <= NARROW {
        narrow.extend((0..MOST_COLUMNS as u32).filter(|column| !widths_given.contains(column)));
    }
    sheet.narrow_columns =
        Some(if narrow.len() >= FEWEST_NARROW { narrow } else { BTreeSet::new() });
}

/// Excel's number of columns (ISO/IEC 29500-1, 18.3.1.13: XFD).
const MOST_COLUMNS: i64 = 16_384;

/// The rows that are not shown and hold cells.
fn hidden_rows(rows: &str) -> BTreeSet<u32> {
    let mut hidden = BTreeSet::new();
    for tag in rows.split("<row ").skip(1) {
        let (attributes, content) = tag.split_once('>').unwrap_or((tag, ""));
        // Either quotation mark may stand around a value (XML 1.0, 2.3).
        let attributes = format!(" {}", attributes.replace('\'', "\""));
        let is_hidden =
            [" hidden=\"1\"", " hidden=\"true\""].iter().any(|set| attributes.contains(set));
        let number = attributes.split(" r=\"").nth(1).and_then(|rest| rest.split('"').next());
        let number = number.and_then(|number| number.parse::<u32>().ok());
        let has_cells = ["<v>", "<is>"].iter().any(|value| content.contains(value));
        if let (true, Some(number), true) = (is_hidden, number, has_cells) {
            hidden.insert(number.saturating_sub(1));
        }
    }
    hidden
}

/// Comments, and what lies on the sheet.
fn surroundings(part: &str, sheet: &mut Sheet, archive: &mut Archive<'_>, ledger: &mut Ledger) {
    let relationships = archive.relationships(part, ledger);
    let parts = |kind: &str| -> Vec<String> {
        let of_kind = relationships.values().filter(|r: &&Relationship| r.kind == kind);
        of_kind.map(|r| r.part.clone()).collect()
    };
    for part in parts("comments").into_iter().chain(parts("threadedComment")) {
        comments(&part, sheet, archive, ledger);
    }
    for part in parts("drawing") {
        drawing::read(&part, sheet, archive, ledger);
    }
    let n_embedded = parts("package").len() + parts("oleObject").len();
    if n_embedded > 0 {
        let name = &sheet.name;
        let message =
            format!("シート「{name}」に埋め込まれた{n_embedded}個のファイルを除いて読み込んだ");
        ledger.problem(shirabe_document::ProblemCode::Partial, message, None);
    }
}

fn comments(part: &str, sheet: &mut Sheet, archive: &mut Archive<'_>, ledger: &mut Ledger) {
    let Some(text) = archive.optional(part, ledger) else { return };
    let document = match xml::parse(&text, part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => return fault.report_part(ledger),
    };
    let is_comment = |node: &Node<'_>| matches!(xml::name(*node), "comment" | "threadedComment");
    for comment in document.descendants().filter(is_comment) {
        let Some(place) = xml::attribute(comment, "ref").and_then(place_of) else { continue };
        // Readings of kanji stand beside the text (`rPh`).
        let is_reading = |t: &Node<'_>| t.ancestors().any(|node| xml::name(node) == "rPh");
        let texts = xml::all(comment, "t").filter(|t| !is_reading(t)).map(xml::all_text);
        let mut text = texts.collect::<String>();
        if text.is_empty() {
            text = xml::child(comment, "text").map(xml::all_text).unwrap_or_default();
        }
        // Excel repeats a thread as a comment, with a sentence for older programs before it.
        let is_repeated = text.starts_with("[Threaded comment]")
            || text.starts_with("[スレッド化されたコメント]");
        if !text.trim().is_empty() && !is_repeated {
            sheet.comments.push(Aside { place, text });
        }
    }
}
