//! Addresses of what has moved, is gone or is old, and of the sources.

use std::sync::Arc;

use shirabe_document::{
    Date, Document, Edition, Format, ParagraphId, Repair, RetiredParagraph, RetiredSection,
    SectionId,
};
use shirabe_site::library::Library;

use crate::documents::{document, sha256_of};
use crate::library::Real;
use crate::visit::{Answer, get_from};

/// A document of two sections that has lost a few passages and has an earlier edition.
fn aged() -> Document {
    let mut aged =
        document("a", "計画", "# 現状\n研究力が低下している。\n# 施策\n若手を育てる。\n");
    let section = |n: usize| SectionId::numbered(n);
    let retired = |n: usize, heading: &str, successors: &[usize]| RetiredSection {
        id: section(n),
        heading: heading.to_owned(),
        text: format!("{heading}の<最後>の本文"),
        successors: successors.iter().map(|n| section(*n)).collect(),
    };
    aged.addresses.sections =
        vec![retired(7, "動向", &[]), retired(8, "課題", &[1]), retired(9, "対応", &[1, 2])];
    aged.addresses.paragraphs = vec![RetiredParagraph {
        id: ParagraphId::numbered(20),
        section: section(1),
        text: "なくなった段落。".to_owned(),
        successors: Vec::new(),
    }];
    aged.addresses.editions = vec![Edition {
        name: "2024-02-21".to_owned(),
        label: Some("初版".to_owned()),
        issued: Date::day(2024, 2, 21),
        sha256: "0".repeat(64),
    }];
    aged.sections[0].blocks[1].lines = Some(3..5);
    aged.repairs = vec![Repair {
        rule: "soft-breaks",
        place: shirabe_document::Place { lines: 3..5 },
        before: "低\n下".to_owned(),
        after: "低下".to_owned(),
    }];
    aged
}

fn library() -> Arc<dyn Library> {
    let old = document("a", "計画", "# 現状\n研究力が低い。\n");
    let web = Document {
        source: shirabe_document::SourceInfo { format: Format::Html, ..aged().source },
        ..document("c", "頁", "# 題\n文。\n")
    };
    let without_source = document("b", "別の計画", "# 現状\n文。\n");
    let library = Real::of(&[aged(), without_source, web]);
    let archive = library.0.archive();
    archive.keep_edition(&old, "2024-02-21").expect("an index of the tests can be written");
    keep_source(&library, "a", "# 現状\n\n研究力が低\n下している。\n");
    keep_source(&library, "c", "<script>alert(1)</script>");
    Arc::new(library)
}

fn keep_source(library: &Real, id: &str, source: &str) {
    let archive = library.0.archive();
    let kept = archive.keep_source(&sha256_of(id), source.as_bytes());
    kept.expect("an index of the tests can be written");
}

async fn get(uri: &str) -> Answer {
    get_from(library(), uri, &[]).await
}

#[tokio::test]
async fn a_section_that_moved_leads_to_its_new_place() {
    let answer = get("/d/a/s8").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/d/a/s1"));
    assert_eq!(get("/d/a/s8.ris").await.header("location"), "/d/a/s1.ris");
}

#[tokio::test]
async fn a_section_that_is_gone_shows_its_last_text() {
    let answer = get("/d/a/s7").await;
    assert_eq!(answer.status, 410);
    insta::assert_snapshot!(answer.outline(), @r"
    # この箇所はなくなりました
    節「動向」は、文書の更新によりなくなりました。最後の本文を示します。
    動向の&#60;最後&#62;の本文
    計画
    トップページへ
    検索語の書き方
    ");
    let answer = get("/api/v1/documents/a/sections/s7").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (410, &"gone".into()));
    assert_eq!(answer.json()["last_text"], "動向の<最後>の本文");
}

