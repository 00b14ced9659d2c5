//! The program in a folder of its own.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A corpus, and a folder that holds the index and goes away with the test.
pub(crate) struct Program {
    folder: TempDir,
    corpus: PathBuf,
}

/// An ingest that watches its corpus.
pub(crate) struct Watching {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    /// Reads what it says until a line has these words.
    pub(crate) fn until(&mut self, words: &str) {
        let mut said = self.lines.by_ref().map(|line| line.expect("it writes text"));
        assert!(said.any(|line| line.contains(words)), "it ended without saying {words}");
    }

    /// Ends it.
    pub(crate) fn end(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it was started here");
    }
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    /// Over the two texts that come with the program.
    pub(crate) fn with_shipped_corpus() -> Program {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
        Program { folder: tempfile::tempdir().expect("a temporary folder"), corpus }
    }

    /// Over one document of two sections.
    pub(crate) fn with_small_corpus() -> Program {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus");
        fs_err::create_dir(&corpus).expect("the folder is empty");
        let text = "# 研究の基盤\n\n創薬の基盤を整備する。\n\n# 人材\n\n若手の研究者を育てる。\n";
        fs_err::write(corpus.join("small.md"), text).expect("the folder is writable");
        Program { folder, corpus }
    }

    /// Starts an ingest that watches the corpus, and waits until it does.
    pub(crate) fn watching(&self) -> Watching {
        let mut command = self.command("ingest");
        let command = command.arg("--watch").stderr(Stdio::null());
        let mut child = command.spawn().expect("the program is there");
        let lines = BufReader::new(child.stdout.take().expect("it is a pipe")).lines();
        let mut watching = Watching { child, lines };
        watching.until("watching for changes");
        watching
    }

    /// The folder of the documents.
    pub(crate) fn corpus(&self) -> &Path {
        &self.corpus
    }

    /// The folder of the index.
    pub(crate) fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Writes a file of the corpus.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs_err::write(self.corpus.join(name), text).expect("the folder is writable");
    }

    /// Copies a document that the readers are tested with into the corpus.
    pub(crate) fn take(&self, fixture: &str) {
        let fixtures =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../shirabe-readers/tests/fixtures");
        fs_err::copy(fixtures.join(fixture), self.corpus.join(fixture)).expect("it is there");
    }

    /// Deletes a file of the corpus.
    pub(crate) fn delete(&self, name: &str) {
        fs_err::remove_file(self.corpus.join(name)).expect("the file is there");
    }

    /// Runs `shirabe index`.
    pub(crate) fn run_index(&self, command: &str) -> Ran {
        let mut index = Command::new(env!("CARGO_BIN_EXE_shirabe"));
        index.args(["index", command, "--index"]).arg(self.index());
        Ran::of(index.output().expect("the program starts"))
    }

    /// The generation that serves.
    pub(crate) fn current(&self) -> String {
        let name = fs_err::read_to_string(self.index().join("CURRENT")).expect("an index");
        name.trim().to_owned()
    }

    /// A command over this corpus and index.
    pub(crate) fn command(&self, name: &str) -> Command {
        self.command_of(name, &self.index())
    }

    /// A command over this corpus and another index.
    pub(crate) fn command_of(&self, name: &str, index: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
        command.arg(name).arg("--corpus").arg(&self.corpus).arg("--index").arg(index);
        // What is tested does not depend on what is installed.
        command.env_remove("PDFIUM_LIB");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command over this corpus and index to its end.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Ran {
        Ran::of(self.command(name).args(arguments).output().expect("the program starts"))
    }

    /// The answer of `search --json`, which must find something or nothing but not fail.
    pub(crate) fn search_json(&self, arguments: &[&str]) -> Value {
        let ran = Ran::of(
            self.command("search").arg("--json").args(arguments).output().expect("it starts"),
        );
        assert!(matches!(ran.code, Some(0 | 1)), "{arguments:?}: {ran:?}");
        serde_json::from_str(&ran.stdout).expect("standard output is one JSON value")
    }
}

/// Runs a command that needs neither corpus nor index.
pub(crate) fn run_alone(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shirabe"));
    Ran::of(command.args(arguments).output().expect("the program starts"))
}

impl Ran {
    pub(crate) fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}
