//! One ingest from beginning to end: [`ingest`].

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use shirabe_document::anchors::{Revision, revise};
use shirabe_document::{Document, DocumentId, Metadata, ProblemCode};
use shirabe_index::{Archive, GenerationWriter, Origin, Start};

use crate::claims::{Claims, Refused};
use crate::corpus::{Closed, Scope};
use crate::digest::Content;
use crate::ids::ids;
use crate::jsonl::{Line, read_line};
use crate::ledger::{Entry, Ledger};
use crate::reading::{self, Outcome};
use crate::report::{FileProblem, FileReport, FileState};
use crate::sidecar::Beside;
use crate::task::{Job, Jobs, LineClaim, Task, of_document, tasks};
use crate::withdrawals::Withdrawals;
use crate::{IngestError, IngestReport, IngestRequest, Progress, WorkerPool};

/// Of a larger file that holds a document on each line, no line is kept in the archive: a copy of each
/// would take more room on the disk than the whole index does.
const MAX_KEPT_LINES_BYTES: u64 = 1 << 20;

/// Reads what is new or changed, takes out what is gone, and lets the result serve. Where nothing has
/// changed, the generation that serves goes on.
pub fn ingest(
    request: &IngestRequest<'_>,
    progress: &dyn Progress,
) -> Result<IngestReport, IngestError> {
    require_confinement(&request.worker_pool)?;
    let writer = GenerationWriter::update(
        request.index,
        request.analyzer.clone(),
        &request.fingerprint,
        &request.holder,
        if request.reread { Start::Empty } else { Start::Copy },
    )?;
    let known = Ledger::before(&writer)?;
    let mut scope = Scope::of(request.paths, &known)?;
    if !writer.is_update() {
        scope.add_known(&known);
    }
    let ids = ids(&scope.sources, &known, request.analyzer.segmenter());
    let tasks = tasks(request, &scope, &known, &writer, ids, progress);
    let total_bytes = tasks.iter().filter(|task| task.must_read()).map(|t| t.source.n_bytes).sum();
    let run = Run {
        request,
        writer: &writer,
        withdrawals: Withdrawals::of(Archive::of_index(request.index))?,
        claims: claims_before(&writer, &tasks, &known, &scope)?,
        done_bytes: AtomicU64::new(0),
        total_bytes,
        progress,
    };
    run.carry_unseen(&known, &scope)?;
    run.read(&tasks)?;
    for task in &tasks {
        run.settle(task)?;
    }
    let removed = run.remove_gone(&scope, &known)?;
    let ledger = next_ledger(&known, &tasks, &scope);
    let Run { withdrawals, .. } = run;
    let report = finish(request, writer, &scope, tasks, removed, &ledger, &known)?;
    // Not before the generation serves: until then they are withdrawn.
    withdrawals.forget_returned()?;
    let is_whole = request.reread && report.has_changed;
    let n_sources_lost = if is_whole { withdrawals.archive.give_up_damaged_sources()? } else { 0 };
    let n_without_last_text = withdrawals.n_without_last_text();
    Ok(IngestReport { n_without_last_text, n_sources_lost, ..report })
}

/// Where readers must be confined: whether they can be.
fn require_confinement(worker_pool: &WorkerPool) -> Result<(), IngestError> {
    if !worker_pool.must_be_confined {
        return Ok(());
    }
    let failed = worker_pool.probe().err().map(|failure| failure.message_ja());
    match worker_pool.confinement.missing() {
        Some(missing) if missing.is_empty() => Ok(()),
        Some(missing) => Err(IngestError::Unconfined { missing }),
        None => Err(IngestError::Unconfined { missing: failed.into_iter().collect() }),
    }
}

/// What all jobs share.
struct Run<'a> {
    request: &'a IngestRequest<'a>,
    writer: &'a GenerationWriter,
    withdrawals: Withdrawals,
    claims: Claims,
    done_bytes: AtomicU64,
    total_bytes: u64,
    progress: &'a dyn Progress,
}

