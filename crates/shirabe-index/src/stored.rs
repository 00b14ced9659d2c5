//! What a generation stores of documents and sections, and back.
//!
//! The private shapes here are the index format: a change of them raises
//! [`crate::SCHEMA_VERSION`].

mod found;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use shirabe_document::{
    Block, BlockKind, Date, Document, DocumentId, Format, Metadata, Page, PageTurn, ParagraphId,
    Place, Repair, Section, SectionId, SourceInfo,
};

use crate::IndexError;
use crate::addresses::StoredAddresses;
use crate::packing::{pack, unpack};
pub use found::StoredFound;

/// One section with what a result says of its document.
#[derive(Clone, Debug)]
pub struct SectionRecord {
    /// The document's id.
    pub document: DocumentId,
    /// The document's title.
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 種別
    pub kind: String,
    /// 発行日
    pub issued: Option<Date>,
    /// How many sections the document has.
    pub n_sections: usize,
    /// The section's place in its document, from 0.
    pub order: usize,
    /// The section.
    pub section: Section,
}

/// Borrows what is written; what is read owns its texts.
#[derive(Serialize, Deserialize)]
struct StoredRecord<'a> {
    document: Cow<'a, str>,
    title: Cow<'a, str>,
    issuer: Cow<'a, str>,
    kind: Cow<'a, str>,
    issued: Option<String>,
    n_sections: usize,
    order: usize,
    section: StoredSection<'a>,
}

#[derive(Serialize, Deserialize)]
struct StoredSection<'a> {
    id: Cow<'a, str>,
    heading: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Cow<'a, str>>,
    level: u8,
    path: Cow<'a, [String]>,
    blocks: Vec<StoredBlock<'a>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    figure_missing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    continues: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct StoredBlock<'a> {
    id: Cow<'a, str>,
    kind: Cow<'a, str>,
    text: Cow<'a, str>,
    depth: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<StoredPage<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    page_turns: Vec<(usize, StoredPage<'a>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lines: Option<(u32, u32)>,
}

#[derive(Serialize, Deserialize)]
struct StoredPage<'a>(Option<Cow<'a, str>>, Option<u32>);

#[derive(Serialize, Deserialize)]
struct StoredDocument {
    id: String,
    metadata: StoredMetadata,
    source: StoredSource,
    repairs: Vec<StoredRepair>,
    #[serde(default, skip_serializing_if = "StoredAddresses::is_empty")]
    addresses: StoredAddresses,
}

