//! Number formats, cut into pieces: [`sections`].

use super::Digits;

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text that stands there as it is.
    Literal(String),
    /// `0`, `#` or `?`
    Digit(char),
    /// `.`
    Point,
    /// `,`
    Comma,
    /// `%`
    Percent,
    /// `E+` or `E-`
    Exponent,
    /// `yyyy`, `m`, `ggg`, `AM/PM` and the like, in small letters.
    Date(String),
    /// `[h]`, `[m]`, `[s]`: hours, minutes or seconds that are not cut at a day.
    Elapsed(char),
    /// `@`
    Text,
    /// `General`
    General,
}

/// One of the up to four sections of a format.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    pub(super) digits: Digits,
    /// Whether words are Japanese.
    pub(super) is_japanese: bool,
    /// Whether the first year of an era is 元年.
    pub(super) has_gannen: bool,
    /// Which numbers it is for.
    condition: Option<Condition>,
}

#[derive(Clone, Debug)]
struct Condition {
    operator: String,
    limit: f64,
}

impl Condition {
    fn holds(&self, value: f64) -> bool {
        match self.operator.as_str() {
            "<" => value < self.limit,
            "<=" => value <= self.limit,
            ">" => value > self.limit,
            ">=" => value >= self.limit,
            "<>" => (value - self.limit).abs() > 0.0,
            _ => (value - self.limit).abs() <= 0.0,
        }
    }
}

impl Section {
    /// Whether it writes dates or times.
    pub(super) fn is_date(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Date(_) | Token::Elapsed(_)))
    }
}

/// The section for a number, and whether the sign of a negative number is still to be written: a section for
/// negative numbers alone writes its own.
pub(super) fn section_of(sections: &[Section], value: f64) -> Option<(&Section, bool)> {
    if sections.iter().any(|section| section.condition.is_some()) {
        let fits = |section: &&Section| {
            section.condition.as_ref().is_none_or(|condition| condition.holds(value))
        };
        return sections.iter().take(3).find(fits).map(|section| (section, true));
    }
    match sections {
        [] => None,
        [only] => Some((only, true)),
        [_, negative, ..] if value < 0.0 => Some((negative, false)),
        [_, _, zero, ..] if value == 0.0 => Some((zero, false)),
        [positive, ..] => Some((positive, false)),
    }
}

/// The sections of a format.
pub(super) fn sections(format: &str) -> Vec<Section> {
    let mut reader = Reader { rest: format.chars().collect(), at: 0 };
    let mut sections = vec![Section::default()];
    while let Some(c) = reader.next() {
        if c == ';' {
            sections.push(Section::default());
        } else if let Some(section) = sections.last_mut() {
            reader.token(c, section);
        }
    }
    sections
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.get(self.at).copied();
        self.at += 1;
        c
    }

    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    /// What stands before the next `end`, which is passed.
    fn until(&mut self, end: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.next().filter(|c| *c != end) {
            text.push(c);
        }
        text
    }

    /// Passes a word, in whatever letters, if it stands here.
    fn passes(&mut self, word: &str) -> bool {
        let here = self.rest.get(self.at..).unwrap_or_default();
        let mut letters = word.chars().zip(here);
        let is_here = here.len() >= word.chars().count()
            && letters.all(|(wanted, c)| wanted.eq_ignore_ascii_case(c));
        if is_here {
            self.at += word.chars().count();
        }
        is_here
    }

    fn token(&mut self, c: char, section: &mut Section) {
        let token = match c {
            '"' => Token::Literal(self.until('"')),
            '\\' | '!' => Token::Literal(self.next().map(String::from).unwrap_or_default()),
            // A space as wide as the next character, and a character that fills the cell.
            '_' => {
                self.next();
                Token::Literal(" ".to_owned())
            }
            '*' => {
                self.next();
                return;
            }
            '[' => {
                let content = self.until(']');
                return bracket(&content, section);
            }
            '0' | '#' | '?' => Token::Digit(c),
            '.' => Token::Point,
            ',' => Token::Comma,
            '%' => Token::Percent,
            '@' => Token::Text,
            'G' | 'g' if self.passes("eneral") || self.passes("/標準") => Token::General,
            'E' | 'e' if matches!(self.peek(), Some('+' | '-')) => {
                self.next();
                Token::Exponent
            }
            'A' | 'a' if self.passes("m/pm") => Token::Date("am/pm".to_owned()),
            'A' | 'a' if self.passes("/p") => Token::Date("a/p".to_owned()),
            c if is_date_letter(c) => Token::Date(self.repeated(c)),
            c => Token::Literal(c.to_string()),
        };
        section.tokens.push(token);
    }

    /// The letter and those like it that follow.
    fn repeated(&mut self, c: char) -> String {
        let mut letters = c.to_ascii_lowercase().to_string();
        while let Some(next) = self.peek().filter(|next| next.eq_ignore_ascii_case(&c)) {
            letters.push(next.to_ascii_lowercase());
            self.at += 1;
        }
        letters
    }
}

fn is_date_letter(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd' | 'h' | 's' | 'g' | 'e' | 'a' | 'r')
}

/// What stands in brackets: a condition, a currency or language, digits, elapsed time; colours are not shown.
fn bracket(content: &str, section: &mut Section) {
    let small = content.to_ascii_lowercase();
    if let Some(rest) = content.strip_prefix('$') {
        let (currency, locale) = rest.split_once('-').unwrap_or((rest, ""));
        if !currency.is_empty() {
            section.tokens.push(Token::Literal(currency.to_owned()));
        }
        let locale = locale.to_ascii_lowercase();
        section.is_japanese |= locale.ends_with("411") || locale.starts_with("ja");
        section.has_gannen |= locale.contains("gannen");
        return;
    }
    match small.as_str() {
        "dbnum1" => section.digits = Digits::Kanji,
        "dbnum2" => section.digits = Digits::Legal,
        "dbnum3" => section.digits = Digits::FullWidth,
        "h" | "hh" => section.tokens.push(Token::Elapsed('h')),
        "m" | "mm" => section.tokens.push(Token::Elapsed('m')),
        "s" | "ss" => section.tokens.push(Token::Elapsed('s')),
        _ => {
            let n_operator = content.chars().take_while(|c| matches!(c, '<' | '>' | '=')).count();
            let operator: String = content.chars().take(n_operator).collect();
            let limit: String = content.chars().skip(n_operator).collect();
            if let (false, Ok(limit)) = (operator.is_empty(), limit.trim().parse()) {
                section.condition = Some(Condition { operator, limit });
            }
        }
    }
}
