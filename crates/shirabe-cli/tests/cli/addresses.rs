//! Addresses over the edits of a source, by the real program.

use crate::program::Program;

const SOURCE: &str = "# 研究の方針\n\n我が国の研究力を高める。\n\n## 人材育成\n\n若手研究者の海外派遣を進める。\n\n\
    ## 創薬の基盤\n\n生物資源を継続して整備する。\n";

/// Where a wording stands.
fn address(program: &Program, wording: &str) -> String {
    let found = program.search_json(&["--mode", "exact", "--limit", "1", wording]);
    let url = found.pointer("/items/0/hits/0/url").and_then(serde_json::Value::as_str);
    url.unwrap_or_else(|| panic!("{wording} is not found")).to_owned()
}

fn ingest(program: &Program, source: &str) {
    program.write("plan.md", source);
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn addresses_stay_when_a_source_is_edited() {
    let program = Program::with_small_corpus();
    ingest(&program, SOURCE);
    let wordings = ["我が国の研究力", "若手研究者の海外派遣", "生物資源を継続"];
    let before = wordings.map(|wording| address(&program, wording));
    let inserted = SOURCE.replacen("我が国", "毎年度見直す。\n\n我が国", 1);
    let (first, second) = inserted.split_once("## 人材育成").expect("the heading");
    let (moved, last) = second.split_once("## 創薬の基盤").expect("the heading");
    let reordered = format!("{first}## 創薬の基盤{last}\n## 人材育成{moved}");
    let broken = reordered.replace("海外派遣を", "海外派遣\nを").replace("整備する", "整える");
    for edited in [&inserted, &reordered, &broken] {
        ingest(&program, edited);
        assert_eq!(wordings.map(|wording| address(&program, wording)), before, "{edited}");
    }
}

#[test]
fn an_edition_and_its_source_are_kept() {
    let program = Program::with_small_corpus();
    program.write("plan.toml", "id = \"plan\"\ntitle = \"計画\"\nissued = 2024-02-21\n");
    ingest(&program, SOURCE);
    program.write("plan.toml", "id = \"plan\"\ntitle = \"計画\"\nissued = 2025-02-21\n");
    ingest(&program, &SOURCE.replace("継続して", "計画的に"));
    let cite = |document: &str| program.run("cite", &[document]);
    let old = cite("plan@2024-02-21");
    assert_eq!(old.code, Some(0), "{old:?}");
    assert!(
        old.stdout.contains("2024-02-21") && old.stdout.contains("/d/plan@2024-02-21"),
        "{old:?}"
    );
    assert!(cite("plan").stdout.contains("2025-02-21"));
    assert_eq!(cite("plan@1999-01-01").code, Some(2));
    let archive = program.index().join("archive");
    let sources = fs_err::read_dir(archive.join("sources")).expect("sources are kept").count();
    assert_eq!(sources, 3, "the small document and two editions of the plan");
}
