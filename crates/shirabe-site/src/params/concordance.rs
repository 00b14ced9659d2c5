//! The parameters of `/concordance` and `/api/v1/concordance`: those of a search, with an order, a grouping
//! and conditions of their own.

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shirabe_search::Sort;
use shirabe_wording::{ConcordanceRequest, Context, Key, Neighbour, SortKey};

use super::values::{filled, number, switch};
use super::{SearchParams, pairs};
use crate::error::WebError;
use crate::format::{Answer, answer_named};
use crate::url::encode;

/// Characters of context on either side, unless asked for otherwise.
pub(super) const DEFAULT_WIDTH_CHARS: usize = 20;
/// As many as BCCWJ's 中納言 gives at the most, in words.
pub(super) const MAX_WIDTH_CHARS: usize = 500;
/// Lines of one answer of the API, at the most.
pub(super) const MAX_LINES: usize = 1_000;
/// Lines of one answer of the API, unless asked for otherwise: a page of them.
pub(super) const DEFAULT_LINES: usize = 100;
/// As KonText offers; a fourth key decides nothing that is read.
pub const MAX_SORT_KEYS: usize = 3;
/// A table has two sides.
pub(super) const MAX_GROUP_KEYS: usize = 2;
/// More lines than anyone reads one by one.
pub(super) const MAX_SAMPLE: usize = 100_000;
/// A condition on a neighbour is a short text.
pub(super) const MAX_NEIGHBOUR_CHARS: usize = 200;

/// The parameters that no search has, or that mean something else there.
const OWN: [&str; 16] = [
    "sort", "sort2", "sort3", "group", "left", "right", "context", "width", "sample", "seed",
    "unique", "collate", "limit", "offset", "page", "format",
];

/// A search and how its occurrences are laid out.
#[derive(Clone, Debug)]
pub struct ConcordanceParams {
    /// What is searched; its own order says nothing.
    pub search: SearchParams,
    /// `sort`
    pub sort: Vec<SortKey>,
    /// `group`
    pub group: Vec<Key>,
    /// `left`
    pub left: Option<Neighbour>,
    /// `right`
    pub right: Option<Neighbour>,
    /// `context`
    pub context: Context,
    /// `sample`
    pub sample: Option<usize>,
    /// `seed`
    pub seed: u64,
    /// `unique=sentence`
    pub unique: bool,
    /// `collate=reading`
    pub by_reading: bool,
    /// `limit`
    pub limit: usize,
    /// `offset`
    pub offset: usize,
    /// `page`, from 1; the site's pager.
    pub page: usize,
    /// `format`
    pub answer: Answer,
}

impl ConcordanceParams {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<ConcordanceParams, WebError> {
        let is_own = |(name, _): &(String, String)| OWN.contains(&name.as_str());
        let (own, search): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_own);
        let mut params = ConcordanceParams::from(SearchParams::parse(&search)?);
        for (name, value) in &own {
            if let Some(value) = filled(&["left", "right"], name, value) {
                params.set(name, value)?;
            }
        }
        if params.sort.len() > MAX_SORT_KEYS || params.group.len() > MAX_GROUP_KEYS {
            let detail = format!("sortは{MAX_SORT_KEYS}個、groupは{MAX_GROUP_KEYS}個までです。");
            return Err(WebError::bad("too_many_keys".to_owned(), detail));
        }
        Ok(params)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), WebError> {
        match name {
            // The form has a list for each key.
            "sort" | "sort2" | "sort3" => self.sort.extend(sort_keys(value)?),
            "group" => {
                for key in value.split(',') {
                    self.group.push(key.parse().map_err(|()| bad_key(name, key))?);
                }
            }
            "left" => self.left = Some(neighbour(name, value, Neighbour::before)?),
            "right" => self.right = Some(neighbour(name, value, Neighbour::behind)?),
            "context" => self.context = context(value)?,
            "width" => {
                let n = number(name, value, 1, MAX_WIDTH_CHARS)?;
                self.context = Context::Chars { before: n, after: n };
            }
            "sample" => self.sample = Some(number(name, value, 1, MAX_SAMPLE)?),
            "seed" => self.seed = number(name, value, 0, u64::MAX)?,
            "unique" => self.unique = unique(value)?,
            "collate" => self.by_reading = collation(value)?,
            "limit" => self.limit = number(name, value, 0, MAX_LINES)?,
            "offset" => self.offset = number(name, value, 0, usize::MAX / 2)?,
            "page" => self.page = number(name, value, 1, usize::MAX / 1_000)?,
            _ => self.answer = answer_named(value)?,
        }
        Ok(())
    }

    /// What is asked of the library.
    pub fn request(&self) -> ConcordanceRequest {
        ConcordanceRequest {
            sort: self.sort.clone(),
            group: self.group.clone(),
            left: self.left.clone(),
            right: self.right.clone(),
            context: self.context,
            sample: self.sample.map(|n| (n, self.seed)),
            unique: self.unique,
            by_reading: self.by_reading,
            ..ConcordanceRequest::of(self.search.request())
        }
    }

    /// The address of these lines, as a page or a file, without place and format.
    pub fn url(&self, path: &str) -> String {
        let mut url = format!("{path}?{}", self.search.query_string());
        let mut add = |name: &str, value: &str| {
            let _ = write!(url, "&{name}={}", encode(value));
        };
        if !self.sort.is_empty() {
            add("sort", &joined(&self.sort));
        }
        if !self.group.is_empty() {
            add("group", &joined(&self.group));
        }
        for (name, neighbour) in [("left", &self.left), ("right", &self.right)] {
            if let Some(neighbour) = neighbour {
                add(name, &neighbour.text);
            }
        }
        let context = context_name(self.context);
        if context != context_name(default_context()) {
            add("context", &context);
        }
        if let Some(n) = self.sample {
            add("sample", &n.to_string());
            add("seed", &self.seed.to_string());
        }
        if self.unique {
            add("unique", "sentence");
        }
        if self.by_reading {
            add("collate", "reading");
        }
        url
    }
}

