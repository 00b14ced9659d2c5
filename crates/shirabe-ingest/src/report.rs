//! What an ingest met: [`IngestReport`], and its form as JSON.
//!
//! The same form is kept in the generation, where the next ingest finds what it need not read again.

use serde::{Deserialize, Serialize};

use crate::IngestError;
use shirabe_document::{Found, Problem, ProblemCode, Severity};

/// More problems of one file are counted and not listed.
pub(crate) const MAX_PROBLEMS: usize = 100;

/// The whole ingest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// The generation that now serves.
    pub generation: u64,
    /// Whether that generation is new: an ingest that changes nothing makes none.
    pub has_changed: bool,
    /// Documents in that generation.
    pub n_documents: usize,
    /// One entry a file, by path.
    pub files: Vec<FileReport>,
    /// Files that are gone, and whose documents went with them.
    pub removed: Vec<String>,
    /// Documents that went without their last text being kept, because the archive holds enough.
    pub n_without_last_text: usize,
    /// Questions about documents that a damaged generation could not answer: their passages may have got new
    /// addresses.
    pub n_without_addresses: usize,
    /// Kept sources that were damaged, and that no file of the corpus gave anew.
    pub n_sources_lost: usize,
    /// Links and what is no file, which are not read.
    pub passed_over: Vec<PassedOver>,
    /// What was missing of what confines readers; `None` where no reader ran.
    pub unconfined: Option<Vec<String>>,
}

/// Something at a place of documents that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// Its path as given.
    pub path: String,
    /// What it is.
    pub kind: PassedOverKind,
}

/// What is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOverKind {
    /// A symbolic link.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl PassedOverKind {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            PassedOverKind::Link => "link",
            PassedOverKind::Special => "special",
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The file's path as given.
    pub path: String,
    /// What became of it.
    pub state: FileState,
    /// Whether it was as before, and not read again.
    pub is_unchanged: bool,
    /// Whether an earlier version of it goes on to be found, because this one cannot be read.
    pub keeps_earlier: bool,
    /// The document's id; empty for a file that holds several.
    pub id: String,
    /// The document's title.
    pub title: String,
    /// The format, such as `pdf`.
    pub format: String,
    /// The character encoding, where the format has one.
    pub encoding: String,
    /// Documents that are in the index from it.
    pub n_documents: usize,
    /// Pages, where it has pages.
    pub n_pages: Option<u32>,
    /// Sections.
    pub n_sections: usize,
    /// Repairs.
    pub n_repairs: usize,
    /// What the metadata beside the file left open and the document says itself.
    pub found: Vec<Found>,
    /// What could not be read as it was meant, at most 100.
    pub problems: Vec<FileProblem>,
    /// How many problems there are in all.
    pub n_problems: usize,
    /// How many documents in it were left out: lines that are none, or too long, or without an id of
    /// their own.
    pub n_left_out: usize,
    /// How many of those have the id of another document.
    pub n_taken: usize,
}

/// Something in a file that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// For the curator, in Japanese.
    pub message: String,
    /// The line in the source, counted from 1.
    pub line: Option<u32>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileState {
    /// All of it is searchable.
    Ok,
    /// A part of it is searchable.
    Partial,
    /// Some of its pages are pictures only.
    NeedsOcr,
    /// It needs a password.
    Password,
    /// It is broken.
    Damaged,
    /// It is no document, or over a limit.
    Rejected,
    /// Reading it failed or did not end.
    Crashed,
}

impl FileState {
    /// Every state.
    pub const ALL: [FileState; 7] = [
        FileState::Ok,
        FileState::Partial,
        FileState::NeedsOcr,
        FileState::Password,
        FileState::Damaged,
        FileState::Rejected,
        FileState::Crashed,
    ];

    /// The name in reports, such as `needs_ocr`.
    pub fn as_str(self) -> &'static str {
        match self {
            FileState::Ok => "ok",
            FileState::Partial => "partial",
            FileState::NeedsOcr => "needs_ocr",
            FileState::Password => "password",
            FileState::Damaged => "damaged",
            FileState::Rejected => "rejected",
            FileState::Crashed => "crashed",
        }
    }

    /// The state with this name.
    pub fn parse(name: &str) -> Option<FileState> {
        FileState::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether what was read of the file is searchable.
    pub fn is_read(self) -> bool {
        matches!(self, FileState::Ok | FileState::Partial | FileState::NeedsOcr)
    }

    /// The worst that the codes of a file's problems say.
    pub(crate) fn of_codes(codes: impl Iterator<Item = ProblemCode>) -> FileState {
        codes.map(FileState::of_code).max().unwrap_or(FileState::Ok)
    }

    fn of_code(code: ProblemCode) -> FileState {
        match (code.severity(), code) {
            (Severity::Remark, _) => FileState::Ok,
            (Severity::Loss, ProblemCode::NeedsOcr) => FileState::NeedsOcr,
            (Severity::Loss, _) => FileState::Partial,
            (Severity::Refusal, ProblemCode::Password) => FileState::Password,
            (Severity::Refusal, ProblemCode::Damaged) => FileState::Damaged,
            (Severity::Refusal, ProblemCode::Rejected) => FileState::Rejected,
            (Severity::Refusal, _) => FileState::Crashed,
        }
    }
}

