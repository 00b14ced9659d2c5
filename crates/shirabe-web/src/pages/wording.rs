//! Small phrases in Japanese that several pages share: steps, dates, page numbers.

use shirabe_document::Page;
use shirabe_search::Step;

/// The name of a step on a result.
pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::Exact => "完全一致",
        Step::Variant => "表記ゆれ",
        Step::Word => "語",
    }
}

/// `2025-02-21` as 2025年2月21日; other text as it is.
pub(crate) fn date(iso: &str) -> String {
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

/// `2026-04-01T09:00:00+09:00` as 2026年4月1日 09:00; other text as it is.
pub(crate) fn moment(rfc3339: &str) -> String {
    let Some((day, time)) = rfc3339.split_once('T') else { return rfc3339.to_owned() };
    let minutes: String = time.chars().take(5).collect();
    let zone = if time.ends_with('Z') { "（協定世界時）" } else { "" };
    format!("{} {minutes}{zone}", date(day))
}

/// What to call a page: its printed number, or its place in the file.
pub(crate) fn page(page: &Page) -> Option<String> {
    match (&page.printed, page.file) {
        (Some(printed), _) => Some(format!("{printed}ページ")),
        (None, Some(file)) => Some(format!("ファイルの{file}ページ目")),
        (None, None) => None,
    }
}

/// A range of pages, such as 5〜7ページ.
pub(crate) fn pages(pages: Option<&(Page, Page)>) -> Option<String> {
    let (first, last) = pages?;
    match (&first.printed, &last.printed) {
        (Some(from), Some(to)) if from != to => Some(format!("{from}〜{to}ページ")),
        _ if first.printed.is_none() && last.printed.is_none() && first.file != last.file => {
            Some(format!("ファイルの{}〜{}ページ目", first.file?, last.file?))
        }
        _ => page(first),
    }
}

/// 1234567 as 1,234,567.
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
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
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_page_goes_by_its_printed_number_first() {
        let printed = |number: &str| Page { printed: Some(number.to_owned()), file: Some(3) };
        let file = |number| Page { printed: None, file: Some(number) };
        assert_eq!(pages(Some(&(printed("1"), printed("2")))).unwrap(), "1〜2ページ");
        assert_eq!(pages(Some(&(printed("1"), printed("1")))).unwrap(), "1ページ");
        assert_eq!(pages(Some(&(file(3), file(5)))).unwrap(), "ファイルの3〜5ページ目");
        assert_eq!(pages(None), None);
    }
}
