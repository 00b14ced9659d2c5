//! What stands on the results page.

use crate::visit::{get, search};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a page is read as a whole")]
async fn results_show_steps_paths_and_marks() {
    let answer = search("創薬").await;
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(answer.outline(), @"
    # 「創薬」の検索結果
    2の節に4か所（1文書）
    検索した内容：「創薬」をこのまま（表記ゆれを含む）含む節
    完全一致 2節
    表記ゆれまで ＋0節
    語の組合せ ほかに0節
    すべて 2節
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    条件を指定する
    ## 文言を含む節
    ### 1. ライフサイエンス政策の動向 – 第1章 現状
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。日本医療研究開発機構（AMED）が進める。
    完全一致
    文部科学省 2025年2月21日 1ページ
    該当2か所：ライフサイエンス政策の動向 第1章 現状
    引用：ライフサイエンス政策の動向 第1章 現状
    ### 2. ライフサイエンス政策の動向 – 1. 研究力の低下
    第1章 現状
    若手の［創薬］研究
    完全一致
    文部科学省 2025年2月21日 2ページ
    該当2か所：ライフサイエンス政策の動向 1. 研究力の低下
    引用：ライフサイエンス政策の動向 1. 研究力の低下
    用例の一覧で見る 年度ごとの頻度を見る この検索の新着をフィード（Atom）で受け取る
    すべての結果を保存・引用する
    節の一覧（CSV）
    節の一覧（XLSX）
    節の一覧（NDJSON）
    文書の一覧（CSV）
    文書の引用（RIS）
    文書の引用（BibTeX）
    文書の引用（CSL-JSON）
    文書の引用（SIST 02）
    「創薬」の検索結果（完全一致・表記ゆれ）、2節、収録2文書（3節、26ページ、117文字）、Shirabe第1世代（FINGERPRINT）、2026年4月1日参照、https://shirabe.example/search?q=%E5%89%B5%E8%96%AC&#38;gen=1&#38;hits=4
    条件を指定する
    条件を反映
    発行機関
    文部科学省 2
    種別
    説明資料 2
    年度
    2024年度 2
    文書
    ライフサイエンス政策の動向 2
    発行日
    例：令和6年、2024年4月、2024-04-01
    開始
    終了
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    https://shirabe.example/search?q=%E5%89%B5%E8%96%AC
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
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
    insta::assert_snapshot!(search("口腔内").await.outline(), @"
    # 「口腔内」の検索結果
    この文言を含む節はありません。
    検索した内容：「口腔内」をこのまま（表記ゆれを含む）含む節
    完全一致 0節
    表記ゆれまで ＋0節
    語の組合せ ほかに0節
    すべて 0節
    検索語の書き方を確かめる
    ## 確認した範囲
    収録している2文書（3節、26ページ、117文字）の本文をすべて検索しましたが、この文言は確認できませんでした。
    このほか、文字を読み取れないページが1ページあり、検索の対象に含まれていません。
    索引：第1世代（2026年1月1日 9時00分作成、識別子FINGERPRINT）
    この「ない」を引用する「口腔内」は、Shirabe（2026年4月1日検索）に収録された2文書（3節、26ページ、117文字）の本文に確認できなかった（第1世代、FINGERPRINT）。https://shirabe.example/search?q=%E5%8F%A3%E8%85%94%E5%86%85
    この文言が現れたら知らせるフィード（Atom）
    用例の一覧で見る 年度ごとの頻度を見る
    すべての結果を保存・引用する
    節の一覧（CSV）
    節の一覧（XLSX）
    節の一覧（NDJSON）
    文書の一覧（CSV）
    文書の引用（RIS）
    文書の引用（BibTeX）
    文書の引用（CSL-JSON）
    文書の引用（SIST 02）
    「口腔内」の検索結果（完全一致・表記ゆれ）、0節、収録2文書（3節、26ページ、117文字）、Shirabe第1世代（FINGERPRINT）、2026年4月1日参照、https://shirabe.example/search?q=%E5%8F%A3%E8%85%94%E5%86%85&#38;gen=1&#38;hits=0
    条件を指定する
    条件を反映
    発行日
    例：令和6年、2024年4月、2024-04-01
    開始
    終了
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    https://shirabe.example/search?q=%E5%8F%A3%E8%85%94%E5%86%85
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a page is read as a whole")]
async fn a_note_points_at_the_place_in_the_query() {
    insta::assert_snapshot!(search("創薬 「研究").await.outline(), @"
    # 「創薬 「研究」の検索結果
    2の節に8か所（1文書）
    検索した内容：「創薬」と語句「研究」をともに含む節
    引用符 「 が閉じられていないので、次の空白までを引用符の中と読みました
    創薬 ［「］研究
    完全一致 2節
    表記ゆれまで ＋0節
    語の組合せ ほかに0節
    すべて 2節
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    条件を指定する
    ## 文言を含む節
    ### 1. ライフサイエンス政策の動向 – 1. 研究力の低下
    第1章 現状
    若手の［創薬］［研究］
    完全一致
    文部科学省 2025年2月21日 2ページ
    該当5か所：ライフサイエンス政策の動向 1. 研究力の低下
    引用：ライフサイエンス政策の動向 1. 研究力の低下
    ### 2. ライフサイエンス政策の動向 – 第1章 現状
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。日本医療［研究］開発機構（AMED）が進める。
    完全一致
    文部科学省 2025年2月21日 1ページ
    該当3か所：ライフサイエンス政策の動向 第1章 現状
    引用：ライフサイエンス政策の動向 第1章 現状
    用例の一覧で見る 年度ごとの頻度を見る この検索の新着をフィード（Atom）で受け取る
    すべての結果を保存・引用する
    節の一覧（CSV）
    節の一覧（XLSX）
    節の一覧（NDJSON）
    文書の一覧（CSV）
    文書の引用（RIS）
    文書の引用（BibTeX）
    文書の引用（CSL-JSON）
    文書の引用（SIST 02）
    「創薬 「研究」の検索結果（完全一致・表記ゆれ）、2節、収録2文書（3節、26ページ、117文字）、Shirabe第1世代（FINGERPRINT）、2026年4月1日参照、https://shirabe.example/search?q=%E5%89%B5%E8%96%AC%20%E3%80%8C%E7%A0%94%E7%A9%B6&#38;gen=1&#38;hits=8
    条件を指定する
    条件を反映
    発行機関
    文部科学省 2
    種別
    説明資料 2
    年度
    2024年度 2
    文書
    ライフサイエンス政策の動向 2
    発行日
    例：令和6年、2024年4月、2024-04-01
    開始
    終了
    探し方
    複数の語がある範囲 同じ節の中同じ文の中同じ段落の中同じページの中同じ文書の中
    全角・半角、大文字・小文字、旧字体なども区別する
    条件を反映
    https://shirabe.example/search?q=%E5%89%B5%E8%96%AC%20%E3%80%8C%E7%A0%94%E7%A9%B6
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
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
    この文言を含む節はありません。
    語の組合せによる節（語が離れて現れる節）　1（その節を見る）
    検索した内容：「取り組み」をこのまま（表記ゆれを含む）含む節
    完全一致 0節
    表記ゆれまで ＋0節
    語の組合せ ほかに1節
    すべて 1節
    「取り組み」の別の書き方（公用文の表記）
    ＋ 取組を検索に加える
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    ");
}

#[tokio::test]
async fn every_condition_has_a_chip_that_undoes_it() {
    let answer = get("/search?q=%E5%89%B5%E8%96%AC&fy=2024&from=2024-04&strict=1").await;
    let chips = answer.outline();
    let chips = chips.lines().filter(|line| line.contains('×')).collect::<Vec<_>>();
    insta::assert_snapshot!(chips.join("\n"), @r"
    年度：2024年度 ×を解除
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

/// What stands above the conditions.
async fn head(uri: &str) -> String {
    let outline = get(uri).await.outline();
    outline.split("条件を指定する").next().unwrap_or_default().trim().to_owned()
}

/// The headings of the list, each with the results below it.
async fn list(uri: &str) -> String {
    let outline = get(uri).await.outline();
    let headings = outline.lines().filter(|line| line.starts_with("##"));
    headings.collect::<Vec<_>>().join("\n")
}

const RESEARCH: &str = "/search?q=%E7%A0%94%E7%A9%B6%E5%8A%9B";

#[tokio::test]
async fn the_wording_is_counted_first_and_words_apart_beside_it() {
    insta::assert_snapshot!(head(RESEARCH).await, @"
    # 「研究力」の検索結果
    1の節に2か所（1文書）
    語の組合せによる節（語が離れて現れる節）　ほかに2（その節を見る）
    検索した内容：「研究力」をこのまま（表記ゆれを含む）含む節。ほかに「研究」「力」のうち1語以上を含む節
    完全一致 1節
    表記ゆれまで ＋0節
    語の組合せ ほかに2節
    すべて 3節
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    ");
    insta::assert_snapshot!(list(RESEARCH).await, @"
    ## 文言を含む節
    ### 1. ライフサイエンス政策の動向 – 1. 研究力の低下
    ## 語の組合せによる節
    ### 2. 第3期でAMEDが目指すところ – AMEDとは
    ### 3. ライフサイエンス政策の動向 – 第1章 現状
    ");
    insta::assert_snapshot!(list(&format!("{RESEARCH}&mode=word")).await, @"
    ## 語の組合せによる節
    ### 1. 第3期でAMEDが目指すところ – AMEDとは
    ### 2. ライフサイエンス政策の動向 – 第1章 現状
    ");
    insta::assert_snapshot!(list(&format!("{RESEARCH}&mode=variant")).await, @r"
    ## 文言を含む節
    ### 1. ライフサイエンス政策の動向 – 1. 研究力の低下
    ");
}

#[tokio::test]
async fn the_numbers_on_the_tabs_are_the_same_whichever_is_open() {
    for conditions in ["", "&issuer=%E6%96%87%E9%83%A8%E7%A7%91%E5%AD%A6%E7%9C%81", "&fy=2025"] {
        let tabs = |mode: &'static str| async move {
            let head = head(&format!("{RESEARCH}&mode={mode}{conditions}")).await;
            head.lines()
                .filter(|line| line.ends_with('節') && !line.starts_with("検索"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let all = tabs("all").await;
        assert_eq!(all.len(), 4, "{all:?}");
        for mode in ["exact", "variant", "word"] {
            assert_eq!(tabs(mode).await, all, "{mode} {conditions}");
        }
    }
}

#[tokio::test]
async fn a_wording_that_stands_nowhere_is_said_to_before_its_words_are_offered() {
    let outline = search("支える研究").await.outline();
    insta::assert_snapshot!(outline.split("条件を指定する").next().unwrap(), @"
    # 「支える研究」の検索結果
    この文言を含む節はありません。
    語の組合せによる節（語が離れて現れる節）　1（その節を見る）
    一部の語だけを含む節　ほかに2
    検索した内容：「支える研究」をこのまま（表記ゆれを含む）含む節。ほかに「支える」「研究」のうち1語以上を含む節
    完全一致 0節
    表記ゆれまで ＋0節
    語の組合せ ほかに1節
    すべて 3節
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    ");
    let places = ["この文言を含む節はありません", "## 語の組合せによる節", "## 確認した範囲"];
    let at: Vec<_> = places.iter().map(|place| outline.find(place).expect(place)).collect();
    assert!(at.is_sorted(), "{outline}");
    assert!(!outline.contains("## 文言を含む節"), "{outline}");
}

#[tokio::test]
async fn a_question_says_that_it_was_read_as_words() {
    let outline = search("研究力は何を支えますか？").await.outline();
    insta::assert_snapshot!(outline.split("条件を指定する").next().unwrap(), @"
    # 「研究力は何を支えますか？」の検索結果
    この文言を含む節はありません。質問や長い文は一続きの文言としてではなく、語の組合せとして読みました。
    語の組合せによる節（語が離れて現れる節）　1（その節を見る）
    一部の語だけを含む節　ほかに2
    検索した内容：「研究」「力」「支える」のうち1語以上を含む節（語の組合せとして読みました）
    完全一致 0節
    表記ゆれまで ＋0節
    語の組合せ ほかに1節
    すべて 3節
    関連度順
    新しい順
    古い順
    文書順
    節ごと
    箇所ごと
    文書ごと
    ");
}

#[tokio::test]
async fn a_pasted_text_can_be_checked_as_a_quotation() {
    let offer = "この文を引用として照合する";
    let pasted = "我が国の研究力を支える人材を育成するため、大学と研究機関は互いに協力し、必要な取組を進めるものとする。";
    assert!(search(pasted).await.outline().contains(offer));
    assert!(!search("研究力を支える人材").await.outline().contains(offer));
}

#[tokio::test]
async fn what_counts_counts_the_wording() {
    let query = "%E7%A0%94%E7%A9%B6%E5%8A%9B";
    let concordance = get(&format!("/api/v1/concordance?q={query}")).await.json();
    let lines = concordance["lines"].as_array().unwrap();
    assert_eq!(concordance["n_hits"], lines.len());
    assert!(!lines.is_empty() && lines.iter().all(|line| line["text"] == "研究力"), "{lines:?}");
    let feed = get(&format!("/search.atom?q={query}")).await.body;
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    for mode in ["", "&mode=word", "&mode=all"] {
        let frequency = get(&format!("/api/v1/frequency?q={query}{mode}")).await.json();
        assert_eq!(frequency["wordings"][0]["sections"], 1, "{frequency}");
    }
    let search = get(&format!("/api/v1/search?q={query}&facet=issuer")).await.json();
    assert_eq!(search["counts"]["sections"], 1);
    assert_eq!(search["facets"]["issuer"][0]["n_sections"], 1);
    assert_eq!(search["counts"]["by_step"]["word"]["sections"], 2);
}

#[tokio::test]
async fn what_stands_across_a_border_is_said_and_listed_apart() {
    let answer = search("創薬研究計測").await;
    let outline = answer.outline();
    assert!(outline.contains("この文言を含む節はありません。"), "{outline}");
    let said = "ほかに、段落などの境をまたぐ並びが1か所（その箇所を見る）";
    assert!(outline.contains(said), "{outline}");
    let listed = get("/search?q=%E5%89%B5%E8%96%AC%E7%A0%94%E7%A9%B6%E8%A8%88%E6%B8%AC&across=1")
        .await
        .outline();
    assert!(listed.contains("段落などの境をまたぐ並びだけを示しています"), "{listed}");
    assert!(listed.contains("## 段落などの境をまたぐ並びがある節"), "{listed}");
    assert!(!listed.contains("## 文言を含む節"), "{listed}");
}

#[tokio::test]
async fn what_stands_inside_a_latin_word_is_said_and_counted_on_wish() {
    let outline = search("AME").await.outline();
    assert!(outline.contains("ほかに、英数字の語の一部である並びが"), "{outline}");
    let counted = get("/search?q=AME&part=1").await.outline();
    assert!(
        counted.contains("英数字の語の一部である並びも数えています（語の一部を除く）"),
        "{counted}"
    );
    assert!(counted.contains("## 文言を含む節"), "{counted}");
}

#[tokio::test]
async fn all_results_come_as_files_and_as_citations() {
    let uri = |rest: &str| format!("/results?q=%E5%89%B5%E8%96%AC&format={rest}");
    let sections = get(&uri("csv")).await.body;
    let documents = get(&uri("ndjson&unit=document")).await.body;
    assert_eq!(sections.lines().count(), 1 + 2, "{sections}");
    assert!(documents.ends_with("{\"end\":true,\"lines\":1}\n"), "{documents}");
    let ris = get(&uri("ris")).await;
    assert_eq!(ris.body.matches("TY  - ").count(), 1, "{}", ris.body);
    assert!(ris.header("content-disposition").contains(".ris"));
    let list = get(&uri("csl-json")).await.json();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert_eq!(get(&uri("pdf")).await.status, 400);
}

#[tokio::test]
async fn a_search_can_be_cited_and_asked_again() {
    let page = get("/search?q=%E5%89%B5%E8%96%AC").await;
    assert!(
        page.body.contains("gen=1&#38;hits=4") || page.body.contains("gen=1&amp;hits=4"),
        "{}",
        page.body
    );
    let again = get("/search?q=%E5%89%B5%E8%96%AC&gen=1&hits=4").await;
    assert!(!again.outline().contains("残っていません"));
    let gone = get("/search?q=%E5%89%B5%E8%96%AC&gen=7&hits=9").await.outline();
    assert!(
        gone.contains("第7世代の索引は残っていません。現在の第1世代の結果を示しています。"),
        "{gone}"
    );
    assert!(gone.contains("引用の時は9か所、現在は4か所です。"), "{gone}");
    for (path, notes) in [
        ("search", "/query/notes/0/message"),
        ("concordance", "/query/notes/0"),
        ("frequency", "/notes/0"),
    ] {
        let of = async |cited: &str| {
            get(&format!("/api/v1/{path}?q=%E5%89%B5%E8%96%AC&{cited}")).await.json()
        };
        assert_eq!(of("gen=1&hits=4").await.pointer(notes), None, "{path}");
        let gone = of("gen=7&hits=9").await;
        let note = gone.pointer(notes).and_then(|note| note.as_str()).unwrap_or_default();
        assert!(note.starts_with("第7世代の索引は残っていません。"), "{path}: {gone}");
        assert!(note.ends_with("引用の時は9か所、現在は4か所です。"), "{path}: {gone}");
    }
}

#[tokio::test]
async fn words_apart_are_no_occurrences_and_it_is_said() {
    let uri = "/api/v1/concordance?q=%E5%89%B5%E8%96%AC&mode=";
    assert_eq!(get(&format!("{uri}variant")).await.json()["query"]["notes"], serde_json::json!([]));
    let note = get(&format!("{uri}word")).await.json()["query"]["notes"][0].to_string();
    assert!(note.contains("文言の箇所としては数えません"), "{note}");
}

#[tokio::test]
async fn a_key_that_is_not_there_yet_is_named() {
    let refused = get("/api/v1/concordance?q=%E5%89%B5%E8%96%AC&group=closing").await.json();
    let detail = refused["detail"].as_str().unwrap_or_default();
    assert!(detail.starts_with("closing（文末）によるまとめ方は、まだありません。"), "{refused}");
}

#[tokio::test]
async fn the_document_whose_title_is_asked_for_stands_before_its_sections() {
    let answer = search("ライフサイエンス政策").await;
    let text = answer.outline();
    assert!(text.contains("題名に「ライフサイエンス政策」を含む文書（1件）"), "{text}");
    assert!(answer.body.contains(
        r#"<li><a href="/d/mext-lifescience-2025-02">ライフサイエンス政策の動向</a></li>"#
    ));
    let json = get("/api/v1/search?q=ライフサイエンス政策").await.json();
    assert_eq!(json["titled"]["n_documents"], 1);
    assert_eq!(json["titled"]["documents"][0]["id"], "mext-lifescience-2025-02");
    assert!(get("/api/v1/search?q=創薬").await.json().get("titled").is_none());
}

#[tokio::test]
async fn conditions_alone_are_met_by_sections_and_stand_nowhere() {
    let answer = search("発行:文部科学省").await;
    let outline = answer.outline();
    assert!(outline.contains("3の節（2文書）\n") && !outline.contains("か所"), "{outline}");
    assert!(outline.contains("## 条件に合う節") && !outline.contains("文言を含む節"), "{outline}");
}
