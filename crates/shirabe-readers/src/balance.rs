//! Is every character accounted for? Source + what rules put in − what they took out = text.

use shirabe_document::model::Document;

/// How many characters of the source (as decoded, white space aside) are neither in a section nor in a
/// repair, or the other way round. Anything but 0 is a fault of a reader or a rule.
pub(crate) fn count_unaccounted(source: &str, document: &Document) -> u64 {
    let mut ink = Ink::default();
    ink.pour(source, 1);
    for repair in &document.repairs {
        ink.pour(&repair.before, -1);
        ink.pour(&repair.after, 1);
    }
    // What has no lines in the source was added by the reader, as the heading of a part.
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    for block in blocks.filter(|block| block.lines.is_some()) {
        ink.pour(&block.text, -1);
    }
    ink.0.iter().map(|n| u64::from(n.unsigned_abs())).sum()
}

/// How often each character occurs, by code point.
#[derive(Default)]
struct Ink(Vec<i32>);

impl Ink {
    fn pour(&mut self, text: &str, n: i32) {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let code = c as usize;
            if code >= self.0.len() {
                self.0.resize(code + 1, 0);
            }
            if let Some(count) = self.0.get_mut(code) {
                *count += n;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shirabe_document::Metadata;

    #[test]
    fn a_lost_or_added_character_is_counted() {
        let source = "# 見出し\n\n本文 である。";
        let (mut document, problems) = crate::read(source.as_bytes(), "a.md", Metadata::default());
        assert_eq!((count_unaccounted(source, &document), problems.len()), (0, 0));
        document.sections[0].blocks[1].text = "本文です。".to_owned();
        assert_eq!(count_unaccounted(source, &document), 3);
    }
}
