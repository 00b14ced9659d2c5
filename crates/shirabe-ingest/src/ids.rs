//! Which document each file is: [`ids`].
//!
//! An id in the metadata file comes first; then a file keeps the id that it had; then the id is made from
//! the file's name, with a part of the hash of its path where another document has that id. A Japanese
//! name is read aloud and written in Latin letters.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use shirabe_document::DocumentId;
use shirabe_japanese::{half_width, romaji};
use shirabe_text::Segmenter;

use crate::corpus::{Source, hex};
use crate::ledger::Ledger;
use crate::sidecar::{Beside, Sidecar};

/// An address is read, said and typed; the hash that may follow takes seven letters more.
const MAX_NAME_CHARS: usize = 60;

/// The ids that each source may have, the best first; or why it cannot have the one it asks for.
pub(crate) type Candidates = Result<Vec<DocumentId>, String>;

/// The candidates of every source, by its key.
pub(crate) fn ids(
    sources: &[Source],
    known: &Ledger,
    segmenter: &Segmenter,
) -> BTreeMap<String, Candidates> {
    let mut ids = BTreeMap::new();
    let mut taken: BTreeMap<DocumentId, String> = BTreeMap::new();
    let here: BTreeSet<&str> = sources.iter().map(|source| source.key.as_str()).collect();
    for (key, entry) in &known.0 {
        if let (false, Ok(id)) = (here.contains(key.as_str()), DocumentId::parse(&entry.report.id))
            && std::path::Path::new(key).is_file()
        {
            taken.insert(id, key.clone());
        }
    }
    let mut open = Vec::new();
    for source in sources {
        let beside = Beside::of(source);
        match Sidecar::read(&beside).and_then(|s| s.id(&beside)) {
            Err(error) => drop(ids.insert(source.key.clone(), Err(error.to_string()))),
            Ok(None) => open.push(source),
            Ok(Some(id)) => {
                let other = taken.get(&id).cloned();
                let other = other.map(|other| format!("文書ID「{id}」は{other}が使っている"));
                if other.is_none() {
                    taken.insert(id.clone(), source.key.clone());
                }
                ids.insert(source.key.clone(), other.map_or(Ok(vec![id]), Err));
            }
        }
    }
    let (kept, new): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|s| known.0.contains_key(&s.key));
    for source in kept.into_iter().chain(new) {
        let former = known.0.get(&source.key).and_then(|e| DocumentId::parse(&e.report.id).ok());
        let free: Vec<DocumentId> = former
            .into_iter()
            .chain(names_for(source, segmenter))
            .filter(|id| !taken.contains_key(id))
            .collect();
        if let Some(id) = free.first() {
            taken.insert(id.clone(), source.key.clone());
        }
        let none = || format!("{}に文書IDを付けられない", source.relative);
        ids.insert(source.key.clone(), if free.is_empty() { Err(none()) } else { Ok(free) });
    }
    ids
}

/// Ids for a file that has none, the best first.
fn names_for(source: &Source, segmenter: &Segmenter) -> impl Iterator<Item = DocumentId> {
    let plain = read_aloud(&source.name(), segmenter)
        .unwrap_or_else(|| DocumentId::from_file_name(&source.name()));
    let hash = hex(&Sha256::digest(source.relative.as_bytes()));
    let with_hash = |n: usize| {
        let base: String = plain.as_str().chars().take(80).collect();
        let part: String = hash.chars().take(n).collect();
        DocumentId::parse(&format!("{}-{part}", base.trim_end_matches('-'))).ok()
    };
    let (short, long) = (with_hash(6), with_hash(16));
    [Some(plain), short, long].into_iter().flatten()
}

/// The id of a name that is not written in Latin letters alone: 令和6年度_資料1.pdf is
/// reiwa-6-nendo-shiryo-1. `None` where nothing of it can be read.
fn read_aloud(name: &str, segmenter: &Segmenter) -> Option<DocumentId> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_ascii() {
        return None;
    }
    let mut id = String::new();
    for word in segmenter.words(stem) {
        let narrow: String = word.surface.chars().map(half_width).collect();
        let narrow = narrow.to_ascii_lowercase();
        let parts: Vec<String> = if narrow.is_ascii() {
            let parts = narrow.split(|c: char| !c.is_ascii_alphanumeric());
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        } else {
            let latin = romaji(&word.reading);
            // Kana that the dictionary does not know are read as they stand.
            vec![if latin.is_empty() { romaji(&narrow) } else { latin }]
        };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if id.len() + part.len() >= MAX_NAME_CHARS && !id.is_empty() {
                return DocumentId::parse(&id).ok();
            }
            if !id.is_empty() {
                id.push('-');
            }
            id.extend(part.chars().take(MAX_NAME_CHARS));
        }
    }
    DocumentId::parse(&id).ok()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn source(name: &str) -> Source {
        Source {
            path: PathBuf::from(name),
            key: format!("/c/{name}"),
            relative: name.to_owned(),
            n_bytes: 0,
        }
    }

    fn shown(names: &[&str]) -> String {
        let sources: Vec<Source> = names.iter().map(|name| source(name)).collect();
        let prepared = shirabe_dictionary::for_tests();
        let ids = ids(&sources, &Ledger::default(), &prepared.segmenter);
        let line = |source: &Source| match &ids[&source.key] {
            Ok(ids) => format!("{} → {}", source.relative, ids[0]),
            Err(_) => format!("{} ×", source.relative),
        };
        sources.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_japanese_name_is_read_aloud() {
        insta::assert_snapshot!(shown(&[
            "会議.pdf",
            "令和6年度_資料1.pdf",
            "ガイドライン（案）.docx",
            "１_Final概要.md",
            "plan-2025.md",
            "〓.txt",
        ]), @"
        会議.pdf → kaigi
        令和6年度_資料1.pdf → reiwa-6-nendo-shiryo-1
        ガイドライン（案）.docx → gaidorain-an
        １_Final概要.md → 1-final-gaiyo
        plan-2025.md → plan-2025
        〓.txt → document
        ");
    }

    #[test]
    fn files_of_one_name_get_different_ids() {
        let ids = shown(&["令和6年度/資料1.pdf", "令和7年度/資料1.pdf", "資料1.docx"]);
        let distinct: BTreeSet<&str> =
            ids.lines().filter_map(|line| line.split_once(" → ")).map(|(_, id)| id).collect();
        assert_eq!(distinct.len(), 3, "{ids}");
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        let name = format!("{}.pdf", "研究開発の推進".repeat(20));
        let id = shown(&[&name]);
        let id = id.rsplit(' ').next().unwrap();
        assert!(id.len() <= MAX_NAME_CHARS && !id.ends_with('-'), "{id}");
    }

    #[test]
    fn an_id_in_the_metadata_comes_before_one_from_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs_err::write(&path, text).unwrap();
            Source {
                key: path.to_string_lossy().into_owned(),
                path,
                relative: name.to_owned(),
                n_bytes: 0,
            }
        };
        let sources = [write("b.md", ""), write("c.md", ""), write("d.md", "")];
        write("c.toml", "id = 'b'");
        write("d.toml", "id = 'b'");
        let prepared = shirabe_dictionary::for_tests();
        let ids = ids(&sources, &Ledger::default(), &prepared.segmenter);
        let shown = sources
            .each_ref()
            .map(|source| ids[&source.key].as_ref().ok().map(|ids| ids[0].to_string()));
        assert_eq!(shown[1].as_deref(), Some("b"));
        assert_eq!(shown[0].as_deref(), Some("b-11dd48"));
        assert_eq!(shown[2], None);
    }
}
