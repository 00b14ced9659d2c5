//! What stands on each page.

use crate::visit::{get, get_from, library, search};

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
    文部科学省・2025年2月21日・説明資料
    第3期でAMEDが目指すところ
    文部科学省・2025年2月21日・説明資料
    収録：2文書（3節、26ページ、97文字）
    "#);
}

#[tokio::test]
async fn results_show_steps_paths_and_marks() {
    let answer = search("創薬").await;
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(answer.outline(), @r"
    # 「創薬」の検索結果
    2件の節が見つかりました（1文書、4か所）。
    検索した内容：「創薬」を含む節
    完全一致 2
    表記ゆれ 0
    語の組合せ 2
    条件を指定する
    発行機関
    文部科学省 2
    種別
    説明資料 2
    年度
    令和6年度 2
    文書
    ライフサイエンス政策の動向 2
    発行日
    例：2024、2024-04、2024-04-01
    から
    まで
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    結果のまとめ方 節ごと箇所ごと文書ごと
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    ## 結果の一覧
    関連度順
    新しい順
    古い順
    文書順
    ### 第1章 現状
    ライフサイエンス政策の動向
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。…
    完全一致
    文部科学省 2025年2月21日 1ページ
    該当2か所
    引用：第1章 現状
    ### 1. 研究力の低下
    ライフサイエンス政策の動向 › 第1章 現状
    若手の［創薬］研究…
    完全一致
    文部科学省 2025年2月21日 2ページ
    該当2か所
    引用：1. 研究力の低下
    前後文脈の一覧で見る 年度別の件数を見る この検索の新着をフィード（Atom）で受け取る
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
    見つかりませんでした。
    検索した内容：「口腔内」を含む節
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    条件を指定する
    発行日
    例：2024、2024-04、2024-04-01
    から
    まで
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    結果のまとめ方 節ごと箇所ごと文書ごと
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    ## 確認した範囲
    収録している2文書（3節、26ページ、97文字）の本文をすべて検索しましたが、該当する箇所は確認できませんでした。
    このほか、文字を読み取れないページが1ページあり、検索の対象に含まれていません。
    索引：第42世代（2026年4月1日 9時00分作成、識別子v1-0123abcd）
    ## もしかして
    創薬（2件）
    ## 次の方法
    「薬」を外して検索：創（3件）
    検索語の書き方を確かめる
    ");
}

#[tokio::test]
async fn a_note_points_at_the_place_in_the_query() {
    insta::assert_snapshot!(search("創薬 「研究").await.outline(), @r"
    # 「創薬 「研究」の検索結果
    見つかりませんでした。
    検索した内容：「創薬」と語句「研究」をともに含む節
    「が閉じていません。文字として検索しました。
    創薬 ［「］研究
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    条件を指定する
    発行日
    例：2024、2024-04、2024-04-01
    から
    まで
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    結果のまとめ方 節ごと箇所ごと文書ごと
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    ## 確認した範囲
    収録している2文書（3節、26ページ、97文字）の本文をすべて検索しましたが、該当する箇所は確認できませんでした。
    このほか、文字を読み取れないページが1ページあり、検索の対象に含まれていません。
    索引：第42世代（2026年4月1日 9時00分作成、識別子v1-0123abcd）
    ## もしかして
    創薬（2件）
    ## 次の方法
    「薬」を外して検索：創（3件）
    検索語の書き方を確かめる
    ");
}

#[tokio::test]
async fn other_spellings_can_be_switched_off() {
    let answer = search("取り組み").await;
    assert!(answer.body.contains("off=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF%3D%E5%8F%96%E7%B5%84"));
    let off = get("/search?q=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF&off=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF%3D%E5%8F%96%E7%B5%84").await;
    let spellings = off.outline();
    let spellings = spellings.split("条件を指定する").next().unwrap();
    insta::assert_snapshot!(spellings, @r"
    # 「取り組み」の検索結果
    見つかりませんでした。
    検索した内容：「取り組み」を含む節
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    「取り組み」の別の書き方（表記）
    ＋ 取組を検索に加える
    取組み 0 ×を検索から外す
    ");
}

#[tokio::test]
async fn every_condition_has_a_chip_that_undoes_it() {
    let answer = get("/search?q=%E5%89%B5%E8%96%AC&fy=2024&from=2024-04&strict=1").await;
    let chips = answer.outline();
    let chips = chips.lines().filter(|line| line.contains('×')).collect::<Vec<_>>();
    insta::assert_snapshot!(chips.join("\n"), @r"
    年度：令和6年度 ×を解除
    発行日：2024年4月から ×を解除
    表記：厳密 ×を解除
    ");
    assert!(
        answer
            .body
            .contains(r#"href="/search?q=%E5%89%B5%E8%96%AC&#38;strict=1&#38;from=2024-04""#)
    );
    assert!(answer.body.contains(r#"name="fy" value="2024" checked"#));
}

#[tokio::test]
async fn the_concordance_shows_every_occurrence_on_its_line() {
    let answer = get("/concordance?q=%E5%89%B5%E8%96%AC&sort=left&width=10").await;
    insta::assert_snapshot!(answer.outline(), @r"
    # 「創薬」の前後文脈
    4か所が見つかりました。
    文書順
    前の文字順
    後の文字順
    前後10字
    前後20字
    前後40字
    前後80字
    前文脈語後文脈出典
    第1章 現状 ［創薬］力の向上と&#60;b&#62;創薬第1章 現状 ライフサイエンス政策の動向 1ページ
    基盤 区分 予算額 ［創薬］ 850億円 令和71. 研究力の低下 ライフサイエンス政策の動向 2ページ
    創薬力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。第1章 現状 ライフサイエンス政策の動向 1ページ
    下している。 若手の［創薬］研究 計測・基盤 区1. 研究力の低下 ライフサイエンス政策の動向 2ページ
    CSVで保存 TSVで保存 検索結果で見る
    ");
    assert!(answer.body.contains("/d/mext-lifescience-2025-02/s1?q=%E5%89%B5%E8%96%AC#p2"));
}

#[tokio::test]
async fn the_concordance_comes_as_a_file() {
    let answer = get("/concordance.csv?q=%E8%A8%88%E6%B8%AC").await;
    assert!(answer.header("content-disposition").contains("shirabe.csv"));
    insta::assert_snapshot!(answer.body.lines().nth(1).unwrap(), @r#""。 若手の創薬研究 ","計測","・基盤 区分 予算額","完全一致","ライフサイエンス政策の動向","文部科学省","2025-02-21","1. 研究力の低下","2ページ","p6","mext-lifescience-2025-02","https://shirabe.example/d/mext-lifescience-2025-02/s2#p6""#);
    assert_eq!(get("/concordance.tsv").await.status, 400);
}

#[tokio::test]
async fn the_glossary_leads_to_each_definition() {
    let answer = get("/glossary").await;
    assert!(answer.body.contains(r#"href="/d/mext-lifescience-2025-02/s1#p2""#));
    insta::assert_snapshot!(answer.outline(), @r"
    # 略語集
    収録した文書の中で「正式な名称（略称）」のように定義されている略語です。定義箇所を選ぶと、その段落を開きます。
    略語正式な名称定義箇所
    AMED日本医療研究開発機構ライフサイエンス政策の動向におけるAMEDの定義
    ");
}

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
async fn a_document_page_shows_its_data_and_contents() {
    insta::assert_snapshot!(get("/d/mext-lifescience-2025-02").await.outline(), @r"
    # ライフサイエンス政策の動向
    発行機関文部科学省
    部署研究振興局ライフサイエンス課
    発行日2025年2月21日
    種別説明資料
    分量2節
    文書IDmext-lifescience-2025-02
    原資料a.md
    公表元https://example.go.jp/a.pdf
    この文書を引用する
    SIST 02
    文部科学省研究振興局ライフサイエンス課. ライフサイエンス政策の動向. 2025-02-21. https://shirabe.example/d/mext-lifescience-2025-02, (参照 2026-04-01).
    公用文の脚注
    文部科学省研究振興局ライフサイエンス課「ライフサイエンス政策の動向」（令和7年2月21日）。https://shirabe.example/d/mext-lifescience-2025-02（令和8年4月1日閲覧）。
    APA（第7版）
    文部科学省. (2025, February 21). ライフサイエンス政策の動向. https://shirabe.example/d/mext-lifescience-2025-02
    BibTeX
    @techreport{mext-lifescience-2025-02,
    author = {{文部科学省}},
    title = {{ライフサイエンス政策の動向}},
    institution = {文部科学省},
    type = {説明資料},
    year = {2025},
    month = {2},
    date = {2025-02-21},
    url = {https://shirabe.example/d/mext-lifescience-2025-02},
    urldate = {2026-04-01},
    langid = {japanese},
    note = {研究振興局ライフサイエンス課},
    }
    Markdown
    文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の動向](https://shirabe.example/d/mext-lifescience-2025-02)」（2025年2月21日）、2026年4月1日参照
    テキスト
    文部科学省研究振興局ライフサイエンス課『ライフサイエンス政策の動向』2025年2月21日、https://shirabe.example/d/mext-lifescience-2025-02、2026年4月1日参照
    文献管理ソフト用のファイル：RIS BibTeX CSL-JSON
    ## 目次
    全文を1ページで読む 別の文書と比べる
    第1章 現状 1ページ
    1. 研究力の低下 2ページ
    ## 抽出品質
    原資料から本文を取り出した際の記録です。修復した箇所はすべて、修復前の文字とともに記録しています。
    原資料の文字数（空白を除く）90
    本文から除いた文字数0
    本文に補った文字数0
    読み取れなかった文字数0
    図の内容が失われた節0
    文字のないページ0
    修復した箇所0
    文部科学省研究振興局ライフサイエンス課. ライフサイエンス政策の動向. 2025-02-21. https://shirabe.example/d/mext-lifescience-2025-02, (参照 2026-04-01).
    ");
}

#[tokio::test]
async fn a_section_page_marks_the_hits_of_the_query() {
    let answer = get("/d/mext-lifescience-2025-02/s2?q=%E5%89%B5%E8%96%AC").await;
    insta::assert_snapshot!(answer.outline(), @r"
    ライフサイエンス政策の動向
    第1章 現状
    # 1. 研究力の低下
    文部科学省 2025年2月21日 2ページ 引用 目次
    「創薬」に該当：2か所 検索結果に戻る
    1
    2
    研究力が低下している。¶
    若手の［創薬］研究¶
    計測・基盤¶
    区分予算額¶
    ［創薬］850億円¶
    令和7年度¶
    この節を引用する
    SIST 02
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2, (参照 2026-04-01).
    公用文の脚注
    文部科学省研究振興局ライフサイエンス課「ライフサイエンス政策の動向」（令和7年2月21日）「1. 研究力の低下」2頁。https://shirabe.example/d/mext-lifescience-2025-02/s2（令和8年4月1日閲覧）。
    APA（第7版）
    文部科学省. (2025, February 21). 1. 研究力の低下. In ライフサイエンス政策の動向 (p. 2). https://shirabe.example/d/mext-lifescience-2025-02/s2
    BibTeX
    @techreport{mext-lifescience-2025-02-s2,
    author = {{文部科学省}},
    title = {{1. 研究力の低下（ライフサイエンス政策の動向）}},
    institution = {文部科学省},
    type = {説明資料},
    year = {2025},
    month = {2},
    date = {2025-02-21},
    pages = {2},
    url = {https://shirabe.example/d/mext-lifescience-2025-02/s2},
    urldate = {2026-04-01},
    langid = {japanese},
    note = {研究振興局ライフサイエンス課; 第1章 現状 &#62; 1. 研究力の低下},
    }
    Markdown
    文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の動向](https://shirabe.example/d/mext-lifescience-2025-02/s2)」（2025年2月21日）「1. 研究力の低下」2頁、2026年4月1日参照
    テキスト
    文部科学省研究振興局ライフサイエンス課『ライフサイエンス政策の動向』2025年2月21日、「1. 研究力の低下」、2頁、https://shirabe.example/d/mext-lifescience-2025-02/s2、2026年4月1日参照
    段落を引用する（例：p12）
    段落の出典を示す
    文献管理ソフト用のファイル：RIS BibTeX CSL-JSON
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2, (参照 2026-04-01).
    前の節：第1章 現状
    ## 目次
    第1章 現状
    1. 研究力の低下
    文書の情報と目次の全体
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
        "/d/mext-lifescience-2025-02/full",
        "/concordance",
        "/concordance?q=%E5%89%B5%E8%96%AC",
        "/glossary",
        "/help",
        "/about",
        "/about/quality",
        "/accessibility",
        "/api",
        "/timeline",
        "/timeline?q=%E5%89%B5%E8%96%AC",
        "/compare",
        "/compare?a=amed-dai3ki-2026-02&b=mext-lifescience-2025-02",
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
    > — 文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の動向](https://shirabe.example/d/mext-lifescience-2025-02/s2#p4)」（2025年2月21日）「1. 研究力の低下」2頁、2026年4月1日参照
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
