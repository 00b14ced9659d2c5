//! Where documents and passages live on a site: the one writer and the one reader of `/d/…`.
//!
//! [`document`], [`section`], [`paragraph`] and [`page`] write addresses, [`Address::read`] reads what a
//! person pasted. Ids are lower-case ASCII ([`crate::ids`]), and `@` may stand in a path (RFC 3986, 3.3),
//! so that nothing needs to be encoded.

/// What stands before the id of a document.
const PLACE: &str = "/d/";

/// The address of a document, or of one edition of it.
pub fn document(document: &str) -> String {
    format!("{PLACE}{document}")
}

/// The address of a section; this is its permalink.
pub fn section(document: &str, section: &str) -> String {
    format!("{PLACE}{document}/{section}")
}

/// The address of a paragraph: its section, shown from there.
pub fn paragraph(document: &str, section: &str, paragraph: &str) -> String {
    format!("{PLACE}{document}/{section}#{paragraph}")
}

/// The address of a page of the original, counted from 1 in the file, as a picture beside its text.
pub fn page(document: &str, number: u32) -> String {
    format!("{PLACE}{document}/page/{number}")
}

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The id of the document.
    pub document: &'a str,
    /// The id of the section.
    pub section: Option<&'a str>,
    /// The id of the paragraph, or its number as `?p=` has it.
    pub paragraph: Option<&'a str>,
    /// The characters that `?chars=` names.
    pub chars: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// Reads `doc`, `doc/s12`, or an address of any site that was pasted, with or without a query and the
    /// words after `#`. The ids need not be any.
    pub fn read(text: &'a str) -> Address<'a> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.rsplit_once(PLACE).map_or(path, |(_, rest)| rest).trim_matches('/');
        let (document, section) = match path.split_once('/') {
            Some((document, section)) => (document, Some(section)),
            None => (path, None),
        };
        let of_query = |wanted: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
        };
        let fragment = fragment.split(":~:").next().filter(|id| id.starts_with('p'));
        let (paragraph, chars) = (of_query("p").or(fragment), of_query("chars"));
        Address { document, section, paragraph, chars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&str, Option<&str>, Option<&str>) {
        let named = Address::read(text);
        (named.document, named.section, named.paragraph)
    }

    #[test]
    fn a_text_is_named_by_id_or_by_address() {
        assert_eq!(read("a-1/s2"), ("a-1", Some("s2"), None));
        assert_eq!(read("https://x.example/d/a-1/s2?q=y#p3"), ("a-1", Some("s2"), Some("p3")));
        assert_eq!(read("/d/a-1/s2#p3:~:text=%E5%89%B5"), ("a-1", Some("s2"), Some("p3")));
        assert_eq!(read("/d/a-1@2/"), ("a-1@2", None, None));
        assert_eq!(read("a-1#cite"), ("a-1", None, None));
    }

    #[test]
    fn a_selection_stands_in_the_query() {
        let selected = |text| (Address::read(text).paragraph, Address::read(text).chars);
        assert_eq!(selected("/d/a/s2?q=b&p=87#cite-text"), (Some("87"), None));
        assert_eq!(selected("/d/a/s2?chars=120-165"), (None, Some("120-165")));
        assert_eq!(selected("/d/a/s2?q=p"), (None, None));
    }

    #[test]
    fn what_is_written_is_read() {
        let address = paragraph("a-1@2025-02-21", "s2", "p3");
        assert_eq!(address, "/d/a-1@2025-02-21/s2#p3");
        assert_eq!(read(&address), ("a-1@2025-02-21", Some("s2"), Some("p3")));
        assert_eq!(read(&section("a", "s2")), ("a", Some("s2"), None));
        assert_eq!(read(&document("a")), ("a", None, None));
    }
}
