//! What a person should know: findings, where they are, and what to do.

mod codes;
mod finding;
mod findings;
pub mod fix;
mod record;

pub use codes::Code;
pub use finding::{Diagnostic, Place, Related};
pub use findings::{Checked, Findings, MAX_FINDINGS};
pub use fix::{Edit, Fix};
pub use record::{CodeName, EditRecord, FindingRecord, Position, RelatedRecord};

use serde::{Deserialize, Serialize};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// 提示: worth knowing; nothing is wrong.
    #[serde(rename = "提示")]
    Advice,
    /// 警告: files are made, but somebody should look.
    #[serde(rename = "警告")]
    Warning,
    /// 错误: the files of this report are not made.
    #[serde(rename = "错误")]
    Error,
}

impl Severity {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Advice => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}
