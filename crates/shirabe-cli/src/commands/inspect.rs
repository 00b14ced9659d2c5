//! `shirabe inspect`

use anyhow::bail;
use shirabe_document::{Block, Quality};

use crate::Outcome;
use crate::args::InspectArguments;
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line};

pub(crate) fn run(arguments: &InspectArguments) -> anyhow::Result<Outcome> {
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    // Ids are lower case; the file that somebody has before them may not be.
    let asked = &arguments.document;
    let Some(document) = engine.snapshot().document(&asked.to_ascii_lowercase())? else {
        bail!(
            "there is no document {asked:?} in the index: ids stand in `shirabe search` and in the report of an ingest"
        );
    };
    line(format!("{} {}", heading(document.id.as_str()), document.metadata.title))?;
    for section in &document.sections {
        let path = section.path.join(" › ");
        line(format!("{} {} {}", heading(section.id.as_str()), section.heading, faint(&path)))?;
        for block in &section.blocks {
            line(format!("  {}", describe(block)))?;
        }
    }
    line(heading("repairs"))?;
    for (rule, n) in Quality::of(&document).counts {
        line(format!("  {n:5} {rule}"))?;
    }
    if arguments.repairs {
        for repair in &document.repairs {
            let lines = &repair.place.lines;
            line(faint(&format!(
                "lines {}-{} {}",
                lines.start,
                lines.end.saturating_sub(1),
                repair.rule
            )))?;
            line(format!("  - {}", repair.before.replace('\n', "⏎")))?;
            line(format!("  + {}", repair.after.replace('\n', "⏎")))?;
        }
    }
    Ok(Outcome::Done)
}

fn describe(block: &Block) -> String {
    let lines = block.lines.as_ref().map(|lines| format!("L{}-{}", lines.start, lines.end - 1));
    let page = block.page.as_ref().map(|page| format!("p. {page}"));
    let about = [Some(block.kind.as_str().to_owned()), lines, page];
    let about: Vec<String> = about.into_iter().flatten().collect();
    format!("{} {} {}", block.id, faint(&about.join(" ")), block.text.replace('\n', "⏎"))
}
