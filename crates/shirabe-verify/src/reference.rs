//! What a draft says beside a quotation of where it stands: issuer, title, date, section and page.
//! [`read`] reads it, [`checking`] compares it with the place that was found.

use std::sync::LazyLock;

use regex::Regex;
use shirabe_japanese::When;
use shirabe_japanese::numerals::DIGITS;
use shirabe_text::numbers::Number;
use shirabe_text::{Folding, MatchForm, ValueKind, fold, slice_chars, values_in};

mod checking;

pub(crate) use checking::Found;

/// What a draft says of where a quotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// （12頁）, p.12, pp.12-13, with the words of the draft.
    Pages(u32, u32, String),
    /// 第2章 and the like, with its number in digits
    Label(String),
    /// The name of a section or document, as it stands in brackets behind the quotation.
    Name(String),
    /// The name of a document: 『…』 before the quotation, or …計画では.
    Title(String),
    /// 文部科学省は
    Issuer(String),
    /// （令和7年2月）, with the words of the draft.
    Date(When, String),
    /// All that stands around the quotation, folded: issuers and titles that the document itself names.
    Context(String),
}

/// What a reference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// 発行機関
    Issuer,
    /// 文書名
    Title,
    /// 発行日
    Date,
    /// 節
    Section,
    /// ページ
    Page,
}

/// Whether a quotation stands where the draft says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReference {
    /// What it is about.
    pub kind: ReferenceKind,
    /// What the draft says, such as 12頁.
    pub cited: String,
    /// What the document says; `None` where it does not tell.
    pub found: Option<String>,
    /// Whether the program only guessed what the document says.
    pub is_guessed: bool,
    /// Whether the two agree; `None` where the document does not tell.
    pub agrees: Option<bool>,
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is right")
}

/// Pages by 頁, ページ or p.; all in the match form, where dashes are `-` and wave dashes `~`.
static PAGES: LazyLock<Regex> = LazyLock::new(|| {
    let (page, long) = (fold("頁", Folding::Standard), fold("ページ", Folding::Standard));
    pattern(&format!(
        r"(?:^|[^a-z0-9])(pp?\.?([0-9]{{1,5}})(?:[-~]([0-9]{{1,5}}))?)|(([0-9]{{1,5}})(?:[-~]([0-9]{{1,5}}))?(?:{page}|{long}))"
    ))
});

/// 第2章 and the like.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("第([0-9{DIGITS}十百]{{1,6}})([編章節款項部条])")));

/// The name of an office, up to what such names end in (国家行政組織法 3 and 8; 審議会, 独立行政法人), with
/// what makes it the one who says something.
static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"([\p{Han}\p{Katakana}ー・]{1,30}(?:省|庁|府|委員会|審議会|会議|本部|研究所|機構|協会|学会|銀行))(?:は|が|の|も|「|『|[（(]|、|によれば|によると|では|$)",
    )
});

/// What stands for an office that was named before, or for no office in particular.
const NO_ISSUERS: [&str; 10] =
    ["同", "当該", "各", "本", "両", "関係", "政府", "都道府", "他", "我が"];

/// What names of documents end in.
const TITLE_ENDS: &str = "計画|戦略|方針|指針|白書|報告書|報告|ガイドライン|大綱|提言|答申|ビジョン|プラン|プログラム|憲章|宣言|基準|要綱|要領|について|まとめ";

/// A document that is named without brackets: 基本計画では.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"([\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ー・A-Za-z0-9０-９]{{2,40}}?(?:{TITLE_ENDS}))(?:[（(][^（）()]{{0,40}}[）)])?(?:では|には|において|によ|は|も|、|$)"
    ))
});

/// A document in brackets: 『…』（令和7年）は.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[「『]([^「」『』]{2,60})[」』](?:[（(][^（）()]{0,40}[）)])?(?:では|には|において|によ|は|も|に|、|で|$)",
    )
});

/// What stands in brackets.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[（(]([^（）()]{2,60})[）)]"));

