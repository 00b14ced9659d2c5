//! How a value that a document says of itself is stored.

use serde::{Deserialize, Serialize};
use shirabe_document::{Confidence, Field, Found, Origin};

use super::{Reason, damaged};
use crate::IndexError;

/// The stored shape of a [`Found`] value, in generations, between processes and in reports.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredFound {
    field: String,
    value: String,
    confidence: String,
    origin: String,
    #[serde(default = "usually")]
    is_used: bool,
}

/// A list of values that does not say so holds those that are used.
fn usually() -> bool {
    true
}

impl StoredFound {
    /// The value, unless one of its names is unknown.
    pub fn restore(self) -> Result<Found, IndexError> {
        let unknown = |what: &str| {
            let reason: Reason = format!("{what:?} is not known").into();
            damaged("a value", reason.as_ref())
        };
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
