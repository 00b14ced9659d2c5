//! Templates as answers: [`html`] and [`xml`].

use std::io::Cursor;

use axum::body::Body;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use shirabe_http::pieces::PiecesBody;
use shirabe_site::error::WebError;

/// A longer page is sent in pieces: compressed at once, 2 MB held a thread that serves connections for a tenth
/// of a second.
const SENT_AT_ONCE: usize = 256 * 1024;

/// A page.
pub(crate) fn html(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => Html(body(page)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            WebError::Internal.into_response()
        }
    }
}

/// A feed or another kind of XML.
pub(crate) fn xml(content_type: &'static str, template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(text) => {
            ([(header::CONTENT_TYPE, content_type)], body(of_xml_chars(&text))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a feed could not be rendered");
            WebError::Internal.into_response()
        }
    }
}

fn body(text: String) -> Body {
    let n_bytes = text.len();
    if n_bytes > SENT_AT_ONCE {
        Body::new(PiecesBody::new(Cursor::new(text.into_bytes()), 0, n_bytes as u64))
    } else {
        Body::from(text)
    }
}

/// The text with U+FFFD in place of what no XML may hold, not even as a reference (XML 1.0, 2.2): a title
/// or a query may have any character.
fn of_xml_chars(text: &str) -> String {
    let is_forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.replace(is_forbidden, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What XML 1.0 calls Char (production 2), written down as it stands there.
    fn is_char(c: char) -> bool {
        matches!(
            c,
            '\u{9}' | '\u{a}' | '\u{d}' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}'
        )
    }

    #[test]
    fn a_feed_holds_of_all_characters_those_that_xml_may_hold() {
        for c in '\0'..=char::MAX {
            let expected = if is_char(c) { c } else { '\u{fffd}' };
            assert_eq!(of_xml_chars(c.encode_utf8(&mut [0; 4])), expected.to_string(), "{c:?}");
        }
    }
}
