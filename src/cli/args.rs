//! What can be typed, with help in Chinese.

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::Exit;
use super::apart::Task;
use super::batch_args::{BatchArgs, CleanArgs, ExportArgs, MergeArgs};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The program's arguments.
#[derive(Debug, Parser)]
#[command(
    name = "yinfa",
    version,
    about = "印发：一个单位一个数据文件，一条命令做出全部单位的 Word 和 PDF（GB/T 9704-2012）",
    override_usage = "yinfa <命令> [选项]",
    subcommand_help_heading = "命令",
    next_help_heading = "选项"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 做出一个文件夹里全部单位的 Word 和 PDF
    #[command(
        override_usage = "yinfa batch [文件夹] [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa batch\n  yinfa batch data/示例县 --out 示例县2024 --jobs 2\n  yinfa batch --dry-run\n  yinfa batch --only failed\n  yinfa batch --shard 3/16"
    )]
    Batch(BatchArgs),
    /// 做出一个数据文件的 Word 和 PDF
    #[command(
        override_usage = "yinfa export <文件> [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa export data/攸县/2024/株洲市生态环境局攸县分局.yaml\n  yinfa export 司法局.json --out 送审稿"
    )]
    Export(ExportArgs),
    /// 把各片的运行报告合成一份
    #[command(
        override_usage = "yinfa merge-reports <运行报告>… [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa merge-reports out/运行-*-第*片 --out out"
    )]
    MergeReports(MergeArgs),
    /// 检查数据文件，不做出文件：写法、字段、勾稽、跨年、字形、版面上放不放得下
    #[command(
        override_usage = "yinfa check <文件或文件夹>… [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa check data/示例县/2024\n  yinfa check 司法局.yaml --format json\n  yinfa check data --format sarif > 检查.sarif"
    )]
    Check {
        /// 数据文件，或者文件夹（连同其中的各级文件夹），可以写几个
        #[arg(value_name = "文件或文件夹", required = true, help_heading = "参数")]
        paths: Vec<PathBuf>,
        /// 结果的形式：text 是文字，json 供程序读取，sarif 供编辑器和代码平台读取；不写时是 text
        #[arg(
            long,
            value_name = "形式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: CheckFormat,
        /// 有“改成”的问题，照它改数据文件，然后再检查一次
        #[arg(long)]
        fix: bool,
        /// What reports are made with.
        #[command(flatten)]
        resources: ResourceArgs,
    },
    /// 测量做好的 Word 和 PDF，逐条对照 GB/T 9704-2012；谁做的文件都可以
    #[command(
        override_usage = "yinfa inspect <文件>… [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa inspect out/示例县/2024/示例县司法局.pdf\n  yinfa inspect 来文.docx 来文.pdf --format json"
    )]
    Inspect {
        /// 要测量的文件：.docx 或 .pdf，可以写几个
        #[arg(value_name = "文件", required = true, help_heading = "参数")]
        files: Vec<PathBuf>,
        /// 结果的形式：text 是表格，json 供程序读取；不写时是 text
        #[arg(
            long,
            value_name = "形式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ResultFormat,
    },
    /// 比对 Word 和 PDF：文字、标题序号、表格每一格、图片、页码、文件属性是不是一样
    #[command(
        override_usage = "yinfa compare <文件或文件夹>… [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa compare out\n  yinfa compare 报告.docx\n  yinfa compare 改过的.docx 存档.pdf --format json"
    )]
    Compare {
        /// 一个 Word 和一个 PDF；或者一个文件，另一个同名；或者文件夹，比对其中同名的每一对
        #[arg(value_name = "文件或文件夹", required = true, help_heading = "参数")]
        paths: Vec<PathBuf>,
        /// 结果的形式：text 是文字，json 供程序读取；不写时是 text
        #[arg(
            long,
            value_name = "形式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ResultFormat,
    },
    /// 列出全部报告种类
    #[command(
        override_usage = "yinfa kinds [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa kinds\n  yinfa kinds --templates 我的模板 --format json"
    )]
    Kinds {
        /// Where kinds come from.
        #[command(flatten)]
        from: Templates,
        /// 结果的形式：text 是表格，json 供程序读取；不写时是 text
        #[arg(
            long,
            value_name = "形式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ResultFormat,
    },
    /// 写出一种报告的数据规定（JSON Schema），供编辑器补全和检查
    #[command(
        override_usage = "yinfa schema <报告种类> [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa schema 公文\n  yinfa schema 工作简报 --templates 我的模板 -o 工作简报.schema.json"
    )]
    Schema {
        /// 报告种类的名称，见 yinfa kinds
        #[arg(value_name = "报告种类", help_heading = "参数")]
        kind: String,
        /// 写到哪个文件；不写时显示出来
        #[arg(long, short, value_name = "文件")]
        out: Option<PathBuf>,
        /// Where kinds come from.
        #[command(flatten)]
        from: Templates,
    },
    /// 写出一个新的数据文件，每个字段带说明和示例，供填写
    #[command(
        override_usage = "yinfa new <报告种类> [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa new 法治政府建设年度报告 -o data/示例县/2025/示例县司法局.yaml\n  yinfa new 工作简报 --templates 我的模板\n  yinfa new 法治政府建设年度报告 --xlsx -o 指标.xlsx"
    )]
    New {
        /// 报告种类的名称，见 yinfa kinds
        #[arg(value_name = "报告种类", help_heading = "参数")]
        kind: String,
        /// 写到哪个文件；不写时是“报告种类.yaml”；已有的文件不会被改动
        #[arg(long, short, value_name = "文件")]
        out: Option<PathBuf>,
        /// 数据的规定写到哪个文件，供编辑器补全；不写时在数据文件旁边的 .yinfa 文件夹里
        #[arg(long, value_name = "文件")]
        schema: Option<PathBuf>,
        /// 写出供填写的工作簿（.xlsx），一个单位一行；不写时文件是“报告种类.xlsx”
        #[arg(long, conflicts_with = "schema")]
        xlsx: bool,
        /// Where kinds come from.
        #[command(flatten)]
        from: Templates,
    },
    /// 程序自己用：在单独的进程里读别人的文件
    #[command(hide = true, override_usage = "yinfa apart <任务> <文件>…")]
    Apart {
        /// 做什么
        #[arg(value_enum)]
        task: Task,
        /// 文件
        files: Vec<PathBuf>,
        /// 终端的宽度
        #[arg(long)]
        width: Option<u16>,
        /// 时限
        #[arg(long, default_value_t = 30)]
        seconds: u64,
    },
    /// 报告种类的编写：检查一种报告的模板
    #[command(override_usage = "yinfa kind <命令>", subcommand_help_heading = "命令")]
    Kind {
        /// What to do.
        #[command(subcommand)]
        command: KindCommand,
    },
    /// 列出设置：每一项的值，和它来自哪个文件
    #[command(
        override_usage = "yinfa settings [文件夹] [选项]",
        next_help_heading = "选项",
        after_help = "设置写在 yinfa.toml 里，放在数据文件夹（或者它的上级文件夹），或者用户的设置文件夹；命令里写的最优先，其次是文件夹的，再次是用户的。\n\n例：\n  yinfa settings\n  yinfa settings data/示例县"
    )]
    Settings {
        /// 看在哪个文件夹里用的设置；不写时是现在的文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true)]
        #[arg(help_heading = "参数")]
        folder: PathBuf,
        /// 结果的形式：text 是表格，json 供程序读取；不写时是 text
        #[arg(
            long,
            value_name = "形式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ResultFormat,
    },
    /// 删除旧的运行报告文件夹，留下最近的几个
    #[command(
        override_usage = "yinfa clean [文件夹] [选项]",
        next_help_heading = "选项",
        after_help = "只删运行报告（运行-… 文件夹里的 report.json、运行报告.html、台账.xlsx），不动 Word、PDF 和别的文件。\n\n例：\n  yinfa clean --dry-run\n  yinfa clean out --keep 3"
    )]
    Clean(CleanArgs),
    /// 写出命令行补全的脚本
    #[command(
        override_usage = "yinfa completions <SHELL>",
        next_help_heading = "选项",
        after_help = "SHELL 是 bash、zsh、fish、powershell 或 elvish。\n\n例：\n  yinfa completions bash > ~/.local/share/bash-completion/completions/yinfa\n  yinfa completions powershell >> $PROFILE"
    )]
    Completions {
        /// 哪一种命令行
        #[arg(value_name = "SHELL", hide_possible_values = true, help_heading = "参数")]
        shell: clap_complete::Shell,
    },
    /// 写出手册页（man）：全部命令各一页
    #[command(
        override_usage = "yinfa man [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa man | man -l -\n  yinfa man --out /usr/local/share/man/man1"
    )]
    Man {
        /// 写到哪个文件夹；不写时只显示总的一页
        #[arg(long, short, value_name = "文件夹")]
        out: Option<PathBuf>,
    },
    /// 显示一个命令的帮助
    #[command(
        override_usage = "yinfa help [命令]…",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa help batch\n  yinfa help kind check"
    )]
    Help {
        /// 哪个命令；不写时是全部命令
        #[arg(value_name = "命令", help_heading = "参数")]
        commands: Vec<String>,
    },
}

