//! Looks for what the metadata beside a document leaves open: [`fill`].
//!
//! It reads the properties of the file and the lines on its first page. What the metadata says is never
//! changed.

use crate::characters::{is_kana, is_web_address, skeleton};
use crate::dates::is_date;
use crate::dates::{dates_in, from_stamp};
use crate::draft::Draft;
use crate::formats::block_builder::one_line;
use crate::properties::Properties;
use crate::structure::numbering::label;
use crate::structure::sentences::{Ending, ending};
use letterhead::{
    Letter, first_line_of_addressee, is_division, is_field, is_letterhead, is_sender,
    names_addressees,
};
use organisations::{
    behind_fiscal_year, is_body, is_spoken_of, office_in, office_in_english, without_day,
};
use shirabe_document::date::Date;
use shirabe_document::model::BlockKind;
use shirabe_document::{Confidence, Field, Found, Metadata, Origin};
use titles::{
    ends_title, given_title, is_japanese, is_worded, kind_of, kind_of_sheet, without_bullet,
};

pub(crate) use letterhead::{is_imprint, names_annex};
pub(crate) use organisations::names_meeting;

mod letterhead;
mod organisations;
mod titles;

/// So many lines at the start can be the title page.
/// Not measured.
const HEAD_LINES: usize = 40;
/// What is longer is no title and no name, but text that is marked as one.
/// Not measured.
const MAX_CHARS: usize = 1_000;
/// Longest line that names an office or a date beside other words.
/// Not measured.
const LONGEST_LINE: usize = 60;

/// Fills in what `metadata` leaves open, and returns all that was found, the surest first in each field.
pub(crate) fn fill(
    metadata: &mut Metadata,
    properties: &Properties,
    drafts: &[Draft],
    name_hint: &str,
) -> Vec<Found> {
    let head = head(drafts);
    let letter = Letter::of(&head);
    let mut finder = Finder { found: Vec::new(), properties, head, letter };
    finder.titles(drafts, name_hint);
    finder.issuers();
    finder.dates();
    finder.language(drafts);
    finder.address();
    let sheet = finder.head.iter().take(HEAD_OF_SHEET).find_map(|line| kind_of_sheet(line));
    let mut found = finder.found;
    found.sort_by_key(|found| (found.field, found.confidence));
    let mut take = |field: Field, is_open: bool| {
        let value = found.iter_mut().find(|found| found.field == field).filter(|_| is_open)?;
        value.is_used = true;
        Some(value.value.clone())
    };
    if let Some(title) = take(Field::Title, metadata.title.trim().is_empty()) {
        metadata.title = title;
    }
    let has_issuer = !metadata.issuer.trim().is_empty();
    if let Some(issuer) = take(Field::Issuer, !has_issuer) {
        metadata.issuer = issuer;
    }
    let division = take(Field::Division, metadata.division.is_none() && !has_issuer);
    metadata.division = metadata.division.take().or(division);
    let issued = take(Field::Issued, metadata.issued.is_none());
    metadata.issued = metadata.issued.or_else(|| issued.and_then(|date| date.parse().ok()));
    if let Some(language) = take(Field::Language, metadata.language.is_empty()) {
        metadata.language = language;
    }
    let address = take(Field::SourceUrl, metadata.source_url.is_none());
    metadata.source_url = metadata.source_url.take().or(address);
    // The kind follows from the title that counts in the end.
    found.extend(kind(metadata, sheet));
    found
}

/// What a sheet is stands among so many first lines.
/// Not measured.
const HEAD_OF_SHEET: usize = 4;

fn kind(metadata: &mut Metadata, sheet: Option<&'static str>) -> Option<Found> {
    // A letter about guidelines is a letter.
    let kind = sheet.or_else(|| kind_of(&metadata.title))?;
    let is_used = metadata.kind.trim().is_empty();
    if is_used {
        kind.clone_into(&mut metadata.kind);
    }
    let (field, value) = (Field::Kind, kind.to_owned());
    Some(Found { field, value, confidence: Confidence::Guess, origin: Origin::TitlePage, is_used })
}

