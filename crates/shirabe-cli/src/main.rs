//! The binary `shirabe`; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    shirabe_cli::run_program()
}
