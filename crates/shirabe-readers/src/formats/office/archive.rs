//! The package of an Office document, opened safely: [`Archive`].
//!
//! Parts are only looked up by name in memory and nothing is ever written, so names such as
//! `../../etc/passwd` do nothing. Relationships to places outside the package are not followed.

use shirabe_document::ProblemCode;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml;
use crate::draft::Ledger;
use crate::limits::Limits;

/// Why a package, or one part of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    code: ProblemCode,
    message: String,
}

impl Fault {
    pub(super) fn rejected(message: String) -> Fault {
        Fault { code: ProblemCode::Rejected, message }
    }

    pub(super) fn damaged(message: String) -> Fault {
        Fault { code: ProblemCode::Damaged, message }
    }

    /// Reports what keeps the whole document from being read.
    pub(super) fn report(self, ledger: &mut Ledger) {
        ledger.problem(self.code, self.message, None);
    }

    /// Reports what is missing from a document that is read otherwise.
    pub(super) fn report_part(self, ledger: &mut Ledger) {
        ledger.problem(
            ProblemCode::Partial,
            format!("{}。この部分を除いて読み込んだ", self.message),
            None,
        );
    }
}

/// Where a relationship leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relationship {
    /// The last word of its type, such as `slideLayout`.
    pub(super) kind: String,
    /// The name of the part.
    pub(super) part: String,
}

/// An open package.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    n_bytes_read: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Archive<'a>, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Fault::damaged("ファイルが壊れている（圧縮ファイルの目録が読めない）".to_owned())
        })?;
        let (n, max) = (zip.len(), limits.max_zip_parts);
        if n > max {
            return Err(Fault::rejected(format!("部品が{n}個あり、上限（{max}個）を超える")));
        }
        Ok(Archive { zip, limits, n_bytes_read: 0 })
    }

    /// Whether all parts are within the limits by what the archive says of them, for a library that opens it
    /// itself. Where the archive lies, the memory of the process ends the reading.
    pub(super) fn check_parts(&mut self) -> Result<(), Fault> {
        let limits = self.limits;
        let mut n_all: u64 = 0;
        for index in 0..self.zip.len() {
            let raw = self.zip.by_index_raw(index).map_err(|_| broken("部品"))?;
            let n_bytes = raw.size();
            let name = raw.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            if raw.encrypted() {
                return Err(password());
            }
            if n_bytes / raw.compressed_size().max(1) > limits.max_zip_ratio {
                let max = limits.max_zip_ratio;
                return Err(Fault::rejected(format!("{name} の圧縮率が上限（{max}倍）を超える")));
            }
            n_all = n_all.saturating_add(n_bytes);
            if n_bytes > limits.max_zip_part_bytes {
                let max = limits.max_zip_part_bytes;
                return Err(Fault::rejected(format!("{name} が上限（{max}バイト）を超える")));
            }
        }
        if n_all > limits.max_zip_bytes {
            let max = limits.max_zip_bytes;
            return Err(Fault::rejected(format!("展開した大きさが上限（{max}バイト）を超える")));
        }
        Ok(())
    }

    pub(super) fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        Ok(self.bytes(name)?.map(|bytes| decode(&bytes)))
    }

    /// The text of a part that must be there.
    pub(super) fn required(&mut self, name: &str) -> Result<String, Fault> {
        let text = self.text(name)?;
        text.ok_or_else(|| Fault::damaged(format!("ファイルが壊れている（{name} がない）")))
    }

    /// The text of a part that the document can do without; what is wrong with it is reported.
    pub(super) fn optional(&mut self, name: &str, ledger: &mut Ledger) -> Option<String> {
        match self.text(name) {
            Ok(text) => text,
            Err(fault) => {
                fault.report_part(ledger);
                None
            }
        }
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let limits = self.limits;
        let raw = self.zip.by_index_raw(index).map_err(|_| broken(name))?;
        if raw.encrypted() {
            return Err(password());
        }
        let (n_packed, n_bytes) = (raw.compressed_size().max(1), raw.size());
        drop(raw);
        if n_bytes / n_packed > limits.max_zip_ratio {
            let max = limits.max_zip_ratio;
            return Err(Fault::rejected(format!("{name} の圧縮率が上限（{max}倍）を超える")));
        }
        let max = limits.max_zip_part_bytes;
        let mut bytes = Vec::new();
        let file = self.zip.by_index(index).map_err(|_| broken(name))?;
        file.take(max + 1).read_to_end(&mut bytes).map_err(|_| broken(name))?;
        if bytes.len() as u64 > max {
            return Err(Fault::rejected(format!("{name} が上限（{max}バイト）を超える")));
        }
        self.n_bytes_read += bytes.len() as u64;
        if self.n_bytes_read > limits.max_zip_bytes {
            let max = limits.max_zip_bytes;
            return Err(Fault::rejected(format!("展開した大きさが上限（{max}バイト）を超える")));
        }
        Ok(Some(bytes))
    }

    /// The relationships of a part by their ids; the package's own for the name "".
    pub(super) fn relationships(
        &mut self,
        part: &str,
        ledger: &mut Ledger,
    ) -> BTreeMap<String, Relationship> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let Some(text) = self.optional(&name, ledger) else { return BTreeMap::new() };
        let document = match xml::parse(&text, &name, self.limits) {
            Ok(document) => document,
            Err(fault) => {
                fault.report_part(ledger);
                return BTreeMap::new();
            }
        };
        let read = |node| {
            let is_outside = xml::attribute(node, "TargetMode") == Some("External");
            let (id, target) = (xml::attribute(node, "Id")?, xml::attribute(node, "Target")?);
            let kind = xml::attribute(node, "Type")?.rsplit('/').next()?.to_owned();
            let relationship = Relationship { kind, part: resolve(folder, target) };
            (!is_outside).then(|| (id.to_owned(), relationship))
        };
        xml::all(document.root(), "Relationship").filter_map(read).collect()
    }

    /// The name of the main part: `word/document.xml` or `ppt/presentation.xml`, but not always so.
    pub(super) fn main_part(&mut self, usual: &str, ledger: &mut Ledger) -> String {
        let relationships = self.relationships("", ledger);
        let main = relationships.into_values().find(|r| r.kind == "officeDocument");
        let is_there = |part: &String| self.zip.index_for_name(part).is_some();
        main.map(|r| r.part).filter(is_there).unwrap_or_else(|| usual.to_owned())
    }
}

fn password() -> Fault {
    let message = "パスワードで保護されている。保護を外してから指定してください".to_owned();
    Fault { code: ProblemCode::Password, message }
}

fn broken(name: &str) -> Fault {
    Fault::damaged(format!("ファイルが壊れている（{name} を展開できない）"))
}

/// XML parts are in UTF-8 or, with a byte-order mark, in UTF-16 (ISO/IEC 29500-2).
fn decode(bytes: &[u8]) -> String {
    let (encoding, n_mark) =
        encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let rest = bytes.get(n_mark..).unwrap_or_default();
    encoding.decode_without_bom_handling(rest).0.into_owned()
}

/// The name of the part that `target` names from within `folder`; `..` ends at the package's root.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    let base = if target.starts_with('/') { "" } else { folder };
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_within_the_package() {
        assert_eq!(resolve("ppt/slides", "../slideLayouts/a.xml"), "ppt/slideLayouts/a.xml");
        assert_eq!(resolve("word", "/word/notes.xml"), "word/notes.xml");
        assert_eq!(resolve("word", "../../../../etc/passwd"), "etc/passwd");
    }
}
