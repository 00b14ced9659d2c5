//! One leaf of the plan in one segment.

use shirabe_index::Fields;
use shirabe_text::{Folding, fold, slice_chars};
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::spans::{Span, without_overlap};
use super::texts::{SectionText, SectionTexts};
use super::{CharacterCursor, PhraseCursor, WordCursor};
use crate::SearchError;
use crate::plan::tree::Leaf;

/// How often a leaf stands in one section, by step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeafCount {
    /// Occurrences of the query's own spelling.
    pub(crate) exact: u32,
    /// Occurrences of other spellings, apart from those.
    pub(crate) variant: u32,
    /// Occurrences of the words, where enough of them stand in the section.
    pub(crate) word: u32,
}

impl LeafCount {
    /// Adds occurrences of the spelling with this number.
    fn add(&mut self, spelling: usize, n: u32) {
        if spelling == 0 {
            self.exact += n;
        } else {
            self.variant += n;
        }
    }
}

/// What of a search decides how leaves are opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeafOptions {
    /// Whether the word step takes part.
    pub(crate) words_may_answer: bool,
    /// Whether hits must agree without folding.
    pub(crate) strict: bool,
    /// Whether the places of hits are needed, and not only how many there are.
    pub(crate) places_needed: bool,
}

/// The sections in which one spelling stands.
enum Spelling {
    Phrase {
        cursor: PhraseCursor,
        len: u32,
        /// Whether two occurrences can share characters, as in ああ.
        overlaps_itself: bool,
    },
    Character(CharacterCursor),
}

impl Spelling {
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        folded: &str,
    ) -> Result<Option<Spelling>, SearchError> {
        let len = folded.chars().count();
        let inverted = reader.inverted_index(fields.exact)?;
        if let (Some(character), 1) = (folded.chars().next(), len) {
            let cursor = CharacterCursor::open(&inverted, character, reader.max_doc())?;
            return Ok((cursor.cost() > 0).then_some(Spelling::Character(cursor)));
        }
        let cursor = PhraseCursor::open(&inverted, fields.exact, folded)?;
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        let overlaps_itself = overlaps_itself(folded);
        Ok(cursor.map(|cursor| Spelling::Phrase { cursor, len, overlaps_itself }))
    }

    fn cost(&self) -> u32 {
        match self {
            Spelling::Phrase { cursor, .. } => cursor.cost(),
            Spelling::Character(cursor) => cursor.cost(),
        }
    }

    fn candidate(&mut self, target: DocId) -> DocId {
        match self {
            Spelling::Phrase { cursor, .. } => cursor.candidate(target),
            Spelling::Character(cursor) => cursor.candidate(target),
        }
    }
}

/// A leaf, opened in one segment.
pub(crate) struct LeafCursor<'a> {
    leaf: &'a Leaf,
    options: LeafOptions,
    /// The query's own spelling is number 0; `None` where the segment lacks the spelling.
    spellings: Vec<Option<Spelling>>,
    /// Texts that every match of a pattern contains; `None` where the segment lacks one.
    required: Option<Vec<PhraseCursor>>,
    /// Rarest first.
    words: Vec<WordCursor>,
    words_may_answer: bool,
    spans: Vec<Span>,
    /// Where no match begins or ends; see [`shirabe_index::Fields::inner_offsets`].
    inner_offsets: Column<u64>,
    max_doc: DocId,
}

