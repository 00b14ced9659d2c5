//! What can go wrong for a visitor: [`WebError`], and how it is said.
//!
//! A handler returns a bare [`WebError`]; one middleware of the site turns it into a Japanese page with
//! the search box or, for programs, into `application/problem+json` ([`problem`]). Internals go to the
//! log only.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shirabe_export::ExportError;
use shirabe_verify::MAX_DRAFT_CHARS;
use utoipa::openapi::{self, ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::format::json;
use crate::library::LibraryError;
use crate::moved_and_gone::MovedOrGone;
use crate::params::MAX_QUERY_CHARS;

/// What a visitor is told instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebError {
    /// The request asks for something that cannot be done.
    BadRequest {
        /// Stable name for programs.
        code: String,
        /// In Japanese.
        detail: String,
        /// Where in the raw query.
        position_chars: Option<usize>,
    },
    /// There is nothing at this address.
    NotFound,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The address is longer than any search needs.
    AddressTooLong,
    /// The body is larger than the site takes.
    BodyTooLarge,
    /// The address is that of something that has moved or is gone.
    MovedOrGone(Box<MovedOrGone>),
    /// A section has no such characters.
    CharsOutside {
        /// How many it has.
        n_chars: usize,
    },
    /// The source of a document is not kept.
    NoSource,
    /// What was counted is not counted along the time, which a chart shows.
    NoChart,
    /// The text is longer than one request may be.
    TextTooLong {
        /// Its length.
        n_chars: usize,
    },
    /// The site is not known under this name.
    Misdirected,
    /// One client asks more often than it may.
    TooOften {
        /// Seconds until it may ask again.
        wait_s: u64,
    },
    /// No generation is open yet.
    Preparing,
    /// Too many searches at once.
    Busy,
    /// The search took too long and was given up.
    TooSlow,
    /// Something is broken.
    Internal,
}

/// `application/problem+json` (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct ProblemBody {
    /// 常にabout:blank
    #[serde(rename = "type")]
    kind: &'static str,
    /// 題
    title: &'static str,
    /// HTTPの状態
    status: u16,
    /// 変わらない名前
    code: String,
    /// 何が起き、どうすればよいか
    detail: String,
    /// 検索語の中の位置
    #[serde(skip_serializing_if = "Option::is_none")]
    position_chars: Option<usize>,
    /// なくなったものの最後の本文
    #[serde(skip_serializing_if = "Option::is_none")]
    last_text: Option<String>,
    /// 今ある場所
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<ProblemPlaceBody>,
}

#[derive(Serialize, ToSchema)]
struct ProblemPlaceBody {
    /// 見出し
    heading: String,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

/// The refusals that every address of the API may give, for its description.
pub struct Problems;

/// The refusal of addresses that name something.
pub struct NotFound;

/// The refusal of addresses that take a text.
pub struct TooLong;

impl IntoResponses for TooLong {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        BTreeMap::from([("413".to_owned(), described("送られた内容が長すぎる"))])
    }
}

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let of = |status: &str, description| (status.to_owned(), described(description));
        BTreeMap::from([
            of("400", "指定の誤り"),
            of("414", "アドレスが長すぎる"),
            of("429", "問合せが多すぎる"),
            of("500", "内部のエラー"),
            of("503", "準備中、混雑又は時間切れ"),
        ])
    }
}

impl IntoResponses for NotFound {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        BTreeMap::from([
            ("300".to_owned(), described("複数の箇所に分かれた")),
            ("301".to_owned(), described("移動した")),
            ("404".to_owned(), described("該当するものがない")),
            ("410".to_owned(), described("なくなった。最後の本文を示す")),
        ])
    }
}

fn described(description: &str) -> RefOr<openapi::Response> {
    let body = Ref::from_schema_name(ProblemBody::name());
    let content = ContentBuilder::new().schema(Some(body)).build();
    let response = ResponseBuilder::new().description(description);
    RefOr::T(response.content("application/problem+json", content).build())
}