#[tokio::test]
async fn a_section_that_was_divided_offers_its_parts() {
    let answer = get("/d/a/s9").await;
    assert_eq!(answer.status, 300);
    assert!(answer.body.contains(r#"<a href="/d/a/s1">現状</a>"#), "{}", answer.body);
    assert!(answer.body.contains(r#"<a href="/d/a/s2">施策</a>"#));
    assert_eq!(get("/d/a/s99").await.status, 404);
}

#[tokio::test]
async fn a_paragraph_is_found_wherever_it_stands() {
    assert_eq!(get("/d/a/s1?p=4").await.header("location"), "/d/a/s2?p=4#p4");
    assert_eq!(get("/d/a/p4").await.header("location"), "/d/a/s2?p=4#p4");
    assert_eq!(get("/d/a/s1?p=20").await.status, 410);
    assert_eq!(get("/d/a/s1?p=99").await.status, 404);
    assert_eq!(get("/d/a/s1?p=2").await.status, 200);
}

#[tokio::test]
async fn editions_are_listed_and_stay() {
    let answer = get("/d/a").await;
    assert!(answer.body.contains(r#"href="/d/a@2024-02-21""#), "{}", answer.body);
    assert!(answer.body.contains("2024年2月21日（初版）"));
    let compare = "/compare?a=a%402024-02-21&b=a";
    assert!(answer.body.contains(&compare.replace('&', "&#38;")), "{}", answer.body);
    assert!(get(compare).await.body.contains("計画、2025年2月21日の版</a>"));
    let answer = get("/d/a@2024-02-21/s1").await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("研究力が低い。"));
    assert!(answer.body.contains(r#"<a href="/d/a/s1">最新の版を見る</a>"#), "{}", answer.body);
    assert!(answer.body.contains("https://shirabe.example/d/a@2024-02-21/s1"));
    assert_eq!(get("/d/a@1999-01-01/s1").await.status, 404);
}

#[tokio::test]
async fn a_source_comes_as_it_was_received() {
    let answer = get("/d/a/source").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/plain; charset=UTF-8");
    assert_eq!(answer.header("content-disposition"), "inline; filename*=UTF-8''a.md");
    assert!(answer.body.starts_with("# 現状\n"));
    assert_eq!(get("/d/b/source").await.status, 404);
}

#[tokio::test]
async fn a_web_page_among_the_sources_does_not_run() {
    let answer = get("/d/c/source").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=UTF-8");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_paragraph_shows_what_it_was_read_from() {
    let answer = get("/d/a/s1?p=2").await;
    let original = answer.outline();
    let original = original.split("段落2の原資料での記述").nth(1).unwrap();
    let original: Vec<&str> = original.lines().take(6).collect();
    insta::assert_snapshot!(original.join("\n"), @r"

    原資料の3〜4行目 原資料を開く
    研究力が低
    下している。
    修復した箇所：1
    行の途中の改行の結合：低⏎下 → 低下
    ");
}

#[tokio::test]
async fn the_source_of_a_record_is_its_own_line() {
    let record = r##"{"id":"a","text":"# 現状\n\n研究力が低\n下している。\n"}"##;
    let real = Real::of(&[aged()]);
    keep_source(&real, "a", record);
    let library: Arc<dyn Library> = Arc::new(real);
    let answer = get_from(Arc::clone(&library), "/d/a/source", &[]).await;
    assert_eq!(answer.body, record);
    assert_eq!(answer.header("content-disposition"), "inline; filename*=UTF-8''a.json");
    let answer = get_from(library, "/d/a/s1?p=2", &[]).await;
    assert!(answer.body.contains("研究力が低\n下している。"), "{}", answer.outline());
}

/// The reader keeps the line feed that divides a line from the next.
#[tokio::test]
async fn the_line_of_a_record_may_have_its_line_feed() {
    let real = Real::of(&[aged()]);
    keep_source(
        &real,
        "a",
        "{\"id\":\"a\",\"text\":\"# 現状\\n\\n研究力が低\\n下している。\\n\"}\n",
    );
    let library: Arc<dyn Library> = Arc::new(real);
    let answer = get_from(Arc::clone(&library), "/d/a/source", &[]).await;
    assert_eq!(answer.header("content-disposition"), "inline; filename*=UTF-8''a.json");
    let answer = get_from(library, "/d/a/s1?p=2", &[]).await;
    assert!(answer.body.contains("研究力が低\n下している。"), "{}", answer.outline());
}

#[tokio::test]
async fn a_part_of_a_source_can_be_asked_for() {
    let real = Real::of(&[aged()]);
    keep_source(&real, "a", "0123456789");
    let library: Arc<dyn Library> = Arc::new(real);
    for (range, status, body, content_range) in [
        ("bytes=2-4", 206, "234", "bytes 2-4/10"),
        ("bytes=-3", 206, "789", "bytes 7-9/10"),
        ("bytes=10-", 416, "", "bytes */10"),
        ("bytes=0-0,2-3", 200, "0123456789", ""),
    ] {
        let asked = [("range", range), ("accept-encoding", "br")];
        let answer = get_from(Arc::clone(&library), "/d/a/source", &asked).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-range")),
            (status, content_range)
        );
        assert_eq!(answer.header("accept-ranges"), "bytes");
        if status == 206 {
            assert_eq!(answer.body, body, "{range}");
            assert!(!answer.header("etag").is_empty());
        }
    }
    let whole = get_from(library, "/d/a/source", &[]).await;
    assert_eq!((whole.body.as_str(), whole.header("content-length")), ("0123456789", "10"));
}

#[tokio::test]
async fn characters_that_a_section_does_not_have_are_not_cited() {
    for address in ["/d/a/s1.txt?chars=5-5000", "/d/a/s1?chars=5000-5001"] {
        let answer = get(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(answer.body.contains("この節は"), "{}", answer.body);
    }
    assert_eq!(get("/d/a/s1?p=abc").await.status, 400);
}

#[tokio::test]
async fn words_that_were_picked_are_cited_with_a_link_to_them() {
    let answer = get("/d/a/s1?chars=3-6").await;
    assert!(answer.body.contains("この箇所を引用する"), "{}", answer.body);
    assert!(answer.body.contains("/d/a/s1#p2:~:text="), "{}", answer.body);
    let answer = get("/d/a/s1.bib?chars=3-6").await;
    assert!(answer.body.contains("「研究力」"), "{}", answer.body);
    assert_eq!(get("/d/a/s1?chars=6-3").await.status, 400);
    for suffix in ["", ".txt", ".ris", ".md"] {
        assert_eq!(get(&format!("/d/a/s1{suffix}?chars=5-5000")).await.status, 404, "{suffix}");
        assert_eq!(get(&format!("/d/a/s1{suffix}?p=99")).await.status, 404, "{suffix}");
    }
    for selection in ["p=1", "chars=0-2"] {
        let answer = get(&format!("/d/a/s1.json?{selection}")).await;
        assert_eq!(answer.json()["code"], "unknown_parameter", "{selection}");
    }
}
