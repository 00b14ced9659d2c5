//! `shirabe`: how is it all started?
//!
//! [`run_program`] is the binary: each subcommand is one file in `commands/`, and `args` says what can
//! be typed. Exit codes: 0 found or done, 1 nothing found or not everything read, 2 error.
//!
//! [`Analysis`] opens the dictionary and the index, [`serve`] starts the server; the laboratory
//! (`shirabe-lab`) measures with the same.

mod args;
mod commands;
mod progress;
mod setup;
mod terminal;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

pub use args::{AccessLogFormat, Places, ServeArguments};
pub use commands::serve::run as serve;
pub use progress::Bar;
pub use setup::{Analysis, Reread};
pub use terminal::line;

/// What a command has to say to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or found.
    Done,
    /// The search found nothing.
    NothingFound,
    /// Some files could not be read, or the index is not sound.
    Incomplete,
}

/// The binary `shirabe`.
pub fn run_program() -> ExitCode {
    let arguments = Arguments::parse();
    run_logged(|| run(arguments.command))
}

/// Runs a program of the house: logs to standard error as `SHIRABE_LOG` says, then does `work`.
pub fn run_logged(work: impl FnOnce() -> anyhow::Result<Outcome>) -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("SHIRABE_LOG"))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match work() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound | Outcome::Incomplete) => ExitCode::from(1),
        Err(error) => {
            terminal::print_error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Ingest(arguments) => commands::ingest::run(&arguments),
        Command::Index(arguments) => commands::index::run(&arguments),
        Command::Worker(arguments) => commands::worker::run(&arguments),
        Command::Convert(arguments) => commands::worker::convert(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Search(arguments) => commands::search::run(&arguments),
        Command::Cite(arguments) => commands::cite::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Analyze(arguments) => commands::analyze::run(&arguments),
        Command::Inspect(arguments) => commands::inspect::run(&arguments),
        Command::Dictionary(arguments) => commands::dictionary::run(&arguments),
    }
}
