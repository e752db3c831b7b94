//! The only door to the disk. `clippy.toml` bans `std::fs` elsewhere.
#![expect(clippy::disallowed_methods, reason = "this module is the door")]

mod changed;
mod inputs;
mod overlay;
pub mod staging;
mod view;

pub use changed::Changed;
pub use inputs::{Inputs, Question, note, note_all, recording};
pub use overlay::{Overlay, laid_over};
pub use view::View;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use overlay::Presence;

/// The whole content of a regular file.
///
/// # Errors
///
/// The system's, also where a folder, a device or a pipe lies at the path.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_at_most(path, u64::MAX - 1)
}

/// The whole content of a regular file, if it has `most` bytes or fewer.
///
/// # Errors
///
/// As [`read`]; `FileTooLarge` where it has more.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let read = overlay::read(path, most);
    note(|| Question::Content(path.to_owned()), || inputs::content(&read));
    read
}

/// The size of a regular file, in bytes. Who asks reads the file next, so only a file that
/// cannot be read is written down.
///
/// # Errors
///
/// The system's; `IsADirectory` for all that is no regular file.
pub fn file_size(path: &Path) -> io::Result<u64> {
    let size = overlay::size(path);
    if let Err(error) = &size {
        note(|| Question::Content(path.to_owned()), || format!("{:?}", error.kind()));
    }
    size
}

/// Whether something lies at the path.
pub fn exists(path: &Path) -> bool {
    presence(path) != Presence::Nothing
}

/// Whether a folder lies at the path.
pub fn is_folder(path: &Path) -> bool {
    presence(path) == Presence::Folder
}

fn presence(path: &Path) -> Presence {
    let presence = overlay::presence(path);
    note(|| Question::Presence(path.to_owned()), || inputs::presence(presence));
    presence
}

/// Files and folders of a folder, sorted by name.
///
/// # Errors
///
/// The system's.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let listed = overlay::list(folder);
    note(|| Question::Listing(folder.to_owned()), || inputs::listing(&listed));
    listed
}

/// The answer to a question, asked anew; `None` for those that the disk cannot answer.
pub fn ask(question: &Question) -> Option<String> {
    match question {
        Question::Content(path) => Some(inputs::content(&overlay::read(path, u64::MAX - 1))),
        Question::Presence(path) => Some(inputs::presence(overlay::presence(path))),
        Question::Listing(path) => Some(inputs::listing(&overlay::list(path))),
        Question::Index(_) => None,
    }
}

/// The path with links and dots resolved, to tell whether two paths mean one folder.
///
/// # Errors
///
/// The system's; `NotFound` where nothing lies at the path.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    overlay::real_path(path)
}

/// Makes a folder and those above it.
///
/// # Errors
///
/// The system's.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes one folder; fails if it is there already.
///
/// # Errors
///
/// The system's; `AlreadyExists` where something lies at the path.
pub fn make_new_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// Writes several files so that all are replaced or none: all are written to temporary
/// names beside their targets and flushed to the disk before the first is renamed. If a
/// later rename fails – its target is open in another program, say – the earlier targets
/// get their old content back.
///
/// # Errors
///
/// The system's, with the file that could not be written; then no file is another than before.
pub fn replace_together(files: &[(PathBuf, &[u8])]) -> Result<(), (PathBuf, io::Error)> {
    let result = stage(files).and_then(|()| rename_all(files));
    for (path, _) in files {
        // Best effort: what is left behind is overwritten by the next run.
        let _ = fs::remove_file(beside(path, STAGED));
        let _ = fs::remove_file(beside(path, KEPT));
    }
    for folder in files.iter().filter_map(|(path, _)| path.parent()) {
        sync_folder(folder);
    }
    result
}

/// Whether a name is that of a file which is not in its place yet, or of an old one beside it.
pub fn is_part(name: &str) -> bool {
    name.starts_with('.') && (name.ends_with(STAGED) || name.ends_with(KEPT))
}

/// Marks a new file that is not in its place yet.
const STAGED: &str = "yinfa-part";
/// Marks the old file while the new ones are put in place.
const KEPT: &str = "yinfa-kept";

fn stage(files: &[(PathBuf, &[u8])]) -> Result<(), (PathBuf, io::Error)> {
    files.iter().try_for_each(|(path, bytes)| {
        write_flushed(&beside(path, STAGED), bytes).map_err(|error| (path.clone(), error))
    })
}

