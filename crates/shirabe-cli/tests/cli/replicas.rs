//! Several machines: one publishes, others follow. `tests/replicas` has the same with an S3-compatible
//! store, a proxy in front and many kills.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{Program, Ran};
use crate::serve::Server;

/// 基盤
const BASE: &str = "/search?q=%E5%9F%BA%E7%9B%A4";

/// A machine that publishes, and the folder that it publishes to.
struct Source {
    program: Program,
}

impl Source {
    fn new() -> Source {
        let program = Program::with_small_corpus();
        assert_eq!(program.run("ingest", &[]).code, Some(0));
        Source { program }
    }

    fn folder(&self) -> PathBuf {
        self.program.index().with_file_name("published")
    }

    fn replicate(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
        command.arg("replicate").arg(self.folder()).arg("--index").arg(self.program.index());
        Ran::of(command.args(arguments).output().unwrap())
    }

    /// A new version of the document that every version has.
    fn ingest(&self, version: u32) {
        self.program.write("new.md", &format!("# 追補\n\n第{version}次の追補である。\n"));
        assert_eq!(self.program.run("ingest", &[]).code, Some(0));
    }

    /// A follower with an index of its own.
    fn follower(&self, name: &str) -> Server {
        let index = self.program.index().with_file_name(name);
        let mut command = self.program.command_of("serve", &index);
        command.arg("--follow").arg(self.folder()).args(["--follow-every", "1"]);
        Server::start_as(command)
    }
}

/// Of the objects that were published last, the largest, which a follower has to fetch.
fn newest_and_largest(folder: &Path) -> PathBuf {
    let mut objects = Vec::new();
    for folder in fs_err::read_dir(folder.join("files")).unwrap() {
        for file in fs_err::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let found = fs_err::metadata(&path).unwrap();
            objects.push((found.modified().unwrap(), found.len(), path));
        }
    }
    let newest = objects.iter().map(|(modified, ..)| *modified).max().unwrap();
    objects.retain(|(modified, ..)| *modified + Duration::from_millis(500) > newest);
    objects.into_iter().max_by_key(|(_, n_bytes, _)| *n_bytes).unwrap().2
}

