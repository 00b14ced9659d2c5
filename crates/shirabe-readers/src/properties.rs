//! What a file says of itself beside its text: [`Properties`].

use shirabe_document::Confidence;

/// What a file says of itself beside its text, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) organisation: Option<String>,
    /// When the file says it was issued.
    pub(crate) issued: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
    /// The address at which it says it stands.
    pub(crate) address: Option<String>,
    /// The title as a style, a placeholder or its size marks it in the text.
    pub(crate) styled_title: Option<(String, Confidence)>,
}
