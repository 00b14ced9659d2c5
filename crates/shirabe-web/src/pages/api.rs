//! `/api`: the API for people, from the same description that programs read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use shirabe_api::openapi::description;
use shirabe_site::Site;
use shirabe_site::origin::Origin;
use shirabe_site::url::encode;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};

use crate::pages::frame::FrameView;
use crate::render::html;

#[derive(Template)]
#[template(path = "api.html")]
struct ApiView {
    frame: FrameView,
    example: String,
    mcp: String,
    operations: Vec<OperationView>,
    /// What the collection is, for catalogues of data (JSON-LD, schema.org Dataset).
    dataset: String,
}

/// One address.
struct OperationView {
    id: String,
    summary: String,
    method: &'static str,
    path: String,
    parameters: Vec<ParameterView>,
}

/// One parameter.
struct ParameterView {
    name: String,
    description: String,
    /// The choices, as they are typed.
    choices: Vec<String>,
    /// What else may stand there, in words.
    values: String,
    is_required: bool,
}

/// `GET /api`
pub(crate) async fn show(State(site): State<Arc<Site>>, origin: Origin) -> Response {
    let built = site.look(|generation| generation.info().built).await.ok();
    let frame = FrameView { canonical: Some(origin.join("/api")), ..FrameView::new("API") };
    let example = origin.join(&format!("/api/v1/search?q={}&limit=5", encode("創薬")));
    html(&ApiView {
        frame,
        example,
        mcp: origin.join("/mcp"),
        operations: operations(),
        dataset: dataset(&origin, built.as_deref()),
    })
}

fn dataset(origin: &Origin, built: Option<&str>) -> String {
    let distribution = |unit: &str| {
        json!({
            "@type": "DataDownload",
            "encodingFormat": "application/x-ndjson",
            "contentUrl": origin.join(&format!("/api/v1/export?unit={unit}")),
        })
    };
    let dataset = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Shirabe：政策文書の本文",
        "description": "日本語の政策文書の本文を、節ごと又は文書ごとに、書誌と固定リンクとともに収めたもの。",
        "url": origin.join("/api"),
        "inLanguage": "ja",
        "isAccessibleForFree": true,
        "dateModified": built,
        "distribution": [distribution("section"), distribution("document"), distribution("definition")],
    });
    // No text may end the element that it stands in.
    dataset.to_string().replace('<', "\\u003c")
}

fn operations() -> Vec<OperationView> {
    let items = description().paths.paths.iter();
    let operations = items.flat_map(|(path, item)| {
        let named = [("GET", &item.get), ("POST", &item.post)];
        let there = named
            .into_iter()
            .filter_map(|(name, operation)| Some(operation_view(name, path, operation.as_ref()?)));
        there.collect::<Vec<_>>()
    });
    let mut operations: Vec<_> = operations.collect();
    // What most people come for stands first.
    operations.sort_by_key(|operation| operation.path != "/api/v1/search");
    operations
}

fn operation_view(method: &'static str, path: &str, operation: &Operation) -> OperationView {
    // The handlers describe their parameters in place; none refers to another.
    let parameters =
        operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        });
    OperationView {
        id: operation.operation_id.clone().unwrap_or_default(),
        summary: operation.summary.clone().unwrap_or_default(),
        method,
        path: path.to_owned(),
        parameters: parameters.map(parameter_view).collect(),
    }
}

fn parameter_view(parameter: &Parameter) -> ParameterView {
    let schema = serde_json::to_value(&parameter.schema).unwrap_or_default();
    ParameterView {
        name: parameter.name.clone(),
        description: parameter.description.clone().unwrap_or_default(),
        choices: choices(&schema),
        values: values(&schema),
        is_required: parameter.parameter_in == ParameterIn::Path
            || parameter.required == utoipa::openapi::Required::True,
    }
}

fn choices(schema: &Value) -> Vec<String> {
    let names = schema["enum"].as_array().into_iter().flatten();
    let names = names.filter_map(Value::as_str).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn values(schema: &Value) -> String {
    let bounds = (schema["minimum"].as_u64(), schema["maximum"].as_u64());
    match (schema["type"].as_str(), bounds) {
        (Some("array"), _) => format!("{}（繰り返して指定できる）", values(&schema["items"])),
        (Some("integer"), (Some(least), Some(most))) => format!("{least}から{most}まで"),
        (Some("string"), _) if schema["enum"].is_array() => String::new(),
        (Some("string"), _) => match schema["maxLength"].as_u64() {
            Some(most) => format!("{most}文字まで"),
            None => "文字列".to_owned(),
        },
        _ => String::new(),
    }
}
