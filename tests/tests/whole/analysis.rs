//! The analysis of a fixed text. An index is only as good as the analysis that made it, so a change of
//! the analysis takes a new [`ANALYSIS_VERSION`]; `fixtures/analysis/versions.tsv` holds it to that.

use fs_err as fs;
use shirabe_testkit::{assert_recorded, digest};
use shirabe_text::{ANALYSIS_VERSION, Folding, MatchForm, WordClass, expansions, sentences};

use crate::fixture;

/// What the index is made of: forms, words and sentences of each line of the fixture, and of all of it,
/// because sentences and words go on over line ends.
fn analysis() -> Vec<String> {
    let text = fs::read_to_string(fixture("analysis/text.txt")).unwrap();
    let mut lines = Vec::new();
    for part in text.lines().chain([text.as_str()]) {
        lines.push(format!("form     {}", shown(&MatchForm::of(part, Folding::Standard))));
        lines.push(format!("strict   {}", shown(&MatchForm::of(part, Folding::Strict))));
        lines.push(format!("words    {}", words(part)));
        let ends: Vec<String> =
            sentences(part).iter().map(|range| format!("{}..{}", range.start, range.end)).collect();
        lines.push(format!("sentences {}", ends.join(" ")));
    }
    lines
}

/// A form, and where matches can neither begin nor end.
fn shown(form: &MatchForm) -> String {
    let inner: Vec<String> = form.inner_offsets().iter().map(ToString::to_string).collect();
    let inner =
        if inner.is_empty() { String::new() } else { format!("  inside {}", inner.join(" ")) };
    form.as_str().to_owned() + &inner
}

fn words(text: &str) -> String {
    let mut shown = Vec::new();
    for word in shirabe_dictionary::for_tests().segmenter.words(text) {
        let sign = match word.class {
            WordClass::Content => "",
            WordClass::Function => "-",
            WordClass::Number => "#",
            WordClass::Symbol => continue,
        };
        let units: Vec<&str> =
            word.short_units.iter().map(|unit| unit.normalised.as_str()).collect();
        let units = if units.len() > 1 { format!("[{}]", units.join("+")) } else { String::new() };
        shown.push(format!("{sign}{}@{}{units}", word.normalised, word.chars.start));
    }
    shown.join(" ")
}

#[test]
fn a_change_of_the_analysis_takes_a_new_version() {
    let path = fixture("analysis/versions.tsv");
    let now = digest(&analysis().join("\n"));
    let table = fs::read_to_string(&path).unwrap_or_default();
    let rows = table.lines().filter_map(|line| line.split_once('\t'));
    let recorded = rows.filter(|(version, _)| *version == ANALYSIS_VERSION.to_string());
    match recorded.map(|(_, digest)| digest).next() {
        Some(recorded) => assert!(
            recorded == now,
            "the analysis of the fixture is another one than that of version {ANALYSIS_VERSION} \
             ({now}, not {recorded}). Every index made before would answer wrongly without a word. \
             Raise ANALYSIS_VERSION in shirabe-text and run this test with UPDATE=1; the test beside it \
             shows what has changed."
        ),
        None if std::env::var_os("UPDATE").is_some() => {
            fs::write(&path, format!("{table}{ANALYSIS_VERSION}\t{now}\n")).unwrap();
        }
        None => panic!(
            "{} has no line for version {ANALYSIS_VERSION}: run this test with UPDATE=1",
            path.display()
        ),
    }
}

#[test]
fn the_analysis_of_the_fixture_is_the_one_on_record() {
    assert_recorded(&fixture("analysis/forms.txt"), &analysis());
}

/// Other spellings act on queries alone: they may change without a new version, but not unnoticed.
#[test]
fn the_other_spellings_of_these_phrases_are_those_on_record() {
    let prepared = shirabe_dictionary::for_tests();
    let phrases = fs::read_to_string(fixture("analysis/phrases.txt")).unwrap();
    let spellings_of = |phrase: &str| {
        let found = expansions(phrase, &prepared.segmenter, &prepared.spellings, &[]);
        let parts = found.iter().map(|expansion| {
            let rule = expansion.rule.name();
            format!("{} {rule}: {}", expansion.term, expansion.alternatives.join("、"))
        });
        format!("{phrase} → {}", parts.collect::<Vec<_>>().join(" | "))
    };
    let lines: Vec<String> = phrases.lines().map(spellings_of).collect();
    assert_recorded(&fixture("analysis/expansions.txt"), &lines);
}
