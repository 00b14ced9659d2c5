//! What assistants are told of each tool: [`all`].

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Value, json};

/// The tools, in the order in which an assistant would use them.
pub(super) fn all() -> Vec<Tool> {
    vec![
        tool(
            "search",
            "検索",
            "政策文書の本文を検索し、文言を含む節を関連度順に返す。語が離れて現れる節は、その後に続く（stepが「語」）。\
             countsのsectionsとhitsは文言だけの数で、語が離れて現れる節は別に数える。検索語は空白でAND、ORでいずれか、\
             -語で除外、\"…\"でこの並び、A NEAR/20 Bで近接。年度:R5.. 発行:文部科学省 などで絞れる。",
            &json!({
                "query": { "type": "string", "description": "検索語（512文字まで）", "minLength": 1, "maxLength": 512 },
                "mode": { "type": "string", "enum": ["all", "exact", "variant", "word"], "description": "exactは完全一致、variantは表記ゆれまで、wordは語が離れて現れる節だけ。初めは、文言の後に語が離れて現れる節も返すall" },
                "limit": { "type": "integer", "minimum": 1, "maximum": 20, "description": "件数（初めは10）" }
            }),
            &["query"],
        ),
        tool(
            "fetch",
            "本文を読む",
            "節の本文を返す。idはsearchが返したもの（文書ID/節ID）又はそのURL。\
             文書IDだけのときは目次を返す。",
            &json!({ "id": { "type": "string", "minLength": 1 } }),
            &["id"],
        ),
        tool(
            "concordance",
            "前後文脈",
            "文言が現れる箇所（表記ゆれを含む）を、前後の文脈とともに返す。n_hitsは全体の数。語が離れて現れる節は含まない。",
            &json!({
                "query": { "type": "string", "minLength": 1, "maxLength": 512 },
                "width": { "type": "integer", "minimum": 1, "maximum": 200, "description": "前後の文字数（初めは20）" },
                "sort": { "type": "string", "enum": ["document", "left", "right"] },
                "limit": { "type": "integer", "minimum": 1, "maximum": 100 }
            }),
            &["query"],
        ),
        tool(
            "cite",
            "出典を得る",
            "節又は段落の出典を、SIST 02、公用文の脚注、APA、BibTeXなどの形式で返す。",
            &json!({
                "id": { "type": "string", "minLength": 1, "description": "文書ID又は文書ID/節ID" },
                "paragraph": { "type": "string", "description": "段落ID（例：p12）" }
            }),
            &["id"],
        ),
        tool(
            "verify",
            "引用を照合する",
            "草稿の中の引用（「」、“ ”、行頭の>）が、収録した文書の原文と一字一句合っているかを確かめる。",
            &json!({ "text": { "type": "string", "minLength": 1, "description": "草稿" } }),
            &["text"],
        ),
        tool("list_documents", "文書の一覧", "収録している文書を新しい順に返す。", &json!({}), &[]),
    ]
}

fn tool(
    name: &'static str,
    title: &'static str,
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
    let schema = schema.as_object().cloned().unwrap_or_default();
    let hints = ToolAnnotations::with_title(title);
    let hints = hints.read_only(true).destructive(false).idempotent(true).open_world(false);
    Tool::new(name, description, Arc::new(schema)).with_title(title).with_annotations(hints)
}
