//! How far a run is: a bar on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::output;
use crate::batch::{RunEvent, Status};

/// The progress of a batch.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    done: AtomicUsize,
    total: usize,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| bar(total));
        Self { bar, done: AtomicUsize::new(0), total }
    }

    pub(super) fn event(&self, event: &RunEvent<'_>) {
        match (event, &self.bar) {
            (RunEvent::Started(job), Some(bar)) => bar.set_message(output::harmless(&job.name())),
            (RunEvent::Started(_), None) => {}
            (RunEvent::Settled(..), _) => {}
            (RunEvent::Finished(..), Some(bar)) => bar.inc(1),
            (RunEvent::Finished(_, record, _), None) => {
                let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
                let result = match (record.status, record.facts.pages) {
                    (Status::Made, Some(pages)) => format!("{pages} 页"),
                    (status, _) => status.word().to_owned(),
                };
                let _ = writeln!(
                    std::io::stderr().lock(),
                    "[{done}/{}] {}  {result}",
                    self.total,
                    output::harmless(&record.facts.bureau)
                );
            }
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: usize) -> ProgressBar {
    let remaining = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let seconds = state.eta().as_secs();
        // A bar that cannot be drawn is no reason to stop.
        let _ = match seconds {
            0..60 => write!(out, "还要约 {seconds} 秒"),
            _ => write!(out, "还要约 {} 分 {} 秒", seconds / 60, seconds % 60),
        };
    };
    let template = "{bar:30} {pos}/{len}  {remaining}  {msg}";
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("remaining", remaining)
        .progress_chars("━╸─");
    ProgressBar::new(total as u64).with_style(style)
}
