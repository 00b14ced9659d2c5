//! Whether a quotation stands where the draft says: [`Reference::check`].

use shirabe_document::{Date, Document, Field, Page, Section};
use shirabe_japanese::When;
use shirabe_text::{Folding, ValueKind, fold, values_in};

use super::{CheckedReference, MIN_TITLE_CHARS, Reference, ReferenceKind, TITLE_ENDS, labels};

/// What is known of the place at which a quotation was found.
pub(crate) struct Found<'a> {
    pub(crate) document: &'a Document,
    pub(crate) section: &'a Section,
    /// First and last page.
    pub(crate) pages: Option<(&'a Page, &'a Page)>,
    /// The title of the document, folded.
    pub(crate) title: &'a str,
    /// The headings of the other sections of the document, folded.
    pub(crate) other_headings: &'a [String],
}

impl Reference {
    /// Compares with the place that was found. `None` for what is no name.
    pub(crate) fn check(&self, found: &Found<'_>) -> Option<CheckedReference> {
        match self {
            Reference::Pages(first, last, words) => {
                Some(check_pages([*first, *last], words, found))
            }
            Reference::Label(label) => Some(check_label(label, found)),
            Reference::Name(name) => check_name(name, found),
            Reference::Title(title) => Some(check_title(title, found)),
            Reference::Issuer(issuer) => Some(check_issuer(issuer, found)),
            Reference::Date(when, written) => Some(check_date(*when, written, found)),
            Reference::Context(_) => None,
        }
    }

    /// What of the document itself stands in the words around the quotation.
    pub(crate) fn mentions(&self, found: &Found<'_>) -> Vec<CheckedReference> {
        let Reference::Context(context) = self else { return Vec::new() };
        let metadata = &found.document.metadata;
        let issuer = fold(metadata.issuer.trim(), Folding::Standard);
        let has =
            |words: &str, least: usize| words.chars().count() >= least && context.contains(words);
        let mut mentions = Vec::new();
        if has(&issuer, 2) {
            mentions.push(check_issuer(metadata.issuer.trim(), found));
        }
        if has(found.title, MIN_TITLE_CHARS) {
            mentions.push(check_title(&metadata.title, found));
        }
        mentions
    }
}

/// Whether the program only guessed what the document says.
fn is_guessed(field: Field, found: &Found<'_>) -> bool {
    found.document.source.guessed().contains(&field)
}

fn check_issuer(cited: &str, found: &Found<'_>) -> CheckedReference {
    let issuer = fold(cited, Folding::Standard);
    let metadata = &found.document.metadata;
    let theirs =
        format!("{}{}", metadata.issuer.trim(), metadata.division.as_deref().unwrap_or_default());
    let (name, whole) =
        (fold(metadata.issuer.trim(), Folding::Standard), fold(&theirs, Folding::Standard));
    let is_told = !name.is_empty();
    CheckedReference {
        kind: ReferenceKind::Issuer,
        cited: cited.to_owned(),
        found: is_told.then_some(theirs),
        is_guessed: is_told && is_guessed(Field::Issuer, found),
        agrees: is_told.then(|| whole.contains(&issuer) || issuer.contains(&name)),
    }
}

fn check_title(title: &str, found: &Found<'_>) -> CheckedReference {
    let names = [found.title, &fold(&found.section.heading, Folding::Standard)].map(str::to_owned);
    let folded = fold(title, Folding::Standard);
    let agrees = names.iter().any(|name| are_alike(name, &folded));
    CheckedReference {
        kind: ReferenceKind::Title,
        cited: title.to_owned(),
        found: Some(found.document.metadata.title.clone()),
        is_guessed: is_guessed(Field::Title, found),
        agrees: Some(agrees),
    }
}

/// Whether one name holds the other, or the end of a sentence's words is the other: 政府の基本計画 and
/// 科学技術・イノベーション基本計画.
fn are_alike(name: &str, words: &str) -> bool {
    let is_tail = |start: usize| {
        let tail: String = words.chars().skip(start).collect();
        name.contains(&tail)
    };
    let n_chars = words.chars().count();
    let has_tail = n_chars >= MIN_TITLE_CHARS && (0..=n_chars - MIN_TITLE_CHARS).any(is_tail);
    name.contains(words) || is_inside(name, words) || has_tail
}

fn check_date(when: When, written: &str, found: &Found<'_>) -> CheckedReference {
    let metadata = &found.document.metadata;
    let cited = written.to_owned();
    let kind = ReferenceKind::Date;
    let in_title = values_in(&metadata.title).into_iter().any(|value| match value.kind {
        ValueKind::When { when: theirs, .. } => {
            theirs == when || theirs.fiscal_year() == when.fiscal_year()
        }
        _ => false,
    });
    let Some(issued) = metadata.issued else {
        let agrees = in_title.then_some(true);
        let found = in_title.then(|| metadata.title.clone());
        return CheckedReference { kind, cited, found, is_guessed: false, agrees };
    };
    let agrees = in_title || is_of(issued, when);
    let is_guessed = is_guessed(Field::Issued, found);
    let found = Some(issued.to_string());
    CheckedReference { kind, cited, found, is_guessed, agrees: Some(agrees) }
}

