//! What the repair rules do, one a file: [`source`], [`lines`] and [`blocks`] apply them in their order.
//!
//! `lines` works on the text of single lines, `blocks` on blocks. A rule never looks at files, time
//! or a dictionary, so the same source is always repaired in the same way.

use std::borrow::Cow;

use crate::draft::{Draft, Flow, Ledger};
use crate::structure::measure::Measure;
use crate::structure::{assembly, kinds};
use shirabe_document::metadata::{Format, Metadata};
use shirabe_document::model::BlockKind;
use shirabe_document::rules::{self, Rule};

pub(crate) mod continued_headings;
pub(crate) mod control_characters;
pub(crate) mod diagrams;
pub(crate) mod doubled_characters;
pub(crate) mod entities;
pub(crate) mod heading_notes;
pub(crate) mod heading_spaces;
pub(crate) mod html_tags;
pub(crate) mod interrupted_sentences;
pub(crate) mod key_value_rows;
pub(crate) mod leftover_emphasis;
pub(crate) mod letter_spacing;
pub(crate) mod ligatures;
pub(crate) mod list_marks;
pub(crate) mod long_sections;
pub(crate) mod notes_inside_sentences;
pub(crate) mod page_borders;
pub(crate) mod page_marks;
pub(crate) mod private_use;
pub(crate) mod radicals;
mod radicals_data;
pub(crate) mod repeated_labels;
pub(crate) mod running_lines;
pub(crate) mod soft_breaks;
pub(crate) mod tab_tables;
pub(crate) mod unmarked_headings;

