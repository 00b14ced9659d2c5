//! What an operator meets: closed folders, links, pipes, odd names, `| head`, and other users.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use crate::program::{Program, Ran};

/// Whether nothing is closed to this user, as to root.
fn may_everything(program: &Program) -> bool {
    let probe = program.corpus().join(".probe");
    fs_err::write(&probe, "").unwrap();
    fs_err::set_permissions(&probe, PermissionsExt::from_mode(0o000)).unwrap();
    let may = fs_err::read(&probe).is_ok();
    fs_err::remove_file(&probe).unwrap();
    may
}

#[test]
fn a_closed_folder_is_one_row_and_what_was_read_of_it_stays() {
    let program = Program::with_small_corpus();
    if may_everything(&program) {
        // Only an ordinary user meets a closed folder; the tests of CI run as one.
        return;
    }
    let folder = program.corpus().join("lost+found");
    fs_err::create_dir(&folder).unwrap();
    fs_err::write(folder.join("a.md"), "# 甲\n\n閉じた中の文書。\n").unwrap();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    fs_err::set_permissions(&folder, PermissionsExt::from_mode(0o000)).unwrap();
    program.write("new.md", "# 新\n\n新しい文書。\n");
    let ran = program.run("ingest", &["--lang", "ja"]);
    fs_err::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("lost+found") && ran.stdout.contains("確かめていない"), "{ran:?}");
    for words in ["閉じた中の文書", "新しい文書"] {
        assert_eq!(program.run("search", &[words]).code, Some(0), "{words}");
    }
}

#[test]
fn links_and_pipes_are_named_and_not_followed() {
    let program = Program::with_small_corpus();
    let outside = program.index().with_file_name("outside.md");
    fs_err::write(&outside, "# 外\n\n外の文書。\n").unwrap();
    symlink(&outside, program.corpus().join("link.md")).unwrap();
    let pipe = program.corpus().join("pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("it is a link: ") && ran.stdout.contains("link.md"), "{ran:?}");
    assert!(ran.stdout.contains("it is no file: ") && ran.stdout.contains("pipe.md"), "{ran:?}");
    assert_eq!(program.run("search", &["外の文書"]).code, Some(1));
}

#[test]
fn a_description_that_is_a_link_is_not_followed() {
    let program = Program::with_small_corpus();
    let secret = program.index().with_file_name("secret");
    fs_err::write(&secret, "password = hunter2\n").unwrap();
    symlink(&secret, program.corpus().join("small.toml")).unwrap();
    let ran = program.run("ingest", &["--lang", "ja"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(!ran.stdout.contains("hunter2") && ran.stdout.contains("リンク"), "{ran:?}");
}

#[test]
fn a_name_cannot_forge_a_row() {
    let program = Program::with_small_corpus();
    program.write("a\nok  forged row  1\u{1b}[2J\u{202e}.md", "# 題\n\n本文。\n");
    let ran = program.run("ingest", &["--all"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stdout.lines().any(|line| line.starts_with("ok  forged")), "{ran:?}");
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains('\u{202e}'), "{ran:?}");
    assert!(ran.stdout.contains("\\u{a}"), "{ran:?}");
}

#[test]
fn a_japanese_name_gives_an_address_that_can_be_read() {
    let program = Program::with_small_corpus();
    program.write("令和6年度_資料1.md", "# 題\n\n読める番地の文書。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let found = program.search_json(&["読める番地"]);
    assert_eq!(found["items"][0]["document"]["id"], "reiwa-6-nendo-shiryo-1");
}

#[test]
fn whoever_has_read_enough_ends_the_program_quietly() {
    let program = Program::with_small_corpus();
    program.write("long.md", &format!("# 題\n\n{}", "段落の本文である。\n\n".repeat(20_000)));
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let mut inspect = program.command("inspect");
    let mut child = inspect.arg("long").spawn().unwrap();
    drop(child.stdout.take());
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn a_document_that_was_left_out_shows_in_the_exit_code() {
    let program = Program::with_small_corpus();
    program.write("a.jsonl", "{\"id\":\"a\",\"text\":\"本文。\"}\n{\"id\":\"b\"\n");
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("in part"), "{ran:?}");
}

/// The index on a disk that nobody can write to, by a mount for reading only in a namespace of its own.
#[test]
fn an_index_that_cannot_be_written_to_is_searched_and_verified() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let index = program.index();
    let index = index.to_str().unwrap();
    for arguments in [&["search", "創薬の基盤"][..], &["index", "status"], &["index", "verify"]]
    {
        let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && ! touch \"$0/x\" 2>/dev/null && exec \"$@\"";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", script, index]);
        command.arg(env!("CARGO_BIN_EXE_shirabe")).args(arguments).args(["--index", index]);
        if arguments[0] == "search" {
            command.arg("--corpus").arg(program.corpus());
        }
        let ran = Ran::of(command.stdin(Stdio::null()).output().unwrap());
        if ran.stderr.contains("unshare: ") || ran.stderr.contains("mount: ") {
            // A container may allow no mount; another user is tested below.
            return;
        }
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn another_user_who_may_only_read_the_index_can_search_it() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    // Whoever may enter the folder reads every file of a generation, and writes none.
    let mut folders = vec![program.index()];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let mode = fs_err::metadata(&path).unwrap().permissions().mode();
            assert!(mode & 0o044 == 0o044 || name.starts_with(".tantivy"), "{name}: {mode:o}");
        }
    }
    if !may_everything(&program) {
        return;
    }
    let parent = program.index();
    let parent = parent.parent().unwrap();
    fs_err::set_permissions(parent, PermissionsExt::from_mode(0o755)).unwrap();
    for command in ["status", "verify"] {
        let mut other = Command::new("setpriv");
        other.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
        other.arg(env!("CARGO_BIN_EXE_shirabe")).args(["index", command, "--index"]);
        let Ok(output) = other.arg(program.index()).output() else { return };
        let ran = Ran::of(output);
        // Where the program itself lies may be closed to others.
        if ran.code == Some(127) || ran.code == Some(126) {
            return;
        }
        assert_eq!(ran.code, Some(0), "{command}: {ran:?}");
    }
}

#[test]
fn the_doctor_names_what_is_missing_and_what_helps() {
    let program = Program::with_small_corpus();
    let before = program.run("doctor", &[]);
    assert_eq!(before.code, Some(1), "{before:?}");
    assert!(before.stdout.contains("run `shirabe ingest`"), "{before:?}");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let after = program.run("doctor", &[]);
    for subject in ["dictionary", "index", "disk", "corpus", "sandbox", "limits"] {
        assert!(after.stdout.contains(subject), "{subject}: {after:?}");
    }
    assert!(!after.stdout.contains("shirabe ingest`:"), "{after:?}");
    assert!(after.stdout.contains("ok     index  generation 1"), "{after:?}");
    fs_err::remove_dir_all(program.corpus()).unwrap();
    let without = program.run("doctor", &[]);
    assert_eq!(without.code, Some(1));
    assert!(without.stdout.contains("--corpus"), "{without:?}");
}
