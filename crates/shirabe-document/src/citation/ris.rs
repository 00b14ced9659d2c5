//! RIS: `TY  - RPRT`, UTF-8, lines ended with CR LF.
//!
//! Source: RIS Format Specifications (Research Information Systems), tags as Zotero reads them for a
//! report: AU, TI, PB (institution), DA and Y2 as YYYY/MM/DD, SP and EP, M3 (kind), N1 (note).

use super::Citation;
use super::parts::{Pages, full_title, note, one_line};
use crate::date::Date;

pub(super) fn write(citation: &Citation) -> String {
    let metadata = &citation.metadata;
    let mut record = String::from("TY  - RPRT\r\n");
    let mut tag = |name: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            record.extend([name, "  - ", &value, "\r\n"]);
        }
    };
    if citation.persons.is_empty() {
        tag("AU", &corporate_author(metadata.issuer.trim()));
    }
    for person in &citation.persons {
        tag("AU", &format!("{}, {}", person.family, person.given));
    }
    tag("TI", &full_title(citation));
    tag("PB", metadata.issuer.trim());
    if let Some(issued) = metadata.issued {
        tag("PY", &issued.year.to_string());
        tag("DA", &with_slashes(issued));
    }
    tag("M3", &metadata.kind);
    tag("ET", metadata.edition.as_deref().unwrap_or_default());
    if let Some(pages) = Pages::of(citation, "-") {
        tag("SP", &pages.first);
        tag("EP", &pages.last);
    }
    tag("LA", &metadata.language);
    tag("UR", &citation.permalink);
    tag("Y2", &with_slashes(citation.accessed));
    tag("N1", &note(citation).unwrap_or_default());
    record.push_str("ER  - \r\n");
    record
}

/// The name of a body, so that it is read as one name.
///
/// EndNote takes the last word of a name for the family name unless a comma ends it. Zotero's RIS translator
/// (RIS.js, `creators`) cuts at the first comma, and takes for a body what has nothing behind it; so the
/// commas inside are written wide, which are the same by NFKC.
fn corporate_author(name: &str) -> String {
    if name.contains([',', ' ']) {
        format!("{},", name.replace(',', "，"))
    } else {
        name.to_owned()
    }
}

/// `2025/02/21`; the slashes of what is unknown stay, as `2025/02/`.
fn with_slashes(date: Date) -> String {
    let two = |part: Option<u8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{:04}/{}/{}", date.year, two(date.month), two(date.day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn a_section_has_all_its_tags() {
        let record = write(&examples::paragraph());
        assert!(record.lines().count() == record.matches("\r\n").count());
        insta::assert_snapshot!(record.replace("\r\n", "\n"), @r"
        TY  - RPRT
        AU  - 文部科学省
        TI  - ② 人材育成（ライフサイエンス政策の最近の動向等について）
        PB  - 文部科学省
        PY  - 2025
        DA  - 2025/02/21
        M3  - 説明資料
        SP  - 2
        EP  - 5
        LA  - ja
        UR  - https://shirabe.example/d/mext-lifescience-2025-02/s12#p87
        Y2  - 2026/03/01
        N1  - 研究振興局ライフサイエンス課; 1. ライフサイエンス委員会における検討 > ② 人材育成; 段落 p87; 「研究に専念できる環境整備」
        ER  -
        ");
    }

    #[test]
    fn persons_have_two_parts_and_unknown_tags_are_left_out() {
        insta::assert_snapshot!(write(&examples::bare()).replace("\r\n", "\n"), @r"
        TY  - RPRT
        AU  - 山田, 太郎
        AU  - 鈴木, 花子
        TI  - R&D_100% {案}
        UR  - https://shirabe.example/d/a
        Y2  - 2026/03/01
        ER  -
        ");
    }

    #[test]
    fn no_value_can_start_a_tag_of_its_own() {
        let mut citation = examples::bare();
        citation.metadata.title = "題\r\nER  - \r\nTY  - BOOK".to_owned();
        assert_eq!(write(&citation).matches("\r\nER  - ").count(), 1);
    }

    #[test]
    fn a_body_with_commas_in_its_name_is_one_name() {
        let mut citation = examples::paragraph();
        citation.metadata.issuer = "Ministry of Education, Culture, Sports".to_owned();
        let record = write(&citation);
        let written = "Ministry of Education， Culture， Sports,";
        assert!(record.contains(&format!("\r\nAU  - {written}\r\n")), "{record}");
        // As Zotero reads it: nothing stands behind the first comma.
        assert_eq!(written.split_once(','), Some(("Ministry of Education， Culture， Sports", "")));
    }
}
