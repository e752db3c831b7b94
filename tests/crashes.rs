//! What a batch leaves behind when it is killed, when the disk is full or cannot be written,
//! when inputs vanish and when files are locked: whole pairs, nothing lost, and the next run
//! makes what an undisturbed one makes. `scripts/kills.sh` kills 200 times.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::batch::{Place, data, files};
use crate::support::Random;

type Files = BTreeMap<String, Vec<u8>>;

/// Three bureaus in two versions of their data, with what undisturbed runs make of them.
struct Versions {
    place: Place,
    made: [Files; 2],
}

const TEXTS: [&str; 2] = ["一段。", "改过的另一段。"];
const BUREAUS: [(&str, &str); 3] = [("东县", "甲"), ("东县", "乙"), ("西县", "丙")];

impl Versions {
    fn new(place: Place) -> Self {
        let mut versions = Self { place, made: [Files::new(), Files::new()] };
        for version in [0, 1] {
            versions.set(version);
            let out = format!("undisturbed-{version}");
            versions.place.batch(&["--out", &out], 0);
            versions.made[version] = files(&versions.place.folder.join(out));
            assert_eq!(versions.made[version].len(), 6);
        }
        versions
    }

    /// Gives all bureaus the data of a version.
    fn set(&self, version: usize) {
        for (county, bureau) in BUREAUS {
            let path = format!("data/{county}/2024/{bureau}.yaml");
            self.place.write(&path, &data(bureau, TEXTS[version]));
        }
    }

    /// Every file that was there is there, each in one version or the other.
    fn check_files(&self, hint: &str) {
        let found = self.place.files();
        for (path, bytes) in &found {
            let whole = self.made.iter().any(|made| made.get(path) == Some(bytes));
            assert!(whole, "{hint}: {path} is neither old nor new");
        }
        assert_eq!(found.len(), 6, "{hint}: a file is lost");
    }

    /// Files are whole, and so are pairs.
    fn check_pairs(&self, hint: &str) {
        self.check_files(hint);
        let found = self.place.files();
        for path in found.keys().filter(|path| path.ends_with(".docx")) {
            let other = path.replace(".docx", ".pdf");
            let of = |version: usize, path: &str| found[path] == self.made[version][path];
            let together = [0, 1].iter().any(|&one| of(one, path) && of(one, &other));
            assert!(together, "{hint}: {path} and its PDF are of different versions");
        }
    }

    /// Waits until a new file lies in the stage, or the run is over.
    fn wait_for_stage(&self, child: &mut Child) {
        let stage = self.place.folder.join("out/.yinfa/stage");
        let is_empty = || std::fs::read_dir(&stage).is_ok_and(|mut list| list.next().is_none());
        while is_empty() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
    }

    /// Whether the journal says that files are on their way.
    fn is_amid(&self) -> bool {
        let path = self.place.folder.join("out/.yinfa/journal.jsonl");
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let mut going = BTreeSet::new();
        let lines = text.lines().filter_map(|line| serde_json::from_str(line).ok());
        for (_, key, event) in lines.map(|line: (u64, String, serde_json::Value)| line) {
            if event.get("begin").is_some() {
                going.insert(key);
            } else {
                going.remove(&key);
            }
        }
        !going.is_empty()
    }

    /// The next run makes what an undisturbed one makes.
    fn check_next_run(&self, version: usize, hint: &str) {
        self.place.batch(&[], 0);
        assert!(self.place.files() == self.made[version], "{hint}: other bytes");
        let stage = std::fs::read_dir(self.place.folder.join("out/.yinfa/stage")).unwrap();
        assert_eq!(stage.count(), 0, "{hint}: something is left");
    }
}

