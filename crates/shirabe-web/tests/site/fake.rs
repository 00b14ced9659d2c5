//! A hand-made library: exact substrings only, small enough to be read in one go.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use shirabe_document::{Date, Document, Section};
use shirabe_search::{
    Absence, AlternativeReading, Analysis, Counts, DocumentSummary, ExpansionReading, Extent,
    FacetField, FacetValue, Hit, IndexInfo, Mode, QueryNote, QueryReading, Relaxation,
    SearchRequest, SearchResults, SectionHit, Snippet, Step, Verification,
};
use shirabe_web::{Config, Generation, GlossaryEntry, Library, LibraryError, Mark, Suggestion};

mod documents;
mod quotations;

pub(crate) use documents::document;

/// A library of a few documents.
pub(crate) struct FakeLibrary(Arc<FakeGeneration>);

/// Its only generation.
pub(crate) struct FakeGeneration {
    documents: Vec<Arc<Document>>,
    withdrawn: Vec<Arc<Document>>,
    sources: BTreeMap<String, Vec<u8>>,
}

/// Hits of one section.
struct Found<'a> {
    document: &'a Document,
    section: &'a Section,
    ranges: Vec<Range<usize>>,
}

impl FakeLibrary {
    /// A library of these documents.
    pub(crate) fn new(documents: Vec<Document>) -> Arc<FakeLibrary> {
        FakeLibrary::with_sources(documents, BTreeMap::new())
    }

    /// A library that has kept the sources of some documents, by id.
    pub(crate) fn with_sources(
        documents: Vec<Document>,
        sources: BTreeMap<String, Vec<u8>>,
    ) -> Arc<FakeLibrary> {
        let documents = documents.into_iter().map(Arc::new).collect();
        let withdrawn = Vec::new();
        Arc::new(FakeLibrary(Arc::new(FakeGeneration { documents, withdrawn, sources })))
    }

    /// A library that once had another document.
    pub(crate) fn without(documents: Vec<Document>, withdrawn: Document) -> Arc<FakeLibrary> {
        let documents = documents.into_iter().map(Arc::new).collect();
        let withdrawn = vec![Arc::new(withdrawn)];
        let sources = BTreeMap::new();
        Arc::new(FakeLibrary(Arc::new(FakeGeneration { documents, withdrawn, sources })))
    }
}

impl Library for FakeLibrary {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        Some(Arc::clone(&self.0) as Arc<dyn Generation>)
    }
}

/// A configuration with a fixed day.
pub(crate) fn config() -> Config {
    Config {
        public_url: Some("https://shirabe.example".to_owned()),
        build: Arc::new(OnceLock::from("test".to_owned())),
        today: || Date { year: 2026, month: Some(4), day: Some(1) },
        search_timeout: Duration::from_secs(10),
        concurrent_searches: 4,
    }
}

impl FakeGeneration {
    fn found(&self, query: &str) -> Vec<Found<'_>> {
        let sections = self.documents.iter().flat_map(|document| {
            document.sections.iter().map(move |section| (document.as_ref(), section))
        });
        let found = sections.map(|(document, section)| {
            let ranges = occurrences(&section.text(), query);
            Found { document, section, ranges }
        });
        found.filter(|found| !found.ranges.is_empty()).collect()
    }

    fn absence(&self) -> Absence {
        let sections = self.documents.iter().flat_map(|document| &document.sections);
        Absence {
            documents: self.documents.len(),
            sections: sections.clone().count(),
            pages: 26,
            chars: sections.map(|section| section.text().chars().count()).sum(),
            unreadable_pages: 1,
            relaxations: vec![Relaxation {
                label: "「薬」を外して検索".to_owned(),
                query: "創".to_owned(),
                n_sections: 3,
                mode: Mode::All,
                strict: false,
                keeps_filters: true,
            }],
        }
    }
}

