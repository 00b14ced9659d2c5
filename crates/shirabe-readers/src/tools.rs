//! What a reader may use beside the bytes: [`Tools`].

use crate::formats::pdf::pdfium::PdfLibrary;
use crate::recognition::Recognition;

/// What a reader may have at hand beside the bytes.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// What a recogniser of characters found on the pages that take one to read
    /// ([`shirabe_document::SourceInfo::pages_to_recognise`]).
    pub recognition: &'a Recognition,
    /// What a PDF is to be read with in place of the usual engine.
    pub library: Option<&'a PdfLibrary>,
}

impl Default for Tools<'_> {
    fn default() -> Self {
        static NOTHING: Recognition = Recognition { pages: std::collections::BTreeMap::new() };
        Tools { recognition: &NOTHING, library: None }
    }
}
