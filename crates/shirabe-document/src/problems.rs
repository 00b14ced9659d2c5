//! What could not be read as it was meant: [`Problem`], its [`ProblemCode`] and how bad that is.

use crate::quality::Place;

/// Something in a source that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// For the curator, in Japanese.
    pub message: String,
    /// Where in the source, if it has one place.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<Place>,
}

/// What a problem means for the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// All that is there can be found; somebody may want to know.
    Remark,
    /// Something that is there cannot be found.
    Loss,
    /// Nothing of the file can be found.
    Refusal,
}

/// A kind of problem. Only a kind that is listed as a remark leaves a file healthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemCode {
    /// It is no document, or over a limit.
    Rejected,
    /// It needs a password.
    Password,
    /// It is broken.
    Damaged,
    /// Reading it did not end in time.
    ClockLimit,
    /// Reading it took too much of the processor.
    CpuLimit,
    /// Reading it took too much memory.
    MemoryLimit,
    /// It is nested too deeply.
    StackLimit,
    /// What was read of it is too long.
    AnswerLimit,
    /// The reader panicked.
    ReaderPanicked,
    /// The reader ended otherwise.
    ReaderDied,
    /// Pages are pictures only.
    NeedsOcr,
    /// A part of it could not be read.
    Partial,
    /// A document in it has the id of another one.
    IdTaken,
    /// Bytes that are no UTF-8 became U+FFFD.
    InvalidUtf8,
    /// Units that are no UTF-16 became U+FFFD.
    InvalidUtf16,
    /// Bytes that its encoding does not know became U+FFFD.
    InvalidBytes,
    /// Its text was decoded wrongly before.
    GarbledText,
    /// Glyphs stand for no known characters.
    UnmappedCharacters,
    /// The balance of characters does not hold: a fault of a reader.
    UnaccountedCharacters,
    /// Recognition was wanted, and there is no recogniser.
    OcrMissing,
    /// Recognition of a page failed.
    OcrFailed,
    /// More pages would have to be recognised than may be.
    OcrLimit,
    /// Lines of which the recogniser was not sure were left out.
    OcrDoubtful,
    /// Whatever a later version of the program calls by a name that this one does not know.
    Unknown,
    /// The text of pages comes from a recogniser, which makes mistakes.
    Ocr,
    /// A recogniser found no text on pages.
    OcrEmpty,
    /// Pages are pictures for the most part.
    Pictures,
    /// Another engine than the usual one read it.
    SecondEngine,
    /// It asks not to be copied.
    CopyRestricted,
    /// Slides that are skipped when it is shown were read.
    HiddenSlides,
    /// Another program converted it before it was read.
    Converted,
}

impl ProblemCode {
    /// Every kind.
    pub const ALL: [ProblemCode; 31] = [
        ProblemCode::Rejected,
        ProblemCode::Password,
        ProblemCode::Damaged,
        ProblemCode::ClockLimit,
        ProblemCode::CpuLimit,
        ProblemCode::MemoryLimit,
        ProblemCode::StackLimit,
        ProblemCode::AnswerLimit,
        ProblemCode::ReaderPanicked,
        ProblemCode::ReaderDied,
        ProblemCode::NeedsOcr,
        ProblemCode::Partial,
        ProblemCode::IdTaken,
        ProblemCode::InvalidUtf8,
        ProblemCode::InvalidUtf16,
        ProblemCode::InvalidBytes,
        ProblemCode::GarbledText,
        ProblemCode::UnmappedCharacters,
        ProblemCode::UnaccountedCharacters,
        ProblemCode::OcrMissing,
        ProblemCode::OcrFailed,
        ProblemCode::OcrLimit,
        ProblemCode::OcrDoubtful,
        ProblemCode::Unknown,
        ProblemCode::Ocr,
        ProblemCode::OcrEmpty,
        ProblemCode::Pictures,
        ProblemCode::SecondEngine,
        ProblemCode::CopyRestricted,
        ProblemCode::HiddenSlides,
        ProblemCode::Converted,
    ];

