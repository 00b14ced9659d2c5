//! What assistants are told of each tool: [`all`].

use std::sync::{Arc, LazyLock};

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use shirabe_site::params::{FIRST_YEAR, LAST_YEAR, MAX_QUERY_CHARS};
use shirabe_verify::MAX_DRAFT_CHARS;
use utoipa::ToSchema;

use super::bodies::{CitedBody, DocumentsBody, FetchedBody, FoundBody, LinesBody, schema_of};
use crate::frequency::FrequencyBody;
use crate::verify::VerificationBody;

/// The tools, in the order in which an assistant would use them.
pub(super) fn all() -> Vec<Tool> {
    static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(|| [finding(), using()].concat());
    TOOLS.clone()
}

/// The tool called `name`.
pub(super) fn named(name: &str) -> Option<Tool> {
    all().into_iter().find(|tool| tool.name == name)
}

fn finding() -> Vec<Tool> {
    let limit = |most: u64, usual: u64| json!({ "type": "integer", "minimum": 1, "maximum": most, "description": format!("件数（初めは{usual}）") });
    vec![
        tool::<FoundBody>(
            ("search", "検索"),
            "政策文書の本文を検索し、文言を含む節を関連度順に返す。語が離れて現れる節は、その後に続く（stepが「語」）。\
             countsのsectionsとhitsは文言だけの数で、語が離れて現れる節は別に数える。検索語は空白でAND、ORでいずれか、\
             -語で除外、\"…\"でこの並び、A NEAR/20 Bで近接。続きはnext_cursorをcursorに指定して得る。",
            &with_conditions(json!({
                "query": query("検索語"),
                "mode": { "type": "string", "enum": ["all", "exact", "variant"], "description": "exactは完全一致、variantは表記ゆれまで。初めは、文言の後に語が離れて現れる節も返すall" },
                "sort": { "type": "string", "enum": ["relevance", "-issued", "issued"], "description": "並べ方（-issuedは新しい順）" },
                "limit": limit(20, 10),
                "cursor": cursor(),
            })),
            &["query"],
        ),
        tool::<FetchedBody>(
            ("fetch", "本文を読む"),
            "節の本文を返す。idはsearchが返したもの（文書ID/節ID）又はそのURL。文書IDだけのときは目次を返す。\
             長い節は分けて返し、続きはnext_cursorをcursorに指定して得る。",
            &json!({ "id": id(), "cursor": cursor() }),
            &["id"],
        ),
        tool::<LinesBody>(
            ("concordance", "用例"),
            "文言が現れる箇所（表記ゆれを含む）を、前後の文脈とともに返す。n_hitsは全体の数。語が離れて現れる節は含まない。\
             続きはnext_cursorをcursorに指定して得る。",
            &with_conditions(json!({
                "query": query("検索語"),
                "mode": { "type": "string", "enum": ["variant", "exact"], "description": "exactは完全一致だけ" },
                "context": { "type": "string", "maxLength": 20, "description": "前後の文字数（20又は20:40）、sentence又はparagraph" },
                "sort": { "type": "string", "maxLength": 100, "description": "並べ方。left、right、left:1、right:w1、hit、issuer、-issuedなどを「,」で3個まで。初めは文書の日付順" },
                "left": { "type": "string", "maxLength": 200, "description": "直前に立つもの（文字、*と?、又は/正規表現/）" },
                "right": { "type": "string", "maxLength": 200, "description": "直後に立つもの" },
                "group": { "type": "string", "maxLength": 60, "description": "行の代わりに件数をまとめる見出し語。right:1、left:w1、hit、issuer、fyなどを「,」で2個まで" },
                "unique": { "type": "string", "enum": ["sentence"], "description": "sentenceで、同じ文を一行にまとめる" },
                "collate": { "type": "string", "enum": ["reading", "code"], "description": "readingで、読みの五十音順に並べる" },
                "sample": { "type": "integer", "minimum": 1, "maximum": 1000, "description": "無作為に抜き出す箇所の数" },
                "seed": { "type": "integer", "minimum": 0, "maximum": 1_000_000, "description": "抜き出しの種" },
                "limit": limit(100, 50),
                "cursor": cursor(),
            })),
            &["query"],
        ),
        tool::<FrequencyBody>(
            ("frequency", "頻度"),
            "文言が現れる回数を、年度、年、発行機関などの別に、100万字当たりの割合と95％の区間とともに返す。\
             8個までの言葉を「/」で区切って比べられる。",
            &with_conditions(json!({
                "query": query("比べる言葉。8個まで「/」で区切る"),
                "mode": { "type": "string", "enum": ["variant", "exact"], "description": "exactは完全一致だけ" },
                "by": { "type": "string", "maxLength": 30, "description": "fy、year、month、issuer、type、documentから二つまで「,」で。初めはfy" },
                "smooth": { "type": "integer", "minimum": 0, "maximum": 5, "description": "前後の年を合わせる幅" },
                "unique": { "type": "string", "enum": ["sentence"], "description": "sentenceで、異なる文の数を数える" },
                "ratio": { "type": "string", "maxLength": 512, "description": "比を求める二つの言葉（A/B）" },
            })),
            &["query"],
        ),
    ]
}

