//! The recipe of one report.

use std::path::{Path, PathBuf};

use crate::compare::{Difference, compare_own};
use crate::data::node::Node;
use crate::data::records::{LAST_YEAR, Records};
use crate::data::{self, quantity, record, stale};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::drawing::{self, DrawError};
use crate::env::Changed;
use crate::fonts::FontSet;
use crate::kind::Kinds;
use crate::layout::{Flow, TableStarts, check_glyphs, flow};
use crate::merge;
use crate::model::{Document, Text};
use crate::output::{OutputFile, OutputFormat};
use crate::proof;
use crate::sheets::{Books, Loader, RowReport};
use crate::standard::{GENERAL, Layout};
use crate::summary;

/// What a run fixes for all of its reports.
#[derive(Debug)]
pub struct Plan {
    /// The kinds of report.
    pub kinds: Kinds,
    /// The fonts.
    pub fonts: FontSet,
    /// The measures.
    pub layout: Layout,
    /// Where last year's data is; the default looks around each report.
    pub records: Records,
    /// The spreadsheets that were read.
    pub books: Books,
}

impl Plan {
    /// A run with the program's own fonts and kinds, in the measures of the standard.
    ///
    /// # Errors
    ///
    /// What is missing or broken: the fonts, in a build without them.
    pub fn bundled() -> Result<Self, Findings> {
        let Checked { value: fonts, findings } = FontSet::load(&[]);
        Ok(Self {
            kinds: Kinds::load(None)?,
            fonts: fonts.ok_or(findings)?,
            layout: GENERAL,
            records: Records::default(),
            books: Books::default(),
        })
    }

    /// Forgets what was read of these files, wherever they lie, and finds anew which data files
    /// there are: the next report is made as by a plan that has just been loaded. Files that
    /// are laid over the disk ([`crate::env::laid_over`]) count as they lie where this is called.
    /// Data files, common files and pictures are read for every report; fonts and measures are
    /// loaded by who makes the plan.
    ///
    /// # Errors
    ///
    /// What keeps the kinds from being loaded; until it is mended and told, reports are made
    /// with the kinds as they were.
    pub fn changed(&mut self, paths: &[PathBuf]) -> Result<(), Findings> {
        let changed = Changed::of(paths);
        self.books.changed(&changed);
        self.records.changed(&changed);
        self.kinds.changed(&changed)
    }

    /// Reads data files with their figures from spreadsheets.
    pub fn loader(&self) -> Loader<'_> {
        Loader { mappings: &self.kinds, books: &self.books }
    }
}

/// The files of a report.
#[derive(Debug)]
pub struct Outputs {
    /// The title on one line.
    pub title: String,
    /// 发文字号
    pub number: Option<String>,
    /// One for each format, in the order of [`OutputFormat::ALL`].
    pub files: Vec<OutputFile>,
    /// How many pages there are.
    pub pages: usize,
}

impl Outputs {
    /// The content of the file in that format, if it was made.
    pub fn bytes(&self, format: OutputFormat) -> Option<&[u8]> {
        self.files.iter().find(|file| file.format == format).map(|file| file.bytes.as_slice())
    }
}

/// A report's files, if it has no errors, and everything found on the way.
#[derive(Debug)]
pub struct Report {
    /// The issuing bureau as far as known, else the file's name.
    pub bureau: String,
    /// 报告种类, as far as known.
    pub kind: Option<String>,
    /// 年度, as far as known.
    pub year: Option<i32>,
    /// The files.
    pub outputs: Option<Outputs>,
    /// What was found, in the order of the data file.
    pub findings: Findings,
}

impl Report {
    /// A report of which nothing is known but what is wrong.
    pub fn failed(bureau: String, finding: Diagnostic) -> Self {
        Self { bureau, kind: None, year: None, outputs: None, findings: finding.into() }
    }
}

/// Turns a data file into the files of a report.
pub fn export(input: &Path, plan: &Plan) -> Report {
    export_loaded(input, plan.loader().load(input), plan)
}

/// The same for a row of a spreadsheet; `input` is the spreadsheet.
pub fn export_row(input: &Path, row: &RowReport, plan: &Plan) -> Report {
    export_loaded(input, plan.loader().load_row(row), plan)
}

/// The same for data that was read already.
pub fn export_loaded(input: &Path, loaded: data::Loaded, plan: &Plan) -> Report {
    run(input, loaded, |mut root, findings| {
        let document = document(input, &mut root, plan, findings)?;
        let flow = flow(&document, &plan.layout, &plan.fonts, &TableStarts::default(), findings);
        go_on(findings)?;
        draw(input, &document, flow, plan, findings)
    })
}

