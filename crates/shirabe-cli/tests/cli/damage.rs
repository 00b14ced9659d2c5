//! Damage to an index: every file in every way. What is served is right or refused, `index verify` sees
//! the damage, and the command that the message names mends it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::path::{Path, PathBuf};

use shirabe_testkit::copy_folder;

use crate::program::{Program, Ran};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    Empty,
    Zero,
    Half,
    Missing,
    OneBit,
}

const DAMAGES: [Damage; 5] =
    [Damage::Empty, Damage::Zero, Damage::Half, Damage::Missing, Damage::OneBit];

impl Damage {
    /// Damages a file in this generation alone; gives whether anything was changed.
    fn inflict(self, path: &Path, seed: u64) -> bool {
        let bytes = fs_err::read(path).unwrap();
        if bytes.is_empty() && self != Damage::Missing {
            return false;
        }
        // Other generations may have links to it; the damage of a disk would reach them as well, and is
        // done to all of them.
        match self {
            Damage::Missing => fs_err::remove_file(path).unwrap(),
            Damage::Empty => fs_err::write(path, "").unwrap(),
            Damage::Zero => fs_err::write(path, vec![0; bytes.len()]).unwrap(),
            Damage::Half => fs_err::write(path, &bytes[..bytes.len() / 2]).unwrap(),
            Damage::OneBit => fs_err::write(path, flipped(bytes, seed)).unwrap(),
        }
        true
    }
}

