//! Citations: the panel of a page ([`CitePanelView`]), the files behind it ([`CitationFile`]) and the
//! context objects on the results page ([`context_object`]).
//!
//! What a citation says is written by `shirabe_document::citation`; here it only gets an address, a
//! media type and a place on the page.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shirabe_document::citation::{Citation, Selection, Style};
use shirabe_document::{Date, Document, ParagraphId, Section, TextFragment};
use shirabe_search::SectionHit;
use shirabe_verify::Passage;

use crate::error::WebError;
use crate::origin::Origin;
use crate::url;
use shirabe_http::accept::preferred;

/// The citation panel.
pub struct CitePanelView {
    /// この節, この段落 or この文書
    pub what: &'static str,
    /// The style that is printed with the page.
    pub printed: String,
    /// Name and text of each style.
    pub styles: Vec<(&'static str, String)>,
    /// Name and address of each file.
    pub files: Vec<(&'static str, String)>,
    /// Where a reader asks for the citation of one paragraph; a document as a whole has none.
    pub paragraph_form: Option<String>,
    /// What was typed into that form and is no paragraph of the section, and what is said of it.
    pub mistake: Option<(String, String)>,
    /// A link to the very words that are cited, if some are.
    pub words_url: Option<String>,
    /// For unAPI.
    pub id: String,
}

/// Styles that people paste into a text; those for programs come as files.
pub const PASTED: [Style; 6] = [
    Style::Sist02,
    Style::OfficialFootnote,
    Style::Apa,
    Style::BibTex,
    Style::Markdown,
    Style::Plain,
];

impl CitePanelView {
    /// The panel for a citation of what was picked; its files stand at `address` plus a suffix.
    pub fn of(citation: &Citation, address: &str, selection: &Selection) -> CitePanelView {
        let query = query(selection);
        let named = [CitationFile::Ris, CitationFile::BibTex, CitationFile::CslJson];
        CitePanelView {
            what: match (selection, &citation.section) {
                (_, None) => "この文書",
                (Selection::Section, _) => "この節",
                (Selection::Paragraph(_), _) => "この段落",
                (Selection::Chars(_), _) => "この箇所",
            },
            printed: Style::Sist02.write(citation),
            styles: PASTED.map(|style| (style.label_ja(), style.write(citation))).into(),
            files: named
                .map(|file| {
                    (file.style().label_ja(), format!("{address}.{}{query}", file.suffix()))
                })
                .into(),
            paragraph_form: citation.section.is_some().then(|| address.to_owned()),
            mistake: None,
            words_url: None,
            id: unapi_id(citation),
        }
    }
}

/// Cites what a reader picked out of a section; what it has not, as the section.
pub fn section_citation(
    document: &Document,
    section: &Section,
    selection: &Selection,
    origin: &Origin,
    today: Date,
) -> Citation {
    let site = origin.join("");
    let citation = selection.cite(document, section, &site, today);
    citation.unwrap_or_else(|| {
        let address = url::section(document.id.as_str(), section.id.as_str());
        Citation::of_section(document, section, origin.join(&address), today)
    })
}

/// Cites a passage that a quotation was compared with, in the words of the document.
pub fn passage_citation(passage: &Passage, origin: &Origin, today: Date) -> Citation {
    let url = passage.places.first().map(|place| place.url.as_str()).unwrap_or_default();
    let citation =
        Citation::of_section(&passage.document, &passage.section, origin.join(url), today);
    let place = passage.places.first();
    let paragraph = place.and_then(|place| ParagraphId::parse(&place.paragraph).ok());
    let citation = match paragraph {
        Some(id) => citation.at_paragraph(id, place.and_then(|place| place.page.clone())),
        None => citation,
    };
    citation.quoting(quoted_words(passage))
}

/// The link to the first words of a passage.
pub fn passage_words_url(passage: &Passage) -> String {
    let place = passage.places.first().filter(|place| place.section == passage.section.id.as_str());
    let document = passage.document.id.as_str();
    let words = place.map(|place| words_url(document, &passage.section, place.chars.clone()));
    words.unwrap_or_else(|| url::section(document, passage.section.id.as_str()))
}

/// The words of a passage, with （中略） between its places.
pub fn quoted_words(passage: &Passage) -> String {
    let words: Vec<&str> = passage.places.iter().map(|place| place.text.as_str()).collect();
    words.join("（中略）")
}

/// The page with the address that is to be cited, which is that without the query (RFC 8574).
pub fn cite_as(mut response: Response, permalink: &str) -> Response {
    if let Ok(link) = HeaderValue::from_str(&format!("<{permalink}>; rel=\"cite-as\"")) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// Cites a document as a whole.
pub fn document_citation(document: &Document, origin: &Origin, today: Date) -> Citation {
    let permalink = origin.join(&url::document(document.id.as_str()));
    Citation::of_document(document, permalink, today)
}

/// The link to the words of a section at `chars`: with a text fragment where one finds them, and with
/// the paragraph in any case.
pub fn words_url(document: &str, section: &Section, chars: Range<usize>) -> String {
    let address = url::section(document, section.id.as_str());
    let paragraph = section.block_at(chars.start).map(|block| block.id.to_string());
    let fragment = TextFragment::of(section, chars).map(|fragment| format!(":~:{fragment}"));
    format!("{address}#{}{}", paragraph.unwrap_or_default(), fragment.unwrap_or_default())
}

/// The fields of a citation that are guesses of the program, by their names in the API.
pub fn guessed_fields(citation: &Citation) -> Vec<&'static str> {
    citation.guessed.iter().map(|field| field.as_str()).collect()
}

/// The parameter that names what was picked.
fn query(selection: &Selection) -> String {
    match selection {
        Selection::Section => String::new(),
        Selection::Paragraph(id) => format!("?p={}", id.as_str().trim_start_matches('p')),
        Selection::Chars(chars) => format!("?chars={}-{}", chars.start, chars.end),
    }
}

/// `document/section`, as it stands in an address.
fn unapi_id(citation: &Citation) -> String {
    let section = citation.section.as_ref().map(|section| format!("/{}", section.id));
    format!("{}{}", citation.document, section.unwrap_or_default())
}

/// A form in which a citation can be taken away, by suffix or by media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationFile {
    /// `.ris`
    Ris,
    /// `.bib`
    BibTex,
    /// `.csl.json`
    CslJson,
    /// `.md`
    Markdown,
    /// `.txt`
    Text,
}

impl CitationFile {
    /// Every form, in the order of offers.
    pub const ALL: [CitationFile; 5] = [
        CitationFile::Ris,
        CitationFile::BibTex,
        CitationFile::CslJson,
        CitationFile::Markdown,
        CitationFile::Text,
    ];

