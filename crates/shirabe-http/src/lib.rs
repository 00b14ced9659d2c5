//! What does HTTP ask of a server, whatever it serves?
//!
//! Enter at [`connections::serve`]; [`accept`] reads what a client prefers, [`clients`] who it is,
//! [`pieces`] sends a long body piece by piece, and [`process`] knows what the process takes.
//!
//! Invariants: every connection ends, whatever the other side does or leaves undone; nothing here knows
//! what is served.

pub mod accept;
pub mod clients;
pub mod connections;
pub mod pieces;
pub mod process;
