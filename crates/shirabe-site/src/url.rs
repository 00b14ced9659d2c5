//! Addresses: [`encode`] for values, and where documents and sections live, which shirabe-document says.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use shirabe_document::links::{document, page, paragraph, section};

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value for a query string or one segment of a path.
pub fn encode(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Whether an address is one of the web: only such become links, for metadata could hold anything.
pub fn is_of_the_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
