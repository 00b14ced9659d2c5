//! Verification: whether the quotations of a draft stand in the corpus, word for word.
//!
//! Enter at [`verify`]:
//! 1. `draft` finds the quotations, `wording` cuts them at 中略 and …;
//! 2. `shirabe_search::standing` finds each part exactly, in another spelling, or nearly;
//! 3. `passages` puts the parts together, in their order, within one section or document;
//! 4. `difference` shows what differs, `reference` compares the page or section that the draft
//!    gives beside the quotation.
//!
//! Invariants: the answer follows the draft; every opening mark of the draft is a quotation or skipped
//! with its reason; a quotation is called exact only where its match form stands in the text, in one
//! block, and cuts no number or Latin word; what is shown of a document is a stretch of its text.

mod borders;
mod check;
mod difference;
mod draft;
mod passages;
mod reference;
mod report;
mod wording;

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use shirabe_document::{Date, Document, Page, Section};
use shirabe_search::{IndexInfo, SearchError, Snapshot};
use shirabe_text::{Folding, fold};

pub use borders::Border;
pub use difference::{Change, ChangeKind, DiffPiece, DiffSide, Difference};
pub use reference::{CheckedReference, ReferenceKind};

use check::Checker;

/// A longer draft is not taken, in characters.
pub const MAX_DRAFT_CHARS: usize = 64_000;
/// A text with more omissions is a list of words; each part of a quotation is looked for on its own.
const MAX_OMISSIONS: usize = 32;
/// More quotations of one draft are not looked for.
const MAX_QUOTATIONS: usize = 1_000;

/// What was found of the quotations of a draft.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The quotations, in the order of the draft.
    pub quotations: Vec<VerifiedQuotation>,
    /// What stands in quotation marks but was not looked for, in the order of the draft.
    pub skipped: Vec<SkippedQuotation>,
    /// Which generation answered.
    pub index: IndexInfo,
}

/// One quotation, looked for.
#[derive(Clone, Debug)]
pub struct VerifiedQuotation {
    /// The words, as the draft has them.
    pub text: String,
    /// Where they stand in the draft.
    pub chars: Range<usize>,
    /// Whether they were found.
    pub status: QuotationStatus,
    /// Where; those that agree with the draft's own reference first, at most 20.
    pub matches: Vec<Passage>,
    /// How many passages there are; 1,000 stands for more.
    pub n_matches: usize,
    /// Of an absent quotation: the passage that comes closest, if one is close.
    pub nearest: Option<Passage>,
    /// The parts between omissions, where there are several, and whether each was found exactly.
    pub parts: Vec<(String, bool)>,
    /// Whether the wording was compared with its nearest passages; only exactly, if the draft holds
    /// more text in quotation marks than one request may compare.
    pub is_thorough: bool,
}

/// Whether a quotation was found. The numbers are those of the HTTP statuses of the same meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotationStatus {
    /// 200: word for word, in one place.
    Exact,
    /// 206: with differences, or over the border of a block or cell.
    Different,
    /// 300: word for word, in several places.
    Several,
    /// 404: not found.
    Absent,
}

impl QuotationStatus {
    /// The number for programs.
    pub fn code(self) -> u16 {
        match self {
            QuotationStatus::Exact => 200,
            QuotationStatus::Different => 206,
            QuotationStatus::Several => 300,
            QuotationStatus::Absent => 404,
        }
    }
}

/// Something in quotation marks that was not looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedQuotation {
    /// The words.
    pub text: String,
    /// Where they stand in the draft.
    pub chars: Range<usize>,
    /// Why.
    pub reason: SkipReason,
}

/// Why a quotation was not looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// A word or two in brackets is a term: less than four characters.
    TooShort,
    /// The draft has more quotations than one request may check.
    TooMany,
    /// It leaves words out more often than a quotation does.
    TooManyOmissions,
    /// Nothing closes the mark.
    Unclosed,
    /// It closes in another paragraph.
    SpansParagraphs,
    /// It stands inside another quotation, whose words it belongs to.
    Nested,
    /// It stands inside a tag or a comment of HTML.
    InMarkup,
    /// It stands nowhere in a text, and is the title of a document: the draft names what it quotes from.
    Title,
}

