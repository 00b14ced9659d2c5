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
use organisations::{is_body, office_in};
use shirabe_document::date::Date;
use shirabe_document::model::BlockKind;
use shirabe_document::{Confidence, Field, Found, Metadata, Origin};
use titles::{given_title, is_japanese, is_worded, kind_of, stands_above_title, without_bullet};

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
    let mut finder = Finder { found: Vec::new(), properties, head: head(drafts) };
    finder.titles(drafts, name_hint);
    finder.issuers();
    finder.dates();
    finder.language(drafts);
    finder.address();
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
    found.extend(kind(metadata));
    found
}

fn kind(metadata: &mut Metadata) -> Option<Found> {
    let kind = kind_of(&metadata.title)?;
    let is_used = metadata.kind.trim().is_empty();
    if is_used {
        kind.clone_into(&mut metadata.kind);
    }
    let (field, value) = (Field::Kind, kind.to_owned());
    Some(Found { field, value, confidence: Confidence::Guess, origin: Origin::TitlePage, is_used })
}

/// The lines that can be a title page: the first of the document, on its first page, before the second
/// heading.
fn head(drafts: &[Draft]) -> Vec<String> {
    let first_page =
        drafts.first().and_then(|draft| draft.page.as_ref()).and_then(|page| page.file);
    let mut lines = Vec::new();
    let mut n_headings = 0;
    for draft in drafts {
        n_headings += usize::from(draft.kind == BlockKind::Heading);
        let page = draft.page.as_ref().and_then(|page| page.file);
        if n_headings > 1 || page != first_page || lines.len() >= HEAD_LINES {
            break;
        }
        lines.extend(draft.lines.iter().map(|line| line.text.trim().to_owned()));
    }
    lines.retain(|line| !line.is_empty());
    lines.truncate(HEAD_LINES);
    lines
}

/// The head of an office, who signs a letter: 総務省自治税務局市町村税課長.
fn signs(line: &str) -> bool {
    line.ends_with(['長', '臣'])
}

/// 第1章, 目次 and はじめに open a part of a document; a date is none.
fn names_a_document(line: &str) -> bool {
    const PARTS: [&str; 8] =
        ["目次", "はじめに", "要旨", "概要", "序文", "まえがき", "参考資料", "別紙"];
    let is_numbered = label(line).is_some_and(|label| label.ordinal > 0);
    !is_numbered && !is_date(line) && !PARTS.contains(&skeleton(line).as_str())
}

