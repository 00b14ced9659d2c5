//! Selectors of the W3C Web Annotation Data Model (4.2.4, 4.2.5): how annotation tools find words again.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

/// As much of the surroundings as tells most words from their like.
const CONTEXT_CHARS: usize = 32;

/// One way to find the words again.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type")]
pub(super) enum SelectorBody {
    /// By the words and what stands around them.
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: String, prefix: String, suffix: String },
    /// By their place in the text of the section, in Unicode scalars, the end not included.
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
}

/// Both selectors for words at `chars`, with what stands before and behind.
pub(super) fn selectors(
    before: &str,
    exact: &str,
    after: &str,
    chars: Range<usize>,
) -> [SelectorBody; 2] {
    let mut from_the_end = before.char_indices().rev();
    let start = from_the_end.nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (prefix, suffix) = (owned(before.get(start..)), owned(after.get(..end)));
    [
        SelectorBody::Quote { exact: exact.to_owned(), prefix, suffix },
        SelectorBody::Position { start: chars.start, end: chars.end },
    ]
}

/// Both selectors for words of a section's text.
pub(super) fn selectors_in(text: &str, chars: Range<usize>) -> [SelectorBody; 2] {
    let slice = |range: Range<usize>| -> String {
        text.chars().skip(range.start).take(range.len()).collect()
    };
    let before = slice(chars.start.saturating_sub(CONTEXT_CHARS)..chars.start);
    let after = slice(chars.end..chars.end + CONTEXT_CHARS);
    selectors(&before, &slice(chars.clone()), &after, chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_selected_by_their_surroundings_and_their_place() {
        let selected = selectors_in("我が国の𠮷野家の研究力は", 4..7);
        let json = serde_json::to_string(&selected).unwrap();
        insta::assert_snapshot!(json, @r#"[{"type":"TextQuoteSelector","exact":"𠮷野家","prefix":"我が国の","suffix":"の研究力は"},{"type":"TextPositionSelector","start":4,"end":7}]"#);
    }
}
