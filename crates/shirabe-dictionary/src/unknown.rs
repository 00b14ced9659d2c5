//! Words that are not in the dictionary: which characters go together, and what they may be.
//!
//! The categories are MeCab's (`char.def`, `unk.def`), with the settings that Sudachi's own have for
//! them: kanji stand in pairs at most, katakana, letters and digits in runs. Ids and costs are those
//! that UniDic's training gave to unknown words of the category, as in `unk.def` of PyPI's sudachipy;
//! names of persons and places are left out, as the class of a word does not depend on them.
//! Signs are signs here (Sudachi takes unknown ones for nouns): a sign is no term.

use std::fmt::Write;

use crate::convert::{ConvertError, Unsupported};
use crate::lattice::Lattice;
use crate::sudachi::SystemDic;

/// MeCab's `char.def`: name, invoke, group, length; then ranges of characters. lindera reads no code
/// points above U+FFFF: they are DEFAULT.
pub(crate) const CHAR_DEF: &str = "\
DEFAULT 0 1 0
SPACE 0 1 0
KANJI 0 0 2
SYMBOL 0 0 1
NUMERIC 1 1 0
ALPHA 1 1 0
HIRAGANA 0 1 2
KATAKANA 1 1 2
KANJINUMERIC 0 1 0
GREEK 1 1 0
CYRILLIC 1 1 0
0x0020 SPACE
0x0021..0x002F SYMBOL
0x0030..0x0039 NUMERIC
0x003A..0x0040 SYMBOL
0x005B..0x0060 SYMBOL
0x0061..0x007A ALPHA
0x007B..0x007E SYMBOL
0x00A1..0x00BF SYMBOL
0x00D7 SYMBOL
0x00DF..0x00F6 ALPHA
0x00F7 SYMBOL
0x00F8..0x024F ALPHA
0x0374..0x03FB GREEK
0x0400..0x050F CYRILLIC
0x1E00..0x1EF9 ALPHA
0x2000..0x2BFF SYMBOL
0x3001..0x3004 SYMBOL
0x3005 KANJI
0x3007 KANJINUMERIC KANJI
0x3008..0x3020 SYMBOL
0x3030 SYMBOL
0x3041..0x309F HIRAGANA
0x30A1..0x30FA KATAKANA
0x30FB SYMBOL
0x30FC..0x30FF KATAKANA
0x31F0..0x31FF KATAKANA
0x3200..0x33FF SYMBOL
0x3400..0x4DBF KANJI
0x4E00..0x9FFF KANJI
0xF900..0xFAFF KANJI
0x4E00 KANJINUMERIC KANJI
0x4E03 KANJINUMERIC KANJI
0x4E07 KANJINUMERIC KANJI
0x4E09 KANJINUMERIC KANJI
0x4E5D KANJINUMERIC KANJI
0x4E8C KANJINUMERIC KANJI
0x4E94 KANJINUMERIC KANJI
0x5104 KANJINUMERIC KANJI
0x5146 KANJINUMERIC KANJI
0x516B KANJINUMERIC KANJI
0x516D KANJINUMERIC KANJI
0x5341 KANJINUMERIC KANJI
0x5343 KANJINUMERIC KANJI
0x56DB KANJINUMERIC KANJI
0x767E KANJINUMERIC KANJI
";

const NOUN: &str = "名詞,普通名詞,一般,*,*,*";
const NAME: &str = "名詞,固有名詞,一般,*,*,*";
const NUMERAL: &str = "名詞,数詞,*,*,*,*";
const SIGN: &str = "補助記号,一般,*,*,*,*";
const SPACE: &str = "空白,*,*,*,*,*";

/// Left ids of the matrix to which the ids below belong.
const KNOWN_CONTEXTS: u16 = 5981;

/// Category, context id, cost and part of speech.
const UNKNOWN_WORDS: [(&str, u16, i16, &str); 18] = [
    ("DEFAULT", 5968, 3857, SIGN),
    ("SPACE", 5966, 6056, SPACE),
    ("KANJI", 5139, 14657, NOUN),
    ("KANJI", 4785, 18181, NAME),
    ("SYMBOL", 5968, 3857, SIGN),
    ("NUMERIC", 4794, 12450, NUMERAL),
    ("ALPHA", 5139, 11633, NOUN),
    ("ALPHA", 4785, 13620, NAME),
    ("HIRAGANA", 5139, 16012, NOUN),
    ("HIRAGANA", 4785, 18282, NAME),
    ("KATAKANA", 5139, 10980, NOUN),
    ("KATAKANA", 4785, 13451, NAME),
    ("KANJINUMERIC", 4794, 14170, NUMERAL),
    ("KANJINUMERIC", 5139, 14657, NOUN),
    ("GREEK", 5139, 11051, NOUN),
    ("GREEK", 4785, 13353, NAME),
    ("CYRILLIC", 5139, 11140, NOUN),
    ("CYRILLIC", 4785, 13174, NAME),
];

/// MeCab's `unk.def`, the details being the first of our columns.
pub(crate) fn unk_def(dic: &SystemDic<'_>, lattice: &Lattice) -> Result<String, ConvertError> {
    let mut definition = String::new();
    for (category, id, cost, name) in UNKNOWN_WORDS {
        let part = dic.parts_of_speech.iter().position(|part| part == name);
        let part = part.ok_or(Unsupported("its parts of speech are not UniDic's"))?;
        let (left, right) = if dic.matrix.n_behind == KNOWN_CONTEXTS {
            (id, id)
        } else {
            context_of_some_word(dic, lattice, part)?
        };
        let ids = lattice.ids(left, right);
        let (left, right) = ids.ok_or(Unsupported("its matrix of costs is too small"))?;
        let _ = writeln!(definition, "{category},{left},{right},{cost},{part}");
    }
    Ok(definition)
}

/// The context of the first word with this part of speech, for dictionaries with other ids.
fn context_of_some_word(
    dic: &SystemDic<'_>,
    lattice: &Lattice,
    part_of_speech: usize,
) -> Result<(u16, u16), ConvertError> {
    for entry in &lattice.entries {
        if usize::from(dic.record(entry.word)?.part_of_speech) == part_of_speech {
            return Ok((entry.left, entry.right));
        }
    }
    Ok((0, 0))
}
