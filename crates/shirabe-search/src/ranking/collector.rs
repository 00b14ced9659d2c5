//! Collector: one pass over all sections that match, for exact counts, facets and the best of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use rayon::prelude::*;
use shirabe_index::{Fields, Generation};
use shirabe_plan::numbers::Numbers;
use shirabe_plan::request::{FacetField, Mode, Sort, Step, Unit};
use shirabe_plan::tree::{PlannedQuery, Words};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::SearchError;
use crate::by_step::{ByStep, STEPS};
use crate::deadline::Deadline;
use crate::matching::documents::DocumentSteps;
use crate::matching::{Met, SectionMatch, SegmentMatcher};
use crate::ranking::document_runs::{DocumentRun, DocumentRuns};
use crate::ranking::rank::{FieldScorer, QueryRank};
use crate::ranking::weights::Weights;
use crate::ranking::word_pass::{WordMatch, WordPass};
use crate::results::answer::{Counts, StepCounts};

/// What a pass is to collect.
pub(crate) struct CollectorRequest<'a> {
    pub(crate) query: &'a PlannedQuery,
    /// The documents that may answer; `None` for all.
    pub(crate) documents: Option<&'a DocumentSteps>,
    /// What must hold of a section that only has words of the runs; `None` for nothing.
    pub(crate) beside_words: Option<&'a PlannedQuery>,
    /// `None` where only counts are asked for.
    pub(crate) rank: Option<&'a QueryRank>,
    pub(crate) weights: &'a Weights,
    /// Which sections are listed; all steps are counted.
    pub(crate) mode: Mode,
    pub(crate) sort: Sort,
    pub(crate) unit: Unit,
    /// How many of the best to keep.
    pub(crate) n_best: usize,
    pub(crate) facets: &'a [FacetField],
    /// The place of each document among all, by id.
    pub(crate) document_ranks: &'a [u32],
    pub(crate) document_runs: &'a DocumentRuns,
}

/// What a pass collected.
#[derive(Default)]
pub(crate) struct Collected {
    totals: ByStep<StepTotals>,
    /// Occurrences that are set aside.
    n_inside_words: usize,
    n_across: usize,
    n_across_sections: usize,
    across_documents: Numbers,
    /// Sections without a date, where years are counted.
    n_undated: usize,
    /// What has some of the words of the runs, and nowhere the wording.
    lacking: StepTotals,
    /// Sections by facet and value.
    pub(crate) facets: BTreeMap<FacetField, BTreeMap<FacetKey, Tally>>,
    /// The best, best first.
    pub(crate) best: Vec<Candidate>,
}

/// What one step adds to those before it.
#[derive(Default)]
struct StepTotals {
    n_sections: usize,
    n_hits: usize,
    /// The documents of its sections; those before it may have them as well.
    documents: Numbers,
}

/// Sections by how they answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) by_step: ByStep<usize>,
    /// Those that have some of the words alone.
    pub(crate) lacking: usize,
}

impl StepTotals {
    /// Adds sections of a document.
    fn add(&mut self, document: u64, n_sections: usize) {
        if n_sections > 0 {
            self.n_sections += n_sections;
            self.documents.insert(document);
        }
    }
}

impl Tally {
    fn count(&mut self, step: Step, lacks_words: bool) {
        if lacks_words {
            self.lacking += 1;
        } else {
            self.by_step[step] += 1;
        }
    }

    fn add(&mut self, other: Tally) {
        for step in STEPS {
            self.by_step[step] += other.by_step[step];
        }
        self.lacking += other.lacking;
    }
}

/// A facet's value as the columns hold it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FacetKey {
    Label(String),
    Number(i64),
}

/// One of the best sections.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    pub(crate) step: Step,
    /// Occurrences of the wording, or of the query's own spelling where only that is listed; none of a
    /// section that has the words alone.
    pub(crate) n_hits: u32,
    /// The sum of the signals that have been looked at.
    pub(crate) score: f32,
    /// The named parts of the score.
    pub(crate) signals: Signals,
    /// Which words of the runs it has, where these found it; else all.
    pub(crate) words: u64,
    /// What decides before the score.
    sort_key: i64,
    pub(crate) document: u64,
    /// The document's place among all, by id: its number depends on how the index was built.
    document_rank: u32,
    pub(crate) section_order: u64,
}

