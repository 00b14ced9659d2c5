//! One file on its way in: [`Task`], and the [`Job`]s that it makes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use shirabe_document::{DocumentId, Metadata, ProblemCode};
use shirabe_index::GenerationWriter;

use crate::claims::Claims;
use crate::corpus::{Scope, Source};
use crate::digest::{Content, digest};
use crate::ids::Candidates;
use crate::jsonl::{Line, Lines, is_jsonl, line_id};
use crate::ledger::{Digest, Ledger};
use crate::report::{FileProblem, FileReport};
use crate::sidecar::Beside;
use crate::{IngestError, IngestRequest, Limits, Progress, reading};

/// One file, and what becomes of it while it is read.
pub(crate) struct Task<'a> {
    pub(crate) source: &'a Source,
    pub(crate) ids: Candidates,
    /// Of the file as it was when all files were compared.
    pub(crate) digest: Digest,
    /// What became of it before, where it need not be read again.
    pub(crate) unchanged: Option<FileReport>,
    /// What was said of its documents before, where all of it is known.
    said_before: Option<Vec<FileProblem>>,
    /// Whether it holds a document on each line.
    pub(crate) has_lines: bool,
    outcome: Mutex<FileOutcome>,
}

/// What has become of a file so far.
struct FileOutcome {
    report: FileReport,
    /// The digest of what was read of it, which may not be what was there before or after.
    read: Option<String>,
    /// Whether reading it broke off.
    is_cut: bool,
}

/// What is done at one time.
pub(crate) enum Job<'a> {
    File { task: &'a Task<'a>, id: DocumentId, number: u64 },
    Line { task: &'a Task<'a>, common: Arc<Metadata>, line: Line, claim: LineClaim },
}

/// What a line has before it is read.
pub(crate) struct LineClaim {
    /// `None` where the line names none, because it is no JSON.
    pub(crate) id: Option<DocumentId>,
    pub(crate) number: Option<u64>,
}

/// Jobs, one after the other; an error is one of the index.
pub(crate) type Jobs<'a> = Box<dyn Iterator<Item = Result<Job<'a>, IngestError>> + Send + 'a>;

