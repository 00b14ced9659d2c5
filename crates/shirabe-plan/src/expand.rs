//! Alternative spellings of a whole phrase, from the expansions of its parts.

use shirabe_text::{Expansion, Folding, Rule, expansions, expansions_in, fold};

use crate::analyzer::Analyzer;
use crate::edges::{Edges, NumberEdges};
use crate::request::SearchRequest;
use crate::tree::Alternative;

/// A phrase is searched in at most this many spellings besides its own.
const MAX_ALTERNATIVES: usize = 64;

/// A longer text is a question or a quotation, whose other spellings nobody would look through.
const MAX_EXPANDED_CHARS: usize = 64;

/// The expansions of one phrase and the spellings that they give.
#[derive(Debug, Default)]
pub struct Expanded {
    /// The parts that have other spellings.
    pub parts: Vec<ExpandedPart>,
    alternatives: Vec<Alternative>,
    /// Which edges of the phrase are numbers.
    pub numbers: NumberEdges,
}

/// One part of a phrase with its alternatives.
#[derive(Debug)]
pub struct ExpandedPart {
    /// What the part is, and by which rule it is expanded.
    pub expansion: Expansion,
    /// The whole phrase with each alternative in place of the part, and whether it takes part.
    pub alternatives: Vec<(String, bool)>,
}

impl Expanded {
    /// The spellings that take part.
    pub fn on(&self) -> Vec<Alternative> {
        self.alternatives.clone()
    }
}

/// Which edges of `phrase` are numbers, where nothing is to be expanded.
pub fn number_edges(phrase: &str, analyzer: &Analyzer) -> NumberEdges {
    let n_chars = phrase.chars().count();
    if n_chars > MAX_EXPANDED_CHARS || !NumberEdges::matter_for(phrase) {
        return NumberEdges::default();
    }
    let found = expansions(phrase, analyzer.segmenter(), analyzer.spellings(), &[]);
    NumberEdges::of(found.iter(), n_chars)
}

/// Expands `phrase` as the request allows.
pub fn expand(phrase: &str, request: &SearchRequest, analyzer: &Analyzer) -> Expanded {
    if phrase.chars().count() > MAX_EXPANDED_CHARS {
        return Expanded::default();
    }
    let abbreviations = analyzer.abbreviations_in(phrase);
    let found = expansions_in(
        phrase,
        analyzer.segmenter(),
        analyzer.spellings(),
        &abbreviations,
        analyzer.notations(),
    );
    let parts: Vec<ExpandedPart> = found
        .into_iter()
        .map(|expansion| {
            // What stands nowhere finds nothing and takes the place of what does.
            let standing = expansion.alternatives.iter().filter(|alternative| {
                analyzer.presence().may_stand(&fold(alternative, Folding::Standard))
            });
            let alternatives = standing.map(|alternative| {
                let key = format!("{}={alternative}", expansion.term);
                let on = if expansion.rule.is_on_by_default() {
                    !request.switched_off.contains(&key)
                } else {
                    request.switched_on.contains(&key)
                };
                (alternative.clone(), on)
            });
            let alternatives = alternatives.collect();
            ExpandedPart { expansion, alternatives }
        })
        .collect();
    let numbers = NumberEdges::of(parts.iter().map(|part| &part.expansion), phrase.chars().count());
    let mut alternatives = combine(phrase, &parts, numbers);
    if request.part {
        for alternative in &mut alternatives {
            alternative.edges = alternative.edges.opened();
        }
    }
    Expanded { parts, alternatives, numbers }
}

/// Every combination of the parts' alternatives, fewest replacements first.
fn combine(phrase: &str, parts: &[ExpandedPart], numbers: NumberEdges) -> Vec<Alternative> {
    let own = fold(phrase, Folding::Standard);
    let mut spellings: Vec<Alternative> = Vec::new();
    // Each entry: which parts are replaced by which alternative, in the order of the parts.
    let mut frontier: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    while !frontier.is_empty() && spellings.len() < MAX_ALTERNATIVES {
        let mut next = Vec::new();
        for chosen in &frontier {
            let first = chosen.last().map_or(0, |(part, _)| part + 1);
            for (part, expanded) in parts.iter().enumerate().skip(first) {
                if !chosen.iter().all(|(other, _)| apart(&parts[*other], expanded)) {
                    continue;
                }
                for number in 0..expanded.alternatives.len() {
                    if expanded.alternatives[number].1 && next.len() < MAX_ALTERNATIVES {
                        let mut more = chosen.clone();
                        more.push((part, number));
                        next.push(more);
                    }
                }
            }
        }
        for chosen in &next {
            let text = replaced(phrase, parts, chosen);
            let folded = fold(&text, Folding::Standard);
            let known = folded == own || spellings.iter().any(|other| other.folded == folded);
            if !known && !folded.is_empty() && spellings.len() < MAX_ALTERNATIVES {
                let rules = chosen.iter().map(|(part, _)| parts[*part].expansion.rule);
                let rule = rules.clone().next().map_or("", Rule::name);
                let edges = Edges::of_alternative(&folded, numbers, rules);
                spellings.push(Alternative { text, folded, rule, edges });
            }
        }
        frontier = next;
    }
    spellings
}

fn apart(a: &ExpandedPart, b: &ExpandedPart) -> bool {
    a.expansion.chars.end <= b.expansion.chars.start
        || b.expansion.chars.end <= a.expansion.chars.start
}

/// The phrase with the chosen alternatives in place. `chosen` need not be in text order.
pub fn replaced(phrase: &str, parts: &[ExpandedPart], chosen: &[(usize, usize)]) -> String {
    let mut edits: Vec<(&ExpandedPart, &str)> = chosen
        .iter()
        .map(|(part, number)| (&parts[*part], parts[*part].alternatives[*number].0.as_str()))
        .collect();
    edits.sort_by_key(|(part, _)| part.expansion.chars.start);
    let mut out = String::new();
    let mut chars = phrase.chars();
    let mut at = 0;
    for (part, text) in edits {
        out.extend(chars.by_ref().take(part.expansion.chars.start - at));
        chars.by_ref().take(part.expansion.chars.len()).for_each(drop);
        out.push_str(text);
        at = part.expansion.chars.end;
    }
    out.extend(chars);
    out
}
