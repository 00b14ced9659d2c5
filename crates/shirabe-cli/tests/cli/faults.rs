//! An ingest that is killed, runs out of room, or leaves damage behind: the former answers stay, and the
//! next ingest completes.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use shirabe_testkit::copy_folder;

use crate::program::{Program, Ran};

/// A generator of numbers that look like chance and are the same on every run (Knuth, MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A corpus of some documents, with one that differs from time to time.
struct Library {
    program: Program,
}

impl Library {
    fn new() -> Library {
        let program = Program::with_small_corpus();
        for n in 0..20 {
            let sections = (0..20)
                .map(|m| format!("## 第{m}節\n\n第{n}章の第{m}節は基盤の整備について定める。\n\n"));
            program.write(
                &format!("d{n}.md"),
                &format!("# 第{n}章\n\n{}", sections.collect::<String>()),
            );
        }
        let library = Library { program };
        library.edit(0);
        let ran = library.program.run("ingest", &[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        library
    }

    /// Changes half of the documents.
    fn edit(&self, version: u64) {
        for n in (0..20).step_by(2) {
            let text = format!("# 第{n}章\n\nこれは第{n}章の第{version}版の文言である。\n");
            self.program.write(&format!("e{n}.md"), &text);
        }
    }

    fn finds(&self, words: &str) -> bool {
        let ran = self.program.run("search", &[&format!("\"{words}\"")]);
        assert!(matches!(ran.code, Some(0 | 1)), "{words}: {ran:?}");
        ran.code == Some(0)
    }

    /// All answers are there, of one version and not of two.
    fn assert_whole(&self, versions: [u64; 2], what: &str) {
        assert!(self.finds("第7章の第3節は基盤の整備"), "{what}");
        let found = versions.map(|version| self.finds(&format!("第4章の第{version}版の文言")));
        assert!(found == [true, false] || found == [false, true], "{what}: {found:?}");
    }

    fn assert_completes(&self, version: u64, what: &str) {
        let ran = self.program.run("ingest", &[]);
        assert_eq!(ran.code, Some(0), "{what}: {ran:?}");
        assert!(self.finds(&format!("第4章の第{version}版の文言")), "{what}");
        let ran = self.program.run_index("verify");
        assert_eq!(ran.code, Some(0), "{what}: {ran:?}");
    }
}

/// Files in the folder and below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// How far an ingest is: the files of its unfinished generation.
fn n_unfinished(index: &Path) -> u64 {
    let folders = fs_err::read_dir(index).into_iter().flatten().flatten();
    let unfinished =
        folders.filter(|entry| entry.file_name().to_string_lossy().ends_with(".partial"));
    unfinished.map(|entry| files(&entry.path()).len() as u64).sum()
}

/// Waits until the ingest has come to `moment`, or is over.
fn reach(child: &mut Child, index: &Path, moment: u64) {
    while n_unfinished(index) < moment && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
}

#[test]
fn an_ingest_killed_at_twenty_moments_harms_nothing() {
    let library = Library::new();
    let mut chance = Chance(7);
    let mut served = 0;
    for version in 1..=20 {
        library.edit(version);
        let mut ingest = library.program.command("ingest");
        let mut child = ingest.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        reach(&mut child, &library.program.index(), chance.below(70));
        // SIGKILL
        child.kill().unwrap();
        child.wait().unwrap();
        library.assert_whole([served, version], &format!("killed at version {version}"));
        if library.finds(&format!("第4章の第{version}版の文言")) {
            served = version;
        }
    }
    library.assert_completes(20, "after twenty kills");
}

/// Runs an ingest that can write files up to so many blocks only; the error of a write that goes beyond
/// reaches the program as that of a full disk does.
fn ingest_with_room(program: &Program, n_blocks: u64) -> Ran {
    let ingest = program.command("ingest");
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {n_blocks}; exec \"$@\""), "sh"]);
    shell.arg(ingest.get_program()).args(ingest.get_args());
    Ran::of(shell.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn an_ingest_without_room_says_so_and_harms_nothing() {
    let library = Library::new();
    let mut served = 0;
    let mut n_failed = 0;
    for (version, n_blocks) in (1..).zip([0, 1, 2, 4, 8, 16, 32, 64]) {
        library.edit(version);
        let what = format!("with {n_blocks} blocks");
        let ran = ingest_with_room(&library.program, n_blocks);
        assert!(!ran.stderr.contains("panicked"), "{what}: {ran:?}");
        library.assert_whole([served, version], &what);
        match ran.code {
            Some(0) => served = version,
            code => {
                assert_eq!(code, Some(2), "{what}: {ran:?}");
                assert!(ran.stderr.contains("error: "), "{what}: {ran:?}");
                assert_eq!(n_unfinished(&library.program.index()), 0, "{what}");
                n_failed += 1;
            }
        }
    }
    assert!(n_failed >= 4, "only {n_failed} ingests were short of room");
    library.assert_completes(8, "with room");
}

#[test]
fn a_file_that_lost_its_end_is_noticed_and_mended() {
    let library = Library::new();
    let mut chance = Chance(11);
    for version in 1..=8 {
        library.edit(version);
        library.assert_completes(version, "before the damage");
        let current = library.program.index().join(library.program.current());
        let files: Vec<PathBuf> =
            files(&current).into_iter().filter(|file| file.metadata().unwrap().len() > 0).collect();
        let victim = &files[usize::try_from(chance.below(files.len() as u64)).unwrap()];
        let what = format!("version {version}, {}", victim.display());
        let (length, n_links) =
            (victim.metadata().unwrap().len(), victim.metadata().unwrap().nlink());
        fs_err::OpenOptions::new().write(true).open(victim).unwrap().set_len(length / 2).unwrap();
        let ran = library.program.run("search", &["\"第7章の第3節は基盤の整備\""]);
        assert!(!ran.stderr.contains("panicked"), "{what}: {ran:?}");
        // A file of this generation alone leaves the former one whole.
        if n_links == 1 {
            assert_eq!(ran.code, Some(0), "{what}: {ran:?}");
        }
        let verified = library.program.run_index("verify");
        assert_ne!(verified.code, Some(0), "{what}: {verified:?}");
        let ran = library.program.run("ingest", &["--reread"]);
        assert_eq!(ran.code, Some(0), "{what}: {ran:?}");
        assert_eq!(library.program.run_index("verify").code, Some(0), "{what}");
        assert!(library.finds("第7章の第3節は基盤の整備"), "{what}");
    }
}

#[test]
fn a_second_ingest_is_told_who_is_at_work() {
    let library = Library::new();
    let lock = fs_err::OpenOptions::new()
        .read(true)
        .write(true)
        .open(library.program.index().join("LOCK"))
        .unwrap();
    lock.file().lock().unwrap();
    fs_err::write(library.program.index().join("LOCK"), "process 4711 since yesterday\n").unwrap();
    let ran = library.program.run("ingest", &[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("process 4711 since yesterday"), "{ran:?}");
    let status = library.program.run_index("status");
    assert!(status.stdout.contains("process 4711 since yesterday"), "{status:?}");
    assert!(library.finds("第7章の第3節は基盤の整備"));
}

#[test]
fn what_a_power_cut_leaves_behind_is_in_nobodys_way() {
    let library = Library::new();
    let index = library.program.index();
    let serving = index.join("gen-000001");
    let halves: [(&str, &dyn Fn()); 5] = [
        ("begun", &|| {
            copy_folder(&serving, &index.join("gen-000002.partial"));
            fs_err::write(index.join("gen-000002.partial/sections/meta.json"), "").unwrap();
        }),
        ("renamed, and not named in CURRENT", &|| copy_folder(&serving, &index.join("gen-000002"))),
        ("renamed, and not on the disk", &|| {
            copy_folder(&serving, &index.join("gen-000002"));
            fs_err::write(index.join("gen-000002/generation.json"), "").unwrap();
        }),
        ("naming it in CURRENT", &|| {
            fs_err::write(index.join("CURRENT.partial"), "gen-0").unwrap();
        }),
        ("removing an old one", &|| {
            fs_err::create_dir_all(index.join("gen-000000.removed/sections")).unwrap();
        }),
    ];
    let mut served = 0;
    for (version, (what, leave_behind)) in (1..).zip(halves) {
        leave_behind();
        library.assert_whole([served, 1000], what);
        library.edit(version);
        library.assert_completes(version, what);
        served = version;
        // The next case begins with one generation again.
        let current = index.join(library.program.current());
        let lone = index.with_file_name("lone");
        copy_folder(&current, &lone);
        fs_err::remove_dir_all(&index).unwrap();
        copy_folder(&lone, &serving);
        fs_err::remove_dir_all(&lone).unwrap();
        fs_err::write(index.join("CURRENT"), "gen-000001\n").unwrap();
    }
}
