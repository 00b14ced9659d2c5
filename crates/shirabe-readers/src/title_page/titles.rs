//! Is this a title that somebody gave, or one that a program filled in? [`given_title`], [`kind_of`].

use super::letterhead::is_file_name;
use crate::characters::{is_kana, is_kanji, skeleton};
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
    // Programs write their file's name, and some of them its bytes in hexadecimal.
    let is_technical = is_file_name(title)
        || title.len() >= 16
            && title.trim_matches(['<', '>']).bytes().all(|b| b.is_ascii_hexdigit());
    (!is_filled_in && has_words && !is_unreadable && !is_technical).then_some(title)
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
const KINDS: [&str; 28] = [
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
    "公募要領",
    "要領",
    "事務連絡",
    "通知",
    "諮問",
    "議事次第",
    "議事録",
    "議事要旨",
    "議事概要",
    "正誤表",
    "説明資料",
    "ディスカッションペーパー",
    "調査",
];

/// What stands alone below the name of a meeting or a programme, and ends its title: 議事次第, 公　募　要　領.
const LAST_WORDS: [&str; 17] = [
    "議事次第",
    "議事録",
    "議事要旨",
    "議事概要",
    "会議録",
    "委員名簿",
    "出席者名簿",
    "開催要綱",
    "設置要綱",
    "実施要綱",
    "実施要領",
    "交付要綱",
    "公募要領",
    "募集要項",
    "報告書",
    "取りまとめ",
    "ガイドライン",
];

/// Whether a line of a title goes on with the line before it: 議事次第 below a meeting, （…）について（案）.
pub(super) fn ends_title(line: &str) -> bool {
    let bare = skeleton(line);
    let word = bare.trim_end_matches("（案）").trim_end_matches("(案)");
    LAST_WORDS.contains(&word)
        || bare.starts_with(['（', '('])
            && ["について", "について（案）", "について(案)"].iter().any(|end| bare.ends_with(end))
}

/// The kind of a sheet: what stands above the title in letters of its own.
pub(super) fn kind_of_sheet(line: &str) -> Option<&'static str> {
    const SHEETS: [(&str, &str); 11] = [
        ("事務連絡", "事務連絡"),
        ("通知", "通知"),
        ("通達", "通達"),
        ("諮問", "諮問"),
        ("諮問書", "諮問"),
        ("答申", "答申"),
        ("答申書", "答申"),
        ("報道発表", "報道発表"),
        ("報道資料", "報道発表"),
        ("報道発表資料", "報道発表"),
        ("PressRelease", "報道発表"),
    ];
    let bare = skeleton(line);
    let is_named = |(sheet, _): &&(&str, &str)| sheet.eq_ignore_ascii_case(&bare);
    SHEETS.iter().find(is_named).map(|(_, kind)| *kind)
}

/// The kind that a title names.
pub(super) fn kind_of(title: &str) -> Option<&'static str> {
    let title = skeleton(title);
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
        for title in [
            "PowerPoint プレゼンテーション",
            "untitled",
            "",
            "01",
            "スライド 1",
            "_1.PDF",
            "03_小売.indd",
            "<4D6963726F736F667420576F7264202D>",
        ] {
            assert_eq!(given_title(title), None, "{title}");
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
