//! The map between a text and its match form: one to one, but for the noted exceptions.

use std::ops::Range;

/// Exceptions in order; between two of them the characters correspond one to one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Map {
    exceptions: Vec<Exception>,
    text_len: u32,
}

/// A cluster whose form has another number of characters, or a run of characters with no form.
///
/// Clusters of several characters are noted even when the form is as long, so that no range cuts
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Exception {
    text_start: u32,
    text_end: u32,
    form_start: u32,
    form_end: u32,
}

impl Map {
    /// Where the next character goes: the form offset that corresponds to a text offset behind all
    /// exceptions.
    pub(super) fn form_offset(&self, text_offset: u32) -> u32 {
        match self.exceptions.last() {
            Some(last) => last.form_end + (text_offset - last.text_end),
            None => text_offset,
        }
    }

    /// Note that these characters of the text have a form of `n_form` characters.
    pub(super) fn note(&mut self, text: Range<u32>, n_form: u32) {
        let form_start = self.form_offset(text.start);
        if n_form == 0
            && let Some(last) = self.exceptions.last_mut()
            && last.text_end == text.start
            && last.form_start == last.form_end
        {
            last.text_end = text.end;
            return;
        }
        self.exceptions.push(Exception {
            text_start: text.start,
            text_end: text.end,
            form_start,
            form_end: form_start + n_form,
        });
    }

    /// Forget what was noted at or behind this text offset.
    pub(super) fn forget_from(&mut self, text_offset: u32) {
        while self.exceptions.last().is_some_and(|last| last.text_start >= text_offset) {
            self.exceptions.pop();
        }
    }

    pub(super) fn finish(&mut self, text_len: u32) {
        self.text_len = text_len;
        self.exceptions.shrink_to_fit();
    }

    pub(super) fn form_len(&self) -> usize {
        self.form_offset(self.text_len) as usize
    }

    pub(super) fn text_range(&self, form: Range<usize>) -> Range<usize> {
        let end = form.end.min(self.form_len());
        let start = form.start.min(end);
        if start == end {
            let at = match start {
                0 => 0,
                _ if start == self.form_len() => self.text_of(start - 1).end,
                _ => self.text_of(start).start,
            };
            return at..at;
        }
        self.text_of(start).start..self.text_of(end - 1).end
    }

    pub(super) fn form_range(&self, text: Range<usize>) -> Range<usize> {
        let end = text.end.min(self.text_len as usize);
        let start = text.start.min(end);
        if start == end {
            let at = if start == self.text_len as usize {
                self.form_len()
            } else {
                self.form_of(start).start
            };
            return at..at;
        }
        self.form_of(start).start..self.form_of(end - 1).end
    }

    pub(super) fn is_text_boundary(&self, text_offset: usize) -> bool {
        let offset = text_offset as u32;
        let next = self.exceptions.partition_point(|e| e.text_end <= offset);
        self.exceptions
            .get(next)
            .is_none_or(|e| offset <= e.text_start || e.form_start == e.form_end)
    }

    /// Whether a form range takes in only whole clusters. The range must not be empty.
    pub(super) fn is_whole(&self, form: &Range<usize>) -> bool {
        self.is_form_boundary(form.start) && self.is_form_boundary(form.end)
    }

    /// The form offsets inside the forms of clusters, ascending.
    pub(super) fn inner_offsets(&self) -> impl Iterator<Item = usize> {
        self.exceptions.iter().flat_map(|e| e.form_start as usize + 1..e.form_end as usize)
    }

    fn is_form_boundary(&self, form_offset: usize) -> bool {
        let offset = form_offset as u32;
        let next = self.exceptions.partition_point(|e| e.form_end <= offset);
        self.exceptions.get(next).is_none_or(|e| offset <= e.form_start)
    }

    /// The characters of the text behind one character of the form.
    fn text_of(&self, form_offset: usize) -> Range<usize> {
        let offset = form_offset as u32;
        let next = self.exceptions.partition_point(|e| e.form_end <= offset);
        if let Some(at) = self.exceptions.get(next)
            && at.form_start <= offset
        {
            return at.text_start as usize..at.text_end as usize;
        }
        let start = match next.checked_sub(1).and_then(|last| self.exceptions.get(last)) {
            Some(last) => last.text_end + (offset - last.form_end),
            None => offset,
        };
        start as usize..start as usize + 1
    }

    /// The characters of the form made from one character of the text.
    fn form_of(&self, text_offset: usize) -> Range<usize> {
        let offset = text_offset as u32;
        let next = self.exceptions.partition_point(|e| e.text_end <= offset);
        if let Some(at) = self.exceptions.get(next)
            && at.text_start <= offset
        {
            return at.form_start as usize..at.form_end as usize;
        }
        let start = match next.checked_sub(1).and_then(|last| self.exceptions.get(last)) {
            Some(last) => last.form_end + (offset - last.text_end),
            None => offset,
        };
        start as usize..start as usize + 1
    }
}
