//! 日志: what lies in an output folder, from what it was made, and what is being replaced.
//!
//! One JSON line for every event, added behind the others. A line is `[run, key, event]`;
//! `run` counts the runs on the folder, `key` is the path of a report's files below the
//! folder without extension. The last event of a key holds. Behind the event stands a sum of
//! the line: what a disk or an editor has changed is damage. A line that a crash left half
//! written is cut off. `docs/batch.md` tells what the journal is for.
//!
//! The journal is data and no orders: what it says is done only as far as a run of the program
//! could have said it (`confined`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diag::FindingRecord;
use crate::env::staging::Stamp;

/// The version of the format.
const FORMAT: u32 = 2;
/// The first version whose lines have sums.
const WITH_SUMS: u32 = 2;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    yinfa: String,
    format: u32,
}

/// One event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Line(pub(super) u64, pub(super) String, pub(super) JournalEvent);

/// What happened to a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum JournalEvent {
    /// Its files are about to be put in place.
    Begin(Intent),
    /// They are in place.
    Done,
    /// They were not put in place; the earlier ones are there again.
    Undone,
    /// It is as said here: files that were there already, or a failure.
    #[serde(rename = "is")]
    Known(Entry),
}

/// What is known of a report in the output folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Entry {
    /// The data file, below the data folder if it begins with `./`.
    pub input: String,
    /// What the report is.
    pub facts: Facts,
    /// What a run fixes for all reports.
    pub prints: Prints,
    /// What was read while it was made: sort, path, answer.
    pub inputs: Vec<(String, String, String)>,
    /// Its files as they were last made.
    pub files: Vec<Made>,
    /// What was found the last time, in the form of `report.json`.
    pub findings: Vec<FindingRecord>,
    /// Whether it failed the last time; its files are those of the time before.
    pub failed: bool,
}

impl Entry {
    /// Forgets all but what the files are.
    pub(super) fn shorten(&mut self) {
        *self = Self { files: std::mem::take(&mut self.files), ..Self::default() };
    }
}

/// What a report is, as far as known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The issuing bureau, else the name of the file.
    pub bureau: String,
    /// 报告种类
    pub kind: Option<String>,
    /// 年度
    pub year: Option<i32>,
    /// The title on one line.
    pub title: Option<String>,
    /// 发文字号
    pub number: Option<String>,
    /// Pages of the PDF.
    pub pages: Option<usize>,
}

/// Short sums of what all reports of a run share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prints {
    /// The program.
    pub program: String,
    /// The fonts beside those of the program.
    pub fonts: String,
    /// The measures.
    pub profile: String,
    /// The kind of the report, if it is none of the program's.
    pub template: String,
}

/// A file as it was put in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The extension of its format.
    pub extension: String,
    /// Size and time.
    pub stamp: Stamp,
    /// SHA-256.
    pub sha256: String,
}

/// The files of one report on their way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Intent {
    /// What holds once all are in place.
    pub(super) entry: Entry,
    /// One for each file, in the order in which they are put in place.
    pub(super) steps: Vec<Step>,
}

/// One file on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Step {
    /// The extension of its format.
    pub(super) extension: String,
    /// The new file, below the folder of the journals.
    pub(super) staged: String,
    /// A second name of the old file, below the folder of the journals.
    pub(super) kept: Option<Kept>,
    /// The sum of the new file.
    pub(super) new: String,
}

/// An old file that is being replaced.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Its second name.
    pub(super) name: String,
    /// Its sum.
    pub(super) sha256: String,
    /// Whether somebody's work is in it, so that it is never thrown away.
    pub(super) precious: bool,
    /// How it lay there when it was looked at.
    #[serde(skip)]
    pub(super) seen: Option<Stamp>,
}

/// The events of one journal file.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// In the order of the file.
    pub(super) lines: Vec<Line>,
    /// How many bytes are sound; what is behind is cut off.
    pub(super) length: u64,
    /// Lines in the middle that cannot be read.
    pub(super) damaged: usize,
}

/// Why a journal cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// A later program wrote it.
    Newer(u32),
    /// It is no journal.
    Foreign,
}

