//! Files within a file, which are not read: [`Embedded::report`] says how many there are.

use super::archive::Relationship;
use crate::draft::Ledger;
use shirabe_document::ProblemCode;

/// How many files are within a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Embedded {
    /// Objects of other programs, of which a picture is shown.
    n_objects: usize,
    /// Documents whose text Word inserts when it opens this one (`altChunk`; ISO/IEC 29500-1, 17.17.2).
    n_insertions: usize,
}

impl Embedded {
    /// Counts those that the relationships of a part name.
    pub(super) fn count<'a>(&mut self, relationships: impl IntoIterator<Item = &'a Relationship>) {
        for relationship in relationships {
            match relationship.kind.as_str() {
                "package" | "oleObject" => self.n_objects += 1,
                "aFChunk" => self.n_insertions += 1,
                _ => {}
            }
        }
    }

    /// Counts those of a part of the document with the rest.
    pub(super) fn add(&mut self, part: Embedded) {
        self.n_objects += part.n_objects;
        self.n_insertions += part.n_insertions;
    }

    /// Says what is missing.
    pub(super) fn report(self, ledger: &mut Ledger) {
        let mut say = |n: usize, what: &str| {
            if n > 0 {
                let message = format!("{what}{n}個を除いて読み込んだ");
                ledger.problem(ProblemCode::Partial, message, None);
            }
        };
        say(self.n_objects, "埋め込まれたファイル");
        say(self.n_insertions, "差し込まれた別の文書（altChunk）");
    }
}
