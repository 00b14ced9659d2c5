//! Pages whose text does not depend on the library: `/help`, `/assistants`, `/accessibility`.

use askama::Template;
use axum::response::Response;
use shirabe_api::mcp;
use shirabe_site::origin::Origin;
use shirabe_site::url::encode;

use crate::pages::frame::FrameView;
use crate::render::html;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpView {
    frame: FrameView,
    examples: Vec<ExampleView>,
    keys: &'static [(&'static [&'static str], &'static str)],
}

/// A thing to look for and how to write it.
struct ExampleView {
    aim: &'static str,
    query: &'static str,
    url: String,
}

#[derive(Template)]
#[template(path = "assistants.html")]
struct AssistantsView {
    frame: FrameView,
    mcp: String,
    /// Name, title and description of each tool.
    tools: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityView {
    frame: FrameView,
}

const EXAMPLES: &[(&str, &str)] = &[
    ("ある語を含む節", "創薬"),
    ("二つの語をどちらも含む節", "創薬 人材育成"),
    ("どちらかの語を含む節", "創薬 OR 再生医療"),
    ("ある語を含み、別の語を含まない節", "創薬 -予算"),
    ("このとおりの言い回し（表記ゆれは認める）", "\"基礎研究の果たす役割\""),
    ("この表記だけ（表記ゆれも認めない）", "=取り組み"),
    ("20文字以内に並ぶ二つの語（順は問わない）", "創薬 NEAR/20 人材"),
    ("この順に並ぶ二つの語", "研究力 BEFORE/10 低下"),
    ("間の文字が分からない言い回し", "\"研究*低下\""),
    ("文字の型", "/第[0-9]+期/"),
    ("見出しにある語を含む節", "節:人材育成 女性研究者"),
    ("ある機関が発行した文書", "創薬 発行:文部科学省"),
    ("ある年度から後の文書", "予算 年度:R7.."),
    ("同じ文の中に二つの語", "創薬 人材 範囲:文"),
];

const KEYS: &[(&[&str], &str)] = &[
    (&["/"], "検索欄へ移る"),
    (&["Esc"], "候補を閉じる。検索欄から出る"),
    (&["↑", "↓", "Enter"], "検索欄の候補を選ぶ"),
    (&["j", "k", "Enter"], "検索結果を下、上へ進む。開く"),
    (&["n", "p"], "節の中の次、前の該当箇所へ移る"),
    (&["[", "]"], "前、次の節を開く"),
    (&["c"], "引用の欄を開く"),
    (&["t"], "目次へ移る"),
    (&["?"], "この説明を開く"),
];

/// `GET /help`
pub(crate) async fn help(origin: Origin) -> Response {
    let examples = EXAMPLES.iter().map(|(aim, query)| ExampleView {
        aim,
        query,
        url: format!("/search?q={}", encode(query)),
    });
    let frame = frame("使い方", "/help", &origin);
    html(&HelpView { frame, examples: examples.collect(), keys: KEYS })
}

/// `GET /assistants`
pub(crate) async fn assistants(origin: Origin) -> Response {
    let frame = frame("AIアシスタントから使う", "/assistants", &origin);
    html(&AssistantsView { frame, mcp: origin.join("/mcp"), tools: mcp::described() })
}

/// `GET /accessibility`
pub(crate) async fn accessibility(origin: Origin) -> Response {
    let title = "ウェブアクセシビリティ方針";
    html(&AccessibilityView { frame: frame(title, "/accessibility", &origin) })
}

fn frame(title: &str, path: &str, origin: &Origin) -> FrameView {
    FrameView { canonical: Some(origin.join(path)), ..FrameView::new(title) }
}
