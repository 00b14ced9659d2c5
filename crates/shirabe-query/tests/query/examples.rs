//! The table of examples in `docs/query-syntax.md` does what it says.

use shirabe_query::{Scope, parse};

const PAGE: &str = include_str!("../../../../docs/query-syntax.md");

/// A row of the table: what is typed, in one or more ways, and how all of them are read.
struct Example {
    queries: Vec<String>,
    canonical: String,
}

fn examples() -> Vec<Example> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| 調べたいこと")).skip(2);
    rows.take_while(|line| line.starts_with('|')).map(example).collect()
}

fn example(row: &str) -> Example {
    // In a table of Markdown a vertical bar within a cell is written `\|`.
    let row = row.replace("\\|", "\u{1}");
    let cells: Vec<_> = row.split('|').map(|cell| cell.replace('\u{1}', "|")).collect();
    let [_, _, queries, canonical, _] = cells.as_slice() else { panic!("not three cells: {row}") };
    let canonical = code(canonical).pop().expect("the third cell holds code");
    Example { queries: code(queries), canonical }
}

/// What stands between backquotes.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_example_is_read_as_the_page_says() {
    let examples = examples();
    assert!(examples.len() >= 30, "the table is missing");
    for Example { queries, canonical } in examples {
        assert!(!queries.is_empty(), "{canonical}");
        for query in queries {
            let parsed = parse(&query);
            assert_eq!(parsed.to_string(), canonical, "{query}");
            assert_eq!(parsed.notes, [], "{query}");
        }
    }
}

#[test]
fn the_page_names_every_field_and_scope() {
    let names = shirabe_query::Field::ALL.iter().flat_map(|field| field.names());
    let scopes = Scope::ALL.iter().flat_map(|scope| scope.names());
    for name in names.chain(scopes) {
        assert!(PAGE.contains(name), "{name}");
    }
}