#[derive(Serialize, Deserialize)]
struct StoredMetadata {
    title: String,
    issuer: String,
    division: Option<String>,
    issued: Option<String>,
    kind: String,
    language: String,
    source_url: Option<String>,
    source_file: String,
    sha256: String,
    licence_note: Option<String>,
    edition: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSource {
    format: String,
    encoding: String,
    n_bytes: u64,
    n_lines: u32,
    n_chars: u64,
    n_pages: Option<u32>,
    n_pages_without_text: u32,
    reader_version: u32,
    #[serde(default)]
    found: Vec<StoredFound>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pages_to_recognise: Vec<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recognised_pages: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct StoredRepair {
    rule: String,
    lines: (u32, u32),
    before: String,
    after: String,
}

/// A whole document, as it travels between processes.
#[derive(Serialize, Deserialize)]
struct StoredWhole<'a> {
    head: StoredDocument,
    sections: Vec<StoredSection<'a>>,
}

/// Why stored bytes cannot be understood.
pub(crate) type Reason = Box<dyn std::error::Error + Send + Sync>;

impl SectionRecord {
    /// Reads what [`crate::Generation`] stored.
    pub fn from_bytes(bytes: &[u8]) -> Result<SectionRecord, IndexError> {
        let read = || -> Result<SectionRecord, Reason> {
            let text = unpack(bytes).ok_or("the text is not packed as it should be")?;
            let stored: StoredRecord<'static> = serde_json::from_str(&text)?;
            Ok(SectionRecord {
                document: DocumentId::parse(&stored.document)?,
                title: stored.title.into_owned(),
                issuer: stored.issuer.into_owned(),
                kind: stored.kind.into_owned(),
                issued: date(stored.issued)?,
                n_sections: stored.n_sections,
                order: stored.order,
                section: stored.section.restore()?,
            })
        };
        read().map_err(|reason| damaged("a section", reason.as_ref()))
    }
}

/// A section of `document` as bytes, for [`SectionRecord::from_bytes`].
pub(crate) fn section_bytes(
    document: &Document,
    order: usize,
    section: &Section,
) -> Result<Vec<u8>, IndexError> {
    let metadata = &document.metadata;
    let stored = StoredRecord {
        document: document.id.as_str().into(),
        title: metadata.title.as_str().into(),
        issuer: metadata.issuer.as_str().into(),
        kind: metadata.kind.as_str().into(),
        issued: metadata.issued.map(|date| date.to_string()),
        n_sections: document.sections.len(),
        order,
        section: StoredSection::from(section),
    };
    Ok(pack(&serde_json::to_string(&stored).map_err(std::io::Error::other)?))
}

/// A whole document as JSON, for [`document_from_json`].
pub fn document_to_json(document: &Document) -> Result<Vec<u8>, IndexError> {
    let sections = document.sections.iter().map(StoredSection::from).collect();
    to_json(&StoredWhole { head: StoredDocument::from(document), sections })
}

/// Reads what [`document_to_json`] wrote. The bytes may come from anywhere.
pub fn document_from_json(bytes: &[u8]) -> Result<Document, IndexError> {
    let read = || -> Result<Document, Reason> {
        let StoredWhole::<'static> { head, sections } = serde_json::from_slice(bytes)?;
        let sections = sections.into_iter().map(StoredSection::restore);
        head.restore(sections.collect::<Result<_, _>>()?)
    };
    read().map_err(|reason| damaged("a document", reason.as_ref()))
}

/// A document without its sections, as bytes.
pub(crate) fn document_bytes(document: &Document) -> Result<Vec<u8>, IndexError> {
    to_json(&StoredDocument::from(document))
}

/// The document whose [`document_bytes`] and sections these are.
pub(crate) fn document_from_parts(
    bytes: &[u8],
    sections: Vec<Section>,
) -> Result<Document, IndexError> {
    let stored = serde_json::from_slice::<StoredDocument>(bytes).map_err(Reason::from);
    let restored = stored.and_then(|stored| stored.restore(sections));
    restored.map_err(|reason| damaged("a document", reason.as_ref()))
}

impl From<&Document> for StoredDocument {
    fn from(document: &Document) -> StoredDocument {
        let (metadata, source) = (&document.metadata, &document.source);
        StoredDocument {
            id: document.id.to_string(),
            metadata: StoredMetadata {
                title: metadata.title.clone(),
                issuer: metadata.issuer.clone(),
                division: metadata.division.clone(),
                issued: metadata.issued.map(|date| date.to_string()),
                kind: metadata.kind.clone(),
                language: metadata.language.clone(),
                source_url: metadata.source_url.clone(),
                source_file: metadata.source_file.clone(),
                sha256: metadata.sha256.clone(),
                licence_note: metadata.licence_note.clone(),
                edition: metadata.edition.clone(),
            },
            source: StoredSource {
                format: source.format.as_str().to_owned(),
                encoding: source.encoding.clone(),
                n_bytes: source.n_bytes,
                n_lines: source.n_lines,
                n_chars: source.n_chars,
                n_pages: source.n_pages,
                n_pages_without_text: source.n_pages_without_text,
                reader_version: source.reader_version,
                found: source.found.iter().map(StoredFound::from).collect(),
                pages_to_recognise: source.pages_to_recognise.clone(),
                recognised_pages: source.recognised_pages.clone(),
            },
            repairs: document.repairs.iter().map(StoredRepair::from).collect(),
            addresses: StoredAddresses::from(&document.addresses),
        }
    }
}

impl StoredDocument {
    fn restore(self, sections: Vec<Section>) -> Result<Document, Reason> {
        let (metadata, source) = (self.metadata, self.source);
        let found = source.found.into_iter().map(StoredFound::restore);
        Ok(Document {
            id: DocumentId::parse(&self.id)?,
            metadata: Metadata {
                title: metadata.title,
                issuer: metadata.issuer,
                division: metadata.division,
                issued: date(metadata.issued)?,
                kind: metadata.kind,
                language: metadata.language,
                source_url: metadata.source_url,
                source_file: metadata.source_file,
                sha256: metadata.sha256,
                licence_note: metadata.licence_note,
                edition: metadata.edition,
            },
            sections,
            repairs: self.repairs.into_iter().map(StoredRepair::restore).collect(),
            addresses: self.addresses.restore()?,
            source: SourceInfo {
                format: Format::parse(&source.format).ok_or("unknown format")?,
                encoding: source.encoding,
                n_bytes: source.n_bytes,
                n_lines: source.n_lines,
                n_chars: source.n_chars,
                n_pages: source.n_pages,
                n_pages_without_text: source.n_pages_without_text,
                reader_version: source.reader_version,
                found: found.collect::<Result<_, _>>()?,
                pages_to_recognise: source.pages_to_recognise,
                recognised_pages: source.recognised_pages,
            },
        })
    }
}

impl<'a> From<&'a Section> for StoredSection<'a> {
    fn from(section: &'a Section) -> StoredSection<'a> {
        StoredSection {
            id: section.id.as_str().into(),
            heading: section.heading.as_str().into(),
            number: section.number.as_deref().map(Cow::from),
            level: section.level,
            path: section.path.as_slice().into(),
            blocks: section.blocks.iter().map(StoredBlock::from).collect(),
            figure_missing: section.figure_missing,
            continues: section.continues.as_ref().map(|id| id.as_str().into()),
        }
    }
}

impl StoredSection<'_> {
    fn restore(self) -> Result<Section, Reason> {
        Ok(Section {
            id: SectionId::parse(&self.id)?,
            heading: self.heading.into_owned(),
            number: self.number.map(Cow::into_owned),
            level: self.level,
            path: self.path.into_owned(),
            blocks: self.blocks.into_iter().map(StoredBlock::restore).collect::<Result<_, _>>()?,
            figure_missing: self.figure_missing,
            continues: self.continues.map(|id| SectionId::parse(&id)).transpose()?,
        })
    }
}

