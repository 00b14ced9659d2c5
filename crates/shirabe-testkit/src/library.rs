//! A small real engine: [`Library`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fs_err as fs;
use shirabe_dictionary::Prepared;
use shirabe_document::{Document, DocumentId, Metadata};
use shirabe_index::{
    Archive, Fingerprint, GenerationWriter, Origin, SCHEMA_VERSION, SectionAnalyzer, Start,
};
use shirabe_ingest::worker::Confinement;
use shirabe_ingest::{IngestRequest, Limits, Progress, WorkerPool};
use shirabe_search::{
    Engine, Remark, SearchError, SearchRequest, SearchResults, Snapshot, Weights,
};
use shirabe_text::Spellings;
use tempfile::TempDir;

use crate::generated::{GeneratedFile, generated_files};
use crate::kept::kept_folder;
use crate::record::digest;

/// When every index of the tests says it was built: times are arguments.
const BUILT: &str = "2026-01-01T00:00:00Z";
/// When what is put in later was read.
const CHANGED: &str = "2026-02-01T00:00:00Z";
/// Who every lock says holds it.
const HOLDER: &str = "a test";

/// An index with the engine that answers from it.
pub struct Library {
    engine: Engine,
    folder: Folder,
}

/// Where the index is.
enum Folder {
    /// Removed with the library.
    Temporary(TempDir),
    /// Kept for the next run of the same test.
    Kept(PathBuf),
}

/// What every library is made with.
struct Shared {
    analyzer: SectionAnalyzer,
    spellings: Arc<Spellings>,
    fingerprint: Fingerprint,
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let Prepared { segmenter, spellings, hash } =
            shirabe_dictionary::for_tests().as_ref().clone();
        Shared {
            analyzer: SectionAnalyzer::new(Arc::new(segmenter)),
            spellings: Arc::new(spellings),
            fingerprint: Fingerprint::of_dictionary(&hash),
        }
    })
}

impl Library {
    /// A library of documents, given as name and Markdown; see [`document`].
    pub fn of_texts(texts: &[(&str, &str)]) -> Library {
        let documents: Vec<_> = texts.iter().map(|(name, text)| document(name, text)).collect();
        Library::of_documents(&documents)
    }

    /// A library of these documents.
    pub fn of_documents(documents: &[Document]) -> Library {
        Library::weighted(documents, Weights::default())
    }

    /// A library of these documents that ranks with other weights than the usual ones.
    pub fn weighted(documents: &[Document], weights: Weights) -> Library {
        let folder = temporary();
        fill(folder.path(), documents);
        Library { engine: open(folder.path(), weights), folder: Folder::Temporary(folder) }
    }

    /// A library of the files in a folder, read as `shirabe ingest` reads them. Formats that take a
    /// process of their own (PDF, Office, HTML) are not read.
    pub fn of_folder(corpus: &Path) -> Library {
        let folder = temporary();
        ingest(corpus, folder.path());
        Library {
            engine: open(folder.path(), Weights::default()),
            folder: Folder::Temporary(folder),
        }
    }

    /// An index that is there already and fits this program. It is not changed.
    pub fn of_index(index: &Path) -> Library {
        Library { engine: open(index, Weights::default()), folder: Folder::Kept(index.to_owned()) }
    }

    /// A copy of an index that was made some time ago. Where its schema is this program's, it is opened
    /// whatever analysis and dictionary it was made with: what is tested is whether it can be read.
    pub fn of_sample(index: &Path) -> Result<Library, SearchError> {
        let folder = temporary();
        copy_folder(index, folder.path());
        let Shared { analyzer, spellings, fingerprint } = shared();
        let open = |fingerprint: &Fingerprint| {
            let (analyzer, spellings) = (analyzer.clone(), Arc::clone(spellings));
            Engine::open(
                folder.path(),
                fingerprint.clone(),
                analyzer,
                spellings,
                Weights::default(),
            )
        };
        let made_with = fingerprint_of_this_schema(folder.path());
        let engine = open(made_with.as_ref().unwrap_or(fingerprint))?;
        Ok(Library { engine, folder: Folder::Temporary(folder) })
    }