impl SkipReason {
    /// Whether the words were read all the same: as a part of something else, or as a title.
    pub fn is_read(self) -> bool {
        matches!(self, SkipReason::Nested | SkipReason::Title)
    }
}

impl Verification {
    /// Whether every mark of quotation was read, and every quotation stands word for word.
    pub fn is_verified(&self) -> bool {
        let is_found = |quotation: &VerifiedQuotation| {
            matches!(quotation.status, QuotationStatus::Exact | QuotationStatus::Several)
        };
        self.quotations.iter().all(is_found) && self.skipped.iter().all(|s| s.reason.is_read())
    }

    /// How many opening marks the draft has: each is a quotation or was skipped.
    pub fn n_marks(&self) -> usize {
        self.quotations.len() + self.skipped.len()
    }
}

/// A passage of the corpus that a quotation was compared with.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The document, without its sections.
    pub document: Arc<Document>,
    /// The section of the first place.
    pub section: Section,
    /// Where the parts of the quotation stand, in their order.
    pub places: Vec<PassagePlace>,
    /// How far the quotation differs.
    pub difference: Difference,
    /// The rule by which another spelling was found, such as `era`.
    pub rule: Option<&'static str>,
    /// The characters of both.
    pub diff: Vec<DiffPiece>,
    /// What differs in the words, the gravest first.
    pub changes: Vec<Change>,
    /// The border of a block or cell over which the quotation reaches, if it does.
    pub crosses: Option<Border>,
    /// The share of the quotation's characters that stand here, 0 to 1.
    pub similarity: f32,
    /// What the draft says of the place.
    pub references: Vec<CheckedReference>,
    /// The earlier editions of the document that are kept, newest first, and whether the quotation stands
    /// in them.
    pub editions: Vec<EditionStanding>,
}

/// Whether a quotation stands word for word in an earlier edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionStanding {
    /// The edition's name in addresses, such as `2025-02-21`.
    pub name: String,
    /// 発行日.
    pub issued: Option<Date>,
    /// Whether every part of the quotation stands there.
    pub stands: bool,
}

/// One stretch of a section's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassagePlace {
    /// The section's id.
    pub section: String,
    /// The paragraph in which it begins.
    pub paragraph: String,
    /// That paragraph's page.
    pub page: Option<Page>,
    /// Where in the section's text.
    pub chars: Range<usize>,
    /// The same in UTF-16 units.
    pub utf16: Range<usize>,
    /// The words, as they stand.
    pub text: String,
    /// Permalink of the paragraph.
    pub url: String,
}

/// Looks for every quotation of `draft`.
pub fn verify(snapshot: &Snapshot, draft: &str) -> Result<Verification, SearchError> {
    let draft::Draft { quotations: marked, mut skipped } = draft::read(draft);
    let mut checker = Checker::new(snapshot, marked.len().min(MAX_QUOTATIONS));
    let documents = snapshot.documents()?;
    // Most drafts have nothing that stands nowhere.
    let titles = LazyCell::new(|| -> HashSet<String> {
        documents.iter().map(|document| fold(&document.title, Folding::Standard)).collect()
    });
    let mut quotations = Vec::new();
    for quotation in marked {
        let folded = fold(&quotation.text, Folding::Standard);
        let n_chars = folded.chars().count();
        let reason = if n_chars < draft::MIN_CHARS {
            Some(SkipReason::TooShort)
        } else if quotations.len() == MAX_QUOTATIONS {
            Some(SkipReason::TooMany)
        } else if wording::n_omissions(&quotation.text) > MAX_OMISSIONS {
            Some(SkipReason::TooManyOmissions)
        } else {
            None
        };
        let skip = |text, chars, reason| SkippedQuotation { text, chars, reason };
        if let Some(reason) = reason {
            skipped.push(skip(quotation.text, quotation.chars, reason));
            continue;
        }
        let verified = checker.check(quotation)?;
        if verified.status == QuotationStatus::Absent && titles.contains(&folded) {
            skipped.push(skip(verified.text, verified.chars, SkipReason::Title));
        } else {
            quotations.push(verified);
        }
    }
    skipped.sort_by_key(|skipped| (skipped.chars.start, skipped.chars.end));
    Ok(Verification { quotations, skipped, index: snapshot.info() })
}
