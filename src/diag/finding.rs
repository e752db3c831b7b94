//! One finding: where it is and what is wrong there.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Code, Fix, Severity};
use crate::source::{CellName, LineColumn, Source};

/// Where a finding is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A stretch of an input text, in bytes.
    Text {
        /// The text.
        source: Arc<Source>,
        /// The stretch.
        range: Range<usize>,
    },
    /// A file as a whole.
    File(PathBuf),
    /// Nothing narrower than the run.
    Whole,
}

impl Place {
    /// File, line and column, as far as known.
    pub fn position(&self) -> (Option<PathBuf>, Option<LineColumn>) {
        match self {
            Place::Text { source, range } => {
                (Some(source.path().to_owned()), Some(source.line_column(range.start)))
            }
            Place::File(path) => (Some(path.clone()), None),
            Place::Whole => (None, None),
        }
    }
}

/// A further place that a finding is about: the other cells of a sum, last year's figure.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there, a few words: `申请.新收.总计 = 12`.
    pub label: String,
}

/// One thing a person should know: where, what, and what to do.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// The field, as a path of names (`指标.行政处罚.件数`), when there is one.
    pub field: Option<String>,
    /// One sentence without a full stop that names the value and the limit.
    pub message: String,
    /// What to do, imperative.
    pub hints: Vec<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// What to change in the data file so that it goes, where that is certain.
    pub fix: Option<Box<Fix>>,
    /// How serious it is, where that is not the code's to say.
    severity: Option<Severity>,
}

impl Diagnostic {
    /// A finding whose hint is the remedy of its code.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            field: None,
            message: message.into(),
            hints: vec![code.remedy().to_owned()],
            related: Vec::new(),
            fix: None,
            severity: None,
        }
    }

    /// Adds a further place.
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// Names the field.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        let field = field.into();
        self.field = (!field.is_empty()).then_some(field);
        self
    }

    /// Replaces the remedy of the code by a more precise one.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints = vec![hint.into()];
        self
    }

    /// Says what to change, where that is certain.
    pub fn fixed_by(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.map(Box::new);
        self
    }

    /// Says how serious it is, where kinds of report choose.
    pub fn severe(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.severity.unwrap_or(self.code.severity())
    }

    /// File, line and column, as far as known; in a workbook row and column.
    pub fn position(&self) -> (Option<PathBuf>, Option<LineColumn>) {
        self.place.position()
    }

    /// The cell, when the finding is in a workbook.
    pub fn cell(&self) -> Option<CellName> {
        match &self.place {
            Place::Text { source, range } => source.cell(range.start),
            Place::File(_) | Place::Whole => None,
        }
    }

    /// What orders findings and tells repeated ones apart.
    pub fn key(&self) -> (Option<PathBuf>, Option<usize>, Code, String, String) {
        // Not `position`: counting columns of a long line for every finding takes long.
        let (path, start) = match &self.place {
            Place::Text { source, range } => (Some(source.path().to_owned()), Some(range.start)),
            Place::File(path) => (Some(path.clone()), None),
            Place::Whole => (None, None),
        };
        let field = self.field.clone().unwrap_or_default();
        (path, start, self.code, field, self.message.clone())
    }
}
