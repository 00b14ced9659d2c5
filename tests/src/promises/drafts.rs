//! Verification: [`a_draft_is_answered`].

use std::sync::OnceLock;

use shirabe_document::Document;
use shirabe_testkit::Library;
use shirabe_text::{Folding, fold, slice_chars};
use shirabe_verify::{
    Difference, MAX_DRAFT_CHARS, Passage, QuotationStatus, VerifiedQuotation, verify,
};

/// More passages of a quotation are counted but not shown.
const MOST_SHOWN: usize = 20;
/// More are not counted.
const MOST_COUNTED: usize = 1_000;

/// Every opening mark of a draft is answered, in the order of the draft, with a bounded answer; what is shown of a
/// document stands there; what is called exact is word for word the same; what stands word for word in a
/// paragraph is not called absent.
pub fn a_draft_is_answered(bytes: &[u8]) {
    let draft: String = String::from_utf8_lossy(bytes).chars().take(MAX_DRAFT_CHARS).collect();
    let n_chars = draft.chars().count();
    let corpus = corpus();
    let found = verify(&corpus.library.snapshot(), &draft).expect("an index that is whole");
    let skipped = found.skipped.iter().map(|skipped| (&skipped.chars, &skipped.text));
    let quotations = found.quotations.iter().map(|quotation| (&quotation.chars, &quotation.text));
    for (chars, text) in quotations.clone().chain(skipped.clone()) {
        assert!(chars.start <= chars.end && chars.end <= n_chars, "{chars:?} of {n_chars}");
        assert!(text.chars().count() <= n_chars, "{text}");
    }
    assert!(quotations.map(|(chars, _)| chars.start).is_sorted(), "out of order");
    assert!(skipped.map(|(chars, _)| chars.start).is_sorted(), "out of order");
    assert!(found.n_marks() <= n_chars, "{} marks", found.n_marks());
    for quotation in &found.quotations {
        corpus.check(quotation);
    }
}

struct Corpus {
    library: Library,
    documents: Vec<Document>,
    /// The match forms of all blocks.
    forms: Vec<String>,
}

/// Two short texts with what makes comparison hard: a border of sections, a repeated sentence, a list, a table,
/// numbers, Latin words and marks of quotation.
fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let library = Library::of_texts(&[
            ("plan", include_str!("../../../fuzz/seeds/corpus/plan.md")),
            ("report", include_str!("../../../fuzz/seeds/corpus/report.md")),
        ]);
        let documents = library.documents();
        let sections = documents.iter().flat_map(|document| &document.sections);
        let blocks = sections.flat_map(|section| &section.blocks);
        let forms = blocks.map(|block| fold(&block.text, Folding::Standard)).collect();
        Corpus { library, documents, forms }
    })
}

impl Corpus {
    fn check(&self, quotation: &VerifiedQuotation) {
        let n_shown = quotation.matches.len();
        assert!(n_shown <= MOST_SHOWN && n_shown <= quotation.n_matches, "{quotation:?}");
        assert!(quotation.n_matches <= MOST_COUNTED, "{quotation:?}");
        for passage in quotation.matches.iter().chain(&quotation.nearest) {
            self.stands(passage);
        }
        match quotation.status {
            QuotationStatus::Exact | QuotationStatus::Several => is_word_for_word(quotation),
            QuotationStatus::Different => assert!(n_shown > 0, "{quotation:?}"),
            QuotationStatus::Absent => {
                assert_eq!(n_shown, 0, "{quotation:?}");
                self.stands_nowhere(quotation);
            }
        }
    }

    /// What is shown of a document is a stretch of its text.
    fn stands(&self, passage: &Passage) {
        assert!((0.0..=1.0).contains(&passage.similarity), "{passage:?}");
        let document = self.documents.iter().find(|document| document.id == passage.document.id);
        let sections = &document.expect("a document of the corpus").sections;
        for place in &passage.places {
            let section = sections.iter().find(|section| section.id.as_str() == place.section);
            let text = section.expect("a section of the document").text();
            assert_eq!(slice_chars(&text, place.chars.clone()), place.text, "{place:?}");
        }
    }

    /// No paragraph holds the words, but where a longer word or number would be cut.
    fn stands_nowhere(&self, quotation: &VerifiedQuotation) {
        let wanted = fold(&quotation.text, Folding::Standard);
        let is_whole = |c: char| !c.is_alphanumeric() || ('\u{3040}'..='\u{30FF}').contains(&c);
        let is_inside = |form: &&String| {
            form.match_indices(&wanted).any(|(at, found)| {
                let before = form.get(..at).and_then(|before| before.chars().next_back());
                let after = form.get(at + found.len()..).and_then(|after| after.chars().next());
                before.is_none_or(is_whole) && after.is_none_or(is_whole)
            })
        };
        let held = self.forms.iter().find(is_inside);
        assert!(held.is_none(), "{:?} is called absent and stands in {held:?}", quotation.text);
    }
}

fn is_word_for_word(quotation: &VerifiedQuotation) {
    let first = quotation.matches.first().expect("a passage is shown");
    let is_same = matches!(first.difference, Difference::None | Difference::Notation);
    assert!(is_same, "{quotation:?}");
    if quotation.parts.is_empty() {
        let wanted = fold(&quotation.text, Folding::Standard);
        let texts: String = first.places.iter().map(|place| place.text.as_str()).collect();
        let there = fold(&texts, Folding::Standard);
        assert!(wanted.contains(&there) && !there.is_empty(), "{wanted:?} is not {there:?}");
    }
}
