//! `shirabe ingest`: again, over an index that does not fit, and after an interruption.

use std::process::Stdio;
use std::time::Duration;

use crate::program::Program;

#[test]
fn a_second_ingest_serves_the_next_generation() {
    let program = Program::with_small_corpus();
    for generation in ["gen-000001", "gen-000002"] {
        let ran = program.run("ingest", &[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains("serves 1 documents"), "{}", ran.stdout);
        assert_eq!(program.current(), generation);
    }
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
}

#[test]
fn an_index_of_another_analysis_is_made_anew() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let path = program.index().join(program.current()).join("generation.json");
    let text = fs_err::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    manifest["fingerprint"]["dictionary"] = "another".into();
    fs_err::write(&path, manifest.to_string()).unwrap();
    let ran = program.run("search", &["創薬"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(program.current(), "gen-000002");
}

#[test]
fn an_unfinished_generation_is_in_nobodys_way() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let leftover = program.index().join("gen-000009.partial");
    fs_err::create_dir(&leftover).unwrap();
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
    assert!(!leftover.exists());
}

#[test]
fn a_killed_ingest_leaves_the_former_generation_serving() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    for delay_ms in [0, 5, 20, 50, 100, 200] {
        let mut ingest = program.command("ingest");
        let mut child = ingest.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Not for luck: whatever has been reached by then, the index must hold.
        std::thread::sleep(Duration::from_millis(delay_ms));
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = program.run("search", &["創薬"]);
        assert_eq!(ran.code, Some(0), "killed after {delay_ms} ms: {ran:?}");
    }
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
}
