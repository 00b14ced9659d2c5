//! .ods: [`read`]. OpenDocument keeps beside every value the text that is shown (`text:p`), so that no number
//! format need be understood (OASIS OpenDocument 1.3, 9.1.4).

use std::collections::BTreeSet;

use super::Workbook;
use super::sheet::{Aside, Merged, Place, Sheet};
use crate::draft::Ledger;
use crate::formats::office::archive::{Archive, Fault};
use crate::formats::office::xml::{self, Node};
use crate::properties::Properties;

/// A row or a cell that repeats itself more often than this fills the sheet with nothing.
const MOST_REPEATED: i64 = 1_000;

/// Reads the workbook in a package.
pub(super) fn read(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Result<Workbook, Fault> {
    archive.check_parts()?;
    let text = archive.required("content.xml")?;
    let document = xml::parse(&text, "content.xml", archive.limits())?;
    let hidden_styles: BTreeSet<&str> = xml::all(document.root(), "style")
        .filter(|style| {
            let properties = xml::child(*style, "table-properties");
            properties.and_then(|p| xml::attribute(p, "display")) == Some("false")
        })
        .filter_map(|style| xml::attribute(style, "name"))
        .collect();
    let mut workbook = Workbook::default();
    let mut reader = Reader { max_cells: archive.limits().max_cells, n_cells: 0 };
    let spreadsheet = xml::all(document.root(), "spreadsheet").next();
    for table in spreadsheet.into_iter().flat_map(|node| xml::children(node, "table")) {
        let name = xml::attribute(table, "name").unwrap_or_default().to_owned();
        if xml::attribute(table, "style-name").is_some_and(|style| hidden_styles.contains(style)) {
            workbook.hidden.push(name);
            continue;
        }
        let mut sheet = Sheet { name, ..Sheet::default() };
        if !reader.table(table, &mut sheet) {
            let max = reader.max_cells;
            let message = format!("セルの数が上限（{max}個）を超える");
            Fault::rejected(message).report_part(ledger);
        }
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// What `meta.xml` says of the document.
pub(super) fn properties(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Properties {
    let mut properties = Properties::default();
    let Some(text) = archive.optional("meta.xml", ledger) else { return properties };
    let Ok(document) = xml::parse(&text, "meta.xml", archive.limits()) else { return properties };
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let value = Some(xml::all_text(node).trim().to_owned()).filter(|value| !value.is_empty());
        match xml::name(node) {
            "title" => properties.title = value,
            "initial-creator" => properties.author = value,
            "creation-date" => properties.created = value,
            "date" => properties.modified = value,
            "language" => properties.language = value,
            _ => {}
        }
    }
    properties
}

struct Reader {
    max_cells: usize,
    n_cells: usize,
}

impl Reader {
    /// Reads the rows of a table; whether all of it was read.
    fn table(&mut self, table: Node<'_>, sheet: &mut Sheet) -> bool {
        let mut rows = Vec::new();
        collect(table, "table-row", &mut rows);
        let mut number: i64 = 0;
        for row in rows {
            let n_repeated = repeated(row, "number-rows-repeated");
            let is_hidden =
                matches!(xml::attribute(row, "visibility"), Some("collapse" | "filter"));
            for nth in 0..n_repeated.min(MOST_REPEATED) {
                let Ok(at) = u32::try_from(number + nth) else { break };
                if !self.row(row, at, is_hidden, sheet) {
                    return false;
                }
            }
            number += n_repeated;
        }
        for shape in xml::children(table, "shapes").flat_map(|shapes| xml::all(shapes, "text-box"))
        {
            push_box(shape, (0, 0), sheet);
        }
        true
    }

    fn row(&mut self, row: Node<'_>, number: u32, is_hidden: bool, sheet: &mut Sheet) -> bool {
        let mut column: i64 = 0;
        for cell in row.children().filter(roxmltree::Node::is_element) {
            let n_repeated = repeated(cell, "number-columns-repeated");
            let text = text(cell);
            let has_more = cell.has_children();
            for nth in 0..n_repeated.min(MOST_REPEATED) {
                if !has_more || xml::name(cell) == "covered-table-cell" {
                    break;
                }
                let Ok(at) = u32::try_from(column + nth) else { break };
                let place = (number, at);
                if is_hidden {
                    sheet.hidden_rows.insert(number);
                    continue;
                }
                if !text.trim().is_empty() {
                    self.n_cells += 1;
                    if self.n_cells > self.max_cells {
                        return false;
                    }
                    sheet.cells.insert(place, text.clone());
                }
                surroundings(cell, place, sheet);
            }
            column += n_repeated;
        }
        true
    }
}

fn surroundings(cell: Node<'_>, place: Place, sheet: &mut Sheet) {
    let spanned = |name| xml::number(cell, name).unwrap_or(1).clamp(1, MOST_REPEATED) as u32 - 1;
    let (rows, columns) = (spanned("number-rows-spanned"), spanned("number-columns-spanned"));
    if rows + columns > 0 {
        sheet.merged.push(Merged { first: place, last: (place.0 + rows, place.1 + columns) });
    }
    for child in cell.children() {
        match xml::name(child) {
            "annotation" => {
                let text = paragraphs(child);
                sheet.comments.push(Aside { place, text });
            }
            "frame" | "custom-shape" | "g" => {
                sheet.has_picture |= xml::all(child, "image").next().is_some();
                push_box(child, place, sheet);
            }
            _ => {}
        }
    }
}

fn push_box(shape: Node<'_>, place: Place, sheet: &mut Sheet) {
    let text = paragraphs(shape);
    if !text.trim().is_empty() {
        sheet.boxes.push(Aside { place, text });
    }
}

/// The rows or cells of a table, also within groups.
fn collect<'a>(node: Node<'a>, wanted: &str, found: &mut Vec<Node<'a>>) {
    for child in node.children() {
        match xml::name(child) {
            name if name == wanted => found.push(child),
            "table-row-group" | "table-header-rows" | "table-rows" => collect(child, wanted, found),
            _ => {}
        }
    }
}

fn repeated(node: Node<'_>, name: &str) -> i64 {
    xml::number(node, name).unwrap_or(1).max(1)
}

/// What a cell shows; comments and shapes in it are not its text.
fn text(cell: Node<'_>) -> String {
    let lines: Vec<String> = xml::children(cell, "p").map(line).collect();
    lines.join("\n")
}

/// All paragraphs below.
fn paragraphs(node: Node<'_>) -> String {
    let lines: Vec<String> = xml::all(node, "p").map(line).collect();
    lines.join("\n")
}

fn line(paragraph: Node<'_>) -> String {
    let mut out = String::new();
    push_line(paragraph, &mut out);
    out
}

fn push_line(node: Node<'_>, out: &mut String) {
    for child in node.children() {
        if child.is_text() {
            out.push_str(child.text().unwrap_or_default());
            continue;
        }
        match xml::name(child) {
            "s" => {
                let n = xml::number(child, "c").unwrap_or(1).clamp(1, 100) as usize;
                out.extend(std::iter::repeat_n(' ', n));
            }
            "tab" => out.push(' '),
            "line-break" => out.push('\n'),
            // The reading of a word stands beside it.
            "ruby-text" | "annotation" => {}
            _ => push_line(child, out),
        }
    }
}