/// Reads a journal. An empty one is a new one, and so is one whose first line a crash tore off;
/// one that a failing disk left full of nothing is damaged.
pub(super) fn read(bytes: &[u8]) -> Result<Events, Unusable> {
    let mut events = Events::default();
    let Some(first) = bytes.iter().position(|byte| *byte == b'\n') else {
        events.damaged = usize::from(!header().starts_with(bytes));
        return Ok(events);
    };
    let format = match serde_json::from_slice::<Header>(&bytes[..first]) {
        Ok(header) if header.format > FORMAT => return Err(Unusable::Newer(header.format)),
        Ok(header) => header.format,
        Err(_) if bytes[..first].contains(&0) => {
            events.damaged = 1;
            FORMAT
        }
        Err(_) => return Err(Unusable::Foreign),
    };
    events.length = first as u64 + 1;
    let mut unread = 0;
    for line in bytes[first + 1..].split_inclusive(|byte| *byte == b'\n') {
        match (line.ends_with(b"\n"), line_of(line, format)) {
            (true, Some(line_read)) => {
                events.lines.push(line_read);
                events.damaged += unread;
                unread = 0;
                events.length += line.len() as u64;
            }
            // Only counted as damage if something sound follows: a crash tears the tail.
            (true, None) => {
                unread += 1;
                events.length += line.len() as u64;
            }
            (false, _) => {}
        }
    }
    Ok(events)
}

/// The event of a line whose sum agrees. Lines without sums are believed as far as they only
/// tell what lies there; what they would have done is not.
fn line_of(line: &[u8], format: u32) -> Option<Line> {
    if format < WITH_SUMS {
        let read: Line = serde_json::from_slice(line).ok()?;
        return (!matches!(read.2, JournalEvent::Begin(_))).then_some(read);
    }
    let line = line.strip_suffix(b"]\n")?;
    let comma = line.iter().rposition(|byte| *byte == b',')?;
    let (event, sum) = (&line[..comma], std::str::from_utf8(&line[comma + 1..]).ok()?);
    if sum.parse() != Ok(simd_adler32::adler32(&event)) {
        return None;
    }
    serde_json::from_slice(&[event, b"]"].concat()).ok()
}

/// The first line.
pub(super) fn header() -> Vec<u8> {
    line_bytes(&Header { yinfa: "journal".to_owned(), format: FORMAT })
}

/// Events as they are written.
pub(super) fn bytes(lines: &[Line]) -> Vec<u8> {
    lines.iter().flat_map(summed).collect()
}

/// A line with its sum behind the event.
fn summed(line: &Line) -> Vec<u8> {
    let mut bytes = line_bytes(line);
    bytes.truncate(bytes.len().saturating_sub(2));
    let sum = simd_adler32::adler32(&bytes.as_slice());
    bytes.extend(format!(",{sum}]\n").bytes());
    bytes
}

fn line_bytes(line: &impl Serialize) -> Vec<u8> {
    // Maps have text keys and numbers are finite, so this cannot fail.
    let mut bytes = serde_json::to_vec(line).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What holds after all events.
#[derive(Debug, Default)]
pub struct State {
    /// Reports by key.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Files that were on their way when a run ended, with the run.
    pub(super) pending: BTreeMap<String, Intent>,
    /// The last run.
    pub(super) run: u64,
}

impl State {
    /// Replays the events of several journals, run by run: within a run, no two journals
    /// speak of the same report.
    pub(super) fn of(mut lines: Vec<Line>) -> Self {
        lines.sort_by_key(|line| line.0);
        let mut state = Self::default();
        for Line(run, key, event) in lines {
            state.run = state.run.max(run);
            state.apply(key, event);
        }
        state
    }

    /// How many reports were on their way when a run ended.
    pub fn unfinished(&self) -> usize {
        self.pending.len()
    }

    /// One event more.
    pub(super) fn apply(&mut self, key: String, event: JournalEvent) {
        match event {
            JournalEvent::Begin(intent) => {
                self.pending.insert(key, intent);
            }
            JournalEvent::Done => {
                if let Some(intent) = self.pending.remove(&key) {
                    self.entries.insert(key, intent.entry);
                }
            }
            JournalEvent::Undone => {
                self.pending.remove(&key);
            }
            JournalEvent::Known(entry) => {
                self.pending.remove(&key);
                self.entries.insert(key, entry);
            }
        }
    }

    /// The shortest journal that says the same.
    pub(super) fn to_lines(&self) -> Vec<Line> {
        let entries =
            self.entries.iter().map(|(key, entry)| (key, JournalEvent::Known(entry.clone())));
        let pending = self.pending.iter().map(|(key, one)| (key, JournalEvent::Begin(one.clone())));
        entries.chain(pending).map(|(key, event)| Line(self.run, key.clone(), event)).collect()
    }
}

/// Whether a journal holds so much that is out of date that it is worth writing anew.
pub(super) fn is_long(lines: &[Line]) -> bool {
    let keys: BTreeSet<&str> = lines.iter().map(|line| line.1.as_str()).collect();
    lines.len() > 3 * keys.len() + 100
}

/// A path as the journal names it: below `root` if it is there, so that both folders may
/// be moved together and named from anywhere.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    match path.strip_prefix(root) {
        Ok(below) => format!("./{}", below.to_string_lossy()),
        Err(_) => std::path::absolute(path)
            .unwrap_or_else(|_| path.to_owned())
            .to_string_lossy()
            .into_owned(),
    }
}