impl From<SearchParams> for ConcordanceParams {
    fn from(search: SearchParams) -> ConcordanceParams {
        ConcordanceParams {
            search: SearchParams { sort: Sort::default(), ..search },
            sort: Vec::new(),
            group: Vec::new(),
            left: None,
            right: None,
            context: default_context(),
            sample: None,
            seed: 0,
            unique: false,
            by_reading: false,
            limit: DEFAULT_LINES,
            offset: 0,
            page: 1,
            answer: Answer::Json,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ConcordanceParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<ConcordanceParams, WebError> {
        ConcordanceParams::parse(pairs(&parts.uri))
    }
}

/// Keys as an address names them.
pub fn joined(keys: &[impl ToString]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn default_context() -> Context {
    Context::Chars { before: DEFAULT_WIDTH_CHARS, after: DEFAULT_WIDTH_CHARS }
}

/// A context as an address names it.
pub fn context_name(context: Context) -> String {
    match context {
        Context::Chars { before, after } if before == after => before.to_string(),
        Context::Chars { before, after } => format!("{before}:{after}"),
        Context::Sentence => "sentence".to_owned(),
        Context::Paragraph => "paragraph".to_owned(),
    }
}

fn context(value: &str) -> Result<Context, WebError> {
    let n = |value: &str| number("context", value, 0, MAX_WIDTH_CHARS);
    match value {
        "sentence" => Ok(Context::Sentence),
        "paragraph" => Ok(Context::Paragraph),
        _ => match value.split_once(':') {
            Some((before, after)) => Ok(Context::Chars { before: n(before)?, after: n(after)? }),
            None => Ok(Context::Chars { before: n(value)?, after: n(value)? }),
        },
    }
}

/// The former name of the order of the documents asks for no key.
fn sort_keys(value: &str) -> Result<Vec<SortKey>, WebError> {
    if value == "document" {
        return Ok(Vec::new());
    }
    value.split(',').map(|key| key.parse().map_err(|()| bad_key("sort", key))).collect()
}

fn bad_key(name: &str, key: &str) -> WebError {
    // 文末 waits until sentences are known by how they end.
    let not_yet = match key.trim_start_matches('-') {
        "closing" => "closing（文末）によるまとめ方は、まだありません。",
        _ => "",
    };
    let detail = format!(
        "{not_yet}{name}にはleft:1、right:2、left:w1、left、right、hit、section、doc、issuer、fy、issued、type（kind）を\
         「,」で区切って指定してください（nは20まで）。"
    );
    WebError::bad(format!("bad_{name}"), detail)
}

/// `sentence`, or a switch as the form has it.
pub(super) fn unique(value: &str) -> Result<bool, WebError> {
    match value {
        "sentence" => Ok(true),
        _ => switch("unique", value).map_err(|_| {
            let detail = "uniqueに指定できる値はsentence（又は1）、0です。".to_owned();
            WebError::bad("bad_unique".to_owned(), detail)
        }),
    }
}

fn collation(value: &str) -> Result<bool, WebError> {
    match value {
        "reading" => Ok(true),
        "code" => Ok(false),
        _ => {
            let detail = "collateに指定できる値はcode、readingです。".to_owned();
            Err(WebError::bad("bad_collate".to_owned(), detail))
        }
    }
}

fn neighbour<E: std::fmt::Display>(
    name: &str,
    value: &str,
    read: fn(&str) -> Result<Neighbour, E>,
) -> Result<Neighbour, WebError> {
    if value.chars().count() > MAX_NEIGHBOUR_CHARS {
        let detail = format!("{name}は{MAX_NEIGHBOUR_CHARS}文字以内で指定してください。");
        return Err(WebError::bad(format!("bad_{name}"), detail));
    }
    read(value).map_err(|error| {
        tracing::debug!(%error, "a condition on a neighbour");
        let detail = format!("{name}の正規表現を読み取れません。");
        WebError::bad(format!("bad_{name}"), detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<ConcordanceParams, WebError> {
        ConcordanceParams::parse(pairs(&format!("/?{query}").parse().unwrap()))
    }

    #[test]
    fn what_lays_lines_out_is_read_and_written_back() {
        let query = "q=a&sort=right%3A1%2C-issued&left=x&context=20%3A40&sample=5&seed=7&unique=sentence&collate=reading";
        assert_eq!(parse(query).unwrap().url("/concordance"), format!("/concordance?{query}"));
        let grouped = "q=a&group=right%3Aw1%2Cissuer";
        assert_eq!(parse(grouped).unwrap().url("/"), format!("/?{grouped}"));
        assert_eq!(parse("q=a&sort=document&width=20&x=1").unwrap().url("/"), "/?q=a");
        assert_eq!(
            parse("q=a&sort=left&sort=&sort=hit").unwrap().url("/"),
            "/?q=a&sort=left%2Chit"
        );
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for query in [
            "sort=relevance",
            "width=0",
            "group=left:0",
            "group=closing",
            "right=/(/",
            "context=9:x",
            "sample=0",
            "sort=hit,doc,fy,issued",
            "group=hit,doc,fy",
            "format=pdf",
            "format=%C2%85",
            "format=%20csv",
            "collate=x",
            "limit=1001",
        ] {
            let refused = parse(&format!("q=a&{query}"));
            assert!(matches!(refused, Err(WebError::BadRequest { .. })), "{query}");
        }
    }
}
