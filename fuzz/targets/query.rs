//! The query language: [`a_query_is_read`].

#![no_main]

use libfuzzer_sys::fuzz_target;
use shirabe_tests::promises::a_query_is_read;

fuzz_target!(|bytes| a_query_is_read(bytes));
