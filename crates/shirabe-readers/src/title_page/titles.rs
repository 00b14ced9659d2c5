//! Is this a title that somebody gave, or one that a program filled in, or a line that stands above the
//! title? [`given_title`], [`stands_above_title`], [`kind_of`].

use crate::characters::{is_kana, is_kanji, skeleton};
use crate::dates::dates_in;
use crate::dates::is_date;
use crate::structure::sentences::BULLETS;

/// Titles that programs fill in themselves.
const FILLED_IN: [&str; 14] = [
    "無題",
    "untitled",
    "タイトル",
    "表題",
    "PowerPoint プレゼンテーション",
    "PowerPoint Presentation",
    "プレゼンテーション",
    "プレゼンテーション1",
    "スライド 1",
    "スライド1",
    "Slide 1",
    "文書",
    "Document",
    "Book1",
];
const PREFIXES: [&str; 5] =
    ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - ", "一太郎 - ", "Taro-"];
const EXTENSIONS: [&str; 12] = [
    ".docx", ".doc", ".pptx", ".ppt", ".xlsx", ".xls", ".jtd", ".pdf", ".txt", ".md", ".html",
    ".htm",
];

/// The title without what programs put around it; `None` if nobody gave one.
pub(super) fn given_title(title: &str) -> Option<&str> {
    let mut title = title.trim();
    for prefix in PREFIXES {
        title = title.strip_prefix(prefix).unwrap_or(title);
    }
    for extension in EXTENSIONS {
        let n_stem = title.len().saturating_sub(extension.len());
        let is_there = title.get(n_stem..).is_some_and(|end| end.eq_ignore_ascii_case(extension));
        title = if is_there { title.get(..n_stem).unwrap_or(title) } else { title };
    }
    let title = title.trim();
    let is_filled_in = FILLED_IN.iter().any(|known| known.eq_ignore_ascii_case(title));
    let is_unreadable = title.contains(char::REPLACEMENT_CHARACTER);
    let has_words = title.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    (!is_filled_in && has_words && !is_unreadable).then_some(title)
}

/// What a sheet is, and not what it is about.
const SHEETS: [&str; 10] = [
    "報道発表",
    "報道発表資料",
    "報道資料",
    "記者発表資料",
    "プレスリリース",
    "PressRelease",
    "NewsRelease",
    "事務連絡",
    "通知",
    "別紙",
];

/// Whether a line names the sheet, a day, or those to whom a letter goes: such lines stand above the title.
pub(super) fn stands_above_title(line: &str) -> bool {
    let line = skeleton(line);
    let is_sheet = SHEETS.iter().any(|sheet| sheet.eq_ignore_ascii_case(&line));
    is_sheet || is_number(&line) || names_day(&line) || names_addressees(&line)
}

/// 総税市第67号令和6年6月28日, 令和6年6月13日内閣府: a line that ends or begins with a day.
fn names_day(line: &str) -> bool {
    let has_day = |part: &str| dates_in(part).iter().any(|date| date.day.is_some());
    let first = line.split_inclusive('日').next().unwrap_or_default();
    line.ends_with('日') && has_day(line) || is_date(first) && has_day(first)
}

/// Those to whom letters go.
const OFFICES: [&str; 9] = ["部長", "課長", "局長", "会長", "室長", "所長", "市長", "知事", "位"];

/// 総税市第67号: what a letter is filed under.
fn is_number(line: &str) -> bool {
    let digits = line.strip_suffix('号').and_then(|line| line.rsplit_once('第'));
    digits.is_some_and(|(_, digits)| digits.chars().all(char::is_numeric))
}

/// 各都道府県知事, 関係団体御中
fn names_addressees(line: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| line.ends_with(end));
    line.starts_with('各') && ends(&OFFICES) || ends(&["殿", "御中"])
}

/// A line without the bullet before it.
pub(super) fn without_bullet(line: &str) -> &str {
    let rest = line.trim_start_matches(BULLETS);
    if rest.starts_with(char::is_whitespace) { rest.trim_start() } else { line }
}

/// Whether a title is more than a file name: it has Japanese letters or several words.
pub(super) fn is_worded(title: &str) -> bool {
    is_japanese(title) || title.split_whitespace().count() > 2
}

/// Whether a text has Japanese letters.
pub(super) fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| is_kanji(c) || is_kana(c))
}

/// Kinds of documents, by what their titles end in or speak of.
const KINDS: [&str; 22] = [
    "白書",
    "年次報告",
    "中間報告",
    "報告書",
    "中間とりまとめ",
    "取りまとめ",
    "答申",
    "提言",
    "ガイドライン",
    "基本方針",
    "基本計画",
    "行動計画",
    "戦略",
    "ロードマップ",
    "要綱",
    "要領",
    "通知",
    "議事録",
    "議事概要",
    "説明資料",
    "ディスカッションペーパー",
    "調査",
];

/// The kind that a title names.
pub(super) fn kind_of(title: &str) -> Option<&'static str> {
    let ends = KINDS.iter().find(|kind| title.ends_with(**kind));
    ends.or_else(|| KINDS.iter().find(|kind| title.contains(**kind))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_programs_are_no_titles() {
        assert_eq!(given_title("Microsoft Word - 資料１.docx"), Some("資料１"));
        assert_eq!(given_title(" 地域脱炭素ロードマップ "), Some("地域脱炭素ロードマップ"));
        for title in ["PowerPoint プレゼンテーション", "untitled", "", "01", "スライド 1", "_1.PDF"]
        {
            assert_eq!(given_title(title), None, "{title}");
        }
    }

    #[test]
    fn what_a_sheet_is_and_whom_it_goes_to_is_no_title() {
        for line in [
            "報 道 発 表",
            "Press Release",
            "令和６年６月13日　内閣府・財務省",
            "総税市第 67 号",
            "総税市第 67 号　令和６年６月 28 日",
            "各都道府県ふるさと納税担当部長",
            "関係団体　御中",
        ] {
            assert!(stands_above_title(line), "{line}");
        }
        for line in [
            "令和5年　情報通信に関する現状報告の概要",
            "法人企業景気予測調査（令和６年４～６月期調査）",
            "令和６年能登半島地震に係る対応について",
            "各国の動向について",
            "事務局説明資料",
        ] {
            assert!(!stands_above_title(line), "{line}");
        }
    }

    #[test]
    fn a_bullet_before_a_title_is_no_part_of_it() {
        assert_eq!(without_bullet("○　小売販売業許可等取扱要領"), "小売販売業許可等取扱要領");
        assert_eq!(without_bullet("○○省の取組"), "○○省の取組");
    }

    #[test]
    fn a_title_names_its_kind() {
        assert_eq!(kind_of("情報通信白書"), Some("白書"));
        assert_eq!(kind_of("検討会報告書（案）"), Some("報告書"));
        assert_eq!(kind_of("ライフサイエンス政策の最近の動向等について"), None);
    }
}
