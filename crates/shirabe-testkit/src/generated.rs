//! A corpus of a real size for tests: [`generated_files`], made by a seed.
//!
//! About 5,000 sections of 320 documents: 30 issuers, 30 fiscal years, documents without a date, tables,
//! lists, sentences that stand in many documents, words inside words, Latin abbreviations, numbers in
//! every notation, editions, and wordings that are torn between two blocks. What is counted and listed is
//! tried here, because everything is true on two documents.
//!
//! Invariant: the same seed gives the same files, on every machine.

mod notations;
mod pages;
mod random;
mod words;

pub use random::Random;

use self::words::{ISSUERS, KINDS};

/// Any number does; another one gives other texts of the same kind.
const SEED: u64 = 20_260_401;
/// With about 16 sections each, 5,000 sections.
const N_DOCUMENTS: usize = 320;
/// The fiscal years of the documents: the first, and how many.
const FIRST_YEAR: u64 = 1996;
const N_YEARS: usize = 30;
/// Of so many documents one has no date, and one was published in two editions.
const UNDATED_EVERY: usize = 13;
const REVISED_EVERY: usize = 29;

/// One file of the corpus, with the TOML that stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The file's name without ending, which is the document's id: `gen-0042`.
    pub name: String,
    /// Markdown.
    pub text: String,
    /// What it says of the document.
    pub metadata: String,
    /// The text of the edition before, where there was one.
    pub earlier_text: Option<String>,
}

/// The files of the generated corpus.
pub fn generated_files() -> Vec<GeneratedFile> {
    (0..N_DOCUMENTS).map(file).collect()
}

fn file(n: usize) -> GeneratedFile {
    let random = &mut Random::seeded(SEED + n as u64);
    // 7 and 30 have no common divisor: every issuer publishes in many years.
    let year = FIRST_YEAR + (n * 7 / ISSUERS.len() + n) as u64 % N_YEARS as u64;
    let (issuer, kind) = (ISSUERS[n % ISSUERS.len()], KINDS[n % KINDS.len()]);
    let title = format!("{}に関する{kind}", pages::topic(random));
    let text = pages::markdown(random, &title, year);
    let mut metadata = format!(
        "id = \"gen-{n:04}\"\ntitle = \"{title}\"\nissuer = \"{issuer}\"\nkind = \"{kind}\"\nlanguage = \"ja\"\n"
    );
    if n % UNDATED_EVERY != 5 {
        let (month, day) = (random.between(1, 12), random.between(1, 28));
        // The fiscal year begins in April.
        let calendar_year = if month < 4 { year + 1 } else { year };
        metadata.extend([format!("issued = {calendar_year}-{month:02}-{day:02}\n")]);
    }
    let earlier_text = (n % REVISED_EVERY == 7).then(|| {
        metadata += "edition = \"改訂版\"\n";
        text.replacen("推進", "振興", 3) + "\n## 附則\n\n旧版に限り、なお従前の例による。\n"
    });
    GeneratedFile { name: format!("gen-{n:04}"), text, metadata, earlier_text }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::digest;

    #[test]
    fn the_same_seed_gives_the_same_files() {
        let files = generated_files();
        assert_eq!(files, generated_files());
        let text: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
        assert_eq!(digest(&text.concat()), "fd06b25cdf76404d");
    }

    #[test]
    fn every_issuer_publishes_in_many_years() {
        let files = generated_files();
        let line = |file: &GeneratedFile, key: &str| {
            let line = file.metadata.lines().find(|line| line.starts_with(key));
            line.map(ToOwned::to_owned)
        };
        let issuers: BTreeSet<_> = files.iter().map(|file| line(file, "issuer")).collect();
        let undated = files.iter().filter(|file| line(file, "issued").is_none()).count();
        let revised = files.iter().filter(|file| file.earlier_text.is_some()).count();
        assert_eq!((issuers.len(), undated, revised), (30, 25, 11));
    }
}
