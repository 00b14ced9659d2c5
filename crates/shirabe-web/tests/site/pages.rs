//! What stands on each page.

use crate::visit::get;

#[tokio::test]
async fn the_home_page_lists_the_newest_documents() {
    let answer = get("/").await;
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(answer.outline(), @r#"
    # 政策文書を、言葉から調べる
    収録した文書の本文を一字残らず検索し、見つかった箇所の文書・節・ページ・段落を示します。
    検索語
    検索
    空白で区切ると、語をともに含む節から順に示します。" "で囲むと、このとおりの並びを探します。書き方
    収録：2文書（3節、26ページ、117文字）
    ## できること
    ### 文書の一覧から探す
    発行機関、年度、種別、題名の五十音から文書を選びます。
    ### 用例を並べて読む
    言葉が現れるすべての箇所を、前後の文脈とともに一行ずつ並べます。
    ### 頻度を年ごとに見る
    言葉がいつから、どれだけ使われているかを、年度ごとに数えます。
    ### 本文を比べる
    二つの文書や版を並べ、異なる部分だけを示します。
    ### 引用を照合する
    草稿の引用が原文と一字一句合っているかを確かめます。
    ### 略語を引く
    文書の中で定義されている略語と、その定義箇所を引きます。
    ## 新しい文書
    第3期でAMEDが目指すところ
    文部科学省・2026年2月6日・説明資料
    ライフサイエンス政策の動向
    文部科学省・2025年2月21日・説明資料
    すべての文書
    "#);
}

#[tokio::test]
async fn the_concordance_shows_every_occurrence_on_its_line() {
    let answer = get("/concordance?q=%E5%89%B5%E8%96%AC&sort=left&width=10").await;
    let outline = answer.outline();
    assert!(outline.contains("# 「創薬」の用例"), "{outline}");
    assert!(outline.contains("4か所・1文書・異なる文3"), "{outline}");
    assert_eq!(outline.matches("［創薬］").count(), 4, "{outline}");
    // A heading does not run into the line below it, nor a paragraph into the next.
    assert!(outline.contains("若手の［創薬］研究2025文部科学省"), "{outline}");
    assert!(!outline.contains("下している。 若手の"), "{outline}");
    assert!(answer.body.contains("/d/mext-lifescience-2025-02/s1?q=%E5%89%B5%E8%96%AC#p2"));
    assert!(outline.contains("第1世代（"), "{outline}");
}

#[tokio::test]
async fn the_concordance_comes_as_files_that_are_complete() {
    let uri = |ending: &str| format!("/concordance.{ending}?q=%E8%A8%88%E6%B8%AC");
    let answer = get(&uri("csv")).await;
    let name = answer.header("content-disposition");
    assert!(name.contains("%E8%A8%88%E6%B8%AC") && name.contains(".csv"), "{name}");
    let row = answer.body.lines().nth(1).unwrap();
    assert!(
        row.starts_with("\"\",\"計測\",\"・基盤\",\"exact\",\"ライフサイエンス政策の動向\""),
        "{row}"
    );
    assert!(row.contains("\"https://shirabe.example/d/mext-lifescience-2025-02/s2#p6\""), "{row}");
    let lines = get(&uri("ndjson")).await.body;
    assert!(lines.starts_with("{\"header\":{"), "{lines}");
    assert!(lines.ends_with("{\"end\":true,\"lines\":1}\n"), "{lines}");
    assert_eq!(get("/concordance.tsv").await.status, 400);
}

#[tokio::test]
async fn occurrences_are_gathered_by_what_stands_next_to_them() {
    let answer = get("/concordance?q=%E5%89%B5%E8%96%AC&group=right:1").await;
    let outline = answer.outline();
    assert!(outline.contains("後ろ1字箇所割合文書最初の発行日"), "{outline}");
    assert!(
        answer.body.contains("/concordance?q=%E5%89%B5%E8%96%AC&amp;right=%E5%8A%9B")
            || answer.body.contains("&#38;right=%E5%8A%9B"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn the_glossary_leads_to_each_definition() {
    let answer = get("/glossary").await;
    assert!(answer.body.contains(r#"href="/d/mext-lifescience-2025-02/s1#p2""#));
    insta::assert_snapshot!(answer.outline(), @r"
    # 略語集
    収録した文書の中で「正式な名称（略称）」のように定義されている略語です。定義箇所を選ぶと、その段落を開きます。
    略語又は名称に含まれる語
    略語を探す
    A 1
    1語
    略語正式な名称定義箇所
    AMED日本医療研究開発機構ライフサイエンス政策の動向におけるAMEDの定義
    https://shirabe.example/glossary
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
}

#[tokio::test]
async fn a_document_page_shows_its_data() {
    let outline = get("/d/mext-lifescience-2025-02").await.outline();
    insta::assert_snapshot!(outline.split("## 目次").next().unwrap().trim(), @r"
    ホーム
    文書一覧
    ライフサイエンス政策の動向
    # ライフサイエンス政策の動向
    この文書の中を検索
    この文書を検索
    発行機関文部科学省
    部署研究振興局ライフサイエンス課
    発行日2025年2月21日
    種別説明資料
    分量2節
    ページ数26ページ
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
    ");
}

#[tokio::test]
async fn a_document_page_shows_its_contents() {
    let outline = get("/d/mext-lifescience-2025-02").await.outline();
    insta::assert_snapshot!(outline.split("## 目次").nth(1).unwrap().trim(), @r"
    全文を1ページで読む 別の文書と比べる
    第1章 現状 1ページ
    1. 研究力の低下 2ページ
    ## 抽出品質
    原資料から本文を取り出した際の記録です。修復した箇所はすべて、修復前の文字とともに記録しています。
    文書IDmext-lifescience-2025-02
    原資料のファイル名a.md
    原資料のSHA-2566d6578742d6c696665736369656e63652d323032352d30320000000000000000
    原資料の文字数（空白を除く）90
    本文から除いた文字数0
    本文に補った文字数0
    読み取れなかった文字数0
    図の内容が失われた節0
    文字のないページ1
    画像が4分の1以上を占めるページ0
    読み込んでいない添付ファイル0
    文字認識（OCR）による本文のページ0
    修復した箇所0
    文部科学省研究振興局ライフサイエンス課. ライフサイエンス政策の動向. 2025-02-21. https://shirabe.example/d/mext-lifescience-2025-02, (参照 2026-04-01).
    https://shirabe.example/d/mext-lifescience-2025-02
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
}

#[tokio::test]
async fn a_section_page_marks_the_hits_of_the_query() {
    let answer = get("/d/mext-lifescience-2025-02/s2?q=%E5%89%B5%E8%96%AC").await;
    insta::assert_snapshot!(answer.outline(), @r"
    ホーム
    ライフサイエンス政策の動向
    第1章 現状
    1. 研究力の低下
    ライフサイエンス政策の動向
    # 1. 研究力の低下
    文部科学省 2025年2月21日 2ページ 目次
    この節を引用する
    SIST 02
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2, (参照 2026-04-01).
    公用文の脚注
    文部科学省研究振興局ライフサイエンス課「ライフサイエンス政策の動向」（令和7年2月21日）「1. 研究力の低下」2ページ。https://shirabe.example/d/mext-lifescience-2025-02/s2（令和8年4月1日閲覧）。
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
    文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の動向](https://shirabe.example/d/mext-lifescience-2025-02/s2)」（2025年2月21日）「1. 研究力の低下」2ページ、2026年4月1日参照
    テキスト
    文部科学省研究振興局ライフサイエンス課『ライフサイエンス政策の動向』2025年2月21日、「1. 研究力の低下」、2ページ、https://shirabe.example/d/mext-lifescience-2025-02/s2、2026年4月1日参照
    段落を引用する（例：p12）
    段落の出典を示す
    文献管理ソフト用のファイル：RIS BibTeX CSL-JSON
    「創薬」に該当：2か所 検索結果に戻る
    1
    2
    研究力が低下している。¶
    若手の［創薬］研究¶
    計測・基盤¶
    区分予算額¶
    ［創薬］850億円¶
    令和7年度の取組¶
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2, (参照 2026-04-01).
    前の節：第1章 現状
    ## 目次
    第1章 現状 2か所
    1. 研究力の低下 2か所
    文書の情報と目次の全体
    https://shirabe.example/d/mext-lifescience-2025-02/s2?q=%E5%89%B5%E8%96%AC
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
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
        "/frequency",
        "/frequency?q=%E5%89%B5%E8%96%AC",
        "/compare",
        "/compare?a=amed-dai3ki-2026-02&b=mext-lifescience-2025-02",
        "/nowhere",
    ];
    for uri in pages {
        let body = get(uri).await.body;
        for (part, n) in [("<h1", 1), ("<search>", 1), ("<title>", 1), ("<main", 1)] {
            // A chart has a title of its own.
            let place = if part == "<title>" { body.split("</head>").next() } else { None };
            let found = place.unwrap_or(&body).matches(part).count();
            assert_eq!(found, n, "{part} on {uri}");
        }
        assert!(body.contains("Shirabe"), "{uri}");
    }
}

#[tokio::test]
async fn a_field_of_a_concordance_that_cannot_be_read_keeps_the_form_and_is_said_there() {
    let query = "/concordance?q=%E5%89%B5%E8%96%AC";
    for (field, said) in [
        ("sample=abc", "抜き出す数は1から100000までの整数で指定してください。"),
        ("left=/(/", "「直前」の正規表現を読み取れません。"),
    ] {
        let (name, typed) = field.split_once('=').expect("a field");
        let answer = get(&format!("{query}&fy=2024&{field}")).await;
        assert_eq!(answer.status, 200, "{field}");
        let outline = answer.outline();
        assert!(
            outline.contains(&format!("{said}この条件は結果に反映していません。")),
            "{outline}"
        );
        assert!(outline.contains("年度：2024年度") && outline.contains("か所"), "{outline}");
        assert!(answer.body.contains(&format!(r#"name="{name}" value="{typed}""#)), "{field}");
        assert!(answer.body.contains(&format!(r#"aria-describedby="mistake-{name}""#)), "{field}");
        // A program is refused.
        for uri in [format!("/api/v1{query}&{field}"), format!("/concordance.csv?{field}&q=a")] {
            assert_eq!(get(&uri).await.status, 400, "{uri}");
        }
    }
}