fn rename_all(files: &[(PathBuf, &[u8])]) -> Result<(), (PathBuf, io::Error)> {
    for (path, _) in files {
        let kept = beside(path, KEPT);
        let _ = fs::remove_file(&kept);
        // A second name for the old content costs nothing; where a disk has no links it
        // is copied.
        if path.is_file() && fs::hard_link(path, &kept).is_err() {
            fs::copy(path, &kept).map_err(|error| (path.clone(), error))?;
        }
    }
    for (index, (path, _)) in files.iter().enumerate() {
        if let Err(error) = fs::rename(beside(path, STAGED), path) {
            files[..index].iter().for_each(|(earlier, _)| restore(earlier));
            return Err((path.clone(), error));
        }
    }
    Ok(())
}

/// Puts the old content back, or takes away what had not been there.
fn restore(path: &Path) {
    let kept = beside(path, KEPT);
    let _ = if kept.exists() { fs::rename(kept, path) } else { fs::remove_file(path) };
}

/// A hidden name beside a target; a later run overwrites what a killed one left.
fn beside(path: &Path, mark: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{mark}"))
}

fn write_flushed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the renames themselves durable where the system can.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// The local time as `20250327-153000`, for the name of a run's folder. Nothing that is
/// printed into a document ever comes from the clock.
pub fn local_time_stamp() -> String {
    jiff::ZonedDateTime::now().strftime("%Y%m%d-%H%M%S").to_string()
}

/// The local time as people write it, for the report of a run.
pub fn local_time() -> String {
    jiff::ZonedDateTime::now().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The system's reason in Chinese, with the original word for what has no translation.
pub fn io_reason(error: &io::Error) -> String {
    use io::ErrorKind;
    match error.kind() {
        _ if error.get_ref().is_some_and(|inner| inner.is::<overlay::NotRegular>()) => {
            "它是链接、设备或者管道，不是普通文件".to_owned()
        }
        ErrorKind::NotFound => "文件或文件夹不存在".to_owned(),
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::AlreadyExists => "已经存在".to_owned(),
        ErrorKind::IsADirectory => "它是文件夹，不是文件".to_owned(),
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        ErrorKind::QuotaExceeded => "超出磁盘配额".to_owned(),
        ErrorKind::ResourceBusy => "正被别的程序占用".to_owned(),
        ErrorKind::InvalidFilename => "文件名不合规定或者太长".to_owned(),
        ErrorKind::FileTooLarge => "文件太大".to_owned(),
        ErrorKind::CrossesDevices => "要移动的文件和目的地不在同一个磁盘上".to_owned(),
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的".to_owned(),
        ErrorKind::OutOfMemory => "内存不足".to_owned(),
        ErrorKind::TimedOut => "等得太久，没有回音".to_owned(),
        ErrorKind::BrokenPipe => "接收的一方已经关闭".to_owned(),
        // EMFILE and ENFILE have no kind of their own.
        _ if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) => {
            "打开的文件太多，系统不再允许".to_owned()
        }
        // ELOOP.
        _ if cfg!(target_os = "linux") && error.raw_os_error() == Some(40) => {
            "链接绕回了自己".to_owned()
        }
        _ if cfg!(unix) && error.raw_os_error() == Some(5) => "磁盘读写出错".to_owned(),
        _ => match error.raw_os_error() {
            Some(code) => format!("系统报告的错误是第 {code} 号"),
            None => "系统没有说明原因".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_keeps_the_old_files() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("甲.docx");
        fs::write(&kept, "昨天").unwrap();
        let missing = folder.path().join("无/乙.pdf");
        let (path, _) =
            replace_together(&[(kept.clone(), b"new"), (missing.clone(), b"new")]).unwrap_err();
        assert_eq!(path, missing);
        assert_eq!(fs::read_to_string(&kept).unwrap(), "昨天");
        assert_eq!(list(folder.path()).unwrap(), [kept]);
    }

    #[test]
    fn a_rename_that_fails_undoes_the_ones_before() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("甲.docx"), folder.path().join("乙.docx"));
        let blocked = folder.path().join("甲.pdf");
        fs::write(&old, "昨天").unwrap();
        fs::create_dir_all(blocked.join("占位")).unwrap();
        let files = [(old.clone(), "a".as_bytes()), (new, b"b"), (blocked.clone(), b"c")];
        assert_eq!(replace_together(&files).unwrap_err().0, blocked);
        assert_eq!(fs::read_to_string(&old).unwrap(), "昨天");
        assert_eq!(list(folder.path()).unwrap(), [old, blocked]);
    }
}