struct Finder<'a> {
    found: Vec<Found>,
    properties: &'a Properties,
    head: Vec<String>,
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
        let text: String = self.head.iter().map(|line| skeleton(line)).collect();
        // A title of the properties that also stands on the first page is the title; one that does not
        // is often that of an older file.
        let is_shown = stated.is_some_and(|title| text.contains(&skeleton(title)));
        if let Some(title) = stated.filter(|_| is_shown) {
            self.add(Field::Title, title, Confidence::Certain, Origin::Properties);
        }
        if let Some((title, confidence)) = styled {
            self.add(Field::Title, &title, confidence, Origin::MarkedTitle);
        }
        let is_outermost = |draft: &&Draft| draft.mark_level.is_none_or(|level| level == 1);
        let headings = drafts.iter().take(12).filter(|d| d.kind == BlockKind::Heading);
        let headings = headings.filter(is_outermost).map(|draft| one_line(&draft.text()));
        let heading = headings.into_iter().find(|line| !stands_above_title(line));
        if let Some(heading) = heading.filter(|line| names_a_document(line) && is_readable(line)) {
            // A name in Latin letters above Japanese is a logo more often than a title.
            let is_foreign =
                !is_japanese(&heading) && drafts.iter().any(|draft| is_japanese(&draft.text()));
            let confidence = if is_foreign { Confidence::Guess } else { Confidence::Likely };
            self.add(Field::Title, &heading, confidence, Origin::TitlePage);
        }
        if let Some(title) = stated.filter(|title| is_worded(title)) {
            self.add(Field::Title, title, Confidence::Guess, Origin::Properties);
        }
        let may_be_title = |line: &&String| {
            line.chars().count() <= LONGEST_LINE
                && !line.ends_with('。')
                && !office_in(line).is_some_and(|office| office.is_whole_line || signs(line))
                && !["資料", "別紙", "別添", "参考"].iter().any(|mark| line.starts_with(mark))
                && names_a_document(line)
                && !stands_above_title(line)
                && given_title(line).is_some()
        };
        if let Some(line) = self.head.iter().find(may_be_title).cloned() {
            self.add(Field::Title, without_bullet(&line), Confidence::Guess, Origin::TitlePage);
        }
        let stem = name_hint.rsplit('/').next().unwrap_or(name_hint);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        self.add(Field::Title, stem, Confidence::Guess, Origin::FileName);
    }

    fn issuers(&mut self) {
        let lines = std::mem::take(&mut self.head);
        for line in &lines {
            let Some(office) = office_in(line) else { continue };
            let is_short = line.chars().count() <= LONGEST_LINE && !line.ends_with('。');
            if office.is_whole_line || is_short {
                let confidence =
                    if office.is_whole_line { Confidence::Likely } else { Confidence::Guess };
                self.add(Field::Issuer, &office.name, confidence, Origin::TitlePage);
                if let Some(division) = &office.division {
                    self.add(Field::Division, division, confidence, Origin::TitlePage);
                }
            }
        }
        let properties = self.properties;
        for stated in [&properties.organisation, &properties.author].into_iter().flatten() {
            if let Some(office) = office_in(stated) {
                self.add(Field::Issuer, &office.name, Confidence::Likely, Origin::Properties);
            }
        }
        if let Some(body) = lines.iter().find(|line| is_body(line)) {
            self.add(Field::Issuer, body, Confidence::Guess, Origin::TitlePage);
        }
        self.head = lines;
    }

    fn dates(&mut self) {
        let mut likely: Vec<Date> = Vec::new();
        let mut guesses: Vec<Date> = Vec::new();
        for line in &self.head {
            let dates = dates_in(line).into_iter().filter(|date| date.month.is_some());
            let says_so = ["公表", "発行", "作成", "策定", "改定", "改訂", "決定", "施行", "更新"]
                .iter()
                .any(|word| line.contains(word));
            let is_short = line.chars().count() <= LONGEST_LINE && !line.ends_with('。');
            if is_date(line) || says_so && is_short {
                likely.extend(dates);
            } else if is_short {
                guesses.extend(dates);
            }
        }
        if let Some(stamp) = self.properties.issued.as_deref() {
            let date = dates_in(stamp).first().copied().or_else(|| from_stamp(stamp));
            self.date(date, Confidence::Likely, Origin::Properties);
        }
        // Where a page names the first edition and its revisions, the last is this one's.
        self.date(likely.into_iter().max(), Confidence::Likely, Origin::TitlePage);
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
        → 文書名 ふるさと納税に係る指定制度の運用について（表紙、推測）
          文書名 000123（ファイル名、推測）
        → 発行機関 総務省（表紙、推測）
        → 発行日 2024-06-28（表紙、たぶん）
        → 言語 ja（本文、確か）
        ");
    }

    #[test]
    fn a_name_in_latin_letters_above_japanese_is_a_guess() {
        let draft = |kind, text: &str| Draft::new(kind, Line::new(text, 1));
        let drafts = [
            draft(BlockKind::Heading, "Financial Services Agency"),
            draft(BlockKind::Paragraph, "保険会社の社会的役割"),
        ];
        let found =
            fill(&mut Metadata::default(), &Properties::default(), &drafts, "reports/000123.pdf");
        assert_eq!(found[0].to_string(), "文書名 Financial Services Agency（表紙、推測）");
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
