//! The whole program on real texts: what it finds, and that it stays so.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod ranking;
