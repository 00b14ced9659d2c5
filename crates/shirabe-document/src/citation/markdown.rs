//! Markdown: the quotation as a block quote, then who, what, when and where, with the link.
//!
//! Source: CommonMark 0.31, 2.4 (any ASCII punctuation can be escaped), 6.3 (links).

use super::Citation;
use super::parts::{guess_mark, marked_author, one_line, pages_ja, western};
use crate::metadata::Field;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let author = marked_author(citation, "・");
    let guess = |field| escape(guess_mark(citation, field));
    let title = escape(&metadata.title);
    let issued =
        metadata.issued.map(|date| format!("（{}{}）", western(date), guess(Field::Issued)));
    let issued = format!("{}{}", guess(Field::Title), issued.unwrap_or_default());
    let section = citation.section.as_ref().map(|s| format!("「{}」", escape(&s.heading)));
    let pages = pages_ja(citation).unwrap_or_default();
    let link = citation.permalink.replace('(', "%28").replace(')', "%29").replace(' ', "%20");
    let source = format!(
        "{}「[{title}]({link})」{issued}{}{pages}、{}参照",
        escape(&author),
        section.unwrap_or_default(),
        western(citation.accessed)
    );
    match &citation.quotation {
        Some(quotation) => format!("> {}\n>\n> — {source}\n", escape(&one_line(quotation))),
        None => format!("{source}\n"),
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|~&!".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_quotation_is_followed_by_its_source() {
        insta::assert_snapshot!(write(&examples::paragraph()), @r"
        > 研究に専念できる環境整備
        >
        > — 文部科学省研究振興局ライフサイエンス課「[ライフサイエンス政策の最近の動向等について](https://shirabe.example/d/mext-lifescience-2025-02/s12#p87)」（2025年2月21日）「② 人材育成」2～5ページ、2026年3月1日参照
        ");
    }

    #[test]
    fn marks_in_the_title_are_escaped() {
        insta::assert_snapshot!(write(&examples::bare()), @r"山田太郎・鈴木花子「[R\&D\_100% {案}](https://shirabe.example/d/a)」、2026年3月1日参照");
    }
}
