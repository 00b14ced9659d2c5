//! From a file to a document: which way it is read, and what becomes of one that cannot be.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fs_err as fs;
use sha2::{Digest, Sha256};
use shirabe_document::{Addresses, Document, Format, Metadata, Problem, ProblemCode};
use shirabe_readers::{Recognition, kind};

use crate::Progress;
use crate::conversion::{Conversion, Converted};
use crate::corpus::{Source, hex};
use crate::ocr::pages::{Recognised, recognise};
use crate::report::{FileProblem, FileState};
use crate::sidecar::{Beside, Sidecar};
use crate::worker::{Answer, Engine, Failure, WorkerPool};

/// Enough of a file to tell its format, but for those that are archives.
pub(crate) const HEAD_BYTES: usize = 4096;
/// A page of a PDF seldom has less; a guess for the clock.
const PAGE_BYTES: u64 = 20_000;

/// A document and what was met in reading it; no document where nothing can be read.
pub(crate) struct Outcome {
    pub(crate) document: Option<Document>,
    pub(crate) problems: Vec<FileProblem>,
    /// What the file held, if it was read.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl Outcome {
    fn refused(code: ProblemCode, message: String) -> Outcome {
        let problem = FileProblem { code, message, line: None };
        Outcome { document: None, problems: vec![problem], bytes: None }
    }
}

/// Reads the document in `source`, with the metadata beside it.
pub(crate) fn read(
    source: &Source,
    beside: &Beside,
    worker_pool: &WorkerPool,
    progress: &dyn Progress,
) -> Outcome {
    if source.n_bytes == 0 {
        return Outcome::refused(
            ProblemCode::Rejected,
            "ファイルが空（0バイト）である。入手し直してください".to_owned(),
        );
    }
    let limits = &worker_pool.limits.readers;
    let max_bytes = limits.max_file_bytes.max(limits.max_text_bytes);
    if source.n_bytes > max_bytes {
        let (mib, max_mib) = (source.n_bytes >> 20, max_bytes >> 20);
        let message = format!(
            "大きさ{mib} MiBが上限の{max_mib} MiBを超えるため、読み込まない。分けて保存するか、--limit max_file_bytes=… で上限を上げてください"
        );
        return Outcome::refused(ProblemCode::Rejected, message);
    }
    let bytes = match fs::read(&source.path) {
        Ok(bytes) => bytes,
        Err(error) => return unopened(&error),
    };
    let outcome = match metadata(source, beside, hex(&Sha256::digest(&bytes))) {
        Ok(metadata) => match converted_and_read(&bytes, &metadata, worker_pool, progress) {
            Ok(Answer { document, problems }) => accepted(document, problems, metadata, &bytes),
            Err(failure) => Outcome::refused(failure.code(), failure.message_ja()),
        },
        Err(reason) => {
            Outcome::refused(ProblemCode::Rejected, format!("書誌を読めない（{reason}）"))
        }
    };
    Outcome { bytes: Some(bytes), ..outcome }
}

/// What the file beside `source` says of its document.
pub(crate) fn metadata(
    source: &Source,
    beside: &Beside,
    sha256: String,
) -> Result<Metadata, String> {
    let read = Sidecar::read(beside).and_then(|s| s.metadata(&beside.path, source.name(), sha256));
    read.map_err(|error| error.to_string())
}

fn unopened(error: &std::io::Error) -> Outcome {
    Outcome::refused(ProblemCode::Rejected, format!("ファイルを開けない（{}）", error.kind()))
}

