//! The binary format of SudachiDict (`system.dic`), read in place.
//!
//! Enter at [`SystemDic::parse`]. The layout, little-endian, as SudachiDict 20260723 has it and as
//! described in Sudachi's `docs/dict_format` (WorksApplications/Sudachi):
//!
//! 1. header, 272 bytes: u64 magic, u64 time, 256 bytes description
//! 2. u16 number of parts of speech, six strings each; i16 and i16 sizes of the matrix; its i16s
//! 3. u32 n and n × u32 double array; u32 n and n bytes table of word ids (both not needed here)
//! 4. u32 n words; n × three i16 (left id, right id, cost); n × u32 offsets of word records
//!
//! A string is its length in UTF-16 units (one byte, or two when the first has its high bit) and
//! the units; an array is a byte count and u32s.
//!
//! Invariant: no input makes this panic; what is cut or contradicts itself is [`Malformed`].

use thiserror::Error;

/// A system dictionary of the second version, with synonym groups.
const MAGIC: u64 = 0xce9f_011a_9239_4434;
const HEADER: usize = 272;
const DESCRIPTION: std::ops::Range<usize> = 16..HEADER;

/// The file ends early or says something impossible.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what} at byte {at}")]
pub(crate) struct Malformed {
    what: &'static str,
    at: usize,
}

/// A parsed dictionary over its bytes.
#[derive(Debug)]
pub(crate) struct SystemDic<'a> {
    bytes: &'a [u8],
    /// Version and date in the publisher's words.
    pub(crate) description: String,
    /// Six levels joined by commas.
    pub(crate) parts_of_speech: Vec<String>,
    pub(crate) matrix: Matrix<'a>,
    parameters: &'a [u8],
    offsets: &'a [u8],
}

/// Costs between neighbouring words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matrix<'a> {
    /// Number of right ids of the word before.
    pub(crate) n_before: u16,
    /// Number of left ids of the word behind.
    pub(crate) n_behind: u16,
    /// `[behind * n_before + before]`, i16.
    pub(crate) costs: &'a [u8],
}

impl Matrix<'_> {
    /// The costs before a word with this left id, by right id of the word before.
    pub(crate) fn row(&self, left: usize) -> &[[u8; 2]] {
        let n_before = usize::from(self.n_before);
        let costs = self.costs.as_chunks().0;
        costs.get(left * n_before..(left + 1) * n_before).unwrap_or_default()
    }
}

/// Where a word stands in the lattice; words with a negative left id stand nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub(crate) left_id: i16,
    pub(crate) right_id: i16,
    pub(crate) cost: i16,
}

/// What the dictionary says of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) surface: String,
    pub(crate) part_of_speech: u16,
    pub(crate) normalised: String,
    pub(crate) reading: String,
    /// Ids of the short units (A); none for a word without parts.
    pub(crate) short_units: Vec<u32>,
    pub(crate) synonym_groups: Vec<u32>,
    /// Whether it is conjugated: 学ん of 学ぶ.
    pub(crate) is_conjugated: bool,
}

