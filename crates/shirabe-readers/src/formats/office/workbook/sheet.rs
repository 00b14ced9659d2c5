//! A sheet, whatever file it comes from: [`Sheet`], and how it is written out ([`Sheet::write`]).
//!
//! A sheet is a section under its name. Rows that follow each other without an empty one between them are a
//! table if two of them have two cells or more; other rows are paragraphs. The address of every cell stays
//! with its text.

use std::collections::{BTreeMap, BTreeSet};

use super::squared;
use crate::formats::block_builder::{BlockBuilder, Passage, one_line};
use crate::formats::grid::{self, Grid};
use shirabe_document::model::BlockKind;

/// A place on a sheet, counted from 0: row and column.
pub(super) type Place = (u32, u32);

/// Cells that are one, from the first to the last place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) first: Place,
    pub(super) last: Place,
}

/// Text that stands beside the cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    /// The cell that it hangs on, or under whose corner it lies.
    pub(super) place: Place,
    pub(super) text: String,
}

/// What stands on a sheet, as the spreadsheet shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// The texts of the cells that are not empty.
    pub(super) cells: BTreeMap<Place, String>,
    pub(super) merged: Vec<Merged>,
    pub(super) comments: Vec<Aside>,
    /// Text boxes and shapes with text.
    pub(super) boxes: Vec<Aside>,
    /// Charts, as tables, with the place of their corner.
    pub(super) charts: Vec<(Place, super::super::chart::Chart)>,
    pub(super) has_picture: bool,
    /// Columns too narrow for more than two characters, in which every character has a cell of its own (方眼紙);
    /// `None` where the file does not say how wide columns are.
    pub(super) narrow_columns: Option<BTreeSet<u32>>,
    /// Rows and columns that are not shown.
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: BTreeSet<u32>,
}

