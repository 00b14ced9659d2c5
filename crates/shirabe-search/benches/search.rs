//! Micro-benchmarks of a search over a small index: `cargo bench -p shirabe-search`.
//!
//! `phrase_by_bigrams` is the matching alone; `snippets` reads and marks a page of twenty sections.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up ends")]

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use shirabe_dictionary::{Prepared, Silent};
use shirabe_document::Metadata;
use shirabe_index::{Fingerprint, GenerationWriter, SectionAnalyzer};
use shirabe_search::{Engine, Mode, SearchRequest, Snapshot, Weights};

const N_SECTIONS: usize = 2_000;

fn main() {
    divan::main();
}

/// Articles of one form, each with its own numbers.
fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
        let Prepared { segmenter, spellings, hash } = shirabe_dictionary::prepare(&Silent).unwrap();
        let analyzer = SectionAnalyzer::new(Arc::new(segmenter));
        let fingerprint = Fingerprint::of_dictionary(&hash);
        let folder = tempfile::tempdir().unwrap();
        let writer = GenerationWriter::create(folder.path(), analyzer.clone(), "bench").unwrap();
        let article = |n: usize| {
            format!(
                "# 第{n}条（業務の停止）\n\n都道府県知事は、前項の規定による届出をした者が第{n}条の二の規定に違反した\
                 ときは、その登録を取り消し、又は{}日を超えない期間を定めてその業務の停止を命ずることができる。\n\n",
                n % 90 + 1
            )
        };
        let text: String = (1..=N_SECTIONS).map(article).collect();
        let metadata = Metadata { title: "業務法".to_owned(), ..Metadata::default() };
        let (document, _) = shirabe_readers::read(text.as_bytes(), "law.md", metadata);
        writer.add(&document).unwrap();
        writer.publish(fingerprint.clone(), String::new()).unwrap();
        let spellings = Arc::new(spellings);
        let weights = Weights::default();
        let engine = Engine::open(folder.path(), fingerprint, analyzer, spellings, weights);
        engine.unwrap().snapshot()
    });
    &SNAPSHOT
}

fn bench(bencher: Bencher, request: &SearchRequest) {
    let snapshot = snapshot();
    bencher.bench(|| snapshot.search(divan::black_box(request)).unwrap().counts);
}

#[divan::bench(args = ["の規定による届出をした", "届出", "第17条"])]
fn phrase_by_bigrams(bencher: Bencher, phrase: &str) {
    let query = phrase.to_owned();
    let request = SearchRequest { query, mode: Mode::Exact, limit: 0, ..SearchRequest::default() };
    bench(bencher, &request);
}

#[divan::bench(args = ["届出 登録", "取消し"])]
fn snippets(bencher: Bencher, query: &str) {
    bench(bencher, &SearchRequest { query: query.to_owned(), ..SearchRequest::default() });
}