impl<'a> SystemDic<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<SystemDic<'a>, Malformed> {
        let mut cursor = Cursor { bytes, at: 0 };
        let magic = u64::from_le_bytes(cursor.array("the header is cut")?);
        if magic != MAGIC {
            return Err(Malformed { what: "not a SudachiDict system dictionary", at: 0 });
        }
        cursor.at = HEADER;
        let description = bytes.get(DESCRIPTION).unwrap_or_default();
        let description = description.split(|byte| *byte == 0).next().unwrap_or_default();
        let parts_of_speech = cursor.parts_of_speech()?;
        let matrix = cursor.matrix()?;
        cursor.table("the double array is cut", 4)?;
        cursor.table("the table of word ids is cut", 1)?;
        let n_words = cursor.u32()? as usize;
        let parameters = cursor.take(n_words.saturating_mul(6), "the word parameters are cut")?;
        let offsets = cursor.take(n_words.saturating_mul(4), "the word offsets are cut")?;
        let description = String::from_utf8_lossy(description).into_owned();
        Ok(SystemDic { bytes, description, parts_of_speech, matrix, parameters, offsets })
    }

    pub(crate) fn n_words(&self) -> u32 {
        (self.offsets.len() / 4) as u32
    }

    pub(crate) fn parameters(&self, word: u32) -> Option<Parameters> {
        let at = word as usize * 6;
        let bytes: &[u8; 6] = self.parameters.get(at..at + 6)?.try_into().ok()?;
        let [l0, l1, r0, r1, c0, c1] = *bytes;
        Some(Parameters {
            left_id: i16::from_le_bytes([l0, l1]),
            right_id: i16::from_le_bytes([r0, r1]),
            cost: i16::from_le_bytes([c0, c1]),
        })
    }

    pub(crate) fn record(&self, word: u32) -> Result<Record, Malformed> {
        let mut cursor = self.cursor(word)?;
        let surface = cursor.string()?;
        cursor.string_length()?; // length of the surface in bytes
        let at = cursor.at;
        let part_of_speech = u16::from_le_bytes(cursor.array("a word is cut")?);
        if usize::from(part_of_speech) >= self.parts_of_speech.len() {
            return Err(Malformed { what: "a word has an unknown part of speech", at });
        }
        let normalised = cursor.string()?;
        let dictionary_form = cursor.u32()?;
        // -1 stands for the word itself.
        let is_conjugated = dictionary_form != u32::MAX && dictionary_form != word;
        let reading = cursor.string()?;
        let short_units = cursor.ids()?;
        cursor.ids()?; // middle units (B)
        cursor.ids()?; // word structure
        let synonym_groups = cursor.ids()?;
        let or_surface = |text: String| if text.is_empty() { surface.clone() } else { text };
        Ok(Record {
            normalised: or_surface(normalised),
            reading: or_surface(reading),
            part_of_speech,
            short_units,
            synonym_groups,
            is_conjugated,
            surface,
        })
    }

    fn cursor(&self, word: u32) -> Result<Cursor<'a>, Malformed> {
        let at = word as usize * 4;
        let missing = Malformed { what: "a word is missing", at };
        let offset = self.offsets.get(at..at + 4).ok_or(missing.clone())?;
        let at = u32::from_le_bytes(offset.try_into().map_err(|_| missing)?) as usize;
        Ok(Cursor { bytes: self.bytes, at })
    }
}

