//! Promises that hold for every query and every tree.

use proptest::prelude::*;
use shirabe_query::{
    Field, FieldRange, InField, Near, Node, Part, Pattern, Phrase, Regex, Scope, describe_ja, parse,
};

/// Characters that mean something, and some that do not.
const CHARACTERS: &str =
    "a1創薬の・かすとは、。かー-－−=＝*＊?？|｜/／\\\"＂“”「」｢｣()（）~～〜.．‥…:： 　\t\0";

/// Pieces that mean something.
const PIECES: [&str; 24] = [
    "OR",
    "AND",
    "NOT",
    "NEAR",
    "NEAR/5",
    "BEFORE/5",
    "ＯＲ",
    "題名:",
    "節：",
    "年度:",
    "頁:",
    "範囲:",
    "範囲:文",
    "scope:page",
    "..",
    "ですか？",
    "R5",
    "\\",
    "~3",
    "「",
    "」",
    "(",
    ")",
    " ",
];

fn character() -> impl Strategy<Value = char> {
    proptest::sample::select(CHARACTERS.chars().collect::<Vec<_>>())
}

/// What a person in a hurry might type.
fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => character().prop_map(String::from),
        2 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

/// Text with a character that is not white space, as every leaf has.
fn text() -> impl Strategy<Value = String> {
    let keyword = proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned);
    let piece = prop_oneof![4 => character().prop_map(String::from), 1 => keyword];
    proptest::collection::vec(piece, 1..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("not blank", |text| {
            text.chars().any(|c| !c.is_whitespace() && !c.is_control())
        })
}

fn phrase() -> impl Strategy<Value = Node> {
    (text(), any::<bool>(), any::<bool>()).prop_map(|(text, quoted, literal)| {
        Node::Phrase(Phrase { text, quoted, literal, chars: 0..0 })
    })
}

fn pattern() -> impl Strategy<Value = Node> {
    let gap = prop_oneof![
        Just(vec![Part::Many]),
        Just(vec![Part::One]),
        Just(vec![Part::One, Part::One, Part::Many])
    ];
    let rest = proptest::collection::vec((gap, text()), 1..3);
    (text(), rest).prop_map(|(first, rest)| {
        let rest =
            rest.into_iter().flat_map(|(gap, text)| gap.into_iter().chain([Part::Text(text)]));
        let parts = [Part::Text(first)].into_iter().chain(rest).collect();
        Node::Pattern(Pattern { parts, chars: 0..0 })
    })
}

fn regex() -> impl Strategy<Value = Node> {
    "[a創/(|)*.「\"][a創/(|)*. -]{0,6}[a創)*]"
        .prop_map(|source| Node::Regex(Regex { source, chars: 0..0 }))
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![4 => phrase(), 1 => pattern(), 1 => regex()]
}

fn near() -> impl Strategy<Value = Node> {
    let spot = prop_oneof![
        3 => leaf(),
        1 => proptest::collection::vec(leaf(), 2..4).prop_map(Node::Or),
    ];
    (proptest::collection::vec(spot, 2..4), 0..=10_000_u32, any::<bool>()).prop_map(
        |(terms, distance_chars, is_ordered)| {
            Node::Near(Near { terms, distance_chars, is_ordered, chars: 0..0 })
        },
    )
}

fn field() -> impl Strategy<Value = Node> {
    let field = proptest::sample::select(Field::ALL.to_vec());
    (field, prop_oneof![4 => leaf(), 1 => near()]).prop_map(|(field, value)| {
        Node::Field(InField { field, value: Box::new(value), chars: 0..0 })
    })
}

fn range() -> impl Strategy<Value = Node> {
    let field = proptest::sample::select(vec![Field::FiscalYear, Field::Date, Field::Page]);
    let ends = prop_oneof![
        (text(), text()).prop_map(|(from, to)| (Some(from), Some(to))),
        text().prop_map(|from| (Some(from), None)),
        text().prop_map(|to| (None, Some(to))),
    ];
    (field, ends)
        .prop_map(|(field, (from, to))| Node::Range(FieldRange { field, from, to, chars: 0..0 }))
}

fn tree() -> impl Strategy<Value = Node> {
    let term = prop_oneof![6 => leaf(), 2 => near(), 2 => field(), 1 => range()];
    term.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_filter_map("and", Node::and),
            proptest::collection::vec(inner.clone(), 2..4).prop_filter_map("or", Node::or),
            inner.prop_map(Node::not),
        ]
    })
}