/// A heading is shorter than this.
const MAX_NAME_CHARS: usize = 60;
/// A shorter name would be found in too many headings.
const MIN_NAME_CHARS: usize = 2;
/// A shorter title, such as 計画, is a word of the sentence.
const MIN_TITLE_CHARS: usize = 4;

/// What the text before and behind a quotation says of its place.
pub(crate) fn read(before: &str, after: &str) -> Vec<Reference> {
    let (before, after) = (super::draft::plain(before), super::draft::plain(after));
    let bracket = bracket(&after);
    // Behind the quotation up to the end of the sentence; before it, from its start.
    let behind = match bracket {
        Some(bracket) => bracket,
        None => after.split(['。', '\n']).next().unwrap_or_default(),
    };
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
    let ahead = sentence.rsplit(['」', '）']).next().unwrap_or_default();
    let mut references = Vec::new();
    for text in [behind, ahead] {
        let form = MatchForm::of(text, Folding::Standard);
        references.extend(pages(text, &form));
        references.extend(labels(form.as_str()).into_iter().map(Reference::Label));
    }
    references.extend(bracket.into_iter().flat_map(parts_of_source));
    references.extend(named_section(sentence));
    references.extend(attribution(sentence));
    references.push(Reference::Context(fold(
        &format!("{sentence} {}", bracket.unwrap_or_default()),
        Folding::Standard,
    )));
    references.dedup();
    references
}

/// The pages that a text names, in its own words.
fn pages(text: &str, form: &MatchForm) -> Vec<Reference> {
    let folded = form.as_str();
    let pages = PAGES.captures_iter(folded).filter_map(|found| {
        let number = |n: usize| found.get(n).and_then(|number| number.as_str().parse().ok());
        let first: u32 = number(2).or_else(|| number(5))?;
        let last = number(3).or_else(|| number(6)).unwrap_or(first);
        let words = found.get(1).or_else(|| found.get(4))?;
        let start = folded.get(..words.start())?.chars().count();
        let chars = form.text_range(start..start + words.as_str().chars().count());
        Some(Reference::Pages(first, last, slice_chars(text, chars).to_owned()))
    });
    pages.collect()
}

/// What the sentence says before the quotation: who, in which document, of when.
fn attribution(sentence: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    // The last one said it: 政府に対し、委員会は「…」.
    let issuers = ISSUER.captures_iter(sentence).filter_map(|found| issuer(&found[1]));
    found.extend(issuers.last());
    let bracketed = BRACKETED.captures_iter(sentence).last();
    let named = bracketed.or_else(|| NAMED.captures_iter(sentence).last());
    found.extend(named.and_then(|named| title(&named[1])));
    for inner in BRACKETS.captures_iter(sentence) {
        found.extend(dates(&inner[1]));
    }
    found
}

fn issuer(name: &str) -> Option<Reference> {
    let is_one = !NO_ISSUERS.iter().any(|other| name.starts_with(other));
    is_one.then(|| Reference::Issuer(name.to_owned()))
}

fn title(name: &str) -> Option<Reference> {
    let folded = fold(name, Folding::Standard);
    let ends = TITLE_ENDS.split('|').any(|end| folded.ends_with(&fold(end, Folding::Standard)));
    (ends && folded.chars().count() >= MIN_TITLE_CHARS).then(|| Reference::Title(name.to_owned()))
}

