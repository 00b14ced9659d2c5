//! What is to be matched: the query's tree with its phrases folded, expanded and segmented.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::bounds::ReadingTime;
use crate::edges::{Edges, NumberEdges};
use crate::numbers::Numbers;
use crate::pattern::Pattern;
use crate::request::{Scope, Step};

/// The condition that a section must meet.
#[derive(Clone, Debug)]
pub enum Plan {
    /// Every section.
    All,
    /// No section.
    Nothing,
    /// The leaf with this number.
    Leaf(usize),
    /// The filter with this number: a condition on the section or its document; it marks nothing.
    Filter(usize),
    /// All of them.
    And(Vec<Plan>),
    /// Any of them.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// Terms close to each other.
    Near(NearPlan),
}

/// Terms close to each other: any leaf of each group, one after another.
#[derive(Clone, Debug)]
pub struct NearPlan {
    /// The numbers of the leaves that may stand for each term.
    pub terms: Vec<Vec<usize>>,
    /// Characters between neighbours, at most.
    pub distance_chars: u32,
    /// Whether the terms must come in this order.
    pub ordered: bool,
}

/// A condition that does not look at the section's text.
#[derive(Clone, Debug)]
pub enum Filter {
    /// The heading path contains this folded text.
    Heading(String),
    /// The document's title contains this folded text.
    Title(String),
    /// The document has one of these numbers: what a title condition means in the index at hand.
    Numbered(Arc<Numbers>),
    /// The issuer contains one of these folded texts.
    Issuer(Vec<String>),
    /// The kind contains one of these folded texts.
    Kind(Vec<String>),
    /// 年度 of the 発行日.
    FiscalYear(RangeInclusive<i32>),
    /// 発行日 as `yyyymmdd`.
    Issued(RangeInclusive<u32>),
    /// There is no 発行日.
    Undated,
    /// The document has one of these ids.
    Document(Vec<String>),
    /// The document's title is this folded name of a statute.
    Named(String),
    /// The section cites this, by the term that `shirabe_text::citation_asked` gives it.
    Cited(String),
    /// The section touches one of these pages.
    Page(RangeInclusive<u32>),
}

/// One thing that is looked for in the text.
#[derive(Clone, Debug, Default)]
pub struct Leaf {
    /// As the reader wrote it.
    pub text: String,
    /// In match form.
    pub folded: String,
    /// What its own spelling must not be a part of.
    pub edges: Edges,
    /// Other spellings that count as this, those that are switched on.
    pub alternatives: Vec<Alternative>,
    /// The words, without repetition.
    pub words: Vec<String>,
    /// The words as often as the leaf has them, for ranking.
    pub word_occurrences: Vec<RunWord>,
    /// How many of the words must stand in the scope.
    pub n_words_needed: usize,
    /// A wildcard or regular expression, instead of all of the above.
    pub pattern: Option<Pattern>,
    /// Whether it stands outside every NOT.
    pub positive: bool,
    /// Where it stands in the query.
    pub position_chars: usize,
}

/// A word where it stands in a run.
#[derive(Clone, Debug)]
pub struct RunWord {
    /// As the index has it.
    pub text: String,
    /// As a reader knows it: a noun as it was written (ウツボ, where the index has 靫), anything that is
    /// inflected as the dictionary names it.
    pub name: String,
    /// Whether it finds a section by itself. A word of one character in a compound with longer ones does
    /// not: 口腔内 must not behave like 内, nor 研究力 like 力; 卵 in 卵は何色 and 丹, 霞, 山 in 丹霞山 do.
    pub leads: bool,
}

/// The words of the plain runs at the top of a query: any of them finds a section, and the score decides.
///
/// What a reader made a condition (quotation, field, NEAR, NOT, a written AND, a scope) stays one.
#[derive(Clone, Debug)]
pub struct Words {
    /// The leaves of the runs.
    pub runs: Vec<usize>,
    /// Their words, each once; at most [`Words::MAX`].
    pub words: Vec<RunWord>,
    /// How many of them a section must have.
    pub n_needed: usize,
    /// What must hold besides, as a wording.
    pub conditions: Plan,
}

