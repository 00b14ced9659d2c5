//! `/help`: how to write a query, and the keys.

use askama::Template;
use axum::response::Response;

use crate::format::html;
use crate::pages::frame::FrameView;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpView {
    frame: FrameView,
}

/// `GET /help`
pub(crate) async fn show() -> Response {
    let canonical = Some("/help".to_owned());
    html(&HelpView { frame: FrameView { canonical, ..FrameView::new("使い方") } })
}
