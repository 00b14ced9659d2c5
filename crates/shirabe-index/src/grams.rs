//! Pairs of neighbouring characters over the match form, as a tantivy tokenizer.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands behind the last character of a text and between two texts of one field. It is white space,
/// which no match form has, so no phrase reaches over it.
pub(crate) const END: char = ' ';

/// A tokenizer that emits the pairs of neighbouring characters, each at the offset of its first, in
/// characters. The last character makes a pair with a mark of the end: every character begins one
/// pair.
#[derive(Clone, Debug, Default)]
pub struct Bigrams;

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        BigramStream { rest: text, offset_bytes: 0, position: 0, token: Token::default() }
    }
}

/// The pairs of one text.
#[derive(Debug)]
pub struct BigramStream<'a> {
    rest: &'a str,
    offset_bytes: usize,
    position: usize,
    token: Token,
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        let behind = self.rest.get(first.len_utf8()..).unwrap_or_default();
        let len_bytes = first.len_utf8() + behind.chars().next().map_or(0, char::len_utf8);
        let token = &mut self.token;
        token.text.clear();
        token.text.push_str(self.rest.get(..len_bytes).unwrap_or_default());
        if behind.is_empty() {
            token.text.push(END);
        }
        token.position = self.position;
        token.offset_from = self.offset_bytes;
        token.offset_to = self.offset_bytes + len_bytes;
        self.rest = behind;
        self.offset_bytes += first.len_utf8();
        self.position += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The pairs of a field that begin with `character`: together they stand wherever it does.
pub fn pairs_from(
    inverted: &InvertedIndexReader,
    character: char,
) -> std::io::Result<Vec<TermInfo>> {
    let mut buffer = [0; 4];
    let prefix = character.encode_utf8(&mut buffer).as_bytes();
    let mut pairs = inverted.terms().range().ge(prefix).into_stream()?;
    let mut infos = Vec::new();
    while pairs.advance() && pairs.key().starts_with(prefix) {
        infos.push(pairs.value().clone());
    }
    Ok(infos)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> String {
        let mut tokenizer = Bigrams;
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push(format!("{}{}", stream.token().position, stream.token().text));
        }
        out.join("|")
    }

    #[test]
    fn pairs_stand_at_character_offsets() {
        assert_eq!(list("創薬力"), "0創薬|1薬力|2力 ");
        assert_eq!(list("創"), "0創 ");
        assert_eq!(list("総則 創薬"), "0総則|1則 |2 創|3創薬|4薬 ");
        assert_eq!(list(""), "");
    }
}