impl Words {
    /// A bit each. Longer queries are pasted texts, which their rare words tell from all others.
    pub const MAX: usize = 64;

    /// The bits of all words.
    pub fn all(&self) -> u64 {
        u64::MAX.checked_shr((Words::MAX - self.words.len()) as u32).unwrap_or(0)
    }

    /// The bits of the words of which a section must have one.
    pub fn leading(&self) -> u64 {
        let leading = self.words.iter().enumerate().filter(|(_, word)| word.leads);
        leading.fold(0, |bits, (n, _)| bits | 1 << n)
    }

    /// The words as the index has them.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Adds a word, or another occurrence of one.
    pub(crate) fn add(&mut self, word: &RunWord) {
        match self.words.iter_mut().find(|known| known.text == word.text) {
            Some(known) => known.leads |= word.leads,
            None => self.words.push(word.clone()),
        }
    }

    /// The words whose bits are not set, in the order of the query.
    pub fn lacking(&self, words: u64) -> impl Iterator<Item = &RunWord> {
        let lacking = self.words.iter().enumerate().filter(move |(n, _)| words >> n & 1 == 0);
        lacking.map(|(_, word)| word)
    }

    /// Keeps the rarest words.
    pub fn keep_rarest(&mut self, n_sections: impl Fn(&str) -> u64) {
        if self.words.len() <= Words::MAX {
            return;
        }
        let mut by_rarity: Vec<(u64, usize)> = self
            .texts()
            .enumerate()
            // A word that stands nowhere finds nothing.
            .map(|(n, text)| (n_sections(text).wrapping_sub(1), n))
            .collect();
        by_rarity.sort_unstable();
        by_rarity.truncate(Words::MAX);
        let mut kept: Vec<usize> = by_rarity.into_iter().map(|(_, n)| n).collect();
        kept.sort_unstable();
        self.words = kept.into_iter().map(|n| self.words[n].clone()).collect();
    }
}

/// Another spelling of a whole leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The spelling.
    pub text: String,
    /// In match form.
    pub folded: String,
    /// The rule that gave it.
    pub rule: &'static str,
    /// What it must not be a part of.
    pub edges: Edges,
}

/// A whole query, ready to be matched.
#[derive(Clone, Debug)]
pub struct PlannedQuery {
    /// What must hold.
    pub plan: Plan,
    /// The phrases and patterns, by the numbers of the plan.
    pub leaves: Vec<Leaf>,
    /// Where any word of its runs is enough; `None` where each leaf needs its own words.
    pub words: Option<Words>,
    /// The conditions on documents and sections, by the numbers of the plan.
    pub filters: Vec<Filter>,
    /// Within what AND must hold.
    pub scope: Scope,
    /// The last step that may answer.
    pub last_step: Step,
    /// Hits must agree without folding.
    pub strict: bool,
    /// Whether what stands across borders is listed, in place of what stands within.
    pub lists_across: bool,
    /// How long texts may be read for its patterns.
    pub reading_time: Arc<ReadingTime>,
}

impl Leaf {
    /// The folded spellings, the reader's own first.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.folded.as_str())
            .chain(self.alternatives.iter().map(|a| a.folded.as_str()))
    }

    /// The folded spellings with what each must not be a part of, the reader's own first.
    pub fn spellings_with_edges(&self) -> impl Iterator<Item = (&str, Edges)> {
        std::iter::once((self.folded.as_str(), self.edges))
            .chain(self.alternatives.iter().map(|a| (a.folded.as_str(), a.edges)))
    }

    /// The spellings as written, the reader's own first.
    pub fn spelling_texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).chain(self.alternatives.iter().map(|a| a.text.as_str()))
    }
}

