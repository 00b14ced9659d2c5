//! Addresses: [`encode`] for values, and where documents and sections live.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value for a query string or one segment of a path.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// The address of a document.
pub(crate) fn document(document: &str) -> String {
    format!("/d/{}", encode(document))
}

/// The address of a section; this is its permalink.
pub(crate) fn section(document: &str, section: &str) -> String {
    format!("/d/{}/{}", encode(document), encode(section))
}

/// The address of a section with the hits of a query marked.
pub(crate) fn section_with_hits(address: &str, query: &str) -> String {
    if query.trim().is_empty() {
        address.to_owned()
    } else {
        format!("{address}?q={}", encode(query))
    }
}
