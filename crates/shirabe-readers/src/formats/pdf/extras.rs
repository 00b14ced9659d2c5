//! What a PDF holds beside its pages: attached files and XFA forms (ISO 32000-2, 7.11.4, 12.3.5, 12.7.8).
//!
//! Nobody sees it on a page, so it is not read; but that it is there is said.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, String as PdfString};

use super::actual_text::decode;

/// More attachments are counted no further.
/// A guard; where it lies was not measured.
const MOST: usize = 1_000;
/// Deeper trees of names are not followed.
/// A guard; where it lies was not measured.
const DEEPEST: usize = 8;

/// What stands beside the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extras {
    /// The names of the attached files, each once.
    pub(super) attachments: BTreeSet<String>,
    /// Whether the file is a folder of other files, and its page only their cover.
    pub(super) is_portfolio: bool,
    /// Whether the form is made by a program when it is opened, so that its pages only ask to wait.
    pub(super) is_made_when_opened: bool,
}

/// Looks for what stands beside the pages.
pub(super) fn extras(pdf: &Pdf) -> Extras {
    let mut extras = Extras::default();
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return extras };
    let dict = |parent: &Dict<'_>, key: &'static [u8]| parent.contains_key(key);
    extras.is_portfolio = dict(&root, b"Collection");
    let form = root.get::<Dict<'_>>(b"AcroForm".as_slice());
    let needs_rendering = root.get::<bool>(b"NeedsRendering".as_slice()).unwrap_or(false);
    extras.is_made_when_opened = needs_rendering && form.is_some_and(|form| dict(&form, b"XFA"));
    let names = root.get::<Dict<'_>>(b"Names".as_slice());
    if let Some(tree) = names.and_then(|names| names.get::<Dict<'_>>(b"EmbeddedFiles".as_slice())) {
        collect(&tree, 0, &mut extras.attachments);
    }
    extras
}

/// The names in a tree of names (ISO 32000-2, 7.9.6).
fn collect(node: &Dict<'_>, depth: usize, found: &mut BTreeSet<String>) {
    if let Some(pairs) = node.get::<Array<'_>>(b"Names".as_slice()) {
        for file in pairs.iter::<Object<'_>>() {
            let Object::Dict(file) = file else { continue };
            let name = [b"UF".as_slice(), b"F"]
                .into_iter()
                .find_map(|key| file.get::<PdfString<'_>>(key))
                .map(|name| decode(name.as_bytes()));
            if found.len() < MOST {
                found.insert(name.unwrap_or_else(|| format!("添付ファイル{}", found.len() + 1)));
            }
        }
    }
    if let Some(kids) = node.get::<Array<'_>>(b"Kids".as_slice())
        && depth < DEEPEST
    {
        for kid in kids.iter::<Dict<'_>>().take(MOST) {
            collect(&kid, depth + 1, found);
        }
    }
}
