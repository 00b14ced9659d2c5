//! `POST /mcp`: the library for assistants (Model Context Protocol), read-only and without sessions.
//!
//! Enter at [`service`]; the tools are described in `tools` and answered in `answers`. `search`
//! and `fetch` have the shapes that connectors expect: id, title, url, and id, title, text, url,
//! metadata.
//!
//! Invariant: a request that a browser sends from another site is refused, whatever it asks.

mod answers;
mod arguments;
mod bodies;
mod tools;

use std::sync::Arc;

use axum::http::request::Parts;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock,
    Implementation, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, MetaObject,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult,
    ResourceContents, ResourceTemplate, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::params::PageOfList;
use shirabe_site::{Config, Site, url};

use answers::{Desk, Reply};

/// The largest request: a draft of 64,000 characters, each of which JSON may write in twelve bytes.
const MAX_BODY_BYTES: usize = 900 * 1024;

/// How long the list of tools may be kept: an hour. It changes with the program only.
const TOOLS_TTL_MS: u64 = 3_600_000;
/// How long texts and lists of documents may be kept: a minute, as an ingest may change them.
const TEXTS_TTL_MS: u64 = 60_000;
/// Resources in one answer.
const N_RESOURCES: usize = 100;

const INSTRUCTIONS: &str = "日本語の政策文書の本文を検索し、引用するための道具です。\
    searchで節を探し、fetchで本文を読み、citeで出典を得てください。\
    一覧は分けて返します。続きは、応答のnext_cursorをcursorに指定して得てください。\
    引用するときは、応答にあるURLと出典をそのまま示してください。";

/// The server of one request.
pub struct Server {
    site: Arc<Site>,
}

/// The service behind `/mcp`.
pub fn service(site: Arc<Site>) -> StreamableHttpService<Server, NeverSessionManager> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_sse_keep_alive(None)
        .with_max_request_body_bytes(MAX_BODY_BYTES)
        .with_allowed_hosts(allowed_hosts(&site.config))
        .with_allowed_origins(own_origin(site.config.public_url.as_deref()))
        .enforce_origin_validation();
    let server = move || Ok(Server { site: Arc::clone(&site) });
    StreamableHttpService::new(server, Arc::default(), config)
}

/// Name, title and description of each tool, for people.
pub fn described() -> Vec<(String, String, String)> {
    let text = |text: Option<String>| text.unwrap_or_default();
    let told = |tool: rmcp::model::Tool| {
        let description = tool.description.map(std::borrow::Cow::into_owned);
        (tool.name.into_owned(), text(tool.title), text(description))
    };
    tools::all().into_iter().map(told).collect()
}

/// This machine and the public address: another name in `Host` is the sign of DNS rebinding.
fn allowed_hosts(config: &Config) -> Vec<String> {
    let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let host = config.public_url.as_deref().and_then(|url| url.split_once("://"));
    hosts.extend(host.and_then(|(_, rest)| rest.split('/').next()).map(str::to_owned));
    hosts.extend(config.hosts.iter().flatten().cloned());
    hosts
}

