//! The documents whose title has what was asked for, before their sections.

use shirabe_document::links;
use shirabe_search::TitledDocuments;
use shirabe_site::params::DocumentsParams;
use shirabe_site::wording;

pub(super) struct TitledView {
    pub text: String,
    /// Title and address.
    pub documents: Vec<(String, String)>,
    /// Where the others are, if there are any.
    pub others: Option<String>,
}

impl TitledView {
    /// `None` where no title has it.
    pub(super) fn of(titled: TitledDocuments) -> Option<TitledView> {
        let TitledDocuments { wordings, n_documents, named } = titled;
        if n_documents == 0 {
            return None;
        }
        let quoted: Vec<String> = wordings.iter().map(|wording| format!("「{wording}」")).collect();
        let n = wording::number(n_documents);
        let title = wordings.join(" ");
        let others = (named.len() < n_documents).then(|| {
            DocumentsParams::default().url_with("/documents", |params| params.title = title)
        });
        let link = |document: shirabe_search::DocumentSummary| {
            (document.title, links::document(&document.id))
        };
        Some(TitledView {
            text: format!("題名に{}を含む文書（{n}件）", quoted.join("と")),
            documents: named.into_iter().map(link).collect(),
            others,
        })
    }
}