/// The weighted signals of one section. Some are known for the best sections only.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signals {
    pub(crate) words: f32,
    pub(crate) heading: f32,
    pub(crate) title: f32,
    pub(crate) phrase: f32,
    pub(crate) bigrams: f32,
    pub(crate) closeness: f32,
    pub(crate) copied: f32,
    /// Not above 0.
    pub(crate) bare: f32,
    /// Not above 0.
    pub(crate) recognised: f32,
}

impl Signals {
    /// The signals with their names.
    pub(crate) fn named(&self) -> [(&'static str, f32); 9] {
        [
            ("words", self.words),
            ("heading", self.heading),
            ("title", self.title),
            ("phrase", self.phrase),
            ("bigrams", self.bigrams),
            ("closeness", self.closeness),
            ("copied", self.copied),
            ("bare", self.bare),
            ("recognised", self.recognised),
        ]
    }

    /// The score that they make.
    pub(crate) fn sum(&self) -> f32 {
        self.named().into_iter().map(|(_, signal)| signal).sum()
    }
}

impl Candidate {
    /// Best first: the wording before the words, then by sort key, score, document and section.
    pub(crate) fn order(&self, other: &Candidate) -> Ordering {
        let place = |candidate: &Candidate| (candidate.document_rank, candidate.section_order);
        (self.is_by_words().cmp(&other.is_by_words()))
            .then_with(|| other.sort_key.cmp(&self.sort_key))
            .then_with(|| other.score.total_cmp(&self.score))
            .then_with(|| place(self).cmp(&place(other)))
    }

    /// Whether the section has the words of the query, but nowhere the wording.
    pub(crate) fn is_by_words(&self) -> bool {
        self.step == Step::Word
    }
}

/// Candidates in a heap: the worst on top.
struct Ranked(Candidate);

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Ranked {}
impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// Runs the pass, segments side by side.
pub(crate) fn collect_sections(
    generation: &Generation,
    request: &CollectorRequest<'_>,
) -> Result<Collected, SearchError> {
    let readers = generation.sections().segment_readers();
    let deadline = Deadline::current();
    let parts: Vec<Result<Collected, SearchError>> = readers
        .par_iter()
        .enumerate()
        .map(|(ord, reader)| {
            let ord = u32::try_from(ord).unwrap_or(u32::MAX);
            deadline
                .enter(|| SegmentCollector::open(generation.fields(), reader, request, ord)?.run())
        })
        .collect();
    let mut whole = Collected::default();
    for part in parts {
        whole.absorb(part?);
    }
    whole.best.sort_by(Candidate::order);
    if request.unit == Unit::Document {
        let mut seen = Numbers::default();
        if request.mode == Mode::Word {
            // A document that has the wording in another section is none of the words' surplus.
            seen = whole.totals.exact.documents.or(&whole.totals.variant.documents);
        }
        whole.best.retain(|candidate| {
            let is_new = !seen.contains(candidate.document);
            seen.insert(candidate.document);
            is_new
        });
    }
    whole.best.truncate(request.n_best);
    Ok(whole)
}

impl Collected {
    /// The counts as they are told where `mode` is listed.
    pub(crate) fn counts(&self, mode: Mode) -> Counts {
        let mut documents = Numbers::default();
        let by_step = ByStep::of(|step| {
            let totals = &self.totals[step];
            let n_before = documents.count();
            documents = documents.or(&totals.documents);
            StepCounts {
                sections: totals.n_sections,
                hits: totals.n_hits,
                documents: documents.count() - n_before,
            }
        });
        Counts {
            inside_words: self.n_inside_words,
            across: self.n_across,
            across_sections: self.n_across_sections,
            across_documents: self.across_documents.count(),
            undated_sections: self.n_undated,
            lacking: StepCounts {
                sections: self.lacking.n_sections,
                hits: 0,
                documents: documents.or(&self.lacking.documents).count() - documents.count(),
            },
            ..Counts::of(by_step, mode)
        }
    }