/// Reads from left to right.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn parts_of_speech(&mut self) -> Result<Vec<String>, Malformed> {
        let n_parts = u16::from_le_bytes(self.array("the parts of speech are cut")?);
        let mut parts = Vec::new();
        for _ in 0..n_parts {
            let levels: Result<Vec<String>, Malformed> = (0..6).map(|_| self.string()).collect();
            parts.push(levels?.join(","));
        }
        Ok(parts)
    }

    fn matrix(&mut self) -> Result<Matrix<'a>, Malformed> {
        let at = self.at;
        let n_before = i16::from_le_bytes(self.array("the matrix is cut")?);
        let n_behind = i16::from_le_bytes(self.array("the matrix is cut")?);
        let (Ok(n_before), Ok(n_behind)) = (u16::try_from(n_before), u16::try_from(n_behind))
        else {
            return Err(Malformed { what: "the matrix has a negative size", at });
        };
        let n_costs = usize::from(n_before) * usize::from(n_behind);
        let costs = self.take(n_costs * 2, "the matrix is cut")?;
        Ok(Matrix { n_before, n_behind, costs })
    }

    /// Skip a table of elements of this size.
    fn table(&mut self, what: &'static str, size: usize) -> Result<(), Malformed> {
        let n_elements = self.u32()? as usize;
        self.take(n_elements.saturating_mul(size), what).map(drop)
    }

    fn string(&mut self) -> Result<String, Malformed> {
        let n_units = self.string_length()?;
        let units = self.take(n_units * 2, "a string is cut")?;
        let units = units.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let at = self.at;
        char::decode_utf16(units)
            .collect::<Result<_, _>>()
            .map_err(|_| Malformed { what: "a string is not UTF-16", at })
    }

    fn string_length(&mut self) -> Result<usize, Malformed> {
        let [first] = self.array("a string is cut")?;
        if first < 0x80 {
            return Ok(usize::from(first));
        }
        let [second] = self.array("a string is cut")?;
        Ok(usize::from(first & 0x7F) << 8 | usize::from(second))
    }

    fn ids(&mut self) -> Result<Vec<u32>, Malformed> {
        let [n_ids] = self.array("a list is cut")?;
        let ids = self.take(usize::from(n_ids) * 4, "a list is cut")?;
        Ok(ids.as_chunks().0.iter().map(|id| u32::from_le_bytes(*id)).collect())
    }

    fn u32(&mut self) -> Result<u32, Malformed> {
        self.array("a number is cut").map(u32::from_le_bytes)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Malformed> {
        let at = self.at;
        self.take(N, what)?.try_into().map_err(|_| Malformed { what, at })
    }

    fn take(&mut self, n_bytes: usize, what: &'static str) -> Result<&'a [u8], Malformed> {
        let end = self.at.saturating_add(n_bytes);
        let taken = self.bytes.get(self.at..end).ok_or(Malformed { what, at: self.at })?;
        self.at = end;
        Ok(taken)
    }
}

/// A dictionary of a few words, for tests.
#[cfg(test)]
pub(crate) mod tiny {
    /// Parts of speech of the words below.
    const PARTS: [&str; 8] = [
        "補助記号,一般,*,*,*,*",
        "空白,*,*,*,*,*",
        "名詞,普通名詞,一般,*,*,*",
        "名詞,固有名詞,一般,*,*,*",
        "名詞,数詞,*,*,*,*",
        "助詞,格助詞,*,*,*,*",
        "動詞,一般,*,*,五段-マ行,終止形-一般",
        "名詞,普通名詞,助数詞可能,*,*,*",
    ];
    const N_CONTEXTS: i16 = 4;

    /// Surface, cost, part of speech, normalised form, reading, short units, synonym group.
    type Word = (&'static str, i16, u16, &'static str, &'static str, &'static [u32], Option<u32>);

    const WORDS: [Word; 14] = [
        ("研究", 100, 2, "", "ケンキュウ", &[], None),
        ("開発", 100, 2, "", "カイハツ", &[], None),
        ("研究開発", 150, 2, "", "ケンキュウカイハツ", &[0, 1], Some(7)),
        ("研究開發", 150, 2, "研究開発", "ケンキュウカイハツ", &[], None),
        ("取り組み", 100, 2, "", "トリクミ", &[], None),
        ("取組", 90, 2, "取り組み", "トリクミ", &[], None),
        ("取組", 200, 2, "取り組み", "シュソ", &[], None),
        ("の", 10, 5, "", "ノ", &[], None),
        ("取り組む", 100, 6, "", "トリクム", &[0, 1], None),
        ("四月", 100, 2, "", "シガツ", &[], None),
        ("七", 50, 4, "", "ナナ", &[], None),
        ("R&D", 100, 2, "研究開発", "アールアンドディー", &[], Some(7)),
        ("取り組ん", 100, 6, "", "トリクン", &[], Some(7)),
        ("％", 100, 7, "", "パーセント", &[], None),
    ];
    /// Words that are a form of another.
    const CONJUGATED: [(usize, u32); 1] = [(12, 8)];

    /// The bytes of `system.dic`.
    pub(crate) fn dictionary() -> Vec<u8> {
        let mut bytes = super::MAGIC.to_le_bytes().to_vec();
        bytes.extend(0_u64.to_le_bytes());
        bytes.extend(b"tiny");
        bytes.resize(super::HEADER, 0);
        bytes.extend((PARTS.len() as u16).to_le_bytes());
        for level in PARTS.iter().flat_map(|part| part.split(',')) {
            string(&mut bytes, level);
        }
        bytes.extend(N_CONTEXTS.to_le_bytes());
        bytes.extend(N_CONTEXTS.to_le_bytes());
        bytes.extend((0..N_CONTEXTS * N_CONTEXTS).flat_map(i16::to_le_bytes));
        bytes.extend([1, 0, 0, 0, 9, 9, 9, 9]); // double array
        bytes.extend([2, 0, 0, 0, 9, 9]); // table of word ids
        words(&mut bytes);
        bytes
    }

    fn words(bytes: &mut Vec<u8>) {
        bytes.extend((WORDS.len() as u32).to_le_bytes());
        for (_, cost, part, ..) in WORDS {
            let context = if part == 5 { 2 } else { 1 };
            bytes.extend([context, context, cost].into_iter().flat_map(i16::to_le_bytes));
        }
        let mut records = Vec::new();
        let start = bytes.len() + WORDS.len() * 4;
        for (at, (surface, _, part, normalised, reading, units, group)) in WORDS.iter().enumerate()
        {
            bytes.extend(((start + records.len()) as u32).to_le_bytes());
            string(&mut records, surface);
            records.push(surface.len() as u8);
            records.extend(part.to_le_bytes());
            string(&mut records, normalised);
            let form = CONJUGATED.iter().find(|(word, _)| *word == at);
            records.extend(form.map_or(u32::MAX, |(_, form)| *form).to_le_bytes());
            string(&mut records, reading);
            ids(&mut records, units);
            ids(&mut records, &[]);
            ids(&mut records, &[]);
            ids(&mut records, group.as_slice());
        }
        bytes.extend(records);
    }

    fn string(bytes: &mut Vec<u8>, string: &str) {
        let units: Vec<u16> = string.encode_utf16().collect();
        if units.len() < 0x80 {
            bytes.push(units.len() as u8);
        } else {
            bytes.extend([0x80 | (units.len() >> 8) as u8, units.len() as u8]);
        }
        bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    }

    fn ids(bytes: &mut Vec<u8>, ids: &[u32]) {
        bytes.push(ids.len() as u8);
        bytes.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
    }

    #[test]
    fn a_long_string_has_two_bytes_of_length() {
        let mut bytes = Vec::new();
        string(&mut bytes, &"あ".repeat(300));
        assert_eq!(bytes.get(..2), Some(&[0x81, 0x2C][..]));
        let mut cursor = super::Cursor { bytes: &bytes, at: 0 };
        assert_eq!(cursor.string().unwrap(), "あ".repeat(300));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_read_as_it_was_written() {
        let bytes = tiny::dictionary();
        let dic = SystemDic::parse(&bytes).unwrap();
        assert_eq!(dic.description, "tiny");
        assert_eq!(dic.parts_of_speech[6], "動詞,一般,*,*,五段-マ行,終止形-一般");
        assert_eq!((dic.matrix.n_before, dic.matrix.n_behind, dic.n_words()), (4, 4, 14));
        assert_eq!(dic.matrix.row(1)[2], 6_i16.to_le_bytes());
        let parameters = Parameters { left_id: 2, right_id: 2, cost: 10 };
        assert_eq!(dic.parameters(7), Some(parameters));
        assert_eq!(
            dic.record(2).unwrap(),
            Record {
                surface: "研究開発".into(),
                part_of_speech: 2,
                normalised: "研究開発".into(),
                reading: "ケンキュウカイハツ".into(),
                short_units: vec![0, 1],
                synonym_groups: vec![7],
                is_conjugated: false,
            }
        );
        assert!(dic.record(12).unwrap().is_conjugated);
        assert_eq!(dic.record(5).unwrap().normalised, "取り組み");
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_malformed_and_never_a_panic() {
        let bytes = tiny::dictionary();
        for length in 0..bytes.len() {
            let whole = SystemDic::parse(&bytes[..length]).and_then(|dic| {
                (0..14).map(|word| dic.record(word)).collect::<Result<Vec<_>, _>>()
            });
            assert!(whole.is_err(), "{length} of {} bytes", bytes.len());
        }
    }

    #[test]
    fn a_file_with_any_byte_changed_is_never_a_panic() {
        let bytes = tiny::dictionary();
        for at in 0..bytes.len() {
            for value in [0, 0x7F, 0x80, 0xFF] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                if let Ok(dic) = SystemDic::parse(&bytes) {
                    for word in 0..dic.n_words() {
                        let _ = (dic.parameters(word), dic.record(word));
                    }
                }
            }
        }
    }

    #[test]
    fn another_file_is_named_as_such() {
        let error = SystemDic::parse(&[b'x'; 4000]).unwrap_err();
        insta::assert_snapshot!(error, @"not a SudachiDict system dictionary at byte 0");
        let error = SystemDic::parse(b"").unwrap_err();
        insta::assert_snapshot!(error, @"the header is cut at byte 0");
    }
}
