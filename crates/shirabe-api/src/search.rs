//! `GET /api/v1/search`, in the shapes of the design: `SearchBody`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use shirabe_search::{
    Absence, Counts, ExpansionReading, Facet, Hit, Links, QueryReading, ReadAsWords, Relaxation,
    SearchRequest, SearchResults, SectionHit, Snippet, StepCounts, TitledDocuments, WordsReading,
};
use shirabe_site::citable::generation_note;
use shirabe_site::error::{Problems, WebError};
use shirabe_site::format::json_page;
use shirabe_site::lanes::Lane;
use shirabe_site::params::{FACETS, SearchParams, name_of};
use shirabe_site::{Site, wording};
use utoipa::ToSchema;

use crate::selectors::{SelectorBody, selectors};
use crate::shapes::{DocumentBody, IndexBody, PageBody, pages, pair, step_name};

/// `GET /api/v1/search` and `/search.json`
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    tag = "検索",
    summary = "検索",
    description = "検索語を含む節を、関連の高い順に返します。件数、絞り込みの値、別の書き方、当たった箇所の位置を含みます。",
    params(SearchParams),
    responses(
        (status = 200, description = "検索結果", body = SearchBody, content_type = "application/json"),
        Problems
    )
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let request = SearchRequest { links: Links::Words, ..params.request() };
    let lane = Lane::of(&request);
    let (results, info) = site
        .ask_of(lane, params.generation, move |generation| {
            Ok((generation.search(&request)?, generation.info()))
        })
        .await?;
    let (next_offset, n_hits) = (results.next_offset, results.counts.hits as u64);
    let mut body = SearchBody::from(results);
    let note = generation_note(&params, &info, Some(n_hits));
    body.query.notes.extend(note.map(|message| NoteBody { message, position_chars: 0 }));
    Ok(json_page(&body, next_offset))
}

/// The body of `GET /api/v1/search` for `results`, for programs that do not ask over HTTP.
pub fn search_json(results: SearchResults) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&SearchBody::from(results))
}

#[derive(Serialize, ToSchema)]
struct SearchBody {
    /// 検索語の読み方
    query: QueryBody,
    /// 文言の数
    counts: CountsBody,
    /// 絞り込みの値
    facets: BTreeMap<&'static str, Vec<FacetBody>>,
    /// 示していない値の数（絞り込みごと）
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    facets_more: BTreeMap<&'static str, usize>,
    /// 結果
    items: Vec<ItemBody>,
    /// 一部の語を含まない結果の数（どの件数にも含まない）
    n_lacking: usize,
    /// 日付や年度の条件のために除いた、日付の分からない文書の数
    n_undated: usize,
    /// 続きの始まり（最後まで示したときはnull）
    next_offset: Option<usize>,
    /// 答えた索引
    index: IndexBody,
    /// もしかして
    #[serde(skip_serializing_if = "Vec::is_empty")]
    did_you_mean: Vec<RelaxationBody>,
    /// 題名に検索した文言をすべて含む文書（最初のページに限る）
    #[serde(skip_serializing_if = "Option::is_none")]
    titled: Option<TitledBody>,
    /// 見つからないときの根拠
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<AbsenceBody>,
}

#[derive(Serialize, ToSchema)]
struct TitledBody {
    /// 文書の数
    n_documents: usize,
    /// 題名の短いもの3件（200件を超えるときは示さない）
    documents: Vec<DocumentBody>,
}

#[derive(Serialize, ToSchema)]
struct QueryBody {
    /// 入力した検索語
    raw: String,
    /// 解釈した検索語
    parsed: String,
    /// 文言がどこにもないため語の組合せとして読んだ理由（question又はlong_run）
    read_as_words: Option<&'static str>,
    /// 語の組合せで探す語と、必要な数（ひと続きの文字列ごと）
    words: Vec<WordsBody>,
    /// 注意
    notes: Vec<NoteBody>,
    /// 別の書き方
    expansions: Vec<ExpansionBody>,
}