/// What can be done with a kind.
#[derive(Debug, Subcommand)]
pub enum KindCommand {
    /// 检查一种报告：文件、字段、写法、勾稽、样例和它自己的测试
    #[command(
        override_usage = "yinfa kind check <文件夹或报告种类> [选项]",
        next_help_heading = "选项",
        after_help = "例：\n  yinfa kind check 我的模板/kinds/通知\n  yinfa kind check 公文"
    )]
    Check {
        /// 一种报告的文件夹，或者报告种类的名称
        #[arg(value_name = "文件夹或报告种类", help_heading = "参数")]
        target: PathBuf,
        /// Where kinds come from.
        #[command(flatten)]
        from: Templates,
    },
}

/// Where kinds come from, beside the binary.
#[derive(Debug, Args)]
pub struct Templates {
    /// 自己的模板文件夹，里面的 kinds 文件夹一种报告一个文件夹
    #[arg(long, value_name = "文件夹")]
    pub templates: Option<PathBuf>,
}

/// The form of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ResultFormat {
    /// 表格
    Text,
    /// JSON
    Json,
}

/// The form of what `check` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    /// 文字
    Text,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
}

/// What reports are made with.
#[derive(Debug, Args)]
pub struct ResourceArgs {
    /// 单位自己的官方字体所在的文件夹，可以写几次；PDF 优先用这些字体
    #[arg(long = "font-dir", value_name = "文件夹")]
    pub font_dirs: Vec<PathBuf>,
    /// 版式：A（GB/T 9704，不写时用它）、B（GB/T 33476.2），或者自己的版式文件（见 docs/profiles.md）
    #[arg(long, value_name = "A|B|文件")]
    pub profile: Option<PathBuf>,
    /// Where kinds come from.
    #[command(flatten)]
    pub from: Templates,
}

