//! One ingest from beginning to end: [`ingest`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use shirabe_document::anchors::{Revision, revise};
use shirabe_document::{Document, DocumentId, Metadata, ProblemCode};
use shirabe_index::{Archive, GenerationWriter, Origin, Start};

use crate::corpus::{Scope, Source, ids};
use crate::jsonl::{Line, read_line};
use crate::ledger::{Entry, Ledger};
use crate::reading::{self, Outcome};
use crate::report::{FileProblem, FileReport, FileState};
use crate::task::{Job, Jobs, Task, tasks};
use crate::withdrawals::Withdrawals;
use crate::{IngestError, IngestReport, IngestRequest, Progress};

/// Of a larger file that holds a document on each line, no line is kept in the archive: a copy of each
/// would take more room on the disk than the whole index does.
const MAX_KEPT_LINES_BYTES: u64 = 1 << 20;

/// Reads what is new or changed, takes out what is gone, and lets the result serve. Where nothing has
/// changed, the generation that serves goes on.
pub fn ingest(
    request: &IngestRequest<'_>,
    progress: &dyn Progress,
) -> Result<IngestReport, IngestError> {
    let writer = GenerationWriter::update(
        request.index,
        request.analyzer.clone(),
        &request.fingerprint,
        &request.holder,
        if request.reread { Start::Empty } else { Start::Copy },
    )?;
    let known = writer.base().map(Ledger::of).unwrap_or_default();
    let mut scope = Scope::of(request.paths, &known)?;
    if !writer.is_update() {
        scope.add_known(&known)?;
    }
    let ids = ids(&scope.sources, &known);
    let tasks = tasks(request, &scope, &known, &writer, ids, progress);
    let total_bytes = tasks.iter().filter(|task| task.must_read()).map(|t| t.source.n_bytes).sum();
    let run = Run {
        request,
        writer: &writer,
        withdrawals: Withdrawals::of(Archive::of_index(request.index))?,
        claimed: Mutex::new(claimed_before(&tasks)),
        done_bytes: AtomicU64::new(0),
        total_bytes,
        progress,
    };
    run.jobs(&tasks).par_bridge().try_for_each(|job| run.process(job?))?;
    for task in &tasks {
        run.settle(task)?;
    }
    let removed = run.remove_gone(&scope, &known)?;
    let ledger = next_ledger(&known, &tasks, &scope);
    let Run { withdrawals, .. } = run;
    let report = finish(request, writer, tasks, removed, &ledger, &known)?;
    // Not before the generation serves: until then they are withdrawn.
    withdrawals.forget_returned()?;
    Ok(IngestReport { n_without_last_text: withdrawals.n_without_last_text(), ..report })
}

/// What all jobs share.
struct Run<'a> {
    request: &'a IngestRequest<'a>,
    writer: &'a GenerationWriter,
    withdrawals: Withdrawals,
    /// Ids that were given out in this run, with the files that have them.
    claimed: Mutex<BTreeMap<String, String>>,
    done_bytes: AtomicU64,
    total_bytes: u64,
    progress: &'a dyn Progress,
}

