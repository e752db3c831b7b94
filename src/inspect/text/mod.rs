//! 文字: what the words of a document must look like, whatever file they are in.

use serde::Serialize;

/// The format of a document (GB/T 9704-2012, 7 and 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Form {
    /// 文件
    #[serde(rename = "文件")]
    File,
    /// 信函
    #[serde(rename = "信函")]
    Letter,
    /// 命令（令）
    #[serde(rename = "命令")]
    Order,
    /// 纪要
    #[serde(rename = "纪要")]
    Minutes,
    /// Without 版头, published as it is.
    #[serde(rename = "无版头")]
    Report,
}
