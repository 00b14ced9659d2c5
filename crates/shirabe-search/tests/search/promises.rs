//! The promises, as properties.

use std::ops::Range;

use proptest::prelude::*;
use shirabe_document::{Document, Section};
use shirabe_search::{Mode, SearchRequest, SearchResults};
use shirabe_text::{Folding, fold, slice_chars};

use shirabe_testkit::{Library, document};

/// The shipped documents.
fn shipped() -> Vec<Document> {
    let texts = [
        ("amed", include_str!("../../../../corpus/amed-dai3ki-2026-02.txt"), "amed.txt"),
        ("mext", include_str!("../../../../corpus/mext-lifescience-2025-02.md"), "mext.md"),
    ];
    texts
        .into_iter()
        .map(|(name, text, file)| {
            let metadata = shirabe_document::Metadata {
                title: name.to_owned(),
                source_file: file.to_owned(),
                ..Default::default()
            };
            shirabe_readers::read(text.as_bytes(), file, metadata).0
        })
        .collect()
}

/// A search for characters as they stand, be they a part of a word or a number.
fn exactly(text: &str) -> SearchRequest {
    // Quoted and with the marks of the query language escaped, so that it is searched as it stands.
    let query = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    SearchRequest { query, mode: Mode::Exact, part: true, limit: 100, ..Default::default() }
}

fn exact(library: &Library, text: &str) -> SearchResults {
    library.ask(&exactly(text))
}

/// Whether these characters of a section lie in one block or cell. White space at their ends does not
/// count.
fn is_in_one_block(section: &Section, chars: Range<usize>) -> bool {
    let text = section.text();
    let seen = |chars: Range<usize>| slice_chars(&text, chars).trim().is_empty();
    let is_in = |block: &Range<usize>| {
        let before = chars.start..block.start.clamp(chars.start, chars.end);
        let behind = block.end.clamp(chars.start, chars.end)..chars.end;
        seen(before) && seen(behind)
    };
    section.occurrence_ranges().iter().any(is_in)
}

/// Whether these characters of the section are found in it, as a wording where they lie in one block or
/// cell and else across borders, and whether every mark, folded, equals them, folded.
fn is_found(
    library: &Library,
    document: &str,
    section: &Section,
    chars: Range<usize>,
) -> Result<(), String> {
    let whole = section.text();
    let text = slice_chars(&whole, chars.clone());
    let across = !is_in_one_block(section, chars);
    let results = library.ask(&SearchRequest { across, ..exactly(text) });
    let section = section.id.as_str();
    let item = results
        .items
        .iter()
        .find(|item| item.document.id == document && item.section_id == section)
        .ok_or_else(|| format!("{text:?} is not found in {document}/{section}"))?;
    let folded = fold(text, Folding::Standard);
    for hit in &item.hits {
        if fold(&hit.text, Folding::Standard) != folded {
            return Err(format!("{text:?} marks {:?}", hit.text));
        }
    }
    if item.hits.is_empty() { Err(format!("{text:?} is not marked")) } else { Ok(()) }
}

/// Substrings that the query language reads as they stand.
fn is_plain(text: &str) -> bool {
    !fold(text, Folding::Standard).is_empty()
        && !text.contains(['"', '“', '”', '*', '?', '＊', '？', '\\', '＂', '~', '～'])
}

#[test]
fn every_substring_of_the_shipped_texts_is_found_in_its_section() {
    let library = Library::of_documents(&shipped());
    for document in library.documents() {
        for section in &document.sections {
            let text = section.text();
            let n = text.chars().count();
            // All starts, and lengths from one character to the whole section, a little sparser as
            // they grow: every pair would be millions of searches.
            for start in 0..n {
                for len in [1, 2, 3, 7, 30, n] {
                    if (start * 7 + len) % 23 != 0 && len != n {
                        continue;
                    }
                    let chars = start..(start + len).min(n);
                    let part = slice_chars(&text, chars.clone());
                    if is_plain(part) && part.chars().count() <= 400 {
                        let found = is_found(&library, document.id.as_str(), section, chars);
                        assert_eq!(found, Ok(()));
                    }
                }
            }
        }
    }
}

/// What exact search compares: the match forms of the sections of a source.
fn forms(source: &str, file: &str) -> Vec<String> {
    let (document, _) =
        shirabe_readers::read(source.as_bytes(), file, shirabe_document::Metadata::default());
    document.sections.iter().map(|section| fold(&section.text(), Folding::Standard)).collect()
}

fn n_places(forms: &[String], needle: &str) -> usize {
    forms.iter().map(|form| form.matches(needle).count()).sum()
}