impl FileReport {
    /// A file of which nothing is known yet.
    pub(crate) fn new(path: &str) -> FileReport {
        FileReport {
            path: path.to_owned(),
            state: FileState::Ok,
            is_unchanged: false,
            keeps_earlier: false,
            id: String::new(),
            title: String::new(),
            format: String::new(),
            encoding: String::new(),
            n_documents: 0,
            n_pages: None,
            n_sections: 0,
            n_repairs: 0,
            found: Vec::new(),
            problems: Vec::new(),
            n_problems: 0,
            n_left_out: 0,
            n_taken: 0,
        }
    }

    /// What was said of the file, unless more was to be said than is kept.
    pub(crate) fn all_problems(&self) -> Option<Vec<FileProblem>> {
        (self.n_problems == self.problems.len()).then(|| self.problems.clone())
    }

    pub(crate) fn add_problem(&mut self, problem: FileProblem) {
        self.n_problems += 1;
        // Lines are read side by side; what is kept does not depend on which of them was faster.
        let at = self.problems.partition_point(|other| other.line <= problem.line);
        self.problems.insert(at, problem);
        self.problems.truncate(MAX_PROBLEMS);
    }
}

impl From<Problem> for FileProblem {
    fn from(problem: Problem) -> FileProblem {
        let Problem { code, message, place } = problem;
        FileProblem { code, message, line: place.map(|place| place.lines.start) }
    }
}

impl From<StoredProblem> for FileProblem {
    fn from(problem: StoredProblem) -> FileProblem {
        FileProblem { code: problem.code, message: problem.message, line: problem.line }
    }
}

impl IngestReport {
    /// How many files are in each state, states without a file left out.
    pub fn counts(&self) -> Vec<(FileState, usize)> {
        let count = |state| self.files.iter().filter(|file| file.state == state).count();
        FileState::ALL.map(|state| (state, count(state))).into_iter().filter(|c| c.1 > 0).collect()
    }

    /// Whether every file is searchable, at least in part, and no document was left out.
    pub fn is_complete(&self) -> bool {
        self.files.iter().all(|file| file.state.is_read() && file.n_left_out == 0)
    }

    /// The report as JSON, for programs.
    pub fn to_json(&self) -> Result<String, IngestError> {
        let stored = StoredReport {
            generation: self.generation,
            has_changed: self.has_changed,
            n_documents: self.n_documents,
            files: self.files.iter().map(StoredFile::from).collect(),
            removed: self.removed.clone(),
            n_without_last_text: self.n_without_last_text,
            n_without_addresses: self.n_without_addresses,
            n_sources_lost: self.n_sources_lost,
            sandbox: self.unconfined.as_deref().map(StoredSandbox::of),
            passed_over: self
                .passed_over
                .iter()
                .map(|passed| StoredPassedOver { path: &passed.path, kind: passed.kind.as_str() })
                .collect(),
        };
        Ok(serde_json::to_string_pretty(&stored).map_err(std::io::Error::other)?)
    }
}

#[derive(Serialize)]
struct StoredReport<'a> {
    generation: u64,
    has_changed: bool,
    n_documents: usize,
    files: Vec<StoredFile>,
    removed: Vec<String>,
    n_without_last_text: usize,
    n_without_addresses: usize,
    n_sources_lost: usize,
    sandbox: Option<StoredSandbox<'a>>,
    passed_over: Vec<StoredPassedOver<'a>>,
}

/// What confined the readers that ran.
#[derive(Serialize)]
struct StoredSandbox<'a> {
    is_complete: bool,
    missing: &'a [String],
}

impl StoredSandbox<'_> {
    fn of(missing: &[String]) -> StoredSandbox<'_> {
        StoredSandbox { is_complete: missing.is_empty(), missing }
    }
}

#[derive(Serialize)]
struct StoredPassedOver<'a> {
    path: &'a str,
    kind: &'static str,
}