/// Whether a date may be called so.
fn is_of(issued: Date, when: When) -> bool {
    let has_month = |month: u8| issued.month.is_none_or(|theirs| theirs == month);
    let has_day = |day: u8| issued.day.is_none_or(|theirs| theirs == day);
    match when {
        When::FiscalYear(year) => issued.fiscal_year() == year || issued.year == year,
        When::Year(year) => issued.year == year,
        When::Month(year, month) => issued.year == year && has_month(month),
        When::Day(year, month, day) => issued.year == year && has_month(month) && has_day(day),
    }
}

fn check_pages([first, last]: [u32; 2], words: &str, found: &Found<'_>) -> CheckedReference {
    let kind = ReferenceKind::Page;
    let cited = words.to_owned();
    let Some((from, to)) = found.pages else {
        return CheckedReference { kind, cited, found: None, is_guessed: false, agrees: None };
    };
    let printed =
        |page: &Page| page.printed.as_deref().and_then(|number| number.parse::<u32>().ok());
    let overlaps = |from: Option<u32>, to: Option<u32>| Some(from? <= last && first <= to?);
    let by_print = overlaps(printed(from), printed(to));
    let by_file = overlaps(from.file, to.file);
    let shown =
        if from == to { format!("{from}ページ") } else { format!("{from}～{to}ページ") };
    let agrees = match (by_print, by_file) {
        (None, None) => None,
        (by_print, by_file) => Some(by_print == Some(true) || by_file == Some(true)),
    };
    CheckedReference { kind, cited, found: Some(shown), is_guessed: false, agrees }
}

fn check_label(label: &str, found: &Found<'_>) -> CheckedReference {
    let headings = found.section.path.iter().chain([&found.section.heading]);
    let theirs: Vec<String> =
        headings.clone().flat_map(|heading| labels(&fold(heading, Folding::Standard))).collect();
    let level = label.chars().next_back();
    let same_level = theirs.iter().any(|other| other.chars().next_back() == level);
    // A section outside of all chapters neither agrees nor disagrees.
    let agrees = same_level.then(|| theirs.iter().any(|other| other == label));
    let path: Vec<&str> = headings.map(String::as_str).collect();
    let (kind, cited) = (ReferenceKind::Section, label.to_owned());
    CheckedReference { kind, cited, found: Some(path.join(" > ")), is_guessed: false, agrees }
}

/// A name in the brackets behind a quotation: of the section, of the document, or of something else.
fn check_name(cited: &str, found: &Found<'_>) -> Option<CheckedReference> {
    /// What writers add about their quotation: 下線は筆者.
    const NOTES: [&str; 12] =
        ["筆者", "下線", "傍点", "強調", "ママ", "訳", "注", "略", "引用", "参照", "同上", "前掲"];
    let folded = fold(cited, Folding::Standard);
    let name = folded.as_str();
    let headings = found.section.path.iter().chain([&found.section.heading]);
    let contains = |heading: &str| heading.contains(name) || is_inside(heading, name);
    let is_here = headings.clone().any(|heading| contains(&fold(heading, Folding::Standard)));
    let is_elsewhere = !is_here && found.other_headings.iter().any(|h| contains(h));
    let path: Vec<&str> = headings.map(String::as_str).collect();
    let of_section = |agrees| CheckedReference {
        kind: ReferenceKind::Section,
        cited: cited.to_owned(),
        found: Some(path.join(" > ")),
        is_guessed: false,
        agrees: Some(agrees),
    };
    let ends = TITLE_ENDS.split('|').any(|end| name.ends_with(&fold(end, Folding::Standard)));
    let is_title = name.chars().count() >= MIN_TITLE_CHARS && ends;
    let is_issuer = {
        let issuer = fold(found.document.metadata.issuer.trim(), Folding::Standard);
        !issuer.is_empty() && (issuer.contains(name) || name.contains(&issuer))
    };
    if is_here {
        Some(of_section(true))
    } else if contains(found.title) {
        Some(check_title(cited, found))
    } else if is_issuer {
        Some(check_issuer(cited, found))
    } else if is_elsewhere {
        Some(of_section(false))
    } else if is_title {
        Some(check_title(cited, found))
    } else {
        let is_note = NOTES.iter().any(|note| name.contains(note));
        let unknown = CheckedReference { agrees: None, ..check_title(cited, found) };
        (!is_note && name.chars().count() >= MIN_TITLE_CHARS).then_some(unknown)
    }
}

/// Whether a heading stands in a longer name, as in 第3期計画（人材育成）; short ones stand everywhere.
fn is_inside(heading: &str, name: &str) -> bool {
    heading.chars().count() >= 4 && name.contains(heading)
}
