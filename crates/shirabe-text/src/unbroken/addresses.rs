//! Web and mail addresses in a text.
//!
//! An address is looked for in each run of the characters that addresses are made of (RFC 3986 §2), so
//! it ends where Japanese goes on. Domains without `https://` or `www.` are known by their last part.

use std::ops::Range;

use shirabe_japanese::half_width;

/// Last parts of domains by which an address without a scheme is known: those of Japan and of
/// the international sites that its ministries cite (counted by eye, not measured).
const TOP_LEVELS: [&str; 16] = [
    "jp", "com", "org", "net", "gov", "edu", "int", "info", "eu", "uk", "us", "de", "fr", "cn",
    "kr", "io",
];

/// The addresses of a text, as `char` ranges in its order.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_hint = |hint: &str| text.contains(hint);
    if !["://", "：／／", ".", "．", "@", "＠"].into_iter().any(is_hint) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let n = chars[at..].iter().take_while(|c| is_of_address(**c)).count();
        let run: Vec<char> =
            chars[at..at + n].iter().map(|c| half_width(*c).to_ascii_lowercase()).collect();
        found.extend(address_in(&run).map(|range| range.start + at..range.end + at));
        at += n.max(1);
    }
    found
}

/// What addresses are made of; of full-width signs only those that are not punctuation of Japanese.
fn is_of_address(c: char) -> bool {
    let is_ascii = c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    is_ascii
        || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '／' | '：' | '＠' | '＿' | '－')
}

/// The address in one run of narrow small characters.
fn address_in(run: &[char]) -> Option<Range<usize>> {
    if let Some(scheme_end) = run.windows(3).position(|signs| signs == [':', '/', '/']) {
        let n = run[..scheme_end].iter().rev().take_while(|c| c.is_ascii_lowercase()).count();
        return (n > 0).then(|| scheme_end - n..end_of(run));
    }
    if let Some(sign) = run.iter().position(|c| *c == '@') {
        let is_local = |c: &&char| c.is_ascii_alphanumeric() || "._%+-".contains(**c);
        let n_local = run[..sign].iter().rev().take_while(is_local).count();
        let host = domain_at(run, sign + 1).filter(|_| n_local > 0)?;
        return Some(sign - n_local..host.end);
    }
    let mut at = 0;
    while at < run.len() {
        let Some(domain) = domain_at(run, at) else {
            at += 1;
            continue;
        };
        let name: String = run[domain.clone()].iter().collect();
        let last = name.rsplit('.').next().unwrap_or_default();
        if name.starts_with("www.") || TOP_LEVELS.contains(&last) {
            let has_path = matches!(run.get(domain.end), Some('/' | ':' | '?'));
            return Some(domain.start..if has_path { end_of(run) } else { domain.end });
        }
        at = domain.end;
    }
    None
}

/// The longest name of two or more parts that begins here.
fn domain_at(run: &[char], start: usize) -> Option<Range<usize>> {
    let is_part = |c: &&char| c.is_ascii_alphanumeric() || **c == '-';
    let (mut end, mut n_parts) = (start, 0);
    loop {
        let from = if n_parts == 0 { end } else { end + 1 };
        let n = run.get(from..).unwrap_or_default().iter().take_while(is_part).count();
        if n == 0 {
            break;
        }
        (end, n_parts) = (from + n, n_parts + 1);
        if run.get(end) != Some(&'.') {
            break;
        }
    }
    (n_parts > 1).then_some(start..end)
}

/// Where an address ends that goes on to the end of the run: before the signs that end a sentence, and
/// before a bracket that it does not open.
fn end_of(run: &[char]) -> usize {
    let mut end = run.len();
    while let Some(last) = end.checked_sub(1).and_then(|at| run.get(at)) {
        let opened = run[..end].iter().filter(|c| **c == '(').count();
        let closed = run[..end].iter().filter(|c| **c == ')').count();
        let is_left_out = ".,;:!?'*]".contains(*last) || *last == ')' && closed > opened;
        if !is_left_out {
            break;
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::slice_chars;

    fn list(text: &str) -> String {
        let found = addresses(text).into_iter().map(|range| slice_chars(text, range));
        found.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn an_address_ends_where_japanese_goes_on() {
        assert_eq!(
            list("出典：https://www.mext.go.jp/a_menu/saikin.htm（最近）"),
            "https://www.mext.go.jp/a_menu/saikin.htm"
        );
        assert_eq!(
            list("（https://a.jp/x(1)）、https://a.jp/y."),
            "https://a.jp/x(1)|https://a.jp/y"
        );
        assert_eq!(list("(see http://example.org/ai), next"), "http://example.org/ai");
        assert_eq!(list("ｈｔｔｐｓ：／／ａ．ｊｐ／ａｉは"), "ｈｔｔｐｓ：／／ａ．ｊｐ／ａｉ");
    }

    #[test]
    fn domains_and_mail_addresses_are_known_without_a_scheme() {
        assert_eq!(list("www.soumu.go.jpとmext.go.jp/ai"), "www.soumu.go.jp|mext.go.jp/ai");
        assert_eq!(list("問合せ：ai-team@mext.go.jpまで"), "ai-team@mext.go.jp");
        assert_eq!(list("Fig.1, U.S. 2025.4.1 e.g. A.I. report.pdf"), "");
    }
}