impl Generation for FakeGeneration {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults, LibraryError> {
        let query = request.query.trim();
        match query {
            "こわれた索引" => return Err(LibraryError::Broken("secret path".to_owned())),
            "あわてる" => panic!("secret cause"),
            "/(/" => {
                return Err(LibraryError::Query {
                    code: "bad_regex",
                    detail: "正規表現の括弧が閉じていません。".to_owned(),
                    position_chars: Some(1),
                });
            }
            _ => {}
        }
        let all = self.found(query);
        let hits = all.iter().map(|found| found.ranges.len()).sum();
        let sections = all.len();
        let shown = all.iter().skip(request.offset).take(request.limit);
        let items: Vec<_> = shown.map(hit).collect();
        let end = request.offset + items.len();
        Ok(SearchResults {
            query: reading(request),
            counts: Counts {
                hits,
                sections,
                documents: usize::from(sections > 0),
                exact: sections,
                variant: 0,
                word: sections,
            },
            facets: facets(request, sections),
            items,
            next_offset: (end < sections).then_some(end),
            index: self.info(),
            n_lacking: 0,
            is_refused: false,
            did_you_mean: if sections == 0 { vec![one_character_off()] } else { Vec::new() },
            absence: (sections == 0).then(|| self.absence()),
        })
    }

    fn documents(&self) -> Vec<DocumentSummary> {
        self.documents.iter().map(|document| summary(document)).collect()
    }

    fn document(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        Ok(self.documents.iter().find(|document| document.id.as_str() == id).map(Arc::clone))
    }

    fn withdrawn(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        Ok(self.withdrawn.iter().find(|document| document.id.as_str() == id).map(Arc::clone))
    }

    fn source(&self, document: &Document) -> Result<Option<Vec<u8>>, LibraryError> {
        Ok(self.sources.get(document.id.as_str()).cloned())
    }

    fn section_marks(&self, _: &Document, section: &Section, query: &str, _: bool) -> Vec<Mark> {
        let ranges = occurrences(&section.text(), query);
        ranges.into_iter().map(|chars| Mark { chars, step: Step::Exact }).collect()
    }

    fn extent(&self) -> Result<Extent, LibraryError> {
        let found = self.absence();
        Ok(Extent {
            n_sections: found.sections,
            n_chars: found.chars,
            n_pages: found.pages,
            n_pages_without_text: found.unreadable_pages,
        })
    }

    fn analyze(&self, text: &str) -> Analysis {
        Analysis {
            text: text.to_owned(),
            match_form: text.to_owned(),
            form_chars: (0..text.chars().count()).map(|at| at..at + 1).collect(),
            bigrams: Vec::new(),
            words: Vec::new(),
            terms: vec![(text.to_owned(), 0..text.chars().count())],
            expansions: Vec::new(),
        }
    }

    fn info(&self) -> IndexInfo {
        IndexInfo {
            generation: 42,
            fingerprint: "v1-0123abcd".to_owned(),
            built: "2026-04-01T09:00:00+09:00".to_owned(),
        }
    }

    fn glossary(&self) -> Vec<GlossaryEntry> {
        vec![GlossaryEntry {
            long: "日本医療研究開発機構".to_owned(),
            short: "AMED".to_owned(),
            defined_at: ("mext-lifescience-2025-02".to_owned(), "s1".to_owned(), "p2".to_owned()),
        }]
    }

    fn verify(&self, draft: &str) -> Result<Verification, LibraryError> {
        Ok(quotations::verify(&self.documents, draft, self.info()))
    }

    fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let headings = self.documents.iter().flat_map(|document| &document.sections);
        headings
            .filter(|section| section.heading.contains(typed))
            .map(|section| Suggestion { text: section.heading.clone(), kind: "節の題" })
            .take(limit)
            .collect()
    }
}

fn occurrences(text: &str, query: &str) -> Vec<Range<usize>> {
    let length = query.chars().count();
    let starts = text.match_indices(query).filter(|_| length > 0);
    starts
        .map(|(byte, _)| text.get(..byte).unwrap_or("").chars().count())
        .map(|start| start..start + length)
        .collect()
}

fn one_character_off() -> Relaxation {
    Relaxation {
        label: "1文字違い".to_owned(),
        query: "創薬".to_owned(),
        n_sections: 2,
        mode: Mode::All,
        strict: false,
        keeps_filters: true,
    }
}

