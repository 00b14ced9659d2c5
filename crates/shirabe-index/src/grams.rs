//! Character grams over the match form, as tantivy tokenizers.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The characters of a match form, each one token at its own offset.
pub fn unigrams() -> Grams {
    Grams { sizes: &[1] }
}

/// The pairs of neighbouring characters of a match form, each at the offset of its first.
pub fn bigrams() -> Grams {
    Grams { sizes: &[2] }
}

/// Characters and pairs together, for the short texts of headings and titles.
pub(crate) fn unigrams_and_bigrams() -> Grams {
    Grams { sizes: &[1, 2] }
}

/// A tokenizer that emits every run of the given sizes; positions are character offsets.
#[derive(Clone, Debug)]
pub struct Grams {
    sizes: &'static [usize],
}

impl Tokenizer for Grams {
    type TokenStream<'a> = GramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream<'a> {
        GramStream {
            rest: text,
            offset_bytes: 0,
            position: 0,
            sizes: self.sizes,
            next_size: 0,
            token: Token::default(),
        }
    }
}

/// The grams of one text.
#[derive(Debug)]
pub struct GramStream<'a> {
    rest: &'a str,
    offset_bytes: usize,
    position: usize,
    sizes: &'static [usize],
    next_size: usize,
    token: Token,
}

impl GramStream<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        self.rest = self.rest.get(first.len_utf8()..).unwrap_or("");
        self.offset_bytes += first.len_utf8();
        self.position += 1;
        self.next_size = 0;
        true
    }
}

impl TokenStream for GramStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if self.rest.is_empty() {
                return false;
            }
            while let Some(&size) = self.sizes.get(self.next_size) {
                self.next_size += 1;
                let end = self.rest.char_indices().nth(size - 1).map(|(at, c)| at + c.len_utf8());
                let Some(gram) = end.and_then(|end| self.rest.get(..end)) else { continue };
                self.token.text.clear();
                self.token.text.push_str(gram);
                self.token.position = self.position;
                self.token.offset_from = self.offset_bytes;
                self.token.offset_to = self.offset_bytes + gram.len();
                return true;
            }
            if !self.step() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(mut grams: Grams, text: &str) -> String {
        let mut stream = grams.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push(format!("{}{}", stream.token().position, stream.token().text));
        }
        out.join(" ")
    }

    #[test]
    fn grams_stand_at_character_offsets() {
        assert_eq!(list(bigrams(), "創薬力"), "0創薬 1薬力");
        assert_eq!(list(unigrams(), "創薬"), "0創 1薬");
        assert_eq!(list(unigrams_and_bigrams(), "創薬力"), "0創 0創薬 1薬 1薬力 2力");
        assert_eq!(list(bigrams(), "創"), "");
        assert_eq!(list(bigrams(), ""), "");
    }
}
