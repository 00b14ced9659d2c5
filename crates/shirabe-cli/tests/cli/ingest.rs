//! `shirabe ingest`: what changes, what goes, what cannot be read, and how it is told.

use crate::program::Program;

#[test]
fn a_change_makes_the_next_generation_and_nothing_new_makes_none() {
    let program = Program::with_small_corpus();
    let ingest = |generation: &str, said: &str| {
        let ran = program.run("ingest", &[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
        assert_eq!(program.current(), generation);
    };
    ingest("gen-000001", "generation 1 serves 1 documents");
    ingest("gen-000001", "nothing has changed: generation 1 serves 1 documents");
    program.write("new.md", "# 追補\n\n治験の体制を整える。\n");
    ingest("gen-000002", "generation 2 serves 2 documents");
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
    assert_eq!(program.run("search", &["治験の体制"]).code, Some(0));
}

#[test]
fn a_changed_document_is_found_by_its_new_words_only() {
    let program = Program::with_small_corpus();
    program.write("b.md", "# 甲\n\n旧い文言である。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    program.write("b.md", "# 乙\n\n新しい文言である。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert_eq!(program.run("search", &["\"旧い文言\""]).code, Some(1));
    assert_eq!(program.run("search", &["\"新しい文言\""]).code, Some(0));
    assert_eq!(program.run("search", &["\"創薬の基盤\""]).code, Some(0));
    let verified = program.run_index("verify");
    assert!(verified.stdout.contains("2 documents and 3 sections read, 0 faults"), "{verified:?}");
}

#[test]
fn a_document_whose_file_is_gone_goes_too() {
    let program = Program::with_small_corpus();
    program.write("b.md", "# 甲\n\n消える文言である。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    program.delete("b.md");
    let ran = program.run("ingest", &[]);
    assert!(ran.stdout.contains("the file is gone") && ran.stdout.contains("b.md"), "{ran:?}");
    assert_eq!(program.run("search", &["消える文言"]).code, Some(1));
    assert_eq!(program.run("search", &["創薬"]).code, Some(0));
}

#[test]
fn a_file_that_breaks_is_named_and_its_earlier_version_stays() {
    let program = Program::with_small_corpus();
    program.write("b.md", "# 甲\n\n以前の版の文言。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    program.write("b.md", "");
    let ran = program.run("ingest", &["--lang", "ja"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("対象外") && ran.stdout.contains("空（0バイト）"), "{ran:?}");
    assert!(ran.stdout.contains("以前に読み込んだ版"), "{ran:?}");
    assert_eq!(program.run("search", &["以前の版の文言"]).code, Some(0));
    // The refused file is not looked at again until it changes, and is still named.
    let again = program.run("ingest", &[]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.stdout.contains("nothing has changed"), "{again:?}");
    // A rebuild, in which the file cannot be read either, keeps it as well.
    assert_eq!(program.run("ingest", &["--reread"]).code, Some(1));
    assert_eq!(program.run("search", &["以前の版の文言"]).code, Some(0));
}

#[test]
fn paths_on_the_command_line_add_to_what_is_there() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let other = program.index().with_file_name("別の文書.md");
    fs_err::write(&other, "# 別\n\n別の場所の文書。\n").unwrap();
    let path = other.to_str().unwrap();
    assert_eq!(program.run("ingest", &[path]).code, Some(0));
    for words in ["創薬", "別の場所"] {
        assert_eq!(program.run("search", &[words]).code, Some(0), "{words}");
    }
    fs_err::remove_file(&other).unwrap();
    assert_eq!(program.run("ingest", &[path]).code, Some(0));
    assert_eq!(program.run("search", &["別の場所"]).code, Some(1));
    let ran = program.run("ingest", &["nowhere.pdf"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn what_was_found_is_written_beside_the_document_to_be_edited() {
    let program = Program::with_small_corpus();
    program.write("b.md", "# 共用の手引\n\n令和８年２月６日\n\n本文である。\n");
    let ran = program.run("ingest", &["--write-sidecars", "--lang", "ja"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("書誌のファイルを作成"), "{}", ran.stdout);
    let beside = program.corpus().join("b.toml");
    let written = fs_err::read_to_string(&beside).unwrap();
    assert!(written.contains("title = \"共用の手引\""), "{written}");
    assert!(written.contains("issued = \"2026-02-06\""), "{written}");
    fs_err::write(&beside, "title = \"直した題\"\n").unwrap();
    assert_eq!(program.run("ingest", &["--write-sidecars"]).code, Some(0));
    assert_eq!(fs_err::read_to_string(&beside).unwrap(), "title = \"直した題\"\n");
}

#[test]
fn a_file_of_many_documents_is_read_line_by_line() {
    let program = Program::with_small_corpus();
    let line = |id: u32, text: &str| format!("{{\"id\": \"law-{id}\", \"text\": \"{text}\"}}\n");
    program.write(
        "laws.jsonl",
        &(line(1, "第一の法律。") + &line(2, "第二の法律。") + "{\"id\": 3\n"),
    );
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("in part") && ran.stdout.contains("line 3: "), "{}", ran.stdout);
    assert_eq!(program.run("search", &["第二の法律"]).code, Some(0));
    program.write("laws.jsonl", &(line(1, "第一の法律。") + &line(4, "第四の法律。")));
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert_eq!(program.run("search", &["\"第二の法律\""]).code, Some(1));
    assert_eq!(program.run("search", &["第一の法律"]).code, Some(0));
    assert_eq!(program.run("search", &["第四の法律"]).code, Some(0));
    assert_eq!(program.run_index("verify").code, Some(0));
}

#[test]
fn the_report_says_the_same_as_the_table() {
    let program = Program::with_small_corpus();
    program.write("empty.pdf", "");
    let path = program.index().with_file_name("report.json");
    let ran = program.run("ingest", &["--report", path.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report: serde_json::Value =
        serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap();
    let states: Vec<_> =
        report["files"].as_array().unwrap().iter().map(|file| file["state"].as_str()).collect();
    assert_eq!(states, [Some("rejected"), Some("ok")]);
    assert_eq!(report["files"][1]["n_sections"], 2);
    assert_eq!(report["n_documents"], 1);
}

#[test]
fn each_limit_of_the_worker_has_a_message_of_its_own() {
    let program = Program::with_small_corpus();
    program.write("long.md", &"国の研究開発を推進する。\n\n".repeat(10_000));
    let ingest = |limits: &[&str]| {
        let mut arguments = vec!["--lang", "ja", "--limit", "max_trusted_text_bytes=0"];
        for limit in limits {
            arguments.extend(["--limit", limit]);
        }
        let ran = program.run("ingest", &arguments);
        assert_eq!(ran.code, Some(1), "{limits:?}: {ran:?}");
        ran.stdout
    };
    for (limits, said) in [
        (&["clock_seconds=0", "clock_page_millis=0"][..], "0秒で終わらない"),
        (&["max_answer_bytes=1000"][..], "読み込んだ結果が上限の0 MiBを超える"),
        (&["max_memory_bytes=50_000_000", "stack_bytes=1_000_000"][..], "記憶域が上限の47 MiB"),
        (&["max_text_bytes=100", "max_file_bytes=100"][..], "上限の0 MiBを超えるため"),
    ] {
        let stdout = ingest(limits);
        assert!(stdout.contains(said), "{limits:?}: {stdout}");
    }
    assert_eq!(program.run("ingest", &["--limit", "max_trusted_text_bytes=0"]).code, Some(0));
    assert_eq!(program.run("search", &["国の研究開発"]).code, Some(0));
}

#[test]
fn a_watching_ingest_picks_up_what_changes() {
    let program = Program::with_small_corpus();
    let mut watching = program.watching();
    program.write("new.md", "# 追補\n\n後から置いた文書である。\n");
    watching.until("generation 2 serves 2 documents");
    assert_eq!(program.run("search", &["後から置いた"]).code, Some(0));
    program.delete("new.md");
    watching.until("generation 3 serves 1 documents");
    watching.end();
}

#[test]
fn a_misspelt_limit_ends_the_ingest() {
    let program = Program::with_small_corpus();
    let ran = program.run("ingest", &["--limit", "max_page=3"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("max_page"), "{ran:?}");
}

#[test]
fn an_index_of_another_analysis_is_made_anew() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let path = program.index().join(program.current()).join("generation.json");
    let text = fs_err::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    manifest["fingerprint"]["dictionary"] = "another".into();
    // As of an earlier version, which wrote no checksums.
    manifest.as_object_mut().unwrap().retain(|name, _| name != "files" && name != "checksum");
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
