//! The readers of all formats: [`a_file_is_read`].

#![no_main]

use libfuzzer_sys::fuzz_target;
use shirabe_tests::promises::a_file_is_read;

fuzz_target!(
    // The fuzzer's hook ends the process at the first panic, also at one of the PDF interpreter, which costs its
    // page alone. Without it a panic counts where it reaches the end.
    init: drop(std::panic::take_hook()),
    |bytes| a_file_is_read(bytes)
);