/// The command with Chinese headings throughout.
pub fn command() -> clap::Command {
    let exits: String =
        Exit::ALL.iter().map(|exit| format!("  {}  {}\n", exit.code(), exit.meaning())).collect();
    let examples =
        "例：\n  yinfa batch\n  yinfa export data/攸县/2024/株洲市生态环境局攸县分局.yaml";
    Cli::command()
        .help_template(TEMPLATE)
        .after_help(format!("{examples}\n\n退出状态：\n{exits}"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(flag("help", 'h', "显示帮助", ArgAction::Help))
        .arg(flag("version", 'V', "显示版本", ArgAction::Version))
        .mut_subcommands(with_chinese_help)
}

fn with_chinese_help(sub: clap::Command) -> clap::Command {
    sub.help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(flag("help", 'h', "显示帮助", ArgAction::Help))
        .mut_subcommands(with_chinese_help)
}

fn flag(name: &'static str, short: char, help: &'static str, action: ArgAction) -> Arg {
    Arg::new(name).long(name).short(short).help(help).action(action).help_heading("选项")
}

impl Cli {
    /// Reads the arguments; what is wrong is said in Chinese.
    ///
    /// # Errors
    ///
    /// What to show instead of running: help, the version, or what is wrong.
    pub fn read(args: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Self, Usage> {
        let matches = command().try_get_matches_from(args).map_err(Usage::from)?;
        Self::from_arg_matches(&matches).map_err(Usage::from)
    }
}

/// Text to show instead of running: help, version, or what is wrong.
#[derive(Debug)]
pub struct Usage {
    /// The text.
    pub text: String,
    /// Whether something was wrong.
    pub is_error: bool,
}

impl From<clap::Error> for Usage {
    fn from(error: clap::Error) -> Self {
        match error.kind() {
            ErrorKind::DisplayHelp => Self { text: error.render().to_string(), is_error: false },
            ErrorKind::DisplayVersion => Self { text: super::pages::version(), is_error: false },
            _ => {
                Self { text: format!("{}\n看用法：yinfa --help", said(&error)), is_error: true }
            }
        }
    }
}

fn said(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(context).concat();
    let near = if near.is_empty() { String::new() } else { format!("，是不是“{near}”") };
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项{near}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令{near}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写命令：batch 做全部单位，export 做一个单位，check 检查数据文件；全部命令见 yinfa --help".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”后面缺内容"),
        ErrorKind::ArgumentConflict => format!("“{arg}”写了不止一次，或者和别的选项冲突"),
        _ => format!("“{arg}”的内容“{value}”不对"),
    }
}
