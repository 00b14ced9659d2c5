//! How a value that a document says of itself is stored.

use serde::{Deserialize, Serialize};
use shirabe_document::{Confidence, Field, Found, Origin};

use super::Reason;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredFound {
    field: String,
    value: String,
    confidence: String,
    origin: String,
    is_used: bool,
}

impl StoredFound {
    pub(super) fn restore(self) -> Result<Found, Reason> {
        let unknown = |what: &str| Reason::from(format!("{what:?} is not known"));
        Ok(Found {
            field: Field::parse(&self.field).ok_or_else(|| unknown(&self.field))?,
            value: self.value,
            confidence: Confidence::parse(&self.confidence)
                .ok_or_else(|| unknown(&self.confidence))?,
            origin: Origin::parse(&self.origin).ok_or_else(|| unknown(&self.origin))?,
            is_used: self.is_used,
        })
    }
}

impl From<&Found> for StoredFound {
    fn from(found: &Found) -> StoredFound {
        StoredFound {
            field: found.field.as_str().to_owned(),
            value: found.value.clone(),
            confidence: found.confidence.as_str().to_owned(),
            origin: found.origin.as_str().to_owned(),
            is_used: found.is_used,
        }
    }
}
