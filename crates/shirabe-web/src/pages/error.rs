//! The page for everything that went wrong, with the search box still filled.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use shirabe_site::error::WebError;
use shirabe_site::moved_and_gone::MovedOrGone;

use crate::pages::caret::CaretView;
use crate::pages::frame::FrameView;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorView {
    frame: FrameView,
    title: &'static str,
    detail: String,
    caret: Option<CaretView>,
    /// Of something that is gone: its last text.
    last_text: Option<String>,
    /// Where to look instead.
    places: Vec<(String, String)>,
}

/// What a reader of the pages calls the parameters that a message may begin with.
const FIELDS: [(&str, &str); 24] = [
    ("q", "検索語"),
    ("page", "ページの番号"),
    ("fy", "年度"),
    ("from", "発行日の「開始」"),
    ("to", "発行日の「終了」"),
    ("scope", "複数の語がある範囲"),
    ("unit", "まとめ方"),
    ("sort", "並べ方"),
    ("mode", "一致の段階"),
    ("width", "前後の文字数"),
    ("context", "前後の長さ"),
    ("p", "段落"),
    ("chars", "引用する文字の範囲"),
    ("sample", "抜き出す数"),
    ("seed", "抜き出すときの種"),
    ("left", "「直前」"),
    ("right", "「直後」"),
    ("group", "まとめ方"),
    ("by", "数える単位"),
    ("measure", "図に示すもの"),
    ("smooth", "前後の年を合わせる幅"),
    ("ratio", "「最初の二つの比」"),
    ("gen", "世代"),
    ("hits", "引用したときの箇所の数"),
];

/// What happened, with the field of the form in place of the parameter's name that it begins with.
pub(crate) fn named(detail: &str) -> String {
    let end = detail.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(detail.len());
    let (name, rest) = detail.split_at(end);
    let field = FIELDS.iter().find(|(parameter, _)| *parameter == name);
    field.map_or_else(|| detail.to_owned(), |(_, field)| format!("{field}{rest}"))
}

/// The page for an error. It asks the library nothing, so that it works when nothing else does.
pub(crate) fn page(error: &WebError, query: &str) -> Response {
    let view = ErrorView {
        frame: FrameView::unlisted(error.title(), query),
        title: error.title(),
        detail: named(&error.detail()),
        last_text: error.moved_or_gone().and_then(MovedOrGone::last_text).map(str::to_owned),
        places: error.moved_or_gone().map(|gone| gone.places().to_vec()).unwrap_or_default(),
        caret: error.position_chars().and_then(|position| CaretView::at(query, position)),
    };
    match view.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
