//! A finding as `report.json` keeps it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use super::report::finding;
use crate::diag::{Diagnostic, Severity};

/// A finding in the form of `report.json`. Kept as text, which takes less memory than a tree:
/// ten thousand reports may have many.
#[derive(Debug, Clone)]
pub struct Told(Box<str>);

impl Told {
    /// A finding for the record.
    pub(super) fn of(diagnostic: &Diagnostic) -> Self {
        Self(finding(diagnostic).to_string().into())
    }

    /// The finding with its fields.
    pub fn json(&self) -> Json {
        // It was written as JSON, or read as such.
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// Whether it is as grave as that.
    pub(super) fn is(&self, severity: Severity) -> bool {
        self.json()["severity"] == severity.word()
    }
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Json::deserialize(deserializer)?.to_string().into()))
    }
}
