//! From the tree of a query to a plan: phrases are folded, expanded and segmented, field conditions
//! become filters.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use shirabe_query::{Field, FieldRange, InField, Near, Node, Parsed, Phrase};
use shirabe_text::{Folding, citation_asked, fold, parse_date_range, parse_fiscal_year};

use crate::analyzer::Analyzer;
use crate::bounds::ReadingTime;
use crate::edges::Edges;
use crate::expand::{Expanded, expand, number_edges};
use crate::notes::{QueryNote, ReadAsWords, Remark};
use crate::pattern::{Pattern, PatternError};
use crate::question;
use crate::request::{Filters, Scope, SearchRequest, Step};
use crate::tree::{Filter, Leaf, NearPlan, Plan, PlannedQuery, Words};

/// The part of the words of a long run that must be there where the run is a condition: in a written AND,
/// an alternative or a scope below the section. Of a question of the tax office (29 words on average) a
/// fifth excluded 3 % of the answers, three tenths 6 %, a half 25 %.
const WORDS_NEEDED: f32 = 0.3;

/// A plan with what is to be said about it.
pub struct Planned {
    /// The plan.
    pub query: PlannedQuery,
    /// What could not be read as meant, and where.
    pub notes: Vec<QueryNote>,
    /// The alternatives of each leaf, also those that are switched off.
    pub expanded: Vec<Expanded>,
    /// Whether a part of the query was not searched for.
    pub is_refused: bool,
    /// Why a part of the query is no wording that somebody would look for.
    pub read_as_words: Option<ReadAsWords>,
}

/// Plans the query of `request`, already parsed.
pub fn plan(parsed: &Parsed, request: &SearchRequest, analyzer: &Analyzer) -> Planned {
    let mut planner = Planner {
        request,
        analyzer,
        leaves: Vec::new(),
        filters: Vec::new(),
        expanded: Vec::new(),
        is_refused: false,
        read_as_words: None,
        notes: parsed
            .notes
            .iter()
            .map(|note| QueryNote {
                remark: Remark::Reading(note.message.clone()),
                position_chars: note.position_chars,
            })
            .collect(),
    };
    let tree =
        parsed.tree.as_ref().map_or(Plan::Nothing, |tree| planner.node(tree, Polarity::Positive));
    let mut parts = match tree {
        Plan::And(parts) => parts,
        other => vec![other],
    };
    planner.conditions(&request.filters, &mut parts);
    let scope = parsed.scope.map_or(request.scope, scope);
    let any_word = !parsed.says_and && scope == Scope::Section;
    let words = if any_word { planner.words(&parts) } else { None };
    let plan = if parts.len() == 1 { parts.remove(0) } else { Plan::And(parts) };
    Planned {
        query: PlannedQuery {
            plan,
            leaves: planner.leaves,
            filters: planner.filters,
            scope,
            // Every step is counted, whichever is listed; the words of runs have a pass of their own.
            last_step: if words.is_some() { Step::Variant } else { Step::Word },
            words,
            strict: request.strict,
            lists_across: request.across,
            reading_time: Arc::new(ReadingTime::start()),
        },
        notes: planner.notes,
        expanded: planner.expanded,
        is_refused: planner.is_refused,
        read_as_words: planner.read_as_words,
    }
}

fn scope(scope: shirabe_query::Scope) -> Scope {
    match scope {
        shirabe_query::Scope::Sentence => Scope::Sentence,
        shirabe_query::Scope::Paragraph => Scope::Paragraph,
        shirabe_query::Scope::Section => Scope::Section,
        shirabe_query::Scope::Page => Scope::Page,
        shirabe_query::Scope::Document => Scope::Document,
    }
}

/// Whether a leaf stands outside every NOT.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    Positive,
    Negative,
}

struct Planner<'a> {
    request: &'a SearchRequest,
    analyzer: &'a Analyzer,
    leaves: Vec<Leaf>,
    filters: Vec<Filter>,
    expanded: Vec<Expanded>,
    notes: Vec<QueryNote>,
    is_refused: bool,
    read_as_words: Option<ReadAsWords>,
}

