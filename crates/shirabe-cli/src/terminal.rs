//! Printing: to a terminal with colours, to a file without.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use shirabe_japanese::terminal_columns;

/// Marked text.
const MARK: Style = AnsiColor::Red.on_default().bold();
/// Headings.
const HEADING: Style = AnsiColor::Cyan.on_default().bold();
/// What stands beside the point.
const FAINT: Style = Style::new().dimmed();

/// Writes one line to standard output.
pub fn line(text: impl std::fmt::Display) -> io::Result<()> {
    writeln!(anstream::stdout(), "{}", printable(&text.to_string()))
}

/// The text as a heading.
pub(crate) fn heading(text: &str) -> String {
    format!("{HEADING}{text}{HEADING:#}")
}

/// The text, less prominent.
pub(crate) fn faint(text: &str) -> String {
    format!("{FAINT}{text}{FAINT:#}")
}

/// The text with the marked ranges (characters) in colour, or in ［ ］ where there is no colour.
pub(crate) fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let (begin, end) = if colour {
        (format!("{MARK}"), format!("{MARK:#}"))
    } else {
        ("［".to_owned(), "］".to_owned())
    };
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if marks.iter().any(|mark| mark.start == at) {
            out.push_str(&begin);
        }
        out.push(if c == '\n' { ' ' } else { c });
        if marks.iter().any(|mark| mark.end == at + 1) {
            out.push_str(&end);
        }
    }
    out
}

/// A text that others wrote, such as the name of a file, so that it stays in its line and steers nothing:
/// control characters and marks that turn the direction of writing are shown as their numbers.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // UAX 9, 2: explicit directional embeddings, overrides and isolates; and UAX 14: LS and PS.
        let steers = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        if c.is_control() || steers { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// The text with spaces up to a width.
pub(crate) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(terminal_columns(text))))
}

/// Writes one line to standard error.
pub(crate) fn note(text: impl std::fmt::Display) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(anstream::stderr(), "{}", printable(&text.to_string()));
}

/// Says on standard error what went wrong, with all causes.
pub(crate) fn print_error(error: &anyhow::Error) {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(anstream::stderr(), "{}", printable(&text));
}

/// Says on standard error what is not as it was asked for.
pub(crate) fn warn(text: &str) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(anstream::stderr(), "warning: {}", printable(text));
}

/// Texts of documents and queries must not steer the terminal: control characters are shown, but for
/// line ends, tabs and the escape sequences that this module writes itself.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let starts_style = c == '\u{1b}' && is_style(chars.as_str());
        if c == '\n' || c == '\t' || starts_style || !c.is_control() {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

/// Whether what follows an escape character sets colours and weight (SGR of ECMA-48, 8.3.117): digits and
/// semicolons up to an m. No other sequence is written here.
fn is_style(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('[') else { return false };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    after.starts_with('m')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_line_and_moves_nothing() {
        assert_eq!(
            one_line("a\nok  forged\t\u{1b}[2J\u{202E}x"),
            "a\\u{a}ok  forged\\u{9}\\u{1b}[2J\\u{202e}x"
        );
        assert_eq!(one_line("資料（案）.pdf"), "資料（案）.pdf");
    }

    #[test]
    fn only_colours_reach_the_terminal() {
        assert_eq!(printable("\u{1b}[1;31m赤\u{1b}[0m"), "\u{1b}[1;31m赤\u{1b}[0m");
        assert_eq!(printable("\u{1b}[2J\u{1b}]0;x\u{7}"), "\\u{1b}[2J\\u{1b}]0;x\\u{7}");
    }
}
