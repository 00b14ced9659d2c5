//! Word lists: words with their places as one text, which takes one allocation instead of one a word.
//!
//! [`WordList`] writes the text, [`WordListTokenizer`] reads it. Each word is written as its distance
//! from the word before, a colon, the word, and a line end, which no word contains.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

const END_OF_DISTANCE: char = ':';
const END_OF_WORD: char = '\n';

/// Collects words with ascending places.
#[derive(Default)]
pub(crate) struct WordList {
    text: String,
    last: usize,
}

impl WordList {
    /// The list as one text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Adds a word that stands at `position`.
    pub(crate) fn push(&mut self, word: &str, position: usize) {
        let distance = position.saturating_sub(self.last);
        self.last += distance;
        self.push_number(distance);
        self.text.push(END_OF_DISTANCE);
        self.text.push_str(word);
        self.text.push(END_OF_WORD);
    }

    /// Most are of one digit; the formatting of the standard library takes as long as the word.
    fn push_number(&mut self, number: usize) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.text.push(char::from(b'0' + (number % 10) as u8));
    }
}

/// Reads what [`WordList`] has written.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordListTokenizer;

impl Tokenizer for WordListTokenizer {
    type TokenStream<'a> = WordListStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordListStream<'a> {
        WordListStream { rest: text, position: 0, token: Token::default() }
    }
}

/// The words of one list.
pub(crate) struct WordListStream<'a> {
    rest: &'a str,
    position: usize,
    token: Token,
}

impl TokenStream for WordListStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((line, rest)) = self.rest.split_once(END_OF_WORD) else { return false };
        let Some((distance, word)) = line.split_once(END_OF_DISTANCE) else { return false };
        self.rest = rest;
        self.position += distance.parse::<usize>().unwrap_or(0);
        self.token.position = self.position;
        self.token.text.clear();
        self.token.text.push_str(word);
        true
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

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let words = [("取り組み", 0), ("1:2", 7), ("創薬", 7), ("力", 1_060)];
        let mut list = WordList::default();
        for (word, position) in words {
            list.push(word, position);
        }
        let text = list.into_text();
        let mut tokenizer = WordListTokenizer;
        let mut stream = tokenizer.token_stream(&text);
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(read, words.map(|(word, position)| (word.to_owned(), position)));
    }

    #[test]
    fn an_empty_list_has_no_words() {
        assert!(!WordListTokenizer.token_stream("").advance());
    }
}