#[test]
fn killed_at_random_moments() {
    let kills = std::env::var("YINFA_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let versions = Versions::new(Place::in_memory());
    versions.set(0);
    versions.place.batch(&[], 0);
    versions.set(1);
    let start = Instant::now();
    versions.place.batch(&[], 0);
    let whole = start.elapsed();
    let mut random = Random(6);
    let (mut early, mut amid) = (0, 0);
    for kill in 0..kills {
        let version = kill % 2;
        versions.set(version);
        let mut child = versions.place.command(&["batch"]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let moment = match kill % 4 {
            // Half of them when files are on their way, which does not last long.
            2 | 3 => {
                versions.wait_for_stage(&mut child);
                Duration::from_micros(random.below(1500) as u64)
            }
            _ => Duration::from_micros(random.below(whole.as_micros() as usize) as u64),
        };
        std::thread::sleep(moment);
        early += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        amid += usize::from(versions.is_amid());
        let hint = format!("kill {kill} after {moment:?}");
        versions.check_files(&hint);
        versions.check_next_run(version, &hint);
    }
    assert!(early * 2 > kills, "only {early} of {kills} kills came before the end");
    let _ = writeln!(
        std::io::stderr(),
        "kill -9: {kills} times, {early} while it ran ({whole:?}), {amid} amid a pair, in {:?}",
        start.elapsed()
    );
}

#[test]
fn killed_and_then_only_looked_at_by_the_next_run() {
    // Recovery alone, without making anything: no pair stays mixed. On a disk that has to be
    // waited for, so that kills find files on their way.
    let versions = Versions::new(Place::new("crashes-recover"));
    versions.set(0);
    versions.place.batch(&[], 0);
    let mut random = Random(7);
    let mut amid = 0;
    for kill in 0..12 {
        versions.set(1 - kill % 2);
        let mut child = versions.place.command(&["batch"]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        versions.wait_for_stage(&mut child);
        std::thread::sleep(Duration::from_micros(random.below(30_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        amid += usize::from(versions.is_amid());
        versions.place.batch(&["--only", "failed"], 0);
        versions.check_pairs(&format!("kill {kill}"));
    }
    let _ = writeln!(std::io::stderr(), "kill -9 and recovery: 12 times, {amid} amid a pair");
}

/// A small disk of its own, where this is allowed; ends with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "yinfa-test"]).arg(folder);
        mounted(mount).then(|| Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

fn mounted(mut mount: Command) -> bool {
    let done = mount.output().is_ok_and(|done| done.status.success());
    if !done {
        let _ = writeln!(std::io::stderr(), "跳过：不能挂载（{mount:?}）");
    }
    done
}

#[test]
fn a_full_disk_loses_nothing() {
    let versions = Versions::new(Place::new("crashes-full"));
    let out = versions.place.folder.join("out");
    let Some(_disk) = SmallDisk::mount(&out, "size=4m") else { return };
    versions.set(0);
    versions.place.batch(&[], 0);
    let mut refused = 0;
    for (round, room) in [0, 4, 8, 16, 32, 48, 64, 96, 128, 192].into_iter().enumerate() {
        let version = (round + 1) % 2;
        versions.set(version);
        fill(&out, room * 1024);
        let args = ["batch", "--jobs", "1"];
        let (code, _, err) = versions.place.run(&args);
        assert!(code == 5 || code == 0, "{room} KB: {code} {err}");
        refused += usize::from(code == 5);
        if code == 5 {
            assert!(err.contains("磁盘已满"), "{room} KB: {err}");
        }
        let hint = format!("{room} KB left");
        versions.check_pairs(&hint);
        std::fs::remove_file(out.join(".filler")).unwrap();
        versions.check_next_run(version, &hint);
        for entry in std::fs::read_dir(&out).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("运行-") {
                std::fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    }
    assert!(refused >= 5, "the disk was full only {refused} times");
}

/// Fills a disk until only so many bytes are left.
fn fill(folder: &Path, room: usize) {
    let path = folder.join(".filler");
    let mut file = std::fs::File::create(&path).unwrap();
    let block = vec![1_u8; 4096];
    while file.write_all(&block).is_ok() {}
    let length = file.metadata().unwrap().len();
    file.set_len(length.saturating_sub(room as u64)).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_loses_nothing() {
    let versions = Versions::new(Place::new("crashes-read-only"));
    let out = versions.place.folder.join("out");
    let Some(_disk) = SmallDisk::mount(&out, "size=8m") else { return };
    versions.set(0);
    versions.place.batch(&[], 0);
    versions.set(1);
    let remount = |mode: &str| {
        let done = Command::new("mount").args(["-o", mode]).arg(&out).status().unwrap();
        assert!(done.success());
    };
    remount("remount,ro");
    let (_, err) = versions.place.batch(&[], 5);
    assert!(err.contains("file/unwritable") && err.contains("只读"), "{err}");
    versions.check_pairs("read-only");
    // A plan needs no writing.
    versions.place.batch(&["--dry-run"], 0);
    remount("remount,rw");
    versions.check_next_run(1, "writable again");
}

#[test]
fn a_locked_file_keeps_its_pair_together() {
    let versions = Versions::new(Place::new("crashes-locked"));
    versions.set(0);
    versions.place.batch(&[], 0);
    for (round, locked) in ["东县/2024/甲.docx", "东县/2024/甲.pdf"].into_iter().enumerate() {
        let version = (round + 1) % 2;
        versions.set(version);
        let path = versions.place.folder.join("out").join(locked);
        // A file that something is mounted on is busy, as one that Word has open on Windows.
        let mut mount = Command::new("mount");
        mount.arg("--bind").arg(&path).arg(&path);
        if !mounted(mount) {
            return;
        }
        let disk = SmallDisk(path);
        let (_, err) = versions.place.batch(&[], 1);
        assert!(err.contains("file/unwritable") && err.contains("占用"), "{err}");
        versions.check_pairs(locked);
        let found = versions.place.files();
        let changed = found.iter().filter(|(path, bytes)| versions.made[version][*path] == **bytes);
        assert_eq!(changed.count(), 4, "the others are made");
        drop(disk);
        versions.check_next_run(version, locked);
    }
}

#[test]
fn inputs_that_vanish_during_the_run_fail_alone() {
    let place = Place::new("crashes-vanish");
    for number in 0..60 {
        let name = format!("单位{number:02}");
        place.write(&format!("data/东县/2024/{name}.yaml"), &data(&name, "一段。"));
    }
    place.batch(&[], 0);
    let before = place.files();
    let last = place.folder.join("data/西县/2024/丙.yaml");
    let text = std::fs::read_to_string(&last).unwrap();
    let mut command = place.command(&["batch", "--force", "--jobs", "1"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    assert!(lines.next().unwrap().unwrap().contains("[1/63]"));
    std::fs::remove_file(&last).unwrap();
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(rest.iter().any(|line| line.contains("file/unreadable")), "{rest:?}");
    assert_eq!(place.last_report()["summary"]["made"], 62);
    assert!(place.files() == before, "the earlier pair is still there");
    std::fs::write(last, text).unwrap();
    place.batch(&[], 0);
    assert_eq!(place.states()["丙"], "made");
    assert!(place.files() == before);
}
