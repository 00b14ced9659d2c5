//! Absence: what was searched when nothing was found, and what could be tried instead.

use shirabe_query::Node;

use crate::SearchError;
use crate::engine::Snapshot;
use crate::request::{Filters, Mode, SearchRequest};
use crate::results::answer::{Absence, Relaxation};
use crate::search::counts;

/// At most this many weaker requests are tried: a query of 512 characters has hundreds.
const MAX_TRIES: usize = 20;
/// At most this many proposals are made.
const MAX_PROPOSALS: usize = 5;

impl Snapshot {
    /// The grounds for saying that the corpus does not have what `request` asks for.
    pub(crate) fn absence(
        &self,
        tree: Option<&Node>,
        request: &SearchRequest,
    ) -> Result<Absence, SearchError> {
        let size = self.generation.corpus_size()?;
        Ok(Absence {
            documents: self.generation.n_documents(),
            sections: size.n_sections,
            pages: size.n_pages,
            chars: size.n_chars,
            unreadable_pages: size.n_pages_without_text,
            relaxations: self.relaxations(tree, request)?,
        })
    }

    /// Weaker requests that find something.
    fn relaxations(
        &self,
        tree: Option<&Node>,
        request: &SearchRequest,
    ) -> Result<Vec<Relaxation>, SearchError> {
        let mut tries: Vec<(String, SearchRequest)> = Vec::new();
        let mut attempt = |label: String, changed: SearchRequest| tries.push((label, changed));
        if request.filters != Filters::default() {
            attempt(
                "絞り込みを外す".into(),
                SearchRequest { filters: Filters::default(), ..request.clone() },
            );
        }
        if matches!(request.mode, Mode::Exact | Mode::Variant) {
            attempt(
                "語の組合せまで広げる".into(),
                SearchRequest { mode: Mode::All, ..request.clone() },
            );
        }
        if request.strict {
            attempt(
                "表記の違いを区別しない".into(),
                SearchRequest { strict: false, ..request.clone() },
            );
        }
        for (left_out, rest) in tree.into_iter().flat_map(without_one) {
            attempt(
                format!("「{left_out}」を条件から外す"),
                SearchRequest { query: rest, ..request.clone() },
            );
        }
        if let Some(Node::Phrase(phrase)) = tree {
            let words = self.analyzer.segmenter().words(&phrase.text);
            let counted =
                words.into_iter().filter(|word| word.class == shirabe_text::WordClass::Content);
            let counted: Vec<String> = counted.map(|word| word.surface).collect();
            for word in counted.iter().filter(|_| counted.len() > 1) {
                attempt(
                    format!("「{word}」だけで探す"),
                    SearchRequest { query: word.clone(), ..request.clone() },
                );
            }
        }
        let mut found: Vec<Relaxation> = Vec::new();
        for (label, changed) in tries.into_iter().take(MAX_TRIES) {
            if found.len() == MAX_PROPOSALS {
                break;
            }
            let counting = SearchRequest { limit: 0, facets: Vec::new(), ..changed };
            let n_sections = counts(&self.find(&counting, 0)?.1.collected).sections;
            if n_sections > 0 && !found.iter().any(|other| other.label == label) {
                found.push(Relaxation {
                    label,
                    n_sections,
                    mode: counting.mode,
                    strict: counting.strict,
                    keeps_filters: counting.filters == request.filters,
                    query: counting.query,
                });
            }
        }
        Ok(found)
    }
}

/// For each part of an AND: its text, and the rest as a query.
fn without_one(tree: &Node) -> Vec<(String, String)> {
    let Node::And(parts) = tree else { return Vec::new() };
    let rest = |left_out: usize| {
        let others = parts.iter().enumerate().filter(|(n, _)| *n != left_out);
        Node::and(others.map(|(_, part)| part.clone()))
    };
    let named = parts.iter().enumerate();
    named.filter_map(|(n, part)| Some((part.to_string(), rest(n)?.to_string()))).collect()
}
