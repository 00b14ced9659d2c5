//! The interpreted query as a person would say it: [`describe_ja`].
//!
//! 「創薬」と「人材」をともに含み、「予算」を含まない節

use crate::field::{Field, Scope};
use crate::tree::{FieldRange, InField, Near, Node, Part, Pattern, Phrase, Regex};

/// Says in Japanese which sections are being looked for.
pub fn describe_ja(node: &Node) -> String {
    describe_ja_within(node, Scope::Section)
}

/// Says in Japanese what is being looked for, where `scope` is what one result must hold.
pub fn describe_ja_within(node: &Node, scope: Scope) -> String {
    format!("{}{scope}", describe(node).before_noun())
}

/// The verb of a clause; Japanese negates and joins by its ending.
#[derive(Clone, Copy)]
enum Verb {
    Contain,
    Exist,
    Be,
    StandTogether,
}

struct Clause {
    stem: String,
    verb: Verb,
    is_negative: bool,
}

impl Clause {
    fn new(stem: impl Into<String>, verb: Verb) -> Clause {
        Clause { stem: stem.into(), verb, is_negative: false }
    }

    /// 連体形, before 節
    fn before_noun(&self) -> String {
        let ending = match (self.verb, self.is_negative) {
            (Verb::Contain, false) => "含む",
            (Verb::Contain, true) => "含まない",
            (Verb::Exist, false) => "ある",
            (Verb::Exist, true) => "ない",
            (Verb::Be, false) => "である",
            (Verb::Be, true) => "でない",
            (Verb::StandTogether, false) => "並ぶ",
            (Verb::StandTogether, true) => "並ばない",
        };
        format!("{}{ending}", self.stem)
    }

    /// 連用形, before another clause
    fn before_clause(&self) -> String {
        let ending = match (self.verb, self.is_negative) {
            (Verb::Contain, false) => "含み",
            (Verb::Contain, true) => "含まず",
            (Verb::Exist, false) => "あり",
            (Verb::Exist, true) => "なく",
            (Verb::Be, false) => "であり",
            (Verb::Be, true) => "でなく",
            (Verb::StandTogether, false) => "並び",
            (Verb::StandTogether, true) => "並ばず",
        };
        format!("{}{ending}", self.stem)
    }
}

fn describe(node: &Node) -> Clause {
    match node {
        Node::And(nodes) => describe_and(nodes),
        Node::Or(nodes) => describe_simple_or(nodes).unwrap_or_else(|| describe_or(nodes)),
        Node::Not(inner) => describe_not(inner),
        Node::Near(near) => describe_near(near),
        Node::Field(field) => describe_field(field),
        Node::Range(range) => describe_range(range),
        Node::Phrase(_) | Node::Pattern(_) | Node::Regex(_) => {
            Clause::new(format!("{}を", noun(node).unwrap_or_default()), Verb::Contain)
        }
    }
}

/// Conditions on the document first, then what must be there, what else must hold, and what must
/// not be there.
fn describe_and(nodes: &[Node]) -> Clause {
    let (mut fields, mut leaves, mut others, mut absent) = (vec![], vec![], vec![], vec![]);
    for node in nodes {
        match node {
            Node::Field(_) | Node::Range(_) => fields.push(describe(node)),
            Node::Not(inner) if inner.is_leaf() => absent.extend(noun(inner)),
            Node::Or(branches) => {
                others.push(describe_simple_or(branches).unwrap_or_else(|| either(branches)));
            }
            node => match noun(node) {
                Some(noun) => leaves.push(noun),
                None => others.push(describe(node)),
            },
        }
    }
    let present = match leaves.as_slice() {
        [] => None,
        [one] => Some(format!("{one}を")),
        [one, other] => Some(format!("{one}と{other}をともに")),
        all => Some(format!("{}をすべて", all.join("と"))),
    };
    let absent = match absent.as_slice() {
        [] => None,
        [one] => Some(format!("{one}を")),
        all => Some(format!("{}も", all.join("も"))),
    };
    let mut clauses = fields;
    clauses.extend(present.map(|stem| Clause::new(stem, Verb::Contain)));
    clauses.extend(others);
    clauses.extend(absent.map(|stem| negative(Clause::new(stem, Verb::Contain))));
    join(&clauses)
}

/// Joins clauses into one that ends as the last does.
fn join(clauses: &[Clause]) -> Clause {
    let Some((last, before)) = clauses.split_last() else {
        return Clause::new("", Verb::Contain);
    };
    let before = before.iter().map(|clause| format!("{}、", clause.before_clause()));
    let stem = before.chain([last.stem.clone()]).collect();
    Clause { stem, verb: last.verb, is_negative: last.is_negative }
}

/// An `Or` of leaves, or of leaves in one field, needs only one verb.
fn describe_simple_or(nodes: &[Node]) -> Option<Clause> {
    if let Some(nouns) = nouns(nodes) {
        return Some(Clause::new(format!("{}を", nouns.join("又は")), Verb::Contain));
    }
    let values: Option<Vec<_>> = nodes.iter().map(field_value).collect();
    let values = values?;
    let (field, _) = *values.first()?;
    let is_one_field = values.iter().all(|(other, _)| *other == field);
    let nouns: Option<Vec<_>> = values.iter().map(|(_, value)| noun(value)).collect();
    is_one_field.then_some(()).and(nouns).map(|nouns| in_field(field, &nouns.join("又は")))
}

