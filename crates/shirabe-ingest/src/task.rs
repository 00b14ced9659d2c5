//! One file on its way in: [`Task`], and the [`Job`]s that it makes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use shirabe_document::{DocumentId, Metadata, ProblemCode};
use shirabe_index::GenerationWriter;

use crate::corpus::{Scope, Source};
use crate::digest::digest;
use crate::jsonl::{Line, Lines, is_jsonl};
use crate::ledger::{Digest, Ledger};
use crate::report::{FileProblem, FileReport};
use crate::{IngestError, IngestRequest, Limits, Progress, reading};

/// One file, and what becomes of it while it is read.
pub(crate) struct Task<'a> {
    pub(crate) source: &'a Source,
    pub(crate) id: Result<DocumentId, String>,
    pub(crate) digest: Digest,
    /// What became of it before, where it need not be read again.
    pub(crate) unchanged: Option<FileReport>,
    /// Whether it holds a document on each line.
    pub(crate) has_lines: bool,
    report: Mutex<FileReport>,
}

/// What is done at one time.
pub(crate) enum Job<'a> {
    File(&'a Task<'a>, u64),
    Line { task: &'a Task<'a>, common: Arc<Metadata>, line: Line, number: Option<u64> },
}

/// Jobs, one after the other; an error is one of reading the file.
pub(crate) type Jobs<'a> = Box<dyn Iterator<Item = Result<Job<'a>, IngestError>> + Send + 'a>;

/// Looks at every file, many at a time, and tells which are to be read.
pub(crate) fn tasks<'a>(
    request: &IngestRequest<'_>,
    scope: &'a Scope,
    known: &Ledger,
    writer: &GenerationWriter,
    mut ids: BTreeMap<String, Result<DocumentId, String>>,
    progress: &dyn Progress,
) -> Vec<Task<'a>> {
    progress.compare();
    let worker_pool = &request.worker_pool;
    let look = |(source, id): (&'a Source, Result<DocumentId, String>)| {
        let head = reading::head(&source.path).unwrap_or_default();
        let has_lines = is_jsonl(&head);
        let digest = digest(source, has_lines, &id, worker_pool);
        let former = known.0.get(&source.key);
        let unchanged = former.filter(|entry| writer.is_update() && entry.stands(&digest));
        Task {
            source,
            id,
            unchanged: unchanged.map(|entry| entry.report.clone()),
            digest,
            has_lines,
            report: Mutex::new(FileReport::new(&source.path.display().to_string())),
        }
    };
    let with_ids: Vec<_> = scope
        .sources
        .iter()
        .map(|source| (source, ids.remove(&source.key).unwrap_or_else(|| Err(String::new()))))
        .collect();
    with_ids.into_par_iter().map(look).collect()
}

impl<'a> Task<'a> {
    pub(crate) fn must_read(&self) -> bool {
        self.unchanged.is_none()
    }

    pub(crate) fn report(&self) -> MutexGuard<'_, FileReport> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every line of a file that holds many documents.
    pub(crate) fn lines(&'a self, writer: &'a GenerationWriter, limits: &Limits) -> Jobs<'a> {
        let metadata = reading::metadata(self.source, String::new());
        let file = fs_err::File::open(&self.source.path);
        let (common, file) = match (metadata, file) {
            (Ok(common), Ok(file)) => (Arc::new(common), file),
            (Err(reason), _) => return self.refused(format!("書誌を読めない（{reason}）")),
            (_, Err(error)) => return self.refused(format!("ファイルを開けない（{error}）")),
        };
        let is_update = writer.is_update();
        let lines = Lines::new(file, limits.readers.max_text_bytes);
        Box::new(lines.map(move |line| {
            let number = (!is_update).then(|| writer.reserve());
            Ok(Job::Line { task: self, common: Arc::clone(&common), line: line?, number })
        }))
    }

    fn refused(&self, message: String) -> Jobs<'a> {
        self.report().add_problem(FileProblem { code: ProblemCode::Rejected, message, line: None });
        Box::new(std::iter::empty())
    }

    pub(crate) fn into_report(self) -> FileReport {
        self.report.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
