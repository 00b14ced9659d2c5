//! The headings that the structure tree of a tagged PDF names (ISO 32000-2, 14.7, 14.8.4).
//!
//! A program may mark a sequence of content as `/Span` or `/P` and say only in the tree that it is a
//! heading; and it may give its types names of its own, which the role map explains.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Number, Object};

/// More elements are not looked at.
/// A guard for the clock; where it lies was not measured.
const MOST: usize = 200_000;
/// Deeper elements are not looked at.
/// A guard; where it lies was not measured.
const DEEPEST: usize = 64;
/// Chains of names in the role map are followed so far.
/// A guard; where it lies was not measured.
const MOST_ROLES: usize = 8;

/// The level of each sequence of marked content that is a heading, by the object number of its page and its
/// own number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TaggedHeadings(BTreeMap<u32, BTreeMap<u32, u8>>);

impl TaggedHeadings {
    /// Those of one page.
    pub(super) fn of_page(&self, page: &Dict<'_>) -> BTreeMap<u32, u8> {
        let number = page.obj_id().map(|id| id.obj_number);
        number.and_then(|number| self.0.get(&number)).cloned().unwrap_or_default()
    }
}

/// Walks through the structure tree.
pub(super) fn tagged_headings(pdf: &Pdf) -> TaggedHeadings {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let tree = root.and_then(|root| root.get::<Dict<'_>>(b"StructTreeRoot".as_slice()));
    let Some(tree) = tree else { return TaggedHeadings::default() };
    let roles = tree.get::<Dict<'_>>(b"RoleMap".as_slice());
    let mut walk =
        Walk { roles, seen: BTreeSet::new(), n_left: MOST, headings: TaggedHeadings::default() };
    walk.kids(&tree, Place { page: None, level: 0 }, 0);
    walk.headings
}

/// Where an element stands: on which page, by object number, and in a heading of which level, 0 for none.
#[derive(Clone, Copy)]
struct Place {
    page: Option<u32>,
    level: u8,
}

struct Walk<'a> {
    roles: Option<Dict<'a>>,
    seen: BTreeSet<(u32, i32)>,
    n_left: usize,
    headings: TaggedHeadings,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dict<'_>, place: Place, depth: usize) {
        if let Some(kids) = element.get::<Array<'_>>(b"K".as_slice()) {
            for kid in kids.iter::<Object<'_>>() {
                self.kid(&kid, place, depth);
            }
        } else if let Some(kid) = element.get::<Object<'_>>(b"K".as_slice()) {
            self.kid(&kid, place, depth);
        }
    }

    fn kid(&mut self, kid: &Object<'_>, place: Place, depth: usize) {
        if self.n_left == 0 || depth > DEEPEST {
            return;
        }
        self.n_left -= 1;
        match kid {
            Object::Number(number) => self.content(number.as_i64(), place),
            Object::Dict(dict) => self.element(dict, place, depth),
            _ => {}
        }
    }

    fn element(&mut self, dict: &Dict<'_>, place: Place, depth: usize) {
        let at = dict.obj_id().map(|id| (id.obj_number, id.gen_number));
        if at.is_some_and(|at| !self.seen.insert(at)) {
            return;
        }
        let page = dict.get_ref(b"Pg".as_slice()).map(|page| page.obj_number).or(place.page);
        if let Some(number) = dict.get::<Number>(b"MCID".as_slice()) {
            self.content(number.as_i64(), Place { page, ..place });
            return;
        }
        let kind = dict.get::<Name<'_>>(b"S".as_slice());
        let level = kind.map_or(0, |kind| self.level(kind.as_str())).max(place.level);
        self.kids(dict, Place { page, level }, depth + 1);
    }

    fn content(&mut self, number: i64, place: Place) {
        if let (Some(page), Ok(number), 1..) = (place.page, u32::try_from(number), place.level) {
            self.headings.0.entry(page).or_default().insert(number, place.level);
        }
    }

    /// The level of a type of element, 0 if it is no heading. Titles stand above all.
    fn level(&self, kind: &str) -> u8 {
        let mut kind = kind.to_owned();
        for _ in 0..MOST_ROLES {
            match kind.as_bytes() {
                [b'H', level @ b'1'..=b'6'] => return level - b'0',
                b"H" | b"Title" => return 1,
                _ => {}
            }
            let role = self.roles.as_ref().and_then(|roles| roles.get::<Name<'_>>(kind.as_bytes()));
            match role {
                Some(role) if role.as_str() != kind => kind = role.as_str().to_owned(),
                _ => return 0,
            }
        }
        0
    }
}