impl Planner<'_> {
    fn node(&mut self, node: &Node, polarity: Polarity) -> Plan {
        match node {
            Node::And(nodes) => {
                let nodes = joined_sentences(nodes, &self.request.query);
                Plan::And(nodes.iter().map(|node| self.node(node, polarity)).collect())
            }
            Node::Or(nodes) => {
                Plan::Or(nodes.iter().map(|node| self.node(node, polarity)).collect())
            }
            Node::Not(node) => Plan::Not(Box::new(self.node(node, Polarity::Negative))),
            Node::Phrase(_) | Node::Pattern(_) | Node::Regex(_) => {
                self.leaf(node, polarity, WordStep::Allowed).map_or(Plan::Nothing, Plan::Leaf)
            }
            Node::Near(near) => self.near(near, polarity),
            Node::Field(field) => self.field(field),
            Node::Range(range) => self.range(range),
        }
    }

    /// The words of the plain runs among the `parts` of the AND at the top.
    fn words(&mut self, parts: &[Plan]) -> Option<Words> {
        let is_run =
            |part: &Plan| matches!(part, Plan::Leaf(leaf) if self.leaves[*leaf].n_words_needed > 0);
        let (runs, conditions): (Vec<&Plan>, Vec<&Plan>) = parts.iter().partition(|p| is_run(p));
        let leaf = |part: &Plan| if let Plan::Leaf(leaf) = part { Some(*leaf) } else { None };
        let runs: Vec<usize> = runs.into_iter().filter_map(leaf).collect();
        let conditions = Plan::And(conditions.into_iter().cloned().collect());
        let mut words = Words { runs, words: Vec::new(), n_needed: 0, conditions };
        for run in &words.runs.clone() {
            let leaf = &mut self.leaves[*run];
            // In a text that has enough of all runs' words, each word of a run is one.
            leaf.n_words_needed = 1;
            leaf.word_occurrences.iter().for_each(|word| words.add(word));
        }
        words.n_needed = question::n_words_needed(words.words.len().min(Words::MAX));
        (!words.runs.is_empty()).then_some(words)
    }

    fn near(&mut self, near: &Near, polarity: Polarity) -> Plan {
        let mut terms = Vec::new();
        for term in &near.terms {
            let alternatives = match term {
                Node::Or(nodes) => nodes.as_slice(),
                leaf => std::slice::from_ref(leaf),
            };
            let leaves =
                alternatives.iter().filter_map(|leaf| self.leaf(leaf, polarity, WordStep::Skipped));
            terms.push(leaves.collect());
        }
        Plan::Near(NearPlan {
            terms,
            distance_chars: near.distance_chars,
            ordered: near.is_ordered,
        })
    }

    /// Adds a leaf and gives its number; `None` where nothing can match it.
    fn leaf(&mut self, node: &Node, polarity: Polarity, words: WordStep) -> Option<usize> {
        let (leaf, expanded) = match node {
            Node::Phrase(phrase) => self.phrase(phrase, words)?,
            Node::Pattern(pattern) => (
                self.pattern(Pattern::from_wildcards(&pattern.parts), |_| pattern.chars.start)?,
                Expanded::default(),
            ),
            Node::Regex(regex) => (
                self.pattern(Pattern::from_regex(&regex.source), |at_chars| {
                    regex.place_in(&self.request.query, at_chars)
                })?,
                Expanded::default(),
            ),
            _ => return None,
        };
        let position_chars = node.chars().start;
        let positive = polarity == Polarity::Positive;
        self.leaves.push(Leaf { positive, position_chars, ..leaf });
        self.expanded.push(expanded);
        Some(self.leaves.len() - 1)
    }

    fn phrase(&mut self, phrase: &Phrase, words: WordStep) -> Option<(Leaf, Expanded)> {
        let folded = fold(&phrase.text, Folding::Standard);
        if folded.is_empty() {
            return None;
        }
        let expanded = if phrase.literal || self.request.strict {
            Expanded::default()
        } else {
            expand(&phrase.text, self.request, self.analyzer)
        };
        let numbers = if expanded.parts.is_empty() {
            number_edges(&phrase.text, self.analyzer)
        } else {
            expanded.numbers
        };
        let edges = Edges::of_own(&folded, numbers);
        // Whoever quotes and wants no folding wants the characters as they stand.
        let is_opened = self.request.part || phrase.quoted && self.request.strict;
        let edges = if is_opened { edges.opened() } else { edges };
        let (opens_start, opens_end) = edge_wildcards(&self.request.query, &phrase.chars);
        let edges = Edges {
            start: if opens_start { edges.opened().start } else { edges.start },
            end: if opens_end { edges.opened().end } else { edges.end },
        };
        let word_occurrences = self.analyzer.words_of_run(&phrase.text);
        let mut all_words: Vec<String> =
            word_occurrences.iter().map(|word| word.text.clone()).collect();
        all_words.sort();
        all_words.dedup();
        let by_words = !phrase.quoted && !phrase.literal && words == WordStep::Allowed;
        let is_question =
            by_words && question::is_question(&phrase.text, self.analyzer.segmenter());
        if is_question {
            self.read_as_words = Some(ReadAsWords::Question);
        } else if by_words && folded.chars().count() > question::MAX_WORDING_CHARS {
            self.read_as_words = self.read_as_words.or(Some(ReadAsWords::LongRun));
        }
        let n_words_needed = match all_words.len() {
            _ if !by_words => 0,
            n if is_question => question::n_words_needed(n),
            n @ 0..=3 => n,
            n => part(n, WORDS_NEEDED, 2),
        };
        let leaf = Leaf {
            text: phrase.text.clone(),
            folded,
            edges,
            alternatives: expanded.on(),
            words: all_words,
            word_occurrences,
            n_words_needed,
            ..Leaf::default()
        };
        Some((leaf, expanded))
    }

    /// A leaf of a pattern; `place_in_query` says where in the query a character of its source stands.
    fn pattern(
        &mut self,
        pattern: Result<Pattern, PatternError>,
        place_in_query: impl Fn(usize) -> usize,
    ) -> Option<Leaf> {
        match pattern {
            Ok(pattern) => {
                let pattern = if self.request.part { pattern.opened() } else { pattern };
                Some(Leaf { pattern: Some(pattern), ..Leaf::default() })
            }
            Err(error) => {
                let remark = Remark::Unusable(error.reason);
                let position_chars = place_in_query(error.at_chars.unwrap_or(0));
                self.notes.push(QueryNote { remark, position_chars });
                self.is_refused = true;
                None
            }
        }
    }

    fn filter(&mut self, filter: Filter) -> Plan {
        self.filters.push(filter);
        Plan::Filter(self.filters.len() - 1)
    }

    fn field(&mut self, in_field: &InField) -> Plan {
        let texts: Vec<String> =
            in_field.value.positive_phrases().map(|phrase| phrase.text.clone()).collect();
        let Some(text) = texts.first().cloned() else {
            return self.unreadable(Remark::NoPatternInField, in_field.chars.start);
        };
        let folded = |text: &str| fold(text, Folding::Standard);
        match in_field.field {
            Field::Title | Field::Section => {
                let parts = texts.iter().map(|text| {
                    let text = folded(text);
                    if in_field.field == Field::Title {
                        Filter::Title(text)
                    } else {
                        Filter::Heading(text)
                    }
                });
                let parts: Vec<Filter> = parts.collect();
                Plan::And(parts.into_iter().map(|filter| self.filter(filter)).collect())
            }
            Field::Issuer => self.filter(Filter::Issuer(vec![folded(&text)])),
            Field::Kind => self.filter(Filter::Kind(vec![folded(&text)])),
            Field::Document => self.filter(Filter::Document(vec![folded(&text)])),
            Field::Article => self.citation(&text, in_field),
            Field::FiscalYear | Field::Date | Field::Page => {
                self.values(in_field.field, Some(&text), Some(&text), in_field.chars.start)
            }
        }
    }

    /// What cites a provision or a paper, and what does so in the own text of the statute.
    fn citation(&mut self, text: &str, in_field: &InField) -> Plan {
        let Some(asked) = citation_asked(text) else {
            return self.unreadable(Remark::NoCitation, in_field.chars.start);
        };
        let is_named = asked.term != asked.bare;
        let mut citing = self.filter(Filter::Cited(asked.term));
        let Some(statute) = asked.statute else { return citing };
        if !is_named {
            let chars = in_field.chars.clone();
            let text = format!("{statute}{}", asked.bare);
            let name = Node::Phrase(Phrase { text, quoted: true, literal: false, chars });
            let named = self.leaf(&name, Polarity::Negative, WordStep::Skipped);
            citing = Plan::And(vec![citing, named.map_or(Plan::Nothing, Plan::Leaf)]);
        }
        let own = [Filter::Named(fold(&statute, Folding::Standard)), Filter::Cited(asked.bare)];
        Plan::Or(vec![citing, Plan::And(own.map(|filter| self.filter(filter)).into())])
    }

    fn range(&mut self, range: &FieldRange) -> Plan {
        self.values(range.field, range.from.as_deref(), range.to.as_deref(), range.chars.start)
    }

    fn values(
        &mut self,
        field: Field,
        from: Option<&str>,
        to: Option<&str>,
        position: usize,
    ) -> Plan {
        let filter = match field {
            Field::FiscalYear => {
                ends(from, to, parse_fiscal_year, (i32::MIN + 1, i32::MAX)).map(Filter::FiscalYear)
            }
            Field::Date => dates(from, to).map(Filter::Issued),
            _ => ends(from, to, |text| fold(text, Folding::Standard).parse().ok(), (0, u32::MAX))
                .map(Filter::Page),
        };
        match filter {
            Some(filter) => self.filter(filter),
            None => self.unreadable(Remark::UnreadableValue, position),
        }
    }

    fn unreadable(&mut self, remark: Remark, position_chars: usize) -> Plan {
        self.notes.push(QueryNote { remark, position_chars });
        Plan::All
    }

    /// The conditions beside the query.
    fn conditions(&mut self, filters: &Filters, parts: &mut Vec<Plan>) {
        let folded =
            |texts: &[String]| texts.iter().map(|text| fold(text, Folding::Standard)).collect();
        if !filters.issuers.is_empty() {
            parts.push(self.filter(Filter::Issuer(folded(&filters.issuers))));
        }
        if !filters.kinds.is_empty() {
            parts.push(self.filter(Filter::Kind(folded(&filters.kinds))));
        }
        if !filters.documents.is_empty() {
            parts.push(self.filter(Filter::Document(filters.documents.clone())));
        }
        if !filters.fiscal_years.is_empty() {
            let years = filters
                .fiscal_years
                .iter()
                .map(|year| self.filter(Filter::FiscalYear(*year..=*year)));
            let years = years.collect();
            parts.push(Plan::Or(years));
        }
        if let Some(section) = filters.section.as_ref().map(|text| fold(text, Folding::Standard))
            && !section.is_empty()
        {
            parts.push(self.filter(Filter::Heading(section)));
        }
        if let Some(issued) = &filters.issued {
            parts.push(self.filter(Filter::Issued(issued.clone())));
        }
    }
}