    /// The ending of the address.
    pub fn suffix(self) -> &'static str {
        match self {
            CitationFile::Ris => "ris",
            CitationFile::BibTex => "bib",
            CitationFile::CslJson => "csl.json",
            CitationFile::Markdown => "md",
            CitationFile::Text => "txt",
        }
    }

    fn style(self) -> Style {
        match self {
            CitationFile::Ris => Style::Ris,
            CitationFile::BibTex => Style::BibTex,
            CitationFile::CslJson => Style::CslJson,
            CitationFile::Markdown => Style::Markdown,
            CitationFile::Text => Style::Plain,
        }
    }

    /// The media type without its charset.
    pub const fn media_type(self) -> &'static str {
        match self {
            CitationFile::Ris => "application/x-research-info-systems",
            CitationFile::BibTex => "application/x-bibtex",
            CitationFile::CslJson => "application/vnd.citationstyles.csl+json",
            CitationFile::Markdown => "text/markdown",
            CitationFile::Text => "text/plain",
        }
    }

    const fn offered(self) -> (&'static str, Wanted) {
        (self.media_type(), Wanted::Citation(self))
    }

    fn of_suffix(suffix: &str) -> Option<CitationFile> {
        CitationFile::ALL.into_iter().find(|file| file.suffix() == suffix)
    }

    /// The citation in this form.
    pub fn response(self, citation: &Citation) -> Response {
        let content_type = format!("{}; charset=utf-8", self.media_type());
        ([(header::CONTENT_TYPE, content_type)], self.style().write(citation)).into_response()
    }
}

