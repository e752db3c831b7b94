//! The small steps of a transaction on the disk. Each is one call to the system, so that
//! tests can stop between any two of them.
#![expect(clippy::disallowed_methods, reason = "part of the door")]

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use super::overlay::NotRegular;

/// How long a file is and when it was written: cheap signs that it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970, as far as the disk tells.
    pub time: i64,
}

/// The stamp of a regular file; `None` if nothing is there.
///
/// # Errors
///
/// The system's; `IsADirectory` for all that is no regular file.
pub fn stamp(path: &Path) -> io::Result<Option<Stamp>> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_file() => {
            let since = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let time = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
            Ok(Some(Stamp { size: data.len(), time: time.unwrap_or_default() }))
        }
        Ok(data) if data.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Err(io::Error::new(io::ErrorKind::Unsupported, NotRegular)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a place below a folder leads out of it: something on the way, or at its end, is a
/// link.
pub fn leads_away(folder: &Path, below: &Path) -> bool {
    let mut here = folder.to_owned();
    below.components().any(|part| {
        here.push(part);
        fs::symlink_metadata(&here).is_ok_and(|data| data.is_symlink())
    })
}

/// Writes a file that nobody sees yet.
///
/// # Errors
///
/// The system's.
pub fn write_hidden(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)
}

/// Files flushed at the same time: the system then waits once for many.
const AT_ONCE: usize = 8;

/// Waits until the content of the files is on the disk.
pub fn flush_all(paths: &[PathBuf]) -> Vec<io::Result<()>> {
    let allowed: Vec<io::Result<()>> = paths.iter().map(|_| step()).collect();
    let flushed: Vec<OnceLock<io::Result<()>>> = paths.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((path, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            paths.get(index).zip(flushed.get(index))
        } {
            let _ = slot.set(sync(path));
        }
    };
    std::thread::scope(|scope| {
        (1..AT_ONCE.min(paths.len())).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    let result = |(allowed, slot): (io::Result<()>, OnceLock<io::Result<()>>)| {
        allowed.and_then(|()| slot.into_inner().unwrap_or(Ok(())))
    };
    allowed.into_iter().zip(flushed).map(result).collect()
}

/// Windows flushes only what is open for writing; a file that may only be read is flushed
/// elsewhere all the same.
fn sync(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path).or_else(|_| fs::File::open(path))?.sync_all()
}

/// Waits until the names in a folder are on the disk, where the system can.
///
/// # Errors
///
/// The system's.
pub fn flush_folder(folder: &Path) -> io::Result<()> {
    step()?;
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Keeps the content of a file under a second name. A link costs nothing; where the disk or
/// the file allows none, it is copied.
///
/// # Errors
///
/// The system's.
pub fn keep(path: &Path, kept: &Path) -> io::Result<()> {
    step()?;
    remove(kept)?;
    if fs::hard_link(path, kept).is_err() {
        fs::copy(path, kept)?;
        sync(kept)?;
    }
    Ok(())
}

/// Gives a file another name at once, in place of what has that name.
///
/// # Errors
///
/// The system's.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

/// Gives a file a name that nothing has, at once.
///
/// # Errors
///
/// The system's; `AlreadyExists` where something has the name.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(error) if is_unknown(error) => {}
            done => return Ok(done?),
        }
    }
    // A second name is refused where something has it; then the first name goes.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // A disk without second names.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// Exchanges two files at once, so that what lay at `to` is at `from` afterwards, whoever has
/// written it a moment ago. `false` where the system or the disk does not do it.
///
/// # Errors
///
/// The system's; `NotFound` where nothing lies at one of them.
pub fn exchange(from: &Path, to: &Path) -> io::Result<bool> {
    step()?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::EXCHANGE) {
            Err(error) if is_unknown(error) => Ok(false),
            done => Ok(done.map(|()| true)?),
        }
    }
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    {
        let _ = (from, to);
        Ok(false)
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn is_unknown(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error)
}

/// Removes a file of our own; one that is not there is no error.
///
/// # Errors
///
/// The system's, but for `NotFound`.
pub fn remove(path: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes a folder of our own that has become empty.
///
/// # Errors
///
/// The system's, also where something lies in it.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    step()?;
    fs::remove_dir(folder)
}

/// How old a hidden file must be before it is nobody's: whoever writes one is done in less.
const ABANDONED: Duration = Duration::from_secs(120);

