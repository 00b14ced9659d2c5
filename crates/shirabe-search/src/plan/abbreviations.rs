//! The abbreviations that the documents define, to be looked up by what stands in a phrase.
//!
//! A library of laws defines a hundred thousand: no query may go through all of them.

use std::collections::{BTreeSet, HashMap};

use shirabe_index::Definition;
use shirabe_text::{Abbreviation, Folding, fold, slice_chars};

/// What a phrase has beyond this many characters is never expanded.
const MAX_PHRASE_CHARS: usize = 1024;

/// All abbreviations of a generation, by folded name.
#[derive(Default)]
pub(crate) struct Abbreviations {
    /// Sorted, each once, with the number of the first definition.
    known: Vec<(Abbreviation, usize)>,
    /// The numbers of those whose short or long form this is.
    by_name: HashMap<String, Vec<usize>>,
    longest_chars: usize,
}

impl Abbreviations {
    /// Those that `definitions` define.
    pub(crate) fn of(definitions: &[Definition]) -> Abbreviations {
        let mut known: Vec<(Abbreviation, usize)> = definitions
            .iter()
            .enumerate()
            .map(|(number, found)| {
                let (long, short) = (found.long.clone(), found.short.clone());
                (Abbreviation { long, short }, number)
            })
            .collect();
        known.sort();
        known.dedup_by(|later, first| later.0 == first.0);
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut longest_chars = 0;
        for (number, (abbreviation, _)) in known.iter().enumerate() {
            for name in [&abbreviation.long, &abbreviation.short] {
                let folded = fold(name, Folding::Standard);
                longest_chars = longest_chars.max(folded.chars().count());
                by_name.entry(folded).or_default().push(number);
            }
        }
        Abbreviations { known, by_name, longest_chars }
    }

    /// Those with a name that stands in `phrase`, in their own order.
    pub(crate) fn in_phrase(&self, phrase: &str) -> Vec<Abbreviation> {
        let folded = fold(slice_chars(phrase, 0..MAX_PHRASE_CHARS), Folding::Standard);
        let mut numbers = BTreeSet::new();
        let mut rest = folded.as_str();
        while let Some(first) = rest.chars().next() {
            let ends =
                rest.char_indices().take(self.longest_chars).map(|(at, c)| at + c.len_utf8());
            for name in ends.filter_map(|end| rest.get(..end)) {
                numbers.extend(self.by_name.get(name).into_iter().flatten().copied());
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        numbers.into_iter().map(|number| self.known[number].0.clone()).collect()
    }

    /// The number of the first definition that makes one of two names the short form of the other.
    pub(crate) fn definition_of(&self, a: &str, b: &str) -> Option<usize> {
        let (a, b) = (fold(a, Folding::Standard), fold(b, Folding::Standard));
        let numbers = self.by_name.get(&a)?.iter();
        let found = numbers.map(|number| &self.known[*number]).filter(|(found, _)| {
            let (long, short) =
                (fold(&found.long, Folding::Standard), fold(&found.short, Folding::Standard));
            (short == a && long == b) || (short == b && long == a)
        });
        found.map(|(_, definition)| *definition).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(short: &str, long: &str, section: &str) -> Definition {
        Definition {
            short: short.to_owned(),
            long: long.to_owned(),
            document: "d".to_owned(),
            section: section.to_owned(),
            paragraph: "p1".to_owned(),
        }
    }

    #[test]
    fn an_abbreviation_is_found_by_either_name_in_a_phrase() {
        let known = Abbreviations::of(&[
            definition("AMED", "日本医療研究開発機構", "s1"),
            definition("AMED", "日本医療研究開発機構", "s2"),
            definition("機構", "原子力機構", "s3"),
        ]);
        let names = |phrase: &str| -> Vec<String> {
            known.in_phrase(phrase).into_iter().map(|found| found.short).collect()
        };
        assert_eq!(names("ＡＭＥＤの予算"), ["AMED"]);
        assert_eq!(names("国立研究開発法人日本医療研究開発機構は"), ["機構", "AMED"]);
        assert_eq!(names("予算"), [""; 0]);
        assert_eq!(known.definition_of("amed", "日本医療研究開発機構"), Some(0));
        assert_eq!(known.definition_of("原子力機構", "機構"), Some(2));
        assert_eq!(known.definition_of("原子力機構", "AMED"), None);
    }
}
