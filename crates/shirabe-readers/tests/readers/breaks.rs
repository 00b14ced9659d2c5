//! A line break put anywhere into a source leaves its words findable: they still stand in one section,
//! white space aside, as exact search sees them.

use shirabe_document::Metadata;

use crate::corpus::{AMED, MEXT};

/// The texts of the sections without white space.
fn sections(source: &str, name: &str) -> Vec<String> {
    let (document, _) = shirabe_readers::read(source.as_bytes(), name, Metadata::default());
    let squeeze = |text: String| text.chars().filter(|c| !c.is_whitespace()).collect();
    document.sections.iter().map(|section| squeeze(section.text())).collect()
}

/// Breaks the line at every `step`th place and looks for the eight characters around it. Returns those
/// that were found before and are not any more.
fn lost(source: &str, name: &str, step: usize) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let whole = sections(source, name);
    let mut lost = Vec::new();
    for at in (4..chars.len() - 4).step_by(step) {
        let words: String = chars[at - 4..at + 4].iter().collect();
        if words.contains(char::is_whitespace) || !whole.iter().any(|text| text.contains(&words)) {
            continue;
        }
        let (before, after): (String, String) =
            (chars[..at].iter().collect(), chars[at..].iter().collect());
        let n_before = count(&whole, &words);
        if count(&sections(&format!("{before}\n{after}"), name), &words) < n_before {
            lost.push(format!(
                "{}⏎{}",
                &words.chars().take(4).collect::<String>(),
                words.chars().skip(4).collect::<String>()
            ));
        }
    }
    lost
}

fn count(sections: &[String], words: &str) -> usize {
    sections.iter().map(|text| text.matches(words).count()).sum()
}

#[test]
fn a_line_break_in_plain_text_loses_no_words() {
    insta::assert_snapshot!(lost(AMED, "amed.txt", 7).join("\n"), @"");
}

#[test]
fn a_line_break_in_markdown_loses_no_words() {
    insta::assert_snapshot!(lost(MEXT, "mext.md", 211).join("\n"), @"");
}
