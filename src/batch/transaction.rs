//! The files of a report appear together or not at all, whenever the process ends.
//!
//! 1. New files are written under names in `.yinfa/stage` and flushed.
//! 2. The old files get a second name there; the journal says what is about to happen.
//! 3. Each new file changes places with the old one, and what was really taken is looked at:
//!    if somebody has saved it a moment ago, they change places again.
//! 4. The journal says that it is done; the second names go.
//!
//! A process that ends before 2 is complete has changed nothing. After it, the next run finds
//! the intent and goes on or back (`recovery`). A clerk's own work is never replaced without
//! being asked, and never lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::journal::{Entry, Intent, JournalEvent, Kept, Line, Made, Step};
use super::shard::Shard;
use super::store::{Closed, SAVED, STAGE, Store};
use crate::digest;
use crate::env;
use crate::env::staging;
use crate::output::OutputFile;

/// New files that lie in the stage.
#[derive(Debug)]
pub(super) struct Staged {
    /// The report.
    pub(super) key: String,
    /// What holds once they are in place.
    pub(super) entry: Entry,
    /// Their names below the folder of the journals, in the order of the entry's files.
    names: Vec<String>,
}

/// Why the files of a report were not put in place.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// Somebody has edited these since they were made.
    Edited(Vec<PathBuf>),
    /// These were there before, and nobody knows where they are from.
    Foreign(Vec<PathBuf>),
    /// The disk does not do it.
    Disk(PathBuf, std::io::Error),
}

/// What became of the files of a report.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// The files as they lie there now.
    pub(super) files: Vec<Made>,
    /// Where edited files were saved before they were replaced.
    pub(super) saved: Vec<PathBuf>,
}

type Outcome = Result<Settled, Obstacle>;

/// A report whose files are being put in place.
#[derive(Debug)]
struct Going {
    /// Its number in the group.
    index: usize,
    key: String,
    intent: Intent,
}

/// Where new files are staged; may be used from several threads.
#[derive(Debug)]
pub(super) struct Stage {
    home: PathBuf,
    own: String,
    run: u64,
}

impl Stage {
    /// Writes the files of a report to the stage. `number` tells the reports of a run apart.
    pub(super) fn write(
        &self,
        number: usize,
        key: &str,
        mut entry: Entry,
        files: &[OutputFile],
    ) -> Result<Staged, (PathBuf, std::io::Error)> {
        let mut names = Vec::new();
        entry.files.clear();
        for OutputFile { format, bytes } in files {
            let extension = format.extension();
            let name = format!("{}{STAGE}/{}-{number}.{extension}", self.own, self.run);
            let path = self.home.join(&name);
            let written = staging::write_hidden(&path, bytes).and_then(|()| staging::stamp(&path));
            names.push(name);
            match written {
                Ok(stamp) => entry.files.push(Made {
                    extension: extension.to_owned(),
                    stamp: stamp.ok_or_else(|| (path, std::io::ErrorKind::NotFound.into()))?,
                    sha256: digest::hex(bytes),
                }),
                Err(error) => {
                    names.iter().for_each(|name| drop(staging::remove(&self.home.join(name))));
                    return Err((path, error));
                }
            }
        }
        Ok(Staged { key: key.to_owned(), entry, names })
    }
}

impl Store {
    /// Locks the folder, reads its journals, and finishes or takes back what a run that was
    /// killed had begun.
    ///
    /// # Errors
    ///
    /// [`Closed::Busy`] while another run has the folder; [`Closed::Unusable`] with a finding
    /// where it cannot be written or its journal is not for this program.
    pub fn open(out: &Path, shard: Option<Shard>) -> Result<Self, Closed> {
        let mut store = Self::locked(out, shard)?;
        store.recover(shard);
        store.clear_stage();
        store.clear_run_folders();
        Ok(store)
    }

    /// The stage of this run.
    pub(super) fn stage(&self) -> Stage {
        Stage { home: self.home.clone(), own: self.own.clone(), run: self.run }
    }

