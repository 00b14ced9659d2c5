//! Citations, field by field, against the rules of their styles in `docs/citation-rules.md`.

use std::path::Path;

use shirabe_document::citation::{Citation, CitedSection, PersonalName, Style};
use shirabe_document::{Date, DocumentId, Metadata, Page, ParagraphId, SectionId};

/// A field of a style: its name, and its values in the two examples.
#[derive(Debug)]
struct Rule {
    field: String,
    values: [Vec<String>; 2],
    source: String,
}

/// The rows of the table below the heading of a style.
fn rules(style: Style) -> Vec<Rule> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/citation-rules.md");
    let page = fs_err::read_to_string(path).expect("the rules are there");
    let heading = format!("\n## {}\n", style.label_ja());
    let (_, table) = page.split_once(&heading).unwrap_or_else(|| panic!("no table {heading}"));
    let table = table.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [field, first, second, rule, source] = cells[..] else { panic!("five cells: {row}") };
        assert!(!rule.trim().is_empty() && !source.trim().is_empty(), "no rule or source: {row}");
        let values = [first, second]
            .map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
        Rule { field: field.trim().to_owned(), values, source: source.trim().to_owned() }
    })
    .collect()
}

fn examples() -> [Citation; 2] {
    let page = |printed: &str| Page { printed: Some(printed.to_owned()), file: None };
    let person = |family: &str, given: &str| PersonalName {
        family: family.to_owned(),
        given: given.to_owned(),
    };
    let first = Citation {
        document: DocumentId::parse("mext-lifescience-2025-02").expect("an id"),
        metadata: Metadata {
            title: "ライフサイエンス政策の最近の動向等について".to_owned(),
            issuer: "文部科学省".to_owned(),
            division: Some("研究振興局ライフサイエンス課".to_owned()),
            issued: Date::day(2025, 2, 21),
            kind: "説明資料".to_owned(),
            language: "ja".to_owned(),
            ..Metadata::default()
        },
        guessed: Vec::new(),
        persons: Vec::new(),
        section: Some(CitedSection {
            id: SectionId::numbered(12),
            heading: "② 人材育成".to_owned(),
            path: vec!["1. 委員会における検討".to_owned()],
        }),
        pages: Some((page("2"), page("5"))),
        cell: None,
        paragraph: Some(ParagraphId::numbered(87)),
        quotation: Some("研究に専念できる\n環境整備".to_owned()),
        permalink: "https://shirabe.example/d/mext-lifescience-2025-02/s12#p87".to_owned(),
        accessed: Date::day(2026, 3, 1).expect("a day"),
    };
    let second = Citation {
        metadata: Metadata { title: "R&D_100% {案}".to_owned(), ..Metadata::default() },
        persons: vec![person("山田", "太郎"), person("鈴木", "花子")],
        section: None,
        pages: None,
        cell: None,
        paragraph: None,
        quotation: None,
        permalink: "https://shirabe.example/d/a".to_owned(),
        ..first.clone()
    };
    [first, second]
}

/// Names and values, in the order in which they stand.
type Fields = Vec<(String, String)>;

/// Compares what `read` finds in the citations with the table.
fn check(style: Style, read: impl Fn(&str) -> Fields) {
    let rules = rules(style);
    for (nth, citation) in examples().iter().enumerate() {
        let expected: Fields = rules
            .iter()
            .flat_map(|rule| rule.values[nth].iter().map(|v| (rule.field.clone(), v.clone())))
            .collect();
        let written = style.write(citation);
        assert_eq!(read(&written), expected, "{written}");
    }
}

/// Takes a citation for people apart, in the order of the table; what is left over is a field of its own.
fn check_text(style: Style) {
    let rules = rules(style);
    for (nth, citation) in examples().iter().enumerate() {
        let written = style.write(citation);
        let mut rest = written.as_str();
        for Rule { field, values, source } in &rules {
            let value = values[nth].concat();
            rest = rest.strip_prefix(value.as_str()).unwrap_or_else(|| {
                panic!("{field} ({source}) is to be {value:?}, but this follows: {rest:?}")
            });
        }
        assert_eq!(rest, "", "{written}");
    }
}

#[test]
fn citations_for_people_follow_the_rules_of_their_styles() {
    for style in [Style::Sist02, Style::OfficialFootnote, Style::Apa] {
        check_text(style);
    }
}

#[test]
fn a_bibtex_entry_has_the_fields_of_a_report() {
    check(Style::BibTex, |entry| {
        let mut lines = entry.lines();
        let head = lines.next().and_then(|line| line.strip_prefix('@')).expect("an entry");
        let (kind, key) = head.trim_end_matches(',').split_once('{').expect("a key");
        let mut fields =
            vec![("@".to_owned(), kind.to_owned()), ("key".to_owned(), key.to_owned())];
        for line in lines.filter(|line| *line != "}") {
            let (name, value) = line.trim().split_once(" = {").expect("a field");
            fields.push((name.to_owned(), value.strip_suffix("},").expect("a value").to_owned()));
        }
        fields
    });
}

#[test]
fn a_ris_record_has_the_tags_of_a_report() {
    check(Style::Ris, |record| {
        let lines: Vec<&str> = record.split_terminator("\r\n").collect();
        assert_eq!(lines.last(), Some(&"ER  - "));
        let tags = lines.iter().map(|line| line.split_once("  - ").expect("a tag"));
        tags.filter(|(tag, _)| *tag != "ER").map(|(t, v)| (t.to_owned(), v.to_owned())).collect()
    });
}

#[test]
fn a_csl_item_has_the_variables_of_a_report() {
    check(Style::CslJson, |json| {
        let list: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let item = list[0].as_object().expect("an item");
        assert_eq!(list.as_array().map(Vec::len), Some(1));
        let order = rules(Style::CslJson).into_iter().map(|rule| rule.field);
        let known: Vec<String> = order.collect();
        assert!(item.keys().all(|name| known.contains(name)), "{item:?}");
        let value = |name: &String| item.get(name).map(|value| (name.clone(), value.to_string()));
        known.iter().filter_map(value).collect()
    });
}
