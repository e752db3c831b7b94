//! The folder `.yinfa` inside an output folder: locks, journals, files on their way.
//!
//! ```text
//! .yinfa/lock             held alone by a run, shared by the parts of a divided run
//! .yinfa/journal.jsonl
//! .yinfa/stage/           files that are not in place yet, old ones until the new ones are
//! .yinfa/saved/           what people had edited and then had overwritten
//! .yinfa/shards/3-16/     the same for one part of a divided run
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::journal::{self, Entry, JournalEvent, Line, State, Unusable};
use super::shard::Shard;
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::env::staging::{self, Hold, Lock, Log};
use crate::sheets;

const HOME: &str = ".yinfa";
const SHARDS: &str = "shards";
const JOURNAL: &str = "journal.jsonl";
pub(super) const STAGE: &str = "stage";
pub(super) const SAVED: &str = "saved";
/// How the names of the folders with the reports of a run begin.
pub const RUN_FOLDER: &str = "运行-";

/// Why an output folder cannot be used.
#[derive(Debug)]
pub enum Closed {
    /// Another run has it.
    Busy,
    /// It cannot be written, or its journal is not for us.
    Unusable(Diagnostic),
}

/// An output folder that this run may write to.
#[derive(Debug)]
pub struct Store {
    /// The output folder.
    pub(super) out: PathBuf,
    /// The folder of the journals.
    pub(super) home: PathBuf,
    /// Where this run stages, below `home`; with a slash at its end unless empty.
    pub(super) own: String,
    pub(super) state: State,
    pub(super) log: Log,
    /// What this run is counted as.
    pub(super) run: u64,
    /// What the clerk should know of the folder.
    findings: Findings,
    /// Whether plans are made, so that short entries do.
    is_running: bool,
    _locks: Vec<Lock>,
}

impl Store {
    /// Locks the folder and reads its journals.
    pub(super) fn locked(out: &Path, shard: Option<Shard>) -> Result<Self, Closed> {
        let home = out.join(HOME);
        let own = shard
            .map_or_else(String::new, |shard| format!("{SHARDS}/{}-{}/", shard.part, shard.parts));
        let fault = |error: std::io::Error| Closed::Unusable(unwritable(out, &error));
        env::make_folder(&home.join(&own).join(STAGE)).map_err(fault)?;
        let locks = lock(&home, &own, shard).map_err(fault)?.ok_or(Closed::Busy)?;
        let mut read = Journals::read(&home).map_err(Closed::Unusable)?;
        let path = home.join(&own).join(JOURNAL);
        if shard.is_none() && read.is_worth_writing_anew() {
            read.write_anew(&home).map_err(fault)?;
        }
        let length = read.length(&path);
        let mut log = Log::open(&path, length).map_err(fault)?;
        if length == 0 {
            log.append(&journal::header()).map_err(fault)?;
        }
        let run = read.state.run + 1;
        Ok(Self {
            out: out.to_owned(),
            home,
            own,
            state: read.state,
            log,
            run,
            findings: read.findings,
            is_running: false,
            _locks: locks,
        })
    }

    /// Whether no run has ever written to an output folder, which need not be there.
    pub fn is_new(out: &Path) -> bool {
        !env::exists(out) || env::is_folder(out) && !env::exists(&out.join(HOME))
    }

    /// What the journals say, without touching anything; for plans that are only shown.
    ///
    /// # Errors
    ///
    /// One finding, where a journal cannot be read or is not for this program.
    pub fn peek(out: &Path) -> Result<Checked<State>, Diagnostic> {
        let read = Journals::read(&out.join(HOME))?;
        Ok(Checked::new(read.state, read.findings))
    }