/// The lines that can be a title page: the first of the document, on its first page, before the first
/// heading that follows text. A title in several lines may be several headings.
fn head(drafts: &[Draft]) -> Vec<String> {
    let file = |draft: &Draft| draft.page.as_ref().and_then(|page| page.file);
    let first_page = drafts.first().and_then(file);
    // The first page that can be read is not the first of the file: its title is in a picture.
    if first_page.is_some_and(|page| page > 2) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let (mut n_headings, mut follows_text) = (0, false);
    for draft in drafts {
        let text = draft.text();
        let is_aside = stands_beside_title(&text);
        let is_heading = draft.kind == BlockKind::Heading && !is_aside;
        n_headings += usize::from(is_heading);
        let ends = n_headings > 1 && is_heading && follows_text;
        if ends || file(draft) != first_page || lines.len() >= HEAD_LINES {
            break;
        }
        follows_text |= draft.kind != BlockKind::Heading && !is_aside;
        lines.extend(draft.lines.iter().map(|line| line.text.trim().to_owned()));
    }
    lines.retain(|line| !line.is_empty());
    lines.truncate(HEAD_LINES);
    lines
}

/// Whether a line of a first page is one of those around the title: what the sheet is, a number, a day, an
/// addressee, a sender, a field.
pub(crate) fn stands_beside_title(line: &str) -> bool {
    is_letterhead(line) || is_sender(line) || is_field(line) || office_in_english(line).is_some()
}

/// 第1章, 目次 and はじめに open a part of a document; a date is none.
fn names_a_document(line: &str) -> bool {
    const PARTS: [&str; 8] =
        ["目次", "はじめに", "要旨", "概要", "序文", "まえがき", "参考資料", "別紙"];
    let is_numbered = label(line).is_some_and(|label| label.ordinal > 0);
    !is_numbered && !is_date(line) && !PARTS.contains(&skeleton(line).as_str())
}

/// Words beside the day of an edition.
const EDITIONS: [&str; 12] = [
    "公表",
    "発行",
    "作成",
    "策定",
    "改定",
    "改訂",
    "改正",
    "制定",
    "決定",
    "更新",
    "時点",
    "取りまとめ",
];

/// 件名：… is the subject without the word.
fn without_word_subject(line: &str) -> &str {
    let rest = line.trim().trim_start_matches('件').trim_start().strip_prefix('名');
    let rest = rest.map(str::trim_start).and_then(|rest| rest.strip_prefix(['：', ':']));
    rest.map_or(line, str::trim)
}

/// 自治税務局市町村税課長: the division whose head signs.
fn division_of_head(rest: &str) -> Option<String> {
    let division = rest.strip_suffix('長')?;
    division.ends_with(['局', '課', '室', '部']).then(|| division.to_owned())
}

struct Finder<'a> {
    found: Vec<Found>,
    properties: &'a Properties,
    head: Vec<String>,
    /// Where its parts stand, if it is an official letter.
    letter: Option<Letter>,
}

