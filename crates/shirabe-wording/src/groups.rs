//! Groups: how often each value of one or two keys comes.
//!
//! Invariant: the groups, with what the answer does not name of them, add up to all occurrences.

use shirabe_search::{Occurrences, SearchError};

use crate::concordance::{Basis, ConcordanceCounts, ConcordanceRequest};
use crate::gather::{MAX_KEYS, document_value, gather, n_documents};
use crate::keys::{Key, SortKey};

/// One group of occurrences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value of each key; empty where there is none.
    pub key: Vec<String>,
    /// Occurrences.
    pub n_hits: u64,
    /// Documents that have one.
    pub n_documents: u64,
    /// The first 発行日 of those, or empty where none has a date.
    pub first_issued: String,
}

/// All groups, the largest first.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The groups, the largest first, equal ones by their key.
    pub groups: Vec<Group>,
    /// What was counted in all.
    pub counts: ConcordanceCounts,
    /// What was counted of it.
    pub basis: Basis,
}

impl Groups {
    /// How much room they take.
    pub(crate) fn n_bytes(&self) -> usize {
        let keys = |group: &Group| group.key.iter().map(|key| key.len() + 24).sum::<usize>();
        self.groups.iter().map(|group| size_of::<Group>() + keys(group)).sum()
    }
}

/// Occurrences of one document that have one key.
struct Tally {
    key: [u32; MAX_KEYS],
    document: u32,
    n_hits: u64,
}

/// Groups the occurrences of `request`.
pub(crate) fn groups(
    occurrences: &Occurrences<'_>,
    request: &ConcordanceRequest,
) -> Result<Groups, SearchError> {
    let keys = &request.group;
    let is_read = keys.iter().any(|key| !key.is_of_document()) || request.must_read();
    if !is_read {
        return Ok(groups_of_documents(occurrences, keys));
    }
    let sorted: Vec<SortKey> =
        keys.iter().map(|key| SortKey { key: *key, is_reversed: false }).collect();
    let request = ConcordanceRequest { by_reading: false, ..request.clone() };
    let gathered = gather(occurrences, &request, &sorted)?;
    let tally = gathered.found.iter().map(|found| Tally {
        key: found.keys,
        document: found.document,
        n_hits: u64::from(found.n_equal),
    });
    let texts = &gathered.texts;
    let text =
        |number: u32| texts.get(number as usize).map(ToString::to_string).unwrap_or_default();
    let groups = grouped(occurrences, tally.collect(), |key| {
        key.iter().take(keys.len()).map(|number| text(*number)).collect()
    });
    let counts = ConcordanceCounts {
        n_hits: gathered.n_hits,
        n_sections: gathered.n_sections,
        n_documents: gathered.n_documents,
        n_sentences: gathered.n_sentences,
    };
    Ok(Groups { groups, counts, basis: gathered.basis })
}

/// Groups that are known without reading any text.
fn groups_of_documents(occurrences: &Occurrences<'_>, keys: &[Key]) -> Groups {
    let sections = occurrences.sections();
    let by_document = sections.chunk_by(|a, b| a.document == b.document);
    let mut values: Vec<Vec<String>> = Vec::new();
    let tally = by_document.map(|sections| {
        let document = sections[0].document;
        values.push(keys.iter().map(|key| document_value(occurrences, document, *key)).collect());
        let n_hits = sections.iter().map(|place| u64::from(place.n_hits)).sum();
        (document, n_hits)
    });
    let documents: Vec<(u32, u64)> = tally.collect();
    // Equal values get equal numbers.
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|at| &values[*at]);
    let mut numbers = vec![0; values.len()];
    let mut first_with: Vec<usize> = Vec::new();
    for at in order {
        if first_with.last().is_none_or(|last| values[*last] != values[at]) {
            first_with.push(at);
        }
        numbers[at] = first_with.len() as u32 - 1;
    }
    let tally = documents.iter().zip(&numbers).map(|((document, n_hits), number)| Tally {
        key: [*number, 0, 0],
        document: *document,
        n_hits: *n_hits,
    });
    let groups =
        grouped(occurrences, tally.collect(), |key| values[first_with[key[0] as usize]].clone());
    let counts = ConcordanceCounts {
        n_hits: occurrences.n_hits(),
        n_sections: sections.len() as u64,
        n_documents: n_documents(sections),
        n_sentences: None,
    };
    Groups { groups, counts, basis: Basis::All }
}

fn grouped(
    occurrences: &Occurrences<'_>,
    mut tally: Vec<Tally>,
    named: impl Fn(&[u32; MAX_KEYS]) -> Vec<String>,
) -> Vec<Group> {
    tally.sort_unstable_by_key(|tally| (tally.key, tally.document));
    let groups = tally.chunk_by(|a, b| a.key == b.key).map(|group| {
        let documents = group.chunk_by(|a, b| a.document == b.document);
        // Documents stand in the order of their dates.
        let first = group.first().map_or(0, |tally| tally.document);
        Group {
            key: group.first().map(|tally| named(&tally.key)).unwrap_or_default(),
            n_hits: group.iter().map(|tally| tally.n_hits).sum(),
            n_documents: documents.count() as u64,
            first_issued: occurrences.documents().summary(first).issued.clone(),
        }
    });
    let mut groups: Vec<Group> = groups.collect();
    groups.sort_by(|a, b| b.n_hits.cmp(&a.n_hits).then_with(|| a.key.cmp(&b.key)));
    groups
}
