//! Bodies that several answers share.

use std::ops::Range;

use serde::Serialize;
use shirabe_document::Page;
use shirabe_search::{DocumentSummary, IndexInfo, Step};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(super) struct DocumentBody {
    /// ID
    id: String,
    /// 題
    title: String,
    /// 発行機関
    issuer: String,
    /// 発行日（2025-02-21の形。分からないときはnull）
    issued: Option<String>,
    /// 種別
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PageBody {
    /// 印字されたページ番号
    printed: Option<String>,
    /// PDFの何ページ目か
    file: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct IndexBody {
    /// 索引の世代
    generation: u64,
    /// 索引の指紋（辞書、解析及び形式の識別子）
    fingerprint: String,
    /// 索引の作成日時
    built: String,
}

impl From<DocumentSummary> for DocumentBody {
    fn from(document: DocumentSummary) -> DocumentBody {
        DocumentBody {
            id: document.id,
            title: document.title,
            issuer: document.issuer,
            issued: known(document.issued),
            kind: document.kind,
        }
    }
}

impl From<Page> for PageBody {
    fn from(page: Page) -> PageBody {
        PageBody { printed: page.printed, file: page.file }
    }
}

impl From<IndexInfo> for IndexBody {
    fn from(index: IndexInfo) -> IndexBody {
        IndexBody {
            generation: index.generation,
            fingerprint: index.fingerprint,
            built: index.built,
        }
    }
}

/// The first and last page of a section.
pub(super) fn pages(pages: Option<(Page, Page)>) -> Option<[PageBody; 2]> {
    pages.map(|(first, last)| [PageBody::from(first), PageBody::from(last)])
}

/// A text, unless it is empty.
pub(super) fn known(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Start and end.
pub(super) fn pair(range: Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}

/// The name of a step.
pub(crate) fn step_name(step: Step) -> &'static str {
    match step {
        Step::Exact => "exact",
        Step::Variant => "variant",
        Step::Word => "word",
    }
}
