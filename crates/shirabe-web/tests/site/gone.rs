//! Addresses in a document that is not in the library any more.

use std::sync::Arc;

use shirabe_document::{ParagraphId, RetiredParagraph, RetiredSection, SectionId};
use shirabe_site::library::Library;

use crate::documents::document;
use crate::library::Real;
use crate::visit::{Answer, get_from};

fn library() -> Arc<dyn Library> {
    let mut gone =
        document("gone", "旧い計画", "# 現状\n研究力が<低下>している。\n# 施策\n若手を育てる。\n");
    gone.addresses.sections = vec![RetiredSection {
        id: SectionId::numbered(7),
        heading: "動向".to_owned(),
        text: "動向の最後の本文".to_owned(),
        successors: vec![SectionId::numbered(1)],
    }];
    gone.addresses.paragraphs = vec![RetiredParagraph {
        id: ParagraphId::numbered(20),
        section: SectionId::numbered(1),
        text: "前になくなった段落。".to_owned(),
        successors: Vec::new(),
    }];
    let library = Real::of(&[document("a", "計画", "# 現状\n文。\n")]);
    library.0.archive().keep_withdrawn(&gone).expect("an index of the tests can be written");
    Arc::new(library)
}

async fn get(uri: &str) -> Answer {
    get_from(library(), uri, &[]).await
}

#[tokio::test]
async fn a_withdrawn_document_is_gone_with_its_last_text() {
    let answer = get("/d/gone").await;
    assert_eq!(answer.status, 410);
    insta::assert_snapshot!(answer.outline(), @r"
    # この文書は収録から外れました
    文部科学省「旧い計画」（2025年2月21日）は、収録から外れました。最後に収録していた本文を示します。
    現状
    研究力が&#60;低下&#62;している。
    施策
    若手を育てる。
    公表元のページ
    現状
    施策
    トップページへ
    検索語の書き方
    ");
    for place in ["https://example.go.jp/a.pdf", "/d/gone/s1", "/d/gone/s2"] {
        assert!(answer.body.contains(&format!(r#"<a href="{place}">"#)), "{place}");
    }
}

#[tokio::test]
async fn its_sections_and_paragraphs_are_gone_with_theirs() {
    let answer = get("/d/gone/s1?q=x").await;
    assert_eq!(answer.status, 410);
    insta::assert_snapshot!(answer.outline(), @r"
    # この文書は収録から外れました
    文部科学省「旧い計画」（2025年2月21日）の節「現状」は、収録から外れました。最後に収録していた本文を示します。
    現状
    研究力が&#60;低下&#62;している。
    文書「旧い計画」の最後の本文
    公表元のページ
    トップページへ
    検索語の書き方
    ");
    for (address, text) in [
        ("/d/gone/s1?p=2", "研究力が&#60;低下&#62;している。"),
        ("/d/gone/p4", "若手を育てる。"),
        ("/d/gone/s1?p=20", "前になくなった段落。"),
        ("/d/gone/s7", "動向の最後の本文"),
        ("/d/gone/s2?chars=0-2", "若手を育てる。"),
        ("/d/gone/full", "若手を育てる。"),
        ("/d/gone/source", "若手を育てる。"),
        ("/compare?a=gone/s2&b=a", "若手を育てる。"),
    ] {
        let answer = get(address).await;
        assert_eq!(answer.status, 410, "{address}");
        assert!(answer.body.contains(text), "{address}: {}", answer.outline());
    }
}

#[tokio::test]
async fn what_never_was_is_not_found() {
    for address in
        ["/d/gone/s99", "/d/gone/p99", "/d/gone/s1?p=99", "/d/gone@2020-01-01", "/d/never"]
    {
        assert_eq!(get(address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn programs_are_told_as_well() {
    for address in ["/d/gone/s2.ris", "/api/v1/documents/gone/sections/s2"] {
        let answer = get(address).await;
        assert_eq!(answer.status, 410, "{address}");
        let problem = answer.json();
        assert_eq!(problem["code"], "withdrawn");
        assert_eq!(problem["last_text"], "施策\n若手を育てる。");
        assert_eq!(problem["places"][0]["url"], "/d/gone");
    }
    assert_eq!(get("/unapi?id=gone/s1&format=ris").await.status, 410);
}
