//! Small phrases in Japanese that several pages share: steps, dates, page numbers.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use shirabe_document::{Document, Page, Section};
use shirabe_japanese::Era;
use shirabe_japanese::numerals::with_commas;
use shirabe_search::{
    CorpusSize, FacetField, FacetValue, Relaxation, RelaxationKind, Remark, Step, Unusable,
};
use shirabe_verify::{CheckedReference, ReferenceKind};

/// The name of a step on a result.
pub fn step(step: Step) -> &'static str {
    match step {
        Step::Exact => "完全一致",
        Step::Variant => "表記ゆれ",
        Step::Word => "語の組合せ",
    }
}

/// The language of a text that is not in the page's own (BCP 47), so that it is read out and broken into
/// lines as what it is.
pub fn foreign(language: &str) -> Option<String> {
    let is_foreign = !language.is_empty() && language.split('-').next() != Some("ja");
    is_foreign.then(|| language.to_owned())
}

/// `2025-02-21` as 2025年2月21日; other text as it is.
pub fn date(iso: &str) -> String {
    let units = ["年", "月", "日"];
    let parts: Option<Vec<u32>> = iso.split('-').map(|part| part.parse().ok()).collect();
    match parts {
        Some(parts) if parts.len() <= units.len() => {
            let words = parts.iter().zip(units).map(|(part, unit)| format!("{part}{unit}"));
            words.collect::<Vec<_>>().concat()
        }
        _ => iso.to_owned(),
    }
}

/// `2026-04-01T00:00:00Z` as 2026年4月1日 9時00分, in Japan, which has kept UTC+9 without summer time
/// since 1952; other text as it is.
pub fn moment(rfc3339: &str) -> String {
    let Ok(moment) = rfc3339.parse::<Timestamp>() else { return rfc3339.to_owned() };
    let there = moment.to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    let (day, minute) = (there.date().to_string(), there.minute());
    format!("{} {}時{minute:02}分", date(&day), there.hour())
}

/// What to call a page: its printed number, or its place in the file.
pub fn page(page: &Page) -> Option<String> {
    match (&page.printed, page.file) {
        (Some(printed), _) => Some(format!("{printed}ページ")),
        (None, Some(file)) => Some(format!("原資料の{file}ページ目")),
        (None, None) => None,
    }
}

/// A range of pages, such as 5〜7ページ.
pub fn pages(pages: Option<&(Page, Page)>) -> Option<String> {
    let (first, last) = pages?;
    match (&first.printed, &last.printed) {
        (Some(from), Some(to)) if from != to => Some(format!("{from}〜{to}ページ")),
        _ if first.printed.is_none() && last.printed.is_none() && first.file != last.file => {
            Some(format!("原資料の{}〜{}ページ目", first.file?, last.file?))
        }
        _ => page(first),
    }
}

/// The heading; sections that share one are told apart by their place, such as 現状・課題（2/3）.
pub fn heading(document: &Document, section: &Section) -> String {
    format!("{}{}", section.heading, occurrence(document, section))
}

/// Which of several sections with this heading, such as （2/3）; nothing for the only one.
pub fn occurrence(document: &Document, section: &Section) -> String {
    let place = document.occurrence(&section.id);
    place.map(|(nth, n)| format!("（{nth}/{n}）")).unwrap_or_default()
}

/// Ascending numbers, such as 1〜3、7.
pub fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let run = |run: &[u32]| match run {
        [first, .., last] => format!("{first}〜{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join("、")
}

/// 2文書（109節、26ページ、20,075文字）; what no document has is left out.
pub fn corpus_size(n_documents: usize, size: &CorpusSize) -> String {
    let parts = [(size.n_sections, "節"), (size.n_pages, "ページ"), (size.n_chars, "文字")];
    let known = parts.iter().filter(|(n, _)| *n > 0);
    let known = known.map(|(n, unit)| format!("{}{unit}", number(*n))).collect::<Vec<_>>();
    format!("{}文書（{}）", number(n_documents), known.join("、"))
}

/// 2024 as 令和6: the era at the end of the year, as fiscal years are counted; 元 for the first year.
pub fn era_year(western: i32) -> Option<String> {
    let era = Era::ALL.into_iter().rev().find(|era| era.first_year() <= western)?;
    Some(match western - era.first_year() + 1 {
        1 => format!("{}元", era.name()),
        year => format!("{}{year}", era.name()),
    })
}

/// 1234567 as 1,234,567.
pub fn number(number: usize) -> String {
    with_commas(&number.to_string())
}

/// What a facet divides by.
pub fn facet_name(field: FacetField) -> &'static str {
    match field {
        FacetField::Issuer => "発行機関",
        FacetField::Kind => "種別",
        FacetField::FiscalYear => "年度",
        FacetField::Document => "文書",
    }
}

/// A measured number with as many places as say something.
pub fn decimal(value: f64) -> String {
    if value >= 100.0 {
        return number(value.round() as usize);
    }
    let places = if value >= 1.0 || value == 0.0 { 1 } else { 3 };
    format!("{value:.places$}")
}

