//! What tools answer: one type for each, from which its `outputSchema` is made ([`schema_of`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use rmcp::model::JsonObject;
use serde::Serialize;
use serde_json::Value;
use shirabe_search::IndexInfo;
use utoipa::ToSchema;

/// The schema of an answer, complete in itself.
pub(super) fn schema_of<T: ToSchema>() -> Arc<JsonObject> {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let parts: BTreeMap<_, _> = parts.into_iter().collect();
    let mut schema = serde_json::to_value(T::schema()).unwrap_or_default();
    schema["$defs"] = serde_json::to_value(parts).unwrap_or_default();
    // utoipa refers to where OpenAPI keeps its schemas.
    let text = schema.to_string().replace("#/components/schemas/", "#/$defs/");
    let schema: Value = serde_json::from_str(&text).unwrap_or_default();
    Arc::new(schema.as_object().cloned().unwrap_or_default())
}

/// The answer of `search`.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundBody {
    /// 見つかった節。文言を含む節の後に、語が離れて現れる節が続く
    pub results: Vec<ResultBody>,
    /// 続きを得るためのcursor（最後まで示したときはnull）
    pub next_cursor: Option<String>,
    /// 検索語をどう読んだか
    pub query: ReadingBody,
    /// 見つかった数
    pub counts: CountsBody,
    /// 検索した索引
    pub index: GenerationBody,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ResultBody {
    /// fetchとciteに渡すID
    pub id: String,
    /// 節と文書の題
    pub title: String,
    /// 固定リンク
    pub url: String,
    /// 該当箇所の抜粋
    pub text: String,
    /// 完全一致、表記ゆれ又は語
    #[schema(value_type = String)]
    pub step: &'static str,
    /// 節の中の該当箇所の数
    pub n_hits: usize,
    /// 出典（SIST 02）
    pub citation: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReadingBody {
    /// 解釈した検索語
    pub parsed: String,
    /// 文言がどこにもないため語の組合せとして読んだときは、その理由
    pub read_as_words: Option<String>,
    /// 注意
    pub notes: Vec<String>,
    /// 併せて検索した書き方
    pub spellings: Vec<SpellingBody>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SpellingBody {
    /// 検索語の中の語
    pub term: String,
    /// 規則の名前
    pub rule: String,
    /// 併せて検索した書き方
    pub searched_as_well: Vec<String>,
}

/// `sections`, `documents` and `hits` are of the wording.
#[derive(Serialize, ToSchema)]
#[schema(as = FoundCountsBody)]
pub(super) struct CountsBody {
    /// 文言を含む節
    pub sections: usize,
    /// 文言を含む文書
    pub documents: usize,
    /// 文言が現れる箇所
    pub hits: usize,
    /// 語が離れて現れる節（上の数に含まない）
    pub sections_with_the_words_apart: usize,
    /// 段落などの境をまたぐ並び（上の数に含まない）
    pub hits_across_paragraphs: usize,
    /// 英字の語や数の一部に当たる箇所（上の数に含まない）
    pub hits_inside_words: usize,
}

#[derive(Serialize, ToSchema)]
pub(super) struct GenerationBody {
    /// 索引の世代。変わると結果も変わることがある
    pub generation: u64,
    /// 索引の指紋
    pub fingerprint: String,
    /// 作成日時
    pub built: String,
}

impl From<IndexInfo> for GenerationBody {
    fn from(info: IndexInfo) -> GenerationBody {
        GenerationBody {
            generation: info.generation,
            fingerprint: info.fingerprint,
            built: info.built,
        }
    }
}

/// The answer of `fetch`.
#[derive(Serialize, ToSchema)]
pub(super) struct FetchedBody {
    /// 文書ID/節ID
    pub id: String,
    /// 節と文書の題
    pub title: String,
    /// 本文。長い節は、始めから順に分けて返す
    pub text: String,
    /// この応答の本文が、節のどこからどこまでか（文字）
    pub chars: [usize; 2],
    /// 節（又は目次）全体の文字数
    pub n_chars: usize,
    /// 続きを得るためのcursor（最後まで示したときはnull）
    pub next_cursor: Option<String>,
    /// 固定リンク
    pub url: String,
    /// 書誌
    pub metadata: AboutBody,
}

#[derive(Serialize, ToSchema)]
pub(super) struct AboutBody {
    /// 発行機関
    pub issuer: String,
    /// 発行日
    pub issued: Option<String>,
    /// 種別
    pub kind: String,
    /// ページ
    pub pages: Option<String>,
    /// 出典（SIST 02）
    pub citation: String,
    /// 読んだ索引
    pub index: GenerationBody,
}

/// The answer of `concordance`.
#[derive(Serialize, ToSchema)]
pub(super) struct LinesBody {
    /// 文言が現れる箇所の数
    pub n_hits: u64,
    /// 文書の数
    pub n_documents: u64,
    /// 行の数（抜き出したときは、その数）
    pub n_lines: u64,
    /// 何についての行か：すべて（kindがall）か、抜き出し（kindがsample、n、of、seed）
    #[schema(value_type = Object)]
    pub basis: Value,
    /// 箇所ごとの前後の文脈
    pub lines: Vec<LineBody>,
    /// まとめた件数（groupを指定したとき）
    pub groups: Vec<GroupBody>,
    /// 続きを得るためのcursor（最後まで示したときはnull）
    pub next_cursor: Option<String>,
    /// 解釈した検索語
    pub query: String,
    /// 検索した索引
    pub index: GenerationBody,
}

/// Occurrences with the same value of the keys.
#[derive(Serialize, ToSchema)]
#[schema(as = ConcordanceGroupBody)]
pub(super) struct GroupBody {
    /// 見出し語の値
    pub key: Vec<String>,
    /// 箇所の数
    pub hits: u64,
    /// 文書の数
    pub documents: u64,
    /// 最初の発行日
    pub first_issued: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConcordanceLineBody)]
pub(super) struct LineBody {
    /// 前の文脈
    pub before: String,
    /// 該当箇所
    pub text: String,
    /// 後ろの文脈
    pub after: String,
    /// 節と文書の題
    pub title: String,
    /// ページ
    pub page: String,
    /// この箇所を含む文
    pub sentence: String,
    /// 発行機関
    pub issuer: String,
    /// 発行日
    pub issued: String,
    /// この箇所へのリンク
    pub url: String,
    /// この段落の引用
    pub citation_url: String,
}

/// The answer of `cite`.
#[derive(Serialize, ToSchema)]
pub(super) struct CitedBody {
    /// 固定リンク
    pub url: String,
    /// 形式ごとの出典
    pub citations: BTreeMap<String, String>,
    /// 読んだ索引
    pub index: GenerationBody,
}

/// The answer of `list_documents`.
#[derive(Serialize, ToSchema)]
pub(super) struct DocumentsBody {
    /// 条件に合う文書の数
    pub n_documents: usize,
    /// 新しい順の文書
    pub documents: Vec<ListedBody>,
    /// 続きを得るためのcursor（最後まで示したときはnull）
    pub next_cursor: Option<String>,
    /// 読んだ索引
    pub index: GenerationBody,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ListedDocumentBody)]
pub(super) struct ListedBody {
    /// fetchとciteに渡すID
    pub id: String,
    /// 題
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 発行日（分からないときは空）
    pub issued: String,
    /// 種別
    pub kind: String,
    /// 節の数
    pub n_sections: usize,
    /// 固定リンク
    pub url: String,
}
