//! What is asked: [`SearchRequest`] and its enums.

use std::ops::RangeInclusive;

/// More values of a facet than anyone reads; not measured.
const DEFAULT_FACET_VALUES: usize = 100;

/// Which sections are listed. What is counted does not depend on it; see `Counts` of shirabe-search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The wording and, behind it, the words.
    #[default]
    All,
    /// 完全一致 only.
    Exact,
    /// 完全一致 and 表記ゆれ.
    Variant,
    /// 語の組合せ alone: sections that have the words, but nowhere the wording.
    Word,
}

/// Which step found a hit. The order is the ladder's: exact is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 完全一致
    Exact,
    /// 表記ゆれ
    Variant,
    /// 語の組合せ
    Word,
}

/// Within what AND and NEAR must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// 文
    Sentence,
    /// 段落
    Paragraph,
    /// 節
    #[default]
    Section,
    /// 頁
    Page,
    /// 文書
    Document,
}

impl Scope {
    /// The column that says where its units start; `None` where a section is not divided.
    pub fn column(self) -> Option<&'static str> {
        match self {
            Scope::Sentence => Some("sentence_starts"),
            Scope::Paragraph => Some("paragraph_starts"),
            Scope::Page => Some("page_starts"),
            Scope::Section | Scope::Document => None,
        }
    }
}

/// What one result stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One occurrence.
    Hit,
    /// One section.
    #[default]
    Section,
    /// One document.
    Document,
}

/// In which order results come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    IssuedDescending,
    /// Oldest first.
    Issued,
    /// By document, then section.
    DocumentOrder,
}

/// A value by which results can be narrowed and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetField {
    /// 発行機関
    Issuer,
    /// 種別
    Kind,
    /// 年度
    FiscalYear,
    /// 文書
    Document,
}

/// Where the address of a hit leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Links {
    /// To its paragraph.
    #[default]
    Paragraph,
    /// To its paragraph and, in it, to the very words, where a text fragment can tell them from others:
    /// `#p12:~:text=…`. It costs a look through the section for each hit.
    Words,
}

/// Conditions beside the query; within one list any value will do, all lists must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// 発行機関
    pub issuers: Vec<String>,
    /// 種別
    pub kinds: Vec<String>,
    /// 年度 (western years)
    pub fiscal_years: Vec<i32>,
    /// Document ids.
    pub documents: Vec<String>,
    /// Text that the section's heading path must contain.
    pub section: Option<String>,
    /// 発行日 as `yyyymmdd`, both ends included.
    pub issued: Option<RangeInclusive<u32>>,
}

/// One search.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the reader's")]
pub struct SearchRequest {
    /// The query as typed.
    pub query: String,
    /// Which steps may answer.
    pub mode: Mode,
    /// Within what AND and NEAR must hold.
    pub scope: Scope,
    /// What one result stands for.
    pub unit: Unit,
    /// Conditions beside the query.
    pub filters: Filters,
    /// The order of results.
    pub sort: Sort,
    /// How many results, at most 100.
    pub limit: usize,
    /// How many results to skip, at most 10,000.
    pub offset: usize,
    /// Characters of context before and after each hit.
    pub context_chars: usize,
    /// Length of a snippet in characters.
    pub snippet_chars: usize,
    /// 表記=厳密: hits must agree in width, case and old forms as well.
    pub strict: bool,
    /// Whether what is a part of a Latin word or a number counts as well: AI in main, 50 in 1,150.
    pub part: bool,
    /// Whether to list what stands across the borders of blocks and cells, in place of what stands
    /// within them. The counts are the same.
    pub across: bool,
    /// Expansions that the reader has switched off, as `term=alternative`.
    pub switched_off: Vec<String>,
    /// Expansions off by default that the reader has switched on (abbreviations), as `term=alternative`.
    pub switched_on: Vec<String>,
    /// Which facets to count.
    pub facets: Vec<FacetField>,
    /// How many values of a facet are named; the answer says how many more there are.
    pub n_facet_values: usize,
    /// Of documents no more than so many: each is read for its title.
    pub n_facet_documents: usize,
    /// Whether to explain the score of each hit.
    pub explain: bool,
    /// Where the address of a hit leads.
    pub links: Links,
}

impl Default for SearchRequest {
    fn default() -> Self {
        SearchRequest {
            query: String::new(),
            mode: Mode::All,
            scope: Scope::Section,
            unit: Unit::Section,
            filters: Filters::default(),
            sort: Sort::Relevance,
            limit: 20,
            offset: 0,
            context_chars: 40,
            snippet_chars: 120,
            strict: false,
            part: false,
            across: false,
            switched_off: Vec::new(),
            switched_on: Vec::new(),
            facets: Vec::new(),
            n_facet_values: DEFAULT_FACET_VALUES,
            n_facet_documents: DEFAULT_FACET_VALUES,
            explain: false,
            links: Links::default(),
        }
    }
}