impl WebError {
    /// A refusal that is not about a place in the query.
    pub fn bad(code: String, detail: String) -> WebError {
        WebError::BadRequest { code, detail, position_chars: None }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            WebError::BadRequest { .. } => StatusCode::BAD_REQUEST,
            WebError::NotFound
            | WebError::NoSource
            | WebError::NoChart
            | WebError::CharsOutside { .. } => StatusCode::NOT_FOUND,
            WebError::MovedOrGone(gone) => match **gone {
                MovedOrGone::Moved { .. } => StatusCode::MOVED_PERMANENTLY,
                MovedOrGone::Several { .. } => StatusCode::MULTIPLE_CHOICES,
                MovedOrGone::Gone { .. }
                | MovedOrGone::DocumentGone { .. }
                | MovedOrGone::TakenDown { .. } => StatusCode::GONE,
            },
            WebError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            WebError::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            WebError::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            WebError::AddressTooLong => StatusCode::URI_TOO_LONG,
            WebError::BodyTooLarge | WebError::TextTooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::Preparing | WebError::Busy | WebError::TooSlow => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            WebError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable name for programs.
    pub fn code(&self) -> &str {
        match self {
            WebError::BadRequest { code, .. } => code,
            WebError::NotFound => "not_found",
            WebError::CharsOutside { .. } => "chars_outside",
            WebError::NoSource => "no_source",
            WebError::NoChart => "no_chart",
            WebError::MovedOrGone(gone) => match **gone {
                MovedOrGone::Moved { .. } => "moved",
                MovedOrGone::Several { .. } => "several",
                MovedOrGone::Gone { .. } => "gone",
                MovedOrGone::DocumentGone { .. } => "withdrawn",
                MovedOrGone::TakenDown { .. } => "taken_down",
            },
            WebError::MethodNotAllowed => "method_not_allowed",
            WebError::Misdirected => "misdirected",
            WebError::TooOften { .. } => "too_often",
            WebError::AddressTooLong => "address_too_long",
            WebError::BodyTooLarge => "body_too_large",
            WebError::TextTooLong { .. } => "text_too_long",
            WebError::Preparing => "preparing",
            WebError::Busy => "busy",
            WebError::TooSlow => "too_slow",
            WebError::Internal => "internal",
        }
    }

    /// The heading of the page.
    pub fn title(&self) -> &'static str {
        match self {
            WebError::BadRequest { .. } => "この条件では検索できません",
            WebError::NotFound => "ページが見つかりません",
            WebError::CharsOutside { .. } => "この箇所はありません",
            WebError::NoSource => "原資料の写しがありません",
            WebError::NoChart => "図がありません",
            WebError::MovedOrGone(gone) => match **gone {
                MovedOrGone::Moved { .. } => "移動しました",
                MovedOrGone::Several { .. } => "複数の箇所に分かれました",
                MovedOrGone::Gone { .. } => "この箇所はなくなりました",
                MovedOrGone::DocumentGone { .. } => "この文書は収録から外れました",
                MovedOrGone::TakenDown { .. } => "この文書は公開をやめました",
            },
            WebError::MethodNotAllowed => "この方法では利用できません",
            WebError::Misdirected => "この名前のサイトはありません",
            WebError::TooOften { .. } => "短い時間に多くの問合せがありました",
            WebError::AddressTooLong => "アドレスが長すぎます",
            WebError::BodyTooLarge | WebError::TextTooLong { .. } => "送信された内容が大きすぎます",
            WebError::Preparing => "検索の準備をしています",
            WebError::Busy => "ただいま混み合っています",
            WebError::TooSlow => "時間内に検索が終わりませんでした",
            WebError::Internal => "エラーが発生しました",
        }
    }

