//! HTML elements in text and Markdown: `CO<sub>2</sub>` → CO2, `10<sup>3</sup>` → 10³.

/// Elements of HTML that stand in documents. A word in < > that is none of them is the author's.
const ELEMENTS: [&str; 46] = [
    "a",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
];
const MORE_ELEMENTS: [&str; 13] = [
    "ul",
    "thead",
    "tfoot",
    "figure",
    "figcaption",
    "section",
    "html",
    "head",
    "rt",
    "rp",
    "ruby",
    "rb",
    "wbr",
];
/// Elements whose content nobody reads.
const SILENT: [&str; 3] = ["script", "style", "title"];

/// The text without tags, if it had any. Cells end in a tab and rows in a line feed, so that tables
/// remain tables.
pub(crate) fn repair(text: &str) -> Option<String> {
    if !text.contains('<') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_no_end: [bool; 4] = [false; 4];
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = if let Some(tail) = skip(after, &mut out, &mut has_no_end) {
            tail
        } else {
            out.push('<');
            after
        };
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// Whether this is one tag of HTML, such as `<br/>`, and not a word in brackets.
pub(crate) fn is_tag(text: &str) -> bool {
    text.strip_prefix('<').and_then(tag).is_some_and(|(_, tail)| tail.is_empty())
        || text.starts_with("<!--")
}

struct Tag<'a> {
    name: &'a str,
    is_end: bool,
}

/// What follows a tag or comment whose `<` is already read; pushes what it leaves in the text.
/// `has_no_end` remembers which ends are known to be missing, so that the text is searched once.
fn skip<'a>(text: &'a str, out: &mut String, has_no_end: &mut [bool; 4]) -> Option<&'a str> {
    if let Some(comment) = text.strip_prefix("!--") {
        return skip_to("-->", comment, &mut has_no_end[3]);
    }
    let (tag, tail) = tag(text)?;
    if let Some(nth) = SILENT.iter().position(|name| name.eq_ignore_ascii_case(tag.name)) {
        if tag.is_end {
            return Some(tail);
        }
        let end = ["</script>", "</style>", "</title>"].get(nth)?;
        return Some(skip_to(end, tail, &mut has_no_end[nth]).unwrap_or(tail));
    }
    let name = tag.name.to_ascii_lowercase();
    if name == "sup" && !tag.is_end {
        return Some(superscript(tail, out));
    }
    // A reading ends at the next tag: HTML lets `</rt>` be left out.
    if matches!(name.as_str(), "rt" | "rp") && !tag.is_end {
        return Some(tail.find('<').and_then(|end| tail.get(end..)).unwrap_or(tail));
    }
    match (name.as_str(), tag.is_end) {
        ("td" | "th", true) => out.push('\t'),
        ("tr" | "p" | "li" | "div" | "dd" | "dt", true) | ("br" | "hr", false) => out.push('\n'),
        _ => {}
    }
    Some(tail)
}

fn skip_to<'a>(end: &str, text: &'a str, has_no_end: &mut bool) -> Option<&'a str> {
    if *has_no_end {
        return None;
    }
    let tail = text.split_once(end).map(|(_, tail)| tail);
    *has_no_end = tail.is_none();
    tail
}

/// A tag whose `<` is already read; at most 1,000 bytes long, so that a lone `<` costs little.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let (is_end, inner) = match text.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let n_name = inner.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let (name, attributes) = inner.split_at_checked(n_name)?;
    let is_known = ELEMENTS
        .iter()
        .chain(&MORE_ELEMENTS)
        .chain(&SILENT)
        .any(|element| element.eq_ignore_ascii_case(name));
    if !is_known {
        return None;
    }
    let n_attributes = attributes.bytes().take(1000).position(|b| b == b'>')?;
    let is_set_off = n_attributes == 0 || attributes.starts_with([' ', '/', '\t', '\n']);
    let tail = attributes.get(n_attributes + 1..)?;
    is_set_off.then_some((Tag { name, is_end }, tail))
}

/// Digits and signs up to `</sup>` as superscripts, the numbers of several notes as nothing; anything else
/// as it is.
fn superscript<'a>(text: &'a str, out: &mut String) -> &'a str {
    let n_bytes = text.bytes().take(8).position(|b| b == b'<').unwrap_or(0);
    let (inner, tail) = text.split_at_checked(n_bytes).unwrap_or(("", text));
    if names_notes(inner) {
        return tail;
    }
    match raised(inner) {
        Some(digits) => {
            out.push_str(&digits);
            tail
        }
        None => text,
    }
}

/// Digits, and a sign before or after them, as superscripts, which NFKC folds back; `None` for anything
/// else. `1-3` is no number but a span of notes.
pub(crate) fn raised(text: &str) -> Option<String> {
    let sign = |c: char| match c {
        '+' | '＋' => Some('⁺'),
        '-' | '－' | '−' | '–' => Some('⁻'),
        _ => None,
    };
    let digit = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize);
    let raised: Option<String> = text.chars().map(|c| digit(c).or_else(|| sign(c))).collect();
    let n_signs = text.chars().filter(|c| sign(*c).is_some()).count();
    let is_number = n_signs == 0
        || n_signs == 1
            && (text.starts_with(|c| sign(c).is_some()) || text.ends_with(|c| sign(c).is_some()));
    raised.filter(|raised| !raised.is_empty() && is_number)
}

/// Whether a raised text is the numbers of several notes: 1,2 or 3、4 or 1-3. Beside a number they would
/// change it, and a reader does not read them with the words.
pub(crate) fn names_notes(text: &str) -> bool {
    let mut parts = text.split([',', '，', '、', '-', '–', '〜', '~']);
    let is_number = |part: &str| {
        let part = part.trim();
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.clone().count() > 1 && parts.all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_leave_the_word() {
        for (marked, plain) in [
            ("CO<sub>2</sub>直接利用", "CO2直接利用"),
            ("10<sup>3</sup>倍、m<sup>2</sup>", "10³倍、m²"),
            ("注<sup>※1</sup>", "注※1"),
            ("120<sup>1,2</sup>件、10<sup>-6</sup>M", "120件、10⁻⁶M"),
            ("35<sup>1-3</sup>％", "35％"),
            ("<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>都", "東京都"),
            ("区切<wbr>りの語", "区切りの語"),
            ("<b>太字</b><br/>次<BR>", "太字\n次\n"),
            ("<td>件数</td><td>4</td></tr>", "件数\t4\t\n"),
            ("本文<!-- 内部メモ -->続き<script>x<1</script>終", "本文続き終"),
            ("<span style=\"color:red\">重要</span>", "重要"),
        ] {
            assert_eq!(repair(marked).as_deref(), Some(plain), "{marked}");
        }
    }

    #[test]
    fn words_in_angle_brackets_stay() {
        for line in [
            "<研究環境の整備>",
            "<参考> 政策文書",
            "<Mission>",
            "a < b > c",
            "<",
            "<b",
            "3<x<5",
            "<!-- 開いたまま",
        ] {
            assert_eq!(repair(line), None, "{line}");
        }
        assert!(is_tag("<br />") && !is_tag("<Curiosity>") && !is_tag("<b>x"));
    }
}
