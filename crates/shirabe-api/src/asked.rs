//! What an address of the API may be asked: [`check`] holds every request against the description.
//!
//! A script that writes `issuers=` for `issuer=` would else be given all issuers and not know it. Pages
//! take what they do not know, such as `utm_source`, without a word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use shirabe_site::error::WebError;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, ParameterIn};

use crate::openapi::description;

/// What the description says of one parameter.
struct Allowed {
    /// It may stand several times.
    is_list: bool,
    /// An empty value is no number.
    is_number: bool,
}

type Parameters = BTreeMap<String, Allowed>;

/// The parameters of each path of the description.
static PARAMETERS: LazyLock<BTreeMap<String, Parameters>> = LazyLock::new(|| {
    let items = description().paths.paths.iter();
    let of = |(path, item): (&String, &utoipa::openapi::PathItem)| {
        let operations = [&item.get, &item.post].into_iter().flatten();
        (path.clone(), operations.flat_map(parameters_of).collect())
    };
    items.map(of).collect()
});

fn parameters_of(operation: &Operation) -> impl Iterator<Item = (String, Allowed)> {
    let parameters = operation.parameters.iter().flatten();
    parameters.filter_map(|parameter| {
        let RefOr::T(parameter) = parameter else { return None };
        let schema = serde_json::to_value(&parameter.schema).unwrap_or_default();
        let is = |name: &str| match &schema["type"] {
            Value::Array(names) => names.iter().any(|found| found == name),
            found => found == name,
        };
        let allowed = Allowed { is_list: is("array"), is_number: is("integer") };
        (parameter.parameter_in == ParameterIn::Query).then(|| (parameter.name.clone(), allowed))
    })
}

/// Middleware: refuses parameters that the address does not know, and values that are none.
pub async fn check(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let known = path.and_then(|path| PARAMETERS.get(path));
    match known.and_then(|known| fault(known, request.uri().query().unwrap_or_default())) {
        Some(error) => error.into_response(),
        None => next.run(request).await,
    }
}

/// The same of parameters that come in no address: refuses those that the path does not know.
pub(crate) fn check_names(path: &str, parameters: &[(String, String)]) -> Result<(), WebError> {
    let Some(known) = PARAMETERS.get(path) else { return Ok(()) };
    match parameters.iter().find(|(name, _)| !known.contains_key(name)) {
        Some((name, _)) => Err(unknown(name, known)),
        None => Ok(()),
    }
}

/// What is wrong with a query string, if anything is.
fn fault(known: &Parameters, query: &str) -> Option<WebError> {
    let mut seen: Vec<String> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name);
        if has_broken_escape(pair) {
            let detail = format!(
                "{name}の「%」の後に16進数が2桁ありません。「%」そのものは%25と書いてください。"
            );
            return Some(WebError::bad("bad_percent".to_owned(), detail));
        }
        let Some(allowed) = known.get(&name) else { return Some(unknown(&name, known)) };
        if allowed.is_number && value.is_empty() {
            let detail = format!("{name}は整数で指定してください。");
            return Some(WebError::bad(format!("bad_{name}"), detail));
        }
        if !allowed.is_list && seen.contains(&name) {
            let detail = format!("{name}は一度だけ指定してください。");
            return Some(WebError::bad("repeated_parameter".to_owned(), detail));
        }
        seen.push(name);
    }
    None
}

fn unknown(name: &str, known: &Parameters) -> WebError {
    let names: Vec<_> = known.keys().map(String::as_str).collect();
    let choice = match names.as_slice() {
        [] => "このアドレスに指定できるものはありません。".to_owned(),
        names => format!("指定できるのは{}です。", names.join("、")),
    };
    // A name could be as long as an address.
    let name: String = name.chars().take(64).collect();
    WebError::bad("unknown_parameter".to_owned(), format!("{name}という指定はありません。{choice}"))
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// Whether a `%` is not followed by two hexadecimal digits.
fn has_broken_escape(pair: &str) -> bool {
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    pair.split('%').skip(1).any(|rest| !is_escape(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> String {
        match fault(&PARAMETERS["/api/v1/concordance"], query) {
            Some(WebError::BadRequest { code, detail, .. }) => format!("{code}: {detail}"),
            None => "nothing".to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_description_knows_may_be_asked() {
        assert_eq!(refused("q=%E5%89%B5&issuer=a&issuer=b&limit=5&from="), "nothing");
        assert_eq!(refused(""), "nothing");
        assert_eq!(refused("q=100%25&"), "nothing");
    }

    #[test]
    fn what_it_does_not_know_is_named() {
        assert!(refused("q=a&issuers=b").starts_with("unknown_parameter: issuersという指定は"));
        assert!(refused("q=a&%E5%89%B5=b").starts_with("unknown_parameter: 創という"));
        assert!(refused("q=a&limit=").starts_with("bad_limit: "));
        assert!(refused("q=a&limit=1&limit=2").starts_with("repeated_parameter: limitは"));
        assert!(refused("q=100%").starts_with("bad_percent: qの"));
        assert!(refused("q=%4").starts_with("bad_percent: "));
        assert!(refused("q=%zz").starts_with("bad_percent: "));
    }
}