/// Changes the text of a line, or leaves it.
type LineRule = (&'static Rule, fn(&str) -> Option<String>);

const PLAIN_LINE_RULES: [LineRule; 7] = [
    (&rules::HTML_TAGS, html_tags::repair),
    (&rules::ENTITIES, entities::repair),
    (&rules::PRIVATE_USE, private_use::repair),
    (&rules::RADICALS, radicals::repair),
    (&rules::LIGATURES, ligatures::repair),
    (&rules::LETTER_SPACING, letter_spacing::repair),
    (&rules::DOUBLED_CHARACTERS, doubled_characters::repair),
];

/// The parser has already dealt with tags and entities.
const MARKDOWN_LINE_RULES: [LineRule; 6] = [
    (&rules::PRIVATE_USE, private_use::repair),
    (&rules::RADICALS, radicals::repair),
    (&rules::LIGATURES, ligatures::repair),
    (&rules::LEFTOVER_EMPHASIS, leftover_emphasis::repair),
    (&rules::LETTER_SPACING, letter_spacing::repair),
    (&rules::DOUBLED_CHARACTERS, doubled_characters::repair),
];

/// Of formats with marks of their own: tags and entities in them are the author's text.
const SETTLED_LINE_RULES: [LineRule; 5] = [
    (&rules::CONTROL_CHARACTERS, control_characters::repair),
    (&rules::PRIVATE_USE, private_use::repair),
    (&rules::RADICALS, radicals::repair),
    (&rules::LIGATURES, ligatures::repair),
    (&rules::LETTER_SPACING, letter_spacing::repair),
];

/// Of PDF: what is painted is what a reader sees, so `<h1>` and `&lt;` on a page are its text.
const PAINTED_LINE_RULES: [LineRule; 5] = [
    (&rules::PRIVATE_USE, private_use::repair),
    (&rules::RADICALS, radicals::repair),
    (&rules::LIGATURES, ligatures::repair),
    (&rules::LETTER_SPACING, letter_spacing::repair),
    (&rules::DOUBLED_CHARACTERS, doubled_characters::repair),
];

/// Takes the invisible characters out of a source before it is parsed; its lines stay as many.
pub(crate) fn source<'a>(text: &'a str, ledger: &mut Ledger) -> Cow<'a, str> {
    if !text.contains(control_characters::is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (number, line) in (1..).zip(text.split('\n')) {
        if number > 1 {
            out.push('\n');
        }
        match control_characters::repair(line) {
            Some(clean) => {
                ledger.change(&rules::CONTROL_CHARACTERS, number..number + 1, line, &clean);
                out.push_str(&clean);
            }
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// Repairs the characters of every line.
pub(crate) fn lines(drafts: &mut [Draft], format: Format, ledger: &mut Ledger) {
    let rules: &[LineRule] = match format {
        Format::Markdown => &MARKDOWN_LINE_RULES,
        Format::Docx | Format::Pptx | Format::Html | Format::Xlsx | Format::Xls | Format::Ods => {
            &SETTLED_LINE_RULES
        }
        Format::Pdf => &PAINTED_LINE_RULES,
        Format::PlainText => &PLAIN_LINE_RULES,
    };
    for draft in drafts {
        let is_code = draft.flow == Flow::Verbatim;
        for line in &mut draft.lines {
            for (rule, apply) in
                rules.iter().filter(|(rule, _)| !is_code || **rule != rules::LEFTOVER_EMPHASIS)
            {
                if let Some(text) = apply(&line.text) {
                    ledger.change(rule, line.at.clone(), &line.text, &text);
                    line.text = text;
                }
            }
        }
    }
}

/// Repairs the blocks: page marks, tables, broken lines, marks, headings.
pub(crate) fn blocks(
    drafts: Vec<Draft>,
    measure: Measure,
    metadata: &Metadata,
    ledger: &mut Ledger,
) -> Vec<Draft> {
    let mut drafts = page_marks::repair(drafts, ledger);
    drafts = running_lines::repair(drafts, ledger);
    drafts = tab_tables::repair(drafts, ledger);
    notes_inside_sentences::repair(&mut drafts, ledger);
    drafts = soft_breaks::repair(drafts, &measure, ledger);
    drafts = interrupted_sentences::repair(drafts, &measure, ledger);
    drafts = heading_notes::repair(drafts, ledger);
    kinds::classify(&mut drafts);
    list_marks::repair(&mut drafts, ledger);
    drafts = key_value_rows::repair(drafts, ledger);
    drafts = repeated_labels::repair(drafts, ledger);
    kinds::classify(&mut drafts);
    let title_at = assembly::title_at(&drafts, &metadata.title);
    if let Some(title) = title_at.and_then(|at| drafts.get_mut(at)) {
        title.kind = BlockKind::Heading;
    }
    unmarked_headings::repair(&mut drafts, &measure, ledger);
    kinds::name_imprint(&mut drafts, title_at, metadata);
    drafts = diagrams::repair(drafts, ledger);
    heading_spaces::repair(&mut drafts, &metadata.title, ledger);
    drafts
}

/// Repairs the blocks of a reader that has joined lines and told headings and tables apart itself.
/// Where its source marks no heading at all, they are looked for as in a plain text.
pub(crate) fn settled_blocks(
    mut drafts: Vec<Draft>,
    format: Format,
    metadata: &Metadata,
    ledger: &mut Ledger,
) -> Vec<Draft> {
    kinds::classify(&mut drafts);
    list_marks::repair(&mut drafts, ledger);
    page_borders::repair(&mut drafts, ledger);
    let title_at = assembly::title_at(&drafts, &metadata.title);
    if let Some(title) = title_at.and_then(|at| drafts.get_mut(at)) {
        title.kind = BlockKind::Heading;
        title.mark_level = None;
    }
    let mut headings = (0..).zip(&drafts).filter(|(_, draft)| draft.kind == BlockKind::Heading);
    // In a PDF the layout has looked at the type as well, and knows better.
    if format != Format::Pdf && headings.all(|(at, _)| Some(at) == title_at) {
        let lines = drafts.iter().filter(|draft| !draft.is_table_row()).flat_map(|d| &d.lines);
        let measure = Measure::of(lines.map(|line| line.text.as_str()));
        unmarked_headings::repair(&mut drafts, &measure, ledger);
    }
    kinds::name_imprint(&mut drafts, title_at, metadata);
    drafts
}

#[cfg(test)]
mod tests {
    use shirabe_document::BlockKind;

    use super::*;
    use crate::draft::Line;

    fn repaired(text: &str, format: Format) -> String {
        let mut drafts = [Draft::new(BlockKind::Paragraph, Line::new(text, 1))];
        lines(&mut drafts, format, &mut Ledger::default());
        drafts[0].text()
    }

    #[test]
    fn tags_that_are_painted_on_a_page_are_its_text() {
        for text in ["見出しは<h1>、表題は<title>で示す", "記号は&lt;と&amp;で書く", "<br>と<td>"]
        {
            assert_eq!(repaired(text, Format::Pdf), text);
            assert_eq!(repaired(text, Format::Html), text);
            assert_ne!(repaired(text, Format::PlainText), text);
        }
        assert_eq!(repaired("ﬁnal ⻑期", Format::Pdf), "final 長期");
    }
}
