//! 未存盘的内容: files as somebody is about to save them, laid over the disk. Whoever asks
//! the door gets the answers of the disk on which they are saved already.
#![expect(clippy::disallowed_methods, reason = "part of the door")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::view::{self, View};

/// Files with the content that is to count for them.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// By [`identity`].
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl Overlay {
    /// Lays content over a file, whether there is one or not.
    pub fn insert(&mut self, path: &Path, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(identity(path), bytes.into());
    }

    /// Takes the content away again: the file is as the disk has it.
    pub fn remove(&mut self, path: &Path) {
        self.files.remove(&identity(path));
    }

    /// What lies over a path.
    fn at(&self, path: &Path) -> Option<Laid> {
        let path = identity(path);
        let file = self.files.get(&path).map(|bytes| Laid::File(Arc::clone(bytes)));
        file.or_else(|| self.names(&path).next().is_some().then_some(Laid::Folder))
    }

    /// What lies in a folder, by name; a folder for several files comes several times.
    fn names<'a>(&'a self, folder: &Path) -> impl Iterator<Item = &'a OsStr> + use<'a> {
        let behind = self.files.range(folder.to_owned()..).map(|(path, _)| path);
        let folder = folder.to_owned();
        behind
            .map_while(move |path| path.strip_prefix(&folder).ok())
            .filter_map(|below| Some(below.components().next()?.as_os_str()))
    }
}

/// Does `work` on a disk over which these files lie, in place of any that lay over it before.
pub fn laid_over<T>(overlay: &Arc<Overlay>, work: impl FnOnce() -> T) -> T {
    View { overlay: Some(Arc::clone(overlay)), ..View::current() }.within(work)
}

/// What lies over a path.
enum Laid {
    File(Arc<[u8]>),
    /// A folder that the disk need not have.
    Folder,
}

fn laid(path: &Path) -> Option<Laid> {
    view::overlay()?.at(path)
}

/// One path for a file, whatever it is called by: the real folders as far as there are any.
pub(super) fn identity(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // No system opens a longer path, and each folder of it would be looked for.
    if absolute.as_os_str().len() > MAX_BYTES {
        return absolute;
    }
    let real = |folder: &Path| Some((folder.canonicalize().ok()?, folder.components().count()));
    let Some((mut real, known)) = absolute.ancestors().find_map(real) else { return absolute };
    for part in absolute.components().skip(known) {
        match part {
            Component::Normal(name) => real.push(name),
            Component::ParentDir => drop(real.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    real
}

/// The longest path of Windows, in characters.
const MAX_BYTES: usize = 32_767;

/// The whole content of a regular file, if it has `most` bytes or fewer.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    match laid(path) {
        Some(Laid::File(bytes)) if bytes.len() as u64 > most => {
            Err(io::ErrorKind::FileTooLarge.into())
        }
        Some(Laid::File(bytes)) => Ok(bytes.to_vec()),
        Some(Laid::Folder) => Err(io::ErrorKind::IsADirectory.into()),
        None => read_regular(path, most),
    }
}

/// Reads what was looked at: the file is opened once, and its sort and size are those of the
/// open file. A device or a pipe is opened without waiting and read not at all.
fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let data = file.metadata()?;
    if data.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !data.is_file() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, NotRegular));
    }
    if data.len() > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0) + 1);
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// What is no file and no folder: a device, a pipe, a socket, a link where none is followed.
#[derive(Debug, thiserror::Error)]
#[error("not a regular file")]
pub(super) struct NotRegular;

/// The size of a regular file, in bytes.
pub(super) fn size(path: &Path) -> io::Result<u64> {
    match laid(path) {
        Some(Laid::File(bytes)) => Ok(bytes.len() as u64),
        Some(Laid::Folder) => Err(io::ErrorKind::IsADirectory.into()),
        None => {
            let data = fs::metadata(path)?;
            match (data.is_file(), data.is_dir()) {
                (true, _) => Ok(data.len()),
                (false, true) => Err(io::ErrorKind::IsADirectory.into()),
                (false, false) => Err(io::Error::new(io::ErrorKind::Unsupported, NotRegular)),
            }
        }
    }
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Nothing,
    File,
    Folder,
}

