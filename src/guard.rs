//! What keeps hostile and broken files from doing harm: limits of size and time, and a thread
//! of its own in which a library may fail.

use std::any::Any;
use std::path::Path;
use std::sync::Once;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::diag::{Code, Diagnostic, Place};

/// The largest file that is read.
pub(crate) const FILE_BYTES: u64 = 200 << 20;
/// The largest single part or stream, after decompression.
pub(crate) const PART_BYTES: u64 = 64 << 20;
/// All parts or streams together, after decompression.
pub(crate) const TOTAL_BYTES: u64 = 512 << 20;
/// Pages that are looked at.
pub(crate) const PAGES: usize = 2000;
/// Characters, lines and pictures that are kept of a whole file.
pub(crate) const OBJECTS: usize = 4_000_000;
/// The time for one file.
const TIME: Duration = Duration::from_secs(30);
const STACK_BYTES: usize = 64 << 20;
const THREAD: &str = "yinfa-inspect";

/// Why a file cannot be measured: code and sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) Code, pub(crate) String);

/// The codes that a reader gives to files it cannot read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Codes {
    /// The structure is wrong.
    pub(crate) damaged: Code,
    /// Too large, as it is or unpacked.
    pub(crate) too_large: Code,
    /// The time was up.
    pub(crate) too_slow: Code,
}

/// The codes of finished files.
const INSPECT: Codes = Codes {
    damaged: Code::InspectDamaged,
    too_large: Code::InspectTooLarge,
    too_slow: Code::InspectTooSlow,
};

impl Refusal {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(code, message.into())
    }

    pub(crate) fn at(self, path: &Path) -> Diagnostic {
        Diagnostic::new(self.0, Place::File(path.into()), self.1)
    }
}

/// The position of `wanted` in `bytes`.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Runs `work` with a large stack and a time limit; a failure inside is a damaged file.
pub(crate) fn bounded<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Diagnostic> {
    bounded_as(path, INSPECT, work)
}

/// The same for a reader with codes of its own.
pub(crate) fn bounded_as<T: Send + 'static>(
    path: &Path,
    codes: Codes,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Diagnostic> {
    quiet_failures();
    let (sender, receiver) = mpsc::channel();
    let body = move || {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        // Nobody listens any more after the time limit.
        let _ = sender.send(result.unwrap_or_else(|cause| Err(refusal(cause, codes))));
    };
    let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES);
    let started = thread.spawn(body);
    let late = || Refusal::new(codes.too_slow, "读这个文件超过了时限");
    let result = match started {
        // The clock inside comes first, so that no thread is left behind.
        Ok(_) => receiver.recv_timeout(TIME * 2).unwrap_or_else(|_| Err(late())),
        Err(_) => Err(Refusal::new(codes.too_large, "内存不足，读不了这个文件")),
    };
    result.map_err(|refusal| refusal.at(path))
}

/// Runs `work` on a thread of its own, whose stack holds what libraries need that go through
/// bounded nesting by recursion.
///
/// # Errors
///
/// One Chinese sentence: there was no thread, or the work panicked.
pub(crate) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, &'static str> {
    quiet_failures();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES);
        let started = thread.spawn_scoped(scope, work).map_err(|_| "系统不能再开线程")?;
        started.join().map_err(|_| "程序内部出错")
    })
}

fn refusal(cause: Box<dyn Any + Send>, codes: Codes) -> Refusal {
    match cause.downcast::<Refusal>() {
        Ok(refusal) => *refusal,
        Err(_) => Refusal::new(codes.damaged, "文件的内部结构有错，读不下去"),
    }
}

/// Failures inside our thread become findings; they must not print a trace as well.
fn quiet_failures() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}

/// The clock and the counter of one file; both end the work from inside a library's callback.
#[derive(Debug)]
pub(crate) struct Budget {
    end: Instant,
    objects: usize,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self { end: Instant::now() + TIME, objects: 0 }
    }

    /// Counts one object; unwinds when there are too many or the time is up.
    pub(crate) fn spend(&mut self) {
        self.objects += 1;
        if self.objects > OBJECTS {
            stop(Refusal::new(Code::InspectTooLarge, "文件里的文字和图形太多"));
        }
        if self.objects.is_multiple_of(256) && Instant::now() > self.end {
            stop(Refusal::new(Code::InspectTooSlow, "读这个文件超过了时限"));
        }
    }
}

/// Ends the work through a library that knows no errors; [`bounded`] catches it.
fn stop(refusal: Refusal) -> ! {
    std::panic::resume_unwind(Box::new(refusal))
}
