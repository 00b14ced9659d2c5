//! Bounds: a pattern for which too many sections would have to be read is not run, and the reader is
//! told so.
//!
//! Wildcards and regular expressions are matched against the text of the sections that have the
//! characters which every match contains. Each match takes time linear in the text, so the number of
//! those sections bounds the time of the search.

use shirabe_index::Generation;
use tantivy::Term;

use crate::SearchError;
use crate::plan::pattern::Pattern;
use crate::plan::planner::Planned;
use crate::plan::tree::{Plan, PlannedQuery};
use crate::results::answer::QueryNote;

/// Reading and matching this many sections takes about half a second.
const MAX_READ_SECTIONS: u64 = 20_000;

const REFUSED: &str = "この書き方に当てはまるかどうかは、2万を超える節を読まなければ分からないため、\
    検索しませんでした。続けて書かれている文字を2字以上加えるか、ほかの語と組み合わせてください。";

/// Takes out the patterns that would have too many sections read.
pub(crate) fn bound_patterns(
    generation: &Generation,
    planned: &mut Planned,
) -> Result<(), SearchError> {
    let query = &planned.query;
    let mut plan = query.plan.clone();
    let n_beside = n_beside(generation, query)?;
    for (number, leaf) in query.leaves.iter().enumerate() {
        let Some(pattern) = &leaf.pattern else { continue };
        if n_to_read(generation, pattern)?.min(n_beside) > MAX_READ_SECTIONS {
            let message = REFUSED.to_owned();
            planned.notes.push(QueryNote { message, position_chars: leaf.position_chars });
            plan = plan.refusing(number);
            planned.is_refused = true;
        }
    }
    planned.query.plan = plan;
    Ok(())
}

/// In how many sections, at most, the characters stand that every match contains.
fn n_to_read(generation: &Generation, pattern: &Pattern) -> Result<u64, SearchError> {
    let (searcher, field) = (generation.sections(), generation.fields().exact);
    let mut least = searcher.num_docs();
    for text in pattern.required() {
        let chars: Vec<char> = text.chars().collect();
        for pair in chars.windows(2) {
            let gram: String = pair.iter().collect();
            least = least.min(searcher.doc_freq(&Term::from_field_text(field, &gram))?);
        }
    }
    Ok(least)
}

/// In how many sections, at most, the other terms stand that the query requires.
fn n_beside(generation: &Generation, query: &PlannedQuery) -> Result<u64, SearchError> {
    let searcher = generation.sections();
    let mut least = u64::MAX;
    let Plan::And(parts) = &query.plan else { return Ok(least) };
    for part in parts {
        let Plan::Leaf(leaf) = part else { continue };
        for word in query.leaves[*leaf].words.iter().filter(|_| query.runs.contains(leaf)) {
            let term = Term::from_field_text(generation.fields().words, word);
            least = least.min(searcher.doc_freq(&term)?);
        }
    }
    Ok(least)
}
