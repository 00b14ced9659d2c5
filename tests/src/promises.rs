//! What holds for every input, whoever made it: one function a promise, which panics where it is broken.
//!
//! The coverage-guided targets in `fuzz/` call these with whatever bytes they come up with, and an ordinary test
//! (`tests/whole/promises.rs`) with the inputs that those begin from, so that both ask the same.

mod drafts;
mod forms;
mod queries;
mod readers;

pub use drafts::a_draft_is_answered;
pub use forms::a_text_is_folded;
pub use queries::a_query_is_read;
pub use readers::a_file_is_read;
