//! 自动编号 as the text that Word prints.

use std::collections::HashMap;

use super::tree::Element;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    tab: bool,
}

/// All lists of a document with their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// From number to abstract list, with the levels that begin anew.
    lists: HashMap<String, (String, Vec<usize>)>,
    levels: HashMap<(String, usize), Level>,
    counters: HashMap<(String, usize), u32>,
    restarted: Vec<String>,
}

impl Numbering {
    pub(super) fn read(numbering: &Element) -> Self {
        let mut made = Self::default();
        for list in numbering.all("abstractNum") {
            let id = list.get("abstractNumId").unwrap_or_default();
            for level in list.all("lvl") {
                let index = level.number("ilvl").unwrap_or(0.0) as usize;
                let start = level.child("start").and_then(|start| start.number("val"));
                let found = Level {
                    start: start.unwrap_or(1.0) as u32,
                    format: level.val("numFmt").unwrap_or("decimal").to_owned(),
                    text: level.val("lvlText").unwrap_or_default().to_owned(),
                    tab: !matches!(level.val("suff"), Some("nothing" | "space")),
                };
                made.levels.insert((id.to_owned(), index), found);
            }
        }
        for number in numbering.all("num") {
            let id = number.get("numId").unwrap_or_default().to_owned();
            let list = number.val("abstractNumId").unwrap_or_default().to_owned();
            let anew = number
                .all("lvlOverride")
                .filter(|level| level.child("startOverride").is_some())
                .filter_map(|level| level.number("ilvl").map(|index| index as usize))
                .collect();
            made.lists.insert(id, (list, anew));
        }
        made
    }

    /// The text of the next number; empty for bullets and unknown lists.
    pub(super) fn next(&mut self, id: &str, index: usize) -> String {
        const DEEPEST: usize = 9;
        let Some((list, anew)) = self.lists.get(id).cloned() else { return String::new() };
        if !anew.is_empty() && !self.restarted.iter().any(|done| done == id) {
            self.restarted.push(id.to_owned());
            for level in anew {
                self.counters.remove(&(list.clone(), level));
            }
        }
        let Some(level) = self.levels.get(&(list.clone(), index)).cloned() else {
            return String::new();
        };
        let counter =
            self.counters.entry((list.clone(), index)).or_insert(level.start.wrapping_sub(1));
        *counter = counter.wrapping_add(1);
        for deeper in index + 1..DEEPEST {
            self.counters.remove(&(list.clone(), deeper));
        }
        if level.format == "bullet" {
            return String::new();
        }
        let mut text = level.text.clone();
        for place in 0..DEEPEST {
            let mark = format!("%{}", place + 1);
            if !text.contains(&mark) {
                continue;
            }
            let key = (list.clone(), place);
            let format = self.levels.get(&key).map_or("decimal", |level| level.format.as_str());
            let value = self.counters.get(&key).copied().unwrap_or(1);
            text = text.replace(&mark, &shown(value, format));
        }
        if level.tab { text + "\t" } else { text }
    }
}

fn shown(value: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCountingThousand" => hanzi(value),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => char::from_u32(0x245F + value)
            .filter(|_| value <= 20)
            .map_or_else(|| value.to_string(), |c| c.to_string()),
        "decimalFullWidth" => value
            .to_string()
            .chars()
            .filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0))
            .collect(),
        _ => value.to_string(),
    }
}

fn hanzi(value: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |value: u32| DIGITS[(value % 10) as usize].to_string();
    match value {
        0..=9 => digit(value),
        10..=99 => {
            let ten = if value < 20 { String::new() } else { digit(value / 10) };
            let one = if value.is_multiple_of(10) { String::new() } else { digit(value) };
            format!("{ten}十{one}")
        }
        _ => value.to_string(),
    }
}