fn reading(request: &SearchRequest) -> QueryReading {
    let unclosed = request.query.chars().position(|char| char == '「');
    let notes = unclosed.map(|position_chars| QueryNote {
        message: "「が閉じていません。文字として検索しました。".to_owned(),
        position_chars,
    });
    let alternative = |text: &str, n_hits| AlternativeReading {
        text: text.to_owned(),
        n_hits,
        on: !request.switched_off.iter().any(|off| *off == format!("取り組み={text}")),
        defined_at: None,
    };
    let expansion = request.query.contains("取り組み").then(|| ExpansionReading {
        term: "取り組み".to_owned(),
        rule: "spelling",
        rule_label: "表記",
        alternatives: vec![alternative("取組", 12), alternative("取組み", 0)],
    });
    QueryReading {
        raw: request.query.clone(),
        parsed: request.query.clone(),
        notes: notes.into_iter().collect(),
        expansions: expansion.into_iter().collect(),
    }
}

fn facets(request: &SearchRequest, n_sections: usize) -> Vec<(FacetField, Vec<FacetValue>)> {
    let value = |field| match field {
        FacetField::Issuer => ("文部科学省", "文部科学省"),
        FacetField::Kind => ("説明資料", "説明資料"),
        FacetField::FiscalYear => ("2024", "令和6年度"),
        FacetField::Document => ("mext-lifescience-2025-02", "ライフサイエンス政策の動向"),
    };
    let facet = |field| {
        let (value, label) = value(field);
        let value = FacetValue { value: value.to_owned(), label: label.to_owned(), n_sections };
        (field, vec![value])
    };
    request.facets.iter().map(|field| facet(*field)).collect()
}

fn summary(document: &Document) -> DocumentSummary {
    DocumentSummary {
        id: document.id.to_string(),
        title: document.metadata.title.clone(),
        issuer: document.metadata.issuer.clone(),
        issued: document.metadata.issued.map(|date| date.to_string()).unwrap_or_default(),
        kind: document.metadata.kind.clone(),
        n_sections: document.sections.len(),
    }
}

fn hit(found: &Found<'_>) -> SectionHit {
    let section = found.section;
    let url = format!("/d/{}/{}", found.document.id, section.id);
    SectionHit {
        document: summary(found.document),
        section_id: section.id.to_string(),
        heading: section.heading.clone(),
        path: section.path.clone(),
        pages: section.pages(),
        url: url.clone(),
        score: 1.5,
        step: Step::Exact,
        lacking: Vec::new(),
        snippets: snippets(found),
        hits: found.ranges.iter().map(|range| occurrence(found, range, &url)).collect(),
        n_hits: found.ranges.len(),
        explanation: Vec::new(),
    }
}

/// The first block with a hit, and its hits.
fn snippets(found: &Found<'_>) -> Vec<Snippet> {
    let Some(first) = found.ranges.first() else { return Vec::new() };
    let blocks = found.section.blocks.iter().zip(found.section.block_ranges());
    let mut blocks = blocks.filter(|(_, range)| range.contains(&first.start));
    let snippet = blocks.next().map(|(block, range)| {
        let inside =
            found.ranges.iter().filter(|hit| hit.end <= range.end && hit.start >= range.start);
        Snippet {
            text: block.text.clone(),
            marks: inside.map(|hit| hit.start - range.start..hit.end - range.start).collect(),
            paragraph: block.id.to_string(),
            starts_inside: false,
            ends_inside: true,
        }
    });
    snippet.into_iter().collect()
}

fn occurrence(found: &Found<'_>, range: &Range<usize>, url: &str) -> Hit {
    let text: Vec<char> = found.section.text().chars().collect();
    let part = |range: Range<usize>| text.get(range).unwrap_or_default().iter().collect::<String>();
    let block = found.section.block_at(range.start);
    let paragraph = block.map(|block| block.id.to_string()).unwrap_or_default();
    Hit {
        step: Step::Exact,
        matched: part(range.clone()),
        rule: None,
        page: block.and_then(|block| block.page.clone()),
        url: format!("{url}#{paragraph}"),
        paragraph,
        chars: range.clone(),
        utf16: range.clone(),
        before: part(range.start.saturating_sub(10)..range.start),
        text: part(range.clone()),
        after: part(range.end..(range.end + 10).min(text.len())),
    }
}