    fn absorb(&mut self, other: Collected) {
        for (step, totals) in other.totals.iter() {
            self.totals[step].n_sections += totals.n_sections;
            self.totals[step].n_hits += totals.n_hits;
            self.totals[step].documents = self.totals[step].documents.or(&totals.documents);
        }
        self.lacking.n_sections += other.lacking.n_sections;
        self.lacking.documents = self.lacking.documents.or(&other.lacking.documents);
        self.n_inside_words += other.n_inside_words;
        self.n_across += other.n_across;
        self.n_across_sections += other.n_across_sections;
        self.across_documents = self.across_documents.or(&other.across_documents);
        self.n_undated += other.n_undated;
        for (field, values) in other.facets {
            let counts = self.facets.entry(field).or_default();
            for (value, tally) in values {
                counts.entry(value).or_default().add(tally);
            }
        }
        self.best.extend(other.best);
    }
}

/// The columns that are read for every match.
struct Columns {
    document: Column<u64>,
    section_order: Column<u64>,
    issued: Column<u64>,
}

enum FacetColumn {
    Labels(StrColumn, Vec<Tally>),
    Numbers(Column<i64>, BTreeMap<i64, Tally>),
    Documents(BTreeMap<u64, Tally>),
}

/// The cheap signals, opened in one segment.
struct Scorers {
    words: FieldScorer,
    heading: FieldScorer,
    title: FieldScorer,
    words_weight: f32,
}

impl Scorers {
    fn open(rank: &QueryRank, reader: &SegmentReader) -> Result<Scorers, SearchError> {
        Ok(Scorers {
            words: rank.words.open(reader)?,
            heading: rank.heading.open(reader)?,
            title: rank.title.open(reader)?,
            words_weight: rank.words_weight,
        })
    }

    /// The signals of a section, or `None` where its score is below `worst`. The fields that
    /// cost most to look up come last.
    fn signals(&mut self, found: &SectionMatch, weights: &Weights, worst: f32) -> Option<Signals> {
        let phrase = self.words_weight * phrase_weight(found, weights);
        let others = self.most_of_others(weights);
        let falls_short = |words: f32| at_most(words + others + phrase) < worst;
        if falls_short(self.words.most()) {
            return None;
        }
        let words = self.words.score(found.doc);
        if falls_short(words) {
            return None;
        }
        let signals = Signals { phrase, ..self.with_others(words, found.doc, weights) };
        (signals.sum() >= worst).then_some(signals)
    }

    /// The same of a section that has only words, with the score that they give it.
    fn signals_of_words(
        &mut self,
        found: &WordMatch,
        weights: &Weights,
        worst: f32,
    ) -> Option<Signals> {
        if at_most(found.score + self.most_of_others(weights)) < worst {
            return None;
        }
        let signals = self.with_others(found.score, found.doc, weights);
        (signals.sum() >= worst).then_some(signals)
    }

    fn most_of_others(&self, weights: &Weights) -> f32 {
        weights.heading * self.heading.most() + weights.title * self.title.most()
    }

    fn with_others(&mut self, words: f32, doc: DocId, weights: &Weights) -> Signals {
        Signals {
            words,
            heading: weights.heading * self.heading.score(doc),
            title: weights.title * self.title.score(doc),
            ..Signals::default()
        }
    }
}

/// An upper bound of a sum that was rounded in another order.
fn at_most(sum: f32) -> f32 {
    sum * 1.0001
}

struct SegmentCollector<'a> {
    request: &'a CollectorRequest<'a>,
    fields: &'a Fields,
    reader: &'a SegmentReader,
    matcher: SegmentMatcher<'a>,
    scorers: Option<Scorers>,
    columns: Columns,
    facets: Vec<(FacetField, FacetColumn)>,
    heap: BinaryHeap<Ranked>,
    /// The best section of each document, where documents are the unit.
    by_document: BTreeMap<u64, Candidate>,
    segment_ord: u32,
    runs: &'a [DocumentRun],
    /// The document whose sections are being counted, by its place among the runs.
    run: usize,
    /// What was counted of it.
    tally: Tally,
    found: Collected,
}