/// Whether a `*` stands at the beginning and at the end of what stands here in the query. Beside Latin
/// letters it says that the word may go on: `*AI*` stands in main.
fn edge_wildcards(query: &str, chars: &Range<usize>) -> (bool, bool) {
    let query: Vec<char> = query.chars().collect();
    let is_star = |at: Option<usize>| {
        at.and_then(|at| query.get(at)).is_some_and(|c| matches!(c, '*' | '＊'))
    };
    let starts = is_star(Some(chars.start)) || is_star(chars.start.checked_sub(1));
    (starts, is_star(Some(chars.end)) || is_star(chars.end.checked_sub(1)))
}

/// Whether a leaf may be found by its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordStep {
    Allowed,
    Skipped,
}

/// A part of `n` words, rounded up, but at least `least` of them.
///
/// It depends on the query alone, never on what the corpus holds, so that a new document cannot take
/// another's hit away.
fn part(n: usize, part: f32, least: usize) -> usize {
    ((n as f32 * part).ceil() as usize).clamp(least.min(n), n)
}

/// The parts of an AND. In prose, a query with 。 or 、 in it, a space separates sentences or items and
/// not conditions: its plain runs are put together.
fn joined_sentences(nodes: &[Node], query: &str) -> Vec<Node> {
    let is_prose = |node: &Node| matches!(node, Node::Phrase(p) if is_plain(p) && p.text.contains(['。', '、']));
    if !nodes.iter().any(is_prose) {
        return nodes.to_vec();
    }
    // In a sentence 「 」 quotes what somebody says or calls so; it is no operator there.
    let is_said = |phrase: &Phrase| query.chars().nth(phrase.chars.start) == Some('「');
    let is_text = |phrase: &Phrase| is_plain(phrase) || phrase.quoted && is_said(phrase);
    let mut joined: Option<Phrase> = None;
    let mut others = Vec::new();
    for node in nodes {
        match (joined.as_mut(), node) {
            (Some(before), Node::Phrase(next)) if is_text(next) => {
                before.text.push(' ');
                before.text.push_str(&next.text);
                before.chars.end = next.chars.end;
            }
            (None, Node::Phrase(first)) if is_text(first) => {
                joined = Some(Phrase { quoted: false, ..first.clone() });
            }
            _ => others.push(node.clone()),
        }
    }
    joined.map(Node::Phrase).into_iter().chain(others).collect()
}

fn is_plain(phrase: &Phrase) -> bool {
    !phrase.quoted && !phrase.literal
}

fn ends<T: Copy + PartialOrd>(
    from: Option<&str>,
    to: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
    (least, most): (T, T),
) -> Option<RangeInclusive<T>> {
    let from = from.map_or(Some(least), &parse)?;
    let to = to.map_or(Some(most), &parse)?;
    Some(from..=to)
}

fn dates(from: Option<&str>, to: Option<&str>) -> Option<RangeInclusive<u32>> {
    let from = from.map_or(Some(0), |text| parse_date_range(text).map(|range| *range.start()))?;
    let to = to.map_or(Some(u32::MAX), |text| parse_date_range(text).map(|range| *range.end()))?;
    Some(from..=to)
}
