//! Options of the commands that make files and of `merge-reports`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::ResourceArgs;
use crate::batch::{Only, Shard};

/// Options of `batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// 数据文件夹，连同其中的各级文件夹；不写时是 data
    #[arg(
        value_name = "文件夹",
        default_value = "data",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub folder: PathBuf,
    /// 同时做几份；不写时按处理器的个数
    #[arg(long, short = 'j', value_name = "数")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// 只列出要做什么、为什么，不写任何文件
    #[arg(long)]
    pub dry_run: bool,
    /// 没有变化的也重做
    #[arg(long)]
    pub force: bool,
    /// 结果被人改过的也用新的覆盖；改过的另外留下
    #[arg(long)]
    pub overwrite_edited: bool,
    /// 还有“（请填写：…）”的也做，得到草稿；不加时这样的报告不做
    #[arg(long)]
    pub allow_drafts: bool,
    /// 遇到第一个没有做成的就停
    #[arg(long)]
    pub fail_fast: bool,
    /// 只做这些单位：全称或者文件名，* 代表任意文字；可以写几次
    #[arg(long = "bureau", value_name = "单位", help_heading = "选择")]
    pub bureaus: Vec<String>,
    /// 只做这些报告种类；可以写几次
    #[arg(long = "kind", value_name = "报告种类", help_heading = "选择")]
    pub kinds: Vec<String>,
    /// 只做这些年度；可以写几次
    #[arg(long = "year", value_name = "年度", help_heading = "选择")]
    pub years: Vec<i32>,
    /// 只做这些县：数据文件夹里的文件夹；可以写几次
    #[arg(long = "county", value_name = "文件夹", help_heading = "选择")]
    pub counties: Vec<String>,
    /// 只做这种状态的：failed 上次没有做成，new 没有做过，changed 有变化，edited 结果被改过
    #[arg(
        long,
        value_name = "状态",
        value_enum,
        value_delimiter = ',',
        hide_possible_values = true,
        help_heading = "选择"
    )]
    pub only: Vec<Only>,
    /// 只做几片中的一片：3/16 是 16 片中的第 3 片；分法固定，几台机器可以各做一片
    #[arg(long, value_name = "片/片数", help_heading = "选择")]
    pub shard: Option<Shard>,
    /// Options of all commands that make files.
    #[command(flatten)]
    pub common: Common,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 数据文件：.yaml、.yml、.toml 或 .json
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
    /// 结果被人改过的也用新的覆盖；改过的另外留下
    #[arg(long)]
    pub overwrite_edited: bool,
    /// Options of all commands that make files.
    #[command(flatten)]
    pub common: Common,
}

/// Options of `merge-reports`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// 各片的 report.json，或者它所在的文件夹
    #[arg(value_name = "运行报告", required = true, help_heading = "参数")]
    pub reports: Vec<PathBuf>,
    /// 合并后的运行报告放在哪个文件夹；不写时是 out
    #[arg(long, short, value_name = "文件夹")]
    pub out: Option<PathBuf>,
}

/// Options of `clean`.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// 结果所在的文件夹；不写时是 out
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub out: Option<PathBuf>,
    /// 留下最近的几个；不写时是 10
    #[arg(long, value_name = "数", default_value_t = 10, hide_default_value = true)]
    pub keep: usize,
    /// 只列出要删的，不删
    #[arg(long)]
    pub dry_run: bool,
}

/// The folder of results where nothing is said.
const OUT: &str = "out";

/// The folder of results.
pub(super) fn out_or_default(out: Option<&PathBuf>) -> &Path {
    out.map_or(Path::new(OUT), PathBuf::as_path)
}

impl Common {
    /// The folder of results.
    pub fn out(&self) -> &Path {
        out_or_default(self.out.as_ref())
    }
}

/// Options of the commands that make files.
#[derive(Debug, Args)]
pub struct Common {
    /// 结果放在哪个文件夹；不写时是 out
    #[arg(long, short, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 输出文件夹正被另一个 yinfa 使用时，等它结束
    #[arg(long)]
    pub wait: bool,
    /// What reports are made with.
    #[command(flatten)]
    pub resources: ResourceArgs,
}
