//! Characters of embedded CID fonts that do not say them.
//!
//! A composite font without ToUnicode still names its character collection: code → CID by its encoding,
//! CID → Unicode by the collection's UCS2 CMap (Adobe Technical Note 5411). The interpreter does so for
//! fonts that are not embedded; [`Fonts`] does it for those that are.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Resources;

/// Forms within forms are followed this deep.
/// A guard; where it lies was not measured.
const DEEPEST: usize = 3;

/// The fonts of a document that need help, by PostScript name.
#[derive(Default)]
pub(super) struct Fonts {
    known: BTreeMap<String, Option<Rc<CidMap>>>,
    seen: BTreeSet<(u32, i32)>,
    cmaps: BTreeMap<Vec<u8>, Option<Rc<CMap>>>,
}

/// Code → CID → Unicode.
struct CidMap {
    encoding: Rc<CMap>,
    unicode: Rc<CMap>,
}

impl Fonts {
    /// Notes the fonts of a page and of the forms on it.
    pub(super) fn look_at(&mut self, resources: &Resources<'_>) {
        self.look_deeper(resources, 0);
    }

    fn look_deeper(&mut self, resources: &Resources<'_>, depth: usize) {
        for (name, entry) in resources.fonts.entries() {
            if self.is_new(&entry)
                && let Some(font) = resources.get_font(&name)
            {
                self.note(&font);
            }
        }
        if depth == DEEPEST {
            return;
        }
        for (name, entry) in resources.x_objects.entries() {
            if !self.is_new(&entry) {
                continue;
            }
            let form = resources.get_x_object(&name);
            let inner = form.and_then(|form| form.dict().get::<Dict<'_>>(b"Resources".as_slice()));
            if let Some(inner) = inner {
                self.look_deeper(&Resources::new(inner), depth + 1);
            }
        }
    }

    fn is_new(&mut self, entry: &MaybeRef<Object<'_>>) -> bool {
        match entry.as_obj_ref() {
            Some(at) => self.seen.insert((at.obj_number, at.gen_number)),
            None => true,
        }
    }

    fn note(&mut self, font: &Dict<'_>) {
        if font.get::<Stream<'_>>(b"ToUnicode".as_slice()).is_some() {
            return;
        }
        let Some(base) = font.get::<Name<'_>>(b"BaseFont".as_slice()) else { return };
        let name = without_subset(base.as_str()).to_owned();
        if !self.known.contains_key(&name) {
            let map = self.map_of(font).map(Rc::new);
            self.known.insert(name, map);
        }
    }

    fn map_of(&mut self, font: &Dict<'_>) -> Option<CidMap> {
        let descendants = font.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
        let descendant = descendants.iter::<Dict<'_>>().next()?;
        let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
        let registry = system.get::<PdfString<'_>>(b"Registry".as_slice())?;
        let ordering = system.get::<PdfString<'_>>(b"Ordering".as_slice())?;
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        let unicode = self.cmap(family.ucs2_cmap()?.to_bytes())?;
        let encoding = font.get::<Name<'_>>(b"Encoding".as_slice())?;
        let encoding = match encoding.as_str() {
            "Identity-H" => Rc::new(CMap::identity_h()),
            "Identity-V" => Rc::new(CMap::identity_v()),
            name => self.cmap(name.as_bytes())?,
        };
        Some(CidMap { encoding, unicode })
    }

    fn cmap(&mut self, name: &[u8]) -> Option<Rc<CMap>> {
        let load = || {
            let bytes = hayro_cmap::load_embedded(CMapName::from_bytes(name))?;
            CMap::parse(bytes, hayro_cmap::load_embedded).map(Rc::new)
        };
        self.cmaps.entry(name.to_vec()).or_insert_with(load).clone()
    }

    /// What a code of a font stands for, if the font is one that needs help.
    pub(super) fn character(&self, postscript_name: &str, code: u32) -> Option<BfString> {
        let map = self.known.get(without_subset(postscript_name))?.as_ref()?;
        let n_bytes: &[u8] = match code {
            0..=0xFF => &[1, 2],
            0x100..=0xFFFF => &[2],
            _ => &[4, 3],
        };
        let cid = n_bytes.iter().find_map(|n| map.encoding.lookup_cid_code(code, *n))?;
        map.unicode.lookup_bf_string(cid)
    }
}

/// `ABCDEF+Ryumin` is a subset of `Ryumin` (ISO 32000-2, 9.9.2).
fn without_subset(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, name)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => name,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_of_a_subset_is_no_part_of_the_name() {
        assert_eq!(without_subset("ABCDEF+Ryumin-Light"), "Ryumin-Light");
        assert_eq!(without_subset("A+B"), "A+B");
    }
}