/// The years and dates of a text.
fn dates(text: &str) -> Vec<Reference> {
    let values = values_in(text).into_iter();
    let dates = values.filter_map(|value| match value.kind {
        ValueKind::When { when, .. } => {
            Some(Reference::Date(when, slice_chars(text, value.chars).to_owned()))
        }
        // （2025）, as in the social sciences.
        ValueKind::Number(number) => {
            let year = number.as_str().parse().ok().filter(|year| (1868..2100).contains(year))?;
            let is_alone = slice_chars(text, value.chars.clone()).chars().count() == 4;
            is_alone.then(|| Reference::Date(When::Year(year), year.to_string()))
        }
        _ => None,
    });
    dates.collect()
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

/// What stands between the commas of a bracket, without pages and labels.
fn parts_of_source(bracket: &str) -> Vec<Reference> {
    const MARKS: [char; 14] =
        ['「', '」', '『', '』', '“', '”', '—', '–', '―', '─', ' ', '（', '(', '　'];
    let bracket = bracket.trim_start_matches(MARKS);
    let bracket = bracket.strip_prefix("出典").unwrap_or(bracket).trim_start_matches(['：', ':']);
    let parts = bracket.split(['、', '，', ',', '；', ';', '。', '『', '「']).map(str::trim);
    let parts =
        parts.map(|part| part.trim_matches(MARKS)).map(|part| part.trim_end_matches("の節"));
    parts.flat_map(part_of_source).collect()
}

fn part_of_source(part: &str) -> Vec<Reference> {
    let dated = dates(part);
    let is_date = !dated.is_empty() && part.chars().count() <= 14;
    let is_issuer = ISSUER.captures(part).filter(|found| found[1].len() == part.len());
    match is_issuer.and_then(|found| issuer(&found[1])) {
        Some(issuer) => vec![issuer],
        None if is_date => dated,
        None => name(part).into_iter().collect(),
    }
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
    is_name.then(|| Reference::Name(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(before: &str, after: &str) -> String {
        let shown = read(before, after).into_iter().map(|reference| match reference {
            Reference::Pages(first, last, words) => format!("{first}-{last} {words}"),
            Reference::Label(label) => label,
            Reference::Name(name) => format!("［{name}］"),
            Reference::Title(title) => format!("『{title}』"),
            Reference::Issuer(issuer) => format!("〈{issuer}〉"),
            Reference::Date(_, written) => format!("【{written}】"),
            Reference::Context(_) => String::new(),
        });
        let shown = shown.filter(|shown| !shown.is_empty());
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_are_read_in_the_usual_forms() {
        for (after, words) in [
            ("（12頁）", "12頁"),
            ("(p.12)", "p.12"),
            ("（p. １２）と", "p. １２"),
            ("（計画12ページ）", "12ページ"),
            ("（pp.12-12）", "pp.12-12"),
        ] {
            let read = outline("", after);
            assert!(read.contains(&format!("12-12 {words}")), "{after}: {read}");
        }
        assert_eq!(outline("", "（12～13頁）"), "12-13 12～13頁");
        assert_eq!(outline("計画の3頁は", "と述べる。p.9"), "3-3 3頁");
        assert_eq!(outline("", "と述べる。次の文（9頁）"), "");
    }

    #[test]
    fn chapters_and_names_are_read() {
        assert_eq!(outline("", "（第二章第1節）"), "第2章 第1節");
        assert_eq!(
            outline("", "（第3期計画、人材育成、12頁）"),
            "12-12 12頁 ［第3期計画］ ［人材育成］"
        );
        assert_eq!(outline("「人材育成」の節では", "という"), "［人材育成］");
        assert_eq!(outline("", "— 計画、4頁"), "4-4 4頁 ［計画］");
    }

    #[test]
    fn issuers_titles_and_dates_are_read() {
        assert_eq!(outline("文部科学省は", ""), "〈文部科学省〉");
        assert_eq!(outline("厚生労働省に対し、規制改革推進会議は", ""), "〈規制改革推進会議〉");
        assert_eq!(
            outline("内閣府『第6期基本計画』（令和3年3月）は", ""),
            "〈内閣府〉 『第6期基本計画』 【令和3年3月】"
        );
        assert_eq!(outline("統合イノベーション戦略では", ""), "『統合イノベーション戦略』");
        assert_eq!(
            outline("", "（文部科学省、2025年、12頁）"),
            "12-12 12頁 〈文部科学省〉 【2025年】"
        );
        assert_eq!(outline("同省は", "（2025）"), "【2025】");
        assert_eq!(outline("令和12年までに", "を目指す"), "");
    }
}
