//! Office Open XML (ISO/IEC 29500) and its like: [`docx`] for Word, [`pptx`] for PowerPoint, [`workbook`] for
//! spreadsheets, those of OpenDocument and of the older Excel too.
//!
//! 1. [`archive`] opens the package within the limits,
//! 2. [`docx`], [`pptx`] or [`workbook`] walks its parts and notes blocks down in reading order,
//! 3. [`properties`] reads what the document says of itself.
//!
//! Invariants: nothing outside the package is ever looked at; a part that is damaged costs that part
//! and is reported as `partial`; only the main part is needed.

use archive::{Archive, Fault};

use crate::draft::Ledger;
use crate::limits::Limits;
use crate::reading::Reading;

mod archive;
mod chart;
mod diagram;
mod docx;
mod embedded;
mod pptx;
mod properties;
mod workbook;
mod xml;

/// Reads a Word document. Its pages are where the layout of the moment puts them, so no block has one.
pub(crate) fn docx(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, docx::read)
}

/// Reads a presentation: a slide is a page and a section.
pub(crate) fn pptx(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, pptx::read)
}

/// Reads a workbook (.xlsx, .xlsm): a sheet is a section.
pub(crate) fn xlsx(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, |archive, ledger| workbook::xlsx(bytes, archive, ledger))
}

/// Reads a workbook of OpenDocument (.ods).
pub(crate) fn ods(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    reading(bytes, limits, ledger, workbook::ods)
}

/// Reads a workbook of the older Excel (.xls), which is no package.
pub(crate) fn xls(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    let read = workbook::xls(bytes, limits, ledger);
    or_nothing(read, ledger)
}

fn reading(
    bytes: &[u8],
    limits: &Limits,
    ledger: &mut Ledger,
    read: impl Fn(&mut Archive<'_>, &mut Ledger) -> Result<Reading, Fault>,
) -> Reading {
    let read = Archive::open(bytes, limits).and_then(|mut archive| read(&mut archive, ledger));
    or_nothing(read, ledger)
}

fn or_nothing(read: Result<Reading, Fault>, ledger: &mut Ledger) -> Reading {
    match read {
        Ok(reading) => reading,
        Err(fault) => {
            // What was noted down before the fault is not part of any document.
            ledger.repairs.clear();
            fault.report(ledger);
            Reading::empty()
        }
    }
}
