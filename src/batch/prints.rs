//! Short sums of what a run fixes for all of its reports: equal sums, equal files.

use std::collections::BTreeMap;

use super::journal::Prints;
use crate::digest;
use crate::env;
use crate::fonts::FontSet;
use crate::kind::{Known, Provenance};
use crate::pipeline::Plan;

/// The program: its version, and a sum of its sources that tells versions under way apart.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("YINFA_BUILD"));

/// The sums of a run.
#[derive(Debug, Clone, Default)]
pub struct RunPrints {
    shared: Prints,
    /// By 报告种类; those of the program have none, since the program has a sum itself.
    templates: BTreeMap<String, String>,
}

impl RunPrints {
    /// The sums of what a run has loaded.
    pub fn of_run(plan: &Plan) -> Self {
        let own = |known: &&Known| known.provenance != Provenance::BuiltIn;
        let templates = plan.kinds.all().filter(own);
        Self {
            shared: Prints {
                program: PROGRAM.to_owned(),
                fonts: fonts(&plan.fonts),
                // Every measure of the profile, by value: remarks in its file do not count.
                profile: digest::short(format!("{:?}", plan.layout).as_bytes()),
                template: String::new(),
            },
            templates: templates.map(|one| (one.choices.name.clone(), template(one))).collect(),
        }
    }

    /// The sums for a report of a kind.
    pub(super) fn of(&self, kind: Option<&str>) -> Prints {
        let template = kind.and_then(|kind| self.templates.get(kind));
        Prints { template: template.cloned().unwrap_or_default(), ..self.shared.clone() }
    }
}

/// The office's own fonts, in their order.
fn fonts(fonts: &FontSet) -> String {
    let own = fonts.own_files().map(|file| digest::short(file.font.data()));
    own.collect::<Vec<_>>().join(" ")
}

/// The files of a kind's folder. Its sample and its tests say nothing about reports.
fn template(known: &Known) -> String {
    let folder = known.path();
    let files = env::list(&folder).unwrap_or_default();
    let counts = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with("sample") && name != "tests.yaml"
    };
    let common = folder.with_file_name("common.json");
    let mut sum = digest::Running::new();
    for path in files.iter().filter(|path| counts(path)).chain([&common]) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let content = env::read(path).map(|bytes| digest::hex(&bytes)).unwrap_or_default();
        sum.add(format!("{name}={content}\n").as_bytes());
    }
    let mut text = sum.finish();
    text.truncate(32);
    text
}
