//! SIST 02: `著者名. “節題”. 文書名. 発行日, p. x-y. 入手先, (参照 日付).`
//!
//! Source: SIST 02-2007 参照文献の書き方（科学技術振興機構）, 5.5 ウェブサイト and 5.2 図書の一部; 参考文献の役割と
//! 書き方（同, 2011）p. 15. Several authors are set apart by commas (4.1.2). What is unknown is left out but for
//! the issuer; what is supplied stands in square brackets (3.3.6).

use super::Citation;
use super::parts::{Pages, cell_ja, guess_mark, marked_author};
use crate::metadata::Field;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let mut parts: Vec<String> = Vec::new();
    parts.push(marked_author(citation, ", "));
    parts.extend(citation.section.as_ref().map(|section| format!("“{}”", section.heading)));
    parts.push(format!("{}{}", metadata.title, guess_mark(citation, Field::Title)));
    parts.extend(metadata.edition.clone());
    let pages = Pages::of(citation, "-").map(|pages| {
        let file = if pages.are_of_file { "PDF " } else { "" };
        format!("{file}p. {}", pages.span)
    });
    let pages = pages.or_else(|| cell_ja(citation));
    let issued =
        metadata.issued.map(|date| format!("{date}{}", guess_mark(citation, Field::Issued)));
    let when_and_where: Vec<String> = issued.into_iter().chain(pages).collect();
    if !when_and_where.is_empty() {
        parts.push(when_and_where.join(", "));
    }
    format!("{}. {}, (参照 {}).", parts.join(". "), citation.permalink, citation.accessed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_is_cited_with_all_its_parts() {
        insta::assert_snapshot!(write(&examples::paragraph()), @"文部科学省研究振興局ライフサイエンス課. “② 人材育成”. ライフサイエンス政策の最近の動向等について. 2025-02-21, p. 2-5. https://shirabe.example/d/mext-lifescience-2025-02/s12#p87, (参照 2026-03-01).");
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        insta::assert_snapshot!(write(&examples::bare()), @"山田太郎, 鈴木花子. R&D_100% {案}. https://shirabe.example/d/a, (参照 2026-03-01).");
    }

    #[test]
    fn what_is_guessed_and_an_unknown_issuer_say_so() {
        insta::assert_snapshot!(write(&examples::guessed()), @"[発行機関不明]. 計画[推測]. 2021-06-18[推測]. https://shirabe.example/d/a, (参照 2026-03-01).");
    }
}