/// The worker's word is not taken for what the parent knows itself.
fn accepted(document: Document, problems: Vec<Problem>, given: Metadata, bytes: &[u8]) -> Outcome {
    let mut problems: Vec<FileProblem> = problems.into_iter().map(FileProblem::from).collect();
    let mut state = FileState::of_codes(problems.iter().map(|problem| problem.code));
    if document.sections.is_empty() && state == FileState::Ok {
        let (code, message) = if document.source.pages_to_recognise.is_empty() {
            (
                ProblemCode::Damaged,
                "本文が見つからない。壊れているか、文字のない文書である。開いて確かめ、壊れていれば入手し直してください",
            )
        } else {
            state = FileState::NeedsOcr;
            (ProblemCode::NeedsOcr, "文字認識（OCR）をしても、本文となる文字が見つからない")
        };
        let message = message.to_owned();
        problems.push(FileProblem { code, message, line: None });
    }
    // A document of pictures only is known by its title, and its pages count among those not searched.
    let is_kept = match state {
        FileState::NeedsOcr => true,
        state => state.is_read() && !document.sections.is_empty(),
    };
    if !is_kept {
        return Outcome { document: None, problems, bytes: None };
    }
    let Document { metadata: found, mut source, sections, repairs, id, .. } = document;
    let or = |given: String, found: String| if given.is_empty() { found } else { given };
    let title = or(or(given.title, found.title), given.source_file.clone());
    let language = or(or(given.language, found.language), "ja".to_owned());
    let metadata = Metadata {
        title,
        language,
        issuer: or(given.issuer, found.issuer),
        kind: or(given.kind, found.kind),
        division: given.division.or(found.division),
        issued: given.issued.or(found.issued),
        source_url: given.source_url.or(found.source_url),
        licence_note: given.licence_note.or(found.licence_note),
        edition: given.edition.or(found.edition),
        source_file: given.source_file,
        sha256: given.sha256,
    };
    source.n_bytes = bytes.len() as u64;
    source.reader_version = shirabe_readers::READER_VERSION;
    let addresses = Addresses::default();
    let document = Document { id, metadata, sections, repairs, source, addresses };
    Outcome { document: Some(document), problems, bytes: None }
}

/// What a draft for verification was read as.
#[derive(Debug)]
pub enum DraftSource {
    /// A text: its bytes are the draft.
    Text,
    /// Another format, read as any document is.
    Document(Box<Document>),
}

/// Reads a draft that is no part of the corpus. Foreign formats are read in a worker, as an ingest reads
/// them; `name` tells their format where the bytes do not.
///
/// # Errors
/// How the worker ended, where it gave no answer, or why the format is not read.
pub fn read_draft(
    bytes: &[u8],
    name: &str,
    worker_pool: &WorkerPool,
) -> Result<DraftSource, String> {
    struct Unseen;
    impl Progress for Unseen {
        fn advance(&self, _: u64, _: u64) {}
    }
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let format = kind::format_of(head, name);
    let is_text = matches!(format, Ok(Format::Markdown | Format::PlainText | Format::Html));
    if is_text || (format.is_err() && str::from_utf8(bytes).is_ok()) {
        return Ok(DraftSource::Text);
    }
    let metadata = Metadata { source_file: name.to_owned(), ..Metadata::default() };
    let answer = read_bytes(bytes, &metadata, worker_pool, &Unseen);
    let Answer { document, problems } = answer.map_err(|failure| failure.message_ja())?;
    if document.sections.is_empty() {
        let messages = problems.into_iter().map(|problem| FileProblem::from(problem).message);
        let reasons = messages.collect::<Vec<_>>().join(" ");
        return Err(if reasons.is_empty() { "no text was found".to_owned() } else { reasons });
    }
    Ok(DraftSource::Document(Box::new(document)))
}

/// Reads what an installed LibreOffice makes of an older office file, where that is wanted and the file is
/// one; every other file as it is.
fn converted_and_read(
    bytes: &[u8],
    metadata: &Metadata,
    worker_pool: &WorkerPool,
    progress: &dyn Progress,
) -> Result<Answer, Failure> {
    let as_it_is = || read_bytes(bytes, metadata, worker_pool, progress);
    let Some(converter) = &worker_pool.converter else { return as_it_is() };
    let Some(conversion) = conversion(bytes, &metadata.source_file) else { return as_it_is() };
    match converter.convert(bytes, conversion, &worker_pool.program, &worker_pool.limits) {
        Ok(Converted { bytes, was }) => {
            let mut answer = read_bytes(&bytes, metadata, worker_pool, progress)?;
            let message = format!("{was}を LibreOffice で変換して読んだ");
            answer.say(ProblemCode::Converted, message);
            Ok(answer)
        }
        Err(reason) => {
            let mut answer = as_it_is()?;
            answer.say(ProblemCode::Partial, reason);
            Ok(answer)
        }
    }
}

/// How a file is to be converted, if it is one of those that are not read, or not as they are displayed.
fn conversion(bytes: &[u8], name: &str) -> Option<Conversion> {
    const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let is_open_document = head.windows(OPEN_DOCUMENT.len()).any(|part| part == OPEN_DOCUMENT);
    // The list of any other archive is looked at in a worker only.
    if head.starts_with(b"PK") && !is_open_document {
        return None;
    }
    let looked_at = if is_open_document { head } else { bytes };
    match kind::format_of(looked_at, name) {
        Ok(Format::Xls) => Some(Conversion::WORKBOOK),
        Ok(_) => None,
        Err(refusal) => Conversion::of(refusal, bytes, name),
    }
}