/// What an address asks for: the page, or a file named by the suffix of the last segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The page itself.
    Page,
    /// `.json`: the text as data.
    Data,
    /// A citation.
    Citation(CitationFile),
}

impl Wanted {
    const OFFERS: [(&str, Wanted); 7] = [
        ("text/html", Wanted::Page),
        ("application/json", Wanted::Data),
        CitationFile::Ris.offered(),
        CitationFile::BibTex.offered(),
        CitationFile::CslJson.offered(),
        CitationFile::Markdown.offered(),
        CitationFile::Text.offered(),
    ];

    /// What a client likes best by its `Accept`; the page if it accepts nothing that there is.
    pub fn accepted(headers: &HeaderMap) -> Wanted {
        preferred(headers, &Wanted::OFFERS).unwrap_or(Wanted::Page)
    }

    /// Splits `s12.csl.json` into `s12` and what is wanted; ids have no dots.
    pub fn split<'a>(segment: &'a str, headers: &HeaderMap) -> Result<(&'a str, Wanted), WebError> {
        match segment.split_once('.') {
            None => Ok((segment, Wanted::accepted(headers))),
            Some((id, "json")) => Ok((id, Wanted::Data)),
            Some((id, suffix)) => {
                let file = CitationFile::of_suffix(suffix).ok_or(WebError::NotFound)?;
                Ok((id, Wanted::Citation(file)))
            }
        }
    }
}

/// 節題（文書名）, or the document's title alone where the section has it for its heading.
pub fn full_title(heading: &str, title: &str) -> String {
    if heading == title { title.to_owned() } else { format!("{heading}（{title}）") }
}

/// A result as a COinS context object (OpenURL 1.0), which reference managers collect from the page.
/// The organisation is named by `rft.aucorp` alone: with `rft.au` Zotero lists it twice.
pub fn context_object(hit: &SectionHit, origin: &Origin) -> String {
    let title = full_title(&hit.heading, &hit.document.title);
    // The page of the first hit, where it is known; that of the section leads a reader astray.
    let of_hit = hit.hits.first().and_then(|first| first.page.as_ref()).map(|page| (page, page));
    let of_section = hit.pages.as_ref().map(|(first, last)| (first, last));
    let pages =
        of_hit.or(of_section).map(|(first, last)| match (first.to_string(), last.to_string()) {
            (first, last) if first == last => first,
            (first, last) => format!("{first}-{last}"),
        });
    let fields = [
        ("ctx_ver", "Z39.88-2004".to_owned()),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book".to_owned()),
        ("rft.genre", "report".to_owned()),
        ("rft.btitle", title),
        ("rft.aucorp", hit.document.issuer.clone()),
        ("rft.date", hit.document.issued.clone()),
        ("rft.pages", pages.unwrap_or_default()),
        ("rft_id", origin.join(&hit.url)),
    ];
    let known = fields.iter().filter(|(_, value)| !value.is_empty());
    let pairs = known.map(|(name, value)| format!("{name}={}", url::encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(segment: &str, accept: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        match Wanted::split(segment, &headers) {
            Ok((id, wanted)) => format!("{id} {wanted:?}"),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn a_suffix_comes_before_the_accepted_type() {
        assert_eq!(wanted("s12.csl.json", "text/html"), "s12 Citation(CslJson)");
        assert_eq!(wanted("s12.json", "*/*"), "s12 Data");
        assert_eq!(wanted("s12", "application/x-bibtex"), "s12 Citation(BibTex)");
        assert_eq!(
            wanted("s12", "application/vnd.citationstyles.csl+json"),
            "s12 Citation(CslJson)"
        );
        assert_eq!(wanted("s12", "application/json"), "s12 Data");
        assert_eq!(wanted("s12", "text/html,text/plain;q=0.5"), "s12 Page");
        assert_eq!(wanted("s12", "application/x-bibtex;q=0.9, text/html"), "s12 Page");
        assert_eq!(wanted("s12", "application/x-bibtex, text/html;q=0.9"), "s12 Citation(BibTex)");
        assert_eq!(wanted("s12", "image/png"), "s12 Page");
        assert_eq!(wanted("s12.exe", "*/*"), "NotFound");
    }
}