/// The stored shape of a [`FileProblem`].
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredProblem {
    code: ProblemCode,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// The stored shape of a [`FileReport`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    path: String,
    state: String,
    #[serde(default)]
    is_unchanged: bool,
    #[serde(default)]
    keeps_earlier: bool,
    id: String,
    title: String,
    format: String,
    #[serde(default)]
    encoding: String,
    n_documents: usize,
    n_pages: Option<u32>,
    n_sections: usize,
    n_repairs: usize,
    #[serde(default)]
    found: Vec<Found>,
    n_problems: usize,
    problems: Vec<StoredProblem>,
    #[serde(default)]
    n_left_out: usize,
    #[serde(default)]
    n_taken: usize,
}

impl From<&FileReport> for StoredFile {
    fn from(file: &FileReport) -> StoredFile {
        let problem = |problem: &FileProblem| StoredProblem {
            code: problem.code,
            message: problem.message.clone(),
            line: problem.line,
        };
        StoredFile {
            path: file.path.clone(),
            state: file.state.as_str().to_owned(),
            is_unchanged: file.is_unchanged,
            keeps_earlier: file.keeps_earlier,
            id: file.id.clone(),
            title: file.title.clone(),
            format: file.format.clone(),
            encoding: file.encoding.clone(),
            n_documents: file.n_documents,
            n_pages: file.n_pages,
            n_sections: file.n_sections,
            n_repairs: file.n_repairs,
            found: file.found.clone(),
            n_problems: file.n_problems,
            problems: file.problems.iter().map(problem).collect(),
            n_left_out: file.n_left_out,
            n_taken: file.n_taken,
        }
    }
}

impl StoredFile {
    pub(crate) fn restore(self) -> FileReport {
        FileReport {
            path: self.path,
            state: FileState::parse(&self.state).unwrap_or(FileState::Crashed),
            is_unchanged: self.is_unchanged,
            keeps_earlier: self.keeps_earlier,
            id: self.id,
            title: self.title,
            format: self.format,
            encoding: self.encoding,
            n_documents: self.n_documents,
            n_pages: self.n_pages,
            n_sections: self.n_sections,
            n_repairs: self.n_repairs,
            found: self.found,
            n_problems: self.n_problems,
            problems: self.problems.into_iter().map(FileProblem::from).collect(),
            n_left_out: self.n_left_out,
            n_taken: self.n_taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use shirabe_document::{Confidence, Field, Origin};

    use super::*;

    fn state(codes: &[&str]) -> &'static str {
        let code = |name: &&str| ProblemCode::parse(name).unwrap_or(ProblemCode::Unknown);
        FileState::of_codes(codes.iter().map(code)).as_str()
    }

    #[test]
    fn the_worst_problem_names_the_state() {
        assert_eq!(state(&[]), "ok");
        assert_eq!(state(&["copy-restricted", "pictures"]), "ok");
        assert_eq!(state(&["invalid-utf8", "copy-restricted"]), "partial");
        assert_eq!(state(&["needs-ocr", "partial"]), "needs_ocr");
        assert_eq!(state(&["partial", "damaged"]), "damaged");
        assert_eq!(state(&["password"]), "password");
        assert_eq!(state(&["clock-limit", "rejected"]), "crashed");
    }

    #[test]
    fn only_a_remark_leaves_a_file_healthy() {
        for code in ProblemCode::ALL {
            let state = FileState::of_code(code);
            assert_eq!(state == FileState::Ok, code.severity() == Severity::Remark, "{code}");
            assert_eq!(state.is_read(), code.severity() != Severity::Refusal, "{code}");
        }
        assert_eq!(state(&["invalid-bytes"]), "partial");
        assert_eq!(state(&["a-code-of-tomorrow"]), "partial");
    }

    #[test]
    fn a_problem_that_a_later_version_met_is_kept_as_one() {
        let json = r#"{"code":"a-code-of-tomorrow","message":"不明"}"#;
        let stored: StoredProblem = serde_json::from_str(json).unwrap();
        assert_eq!(FileProblem::from(stored).code, ProblemCode::Unknown);
    }

    #[test]
    fn a_file_is_remembered_as_it_was_reported() {
        let mut file = FileReport::new("a.pdf");
        file.found.push(Found {
            field: Field::Issued,
            value: "2026-02-06".to_owned(),
            confidence: Confidence::Likely,
            origin: Origin::TitlePage,
            is_used: true,
        });
        file.state = FileState::NeedsOcr;
        for n in 0..200 {
            let message = format!("{n}頁: 画像だけ");
            file.add_problem(FileProblem { code: ProblemCode::NeedsOcr, message, line: None });
        }
        assert_eq!((file.problems.len(), file.n_problems), (MAX_PROBLEMS, 200));
        assert_eq!(StoredFile::from(&file).restore(), file);
    }
}
