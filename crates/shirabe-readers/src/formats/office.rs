//! Office Open XML (ISO/IEC 29500): [`docx`] for Word, [`pptx`] for PowerPoint.
//!
//! 1. [`archive`] opens the package within the limits,
//! 2. [`docx`] or [`pptx`] walks its parts and notes blocks down in reading order,
//! 3. [`properties`] reads what the document says of itself.
//!
//! Invariants: nothing outside the package is ever looked at; a part that is damaged costs that part
//! and is reported as `partial`; only the main part is needed.

use archive::{Archive, Fault};

use crate::draft::Ledger;
use crate::limits::Limits;
use crate::reading::Reading;

mod archive;
mod diagram;
mod docx;
mod pptx;
mod properties;
mod xml;

/// Reads a Word document. Its pages are where the layout of the moment puts them, so no block has one.
pub(crate) fn docx(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, docx::read)
}

/// Reads a presentation: a slide is a page and a section.
pub(crate) fn pptx(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, pptx::read)
}

fn reading(
    bytes: &[u8],
    limits: &Limits,
    ledger: &mut Ledger,
    read: fn(&mut Archive<'_>, &mut Ledger) -> Result<Reading, Fault>,
) -> Reading {
    match Archive::open(bytes, limits).and_then(|mut archive| read(&mut archive, ledger)) {
        Ok(reading) => reading,
        Err(fault) => {
            // What was noted down before the fault is not part of any document.
            ledger.repairs.clear();
            fault.report(ledger);
            Reading::empty()
        }
    }
}