impl<'a> Run<'a> {
    /// The jobs in the order of the files, so that numbers are given out in that order.
    fn jobs(
        &'a self,
        tasks: &'a [Task<'a>],
    ) -> impl Iterator<Item = Result<Job<'a>, IngestError>> + Send + 'a {
        let must_read = tasks.iter().filter(|task| task.must_read());
        must_read.flat_map(move |task| {
            if task.has_lines {
                return task.lines(self.writer, &self.request.worker_pool.limits);
            }
            let number = task.id.as_ref().map_or(Ok(0), |id| self.number(id));
            Box::new(std::iter::once(number.map(|number| Job::File(task, number)))) as Jobs<'a>
        })
    }

    /// The number that the document has, or the next one.
    fn number(&self, id: &DocumentId) -> Result<u64, IngestError> {
        let marks = match self.writer.base() {
            Some(base) if self.writer.is_update() => base.marks_of(id)?,
            _ => None,
        };
        Ok(marks.map_or_else(|| self.writer.reserve(), |marks| marks.number))
    }

    fn process(&self, job: Job<'_>) -> Result<(), IngestError> {
        let n_bytes = match job {
            Job::File(task, number) => {
                self.file(task, number)?;
                task.source.n_bytes
            }
            Job::Line { task, common, line, number } => {
                let n_bytes = line.n_bytes;
                self.line(task, &common, &line, number)?;
                n_bytes
            }
        };
        let done = self.done_bytes.fetch_add(n_bytes, Ordering::Relaxed) + n_bytes;
        self.progress.advance(done, self.total_bytes);
        Ok(())
    }

    fn file(&self, task: &Task<'_>, number: u64) -> Result<(), IngestError> {
        let id = match &task.id {
            Ok(id) => id.clone(),
            Err(reason) => {
                let message = reason.clone();
                task.report().add_problem(FileProblem {
                    code: ProblemCode::Rejected,
                    message,
                    line: None,
                });
                return Ok(());
            }
        };
        let Outcome { document, problems, bytes } =
            reading::read(task.source, &self.request.worker_pool, self.progress);
        for problem in problems {
            task.report().add_problem(problem);
        }
        match document {
            Some(document) => {
                self.withdrawals.archive.keep_source(&document.metadata.sha256, &bytes)?;
                self.store(task, Document { id, ..document }, number, 0)
            }
            None => Ok(()),
        }
    }

    fn line(
        &self,
        task: &Task<'_>,
        common: &Metadata,
        line: &Line,
        number: Option<u64>,
    ) -> Result<(), IngestError> {
        let limits = &self.request.worker_pool.limits.readers;
        let problem = |code: ProblemCode, message: String| FileProblem {
            code,
            message,
            line: u32::try_from(line.number).ok(),
        };
        let Some(bytes) = &line.bytes else {
            let message = format!("行が上限の{} MiBより長い", limits.max_text_bytes >> 20);
            task.report().add_problem(problem(ProblemCode::Partial, message));
            return Ok(());
        };
        let read = reading::guarded(|| read_line(bytes, line.number, common, limits));
        let (document, problems) = match read {
            Ok(Ok(read)) => read,
            Ok(Err(reason)) => {
                task.report().add_problem(problem(ProblemCode::Partial, reason));
                return Ok(());
            }
            Err(failure) => {
                task.report().add_problem(problem(ProblemCode::Partial, failure.message_ja()));
                return Ok(());
            }
        };
        for met in problems {
            task.report()
                .add_problem(problem(met.code, format!("{}: {}", document.id, met.message)));
        }
        let digest = crate::digest::of_line(bytes, common);
        if self.stands(&document.id, digest)? {
            if self.claim(task, &document.id) {
                Self::count(task, &document);
            }
            return Ok(());
        }
        if task.source.n_bytes <= MAX_KEPT_LINES_BYTES {
            self.withdrawals.archive.keep_source(&document.metadata.sha256, bytes)?;
        }
        let number = number.map_or_else(|| self.number(&document.id), Ok)?;
        self.store(task, document, number, digest)
    }

    /// Whether the index holds a document that was made from the same.
    fn stands(&self, id: &DocumentId, digest: u64) -> Result<bool, IngestError> {
        let base = self.writer.base().filter(|_| self.writer.is_update());
        let Some(base) = base else { return Ok(false) };
        Ok(base.marks_of(id)?.is_some_and(|marks| marks.digest == digest))
    }

    /// Puts a document in, unless another one of this run has its id.
    fn store(
        &self,
        task: &Task<'_>,
        document: Document,
        number: u64,
        digest: u64,
    ) -> Result<(), IngestError> {
        if self.claim(task, &document.id) {
            let document = self.revised(document)?;
            let origin = Origin { source: task.source.key.clone(), digest };
            self.writer.put(&document, number, &origin)?;
            Self::count(task, &document);
        }
        Ok(())
    }

    /// A document that was read anew, with the addresses that it had. The edition that it replaces
    /// goes into the archive.
    fn revised(&self, read: Document) -> Result<Document, IngestError> {
        let previous = match self.writer.previous(&read.id)? {
            Some(previous) => Some(previous),
            None => self.withdrawals.returned(&read.id)?,
        };
        let Some(previous) = previous else { return Ok(read) };
        let Revision { document, replaced } = revise(previous, read);
        if let Some((name, edition)) = replaced {
            self.withdrawals.archive.keep_edition(&edition, &name)?;
        }
        Ok(document)
    }

    fn claim(&self, task: &Task<'_>, id: &DocumentId) -> bool {
        let mut claimed = self.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        let former = claimed.insert(id.to_string(), task.source.key.clone());
        drop(claimed);
        if let Some(other) = former {
            let message =
                format!("文書ID「{id}」は{other}の別の文書が使っているため、読み込まない");
            task.report().add_problem(FileProblem {
                code: ProblemCode::Partial,
                message,
                line: None,
            });
            return false;
        }
        true
    }

    fn count(task: &Task<'_>, document: &Document) {
        let mut report = task.report();
        report.n_documents += 1;
        report.n_sections += document.sections.len();
        report.n_repairs += document.repairs.len();
        if let Some(n_pages) = document.source.n_pages {
            report.n_pages = Some(report.n_pages.unwrap_or(0) + n_pages);
        }
        if task.has_lines {
            "jsonl".clone_into(&mut report.format);
            report.title = task.source.name();
            return;
        }
        let found = document.source.found.iter().filter(|found| found.is_used);
        report.found = found.cloned().collect();
        report.id = document.id.to_string();
        report.title.clone_from(&document.metadata.title);
        document.source.format.as_str().clone_into(&mut report.format);
        report.encoding.clone_from(&document.source.encoding);
    }

    /// After all of a file has been read: takes out what it does not hold any more, and keeps what it held
    /// where it cannot be read now.
    fn settle(&self, task: &Task<'_>) -> Result<(), IngestError> {
        let mut report = task.report();
        if let Some(unchanged) = &task.unchanged {
            *report =
                FileReport { path: report.path.clone(), is_unchanged: true, ..unchanged.clone() };
            return Ok(());
        }
        report.state = FileState::of_codes(report.problems.iter().map(|p| p.code));
        let Some(base) = self.writer.base() else { return Ok(()) };
        let former = base.ids_from(&task.source.key)?;
        if report.n_documents == 0 {
            for id in &former {
                report.n_documents += usize::from(self.carry(task.source, id)?);
            }
            report.keeps_earlier = report.n_documents > 0;
        } else {
            for id in &former {
                self.withdraw(id)?;
            }
        }
        Ok(())
    }

    /// Takes a document out, unless a file of this run has it; its last text goes into the archive.
    fn withdraw(&self, id: &DocumentId) -> Result<(), IngestError> {
        if self.is_claimed(id) {
            return Ok(());
        }
        if let Some(document) = self.writer.previous(id)? {
            self.withdrawals.keep(&document)?;
        }
        Ok(self.writer.remove(id)?)
    }

    fn is_claimed(&self, id: &DocumentId) -> bool {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id.as_str())
    }

    /// Lets a document stand that cannot be read now. Gives whether it does.
    fn carry(&self, source: &Source, id: &DocumentId) -> Result<bool, IngestError> {
        if self.is_claimed(id) {
            return Ok(false);
        }
        if self.writer.is_update() {
            return Ok(true);
        }
        let Some(document) = self.writer.previous(id)? else { return Ok(false) };
        let origin = Origin { source: source.key.clone(), digest: 0 };
        self.writer.put(&document, self.writer.reserve(), &origin)?;
        Ok(true)
    }

    /// Takes out the documents of files that are gone. Gives the paths of those.
    fn remove_gone(&self, scope: &Scope, known: &Ledger) -> Result<Vec<String>, IngestError> {
        let here: BTreeSet<&str> = scope.sources.iter().map(|source| source.key.as_str()).collect();
        let mut removed = Vec::new();
        for (key, entry) in &known.0 {
            if here.contains(key.as_str()) || !scope.answers_for(key) {
                continue;
            }
            removed.push(entry.report.path.clone());
            let ids = self.writer.base().map_or(Ok(Vec::new()), |base| base.ids_from(key))?;
            // A file that was renamed has given its id to the new one.
            for id in &ids {
                self.withdraw(id)?;
            }
        }
        Ok(removed)
    }
}

