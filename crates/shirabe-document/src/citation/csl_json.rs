//! CSL-JSON: a list of one item of type `report`.
//!
//! Source: Citation Style Language 1.0.2, csl-data.json; a body's name is a `literal`, a person's has
//! `family` and `given`.

use super::Citation;
use super::parts::{Pages, full_title, key, note};
use crate::date::Date;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let mut item = Item(Vec::new());
    item.text("id", &key(citation));
    item.text("type", "report");
    item.text("title", &full_title(citation));
    item.raw("author", authors(citation));
    item.text("publisher", metadata.issuer.trim());
    item.text("genre", &metadata.kind);
    item.raw("issued", metadata.issued.map(date_parts));
    item.raw("accessed", Some(date_parts(citation.accessed)));
    item.text("edition", metadata.edition.as_deref().unwrap_or_default());
    item.text("section", citation.section.as_ref().map_or("", |section| &section.heading));
    item.text("page", &Pages::of(citation, "-").map(|pages| pages.span).unwrap_or_default());
    item.text("URL", &citation.permalink);
    item.text("language", &metadata.language);
    item.text("note", &note(citation).unwrap_or_default());
    format!("[\n  {{\n{}\n  }}\n]\n", item.0.join(",\n"))
}

/// The members of an object, as they are written.
struct Item(Vec<String>);

impl Item {
    fn text(&mut self, name: &str, value: &str) {
        let value = Some(value).filter(|value| !value.is_empty()).map(quote);
        self.raw(name, value);
    }

    fn raw(&mut self, name: &str, json: Option<String>) {
        self.0.extend(json.map(|json| format!("    {}: {json}", quote(name))));
    }
}

fn authors(citation: &Citation) -> Option<String> {
    let issuer = citation.metadata.issuer.trim();
    if citation.persons.is_empty() {
        return (!issuer.is_empty()).then(|| format!("[{{ \"literal\": {} }}]", quote(issuer)));
    }
    let person = |person: &super::PersonalName| {
        let (family, given) = (quote(&person.family), quote(&person.given));
        format!("{{ \"family\": {family}, \"given\": {given} }}")
    };
    let persons: Vec<String> = citation.persons.iter().map(person).collect();
    Some(format!("[{}]", persons.join(", ")))
}

fn date_parts(date: Date) -> String {
    let parts = [Some(date.year), date.month.map(i32::from), date.day.map(i32::from)];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.to_string()).collect();
    format!("{{ \"date-parts\": [[{}]] }}", parts.join(", "))
}

/// A JSON string (RFC 8259, section 7).
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.extend(format!("\\u{:04x}", c as u32).chars()),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_has_all_its_members() {
        insta::assert_snapshot!(write(&examples::paragraph()), @r#"
        [
          {
            "id": "mext-lifescience-2025-02-s12-p87",
            "type": "report",
            "title": "② 人材育成（ライフサイエンス政策の最近の動向等について）",
            "author": [{ "literal": "文部科学省" }],
            "publisher": "文部科学省",
            "genre": "説明資料",
            "issued": { "date-parts": [[2025, 2, 21]] },
            "accessed": { "date-parts": [[2026, 3, 1]] },
            "section": "② 人材育成",
            "page": "2-5",
            "URL": "https://shirabe.example/d/mext-lifescience-2025-02/s12#p87",
            "language": "ja",
            "note": "研究振興局ライフサイエンス課; 1. ライフサイエンス委員会における検討 > ② 人材育成; 段落 p87; 「研究に専念できる環境整備」"
          }
        ]
        "#);
    }

    #[test]
    fn persons_have_two_parts_and_unknown_members_are_left_out() {
        insta::assert_snapshot!(write(&examples::bare()), @r#"
        [
          {
            "id": "mext-lifescience-2025-02",
            "type": "report",
            "title": "R&D_100% {案}",
            "author": [{ "family": "山田", "given": "太郎" }, { "family": "鈴木", "given": "花子" }],
            "accessed": { "date-parts": [[2026, 3, 1]] },
            "URL": "https://shirabe.example/d/a"
          }
        ]
        "#);
    }

    #[test]
    fn text_that_would_end_a_string_is_escaped() {
        assert_eq!(quote("a\"b\\c\nd\u{1}é"), "\"a\\\"b\\\\c\\nd\\u0001é\"");
    }
}
