//! The schema: one document of the search library is one section.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

/// The fields of the sections.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Pairs of characters of the match form, with positions: exact and variant matching.
    pub exact: Field,
    /// Pairs of characters with a border between them, with positions: the end of a block or cell and
    /// the beginning of the next. Together with [`Fields::exact`] they find what stands across borders.
    pub across: Field,
    /// Normalised words; a position is the character offset of the word in the match form.
    pub words: Field,
    /// Notations of values that stand in the section: [`crate::Notations`].
    pub notations: Field,
    /// Words of the heading and of the headings above it, for ranking.
    pub heading_words: Field,
    /// Words of the document's title, for ranking.
    pub title_words: Field,
    /// Pairs of characters of the heading path, for `節:`.
    pub heading_exact: Field,
    /// 発行機関
    pub issuer: Field,
    /// 種別
    pub kind: Field,
    /// 発行日 as `yyyymmdd`; no value where unknown.
    pub issued: Field,
    /// 年度 of the 発行日; no value where unknown.
    pub fiscal_year: Field,
    /// The document's number in this generation.
    pub document: Field,
    /// The document's id.
    pub document_id: Field,
    /// The section's place in its document.
    pub section_order: Field,
    /// 1 where text of the section comes from a recogniser of characters, else 0.
    pub recognised: Field,
    /// Characters of the section's match form: what a rate per character is reckoned by.
    pub n_form_chars: Field,
    /// Words of the section's text, function words among them.
    pub n_words: Field,
    /// When the section first came into the corpus, see [`crate::moment_of_number`]; it keeps that when
    /// its document is read again.
    pub first_seen: Field,
    /// Match-form offsets inside the form of one character such as ㈱, where no match begins or ends.
    pub inner_offsets: Field,
    /// Words of Latin letters and numbers in digits; see [`crate::Pieces`].
    pub latin_words: Field,
    /// Numbers with kanji; see [`crate::Pieces`].
    pub kanji_numbers: Field,
    /// Match-form offsets at which sentences start.
    pub sentence_starts: Field,
    /// Match-form offsets at which paragraphs start.
    pub paragraph_starts: Field,
    /// Match-form offsets at which pages start.
    pub page_starts: Field,
    /// Page numbers that the section touches: printed where numeric, else of the file.
    pub page_numbers: Field,
    /// The section as JSON.
    pub record: Field,
}

/// The library wants a tokenizer named. It never runs one: [`crate::writer`] makes the terms, of fields
/// with this name pairs of characters.
pub(crate) const BIGRAMS: &str = "shirabe_bigrams";
const WORDS: &str = "shirabe_words";
const NONE: &str = "raw";

fn text(tokenizer: &str, record: IndexRecordOption, norms: Norms) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(record)
        .set_fieldnorms(matches!(norms, Norms::Kept));
    TextOptions::default().set_indexing_options(indexing)
}

#[derive(Clone, Copy)]
enum Norms {
    Kept,
    Dropped,
}

impl Fields {
    /// The schema of the sections and its fields.
    pub fn schema() -> (Schema, Fields) {
        use IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
        let mut schema = SchemaBuilder::new();
        let label = STRING.set_fast(NONE);
        let number = NumericOptions::default().set_fast();
        let fields = Fields {
            exact: schema
                .add_text_field("exact", text(BIGRAMS, WithFreqsAndPositions, Norms::Kept)),
            across: schema
                .add_text_field("across", text(BIGRAMS, WithFreqsAndPositions, Norms::Dropped)),
            words: schema.add_text_field("words", text(WORDS, WithFreqsAndPositions, Norms::Kept)),
            notations: schema.add_text_field("notations", STRING),
            heading_words: schema
                .add_text_field("heading_words", text(WORDS, WithFreqs, Norms::Kept)),
            title_words: schema.add_text_field("title_words", text(WORDS, WithFreqs, Norms::Kept)),
            heading_exact: schema.add_text_field(
                "heading_exact",
                text(BIGRAMS, WithFreqsAndPositions, Norms::Dropped),
            ),
            issuer: schema.add_text_field("issuer", label.clone()),
            kind: schema.add_text_field("kind", label),
            issued: schema.add_u64_field("issued", number.clone() | INDEXED),
            fiscal_year: schema.add_i64_field("fiscal_year", number.clone() | INDEXED),
            document: schema.add_u64_field("document", number.clone() | INDEXED),
            document_id: schema.add_text_field("document_id", STRING),
            section_order: schema.add_u64_field("section_order", number.clone() | INDEXED),
            recognised: schema.add_u64_field("recognised", number.clone()),
            n_form_chars: schema.add_u64_field("n_form_chars", number.clone()),
            n_words: schema.add_u64_field("n_words", number.clone()),
            first_seen: schema.add_u64_field("first_seen", number.clone()),
            inner_offsets: schema.add_u64_field("inner_offsets", number.clone()),
            latin_words: schema.add_u64_field("latin_words", number.clone()),
            kanji_numbers: schema.add_u64_field("kanji_numbers", number.clone()),
            sentence_starts: schema.add_u64_field("sentence_starts", number.clone()),
            paragraph_starts: schema.add_u64_field("paragraph_starts", number.clone()),
            page_starts: schema.add_u64_field("page_starts", number.clone()),
            page_numbers: schema.add_u64_field("page_numbers", number),
            record: schema.add_bytes_field("record", STORED),
        };
        (schema.build(), fields)
    }
}

/// The fields of the documents, kept apart from the sections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocumentFields {
    pub(crate) id: Field,
    pub(crate) number: Field,
    /// The file that it came from.
    pub(crate) source: Field,
    pub(crate) digest: Field,
    /// Pairs of characters of the title, for `題名:`.
    pub(crate) title_exact: Field,
    pub(crate) n_pages: Field,
    pub(crate) n_pages_without_text: Field,
    pub(crate) n_pages_with_pictures: Field,
    pub(crate) n_attachments: Field,
    /// What a list of documents says of it, as JSON.
    pub(crate) summary: Field,
    pub(crate) record: Field,
}

impl DocumentFields {
    pub(crate) fn schema() -> (Schema, DocumentFields) {
        let mut schema = SchemaBuilder::new();
        let fields = DocumentFields {
            id: schema.add_text_field("id", STRING.set_fast(NONE) | STORED),
            number: schema.add_u64_field("number", INDEXED | FAST),
            source: schema.add_text_field("source", STRING),
            digest: schema.add_u64_field("digest", FAST),
            title_exact: schema.add_text_field(
                "title_exact",
                text(BIGRAMS, IndexRecordOption::WithFreqsAndPositions, Norms::Dropped),
            ),
            n_pages: schema.add_u64_field("n_pages", FAST),
            n_pages_without_text: schema.add_u64_field("n_pages_without_text", FAST),
            n_pages_with_pictures: schema.add_u64_field("n_pages_with_pictures", FAST),
            n_attachments: schema.add_u64_field("n_attachments", FAST),
            summary: schema.add_bytes_field("summary", STORED),
            record: schema.add_bytes_field("record", STORED),
        };
        (schema.build(), fields)
    }
}
