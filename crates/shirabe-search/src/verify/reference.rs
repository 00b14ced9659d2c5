//! The page or section that a draft gives beside a quotation: [`read`], and whether the quotation
//! stands there: [`Reference::check`].

use std::sync::LazyLock;

use regex::Regex;
use shirabe_document::{Page, Section};
use shirabe_text::numbers::Number;
use shirabe_text::{Folding, fold};

/// What a draft says of where a quotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// （12頁）, p.12, pp.12-13
    Pages(u32, u32),
    /// 第2章 and the like, with its number in digits
    Label(String),
    /// The name of a section or document, folded, as it stands in brackets behind the quotation.
    Name(String),
}

/// Whether a quotation stands where the draft says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReference {
    /// What the draft says, such as 12頁.
    pub cited: String,
    /// Where it stands.
    pub found: String,
    /// Whether the two agree; `None` where the document does not tell.
    pub agrees: Option<bool>,
}

/// Pages by 頁, ページ or p.; all in the match form, where dashes are `-` and wave dashes `~`.
static PAGES: LazyLock<Regex> = LazyLock::new(|| {
    let (page, long) = (fold("頁", Folding::Standard), fold("ページ", Folding::Standard));
    let pattern = format!(
        r"(?:^|[^a-z0-9])pp?\.?([0-9]{{1,5}})(?:[-~]([0-9]{{1,5}}))?|([0-9]{{1,5}})(?:[-~]([0-9]{{1,5}}))?(?:{page}|{long})"
    );
    Regex::new(&pattern).expect("the pattern is right")
});

/// 第2章 and the like.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("第([0-9〇一二三四五六七八九十百]{1,6})([編章節款項部条])")
        .expect("the pattern is right")
});

/// A heading is shorter than this.
const MAX_NAME_CHARS: usize = 60;
/// A shorter name would be found in too many headings.
const MIN_NAME_CHARS: usize = 2;

/// What the text before and behind a quotation says of its place.
pub(crate) fn read(before: &str, after: &str) -> Vec<Reference> {
    let bracket = bracket(after);
    // Behind the quotation up to the end of the sentence; before it, from its start.
    let behind = match bracket {
        Some(bracket) => bracket,
        None => after.split(['。', '\n']).next().unwrap_or_default(),
    };
    let ahead = before.rsplit(['。', '\n', '」', '）']).next().unwrap_or_default();
    let mut references = Vec::new();
    for text in [behind, ahead] {
        let folded = fold(text, Folding::Standard);
        references.extend(PAGES.captures_iter(&folded).filter_map(|found| {
            let number = |n: usize| found.get(n).and_then(|number| number.as_str().parse().ok());
            let first: u32 = number(1).or_else(|| number(3))?;
            Some(Reference::Pages(first, number(2).or_else(|| number(4)).unwrap_or(first)))
        }));
        references.extend(labels(&folded).into_iter().map(Reference::Label));
    }
    references.extend(bracket.into_iter().flat_map(names));
    references.extend(before.rsplit(['。', '\n']).next().and_then(named_section));
    references.dedup();
    references
}

/// What stands in the brackets right behind a quotation, or in the line of its source.
fn bracket(after: &str) -> Option<&str> {
    let after = after.trim_start();
    if after.starts_with(['—', '–', '―', '─']) || after.starts_with("出典") {
        return after.lines().next();
    }
    let inner = after.strip_prefix(['（', '('])?;
    inner.split(['）', ')']).next()
}

/// The labels of chapters in a folded text, with their numbers in digits.
fn labels(folded: &str) -> Vec<String> {
    let labels = LABEL.captures_iter(folded).map(|found| {
        let number =
            Number::parse(&found[1]).map_or_else(|| found[1].to_owned(), |n| n.to_string());
        format!("第{number}{}", &found[2])
    });
    labels.collect()
}

/// The names between the commas of a bracket, without pages and labels.
fn names(bracket: &str) -> Vec<Reference> {
    let names = bracket.split(['、', '，', ',', '；', ';', '。']).map(str::trim);
    let names = names
        .map(|name| name.trim_matches(['「', '」', '『', '』', '“', '”', '—', '–', '―', '─', ' ']));
    let names = names.map(|name| name.trim_end_matches("の節"));
    names.filter_map(name).collect()
}

/// 「人材育成」の節では…: the section that is named before the quotation.
fn named_section(sentence: &str) -> Option<Reference> {
    let (ahead, _) = sentence.rsplit_once("の節")?;
    match ahead.strip_suffix(['」', '』']) {
        Some(quoted) => name(quoted.rsplit(['「', '『']).next()?),
        None => name(ahead.rsplit(['、', '，', 'は', 'の']).next()?),
    }
}