impl<'a> Run<'a> {
    /// Reads all that must be read; what is refused an id that nobody uses in the end, once more.
    fn read(&'a self, tasks: &'a [Task<'a>]) -> Result<(), IngestError> {
        let must_read = || tasks.iter().filter(|task| task.must_read());
        let jobs = must_read().flat_map(|task| self.jobs(task, None));
        jobs.par_bridge().try_for_each(|job| self.process(job?))?;
        for task in must_read() {
            self.keep_earlier(task)?;
        }
        let mut free = self.claims.second_round();
        let again = must_read().filter_map(|task| Some((task, free.remove(&task.source.key)?)));
        let jobs: Vec<_> = again.collect();
        let jobs = jobs.into_iter().flat_map(|(task, only)| self.jobs(task, Some(only)));
        jobs.par_bridge().try_for_each(|job| self.process(job?))
    }

    /// The jobs of a file, in the order of the file: ids and numbers are given out in that order.
    fn jobs(&'a self, task: &'a Task<'a>, only: Option<BTreeSet<DocumentId>>) -> Jobs<'a> {
        if task.has_lines {
            let limits = &self.request.worker_pool.limits;
            return task.lines(self.writer, &self.claims, only, limits);
        }
        let ids = match &task.ids {
            Ok(ids) => ids,
            Err(reason) => {
                task.add_problem(ProblemCode::Rejected, reason.clone(), None);
                return Box::new(std::iter::empty());
            }
        };
        // Not under another name either.
        if let Some(gone) = ids.iter().find(|id| self.withdrawals.is_forgotten(id)) {
            task.leave_out(ProblemCode::Rejected, forgotten_ja(gone), None);
            return Box::new(std::iter::empty());
        }
        let Some(id) = self.claims.claim(&task.source.key, ids, None) else {
            return Box::new(std::iter::empty());
        };
        let number = self.number(&id);
        Box::new(std::iter::once(number.map(|number| Job::File { task, id, number })))
    }

    /// The number that the document has, or the next one.
    fn number(&self, id: &DocumentId) -> Result<u64, IngestError> {
        if !self.writer.is_update() {
            return Ok(self.writer.reserve());
        }
        let marks = self.writer.previous_marks(id)?;
        Ok(marks.map_or_else(|| self.writer.reserve(), |marks| marks.number))
    }

    fn process(&self, job: Job<'_>) -> Result<(), IngestError> {
        let n_bytes = match job {
            Job::File { task, id, number } => {
                self.file(task, id, number)?;
                task.source.n_bytes
            }
            Job::Line { task, common, line, claim } => {
                let n_bytes = line.n_bytes;
                self.line(task, &common, &line, &claim)?;
                n_bytes
            }
        };
        let done = self.done_bytes.fetch_add(n_bytes, Ordering::Relaxed) + n_bytes;
        self.progress.advance(done, self.total_bytes);
        Ok(())
    }

    fn file(&self, task: &Task<'_>, id: DocumentId, number: u64) -> Result<(), IngestError> {
        let beside = Beside::of(task.source);
        let Outcome { document, problems, bytes } =
            reading::read(task.source, &beside, &self.request.worker_pool, self.progress);
        if let Some(bytes) = &bytes {
            let mut content = Content::new(id.as_str(), &beside);
            content.add(bytes);
            task.was_read(content.finish());
        }
        for FileProblem { code, message, line } in problems {
            task.add_problem(code, message, line.map(u64::from));
        }
        let (Some(document), Some(bytes)) = (document, bytes) else {
            self.claims.give_back(&task.source.key, &id);
            return Ok(());
        };
        self.withdrawals.archive.keep_source(&document.metadata.sha256, &bytes)?;
        self.store(task, Document { id, ..document }, number, 0)
    }

    fn line(
        &self,
        task: &Task<'_>,
        common: &Metadata,
        line: &Line,
        claim: &LineClaim,
    ) -> Result<(), IngestError> {
        let digest = line.bytes.as_ref().map_or(0, |bytes| crate::digest::of_line(bytes, common));
        let standing = match &claim.id {
            Some(id) if line.bytes.is_some() && self.stands(id, digest)? => Some(id),
            _ => None,
        };
        if let Some(id) = standing.filter(|id| task.was_faultless(id))
            && let Some((head, n_sections)) = self.writer.previous_head(id)?
        {
            Self::count(task, &head, n_sections);
            return Ok(());
        }
        let limits = &self.request.worker_pool.limits.readers;
        let gone = claim.id.as_ref().filter(|id| self.withdrawals.is_forgotten(id));
        let read = match &line.bytes {
            _ if gone.is_some() => Err(gone.map(forgotten_ja).unwrap_or_default()),
            None => Err(format!("行が上限の{} MiBより長い", limits.max_text_bytes >> 20)),
            Some(bytes) => {
                match reading::guarded(|| read_line(bytes, line.number, common, limits)) {
                    Ok(read) => read.map(|read| (read, bytes)),
                    Err(failure) => Err(failure.message_ja()),
                }
            }
        };
        let ((document, problems), bytes) = match read {
            Ok(read) => read,
            Err(reason) => {
                task.leave_out(ProblemCode::Partial, reason, Some(line.number));
                claim.id.iter().for_each(|id| self.claims.give_back(&task.source.key, id));
                return Ok(());
            }
        };
        for met in problems {
            let message = of_document(&document.id, &met.message);
            task.add_problem(met.code, message, Some(line.number));
        }
        if standing.is_some() {
            Self::count(task, &document, document.sections.len());
            return Ok(());
        }
        if task.source.n_bytes <= MAX_KEPT_LINES_BYTES {
            self.withdrawals.archive.keep_source(&document.metadata.sha256, bytes)?;
        }
        let number = claim.number.map_or_else(|| self.number(&document.id), Ok)?;
        self.store(task, document, number, digest)
    }

    /// Whether the index holds a document that was made from the same.
    fn stands(&self, id: &DocumentId, digest: u64) -> Result<bool, IngestError> {
        let marks = self.writer.previous_marks(id)?.filter(|_| self.writer.is_update());
        Ok(marks.is_some_and(|marks| marks.digest == digest))
    }

    /// Puts in a document whose id was granted.
    fn store(
        &self,
        task: &Task<'_>,
        document: Document,
        number: u64,
        digest: u64,
    ) -> Result<(), IngestError> {
        let document = self.revised(document)?;
        let origin = self.origin(&task.source.key, digest);
        self.writer.put(&document, number, &origin)?;
        Self::count(task, &document, document.sections.len());
        Ok(())
    }

    fn origin(&self, key: &str, digest: u64) -> Origin {
        Origin { source: key.to_owned(), digest, read_at: self.request.built.clone() }
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

    fn count(task: &Task<'_>, document: &Document, n_sections: usize) {
        let has_lines = task.has_lines;
        task.with_report(|report| {
            report.n_documents += 1;
            report.n_sections += n_sections;
            report.n_repairs += document.repairs.len();
            if let Some(n_pages) = document.source.n_pages {
                report.n_pages = Some(report.n_pages.unwrap_or(0) + n_pages);
            }
            if has_lines {
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
        });
    }

    /// Lets the documents stand that a file held before, where nothing of it can be read now.
    fn keep_earlier(&self, task: &Task<'_>) -> Result<(), IngestError> {
        if task.with_report(|report| report.n_documents) > 0 && !task.is_cut() {
            return Ok(());
        }
        let mut n_kept = 0;
        for id in self.writer.previous_ids(&task.source.key)? {
            if !self.claims.is_used(&id) && self.claims.keep(&task.source.key, &id) {
                n_kept += usize::from(self.carry(&task.source.key, &id)?);
            }
        }
        task.with_report(|report| {
            report.n_documents += n_kept;
            report.keeps_earlier = n_kept > 0;
        });
        Ok(())
    }

    /// After all has been read: says what a file was refused, and takes out what it does not hold any
    /// more.
    fn settle(&self, task: &Task<'_>) -> Result<(), IngestError> {
        if let Some(unchanged) = &task.unchanged {
            task.with_report(|report| {
                let path = report.path.clone();
                *report = FileReport { path, is_unchanged: true, ..unchanged.clone() };
            });
            return Ok(());
        }
        for Refused { id, line, holder } in self.claims.refused(&task.source.key) {
            let message =
                format!("文書ID「{id}」は{holder}の別の文書が使っているため、読み込まない");
            task.leave_out(ProblemCode::IdTaken, message, line);
            task.with_report(|report| report.n_taken += 1);
        }
        let has_documents = task.with_report(|report| {
            report.state = FileState::of_codes(report.problems.iter().map(|p| p.code));
            report.n_documents > 0
        });
        let former =
            if has_documents { self.writer.previous_ids(&task.source.key)? } else { Vec::new() };
        former.iter().try_for_each(|id| self.withdraw(id))
    }

    /// Takes a document out, unless a file of this run has it; its last text goes into the archive.
    fn withdraw(&self, id: &DocumentId) -> Result<(), IngestError> {
        if self.claims.is_used(id) {
            return Ok(());
        }
        if let Some(document) = self.writer.previous(id)? {
            self.withdrawals.keep(&document)?;
        }
        Ok(self.writer.remove(id)?)
    }

    /// In a generation that begins empty: lets the documents stand whose files are out of sight, and not
    /// gone.
    fn carry_unseen(&self, known: &Ledger, scope: &Scope) -> Result<(), IngestError> {
        if self.writer.is_update() {
            return Ok(());
        }
        let here: BTreeSet<&str> = scope.sources.iter().map(|source| source.key.as_str()).collect();
        for key in known.0.keys() {
            if !here.contains(key.as_str()) && !scope.answers_for(key) {
                for id in self.writer.previous_ids(key)? {
                    self.carry(key, &id)?;
                }
            }
        }
        Ok(())
    }

    /// Lets a document of the file `key` stand that cannot be read now. Gives whether it does.
    fn carry(&self, key: &str, id: &DocumentId) -> Result<bool, IngestError> {
        if self.writer.is_update() {
            return Ok(true);
        }
        let Some(document) = self.writer.previous(id)? else { return Ok(false) };
        let origin = self.origin(key, 0);
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
            // A file that was renamed has given its id to the new one.
            for id in self.writer.previous_ids(key)? {
                self.withdraw(&id)?;
            }
        }
        Ok(removed)
    }
}

/// Who had which id before. Those of files that are not looked at, or are as they were, stay in use.
fn claims_before(
    writer: &GenerationWriter,
    tasks: &[Task<'_>],
    known: &Ledger,
    scope: &Scope,
) -> Result<Claims, IngestError> {
    let claims = Claims::default();
    let here: BTreeSet<&str> = tasks.iter().map(|task| task.source.key.as_str()).collect();
    let elsewhere = known.0.keys().filter(|key| !scope.answers_for(key));
    let elsewhere = elsewhere.filter(|key| !here.contains(key.as_str()));
    let looked_at = tasks.iter().map(|task| (task.source.key.as_str(), !task.must_read()));
    for (key, is_used) in looked_at.chain(elsewhere.map(|key| (key.as_str(), true))) {
        for id in writer.previous_ids(key)? {
            claims.note(key, id, is_used);
        }
    }
    Ok(claims)
}

/// What is known after this ingest: of the files that were looked at, and of those it did not answer for.
fn next_ledger(known: &Ledger, tasks: &[Task<'_>], scope: &Scope) -> Ledger {
    let mut next = Ledger::default();
    for (key, entry) in &known.0 {
        if !scope.answers_for(key) {
            next.0.insert(key.clone(), entry.clone());
        }
    }
    for task in tasks {
        let report =
            task.with_report(|report| FileReport { is_unchanged: false, ..report.clone() });
        let key = &task.source.key;
        // What was not read again is as it was made, whatever the limits are now.
        let former = known.0.get(key).filter(|_| task.unchanged.is_some());
        let digest = task.digest_read(former.map(|entry| &entry.digest));
        next.0.insert(key.clone(), Entry { digest, report });
    }
    next
}

fn finish(
    request: &IngestRequest<'_>,
    writer: GenerationWriter,
    scope: &Scope,
    tasks: Vec<Task<'_>>,
    removed: Vec<String>,
    ledger: &Ledger,
    known: &Ledger,
) -> Result<IngestReport, IngestError> {
    let mut files: Vec<FileReport> = tasks.into_iter().map(Task::into_report).collect();
    files.extend(scope.closed.iter().map(|closed| closed_row(closed, known)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let n_documents = ledger.0.values().map(|entry| entry.report.n_documents).sum();
    let has_changed = !writer.is_update() || writer.n_changes() > 0 || !ledger.is_like(known);
    let n_without_addresses = writer.n_unanswered();
    let generation = if has_changed {
        ledger.write(&writer)?;
        writer.publish(request.fingerprint.clone(), request.built.clone())?
    } else {
        let current = writer.base_number().unwrap_or(0);
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
        passed_over: scope.passed_over.clone(),
        n_without_addresses,
        n_sources_lost: 0,
        unconfined: request.worker_pool.confinement.missing(),
    })
}

fn forgotten_ja(id: &DocumentId) -> String {
    format!("文書「{id}」は、公開をやめた文書である（shirabe index forget）ため、読み込まない")
}

/// What is told of a place that cannot be looked into.
fn closed_row(closed: &Closed, known: &Ledger) -> FileReport {
    let mut report = FileReport::new(&closed.path.display().to_string());
    report.state = FileState::Rejected;
    let message = format!("開けないため、中の文書を確かめていない（{}）", closed.reason);
    report.add_problem(FileProblem { code: ProblemCode::Rejected, message, line: None });
    let is_below = |key: &String| Path::new(key).starts_with(&closed.key);
    report.keeps_earlier = known.0.keys().any(is_below);
    report
}
