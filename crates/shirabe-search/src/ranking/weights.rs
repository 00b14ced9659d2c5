//! All weights of the ranking, in one table.
//!
//! `docs/ranking.md` says what each signal brings and how its weight was found.

/// All weights of the ranking.
#[derive(Clone, Debug)]
pub struct Weights {
    /// BM25 saturation of words: a short paragraph repeats a word because of its grammar, not because
    /// it says more of it, so repetition counts little.
    pub words_k1: f32,
    /// BM25 length normalisation of words: sections differ in length by their layout more than by
    /// what they have to say, so length is taken out almost fully.
    pub words_b: f32,
    /// BM25 of the words of the heading: it names the subject, but many headings are 概要 or 1.
    pub heading: f32,
    /// BM25 of the words of the document's title, which no section need repeat.
    pub title: f32,
    /// BM25 of the bigrams of the query: what the dictionary cuts differently or does not know.
    pub bigrams: f32,
    /// BM25 saturation of bigrams: they overlap, so a repeated bigram is mostly a repeated term.
    pub bigrams_k1: f32,
    /// BM25 length normalisation of bigrams.
    pub bigrams_b: f32,
    /// The weight of the query's words that stand close together at one place.
    pub closeness: f32,
    /// How long that place is, in characters: about a sentence.
    pub closeness_chars: f32,
    /// A phrase that stands as written, in units of the weight of its words: enough to put it above a
    /// similar section that has the words alone, not above one that is about them.
    pub exact: f32,
    /// A phrase that stands in another spelling, in the same units: between the two.
    pub variant: f32,
    /// What a section loses of its score whose text comes from a recogniser of characters: of two that say
    /// the same, the one that was read is first, and quoted from.
    pub recognised: f32,
    /// By how much a term with a number in it weighs more than its rarity says, as a part of that: 令和6年,
    /// 第33条 or 130件 is what a reader copied from somewhere, and few sections say it by chance.
    pub numbers: f32,
    /// What a section gains that has a pasted text almost as it stands, in units of the weight of its
    /// bigrams: enough to put it above one that says the same in other words, however much shorter.
    pub copied: f32,
    /// What a section loses of its score that is a title or a heading alone: what stands below it comes
    /// first.
    pub bare: f32,
    /// How many sections are ranked with the costly signals.
    pub n_reranked: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            words_k1: 0.5,
            words_b: 0.9,
            heading: 0.3,
            title: 0.2,
            bigrams: 0.4,
            bigrams_k1: 1.2,
            bigrams_b: 1.0,
            closeness: 1.2,
            closeness_chars: 60.0,
            exact: 0.15,
            variant: 0.1,
            recognised: 0.2,
            numbers: 1.0,
            copied: 1.0,
            bare: 0.3,
            n_reranked: 200.0,
        }
    }
}

impl Weights {
    /// The same weights but for those given as `name=value`; an unknown name is an error that says so.
    pub fn with<'a>(
        mut self,
        changes: impl IntoIterator<Item = &'a str>,
    ) -> Result<Weights, String> {
        for change in changes {
            let (name, value) =
                change.split_once('=').ok_or_else(|| format!("{change}: no `=`"))?;
            let value: f32 = value.parse().map_err(|_| format!("{change}: not a number"))?;
            *self.by_name(name).ok_or_else(|| format!("{name}: no such weight"))? = value;
        }
        Ok(self)
    }

    /// How many sections are ranked with the costly signals.
    pub(crate) fn n_reranked(&self) -> usize {
        self.n_reranked as usize
    }

    fn by_name(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "words_k1" => &mut self.words_k1,
            "words_b" => &mut self.words_b,
            "heading" => &mut self.heading,
            "title" => &mut self.title,
            "bigrams" => &mut self.bigrams,
            "bigrams_k1" => &mut self.bigrams_k1,
            "bigrams_b" => &mut self.bigrams_b,
            "closeness" => &mut self.closeness,
            "closeness_chars" => &mut self.closeness_chars,
            "recognised" => &mut self.recognised,
            "numbers" => &mut self.numbers,
            "copied" => &mut self.copied,
            "bare" => &mut self.bare,
            "exact" => &mut self.exact,
            "variant" => &mut self.variant,
            "n_reranked" => &mut self.n_reranked,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_changed_by_its_name() {
        let weights = Weights::default().with(["bigrams=0.5", "n_reranked=10"]).unwrap();
        assert!((weights.bigrams - 0.5).abs() < f32::EPSILON);
        assert_eq!(weights.n_reranked(), 10);
        assert!(Weights::default().with(["bigram=0.5"]).unwrap_err().contains("no such weight"));
        assert!(Weights::default().with(["bigrams"]).is_err());
    }
}
