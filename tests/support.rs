//! What all tests share: the fonts and kinds of a run, every report made once, tools.

pub mod expected;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use yinfa::batch::{Job, Overrides, Record, RunContext, RunPrints, Settings, Store};
use yinfa::output::OutputFormat;
use yinfa::pipeline::{self, Outputs, Plan};

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A run with the bundled fonts and kinds.
pub fn plan() -> Plan {
    Plan::bundled().expect("the bundled fonts and kinds are sound")
}

/// Both files of one of the project's own reports.
pub struct Output {
    pub name: String,
    pub pdf: Vec<u8>,
    pub docx: Vec<u8>,
    pub pages: usize,
}

impl Output {
    /// The files of a report under a name.
    pub fn of(name: &str, outputs: &Outputs) -> Self {
        let file = |format| outputs.bytes(format).expect("every format is made").to_vec();
        Self {
            name: name.to_owned(),
            pdf: file(OutputFormat::Pdf),
            docx: file(OutputFormat::Docx),
            pages: outputs.pages,
        }
    }
}

/// The reports under `data/`, made once.
pub fn outputs() -> &'static [Output] {
    static OUTPUTS: LazyLock<Vec<Output>> = LazyLock::new(|| {
        let plan = plan();
        reports().iter().map(|path| make(path, &plan)).collect()
    });
    &OUTPUTS
}

/// The acceptance cases, made once: every element and format of the standard.
pub fn cases() -> &'static [Output] {
    static CASES: LazyLock<Vec<Output>> = LazyLock::new(|| {
        let plan = plan();
        case_paths().iter().map(|path| make(path, &plan)).collect()
    });
    &CASES
}

/// The data files of the acceptance cases.
pub fn case_paths() -> Vec<PathBuf> {
    let jobs = yinfa::batch::find_jobs(&root().join("tests/acceptance"), None)
        .expect("tests/acceptance is there")
        .value;
    jobs.into_iter().map(|job| job.input).collect()
}

/// Documents with charts, made once. Programs set the words of a chart each in its own way,
/// so they are no acceptance cases, whose words stand at given places in both files.
pub fn charts() -> &'static [Output] {
    static CHARTS: LazyLock<Vec<Output>> = LazyLock::new(|| {
        let plan = plan();
        let jobs = yinfa::batch::find_jobs(&root().join("tests/charts"), None)
            .expect("tests/charts is there")
            .value;
        jobs.iter().map(|job| make(&job.input, &plan)).collect()
    });
    &CHARTS
}

/// Every report, every acceptance case and every document with charts.
pub fn everything() -> impl Iterator<Item = &'static Output> {
    outputs().iter().chain(cases()).chain(charts())
}

/// The data files of the project's own reports.
pub fn reports() -> Vec<PathBuf> {
    let jobs = yinfa::batch::find_jobs(&root().join("data"), None).expect("data/ is there").value;
    jobs.into_iter().map(|job| job.input).collect()
}

/// Makes one report that must have no errors.
pub fn make(path: &Path, plan: &Plan) -> Output {
    let report = pipeline::export(path, plan);
    let outputs = report.outputs.unwrap_or_else(|| panic!("{path:?}: {:?}", report.findings));
    Output::of(&path.file_stem().expect("a file").to_string_lossy(), &outputs)
}

/// Makes all jobs one after the other.
pub fn run(jobs: Vec<Job>, plan: &Plan, root: &Path, out: &Path) -> Vec<Record> {
    let mut store = Store::open(out, None).expect("the folder is free");
    let prints = RunPrints::of_run(plan);
    let overrides = Overrides::default();
    let context = RunContext { out, root, prints: &prints, records: &plan.records, overrides };
    let planned = yinfa::batch::plan(jobs, store.state(), &context);
    let settings = Settings {
        plan,
        prints: &prints,
        root,
        threads: 1,
        overwrite_edited: false,
        allow_drafts: true,
        fail_fast: false,
        interrupted: &AtomicBool::new(false),
    };
    yinfa::batch::run(&mut store, &planned, &settings, &|_| {}).records
}

/// Numbers that look random, the same in every run of a test.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Puts things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// A fresh folder of a test's own.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the old scratch folder goes");
    }
    std::fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

/// A tool of `scripts/test-tools.sh`, or of the machine; says so when there is none.
pub fn tool(name: &str) -> Option<PathBuf> {
    let tools = root().join("target/tools");
    let own = [tools.join("venv/bin").join(name), tools.join("node/node_modules/.bin").join(name)];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = own
        .into_iter()
        .chain(std::env::split_paths(&path).map(|folder| folder.join(name)))
        .find(|candidate| candidate.is_file());
    if found.is_none() {
        let required = std::env::var_os("YINFA_REQUIRE_TOOLS").is_some();
        assert!(!required, "没有 {name}，而 YINFA_REQUIRE_TOOLS 要求它");
        // Not `eprintln!`, which is swallowed in tests that pass.
        let _ = writeln!(std::io::stderr(), "跳过：没有 {name}（scripts/test-tools.sh 可以安装）");
    }
    found
}

/// What a program prints; it must not fail.
pub fn succeeds(command: &mut Command) -> String {
    let done = command.output().expect("the tool starts");
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {printed}{errors}");
    printed
}

/// A part of a Word file.
pub fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

/// A Word file with a part changed.
pub fn rewritten(docx: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("a zip");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable");
        if file.name() == part {
            bytes = change(std::str::from_utf8(&bytes).expect("UTF-8")).into_bytes();
        }
        zip.start_file(file.name(), options).expect("started");
        zip.write_all(&bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// The words of a Word file, paragraphs after one another, without its marks.
pub fn word_text(docx: &[u8]) -> String {
    let xml = part(docx, "word/document.xml");
    let pieces = xml.split("<w:t").skip(1).filter_map(|piece| {
        let (attributes, rest) = piece.split_once('>')?;
        (attributes.is_empty() || attributes.starts_with(' ')).then(|| rest.split('<').next())?
    });
    pieces.collect()
}

/// Longer than anything in the tests takes on any machine, however busy.
const ENDLESS: Duration = Duration::from_secs(15 * 60);

/// Does what might never end: when it has not ended after an endless time, all tests end with
/// its name. Nothing is said of how fast it is; that is for the benches.
pub fn ends<T>(about: &str, work: impl FnOnce() -> T) -> T {
    let (done, waited) = std::sync::mpsc::channel::<()>();
    let name = about.to_owned();
    std::thread::spawn(move || {
        if waited.recv_timeout(ENDLESS) == Err(RecvTimeoutError::Timeout) {
            let _ = writeln!(std::io::stderr(), "{name} 没有结束");
            std::process::abort();
        }
    });
    let result = work();
    drop(done);
    result
}