    /// The shipped corpus, one for all tests of a binary.
    pub fn shipped() -> &'static Library {
        static SHIPPED: OnceLock<Library> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let corpus = shipped_corpus();
            Library::kept("shipped", &contents(&corpus), |folder| ingest(&corpus, folder))
        })
    }

    /// The generated corpus of about 5,000 sections, one for all tests of a binary.
    pub fn generated() -> &'static Library {
        static GENERATED: OnceLock<Library> = OnceLock::new();
        GENERATED.get_or_init(|| {
            let files = generated_files();
            let key: String = files.iter().map(|file| digest(&file.text)).collect();
            Library::kept("generated", &digest(&key), |folder| ingest_generated(&files, folder))
        })
    }

    /// A library that is filled once and kept for later runs of the same binary.
    fn kept(name: &str, key: &str, fill: impl FnOnce(&Path)) -> Library {
        let key = format!("{}\n{key}", shared().fingerprint);
        let folder = kept_folder(name, &key, fill);
        Library { engine: open(&folder, Weights::default()), folder: Folder::Kept(folder) }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What serves now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Temporary(folder) => folder.path(),
            Folder::Kept(folder) => folder,
        }
    }

    /// Answers a search.
    pub fn ask(&self, request: &SearchRequest) -> SearchResults {
        self.snapshot().search(request).expect("an index that is whole answers every query")
    }

    /// What is found, a line a section: notes, then document, step and marked snippets.
    pub fn show(&self, request: &SearchRequest) -> String {
        let results = self.ask(request);
        let notes = results.query.notes.iter().map(|note| match &note.remark {
            Remark::Reading(message) => format!("! {message}"),
            remark => format!("! {remark:?}"),
        });
        let items = results.items.iter().map(|item| {
            let step = format!("{:?}", item.step).to_ascii_lowercase();
            let snippets = item.snippets.iter();
            let texts: Vec<String> = snippets.map(|s| marked(&s.text, &s.marks)).collect();
            format!("{} {step}: {}", item.document.id, texts.join(" / "))
        });
        notes.chain(items).collect::<Vec<_>>().join("\n")
    }

    /// [`Library::show`] for a query with the usual conditions.
    pub fn find(&self, query: &str) -> String {
        self.show(&SearchRequest { query: query.to_owned(), ..SearchRequest::default() })
    }

    /// The ids of the documents of the first hundred sections, in their order.
    pub fn ids(&self, query: &str) -> Vec<String> {
        let request =
            SearchRequest { query: query.to_owned(), limit: 100, ..SearchRequest::default() };
        self.ask(&request).items.into_iter().map(|item| item.document.id).collect()
    }

    /// Every document, in the order of ids.
    pub fn documents(&self) -> Vec<Document> {
        let snapshot = self.snapshot();
        let summaries = snapshot.documents().expect("an index that is whole lists its documents");
        let mut ids: Vec<String> = summaries.iter().map(|summary| summary.id.clone()).collect();
        ids.sort();
        let stored = |id: &String| snapshot.document(id).expect("an index that is whole");
        ids.iter().filter_map(stored).collect()
    }

    /// Where sources, editions and what was withdrawn are kept.
    pub fn archive(&self) -> Archive {
        Archive::of_index(self.folder())
    }

    /// Puts a document into the index, by an update.
    pub fn put(&self, document: &Document) {
        self.update(|writer| {
            let former = writer.previous_marks(&document.id).expect("an index that is whole");
            let number = former.map_or_else(|| writer.reserve(), |marks| marks.number);
            writer.put(document, number, &read(CHANGED)).expect("a document can be written");
        });
    }

    /// Takes a document out of the index, by an update.
    pub fn remove(&self, id: &str) {
        let id = DocumentId::parse(id).expect("the test names an id");
        self.update(|writer| writer.remove(&id).expect("a document can be removed"));
    }

    fn update(&self, change: impl FnOnce(&GenerationWriter)) {
        let Shared { analyzer, fingerprint, .. } = shared();
        let writer = GenerationWriter::update(
            self.folder(),
            analyzer.clone(),
            fingerprint,
            HOLDER,
            Start::Copy,
        );
        let writer = writer.expect("nobody else writes");
        assert!(writer.is_update(), "an index of the tests fits the tests");
        change(&writer);
        writer.publish(fingerprint.clone(), BUILT.to_owned()).expect("a generation is published");
    }
}

/// A document of 文部科学省 of 21 February 2025, read from Markdown.
pub fn document(name: &str, text: &str) -> Document {
    let metadata = Metadata {
        issuer: "文部科学省".to_owned(),
        kind: "説明資料".to_owned(),
        issued: "2025-02-21".parse().ok(),
        ..Metadata::default()
    };
    document_as(name, text, metadata)
}

