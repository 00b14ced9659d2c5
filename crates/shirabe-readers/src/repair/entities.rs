//! HTML entities become their characters.

/// The ones that converters leave behind.
const NAMED: [(&str, char); 12] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("hellip", '…'),
    ("middot", '·'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("copy", '©'),
    ("yen", '¥'),
];

/// The line with characters, if it had entities; each is decoded once.
pub(crate) fn repair(line: &str) -> Option<String> {
    if !line.contains('&') {
        return None;
    }
    let mut decoded = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        if let Some((c, tail)) = entity(after) {
            decoded.push(c);
            rest = tail;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    (decoded != line).then_some(decoded)
}

/// The character of an entity whose `&` is already read, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let n_name = text.bytes().take(9).position(|b| b == b';')?;
    let (name, rest) = (text.get(..n_name)?, text.get(n_name + 1..)?);
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_characters_once() {
        assert_eq!(
            repair("R&amp;D &lt;参考&gt; &#65297;&#xFF12;").as_deref(),
            Some("R&D <参考> １２")
        );
        assert_eq!(repair("&amp;lt;").as_deref(), Some("&lt;"));
    }

    #[test]
    fn an_ampersand_that_starts_no_entity_stays() {
        for line in
            ["R&D", "A & B; C", "&unknown;", "&#0;", "&#xD800;", "&;", "?a=1&b=2", "研究&開発;"]
        {
            assert_eq!(repair(line), None, "{line}");
        }
    }
}