impl<'a> SegmentCollector<'a> {
    fn open(
        fields: &'a Fields,
        reader: &'a SegmentReader,
        request: &'a CollectorRequest<'a>,
        segment_ord: u32,
    ) -> Result<SegmentCollector<'a>, SearchError> {
        let column = |name: &str| reader.fast_fields().u64(name);
        let columns = Columns {
            document: column("document")?,
            section_order: column("section_order")?,
            issued: column("issued")?,
        };
        let mut facets = Vec::new();
        for field in request.facets {
            facets.push((*field, facet_column(reader, *field)?));
        }
        Ok(SegmentCollector {
            request,
            fields,
            reader,
            matcher: SegmentMatcher::open(request.query, reader, fields)?,
            scorers: request.rank.map(|rank| Scorers::open(rank, reader)).transpose()?,
            columns,
            facets,
            heap: BinaryHeap::new(),
            by_document: BTreeMap::new(),
            segment_ord,
            runs: request.document_runs.of_segment(segment_ord),
            run: 0,
            tally: Tally::default(),
            found: Collected::default(),
        })
    }

    fn run(mut self) -> Result<Collected, SearchError> {
        let mut with_wording = Numbers::default();
        while let Some(mut met) = self.matcher.advance_met()? {
            if !self.admits(&mut met) {
                continue;
            }
            self.count_aside(&met);
            if let Some(found) = &met.found {
                self.count(found.doc, found.step, false);
                self.count_hits(found);
                with_wording.insert(u64::from(found.doc));
            }
            let lists_across = self.request.query.lists_across;
            let listed = if lists_across { met.across() } else { met.found };
            if self.request.n_best > 0
                && let Some(listed) = listed
                && let Some(candidate) = self.candidate(&listed)
            {
                self.keep(candidate);
            }
        }
        if let Some(words) = &self.request.query.words {
            self.run_words(words, &with_wording)?;
        }
        self.end_run();
        for (field, column) in self.facets {
            self.found.facets.insert(field, facet_counts(column)?);
        }
        self.found.best = self.heap.into_iter().map(|Ranked(candidate)| candidate).collect();
        self.found.best.extend(self.by_document.into_values());
        Ok(self.found)
    }

    /// Whether the section's document may answer. The section answers at the later step of the two.
    fn admits(&self, met: &mut Met) -> bool {
        let Some(documents) = self.request.documents else { return true };
        let number = self.columns.document.first(met.doc).unwrap_or(0);
        let Some(step) = documents.step(number) else { return false };
        if let Some(found) = &mut met.found {
            found.not_before(step);
        }
        true
    }

    fn count_aside(&mut self, met: &Met) {
        self.found.n_inside_words += met.aside.inside_words as usize;
        if met.aside.across > 0 {
            self.found.n_across += met.aside.across as usize;
            self.found.n_across_sections += 1;
            let document = self.columns.document.first(met.doc).unwrap_or(0);
            self.found.across_documents.insert(document);
        }
    }

    /// The sections that have words of the runs, but nowhere the wording.
    fn run_words(&mut self, words: &Words, with_wording: &Numbers) -> Result<(), SearchError> {
        let rank = self.request.rank;
        let mut pass =
            WordPass::open(words, rank.map(|rank| &rank.words), self.reader, self.fields)?;
        // Postings are read forwards: those of the first pass are at their end.
        self.scorers = rank.map(|rank| Scorers::open(rank, self.reader)).transpose()?;
        self.end_run();
        self.run = 0;
        let mut conditions = match self.request.beside_words {
            Some(query) => Some(SegmentMatcher::open(query, self.reader, self.fields)?),
            None => None,
        };
        let all = words.all();
        while let Some(found) = pass.advance()? {
            let is_known = with_wording.contains(u64::from(found.doc));
            if is_known || self.reader.is_deleted(found.doc) {
                continue;
            }
            if let Some(conditions) = &mut conditions
                && !conditions.admits(found.doc)?
            {
                continue;
            }
            let lacks_words = found.words != all;
            self.count(found.doc, Step::Word, lacks_words);
            let is_listed = match self.request.mode {
                Mode::All => true,
                Mode::Word => !lacks_words,
                Mode::Exact | Mode::Variant => false,
            };
            if is_listed
                && self.request.n_best > 0
                && !self.request.query.lists_across
                && let Some(candidate) = self.candidate_of_words(&found)
            {
                self.keep(candidate);
            }
        }
        Ok(())
    }

    fn candidate_of_words(&mut self, found: &WordMatch) -> Option<Candidate> {
        let worst = self.worst_score(Step::Word);
        if worst == f32::INFINITY {
            return None;
        }
        let weights = self.request.weights;
        let signals = match &mut self.scorers {
            Some(scorers) => scorers.signals_of_words(found, weights, worst)?,
            None => Signals::default(),
        };
        let candidate = self.candidate_with(found.doc, Step::Word, 0, signals);
        Some(Candidate { words: found.words, ..candidate })
    }

    fn count_hits(&mut self, found: &SectionMatch) {
        let totals = &mut self.found.totals;
        totals.exact.n_hits += found.n_hits.exact as usize;
        totals.variant.n_hits += found.n_hits.variant.saturating_sub(found.n_hits.exact) as usize;
    }

    /// Counts a section that answers. What is said of its document is counted when all of them are.
    fn count(&mut self, doc: DocId, step: Step, lacks_words: bool) {
        if self.runs.get(self.run).is_some_and(|run| run.end <= doc) {
            self.end_run();
            let rest = self.runs.get(self.run..).unwrap_or_default();
            self.run += rest.partition_point(|run| run.end <= doc);
        }
        self.tally.count(step, lacks_words);
    }

    /// Adds what was counted of a document to the whole.
    fn end_run(&mut self) {
        let tally = std::mem::take(&mut self.tally);
        let Some(DocumentRun { end, number }) = self.runs.get(self.run).copied() else { return };
        if tally == Tally::default() {
            return;
        }
        for (step, n) in tally.by_step.iter() {
            self.found.totals[step].add(number, *n);
        }
        self.found.lacking.add(number, tally.lacking);
        // Any section says what all of them say of the document.
        let section = end - 1;
        for (_, column) in &mut self.facets {
            match column {
                FacetColumn::Labels(labels, counts) => {
                    for ord in labels.ords().values_for_doc(section) {
                        let place = usize::try_from(ord).ok();
                        if let Some(counted) = place.and_then(|ord| counts.get_mut(ord)) {
                            counted.add(tally);
                        }
                    }
                }
                FacetColumn::Numbers(numbers, counts) => {
                    if numbers.first(section).is_none() {
                        self.found.n_undated += tally.by_step.exact + tally.by_step.variant;
                    }
                    for value in numbers.values_for_doc(section) {
                        counts.entry(value).or_default().add(tally);
                    }
                }
                FacetColumn::Documents(counts) => counts.entry(number).or_default().add(tally),
            }
        }
    }

    /// Whether a section that matches at `step` belongs into the list.
    fn is_listed(&self, step: Step) -> bool {
        match self.request.mode {
            Mode::All => true,
            Mode::Exact => step == Step::Exact,
            Mode::Variant => step <= Step::Variant,
            Mode::Word => step == Step::Word,
        }
    }

    /// The score below which a section that matches at `step` is not kept: those sections are counted
    /// but not scored, and the answer is the same.
    fn worst_score(&self, step: Step) -> f32 {
        let is_full = self.request.unit != Unit::Document && self.heap.len() >= self.request.n_best;
        let Some(Ranked(worst)) = self.heap.peek().filter(|_| is_full) else {
            return f32::NEG_INFINITY;
        };
        match (step == Step::Word).cmp(&worst.is_by_words()) {
            Ordering::Greater => f32::INFINITY,
            Ordering::Equal if self.request.sort == Sort::Relevance => worst.score,
            Ordering::Less | Ordering::Equal => f32::NEG_INFINITY,
        }
    }

    fn candidate(&mut self, found: &SectionMatch) -> Option<Candidate> {
        let doc = found.doc;
        let (weights, worst) = (self.request.weights, self.worst_score(found.step));
        if !self.is_listed(found.step) || worst == f32::INFINITY {
            return None;
        }
        let signals = match &mut self.scorers {
            Some(scorers) => scorers.signals(found, weights, worst)?,
            None => Signals::default(),
        };
        let n_hits = match (self.request.mode, found.step) {
            (_, Step::Word) => 0,
            (Mode::Exact, _) => found.n_hits.exact,
            _ => found.n_hits.variant,
        };
        Some(self.candidate_with(doc, found.step, n_hits, signals))
    }

    fn candidate_with(&self, doc: DocId, step: Step, n_hits: u32, signals: Signals) -> Candidate {
        let first = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        let document = first(&self.columns.document);
        let rank = usize::try_from(document).ok().and_then(|n| self.request.document_ranks.get(n));
        Candidate {
            address: DocAddress::new(self.segment_ord, doc),
            step,
            n_hits,
            score: signals.sum(),
            signals,
            words: u64::MAX,
            sort_key: sort_key(self.request.sort, || self.columns.issued.first(doc)),
            document,
            document_rank: rank.copied().unwrap_or(u32::MAX),
            section_order: first(&self.columns.section_order),
        }
    }

    fn keep(&mut self, mut candidate: Candidate) {
        if self.request.sort == Sort::DocumentOrder {
            candidate.score = 0.0;
        }
        if self.request.unit == Unit::Document {
            let best =
                self.by_document.entry(candidate.document).or_insert_with(|| candidate.clone());
            if candidate.order(best) == Ordering::Less {
                *best = candidate;
            }
            return;
        }
        if self.heap.len() < self.request.n_best {
            self.heap.push(Ranked(candidate));
        } else if self.heap.peek().is_some_and(|worst| candidate.order(&worst.0) == Ordering::Less)
        {
            self.heap.pop();
            self.heap.push(Ranked(candidate));
        }
    }
}

