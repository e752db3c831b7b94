//! The power goes, or the disk fails, before every single step of a transaction and of its
//! recovery.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside")]

use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use super::journal::Entry;
use super::store::{Closed, Store};
use super::transaction::Obstacle;
use crate::env::staging::{Fault, with_fault};
use crate::output::{OutputFile, OutputFormat};

const KEYS: [&str; 2] = ["县/2024/甲", "县/2024/乙"];
const COUNT: usize = OutputFormat::ALL.len();

/// What lies in an output folder before the run that is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Earlier,
    /// The clerk has edited the Word file, and wants it replaced.
    Edited,
}

fn open(out: &Path) -> Store {
    match Store::open(out, None) {
        Ok(store) => store,
        Err(Closed::Busy) => panic!("busy"),
        Err(Closed::Unusable(finding)) => panic!("{}", finding.message),
    }
}

/// Makes both reports with the text of `version`.
fn make(store: &mut Store, version: &str, overwrite: bool) -> Vec<Result<(), Obstacle>> {
    let stage = store.stage();
    let staged = KEYS.iter().enumerate().map(|(number, key)| {
        let files = OutputFormat::ALL.map(|format| {
            let text = format!("{key} {} {version}", format.extension());
            OutputFile { format, bytes: text.into_bytes() }
        });
        stage.write(number, key, Entry::default(), &files)
    });
    let mut outcomes = Vec::new();
    let mut group = Vec::new();
    for one in staged {
        match one {
            Ok(one) => group.push(one),
            Err((path, error)) => outcomes.push(Err(Obstacle::Disk(path, error))),
        }
    }
    outcomes.extend(store.commit(group, overwrite).into_iter().map(|one| one.map(drop)));
    outcomes
}

fn read(out: &Path, key: &str, format: OutputFormat) -> Option<String> {
    fs::read_to_string(out.join(format!("{key}.{}", format.extension()))).ok()
}

/// The files of a report.
fn all(out: &Path, key: &str) -> [Option<String>; COUNT] {
    OutputFormat::ALL.map(|format| read(out, key, format))
}

/// In memory where the system can: the tests wait for the disk thousands of times.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn prepare(before: Before) -> (tempfile::TempDir, PathBuf) {
    let folder = scratch();
    let out = folder.path().join("out");
    if before != Before::Nothing {
        assert!(make(&mut open(&out), "旧", false).iter().all(Result::is_ok));
    }
    if before == Before::Edited {
        fs::write(out.join(format!("{}.docx", KEYS[0])), "手改").unwrap();
    }
    (folder, out)
}

/// The files of a report in one version.
fn version(key: &str, version: &str) -> [Option<String>; COUNT] {
    OutputFormat::ALL.map(|format| Some(format!("{key} {} {version}", format.extension())))
}

/// Reports are whole, nothing that was there is lost, and what the journal says is true.
fn check(out: &Path, before: Before, hint: &str) {
    let store = open(out);
    assert!(store.state().pending.is_empty(), "{hint}");
    for key in KEYS {
        let found = all(out, key);
        let mut old = version(key, "旧");
        match before {
            Before::Nothing => old.fill(None),
            Before::Edited if key == KEYS[0] => old[0] = Some("手改".to_owned()),
            Before::Edited | Before::Earlier => {}
        }
        assert!(found == old || found == version(key, "新"), "{hint}: {found:?}");
        if found == version(key, "新") {
            let entry = store.entry(key).expect(hint);
            assert!(
                entry.files.iter().all(|made| {
                    let path = store.target(key, &made.extension);
                    crate::env::staging::sha256(&path).unwrap() == made.sha256
                }),
                "{hint}"
            );
            if before == Before::Edited && key == KEYS[0] {
                assert_eq!(saved(out), ["手改"], "{hint}");
            }
        }
    }
    let stage = out.join(".yinfa/stage");
    assert_eq!(fs::read_dir(&stage).unwrap().count(), 0, "{hint}: the stage is empty");
}

/// What was saved before it was replaced.
fn saved(out: &Path) -> Vec<String> {
    let folder = out.join(".yinfa/saved/县/2024");
    let list = fs::read_dir(folder).into_iter().flatten().flatten();
    list.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect()
}

/// One disturbed run, then `recover`, then a run that nobody disturbs.
fn disturbed(before: Before, at: usize, fault: Fault, recover: impl FnOnce(&Path)) -> bool {
    let (_folder, out) = prepare(before);
    let mut store = open(&out);
    let (_, came) = with_fault(at, fault, AssertUnwindSafe(|| make(&mut store, "新", true)));
    // A process that is killed unlocks by ending.
    drop(store);
    recover(&out);
    let hint = format!("{before:?}, {fault:?} at step {at}");
    check(&out, before, &hint);
    let outcomes = make(&mut open(&out), "新", true);
    assert!(outcomes.iter().all(Result::is_ok), "{hint}: {outcomes:?}");
    KEYS.iter().for_each(|key| assert_eq!(all(&out, key), version(key, "新"), "{hint}"));
    came
}

