//! Web pages: [`read`].
//!
//! 1. [`nesting`] refuses what would take the parser hours,
//! 2. html5ever makes a tree of the source, whatever its faults; scripts are not run and nothing that a
//!    page refers to is fetched,
//! 3. [`content`] finds the part with the document, [`head`] what the page says of itself,
//! 4. [`walk`] notes the blocks down. Menus, headers, footers and forms are shown but are no part of the
//!    document: each is recorded as taken out of the flow.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::RcDom;
use shirabe_document::ProblemCode;

use crate::decode::decode_html;
use crate::draft::Ledger;
use crate::formats::block_builder::BlockBuilder;
use crate::limits::Limits;
use crate::reading::Reading;

mod content;
mod head;
mod nesting;
mod node;
mod table;
mod walk;

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    let source = decode_html(bytes, ledger);
    if let Err(message) = nesting::check(&source.text, limits) {
        ledger.problem(ProblemCode::Rejected, message, None);
        return Reading { encoding: source.encoding, ..Reading::empty() };
    }
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(source.text.as_str());
    let mut properties = head::read(&dom.document);
    let mut walk = walk::Walk::new(content::root(&dom.document), BlockBuilder::new(ledger));
    walk.page(&dom.document);
    let (reading, first_heading) = walk.finish();
    properties.styled_title = first_heading;
    Reading { encoding: source.encoding, properties, ..reading }
}
