//! What stands on the results page.

use crate::visit::{get, search};

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
    語の組合せ 0
    すべて 2
    条件を指定する
    発行機関
    文部科学省 2
    種別
    説明資料 2
    年度
    2024年度 2
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
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。日本医療研究開発機構（AMED）が進める。
    完全一致
    文部科学省 2025年2月21日 1ページ
    該当2か所
    引用：第1章 現状
    ### 1. 研究力の低下
    ライフサイエンス政策の動向 › 第1章 現状
    若手の［創薬］研究
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
    この文言を含む節はありません。
    検索した内容：「口腔内」を含む節
    完全一致 0
    表記ゆれ 0
    語の組合せ 0
    すべて 0
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
    収録している2文書（3節、26ページ、117文字）の本文をすべて検索しましたが、該当する箇所は確認できませんでした。
    このほか、文字を読み取れないページが1ページあり、検索の対象に含まれていません。
    索引：第1世代（2026年1月1日 9時00分作成、識別子FINGERPRINT）
    ## 次の方法
    検索語の書き方を確かめる
    ");
}

#[tokio::test]
async fn a_note_points_at_the_place_in_the_query() {
    insta::assert_snapshot!(search("創薬 「研究").await.outline(), @r"
    # 「創薬 「研究」の検索結果
    2件の節が見つかりました（1文書、8か所）。
    検索した内容：「創薬」と語句「研究」をともに含む節
    引用符 「 が閉じられていないので、次の空白までを引用符の中と読みました
    創薬 ［「］研究
    完全一致 2
    表記ゆれ 0
    語の組合せ 0
    すべて 2
    条件を指定する
    発行機関
    文部科学省 2
    種別
    説明資料 2
    年度
    2024年度 2
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
    ### 1. 研究力の低下
    ライフサイエンス政策の動向 › 第1章 現状
    若手の［創薬］［研究］
    完全一致
    文部科学省 2025年2月21日 2ページ
    該当5か所
    引用：1. 研究力の低下
    ### 第1章 現状
    ライフサイエンス政策の動向
    ［創薬］力の向上と&#60;b&#62;［創薬］&#60;/b&#62;の基盤。日本医療［研究］開発機構（AMED）が進める。
    完全一致
    文部科学省 2025年2月21日 1ページ
    該当3か所
    引用：第1章 現状
    前後文脈の一覧で見る 年度別の件数を見る この検索の新着をフィード（Atom）で受け取る
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
    この文言を含む節はありません。ほかに、語が離れて現れる節が1件あります。
    検索した内容：「取り組み」を含む節
    完全一致 0
    表記ゆれ 0
    語の組合せ 1
    すべて 1
    「取り組み」の別の書き方（公用文の表記）
    ＋ 取組を検索に加える
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
