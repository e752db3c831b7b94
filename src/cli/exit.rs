//! Exit codes, part of the stable interface; `yinfa --help` lists them.

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was made; there may be warnings.
    Done,
    /// Some reports have errors and were not made.
    SomeFailed,
    /// Wrong usage.
    Usage,
    /// The input as a whole cannot be used.
    Input,
    /// Everything was made but what would have replaced files that somebody edited.
    Held,
    /// The output cannot be written.
    Disk,
    /// Somebody stopped the run.
    Interrupted,
}

impl Exit {
    /// All codes.
    pub const ALL: [Exit; 7] = [
        Exit::Done,
        Exit::SomeFailed,
        Exit::Usage,
        Exit::Input,
        Exit::Held,
        Exit::Disk,
        Exit::Interrupted,
    ];

    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::SomeFailed => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
            Exit::Held => 4,
            Exit::Disk => 5,
            // As shells count Ctrl-C.
            Exit::Interrupted => 130,
        }
    }

    /// What it means, in Chinese.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "全部做成；check：没有错误；inspect：没有测出错误；compare：每一对都一样",
            Exit::SomeFailed => {
                "有的报告有错，没有做成，其余已做成；check：有错误；inspect：测出错误；compare：有不一样的"
            }
            Exit::Usage => "命令写法有错",
            Exit::Input => "数据文件夹、模板或字体不能用；inspect、compare：有的文件读不了",
            Exit::Held => "有的结果被人改过，新的没有覆盖它，其余已做成",
            Exit::Disk => "输出文件夹写不进去，或者正被占用",
            Exit::Interrupted => "中途停止（Ctrl-C），做成的都是完整的，再运行就接着做",
        }
    }
}