fn name(text: &str) -> Option<Reference> {
    let folded = fold(text, Folding::Standard);
    let n_chars = folded.chars().count();
    let is_name = (MIN_NAME_CHARS..=MAX_NAME_CHARS).contains(&n_chars)
        && !PAGES.is_match(&folded)
        && !LABEL.is_match(&folded);
    is_name.then_some(Reference::Name(folded))
}

/// What is known of the place at which a quotation was found.
pub(crate) struct Found<'a> {
    pub(crate) section: &'a Section,
    /// First and last page.
    pub(crate) pages: Option<(&'a Page, &'a Page)>,
    /// The title of the document, folded.
    pub(crate) title: &'a str,
    /// The headings of the other sections of the document, folded.
    pub(crate) other_headings: &'a [String],
}

impl Reference {
    /// Compares with the place that was found. `None` for a name that is nothing in this document.
    pub(crate) fn check(&self, found: &Found<'_>) -> Option<CheckedReference> {
        match self {
            Reference::Pages(first, last) => Some(check_pages(*first, *last, found)),
            Reference::Label(label) => Some(check_label(label, found)),
            Reference::Name(name) => check_name(name, found),
        }
    }
}

fn check_pages(first: u32, last: u32, found: &Found<'_>) -> CheckedReference {
    let cited = if first == last { format!("{first}頁") } else { format!("{first}～{last}頁") };
    let Some((from, to)) = found.pages else {
        return CheckedReference { cited, found: "頁の記録なし".to_owned(), agrees: None };
    };
    let printed =
        |page: &Page| page.printed.as_deref().and_then(|number| number.parse::<u32>().ok());
    let overlaps = |from: Option<u32>, to: Option<u32>| Some(from? <= last && first <= to?);
    let by_print = overlaps(printed(from), printed(to));
    let by_file = overlaps(from.file, to.file);
    let shown = if from == to { format!("{from}頁") } else { format!("{from}～{to}頁") };
    let agrees = match (by_print, by_file) {
        (None, None) => None,
        (by_print, by_file) => Some(by_print == Some(true) || by_file == Some(true)),
    };
    CheckedReference { cited, found: shown, agrees }
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
    CheckedReference { cited: label.to_owned(), found: path.join(" > "), agrees }
}

fn check_name(name: &str, found: &Found<'_>) -> Option<CheckedReference> {
    let headings = found.section.path.iter().chain([&found.section.heading]);
    let contains = |heading: &str| heading.contains(name) || is_inside(heading, name);
    let is_here = headings.clone().any(|heading| contains(&fold(heading, Folding::Standard)));
    let is_title = contains(found.title);
    let is_elsewhere = !is_here && !is_title && found.other_headings.iter().any(|h| contains(h));
    let path: Vec<&str> = headings.map(String::as_str).collect();
    (is_here || is_elsewhere).then(|| CheckedReference {
        cited: name.to_owned(),
        found: path.join(" > "),
        agrees: Some(is_here),
    })
}

/// Whether a heading stands in a longer name, as in 第3期計画（人材育成）; short ones stand everywhere.
fn is_inside(heading: &str, name: &str) -> bool {
    heading.chars().count() >= 4 && name.contains(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(before: &str, after: &str) -> String {
        let shown = read(before, after).into_iter().map(|reference| match reference {
            Reference::Pages(first, last) => format!("{first}-{last}頁"),
            Reference::Label(label) => label,
            Reference::Name(name) => format!("［{name}］"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_are_read_in_the_usual_forms() {
        for after in ["（12頁）", "(p.12)", "（p. １２）と", "（計画12ページ）", "（pp.12-12）"]
        {
            assert!(outline("", after).contains("12-12頁"), "{after}: {}", outline("", after));
        }
        assert_eq!(outline("", "（12～13頁）"), "12-13頁");
        assert_eq!(outline("計画の3頁は", "と述べる。p.9"), "3-3頁");
        assert_eq!(outline("", "と述べる。次の文（9頁）"), "");
    }

    #[test]
    fn chapters_and_names_are_read() {
        assert_eq!(outline("", "（第二章第1節）"), "第2章 第1節");
        assert_eq!(
            outline("", "（第3期計画、人材育成、12頁）"),
            "12-12頁 ［第3期計画］ ［人材育成］"
        );
        assert_eq!(outline("「人材育成」の節では", "という"), "［人材育成］");
        assert_eq!(outline("", "— 計画、4頁"), "4-4頁 ［計画］");
    }
}
