//! `shirabe export`

use crate::program::Program;

#[test]
fn the_texts_are_written_in_bulk_and_go_on_where_they_were_cut() {
    let program = Program::with_small_corpus();
    let whole = program.run("export", &[]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
    let lines: Vec<serde_json::Value> =
        whole.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["format"], "shirabe-export");
    assert_eq!(lines.last().unwrap()["end"], true);
    assert!(lines.len() > 3, "{whole:?}");
    let cursor = lines[1]["cursor"].as_str().unwrap();
    let rest = program.run("export", &["--after", cursor]);
    assert_eq!(rest.stdout.lines().count(), lines.len() - 1);
    assert_eq!(program.run("export", &["--unit", "page"]).code, Some(2));
}