/// The ids that belong to files which are not read in this run.
fn claimed_before(tasks: &[Task<'_>]) -> BTreeMap<String, String> {
    let unchanged = tasks.iter().filter_map(|task| {
        let id = task.unchanged.as_ref().map(|report| report.id.clone())?;
        (!id.is_empty()).then(|| (id, task.source.key.clone()))
    });
    unchanged.collect()
}

/// What is known after this ingest: of the files that were looked at, and of those it did not answer for.
fn next_ledger(known: &Ledger, tasks: &[Task<'_>], scope: &Scope) -> Ledger {
    let mut next = Ledger::default();
    for (key, entry) in &known.0 {
        if !scope.answers_for(key) && Path::new(key).is_file() {
            next.0.insert(key.clone(), entry.clone());
        }
    }
    for task in tasks {
        let report = FileReport { is_unchanged: false, ..task.report().clone() };
        let key = &task.source.key;
        // What was not read again is as it was made, whatever the limits are now.
        let former = known.0.get(key).filter(|_| task.unchanged.is_some());
        let digest = former.map_or(&task.digest, |entry| &entry.digest).clone();
        next.0.insert(key.clone(), Entry { digest, report });
    }
    next
}

fn finish(
    request: &IngestRequest<'_>,
    writer: GenerationWriter,
    tasks: Vec<Task<'_>>,
    removed: Vec<String>,
    ledger: &Ledger,
    known: &Ledger,
) -> Result<IngestReport, IngestError> {
    let files: Vec<FileReport> = tasks.into_iter().map(Task::into_report).collect();
    let n_documents = ledger.0.values().map(|entry| entry.report.n_documents).sum();
    let has_changed = !writer.is_update() || writer.n_changes() > 0 || !ledger.is_like(known);
    let generation = if has_changed {
        ledger.write(&writer)?;
        writer.publish(request.fingerprint.clone(), request.built.clone())?
    } else {
        let current = writer.base().map_or(0, shirabe_index::Generation::number);
        writer.discard()?;
        current
    };
    Ok(IngestReport {
        generation,
        has_changed,
        n_documents,
        files,
        removed,
        n_without_last_text: 0,
    })
}
