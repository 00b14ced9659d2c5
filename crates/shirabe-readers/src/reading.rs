//! What the reader of one format hands on: a [`Reading`].

use crate::draft::Draft;
use crate::properties::Properties;

/// What the reader of one format found in the bytes.
pub(crate) struct Reading {
    /// Every character that the source shows, in lines. Blocks and repairs name their places by these
    /// lines, and the balance of characters is drawn against it.
    pub(crate) text: String,
    /// The blocks in reading order.
    pub(crate) drafts: Vec<Draft>,
    /// The character encoding, or the container for formats that have none of their own.
    pub(crate) encoding: &'static str,
    /// What line ends inside a block mean.
    pub(crate) lines: LineEnds,
    /// Pages, where the source marks each.
    pub(crate) pages: Option<PageCounts>,
    /// What the file says of itself beside its text.
    pub(crate) properties: Properties,
}

/// What is known of the pages of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageCounts {
    pub(crate) n_pages: u32,
    /// How many of them have no text.
    pub(crate) n_empty: u32,
    /// Those with large pictures, counted from 1.
    pub(crate) with_pictures: Vec<u32>,
    /// Files attached to the source that are not read.
    pub(crate) n_attachments: u32,
    /// Those that take a recogniser to read, counted from 1.
    pub(crate) to_recognise: Vec<u32>,
    /// Those whose text comes from a recogniser, counted from 1.
    pub(crate) recognised: Vec<u32>,
}

impl PageCounts {
    pub(crate) fn new(n_pages: u32, n_empty: u32) -> PageCounts {
        PageCounts { n_pages, n_empty, ..PageCounts::default() }
    }
}

/// What the line ends inside the blocks of a [`Reading`] mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnds {
    /// Most are where the room ended: they are to be joined.
    Soft,
    /// The reader has joined what belongs together and told headings and tables apart.
    Settled,
}

impl Reading {
    /// What is left of a source that could not be read.
    pub(crate) fn empty() -> Reading {
        Reading {
            text: String::new(),
            drafts: Vec::new(),
            encoding: "",
            lines: LineEnds::Settled,
            pages: None,
            properties: Properties::default(),
        }
    }
}