impl Plan {
    /// Whether it is an AND of nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Plan::And(parts) if parts.is_empty())
    }

    /// The conditions on the text alone; what looks at something else counts as met.
    #[must_use]
    pub fn of_text(&self) -> Plan {
        let all = |parts: &[Plan]| parts.iter().map(Plan::of_text).collect::<Vec<_>>();
        match self {
            Plan::Filter(_) => Plan::All,
            Plan::Not(part) if !part.looks_at_text() => Plan::All,
            Plan::Not(part) => Plan::Not(Box::new(part.of_text())),
            Plan::And(parts) => Plan::And(all(parts)),
            Plan::Or(parts) => Plan::Or(all(parts)),
            other => other.clone(),
        }
    }

    /// The parts that are no AND, OR or NOT, each with whether it stands outside every NOT.
    pub fn atoms(&self) -> Vec<(&Plan, bool)> {
        match self {
            Plan::And(parts) | Plan::Or(parts) => parts.iter().flat_map(Plan::atoms).collect(),
            Plan::Not(part) => part.atoms().into_iter().map(|(atom, _)| (atom, false)).collect(),
            atom => vec![(atom, true)],
        }
    }

    fn looks_at_text(&self) -> bool {
        self.atoms().iter().any(|(atom, _)| matches!(atom, Plan::Leaf(_) | Plan::Near(_)))
    }

    /// Whether distances between leaves matter.
    pub fn has_near(&self) -> bool {
        match self {
            Plan::Near(_) => true,
            Plan::And(parts) | Plan::Or(parts) => parts.iter().any(Plan::has_near),
            Plan::Not(part) => part.has_near(),
            Plan::All | Plan::Nothing | Plan::Leaf(_) | Plan::Filter(_) => false,
        }
    }
}

impl PlannedQuery {
    /// The same leaves and filters under another condition.
    #[must_use]
    pub fn with_plan(&self, plan: Plan) -> PlannedQuery {
        PlannedQuery { plan, ..self.clone() }
    }

    /// The same, as a wording only.
    #[must_use]
    pub fn of_wording(&self) -> PlannedQuery {
        PlannedQuery { words: None, last_step: Step::Variant, ..self.clone() }
    }

    /// The conditions beside the runs as a query of its own, with the numbers of leaves and filters kept.
    #[must_use]
    pub fn beside_words(&self, words: &Words) -> PlannedQuery {
        let of_runs = |number: usize| words.runs.contains(&number);
        let leaf = |(number, leaf): (usize, &Leaf)| {
            if of_runs(number) { Leaf::default() } else { leaf.clone() }
        };
        PlannedQuery {
            plan: words.conditions.clone(),
            leaves: self.leaves.iter().enumerate().map(leaf).collect(),
            words: None,
            last_step: Step::Variant,
            ..self.clone()
        }
    }

    /// A query for one text as it stands.
    pub fn exact_phrase(text: &str, numbers: NumberEdges) -> PlannedQuery {
        let folded = shirabe_text::fold(text, shirabe_text::Folding::Standard);
        let edges = Edges::of_own(&folded, numbers);
        let leaf = Leaf { text: text.to_owned(), folded, edges, positive: true, ..Leaf::default() };
        PlannedQuery::of_leaf(leaf)
    }

    /// A query for one leaf as it stands.
    pub fn of_leaf(leaf: Leaf) -> PlannedQuery {
        PlannedQuery {
            plan: Plan::Leaf(0),
            leaves: vec![leaf],
            words: None,
            filters: Vec::new(),
            scope: Scope::Section,
            last_step: Step::Exact,
            strict: false,
            lists_across: false,
            reading_time: Arc::new(ReadingTime::start()),
        }
    }

    /// The conditions at the top that do not look at the text, as a query of their own.
    #[must_use]
    pub fn conditions(&self) -> PlannedQuery {
        let is_met = |part: &Plan| !part.looks_at_text();
        let parts = match &self.plan {
            Plan::And(parts) => parts.iter().filter(|part| is_met(part)).cloned().collect(),
            whole if is_met(whole) => vec![whole.clone()],
            _ => Vec::new(),
        };
        let filters = if parts.is_empty() { Vec::new() } else { self.filters.clone() };
        PlannedQuery {
            plan: Plan::And(parts),
            leaves: Vec::new(),
            words: None,
            filters,
            scope: Scope::Section,
            ..self.clone()
        }
    }

    /// The leaves outside every NOT.
    pub fn positive_leaves(&self) -> impl Iterator<Item = (usize, &Leaf)> {
        self.leaves.iter().enumerate().filter(|(_, leaf)| leaf.positive)
    }
}
