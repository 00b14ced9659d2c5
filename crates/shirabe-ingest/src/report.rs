//! What an ingest met: [`IngestReport`], and its form as JSON.
//!
//! The same form is kept in the generation, where the next ingest finds what it need not read again.

use serde::{Deserialize, Serialize};

use shirabe_document::Found;
use shirabe_index::StoredFound;

use crate::IngestError;
use crate::worker::WireProblem;

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
}

/// Something in a file that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// A stable name for programs.
    pub code: String,
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
    pub(crate) fn of_codes<'a>(codes: impl Iterator<Item = &'a str>) -> FileState {
        let state = |code: &str| match code {
            "password" => FileState::Password,
            "damaged" => FileState::Damaged,
            "rejected" => FileState::Rejected,
            "clock-limit" | "cpu-limit" | "memory-limit" | "stack-limit" | "answer-limit"
            | "reader-panicked" | "reader-died" => FileState::Crashed,
            "needs-ocr" => FileState::NeedsOcr,
            // What became U+FFFD or gibberish cannot be found by its words.
            "partial"
            | "invalid-utf8"
            | "invalid-utf16"
            | "garbled-text"
            | "unmapped-characters" => FileState::Partial,
            _ => FileState::Ok,
        };
        codes.map(state).max().unwrap_or(FileState::Ok)
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
        }
    }

    pub(crate) fn add_problem(&mut self, problem: FileProblem) {
        self.n_problems += 1;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

impl From<WireProblem> for FileProblem {
    fn from(problem: WireProblem) -> FileProblem {
        FileProblem { code: problem.code, message: problem.message, line: problem.line }
    }
}

impl IngestReport {
    /// How many files are in each state, states without a file left out.
    pub fn counts(&self) -> Vec<(FileState, usize)> {
        let count = |state| self.files.iter().filter(|file| file.state == state).count();
        FileState::ALL.map(|state| (state, count(state))).into_iter().filter(|c| c.1 > 0).collect()
    }

    /// Whether every file is searchable, at least in part.
    pub fn is_complete(&self) -> bool {
        self.files.iter().all(|file| file.state.is_read())
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
        };
        Ok(serde_json::to_string_pretty(&stored).map_err(std::io::Error::other)?)
    }
}

#[derive(Serialize)]
struct StoredReport {
    generation: u64,
    has_changed: bool,
    n_documents: usize,
    files: Vec<StoredFile>,
    removed: Vec<String>,
    n_without_last_text: usize,
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
    found: Vec<StoredFound>,
    n_problems: usize,
    problems: Vec<WireProblem>,
}

impl From<&FileReport> for StoredFile {
    fn from(file: &FileReport) -> StoredFile {
        let problem = |problem: &FileProblem| WireProblem {
            code: problem.code.clone(),
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
            found: file.found.iter().map(StoredFound::from).collect(),
            n_problems: file.n_problems,
            problems: file.problems.iter().map(problem).collect(),
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
            found: self.found.into_iter().filter_map(|found| found.restore().ok()).collect(),
            n_problems: self.n_problems,
            problems: self.problems.into_iter().map(FileProblem::from).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use shirabe_document::{Confidence, Field, Origin};

    use super::*;

    fn state(codes: &[&str]) -> &'static str {
        FileState::of_codes(codes.iter().copied()).as_str()
    }

    #[test]
    fn the_worst_problem_names_the_state() {
        assert_eq!(state(&[]), "ok");
        assert_eq!(state(&["copy-restricted", "pictures"]), "ok");
        assert_eq!(state(&["invalid-utf8", "copy-restricted"]), "partial");
        assert_eq!(state(&["needs-ocr", "partial"]), "needs_ocr");
        assert_eq!(state(&["partial", "damaged"]), "damaged");
        assert_eq!(state(&["password"]), "password");
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
            file.add_problem(FileProblem { code: "needs-ocr".into(), message, line: None });
        }
        assert_eq!((file.problems.len(), file.n_problems), (MAX_PROBLEMS, 200));
        assert_eq!(StoredFile::from(&file).restore(), file);
    }
}
