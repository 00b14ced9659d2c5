//! Numbers: [`written`] in a format, [`general`] without one.

use super::code::{Section, Token};
use super::is_general;
use shirabe_japanese::numerals::with_commas;

/// A double has 15 decimal digits that count, which is what Excel keeps.
const N_DIGITS: usize = 15;
/// A cell without a format shows at most so many characters of a number.
const N_GENERAL: usize = 11;
/// More places after the point than any format asks for.
const MOST_PLACES: usize = 30;

/// A number that is not negative, in a section.
pub(super) fn written(section: &Section, value: f64) -> String {
    if is_general(section) {
        return with_general(section, value);
    }
    let tokens = &section.tokens;
    let is_digit = |token: &Token| matches!(token, Token::Digit(_));
    let Some(last_digit) = tokens.iter().rposition(is_digit) else {
        // A section of words alone, such as "なし".
        return literals(tokens);
    };
    let is_fraction =
        tokens.contains(&Token::Digit('?')) && tokens.contains(&Token::Literal("/".to_owned()));
    if is_fraction {
        return as_fraction(tokens, value);
    }
    let n_percent = tokens.iter().filter(|token| **token == Token::Percent).count();
    let value = value * 100_f64.powi(i32::try_from(n_percent.min(8)).unwrap_or(i32::MAX));
    if let Some(at) = tokens.iter().position(|token| *token == Token::Exponent) {
        return scientific(tokens, at, value);
    }
    let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or(tokens.len());
    let (whole, places) = tokens.split_at(point);
    // Commas behind the last digit divide by a thousand each (18.8.31).
    let last_whole = whole.iter().rposition(is_digit).map_or(0, |at| at + 1);
    let is_comma = |token: &&Token| **token == Token::Comma;
    let behind = whole.get(last_whole..).unwrap_or_default().iter().take_while(is_comma).count();
    let after_all = tokens.get(last_digit + 1..).unwrap_or_default();
    let after_all = after_all.iter().take_while(is_comma).count();
    let n_thousands = behind.max(after_all).min(8);
    let has_commas = whole.get(..last_whole).unwrap_or_default().contains(&Token::Comma);
    let value = value / 1000_f64.powi(i32::try_from(n_thousands).unwrap_or(i32::MAX));
    let n_places = places.iter().filter(|token| is_digit(token)).count().min(MOST_PLACES);
    let digits = rounded(value, n_places);
    let (integer, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = whole_part(section, whole, integer, has_commas);
    out.push_str(&fraction_part(section, places, fraction));
    out
}

/// 1 2/3, 5/3: the nearest fraction whose denominator has as many digits as the format leaves room for, or the
/// one that it names (`# ?/100`); the whole is set apart where the format has a place for it.
fn as_fraction(tokens: &[Token], value: f64) -> String {
    let slash = Token::Literal("/".to_owned());
    let at = tokens.iter().position(|token| *token == slash).unwrap_or(tokens.len());
    let (before, after) = tokens.split_at(at);
    let is_set_apart = before.iter().any(|token| matches!(token, Token::Digit('#' | '0')));
    let n_places = after.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let named: String = after.iter().skip(1).map_while(digits_of_literal).collect();
    let whole = if is_set_apart { value.trunc() } else { 0.0 };
    let rest = value - whole;
    // Three digits are the most that Excel offers.
    let most = 10_u32.pow(n_places.clamp(1, 3) as u32) - 1;
    let candidates = match named.parse::<u32>() {
        Ok(denominator) if denominator > 0 => denominator..=denominator,
        _ => 1..=most,
    };
    let distance = |denominator: &u32| {
        let denominator = f64::from(*denominator);
        ((rest * denominator).round() / denominator - rest).abs()
    };
    // Of equals the first, which is the shortest.
    let nearest = candidates.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(1);
    let numerator = (rest * f64::from(nearest)).round();
    match (numerator == 0.0 && is_set_apart, whole == 0.0) {
        (true, _) => format!("{whole}"),
        (false, true) => format!("{numerator}/{nearest}"),
        (false, false) => format!("{whole} {numerator}/{nearest}"),
    }
}

/// A digit of a denominator that the format names; a 0 in it is read as a place.
fn digits_of_literal(token: &Token) -> Option<&str> {
    match token {
        Token::Literal(literal) if literal.chars().all(|c| c.is_ascii_digit()) => Some(literal),
        Token::Digit('0') => Some("0"),
        _ => None,
    }
}

fn literals(tokens: &[Token]) -> String {
    let literal = |token: &Token| match token {
        Token::Literal(literal) => Some(literal.clone()),
        Token::Percent => Some("%".to_owned()),
        _ => None,
    };
    tokens.iter().filter_map(literal).collect()
}

fn with_general(section: &Section, value: f64) -> String {
    let number = general(value);
    let number = match number.parse::<u64>() {
        Ok(whole) => section.digits.spelled(whole),
        Err(_) => section.digits.listed(&number),
    };
    let piece = |token: &Token| match token {
        Token::General => Some(number.clone()),
        Token::Literal(literal) => Some(literal.clone()),
        _ => None,
    };
    section.tokens.iter().filter_map(piece).collect()
}

/// The part before the point: digits fill the places from the right, words among them stay where they are.
fn whole_part(section: &Section, tokens: &[Token], integer: &str, has_commas: bool) -> String {
    let n_places = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let n_least = tokens.iter().filter(|token| matches!(token, Token::Digit('0'))).count();
    let integer = integer.trim_start_matches('0');
    let padded = format!("{integer:0>n_least$}");
    let parted_by_words = tokens.iter().enumerate().any(|(at, token)| {
        let is_between = |range: &[Token]| range.iter().any(|t| matches!(t, Token::Digit(_)));
        matches!(token, Token::Literal(_))
            && is_between(tokens.get(..at).unwrap_or_default())
            && is_between(tokens.get(at..).unwrap_or_default())
    });
    let number = if has_commas && !padded.is_empty() { with_commas(&padded) } else { padded };
    let number = section.digits.listed(&number);
    let mut out = String::new();
    if !parted_by_words {
        let mut is_written = false;
        for token in tokens {
            match token {
                Token::Digit(_) if !is_written => {
                    out.push_str(&number);
                    is_written = true;
                }
                Token::Literal(literal) => out.push_str(literal),
                Token::Percent => out.push('%'),
                _ => {}
            }
        }
        return out;
    }
    let digits: Vec<char> = number.chars().collect();
    let mut places_left = n_places;
    let mut next = 0;
    for token in tokens {
        match token {
            Token::Digit(_) => {
                places_left -= 1;
                let end = digits.len().saturating_sub(places_left).max(next);
                out.extend(digits.get(next..end).unwrap_or_default());
                next = end;
            }
            Token::Literal(literal) => out.push_str(literal),
            Token::Percent => out.push('%'),
            _ => {}
        }
    }
    out
}

/// The point and what stands behind it; `#` shows no zeros at the end.
fn fraction_part(section: &Section, tokens: &[Token], fraction: &str) -> String {
    let n_least = tokens
        .iter()
        .filter(|token| matches!(token, Token::Digit(_)))
        .enumerate()
        .filter(|(_, token)| matches!(token, Token::Digit('0')))
        .last()
        .map_or(0, |(at, _)| at + 1);
    let shown = fraction.trim_end_matches('0').len().max(n_least);
    let mut digits = fraction.chars().take(shown);
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Point => out.push('.'),
            Token::Digit(_) => {
                let digit = digits.next().map(String::from).unwrap_or_default();
                out.push_str(&section.digits.listed(&digit));
            }
            Token::Literal(literal) => out.push_str(literal),
            Token::Percent => out.push('%'),
            _ => {}
        }
    }
    out
}

