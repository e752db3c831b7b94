//! What a thread sees of the disk. Texts that are not saved yet may lie over it, and somebody
//! may write down what is asked. Both hold for a piece of work and end with it; work that is
//! spread over threads takes its view along, or the threads would see the bare disk.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use super::inputs::Inputs;
use super::overlay::Overlay;

thread_local! {
    static CURRENT: RefCell<View> = RefCell::default();
}

/// The view of a thread, to be carried to others.
#[derive(Debug, Clone, Default)]
pub struct View {
    pub(super) overlay: Option<Arc<Overlay>>,
    pub(super) record: Option<Arc<Mutex<Inputs>>>,
}

impl View {
    /// The view of this thread.
    pub fn current() -> Self {
        CURRENT.with_borrow(Self::clone)
    }

    /// Does `work` on this thread with this view.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        /// Gives the thread its own view back even if the work panics.
        struct Restore(View);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(std::mem::take(&mut self.0));
            }
        }
        let _restore = Restore(CURRENT.replace(self.clone()));
        work()
    }
}

/// What lies over the disk of this thread.
pub(super) fn overlay() -> Option<Arc<Overlay>> {
    CURRENT.with_borrow(|view| view.overlay.clone())
}

/// Where this thread writes down what it asks.
pub(super) fn record() -> Option<Arc<Mutex<Inputs>>> {
    CURRENT.with_borrow(|view| view.record.clone())
}
