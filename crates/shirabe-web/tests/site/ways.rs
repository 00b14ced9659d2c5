//! The ways that people go: the menu, the list of documents, from a result to its passage and back.

use crate::visit::{encode, get};

const RESEARCH: &str = "%E7%A0%94%E7%A9%B6%E5%8A%9B";

#[tokio::test]
async fn the_menu_stands_on_every_page_and_carries_the_search() {
    for uri in ["/", "/documents", "/glossary", "/help", "/nowhere", "/d/amed-dai3ki-2026-02"] {
        let body = get(uri).await.body;
        assert!(body.contains(r#"<nav class="menu""#), "{uri}");
        assert!(body.contains(r#"href="/documents""#), "{uri}");
    }
    let body = get(&format!("/search?q={RESEARCH}&fy=2024&sort=-issued&page=2")).await.body;
    let carried = format!("href=\"/concordance?q={RESEARCH}&#38;fy=2024\"");
    assert!(body.contains(&carried), "{body}");
}

#[tokio::test]
async fn documents_are_listed_by_issuer_year_and_the_sound_of_their_title() {
    let outline = get("/documents").await.outline();
    insta::assert_snapshot!(outline, @r"
    # 文書一覧
    2文書
    題名に含まれる語
    題名で探す
    た 1
    ら 1
    新しい順
    題名の五十音順
    第3期でAMEDが目指すところ 文部科学省・2026年2月6日・説明資料
    ライフサイエンス政策の動向 文部科学省・2025年2月21日・説明資料
    ## 発行機関
    文部科学省 2
    ## 年度
    2025年度（令和7） 1
    2024年度（令和6） 1
    ## 種別
    説明資料 2
    https://shirabe.example/documents
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
    let listed = get("/documents?row=ra").await.outline();
    assert!(listed.contains("1文書（収録2文書のうち）"), "{listed}");
    assert!(listed.contains("ライフサイエンス政策の動向"), "{listed}");
    // Found by its sound as well.
    let read = get(&format!("/documents?title={}", encode("せいさく どうこう"))).await.outline();
    assert!(read.contains("1文書（収録2文書のうち）"), "{read}");
    let none = get("/documents?fy=1999&title=x").await;
    assert_eq!(none.status, 200);
    assert!(none.outline().contains("この条件に合う文書はありません。"));
    assert_eq!(get("/documents?page=99999").await.status, 200);
}

#[tokio::test]
async fn every_link_of_a_result_carries_the_whole_search_and_the_way_back() {
    let search = format!("q={RESEARCH}&mode=exact&sort=-issued&fy=2024");
    let body = get(&format!("/search?{search}")).await.body;
    let carried = format!("?q={RESEARCH}&#38;mode=exact&#38;sort=-issued&#38;fy=2024");
    let section = format!("/d/mext-lifescience-2025-02/s2{carried}");
    assert!(body.contains(&format!("href=\"{section}\"")), "{body}");
    assert!(body.contains(&format!("href=\"{section}&#38;p=3#cite-text\"")), "{body}");
    let body = get(&section.replace("&#38;", "&")).await.body;
    assert!(body.contains(&format!("href=\"/search{carried}\"")), "{body}");
    assert!(body.contains(&format!("href=\"/d/mext-lifescience-2025-02/s1{carried}\"")), "{body}");
}

#[tokio::test]
async fn the_marks_of_a_section_are_those_that_were_counted() {
    // A spelling that was switched off is not marked; a part of a word is, where it counts.
    let marks = |uri: String| async move { get(&uri).await.body.matches("<mark id").count() };
    let section = "/d/mext-lifescience-2025-02/s2";
    let query = encode("取り組み");
    assert_eq!(marks(format!("{section}?q={query}")).await, 1);
    let off = encode("取り組み=取組");
    assert_eq!(marks(format!("{section}?q={query}&off={off}&mode=variant")).await, 0);
    assert_eq!(marks("/d/mext-lifescience-2025-02/s1?q=AME".to_owned()).await, 0);
    assert_eq!(marks("/d/mext-lifescience-2025-02/s1?q=AME&part=1".to_owned()).await, 1);
}

#[tokio::test]
async fn a_date_of_any_notation_narrows_and_one_that_is_none_is_said_at_its_field() {
    let read = get(&format!("/search?q=%E5%89%B5%E8%96%AC&from={}", encode("令和6年4月"))).await;
    assert!(read.outline().contains("発行日：2024年4月から ×を解除"), "{}", read.outline());
    let typed = get(&format!("/search?q=%E5%89%B5%E8%96%AC&fy=2024&to={}", encode("きのう"))).await;
    assert_eq!(typed.status, 200);
    let outline = typed.outline();
    assert!(outline.contains("「終了」に入力された「きのう」は、日付として読めない"), "{outline}");
    assert!(outline.contains("年度：2024年度"), "{outline}");
    assert!(typed.body.contains(r#"value="きのう""#));
}

#[tokio::test]
async fn a_facet_goes_on_offering_its_other_values() {
    let body = get("/search?q=%E7%A0%94%E7%A9%B6&fy=2024").await.body;
    for year in ["2024", "2025"] {
        assert!(body.contains(&format!(r#"name="fy" value="{year}""#)), "{year}");
    }
}

#[tokio::test]
async fn results_by_document_name_the_sections_of_each() {
    let outline = get("/search?q=%E5%89%B5%E8%96%AC&unit=document").await.outline();
    let list = outline.split("## 文言を含む文書").nth(1).unwrap();
    insta::assert_snapshot!(list.split("用例の一覧").next().unwrap().trim(), @r"
    ### 1. ライフサイエンス政策の動向
    文部科学省 2025年2月21日
    第1章 現状 2か所
    1. 研究力の低下 2か所
    この文書の該当する2節をすべて見る
    ");
}

#[tokio::test]
async fn no_pager_leads_to_a_page_that_is_refused() {
    let body = get("/search?q=%E5%89%B5%E8%96%AC&page=501").await;
    assert_eq!(body.status, 200);
    assert!(!body.body.contains("page=502"));
}

#[tokio::test]
async fn a_document_is_searched_and_its_contents_say_where() {
    let outline = get("/d/mext-lifescience-2025-02?q=%E5%89%B5%E8%96%AC").await.outline();
    assert!(outline.contains("「創薬」は、この文書の2の節に4か所あります。"), "{outline}");
    assert!(outline.contains("第1章 現状 1ページ 2か所"), "{outline}");
}

#[tokio::test]
async fn texts_to_compare_are_named_by_a_part_of_their_title() {
    let outline = get(&format!("/compare?a={}&b=none", encode("ライフ"))).await.outline();
    assert!(outline.contains("「ライフ」に当たる文書を選んでください。"), "{outline}");
    assert!(outline.contains("「none」という文書又は節は見つかりません。"), "{outline}");
    let id = "mext-lifescience-2025-02";
    let body = get(&format!("/compare?a={id}/s1&b={id}/s2")).await.body;
    assert!(body.contains(r#"id="d1""#), "{body}");
    let same = get(&format!("/compare?a={id}&b={id}")).await;
    assert!(same.outline().contains("開く"), "{}", same.outline());
    let open = get(&format!("/compare?a={id}&b={id}&open=0")).await.outline();
    assert!(open.contains("若手の創薬研究"), "{open}");
}

#[tokio::test]
async fn a_verification_comes_as_a_table() {
    let body = "text=%E3%80%8C%E7%A0%94%E7%A9%B6%E5%8A%9B%E3%81%8C%E4%BD%8E%E4%B8%8B%E3%81%97%E3%81%A6%E3%81%84%E3%82%8B%E3%80%82%E3%80%8D";
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let library = crate::visit::library();
    let answer = crate::visit::post_from(library, "/verify.csv", &form, body).await;
    assert_eq!(answer.header("content-disposition").rsplit('.').next(), Some("csv"));
    assert!(answer.body.contains(r#""1","原文と一致","#), "{}", answer.body);
}
