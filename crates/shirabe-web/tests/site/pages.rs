//! What stands on each page.

use crate::visit::{get, search};

#[tokio::test]
async fn the_home_page_lists_the_newest_documents() {
    let answer = get("/").await;
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(answer.outline(), @r#"
    # 政策文書を、言葉から調べる
    収録した文書の本文を一字残らず検索し、見つかった箇所の文書・節・ページ・段落を示します。
    検索語
    検索
    例：創薬 人材育成（両方を含む節）、"研究力低下"（このとおりの並び）。書き方
    ## 新しい文書
    ライフサイエンス政策の動向
    文部科学省・2025年2月21日・説明資料・2節
    第3期でAMEDが目指すところ
    文部科学省・2025年2月21日・説明資料・1節
    収録文書 2件・3節
    "#);
}

#[tokio::test]
async fn results_show_steps_paths_and_marks() {
    let answer = search("創薬").await;
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(answer.outline(), @r"
    # 「創薬」の検索結果
    完全一致 2
    表記ゆれ 0
    語の組合せ 2
    2件の節が見つかりました（1文書、4か所）。
    ## 結果の一覧
    ### 第1章 現状
    ライフサイエンス政策の動向
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。…
    完全一致 文部科学省・2025年2月21日・1ページ・該当2か所
    ### 1. 研究力の低下
    ライフサイエンス政策の動向 › 第1章 現状
    若手の［創薬］研究…
    完全一致 文部科学省・2025年2月21日・2ページ・該当2か所
    ");
}

#[tokio::test]
async fn a_search_without_a_query_asks_for_one() {
    insta::assert_snapshot!(get("/search").await.outline(), @r"
    # 検索
    検索語を入力してください。
    ");
}

#[tokio::test]
async fn nothing_found_says_what_was_searched() {
    insta::assert_snapshot!(search("口腔内").await.outline(), @r"
    # 「口腔内」の検索結果
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    見つかりませんでした。
    ");
}

#[tokio::test]
async fn a_note_points_at_the_place_in_the_query() {
    insta::assert_snapshot!(search("創薬 「研究").await.outline(), @r"
    # 「創薬 「研究」の検索結果
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    見つかりませんでした。
    「が閉じていません。文字として検索しました。
    創薬 ［「］研究
    ");
}

#[tokio::test]
async fn a_document_page_shows_its_data_and_contents() {
    insta::assert_snapshot!(get("/d/mext-lifescience-2025-02").await.outline(), @r"
    # ライフサイエンス政策の動向
    発行機関文部科学省
    部署研究振興局ライフサイエンス課
    発行日2025年2月21日
    種別説明資料
    公表元https://example.go.jp/a.pdf
    ## 目次
    第1章 現状 1ページ
    1. 研究力の低下 2ページ
    ");
}

#[tokio::test]
async fn a_section_page_marks_the_hits_of_the_query() {
    let answer = get("/d/mext-lifescience-2025-02/s2?q=%E5%89%B5%E8%96%AC").await;
    insta::assert_snapshot!(answer.outline(), @r"
    ライフサイエンス政策の動向
    第1章 現状
    # 1. 研究力の低下
    文部科学省・2025年2月21日・2ページ
    研究力が低下している。¶
    若手の［創薬］研究¶
    計測・基盤¶
    区分予算額¶
    ［創薬］850億円¶
    令和7年度¶
    前の節：第1章 現状
    ");
    for id in ["id=\"p4\"", "id=\"hit-1\"", "id=\"hit-2\""] {
        assert_eq!(answer.body.matches(id).count(), 1, "{id}");
    }
}

#[tokio::test]
async fn markup_in_a_document_is_shown_as_text() {
    let answer = get("/d/mext-lifescience-2025-02/s1").await;
    assert!(answer.body.contains("&#60;b&#62;創薬&#60;/b&#62;"), "{}", answer.body);
}

#[tokio::test]
async fn every_page_has_one_first_heading_one_search_box_and_a_title() {
    let pages = [
        "/",
        "/search",
        "/search?q=%E5%89%B5%E8%96%AC",
        "/d/mext-lifescience-2025-02",
        "/d/mext-lifescience-2025-02/s2",
        "/help",
        "/about",
        "/nowhere",
    ];
    for uri in pages {
        let body = get(uri).await.body;
        for (part, n) in [("<h1", 1), ("<search>", 1), ("<title>", 1), ("<main", 1)] {
            assert_eq!(body.matches(part).count(), n, "{part} on {uri}");
        }
        assert!(body.contains("Shirabe"), "{uri}");
    }
}