fn field_value(node: &Node) -> Option<(Field, &Node)> {
    if let Node::Field(field) = node { Some((field.field, &field.value)) } else { None }
}

fn describe_or(nodes: &[Node]) -> Clause {
    let clauses: Vec<_> = nodes.iter().map(describe).collect();
    let Some((last, before)) = clauses.split_last() else {
        return Clause::new("", Verb::Contain);
    };
    let before = before.iter().map(|clause| format!("{}か、又は", clause.before_noun()));
    let stem = before.chain([last.stem.clone()]).collect();
    Clause { stem, verb: last.verb, is_negative: last.is_negative }
}

/// An OR among other conditions, closed in itself.
fn either(nodes: &[Node]) -> Clause {
    let clauses: Vec<_> = nodes.iter().map(|node| describe(node).before_noun()).collect();
    Clause::new(format!("{}かのいずれか", clauses.join("か、")), Verb::Be)
}

fn describe_not(inner: &Node) -> Clause {
    match inner {
        Node::And(_) | Node::Or(_) if nouns_of_or(inner).is_none() => {
            let stem = format!("{}ことが", describe(inner).before_noun());
            negative(Clause::new(stem, Verb::Exist))
        }
        Node::Or(nodes) => {
            let nouns = nouns(nodes).unwrap_or_default();
            negative(Clause::new(format!("{}も", nouns.join("も")), Verb::Contain))
        }
        other => negative(describe(other)),
    }
}

fn negative(clause: Clause) -> Clause {
    Clause { is_negative: !clause.is_negative, ..clause }
}

fn describe_near(near: &Near) -> Clause {
    let terms: Vec<_> = near.terms.iter().map(spot).collect();
    let terms = terms.join("と");
    let order = if near.is_ordered { "この順に" } else { "" };
    let stem = match near.distance_chars {
        0 => format!("{terms}が{order}すき間なく"),
        distance => format!("{terms}が{order}{distance}文字以内の間隔で"),
    };
    Clause::new(stem, Verb::StandTogether)
}

fn describe_field(field: &InField) -> Clause {
    match &*field.value {
        Node::Near(near) => near_in_field(field.field, near),
        value => in_field(field.field, &spot(value)),
    }
}

fn in_field(field: Field, value: &str) -> Clause {
    match field {
        Field::Title | Field::Section => {
            Clause::new(format!("{}に{value}を", label(field)), Verb::Contain)
        }
        Field::Article => Clause::new(format!("{value}の引用を"), Verb::Contain),
        // A year, a day or a page is named as it is, not quoted as a text.
        Field::FiscalYear | Field::Date | Field::Page => {
            let inner = value.strip_prefix('「').and_then(|value| value.strip_suffix('」'));
            let value = inner.filter(|inner| !inner.contains('「')).unwrap_or(value);
            Clause::new(format!("{}が{value}", label(field)), Verb::Be)
        }
        other => Clause::new(format!("{}が{value}", label(other)), Verb::Be),
    }
}

fn near_in_field(field: Field, near: &Near) -> Clause {
    let clause = describe_near(near);
    Clause { stem: format!("{}で{}", label(field), clause.stem), ..clause }
}

fn describe_range(range: &FieldRange) -> Clause {
    let values = match (&range.from, &range.to) {
        (Some(from), Some(to)) => format!("{from}から{to}まで"),
        (Some(from), None) => format!("{from}以降"),
        (None, Some(to)) => format!("{to}以前"),
        (None, None) => String::new(),
    };
    Clause::new(format!("{}が{values}", label(range.field)), Verb::Be)
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Title => "題名",
        Field::Section => "見出し",
        Field::Issuer => "発行機関",
        Field::Kind => "種別",
        Field::FiscalYear => "年度",
        Field::Date => "発行日",
        Field::Document => "文書",
        Field::Page => "ページ",
        Field::Article => "条",
    }
}

/// The leaves of an `Or` of leaves as nouns.
fn nouns_of_or(node: &Node) -> Option<Vec<String>> {
    if let Node::Or(nodes) = node { nouns(nodes) } else { None }
}

fn nouns(nodes: &[Node]) -> Option<Vec<String>> {
    nodes.iter().map(noun).collect()
}

/// A term of NEAR, or the value of a field.
fn spot(node: &Node) -> String {
    let noun =
        noun(node).or_else(|| nouns_of_or(node).map(|nouns| format!("（{}）", nouns.join("か"))));
    noun.unwrap_or_else(|| node.to_string())
}

fn noun(node: &Node) -> Option<String> {
    match node {
        Node::Phrase(Phrase { text, literal: true, .. }) => {
            Some(format!("この表記どおりの{}", bracketed(text)))
        }
        Node::Phrase(Phrase { text, quoted: true, .. }) => Some(format!("語句{}", bracketed(text))),
        Node::Phrase(Phrase { text, .. }) => Some(bracketed(text)),
        Node::Pattern(Pattern { parts, .. }) => {
            let text: String = parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.as_str(),
                    Part::One => "？",
                    Part::Many => "＊",
                })
                .collect();
            Some(format!("{}の形の語句", bracketed(&text)))
        }
        Node::Regex(Regex { source, .. }) => {
            Some(format!("正規表現{}に合う語句", bracketed(source)))
        }
        _ => None,
    }
}

/// Text that has brackets of its own gets the other kind.
fn bracketed(text: &str) -> String {
    if text.contains(['「', '」']) { format!("『{text}』") } else { format!("「{text}」") }
}
