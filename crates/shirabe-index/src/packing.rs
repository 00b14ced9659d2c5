//! Packing: Japanese text in half of UTF-8's bytes, before the store compresses it.
//!
//! The store's compressor copies what repeats but does not shorten what is new, and UTF-8 takes three
//! bytes for a kana or a kanji. Here the most frequent take one and the others two. [`pack`] and
//! [`unpack`] are inverse; a change of either raises [`crate::SCHEMA_VERSION`].

use std::ops::RangeInclusive;

/// ASCII stands for itself below this.
const PAIRS: u8 = 0x80;
/// From here on one byte is one of [`FREQUENT`].
const SINGLES: u8 = 0xE0;
/// Before the three bytes of any other character.
const OTHER: u8 = 0xFF;

/// The characters of one byte: the most frequent kana and signs of administrative prose.
const FREQUENT: [char; 31] = [
    'の', 'に', 'る', 'を', 'は', 'し', 'た', 'す', 'と', 'り', 'て', 'な', 'で', 'い', 'が', 'も',
    'か', 'れ', 'ら', 'き', 'こ', 'そ', 'さ', '、', '。', 'ー', '・', '（', '）', '\u{3000}', 'ン',
];

/// The characters of two bytes, numbered through: kanji, kana, full-width forms, signs. Together they
/// are as many as there are pairs.
const BLOCKS: [RangeInclusive<u32>; 4] =
    [0x4E00..=0x9FFF, 0x3000..=0x30FF, 0xFF00..=0xFFFF, 0x2000..=0x2BFF];

/// The packed form of a text.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for character in text.chars() {
        if let Ok(ascii) = u8::try_from(character)
            && ascii < PAIRS
        {
            out.push(ascii);
        } else if let Some(single) = single(character) {
            out.push(single);
        } else if let Some(number) = number_in_blocks(u32::from(character)) {
            let [high, low] = number.to_be_bytes();
            out.extend([PAIRS + high, low]);
        } else {
            let [_, high, middle, low] = u32::from(character).to_be_bytes();
            out.extend([OTHER, high, middle, low]);
        }
    }
    out
}

/// The text whose packed form this is, or `None` where it is none.
pub(crate) fn unpack(bytes: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(bytes.len() * 2);
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = match *first {
            0..PAIRS => {
                // What is stored has names of fields between texts: taken together they cost a fifth less.
                let n = rest.iter().position(|byte| *byte >= PAIRS).unwrap_or(rest.len());
                let (ascii, after) = rest.split_at(n);
                out.push_str(str::from_utf8(ascii).ok()?);
                after
            }
            PAIRS..SINGLES => {
                let [low, after @ ..] = after else { return None };
                let number = u16::from_be_bytes([first - PAIRS, *low]);
                out.push(char::from_u32(at_number(u32::from(number))?)?);
                after
            }
            SINGLES..OTHER => {
                out.push(*FREQUENT.get(usize::from(first - SINGLES))?);
                after
            }
            OTHER => {
                let [high, middle, low, after @ ..] = after else { return None };
                out.push(char::from_u32(u32::from_be_bytes([0, *high, *middle, *low]))?);
                after
            }
        };
    }
    Some(out)
}

fn single(character: char) -> Option<u8> {
    let code = u32::from(character);
    let place = match code {
        // Most of what is asked about is kanji, and none of them is here.
        0x3000..=0x30FF => *KANA.get((code - 0x3000) as usize)?,
        0xFF08 | 0xFF09 => place_of(character),
        _ => NONE,
    };
    (place != NONE).then(|| SINGLES + place)
}

/// In place of a place in [`FREQUENT`].
const NONE: u8 = u8::MAX;

/// Places in [`FREQUENT`] from U+3000 on: kana and the signs before them.
const KANA: [u8; 0x100] = {
    let mut places = [NONE; 0x100];
    let mut at = 0;
    while at < places.len() {
        if let Some(character) = char::from_u32(0x3000 + at as u32) {
            places[at] = place_of(character);
        }
        at += 1;
    }
    places
};

const fn place_of(character: char) -> u8 {
    let mut place = 0;
    while place < FREQUENT.len() {
        if FREQUENT[place] == character {
            return place as u8;
        }
        place += 1;
    }
    NONE
}

fn number_in_blocks(code: u32) -> Option<u16> {
    let mut before = 0;
    for block in BLOCKS {
        if block.contains(&code) {
            return u16::try_from(before + code - block.start()).ok();
        }
        before += block.end() - block.start() + 1;
    }
    None
}

fn at_number(mut number: u32) -> Option<u32> {
    for block in BLOCKS {
        let n_characters = block.end() - block.start() + 1;
        if number < n_characters {
            return Some(block.start() + number);
        }
        number -= n_characters;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back() {
        let all: String = (0..=0x10_FFFF).filter_map(char::from_u32).collect();
        assert!(unpack(&pack(&all)).is_some_and(|text| text == all));
    }

    #[test]
    fn prose_takes_about_half_of_its_bytes() {
        let text = "都道府県知事は、前項の規定による届出をした者の登録を取り消すことができる。";
        assert_eq!((text.len(), pack(text).len()), (111, 55));
    }

    #[test]
    fn what_is_no_packed_text_is_refused() {
        assert_eq!(unpack(&[0x80]), None);
        assert_eq!(unpack(&[0xFF, 0x00, 0xD8, 0x00]), None);
        assert_eq!(unpack(&[0xFF, 0x10]), None);
    }
}