/// Looks at every file, many at a time, and tells which are to be read.
pub(crate) fn tasks<'a>(
    request: &IngestRequest<'_>,
    scope: &'a Scope,
    known: &Ledger,
    writer: &GenerationWriter,
    mut ids: BTreeMap<String, Candidates>,
    progress: &dyn Progress,
) -> Vec<Task<'a>> {
    progress.compare();
    let worker_pool = &request.worker_pool;
    let look = |(source, ids): (&'a Source, Candidates)| {
        let head = reading::head(&source.path).unwrap_or_default();
        let has_lines = is_jsonl(&head);
        let former = known.0.get(&source.key);
        let known_digest = former.filter(|_| writer.is_update()).map(|entry| &entry.digest);
        let digest = digest(source, has_lines, &ids, worker_pool, known_digest);
        let unchanged = former.filter(|entry| writer.is_update() && entry.stands(&digest));
        let report = FileReport::new(&source.path.display().to_string());
        Task {
            source,
            ids,
            unchanged: unchanged.map(|entry| entry.report.clone()),
            said_before: former.and_then(|entry| entry.report.all_problems()),
            digest,
            has_lines,
            outcome: Mutex::new(FileOutcome { report, read: None, is_cut: false }),
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

    /// Whether nothing was said of a document of the file before: it need not be read to be said again.
    pub(crate) fn was_faultless(&self, id: &DocumentId) -> bool {
        let names_it = |problem: &FileProblem| problem.message.starts_with(&of_document(id, ""));
        self.said_before.as_ref().is_some_and(|said| !said.iter().any(names_it))
    }

    /// Does something with what is reported of the file.
    pub(crate) fn with_report<T>(&self, work: impl FnOnce(&mut FileReport) -> T) -> T {
        work(&mut self.outcome().report)
    }

    pub(crate) fn add_problem(&self, code: ProblemCode, message: String, line: Option<u64>) {
        let line = line.and_then(|line| u32::try_from(line).ok());
        self.outcome().report.add_problem(FileProblem { code, message, line });
    }

    /// Says that a document of the file was left out.
    pub(crate) fn leave_out(&self, code: ProblemCode, message: String, line: Option<u64>) {
        self.add_problem(code, message, line);
        self.outcome().report.n_left_out += 1;
    }

    /// Remembers what was read.
    pub(crate) fn was_read(&self, digest: String) {
        self.outcome().read.get_or_insert(digest);
    }

    /// What to remember of the file: that which was read of it, or else what is known of it.
    pub(crate) fn digest_read(&self, former: Option<&Digest>) -> Digest {
        if let Some(former) = former {
            return Digest { stamp: self.digest.stamp.clone(), ..former.clone() };
        }
        let content = self.outcome().read.clone();
        let content = content.unwrap_or_else(|| self.digest.content.clone());
        Digest { content, ..self.digest.clone() }
    }

    /// Whether reading the file broke off before its end.
    pub(crate) fn is_cut(&self) -> bool {
        self.outcome().is_cut
    }

    /// Every line of a file that holds many documents and gets an id; in a second round only those with
    /// the ids that are named.
    pub(crate) fn lines(
        &'a self,
        writer: &'a GenerationWriter,
        claims: &'a Claims,
        only: Option<BTreeSet<DocumentId>>,
        limits: &Limits,
    ) -> Jobs<'a> {
        let beside = Beside::of(self.source);
        let metadata = reading::metadata(self.source, &beside, String::new());
        let file = fs_err::File::open(&self.source.path);
        let (common, file) = match (metadata, file) {
            (Ok(common), Ok(file)) => (Arc::new(common), file),
            (Err(reason), _) => return self.refused(format!("書誌を読めない（{reason}）")),
            (_, Err(error)) => {
                return self.refused(format!("ファイルを開けない（{}）", error.kind()));
            }
        };
        let id = self.ids.as_ref().ok().and_then(|ids| ids.first());
        let id = id.map(ToString::to_string).unwrap_or_default();
        let content = Arc::new(Mutex::new(Some(Content::new(&id, &beside))));
        let input = Heard { file, content: Arc::clone(&content) };
        let mut lines = Lines::new(input, limits.readers.max_text_bytes);
        Box::new(std::iter::from_fn(move || {
            loop {
                let line = match lines.next() {
                    Some(Ok(line)) => line,
                    Some(Err(error)) => {
                        self.cut(&error);
                        return None;
                    }
                    None => {
                        let heard = content.lock().unwrap_or_else(PoisonError::into_inner).take();
                        if let Some(content) = heard {
                            self.was_read(content.finish());
                        }
                        return None;
                    }
                };
                if let Some(claim) = self.line_claim(writer, claims, only.as_ref(), &line, &common)
                {
                    return Some(Ok(Job::Line {
                        task: self,
                        common: Arc::clone(&common),
                        line,
                        claim,
                    }));
                }
            }
        }))
    }

    /// What a line is to be read with; `None` where it is not to be read.
    fn line_claim(
        &self,
        writer: &GenerationWriter,
        claims: &Claims,
        only: Option<&BTreeSet<DocumentId>>,
        line: &Line,
        common: &Metadata,
    ) -> Option<LineClaim> {
        let bytes = line.bytes.as_deref();
        let id = bytes.and_then(|bytes| line_id(bytes, &common.source_file, line.number));
        let is_meant = match (only, &id) {
            (None, _) => true,
            (Some(only), Some(id)) => only.contains(id),
            (Some(_), None) => false,
        };
        if !is_meant {
            return None;
        }
        if let Some(id) = &id {
            claims.claim(&self.source.key, std::slice::from_ref(id), Some(line.number))?;
        }
        let number = (!writer.is_update()).then(|| writer.reserve());
        Some(LineClaim { id, number })
    }

    fn cut(&self, error: &std::io::Error) {
        let message = format!("途中から読めない（{}）", error.kind());
        self.leave_out(ProblemCode::Partial, message, None);
        let mut outcome = self.outcome();
        outcome.is_cut = true;
        // No file has this digest, so that it is read again.
        outcome.read = Some(String::new());
    }

    fn refused(&self, message: String) -> Jobs<'a> {
        self.add_problem(ProblemCode::Rejected, message, None);
        Box::new(std::iter::empty())
    }

    pub(crate) fn into_report(self) -> FileReport {
        self.outcome.into_inner().unwrap_or_else(PoisonError::into_inner).report
    }

    fn outcome(&self) -> MutexGuard<'_, FileOutcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said of one of many documents of a file.
pub(crate) fn of_document(id: &DocumentId, message: &str) -> String {
    format!("{id}: {message}")
}

/// A file whose bytes are reckoned with as they are read.
struct Heard {
    file: fs_err::File,
    content: Arc<Mutex<Option<Content>>>,
}

impl Read for Heard {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        let n_bytes = self.file.read(part)?;
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(content), Some(read)) = (content.as_mut(), part.get(..n_bytes)) {
            content.add(read);
        }
        Ok(n_bytes)
    }
}