/// What decides before the score, the greatest first; what has no date comes last, whatever the order.
fn sort_key(sort: Sort, issued: impl Fn() -> Option<u64>) -> i64 {
    let issued = || issued().filter(|date| *date > 0).and_then(|date| i64::try_from(date).ok());
    match sort {
        Sort::Relevance => 0,
        Sort::IssuedDescending => issued().unwrap_or(i64::MIN),
        Sort::Issued | Sort::DocumentOrder => issued().map_or(i64::MIN, |date| -date),
    }
}

/// The part of the words' weight that a phrase adds: more occurrences add less and less.
fn phrase_weight(found: &SectionMatch, weights: &Weights) -> f32 {
    let (weight, n) = match found.step {
        Step::Exact => (weights.exact, found.n_hits.exact),
        Step::Variant => (weights.variant, found.n_hits.variant),
        Step::Word => return 0.0,
    };
    weight * n as f32 * 2.0 / (n as f32 + 1.0)
}

fn facet_column(reader: &SegmentReader, field: FacetField) -> Result<FacetColumn, SearchError> {
    let name = match field {
        FacetField::Issuer => "issuer",
        FacetField::Kind => "kind",
        FacetField::FiscalYear => {
            let column = reader.fast_fields().i64("fiscal_year")?;
            return Ok(FacetColumn::Numbers(column, BTreeMap::new()));
        }
        FacetField::Document => return Ok(FacetColumn::Documents(BTreeMap::new())),
    };
    Ok(match reader.fast_fields().str(name)? {
        Some(labels) => {
            let n = labels.num_terms();
            FacetColumn::Labels(labels, vec![Tally::default(); n])
        }
        None => FacetColumn::Documents(BTreeMap::new()),
    })
}

fn facet_counts(column: FacetColumn) -> Result<BTreeMap<FacetKey, Tally>, SearchError> {
    let mut counts = BTreeMap::new();
    match column {
        FacetColumn::Labels(labels, by_ord) => {
            for (ord, n) in (0..).zip(by_ord).filter(|(_, n)| *n != Tally::default()) {
                let mut label = String::new();
                labels.ord_to_str(ord, &mut label)?;
                counts.insert(FacetKey::Label(label), n);
            }
        }
        FacetColumn::Numbers(_, by_value) => {
            counts.extend(by_value.into_iter().map(|(value, n)| (FacetKey::Number(value), n)));
        }
        FacetColumn::Documents(by_number) => {
            let number = |n| FacetKey::Number(i64::try_from(n).unwrap_or(i64::MAX));
            counts.extend(by_number.into_iter().map(|(value, n)| (number(value), n)));
        }
    }
    Ok(counts)
}
