//! Addresses: [`encode`] for values, where documents and sections live, and which one is named.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// In a path, `@` stands between a document and its edition (RFC 3986, 3.3).
const SEGMENT: &AsciiSet = &VALUE.remove(b'@');

/// A value for a query string or one segment of a path.
pub fn encode(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

fn segment(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

/// The address of a document.
pub fn document(document: &str) -> String {
    format!("/d/{}", segment(document))
}

/// The address of a section; this is its permalink.
pub fn section(document: &str, section: &str) -> String {
    format!("/d/{}/{}", segment(document), segment(section))
}

/// The address of a page of the original, counted from 1 in the file, as a picture beside its text.
pub fn page(document: &str, number: u32) -> String {
    format!("/d/{}/page/{number}", segment(document))
}

/// Whether an address is one of the web: only such become links, for metadata could hold anything.
pub fn is_of_the_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Document and section of `doc/s12`, or of an address of this site that was pasted.
pub fn parts(name: &str) -> (&str, Option<&str>) {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit_once("/d/").map_or(name, |(_, rest)| rest);
    match name.trim_matches('/').split_once('/') {
        Some((document, section)) => (document, Some(section)),
        None => (name.trim_matches('/'), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_named_by_id_or_by_address() {
        assert_eq!(parts("a-1/s2"), ("a-1", Some("s2")));
        assert_eq!(parts("https://x.example/d/a-1/s2?q=y#p3"), ("a-1", Some("s2")));
        assert_eq!(parts("/d/a-1@2/"), ("a-1@2", None));
        assert_eq!(parts("a-1"), ("a-1", None));
    }
}
