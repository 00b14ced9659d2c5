//! The match form: [`a_text_is_folded`].

#![no_main]

use libfuzzer_sys::fuzz_target;
use shirabe_tests::promises::a_text_is_folded;

fuzz_target!(|bytes| a_text_is_folded(bytes));
