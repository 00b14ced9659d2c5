//! `shirabe dictionary`

use crate::Outcome;
use crate::args::{DictionaryArguments, DictionaryCommand};
use crate::progress::Bar;
use crate::terminal::line;

pub(crate) fn run(arguments: &DictionaryArguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        DictionaryCommand::Install { path } => {
            let bar = Bar::hidden_until_needed();
            let installed = shirabe_dictionary::install(path.as_deref(), &bar)?;
            bar.finish();
            line(format!("the dictionary is ready in {}", installed.display()))?;
        }
        DictionaryCommand::Info => match shirabe_dictionary::info()? {
            None => {
                line("no dictionary is prepared yet: run `shirabe dictionary install`")?;
                return Ok(Outcome::NothingFound);
            }
            Some(info) => {
                line(format!("folder:  {}", info.path.display()))?;
                line(format!("source:  {}", info.source))?;
                line(format!("hash:    {}", info.hash))?;
                line(format!("entries: {}", info.n_entries))?;
                line(format!("size:    {:.1} MB", info.size_bytes as f64 / 1e6))?;
                line(format!("columns: {}", info.columns.join(", ")))?;
            }
        },
    }
    Ok(Outcome::Done)
}
