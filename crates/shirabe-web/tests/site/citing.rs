//! What a page offers to those who cite it, and to reference managers.

use crate::visit::{get, get_from, library};

#[tokio::test]
async fn a_section_names_itself_for_reference_managers() {
    let answer = get("/d/mext-lifescience-2025-02/s2?q=a").await;
    let link = "<https://shirabe.example/d/mext-lifescience-2025-02/s2>; rel=\"cite-as\"";
    assert_eq!(answer.header("link"), link);
    let metas = answer.body.lines().filter(|line| line.contains("citation_"));
    insta::assert_snapshot!(metas.collect::<Vec<_>>().join("\n"), @r#"
    <meta name="citation_technical_report_institution" content="文部科学省">
    <meta name="citation_title" content="1. 研究力の低下（ライフサイエンス政策の動向）">
    <meta name="citation_author" content="文部科学省">
    <meta name="citation_publication_date" content="2025/02/21">
    <meta name="citation_language" content="ja">
    <meta name="citation_public_url" content="https://shirabe.example/d/mext-lifescience-2025-02/s2">
    <meta name="citation_firstpage" content="2">
    "#);
}

#[tokio::test]
async fn a_section_can_be_cited_in_every_form() {
    let section = "/d/mext-lifescience-2025-02/s2";
    let page = get(section).await;
    let sist02 = "文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. \
        2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2, (参照 2026-04-01).";
    assert!(page.body.contains(sist02), "{}", page.outline());
    let ris = get(&format!("{section}.ris")).await;
    assert_eq!(ris.header("content-type"), "application/x-research-info-systems; charset=utf-8");
    assert!(ris.body.starts_with("TY  - RPRT"), "{}", ris.body);
    let accept = [("accept", "application/x-research-info-systems")];
    assert_eq!(get_from(library(), section, &accept).await.body, ris.body);
    assert_eq!(get("/unapi?id=mext-lifescience-2025-02/s2&format=ris").await.body, ris.body);
    assert!(get(&format!("{section}.csl.json")).await.json().is_array());
    assert_eq!(get(&format!("{section}.json")).await.json()["section"]["id"], "s2");
    assert_eq!(get(&format!("{section}.exe")).await.status, 404);
}

#[tokio::test]
async fn a_paragraph_is_cited_with_its_words_and_its_own_link() {
    let answer = get("/d/mext-lifescience-2025-02/s2.md?p=4").await;
    insta::assert_snapshot!(answer.body, @r"
    > 研究力が低下している。
    >
    > — 文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の動向](https://shirabe.example/d/mext-lifescience-2025-02/s2#p4)」（2025年2月21日）「1. 研究力の低下」2ページ、2026年4月1日参照
    ");
}

#[tokio::test]
async fn a_document_can_be_cited_as_a_whole() {
    insta::assert_snapshot!(get("/d/mext-lifescience-2025-02.txt").await.body, @"文部科学省研究振興局ライフサイエンス課『ライフサイエンス政策の動向』2025年2月21日、https://shirabe.example/d/mext-lifescience-2025-02、2026年4月1日参照");
}

#[tokio::test]
async fn a_reference_manager_learns_which_formats_there_are() {
    let all = get("/unapi").await;
    assert_eq!(all.status, 200);
    let some = get("/unapi?id=mext-lifescience-2025-02").await;
    assert_eq!(some.status, 300);
    assert!(
        some.body.contains(r#"<format name="ris" type="application/x-research-info-systems"/>"#)
    );
    assert_eq!(get("/unapi?id=none&format=ris").await.status, 404);
    assert_eq!(get("/unapi?id=none&format=pdf").await.status, 406);
}

/// With `rft.au` beside it, Zotero lists the organisation twice.
#[tokio::test]
async fn a_result_names_its_organisation_once_for_reference_managers() {
    let body = get("/search?q=%E8%A8%88%E6%B8%AC").await.body;
    assert_eq!(body.matches("rft.aucorp=").count(), 1);
    assert_eq!(body.matches("rft.au=").count(), 0);
}

#[tokio::test]
async fn a_program_says_by_accept_what_it_would_rather_have() {
    for address in ["/d/mext-lifescience-2025-02", "/d/mext-lifescience-2025-02/s2?p=4"] {
        for (accept, kind) in [
            ("application/x-bibtex", "application/x-bibtex; charset=utf-8"),
            ("application/x-bibtex;q=0.9, text/html", "text/html; charset=utf-8"),
            ("text/html;q=0.8, text/markdown", "text/markdown; charset=utf-8"),
            ("application/json, text/html;q=0", "application/json"),
            ("*/*", "text/html; charset=utf-8"),
            ("image/png", "text/html; charset=utf-8"),
        ] {
            let answer = get_from(library(), address, &[("accept", accept)]).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-type")),
                (200, kind),
                "{accept}"
            );
            assert!(answer.header("vary").contains("Accept"), "{accept}");
        }
    }
    let accept = [("accept", "application/x-bibtex")];
    let bibtex = get_from(library(), "/d/mext-lifescience-2025-02/s2?p=4", &accept).await;
    assert!(bibtex.body.contains("/s2#p4}"), "{}", bibtex.body);
    let missing = get_from(library(), "/d/mext-lifescience-2025-02/s99", &accept).await;
    assert_eq!(missing.header("content-type"), "application/problem+json");
}
