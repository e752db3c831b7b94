//! Files that are not as they were, and what was learnt from them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::inputs::{Inputs, Question};
use super::overlay::identity;

/// Files that were edited, made or removed, on the disk or over it.
#[derive(Debug)]
pub struct Changed {
    /// By [`identity`].
    files: BTreeSet<PathBuf>,
}

impl Changed {
    /// These files.
    pub fn of(paths: &[PathBuf]) -> Self {
        Self { files: paths.iter().map(|path| identity(path)).collect() }
    }

    /// The files, by their real paths.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// Whether one of them lies below a folder.
    pub fn is_below(&self, folder: &Path) -> bool {
        let folder = identity(folder);
        self.files.iter().any(|file| file.starts_with(&folder))
    }

    /// Whether what was learnt would be learnt otherwise now: only questions that the files
    /// can have to do with are asked again.
    pub fn belies(&self, inputs: &Inputs) -> bool {
        let differs = |(question, answer): (&Question, &String)| {
            self.concerns(question) && super::ask(question).as_ref() != Some(answer)
        };
        inputs.iter().any(differs)
    }

    fn concerns(&self, question: &Question) -> bool {
        match question {
            Question::Content(path) => self.files.contains(&identity(path)),
            // A folder is there, and in its own folder's list, because of what lies below it.
            Question::Presence(path) | Question::Listing(path) => self.is_below(path),
            // Who keeps an index asks it.
            Question::Index(_) => false,
        }
    }
}