/// `B4` for row 3 and column 1.
pub(super) fn address((row, column): Place) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// Row and column of `B4`; `None` of anything else.
pub(super) fn place_of(address: &str) -> Option<Place> {
    let address = address.trim().trim_start_matches('$');
    let n_letters = address.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = address.split_at_checked(n_letters)?;
    // Excel has 16,384 columns: XFD.
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let column = letters.bytes().fold(0_u32, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// A row, its cells from left to right.
type Row = Vec<(u32, String)>;

/// A title stands in the first rows,
const TITLE_ROWS: u32 = 4;
/// and has at most so many characters. Neither was measured.
const LONGEST_TITLE: usize = 60;

impl Sheet {
    /// What stands alone in the first row that is not empty: the title of a table, and of a workbook whose
    /// sheets are called Sheet1.
    pub(super) fn title(&self) -> Option<String> {
        let ((row, _), text) = self.cells.first_key_value()?;
        let is_alone = self.cells.range((*row, 0)..(*row + 1, 0)).nth(1).is_none();
        let title = one_line(text);
        let is_short = (4..=LONGEST_TITLE).contains(&title.chars().count());
        let is_named = title.chars().any(char::is_alphabetic) && !title.ends_with('。');
        (*row < TITLE_ROWS && is_alone && is_short && is_named).then_some(title)
    }

    /// Writes the sheet: its name as a heading, then the rows, what lies among them, and the comments.
    pub(super) fn write(mut self, block_builder: &mut BlockBuilder<'_>) {
        let name = std::mem::take(&mut self.name);
        if let Some(draft) = block_builder.block(BlockKind::Heading, &Passage::of(&name)) {
            draft.mark_level = Some(1);
        }
        let rows = self.rows();
        let mut boxes = std::mem::take(&mut self.boxes);
        boxes.sort_by_key(|aside| aside.place);
        let mut boxes = boxes.into_iter().peekable();
        let mut region: Vec<(u32, Row)> = Vec::new();
        for (number, row) in rows {
            if region.last().is_some_and(|(last, _)| last + 1 < number) {
                self.region(&std::mem::take(&mut region), block_builder);
            }
            if region.is_empty() {
                while let Some(aside) = boxes.next_if(|aside| aside.place.0 <= number) {
                    write_aside(&aside, BlockKind::Paragraph, block_builder);
                }
            }
            region.push((number, row));
        }
        self.region(&region, block_builder);
        for aside in boxes {
            write_aside(&aside, BlockKind::Paragraph, block_builder);
        }
        for (_, chart) in std::mem::take(&mut self.charts) {
            chart.write(block_builder);
        }
        for aside in &self.comments {
            write_aside(aside, BlockKind::Note, block_builder);
        }
        if self.has_picture {
            block_builder.note_picture();
        }
    }

    /// The rows that are not empty, characters with a cell of their own joined.
    fn rows(&mut self) -> Vec<(u32, Row)> {
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for ((row, column), text) in std::mem::take(&mut self.cells) {
            rows.entry(row).or_default().push((column, text));
        }
        let narrow = self.narrow_columns.as_ref();
        let joined = rows.into_iter().map(|(number, row)| (number, squared::join(row, narrow)));
        joined.collect()
    }

    /// Rows without an empty one between them.
    fn region(&self, rows: &[(u32, Row)], block_builder: &mut BlockBuilder<'_>) {
        let n_wide = rows.iter().filter(|(_, row)| row.len() > 1).count();
        let mut rest = rows;
        if n_wide < 2 {
            for row in rest {
                line(row, block_builder);
            }
            return;
        }
        // Titles above and notes below stand in one cell each.
        while let Some((first, others)) = rest.split_first().filter(|((_, row), _)| row.len() == 1)
        {
            if goes_down(first, &self.merged) {
                break;
            }
            line(first, block_builder);
            rest = others;
        }
        let n_notes = rest.iter().rev().take_while(|row| row.1.len() == 1).count();
        let (table, notes) = rest.split_at(rest.len() - n_notes);
        self.table(table, block_builder);
        for row in notes {
            line(row, block_builder);
        }
    }

    fn table(&self, rows: &[(u32, Row)], block_builder: &mut BlockBuilder<'_>) {
        let columns: BTreeSet<u32> =
            rows.iter().flat_map(|(_, row)| row.iter().map(|(column, _)| *column)).collect();
        // Where a merged cell goes on in a row below.
        let below: BTreeSet<Place> = self
            .merged
            .iter()
            .flat_map(|merged| {
                let rows = merged.first.0 + 1..=merged.last.0;
                rows.map(|row| (row, merged.first.1))
            })
            .collect();
        let mut grid = Grid::new(false);
        for (number, row) in rows {
            let texts: BTreeMap<u32, &str> =
                row.iter().map(|(column, text)| (*column, text.as_str())).collect();
            let cell = |column: &u32| {
                let text = texts.get(column).copied().unwrap_or_default();
                grid::Cell {
                    passage: Passage::of(text),
                    n_columns: 1,
                    goes_on: text.is_empty() && below.contains(&(*number, *column)),
                    address: address((*number, *column)),
                }
            };
            grid.push(columns.iter().map(cell).collect(), false);
        }
        grid.write(block_builder);
    }
}

/// Whether the first cell of a row is merged with one below.
fn goes_down((number, row): &(u32, Row), merged: &[Merged]) -> bool {
    let first = row.first().map(|(column, _)| (*number, *column));
    merged.iter().any(|merged| Some(merged.first) == first && merged.last.0 > merged.first.0)
}

fn line((number, row): &(u32, Row), block_builder: &mut BlockBuilder<'_>) {
    for (column, text) in row {
        let aside = Aside { place: (*number, *column), text: text.clone() };
        write_aside(&aside, BlockKind::Paragraph, block_builder);
    }
}

fn write_aside(aside: &Aside, kind: BlockKind, block_builder: &mut BlockBuilder<'_>) {
    if let Some(draft) = block_builder.block(kind, &Passage::of(&aside.text)) {
        draft.cells = vec![address(aside.place)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Ledger;

    fn show(cells: &[(&str, &str)], merged: &[(&str, &str)]) -> String {
        let place = |address: &str| place_of(address).expect("an address");
        let sheet = Sheet {
            name: "様式".to_owned(),
            cells: cells.iter().map(|(at, text)| (place(at), (*text).to_owned())).collect(),
            merged: merged
                .iter()
                .map(|(first, last)| Merged { first: place(first), last: place(last) })
                .collect(),
            ..Sheet::default()
        };
        let mut ledger = Ledger::default();
        let mut block_builder = BlockBuilder::new(&mut ledger);
        sheet.write(&mut block_builder);
        let drafts = block_builder.finish().drafts;
        let line = |draft: &crate::draft::Draft| {
            format!("{} {}: {}", draft.kind.as_str(), draft.cells.join(" "), draft.text())
        };
        drafts.iter().map(line).collect::<Vec<_>>().join("\n").replace('\t', "|")
    }

    #[test]
    fn places_have_addresses_and_addresses_places() {
        for (place, text) in
            [((3, 1), "B4"), ((0, 25), "Z1"), ((0, 26), "AA1"), ((9, 16_383), "XFD10")]
        {
            assert_eq!(address(place), text);
            assert_eq!(place_of(text), Some(place));
        }
        assert_eq!(place_of("$B$4"), Some((3, 1)));
        for text in ["", "4", "B", "B0", "ABCD1", "あ1"] {
            assert_eq!(place_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_has_its_title_above_and_its_notes_below() {
        let cells = [
            ("A1", "設備の一覧"),
            ("A2", "区分"),
            ("B2", "件数"),
            ("A3", "顕微鏡"),
            ("B3", "12"),
            ("A4", "分析機"),
            ("B4", "3"),
            ("A5", "（注）休止中のものを除く。"),
        ];
        insta::assert_snapshot!(show(&cells, &[]), @r"
        heading : 様式
        paragraph A1: 設備の一覧
        table-header A2 B2: 区分|件数
        table-row A3 B3: 顕微鏡|12
        table-row A4 B4: 分析機|3
        paragraph A5: （注）休止中のものを除く。
        ");
    }

    #[test]
    fn a_merged_cell_names_the_rows_beside_it() {
        let cells = [
            ("A1", "区分"),
            ("B1", "氏名"),
            ("C1", "所属"),
            ("A2", "座長"),
            ("B2", "甲"),
            ("C2", "大学"),
            ("B3", "乙"),
            ("C3", "企業"),
        ];
        insta::assert_snapshot!(show(&cells, &[("A2", "A3")]), @r"
        heading : 様式
        table-row A1 B1 C1: 区分|氏名|所属
        table-row A2 B2 C2: 座長|甲|大学
        table-row A3 B3 C3: 座長|乙|企業
        ");
    }
}
