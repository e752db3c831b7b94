//! What a journal may say: places below the output folder, and names that the program gives.
//! Whoever else wrote into it has no say over files.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::journal::{Intent, JournalEvent, Kept, Line, Made, Step};
use crate::output::OutputFormat;

impl Line {
    /// Whether it speaks of a place and of files that a report can have.
    pub(super) fn is_sound(&self) -> bool {
        let entry = match &self.2 {
            JournalEvent::Begin(intent) => Some(&intent.entry),
            JournalEvent::Known(entry) => Some(entry),
            JournalEvent::Done | JournalEvent::Undone => None,
        };
        let files = entry.map(|entry| &entry.files[..]).unwrap_or_default();
        let is_format =
            |made: &Made| OutputFormat::ALL.iter().any(|one| one.extension() == made.extension);
        is_place(&self.1) && files.iter().all(is_format)
    }
}

impl Intent {
    /// Whether a run could have meant this: places below the output folder that a report can
    /// have, names in the stage, one step for each format at the most.
    pub(super) fn fits(&self, key: &str) -> bool {
        let formats: BTreeSet<&str> = self.steps.iter().map(|one| one.extension.as_str()).collect();
        let sound = |step: &Step| {
            let kept = step.kept.as_ref();
            let is_second_name =
                |kept: &Kept| kept.name == format!("{}.old", step.staged) && is_sum(&kept.sha256);
            OutputFormat::ALL.iter().any(|one| one.extension() == step.extension)
                && is_staged(&step.staged, &step.extension)
                && is_sum(&step.new)
                && kept.is_none_or(is_second_name)
        };
        let made = self.entry.files.iter();
        is_place(key)
            && formats.len() == self.steps.len()
            && self.steps.iter().all(sound)
            && made.clone().all(|made| formats.contains(made.extension.as_str()))
    }
}

/// Whether a key is a place below the output folder: names alone, nothing that leads out.
pub(super) fn is_place(key: &str) -> bool {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    let is_written_so = key.split('/').all(|name| !matches!(name, "" | "." | ".."));
    is_written_so && !key.contains(['\\', '\0', '\n']) && Path::new(key).components().all(is_name)
}

/// `stage/12-3.docx`, or the same of a part: `shards/3-16/stage/12-3.docx`.
fn is_staged(name: &str, extension: &str) -> bool {
    let two_numbers = |text: &str| {
        let is_number = |one: &str| !one.is_empty() && one.bytes().all(|b| b.is_ascii_digit());
        text.split_once('-').is_some_and(|(one, other)| is_number(one) && is_number(other))
    };
    let below = match name.strip_prefix("shards/") {
        Some(rest) => rest.split_once('/').filter(|(part, _)| two_numbers(part)),
        None => Some(("", name)),
    };
    let file = below.and_then(|(_, below)| below.strip_prefix("stage/"));
    let stem = file.and_then(|file| file.strip_suffix(extension)?.strip_suffix('.'));
    stem.is_some_and(two_numbers)
}

fn is_sum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Entry;

    #[test]
    fn only_what_a_run_could_have_meant_fits() {
        let step = |extension: &str, staged: &str| Step {
            extension: extension.to_owned(),
            staged: staged.to_owned(),
            kept: None,
            new: "0".repeat(64),
        };
        let fits =
            |key: &str, steps: Vec<Step>| Intent { entry: Entry::default(), steps }.fits(key);
        let good =
            || vec![step("docx", "stage/1-2.docx"), step("pdf", "shards/3-16/stage/1-2.pdf")];
        assert!(fits("县/2024/甲局", good()));
        for key in ["../甲", "/甲", "甲/../../乙", "", "甲//乙", "./甲", "甲\\..\\乙", "甲/"]
        {
            assert!(!fits(key, good()), "{key}");
        }
        for steps in [
            vec![step("docx", "stage/1-2.pdf")],
            vec![step("exe", "stage/1-2.exe")],
            vec![step("docx", "../stage/1-2.docx")],
            vec![step("docx", "stage/../1-2.docx")],
            vec![step("docx", "/etc/1-2.docx")],
            vec![step("docx", "shards/a/stage/1-2.docx")],
            vec![step("docx", "stage/1-2.docx"), step("docx", "stage/1-3.docx")],
            vec![Step { new: "甲".to_owned(), ..step("docx", "stage/1-2.docx") }],
        ] {
            assert!(!fits("甲", steps.clone()), "{steps:?}");
        }
    }
}
