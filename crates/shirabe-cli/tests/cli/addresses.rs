//! Addresses over the edits of a source, by the real program.

use crate::program::Program;
use crate::serve::Server;

const SOURCE: &str = "# 研究の方針\n\n我が国の研究力を高める。\n\n## 人材育成\n\n若手研究者の海外派遣を進める。\n\n\
    ## 創薬の基盤\n\n生物資源を継続して整備する。\n";

/// Where a wording stands.
fn address(program: &Program, wording: &str) -> String {
    let found = program.search_json(&["--mode", "exact", "--limit", "1", wording]);
    let url = found.pointer("/items/0/hits/0/url").and_then(serde_json::Value::as_str);
    let url = url.unwrap_or_else(|| panic!("{wording} is not found"));
    url.split(":~:").next().unwrap_or_default().to_owned()
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

#[test]
fn a_withdrawn_document_is_answered_with_its_last_text_until_it_is_back() {
    let program = Program::with_small_corpus();
    ingest(&program, SOURCE);
    let server = Server::start(&program);
    let place = address(&program, "若手研究者の海外派遣");
    let (page, paragraph) = place.split_once('#').expect("a paragraph");
    let paragraph = format!("{page}?p={}", paragraph.trim_start_matches('p'));
    let addresses = ["/d/plan", page, &paragraph];
    let all = |status: &str| {
        for address in addresses {
            let answer = server.get(address);
            assert!(answer.starts_with(status), "{address}: {answer}");
            assert!(answer.contains("若手研究者の海外派遣を進める。"), "{address}: {answer}");
        }
    };
    assert!(server.get(page).starts_with("HTTP/1.1 200"));
    program.delete("plan.md");
    for _ in 0..2 {
        assert_eq!(program.run("ingest", &[]).code, Some(0));
        all("HTTP/1.1 410");
    }
    assert!(server.get("/d/never").starts_with("HTTP/1.1 404"));
    assert_eq!(program.search_json(&["--mode", "exact", "海外派遣"])["counts"]["hits"], 0);
    // With a paragraph before it: only what is known from before gives it the number that it had.
    ingest(&program, &SOURCE.replacen("我が国", "毎年度見直す。\n\n我が国", 1));
    assert_eq!(address(&program, "若手研究者の海外派遣"), place);
    for address in [page, &paragraph] {
        assert!(server.get(address).starts_with("HTTP/1.1 200"), "{address}");
    }
    assert_eq!(withdrawn(&program), 0);
}

#[test]
fn sources_that_nothing_names_are_pruned() {
    let program = Program::with_small_corpus();
    ingest(&program, SOURCE);
    ingest(&program, &SOURCE.replace("海外派遣", "国内派遣"));
    let n_sources = |program: &Program| -> usize {
        let folders = fs_err::read_dir(program.index().join("archive/sources")).expect("sources");
        folders.map(|folder| fs_err::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    };
    assert_eq!(n_sources(&program), 3, "the small document, and two states of the plan");
    let pruned = program.run_index("prune");
    assert!(pruned.stdout.contains("1 sources removed that nothing names"), "{pruned:?}");
    assert_eq!(n_sources(&program), 2);
    // The source of what was withdrawn stays for as long as its text does.
    program.delete("plan.md");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert!(program.run_index("prune").stdout.contains("0 sources removed"));
    let last = program.index().join("archive/withdrawn/plan.json.gz");
    fs_err::remove_file(last).expect("the last text is kept");
    assert!(program.run_index("prune").stdout.contains("1 sources removed"));
    assert_eq!(n_sources(&program), 1);
}

fn withdrawn(program: &Program) -> usize {
    fs_err::read_dir(program.index().join("archive/withdrawn")).map_or(0, Iterator::count)
}
