//! The document's outline, the bookmarks beside the page (ISO 32000-2, 12.3.3).

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, String as PdfString};

use super::actual_text::decode;
use crate::layout::document::Bookmark;

/// More entries are not read.
const MOST: usize = 5_000;
/// Deeper levels are not read.
const DEEPEST: u8 = 8;

/// The entries of the outline, in their order.
pub(super) fn bookmarks(pdf: &Pdf) -> Vec<Bookmark> {
    let mut found = Vec::new();
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let outlines = root.and_then(|root| root.get::<Dict<'_>>(b"Outlines".as_slice()));
    if let Some(outlines) = outlines {
        collect(&outlines, 1, &mut BTreeSet::new(), &mut found);
    }
    found
}

fn collect(
    parent: &Dict<'_>,
    level: u8,
    seen: &mut BTreeSet<(u32, i32)>,
    found: &mut Vec<Bookmark>,
) {
    let mut parent_or_before = parent.clone();
    let mut key = b"First".as_slice();
    while found.len() < MOST && level <= DEEPEST {
        // An entry that was met before closes a ring.
        let at = parent_or_before.get_ref(key);
        if at.is_some_and(|at| !seen.insert((at.obj_number, at.gen_number))) {
            return;
        }
        let Some(entry) = parent_or_before.get::<Dict<'_>>(key) else { return };
        if let Some(title) = entry.get::<PdfString<'_>>(b"Title".as_slice()) {
            found.push(Bookmark { title: decode(title.as_bytes()), level });
        }
        collect(&entry, level + 1, seen, found);
        if at.is_none() {
            return;
        }
        parent_or_before = entry;
        key = b"Next".as_slice();
    }
}
