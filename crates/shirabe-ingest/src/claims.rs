//! Which file has which id: [`Claims`].
//!
//! An id stays with the file that had it, for as long as that file is there and holds it; an id that
//! nobody has goes to the first file in order that asks. A second claim takes nothing away: it is
//! remembered, and granted in a second round if the id has become free by then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use shirabe_document::DocumentId;

/// The ids of one ingest, with the files that have them.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    holders: BTreeMap<DocumentId, Holder>,
    /// By file.
    refused: BTreeMap<String, Vec<Refused>>,
}

#[derive(Debug)]
struct Holder {
    /// The file.
    key: String,
    /// Whether a document of it stands under the id in what is being written; otherwise it had the id
    /// before, and may ask for it again.
    is_used: bool,
}

/// A claim that was not granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) id: DocumentId,
    /// The line of the document in its file, if it has one.
    pub(crate) line: Option<u64>,
    /// The file that has the id.
    pub(crate) holder: String,
}

impl Claims {
    /// Notes who had an id before. `is_used` says that the document stays as it is.
    pub(crate) fn note(&self, key: &str, id: DocumentId, is_used: bool) {
        self.held().holders.insert(id, Holder { key: key.to_owned(), is_used });
    }

    /// Grants the first of `ids` that is free for the file `key`; remembers the first where none is.
    pub(crate) fn claim(
        &self,
        key: &str,
        ids: &[DocumentId],
        line: Option<u64>,
    ) -> Option<DocumentId> {
        let mut held = self.held();
        let free = |id: &&DocumentId| {
            held.holders.get(id).is_none_or(|holder| holder.key == key && !holder.is_used)
        };
        if let Some(id) = ids.iter().find(free) {
            held.holders.insert(id.clone(), Holder { key: key.to_owned(), is_used: true });
            return Some(id.clone());
        }
        let id = ids.first()?.clone();
        let holder = held.holders.get(&id).map(|holder| holder.key.clone()).unwrap_or_default();
        held.refused.entry(key.to_owned()).or_default().push(Refused { id, line, holder });
        None
    }

    /// Whether a document stands under the id in what is being written.
    pub(crate) fn is_used(&self, id: &DocumentId) -> bool {
        self.held().holders.get(id).is_some_and(|holder| holder.is_used)
    }

    /// Whether the file `key` may keep `id` for the document that it had under it.
    pub(crate) fn keep(&self, key: &str, id: &DocumentId) -> bool {
        let mut held = self.held();
        if held.holders.get(id).is_some_and(|holder| holder.key != key) {
            return false;
        }
        held.holders.insert(id.clone(), Holder { key: key.to_owned(), is_used: true });
        true
    }

    /// Gives back an id under which the file `key` stores nothing after all.
    pub(crate) fn give_back(&self, key: &str, id: &DocumentId) {
        let mut held = self.held();
        if let Some(holder) = held.holders.get_mut(id).filter(|holder| holder.key == key) {
            holder.is_used = false;
        }
    }

    /// Ends the first round: what nobody uses is free. Gives, by file, what it was refused and may have
    /// now; those refusals are forgotten.
    pub(crate) fn second_round(&self) -> BTreeMap<String, BTreeSet<DocumentId>> {
        let mut held = self.held();
        held.holders.retain(|_, holder| holder.is_used);
        let Held { holders, refused } = &mut *held;
        let mut free: BTreeMap<String, BTreeSet<DocumentId>> = BTreeMap::new();
        for (key, claims) in refused.iter_mut() {
            claims.retain(|claim| {
                let is_free = !holders.contains_key(&claim.id);
                if is_free {
                    free.entry(key.clone()).or_default().insert(claim.id.clone());
                }
                !is_free
            });
        }
        free
    }

    /// What the file `key` was refused for good.
    pub(crate) fn refused(&self, key: &str) -> Vec<Refused> {
        self.held().refused.remove(key).unwrap_or_default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str) -> DocumentId {
        DocumentId::parse(id).unwrap()
    }

    #[test]
    fn the_first_who_asks_gets_an_id_and_the_second_is_told_who_has_it() {
        let claims = Claims::default();
        assert_eq!(claims.claim("a", &[id("x")], Some(1)), Some(id("x")));
        assert_eq!(claims.claim("b", &[id("x")], Some(7)), None);
        assert!(claims.second_round().is_empty());
        let refused = Refused { id: id("x"), line: Some(7), holder: "a".to_owned() };
        assert_eq!(claims.refused("b"), [refused]);
    }

    #[test]
    fn who_had_an_id_keeps_it_before_others_get_it() {
        let claims = Claims::default();
        claims.note("b", id("x"), false);
        assert_eq!(claims.claim("a", &[id("x")], None), None);
        assert_eq!(claims.claim("b", &[id("x")], None), Some(id("x")));
        assert_eq!(claims.claim("b", &[id("x")], None), None, "one file may not use it twice");
    }

    #[test]
    fn what_its_holder_does_not_use_any_more_goes_to_the_other() {
        let claims = Claims::default();
        claims.note("b", id("x"), false);
        assert_eq!(claims.claim("a", &[id("x")], None), None);
        let free = claims.second_round();
        assert_eq!(free, BTreeMap::from([("a".to_owned(), BTreeSet::from([id("x")]))]));
        assert_eq!(claims.claim("a", &[id("x")], None), Some(id("x")));
        assert_eq!(claims.refused("a"), []);
    }

    #[test]
    fn a_file_that_names_no_id_takes_its_next_name() {
        let claims = Claims::default();
        claims.note("a.jsonl", id("x"), true);
        assert_eq!(claims.claim("x.md", &[id("x"), id("x-1234")], None), Some(id("x-1234")));
    }
}
