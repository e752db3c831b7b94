//! Ctrl-C: the first one ends the run after the reports under way, the second at once. Files
//! are safe either way; the next run finishes or takes back what was begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Exit;

/// Whether somebody wants the run to end.
#[derive(Debug)]
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
}

impl Interrupt {
    /// Begins to listen to Ctrl-C and to the scheduler's request to end.
    pub(super) fn watch() -> Self {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the second signal finds the flag set and ends the process. If
            // listening fails, a signal ends the process at once, which is safe as well.
            let status = i32::from(Exit::Interrupted.code());
            let _ = flag::register_conditional_shutdown(signal, status, Arc::clone(&flag))
                .and_then(|_| flag::register(signal, Arc::clone(&flag)));
        }
        Self { flag }
    }

    /// Set once somebody wants the run to end.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.flag
    }

    /// Whether somebody wants the run to end.
    pub(super) fn is_set(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }
}
