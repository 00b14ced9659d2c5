//! `shirabe-lab`: how good are the rankings, how fast is the program, how large are its files?
//!
//! [`evaluate`] compares rankings with judgements, also under other weights; [`mod@bench`] measures speed
//! and size. Both open dictionary and index as the program itself does (`shirabe_cli::Analysis`). Exit
//! codes: 0 done, 2 error.

mod args;
mod bench;
mod evaluate;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    shirabe_cli::run_logged(|| match arguments.command {
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Serve(arguments) => shirabe_cli::serve(&arguments),
    })
}
