//! `/verify` and `POST /api/v1/verify`.

use crate::visit::{Answer, encode, get, library, post_from};

async fn post(uri: &str, content_type: &str, body: &str) -> Answer {
    post_from(library(), uri, &[("content-type", content_type)], body).await
}

async fn ask(draft: &str) -> Answer {
    let body = serde_json::json!({ "text": draft }).to_string();
    post("/api/v1/verify", "application/json", &body).await
}

#[expect(clippy::too_many_lines, reason = "the whole answer is shown")]
#[tokio::test]
async fn every_quotation_gets_its_status_and_place() {
    let answer = ask("「研究力が低下」（9頁）と「存在しない引用」と「創薬」").await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    insta::assert_snapshot!(serde_json::to_string_pretty(&body).unwrap(), @r#"
    {
      "index": {
        "built": "2026-01-01T00:00:00Z",
        "fingerprint": "FINGERPRINT",
        "generation": 1
      },
      "is_verified": false,
      "n_marks": 3,
      "quotes": [
        {
          "changes": [],
          "chars": [
            1,
            7
          ],
          "crosses": null,
          "diff": [],
          "is_thorough": true,
          "matches": [
            {
              "changes": [],
              "chars": [
                10,
                16
              ],
              "citation": "文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2#p4, (参照 2026-04-01).",
              "cited": [
                {
                  "agrees": false,
                  "cited": "9頁",
                  "found": "2ページ",
                  "kind": "page"
                }
              ],
              "crosses": null,
              "diff": [],
              "difference": "none",
              "document": {
                "id": "mext-lifescience-2025-02",
                "issued": "2025-02-21",
                "issuer": "文部科学省",
                "title": "ライフサイエンス政策の動向",
                "type": "説明資料"
              },
              "page": {
                "file": null,
                "printed": "2"
              },
              "paragraph": "p4",
              "permalink": "https://shirabe.example/d/mext-lifescience-2025-02/s2#p4",
              "places": [
                {
                  "chars": [
                    10,
                    16
                  ],
                  "page": {
                    "file": null,
                    "printed": "2"
                  },
                  "paragraph": "p4",
                  "section": "s2",
                  "selector": [
                    {
                      "exact": "研究力が低下",
                      "prefix": "1. 研究力の低下\n",
                      "suffix": "している。\n若手の創薬研究\n計測・基盤\n区分\t予算額\n創薬\t85",
                      "type": "TextQuoteSelector"
                    },
                    {
                      "end": 16,
                      "start": 10,
                      "type": "TextPositionSelector"
                    }
                  ],
                  "text": "研究力が低下",
                  "url": "/d/mext-lifescience-2025-02/s2#p4",
                  "utf16": [
                    10,
                    16
                  ]
                }
              ],
              "rule": null,
              "section": {
                "heading": "1. 研究力の低下",
                "id": "s2",
                "pages": [
                  {
                    "file": null,
                    "printed": "2"
                  },
                  {
                    "file": null,
                    "printed": "2"
                  }
                ],
                "path": [
                  "第1章 現状"
                ]
              },
              "similarity": 1.0,
              "text": "研究力が低下",
              "url": "/d/mext-lifescience-2025-02/s2#p4",
              "utf16": [
                10,
                16
              ],
              "words_url": "/d/mext-lifescience-2025-02/s2#p4:~:text=%E7%A0%94%E7%A9%B6%E5%8A%9B%E3%81%8C%E4%BD%8E%E4%B8%8B%E3%81%97%E3%81%A6%E3%81%84%E3%82%8B"
            }
          ],
          "n_matches": 1,
          "quote": "研究力が低下",
          "result": "exact",
          "status": 200
        },
        {
          "changes": [],
          "chars": [
            14,
            21
          ],
          "crosses": null,
          "diff": [],
          "is_thorough": true,
          "matches": [],
          "n_matches": 0,
          "quote": "存在しない引用",
          "result": "absent",
          "status": 404
        }
      ],
      "skipped": [
        {
          "chars": [
            24,
            26
          ],
          "detail": "4文字に満たないため、引用ではなく用語とみなしました。",
          "quote": "創薬",
          "reason": "too_short"
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn a_draft_may_be_sent_as_it_is() {
    let answer = post("/api/v1/verify", "text/markdown; charset=utf-8", "「研究力が低下」").await;
    assert_eq!(answer.json()["quotes"][0]["status"], 200);
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_reasons() {
    let refused = [
        ("application/json", "{", 400, "bad_json"),
        ("application/json", "{}", 400, "text_missing"),
        ("application/json", "{\"text\": 1}", 400, "text_missing"),
    ];
    for (content_type, body, status, code) in refused {
        let answer = post("/api/v1/verify", content_type, body).await;
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], code);
    }
    let answer = ask(&"創".repeat(64_001)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (413, &"text_too_long".into()));
    assert_eq!(ask(&"創".repeat(64_000)).await.status, 200);
    let answer = ask(&"創".repeat(400_000)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (413, &"body_too_large".into()));
    assert_eq!(get("/api/v1/verify").await.status, 405);
}

#[tokio::test]
async fn the_page_works_as_a_form() {
    insta::assert_snapshot!(get("/verify").await.outline(), @r"
    # 引用の照合
    草稿の引用が、収録した文書の原文と一字一句合っているかを確かめます。「」、『』、“ ”で囲んだ部分と、Markdownの引用（行頭の&gt;）、HTMLの&lt;blockquote&gt;と&lt;q&gt;を照合します。（中略）や「…」の前後は、同じ節又は文書の中に順に並んでいるかを見ます。引用のそばに書かれたページや節も確かめます。
    照合する文章
    64,000文字まで。送られた文章は保存しません。
    照合する
    ");
    let draft =
        "「研究力が低下」（9頁）\r\n「研究力は低下している」「存在しない引用」「創薬」<script>";
    let body = format!("text={}", encode(draft));
    let answer = post("/verify", "application/x-www-form-urlencoded", &body).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains("<script>"), "{}", answer.body);
    insta::assert_snapshot!(answer.outline(), @r"
    # 引用の照合
    引用3か所を照合しました：原文と一致 1、原文と相違 1、見つからない 1。引用符1か所は照合していません。
    番号結果場所
    引用1原文と一致ライフサイエンス政策の動向 › 第1章 現状 › 1. 研究力の低下 › 2ページ
    引用2原文と相違ライフサイエンス政策の動向 › 第1章 現状 › 1. 研究力の低下 › 2ページ
    引用3見つからないなし
    ## 原文と一致 引用1
    研究力が低下
    ライフサイエンス政策の動向 › 第1章 現状 › 1. 研究力の低下 › 2ページ
    草稿の「9頁」と合いません。原文では「2ページ」です。
    前後の文とともに見る（引用1）
    1. 研究力の低下 ［研究力が低下］している。
    本文を新しいタブで開く（引用1）
    この箇所を引用する（引用1）
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2#p4, (参照 2026-04-01).
    ## 原文と相違 引用2
    研究力は低下している
    ライフサイエンス政策の動向 › 第1章 現状 › 1. 研究力の低下 › 2ページ
    言葉が異なります。草稿だけ、原文だけにある文字を示します。
    研究力はが低下している
    言葉が違います：は → が。
    前後の文とともに見る（引用2）
    1. 研究力の低下 ［研究力が低下している］。
    本文を新しいタブで開く（引用2）
    この箇所を引用する（引用2）
    文部科学省研究振興局ライフサイエンス課. “1. 研究力の低下”. ライフサイエンス政策の動向. 2025-02-21, p. 2. https://shirabe.example/d/mext-lifescience-2025-02/s2#p4, (参照 2026-04-01).
    ## 見つからない 引用3
    存在しない引用
    ## 照合しなかったもの
    「創薬」 4文字に満たないため、引用ではなく用語とみなしました。
    第1世代の索引（2026年1月1日 9時00分）で照合しました。識別子はFINGERPRINTです。
    ## 草稿
    照合する文章
    64,000文字まで。送られた文章は保存しません。
    「研究力が低下」（9頁）
    「研究力は低下している」「存在しない引用」「創薬」&#60;script&#62;
    照合する 結果をCSVで保存
    第1世代の索引（2026年1月1日 9時00分）で照合しました。識別子はFINGERPRINTです。
    ");
}

#[tokio::test]
async fn a_long_draft_fits_into_the_form() {
    let body = format!("text={}", encode(&"創".repeat(64_000)));
    let answer = post("/verify", "application/x-www-form-urlencoded", &body).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn every_mark_of_a_draft_is_accounted_for() {
    let answer = ask("「研究力が低下」と「閉じない\n\n別の段落」と「これも閉じない").await.json();
    assert_eq!(answer["n_marks"], 3, "{answer}");
    assert_eq!(answer["is_verified"], false);
    assert_eq!(answer["skipped"][0]["reason"], "spans_paragraphs");
    assert_eq!(answer["skipped"][1]["reason"], "unclosed");
    let answer = ask("<p>「研究力が<b>低下</b>して『いる』」</p>").await.json();
    assert_eq!(answer["quotes"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["skipped"][0]["reason"], "nested");
}

#[tokio::test]
async fn words_over_a_border_are_not_called_a_quotation() {
    let answer = ask("「研究力の低下研究力が低下」").await.json();
    let quote = &answer["quotes"][0];
    assert_eq!((&quote["status"], &quote["crosses"]), (&206.into(), &"heading".into()), "{answer}");
}
