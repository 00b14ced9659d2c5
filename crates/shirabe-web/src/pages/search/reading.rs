//! How the query was read: in Japanese, with remarks and with the spellings that were searched.

use shirabe_query::{Node, Scope as QueryScope};
use shirabe_search::{
    AlternativeReading, Counts, ExpansionReading, Mode, QueryNote, QueryReading, ReadAsWords,
    Scope, WordsReading,
};
use shirabe_site::params::SearchParams;
use shirabe_site::{url, wording};

use crate::pages::caret::CaretView;

/// Shorter queries are seldom copied sentences: as where a text counts as pasted in the ranking.
const MIN_PASTED_CHARS: usize = 40;

/// The interpreted query.
pub(super) struct ReadingView {
    /// Such as 「創薬」と「人材」をともに含む節.
    pub description: Option<String>,
    /// 表記=厳密
    pub is_strict: bool,
    /// Remarks, each with its place.
    pub notes: Vec<NoteView>,
    /// The spellings, by term.
    pub expansions: Vec<ExpansionView>,
    /// A pasted text as a draft whose quotation can be checked.
    pub draft: Option<String>,
}

/// A remark on the query.
pub(super) struct NoteView {
    pub message: String,
    pub caret: Option<CaretView>,
}

/// A term and its other spellings.
pub(super) struct ExpansionView {
    pub term: String,
    pub rule: &'static str,
    pub alternatives: Vec<AlternativeView>,
}

/// One spelling, with the link that switches it.
pub(super) struct AlternativeView {
    pub text: String,
    pub n_hits: String,
    pub is_on: bool,
    pub url: String,
    /// Where an abbreviation is defined.
    pub definition: Option<String>,
}

impl ReadingView {
    pub(super) fn of(params: &SearchParams, reading: QueryReading, counts: &Counts) -> ReadingView {
        let description = description(params, &reading, counts);
        let expansions = reading.expansions.into_iter();
        ReadingView {
            description,
            is_strict: params.strict,
            notes: reading.notes.iter().map(|note| note_view(note, &params.q)).collect(),
            expansions: expansions.map(|expansion| expansion_view(params, expansion)).collect(),
            draft: draft_of(&params.q, reading.read_as_words),
        }
    }
}

/// A text that is long enough to be pasted, as a quotation of lines that begin with `>`.
fn draft_of(query: &str, read_as_words: Option<ReadAsWords>) -> Option<String> {
    let is_question = read_as_words == Some(ReadAsWords::Question);
    let is_pasted = !is_question && query.chars().count() >= MIN_PASTED_CHARS;
    is_pasted.then(|| query.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"))
}

/// What was looked for, as it was: the wording as it stands, and the words beside it where they find
/// something. A question is its words.
fn description(params: &SearchParams, reading: &QueryReading, counts: &Counts) -> Option<String> {
    let parsed = shirabe_query::parse(&params.q);
    let words = words_apart(&reading.words);
    if let (Some(_), Some(words)) = (reading.read_as_words, &words) {
        return Some(format!("{words}（語の組合せとして読みました）"));
    }
    let wording = match &parsed.tree {
        Some(Node::Phrase(phrase)) if !phrase.literal => {
            let spellings = match params.mode {
                Mode::Exact => "",
                _ if params.strict => "",
                _ => "（表記ゆれを含む）",
            };
            let scope = parsed.scope.unwrap_or(scope(params.scope));
            format!("「{}」をこのまま{spellings}含む{scope}", phrase.text)
        }
        _ => parsed.describe_ja(scope(params.scope))?,
    };
    let n_beside = counts.by_step.word.sections + counts.lacking.sections;
    let beside = words.filter(|_| n_beside > 0);
    Some(match beside {
        Some(words) => format!("{wording}。ほかに{words}"),
        None => wording,
    })
}

/// 「研究」と「力」を含む節; of several runs each has its own words, which would fill the line.
fn words_apart(runs: &[WordsReading]) -> Option<String> {
    let [run] = runs else {
        return (!runs.is_empty()).then(|| "語が離れて現れる節".to_owned());
    };
    let named = run.words.iter().map(|word| format!("「{word}」")).collect::<Vec<_>>();
    Some(if run.n_needed < named.len() {
        format!("{}のうち{}語以上を含む節", named.join(""), run.n_needed)
    } else {
        format!("{}を含む節", named.join("と"))
    })
}

fn scope(scope: Scope) -> QueryScope {
    match scope {
        Scope::Sentence => QueryScope::Sentence,
        Scope::Paragraph => QueryScope::Paragraph,
        Scope::Section => QueryScope::Section,
        Scope::Page => QueryScope::Page,
        Scope::Document => QueryScope::Document,
    }
}

fn note_view(note: &QueryNote, query: &str) -> NoteView {
    NoteView {
        message: wording::remark(&note.remark),
        caret: CaretView::at(query, note.position_chars),
    }
}

fn expansion_view(params: &SearchParams, expansion: ExpansionReading) -> ExpansionView {
    let term = expansion.term;
    let alternatives = expansion.alternatives.into_iter();
    ExpansionView {
        rule: expansion.rule_label,
        alternatives: alternatives.map(|a| alternative_view(params, &term, a)).collect(),
        term,
    }
}

fn alternative_view(
    params: &SearchParams,
    term: &str,
    alternative: AlternativeReading,
) -> AlternativeView {
    let name = format!("{term}={}", alternative.text);
    let url = params.with(|params| params.switch(&name, !alternative.on)).url();
    let definition = alternative
        .defined_at
        .map(|(document, section, paragraph)| url::paragraph(&document, &section, &paragraph));
    AlternativeView {
        text: alternative.text,
        n_hits: wording::number(alternative.n_hits),
        is_on: alternative.on,
        url,
        definition,
    }
}
