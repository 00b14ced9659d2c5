//! Is this a title that somebody gave, or one that a program filled in? [`given_title`], [`kind_of`].

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
const PREFIXES: [&str; 4] =
    ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - ", "一太郎 - "];
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
    let has_words = title.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    (!is_filled_in && has_words).then_some(title)
}

/// Whether a title is more than a file name: it has Japanese letters or several words.
pub(super) fn is_worded(title: &str) -> bool {
    let is_japanese = |c: char| crate::characters::is_kanji(c) || crate::characters::is_kana(c);
    title.chars().any(is_japanese) || title.split_whitespace().count() > 2
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
    fn a_title_names_its_kind() {
        assert_eq!(kind_of("情報通信白書"), Some("白書"));
        assert_eq!(kind_of("検討会報告書（案）"), Some("報告書"));
        assert_eq!(kind_of("ライフサイエンス政策の最近の動向等について"), None);
    }
}