/// The path of a name that [`shown`] gave.
pub(super) fn path_of(name: &str, root: &Path) -> std::path::PathBuf {
    match name.strip_prefix("./") {
        Some(below) => root.join(below),
        None => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry {
        let facts = Facts { title: Some(title.to_owned()), ..Facts::default() };
        Entry { facts, ..Entry::default() }
    }

    fn sample() -> Vec<Line> {
        let intent = |title| Intent { entry: entry(title), steps: Vec::new() };
        let key = |name: &str| name.to_owned();
        vec![
            Line(1, key("甲"), JournalEvent::Begin(intent("旧"))),
            Line(1, key("甲"), JournalEvent::Done),
            Line(2, key("甲"), JournalEvent::Begin(intent("新"))),
            Line(1, key("乙"), JournalEvent::Known(entry("乙"))),
            Line(2, key("丙"), JournalEvent::Begin(intent("丙"))),
            Line(2, key("甲"), JournalEvent::Done),
        ]
    }

    #[test]
    fn the_last_event_of_the_last_run_holds() {
        let state = State::of(sample());
        let titles: Vec<_> = state
            .entries
            .iter()
            .map(|(key, one)| (key.as_str(), one.facts.title.as_deref()))
            .collect();
        assert_eq!(titles, [("乙", Some("乙")), ("甲", Some("新"))]);
        assert_eq!(state.pending.keys().collect::<Vec<_>>(), ["丙"]);
        assert_eq!(state.run, 2);
        let again = State::of(state.to_lines());
        assert_eq!(bytes(&again.to_lines()), bytes(&state.to_lines()));
    }

    #[test]
    fn a_journal_torn_anywhere_says_what_was_whole() {
        let whole = [header(), bytes(&sample())].concat();
        let ends: Vec<usize> =
            (0..whole.len()).filter(|&at| whole[at] == b'\n').map(|at| at + 1).collect();
        for length in 0..=whole.len() {
            let events = read(&whole[..length]).unwrap();
            let sound = ends.iter().filter(|end| **end <= length).count();
            assert_eq!(events.lines.len(), sound.saturating_sub(1), "{length}");
            let last = ends[..sound].last().copied().unwrap_or_default();
            assert_eq!((events.length, events.damaged), (last as u64, 0), "{length}");
        }
    }

    #[test]
    fn what_is_no_journal_is_refused() {
        assert_eq!(read(b"hello\n").unwrap_err(), Unusable::Foreign);
        let newer = b"{\"yinfa\":\"journal\",\"format\":9}\n";
        assert_eq!(read(newer).unwrap_err(), Unusable::Newer(9));
        let mut damaged = [header(), bytes(&sample())].concat();
        let at = damaged.iter().position(|byte| *byte == b'\n').unwrap() + 3;
        damaged[at] = 0;
        let events = read(&damaged).unwrap();
        assert_eq!((events.damaged, events.lines.len()), (1, 5));
    }

    #[test]
    fn what_a_disk_lost_is_damage_and_no_new_journal() {
        let nothing = read(&[0; 4096]).unwrap();
        assert_eq!((nothing.damaged, nothing.length), (1, 0));
        let mut whole = [header(), bytes(&sample())].concat();
        let first = header().len() - 1;
        whole[..first].fill(0);
        let events = read(&whole).unwrap();
        assert_eq!((events.damaged, events.lines.len()), (1, 6));
        assert_eq!(read(b"").unwrap().damaged, 0);
    }

    #[test]
    fn a_changed_line_is_damage() {
        let whole = [header(), bytes(&sample())].concat();
        let text = String::from_utf8(whole).unwrap();
        let events = read(text.replace("新", "旧").as_bytes()).unwrap();
        assert_eq!((events.damaged, events.lines.len()), (1, 5));
    }

    #[test]
    fn paths_follow_the_data_folder() {
        let name = shown(Path::new("data/县/甲.yaml"), Path::new("data"));
        assert_eq!(name, "./县/甲.yaml");
        assert_eq!(path_of(&name, Path::new("/别处")), Path::new("/别处/县/甲.yaml"));
        let outside = shown(Path::new("别的/甲.yaml"), Path::new("data"));
        assert!(Path::new(&outside).is_absolute());
        assert_eq!(path_of(&outside, Path::new("data")), Path::new(&outside));
    }
}