impl Finder<'_> {
    fn add(&mut self, field: Field, value: &str, confidence: Confidence, origin: Origin) {
        let value = value.trim();
        let is_known = self.found.iter().any(|f| f.field == field && f.value == value);
        let is_too_long = value.chars().nth(MAX_CHARS).is_some();
        if !value.is_empty() && !is_known && !is_too_long {
            let value = value.to_owned();
            self.found.push(Found { field, value, confidence, origin, is_used: false });
        }
    }

    fn titles(&mut self, drafts: &[Draft], name_hint: &str) {
        let is_readable = |title: &str| !title.contains(char::REPLACEMENT_CHARACTER);
        let styled = self.properties.styled_title.clone().filter(|(title, _)| is_readable(title));
        let stated = self.properties.title.as_deref().and_then(given_title);
        let stated = stated.filter(|title| !is_letterhead(title));
        let text: String = self.head.iter().map(|line| skeleton(line)).collect();
        // A title of the properties that also stands on the first page is the title; one that does not
        // is often that of an older file.
        let is_shown = stated.is_some_and(|title| text.contains(&skeleton(title)));
        if let Some(title) = stated.filter(|_| is_shown) {
            // The page may say more of it, in letters as large.
            let whole = styled.as_ref().filter(|(styled, _)| {
                let (styled, stated) = (skeleton(styled), skeleton(title));
                styled.len() > stated.len() && styled.contains(&stated)
            });
            let title = whole.map_or(title, |(styled, _)| styled);
            self.add(Field::Title, title, Confidence::Certain, Origin::Properties);
        }
        if let Some(subject) = self.letter.and_then(|letter| self.head.get(letter.subject)).cloned()
        {
            let subject = without_word_subject(&subject);
            self.add(Field::Title, subject, Confidence::Likely, Origin::TitlePage);
        }
        if let Some((title, confidence)) = styled {
            let title = without_bullet(without_word_subject(&title)).to_owned();
            self.add(Field::Title, &title, confidence, Origin::MarkedTitle);
        }
        self.title_of_headings(drafts);
        if let Some(title) = stated.filter(|title| is_worded(title)) {
            self.add(Field::Title, title, Confidence::Guess, Origin::Properties);
        }
        self.title_of_lines();
        let stem = name_hint.rsplit('/').next().unwrap_or(name_hint);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        self.add(Field::Title, stem, Confidence::Guess, Origin::FileName);
    }

    fn title_of_headings(&mut self, drafts: &[Draft]) {
        let is_outermost = |draft: &&Draft| draft.mark_level.is_none_or(|level| level == 1);
        if self.head.is_empty() {
            return;
        }
        let headings = drafts.iter().take(12).filter(|d| d.kind == BlockKind::Heading);
        let headings = headings.filter(is_outermost).map(|draft| one_line(&draft.text()));
        let heading = headings.into_iter().find(|line| !stands_beside_title(line));
        let is_readable = |title: &str| !title.contains(char::REPLACEMENT_CHARACTER);
        if let Some(heading) = heading.filter(|line| names_a_document(line) && is_readable(line)) {
            // A name in Latin letters above Japanese is a logo more often than a title.
            let is_foreign =
                !is_japanese(&heading) && drafts.iter().any(|draft| is_japanese(&draft.text()));
            let confidence = if is_foreign { Confidence::Guess } else { Confidence::Likely };
            self.add(Field::Title, without_bullet(&heading), confidence, Origin::TitlePage);
        }
    }

    /// The first line that can be a title.
    fn title_of_lines(&mut self) {
        let may_be_title = |line: &str| {
            line.chars().count() <= LONGEST_LINE
                && !line.ends_with('。')
                && !line.contains('\t')
                && names_a_document(line)
                && !stands_beside_title(line)
                && given_title(line).is_some()
        };
        let goes_on_from = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| self.head.get(at));
            before.is_some_and(|before| ending(before) == Ending::Open)
        };
        let lines = self.head.iter().enumerate();
        let may_be: Vec<usize> = lines
            .take_while(|(_, line)| !line.ends_with('。'))
            .filter(|(at, line)| may_be_title(line) && !goes_on_from(*at))
            .map(|(at, _)| at)
            .collect();
        // Before which meeting a paper was laid stands above what it is called.
        let is_paper = |at: &&usize| {
            let line = self.head.get(**at);
            line.is_some_and(|line| !names_meeting(line) && !ends_title(line) && !is_division(line))
        };
        let paper = may_be.iter().find(is_paper).or(may_be.first()).copied();
        let first = self.head.iter().position(|line| may_be_title(line));
        if let Some(title) = paper.or(first).and_then(|at| self.lines_of_title(at)) {
            self.add(Field::Title, without_bullet(&title), Confidence::Guess, Origin::TitlePage);
        }
    }

    /// The line at `at` with those around it that belong to the same title: 令和７年度 above the name of a
    /// programme, 公募要領 below it.
    fn lines_of_title(&self, at: usize) -> Option<String> {
        let line = |at: usize| self.head.get(at).map(|line| line.trim());
        let mut title = without_word_subject(line(at)?).to_owned();
        let year = at.checked_sub(1).and_then(line);
        let year = year.filter(|line| behind_fiscal_year(line) == Some(""));
        if let Some(year) = year {
            title = format!("{year}\u{3000}{title}");
        }
        if let Some(end) = line(at + 1).filter(|line| ends_title(line)) {
            let joint = if end.starts_with(['（', '(']) { "" } else { "\u{3000}" };
            let end = if joint.is_empty() { end.to_owned() } else { skeleton(end) };
            title = format!("{title}{joint}{end}");
        }
        Some(title)
    }

    fn issuers(&mut self) {
        let lines = std::mem::take(&mut self.head);
        let properties = self.properties;
        let stated: Vec<String> = [&properties.organisation, &properties.author]
            .into_iter()
            .flatten()
            .filter_map(|stated| office_in(stated).map(|office| office.name))
            .collect();
        let sender = self.letter.and_then(|letter| lines.get(letter.sender?));
        if let Some(office) = sender.and_then(|line| office_in(line)) {
            self.add(Field::Issuer, &office.name, Confidence::Likely, Origin::TitlePage);
            let division = office.division.or_else(|| division_of_head(&office.rest));
            if let Some(division) = division {
                self.add(Field::Division, &division, Confidence::Likely, Origin::TitlePage);
            }
        }
        // Of a letter only its head says who sends it.
        let head = self.letter.map_or(lines.len(), |letter| letter.end);
        let addressee = self.letter.and_then(|_| first_line_of_addressee(&lines));
        let is_addressee = |at: usize| {
            addressee.is_some_and(|first| {
                let mut to_end = lines.iter().skip(at);
                at >= first && to_end.any(|line| names_addressees(line))
            })
        };
        let lines_of_names = || {
            let lines = lines.iter().enumerate().take(head);
            lines
                .filter(|(at, line)| {
                    !is_addressee(*at) && !names_addressees(line) && !is_field(line)
                })
                .map(|(_, line)| line)
        };
        // Who wrote the file is the one of several on the page who issued it.
        let is_printed =
            |name: &&String| lines_of_names().any(|line| skeleton(line).contains(*name));
        if let Some(name) = stated.iter().find(is_printed) {
            self.add(Field::Issuer, name, Confidence::Certain, Origin::TitlePage);
        }
        for line in lines_of_names() {
            self.office_of_line(line);
        }
        for name in &stated {
            self.add(Field::Issuer, name, Confidence::Likely, Origin::Properties);
        }
        if let Some(body) = lines_of_names().find(|line| is_body(line)) {
            let bare = skeleton(body);
            let has_day = without_day(&bare).len() < bare.len();
            let body = if has_day { without_day(&bare) } else { body };
            self.add(Field::Issuer, body, Confidence::Guess, Origin::TitlePage);
        }
        self.head = lines;
    }

    fn office_of_line(&mut self, line: &str) {
        if let Some(name) = office_in_english(line) {
            self.add(Field::Issuer, name, Confidence::Guess, Origin::TitlePage);
        }
        let Some(office) = office_in(line) else { return };
        let is_short = line.chars().count() <= LONGEST_LINE && !line.ends_with('。');
        if office.is_whole_line || is_short && !is_spoken_of(&office.rest) {
            let confidence =
                if office.is_whole_line { Confidence::Likely } else { Confidence::Guess };
            self.add(Field::Issuer, &office.name, confidence, Origin::TitlePage);
            if let Some(division) = &office.division {
                self.add(Field::Division, division, confidence, Origin::TitlePage);
            }
        }
    }

    fn dates(&mut self) {
        let (mut alone, mut named) = (Vec::<Date>::new(), Vec::<Date>::new());
        let (mut in_force, mut guesses) = (Vec::<Date>::new(), Vec::<Date>::new());
        let speaks = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
        let head = self.letter.map_or(self.head.len(), |letter| letter.end);
        for line in self.head.iter().take(head.max(1)) {
            let dates = dates_in(line).into_iter().filter(|date| date.month.is_some());
            let is_short = line.chars().count() <= LONGEST_LINE && !line.ends_with('。');
            let is_alone = is_date(line) || is_letterhead(line) && !is_field(line);
            if is_alone {
                alone.extend(dates);
            } else if is_short && speaks(line, &EDITIONS) {
                named.extend(dates);
            } else if is_short && speaks(line, &["施行", "適用"]) {
                in_force.extend(dates);
            } else if is_short {
                guesses.extend(dates);
            }
        }
        if let Some(stamp) = self.properties.issued.as_deref() {
            let date = dates_in(stamp).first().copied().or_else(|| from_stamp(stamp));
            self.date(date, Confidence::Likely, Origin::Properties);
        }
        // Where a page names the first edition and its revisions, the last is this one's. From when on it
        // is in force is another day.
        let latest = alone.into_iter().chain(named).max().or(in_force.into_iter().max());
        self.date(latest, Confidence::Likely, Origin::TitlePage);
        self.date(guesses.into_iter().next(), Confidence::Guess, Origin::TitlePage);
        let properties = self.properties;
        for stamp in [&properties.modified, &properties.created].into_iter().flatten() {
            self.date(from_stamp(stamp), Confidence::Guess, Origin::Properties);
        }
    }

    fn date(&mut self, date: Option<Date>, confidence: Confidence, origin: Origin) {
        if let Some(date) = date {
            self.add(Field::Issued, &date.to_string(), confidence, origin);
        }
    }

    /// Kana are Japanese; without any, the file's own word counts.
    fn language(&mut self, drafts: &[Draft]) {
        let lines = drafts.iter().flat_map(|draft| &draft.lines).take(200);
        let n_kana: usize =
            lines.map(|line| line.text.chars().filter(|c| is_kana(*c)).count()).sum();
        if n_kana >= 10 {
            self.add(Field::Language, "ja", Confidence::Certain, Origin::Text);
        } else if let Some(language) = self.properties.language.as_deref() {
            let primary = language.split(['-', '_']).next().unwrap_or_default();
            if (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic())
            {
                let primary = primary.to_ascii_lowercase();
                self.add(Field::Language, &primary, Confidence::Likely, Origin::Properties);
            }
        }
    }

    fn address(&mut self) {
        let address = self.properties.address.as_deref();
        if let Some(address) = address.filter(|address| is_web_address(address)) {
            self.add(Field::SourceUrl, address, Confidence::Likely, Origin::Properties);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn show(lines: &[&str], properties: &Properties, metadata: &mut Metadata) -> String {
        let drafts: Vec<Draft> = lines
            .iter()
            .map(|line| Draft::new(BlockKind::Paragraph, Line::new(*line, 1)))
            .collect();
        let found = fill(metadata, properties, &drafts, "reports/000123.pdf");
        let used = |found: &Found| if found.is_used { "→ " } else { "  " };
        found.iter().map(|f| format!("{}{f}", used(f))).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_title_page_says_what_the_document_is() {
        let lines = [
            "資料２",
            "ライフサイエンス政策の最近の動向等について",
            "令和7年2月21日",
            "文部科学省研究振興局ライフサイエンス課",
        ];
        insta::assert_snapshot!(show(&lines, &Properties::default(), &mut Metadata::default()), @r"
        → 文書名 ライフサイエンス政策の最近の動向等について（表紙、推測）
          文書名 000123（ファイル名、推測）
        → 発行機関 文部科学省（表紙、たぶん）
        → 部署 研究振興局ライフサイエンス課（表紙、たぶん）
        → 発行日 2025-02-21（表紙、たぶん）
        → 言語 ja（本文、確か）
        ");
    }

    #[test]
    fn a_letter_is_named_by_its_subject() {
        let lines = [
            "総税市第67号",
            "令和６年６月28日",
            "各都道府県ふるさと納税担当部長",
            "総務省自治税務局市町村税課長",
            "ふるさと納税に係る指定制度の運用について",
        ];
        insta::assert_snapshot!(show(&lines, &Properties::default(), &mut Metadata::default()), @r"
        → 文書名 ふるさと納税に係る指定制度の運用について（表紙、たぶん）
          文書名 000123（ファイル名、推測）
        → 発行機関 総務省（表紙、たぶん）
        → 部署 自治税務局市町村税課（表紙、たぶん）
        → 発行日 2024-06-28（表紙、たぶん）
        → 言語 ja（本文、確か）
        ");
    }

    #[test]
    fn a_name_in_latin_letters_above_japanese_is_a_guess() {
        let draft = |kind, text: &str| Draft::new(kind, Line::new(text, 1));
        let drafts = [
            draft(BlockKind::Heading, "Innovation for Life"),
            draft(BlockKind::Paragraph, "保険会社の社会的役割"),
        ];
        let found =
            fill(&mut Metadata::default(), &Properties::default(), &drafts, "reports/000123.pdf");
        assert_eq!(found[0].to_string(), "文書名 Innovation for Life（表紙、推測）");
    }

    #[test]
    fn what_stands_beside_the_document_is_never_changed() {
        let mut metadata = Metadata {
            title: "別の題".to_owned(),
            issuer: "財務省".to_owned(),
            issued: "2020".parse().ok(),
            ..Metadata::default()
        };
        show(&["総務省自治税務局", "令和7年2月21日"], &Properties::default(), &mut metadata);
        assert_eq!((metadata.title.as_str(), metadata.issuer.as_str()), ("別の題", "財務省"));
        assert_eq!((metadata.division, metadata.issued), (None, "2020".parse().ok()));
    }

    #[test]
    fn properties_count_more_when_the_first_page_agrees() {
        let properties = Properties {
            title: Some("Microsoft Word - 基本方針.docx".to_owned()),
            modified: Some("2021-09-10T01:00:00Z".to_owned()),
            author: Some("総務省".to_owned()),
            ..Properties::default()
        };
        insta::assert_snapshot!(show(&["クラウド利用の基本方針", "本文"], &properties, &mut Metadata::default()), @r"
        → 文書名 基本方針（ファイルの属性、確か）
          文書名 クラウド利用の基本方針（表紙、推測）
          文書名 000123（ファイル名、推測）
        → 発行機関 総務省（ファイルの属性、たぶん）
        → 発行日 2021-09-10（ファイルの属性、推測）
        → 種別 基本方針（表紙、推測）
        ");
    }
}