impl<'a> From<&'a Page> for StoredPage<'a> {
    fn from(page: &'a Page) -> StoredPage<'a> {
        StoredPage(page.printed.as_deref().map(Cow::from), page.file)
    }
}

impl StoredPage<'_> {
    fn restore(self) -> Page {
        Page { printed: self.0.map(Cow::into_owned), file: self.1 }
    }
}

impl<'a> From<&'a Block> for StoredBlock<'a> {
    fn from(block: &'a Block) -> StoredBlock<'a> {
        let turns = block.page_turns.iter();
        StoredBlock {
            id: block.id.as_str().into(),
            kind: block.kind.as_str().into(),
            text: block.text.as_str().into(),
            depth: block.depth,
            page: block.page.as_ref().map(StoredPage::from),
            page_turns: turns.map(|turn| (turn.at_chars, StoredPage::from(&turn.page))).collect(),
            lines: block.lines.as_ref().map(|lines| (lines.start, lines.end)),
        }
    }
}

impl StoredBlock<'_> {
    fn restore(self) -> Result<Block, Reason> {
        Ok(Block {
            id: ParagraphId::parse(&self.id)?,
            kind: BlockKind::parse(&self.kind).ok_or("unknown kind of block")?,
            text: self.text.into_owned(),
            depth: self.depth,
            page: self.page.map(StoredPage::restore),
            page_turns: self
                .page_turns
                .into_iter()
                .map(|(at_chars, page)| PageTurn { at_chars, page: page.restore() })
                .collect(),
            lines: self.lines.map(|(start, end)| start..end),
        })
    }
}

impl From<&Repair> for StoredRepair {
    fn from(repair: &Repair) -> StoredRepair {
        let lines = &repair.place.lines;
        StoredRepair {
            rule: repair.rule.to_owned(),
            lines: (lines.start, lines.end),
            before: repair.before.clone(),
            after: repair.after.clone(),
        }
    }
}

impl StoredRepair {
    fn restore(self) -> Repair {
        let known = shirabe_document::Rule::named(&self.rule);
        Repair {
            rule: known.map_or("unknown", |rule| rule.name),
            place: Place { lines: self.lines.0..self.lines.1 },
            before: self.before,
            after: self.after,
        }
    }
}

pub(crate) fn date(text: Option<String>) -> Result<Option<Date>, Reason> {
    Ok(text.map(|text| text.parse()).transpose()?)
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<Vec<u8>, IndexError> {
    Ok(serde_json::to_vec(value).map_err(std::io::Error::other)?)
}

pub(crate) fn damaged(what: &str, reason: &dyn std::error::Error) -> IndexError {
    IndexError::Damaged { path: what.into(), reason: reason.to_string() }
}
