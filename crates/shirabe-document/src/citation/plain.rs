//! Plain text in one line, with everything that helps to find the passage again:
//! `「引用文」（発行機関『文書名』発行日、「節題」、ページ、段落、入手先、参照日）`

use super::Citation;
use super::parts::{guess_mark, marked_author, one_line, pages_ja, western};
use crate::metadata::Field;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let quotation =
        citation.quotation.as_deref().map(|quotation| format!("「{}」", one_line(quotation)));
    let guess = |field| guess_mark(citation, field);
    let issued = metadata.issued.map(|date| format!("{}{}", western(date), guess(Field::Issued)));
    let (author, issued) = (marked_author(citation, "・"), issued.unwrap_or_default());
    let what = format!("{author}『{}』{}{issued}", metadata.title, guess(Field::Title));
    let mut parts = vec![what];
    parts.extend(citation.section.as_ref().map(|section| format!("「{}」", section.heading)));
    parts.extend(pages_ja(citation));
    parts.extend(citation.paragraph.as_ref().map(|paragraph| format!("段落{paragraph}")));
    parts.push(citation.permalink.clone());
    parts.push(format!("{}参照", western(citation.accessed)));
    match quotation {
        Some(quotation) => format!("{quotation}（{}）", parts.join("、")),
        None => parts.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_quotation_is_followed_by_its_source() {
        insta::assert_snapshot!(write(&examples::paragraph()), @"「研究に専念できる環境整備」（文部科学省研究振興局ライフサイエンス課『ライフサイエンス政策の最近の動向等について』2025年2月21日、「② 人材育成」、2～5ページ、段落p87、https://shirabe.example/d/mext-lifescience-2025-02/s12#p87、2026年3月1日参照）");
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        insta::assert_snapshot!(write(&examples::bare()), @"山田太郎・鈴木花子『R&D_100% {案}』、https://shirabe.example/d/a、2026年3月1日参照");
    }
}
