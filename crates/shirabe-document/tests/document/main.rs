//! What a citation of a passage says.

mod citations;