/// Finds all that is wrong with a data file without drawing: what only shows on pages is
/// left out.
pub fn check(input: &Path, plan: &Plan) -> Report {
    check_loaded(input, plan.loader().load(input), plan)
}

/// The same for a row of a spreadsheet.
pub fn check_row(input: &Path, row: &RowReport, plan: &Plan) -> Report {
    check_loaded(input, plan.loader().load_row(row), plan)
}

fn check_loaded(input: &Path, loaded: data::Loaded, plan: &Plan) -> Report {
    run(input, loaded, |mut root, findings| {
        let document = document(input, &mut root, plan, findings)?;
        let _ = flow(&document, &plan.layout, &plan.fonts, &TableStarts::default(), findings);
        None
    })
}

fn run(
    input: &Path,
    loaded: data::Loaded,
    work: impl FnOnce(Node, &mut Findings) -> Option<Outputs>,
) -> Report {
    let data::Loaded { root, mut findings } = loaded;
    let bureau = root
        .as_ref()
        .and_then(|root| record::bureau_name(root)?.text().map(str::to_owned))
        .unwrap_or_else(|| input.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    let kind = root.as_ref().and_then(record::kind).and_then(Node::word);
    let year = root.as_ref().and_then(record::year);
    let outputs = root.and_then(|root| work(root, &mut findings));
    findings.tidy();
    findings.limit(Place::File(input.to_owned()));
    Report { bureau, kind, year, outputs, findings }
}

/// Everything up to the document, and whether all its characters can be printed.
fn document(
    input: &Path,
    root: &mut Node,
    plan: &Plan,
    findings: &mut Findings,
) -> Option<Document> {
    let document = examine(root, plan, findings)?;
    proof::check(&document, findings);
    check_glyphs(&document, &plan.layout, &plan.fonts, input, findings);
    Some(document)
}

fn draw(
    input: &Path,
    document: &Document,
    flow: Flow<'_>,
    plan: &Plan,
    findings: &mut Findings,
) -> Option<Outputs> {
    let file = || Place::File(input.to_owned());
    let drawn = drawing::draw(document, flow, &plan.layout, &plan.fonts).map_err(|error| {
        let code = match error {
            DrawError::Pdf(_) => Code::Typst,
            DrawError::Docx(_) => Code::Docx,
        };
        Findings::from(Diagnostic::new(code, file(), error.to_string()))
    });
    let drawn = findings.keep_ok(drawn)?;
    // Another layout than the first may have faults of its own; what is the same goes at the end.
    findings.extend(drawn.findings);
    for (code, note) in drawn.notes {
        // The layout may have said so before, with its place.
        if !findings.iter().any(|one| one.code == code) {
            findings.push(Diagnostic::new(code, file(), note));
        }
    }
    findings.extend(unlike(&drawn.files, input));
    go_on(findings)?;
    Some(Outputs {
        title: document.properties.title.clone(),
        number: document.head.document_number.as_ref().map(Text::plain),
        files: drawn.files,
        pages: drawn.pages,
    })
}

/// Everything up to the document: contract, last year's data, figures, 汇总, rules, manuscript. The
/// record may have last year's data already.
pub fn examine(root: &mut Node, plan: &Plan, findings: &mut Findings) -> Option<Document> {
    let kind = findings.keep_ok(plan.kinds.of(root))?;
    let last = root.take(LAST_YEAR);
    kind.check(root, findings);
    match last {
        Some(last) => root.set(LAST_YEAR, last),
        None => {
            findings.extend(plan.records.join_last_year(root, &|path| plan.loader().load(path)));
        }
    }
    quantity::compare(root, findings);
    quantity::doubt(root, findings);
    stale::check(root, findings);
    if let Some(spec) = kind.summary.as_ref().filter(|_| !findings.has_errors())
        && let Some(counted) = findings.keep_ok(plan.kinds.counted(spec))
    {
        summary::join(spec, counted, plan.loader(), &plan.records, root, findings);
    }
    if findings.has_errors() {
        // References may lead to what is missing; the figures are checked all the same.
        kind.rules.check(root, &|_| None, findings);
        return None;
    }
    let leaves = merge::fill(kind, root, findings);
    let filled = !findings.has_errors();
    kind.rules.check(root, &|path| leaves.text(path).filter(|_| filled), findings);
    go_on(findings)?;
    merge(kind, root, leaves, findings)
}

/// What the files do not say alike, read back from their bytes.
fn unlike(files: &[OutputFile], input: &Path) -> Findings {
    let place = || Place::File(input.to_owned());
    match compare_own(files) {
        Ok(found) => {
            let remedy = "把数据文件和这条信息交给程序维护人";
            let finding =
                |one: Difference| Diagnostic::new(one.code, place(), one.message).hint(remedy);
            found.into_iter().map(finding).collect()
        }
        Err(message) => Diagnostic::new(Code::TwinUnreadable, place(), message).into(),
    }
}

/// `None` once an error was found.
fn go_on(findings: &Findings) -> Option<()> {
    (!findings.has_errors()).then_some(())
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use std::collections::BTreeMap;

    use ttf_parser::{Face, GlyphId, OutlineBuilder, RawFace};

    use super::*;
    use crate::backend::pdf::outlines::{filled, programs, without_outlines};

    const SAMPLE: &str = "templates/kinds/公文/sample.yaml";

    /// A report of the project's own.
    fn report(input: &str) -> Report {
        let fonts = FontSet::load(&[]).value.expect("the bundled fonts");
        let plan = Plan {
            kinds: Kinds::load(None).expect("the bundled kinds"),
            fonts,
            layout: GENERAL,
            records: Records::default(),
            books: Books::default(),
        };
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join(input);
        export(&input, &plan)
    }

    /// Its PDF, with outlines put in or, if that fails, with those of the engine.
    fn pdf(input: &str, whole: bool) -> Vec<u8> {
        let report = if whole { without_outlines(|| report(input)) } else { report(input) };
        let finding = report.findings.iter().any(|finding| finding.code == Code::WholeFonts);
        assert_eq!(finding, whole, "{input}: {:?}", report.findings);
        let outputs = report.outputs.expect("no errors");
        outputs.bytes(OutputFormat::Pdf).expect("every format").to_vec()
    }

    #[derive(Default, PartialEq, Debug)]
    struct Points(Vec<String>);

    impl OutlineBuilder for Points {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("M{x} {y}"));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("L{x} {y}"));
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(format!("Q{x1} {y1} {x} {y}"));
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.push(format!("C{x1} {y1} {x2} {y2} {x} {y}"));
        }
        fn close(&mut self) {
            self.0.push("Z".to_owned());
        }
    }

    fn glyphs(program: &[u8]) -> Vec<(Points, Option<u16>)> {
        let face = Face::parse(program, 0).expect("a font");
        let one = |number| {
            let mut points = Points::default();
            face.outline_glyph(GlyphId(number), &mut points);
            (points, face.glyph_hor_advance(GlyphId(number)))
        };
        (0..face.number_of_glyphs()).map(one).collect()
    }

    /// The tables that do not depend on how outlines are stored.
    fn tables(program: &[u8]) -> BTreeMap<String, Vec<u8>> {
        let face = RawFace::parse(program, 0).expect("a font");
        let all = face.table_records.into_iter().map(|record| record.tag);
        all.filter(|tag| !["glyf", "head", "loca"].contains(&tag.to_string().as_str()))
            .map(|tag| (tag.to_string(), face.table(tag).expect("listed").to_vec()))
            .collect()
    }

    #[test]
    fn programs_are_those_that_the_engine_makes_of_whole_fonts() {
        for input in [SAMPLE, "data/示例县/2024/示例县司法局.yaml"] {
            let (own, engine) = (programs(&pdf(input, false)), programs(&pdf(input, true)));
            assert!(own.len() >= 4 && own.len() == engine.len(), "{input}");
            for (own, engine) in own.iter().zip(&engine) {
                assert!(glyphs(own) == glyphs(engine), "{input}");
                assert_eq!(tables(own), tables(engine), "{input}");
                let whole = own
                    .chunks_exact(4)
                    .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]));
                // OpenType, "head": the file with its adjustment makes this sum.
                assert_eq!(whole.fold(0, u32::wrapping_add), 0xB1B0_AFBA, "{input}");
            }
        }
    }

    #[test]
    fn what_is_no_pdf_of_ours_is_an_error() {
        let sound = pdf(SAMPLE, false);
        let fonts = FontSet::load(&[]).value.unwrap();
        for end in [0, 9, sound.len() / 2, sound.len() - 1] {
            assert!(filled(&sound[..end], &fonts).is_err(), "{end}");
        }
    }
}