/// Every sign on its own, with a space, and with what makes it begin something.
const REPEATED: &[&str] = &[
    "a",
    "創薬 ",
    "(",
    ")",
    "() ",
    "(a ",
    "a) ",
    "「",
    "「 ",
    "」",
    "「」",
    "「a」",
    "\"",
    "\" ",
    "\"a",
    "“a ",
    "/a ",
    "/",
    "/ ",
    "|",
    "| ",
    "OR ",
    "AND OR ",
    "NOT ",
    "-",
    "- ",
    "-a ",
    "-(",
    "=-",
    "=(",
    "題名:",
    "題名:(",
    "年度:..",
    "範囲: ",
    "範囲:文 ",
    "範囲:",
    "NEAR/5 ",
    "a NEAR/5 ",
    "a NEAR/5 b BEFORE/6 ",
    "*",
    "?",
    "a*",
    "a?",
    "\\",
    "~",
    "\"a b\"~5 ",
    "a-",
    "-a－",
    "a OR ",
    "(a OR (b ",
    "a(b OR ",
    "…",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_is_read_back_from_its_canonical_form(tree in tree()) {
        let text = tree.to_string();
        prop_assert_eq!(parse(&text).tree, Some(tree), "{}", text);
    }

    #[test]
    fn whatever_is_typed_is_read_and_its_canonical_form_says_the_same(query in query()) {
        let parsed = parse(&query);
        let canonical = parse(&parsed.to_string());
        prop_assert_eq!(&canonical.tree, &parsed.tree, "{}", parsed);
        prop_assert_eq!(canonical.scope, parsed.scope);
        prop_assert_eq!(canonical.to_string(), parsed.to_string());
    }

    #[test]
    fn positions_lie_in_the_query(query in query()) {
        let parsed = parse(&query);
        let length = query.chars().count();
        prop_assert!(parsed.notes.iter().all(|note| note.position_chars < length));
        if let Some(tree) = parsed.tree {
            prop_assert!(tree.chars().end <= length && tree.chars().start < tree.chars().end);
        }
    }

    #[test]
    fn every_query_can_be_described(query in query()) {
        let parsed = parse(&query);
        let scope = parsed.scope.unwrap_or_default();
        let description = parsed.describe_ja(Scope::default());
        prop_assert_eq!(description.is_some(), parsed.tree.is_some());
        prop_assert!(description.is_none_or(|text| text.ends_with(scope.name())));
    }

    #[test]
    fn plain_words_are_found_in_the_tree_as_typed(words in proptest::collection::vec("[ぁ-んァ-ヶ一-龠a-z0-9・々%]{1,8}", 1..6)) {
        let tree = parse(&words.join("　")).tree.unwrap();
        let phrases: Vec<_> = tree.positive_phrases().map(|phrase| phrase.text.clone()).collect();
        prop_assume!(words.iter().all(|word| !word.starts_with('ー')));
        prop_assert_eq!(phrases, words);
    }
}

/// However long and whatever it repeats, a query is read, written and described.
#[test]
fn long_queries_are_read_like_short_ones() {
    let lengths = REPEATED.iter().map(|piece| (*piece, 20_000));
    for (piece, length) in lengths.chain([("a", 100_000), ("創薬 ", 100_000), ("(a ", 100_000)]) {
        let query: String = piece.chars().cycle().take(length).collect();
        let parsed = parse(&query);
        assert_eq!(parse(&parsed.to_string()).tree, parsed.tree, "{piece}");
        parsed.tree.as_ref().map(describe_ja);
    }
}

#[test]
fn nested_brackets_are_followed_to_a_depth() {
    let nested = |depth: usize| format!("{}創薬 人材{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(parse(&nested(50)).notes, []);
    let parsed = parse(&nested(10_000));
    assert_eq!(parsed.to_string(), "創薬 人材");
    assert_eq!(parsed.notes.len(), 1);
    assert_eq!(parsed.notes[0].position_chars, 50);
    let deep = format!("{}a{}", "(x -(y OR ".repeat(10_000), "))".repeat(10_000));
    assert_eq!(parse(&deep).notes.len(), 1);
}
