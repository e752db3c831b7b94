//! `{{版头行 版头}}` and the like: whole elements of a 公文 as lines of the manuscript, so
//! that every kind of report words them alike.

use serde_json::Value as Json;

use super::super::leaf::{Leaf, remark};
use super::super::markup::SEPARATOR;
use super::section::write_block;
use super::{Fault, Function, fail};
use crate::data::date;

pub(super) const HELPERS: &[(&str, Function)] = &[
    ("版头行", |args| head(args.json(0)?)),
    ("署名行", |args| Ok(lines("署名", args.json(0)?))),
    ("印章行", |args| seals(args.json(0)?)),
    ("签名章行", |args| Ok(stamps(args.json(0)?))),
    ("附件行", |args| Ok(attachment_names(args.json(0)?))),
    ("附件页", |args| attachment_pages(args.json(0)?)),
    ("版记行", |args| imprint(args.json(0)?)),
];

fn head(head: &Json) -> Result<String, Fault> {
    let mut out = String::new();
    for (directive, field) in [("份号", "份号"), ("密级", "密级"), ("紧急程度", "紧急程度")]
    {
        out.push_str(&line(directive, head.get(field)));
    }
    match head.get("发文机关标志") {
        Some(mark @ Json::Object(_)) => {
            let names = list(mark.get("机关")).collect::<Vec<_>>().join(SEPARATOR);
            out.push_str(&format!("【标志】{names}\n"));
            if mark.get("文件").and_then(Json::as_bool).unwrap_or(true) {
                out.push_str("【文件】文件\n");
            }
        }
        mark => out.push_str(&line("标志", mark)),
    }
    out.push_str(&line("文号", head.get("发文字号")));
    out.push_str(&lines("签发人", head.get("签发人").unwrap_or(&Json::Null)));
    Ok(out)
}

fn seals(seals: &Json) -> Result<String, Fault> {
    let one = |seal: &Json| match seal {
        Json::String(_) => "【印章】\n".to_owned(),
        seal => format!("【印章】{}\n", options(seal, &["直径", "图片"])),
    };
    Ok(match seals {
        Json::Array(items) => items.iter().map(one).collect(),
        seal => one(seal),
    })
}

fn stamps(stamps: &Json) -> String {
    let one = |stamp: &Json| {
        let word = |key: &str| stamp.get(key).and_then(Json::as_str).unwrap_or_default();
        let picture = options(stamp, &["图片"]);
        format!("【签名章】{}{SEPARATOR}{}{picture}\n", word("职务"), word("姓名"))
    };
    stamps.as_array().into_iter().flatten().map(one).collect()
}

fn options(from: &Json, keys: &[&str]) -> String {
    let option = |key: &&str| {
        let text = Leaf::named(key, from.get(key)?).marked()?;
        Some(format!("{SEPARATOR}{key}={text}"))
    };
    keys.iter().filter_map(option).collect()
}

/// An attachment is its name, or a name with its content.
fn attachment_name(attachment: &Json) -> Option<&str> {
    attachment.as_str().or_else(|| attachment.get("名称")?.as_str())
}

fn attachment_names(attachments: &Json) -> String {
    let names = attachments.as_array().into_iter().flatten().filter_map(attachment_name);
    names.map(|name| format!("【附件】{name}\n")).collect()
}

fn attachment_pages(attachments: &Json) -> Result<String, Fault> {
    let mut out = String::new();
    for attachment in attachments.as_array().into_iter().flatten() {
        let Some(content) = attachment.get("内容").and_then(Json::as_array) else { continue };
        out.push_str(&format!("\n【附件页】{}\n", attachment_name(attachment).unwrap_or_default()));
        for block in content {
            write_block(block, 1, &mut out)?;
        }
    }
    Ok(out)
}

fn imprint(imprint: &Json) -> Result<String, Fault> {
    let copied: Vec<&str> = match imprint.get("抄送") {
        Some(Json::String(names)) => vec![names],
        names => list(names).collect(),
    };
    let mut out = String::new();
    if !copied.is_empty() {
        out.push_str(&format!("【抄送】{}\n", copied.join("，")));
    }
    out.push_str(&line("印发机关", imprint.get("印发机关")));
    if let Some(Json::String(marked)) = imprint.get("印发日期") {
        let text = super::super::leaf::plain(marked);
        let day =
            date::parse(&text).ok_or_else(|| fail(format!("“{text}”不是真实存在的公历日期")))?;
        out.push_str(&format!("【印发日期】{}\n", remark(marked, &date::chinese(day))));
    }
    if imprint.get("单面").and_then(Json::as_bool) == Some(true) {
        out.push_str("【单面】是\n");
    }
    Ok(out)
}

fn line(directive: &str, text: Option<&Json>) -> String {
    match text.and_then(Json::as_str) {
        Some(text) => format!("【{directive}】{text}\n"),
        None => String::new(),
    }
}

/// One line per text; a single text is a list of one.
fn lines(directive: &str, texts: &Json) -> String {
    match texts {
        Json::String(_) => line(directive, Some(texts)),
        texts => list(Some(texts)).map(|text| format!("【{directive}】{text}\n")).collect(),
    }
}

fn list(texts: Option<&Json>) -> impl Iterator<Item = &str> {
    texts.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}
