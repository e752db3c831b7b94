//! Files of others are read in a process of their own: whatever a library does there – run
//! out of stack or memory, go on for ever – ends that process, and one sentence says so. One
//! process reads one file, or one pair.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Exit, compare, inspect, output};
use crate::diag::{Code, Diagnostic, Place};
use crate::env;

/// What a process of its own is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Task {
    /// Measure a file.
    Inspect,
    /// Compare two.
    Compare,
}

/// The memory of such a process, in bytes.
const MEMORY: u64 = 460 << 20;
/// What it may reserve without using it, in bytes.
const ADDRESSES: u64 = 1_400 << 20;
/// The time for any file.
const TIME: Duration = Duration::from_secs(4);
/// Further time for each megabyte of a file, up to [`MOST_TIME`].
const TIME_PER_MB: Duration = Duration::from_secs(1);
const MOST_TIME: Duration = Duration::from_secs(30);
/// What it may answer, in bytes.
const ANSWER: u64 = 64 << 20;
/// How often it is looked whether it is done.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// What a process answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer<T> {
    /// What was asked for.
    Done(T),
    /// Why there is none.
    Refused { code: String, message: String, hints: Vec<String>, file: PathBuf },
}

/// The task, done by another process; `width` is that of the terminal, which it cannot see.
pub(super) fn ask<T: DeserializeOwned>(
    task: Task,
    files: &[&Path],
    width: Option<u16>,
) -> Result<T, Diagnostic> {
    let first = files.first().copied().unwrap_or(Path::new(""));
    let refuse = |code, message: String| Diagnostic::new(code, Place::File(first.into()), message);
    let sizes = files.iter().filter_map(|file| env::file_size(file).ok());
    let megabytes = u32::try_from(sizes.sum::<u64>() >> 20).unwrap_or(u32::MAX);
    let time = TIME.saturating_add(TIME_PER_MB.saturating_mul(megabytes)).min(MOST_TIME);
    let mut child = start(task, files, width, time).map_err(|error| {
        let reason = env::io_reason(&error);
        refuse(Code::NoResources, format!("不能另开一个进程来读这个文件：{reason}"))
    })?;
    let answer = child.stdout.take().map(|pipe| {
        std::thread::Builder::new().spawn(move || {
            let mut bytes = Vec::new();
            pipe.take(ANSWER).read_to_end(&mut bytes).map(|_| bytes)
        })
    });
    let Some(status) = wait(&mut child, time) else {
        let seconds = time.as_secs();
        return Err(refuse(Code::InspectTooSlow, format!("读这个文件超过了 {seconds} 秒的时限")));
    };
    let bytes = answer.and_then(Result::ok).and_then(|thread| thread.join().ok()?.ok());
    match serde_json::from_slice(&bytes.unwrap_or_default()) {
        Ok(Answer::Done(done)) => Ok(done),
        Ok(Answer::Refused { code, message, hints, file }) => {
            let code = Code::of(&code).unwrap_or(Code::InspectDamaged);
            let mut finding = Diagnostic::new(code, Place::File(file), message);
            finding.hints = hints;
            Err(finding)
        }
        Err(_) => Err(refuse(Code::InspectTooLarge, ended(status))),
    }
}

/// Why a process ended without an answer.
fn ended(status: ExitStatus) -> String {
    let limit = MEMORY >> 20;
    match status.code() {
        Some(code) if code == i32::from(Exit::Input.code()) => {
            "读这个文件的进程没有给出结果".to_owned()
        }
        _ => format!("读这个文件要的内存或者嵌套的层数超出了限度（{limit} MB），没有读完"),
    }
}

fn start(
    task: Task,
    files: &[&Path],
    width: Option<u16>,
    time: Duration,
) -> std::io::Result<Child> {
    let word = match task {
        Task::Inspect => "inspect",
        Task::Compare => "compare",
    };
    let mut arguments: Vec<OsString> =
        vec!["apart".into(), word.into(), "--seconds".into(), time.as_secs().to_string().into()];
    if let Some(width) = width {
        arguments.extend(["--width".into(), width.to_string().into()]);
    }
    arguments.push("--".into());
    arguments.extend(files.iter().map(|file| file.as_os_str().to_owned()));
    Process::new(std::env::current_exe()?)
        .args(arguments)
        // The allocator would take a gigabyte in advance, which the limit counts.
        .env("MIMALLOC_ARENA_EAGER_COMMIT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // What a library says when it dies helps nobody.
        .stderr(Stdio::null())
        .spawn()
}

/// Waits for its end; one that takes too long is ended.
fn wait(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => std::thread::sleep(LOOK_AGAIN),
            Ok(None) | Err(_) => {
                // It may have ended in between.
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Does a task in this process, which is there for it alone, and prints the answer.
pub(super) fn run(task: Task, files: &[PathBuf], width: Option<u16>, seconds: u64) -> Exit {
    limit(seconds);
    let answer = match (task, files) {
        (Task::Inspect, [file]) => said(inspect::measured(file, width)),
        (Task::Compare, [one, other]) => said(compare::compared(one, other)),
        (Task::Inspect | Task::Compare, _) => return Exit::Usage,
    };
    match answer.is_ok_and(|bytes| output::bytes(&bytes)) {
        true => Exit::Done,
        false => Exit::Disk,
    }
}

fn said<T: Serialize>(outcome: Result<T, Diagnostic>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&match outcome {
        Ok(done) => Answer::Done(done),
        Err(finding) => Answer::Refused {
            code: finding.code.text().to_owned(),
            file: finding.place.position().0.unwrap_or_default(),
            message: finding.message,
            hints: finding.hints,
        },
    })
}

/// Asks the system to end this process where it takes too much. Windows knows no such limits
/// for a process that sets them itself; there the time alone is limited, from outside.
fn limit(seconds: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limits = [
            (Resource::Data, MEMORY),
            (Resource::As, ADDRESSES),
            // Where whoever waits is killed, the clock of the system goes on.
            (Resource::Cpu, seconds + 2),
            (Resource::Core, 0),
        ];
        for (resource, most) in limits {
            // A system that does not know one of them knows the others.
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
        }
    }
    #[cfg(not(unix))]
    let _ = seconds;
}