/// The character in its other width, where it has one: Ａ and A, １ and 1.
fn in_other_width(c: char) -> Option<char> {
    let is_wide = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let is_narrow = c.is_ascii_alphanumeric();
    let other = if is_wide { c as u32 - 0xFEE0 } else { c as u32 + 0xFEE0 };
    char::from_u32(other).filter(|_| is_wide || is_narrow)
}

/// The eight characters around a place of the source, if they stand in one section.
fn around(chars: &[char], at: usize, whole: &[String]) -> Option<(String, usize)> {
    let words: String = chars[at - 4..at + 4].iter().collect();
    let is_prose = words.chars().all(|c| c.is_alphanumeric() || "、。「」（）・".contains(c));
    let needle = fold(&words, Folding::Standard);
    let n = n_places(whole, &needle);
    (is_prose && n > 0).then_some((needle, n))
}

#[test]
fn a_space_or_another_width_anywhere_in_the_shipped_sources_changes_no_exact_result() {
    let shipped = [
        (include_str!("../../../../corpus/amed-dai3ki-2026-02.txt"), "amed.txt", 61),
        (include_str!("../../../../corpus/mext-lifescience-2025-02.md"), "mext.md", 2003),
    ];
    for (source, file, step) in shipped {
        let chars: Vec<char> = source.chars().collect();
        let whole = forms(source, file);
        for at in (4..chars.len() - 4).step_by(step) {
            let Some((needle, n)) = around(&chars, at, &whole) else { continue };
            let (before, after) =
                (String::from_iter(&chars[..at]), String::from_iter(&chars[at..]));
            let mut changed = vec![format!("{before} {after}"), format!("{before}\u{3000}{after}")];
            if let Some(other) = in_other_width(chars[at]) {
                changed.push(format!("{before}{other}{}", String::from_iter(&chars[at + 1..])));
            }
            for source in changed {
                let found = n_places(&forms(&source, file), &needle);
                assert!(found >= n, "{needle}: {found} of {n} after a change at {at} of {file}");
            }
        }
    }
}

fn japanese() -> impl Strategy<Value = String> {
    proptest::string::string_regex(
        "[ぁ-んァ-ヶ一-十a-zA-Z0-9Ａ-Ｚ０-９、。・（）㈱㎡ｶﾞ国國 　]{1,60}",
    )
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_substring_of_random_text_is_found(text in japanese(), start in 0usize..60, len in 1usize..20) {
        let library = Library::of_texts(&[("t", &format!("# 題\n\n本文{text}終"))]);
        let section = &library.documents()[0].sections[0];
        let whole = section.text();
        let n = whole.chars().count();
        let start = start.min(n - 1);
        let chars = start..(start + len).min(n);
        let part = slice_chars(&whole, chars.clone());
        prop_assume!(is_plain(part));
        // A cut inside ｶﾞ asks for a character that no reader sees.
        prop_assume!(fold(&whole, Folding::Standard).contains(&fold(part, Folding::Standard)));
        prop_assert_eq!(is_found(&library, "t", section, chars), Ok(()));
    }

    #[test]
    fn a_break_or_a_space_or_another_width_changes_no_exact_result(at in 0usize..19, what in 0usize..4) {
        let plain = "研究開発の推進とＡＭＥＤの10年間の成果";
        let mut chars: Vec<String> = plain.chars().map(String::from).collect();
        let at = at.min(chars.len() - 1);
        let inserted = ["\n", " ", "　", ""][what];
        chars[at].push_str(inserted);
        if what == 3 {
            chars[at] = chars[at].replace('1', "１").replace('Ａ', "A");
        }
        let library = Library::of_texts(&[("t", &format!("# 題\n\n{}", chars.concat()))]);
        for query in ["研究開発の推進", "推進とAMED", "AMEDの１０年間", "年間の成果"] {
            // A line of one or two characters may be a paragraph of its own.
            let counts = exact(&library, query).counts;
            prop_assert_eq!(counts.by_step.exact.hits + counts.across, 1, "{} in {}", query, chars.concat());
        }
    }
}

#[test]
fn a_new_document_takes_no_hit_away_and_the_order_is_always_the_same() {
    let before = Library::of_documents(&shipped());
    let mut more = shipped();
    more.push(document("more", "# 創薬\n\n創薬と人材育成と国際展開。"));
    let after = Library::of_documents(&more);
    for query in [
        "創薬",
        "人材育成について教えてください",
        "国際 支援",
        "研究開発環境の整備を進めるための方策",
    ] {
        let sections = |library: &Library| -> Vec<(String, String)> {
            let request = SearchRequest { query: query.into(), limit: 100, ..Default::default() };
            let items = library.ask(&request).items;
            items.into_iter().map(|item| (item.document.id, item.section_id)).collect()
        };
        let found = sections(&after);
        assert!(sections(&before).iter().all(|section| found.contains(section)), "{query}");
        assert_eq!(sections(&after), found);
    }
}
