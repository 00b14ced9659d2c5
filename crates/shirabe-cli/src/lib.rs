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

/// The C library's keeps free memory for each thread: under load the program grew without end
/// (docs/performance.md). The laboratory has it from here as well.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
    // A reader's last words are for its parent.
    if matches!(arguments.command, Command::Worker(_)) {
        return run_logged(|| run(arguments.command));
    }
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a fault inside")));
    run_logged(|| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(arguments.command)))
            .unwrap_or_else(|_| Err(anyhow::anyhow!(FAULT)))
    })
}

/// What a person is told of a fault inside. The search library has some that show where a file is damaged.
const FAULT: &str =
    "the program met a fault: `shirabe index verify` tells whether the index is damaged";

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
        // Whoever has read enough, such as `head`, closes the pipe: nothing went wrong.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::print_error(&error);
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let is_closed = |cause: &(dyn std::error::Error + 'static)| {
        let error = cause.downcast_ref::<std::io::Error>();
        error.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    error.chain().any(is_closed)
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Ingest(arguments) => commands::ingest::run(&arguments),
        Command::Index(arguments) => commands::index::run(&arguments),
        Command::Worker(arguments) => commands::worker::run(&arguments),
        Command::Convert(arguments) => commands::worker::convert(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Replicate(arguments) => commands::replicate::run(&arguments),
        Command::Search(arguments) => commands::search::run(&arguments),
        Command::Concordance(arguments) => commands::study::concordance(arguments),
        Command::Frequency(arguments) => commands::study::frequency(arguments),
        Command::Cite(arguments) => commands::cite::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Analyze(arguments) => commands::analyze::run(&arguments),
        Command::Inspect(arguments) => commands::inspect::run(&arguments),
        Command::Dictionary(arguments) => commands::dictionary::run(&arguments),
        Command::Doctor(places) => commands::doctor::run(&places),
    }
}