/// 1.23E+04
fn scientific(tokens: &[Token], at: usize, value: f64) -> String {
    let mantissa = tokens.get(..at).unwrap_or_default();
    let point = mantissa.iter().position(|token| *token == Token::Point);
    let is_digit = |token: &&Token| matches!(token, Token::Digit(_));
    let places = mantissa.get(point.unwrap_or(at)..).unwrap_or_default();
    let n_places = places.iter().filter(is_digit).count().min(MOST_PLACES);
    let width = tokens.get(at..).unwrap_or_default().iter().filter(is_digit).count();
    let written = format!("{value:.n_places$e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}E{sign}{:0width$}", exponent.unsigned_abs())
}

/// A number with so many places, halves rounded up as written in 15 digits: 1.005 is 1.01, as in Excel,
/// though the nearest double is a little less.
fn rounded(value: f64, n_places: usize) -> String {
    let written = format!("{value:.0$e}", N_DIGITS - 1);
    let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    // How many of the digits stay.
    let n_kept =
        i64::try_from(n_places).unwrap_or(i64::MAX).saturating_add(i64::from(exponent) + 1);
    let mut kept: Vec<u8> =
        (0..n_kept.max(0) as usize).map(|at| digits.get(at).copied().unwrap_or(b'0')).collect();
    let rounds_up = usize::try_from(n_kept).ok().and_then(|at| digits.get(at));
    let mut carries = rounds_up.is_some_and(|digit| *digit >= b'5');
    for digit in kept.iter_mut().rev() {
        if !carries {
            break;
        }
        carries = *digit == b'9';
        *digit = if carries { b'0' } else { *digit + 1 };
    }
    if carries {
        kept.insert(0, b'1');
    }
    let text: String = kept.into_iter().map(char::from).collect();
    let text = format!("{text:0>width$}", width = n_places + 1);
    let (integer, fraction) = text.split_at(text.len() - n_places);
    if fraction.is_empty() { integer.to_owned() } else { format!("{integer}.{fraction}") }
}

/// A number without a format: as many digits as eleven characters have room for.
pub(super) fn general(value: f64) -> String {
    let size = value.abs();
    if size >= 1e11 || size != 0.0 && size < 1e-9 {
        let written = format!("{value:.5e}");
        let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let digits = if digits.contains('.') {
            digits.trim_end_matches('0').trim_end_matches('.')
        } else {
            digits
        };
        let exponent: i32 = exponent.parse().unwrap_or_default();
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}E{sign}{:02}", exponent.unsigned_abs());
    }
    let n_whole = format!("{:.0}", size.trunc()).len();
    let number = rounded(size, N_GENERAL.saturating_sub(n_whole + 1));
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        &number
    };
    let sign = if value < 0.0 && number.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        "-"
    } else {
        ""
    };
    format!("{sign}{number}")
}
