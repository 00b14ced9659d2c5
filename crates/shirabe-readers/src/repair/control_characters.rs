//! Control characters and invisible format characters leave the text.

/// The line without them, if it had any. Tabs and form feeds stay: they mean something.
pub(crate) fn repair(line: &str) -> Option<String> {
    if !line.chars().any(is_invisible) {
        return None;
    }
    let mut kept = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let joins_emoji = c == '\u{200D}'
            && kept.chars().next_back().is_some_and(is_emoji)
            && chars.peek().copied().is_some_and(is_emoji);
        if !is_invisible(c) || joins_emoji {
            kept.push(c);
        }
    }
    (kept != line).then_some(kept)
}

/// Cc but tab, line feed and form feed; soft hyphen, zero-width and direction marks, interlinear marks
/// and tags (general category Cf, Unicode 15).
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\u{C}' => false,
        '\u{AD}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}' => true,
        _ => c.is_control(),
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{1F300}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_leaves_the_word() {
        assert_eq!(
            repair("医療\u{0}研\u{AD}究\u{200B}開発\u{7F}").as_deref(),
            Some("医療研究開発")
        );
        assert_eq!(repair("\u{FEFF}第１\u{202E}章").as_deref(), Some("第１章"));
    }

    #[test]
    fn tabs_form_feeds_and_joined_emoji_stay() {
        for line in ["座長\t村井", "\u{C}次の頁", "👩\u{200D}🔬", "が行", "葛\u{E0100}城"]
        {
            assert_eq!(repair(line), None, "{line:?}");
        }
    }
}
