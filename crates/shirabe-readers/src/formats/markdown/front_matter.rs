//! What a Markdown file says of itself at its head: [`front_matter`].
//!
//! Of YAML only `key: value` on one line is read: that is what static site generators and converters
//! write there. The block itself stays in the document as an imprint.

use crate::properties::Properties;

/// The properties in a block between `---` and `---` (or `...`) at the very beginning of the text.
pub(crate) fn front_matter(text: &str) -> Properties {
    let mut properties = Properties::default();
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return properties;
    }
    let lines: Vec<&str> = lines.collect();
    let end = lines.iter().position(|line| matches!(line.trim_end(), "---" | "..."));
    for line in lines.iter().take(end.unwrap_or(0)) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = bare(value);
        let place = match key.trim().to_ascii_lowercase().as_str() {
            "title" => &mut properties.title,
            "author" | "authors" | "creator" => &mut properties.author,
            "publisher" | "organization" | "organisation" | "issuer" => {
                &mut properties.organisation
            }
            "date" | "issued" | "published" => &mut properties.issued,
            "lang" | "language" => &mut properties.language,
            "url" | "permalink" | "source_url" => &mut properties.address,
            _ => continue,
        };
        if !value.is_empty() && place.is_none() {
            *place = Some(value.to_owned());
        }
    }
    properties
}

/// The value without quotation marks, and of a list of one line its first entry.
fn bare(value: &str) -> &str {
    let value = value.trim();
    let first = value
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
        .map_or(value, |list| list.split(',').next().unwrap_or_default().trim());
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| first.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)));
    quoted.unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_without_their_quotation_marks() {
        let properties = front_matter(
            "---\ntitle: '白書: 概要'\nauthors: [\"内閣府\", \"総務省\"]\ntags: x\n---\n本文",
        );
        assert_eq!(properties.title.as_deref(), Some("白書: 概要"));
        assert_eq!(properties.author.as_deref(), Some("内閣府"));
    }

    #[test]
    fn a_rule_or_a_block_without_an_end_is_no_front_matter() {
        assert_eq!(front_matter("本文\n---\ntitle: x\n---\n"), Properties::default());
        assert_eq!(front_matter("---\ntitle: x\n"), Properties::default());
    }
}