/// Takes away the folder of a run that was killed before it had written anything into it, and
/// what it had begun to write. Whatever is whole stays.
pub fn clear_abandoned(folder: &Path, is_part: impl Fn(&str) -> bool) {
    let is_old = |path: &Path| {
        let time = fs::symlink_metadata(path).and_then(|data| data.modified());
        time.is_ok_and(|time| time.elapsed().is_ok_and(|age| age >= ABANDONED))
    };
    let Ok(entries) = fs::read_dir(folder) else { return };
    if !is_old(folder) {
        return;
    }
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(&is_part) && is_old(&entry.path()) {
            // Left for the next run if it does not go.
            let _ = fs::remove_file(entry.path());
        }
    }
    // Goes only if it is empty.
    let _ = fs::remove_dir(folder);
}

/// A file that only grows. What a failed write left half done is cut off again.
#[derive(Debug)]
pub struct Log {
    file: fs::File,
    length: u64,
}

impl Log {
    /// Opens or makes the file, for writing behind its first `length` bytes.
    ///
    /// # Errors
    ///
    /// The system's.
    pub fn open(path: &Path, length: u64) -> io::Result<Self> {
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)?;
        let mut log = Self { file, length };
        log.cut()?;
        Ok(log)
    }

    /// Adds `bytes`: all or none, as far as this process can see.
    ///
    /// # Errors
    ///
    /// The system's.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let added = step().and_then(|()| self.file.write_all(bytes));
        match added {
            Ok(()) => self.length += bytes.len() as u64,
            // A full disk still lets a file be cut.
            Err(_) => self.cut()?,
        }
        added
    }

    /// Waits until everything added is on the disk.
    ///
    /// # Errors
    ///
    /// The system's.
    pub fn flush(&mut self) -> io::Result<()> {
        step()?;
        self.file.sync_data()
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Takes away what was added behind `length`.
    ///
    /// # Errors
    ///
    /// The system's.
    pub fn cut_back(&mut self, length: u64) -> io::Result<()> {
        self.length = length;
        self.cut()
    }

    fn cut(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() > self.length {
            self.file.set_len(self.length)?;
        }
        self.file.seek(SeekFrom::Start(self.length)).map(drop)
    }
}

/// A lock on a file, held until dropped.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
}

/// How a lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// By one alone.
    Alone,
    /// By several of the same sort.
    Shared,
}

/// Locks a file, which is made if need be; `None` if another process is in the way.
///
/// # Errors
///
/// The system's.
pub fn lock(path: &Path, hold: Hold) -> io::Result<Option<Lock>> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    let tried = match hold {
        Hold::Alone => file.try_lock(),
        Hold::Shared => file.try_lock_shared(),
    };
    match tried {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// The SHA-256 of a file, read in pieces.
///
/// # Errors
///
/// The system's.
pub fn sha256(path: &Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
    let mut sum = crate::digest::Running::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(sum.finish()),
            count => sum.add(&buffer[..count]),
        }
    }
}

/// In tests, the point where the power goes; in the program, nothing.
#[cfg(not(test))]
#[inline]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use fault::step;
#[cfg(test)]
pub(crate) use fault::{Fault, with_fault};

/// Faults on purpose at a step of this thread.
#[cfg(test)]
mod fault {
    use std::cell::Cell;
    use std::io;

    /// What goes wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// The process ends before this step.
        Killed,
        /// The step fails.
        Fails,
    }

    thread_local! {
        static PLAN: Cell<Option<(usize, Fault)>> = const { Cell::new(None) };
    }

    /// Runs `work` with a fault at its step number `at`; `Err` if it was killed. The second
    /// value tells whether the fault came at all.
    pub(crate) fn with_fault<T>(
        at: usize,
        fault: Fault,
        work: impl FnOnce() -> T + std::panic::UnwindSafe,
    ) -> (Result<T, ()>, bool) {
        PLAN.set(Some((at, fault)));
        let done = std::panic::catch_unwind(work).map_err(|_| ());
        let came = PLAN.take().is_none();
        (done, came)
    }

    pub(super) fn step() -> io::Result<()> {
        match PLAN.get() {
            None => Ok(()),
            Some((0, fault)) => {
                PLAN.set(None);
                match fault {
                    Fault::Killed => std::panic::resume_unwind(Box::new("killed on purpose")),
                    Fault::Fails => Err(io::ErrorKind::StorageFull.into()),
                }
            }
            Some((left, fault)) => {
                PLAN.set(Some((left - 1, fault)));
                Ok(())
            }
        }
    }
}
