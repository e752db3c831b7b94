//! What only shows when a kind is used: its sample and the least that it accepts are made
//! into files, and its own tests are run.

use std::sync::Arc;

use super::cases;
use crate::data::records::LAST_YEAR;
use crate::data::{self, Loaded};
use crate::diag::{Code, Diagnostic, Findings, Severity};
use crate::kind::Kind;
use crate::kind::skeleton;
use crate::pipeline::{self, Plan};
use crate::source::Source;

/// What was tried out.
#[derive(Debug, Default)]
pub struct Trials {
    /// Pages of the sample, if it was made.
    pub pages: Option<usize>,
    /// Tests of the kind that were run.
    pub cases: usize,
}

impl Trials {
    pub(super) fn words(&self) -> String {
        let sample = match self.pages {
            Some(pages) => format!("样例做成 Word 和 PDF，{pages} 页，两个文件一样"),
            None => "样例没有做成".to_owned(),
        };
        format!("{sample}；测试 {} 个", self.cases)
    }
}

pub(super) fn run(plan: &Plan, kind: &Kind, findings: &mut Findings) -> Trials {
    let mut trials = Trials::default();
    if let (Some(path), Some(sample)) = (kind.examples.sample_path(), kind.examples.sample()) {
        let loaded = with_last_year(kind, sample);
        let record = loaded.root.clone();
        let report = pipeline::export_loaded(path, loaded, plan);
        trials.pages = report.outputs.map(|outputs| outputs.pages);
        findings.extend(report.findings);
        // Of a sample that is broken itself, changes say nothing.
        let sound = record.filter(|_| trials.pages.is_some());
        match sound.zip(kind.examples.tests()) {
            Some((record, Ok(tests))) => {
                trials.cases = tests.len();
                cases::run(plan, &record, &tests, findings);
            }
            Some((_, Err(found))) => findings.extend(found),
            None => {}
        }
    }
    least(plan, kind, findings);
    trials
}

/// The sample of the year before, where the program puts last year's data.
fn with_last_year(kind: &Kind, sample: Loaded) -> Loaded {
    let Loaded { mut root, mut findings } = sample;
    let Some(last) = kind.examples.last_year() else { return Loaded { root, findings } };
    findings.extend(last.findings);
    if let (Some(root), Some(last)) = (&mut root, last.root) {
        kind.schema.check(&last, &mut findings);
        root.set(LAST_YEAR, last);
    }
    Loaded { root, findings }
}

/// What `yinfa new` writes holds only what must be there; a template that names anything
/// else outside `{{#if}}` fails with it.
fn least(plan: &Plan, kind: &Kind, findings: &mut Findings) {
    let text = skeleton::write(kind, "");
    let source = Arc::new(Source::new("最少的数据.yaml", text));
    let Loaded { root, findings: mut found } = data::parse(&source);
    if let Some(mut root) = root {
        pipeline::examine(&mut root, plan, &mut found);
    }
    // Examples need not add up, and elements that are missing are said as such.
    let serious = |one: &Diagnostic| {
        let told = one.code == Code::ElementMissing || one.code.text().starts_with("rule/");
        one.severity() == Severity::Error && !told
    };
    for mut one in found.into_iter().filter(serious) {
        one.message = format!("只填必填的字段时：{}", one.message);
        findings.push(one);
    }
}
