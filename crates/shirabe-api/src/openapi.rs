//! The description of the API for programs (OpenAPI 3.1), made from the handlers themselves:
//! [`routes()`] is the one list of both.

use std::sync::{Arc, LazyLock};

use axum::response::Response;
use shirabe_site::Site;
use shirabe_site::error::ProblemBody;
use shirabe_site::format::json;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{analyze, concordance, documents, export, frequency, search, verify, words};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Shirabe",
        version = "1",
        description = "政策文書の検索。同じ世代の索引では、同じ問合せに同じ結果を返します。",
        contact(name = "このサイトの運用者"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/")),
    // Nobody needs a key.
    security(()),
    tags(
        (name = "検索", description = "節の検索"),
        (name = "文言", description = "文言の全ての箇所、数"),
        (name = "文書", description = "文書と節、まとめての取得"),
        (name = "読み方", description = "文字列の読み方、検索語の候補"),
        (name = "照合", description = "引用の照合"),
    ),
    components(schemas(ProblemBody))
)]
struct Description;

static DESCRIPTION: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| routes().into_openapi());

/// Every address below `/api/v1/`, with its description.
pub fn routes() -> OpenApiRouter<Arc<Site>> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(search::answer))
        .routes(routes!(concordance::answer))
        .routes(routes!(frequency::answer))
        .routes(routes!(documents::list))
        .routes(routes!(documents::whole))
        .routes(routes!(documents::section))
        .routes(routes!(export::answer))
        .routes(routes!(words::glossary))
        .routes(routes!(words::suggest))
        .routes(routes!(analyze::answer))
        .routes(routes!(verify::answer))
}

/// The description, made once.
pub fn description() -> &'static utoipa::openapi::OpenApi {
    &DESCRIPTION
}

/// `GET /api/v1/openapi.json`
#[expect(clippy::unused_async, reason = "the router takes handlers that are")]
pub async fn show() -> Response {
    json("application/json", description())
}
