//! What a run that was killed had begun is finished or taken back by the next one.
//!
//! A file is in place where its staged name is gone or holds the old file. The run goes on
//! where all is as it was, and back where somebody has changed a file in the meantime.

use std::path::Path;

use super::journal::{Intent, JournalEvent, Line, Step};
use super::shard::Shard;
use super::store::Store;
use super::transaction::sum_of;
use crate::env::staging;

impl Store {
    /// Finishes or takes back what a run that was killed had begun.
    pub(super) fn recover(&mut self, shard: Option<Shard>) {
        self.refuse_foreign();
        let pending: Vec<(String, Intent)> = self
            .state
            .pending
            .iter()
            .filter(|(key, _)| shard.is_none_or(|shard| shard.has(key)))
            .map(|(key, intent)| (key.clone(), intent.clone()))
            .collect();
        for (key, intent) in pending {
            // What fails now – a full disk, say – is pending for the next run as well.
            let _ = self.recover_one(&key, &intent);
        }
    }

    /// Forgets what no run of the program can have meant, and says so.
    fn refuse_foreign(&mut self) {
        let is_ours = |(key, intent): &(&String, &Intent)| {
            intent.fits(key) && !staging::leads_away(&self.out, Path::new(key))
        };
        let foreign: Vec<String> = self
            .state
            .pending
            .iter()
            .filter(|one| !is_ours(one))
            .map(|(key, _)| key.clone())
            .collect();
        for key in foreign {
            self.state.pending.remove(&key);
            self.doubt(&key);
            // A journal that cannot be written says it again to the next run.
            let _ = self.append(&[Line(self.run, key, JournalEvent::Undone)]);
        }
    }

    fn recover_one(&mut self, key: &str, intent: &Intent) -> std::io::Result<()> {
        let mut waiting = Vec::new();
        let mut placed = Vec::new();
        let mut untouched = true;
        for step in &intent.steps {
            match self.stands(step)? {
                Stands::Waits => {
                    let there = sum_of(&self.target(key, &step.extension))?;
                    untouched &= there.as_ref() == step.kept.as_ref().map(|kept| &kept.sha256);
                    waiting.push(step);
                }
                Stands::Placed => placed.push(step),
                Stands::Foreign => {
                    self.save_staged(key, step)?;
                    untouched = false;
                    placed.push(step);
                }
            }
        }
        if untouched {
            for step in waiting {
                let path = self.target(key, &step.extension);
                staging::rename(&self.home.join(&step.staged), &path)?;
            }
            return self.finish_late(key, intent);
        }
        for step in placed {
            let there = sum_of(&self.target(key, &step.extension))?;
            if there.as_ref() == Some(&step.new) {
                self.take_back(key, step)?;
            } else {
                self.save_one(key, step)?;
            }
        }
        self.append(&[Line(self.run, key.to_owned(), JournalEvent::Undone)])?;
        self.forget(intent);
        Ok(())
    }

    /// Where a file of an intent stands.
    fn stands(&self, step: &Step) -> std::io::Result<Stands> {
        let Some(staged) = sum_of(&self.home.join(&step.staged))? else {
            return Ok(Stands::Placed);
        };
        let is_old = step.kept.as_ref().is_some_and(|kept| kept.sha256 == staged);
        Ok(match (staged == step.new, is_old) {
            (true, _) => Stands::Waits,
            (false, true) => Stands::Placed,
            (false, false) => Stands::Foreign,
        })
    }

    /// The journal of another part may hold the intent, so the whole entry is written.
    fn finish_late(&mut self, key: &str, intent: &Intent) -> std::io::Result<()> {
        let path = self.target(key, "");
        staging::flush_folder(path.parent().unwrap_or(&self.out))?;
        self.save_precious(key, intent)?;
        self.remember(key, intent.entry.clone())?;
        self.forget(intent);
        Ok(())
    }
}

/// Where a file of an intent stands after a run that was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In the stage.
    Waits,
    /// In its place: its staged name is gone, or holds the old file.
    Placed,
    /// Its staged name holds what is neither: somebody's work that was taken, or a file that
    /// the disk has lost.
    Foreign,
}
