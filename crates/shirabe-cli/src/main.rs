//! The binary `shirabe`; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    shirabe_cli::run_program()
}

/// The C library's keeps free memory for each thread: under load the program grew without end
/// (docs/performance.md).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
