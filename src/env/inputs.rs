//! What a piece of work learns from the disk, so that a later run can tell whether it would
//! learn the same again. Nothing is guessed: every question that goes through the door while
//! [`recording`] is on is written down with its answer.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::overlay::Presence;
use super::view::{self, View};
use crate::digest;

/// A question to the disk, or to an index of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// What a file holds.
    Content(PathBuf),
    /// Whether something is there, and whether it is a folder.
    Presence(PathBuf),
    /// Which names a folder holds.
    Listing(PathBuf),
    /// What an index of the data files answers; only who keeps it can ask again.
    Index(String),
}

/// Questions with their answers, in a fixed order.
pub type Inputs = BTreeMap<Question, String>;

/// Does `work` on this thread and gives what it asked.
pub fn recording<T>(work: impl FnOnce() -> T) -> (T, Inputs) {
    let record = Arc::new(Mutex::new(Inputs::new()));
    let done = View { record: Some(Arc::clone(&record)), ..View::current() }.within(work);
    let inputs = std::mem::take(&mut *locked(&record));
    (done, inputs)
}

/// Writes down a question with its answer, if anybody records. The first answer stays: a
/// file that changes while it is read twice is noticed by the next run.
pub fn note(question: impl FnOnce() -> Question, answer: impl FnOnce() -> String) {
    if let Some(record) = view::record() {
        locked(&record).entry(question()).or_insert_with(answer);
    }
}

/// Whoever panicked has left the map whole.
fn locked(record: &Mutex<Inputs>) -> MutexGuard<'_, Inputs> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes down what somebody else recorded, for work that uses what they made of it.
pub fn note_all(inputs: &Inputs) {
    for (question, answer) in inputs {
        note(|| question.clone(), || answer.clone());
    }
}

/// The answer for a file's content.
pub(super) fn content(read: &std::io::Result<Vec<u8>>) -> String {
    match read {
        Ok(bytes) => digest::short(bytes),
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// The answer for the names in a folder.
pub(super) fn listing(read: &std::io::Result<Vec<PathBuf>>) -> String {
    match read {
        Ok(paths) => {
            let name = |path: &PathBuf| {
                path.file_name().unwrap_or_default().to_string_lossy().into_owned()
            };
            let names: Vec<String> = paths.iter().map(name).collect();
            digest::short(names.join("\n").as_bytes())
        }
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// The answer for what lies at a path.
pub(super) fn presence(presence: Presence) -> String {
    let word = match presence {
        Presence::Folder => "folder",
        Presence::File => "file",
        Presence::Nothing => "nothing",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env;

    #[test]
    fn only_what_was_asked_in_between_is_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let (here, absent) = (folder.path().join("甲"), folder.path().join("乙"));
        env::replace_together(&[(here.clone(), b"1")]).unwrap();
        env::read(&here).unwrap();
        let (inner, outer) = recording(|| {
            env::exists(&absent);
            let ((), inner) = recording(|| drop(env::read(&here)));
            inner
        });
        assert_eq!(inner.into_keys().collect::<Vec<_>>(), [Question::Content(here.clone())]);
        assert_eq!(outer.len(), 1);
        assert_eq!(outer[&Question::Presence(absent.clone())], "nothing");
        for question in outer.keys() {
            assert_eq!(env::ask(question).as_ref(), outer.get(question));
        }
        env::replace_together(&[(absent, b"2")]).unwrap();
        assert!(outer.iter().all(|(question, answer)| env::ask(question).as_ref() != Some(answer)));
    }

    #[test]
    fn a_panic_ends_the_recording() {
        let caught = std::panic::catch_unwind(|| recording(|| panic!("planned")));
        assert!(caught.is_err());
        assert!(view::record().is_none());
    }
}
