//! `yinfa kinds`, `schema`, `new` and `kind check`: for those who fill in and write kinds.

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::json;

use super::args::{ResultFormat, Templates};
use super::findings::Printer;
use super::{Abort, Exit, say};

use crate::authoring;
use crate::data::Format;
use crate::data::records::Records;
use crate::diag::{Checked, Code, Diagnostic, Place};
use crate::env;
use crate::fonts::FontSet;
use crate::kind::skeleton;
use crate::kind::{Kind, Kinds};
use crate::pipeline::Plan;
use crate::sheets::{self, Books};
use crate::standard::GENERAL;

/// The folder for schemas beside data files; runs pass over hidden folders.
const HIDDEN: &str = ".yinfa";

/// Lists all kinds.
pub(super) fn list(from: &Templates, format: ResultFormat) -> Result<Exit, Abort> {
    let kinds = load(from)?;
    match format {
        ResultFormat::Text => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_BORDERS_ONLY);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_header(["报告种类", "来源", "说明"]);
            for known in kinds.all() {
                let choices = &known.choices;
                table.add_row([&choices.name, known.provenance.word(), &choices.description]);
            }
            say(&table.to_string());
        }
        ResultFormat::Json => {
            let one = |known: &crate::kind::Known| {
                json!({
                    "name": known.choices.name,
                    "description": known.choices.description,
                    "origin": known.provenance.key(),
                    "folder": known.path().display().to_string(),
                })
            };
            let kinds: Vec<_> = kinds.all().map(one).collect();
            say(&format!("{:#}", json!({ "version": 1, "kinds": kinds })));
        }
    }
    Ok(Exit::Done)
}

/// Prints or writes the schema of a kind, self-contained.
pub(super) fn schema(name: &str, out: Option<&Path>, from: &Templates) -> Result<Exit, Abort> {
    let kinds = load(from)?;
    let text = schema_text(find(&kinds, name)?);
    match out {
        Some(path) => {
            refuse_other(path, text.as_bytes())?;
            write(&[(path.to_owned(), text.into())])?;
        }
        None => say(text.trim_end()),
    }
    Ok(Exit::Done)
}

/// Writes a data file to fill in, and the schema that its first line names.
pub(super) fn new(
    name: &str,
    out: Option<&Path>,
    schema: Option<&Path>,
    from: &Templates,
) -> Result<Exit, Abort> {
    let kinds = load(from)?;
    let kind = find(&kinds, name)?;
    let out = out.map_or_else(|| PathBuf::from(format!("{name}.yaml")), Path::to_owned);
    if Format::of(&out) != Some(Format::Yaml) {
        let message = format!("写出的数据文件是 YAML，“{}”的扩展名不是 .yaml", out.display());
        let finding = Diagnostic::new(Code::FileFormat, Place::File(out.clone()), message);
        let name = out.with_extension("yaml");
        return Err(Abort::one(finding.hint(format!("写成 -o {}", name.display())), Exit::Usage));
    }
    refuse_existing(&out)?;
    let hidden = PathBuf::from(HIDDEN).join(format!("{name}.schema.json"));
    let beside = out.with_file_name("").join(&hidden);
    // Editors look from the data file's folder.
    let (target, shown) = match schema {
        Some(path) => (path.to_owned(), from_folder_of(&out, path)),
        None => (beside, format!("./{}", slashes(&hidden))),
    };
    if schema.is_some() {
        refuse_other(&target, schema_text(kind).as_bytes())?;
    }
    let text = skeleton::write(kind, &shown);
    write(&[(target.clone(), schema_text(kind).into()), (out.clone(), text.into())])?;
    say(&format!("{}\n数据的规定：{}", out.display(), target.display()));
    Ok(Exit::Done)
}

/// Writes a workbook to fill in.
pub(super) fn new_workbook(
    name: &str,
    out: Option<&Path>,
    from: &Templates,
) -> Result<Exit, Abort> {
    let kinds = load(from)?;
    let kind = find(&kinds, name)?;
    let out = out.map_or_else(|| PathBuf::from(format!("{name}.xlsx")), Path::to_owned);
    refuse_existing(&out)?;
    let bytes = sheets::workbook(kind.spreadsheets())
        .map_err(|finding| Abort::one(finding, Exit::Input))?;
    write(&[(out.clone(), bytes)])?;
    say(&out.display().to_string());
    Ok(Exit::Done)
}