    /// What is known of a report.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.state.entries.get(key)
    }

    /// What the clerk should know of the folder.
    pub fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.findings)
    }

    /// Results of reports whose data is gone: not among the keys of this run, and the file that
    /// they were made from does not exist, or is a workbook that has lost their row.
    pub fn orphans(&self, keys: &BTreeSet<String>, root: &Path) -> Findings {
        let is_orphan = |(key, entry): &(&String, &Entry)| {
            let input = || journal::path_of(&entry.input, root);
            !entry.files.is_empty()
                && !keys.contains(*key)
                && (!env::exists(&input()) || sheets::is_workbook(&input()))
        };
        let told = |(key, entry): (&String, &Entry)| {
            let files = entry.files.iter().map(|made| target(&self.out, key, &made.extension));
            let left: Vec<PathBuf> = files.filter(|path| env::exists(path)).collect();
            let first = left.first()?;
            let message =
                format!("“{key}”是以前做的结果，现在没有它的数据文件，还有 {} 个文件", left.len());
            let finding = Diagnostic::new(Code::Orphan, Place::File(first.clone()), message);
            Some(left.iter().skip(1).fold(finding, |finding, path| {
                finding.related(Place::File(path.clone()), "同一份报告的文件")
            }))
        };
        self.state.entries.iter().filter(is_orphan).filter_map(told).collect()
    }

    /// Says that the journal wants something that no run can have wanted.
    pub(super) fn doubt(&mut self, key: &str) {
        let message = format!("日志里要放到“{key}”的文件不是这个程序记的，没有照做");
        let place = Place::File(self.home.join(JOURNAL));
        self.findings.push(Diagnostic::new(Code::JournalDamaged, place, message));
    }

    /// All that is known.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Where a file of a report lies.
    pub(super) fn target(&self, key: &str, extension: &str) -> PathBuf {
        target(&self.out, key, extension)
    }

    /// Writes down that a report is as `entry` says.
    pub(super) fn remember(&mut self, key: &str, entry: Entry) -> std::io::Result<()> {
        self.append(&[Line(self.run, key.to_owned(), JournalEvent::Known(entry))])
    }

    /// Adds events to the journal and to what is known.
    pub(super) fn append(&mut self, lines: &[Line]) -> std::io::Result<()> {
        self.log.append(&journal::bytes(lines))?;
        for Line(_, key, event) in lines {
            self.state.apply(key.clone(), event.clone());
            // What was read and found is only asked for before the reports are made, and
            // nothing at all of a report whose turn is over.
            if self.is_running {
                if matches!(event, JournalEvent::Done) {
                    self.state.entries.remove(key);
                } else if let Some(entry) = self.state.entries.get_mut(key) {
                    entry.shorten();
                }
            }
        }
        Ok(())
    }

    /// Keeps only what putting files in place needs; the journal has the rest.
    pub(super) fn shorten(&mut self) {
        self.is_running = true;
        self.state.entries.values_mut().for_each(Entry::shorten);
    }

    /// Removes what earlier runs staged and nobody waits for. What is still pending belongs
    /// to other parts, which stage elsewhere or have yet to finish it.
    pub(super) fn clear_stage(&self) {
        let waiting: Vec<&str> = self
            .state
            .pending
            .values()
            .flat_map(|intent| &intent.steps)
            .flat_map(|step| {
                let kept = step.kept.as_ref().map(|kept| kept.name.as_str());
                std::iter::once(step.staged.as_str()).chain(kept)
            })
            .collect();
        // Whoever holds the whole folder clears what parts of divided runs have left as well.
        let parts = match self.own.as_str() {
            "" => env::list(&self.home.join(SHARDS)).unwrap_or_default(),
            _ => Vec::new(),
        };
        let own = self.home.join(&self.own);
        for folder in parts.into_iter().chain([own]).map(|folder| folder.join(STAGE)) {
            for path in env::list(&folder).unwrap_or_default() {
                let name = path.strip_prefix(&self.home).unwrap_or(&path).to_string_lossy();
                if !waiting.contains(&&*name) {
                    // Left for the next run if it does not go.
                    let _ = staging::remove(&path);
                }
            }
        }
    }

    /// Removes the folders of runs that were killed before they had written their reports.
    pub(super) fn clear_run_folders(&self) {
        if !self.own.is_empty() {
            return;
        }
        for folder in env::list(&self.out).unwrap_or_default() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(RUN_FOLDER) && env::is_folder(&folder) {
                staging::clear_abandoned(&folder, env::is_part);
            }
        }
    }
}

/// Where a file of a report lies below an output folder.
pub(super) fn target(out: &Path, key: &str, extension: &str) -> PathBuf {
    out.join(format!("{key}.{extension}"))
}

