//! Bold marks that pair with nothing leave the text.

/// The line without `**`, if it had any. What is no mark stays: 2**10, and the stars of significance after
/// a decimal number (p<0.01**).
pub(crate) fn repair(line: &str) -> Option<String> {
    if !line.contains("**") {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let n_stars = chars.iter().skip(at).take_while(|c| **c == '*').count();
        if n_stars == 0 {
            out.push(*c);
            at += 1;
            continue;
        }
        let after = chars.get(at + n_stars).copied();
        let is_sign = is_power(&out, after) && n_stars == 2 || ends_in_decimals(&out);
        // An odd one of them may be the mark of a note.
        let n_kept = if is_sign { n_stars } else { n_stars % 2 };
        out.extend(std::iter::repeat_n('*', n_kept));
        at += n_stars;
    }
    (out != line && !out.is_empty()).then_some(out)
}

/// Whether a number follows a number or a letter.
fn is_power(before: &str, after: Option<char>) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
        && after.is_some_and(|c| c.is_ascii_digit())
}

/// 0.01, ０．０５ or .001
fn ends_in_decimals(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = text.trim_end_matches(is_digit);
    rest.len() < text.len() && rest.ends_with(['.', '．'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_leaves_the_word() {
        let line = "疾患iPS細胞**も基礎研究の蓄積から生まれたもの。";
        assert_eq!(repair(line).as_deref(), Some("疾患iPS細胞も基礎研究の蓄積から生まれたもの。"));
    }

    #[test]
    fn a_single_asterisk_is_a_note_mark_and_stays() {
        assert_eq!(repair("感染症有事を見据えた体制整備・研究開発*"), None);
        assert_eq!(repair("****"), None);
    }

    #[test]
    fn powers_and_stars_of_significance_are_no_marks() {
        for line in ["2**10は1024である", "x**2", "(a+b)**2", "p<0.01**とした", "係数0.35***"]
        {
            assert_eq!(repair(line), None, "{line}");
        }
        assert_eq!(repair("令和7**年度").as_deref(), Some("令和7年度"));
    }
}