impl<'a> LeafCursor<'a> {
    /// Opens `leaf` in a segment.
    pub(crate) fn open(
        reader: &SegmentReader,
        fields: &Fields,
        leaf: &'a Leaf,
        options: LeafOptions,
    ) -> Result<LeafCursor<'a>, SearchError> {
        let mut cursor = LeafCursor {
            leaf,
            options,
            spellings: Vec::new(),
            required: None,
            words: Vec::new(),
            words_may_answer: false,
            spans: Vec::new(),
            inner_offsets: reader.fast_fields().u64("inner_offsets")?,
            max_doc: reader.max_doc(),
        };
        if let Some(pattern) = &leaf.pattern {
            let inverted = reader.inverted_index(fields.exact)?;
            let required = pattern.required().iter();
            let opened = required.map(|text| PhraseCursor::open(&inverted, fields.exact, text));
            cursor.required = opened.collect::<Result<Option<Vec<_>>, _>>()?;
            return Ok(cursor);
        }
        for folded in leaf.spellings() {
            cursor.spellings.push(Spelling::open(reader, fields, folded)?);
        }
        if options.words_may_answer {
            cursor.open_words(reader, fields)?;
        }
        Ok(cursor)
    }

    fn open_words(&mut self, reader: &SegmentReader, fields: &Fields) -> Result<(), SearchError> {
        let inverted = reader.inverted_index(fields.words)?;
        let option = if self.options.places_needed {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        for word in &self.leaf.words {
            self.words.extend(WordCursor::open(&inverted, fields.words, word, option)?);
        }
        self.words.sort_by_key(WordCursor::cost);
        let needed = self.leaf.n_words_needed;
        self.words_may_answer = needed > 0 && self.words.len() >= needed;
        Ok(())
    }

    /// About how many sections it will name as candidates.
    pub(crate) fn cost(&self) -> u64 {
        if self.leaf.pattern.is_some() {
            let Some(required) = &self.required else { return 0 };
            let rarest = required.iter().map(|cursor| u64::from(cursor.cost())).min();
            return rarest.unwrap_or(u64::from(self.max_doc));
        }
        let spellings = self.spellings.iter().flatten().map(|s| u64::from(s.cost()));
        let words = self.words.iter().take(self.n_leading_words()).map(|w| u64::from(w.cost()));
        spellings.chain(words).sum()
    }

    /// Of n words m are needed: one of the rarest n − m + 1 must be there.
    fn n_leading_words(&self) -> usize {
        if self.words_may_answer { self.words.len() + 1 - self.leaf.n_words_needed } else { 0 }
    }

    /// The first section from `target` on that may match.
    pub(crate) fn candidate(&mut self, target: DocId) -> DocId {
        if self.leaf.pattern.is_some() {
            return self.pattern_candidate(target);
        }
        let n_leading = self.n_leading_words();
        let spellings = self.spellings.iter_mut().flatten().map(|s| s.candidate(target));
        let words = self.words.iter_mut().take(n_leading).map(|word| word.candidate(target));
        spellings.chain(words).min().unwrap_or(TERMINATED)
    }

    fn pattern_candidate(&mut self, target: DocId) -> DocId {
        let Some(required) = &mut self.required else { return TERMINATED };
        let mut target = target;
        loop {
            let furthest = required.iter_mut().map(|cursor| cursor.candidate(target)).max();
            match furthest {
                None => return target,
                Some(doc) if doc == target || doc == TERMINATED => return doc,
                Some(doc) => target = doc,
            }
        }
    }

    /// Whether the texts that every match contains stand in section `doc` in one piece: reading places
    /// costs less than reading the section.
    fn has_required(&mut self, doc: DocId) -> bool {
        let mut required = self.required.iter_mut().flatten();
        required.all(|cursor| !cursor.starts(doc).is_empty())
    }

    /// How often it stands in section `doc`. Sections must be asked for in ascending order.
    pub(crate) fn count(
        &mut self,
        doc: DocId,
        texts: &mut SectionTexts,
    ) -> Result<LeafCount, SearchError> {
        self.spans.clear();
        if self.leaf.pattern.is_some() {
            if self.pattern_candidate(doc) == doc && self.has_required(doc) {
                self.find_pattern(texts.get(doc)?);
            }
            return Ok(self.counted());
        }
        let counted_apart = self.find_phrases(doc, texts)?;
        if self.options.strict && !self.spans.is_empty() {
            self.keep_strict(texts.get(doc)?);
        }
        let mut count = self.counted();
        count.exact += counted_apart.exact;
        count.variant += counted_apart.variant;
        if self.words_may_answer {
            count.word = self.count_words(doc);
        }
        Ok(count)
    }

    /// The occurrences found by the last [`LeafCursor::count`], if places are needed.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Where each word stands in section `doc`: offset and the word's number.
    pub(crate) fn word_places(&mut self, doc: DocId) -> Vec<(u32, usize)> {
        let mut places = Vec::new();
        let mut buffer = Vec::new();
        for (number, word) in self.words.iter_mut().enumerate() {
            buffer.clear();
            word.positions(doc, &mut buffer);
            places.extend(buffer.iter().map(|at| (*at, number)));
        }
        places.sort_unstable();
        places
    }

    /// How many of the words must stand in one unit.
    pub(crate) fn n_words_needed(&self) -> Option<usize> {
        self.words_may_answer.then_some(self.leaf.n_words_needed)
    }

    fn counted(&self) -> LeafCount {
        let exact = self.spans.iter().filter(|span| span.spelling == 0).count();
        LeafCount {
            exact: u32::try_from(exact).unwrap_or(u32::MAX),
            variant: u32::try_from(self.spans.len() - exact).unwrap_or(u32::MAX),
            word: 0,
        }
    }

    /// Collects the spans of phrases. Single characters are counted apart, unless their places are
    /// needed or they may stand inside the form of another one. So is a lone bigram, which stands as often as
    /// it is listed.
    fn find_phrases(
        &mut self,
        doc: DocId,
        texts: &mut SectionTexts,
    ) -> Result<LeafCount, SearchError> {
        let by_text = self.options.places_needed || self.options.strict;
        let is_lone = !by_text && self.spellings.iter().flatten().count() == 1;
        let mut count = LeafCount::default();
        let mut may_overlap = !is_lone;
        let mut n_inner = None;
        for (number, spelling) in self.spellings.iter_mut().enumerate() {
            match spelling {
                None => {}
                Some(Spelling::Character(cursor)) => {
                    let n = cursor.count(doc);
                    if n == 0 {
                        continue;
                    }
                    let n_inner = n_inner.get_or_insert_with(|| n_values(&self.inner_offsets, doc));
                    if by_text || *n_inner > 0 {
                        let text = texts.get(doc)?;
                        let folded = self.leaf.spellings().nth(number).unwrap_or_default();
                        find_character(text, folded, number, &mut self.spans);
                    } else {
                        count.add(number, n);
                    }
                }
                Some(Spelling::Phrase { cursor, len, overlaps_itself }) => {
                    if cursor.candidate(doc) != doc {
                        continue;
                    }
                    may_overlap |= *overlaps_itself;
                    let n_inner = n_inner.get_or_insert_with(|| n_values(&self.inner_offsets, doc));
                    if is_lone && *len == 2 && !*overlaps_itself && *n_inner == 0 {
                        count.add(number, cursor.n_of_rarest());
                        continue;
                    }
                    let len = *len;
                    let starts = cursor.starts(doc).iter();
                    self.spans.extend(starts.map(|&start| Span { start, len, spelling: number }));
                }
            }
        }
        if n_inner.is_some_and(|n| n > 0) || by_text {
            self.drop_inner(doc);
        }
        if may_overlap && self.spans.len() > 1 {
            without_overlap(&mut self.spans);
        }
        Ok(count)
    }

    /// Drops what begins or ends inside the form of one character: 株 does not stand in ㈱.
    fn drop_inner(&mut self, doc: DocId) {
        let inner: Vec<u64> = self.inner_offsets.values_for_doc(doc).collect();
        if !inner.is_empty() {
            let is_inner = |at: u32| inner.binary_search(&u64::from(at)).is_ok();
            self.spans.retain(|span| !is_inner(span.start) && !is_inner(span.end()));
        }
    }

    fn find_pattern(&mut self, text: &SectionText) {
        let Some(pattern) = &self.leaf.pattern else { return };
        for paragraph in &text.paragraphs {
            for found in pattern.matches_in(&text.form, paragraph.clone()) {
                let start = u32::try_from(found.start).unwrap_or(u32::MAX);
                let len = u32::try_from(found.len()).unwrap_or(0);
                self.spans.push(Span { start, len, spelling: 0 });
            }
        }
    }

    fn keep_strict(&mut self, text: &SectionText) {
        let wanted: Vec<String> =
            self.leaf.spelling_texts().map(|spelling| fold(spelling, Folding::Strict)).collect();
        self.spans.retain(|span| {
            let chars = text.form.text_range(span.start as usize..span.end() as usize);
            fold(slice_chars(&text.text, chars), Folding::Strict) == wanted[span.spelling]
        });
    }

    fn count_words(&mut self, doc: DocId) -> u32 {
        let (mut n_words, mut n_occurrences) = (0, 0);
        for word in &mut self.words {
            let n = word.count(doc);
            n_words += usize::from(n > 0);
            n_occurrences += n;
        }
        if n_words >= self.leaf.n_words_needed { n_occurrences } else { 0 }
    }
}

fn n_values(column: &Column<u64>, doc: DocId) -> usize {
    column.values_for_doc(doc).count()
}

/// Whether a text can begin inside itself: some beginning of it is also its end.
fn overlaps_itself(folded: &str) -> bool {
    let mut beginnings = folded.char_indices().skip(1).map(|(at, _)| folded.get(..at));
    beginnings.any(|beginning| beginning.is_some_and(|b| folded.ends_with(b)))
}

fn find_character(text: &SectionText, folded: &str, spelling: usize, spans: &mut Vec<Span>) {
    let Some(wanted) = folded.chars().next() else { return };
    for (start, c) in text.form.as_str().chars().enumerate() {
        if c == wanted {
            spans.push(Span { start: u32::try_from(start).unwrap_or(u32::MAX), len: 1, spelling });
        }
    }
}
