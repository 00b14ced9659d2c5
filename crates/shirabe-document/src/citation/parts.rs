//! What several styles share: pages, dates in Japanese, author names.

use shirabe_japanese::Era;

use super::Citation;
use crate::date::Date;
use crate::metadata::Field;
use crate::model::Page;

/// The pages as `2` or `2-5`, and whether they are numbers of the file and not printed ones.
pub(super) struct Pages {
    /// First and last, joined with the given dash.
    pub(super) span: String,
    /// The first.
    pub(super) first: String,
    /// The last.
    pub(super) last: String,
    /// Whether nothing is printed on them.
    pub(super) are_of_file: bool,
}

impl Pages {
    /// The pages of a citation. Both ends are counted alike: printed if both have a printed number.
    pub(super) fn of(citation: &Citation, dash: &str) -> Option<Pages> {
        let (first, last) = citation.pages.as_ref()?;
        let printed = |page: &Page| page.printed.clone().filter(|label| is_page_number(label));
        let in_file = |page: &Page| page.file.map(|file| file.to_string());
        let both = |number: &dyn Fn(&Page) -> Option<String>| Some((number(first)?, number(last)?));
        let (are_of_file, (first, last)) = match both(&printed) {
            Some(pages) => (false, pages),
            None => (true, both(&in_file)?),
        };
        let span = if first == last { first.clone() } else { format!("{first}{dash}{last}") };
        Some(Pages { span, first, last, are_of_file })
    }
}

/// Whether what is printed on a page is a page number: 12, iv, A-3, 2-15. 表紙 and 資料1 are none, and are
/// not to stand behind p.
fn is_page_number(label: &str) -> bool {
    // Longer than the numbers of a report in several parts, A-12-345.
    const LONGEST: usize = 8;
    let is_short = !label.is_empty() && label.len() <= LONGEST;
    let is_roman = label.chars().all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    let is_written = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let n_letters = label.chars().filter(char::is_ascii_alphabetic).count();
    let has_number = label.ends_with(|c: char| c.is_ascii_digit()) && n_letters <= 2;
    is_short && (is_roman || (is_written && has_number))
}

/// What stands behind a value that the program guessed.
pub(super) const GUESSED: &str = "[推測]";
/// What stands in place of an issuer that nobody knows.
pub(super) const NO_ISSUER: &str = "[発行機関不明]";

/// What stands behind the value of a field, if it is guessed.
pub(super) fn guess_mark(citation: &Citation, field: Field) -> &'static str {
    if citation.guessed.contains(&field) { GUESSED } else { "" }
}

/// The author in one line, marked where it is guessed or unknown.
pub(super) fn marked_author(citation: &Citation, between_persons: &str) -> String {
    let mark = if citation.persons.is_empty() { guess_mark(citation, Field::Issuer) } else { "" };
    match author(citation, between_persons) {
        Some(author) => format!("{author}{mark}"),
        None => NO_ISSUER.to_owned(),
    }
}

/// シート「様式第1号」B4: where something stands in a workbook, which has no pages.
pub(super) fn cell_ja(citation: &Citation) -> Option<String> {
    let sheet = &citation.section.as_ref()?.heading;
    citation.cell.as_ref().map(|cell| format!("シート「{sheet}」{cell}"))
}

/// 2ページ, 2～5ページ; pages that are only counted in the file say so.
pub(super) fn pages_ja(citation: &Citation) -> Option<String> {
    let Some(pages) = Pages::of(citation, "～") else { return cell_ja(citation) };
    let file = if pages.are_of_file { "ファイルの" } else { "" };
    let th = if pages.are_of_file { "目" } else { "" };
    Some(format!("{file}{}ページ{th}", pages.span))
}

/// The author in one line: the persons, or the issuer with its division.
pub(super) fn author(citation: &Citation, between_persons: &str) -> Option<String> {
    if !citation.persons.is_empty() {
        let names = citation.persons.iter().map(|person| {
            // Latin names need the space that Japanese names do not have.
            let gap = if person.family.is_ascii() { " " } else { "" };
            format!("{}{gap}{}", person.family, person.given)
        });
        return Some(names.collect::<Vec<_>>().join(between_persons));
    }
    let issuer = citation.metadata.issuer.trim();
    let division = citation.metadata.division.as_deref().unwrap_or_default().trim();
    Some(format!("{issuer}{division}")).filter(|author| !author.is_empty())
}

/// What programs take as title: 節題（文書名）, or the document's title alone.
pub(super) fn full_title(citation: &Citation) -> String {
    let title = &citation.metadata.title;
    match &citation.section {
        Some(section) if section.heading != *title => format!("{}（{title}）", section.heading),
        _ => title.clone(),
    }
}

/// A name for the entry that stays the same: `mext-lifescience-2025-02-s12-p87`.
pub(super) fn key(citation: &Citation) -> String {
    let mut key = citation.document.to_string();
    if let Some(section) = &citation.section {
        key = format!("{key}-{}", section.id);
    }
    if let Some(paragraph) = &citation.paragraph {
        key = format!("{key}-{paragraph}");
    }
    key
}