/// A run alone holds the whole folder; parts of the same division share it. Parts of
/// different divisions may own the same report, so they keep out of each other's way: each
/// first takes its own lock and then looks at the others', so of two at least one sees it.
fn lock(home: &Path, own: &str, shard: Option<Shard>) -> std::io::Result<Option<Vec<Lock>>> {
    let hold = if shard.is_some() { Hold::Shared } else { Hold::Alone };
    let Some(whole) = staging::lock(&home.join("lock"), hold)? else { return Ok(None) };
    let Some(shard) = shard else { return Ok(Some(vec![whole])) };
    let Some(part) = staging::lock(&home.join(own).join("lock"), Hold::Alone)? else {
        return Ok(None);
    };
    let same = format!("-{}", shard.parts);
    for folder in env::list(&home.join(SHARDS))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_other = !name.ends_with(&same) && env::is_folder(&folder);
        if is_other && staging::lock(&folder.join("lock"), Hold::Shared)?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(vec![whole, part]))
}

/// All journals of a folder.
#[derive(Debug, Default)]
struct Journals {
    state: State,
    findings: Findings,
    /// Every file with the length that is sound.
    files: Vec<(PathBuf, u64)>,
    is_long: bool,
}

impl Journals {
    fn read(home: &Path) -> Result<Self, Diagnostic> {
        let mut read = Self::default();
        let shards = env::list(&home.join(SHARDS)).unwrap_or_default();
        let paths = std::iter::once(home.to_owned()).chain(shards).map(|path| path.join(JOURNAL));
        let mut lines = Vec::new();
        for path in paths {
            let bytes = match env::read(&path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(unreadable(&path, &env::io_reason(&error))),
            };
            let events = journal::read(&bytes).map_err(|why| unusable(&path, &why))?;
            read.is_long |= journal::is_long(&events.lines);
            if events.damaged > 0 {
                read.findings.push(damaged(&path, events.damaged));
            }
            read.files.push((path, events.length));
            lines.extend(events.lines);
        }
        // A place outside the folder is none of ours, whoever wrote it down.
        let all = lines.len();
        lines.retain(Line::is_sound);
        if lines.len() < all {
            read.findings.push(damaged(&home.join(JOURNAL), all - lines.len()));
        }
        read.state = State::of(lines);
        Ok(read)
    }

    fn length(&self, path: &Path) -> u64 {
        self.files.iter().find(|(own, _)| own == path).map_or(0, |(_, length)| *length)
    }

    fn is_worth_writing_anew(&self) -> bool {
        self.is_long || self.files.len() > 1
    }

    /// One journal in place of all; those of parts are taken in.
    fn write_anew(&mut self, home: &Path) -> std::io::Result<()> {
        let path = home.join(JOURNAL);
        let bytes = [journal::header(), journal::bytes(&self.state.to_lines())].concat();
        env::replace_together(&[(path.clone(), &bytes)]).map_err(|(_, error)| error)?;
        for (old, _) in self.files.iter().filter(|(old, _)| *old != path) {
            staging::remove(old)?;
        }
        self.files = vec![(path, bytes.len() as u64)];
        self.is_long = false;
        Ok(())
    }
}

fn unwritable(out: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("输出文件夹写不进去：{}", env::io_reason(error));
    Diagnostic::new(Code::FileUnwritable, Place::File(out.to_owned()), message)
}

fn unreadable(path: &Path, reason: &str) -> Diagnostic {
    let message = format!("输出文件夹里的日志读不出来：{reason}");
    Diagnostic::new(Code::JournalUnusable, Place::File(path.to_owned()), message)
}

fn unusable(path: &Path, why: &Unusable) -> Diagnostic {
    match why {
        Unusable::Newer(format) => {
            let reason = format!("它的格式是第 {format} 版，由更新的程序写成");
            unreadable(path, &reason).hint("用新的程序，或者换一个输出文件夹")
        }
        Unusable::Foreign => unreadable(path, "它不是日志"),
    }
}

fn damaged(path: &Path, lines: usize) -> Diagnostic {
    let message = format!("输出文件夹里的日志有 {lines} 行损坏，这几行记的报告当作不知道来历");
    Diagnostic::new(Code::JournalDamaged, Place::File(path.to_owned()), message)
}