/// A document read from Markdown. Where `metadata` has no title, the name is the title.
pub fn document_as(name: &str, text: &str, metadata: Metadata) -> Document {
    let file = format!("{name}.md");
    let title = if metadata.title.is_empty() { name.to_owned() } else { metadata.title };
    let metadata = Metadata { title, source_file: file.clone(), ..metadata };
    shirabe_readers::read(text.as_bytes(), &file, metadata).0
}

/// A text with its marked ranges in ［brackets］.
pub fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        out.extend(marks.iter().any(|mark| mark.start == at).then_some('［'));
        out.push(c);
        out.extend(marks.iter().any(|mark| mark.end == at + 1).then_some('］'));
    }
    out.replace('\n', "⏎")
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("there is room for temporary files")
}

fn open(folder: &Path, weights: Weights) -> Engine {
    let Shared { analyzer, spellings, fingerprint } = shared();
    Engine::open(folder, fingerprint.clone(), analyzer.clone(), Arc::clone(spellings), weights)
        .expect("an index that was just made can be opened")
}

/// That a document was read at this moment.
fn read(at: &str) -> Origin {
    Origin { read_at: at.to_owned(), ..Origin::default() }
}

/// Writes a generation of these documents.
fn fill(folder: &Path, documents: &[Document]) {
    let Shared { analyzer, fingerprint, .. } = shared();
    let writer = GenerationWriter::create(folder, analyzer.clone(), HOLDER);
    let writer = writer.expect("a folder of ours can be written");
    for document in documents {
        writer.put(document, writer.reserve(), &read(BUILT)).expect("a document can be written");
    }
    writer.publish(fingerprint.clone(), BUILT.to_owned()).expect("a generation is published");
}

/// What the index in a folder was made with, if its schema is this program's.
fn fingerprint_of_this_schema(folder: &Path) -> Option<Fingerprint> {
    let mut inside = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let manifest = inside.find_map(|path| fs::read_to_string(path.join("generation.json")).ok())?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    let fingerprint = manifest.get("fingerprint")?;
    let is_this = fingerprint.get("schema")?.as_u64()? == u64::from(SCHEMA_VERSION);
    is_this.then(|| serde_json::from_value(fingerprint.clone()).ok())?
}

/// Copies a folder and all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder of ours can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("a file can be copied");
        }
    }
}

struct NoProgress;

impl Progress for NoProgress {
    fn advance(&self, _done_bytes: u64, _total_bytes: u64) {}
}

/// Reads the files of a folder into an index.
fn ingest(corpus: &Path, index: &Path) {
    let Shared { analyzer, fingerprint, .. } = shared();
    let request = IngestRequest {
        paths: &[corpus.to_owned()],
        index,
        analyzer: analyzer.clone(),
        fingerprint: fingerprint.clone(),
        built: BUILT.to_owned(),
        holder: HOLDER.to_owned(),
        // Text is read in this process; nothing starts a worker.
        worker_pool: WorkerPool {
            converter: None,
            program: PathBuf::new(),
            limits: Limits::default(),
            recogniser: None,
            pdfium: None,
            must_be_confined: false,
            confinement: Confinement::default(),
        },
        reread: false,
    };
    shirabe_ingest::ingest(&request, &NoProgress).expect("a folder of texts can be read");
}

/// The generated files in an index: the earlier editions first, so that they go into the archive.
fn ingest_generated(files: &[GeneratedFile], index: &Path) {
    let corpus = temporary();
    let write = |name: &str, text: &str, metadata: &str| {
        let path = corpus.path().join(format!("{name}.md"));
        fs::write(&path, text).expect("there is room for temporary files");
        fs::write(path.with_extension("toml"), metadata).expect("the same");
    };
    for file in files {
        let metadata = file.metadata.replace("改訂版", "初版");
        file.earlier_text.iter().for_each(|text| write(&file.name, text, &metadata));
    }
    ingest(corpus.path(), index);
    for file in files {
        write(&file.name, &file.text, &file.metadata);
    }
    ingest(corpus.path(), index);
}

fn shipped_corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// What stands for the contents of a folder of files.
fn contents(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    files.sort();
    let content = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        format!("{} {}", path.display(), digest(&text))
    };
    files.iter().map(content).collect::<Vec<_>>().join("\n")
}
