//! Is this line a caption or a note? [`is_caption`], [`is_note`].

use crate::characters::{columns, narrow};

/// Words that say where a figure comes from.
const SOURCES: [&str; 5] = ["出典", "資料出所", "出所", "データ出典", "資料"];
/// Words that name a figure, before its number.
const FIGURES: [&str; 7] = ["図表", "図", "表", "写真", "Figure", "Fig.", "Table"];
/// Words that open a note.
const NOTES: [&str; 3] = ["注", "備考", "脚注"];

/// 出典：…, （出所）…, 図1 …, 表2-1 …: names a figure or says where it comes from.
pub(crate) fn is_caption(line: &str) -> bool {
    names_a_source(line) || columns(line) <= 160 && names_a_figure(line)
}

/// 出典：…, （資料）…
pub(crate) fn names_a_source(line: &str) -> bool {
    let (bare, is_bracketed) = without_bracket(line);
    SOURCES.iter().filter_map(|word| bare.strip_prefix(word)).any(|rest| {
        rest.starts_with(['：', ':']) || is_bracketed && rest.starts_with(['）', ')', '】', '］'])
    })
}

fn names_a_figure(line: &str) -> bool {
    let (bare, _) = without_bracket(line);
    names_a_table_by_ordinal(bare)
        || FIGURES.iter().filter_map(|word| bare.strip_prefix(word)).any(|rest| {
            let number = rest.trim_start();
            let rest = number.trim_start_matches(|c| {
                let c = narrow(c);
                c.is_ascii_digit() || matches!(c, '-' | '.')
            });
            let ends = |c: char| c.is_whitespace() || "：:．）)】］".contains(c);
            rest.len() < number.len() && (rest.is_empty() || rest.starts_with(ends))
        })
}

/// 第３表　…, 第1-2図
fn names_a_table_by_ordinal(line: &str) -> bool {
    let Some(number) = line.strip_prefix('第') else { return false };
    let rest = number.trim_start_matches(|c| {
        let c = narrow(c);
        c.is_ascii_digit() || matches!(c, '-' | '－' | '‐')
    });
    let mut chars = rest.chars();
    rest.len() < number.len()
        && matches!(chars.next(), Some('表' | '図'))
        && chars.next().is_none_or(|c| c.is_whitespace() || "：:（(".contains(c))
}

/// ※…, 注1）…, （注）…: explains what stands before.
pub(crate) fn is_note(line: &str) -> bool {
    let line = line.trim_start();
    let is_starred = line.starts_with('*') && !line.starts_with("**");
    if line.starts_with(['※', '＊']) || is_starred {
        return true;
    }
    let (bare, is_bracketed) = without_bracket(line);
    NOTES.iter().filter_map(|word| bare.strip_prefix(word)).any(|after| {
        let rest = after.trim_start_matches(|c| narrow(c).is_ascii_digit());
        let is_numbered = rest.len() < after.len();
        rest.starts_with(['：', ':'])
            || rest.starts_with(['）', ')', '］', ']']) && (is_bracketed || is_numbered)
            || rest.starts_with([' ', '\u{3000}', '.', '．']) && is_numbered
    })
}

/// The line without the bracket that opens it, and whether there was one.
fn without_bracket(line: &str) -> (&str, bool) {
    let line = line.trim_start();
    match line.strip_prefix(['（', '(', '【', '［', '[']) {
        Some(bare) => (bare, true),
        None => (line, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_name_a_figure_or_its_source() {
        for line in [
            "出典：NISTEP",
            "（出所）総務省",
            "図1 推移",
            "表２－１　内訳",
            "【図表3】",
            "Figure 2: trend",
            "（資料）厚生労働省",
            "第３表　世帯数",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "第３表彰台",
            "第２表に示す",
            "図書館の整備",
            "表彰制度",
            "資料を収集",
            "図1に示すとおり",
            "出典を明記する",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn notes_explain_what_stands_before() {
        for line in [
            "※役員4名",
            "注1）単位未満",
            "（注）概算",
            "注：速報値",
            "(注2) 確報",
            "＊暫定",
            "* 推計",
        ] {
            assert!(is_note(line), "{line}");
        }
        for line in ["注目の研究", "注意事項", "**太字**", "備考欄に記入"] {
            assert!(!is_note(line), "{line}");
        }
    }
}
