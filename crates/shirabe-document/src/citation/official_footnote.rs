//! 公用文の脚注: `発行機関「文書名」（令和7年2月21日）「節題」2ページ。入手先（令和8年3月1日閲覧）。`
//!
//! Source: the footnotes of white papers and council reports, which name issuer, 「文書名」 and the date in
//! brackets; brackets and digits after 公用文作成の考え方（文化審議会建議、令和4年1月7日）I-3, I-4. 「ページ」, since
//! 頁 is not in 常用漢字表 (平成22年内閣告示第2号), to which 公用文 keeps (同 I-1).

use super::Citation;
use super::parts::{guess_mark, in_era, marked_author, pages_ja};
use crate::metadata::Field;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let author = marked_author(citation, "・");
    let guess = |field| guess_mark(citation, field);
    let issued =
        metadata.issued.map(|date| format!("（{}{}）", in_era(date), guess(Field::Issued)));
    let issued = issued.unwrap_or_default();
    let section =
        citation.section.as_ref().map(|s| format!("「{}」", s.heading)).unwrap_or_default();
    let pages = pages_ja(citation).unwrap_or_default();
    let title = format!("「{}」{}", metadata.title, guess(Field::Title));
    let accessed = in_era(citation.accessed);
    format!("{author}{title}{issued}{section}{pages}。{}（{accessed}閲覧）。", citation.permalink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_is_cited_with_all_its_parts() {
        insta::assert_snapshot!(write(&examples::paragraph()), @"文部科学省研究振興局ライフサイエンス課「ライフサイエンス政策の最近の動向等について」（令和7年2月21日）「② 人材育成」2～5ページ。https://shirabe.example/d/mext-lifescience-2025-02/s12#p87（令和8年3月1日閲覧）。");
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        insta::assert_snapshot!(write(&examples::bare()), @"山田太郎・鈴木花子「R&D_100% {案}」。https://shirabe.example/d/a（令和8年3月1日閲覧）。");
    }

    #[test]
    fn what_is_guessed_and_an_unknown_issuer_say_so() {
        insta::assert_snapshot!(write(&examples::guessed()), @"[発行機関不明]「計画」[推測]（令和3年6月18日[推測]）。https://shirabe.example/d/a（令和8年3月1日閲覧）。");
    }
}
