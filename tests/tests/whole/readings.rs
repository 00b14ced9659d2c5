//! What the readers make of every shipped document and of every fixture of theirs, as digests: a change
//! that is only one of structure leaves `fixtures/readings/record.txt` alone. Where a digest changes,
//! `cargo run --example inspect` in the readers' crate shows the document itself.

use std::path::{Path, PathBuf};

use fs_err as fs;
use shirabe_document::{Block, Document, Metadata, Page};
use shirabe_testkit::{Library, assert_recorded, digest};

use crate::fixture;

/// The folder of the readers' fixtures.
const FOLDER: &str = "../crates/shirabe-readers/tests/fixtures";

fn fixtures_of_the_readers() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    files
}

/// One line: what there is, and a digest each of the sections, the repairs and the metadata.
fn record(name: &str, document: &Document) -> String {
    let n_blocks: usize = document.sections.iter().map(|section| section.blocks.len()).sum();
    format!(
        "{name} sections {} {} blocks {n_blocks} repairs {} {} metadata {}",
        document.sections.len(),
        digest(&sections(document)),
        document.repairs.len(),
        digest(&repairs(document)),
        digest(&metadata(document)),
    )
}

/// Written out field by field, so that a field that is renamed changes nothing.
fn sections(document: &Document) -> String {
    let mut lines = Vec::new();
    for section in &document.sections {
        let continues = section.continues.as_ref().map(ToString::to_string);
        let number = section.number.as_deref();
        lines.push(format!(
            "{} {} {:?} {number:?} {:?} {} {continues:?}",
            section.id, section.level, section.heading, section.path, section.figure_missing
        ));
        lines.extend(section.blocks.iter().map(block));
    }
    lines.join("\n")
}

fn block(block: &Block) -> String {
    let page = |page: &Page| format!("{:?}/{:?}", page.printed, page.file);
    let turns =
        block.page_turns.iter().map(|turn| format!("{}:{}", turn.at_chars, page(&turn.page)));
    let (id, kind, depth) = (&block.id, block.kind.as_str(), block.depth);
    let (at, turns) = (block.page.as_ref().map(page), turns.collect::<Vec<_>>());
    format!("{id} {kind} {depth} {at:?} {turns:?} {:?} {:?}", block.lines, block.text)
}

fn repairs(document: &Document) -> String {
    let lines = document.repairs.iter().map(|repair| {
        let (rule, lines) = (repair.rule, &repair.place.lines);
        format!("{rule} {lines:?} {:?} {:?}", repair.before, repair.after)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn metadata(document: &Document) -> String {
    let Metadata { title, issuer, kind, language, source_file, sha256, .. } = &document.metadata;
    let Metadata { division, issued, source_url, licence_note, edition, .. } = &document.metadata;
    let source = &document.source;
    let issued = issued.map(|date| date.to_string());
    format!(
        "{} {title:?} {issuer:?} {kind:?} {language:?} {source_file:?} {sha256} {division:?} {issued:?} \
         {source_url:?} {licence_note:?} {edition:?}\n{} {} {} {} {} {:?} {} {:?} {:?}",
        document.id,
        source.format.as_str(),
        source.encoding,
        source.n_bytes,
        source.n_lines,
        source.n_chars,
        source.n_pages,
        source.n_pages_without_text,
        source.pages_to_recognise,
        source.recognised_pages,
    )
}

#[test]
fn every_document_is_read_as_the_record_says() {
    let mut lines = Vec::new();
    for document in Library::shipped().documents() {
        lines.push(record(&format!("corpus/{}", document.metadata.source_file), &document));
    }
    assert_eq!(lines.len(), 2, "the shipped texts");
    for path in fixtures_of_the_readers() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let folder = tempfile::tempdir().unwrap();
            fs::copy(&path, folder.path().join(&name)).unwrap();
            let documents = Library::of_folder(folder.path()).documents();
            lines.extend(documents.iter().map(|d| record(&format!("{name}#{}", d.id), d)));
            continue;
        }
        let (document, problems) =
            shirabe_readers::read(&fs::read(&path).unwrap(), &name, Metadata::default());
        let problems = problems.iter().map(|problem| format!(" {}", problem.code));
        lines.push(record(&name, &document) + &problems.collect::<String>());
    }
    assert!(lines.len() > 25, "the fixtures of the readers, not {}", lines.len());
    assert_recorded(&fixture("readings/record.txt"), &lines);
}
