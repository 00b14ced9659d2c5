//! One leaf of the plan in one segment.

use std::cell::OnceCell;

use shirabe_index::Fields;
use shirabe_plan::bounds::ReadingTime;
use shirabe_plan::edges::Standing;
use shirabe_plan::insides::InsidesOfText;
use shirabe_plan::tree::Leaf;
use shirabe_text::{Folding, fold, slice_chars};
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::insides::InsideColumns;
use super::spans::{Span, without_overlap};
use super::spelling::{FoundSpans, SpellingCursor};
use super::texts::{SectionText, SectionTexts};
use super::{PhraseCursor, WordCursor};
use crate::SearchError;
use crate::deadline;

/// How often a leaf stands in one section, by step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeafCount {
    /// Occurrences of the query's own spelling.
    pub(crate) exact: u32,
    /// Occurrences of other spellings, apart from those.
    pub(crate) variant: u32,
    /// Occurrences of the words, where enough of them stand in the section.
    pub(crate) word: u32,
    /// Occurrences as a part of a word or number; in none of the above.
    pub(crate) inside_words: u32,
    /// Occurrences across the border of a block or cell; in none of the above.
    pub(crate) across: u32,
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

/// A leaf, opened in one segment.
pub(crate) struct LeafCursor<'a> {
    leaf: &'a Leaf,
    options: LeafOptions,
    /// Those that the segment has.
    spellings: Vec<SpellingCursor>,
    /// Texts that every match of a pattern contains; `None` where the segment lacks one.
    required: Option<Vec<PhraseCursor>>,
    /// Rarest first.
    words: Vec<WordCursor>,
    words_may_answer: bool,
    found: FoundSpans,
    /// Where no match begins or ends; see [`shirabe_index::Fields::inner_offsets`].
    inner_offsets: Column<u64>,
    /// Open where an edge of a spelling is not free.
    insides: Option<InsideColumns>,
    max_doc: DocId,
    /// How long texts may be read for a pattern; `None` for as long as it takes.
    pub(super) reading_time: Option<&'a ReadingTime>,
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
            found: FoundSpans::default(),
            insides: None,
            inner_offsets: reader.fast_fields().u64("inner_offsets")?,
            max_doc: reader.max_doc(),
            reading_time: None,
        };
        if let Some(pattern) = &leaf.pattern {
            let inverted = reader.inverted_index(fields.exact)?;
            let required = pattern.required().iter();
            let opened = required.map(|text| PhraseCursor::open(&inverted, fields.exact, text));
            cursor.required = opened.collect::<Result<Option<Vec<_>>, _>>()?;
            return Ok(cursor);
        }
        for (number, (folded, edges)) in leaf.spellings_with_edges().enumerate() {
            let (within, spelling) = ((reader, fields), (number, folded, edges));
            cursor.spellings.extend(SpellingCursor::open(within, spelling, &cursor.inner_offsets)?);
        }
        if cursor.spellings.iter().any(|spelling| !spelling.edges.are_free()) {
            cursor.insides = Some(InsideColumns::open(reader)?);
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
        let spellings = self.spellings.iter().map(|s| u64::from(s.cost()));
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
        let spellings = self.spellings.iter_mut().map(|s| s.candidate(target));
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
        self.found.clear();
        if self.leaf.pattern.is_some() {
            let may_match = self.pattern_candidate(doc) == doc && self.has_required(doc);
            if may_match && self.reading_time.is_none_or(ReadingTime::allows_one_more) {
                self.find_pattern(texts.get(doc)?)?;
            }
            return Ok(self.counted());
        }
        let counted_apart = self.find_phrases(doc, texts)?;
        if self.options.strict && self.found.lists().iter().any(|spans| !spans.is_empty()) {
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
    pub(crate) fn found(&self) -> &FoundSpans {
        &self.found
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
        let n = |spans: usize| u32::try_from(spans).unwrap_or(u32::MAX);
        let FoundSpans { whole, inside_words, across } = &self.found;
        let exact = whole.iter().filter(|span| span.spelling == 0).count();
        LeafCount {
            exact: n(exact),
            variant: n(whole.len() - exact),
            word: 0,
            inside_words: n(inside_words.len()),
            across: n(across.len()),
        }
    }

    /// Collects the spans of phrases. What stands as often as it is listed is counted apart, unless its
    /// places are needed or it may stand inside the form of another character.
    fn find_phrases(
        &mut self,
        doc: DocId,
        texts: &mut SectionTexts,
    ) -> Result<LeafCount, SearchError> {
        let by_text = self.options.places_needed || self.options.strict;
        let is_lone = !by_text && self.spellings.len() == 1;
        let mut count = LeafCount::default();
        let mut may_overlap = !is_lone;
        let mut n_inner = None;
        for spelling in &mut self.spellings {
            if spelling.candidate(doc) != doc {
                continue;
            }
            may_overlap |= spelling.overlaps_itself;
            let n_inner = n_inner.get_or_insert_with(|| n_values(&self.inner_offsets, doc));
            spelling.find_across(doc, self.insides.as_ref(), &mut self.found);
            let is_counted = !by_text && *n_inner == 0 && (is_lone || spelling.is_character());
            if let Some(n) = spelling.counted_without_places(doc).filter(|_| is_counted) {
                count.add(spelling.number, n);
            } else if by_text && spelling.is_character() && spelling.edges.are_free() {
                // The places of の in all sections would fill the memory.
                let folded = self.leaf.spellings().nth(spelling.number).unwrap_or_default();
                find_character(texts.get(doc)?, folded, spelling.number, &mut self.found.whole);
            } else {
                spelling.find_within(doc, self.insides.as_ref(), &mut self.found);
            }
        }
        if n_inner.is_some_and(|n| n > 0) || by_text {
            self.drop_inner(doc);
        }
        if may_overlap {
            for spans in self.found.lists().into_iter().filter(|spans| spans.len() > 1) {
                without_overlap(spans);
            }
        }
        Ok(count)
    }

    /// Drops what begins or ends inside the form of one character: 株 does not stand in ㈱.
    fn drop_inner(&mut self, doc: DocId) {
        let inner: Vec<u64> = self.inner_offsets.values_for_doc(doc).collect();
        if !inner.is_empty() {
            let is_inner = |at: u32| inner.binary_search(&u64::from(at)).is_ok();
            for spans in self.found.lists() {
                spans.retain(|span| !is_inner(span.start) && !is_inner(span.end()));
            }
        }
    }

    fn find_pattern(&mut self, text: &SectionText) -> Result<(), SearchError> {
        let Some(pattern) = &self.leaf.pattern else { return Ok(()) };
        let insides = OnceCell::new();
        let insides = || insides.get_or_init(|| InsidesOfText::of(&text.text, &text.form));
        for block in &text.blocks {
            // One block may be a whole text without paragraphs.
            deadline::check()?;
            for (found, standing) in pattern.matches_in(&text.form, block.clone(), &insides) {
                let start = u32::try_from(found.start).unwrap_or(u32::MAX);
                let len = u32::try_from(found.len()).unwrap_or(0);
                let span = Span { start, len, spelling: 0 };
                match standing {
                    Standing::Whole => self.found.whole.push(span),
                    _ => self.found.inside_words.push(span),
                }
            }
        }
        Ok(())
    }

    fn keep_strict(&mut self, text: &SectionText) {
        let wanted: Vec<String> =
            self.leaf.spelling_texts().map(|spelling| fold(spelling, Folding::Strict)).collect();
        for spans in self.found.lists() {
            spans.retain(|span| {
                let chars = text.form.text_range(span.start as usize..span.end() as usize);
                fold(slice_chars(&text.text, chars), Folding::Strict) == wanted[span.spelling]
            });
        }
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

fn find_character(text: &SectionText, folded: &str, spelling: usize, spans: &mut Vec<Span>) {
    let Some(wanted) = folded.chars().next() else { return };
    for (start, c) in text.form.as_str().chars().enumerate() {
        if c == wanted {
            spans.push(Span { start: u32::try_from(start).unwrap_or(u32::MAX), len: 1, spelling });
        }
    }
}