/// Small texts are read here; everything else in a worker, and once more where that one dies or reads
/// poorly: with the other engine, if there is one.
fn read_bytes(
    bytes: &[u8],
    metadata: &Metadata,
    worker_pool: &WorkerPool,
    progress: &dyn Progress,
) -> Result<Answer, Failure> {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let format = kind::format_of(head, &metadata.source_file);
    let is_text = matches!(format, Ok(Format::Markdown | Format::PlainText));
    if is_text && bytes.len() as u64 <= worker_pool.limits.worker.max_trusted_text_bytes {
        return read_here(bytes, metadata, &worker_pool.limits.readers);
    }
    let n_pages = guess_pages(bytes);
    let is_pdf = matches!(format, Ok(Format::Pdf));
    let other = worker_pool.pdfium.as_deref().filter(|_| is_pdf).map(Engine::Pdfium);
    let read = |recognition: &Recognition| {
        let read = |engine| worker_pool.read(bytes, metadata, recognition, n_pages, engine);
        let first = read(Engine::Usual);
        let again = match &first {
            Ok(answer) => other.filter(|_| is_poor(answer)),
            Err(_) => Some(other.unwrap_or(Engine::Usual)),
        };
        let Some(again) = again else { return first };
        tracing::info!(file = metadata.source_file, ?again, "a document is read a second time");
        better(first, read(again))
    };
    let mut answer = read(&Recognition::default())?;
    let pictures = &answer.document.source.pages_to_recognise;
    match &worker_pool.recogniser {
        Some(recogniser) if !pictures.is_empty() => match recogniser {
            Ok(recogniser) => {
                let tools = (worker_pool, recogniser);
                let found = recognise(bytes, metadata, pictures, tools, progress);
                Ok(with_recognised(answer, found, read))
            }
            Err(missing) => {
                answer.say(ProblemCode::OcrMissing, missing.message_ja());
                Ok(answer)
            }
        },
        _ => Ok(answer),
    }
}

/// Whether another engine may read more.
fn is_poor(answer: &Answer) -> bool {
    let is_poor = |code| matches!(code, ProblemCode::Damaged | ProblemCode::UnmappedCharacters);
    answer.problems.iter().any(|problem| is_poor(problem.code))
}

/// The one that says more: the first, unless it says nothing, or more of its pages are still unreadable.
/// Characters are not counted: an engine that guesses has more of them.
fn better(
    first: Result<Answer, Failure>,
    second: Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let n_unreadable = |answer: &Answer| {
        let Document { sections, source, .. } = &answer.document;
        if sections.is_empty() { usize::MAX } else { source.pages_to_recognise.len() }
    };
    match (&first, &second) {
        (Err(_), Ok(_)) => second,
        (Ok(one), Ok(other)) if n_unreadable(other) < n_unreadable(one) => second,
        _ => first,
    }
}

/// Reads the document again, with what was recognised; where that fails, it stays as it was.
fn with_recognised(
    mut answer: Answer,
    recognised: Recognised,
    read: impl Fn(&Recognition) -> Result<Answer, Failure>,
) -> Answer {
    let Recognised { recognition, problems } = recognised;
    if !recognition.pages.is_empty() {
        match read(&recognition) {
            Ok(again) => answer = again,
            Err(failure) => answer.say(ProblemCode::OcrFailed, failure.message_ja()),
        }
    }
    answer.problems.extend(problems);
    answer
}

fn read_here(
    bytes: &[u8],
    metadata: &Metadata,
    limits: &shirabe_readers::Limits,
) -> Result<Answer, Failure> {
    guarded(|| shirabe_readers::read_within(bytes, &metadata.source_file, metadata.clone(), limits))
        .map(|(document, problems)| Answer { document, problems })
}

/// Does what may panic; one file is not worth the others.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Failure::Panic("reader".to_owned()))
}

fn guess_pages(bytes: &[u8]) -> u64 {
    const PAGE: &[u8] = b"/Page";
    let is_page = |at: &usize| bytes.get(at + PAGE.len()).is_some_and(|next| *next != b's');
    let named = memchr::memmem::find_iter(bytes, PAGE).filter(is_page).count() as u64;
    named.max(bytes.len() as u64 / PAGE_BYTES)
}

/// The first bytes of the file at `path`, to tell its format.
pub(crate) fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    fs::File::open(path)?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}
