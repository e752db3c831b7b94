//! 样例和测试: what a kind brings along to be tried out. Reports need none of it, so each file
//! is kept as text and parsed by `yinfa kind check` alone, once.

use std::path::Path;
use std::sync::Arc;

use super::cases::{self, Case};
use super::folder::Folder;
use crate::data::node::{Node, Value};
use crate::data::{self, Loaded, yaml};
use crate::diag::{Code, Diagnostic, Findings};
use crate::source::Source;

/// The example files of a kind.
#[derive(Debug)]
pub struct Examples {
    sample: Option<Arc<Source>>,
    last_year: Option<Arc<Source>>,
    reports: Option<Arc<Source>>,
    tests: Option<Arc<Source>>,
}

impl Examples {
    /// The texts in a folder; files that are there and cannot be read are findings.
    pub(super) fn read(folder: &Folder, findings: &mut Findings) -> Self {
        let mut text = |name| {
            folder.optional(name).unwrap_or_else(|one| {
                findings.push(one);
                None
            })
        };
        Self {
            sample: text("sample.yaml"),
            last_year: text("sample-last-year.yaml"),
            reports: text("sample-reports.yaml"),
            tests: text("tests.yaml"),
        }
    }

    /// The file of the sample.
    pub fn sample_path(&self) -> Option<&Path> {
        self.sample.as_ref().map(|source| source.path())
    }

    /// `sample.yaml`: a filled, invented sample.
    pub fn sample(&self) -> Option<Loaded> {
        self.sample.as_ref().map(data::parse)
    }

    /// `sample-last-year.yaml`: the sample of the year before, where rules need it.
    pub fn last_year(&self) -> Option<Loaded> {
        self.last_year.as_ref().map(data::parse)
    }

    /// `sample-reports.yaml`: reports of others, for a sample that counts them.
    pub fn reports(&self, findings: &mut Findings) -> Vec<Node> {
        let Some(source) = &self.reports else { return Vec::new() };
        let Some(read) = findings.keep_ok(yaml::read(source)) else { return Vec::new() };
        let root = findings.keep(read);
        let Value::List(mut items) = root.value else {
            let message = "sample-reports.yaml 要写成列表，一项一个单位的数据";
            findings.push(Diagnostic::new(Code::BadKind, root.span.place(), message));
            return Vec::new();
        };
        items.iter_mut().for_each(|item| data::check(item, findings));
        items
    }

    /// `tests.yaml`: changes to the sample, and what they must be answered with; `None` if the
    /// kind has none.
    ///
    /// # Errors
    ///
    /// All that is wrong with the form of the tests.
    pub fn tests(&self) -> Option<Result<Vec<Case>, Findings>> {
        self.tests.as_ref().map(cases::read)
    }

    /// Whether there are tests.
    pub fn has_tests(&self) -> bool {
        self.tests.is_some()
    }
}
