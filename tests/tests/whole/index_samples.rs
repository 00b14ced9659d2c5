//! Old indexes. Each folder `fixtures/index_vN` is an index as the program wrote it when the schema was
//! version N: it opens and answers as long as that is the schema, and is refused with the command that
//! rebuilds it ever after. Nothing in between.
//!
//! A new schema version needs a new sample: `UPDATE=1` writes it beside the old ones, which stay.

use std::path::{Path, PathBuf};

use fs_err as fs;
use shirabe_index::SCHEMA_VERSION;
use shirabe_search::SearchRequest;
use shirabe_testkit::{Library, copy_folder, document};

use crate::fixture;

/// What the sample says. Kept small: every version that ever was stays in the repository.
const TEXT: &str = "# 第1章 創薬力の向上\n\n創薬の取組を進める。予算は850億円である。\n\n\
                    | 区分 | 額 |\n|---|---|\n| 基盤 | 12億円 |\n\n# 第2章 人材\n\n若手研究者を育てる。";

fn sample_of(version: u32) -> PathBuf {
    fixture(&format!("index_v{version}"))
}

fn samples() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixture("")).unwrap().map(|entry| entry.unwrap().path());
    let is_sample = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("index_v"))
    };
    let mut samples: Vec<PathBuf> = entries.filter(is_sample).collect();
    samples.sort();
    samples
}

/// The version of the schema that the sample says it has.
fn schema_of(sample: &Path) -> u64 {
    let mut inside = fs::read_dir(sample).unwrap().map(|entry| entry.unwrap().path());
    let manifest = inside.find_map(|path| fs::read_to_string(path.join("generation.json")).ok());
    let manifest: serde_json::Value = serde_json::from_str(&manifest.unwrap()).unwrap();
    manifest["fingerprint"]["schema"].as_u64().unwrap()
}

#[test]
fn an_index_of_this_schema_opens_and_one_of_another_is_refused_with_the_command_that_rebuilds() {
    let current = sample_of(SCHEMA_VERSION);
    if std::env::var_os("UPDATE").is_some() && !current.is_dir() {
        let library = Library::of_documents(&[document("sample", TEXT)]);
        copy_folder(library.folder(), &current);
    }
    assert!(
        current.is_dir(),
        "there is no sample of schema version {SCHEMA_VERSION}: run this test with UPDATE=1, and leave \
         the older samples where they are"
    );
    for sample in samples() {
        let schema = schema_of(&sample);
        assert_eq!(sample, sample_of(schema as u32), "a sample is called after its schema");
        let opened = Library::of_sample(&sample);
        if schema == u64::from(SCHEMA_VERSION) {
            let library = opened.unwrap();
            for query in ["創薬", "取り組み", "850億円", "若手 研究者"] {
                let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
                let found = library.snapshot().search(&request).unwrap();
                assert_eq!(found.items.len(), 1, "{query} in {}", sample.display());
            }
        } else {
            let refusal = opened.err().expect("an index of another schema is refused").to_string();
            assert!(refusal.contains("run `shirabe ingest`"), "{refusal}");
            assert!(refusal.contains(&format!("schema-{schema}")), "{refusal}");
        }
    }
}
