//! APA, 7th edition: `Group author. (2025, February 21). Section. In Title (pp. 2–5). URL`
//!
//! Source: Publication Manual of the American Psychological Association, 7th ed. (2020), 9.11 (group
//! authors), 9.14 (dates), 10.4 (reports; the publisher is left out where it is the author), 10.3
//! (chapters). Plain text has no italics; the report's title would have them.

use super::Citation;
use super::parts::Pages;
use crate::metadata::Field;
use shirabe_japanese::calendar::month_in_english;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let authors = authors(citation);
    let is_guessed = |field| citation.guessed.contains(&field);
    let about = if is_guessed(Field::Issued) { "ca. " } else { "" };
    let date = metadata.issued.map(|date| format!("{about}{}", in_english(date)));
    let date = date.unwrap_or_else(|| "n.d.".to_owned());
    let pages = Pages::of(citation, "–").map(|pages| {
        let label = if pages.first == pages.last { "p." } else { "pp." };
        format!(" ({label} {})", pages.span)
    });
    let title = supplied(&metadata.title, is_guessed(Field::Title));
    let cell = citation.cell.as_ref().map(|cell| format!(" (cell {cell})"));
    let title = format!("{title}{}", pages.or(cell).unwrap_or_default());
    // Without an author the title takes the author's place.
    let (lead, title) = match (&citation.section, authors.is_empty()) {
        (Some(section), false) => (authors, format!("{}. In {title}", section.heading)),
        (Some(section), true) => (section.heading.clone(), format!("In {title}")),
        (None, false) => (authors, title),
        (None, true) => return format!("{title}. ({date}). {}", citation.permalink),
    };
    let stop = if lead.ends_with('.') { "" } else { "." };
    format!("{lead}{stop} ({date}). {title}. {}", citation.permalink)
}

/// What is not the work's own word stands in square brackets (9.22).
fn supplied(value: &str, is_guessed: bool) -> String {
    if is_guessed && !value.is_empty() { format!("[{value}]") } else { value.to_owned() }
}

fn authors(citation: &Citation) -> String {
    let names: Vec<String> = citation
        .persons
        .iter()
        .map(|person| match person.given.chars().next() {
            // Latin given names are shortened to initials, Japanese ones are not.
            Some(initial) if person.given.is_ascii() => format!("{}, {initial}.", person.family),
            _ => format!("{}, {}", person.family, person.given),
        })
        .collect();
    match names.as_slice() {
        [] => {
            let is_guessed = citation.guessed.contains(&Field::Issuer);
            supplied(citation.metadata.issuer.trim(), is_guessed)
        }
        [name] => name.clone(),
        [first @ .., last] => format!("{}, & {last}", first.join(", ")),
    }
}

fn in_english(date: crate::Date) -> String {
    let month =
        date.month.map(|month| format!(", {}", month_in_english(month))).unwrap_or_default();
    let day = date.day.map(|day| format!(" {day}")).unwrap_or_default();
    format!("{}{month}{day}", date.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_is_cited_with_all_its_parts() {
        insta::assert_snapshot!(write(&examples::paragraph()), @"文部科学省. (2025, February 21). ② 人材育成. In ライフサイエンス政策の最近の動向等について (pp. 2–5). https://shirabe.example/d/mext-lifescience-2025-02/s12#p87");
    }

    #[test]
    fn a_document_without_a_date_or_an_issuer_says_so() {
        insta::assert_snapshot!(write(&examples::bare()), @"山田, 太郎, & 鈴木, 花子. (n.d.). R&D_100% {案}. https://shirabe.example/d/a");
        let nameless = Citation { persons: Vec::new(), ..examples::bare() };
        insta::assert_snapshot!(write(&nameless), @"R&D_100% {案}. (n.d.). https://shirabe.example/d/a");
    }
}
