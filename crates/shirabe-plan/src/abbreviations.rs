//! The abbreviations that the documents define, to be looked up by what stands in a phrase.
//!
//! A library of laws defines a hundred thousand: no query may go through all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shirabe_index::Definition;
use shirabe_text::{Abbreviation, Folding, fold, slice_chars};

/// What a phrase has beyond this many characters is never expanded.
const MAX_PHRASE_CHARS: usize = 1024;

/// Where a short name has one long form in this many documents, what a single document gives it besides is
/// the accident of one sentence: AI is 人工知能 in 40 of them, and 活用技術 in one. Of the corpus of
/// programme reviews; 2 would drop long forms that two bureaus simply use less.
const DOCUMENTS_OF_A_SETTLED_NAME: usize = 3;

/// All abbreviations of a generation, by folded name.
#[derive(Default)]
pub struct Abbreviations {
    /// Sorted, each once, with the number of the first definition.
    known: Vec<(Abbreviation, usize)>,
    /// The numbers of those whose short or long form this is.
    by_name: HashMap<String, Vec<usize>>,
    longest_chars: usize,
}

impl Abbreviations {
    /// Those that `definitions` define.
    pub fn of(definitions: &[Definition]) -> Abbreviations {
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
        drop_accidents(&mut known, definitions);
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
    pub fn definition_of(&self, a: &str, b: &str) -> Option<usize> {
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

/// Drops the long forms of a short name that only the reading of one sentence made: those that end with
/// a long form which is defined as often (囲碁人工知能 for 人工知能), and those of one document where
/// others are settled.
fn drop_accidents(known: &mut Vec<(Abbreviation, usize)>, definitions: &[Definition]) {
    let mut documents: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for found in definitions {
        let of_pair = documents.entry((fold(&found.short, Folding::Standard), &found.long));
        of_pair.or_default().insert(&found.document);
    }
    let n_documents: BTreeMap<(String, &str), usize> =
        documents.into_iter().map(|(pair, documents)| (pair, documents.len())).collect();
    known.retain(|(Abbreviation { short, long }, _)| {
        let short = fold(short, Folding::Standard);
        let n_own = n_documents.get(&(short.clone(), long.as_str())).copied().unwrap_or(0);
        let of_short = n_documents.range((short.clone(), "")..);
        let mut others = of_short
            .take_while(|((other, _), _)| *other == short)
            .filter(|((_, other), _)| *other != long);
        !others.any(|((_, other), n)| {
            long.ends_with(other) && *n >= n_own || n_own == 1 && *n >= DOCUMENTS_OF_A_SETTLED_NAME
        })
    });
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
    fn a_long_form_that_one_sentence_made_by_accident_is_not_offered() {
        let of = |long: &str, document: &str| Definition {
            document: document.to_owned(),
            ..definition("AI", long, "s1")
        };
        let documents = ["a", "b", "c"].map(|document| of("人工知能", document));
        let more = [of("囲碁人工知能", "a"), of("活用技術", "b")];
        let known = Abbreviations::of(&[documents.as_slice(), &more].concat());
        let longs = |known: &Abbreviations| -> Vec<String> {
            known.in_phrase("ＡＩ").into_iter().map(|found| found.long).collect()
        };
        assert_eq!(longs(&known), ["人工知能"]);
        let two = Abbreviations::of(&[of("人工知能", "a"), of("農業情報", "b")]);
        assert_eq!(longs(&two), ["人工知能", "農業情報"]);
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