    /// What happened and what to do, in Japanese.
    pub fn detail(&self) -> String {
        match self {
            WebError::BadRequest { detail, .. } => detail.clone(),
            WebError::NotFound => {
                "アドレスが誤っているか、文書が移動又は削除された可能性があります。\
                 検索欄から文書をお探しください。"
                    .to_owned()
            }
            WebError::CharsOutside { n_chars } => format!(
                "この節は{n_chars}文字です。charsには、0から{n_chars}までの始めと終わりを指定してください。"
            ),
            WebError::NoSource => {
                "この文書の原資料の写しは保存していません。1 MiBを超えるJSONLファイルから読み込んだ文書は、\
                 索引が大きくなるのを避けるため、写しを残しません。公表元と原資料のファイル名は、\
                 文書のページに示しています。"
                    .to_owned()
            }
            WebError::NoChart => {
                "図は、年度、年又は月の一つだけで数えたときに作ります。".to_owned()
            }
            WebError::MovedOrGone(gone) => gone.detail(),
            WebError::MethodNotAllowed => {
                "このアドレスは、Allowヘッダーに示す方法（GET、POST）で利用してください。"
                    .to_owned()
            }
            WebError::Misdirected => {
                "このサーバーは、ほかの名前で公開しています。アドレスを確かめてください。".to_owned()
            }
            WebError::TooOften { wait_s } => {
                format!("{wait_s}秒たってから、もう一度お試しください。")
            }
            WebError::AddressTooLong => {
                format!("検索語は{MAX_QUERY_CHARS}文字以内で入力してください。")
            }
            WebError::TextTooLong { n_chars } => format!(
                "草稿は{MAX_DRAFT_CHARS}文字以内で送ってください（{n_chars}文字ありました）。分けて照合できます。"
            ),
            WebError::BodyTooLarge => "送信する内容を短くして、もう一度お試しください。".to_owned(),
            WebError::Preparing => {
                "索引を開いています。しばらく待ってから、もう一度お試しください。".to_owned()
            }
            WebError::Busy => "しばらく待ってから、もう一度お試しください。".to_owned(),
            WebError::TooSlow => {
                "検索語を減らすか、条件を追加して、もう一度お試しください。".to_owned()
            }
            WebError::Internal => {
                "原因は記録されました。しばらく待ってから、もう一度お試しください。".to_owned()
            }
        }
    }

    /// Where in the raw query.
    pub fn position_chars(&self) -> Option<usize> {
        match self {
            WebError::BadRequest { position_chars, .. } => *position_chars,
            _ => None,
        }
    }

    /// What has become of an address.
    pub fn moved_or_gone(&self) -> Option<&MovedOrGone> {
        match self {
            WebError::MovedOrGone(gone) => Some(gone),
            _ => None,
        }
    }

    /// Seconds after which the same request may be answered.
    pub fn retry_after_s(&self) -> Option<u64> {
        match self {
            WebError::TooOften { wait_s } => Some(*wait_s),
            error if error.status() == StatusCode::SERVICE_UNAVAILABLE => Some(5),
            _ => None,
        }
    }

    /// The error that a bare answer of a layer stands for.
    pub fn of_status(status: StatusCode) -> Option<WebError> {
        match status {
            // A body that ends early or is none; addresses that are no text were refused before.
            StatusCode::BAD_REQUEST => {
                let detail = "送信された内容を最後まで読み取れませんでした。".to_owned();
                Some(WebError::bad("bad_body".to_owned(), detail))
            }
            StatusCode::METHOD_NOT_ALLOWED => Some(WebError::MethodNotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Some(WebError::BodyTooLarge),
            StatusCode::SERVICE_UNAVAILABLE => Some(WebError::TooSlow),
            _ => None,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<LibraryError> for WebError {
    fn from(error: LibraryError) -> WebError {
        match error {
            LibraryError::TooSlow => WebError::TooSlow,
            LibraryError::Broken(cause) => {
                tracing::error!(cause, "the library could not answer");
                WebError::Internal
            }
        }
    }
}

impl From<ExportError> for WebError {
    fn from(error: ExportError) -> WebError {
        // A reader who has gone is no fault; and nobody reads this answer then.
        tracing::debug!(%error, "a file was not completed");
        WebError::Internal
    }
}

/// The problem document of an error.
pub fn problem(error: &WebError) -> Response {
    let places = error.moved_or_gone().map(MovedOrGone::places).unwrap_or_default();
    let place = |(heading, url): &(String, String)| ProblemPlaceBody {
        heading: heading.clone(),
        url: url.clone(),
    };
    let body = ProblemBody {
        kind: "about:blank",
        title: error.title(),
        status: error.status().as_u16(),
        code: error.code().to_owned(),
        detail: error.detail(),
        position_chars: error.position_chars(),
        last_text: error.moved_or_gone().and_then(MovedOrGone::last_text).map(str::to_owned),
        places: places.iter().map(place).collect(),
    };
    json("application/problem+json", &body)
}
