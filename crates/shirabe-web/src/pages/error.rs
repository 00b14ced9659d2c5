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

/// What happened, with the field of the form in place of the parameter's name.
fn named(error: &WebError) -> String {
    let detail = error.detail();
    let name = error.code().strip_prefix("bad_").unwrap_or_default();
    let field = match name {
        "page" => "ページの番号",
        "fy" => "年度",
        "from" => "発行日の「開始」",
        "to" => "発行日の「終了」",
        "scope" => "複数の語がある範囲",
        "unit" => "まとめ方",
        "sort" => "並べ方",
        "mode" => "一致の段階",
        "width" => "前後の文字数",
        "chars" => "引用する文字の範囲",
        _ => return detail,
    };
    detail.strip_prefix(name).map_or(detail.clone(), |rest| format!("{field}{rest}"))
}

/// The page for an error. It asks the library nothing, so that it works when nothing else does.
pub(crate) fn page(error: &WebError, query: &str) -> Response {
    let view = ErrorView {
        frame: FrameView::unlisted(error.title(), query),
        title: error.title(),
        detail: named(error),
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
