//! Pages that compare: wordings over the years, and two texts.

use crate::visit::{get, get_from, library};

const QUERY: &str = "q=%E5%89%B5%E8%96%AC/%E8%A8%88%E6%B8%AC";

#[tokio::test]
async fn wordings_are_counted_year_by_year() {
    let answer = get(&format!("/frequency?{QUERY}")).await;
    let outline = answer.outline();
    assert!(outline.contains("# 「創薬」「計測」の頻度"), "{outline}");
    assert!(outline.contains("2024年度（令和6年度）"), "{outline}");
    assert!(outline.contains("2025年度（令和7年度）"), "{outline}");
    // The chart says in words what it shows, and has no style of its own.
    assert!(
        answer.body.contains("<title id=\"chart-title\">「創薬」「計測」の頻度"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("style="));
}

#[tokio::test]
async fn conditions_are_chips_wherever_they_act_and_stand_on_paper() {
    let condition =
        "fy=2024&issuer=%E6%96%87%E9%83%A8%E7%A7%91%E5%AD%A6%E7%9C%81&doc=mext-lifescience-2025-02";
    let off = "off=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF%3D%E5%8F%96%E7%B5%84";
    for path in ["/concordance", "/frequency"] {
        let answer =
            get(&format!("{path}?q=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF&{condition}&{off}")).await;
        let outline = answer.outline();
        for chip in [
            "年度：2024年度 ×を解除",
            "発行機関：文部科学省 ×を解除",
            "文書：ライフサイエンス政策の動向 ×を解除",
            "外した書き方：取組 ×を解除",
            "すべて解除",
            "2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）",
        ] {
            assert!(outline.contains(chip), "{path} {chip} {outline}");
        }
        // Without its year, and with all else.
        let without = format!(
            "href=\"{path}?q=%E5%8F%96%E3%82%8A%E7%B5%84%E3%81%BF&#38;issuer=%E6%96%87%E9%83%A8%E7%A7%91%E5%AD%A6%E7%9C%81&#38;doc=mext-lifescience-2025-02&#38;{off}\""
        );
        assert!(answer.body.contains(&without), "{without} {}", answer.body);
        assert!(outline.contains(&format!("https://shirabe.example{path}?q=")), "{outline}");
    }
    assert!(!get(&format!("/concordance?{QUERY}")).await.body.contains("conditions-now"));
}

#[tokio::test]
async fn the_former_address_of_the_frequencies_leads_on() {
    let answer = get(&format!("/timeline?{QUERY}")).await;
    assert_eq!(answer.status.as_u16(), 301);
    assert_eq!(answer.header("location"), format!("/frequency?{QUERY}"));
}

#[tokio::test]
async fn the_frequencies_are_data_too() {
    let uri = format!("/frequency?{QUERY}");
    let page = get_from(library(), &uri, &[("accept", "application/json")]).await;
    let api = get(&format!("/api/v1{uri}")).await;
    assert_eq!(page.body, api.body);
    let body = api.json();
    assert_eq!(body["rows"][0]["key"][0], "2024");
    assert_eq!(body["rows"][0]["cells"][0]["hits"], body["wordings"][0]["hits"]);
    assert_eq!(body["rows"][0]["cells"][1]["sections"], 1);
    assert_eq!(body["rows"][0]["cells"][0]["per_million"]["method"], "poisson");
    let csv = get(&format!("/api/v1{uri}&format=csv")).await.body;
    assert_eq!(csv.lines().count(), 1 + 2 * body["rows"].as_array().unwrap().len());
    let svg = get(&format!("/api/v1{uri}&format=svg")).await;
    assert!(svg.body.starts_with("<svg xmlns="), "{}", svg.body);
    assert_eq!(svg.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn nine_wordings_are_too_many() {
    let nine = "/api/v1/frequency?q=a/b/c/d/e/f/g/h/i";
    assert_eq!(get(nine).await.json()["code"], "too_many_wordings");
    assert_eq!(get("/frequency?q=%20/%20").await.status, 200);
}

#[tokio::test]
async fn two_sections_stand_side_by_side() {
    let uri = "/compare?a=mext-lifescience-2025-02/s1&b=/d/mext-lifescience-2025-02/s2";
    insta::assert_snapshot!(get(uri).await.outline(), @r"
    # 本文の比較
    左
    右
    題名の一部、文書ID又は文書若しくは節のアドレスを入力してください。文書の一覧
    比べる
    同じ段落0、変更された段落0、左だけにある段落2、右だけにある段落7です。
    左：第1章 現状（ライフサイエンス政策の動向、2025年2月21日）
    右：1. 研究力の低下（ライフサイエンス政策の動向、2025年2月21日）
    異同左：第1章 現状（ライフサイエンス政策の動向、2025年2月21日）右：1. 研究力の低下（ライフサイエンス政策の動向、2025年2月21日）
    違い1
    左だけ第1章 現状 p1
    左だけ創薬力の向上と&#60;b&#62;創薬&#60;/b&#62;の基盤。日本医療研究開発機構（AMED）が進める。 p2
    右だけ1. 研究力の低下 p3
    右だけ研究力が低下している。 p4
    右だけ若手の創薬研究 p5
    右だけ計測・基盤 p6
    右だけ区分　予算額 p7
    右だけ創薬　850億円 p8
    右だけ令和7年度の取組 p9
    https://shirabe.example/compare?a=mext-lifescience-2025-02%2Fs1&#38;b=%2Fd%2Fmext-lifescience-2025-02%2Fs2
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
}

#[tokio::test]
async fn a_text_compared_with_itself_shows_no_difference() {
    let answer = get("/compare?a=mext-lifescience-2025-02&b=mext-lifescience-2025-02").await;
    assert!(answer.outline().contains("変更された段落0、左だけにある段落0、右だけにある段落0"));
}

#[tokio::test]
async fn what_is_not_there_is_said_at_its_field() {
    assert_eq!(get("/compare").await.status, 200);
    for uri in ["/compare?a=none&b=none", "/compare?a=mext-lifescience-2025-02/s9&b=none"] {
        let answer = get(uri).await;
        assert_eq!(answer.status, 200);
        assert!(answer.outline().contains("という文書又は節は見つかりません。"), "{uri}");
        assert!(answer.body.contains(r#"value="none""#));
    }
}