/// A file that says something else is not written over unasked.
fn refuse_other(path: &Path, bytes: &[u8]) -> Result<(), Abort> {
    match env::read(path) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) | Err(_) => refuse_existing(path),
    }
}

/// What somebody may have filled in is never written over.
fn refuse_existing(out: &Path) -> Result<(), Abort> {
    if !env::exists(out) {
        return Ok(());
    }
    let message = format!("“{}”已经存在", out.display());
    let finding = Diagnostic::new(Code::FileExists, Place::File(out.to_owned()), message);
    Err(Abort::one(finding, Exit::Disk))
}

/// Tests a kind and says what is wrong with it.
pub(super) fn check(target: &Path, from: &Templates, printer: &mut Printer) -> Result<Exit, Abort> {
    let mut kinds = load(from)?;
    let name = if env::is_folder(target) {
        let added = kinds.add_folder(target);
        added.map_err(|findings| Abort { findings, exit: Exit::SomeFailed })?
    } else {
        target.display().to_string()
    };
    if kinds.known(&name).is_none() {
        return Err(Abort::one(kinds.unknown(&name, Place::Whole), Exit::Input));
    }
    let mut plan = plan(kinds)?;
    let Some(summary) = authoring::check(&mut plan, &name) else { return Ok(Exit::Input) };
    printer.print("", &summary.findings);
    printer.finish();
    say(&summary.words());
    let failed = summary.findings.has_errors();
    Ok(if failed { Exit::SomeFailed } else { Exit::Done })
}

/// A run with the bundled fonts and the standard's measures: what is wrong with a kind does
/// not hang on an office's own.
fn plan(kinds: Kinds) -> Result<Plan, Abort> {
    let Checked { value: fonts, findings } = FontSet::load(&[]);
    let fonts = fonts.ok_or(Abort { findings, exit: Exit::Input })?;
    Ok(Plan { kinds, fonts, layout: GENERAL, records: Records::default(), books: Books::default() })
}

fn load(from: &Templates) -> Result<Kinds, Abort> {
    Kinds::load(from.templates.as_deref()).map_err(|findings| Abort { findings, exit: Exit::Input })
}

fn find<'a>(kinds: &'a Kinds, name: &str) -> Result<&'a Kind, Abort> {
    let known = kinds
        .known(name)
        .ok_or_else(|| Abort::one(kinds.unknown(name, Place::Whole), Exit::Input))?;
    known.kind().map_err(|findings| Abort { findings: findings.clone(), exit: Exit::Input })
}

fn schema_text(kind: &Kind) -> String {
    format!("{:#}\n", kind.schema.json())
}

/// Writes files, all or none.
fn write(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Abort> {
    let unwritable = |path: &Path, error: &std::io::Error| {
        let message = format!("文件写不进去：{}", env::io_reason(error));
        let finding = Diagnostic::new(Code::FileUnwritable, Place::File(path.into()), message);
        Abort::one(finding, Exit::Disk)
    };
    for (path, _) in files {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            env::make_folder(folder).map_err(|error| unwritable(folder, &error))?;
        }
    }
    let files: Vec<(PathBuf, &[u8])> =
        files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    env::replace_together(&files).map_err(|(path, error)| unwritable(&path, &error))
}

/// A path as seen from the folder of a file: editors do not know where the program ran.
fn from_folder_of(file: &Path, path: &Path) -> String {
    let folder = file.parent().unwrap_or(Path::new(""));
    if path.is_absolute() || folder.is_absolute() {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        return slashes(&absolute);
    }
    let up = folder.components().map(|_| "..");
    match path.strip_prefix(folder) {
        Ok(inner) => format!("./{}", slashes(inner)),
        Err(_) => slashes(&up.collect::<PathBuf>().join(path)),
    }
}

/// As YAML and editors want it on every system.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
