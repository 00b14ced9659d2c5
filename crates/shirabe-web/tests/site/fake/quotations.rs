//! Verification by hand: a quotation in 「 」 stands where its words do; one that does not is compared
//! with the first paragraph.

use std::ops::Range;
use std::sync::Arc;

use shirabe_document::{Document, Section};
use shirabe_search::{
    CheckedReference, DiffPiece, DiffSide, Difference, IndexInfo, Passage, PassagePlace,
    QuotationStatus, SkipReason, SkippedQuotation, Verification, VerifiedQuotation,
};

use super::occurrences;

pub(super) fn verify(documents: &[Arc<Document>], draft: &str, index: IndexInfo) -> Verification {
    let mut found = Verification { quotations: Vec::new(), skipped: Vec::new(), index };
    for piece in draft.split('「').skip(1) {
        let text = piece.split('」').next().unwrap_or_default().to_owned();
        if text.chars().count() < 4 {
            let reason = SkipReason::TooShort;
            found.skipped.push(SkippedQuotation { text, chars: 1..2, reason });
        } else {
            found.quotations.push(quotation(documents, text));
        }
    }
    found
}

fn quotation(documents: &[Arc<Document>], text: String) -> VerifiedQuotation {
    let sections = documents
        .iter()
        .flat_map(|document| document.sections.iter().map(move |section| (document, section)));
    let found = sections.flat_map(|(document, section)| {
        let ranges = occurrences(&section.text(), &text);
        ranges.into_iter().map(move |range| passage(document, section, range, Difference::None))
    });
    let matches: Vec<Passage> = found.collect();
    let status = match matches.len() {
        0 => QuotationStatus::Absent,
        1 => QuotationStatus::Exact,
        _ => QuotationStatus::Several,
    };
    let nearest = documents
        .first()
        .filter(|_| matches.is_empty())
        .map(|document| passage(document, &document.sections[0], 0..4, Difference::Wording));
    VerifiedQuotation {
        chars: 1..1 + text.chars().count(),
        text,
        status,
        n_matches: matches.len(),
        matches,
        nearest,
        parts: Vec::new(),
        is_thorough: true,
    }
}

fn passage(
    document: &Arc<Document>,
    section: &Section,
    chars: Range<usize>,
    difference: Difference,
) -> Passage {
    let text: String = section.text().chars().skip(chars.start).take(chars.len()).collect();
    let block = section.block_at(chars.start).expect("the range is in the section");
    let piece = |side, text: &str| DiffPiece { side, text: text.to_owned() };
    Passage {
        document: Arc::new(Document { sections: Vec::new(), ..Document::clone(document) }),
        section: section.clone(),
        places: vec![PassagePlace {
            section: section.id.to_string(),
            paragraph: block.id.to_string(),
            page: block.page.clone(),
            utf16: chars.clone(),
            url: format!("/d/{}/{}#{}", document.id, section.id, block.id),
            text: text.clone(),
            chars,
        }],
        difference,
        rule: None,
        diff: vec![piece(DiffSide::Quotation, "<b>"), piece(DiffSide::Both, &text)],
        similarity: 0.8,
        references: vec![CheckedReference {
            cited: "9頁".to_owned(),
            found: "1頁".to_owned(),
            agrees: Some(false),
        }],
    }
}
