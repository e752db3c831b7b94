//! How long one report takes, warm, on one thread: `cargo bench`. No two reports in a row say
//! the same, so that no cache hides work; `scripts/generate.py` invents them.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use criterion::{Criterion, criterion_group, criterion_main};
use yinfa::FontSet;
use yinfa::Rules;
use yinfa::batch::find_jobs;
use yinfa::data::records::Records;
use yinfa::env;
use yinfa::kind::Kinds;
use yinfa::pipeline::{Plan, check, export};
use yinfa::sheets::Books;
use yinfa::source::Source;
use yinfa::standard::GENERAL;

/// Different reports that take turns; caches forget a report after a few others.
const REPORTS: &str = "200";

fn reports() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-reports");
    let done = Command::new("python3")
        .arg(root.join("scripts/generate.py"))
        .args([REPORTS.as_ref(), folder.as_os_str()])
        .status();
    assert!(done.is_ok_and(|status| status.success()), "scripts/generate.py needs Python 3");
    let jobs = find_jobs(&folder, None).expect("the invented reports").value;
    jobs.into_iter().map(|job| job.input).collect()
}

fn one_report(criterion: &mut Criterion) {
    // As in a batch, where a thread keeps to its own report.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    alone.build_global().expect("nothing has used threads yet");
    let reports = reports();
    let fonts = FontSet::load(&[]).value;
    let plan = Plan {
        kinds: Kinds::load(None).expect("the bundled kinds"),
        fonts: fonts.expect("the bundled fonts"),
        layout: GENERAL,
        books: Books::default(),
        records: Records::scan(&[folder_of(&reports)]),
    };
    let turn = Cell::new(0);
    let next = || {
        turn.set(turn.get() + 1);
        reports[turn.get() % reports.len()].as_path()
    };
    let mut group = criterion.benchmark_group("one report of seven pages");
    group.sample_size(50);
    group.bench_function("Word and PDF", |bench| {
        bench.iter(|| assert!(export(next(), &plan).outputs.is_some()));
    });
    group.bench_function("check only", |bench| {
        bench.iter(|| check(next(), &plan));
    });
    group.finish();
}

/// Two hundred instances of rules over one report: rules are compiled once for each kind, a
/// report pays for looking and adding.
fn two_hundred_rules(criterion: &mut Criterion) {
    let rules: String = (0..67)
        .map(|number| {
            format!(
                "- 编号: E{number}\n  逐项: {{列: [自然人, 法人, 总计]}}\n  等式: 申请.新收.{{列}} + \
                 申请.上年结转.{{列}} = 申请.办理总计.{{列}} + 申请.结转下年.{{列}}\n"
            )
        })
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let schema = env::read(&folder.join("kinds/试验报告/schema.json")).expect("a contract");
    let schema = serde_json::from_slice(&schema).expect("JSON");
    let source = Arc::new(Source::new("rules.yaml", rules));
    let rules = Rules::read(&source, &schema).expect("sound rules");
    let data = yinfa::data::load(&folder.join("cases/2024/相符.yaml")).root.expect("a report");
    criterion.bench_function("two hundred instances of rules", |bench| {
        bench.iter(|| {
            let mut findings = yinfa::diag::Findings::new();
            rules.check(&data, &|_| None, &mut findings);
            assert!(findings.is_empty(), "{findings:?}");
        });
    });
}

/// The folder that all reports lie in.
fn folder_of(reports: &[PathBuf]) -> PathBuf {
    reports.first().and_then(|path| path.ancestors().nth(3)).expect("a county").to_owned()
}

criterion_group!(benches, one_report, two_hundred_rules);
criterion_main!(benches);
