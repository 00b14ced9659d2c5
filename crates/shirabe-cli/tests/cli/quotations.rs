//! `shirabe verify` and `shirabe cite` over the shipped corpus.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::Program;

fn verify(draft: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let program = Program::with_shipped_corpus();
    let mut command = program.command("verify");
    let mut child =
        command.arg("-").args(arguments).stdin(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(draft.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.stderr.is_empty() || output.status.code() == Some(2), "{output:?}");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Five quotations of a draft on the shipped corpus: as it stands, twice in the corpus, one word
/// changed, invented, and with words left out.
#[test]
fn five_quotations_of_a_draft_get_the_right_answers() {
    let draft = "文部科学省は「健康医療の革新的なイノベーションは地道な長きにわたる基礎研究の成果」とし、\
        また「複雑かつ精緻な生命現象を解き明かす非常に興味深い研究領域」とする。\
        「事業間連携の取組の縮小」や「全ての研究費を来年度から廃止する方針である」ともいい、\
        「切れ目なく連続した支援を可能とする仕組み（中略）を構築・導入する」とある。";
    let (code, answer) = verify(draft, &["--json"]);
    assert_eq!(code, Some(1));
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let status: Vec<u64> = answer["quotes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|quote| quote["status"].as_u64())
        .collect();
    assert_eq!(status, [200, 300, 206, 404, 200], "{answer:#}");
    let (_, shown) = verify(draft, &[]);
    assert!(shown.contains("[-縮小-]{+強化+}"), "{shown}");
}

#[test]
fn a_draft_without_faults_is_told_by_the_exit_code() {
    let (code, _) = verify("「地道な長きにわたる基礎研究の成果」", &[]);
    assert_eq!(code, Some(0));
    for unread in ["「地道な長きにわたる基礎研究の成果", "「地道な\n\n基礎研究の成果」", "「成果」"]
    {
        let (code, shown) = verify(unread, &[]);
        assert_eq!(code, Some(1), "{shown}");
        assert!(shown.contains("照合せず（1文字目）"), "{shown}");
    }
    let (code, _) = verify("「地道な長きにわたる『基礎研究』の成果」", &[]);
    assert_eq!(code, Some(1), "the source has no brackets there");
    let (code, _) = verify(&"長い草稿".repeat(16_001), &[]);
    assert_eq!(code, Some(2));
}

#[test]
fn a_citation_is_one_command_away() {
    let program = Program::with_shipped_corpus();
    let found = program.search_json(&["--limit", "1", "女性研究者の活躍促進"]);
    let url = found.pointer("/items/0/hits/0/url").and_then(serde_json::Value::as_str);
    let url = url.expect("a hit");
    let ran = program.run("cite", &[url, "--site", "https://shirabe.example"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("文部科学省研究振興局ライフサイエンス課. “"), "{}", ran.stdout);
    let (permalink, words) = url.split_once(":~:text=").expect("a link to the words");
    // 女性研究者の活躍促進
    assert!(words.contains("%E5%A5%B3%E6%80%A7%E7%A0%94%E7%A9%B6%E8%80%85"), "{words}");
    assert!(ran.stdout.contains(&format!("https://shirabe.example{permalink}")), "{}", ran.stdout);
    for style in ["footnote", "apa", "bibtex", "ris", "csl-json", "markdown", "plain"] {
        let ran = program.run("cite", &["mext-lifescience-2025-02", "s3", "--style", style]);
        assert_eq!(ran.code, Some(0), "{style}: {ran:?}");
    }
    for wrong in [
        &["mext-lifescience-2025-02", "s999"][..],
        &["no-such-document"],
        &["mext-lifescience-2025-02", "s3", "--style", "mla"],
        &["mext-lifescience-2025-02", "s3", "--chars", "5-2"],
        &["mext-lifescience-2025-02", "s3", "--paragraph", "99999"],
    ] {
        let ran = program.run("cite", wrong);
        assert!(ran.code == Some(2) && ran.stderr.starts_with("error: "), "{wrong:?}: {ran:?}");
    }
}

/// A draft of Word is read in a process of its own, as a document of the corpus is.
#[test]
fn a_draft_of_word_is_verified_with_a_report() {
    let program = Program::with_shipped_corpus();
    let draft =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shirabe-readers/tests/fixtures/writer.docx");
    let folder = tempfile::tempdir().expect("a folder");
    let (html, csv) = (folder.path().join("report.html"), folder.path().join("report.csv"));
    let arguments =
        [draft, "--html", html.to_str().expect("UTF-8"), "--csv", csv.to_str().expect("UTF-8")];
    let ran = program.run("verify", &arguments);
    assert!(matches!(ran.code, Some(0 | 1)) && ran.stdout.contains("照合せず"), "{ran:?}");
    let page = fs_err::read_to_string(html).expect("a report");
    assert!(page.contains("writer.docx") && page.contains("</table>"), "{page}");
    let table = fs_err::read_to_string(csv).expect("a report");
    assert!(table.starts_with("\u{feff}\"番号\",\"結果\""), "{table}");
}
