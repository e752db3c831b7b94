//! What one manuscript may cost.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use handlebars::Output;

/// Calls of helpers and rounds of loops.
const STEPS: u64 = 3_000_000;
/// The time on the clock; only the slowest machines meet it before [`STEPS`].
const TIME: Duration = Duration::from_secs(8);
/// How often the clock is looked at.
const CLOCK_STEPS: u64 = 256;
/// The length of a manuscript with its marks, in bytes.
const BYTES: usize = 32 << 20;

/// What was used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Steps,
    Time,
    Length,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Steps => write!(f, "模板的循环太多，超过 {} 万步，没有做完", STEPS / 10_000),
            Limit::Time => write!(f, "模板 {} 秒没有做完", TIME.as_secs()),
            Limit::Length => write!(f, "模板写出的文稿太长，超过 {} MB", BYTES >> 20),
        }
    }
}

/// Steps, time and length that are left for one manuscript.
#[derive(Debug)]
pub(super) struct Budget {
    steps: AtomicU64,
    end: Instant,
    passed: OnceLock<Limit>,
}

impl Budget {
    pub(super) fn new() -> Self {
        let end = Instant::now() + TIME;
        Self { steps: AtomicU64::new(0), end, passed: OnceLock::new() }
    }

    /// Takes so many steps.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Limit> {
        let before = self.steps.fetch_add(steps as u64, Ordering::Relaxed);
        let after = before.saturating_add(steps as u64);
        if after > STEPS {
            return Err(self.pass(Limit::Steps));
        }
        // The first step looks at the clock too.
        if before / CLOCK_STEPS != after / CLOCK_STEPS && Instant::now() > self.end {
            return Err(self.pass(Limit::Time));
        }
        Ok(())
    }

    fn pass(&self, limit: Limit) -> Limit {
        *self.passed.get_or_init(|| limit)
    }

    /// The limit that was passed first, if one was.
    pub(super) fn passed(&self) -> Option<Limit> {
        self.passed.get().copied()
    }
}

/// A manuscript that does not grow without end.
pub(super) struct Bounded<'b> {
    budget: &'b Budget,
    text: String,
}

impl<'b> Bounded<'b> {
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self { budget, text: String::with_capacity(8 * 1024) }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl Output for Bounded<'_> {
    fn write(&mut self, piece: &str) -> std::io::Result<()> {
        if self.text.len() + piece.len() > BYTES {
            self.budget.pass(Limit::Length);
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.text.push_str(piece);
        Ok(())
    }
}
