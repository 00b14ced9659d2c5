//! BibTeX: `@techreport`, which biblatex reads as `@report`.
//!
//! Source: Patashnik, BibTeXing (1988), 3.1 (entry types), 4 (braces around a name keep it whole);
//! biblatex manual, `urldate`, `langid`. The ten special characters of TeX: The TeXbook, chapter 7.

use std::fmt::Write as _;

use super::Citation;
use super::parts::{Pages, full_title, key, note};

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let mut entry = format!("@techreport{{{},\n", key(citation));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(entry, "  {name} = {{{value}}},");
        }
    };
    field("author", &authors(citation));
    field("title", &format!("{{{}}}", escape(&full_title(citation))));
    field("institution", &escape(metadata.issuer.trim()));
    field("type", &escape(&metadata.kind));
    field("year", &metadata.issued.map(|date| date.year.to_string()).unwrap_or_default());
    field(
        "month",
        &metadata.issued.and_then(|d| d.month).map(|m| m.to_string()).unwrap_or_default(),
    );
    field("date", &metadata.issued.map(|date| date.to_string()).unwrap_or_default());
    field("edition", &escape(metadata.edition.as_deref().unwrap_or_default()));
    field("pages", &Pages::of(citation, "--").map(|pages| escape(&pages.span)).unwrap_or_default());
    field("url", &address(&citation.permalink));
    field("urldate", &citation.accessed.to_string());
    field("langid", if metadata.language == "ja" { "japanese" } else { "" });
    field("note", &escape(&note(citation).unwrap_or_default()));
    entry.push_str("}\n");
    entry
}

/// 山田, 太郎 and 鈴木, 花子; a body in braces of its own, so that it is not torn at its commas.
fn authors(citation: &Citation) -> String {
    if citation.persons.is_empty() {
        let issuer = escape(citation.metadata.issuer.trim());
        return if issuer.is_empty() { issuer } else { format!("{{{issuer}}}") };
    }
    let names =
        citation.persons.iter().map(|p| format!("{}, {}", escape(&p.family), escape(&p.given)));
    names.collect::<Vec<_>>().join(" and ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            // BibTeX counts braces even behind a backslash.
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\t' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An address is read as it stands, so what would end the field is percent-encoded.
fn address(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_has_all_its_fields() {
        insta::assert_snapshot!(write(&examples::paragraph()), @r"
        @techreport{mext-lifescience-2025-02-s12-p87,
          author = {{文部科学省}},
          title = {{② 人材育成（ライフサイエンス政策の最近の動向等について）}},
          institution = {文部科学省},
          type = {説明資料},
          year = {2025},
          month = {2},
          date = {2025-02-21},
          pages = {2--5},
          url = {https://shirabe.example/d/mext-lifescience-2025-02/s12#p87},
          urldate = {2026-03-01},
          langid = {japanese},
          note = {研究振興局ライフサイエンス課; 1. ライフサイエンス委員会における検討 > ② 人材育成; 段落 p87; 「研究に専念できる環境整備」},
        }
        ");
    }

    #[test]
    fn special_characters_are_escaped_and_persons_have_two_parts() {
        insta::assert_snapshot!(write(&examples::bare()), @r"
        @techreport{mext-lifescience-2025-02,
          author = {山田, 太郎 and 鈴木, 花子},
          title = {{R\&D\_100\% \textbraceleft{}案\textbraceright{}}},
          url = {https://shirabe.example/d/a},
          urldate = {2026-03-01},
        }
        ");
    }

    #[test]
    fn braces_stay_balanced_whatever_the_title() {
        for title in ["}", "{", "\\", "a\nb", "}}{{"] {
            let mut citation = examples::bare();
            citation.metadata.title = title.to_owned();
            let entry = write(&citation);
            assert_eq!(entry.matches('{').count(), entry.matches('}').count(), "{title}");
        }
    }
}
