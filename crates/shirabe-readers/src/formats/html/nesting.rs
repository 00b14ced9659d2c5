//! How deep and how large is a page, told before it is parsed: [`check`].
//!
//! The parser looks through its open elements at every tag, so that 200,000 `<div>` in each other take
//! minutes (measured: 122 s).

use crate::limits::Limits;

/// Elements without content, and those whose end may be left out and that cannot stand in themselves
/// without an element between that counts (HTML, 13.1.2.4).
const UNCOUNTED: [&str; 34] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup",
    "option", "optgroup", "rt", "rp", "a", "html", "head", "body", "caption",
];

/// Why a page is not parsed, for the curator.
pub(super) fn check(source: &str, limits: &Limits) -> Result<(), String> {
    let (max_depth, max_nodes) = (limits.max_html_depth, limits.max_html_nodes);
    let (mut depth, mut n_tags) = (0_usize, 0_usize);
    let mut rest = source;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, tail)| tail);
            continue;
        }
        let (is_end, inner) = after.strip_prefix('/').map_or((false, after), |inner| (true, inner));
        let n_name = inner.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
        let Some((name, tail)) = inner.split_at_checked(n_name) else { continue };
        if name.is_empty() {
            continue;
        }
        n_tags += 1;
        let is = |known: &&str| known.eq_ignore_ascii_case(name);
        if !is_end
            && let Some(raw) = ["script", "style", "textarea", "title"].iter().find(|n| is(n))
        {
            rest = after_end_of(raw, tail);
        } else if is_end {
            depth = if UNCOUNTED.iter().any(is) { depth } else { depth.saturating_sub(1) };
        } else if !UNCOUNTED.iter().any(is) {
            depth += 1;
        }
        if depth > max_depth {
            return Err(format!("要素の入れ子が上限（{max_depth}段）を超える"));
        }
        if n_tags > max_nodes {
            return Err(format!("要素の数が上限（{max_nodes}個）を超える"));
        }
    }
    Ok(())
}

/// What follows `</script` and the like; nothing if it is never closed.
fn after_end_of<'a>(name: &str, text: &'a str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        let found = after.get(..name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return after;
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(source: &str) -> bool {
        check(source, &Limits::default()).is_ok()
    }

    #[test]
    fn only_elements_in_each_other_are_deep() {
        assert!(is_read(&"<p>段落<li>項目<br>".repeat(5_000)));
        assert!(is_read(&"<div>段落</div>".repeat(5_000)));
        assert!(is_read(&format!("<script>{}</script>", "<div>".repeat(5_000))));
        assert!(is_read(&format!("<!--{}-->", "<div>".repeat(5_000))));
        assert!(!is_read(&"<div>".repeat(5_000)));
        assert!(!is_read(&"<DIV class='a'><p>".repeat(5_000)));
    }
}
