//! Absence: what was searched when nothing was found, and what could be tried instead.

use shirabe_query::{Node, Part};

use crate::SearchError;
use crate::engine::Snapshot;
use crate::marks::MarkedText;
use crate::pattern::Pattern;
use crate::plan::{Leaf, Plan, PlannedQuery};
use crate::request::{Filters, Mode, Scope, SearchRequest, Step};
use crate::results::{Absence, Relaxation};

/// A longer text is not tried with one character changed: that is what the quotation check is for.
const MAX_CHANGED_CHARS: usize = 20;
/// At most this many proposals of each kind are made.
const MAX_PROPOSALS: usize = 5;

impl Snapshot {
    /// The grounds for saying that the corpus does not have what `request` asks for.
    pub(crate) fn absence(
        &self,
        tree: Option<&Node>,
        request: &SearchRequest,
    ) -> Result<Absence, SearchError> {
        let extent = self.generation.extent()?;
        Ok(Absence {
            documents: self.generation.n_documents(),
            sections: extent.n_sections,
            pages: extent.n_pages,
            chars: extent.n_chars,
            unreadable_pages: extent.n_pages_without_text,
            relaxations: self.relaxations(tree, request)?,
            did_you_mean: self.one_character_off(tree)?,
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
        for (label, changed) in tries {
            let counting = SearchRequest { limit: 0, facets: Vec::new(), ..changed };
            let n_sections = self.search_found(&counting)?.counts.sections;
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
        found.truncate(MAX_PROPOSALS);
        Ok(found)
    }

    /// Wordings of the corpus that differ from a single phrase in one character inside it.
    fn one_character_off(&self, tree: Option<&Node>) -> Result<Vec<Relaxation>, SearchError> {
        let Some(Node::Phrase(phrase)) = tree else { return Ok(Vec::new()) };
        let chars: Vec<char> = phrase.text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut found: Vec<Relaxation> = Vec::new();
        if !(3..=MAX_CHANGED_CHARS).contains(&chars.len()) {
            return Ok(found);
        }
        for at in 1..chars.len() - 1 {
            let text = |part: &[char]| Part::Text(part.iter().collect());
            let parts = [text(&chars[..at]), Part::One, text(&chars[at + 1..])];
            let Ok(pattern) = Pattern::from_wildcards(&parts) else { continue };
            // Without a text of two characters every section would have to be read.
            if pattern.required().is_empty() {
                continue;
            }
            for wording in self.wordings(pattern)? {
                if !found.iter().any(|other| other.query == wording) {
                    let n_sections = self.count_exact(&wording)?.sections;
                    found.push(Relaxation {
                        label: wording.clone(),
                        query: wording,
                        n_sections,
                        mode: Mode::All,
                        strict: false,
                        keeps_filters: false,
                    });
                }
            }
        }
        found.sort_by(|a, b| b.n_sections.cmp(&a.n_sections).then_with(|| a.query.cmp(&b.query)));
        found.truncate(MAX_PROPOSALS);
        Ok(found)
    }

    /// Some wordings that match `pattern`.
    fn wordings(&self, pattern: Pattern) -> Result<Vec<String>, SearchError> {
        let leaf = Leaf { pattern: Some(pattern), positive: true, ..Leaf::default() };
        let query = PlannedQuery {
            plan: Plan::Leaf(0),
            leaves: vec![leaf],
            runs: Vec::new(),
            filters: Vec::new(),
            scope: Scope::Section,
            last_step: Step::Exact,
            strict: false,
        };
        let request = SearchRequest { limit: MAX_PROPOSALS, ..SearchRequest::default() };
        let mut wordings = Vec::new();
        for candidate in
            self.harvest(&query, &request, MAX_PROPOSALS)?.best.iter().take(MAX_PROPOSALS)
        {
            let record = self.generation.record(candidate.address)?;
            let text = MarkedText::of(&record.section);
            let marks = text.marks(&query, self.analyzer.sections(), &[]);
            wordings.extend(marks.first().map(|mark| text.slice(mark.chars.clone()).to_owned()));
        }
        Ok(wordings)
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
