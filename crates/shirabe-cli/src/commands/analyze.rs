//! `shirabe analyze`

use shirabe_search::Analysis as Reading;
use shirabe_text::WordClass;

use crate::Outcome;
use crate::args::AnalyzeArguments;
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line};

pub(crate) fn run(arguments: &AnalyzeArguments) -> anyhow::Result<Outcome> {
    let analysis = Analysis::prepare()?;
    let reading = Reading::of(&arguments.text, &analysis.sections, &analysis.spellings, &[]);
    line(format!("{} {}", heading("text      "), reading.text))?;
    line(format!("{} {}", heading("match form"), reading.match_form))?;
    line(format!("{} {}", heading("bigrams   "), reading.bigrams.join(" ")))?;
    line(heading("words"))?;
    for word in &reading.words {
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
    for expansion in &reading.expansions {
        let rule = faint(expansion.rule.label_ja());
        line(format!("  {} → {} {rule}", expansion.term, expansion.alternatives.join("、")))?;
    }
    Ok(Outcome::Done)
}
