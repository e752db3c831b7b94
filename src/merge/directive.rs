//! The `【名称】…` lines of a manuscript: every element but the 正文.

use super::markup::{Manuscript, Piece, option, split, text, trim};
use crate::model::{
    Attachment, Format, Level, Mark, Picture, PictureFormat, Roster, Seal, Sealing, Stamp, Text,
};

/// Every name, for messages.
const NAMES: [&str; 28] = [
    "格式",
    "份号",
    "密级",
    "紧急程度",
    "标志",
    "文件",
    "文号",
    "签发人",
    "标题",
    "目录",
    "主送",
    "表",
    "表注",
    "图",
    "附件",
    "署名",
    "日期",
    "印章",
    "签名章",
    "附注",
    "出席",
    "请假",
    "列席",
    "附件页",
    "抄送",
    "印发机关",
    "印发日期",
    "单面",
];

/// Reads one line into its place; the error says why it cannot be read.
pub(super) fn read(manuscript: &mut Manuscript, name: &str, rest: &[Piece]) -> Result<(), String> {
    let Manuscript { format, head, body, attachments, imprint } = manuscript;
    if rest.is_empty() && name != "印章" {
        return Err(format!("【{name}】后面没有内容"));
    }
    let parts = || split(rest, '‖').into_iter().map(trim);
    let once = match name {
        "格式" => {
            let word = text(rest).plain();
            *format = Format::of(&word).ok_or_else(|| format!("没有“{word}”这种格式"))?;
            return Ok(());
        }
        "标志" => {
            let names = parts().map(text).collect();
            return fill(&mut head.mark, Mark { names, suffix: None }, name);
        }
        "文件" => {
            let mark = head.mark.as_mut().ok_or("【文件】要写在【标志】后面")?;
            &mut mark.suffix
        }
        "签发人" => return push(&mut head.signers, text(rest)),
        "标题" => {
            body.title.extend(parts().map(text));
            return Ok(());
        }
        "目录" => return contents(&mut body.contents, &text(rest).plain()),
        "附件" => return push(&mut body.attachment_note, text(rest)),
        "署名" => return push(&mut body.sign_off.names, text(rest)),
        "印章" => return seal(&mut body.sign_off.sealing, parts()),
        "签名章" => return stamp(&mut body.sign_off.sealing, parts()),
        "出席" | "请假" | "列席" => {
            let label = NAMES.iter().find(|known| **known == name).copied().unwrap_or_default();
            return push(&mut body.roster, Roster { label, names: text(rest) });
        }
        "附件页" => {
            let attachment = Attachment { number: None, title: text(rest), text: Vec::new() };
            return push(attachments, attachment);
        }
        "单面" => {
            imprint.is_simplex = text(rest).plain() == "是";
            return Ok(());
        }
        "份号" => &mut head.copy_number,
        "密级" => &mut head.secrecy,
        "紧急程度" => &mut head.urgency,
        "文号" => &mut head.document_number,
        "主送" => &mut body.addressees,
        "日期" => &mut body.sign_off.date,
        "附注" => &mut body.remarks,
        "抄送" => &mut imprint.copied_to,
        "印发机关" => &mut imprint.printed_by,
        "印发日期" => &mut imprint.printed_on,
        _ => return Err(format!("不认识“【{name}】”，只有{}", NAMES.join("、"))),
    };
    fill(once, text(rest), name)
}

/// How many levels of headings a 目录 lists.
fn contents(place: &mut Option<Level>, words: &str) -> Result<(), String> {
    let level = words.parse().ok().and_then(Level::of_depth);
    let level =
        level.ok_or_else(|| format!("【目录】要写列到第几级标题，1 至 4，不能是“{words}”"))?;
    fill(place, level, "目录")
}

fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), String> {
    list.push(item);
    Ok(())
}

fn fill<T>(place: &mut Option<T>, value: T, name: &str) -> Result<(), String> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("【{name}】只能写一次")),
    }
}

fn seal<'a>(sealing: &mut Sealing, parts: impl Iterator<Item = &'a [Piece]>) -> Result<(), String> {
    let mut seal = Seal::default();
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, value) = option(part).ok_or("印章的选项要写成“名称=内容”")?;
        match name.as_str() {
            "直径" => {
                let words = value.plain();
                let number = words.parse().map_err(|_| format!("直径“{words}”不是数"))?;
                seal.diameter = Some(number);
            }
            "图片" => seal.picture = Some(picture(&value)),
            _ => return Err(format!("印章没有选项“{name}”")),
        }
    }
    match sealing {
        Sealing::None => *sealing = Sealing::Seals(vec![seal]),
        Sealing::Seals(seals) => seals.push(seal),
        Sealing::Stamps(_) => return Err("印章和签名章只能用一种".to_owned()),
    }
    Ok(())
}

fn stamp<'a>(
    sealing: &mut Sealing,
    mut parts: impl Iterator<Item = &'a [Piece]>,
) -> Result<(), String> {
    let mut word = || {
        let words = parts.next().map(text).filter(|text| !text.is_empty());
        words.ok_or("签名章要写成“职务‖姓名”，后面可以加“图片=…”")
    };
    let (position, name) = (word()?, word()?);
    let mut stamp = Stamp { position, name, picture: None };
    for part in parts {
        match option(part) {
            Some((name, value)) if name == "图片" => stamp.picture = Some(picture(&value)),
            _ => return Err("签名章只有选项“图片=…”".to_owned()),
        }
    }
    match sealing {
        Sealing::None => *sealing = Sealing::Stamps(vec![stamp]),
        Sealing::Stamps(stamps) => stamps.push(stamp),
        Sealing::Seals(_) => return Err("印章和签名章只能用一种".to_owned()),
    }
    Ok(())
}

/// The picture's name; `pictures.rs` reads the file.
fn picture(path: &Text) -> Picture {
    Picture {
        path: path.plain(),
        origin: path.0.iter().find_map(|inline| inline.origin.clone()),
        bytes: [].into(),
        format: PictureFormat::Png,
        aspect: 1.0,
        is_transparent: true,
    }
}
