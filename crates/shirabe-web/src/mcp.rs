//! `POST /mcp`: the library for assistants (Model Context Protocol), read-only and without sessions.
//!
//! Enter at [`service`]; the tools are described in [`tools`] and answered in [`answers`]. `search`
//! and `fetch` have the shapes that connectors expect: id, title, url, and id, title, text, url,
//! metadata.
//!
//! Invariant: a request that a browser sends from another site is refused, whatever it asks.

mod answers;
mod tools;

use std::sync::Arc;

use axum::http::request::Parts;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::json;

use crate::origin::Origin;
use crate::site::Site;

/// The largest request: a draft whose quotations are checked.
const MAX_BODY_BYTES: usize = 64 * 1024;

const INSTRUCTIONS: &str = "日本語の政策文書の本文を検索し、引用するための道具です。\
    searchで節を探し、fetchで本文を読み、citeで出典を得てください。\
    引用するときは、応答にあるURLと出典をそのまま示してください。";

/// The server of one request.
pub(crate) struct Server {
    site: Arc<Site>,
}

/// The service behind `/mcp`.
pub(crate) fn service(site: Arc<Site>) -> StreamableHttpService<Server, NeverSessionManager> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_sse_keep_alive(None)
        .with_max_request_body_bytes(MAX_BODY_BYTES)
        .with_allowed_hosts(allowed_hosts(site.config.public_url.as_deref()))
        .enforce_origin_validation();
    let server = move || Ok(Server { site: Arc::clone(&site) });
    StreamableHttpService::new(server, Arc::default(), config)
}

/// This machine and the public address: another name in `Host` is the sign of DNS rebinding.
fn allowed_hosts(public_url: Option<&str>) -> Vec<String> {
    let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let host = public_url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    hosts.extend(host.and_then(|rest| rest.split('/').next()).map(str::to_owned));
    hosts
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("shirabe", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let public_url = self.site.config.public_url.as_deref();
        let headers = context.extensions.get::<Parts>().map(|parts| &parts.headers);
        let origin = Origin::of(public_url, headers);
        let arguments = request.arguments.unwrap_or_default();
        let answer = answers::answer(&self.site, &request.name, arguments, origin).await;
        let Some(answer) = answer else {
            return Err(ErrorData::invalid_params(format!("no tool {}", request.name), None));
        };
        let result = match answer {
            Ok(value) => CallToolResult::structured(value),
            Err(error) => CallToolResult::structured_error(
                json!({ "code": error.code(), "detail": error.detail() }),
            ),
        };
        Ok(result.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_host_is_allowed_beside_this_machine() {
        let hosts = allowed_hosts(Some("https://shirabe.example.jp/"));
        assert_eq!(hosts, ["localhost", "127.0.0.1", "::1", "shirabe.example.jp"]);
        assert_eq!(allowed_hosts(None).len(), 3);
    }
}