    /// Puts the files of several reports in place. The disk is waited for once for all of
    /// them, but each stands or falls alone.
    pub(super) fn commit(&mut self, group: Vec<Staged>, overwrite: bool) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut going = Vec::new();
        for (index, staged) in group.into_iter().enumerate() {
            let key = staged.key.clone();
            match self.prepare(staged, overwrite) {
                Ok(Some(intent)) => {
                    going.push(Going { index, key, intent });
                    outcomes.push(Ok(Settled::default()));
                }
                Ok(None) => outcomes.push(Ok(self.settled(&key))),
                Err(obstacle) => outcomes.push(Err(obstacle)),
            }
        }
        let mut going = self.flush_staged(going, &mut outcomes);
        if let Err(error) = self.announce(&going) {
            for Going { index, intent, .. } in going {
                self.forget(&intent);
                outcomes[index] = Err(Obstacle::Disk(self.home.clone(), copy_of(&error)));
            }
            return outcomes;
        }
        going.retain(|one| match self.put_in_place(&one.key, &one.intent) {
            Ok(()) => true,
            Err(obstacle) => {
                outcomes[one.index] = Err(obstacle);
                false
            }
        });
        self.finish(&going, &mut outcomes);
        outcomes
    }

    /// Waits for all new files at once; a report whose files do not get to the disk is out.
    fn flush_staged(&mut self, going: Vec<Going>, outcomes: &mut [Outcome]) -> Vec<Going> {
        let path = |step: &Step| self.home.join(&step.staged);
        let paths: Vec<PathBuf> =
            going.iter().flat_map(|one| one.intent.steps.iter().map(path)).collect();
        let mut flushed = staging::flush_all(&paths).into_iter();
        let mut kept = Vec::new();
        for one in going {
            let results: Vec<_> = flushed.by_ref().take(one.intent.steps.len()).collect();
            match results.into_iter().find_map(Result::err) {
                None => kept.push(one),
                Some(error) => {
                    self.forget(&one.intent);
                    outcomes[one.index] = Err(Obstacle::Disk(self.home.clone(), error));
                }
            }
        }
        kept
    }

    /// The files that the journal knows.
    fn settled(&self, key: &str) -> Settled {
        let files = self.entry(key).map(|entry| entry.files.clone()).unwrap_or_default();
        Settled { files, saved: Vec::new() }
    }

    /// Looks at what lies in the places and gives the old files second names. `None` if the same bytes lie there already.
    fn prepare(&mut self, staged: Staged, overwrite: bool) -> Result<Option<Intent>, Obstacle> {
        let there = match self.look(&staged, overwrite) {
            Ok(there) => there,
            Err(obstacle) => {
                self.discard(&staged);
                return Err(obstacle);
            }
        };
        let is_same = |(made, old): (&Made, &Option<Old>)| {
            old.as_ref().is_some_and(|old| old.sha256 == made.sha256)
        };
        if staged.entry.files.iter().zip(&there).all(is_same) {
            return self.adopt(staged);
        }
        self.keep_old(&staged, &there).map(Some).map_err(|(path, error)| {
            self.discard(&staged);
            Obstacle::Disk(path, error)
        })
    }

    /// What lies in the places of the new files, if all of it may be replaced.
    fn look(&self, staged: &Staged, overwrite: bool) -> Result<Vec<Option<Old>>, Obstacle> {
        let (mut edited, mut foreign, mut there) = (Vec::new(), Vec::new(), Vec::new());
        let known = self.entry(&staged.key).map(|entry| &entry.files[..]).unwrap_or_default();
        for made in &staged.entry.files {
            let path = self.target(&staged.key, &made.extension);
            let disk = |error| Obstacle::Disk(path.clone(), error);
            // In this order: what is saved in between has another stamp.
            let seen = staging::stamp(&path).map_err(disk)?;
            let old = sum_of(&path).map_err(disk)?;
            let last = known.iter().find(|last| last.extension == made.extension);
            let Some(sha256) = old else {
                there.push(None);
                continue;
            };
            let is_ours = sha256 == made.sha256 || last.is_some_and(|last| last.sha256 == sha256);
            match (is_ours || overwrite, last) {
                (true, _) => {}
                (false, Some(_)) => edited.push(path),
                (false, None) => foreign.push(path),
            }
            there.push(Some(Old { sha256, precious: !is_ours, seen }));
        }
        match (edited.is_empty(), foreign.is_empty()) {
            (false, _) => Err(Obstacle::Edited(edited)),
            (true, false) => Err(Obstacle::Foreign(foreign)),
            (true, true) => Ok(there),
        }
    }

    /// The same bytes lie there: only the journal has something to learn.
    fn adopt(&mut self, mut staged: Staged) -> Result<Option<Intent>, Obstacle> {
        self.discard(&staged);
        for made in &mut staged.entry.files {
            let path = self.target(&staged.key, &made.extension);
            if let Ok(Some(stamp)) = staging::stamp(&path) {
                made.stamp = stamp;
            }
        }
        let journal = self.home.clone();
        self.remember(&staged.key, staged.entry)
            .map(|()| None)
            .map_err(|error| Obstacle::Disk(journal, error))
    }

    fn keep_old(
        &self,
        staged: &Staged,
        there: &[Option<Old>],
    ) -> Result<Intent, (PathBuf, std::io::Error)> {
        let first = self.target(&staged.key, "");
        let folder = first.parent().unwrap_or(&self.out);
        env::make_folder(folder).map_err(|error| (folder.to_owned(), error))?;
        let mut intent = Intent { entry: staged.entry.clone(), steps: Vec::new() };
        for ((made, name), old) in staged.entry.files.iter().zip(&staged.names).zip(there) {
            let path = self.target(&staged.key, &made.extension);
            let kept = old.as_ref().map(|old| Kept {
                name: format!("{name}.old"),
                sha256: old.sha256.clone(),
                precious: old.precious,
                seen: old.seen,
            });
            let step = Step {
                extension: made.extension.clone(),
                staged: name.clone(),
                kept,
                new: made.sha256.clone(),
            };
            let done = match &step.kept {
                Some(kept) => staging::keep(&path, &self.home.join(&kept.name)),
                None => Ok(()),
            };
            intent.steps.push(step);
            if let Err(error) = done {
                self.forget(&intent);
                return Err((path, error));
            }
        }
        Ok(intent)
    }

    /// Writes down what is about to happen, durably.
    fn announce(&mut self, going: &[Going]) -> std::io::Result<()> {
        if going.is_empty() {
            return Ok(());
        }
        let before = self.log.length();
        let line =
            |one: &Going| Line(self.run, one.key.clone(), JournalEvent::Begin(one.intent.clone()));
        let lines: Vec<Line> = going.iter().map(line).collect();
        self.append(&lines)?;
        let flushed = staging::flush_folder(&self.home.join(&self.own).join(STAGE))
            .and_then(|()| self.log.flush());
        if flushed.is_err() {
            going.iter().for_each(|one| self.state.apply(one.key.clone(), JournalEvent::Undone));
            self.log.cut_back(before)?;
        }
        flushed
    }

    /// Puts the files of one report in place; if one does not go, the earlier ones come back.
    fn put_in_place(&mut self, key: &str, intent: &Intent) -> Result<(), Obstacle> {
        for (index, step) in intent.steps.iter().enumerate() {
            if let Err(obstacle) = self.put_one(key, step) {
                let mut earlier = intent.steps[..index].iter();
                if earlier.try_for_each(|step| self.take_back(key, step)).is_ok() {
                    let _ = self.append(&[Line(self.run, key.to_owned(), JournalEvent::Undone)]);
                    self.forget(intent);
                }
                // Else the next run tries again: the intent is still in the journal.
                return Err(obstacle);
            }
        }
        Ok(())
    }

    /// Puts one file in place, unless somebody has saved there since it was looked.
    fn put_one(&self, key: &str, step: &Step) -> Result<(), Obstacle> {
        let (staged, path) = (self.home.join(&step.staged), self.target(key, &step.extension));
        let disk = |error| Obstacle::Disk(path.clone(), error);
        let Some(kept) = &step.kept else {
            return staging::rename_new(&staged, &path).map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Obstacle::Foreign(vec![path.clone()]),
                _ => disk(error),
            });
        };
        let edited = || Obstacle::Edited(vec![path.clone()]);
        match staging::exchange(&staged, &path) {
            Ok(true)
                if kept.seen.is_none() || staging::stamp(&staged).map_err(disk)? == kept.seen =>
            {
                Ok(())
            }
            Ok(true) => {
                self.give_back(key, step).map_err(disk)?;
                Err(edited())
            }
            // The shortest gap that can be had.
            Ok(false) if staging::stamp(&path).map_err(disk)? != kept.seen => Err(edited()),
            Ok(false) => staging::rename(&staged, &path).map_err(disk),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                staging::rename_new(&staged, &path).map_err(disk)
            }
            Err(error) => Err(disk(error)),
        }
    }

    /// Gives somebody's file its place again, from the stage. What was saved there even later
    /// stays, and the earlier one is kept.
    fn give_back(&self, key: &str, step: &Step) -> std::io::Result<()> {
        let (staged, path) = (self.home.join(&step.staged), self.target(key, &step.extension));
        if staging::exchange(&staged, &path)? && sum_of(&staged)?.as_ref() != Some(&step.new) {
            staging::exchange(&staged, &path)?;
            self.save_staged(key, step)?;
        }
        Ok(())
    }

    /// Moves what lies in the stage and is none of ours to where it stays.
    pub(super) fn save_staged(&self, key: &str, step: &Step) -> std::io::Result<()> {
        let staged = self.home.join(&step.staged);
        let Some(sum) = sum_of(&staged)? else { return Ok(()) };
        let sum = sum.get(..8).unwrap_or_default();
        let to = self.home.join(SAVED).join(format!("{key}-{sum}.{}", step.extension));
        env::make_folder(to.parent().unwrap_or(&self.home))?;
        staging::rename(&staged, &to)
    }

    /// Makes the renames durable and writes down that they are done. What fails now leaves
    /// the intent in the journal, and the next run finds all in place.
    fn finish(&mut self, going: &[Going], outcomes: &mut [Outcome]) {
        let folder = |key: &str| self.target(key, "").parent().map(Path::to_owned);
        let folders: BTreeSet<PathBuf> = going.iter().filter_map(|one| folder(&one.key)).collect();
        let flushed = folders.iter().try_for_each(|folder| staging::flush_folder(folder));
        let mut lines = Vec::new();
        for Going { index, key, intent } in going {
            let saved = match &flushed {
                Ok(()) => self.save_precious(key, intent),
                Err(error) => Err(copy_of(error)),
            };
            outcomes[*index] = match saved {
                Ok(saved) => {
                    lines.push(Line(self.run, key.clone(), JournalEvent::Done));
                    Ok(Settled { files: intent.entry.files.clone(), saved })
                }
                Err(error) => Err(Obstacle::Disk(self.out.clone(), error)),
            };
        }
        if self.append(&lines).is_err() {
            lines.into_iter().for_each(|Line(_, key, event)| self.state.apply(key, event));
            return;
        }
        let done = going.iter().filter(|one| outcomes[one.index].is_ok());
        done.for_each(|one| self.forget(&one.intent));
    }

    /// Puts the old content back, or takes away what had not been there.
    pub(super) fn take_back(&self, key: &str, step: &Step) -> std::io::Result<()> {
        let path = self.target(key, &step.extension);
        match &step.kept {
            Some(kept) => staging::rename(&self.home.join(&kept.name), &path),
            None => staging::remove(&path),
        }
    }

    /// Moves what people had edited to where it stays.
    pub(super) fn save_precious(
        &self,
        key: &str,
        intent: &Intent,
    ) -> std::io::Result<Vec<PathBuf>> {
        let saved = intent.steps.iter().map(|step| self.save_one(key, step));
        saved.filter_map(Result::transpose).collect()
    }

    pub(super) fn save_one(&self, key: &str, step: &Step) -> std::io::Result<Option<PathBuf>> {
        let Some(kept) = step.kept.as_ref().filter(|kept| kept.precious) else { return Ok(None) };
        let from = self.home.join(&kept.name);
        let sum = kept.sha256.get(..8).unwrap_or_default();
        let to = self.home.join(SAVED).join(format!("{key}-{sum}.{}", step.extension));
        if env::exists(&from) {
            env::make_folder(to.parent().unwrap_or(&self.home))?;
            staging::rename(&from, &to)?;
        }
        Ok(Some(to))
    }

    /// Removes what an intent has in the stage.
    pub(super) fn forget(&self, intent: &Intent) {
        for step in &intent.steps {
            let kept = step.kept.as_ref().map(|kept| &kept.name);
            for name in std::iter::once(&step.staged).chain(kept) {
                // What does not go now is cleared by the next run.
                let _ = staging::remove(&self.home.join(name));
            }
        }
    }

    fn discard(&self, staged: &Staged) {
        staged.names.iter().for_each(|name| drop(staging::remove(&self.home.join(name))));
    }
}

/// A file in the place of a new one.
#[derive(Debug)]
struct Old {
    sha256: String,
    precious: bool,
    seen: Option<staging::Stamp>,
}

/// The sum of what lies at a path; `None` if nothing does.
pub(super) fn sum_of(path: &Path) -> std::io::Result<Option<String>> {
    match staging::stamp(path)? {
        Some(_) => staging::sha256(path).map(Some),
        None => Ok(None),
    }
}

/// Errors of the system cannot be cloned.
fn copy_of(error: &std::io::Error) -> std::io::Error {
    match error.raw_os_error() {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}
