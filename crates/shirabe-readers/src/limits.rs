//! How much a reader takes on before it gives up: [`Limits`].
//!
//! A reader that meets a limit keeps what it has read where that makes sense (`partial`), or refuses
//! the file (`rejected`), with a message that names the limit and its value.

/// The limits of all readers. The defaults were measured on ordinary and on hostile files: none is met
/// by a document that somebody wrote, each ends a file that was made to do harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of a PDF, DOCX or PPTX.
    pub max_file_bytes: u64,
    /// Size of an HTML, Markdown or plain text file.
    pub max_text_bytes: u64,
    /// Pages of a PDF, slides of a PPTX; those after them are left out.
    pub max_pages: usize,
    /// Glyphs painted on one page.
    pub max_page_glyphs: usize,
    /// Glyphs painted in the whole document.
    pub max_glyphs: usize,
    /// Lines and edges drawn on one page, from which tables are found.
    pub max_page_rules: usize,
    /// Pixels of a page that is painted for a recogniser of characters; a larger page is painted coarser.
    pub max_picture_pixels: usize,
    /// Parts of an archive.
    pub max_zip_parts: usize,
    /// Size of one part after decompression.
    pub max_zip_part_bytes: u64,
    /// Size of all parts after decompression.
    pub max_zip_bytes: u64,
    /// How many times larger a part may become by decompression.
    pub max_zip_ratio: u64,
    /// Cells with text of a workbook; those after them are left out.
    pub max_cells: usize,
    /// Nodes of one XML part.
    pub max_xml_nodes: u32,
    /// How deep elements of one XML part may stand in each other.
    pub max_xml_depth: usize,
    /// How deep elements of HTML may stand in each other.
    pub max_html_depth: usize,
    /// Nodes of an HTML page.
    pub max_html_nodes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_file_bytes: 100 << 20,
            max_text_bytes: 20 << 20,
            max_pages: 2_000,
            max_page_glyphs: 200_000,
            max_glyphs: 3_000_000,
            max_page_rules: 20_000,
            max_picture_pixels: 20_000_000,
            max_zip_parts: 5_000,
            max_zip_part_bytes: 64 << 20,
            max_zip_bytes: 256 << 20,
            max_zip_ratio: 200,
            max_cells: 1_000_000,
            max_xml_nodes: 5_000_000,
            max_xml_depth: 256,
            max_html_depth: 512,
            max_html_nodes: 1_000_000,
        }
    }
}
