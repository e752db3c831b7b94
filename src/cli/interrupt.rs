//! Ctrl-C: the first one ends the run after the reports under way, or after some seconds if
//! they do not come to an end; the second at once. Files are safe either way; the next run
//! finishes or takes back what was begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Exit;

/// How long reports under way may take once somebody wants the run to end.
const GRACE: Duration = Duration::from_secs(8);
/// How often it is looked whether somebody does.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

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
        let watched = Arc::clone(&flag);
        // Without a thread, the second signal ends the run all the same.
        let _ = std::thread::Builder::new().spawn(move || {
            while !watched.load(Ordering::Relaxed) {
                std::thread::sleep(LOOK_AGAIN);
            }
            std::thread::sleep(GRACE);
            std::process::exit(i32::from(Exit::Interrupted.code()));
        });
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
