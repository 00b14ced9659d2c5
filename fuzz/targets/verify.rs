//! Verification against a small corpus: [`a_draft_is_answered`].

#![no_main]

use libfuzzer_sys::fuzz_target;
use shirabe_tests::promises::a_draft_is_answered;

fuzz_target!(|bytes| a_draft_is_answered(bytes));