/// What a reader sees of a facet's value.
pub fn facet_label(field: FacetField, value: &FacetValue) -> String {
    match field {
        FacetField::FiscalYear => format!("{}年度", value.value),
        _ if value.title.is_empty() => value.value.clone(),
        _ => value.title.clone(),
    }
}

/// What the document says of a reference of the draft.
pub fn found_reference(reference: &CheckedReference) -> String {
    match (&reference.found, reference.kind) {
        (Some(found), _) if reference.is_guessed => format!("{found}（推測）"),
        (Some(found), _) => found.clone(),
        (None, ReferenceKind::Issuer) => "発行機関の記録なし".to_owned(),
        (None, ReferenceKind::Date) => "発行日の記録なし".to_owned(),
        (None, ReferenceKind::Page) => "ページの記録なし".to_owned(),
        (None, ReferenceKind::Title | ReferenceKind::Section) => "記録なし".to_owned(),
    }
}

/// What is remarked on a query.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::Reading(message) => message.clone(),
        Remark::Unusable(reason) => unusable(*reason).to_owned(),
        Remark::NoPatternInField => "この欄では、記号を使った書き方は使えません。".to_owned(),
        Remark::UnreadableValue => {
            "年・日付・ページとして読み取れないため、この条件は使いませんでした。".to_owned()
        }
        Remark::NoCitation => {
            "条・通達・告示などの番号として読み取れないため、この条件は使いませんでした。「条:第33条第1項」「条:措法41の19の3」「条:令和6年文科省告示第12号」のように書いてください。".to_owned()
        }
        Remark::TimeEnded { n_read, n_unread, limit } => format!(
            "この書き方に当てはまるかどうかを{n_read}節まで調べたところで時間の上限（{}秒）に達しました。\
             調べていない節が{n_unread}あり、件数と結果はそれらを含みません。続けて書かれている文字を加えるか、\
             発行機関や年度で絞り込むと、全て調べられます。",
            limit.as_secs_f32()
        ),
        Remark::UnreadableSections(n) => format!(
            "索引の一部が壊れているため、該当した節のうち{n}節を示せません。件数には含めています。"
        ),
    }
}

/// Why an expression was not searched for.
fn unusable(reason: Unusable) -> &'static str {
    match reason {
        Unusable::LookAround => {
            "(?=…)、(?!…) などの前後の条件（先読み・後読み）は正規表現で使えないため、検索できませんでした。"
        }
        Unusable::Backreference => {
            "\\1 などの、前に一致した部分の参照は正規表現で使えないため、検索できませんでした。"
        }
        Unusable::Bracket => {
            "正規表現の括弧が対になっていないため、検索できませんでした。括弧を文字として探すには \\( のように書いてください。"
        }
        Unusable::Repetition => {
            "正規表現の繰り返しの記号の前に文字がないため、検索できませんでした。"
        }
        Unusable::TooLarge => "この書き方は複雑すぎるため、検索できませんでした。",
        Unusable::Malformed => "正規表現として読めない書き方なので、検索できませんでした。",
    }
}

/// What a query that could be tried instead gives up.
pub fn relaxation(relaxation: &Relaxation) -> String {
    match &relaxation.kind {
        RelaxationKind::Filters => "絞り込みを外す".to_owned(),
        RelaxationKind::Words => "語の組合せまで広げる".to_owned(),
        RelaxationKind::Notation => "表記の違いを区別しない".to_owned(),
        RelaxationKind::Part(part) => format!("「{part}」を条件から外す"),
        RelaxationKind::OnlyWord(word) => format!("「{word}」だけで探す"),
        RelaxationKind::Meant => relaxation.query.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        assert_eq!(date("2025-02-21"), "2025年2月21日");
        assert_eq!(date("2025-02"), "2025年2月");
        assert_eq!(date(""), "");
    }

    #[test]
    fn a_moment_is_told_in_japan() {
        assert_eq!(moment("2026-03-31T15:05:09Z"), "2026年4月1日 0時05分");
        assert_eq!(moment("unknown"), "unknown");
    }

    #[test]
    fn years_are_told_in_their_era() {
        let told = [2025, 2019, 2018, 1926, 1868].map(|year| era_year(year).unwrap());
        assert_eq!(told, ["令和7", "令和元", "平成30", "昭和元", "明治元"]);
        assert_eq!(era_year(1867), None);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn what_was_not_read_in_time_is_said() {
        let limit = std::time::Duration::from_millis(500);
        let said = remark(&Remark::TimeEnded { n_read: 20_000, n_unread: 2, limit });
        assert!(said.contains("時間の上限（0.5秒）") && said.contains("調べていない節が2あり"));
    }

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1〜3、7、9〜10");
    }

    #[test]
    fn a_page_goes_by_its_printed_number_first() {
        let printed = |number: &str| Page { printed: Some(number.to_owned()), file: Some(3) };
        let file = |number| Page { printed: None, file: Some(number) };
        assert_eq!(pages(Some(&(printed("1"), printed("2")))).unwrap(), "1〜2ページ");
        assert_eq!(pages(Some(&(printed("1"), printed("1")))).unwrap(), "1ページ");
        assert_eq!(pages(Some(&(file(3), file(5)))).unwrap(), "原資料の3〜5ページ目");
        assert_eq!(pages(None), None);
    }
}
