//! `shirabe analyze`

use shirabe_text::{Folding, MatchForm, WordClass, expansions};

use crate::Outcome;
use crate::args::AnalyzeArguments;
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line};

pub(crate) fn run(arguments: &AnalyzeArguments) -> anyhow::Result<Outcome> {
    let analysis = Analysis::prepare()?;
    let text = arguments.text.as_str();
    let form = MatchForm::of(text, Folding::Standard);
    line(format!("{} {text}", heading("text      ")))?;
    line(format!("{} {}", heading("match form"), form.as_str()))?;
    let chars: Vec<char> = form.as_str().chars().collect();
    let bigrams: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
    line(format!("{} {}", heading("bigrams   "), bigrams.join(" ")))?;
    let segmenter = analysis.sections.segmenter();
    line(heading("words"))?;
    for word in segmenter.words(text) {
        let class = match word.class {
            WordClass::Content => "counts",
            WordClass::Number => "number",
            WordClass::Function => "function word",
            WordClass::Symbol => "symbol",
        };
        let range = format!("{}..{}", word.chars.start, word.chars.end);
        let detail = format!("{} {} {}", word.reading, word.part_of_speech, class);
        line(format!("  {range:8} {} → {} {}", word.surface, word.normalised, faint(&detail)))?;
    }
    line(heading("variants"))?;
    for expansion in expansions(text, segmenter, &analysis.spellings, &[]) {
        let rule = faint(expansion.rule.label_ja());
        line(format!("  {} → {} {rule}", expansion.term, expansion.alternatives.join("、")))?;
    }
    Ok(Outcome::Done)
}
