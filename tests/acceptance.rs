//! The acceptance table of GB/T 9704-2012, measured by an independent program on every case in
//! `tests/acceptance`: on the PDF, and on the Word file as LibreOffice sets it.
//!
//! The same run measures files that are wrong on purpose, so that the program cannot lose
//! sight of an error unnoticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;
use yinfa::standard::{GENERAL, Layout};
use yinfa::units::{Mm, Pt, Twip};

use crate::support::{self, Output};

/// The least number of cases.
const LEAST_CASES: usize = 40;

#[test]
fn every_row_is_within_its_tolerance() {
    let Some(answer) = answer() else { return };
    let exceptions = exceptions();
    let cases: Vec<&str> = support::cases().iter().map(|case| case.name.as_str()).collect();
    assert!(cases.len() >= LEAST_CASES, "{} cases", cases.len());
    write_report(answer, &cases, &exceptions);
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for case in cases {
        for row in &answer.files[case] {
            let Row { row: name, pdf, word, .. } = row;
            if let Some(side) = pdf.as_ref().filter(|side| !side.ok) {
                wrong.push(format!("{case}: PDF {name}: {}", side.bad.join("; ")));
            }
            let Some(side) = word.as_ref().filter(|side| !side.ok) else { continue };
            match exceptions.iter().position(|one| one.is_about(name, case)) {
                Some(index) => _ = used.insert(index),
                None => wrong.push(format!("{case}: Word {name}: {}", side.bad.join("; "))),
            }
        }
    }
    for (index, Exception { row, case, .. }) in exceptions.iter().enumerate() {
        if !used.contains(&index) {
            wrong.push(format!("{FILE}: “{row}” in “{case}” does not occur any more"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_is_measured_in_both_files() {
    let Some(answer) = answer() else { return };
    let rows: Vec<&Row> = answer.files.values().flatten().collect();
    // These compare the two files and are counted with the Word file.
    let comparing = ["两份文字相同", "换面相同"];
    for TableRow { row, .. } in &answer.table {
        let of = |side: fn(&Row) -> bool| rows.iter().any(|one| one.row == *row && side(one));
        let is_comparing = comparing.contains(&row.as_str());
        assert!(is_comparing || of(|one| one.pdf.is_some()), "{row} is in no PDF");
        assert!(of(|one| one.word.is_some()), "{row} is in no Word file");
    }
}

#[test]
fn files_that_are_wrong_are_found_out() {
    let Some(answer) = answer() else { return };
    for Trial { case, row, .. } in TRIALS {
        let rows = &answer.files[&trial_name(case, row)];
        let found = rows.iter().find(|one| one.row == *row);
        let found = found.unwrap_or_else(|| panic!("{row} is not measured in {case}"));
        for (file, side) in [("PDF", &found.pdf), ("Word", &found.word)] {
            let is_found = side.as_ref().is_some_and(|side| !side.ok);
            assert!(is_found, "{row} of a wrong {file} of {case} passes: {side:?}");
        }
    }
}

/// A case made with a wrong measure, and the row that has to say so.
struct Trial {
    case: &'static str,
    row: &'static str,
    spoil: fn(&mut Layout),
}

const fn trial(case: &'static str, row: &'static str, spoil: fn(&mut Layout)) -> Trial {
    Trial { case, row, spoil }
}

const TRIALS: &[Trial] = &[
    trial("02-份号", "左边（字框）", |layout| layout.margin_left.value = Mm(30.0)),
    trial("02-份号", "标志上边缘", |layout| layout.mark_offset.value = Mm(37.0)),
    trial("02-份号", "文号至红线", |layout| layout.head_rule_gap.value = Mm(5.5)),
    trial("02-份号", "段首空二字", |layout| layout.paragraph_indent.value = 3),
    trial("02-份号", "字号", |layout| layout.title_size.value = Pt(20.0)),
    trial("14-签发人五", "签发人右空", |layout| layout.number_indent.value = 3),
    trial("25-附件说明一个", "附件说明左空", |layout| {
        layout.attachment_note_indent.value = 3;
    }),
    trial("28-署名比日期短", "日期位置", |layout| layout.signature_right.value = 3),
    trial("33-印章四十五毫米", "印章顶端距正文", |layout| {
        layout.seal_gap.value = Mm(12.0);
    }),
    trial("36-联合印章四", "印章不相切", |layout| layout.seal_spacing.value = Mm(-2.0)),
    trial("40-签名章图片", "签名章右空", |layout| layout.stamp_right.value = 3),
    trial("40-签名章图片", "职务距签名章", |layout| layout.stamp_gap.value = 3),
    trial("47-版记双数面有余", "版记首末线粗细", |layout| {
        layout.imprint_thick_rule.value = Mm(0.45);
    }),
    trial("47-版记双数面有余", "版记中间线粗细", |layout| {
        layout.imprint_thin_rule.value = Mm(0.35);
    }),
    trial("47-版记双数面有余", "版记左空一字", |layout| {
        layout.imprint_indent.value = 2
    }),
    trial("53-信函一面", "信函双线长", |layout| {
        layout.letter_rule_width.value = Mm(168.0)
    }),
    trial("53-信函一面", "信函下线下缘", |layout| {
        layout.letter_rule_bottom.value = Mm(22.0);
    }),
    trial("57-命令", "标志上边缘", |layout| layout.order_mark_offset.value = Mm(23.0)),
    trial("59-纪要", "名单左空", |layout| layout.roster_indent.value = 3),
    trial("62-满面", "满面行数", |layout| layout.line_pitch.value = Twip(600)),
    trial("62-满面", "页码线中", |layout| layout.page_number_drop.value = Mm(10.0)),
];

fn trial_name(case: &str, row: &str) -> String {
    format!("{case}, {row}")
}

/// What the measuring program says.
#[derive(Deserialize)]
struct Answer {
    table: Vec<TableRow>,
    files: BTreeMap<String, Vec<Row>>,
}

/// A row of the acceptance table.
#[derive(Deserialize)]
struct TableRow {
    row: String,
    clause: String,
    target: String,
    tolerance: String,
}

/// A row as measured in a case.
#[derive(Deserialize)]
struct Row {
    row: String,
    pdf: Option<Side>,
    word: Option<Side>,
}

/// A row in one of a case's files.
#[derive(Debug, Deserialize)]
struct Side {
    /// How far the worst value is from its target.
    off: f64,
    ok: bool,
    count: usize,
    /// Where it is out of tolerance.
    bad: Vec<String>,
}

/// All cases and trials, measured once; `None` if a tool is missing.
fn answer() -> Option<&'static Answer> {
    static ANSWER: LazyLock<Option<Answer>> = LazyLock::new(measure);
    ANSWER.as_ref()
}

fn measure() -> Option<Answer> {
    let (_, _) = (support::tool("soffice")?, support::tool("pdftoppm")?);
    let python = support::tool("pdfplumber")?.with_file_name("python");
    let folder = support::scratch("acceptance");
    let mut list = String::new();
    let mut word = Vec::new();
    for (index, (name, case, output)) in files().into_iter().enumerate() {
        let [pdf, docx] = ["pdf", "docx"].map(|format| folder.join(format!("{index:03}.{format}")));
        std::fs::write(&pdf, &output.pdf).expect("a written PDF");
        std::fs::write(&docx, &output.docx).expect("a written Word file");
        let printed = folder.join("word").join(pdf.file_name().expect("a file"));
        let paths = [case, pdf, printed].map(|path| path.display().to_string());
        writeln!(list, "{name}\t{}", paths.join("\t")).expect("a string takes all");
        word.push(docx);
    }
    let script = |name: &str| support::root().join("scripts").join(name);
    let mut print = Command::new(script("word-to-pdf.sh"));
    succeeds(print.arg("--copy").arg(folder.join("word")).args(&word));
    let jobs = folder.join("list");
    std::fs::write(&jobs, list).expect("a written list");
    let json = succeeds(Command::new(python).arg("-B").arg(script("acceptance.py")).arg(jobs));
    Some(serde_json::from_str(&json).expect("rows for each file"))
}

/// Everything to measure: name, case, files.
fn files() -> Vec<(String, PathBuf, Output)> {
    let folder = support::root().join("tests/acceptance");
    let path = |name: &str| folder.join(format!("{name}.yaml"));
    let copy = |output: &Output| Output {
        name: output.name.clone(),
        pdf: output.pdf.clone(),
        docx: output.docx.clone(),
        pages: output.pages,
    };
    let cases = support::cases().iter().map(|one| (one.name.clone(), path(&one.name), copy(one)));
    let trials = TRIALS.iter().map(|Trial { case, row, spoil }| {
        let mut layout = GENERAL;
        spoil(&mut layout);
        let plan = yinfa::pipeline::Plan { layout, ..support::plan() };
        (trial_name(case, row), path(case), support::make(&path(case), &plan))
    });
    cases.chain(trials).collect()
}

fn succeeds(command: &mut Command) -> String {
    let done = command.output().expect("a program that starts");
    let complaints = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {complaints}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

const FILE: &str = "tests/acceptance/word-exceptions.txt";

/// A row in which LibreOffice itself is known to differ.
struct Exception {
    row: String,
    /// What the name of the case contains.
    case: String,
    evidence: String,
}

impl Exception {
    fn is_about(&self, row: &str, case: &str) -> bool {
        self.row == row && case.contains(&self.case)
    }
}

fn exceptions() -> Vec<Exception> {
    let text = std::fs::read_to_string(support::root().join(FILE)).expect("the exceptions");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let exception = |line: &str| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [row, case, evidence] = parts[..] else { panic!("{FILE}: {line}") };
        assert!(!evidence.is_empty(), "{FILE}: no evidence: {line}");
        let [row, case, evidence] = [row, case, evidence].map(str::to_owned);
        Exception { row, case, evidence }
    };
    lines.map(exception).collect()
}

/// `target/acceptance/report.md`: each row with its worst deviations over all cases.
fn write_report(answer: &Answer, cases: &[&str], exceptions: &[Exception]) {
    let mut text = format!(
        "# Acceptance\n\n{} cases. Lengths are millimetres; rows with target 0 and tolerance 0 \
         count offences. “Measured” is cases / values.\n\n| Row | Clause | Target | Tolerance | \
         PDF measured | PDF worst | Word measured | Word worst | Word exceptions |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        cases.len()
    );
    for TableRow { row, clause, target, tolerance } in &answer.table {
        let measured: Vec<&Row> = cases
            .iter()
            .flat_map(|case| answer.files[*case].iter().filter(|one| one.row == *row))
            .collect();
        let pdf = worst(measured.iter().filter_map(|one| one.pdf.as_ref()));
        let word = worst(measured.iter().filter_map(|one| one.word.as_ref()));
        let known = exceptions.iter().filter(|one| one.row == *row);
        let known: Vec<&str> = known.map(|one| one.evidence.as_str()).collect();
        let known = known.join("; ");
        text.push_str(&format!(
            "| {row} | {clause} | {target} | {tolerance} | {pdf} | {word} | {known} |\n"
        ));
    }
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tmp.parent().expect("the target folder").join("acceptance");
    std::fs::create_dir_all(&folder).expect("target/acceptance");
    std::fs::write(folder.join("report.md"), text).expect("a written report");
}

/// Cases and values, and the worst deviation.
fn worst<'a>(sides: impl Iterator<Item = &'a Side>) -> String {
    let sides: Vec<&Side> = sides.collect();
    let values: usize = sides.iter().map(|side| side.count).sum();
    let off = sides.iter().map(|side| side.off).max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let off = off.map(|off| format!("{off:+.2}")).unwrap_or_default();
    format!("{} / {values} | {off}", sides.len())
}
