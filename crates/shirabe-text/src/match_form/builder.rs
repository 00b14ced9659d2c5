//! The loop that folds a text: plain characters are copied in runs, the others one by one.

use std::ops::Range;
use std::str::CharIndices;

use super::cluster::fold_cluster;
use super::map::Map;
use super::table::{Entry, Table};

pub(super) struct Builder<'a> {
    text: &'a str,
    table: &'a Table,
    rest: CharIndices<'a>,
    /// Offset in `char`s of the next character of `rest`.
    at: u32,
    /// Byte offset in the text from which nothing has been copied to `form` yet.
    copied: usize,
    form: String,
    map: Map,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, table: &'a Table) -> Self {
        Builder {
            text,
            table,
            rest: text.char_indices(),
            at: 0,
            copied: 0,
            form: String::with_capacity(text.len()),
            map: Map::default(),
        }
    }

    pub(super) fn run(mut self) -> (String, Map) {
        while let Some((byte, character)) = self.rest.next() {
            self.at += 1;
            let entry = self.table.entry(character);
            if !entry.is_plain(character) {
                self.special(byte, character, entry);
            }
        }
        self.copy_until(self.text.len());
        self.map.finish(self.at);
        (self.form, self.map)
    }

    fn special(&mut self, byte: usize, character: char, entry: Entry) {
        let this = self.at - 1..self.at;
        if entry.joins() {
            self.join(byte, character, entry);
        } else if entry.is_dropped() {
            self.replace(byte, character);
            self.map.note(this, 0);
        } else if let Some(folded) = entry.single() {
            self.replace(byte, character);
            self.form.push(folded);
        } else {
            self.replace(byte, character);
            self.fold(byte..byte + character.len_utf8(), this);
        }
    }

    /// A mark that composes with what stands before it: fold the whole cluster anew.
    fn join(&mut self, byte: usize, character: char, entry: Entry) {
        let (base_byte, base_at) = self.base_before(byte, character, entry);
        self.copy_until(byte);
        let here = self.map.form_offset(self.at - 1);
        self.map.forget_from(base_at);
        for _ in self.map.form_offset(base_at)..here {
            self.form.pop();
        }
        let end = self.take_marks(byte + character.len_utf8());
        self.fold(base_byte..end, base_at..self.at);
        self.copied = end;
    }

    /// Byte and `char` offset where the cluster of this mark begins: at the character before it,
    /// skipping what is invisible, or at the mark itself if nothing there can take it.
    fn base_before(&self, byte: usize, mark: char, entry: Entry) -> (usize, u32) {
        let mut at = self.at - 1;
        for (base_byte, base) in self.text.get(..byte).unwrap_or_default().char_indices().rev() {
            at -= 1;
            let base_entry = self.table.entry(base);
            if base_entry.is_transparent() {
                continue;
            }
            // A mark met here has closed its own cluster already and takes no other.
            if base_entry.joins() || !entry.may_follow(base, mark) {
                break;
            }
            return (base_byte, at);
        }
        (byte, self.at - 1)
    }

    /// Skip the marks that follow, with what is invisible between them; returns the byte behind.
    fn take_marks(&mut self, mut end: usize) -> usize {
        let mut ahead = self.rest.clone();
        let mut seen = 0;
        while let Some((byte, character)) = ahead.next() {
            seen += 1;
            let entry = self.table.entry(character);
            if entry.joins_anything() {
                end = byte + character.len_utf8();
                self.at += seen;
                seen = 0;
                self.rest = ahead.clone();
            } else if !entry.is_transparent() {
                break;
            }
        }
        end
    }

    fn fold(&mut self, bytes: Range<usize>, chars: Range<u32>) {
        let before = self.form.len();
        let cluster = self.text.get(bytes).unwrap_or_default();
        fold_cluster(cluster, self.table.folding(), &mut self.form);
        let n_form = self.form.get(before..).map_or(0, |added| added.chars().count()) as u32;
        if n_form != 1 || chars.len() != 1 {
            self.map.note(chars, n_form);
        }
    }

    /// Copy what stands before this character and leave the character itself out.
    fn replace(&mut self, byte: usize, character: char) {
        self.copy_until(byte);
        self.copied = byte + character.len_utf8();
    }

    fn copy_until(&mut self, byte: usize) {
        self.form.push_str(self.text.get(self.copied..byte).unwrap_or_default());
        self.copied = byte;
    }
}
