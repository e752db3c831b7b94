//! What programs by others say about the files: validators, and a measuring script for the
//! pages of the PDF and of the Word file as LibreOffice sets it. `scripts/test-tools.sh`
//! installs them; a test whose program is missing says so and passes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::support::{self, Output};

#[test]
fn pdfs_are_pdf_a_2a_and_ua_1() {
    let mut wrong = Vec::new();
    for output in support::everything() {
        for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
            let found = violations(&output.pdf, profile);
            wrong.extend(found.into_iter().map(|one| format!("{} {profile}: {one}", output.name)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Rule ids and messages of what a PDF does against a profile.
pub fn violations(pdf: &[u8], profile: ValidationProfile) -> Vec<String> {
    let options = ValidationOptions::default().profile(profile);
    let report = validate_pdf_bytes(pdf, &options).expect("a readable PDF");
    // The validator takes a data byte 0D before the line feed of `endstream` for half of
    // a line end; then the streams get measured here.
    let false_alarm = |rule: &str| rule.ends_with(":6.1.7.1:1") && streams_end_where_they_say(pdf);
    let failures = report.failures.iter().filter(|failure| !false_alarm(&failure.rule_id));
    failures.map(|failure| format!("{} {}", failure.rule_id, failure.message)).collect()
}

/// Whether exactly `/Length` bytes stand between each `stream` and its `endstream`.
fn streams_end_where_they_say(pdf: &[u8]) -> bool {
    const START: &[u8] = b">>\nstream\n";
    let mut at = 0;
    while let Some(found) = find(&pdf[at..], START) {
        let data = at + found + START.len();
        let Some(length) = declared_length(&pdf[at..at + found]) else { return false };
        let end = data + length;
        if !pdf.get(end..).is_some_and(|rest| rest.starts_with(b"\nendstream\n")) {
            return false;
        }
        at = end;
    }
    true
}

/// The direct `/Length` of the last dictionary in these bytes.
fn declared_length(before: &[u8]) -> Option<usize> {
    const KEY: &[u8] = b"/Length ";
    let at = before.windows(KEY.len()).rposition(|window| window == KEY)?;
    let digits = before[at + KEY.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    String::from_utf8(digits.copied().collect()).ok()?.parse().ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[test]
fn pdf_structure_elements_have_names() {
    let Some(qpdf) = support::tool("qpdf") else { return };
    for (output, file) in files("pdf") {
        succeeds(Command::new(&qpdf).arg("--check").arg(&file), &output.name);
        let mut listing = Command::new(&qpdf);
        let listing = listing.args(["--json=2", "--json-key=qpdf"]).arg(&file);
        let json: Json = serde_json::from_str(&succeeds(listing, &output.name)).expect("JSON");
        let names = structure_names(&json["qpdf"][1]).expect(&output.name);
        for needed in ["/Document", "/Title", "/H1", "/P"] {
            assert!(names.contains(needed), "{}: no {needed} in {names:?}", output.name);
        }
    }
}

/// The names of all elements of the structure tree, which each must have one.
fn structure_names(objects: &Json) -> Result<BTreeSet<String>, String> {
    let root = resolve(objects, &objects["trailer"]["value"]["/Root"]);
    let tree = resolve(objects, &root["/StructTreeRoot"]);
    let mut names = BTreeSet::new();
    let mut open = kids(objects, tree);
    while let Some(element) = open.pop() {
        let name = element["/S"].as_str().filter(|name| name.len() > 1 && name.starts_with('/'));
        names.insert(name.ok_or_else(|| format!("no /S in {element}"))?.to_owned());
        open.extend(kids(objects, element));
    }
    Ok(names)
}

/// The elements below; numbers, and references to marked content or objects, are leaves.
fn kids<'a>(objects: &'a Json, element: &'a Json) -> Vec<&'a Json> {
    let below = resolve(objects, &element["/K"]);
    let below = below.as_array().map_or(std::slice::from_ref(below), Vec::as_slice);
    let below = below.iter().map(|kid| resolve(objects, kid)).filter(|kid| kid.is_object());
    below.filter(|kid| !matches!(kid["/Type"].as_str(), Some("/MCR" | "/OBJR"))).collect()
}

/// Follows a reference such as `12 0 R`.
fn resolve<'a>(objects: &'a Json, value: &'a Json) -> &'a Json {
    match value.as_str() {
        Some(text) if text.ends_with(" R") => &objects[format!("obj:{text}")]["value"],
        _ => value,
    }
}

#[test]
fn word_files_fit_the_schema() {
    let schema = support::tool("ooxml-validator");
    let integrity = support::tool("ooxml-integrity");
    let mut files = files("docx");
    files.extend(merged_and_charts());
    // Two at a time: the validator starts slowly and works alone.
    let (front, back) = files.split_at(files.len() / 2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let check = |part| {
            let (schema, integrity) = (&schema, &integrity);
            scope.spawn(move || schema_errors(part, schema.as_deref(), integrity.as_deref()))
        };
        let halves = [check(front), check(back)];
        halves.into_iter().flat_map(|half| half.join().expect("a finished half")).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The Word files with merged tables and charts.
fn merged_and_charts() -> Vec<(&'static Output, PathBuf)> {
    let folder = support::scratch("outside-more");
    let merged = support::cases().iter().filter(|case| case.name.contains("合并"));
    let all = merged.chain(support::charts()).enumerate();
    let file = |(index, output): (usize, &'static Output)| {
        let file = folder.join(format!("{index:02}.docx"));
        std::fs::write(&file, &output.docx).expect("a written Word file");
        (output, file)
    };
    all.map(file).collect()
}

fn schema_errors(
    files: &[(&Output, PathBuf)],
    schema: Option<&Path>,
    integrity: Option<&Path>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (output, file) in files {
        let schema = schema.map(|tool| run(Command::new(tool).arg(file)).map_err(|e| brief(&e)));
        let integrity = integrity.map(|tool| run(Command::new(tool).arg("check").arg(file)));
        for answer in [schema, integrity].into_iter().flatten() {
            wrong.extend(answer.err().map(|errors| format!("{}: {errors}", output.name)));
        }
    }
    wrong
}

/// The schema validator's JSON with one line for each kind of error.
fn brief(answer: &str) -> String {
    let Ok(json) = serde_json::from_str::<Json>(answer) else { return answer.to_owned() };
    let errors = json["errors"].as_array().map_or(&[][..], Vec::as_slice);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for error in errors {
        let word = |key: &str| error[key].as_str().unwrap_or_default();
        let steps = word("xPath").split('/').map(|step| step.split('[').next().unwrap_or_default());
        let steps: Vec<&str> = steps.collect();
        let kind = format!("{} {}: {}", word("path"), steps.join("/"), word("description"));
        *kinds.entry(kind).or_default() += 1;
    }
    let lines = kinds.into_iter().map(|(kind, count)| format!("\n  {count} × {kind}"));
    lines.collect()
}

#[test]
fn full_pages_hold_22_lines_of_28_characters() {
    let Some(measured) = measured_pdf() else { return };
    measured.check();
}

#[test]
fn full_pages_of_word_files_do_so_too() {
    let Some(measured) = measured_word() else { return };
    measured.check();
}

#[test]
fn word_and_pdf_say_the_same() {
    let (Some(pdf), Some(word)) = (measured_pdf(), measured_word()) else { return };
    let mut wrong = Vec::new();
    let (mut lines, mut sheets) = (Agreement::default(), Agreement::default());
    for ((output, pdf), word) in support::outputs().iter().zip(&pdf.reports).zip(&word.reports) {
        let name = &output.name;
        if (pdf.len(), word.len()) != (output.pages, output.pages) {
            wrong.push(format!("{name}: {} pages, in Word {}", pdf.len(), word.len()));
        }
        wrong.extend(first_difference(&text(pdf), &text(word)).map(|at| format!("{name}: {at}")));
        lines.add(&line_ends(pdf), &line_ends(word));
        sheets.add(&pages_by_number(pdf), &pages_by_number(word));
    }
    announce(&format!("PDF 和 Word：行末一致 {lines}，页面一致 {sheets}"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // LibreOffice wants room for the space between hanzi and letters even where the line
    // ends between them, so a few lines that are full to the last point come out shorter.
    assert!(lines.percent() >= 99.0, "line ends: {lines}");
    assert!(sheets.percent() >= 98.0, "pages: {sheets}");
}

/// How much of what the PDF has the Word file has in the same place.
#[derive(Default)]
struct Agreement {
    all: usize,
    agreeing: usize,
}

impl Agreement {
    fn add<T: Ord>(&mut self, pdf: &BTreeSet<T>, word: &BTreeSet<T>) {
        self.all += pdf.len().max(word.len());
        self.agreeing += pdf.intersection(word).count();
    }

    fn percent(&self) -> f64 {
        100.0 * self.agreeing as f64 / self.all as f64
    }
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}（{:.2}%）", self.agreeing, self.all, self.percent())
    }
}

fn text(pages: &[Page]) -> String {
    let lines = pages.iter().flat_map(|page| &page.lines);
    lines.map(|line| line.text.as_str()).collect()
}

/// How many characters of the document stand before the end of each line.
fn line_ends(pages: &[Page]) -> BTreeSet<usize> {
    let lines = pages.iter().flat_map(|page| &page.lines);
    let ends = lines.scan(0, |count, line| {
        *count += line.text.chars().count();
        Some(*count)
    });
    ends.collect()
}

fn pages_by_number(pages: &[Page]) -> BTreeSet<(usize, String)> {
    pages.iter().map(|page| text(std::slice::from_ref(page))).enumerate().collect()
}

fn first_difference(one: &str, other: &str) -> Option<String> {
    if one == other {
        return None;
    }
    let at = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(10)).take(25).collect::<String>();
    Some(format!("“{}” is “{}” in Word", near(one), near(other)))
}

/// What `scripts/measure.py` says about a page. Points from its upper left corner.
#[derive(Deserialize)]
struct Page {
    width: f64,
    height: f64,
    /// Left, top, right, bottom of all ink but the page number's.
    ink: [f64; 4],
    lines: Vec<Line>,
    number: Number,
}

#[derive(Deserialize)]
struct Line {
    baseline: f64,
    x0: f64,
    x1: f64,
    text: String,
    sizes: Vec<f64>,
}

#[derive(Deserialize)]
struct Number {
    text: String,
    left: f64,
    right: f64,
    /// The middle of the first dash.
    dash: f64,
}

/// All reports as one program sets them.
struct Measured {
    reports: Vec<Vec<Page>>,
}

const BODY: f64 = 16.0;
const LINES: usize = 22;
const CHARACTERS: usize = 28;
const INDENT: usize = 2;
const PITCH: f64 = 28.95;
const CHARACTER_PITCH: f64 = 15.75;
const LEFT: f64 = 28.0;
const RIGHT: f64 = 184.0;
const BOTTOM: f64 = 262.0;
/// One pixel of the measuring script, mm.
const PIXEL: f64 = 0.18;

fn mm(points: f64) -> f64 {
    points / 72.0 * 25.4
}

fn near(value: f64, target: f64, tolerance: f64) -> bool {
    (value - target).abs() <= tolerance
}

impl Measured {
    fn check(&self) {
        let mut wrong = Vec::new();
        for (output, pages) in support::outputs().iter().zip(&self.reports) {
            let mut found = Vec::new();
            for (index, page) in pages.iter().enumerate() {
                page.check(index + 1, &mut found);
            }
            check_full_pages(pages, &mut found);
            check_full_lines(pages, &mut found);
            wrong.extend(found.into_iter().map(|one| format!("{}: {one}", output.name)));
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}

impl Page {
    /// Paper, edges of the 版心, page number.
    fn check(&self, number: usize, wrong: &mut Vec<String>) {
        let mut expect = |right: bool, what: &str, value: f64| {
            if !right {
                wrong.push(format!("page {number}: {what} at {value:.2} mm"));
            }
        };
        let [left, _, right, bottom] = self.ink.map(mm);
        expect(near(mm(self.width), 210.0, 0.2), "right edge of the paper", mm(self.width));
        expect(near(mm(self.height), 297.0, 0.2), "lower edge of the paper", mm(self.height));
        expect(left >= LEFT - 1.0, "left edge of the ink", left);
        expect(right <= RIGHT + 1.0, "right edge of the ink", right);
        expect(bottom <= BOTTOM + PIXEL, "lower edge of the ink", bottom);
        let Number { text, left, right, dash } = &self.number;
        expect(near(mm(*dash), 269.0, 2.0), "dash of the page number", mm(*dash));
        if number % 2 == 1 {
            expect(near(mm(*right), 179.1, 2.0), "right end of the page number", mm(*right));
        } else {
            expect(near(mm(*left), 32.9, 2.0), "left end of the page number", mm(*left));
        }
        if *text != format!("—{number}—") {
            wrong.push(format!("page {number} is numbered {text}"));
        }
    }

    fn is_all_body(&self) -> bool {
        self.lines.iter().all(Line::is_body)
    }

    /// Where the lines stand, as pages without tables have them: the mean pitch.
    fn pitch(&self) -> f64 {
        match self.lines.as_slice() {
            [first, .., last] => (last.baseline - first.baseline) / (self.lines.len() - 1) as f64,
            _ => PITCH,
        }
    }
}

/// 成文日期 on its line.
fn is_date(text: &str) -> bool {
    text.starts_with("20") && text.ends_with('日') && text.chars().count() <= 11
}

/// 每面 22 行: some page inside is full, none is fuller, and the lines are evenly spaced.
fn check_full_pages(pages: &[Page], wrong: &mut Vec<String>) {
    // An 附件 may follow the page with the signature.
    let is_signed = |page: &Page| page.lines.iter().any(|line| is_date(&line.text));
    let end = pages.iter().position(is_signed).unwrap_or(pages.len());
    let inside = pages.iter().enumerate().take(end).skip(1);
    let plain: Vec<_> = inside.filter(|(_, page)| page.is_all_body()).collect();
    // A heading that moves to the next page may leave one a line short, and the paragraph that
    // moves to the signature the last one.
    if plain.len() > 2 && !plain.iter().any(|(_, page)| page.lines.len() == LINES) {
        wrong.push(format!("no page has {LINES} lines"));
    }
    for (index, page) in plain {
        let (count, pitch) = (page.lines.len(), page.pitch());
        if count > LINES || !near(pitch, PITCH, 0.05) {
            wrong.push(format!("page {}: {count} lines, {pitch:.3} pt apart", index + 1));
        }
    }
}

/// 每行 28 字: no line of full-width characters has more, and one that goes to the right
/// edge has fewer only where the next line could not give any up.
fn check_full_lines(pages: &[Page], wrong: &mut Vec<String>) {
    let lines: Vec<&Line> = pages.iter().flat_map(|page| &page.lines).collect();
    let mut full = 0;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.is_full_width()) {
        let Some(room) = line.room() else { continue };
        let count = line.text.chars().count();
        let next = lines.get(index + 1).map_or("", |next| next.text.as_str());
        full += usize::from(count == room);
        let short = line.reaches_the_edge() && count < room && !holds_together(next, room - count);
        if count > room || short {
            wrong.push(format!("{count} characters instead of {room}: {} | {next}", line.text));
        }
    }
    if full == 0 {
        wrong.push("no line is full".to_owned());
    }
}

impl Line {
    fn is_body(&self) -> bool {
        self.sizes == [BODY]
    }

    /// Body text without letters and digits, so that every character takes one square.
    fn is_full_width(&self) -> bool {
        self.is_body() && !self.text.bytes().any(|byte| byte.is_ascii())
    }

    /// How many characters the line can hold; `None` if it begins at neither indent.
    fn room(&self) -> Option<usize> {
        let squares = (mm(self.x0) - LEFT) / mm(CHARACTER_PITCH);
        [0, INDENT]
            .into_iter()
            .find(|indent| near(squares, *indent as f64, 0.2))
            .map(|indent| CHARACTERS - indent)
    }

    fn reaches_the_edge(&self) -> bool {
        mm(self.x1) > RIGHT - 1.0
    }
}

/// Whether none of the first `count` characters could have stood on the line before,
/// because each break behind them would part what belongs together.
fn holds_together(line: &str, count: usize) -> bool {
    const NO_START: &str = "，。、；：？！）》〉」』】〕〗｝］”’…—～·％‰℃";
    const NO_END: &str = "（《〈「『【〔〖｛［“‘";
    let chars: Vec<char> = line.chars().take(count + 1).collect();
    // Widths of letters and digits are not to be had from a count.
    if chars.iter().any(char::is_ascii) {
        return true;
    }
    chars.windows(2).all(|pair| NO_END.contains(pair[0]) || NO_START.contains(pair[1]))
}

fn measured_pdf() -> Option<&'static Measured> {
    static MEASURED: LazyLock<Option<Measured>> = LazyLock::new(|| {
        let files: Vec<PathBuf> = files("pdf").into_iter().map(|(_, file)| file).collect();
        measure(&files)
    });
    MEASURED.as_ref()
}

fn measured_word() -> Option<&'static Measured> {
    static MEASURED: LazyLock<Option<Measured>> = LazyLock::new(|| {
        support::tool("soffice")?;
        let folder = support::scratch("outside-word");
        let word: Vec<PathBuf> = files("docx").into_iter().map(|(_, file)| file).collect();
        let script = support::root().join("scripts/word-to-pdf.sh");
        succeeds(Command::new(script).arg("--copy").arg(&folder).args(&word), "LibreOffice");
        let printed = word
            .iter()
            .map(|file| folder.join(file.with_extension("pdf").file_name().expect("a file")));
        measure(&printed.collect::<Vec<_>>())
    });
    MEASURED.as_ref()
}

/// Runs the measuring script with the Python that has its packages.
fn measure(files: &[PathBuf]) -> Option<Measured> {
    let python = support::tool("pdfplumber")?.with_file_name("python");
    let script = support::root().join("scripts/measure.py");
    let json = succeeds(Command::new(python).arg(script).args(files), "measure.py");
    let mut pages: HashMap<PathBuf, Vec<Page>> =
        serde_json::from_str(&json).expect("every page has ink, lines and a page number");
    let reports = files.iter().map(|file| pages.remove(file).expect("an answer for each file"));
    Some(Measured { reports: reports.collect() })
}

/// Every report as a file in one format, under names that any program can cope with.
fn files(format: &str) -> Vec<(&'static Output, PathBuf)> {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = support::scratch("outside");
        for (index, output) in support::outputs().iter().enumerate() {
            let file = folder.join(format!("{index:02}"));
            std::fs::write(file.with_extension("pdf"), &output.pdf).expect("a written PDF");
            std::fs::write(file.with_extension("docx"), &output.docx).expect("a written Word file");
        }
        folder
    });
    let outputs = support::outputs().iter().enumerate();
    let file = |index| FOLDER.join(format!("{index:02}.{format}"));
    outputs.map(|(index, output)| (output, file(index))).collect()
}

/// What a program prints; all its output if it fails.
fn run(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| error.to_string())?;
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&done.stderr);
    if done.status.success() { Ok(printed) } else { Err(format!("{printed}{complaints}")) }
}

fn succeeds(command: &mut Command, about: &str) -> String {
    run(command).unwrap_or_else(|errors| panic!("{about}: {errors}"))
}

/// Says something even when the test passes, which `println!` does not.
fn announce(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
