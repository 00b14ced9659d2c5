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

#[test]
fn another_search_engine_gets_the_tokens_of_this_one() {
    let program = Program::with_small_corpus();
    let folder = program.index().with_file_name("opensearch");
    let folder = folder.to_str().unwrap();
    let written = program.run("export", &["--format", "opensearch", "-o", folder]);
    assert_eq!(written.code, Some(0), "{written:?}");
    let read = |name: &str| fs_err::read_to_string(format!("{folder}/{name}")).unwrap();
    let mapping: serde_json::Value = serde_json::from_str(&read("mapping.json")).unwrap();
    assert_eq!(mapping["mappings"]["properties"]["exact"]["analyzer"], "shirabe");
    let bulk = read("bulk-000001.ndjson");
    let lines: Vec<serde_json::Value> =
        bulk.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines[0]["index"]["_id"],
        format!("small/{}", lines[1]["section"].as_str().unwrap())
    );
    let exact = lines[1]["exact"].as_str().unwrap();
    // The heading ends before the sentence begins: no phrase reaches from one to the other.
    assert!(exact.contains("基盤 盤\u{3} 創薬 薬の の基"), "{exact}");
    assert!(lines[1]["words"].as_str().unwrap().contains("創薬"), "{bulk}");
    let known: Vec<&String> =
        mapping["mappings"]["properties"].as_object().unwrap().keys().collect();
    for field in lines[1].as_object().unwrap().keys() {
        assert!(known.contains(&field), "{field} is in no mapping");
    }
    assert_eq!(program.run("export", &["--format", "opensearch"]).code, Some(2));
    let documents = ["--format", "opensearch", "--unit", "document", "-o", folder];
    assert_eq!(program.run("export", &documents).code, Some(2));
}