fn using() -> Vec<Tool> {
    vec![
        tool::<CitedBody>(
            ("cite", "出典を得る"),
            "文書、節又は段落の出典を、SIST 02、公用文の脚注、APA、BibTeXなどの形式で返す。",
            &json!({
                "id": id(),
                "paragraph": { "type": "string", "minLength": 1, "maxLength": 20, "description": "節の中の段落ID（例：p12）" }
            }),
            &["id"],
        ),
        tool::<VerificationBody>(
            ("verify", "引用を照合する"),
            "草稿の中の引用（「」、“ ”、行頭の>）が、収録した文書の原文と一字一句合っているかを確かめる。\
             一致する箇所は引用ごとに3か所まで返し、全体の数をn_matchesに示す。",
            &json!({ "text": { "type": "string", "minLength": 1, "maxLength": MAX_DRAFT_CHARS, "description": "草稿" } }),
            &["text"],
        ),
        tool::<DocumentsBody>(
            ("list_documents", "文書の一覧"),
            "収録している文書を新しい順に返す。続きはnext_cursorをcursorに指定して得る。",
            &with_conditions(json!({
                "limit": { "type": "integer", "minimum": 1, "maximum": 100, "description": "件数（初めは50）" },
                "cursor": cursor(),
            })),
            &[],
        ),
    ]
}

/// The conditions that narrow a search or a list.
fn with_conditions(mut properties: Value) -> Value {
    let texts = |description: &str| {
        let item = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
        json!({ "type": "array", "items": item, "maxItems": 64, "description": description })
    };
    let date = |description: &str| json!({ "type": "string", "maxLength": 10, "description": description });
    let year = json!({ "type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR });
    properties["issuer"] = texts("発行機関（どれか）");
    properties["type"] = texts("種別（どれか）");
    properties["document"] = texts("文書ID（どれか）");
    properties["fiscal_year"] = json!({ "type": "array", "items": year, "maxItems": 64, "description": "年度（西暦、どれか）" });
    properties["from"] = date("発行日の始め（2024、2024-04、2024-04-01のように）");
    properties["to"] = date("発行日の終わり");
    properties
}

fn query(description: &str) -> Value {
    let description = format!("{description}（{MAX_QUERY_CHARS}文字まで）");
    json!({ "type": "string", "minLength": 1, "maxLength": MAX_QUERY_CHARS, "description": description })
}

fn id() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 500, "description": "文書ID、文書ID/節ID又はそのURL" })
}

fn cursor() -> Value {
    json!({ "type": "string", "maxLength": 20, "description": "前の応答のnext_cursor" })
}

fn tool<T: ToSchema>(
    (name, title): (&'static str, &'static str),
    description: &'static str,
    properties: &Value,
    required: &[&str],
) -> Tool {
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false
    });
    let schema: JsonObject = schema.as_object().cloned().unwrap_or_default();
    let hints = ToolAnnotations::with_title(title);
    let hints = hints.read_only(true).destructive(false).idempotent(true).open_world(false);
    Tool::new(name, description, Arc::new(schema))
        .with_title(title)
        .with_annotations(hints)
        .with_raw_output_schema(schema_of::<T>())
}