    /// The stable name for programs, such as `invalid-utf8`.
    pub fn as_str(self) -> &'static str {
        self.name_and_severity().0
    }

    /// What it means for the search.
    pub fn severity(self) -> Severity {
        self.name_and_severity().1
    }

    /// Whether it could be another one under other limits or with a recogniser of characters. What stands
    /// in the bytes themselves, or was recognised with doubt, stays as it is.
    pub fn depends_on_limits(self) -> bool {
        match self {
            ProblemCode::InvalidUtf8
            | ProblemCode::InvalidUtf16
            | ProblemCode::InvalidBytes
            | ProblemCode::GarbledText
            | ProblemCode::UnaccountedCharacters
            | ProblemCode::OcrDoubtful
            | ProblemCode::IdTaken => false,
            _ => self.severity() != Severity::Remark,
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<ProblemCode> {
        ProblemCode::ALL.into_iter().find(|code| code.as_str() == name)
    }

    fn name_and_severity(self) -> (&'static str, Severity) {
        use Severity::{Loss, Refusal, Remark};
        match self {
            ProblemCode::Rejected => ("rejected", Refusal),
            ProblemCode::Password => ("password", Refusal),
            ProblemCode::Damaged => ("damaged", Refusal),
            ProblemCode::ClockLimit => ("clock-limit", Refusal),
            ProblemCode::CpuLimit => ("cpu-limit", Refusal),
            ProblemCode::MemoryLimit => ("memory-limit", Refusal),
            ProblemCode::StackLimit => ("stack-limit", Refusal),
            ProblemCode::AnswerLimit => ("answer-limit", Refusal),
            ProblemCode::ReaderPanicked => ("reader-panicked", Refusal),
            ProblemCode::ReaderDied => ("reader-died", Refusal),
            ProblemCode::NeedsOcr => ("needs-ocr", Loss),
            ProblemCode::Partial => ("partial", Loss),
            ProblemCode::IdTaken => ("id-taken", Loss),
            ProblemCode::InvalidUtf8 => ("invalid-utf8", Loss),
            ProblemCode::InvalidUtf16 => ("invalid-utf16", Loss),
            ProblemCode::InvalidBytes => ("invalid-bytes", Loss),
            ProblemCode::GarbledText => ("garbled-text", Loss),
            ProblemCode::UnmappedCharacters => ("unmapped-characters", Loss),
            ProblemCode::UnaccountedCharacters => ("unaccounted-characters", Loss),
            ProblemCode::OcrMissing => ("ocr-missing", Loss),
            ProblemCode::OcrFailed => ("ocr-failed", Loss),
            ProblemCode::OcrLimit => ("ocr-limit", Loss),
            ProblemCode::OcrDoubtful => ("ocr-doubtful", Loss),
            ProblemCode::Unknown => ("unknown", Loss),
            ProblemCode::Ocr => ("ocr", Remark),
            ProblemCode::OcrEmpty => ("ocr-empty", Remark),
            ProblemCode::Pictures => ("pictures", Remark),
            ProblemCode::SecondEngine => ("second-engine", Remark),
            ProblemCode::CopyRestricted => ("copy-restricted", Remark),
            ProblemCode::HiddenSlides => ("hidden-slides", Remark),
            ProblemCode::Converted => ("converted", Remark),
        }
    }
}

impl std::fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_no_two_share_one() {
        for code in ProblemCode::ALL {
            assert_eq!(ProblemCode::parse(code.as_str()), Some(code));
        }
        assert_eq!(ProblemCode::parse("clocklimit"), None);
    }

    #[test]
    fn what_stands_in_the_bytes_does_not_change_with_the_limits() {
        let lasting = |code: &ProblemCode| !code.depends_on_limits();
        let is_remark = |code: &ProblemCode| code.severity() == Severity::Remark;
        let lasting: Vec<&str> = ProblemCode::ALL
            .iter()
            .filter(|code| lasting(code) && !is_remark(code))
            .map(|code| code.as_str())
            .collect();
        assert_eq!(
            lasting,
            [
                "id-taken",
                "invalid-utf8",
                "invalid-utf16",
                "invalid-bytes",
                "garbled-text",
                "unaccounted-characters",
                "ocr-doubtful"
            ]
        );
        assert!(
            ProblemCode::ALL
                .iter()
                .filter(|code| is_remark(code))
                .all(|code| !code.depends_on_limits())
        );
    }

    #[test]
    fn what_nobody_knows_is_a_loss() {
        assert_eq!(ProblemCode::Unknown.severity(), Severity::Loss);
        assert_eq!(ProblemCode::CopyRestricted.severity(), Severity::Remark);
    }
}
