//! Charts: what stands in one, as a table ([`Chart`]).
//!
//! The data that a chart shows lie beside it, as they were when the file was saved (`strCache`, `numCache`;
//! ISO/IEC 29500-1, 21.2.2). The newer charts (`cx:chart`, waterfalls and the like) have theirs in `cx:data`.

use std::collections::BTreeMap;

use super::archive::{Archive, Relationship};
use super::workbook::displayed;
use super::xml::{self, Node};
use crate::draft::Ledger;
use crate::formats::block_builder::{BlockBuilder, Passage};
use crate::formats::grid::{Cell, Grid};
use shirabe_document::model::BlockKind;

/// The longest series that is read point by point.
/// A guard: a sheet has 1,048,576 rows; no chart that somebody reads has so many points.
const MOST_POINTS: usize = 10_000;

/// The texts of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chart {
    /// Titles of the chart and of its axes, in the order in which they stand in the file.
    titles: Vec<String>,
    /// The points by category, with the name of the series above.
    rows: Vec<Vec<String>>,
}

/// The texts of the chart that a frame shows; `None` if it shows none, or none that can be read.
pub(super) fn chart(
    frame: Node<'_>,
    relationships: &BTreeMap<String, Relationship>,
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> Option<Chart> {
    let id = xml::all(frame, "chart").find_map(|chart| xml::attribute(chart, "id"))?;
    let part = relationships.get(id)?.part.clone();
    let text = archive.optional(&part, ledger)?;
    let document = match xml::parse(&text, &part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => {
            fault.report_part(ledger);
            return None;
        }
    };
    let chart = Chart::of(document.root_element());
    (chart != Chart::default()).then_some(chart)
}

impl Chart {
    fn of(root: Node<'_>) -> Chart {
        let titles = xml::all(root, "title").map(words).filter(|title| !title.is_empty()).collect();
        let series: Vec<Series> = xml::all(root, "ser").map(Series::of).collect();
        if series.is_empty() {
            return Chart { titles, rows: newer_rows(root) };
        }
        let has_names = series.iter().any(|series| !series.name.is_empty());
        let mut rows = Vec::new();
        if has_names {
            let names = series.iter().map(|series| series.name.clone());
            rows.push(std::iter::once(String::new()).chain(names).collect());
        }
        let n_points = series.iter().map(Series::n_points).max().unwrap_or(0);
        for at in 0..n_points.min(MOST_POINTS) {
            let category = series.iter().find_map(|series| series.categories.get(&at));
            let values = series.iter().map(|series| series.values.get(&at));
            let row: Vec<String> = std::iter::once(category)
                .chain(values)
                .map(|t| t.cloned().unwrap_or_default())
                .collect();
            if row.iter().any(|text| !text.is_empty()) {
                rows.push(row);
            }
        }
        Chart { titles, rows }
    }

    /// Writes the titles as captions and the points as a table.
    pub(super) fn write(self, block_builder: &mut BlockBuilder<'_>) {
        for title in &self.titles {
            block_builder.block(BlockKind::Caption, &Passage::of(title));
        }
        let mut grid = Grid::new(true);
        for (nth, row) in self.rows.into_iter().enumerate() {
            // The names of the series stand above the values, with nothing above the categories.
            let is_header = nth == 0 && row.first().is_some_and(String::is_empty);
            let cell = |text: String| Cell { passage: Passage::of(&text), ..Cell::default() };
            grid.push(row.into_iter().map(cell).collect(), is_header);
        }
        grid.write(block_builder);
    }
}

/// A series, its points by their number.
#[derive(Default)]
struct Series {
    name: String,
    categories: BTreeMap<usize, String>,
    values: BTreeMap<usize, String>,
}

impl Series {
    fn of(node: Node<'_>) -> Series {
        let name = xml::child(node, "tx").map(points).unwrap_or_default();
        let of = |names: [&str; 2]| {
            names.iter().find_map(|name| xml::child(node, name)).map(points).unwrap_or_default()
        };
        Series {
            name: name.into_values().collect::<Vec<_>>().join(" "),
            categories: of(["cat", "xVal"]),
            values: of(["val", "yVal"]),
        }
    }

    fn n_points(&self) -> usize {
        let last =
            |points: &BTreeMap<usize, String>| points.keys().next_back().map_or(0, |at| at + 1);
        last(&self.categories).max(last(&self.values))
    }
}

/// The points that are kept below a node; levels of categories are put together, the outermost first.
fn points(node: Node<'_>) -> BTreeMap<usize, String> {
    let mut points: BTreeMap<usize, String> = BTreeMap::new();
    let format = xml::all(node, "formatCode").next().map(xml::all_text).unwrap_or_default();
    let levels: Vec<Node<'_>> = xml::all(node, "lvl").collect();
    if levels.is_empty() {
        for (at, text) in points_of(node, &format) {
            points.insert(at, text);
        }
        // A name can be written without a cell that it is taken from.
        if points.is_empty() {
            let text = xml::child(node, "v").map(xml::all_text).unwrap_or_default();
            let text = if text.is_empty() { paragraphs(node) } else { text };
            if !text.is_empty() {
                points.insert(0, text);
            }
        }
        return points;
    }
    // The innermost level comes first, and an outer name stands at the first of its points only.
    for level in levels {
        let names: BTreeMap<usize, String> = points_of(level, &format).into_iter().collect();
        if points.is_empty() {
            points = names;
            continue;
        }
        for (at, text) in &mut points {
            if let Some((_, outer)) = names.range(..=*at).next_back() {
                *text = format!("{outer} {text}");
            }
        }
    }
    points
}

fn points_of(node: Node<'_>, format: &str) -> Vec<(usize, String)> {
    let point = |point: Node<'_>| {
        let at = usize::try_from(xml::number(point, "idx")?).ok()?;
        let text = xml::child(point, "v").map(xml::all_text)?;
        let format = xml::attribute(point, "formatCode").unwrap_or(format);
        let shown = match text.trim().parse::<f64>() {
            Ok(value) if !format.is_empty() => displayed(value, format, false),
            _ => text,
        };
        Some((at, shown.trim().to_owned())).filter(|(at, _)| *at < MOST_POINTS)
    };
    xml::all(node, "pt").filter_map(point).collect()
}

/// The rows of a newer chart: one a dimension.
fn newer_rows(root: Node<'_>) -> Vec<Vec<String>> {
    let dimension = |node: Node<'_>| {
        let texts = xml::all(node, "pt").map(xml::all_text).take(MOST_POINTS);
        texts.map(|text| text.trim().to_owned()).collect::<Vec<_>>()
    };
    let is_dimension = |node: &Node<'_>| matches!(xml::name(*node), "strDim" | "numDim");
    let columns: Vec<Vec<String>> =
        root.descendants().filter(is_dimension).map(dimension).collect();
    let n_rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |at: usize| {
        columns.iter().map(|column| column.get(at).cloned().unwrap_or_default()).collect()
    };
    (0..n_rows).map(row).collect()
}

/// What a title says, written in it or taken from a cell.
fn words(node: Node<'_>) -> String {
    let written = paragraphs(node);
    if !written.is_empty() {
        return written;
    }
    points_of(node, "").into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

/// The paragraphs of a rich text, in one line.
fn paragraphs(node: Node<'_>) -> String {
    let paragraph =
        |paragraph: Node<'_>| xml::all(paragraph, "t").map(xml::all_text).collect::<String>();
    let lines: Vec<String> =
        xml::all(node, "p").map(paragraph).filter(|line| !line.is_empty()).collect();
    lines.join(" ").trim().to_owned()
}