/// 節、段落、引用文 for the note field of programs.
pub(super) fn note(citation: &Citation) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(citation.metadata.division.clone());
    if let Some(section) = &citation.section {
        let path = section.path.iter().chain([&section.heading]);
        parts.push(path.cloned().collect::<Vec<_>>().join(" > "));
    }
    parts.extend(citation.paragraph.as_ref().map(|paragraph| format!("段落 {paragraph}")));
    parts.extend(
        citation.quotation.as_ref().map(|quotation| format!("「{}」", one_line(quotation))),
    );
    let guessed = citation.guessed.iter().filter(|field| CITED.contains(field));
    let guessed: Vec<&str> = guessed.map(|field| field.label_ja()).collect();
    if !guessed.is_empty() {
        parts.push(format!("推測した書誌：{}", guessed.join("、")));
    }
    if author(citation, "").is_none() {
        parts.push(NO_ISSUER.to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The fields that stand in citations.
const CITED: [Field; 5] =
    [Field::Title, Field::Issuer, Field::Division, Field::Issued, Field::Kind];

/// Line ends go as they do in the text that is quoted: without a trace between Japanese characters.
pub(super) fn one_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut joined = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        if crate::line_joining::line_joint(&joined, line) == crate::line_joining::LineJoint::Space {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// 令和7年2月21日. Without a month, or before 1868, the western year: 2019 is both 平成31年 and 令和元年.
pub(super) fn in_era(date: Date) -> String {
    // A month stands for its last day: 2019-05 is 令和, 2019-04 平成.
    let last = Date { day: Some(date.day.unwrap_or(31)), ..date }.as_number();
    match Era::of_day(last).filter(|_| date.month.is_some()) {
        Some(era) => {
            let year = date.year - era.first_year() + 1;
            let year = if year == 1 { "元".to_owned() } else { year.to_string() };
            format!("{}{year}年{}", era.name(), month_and_day(date))
        }
        None => western(date),
    }
}

/// 2025年2月21日
pub(super) fn western(date: Date) -> String {
    format!("{}年{}", date.year, month_and_day(date))
}

fn month_and_day(date: Date) -> String {
    let month = date.month.map(|month| format!("{month}月")).unwrap_or_default();
    let day = date.day.map(|day| format!("{day}日")).unwrap_or_default();
    month + &day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::examples;

    #[test]
    fn the_first_days_of_an_era_belong_to_it() {
        let era = |date: &str| in_era(date.parse().unwrap());
        for (date, expected) in [
            ("2019-05-01", "令和元年5月1日"),
            ("2019-04-30", "平成31年4月30日"),
            ("1989-01-07", "昭和64年1月7日"),
            ("2025-02", "令和7年2月"),
            ("2019", "2019年"),
            ("1800-01-01", "1800年1月1日"),
        ] {
            assert_eq!(era(date), expected);
        }
    }

    #[test]
    fn pages_of_the_file_are_said_to_be_so() {
        let mut citation = examples::paragraph();
        assert_eq!(pages_ja(&citation).as_deref(), Some("2～5ページ"));
        let page = |printed: Option<&str>, file| Page { printed: printed.map(str::to_owned), file };
        citation.pages = Some((page(Some("2"), Some(4)), page(None, Some(4))));
        assert_eq!(pages_ja(&citation).as_deref(), Some("ファイルの4ページ目"));
        citation.pages = Some((page(Some("2"), None), page(None, Some(4))));
        assert_eq!(pages_ja(&citation), None);
    }

    #[test]
    fn a_label_that_is_no_number_gives_way_to_the_page_of_the_file() {
        for (label, is_number) in [
            ("12", true),
            ("iv", true),
            ("A-3", true),
            ("2-15", true),
            ("表紙", false),
            ("資料1", false),
            ("cover", false),
            ("", false),
            ("20210618001", false),
        ] {
            assert_eq!(is_page_number(label), is_number, "{label}");
        }
        let mut citation = examples::paragraph();
        let page = Page { printed: Some("表紙".to_owned()), file: Some(1) };
        citation.pages = Some((page.clone(), page));
        assert_eq!(pages_ja(&citation).as_deref(), Some("ファイルの1ページ目"));
    }

    #[test]
    fn a_quotation_is_written_in_one_line() {
        assert_eq!(one_line("研究開\n発の推進\n\nDr.\nJones"), "研究開発の推進Dr. Jones");
    }

    #[test]
    fn persons_come_before_the_issuer() {
        assert_eq!(author(&examples::bare(), "; ").as_deref(), Some("山田太郎; 鈴木花子"));
        assert_eq!(
            author(&examples::paragraph(), "; ").as_deref(),
            Some("文部科学省研究振興局ライフサイエンス課")
        );
    }
}