#[derive(Serialize, ToSchema)]
struct WordsBody {
    /// 語
    words: Vec<String>,
    /// 必要な語の数
    n_needed: usize,
}

#[derive(Serialize, ToSchema)]
struct NoteBody {
    /// 内容
    message: String,
    /// 検索語の中の位置
    position_chars: usize,
}

#[derive(Serialize, ToSchema)]
struct ExpansionBody {
    /// 語
    term: String,
    /// 別の書き方の規則
    rule: &'static str,
    /// 別の書き方
    alternatives: Vec<AlternativeBody>,
}

#[derive(Serialize, ToSchema)]
struct AlternativeBody {
    /// 文字列
    text: String,
    /// 該当箇所の数
    n_hits: usize,
    /// 検索に加えているか
    on: bool,
    /// 定義箇所
    #[serde(skip_serializing_if = "Option::is_none")]
    defined_at: Option<PlaceBody>,
}

#[derive(Serialize, ToSchema)]
struct PlaceBody {
    /// 文書ID
    document: String,
    /// 節ID
    section: String,
    /// 段落ID
    paragraph: String,
}

/// `sections`, `hits` and `documents` are of the wording: in the query's spelling or another.
#[derive(Serialize, ToSchema)]
struct CountsBody {
    /// 節の数
    sections: usize,
    /// 箇所の数
    hits: usize,
    /// 文書の数
    documents: usize,
    /// 段階ごとに加わる数（どのmodeでも同じ）
    by_step: StepsBody,
    /// 英字の語や数の一部に当たる箇所（ほかの数に含まない。part=1で含める）
    inside_words: usize,
    /// 段落・項目・表の欄の境をまたぐ並び（ほかの数に含まない。across=1で示す）
    across: usize,
    /// 境をまたぐ並びのある節
    across_sections: usize,
    /// 年度の分からない節（facet=fyのとき）
    #[serde(skip_serializing_if = "is_zero")]
    undated_sections: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[derive(Serialize, ToSchema)]
struct StepsBody {
    /// 完全一致
    exact: StepBody,
    /// 表記ゆれ
    variant: StepBody,
    /// 語が離れて現れるもの
    word: WordStepBody,
}

#[derive(Serialize, ToSchema)]
struct StepBody {
    /// 節の数
    sections: usize,
    /// 箇所の数
    hits: usize,
    /// 文書の数
    documents: usize,
}

#[derive(Serialize, ToSchema)]
struct WordStepBody {
    /// 節の数
    sections: usize,
    /// 文書の数
    documents: usize,
}

#[derive(Serialize, ToSchema)]
struct FacetBody {
    /// 値
    value: String,
    /// 表示する名前
    label: String,
    /// 節の数
    n_sections: usize,
}

#[derive(Serialize, ToSchema)]
struct ItemBody {
    /// 文書
    document: DocumentBody,
    /// 節
    section: SectionBody,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
    /// 順位の得点（同じ応答の中で比べる）
    score: f32,
    /// 段階（exact、variant又はword）
    step: &'static str,
    /// この節にない語
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacking: Vec<String>,
    /// 抜粋
    snippets: Vec<SnippetBody>,
    /// 該当箇所の数
    n_hits: usize,
    /// 該当箇所
    hits: Vec<HitBody>,
    /// 順位の根拠
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    explanation: BTreeMap<&'static str, f32>,
}

#[derive(Serialize, ToSchema)]
struct SectionBody {
    /// ID
    id: String,
    /// 見出し
    heading: String,
    /// 上の階層からの見出し
    path: Vec<String>,
    /// 始めと終わりのページ
    pages: Option<[PageBody; 2]>,
}

#[derive(Serialize, ToSchema)]
struct SnippetBody {
    /// 文字列
    text: String,
    /// 抜粋の中の印の範囲（Unicodeの文字数）
    marks: Vec<[usize; 2]>,
    /// 段落ID
    paragraph: String,
}

#[derive(Serialize, ToSchema)]
struct HitBody {
    /// 段階（exact、variant又はword）
    step: &'static str,
    /// 当たった書き方
    matched: String,
    /// 別の書き方の規則
    rule: Option<&'static str>,
    /// 段落ID
    paragraph: String,
    /// ページ
    page: Option<PageBody>,
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 同じ範囲（UTF-16の単位）
    utf16: [usize; 2],
    /// 前の文字
    before: String,
    /// 文字列
    text: String,
    /// 後の文字
    after: String,
    /// 言葉へのリンク（段落IDと、見分けられるときはテキストの断片）
    url: String,
    /// 本文と照合したか（常にtrue）
    verified: bool,
    /// Where annotation tools anchor (W3C Web Annotation), in the text of the section.
    selector: [SelectorBody; 2],
}

#[derive(Serialize, ToSchema)]
struct AbsenceBody {
    /// 調べた文書の数
    documents: usize,
    /// 調べた節の数
    sections: usize,
    /// 調べたページの数
    pages: usize,
    /// 調べた文字の数
    chars: usize,
    /// 文字の読めないページ
    unreadable_pages: usize,
    /// 画像が4分の1以上を占めるページ
    picture_pages: usize,
    /// 読み込んでいない添付ファイル
    attachments: usize,
    /// 条件を緩めたときの件数
    relaxations: Vec<RelaxationBody>,
    /// もしかして
    did_you_mean: Vec<RelaxationBody>,
}

#[derive(Clone, Serialize, ToSchema)]
struct RelaxationBody {
    /// 表示する名前
    label: String,
    /// 検索語
    query: String,
    /// 節の数
    n_sections: usize,
}

impl From<SearchResults> for SearchBody {
    fn from(results: SearchResults) -> SearchBody {
        let named = |facet: &Facet| name_of(FACETS, facet.field);
        let more = results.facets.iter().filter(|facet| facet.n_more > 0);
        let facets_more = more.map(|facet| (named(facet), facet.n_more)).collect();
        let facets = results.facets.into_iter().map(|facet| {
            let body = |value: shirabe_search::FacetValue| FacetBody {
                label: wording::facet_label(facet.field, &value),
                value: value.value,
                n_sections: value.n_sections,
            };
            (name_of(FACETS, facet.field), facet.values.into_iter().map(body).collect())
        });
        let meant = results.did_you_mean.into_iter().map(RelaxationBody::from);
        let did_you_mean: Vec<RelaxationBody> = meant.collect();
        SearchBody {
            absence: results.absence.map(|absence| AbsenceBody::of(absence, &did_you_mean)),
            query: results.query.into(),
            n_lacking: results.counts.lacking.sections,
            counts: results.counts.into(),
            facets: facets.collect(),
            facets_more,
            items: results.items.into_iter().map(ItemBody::from).collect(),
            n_undated: results.n_undated,
            next_offset: results.next_offset,
            index: results.index.into(),
            did_you_mean,
            titled: TitledBody::of(results.titled),
        }
    }
}

impl TitledBody {
    fn of(titled: TitledDocuments) -> Option<TitledBody> {
        let TitledDocuments { n_documents, named, .. } = titled;
        let documents = named.into_iter().map(DocumentBody::from).collect();
        (n_documents > 0).then_some(TitledBody { n_documents, documents })
    }
}

impl From<QueryReading> for QueryBody {
    fn from(reading: QueryReading) -> QueryBody {
        let notes = reading.notes.into_iter().map(|note| NoteBody {
            message: wording::remark(&note.remark),
            position_chars: note.position_chars,
        });
        QueryBody {
            raw: reading.raw,
            parsed: reading.parsed,
            read_as_words: reading.read_as_words.map(ReadAsWords::code),
            words: reading.words.into_iter().map(WordsBody::from).collect(),
            notes: notes.collect(),
            expansions: reading.expansions.into_iter().map(ExpansionBody::from).collect(),
        }
    }
}

impl From<WordsReading> for WordsBody {
    fn from(run: WordsReading) -> WordsBody {
        WordsBody { words: run.words, n_needed: run.n_needed }
    }
}

impl From<ExpansionReading> for ExpansionBody {
    fn from(expansion: ExpansionReading) -> ExpansionBody {
        let alternatives =
            expansion.alternatives.into_iter().map(|alternative| AlternativeBody {
                text: alternative.text,
                n_hits: alternative.n_hits,
                on: alternative.on,
                defined_at: alternative.defined_at.map(|(document, section, paragraph)| {
                    PlaceBody { document, section, paragraph }
                }),
            });
        ExpansionBody {
            term: expansion.term,
            rule: expansion.rule,
            alternatives: alternatives.collect(),
        }
    }
}

impl From<Counts> for CountsBody {
    fn from(counts: Counts) -> CountsBody {
        let step = |counts: StepCounts| StepBody {
            sections: counts.sections,
            hits: counts.hits,
            documents: counts.documents,
        };
        let StepCounts { sections, documents, .. } = counts.by_step.word;
        CountsBody {
            sections: counts.sections,
            hits: counts.hits,
            documents: counts.documents,
            by_step: StepsBody {
                exact: step(counts.by_step.exact),
                variant: step(counts.by_step.variant),
                word: WordStepBody { sections, documents },
            },
            across: counts.across,
            inside_words: counts.inside_words,
            across_sections: counts.across_sections,
            undated_sections: counts.undated_sections,
        }
    }
}

impl From<SectionHit> for ItemBody {
    fn from(hit: SectionHit) -> ItemBody {
        ItemBody {
            document: hit.document.into(),
            section: SectionBody {
                id: hit.section_id,
                heading: hit.heading,
                path: hit.path,
                pages: pages(hit.pages),
            },
            url: hit.url,
            score: hit.score,
            step: step_name(hit.step),
            lacking: hit.missing,
            snippets: hit.snippets.into_iter().map(SnippetBody::from).collect(),
            n_hits: hit.n_hits,
            hits: hit.hits.into_iter().map(HitBody::from).collect(),
            explanation: hit.explanation.into_iter().collect(),
        }
    }
}

impl From<Snippet> for SnippetBody {
    fn from(snippet: Snippet) -> SnippetBody {
        SnippetBody {
            text: snippet.text,
            marks: snippet.marks.into_iter().map(pair).collect(),
            paragraph: snippet.paragraph,
        }
    }
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> HitBody {
        let selector = selectors(&hit.before, &hit.text, &hit.after, hit.chars.clone());
        HitBody {
            selector,
            step: step_name(hit.step),
            matched: hit.matched,
            rule: hit.rule,
            paragraph: hit.paragraph,
            page: hit.page.map(PageBody::from),
            chars: pair(hit.chars),
            utf16: pair(hit.utf16),
            before: hit.before,
            text: hit.text,
            after: hit.after,
            url: hit.url,
            // The engine returns only hits that it found again in the text.
            verified: true,
        }
    }
}

impl AbsenceBody {
    fn of(absence: Absence, did_you_mean: &[RelaxationBody]) -> AbsenceBody {
        let relaxations = absence.relaxations.into_iter().map(RelaxationBody::from);
        AbsenceBody {
            documents: absence.documents,
            sections: absence.sections,
            pages: absence.pages,
            chars: absence.chars,
            unreadable_pages: absence.unreadable_pages,
            picture_pages: absence.picture_pages,
            attachments: absence.attachments,
            relaxations: relaxations.collect(),
            did_you_mean: did_you_mean.to_vec(),
        }
    }
}

impl From<Relaxation> for RelaxationBody {
    fn from(relaxation: Relaxation) -> RelaxationBody {
        RelaxationBody {
            label: wording::relaxation(&relaxation),
            query: relaxation.query,
            n_sections: relaxation.n_sections,
        }
    }
}
