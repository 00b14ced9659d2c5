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
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let starts_style = c == '\u{1b}' && chars.peek() == Some(&'[');
        if c == '\n' || c == '\t' || starts_style || !c.is_control() {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}