/// The origin of the site's own pages, with the port that the scheme means.
fn own_origin(public_url: Option<&str>) -> Option<String> {
    let (scheme, rest) = public_url?.split_once("://")?;
    let host = rest.split('/').next()?;
    let port = if scheme == "https" { 443 } else { 80 };
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    Some(if has_port { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") })
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("shirabe", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = ListToolsResult::with_all_items(tools::all());
        Ok(tools.with_ttl_ms(TOOLS_TTL_MS).with_cache_scope(CacheScope::Public))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let origin = self.origin(&context);
        let answer = answers::answer(&self.site, &request.name, arguments, origin).await;
        let Some(answer) = answer else {
            return Err(ErrorData::invalid_params(format!("no tool {}", request.name), None));
        };
        Ok(answer.map_or_else(|error| refusal(&error), result).into())
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let origin = self.origin(&context);
        let template = |path: &str, name: &str, title: &str| {
            let template = ResourceTemplate::new(origin.join(path), name);
            template.with_title(title).with_mime_type("text/plain")
        };
        let templates = ListResourceTemplatesResult::with_all_items(vec![
            template(&url::section("{document}", "{section}"), "section", "節の本文"),
            template(&url::document("{document}"), "document", "文書の目次"),
        ]);
        Ok(templates.with_ttl_ms(TOOLS_TTL_MS).with_cache_scope(CacheScope::Public))
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        let offset = cursor.map_or(Ok(0), |cursor| cursor.parse::<usize>());
        let offset = offset.map_err(|_| ErrorData::invalid_params("no such cursor", None))?;
        let documents = self.site.ask(|generation| Ok(generation.documents()?)).await;
        let documents = documents.map_err(|error| unreadable(&error))?;
        let page = PageOfList::of(documents.iter(), offset, N_RESOURCES);
        let origin = self.origin(&context);
        let link = |document: &shirabe_search::DocumentSummary| {
            let address = origin.join(&url::document(&document.id));
            answers::link(&address, &document.id, &document.title)
        };
        let mut listed =
            ListResourcesResult::with_all_items(page.items.into_iter().map(link).collect());
        listed.next_cursor = page.next_offset.map(|offset| offset.to_string());
        Ok(listed.with_ttl_ms(TEXTS_TTL_MS).with_cache_scope(CacheScope::Public))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let desk = Desk { origin: self.origin(&context), today: (self.site.config.today)() };
        let uri = request.uri.clone();
        let read = self.site.ask(move |generation| {
            let (document, place) = answers::named(generation, &uri)?;
            Ok(answers::whole_text(&document, place, &desk))
        });
        let found = read.await.map_err(|error| unreadable(&error))?;
        let read = ReadResourceResult::new(vec![ResourceContents::text(found.text, request.uri)]);
        Ok(read.with_ttl_ms(TEXTS_TTL_MS).with_cache_scope(CacheScope::Public).into())
    }
}

impl Server {
    fn origin(&self, context: &RequestContext<RoleServer>) -> Origin {
        let headers = context.extensions.get::<Parts>().map(|parts| &parts.headers);
        Origin::of(&self.site.config, headers)
    }
}

/// The data once, and beside them a text and links to what they speak of.
fn result(reply: Reply) -> CallToolResult {
    let links = reply.links.into_iter().map(ContentBlock::resource_link);
    let content = std::iter::once(ContentBlock::text(reply.text)).chain(links).collect();
    let mut result = CallToolResult::success(content);
    result.structured_content = Some(reply.data);
    result
}

/// An error in words. It carries no data, because those of a tool must meet its `outputSchema`; the code
/// stands in `_meta`.
fn refusal(error: &WebError) -> CallToolResult {
    let text = format!("{}（{}）", error.detail(), error.code());
    let mut meta = MetaObject::default();
    meta.insert("code".to_owned(), error.code().into());
    CallToolResult::error(vec![ContentBlock::text(text)]).with_meta(Some(meta))
}

fn unreadable(error: &WebError) -> ErrorData {
    if error.status().is_server_error() {
        ErrorData::internal_error(error.detail(), None)
    } else {
        ErrorData::resource_not_found(error.detail(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_the_site_are_of_its_own_origin() {
        let origin = |url: &str| own_origin(Some(url)).unwrap();
        assert_eq!(origin("https://shirabe.example.jp/x"), "https://shirabe.example.jp:443");
        assert_eq!(origin("http://a.example:8080"), "http://a.example:8080");
        assert_eq!(own_origin(None), None);
    }

    #[test]
    fn the_public_host_is_allowed_beside_this_machine() {
        let config = Config::new(|| shirabe_document::Date { year: 2026, month: None, day: None });
        assert_eq!(allowed_hosts(&config).len(), 3);
        let config = Config {
            public_url: Some("https://shirabe.example.jp/".to_owned()),
            hosts: Some(vec!["intra.example".to_owned()]),
            ..config
        };
        let hosts = ["localhost", "127.0.0.1", "::1", "shirabe.example.jp", "intra.example"];
        assert_eq!(allowed_hosts(&config), hosts);
    }
}
