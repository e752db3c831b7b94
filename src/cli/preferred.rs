//! Settings files under what was typed, and `yinfa settings`.

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use etcetera::BaseStrategy;
use serde_json::json;

use super::args::{Command, KindCommand, ResourceArgs, ResultFormat, Templates};
use super::findings::Printer;
use super::{Abort, Exit, say};
use crate::data::SETTINGS_FILE;
use crate::preferences::{Chosen, Preferences, Setting};

/// Fills in what was not typed, and says which files it is from.
pub(super) fn apply(command: &mut Command, printer: &mut Printer) -> Result<(), Abort> {
    let Some(folder) = place(command) else { return Ok(()) };
    let preferences = load(&folder, printer)?;
    let mut used = Used::default();
    match command {
        Command::Batch(args) => {
            used.fill(&mut args.jobs, preferences.jobs.clone());
            used.fill(&mut args.common.out, preferences.out.clone());
            used.resources(&mut args.common.resources, preferences);
        }
        Command::Export(args) => {
            used.fill(&mut args.common.out, preferences.out.clone());
            used.resources(&mut args.common.resources, preferences);
        }
        Command::Check { resources, .. } => used.resources(resources, preferences),
        Command::MergeReports(args) => used.fill(&mut args.out, preferences.out),
        Command::Clean(args) => used.fill(&mut args.out, preferences.out),
        Command::Kinds { from, .. }
        | Command::Schema { from, .. }
        | Command::New { from, .. }
        | Command::Kind { command: KindCommand::Check { from, .. } } => {
            used.templates(from, preferences.templates);
        }
        Command::Compare { .. }
        | Command::Inspect { .. }
        | Command::Settings { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Apart { .. }
        | Command::Help { .. } => {}
    }
    used.0.iter().for_each(|path| printer.line(&format!("设置：{}", path.display())));
    Ok(())
}

/// The folder whose settings hold for a command; none for those that use no settings.
fn place(command: &Command) -> Option<PathBuf> {
    match command {
        Command::Batch(args) => Some(args.folder.clone()),
        Command::Export(args) => args.file.parent().map(Path::to_owned),
        Command::Check { paths, .. } => paths.first().cloned(),
        Command::MergeReports(_)
        | Command::Clean(_)
        | Command::Kinds { .. }
        | Command::Schema { .. }
        | Command::New { .. }
        | Command::Kind { .. } => Some(PathBuf::from(".")),
        Command::Compare { .. }
        | Command::Inspect { .. }
        | Command::Settings { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Apart { .. }
        | Command::Help { .. } => None,
    }
}

/// The settings files that something was taken from.
#[derive(Default)]
struct Used(Vec<PathBuf>);

impl Used {
    fn fill<T>(&mut self, typed: &mut Option<T>, preferred: Option<Chosen<T>>) {
        if let (None, Some(Chosen { value, from })) = (&typed, preferred) {
            *typed = Some(value);
            self.note(from);
        }
    }

    fn templates(&mut self, from: &mut Templates, preferred: Option<Chosen<PathBuf>>) {
        self.fill(&mut from.templates, preferred);
    }

    fn resources(&mut self, resources: &mut ResourceArgs, preferences: Preferences) {
        self.templates(&mut resources.from, preferences.templates);
        self.fill(&mut resources.profile, preferences.profile);
        if let Some(Chosen { value, from }) =
            preferences.fonts.filter(|_| resources.font_dirs.is_empty())
        {
            resources.font_dirs = value;
            self.note(from);
        }
    }

    fn note(&mut self, from: PathBuf) {
        if !self.0.contains(&from) {
            self.0.push(from);
        }
    }
}

fn load(folder: &Path, printer: &mut Printer) -> Result<Preferences, Abort> {
    let users = users_file();
    let loaded = Preferences::of(folder, users.as_deref())
        .map_err(|findings| Abort { findings, exit: Exit::Input })?;
    printer.print("", &loaded.findings);
    Ok(loaded.value)
}

/// The user's own settings file, which need not be there.
fn users_file() -> Option<PathBuf> {
    let places = etcetera::choose_base_strategy().ok()?;
    Some(places.config_dir().join("yinfa").join(SETTINGS_FILE))
}

/// Lists all settings with where they are from.
pub(super) fn show(
    folder: &Path,
    format: ResultFormat,
    printer: &mut Printer,
) -> Result<Exit, Abort> {
    let preferences = load(folder, printer)?;
    let rows = Setting::ALL.map(|setting| (setting, value(&preferences, setting)));
    match format {
        ResultFormat::Text => say(&table(&rows)),
        ResultFormat::Json => {
            let row = |(setting, value): &(Setting, Option<(String, PathBuf)>)| {
                let (value, from) = value.clone().unzip();
                json!({ "name": setting.name(), "value": value, "from": from })
            };
            let settings: Vec<_> = rows.iter().map(row).collect();
            say(&format!("{:#}", json!({ "version": 1, "settings": settings })));
        }
    }
    Ok(Exit::Done)
}

fn table(rows: &[(Setting, Option<(String, PathBuf)>)]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["设置", "说明", "值", "来自"]);
    for (setting, value) in rows {
        let (value, from) = match value {
            Some((value, from)) => (value.clone(), from.display().to_string()),
            None => (unless_set(*setting).to_owned(), "程序".to_owned()),
        };
        table.add_row([setting.name(), setting.meaning(), &value, &from]);
    }
    let users = users_file().map(|path| format!("\n用户的设置文件：{}", path.display()));
    format!("{table}{}", users.unwrap_or_default())
}

/// A value as it is shown, with its file.
fn value(preferences: &Preferences, setting: Setting) -> Option<(String, PathBuf)> {
    let path = |chosen: &Option<Chosen<PathBuf>>| {
        let chosen = chosen.as_ref()?;
        Some((chosen.value.display().to_string(), chosen.from.clone()))
    };
    match setting {
        Setting::Templates => path(&preferences.templates),
        Setting::Profile => path(&preferences.profile),
        Setting::Out => path(&preferences.out),
        Setting::Fonts => preferences.fonts.as_ref().map(|chosen| {
            let shown = chosen.value.iter().map(|folder| folder.display().to_string());
            (shown.collect::<Vec<_>>().join("，"), chosen.from.clone())
        }),
        Setting::Jobs => {
            preferences.jobs.as_ref().map(|chosen| (chosen.value.to_string(), chosen.from.clone()))
        }
    }
}

/// What holds where no file says anything.
fn unless_set(setting: Setting) -> &'static str {
    match setting {
        Setting::Templates => "随附的模板",
        Setting::Fonts => "随附的字体",
        Setting::Profile => "A（GB/T 9704）",
        Setting::Out => "out",
        Setting::Jobs => "处理器的个数",
    }
}