const CASES: [Before; 3] = [Before::Nothing, Before::Earlier, Before::Edited];

#[test]
fn killed_or_failing_at_every_step() {
    for before in CASES {
        for fault in [Fault::Killed, Fault::Fails] {
            let steps = (0..).take_while(|&at| disturbed(before, at, fault, |_| {})).count();
            assert!(steps >= 20, "{before:?}: only {steps} steps");
        }
    }
}

#[test]
fn recovery_itself_is_killed_or_fails_at_every_step() {
    for before in CASES {
        for at in 0.. {
            let mut all_came = true;
            for again in 0.. {
                let fault = if again % 2 == 0 { Fault::Killed } else { Fault::Fails };
                let mut came = false;
                all_came &= disturbed(before, at, Fault::Killed, |out| {
                    came = with_fault(again, fault, || drop(Store::open(out, None))).1;
                });
                if !came {
                    break;
                }
            }
            if !all_came {
                break;
            }
        }
    }
}

#[test]
fn what_a_clerk_edits_after_the_crash_is_never_lost() {
    for format in OutputFormat::ALL {
        for at in 0.. {
            let (_folder, out) = prepare(Before::Earlier);
            let mut store = open(&out);
            let (_, came) =
                with_fault(at, Fault::Killed, AssertUnwindSafe(|| make(&mut store, "新", false)));
            drop(store);
            let path = out.join(format!("{}.{}", KEYS[0], format.extension()));
            fs::write(&path, "手改").unwrap();
            let store = open(&out);
            let hint = format!("{} edited after step {at}", format.word());
            assert_eq!(fs::read_to_string(&path).unwrap(), "手改", "{hint}");
            for other in OutputFormat::ALL.into_iter().filter(|one| *one != format) {
                let other = read(&out, KEYS[0], other).unwrap();
                assert!(other.ends_with("旧") || other.ends_with("新"), "{hint}: {other}");
            }
            drop(store);
            let outcomes = make(&mut open(&out), "新二", false);
            assert!(matches!(outcomes[0], Err(Obstacle::Edited(_))), "{hint}: {outcomes:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "手改", "{hint}");
            if !came {
                break;
            }
        }
    }
}

#[test]
fn files_of_unknown_origin_stay_unless_they_are_the_same() {
    let (_folder, out) = prepare(Before::Earlier);
    fs::remove_dir_all(out.join(".yinfa")).unwrap();
    // The same bytes: nobody would lose anything.
    assert!(make(&mut open(&out), "旧", false).iter().all(Result::is_ok));
    fs::remove_dir_all(out.join(".yinfa")).unwrap();
    let outcomes = make(&mut open(&out), "新", false);
    assert!(outcomes.iter().all(|one| matches!(one, Err(Obstacle::Foreign(_)))), "{outcomes:?}");
    KEYS.iter().for_each(|key| assert_eq!(all(&out, key), version(key, "旧")));
    assert!(make(&mut open(&out), "新", true).iter().all(Result::is_ok));
    let mut kept = saved(&out);
    kept.sort();
    assert_eq!(kept.len(), KEYS.len() * COUNT);
    assert!(kept.iter().all(|text| text.ends_with("旧")), "{kept:?}");
}

#[test]
fn one_run_at_a_time_and_parts_together() {
    let folder = scratch();
    let out = folder.path();
    let shard = |text: &str| Store::open(out, Some(text.parse().unwrap()));
    let busy = |result: Result<Store, Closed>| matches!(result, Err(Closed::Busy));
    let whole = open(out);
    assert!(busy(Store::open(out, None)) && busy(shard("1/2")));
    drop(whole);
    let (one, two) = (shard("1/2").ok(), shard("2/2").ok());
    assert!(one.is_some() && two.is_some());
    assert!(busy(shard("1/2")) && busy(shard("1/3")) && busy(Store::open(out, None)));
    drop((one, two));
    drop(shard("1/3").expect("free again"));
}

#[test]
fn journals_of_parts_are_taken_in_by_the_next_whole_run() {
    let folder = scratch();
    let out = folder.path();
    for part in ["1/2", "2/2"] {
        let mut store = Store::open(out, Some(part.parse().unwrap())).unwrap();
        assert!(make(&mut store, part, true).iter().all(Result::is_ok));
    }
    let whole = open(out);
    assert_eq!(whole.state().entries.len(), 2);
    assert!(!out.join(".yinfa/shards/1-2/journal.jsonl").exists());
    let known = &whole.entry(KEYS[0]).expect("known").files[0].sha256;
    assert_eq!(*known, crate::digest::hex(format!("{} docx 2/2", KEYS[0]).as_bytes()));
}