/// Waits until a page has these words.
fn until(server: &Server, path: &str, words: &str) -> String {
    let start = Instant::now();
    loop {
        let answer = server.get(path);
        if answer.contains(words) {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_mins(1), "{words} is missing: {answer}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn n_generations(index: &Path) -> usize {
    let entries = fs_err::read_dir(index).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn followers_switch_without_failing_a_request_and_outlive_the_source() {
    let source = Source::new();
    let first = source.replicate(&[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let followers = ["one", "two"].map(|name| source.follower(name));
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let ask = |server: &Server| {
        while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
            let answer = server.get(BASE);
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("<mark"), "{answer}");
        }
    };
    std::thread::scope(|scope| {
        let ask = &ask;
        for follower in &followers {
            scope.spawn(move || ask(follower));
        }
        for version in 1..=3 {
            source.ingest(version);
            let again = source.replicate(&[]);
            assert!(again.stdout.contains(&format!("generation {}", version + 1)), "{again:?}");
            for follower in &followers {
                until(follower, "/readyz", &format!("generation {},", version + 1));
            }
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    fs_err::rename(source.folder(), source.folder().with_extension("gone")).unwrap();
    for follower in &followers {
        let ready = until(follower, "/readyz", "last look failed");
        assert!(ready.starts_with("HTTP/1.1 200") && ready.contains("newest as of"), "{ready}");
        let metrics = follower.get("/metrics");
        assert!(metrics.contains("shirabe_follow_up 0"), "{metrics}");
        assert!(metrics.contains("shirabe_follow_age_seconds"), "{metrics}");
        assert!(follower.get(BASE).contains("<mark"));
    }
    // The archive, the generation that serves and the one to fall back to.
    let one = source.program.index().with_file_name("one");
    assert!(n_generations(&one) <= 3, "{:?}", fs_err::read_dir(&one).unwrap().collect::<Vec<_>>());
    drop(followers);
    // A machine that starts while the source is gone serves what it has, also where it was killed before it
    // wrote down that it has it.
    fs_err::remove_file(one.join("FOLLOWED.json")).unwrap();
    let again = source.follower("one");
    until(&again, "/readyz", "generation 4,");
    assert!(again.get(BASE).contains("<mark"));
    drop(again);
    let mut verify = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    let verified = Ran::of(verify.args(["index", "verify", "--index"]).arg(&one).output().unwrap());
    assert_eq!(verified.code, Some(0), "{verified:?}");
    // The doctor misses no documents there.
    let mut doctor = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    doctor.args(["doctor", "--corpus", "/nonexistent", "--index"]).arg(&one);
    let doctor = Ran::of(doctor.output().unwrap());
    assert!(doctor.stdout.contains("ok     corpus  the index is a copy"), "{doctor:?}");
}

#[test]
fn what_is_shared_is_copied_once_and_what_is_old_stays_for_a_day() {
    let source = Source::new();
    assert!(source.replicate(&[]).stdout.contains("0 old ones removed"));
    let again = source.replicate(&[]);
    assert!(again.stdout.contains("of which 0 were copied"), "{again:?}");
    source.ingest(1);
    let second = source.replicate(&[]);
    assert!(second.stdout.contains("0 old ones removed"), "{second:?}");
    assert!(!second.stdout.contains("of which 0 were copied"), "{second:?}");
    let folder = source.folder();
    let states = || {
        let entries = fs_err::read_dir(folder.join("generations")).unwrap();
        let mut states: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        states.sort();
        states
    };
    assert_eq!(states().len(), 2);
    // The first was followed by the second two days ago.
    let now = fs_err::metadata(folder.join("CURRENT")).unwrap().modified().unwrap();
    let two_days_ago = now - Duration::from_hours(48);
    for (state, days) in states().iter().zip([1, 0]) {
        let moment = two_days_ago - Duration::from_hours(24 * days);
        fs_err::File::options()
            .write(true)
            .open(state)
            .unwrap()
            .file()
            .set_modified(moment)
            .unwrap();
    }
    // What a publisher that was killed has left goes; what somebody else has put there stays.
    let file = newest_and_largest(&folder);
    let orphan = folder.join("files/00").join(format!("00{}", "1".repeat(62)));
    let foreign = folder.join("files/00/報告書#1.pdf");
    fs_err::create_dir_all(folder.join("files/00")).unwrap();
    for path in [&orphan, &foreign] {
        fs_err::write(path, "").unwrap();
    }
    let half = PathBuf::from(format!("{}#1", file.display()));
    fs_err::write(&half, "").unwrap();
    source.ingest(2);
    let third = source.replicate(&[]);
    assert_eq!(third.code, Some(0), "{third:?}");
    assert_eq!(states().len(), 2, "{third:?}");
    assert!(!orphan.exists() && !half.exists() && foreign.exists(), "{third:?}");
}

#[test]
fn an_index_that_is_no_copy_is_not_made_one() {
    let source = Source::new();
    assert_eq!(source.replicate(&[]).code, Some(0));
    let mut command = source.program.command("serve");
    command.args(["--listen", "127.0.0.1:0", "--follow"]).arg(source.folder());
    let refused = Ran::of(command.output().unwrap());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("was made by an ingest"), "{refused:?}");
}

#[test]
fn nothing_is_published_over_an_index() {
    let source = Source::new();
    let index = source.program.index();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    let refused = command.arg("replicate").arg(&index).arg("--index").arg(&index).output();
    let refused = Ran::of(refused.unwrap());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("it is an index"), "{refused:?}");
    assert_eq!(source.program.current(), "gen-000001");
}

#[test]
fn a_damaged_file_is_refused_by_name_and_never_served() {
    let source = Source::new();
    assert_eq!(source.replicate(&[]).code, Some(0));
    let follower = source.follower("one");
    until(&follower, "/readyz", "generation 1,");
    // Long enough after the first that its files can be told from those of the next.
    std::thread::sleep(Duration::from_secs(1));
    source.ingest(1);
    // It is damaged where the follower does not look.
    let hidden = source.folder().with_extension("hidden");
    fs_err::rename(source.folder(), &hidden).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    command.arg("replicate").arg(&hidden).arg("--index").arg(source.program.index());
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    let damaged = newest_and_largest(&hidden);
    let mut bytes = fs_err::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs_err::write(&damaged, bytes).unwrap();
    fs_err::rename(&hidden, source.folder()).unwrap();
    let name = damaged.file_name().unwrap().to_str().unwrap();
    let ready = until(&follower, "/readyz", name);
    assert!(
        ready.contains("generation 1,") && ready.contains("its SHA-256 does not fit"),
        "{ready}"
    );
    assert!(follower.get(BASE).contains("<mark"));
    // A second machine that has nothing yet serves nothing of it either; and the source mends it.
    assert_eq!(source.replicate(&["--anew"]).code, Some(0));
    until(&follower, "/readyz", "generation 2,");
}

#[test]
fn what_is_taken_down_goes_everywhere_at_once() {
    let source = Source::new();
    source.ingest(1);
    assert_eq!(source.replicate(&[]).code, Some(0));
    let follower = source.follower("one");
    assert!(follower.get("/d/new").starts_with("HTTP/1.1 200"));
    let mut forget = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    forget.args(["index", "forget", "new", "--reason", "個人情報", "--index"]);
    assert!(forget.arg(source.program.index()).stdout(Stdio::null()).status().unwrap().success());
    let published = source.replicate(&[]);
    assert!(!published.stdout.contains("; 0 old ones removed"), "{published:?}");
    let gone = until(&follower, "/d/new", "HTTP/1.1 410");
    assert!(gone.contains("個人情報"), "{gone}");
    assert_eq!(fs_err::read_dir(source.folder().join("generations")).unwrap().count(), 1);
    // Nor does the follower keep the generation that had it.
    let index = source.program.index().with_file_name("one");
    let start = Instant::now();
    while n_generations(&index) > 2 {
        assert!(start.elapsed() < Duration::from_mins(1), "the former generation stays");
        assert!(follower.get(BASE).starts_with("HTTP/1.1 200"));
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn an_index_is_copied_by_one_and_an_ingest_does_not_write_where_another_machine_is_followed() {
    let source = Source::new();
    assert_eq!(source.replicate(&[]).code, Some(0));
    let follower = source.follower("one");
    until(&follower, "/readyz", "generation 1,");
    let index = source.program.index().with_file_name("one");
    let mut ingest = source.program.command_of("ingest", &index);
    let refused = Ran::of(ingest.output().unwrap());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("which follows"), "{refused:?}");
    // Nor where nobody follows just now.
    drop(follower);
    let refused = Ran::of(ingest.output().unwrap());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("is a copy of another machine's"), "{refused:?}");
    fs_err::remove_file(index.join("COPY")).unwrap();
    assert_eq!(Ran::of(ingest.output().unwrap()).code, Some(0));
    let copying = fs_err::File::open(source.program.index().join("LOCK.replicate")).unwrap();
    copying.file().lock().unwrap();
    let refused = source.replicate(&[]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("another `shirabe replicate` copies this index"),
        "{refused:?}"
    );
}

/// Numbers begin again where the index of the source is made anew, and another generation has the number of
/// the one that is served.
#[test]
fn a_number_that_comes_again_is_not_taken_for_the_same_generation() {
    let source = Source::new();
    assert_eq!(source.replicate(&[]).code, Some(0));
    let follower = source.follower("one");
    until(&follower, "/readyz", "generation 1,");
    fs_err::remove_dir_all(source.program.index()).unwrap();
    source.ingest(1);
    assert_eq!(source.replicate(&[]).code, Some(0));
    let ready = until(&follower, "/readyz", "last look failed");
    assert!(ready.contains("start this server anew"), "{ready}");
    assert!(follower.get("/d/new").starts_with("HTTP/1.1 404"));
    drop(follower);
    let anew = source.follower("one");
    assert!(anew.get("/d/new").starts_with("HTTP/1.1 200"));
    drop(anew);
    // And where it could not be asked, what is here is served.
    fs_err::remove_dir_all(source.folder()).unwrap();
    assert!(source.follower("one").get("/d/new").starts_with("HTTP/1.1 200"));
}

/// A machine that has nothing waits, and says for what.
#[test]
fn a_follower_without_a_source_waits_for_one() {
    let source = Source::new();
    let index = source.program.index().with_file_name("one");
    let mut command = source.program.command_of("serve", &index);
    command.arg("--follow").arg(source.folder()).args(["--follow-every", "1"]);
    let mut waiting = command.args(["--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut said = String::new();
    let stderr = waiting.stderr.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut said).unwrap();
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    assert!(said.contains("nothing is published in"), "{said}");
}

#[test]
fn an_address_that_nobody_can_publish_to_is_refused() {
    let source = Source::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    command.args(["replicate", "ftp://example.jp/a", "--index"]).arg(source.program.index());
    let refused = Ran::of(command.output().unwrap());
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("ftp is not known"), "{refused:?}");
    let nothing = Command::new(env!("CARGO_BIN_EXE_shirabe"))
        .arg("replicate")
        .arg(source.folder())
        .args(["--index", "/nonexistent"])
        .output();
    let nothing = Ran::of(nothing.unwrap());
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.stderr.contains("run `shirabe ingest`"), "{nothing:?}");
}

#[test]
fn rsync_brings_what_is_published_to_another_place() {
    let source = Source::new();
    let there = source.program.index().with_file_name("there");
    let brought = source.replicate(&["--rsync", there.to_str().unwrap()]);
    if brought.stderr.contains("which must be installed") {
        return;
    }
    assert_eq!(brought.code, Some(0), "{brought:?}");
    source.ingest(1);
    assert_eq!(source.replicate(&["--rsync", there.to_str().unwrap()]).code, Some(0));
    for name in ["CURRENT", "generations"] {
        assert!(there.join(name).exists(), "{name}");
    }
    fs_err::write(there.join("notes.txt"), "of somebody else").unwrap();
    source.ingest(2);
    assert_eq!(source.replicate(&["--rsync", there.to_str().unwrap()]).code, Some(0));
    assert!(there.join("notes.txt").exists());
    let same = |name: &str| fs_err::read(source.folder().join(name)).unwrap();
    assert_eq!(fs_err::read(there.join("CURRENT")).unwrap(), same("CURRENT"));
}
