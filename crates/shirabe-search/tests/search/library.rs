//! Small libraries for tests: Markdown texts in, readable results out.

use std::sync::{Arc, OnceLock};

use shirabe_dictionary::Prepared;
use shirabe_document::{Document, DocumentId, Metadata};
use shirabe_index::{Fingerprint, GenerationWriter, Origin, SectionAnalyzer, Start};
use shirabe_search::{Engine, SearchRequest, SearchResults, Snapshot, Step, Weights};
use shirabe_text::{Segmenter, Spellings};
use tempfile::TempDir;

/// An index in a temporary folder.
pub(crate) struct Library {
    engine: Engine,
    documents: Vec<Document>,
    folder: TempDir,
}

struct Shared {
    analyzer: SectionAnalyzer,
    spellings: Arc<Spellings>,
    fingerprint: Fingerprint,
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let Prepared { segmenter, spellings, hash } =
            shirabe_dictionary::prepare(&shirabe_dictionary::Silent).unwrap();
        let segmenter: Arc<Segmenter> = Arc::new(segmenter);
        Shared {
            analyzer: SectionAnalyzer::new(segmenter),
            spellings: Arc::new(spellings),
            fingerprint: Fingerprint::of_dictionary(&hash),
        }
    })
}

impl Library {
    /// A library of documents, given as name and Markdown.
    pub(crate) fn of(texts: &[(&str, &str)]) -> Library {
        let documents = texts.iter().map(|(name, text)| document(name, text)).collect();
        Library::of_documents(documents)
    }

    pub(crate) fn of_documents(documents: Vec<Document>) -> Library {
        Library::weighted(documents, Weights::default())
    }

    pub(crate) fn weighted(documents: Vec<Document>, weights: Weights) -> Library {
        let folder = tempfile::tempdir().unwrap();
        let shared = shared();
        let writer =
            GenerationWriter::create(folder.path(), shared.analyzer.clone(), "a test").unwrap();
        for document in &documents {
            writer.add(document).unwrap();
        }
        writer.publish(shared.fingerprint.clone(), "2026-01-01T00:00:00Z".to_owned()).unwrap();
        let engine = Engine::open(
            folder.path(),
            shared.fingerprint.clone(),
            shared.analyzer.clone(),
            Arc::clone(&shared.spellings),
            weights,
        );
        Library { engine: engine.unwrap(), documents, folder }
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }

    pub(crate) fn documents(&self) -> &[Document] {
        &self.documents
    }

    pub(crate) fn ask(&self, request: &SearchRequest) -> SearchResults {
        self.snapshot().search(request).unwrap()
    }

    /// Takes a document out of the index, by an update.
    pub(crate) fn remove(&self, id: &str) {
        self.update(|writer| writer.remove(&DocumentId::parse(id).unwrap()).unwrap());
    }

    /// Puts a document into the index, by an update.
    pub(crate) fn put(&self, document: &Document) {
        self.update(|writer| {
            let former = writer.base().unwrap().marks_of(&document.id).unwrap();
            let number = former.map_or_else(|| writer.reserve(), |marks| marks.number);
            writer.put(document, number, &Origin::default()).unwrap();
        });
    }

    fn update(&self, change: impl FnOnce(&GenerationWriter)) {
        let Shared { analyzer, fingerprint, .. } = shared();
        let (folder, start) = (self.folder.path(), Start::Copy);
        let writer =
            GenerationWriter::update(folder, analyzer.clone(), fingerprint, "a test", start);
        let writer = writer.unwrap();
        assert!(writer.is_update());
        change(&writer);
        writer.publish(fingerprint.clone(), "2026-01-02T00:00:00Z".to_owned()).unwrap();
    }

    /// What is found, a line a section: document, section, step and marked text.
    pub(crate) fn find(&self, query: &str) -> String {
        self.show(&SearchRequest { query: query.to_owned(), ..SearchRequest::default() })
    }

    pub(crate) fn show(&self, request: &SearchRequest) -> String {
        let results = self.ask(request);
        let mut lines: Vec<String> = Vec::new();
        lines.extend(results.query.notes.iter().map(|note| format!("! {}", note.message)));
        for item in &results.items {
            let step = match item.step {
                Step::Exact => "exact",
                Step::Variant => "variant",
                Step::Word => "word",
            };
            let texts: Vec<String> =
                item.snippets.iter().map(|s| marked(&s.text, &s.marks)).collect();
            lines.push(format!("{} {step}: {}", item.document.id, texts.join(" / ")));
        }
        lines.join("\n")
    }

    /// The ids of the documents found, in order.
    pub(crate) fn ids(&self, query: &str) -> Vec<String> {
        let request =
            SearchRequest { query: query.to_owned(), limit: 100, ..SearchRequest::default() };
        self.ask(&request).items.into_iter().map(|item| item.document.id).collect()
    }
}

pub(crate) fn document(name: &str, text: &str) -> Document {
    let metadata = Metadata {
        title: name.to_owned(),
        issuer: "文部科学省".to_owned(),
        kind: "説明資料".to_owned(),
        source_file: format!("{name}.md"),
        issued: "2025-02-21".parse().ok(),
        ..Metadata::default()
    };
    shirabe_readers::read(text.as_bytes(), &format!("{name}.md"), metadata).0
}

pub(crate) fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        out.extend(marks.iter().any(|mark| mark.start == at).then_some('［'));
        out.push(c);
        out.extend(marks.iter().any(|mark| mark.end == at + 1).then_some('］'));
    }
    out.replace('\n', "⏎")
}
