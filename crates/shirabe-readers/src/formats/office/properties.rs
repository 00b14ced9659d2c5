//! What an Office document says of itself: `docProps/core.xml` and `docProps/app.xml`.

use super::archive::Archive;
use super::xml;
use crate::draft::Ledger;
use crate::properties::Properties;

/// The properties of the package; those that are absent or damaged say nothing.
pub(super) fn read(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Properties {
    let parts: Vec<String> = archive
        .relationships("", ledger)
        .into_values()
        .filter(|r| matches!(r.kind.as_str(), "core-properties" | "extended-properties"))
        .map(|r| r.part)
        .collect();
    let mut properties = Properties::default();
    for part in parts {
        let Some(text) = archive.optional(&part, ledger) else { continue };
        let Ok(document) = xml::parse(&text, &part, archive.limits()) else { continue };
        for node in document.root_element().children() {
            let text: String = xml::all_text(node);
            let value = Some(text.trim().to_owned()).filter(|value| !value.is_empty());
            match xml::name(node) {
                "title" => properties.title = value,
                "creator" => properties.author = value,
                "Company" => properties.organisation = value,
                "created" => properties.created = value,
                "modified" => properties.modified = value,
                "language" => properties.language = value,
                _ => {}
            }
        }
    }
    properties
}
