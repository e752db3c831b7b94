//! 设置: what runs use unless they are told, from the file `yinfa.toml` of a folder and that of
//! the user. The command line comes first, then the folder's file, then the user's.

use std::path::{Path, PathBuf};

use crate::data::node::{Entry, Node, Value};
use crate::data::{self, SETTINGS_FILE};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::standard::Standard;
use crate::suggest;

/// A value and the file that it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<T> {
    /// The value.
    pub value: T,
    /// The settings file.
    pub from: PathBuf,
}

/// What the settings files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// 自己的模板文件夹
    pub templates: Option<Chosen<PathBuf>>,
    /// 官方字体所在的文件夹
    pub fonts: Option<Chosen<Vec<PathBuf>>>,
    /// 版式: a letter or a file
    pub profile: Option<Chosen<PathBuf>>,
    /// 结果所在的文件夹
    pub out: Option<Chosen<PathBuf>>,
    /// 同时做几份, 1–256
    pub jobs: Option<Chosen<u16>>,
}

/// One thing that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// 自己的模板文件夹
    Templates,
    /// 官方字体所在的文件夹
    Fonts,
    /// 版式
    Profile,
    /// 结果所在的文件夹
    Out,
    /// 同时做几份
    Jobs,
}

impl Setting {
    /// All of them, as they are shown.
    pub const ALL: [Self; 5] = [Self::Templates, Self::Fonts, Self::Profile, Self::Out, Self::Jobs];

    /// Its name in a settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::Fonts => "fonts",
            Self::Profile => "profile",
            Self::Out => "out",
            Self::Jobs => "jobs",
        }
    }

    /// What it is, in Chinese.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Templates => "自己的模板文件夹",
            Self::Fonts => "官方字体所在的文件夹",
            Self::Profile => "版式",
            Self::Out => "结果放在哪个文件夹",
            Self::Jobs => "同时做几份",
        }
    }
}

impl Preferences {
    /// What holds for a folder: the nearest settings file at or above it, and the user's.
    ///
    /// # Errors
    ///
    /// What is wrong with the files, place by place.
    pub fn of(folder: &Path, users: Option<&Path>) -> Result<Checked<Self>, Findings> {
        let mut findings = Findings::default();
        let near = nearest(folder);
        let users = users.filter(|path| env::exists(path) && near.as_deref() != Some(path));
        let mut found = Self::default();
        for path in near.iter().map(PathBuf::as_path).chain(users) {
            found = found.or(findings.keep(read(path)));
        }
        if findings.has_errors() { Err(findings) } else { Ok(Checked::new(found, findings)) }
    }

    /// What this says, and where it says nothing what `other` says.
    fn or(self, other: Self) -> Self {
        Self {
            templates: self.templates.or(other.templates),
            fonts: self.fonts.or(other.fonts),
            profile: self.profile.or(other.profile),
            out: self.out.or(other.out),
            jobs: self.jobs.or(other.jobs),
        }
    }
}

/// The nearest settings file at or above a folder that need not exist.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = folder.ancestors().find_map(|above| {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        env::real_path(above).ok()
    })?;
    let paths = real.ancestors().map(|above| above.join(SETTINGS_FILE));
    paths.into_iter().find(|path| env::exists(path))
}

fn read(path: &Path) -> Checked<Preferences> {
    let data::Loaded { root, mut findings } = data::read(path);
    let mut found = Preferences::default();
    let entries = match root.as_ref().map(|root| &root.value) {
        Some(Value::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    for entry in entries {
        if let Err(finding) = take(&mut found, entry, path) {
            findings.push(finding);
        }
    }
    Checked::new(found, findings)
}

/// Takes one value over.
fn take(found: &mut Preferences, entry: &Entry, file: &Path) -> Result<(), Diagnostic> {
    let Entry { key, key_span, node } = entry;
    let setting = Setting::ALL.into_iter().find(|setting| setting.name() == key);
    let setting = setting.ok_or_else(|| unknown(key, key_span.place()))?;
    let from = file.to_owned();
    let inside = |text: &str| file.parent().unwrap_or(Path::new("")).join(text);
    let path = || -> Result<PathBuf, Diagnostic> { Ok(inside(text(node, setting)?)) };
    match setting {
        Setting::Templates => found.templates = Some(Chosen { value: path()?, from }),
        Setting::Out => found.out = Some(Chosen { value: path()?, from }),
        Setting::Fonts => {
            let value = texts(node)?.into_iter().map(inside).collect();
            found.fonts = Some(Chosen { value, from });
        }
        Setting::Profile => {
            let text = text(node, setting)?;
            let value = Standard::of(text).map_or_else(|| inside(text), |_| text.into());
            found.profile = Some(Chosen { value, from });
        }
        Setting::Jobs => found.jobs = Some(Chosen { value: jobs(node)?, from }),
    }
    Ok(())
}

fn text(node: &Node, setting: Setting) -> Result<&str, Diagnostic> {
    node.text().filter(|text| !text.trim().is_empty()).ok_or_else(|| {
        let name = setting.name();
        let hint = match setting {
            Setting::Profile => format!("写成 {name} = \"A\"，或者 {name} = \"版式.yaml\""),
            _ => format!("写成 {name} = \"文件夹\"，在 Windows 上也用 / 分隔"),
        };
        wrong(node, setting, "不是用引号括起来的文字").hint(hint)
    })
}

/// One text or several.
fn texts(node: &Node) -> Result<Vec<&str>, Diagnostic> {
    match &node.value {
        Value::List(items) => items.iter().map(|item| text(item, Setting::Fonts)).collect(),
        _ => Ok(vec![text(node, Setting::Fonts)?]),
    }
}

fn jobs(node: &Node) -> Result<u16, Diagnostic> {
    let number = match &node.value {
        Value::Number(text) => text.parse().ok().filter(|number| (1..=256).contains(number)),
        _ => None,
    };
    number.ok_or_else(|| wrong(node, Setting::Jobs, "不是 1 到 256 的整数").hint("写成 jobs = 4"))
}

fn wrong(node: &Node, setting: Setting, what: &str) -> Diagnostic {
    let (name, meaning) = (setting.name(), setting.meaning());
    let message = format!("设置“{name}”（{meaning}）的值{what}");
    Diagnostic::new(Code::SettingsValue, node.span.place(), message).field(name)
}

fn unknown(key: &str, place: Place) -> Diagnostic {
    let known = Setting::ALL.map(Setting::name);
    let near = suggest::nearest(key, known).map(|near| format!("，是不是“{near}”"));
    let message = format!("没有“{key}”这项设置{}", near.unwrap_or_default());
    let all = Setting::ALL.map(|one| format!("{}（{}）", one.name(), one.meaning())).join("、");
    Diagnostic::new(Code::SettingsUnknown, place, message).hint(format!("可以设置的有：{all}"))
}
