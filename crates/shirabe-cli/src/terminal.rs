//! Printing: to a terminal with colours, to a file without.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

/// Marked text.
const MARK: Style = AnsiColor::Red.on_default().bold();
/// Headings.
const HEADING: Style = AnsiColor::Cyan.on_default().bold();
/// What stands beside the point.
const FAINT: Style = Style::new().dimmed();

/// Writes one line to standard output.
pub(crate) fn line(text: impl std::fmt::Display) -> io::Result<()> {
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

/// How many columns a text takes up: two for each character that is not a narrow one.
/// Source: UAX #11; ambiguous characters such as … and – are narrow in most terminals.
pub(crate) fn columns(text: &str) -> usize {
    let is_wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
    };
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// The text with spaces up to a width.
pub(crate) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
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
