//! The generated corpus is what it is said to be: large and varied enough for counts to be wrong on it.

use std::collections::BTreeSet;

use shirabe_document::BlockKind;
use shirabe_testkit::Library;

#[test]
fn the_generated_corpus_has_five_thousand_sections_of_thirty_issuers_in_thirty_years() {
    let library = Library::generated();
    let documents = library.documents();
    let n_sections: usize = documents.iter().map(|document| document.sections.len()).sum();
    assert!((4_500..5_500).contains(&n_sections), "{n_sections} sections");
    let issuers: BTreeSet<&str> = documents.iter().map(|d| d.metadata.issuer.as_str()).collect();
    assert_eq!(issuers.len(), 30);
    let fiscal_year = |date: shirabe_document::Date| date.year - i32::from(date.month < Some(4));
    let dates = documents.iter().filter_map(|document| document.metadata.issued);
    assert_eq!(dates.clone().map(fiscal_year).collect::<BTreeSet<_>>().len(), 30);
    assert_eq!(documents.len() - dates.count(), 25, "documents without a date");
    let has = |kind| {
        documents.iter().flat_map(|d| &d.sections).flat_map(|s| &s.blocks).any(|b| b.kind == kind)
    };
    for kind in [BlockKind::ListItem, BlockKind::TableRow, BlockKind::Note, BlockKind::Caption] {
        assert!(has(kind), "{kind:?}");
    }
    let n_editions = documents.iter().filter(|d| !d.addresses.editions.is_empty()).count();
    assert_eq!(n_editions, 11, "documents that replaced an earlier edition");
}