/// What lies at a path.
pub(super) fn presence(path: &Path) -> Presence {
    match laid(path) {
        Some(Laid::File(_)) => Presence::File,
        Some(Laid::Folder) => Presence::Folder,
        None if path.is_dir() => Presence::Folder,
        None if path.exists() => Presence::File,
        None => Presence::Nothing,
    }
}

/// Files and folders of a folder, sorted by name.
pub(super) fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if let Some(Laid::File(_)) = laid(folder) {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let overlay = view::overlay();
    let laid = overlay.iter().flat_map(|overlay| overlay.names(&identity(folder)));
    let laid: BTreeSet<PathBuf> = laid.map(|name| folder.join(name)).collect();
    let on_disk = match fs::read_dir(folder) {
        Ok(entries) => entries.map(|one| one.map(|one| one.path())).collect::<Result<_, _>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !laid.is_empty() => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut paths = on_disk;
    paths.extend(laid);
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// The path with links and dots resolved.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound && laid(path).is_some() => {
            Ok(identity(path))
        }
        real => real,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::{self, Question};

    /// Everything that can be asked of a path, with what is written down.
    fn answers(path: &Path) -> (String, env::Inputs) {
        env::recording(|| {
            let kind = |error: io::Error| error.kind();
            format!(
                "{:?} {:?} {} {} {:?} {:?}",
                env::read(path).map_err(kind),
                env::file_size(path).map_err(kind),
                env::exists(path),
                env::is_folder(path),
                env::list(path).map_err(kind),
                env::real_path(path).map_err(kind),
            )
        })
    }

    #[test]
    fn a_file_laid_over_answers_as_if_it_were_saved() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("县/2024")).unwrap();
        fs::write(root.join("县/2024/甲.yaml"), "旧").unwrap();
        fs::write(root.join("县/2024/乙.yaml"), "乙").unwrap();
        let saved = ["县/2024/甲.yaml", "县/2024/丙.yaml", "县/2025/丁/戊.yaml", "己"];
        let asked: Vec<PathBuf> = ["", "县", "县/2024/甲.yaml", "县/2024", "县/2025", "县/2025/丁"]
            .into_iter()
            .chain(["县/2025/丁/戊.yaml", "县/2024/../2024/丙.yaml", "县/2024/乙.yaml", "己", "无"])
            .map(|name| root.join(name))
            .collect();
        let ask = || asked.iter().map(|path| answers(path)).collect::<Vec<_>>();
        let before = ask();
        let mut overlay = Overlay::default();
        saved.iter().for_each(|name| overlay.insert(&root.join(name), name.as_bytes()));
        let overlay = Arc::new(overlay);
        let laid = laid_over(&overlay, ask);
        assert_eq!(ask(), before, "the disk shows again");
        for name in saved {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), name).unwrap();
        }
        assert_eq!(laid, ask());
        for (question, answer) in laid.into_iter().flat_map(|(_, inputs)| inputs) {
            assert_eq!(env::ask(&question), Some(answer), "{question:?}");
        }
    }

    #[test]
    fn threads_see_it_only_if_they_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲");
        let mut overlay = Overlay::default();
        overlay.insert(&path, *b"1");
        let overlay = Arc::new(overlay);
        let (told, inputs) = laid_over(&overlay, || {
            env::recording(|| {
                let view = View::current();
                let there = || env::exists(&path);
                std::thread::scope(|scope| {
                    let bare = scope.spawn(there).join().unwrap();
                    let told = scope.spawn(|| view.within(there)).join().unwrap();
                    (bare, told)
                })
            })
        });
        assert_eq!(told, (false, true));
        assert_eq!(inputs[&Question::Presence(path.clone())], "file");
        assert!(!env::exists(&path));
        let caught = std::panic::catch_unwind(|| laid_over(&overlay, || panic!("planned")));
        assert!(caught.is_err() && !env::exists(&path), "a panic ends it");
    }

    #[test]
    fn a_link_and_its_file_are_one() {
        if !cfg!(unix) {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("甲"), folder.path().join("乙"));
        fs::write(&file, "旧").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut overlay = Overlay::default();
        overlay.insert(&link, *b"new");
        let overlay = Arc::new(overlay);
        assert_eq!(laid_over(&overlay, || env::read(&file)).unwrap(), b"new");
        let longest = PathBuf::from("a/".repeat(100_000));
        assert!(laid_over(&overlay, || env::read(&longest)).is_err());
    }
}