fn flipped(mut bytes: Vec<u8>, seed: u64) -> Vec<u8> {
    let at = seed.wrapping_mul(6_364_136_223_846_793_005) >> 33;
    let n_bytes = bytes.len() as u64;
    bytes[usize::try_from(at % n_bytes).unwrap()] ^= 1 << (at % 8);
    bytes
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A library with an earlier edition, a withdrawn document, a file of lines, a definition and an address
/// that is no more.
fn library() -> Program {
    let program = Program::with_small_corpus();
    program.write("gone.md", "# 消える文書\n\n取り下げる文書の本文である。\n");
    program.write("plan.toml", "id = \"plan\"\ntitle = \"計画\"\nissued = 2024-02-21\n");
    program.write(
        "plan.md",
        "# 方針\n\n旧い計画の本文である。\n\n## 廃止する節\n\nなくなる節の本文。\n",
    );
    program.write(
        "lines.jsonl",
        "{\"id\":\"law-1\",\"title\":\"法\",\"text\":\"第一条の本文である。\"}\n",
    );
    program.write("amed.md", "# 機構\n\n日本医療研究開発機構（AMED）は、基盤を整備する。\n");
    ingest(&program, &[]);
    program.write("plan.toml", "id = \"plan\"\ntitle = \"計画\"\nissued = 2025-02-21\n");
    program.write("plan.md", "# 方針\n\n新しい計画の本文である。\n");
    program.delete("gone.md");
    ingest(&program, &[]);
    program
}

fn ingest(program: &Program, arguments: &[&str]) {
    let ran = program.run("ingest", arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// Wordings of the latest generation and of the one before it.
const WORDINGS: [&str; 5] =
    ["創薬の基盤", "新しい計画", "第一条の本文", "旧い計画", "取り下げる文書"];
const LATEST: &[&str] = &["創薬の基盤", "新しい計画", "第一条の本文"];
const FORMER: &[&str] = &["創薬の基盤", "第一条の本文", "旧い計画", "取り下げる文書"];

/// The program ended of itself. Where the search library met bytes that it took at their word, the fault was
/// caught, and the message says which command looks for damage.
fn assert_ended(ran: &Ran, what: &str) {
    assert!(matches!(ran.code, Some(0..=2)), "{what}: {ran:?}");
    let names_a_command =
        ["`shirabe index verify`", "`shirabe ingest"].iter().any(|c| ran.stderr.contains(c));
    // Where the fault was in opening a generation, the former one answered; a fault that nobody caught has code 101.
    let is_passed_over = ran.code != Some(2) && ran.stderr.contains("a fault inside");
    let is_caught = ran.code == Some(2) && names_a_command || is_passed_over;
    assert!(is_caught || !ran.stderr.contains("panicked"), "{what}: {ran:?}");
}

/// Which of the wordings are found; an error where the search is refused.
fn found(program: &Program, what: &str) -> Result<Vec<&'static str>, Ran> {
    let quoted = WORDINGS.map(|wording| format!("\"{wording}\""));
    let ran = program.run("search", &["--mode", "exact", &quoted.join(" OR ")]);
    assert_ended(&ran, what);
    if ran.code == Some(2) {
        return Err(ran);
    }
    let marked = |wording: &&str| ran.stdout.contains(&format!("［{wording}］"));
    Ok(WORDINGS.into_iter().filter(marked).collect())
}

fn assert_right(program: &Program, what: &str) {
    assert_eq!(found(program, what).unwrap(), LATEST, "{what}");
}

/// What is answered while the damage lasts: the truth, that of the generation before, or nothing. A single
/// bit in a large file is seen by `verify` alone.
fn assert_right_or_refused(program: &Program, damage: Damage, what: &str) {
    if let Ok(found) = found(program, what)
        && damage != Damage::OneBit
    {
        assert!(found == LATEST || found == FORMER, "{what}: {found:?}");
    }
}

/// The arguments of the commands that `verify` names.
fn remedies(verified: &Ran) -> Vec<Vec<String>> {
    let told = verified.stdout.lines().filter(|line| line.starts_with("to mend it: "));
    let commands = told.filter_map(|line| line.split('`').nth(1));
    let words = |command: &str| command.split(' ').skip(1).map(str::to_owned).collect();
    commands.map(words).collect()
}

fn run(program: &Program, words: &[String]) -> Ran {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shirabe"));
    command.args(words).arg("--index").arg(program.index());
    if words[0] == "ingest" {
        command.arg("--corpus").arg(program.corpus());
    }
    Ran::of(command.output().unwrap())
}

/// Damages every file of the index that `is_meant`, one at a time, and mends it.
fn damage_every_file(is_meant: impl Fn(&Path) -> bool) {
    let program = library();
    // As it was, to begin each case with.
    let index = program.index();
    let kept = index.with_file_name("kept");
    copy_folder(&index, &kept);
    let names: Vec<PathBuf> = files(&index)
        .into_iter()
        .map(|path| path.strip_prefix(&index).unwrap().to_owned())
        .filter(|name| is_meant(name))
        .collect();
    assert!(!names.is_empty());
    for (n, name) in (1_u64..).zip(&names) {
        for (m, damage) in (1_u64..).zip(DAMAGES) {
            fs_err::remove_dir_all(&index).unwrap();
            copy_folder(&kept, &index);
            let path = index.join(name);
            if !damage.inflict(&path, n * 31 + m) {
                continue;
            }
            let what = format!("{} {damage:?}", name.display());
            assert_right_or_refused(&program, damage, &what);
            let verified = program.run_index("verify");
            assert!(!verified.stderr.contains("panicked"), "{what}: {verified:?}");
            if verified.code == Some(0) {
                // Only where there is nothing to be seen: locks, and signs of who reads.
                let is_sign = ["READERS", "LOCK"].iter().any(|sign| name.ends_with(sign));
                // The line end of a name.
                let is_sign = is_sign || name.ends_with("CURRENT") && damage == Damage::OneBit;
                let is_lock = name.file_name().unwrap().to_string_lossy().starts_with(".tantivy");
                assert!(is_sign || is_lock, "{what} was not seen: {verified:?}");
                assert_right(&program, &what);
                ingest(&program, &[]);
                continue;
            }
            let remedies = remedies(&verified);
            assert!(!remedies.is_empty(), "{what}: {verified:?}");
            for words in &remedies {
                let ran = run(&program, words);
                assert!(matches!(ran.code, Some(0 | 1)), "{what}: {words:?}: {ran:?}");
            }
            let again = program.run_index("verify");
            assert_eq!(again.code, Some(0), "{what}: {remedies:?}: {again:?}");
            assert_right(&program, &what);
            // The next change builds upon what is whole.
            ingest(&program, &[]);
        }
    }
}

#[test]
fn damage_to_the_documents_is_seen_and_mended() {
    damage_every_file(|name| name.starts_with("gen-000002/documents"));
}

#[test]
fn damage_to_the_sections_is_seen_and_mended() {
    damage_every_file(|name| name.starts_with("gen-000002/sections"));
}

#[test]
fn damage_to_what_lies_beside_them_is_seen_and_mended() {
    let in_parts = |name: &Path| {
        name.starts_with("gen-000002/sections") || name.starts_with("gen-000002/documents")
    };
    damage_every_file(|name| {
        let is_former = name.starts_with("gen-000001") || name.starts_with("archive");
        !is_former && !in_parts(name)
    });
}

#[test]
fn damage_to_the_archive_is_seen_and_mended() {
    damage_every_file(|name| name.starts_with("archive"));
}

#[test]
fn two_hundred_single_bits_are_seen_and_every_search_ends() {
    let program = library();
    let current = program.index().join("gen-000002");
    let names = files(&current);
    let sizes: Vec<u64> = names.iter().map(|path| fs_err::metadata(path).unwrap().len()).collect();
    let n_bytes: u64 = sizes.iter().sum();
    for n in 1..=200_u64 {
        // Drawn over all bytes, so that large files are hit more often.
        let mut at = (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) % n_bytes;
        let nth = sizes.iter().position(|size| {
            let is_here = at < *size;
            if !is_here {
                at -= size;
            }
            is_here
        });
        let path = &names[nth.unwrap()];
        let whole = fs_err::read(path).unwrap();
        let mut bytes = whole.clone();
        bytes[usize::try_from(at).unwrap()] ^= 1 << (n % 8);
        fs_err::write(path, &bytes).unwrap();
        let what = format!("byte {at} of {}", path.display());
        let verified = program.run_index("verify");
        assert_eq!(verified.code, Some(1), "{what} was not seen: {verified:?}");
        assert!(!verified.stderr.contains("panicked"), "{what}: {verified:?}");
        let ran = program.run("search", &["--mode", "exact", "\"新しい計画\""]);
        assert_ended(&ran, &what);
        fs_err::write(path, &whole).unwrap();
    }
    assert_eq!(program.run_index("verify").code, Some(0));
}

/// The search library panics over some of these bytes while it opens the file.
#[test]
fn a_generation_over_which_the_search_library_panics_is_passed_over() {
    let program = library();
    let sections = program.index().join("gen-000002").join("sections");
    let is_read_at_open = |path: &&std::path::PathBuf| {
        path.extension().is_some_and(|extension| extension == "fast" || extension == "store")
    };
    let mut n_passed = 0;
    for path in files(&sections).iter().filter(is_read_at_open) {
        let whole = fs_err::read(path).unwrap();
        // The former generation may share the file, and must keep it whole.
        fs_err::remove_file(path).unwrap();
        // The lengths and places by which the rest of the file is found, before the library's own footer.
        for from_end in (109..=139).step_by(6) {
            let mut bytes = whole.clone();
            let at = bytes.len() - from_end;
            bytes[at] ^= 1 << (from_end % 8);
            fs_err::write(path, &bytes).unwrap();
            let ran = program.run("search", &["--mode", "exact", "\"創薬の基盤\""]);
            let what = format!("byte {at} of {}", path.display());
            // Others show at the question only, which ends in an error.
            assert_ended(&ran, &what);
            n_passed += usize::from(ran.code == Some(0) && ran.stderr.contains("a fault inside"));
            fs_err::write(path, &whole).unwrap();
        }
    }
    assert!(n_passed > 0, "the former generation answered after no panic");
}

#[test]
fn without_a_readable_current_the_newest_generation_serves_and_addresses_stay() {
    let program = library();
    let address = |query: &str| {
        let found = program.search_json(&["--mode", "exact", query]);
        found.pointer("/items/0/url").and_then(serde_json::Value::as_str).map(str::to_owned)
    };
    let before = address("新しい計画");
    assert!(before.is_some());
    fs_err::write(program.index().join("CURRENT"), "").unwrap();
    assert_eq!(address("新しい計画"), before);
    ingest(&program, &[]);
    assert_eq!(program.current(), "gen-000002");
    let retired = program.run("cite", &["plan", "s2"]);
    assert_ne!(
        retired.code,
        Some(0),
        "the section is gone, and its address is not given to another"
    );
    program
        .write("plan.md", "# 方針\n\n新しい計画の本文である。\n\n## 別の節\n\n後から加えた節。\n");
    ingest(&program, &["--reread"]);
    let added = address("後から加えた節").unwrap();
    assert!(!added.ends_with("/s2"), "{added} had been the address of another section");
}
