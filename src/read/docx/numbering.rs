//! 自动编号: the numbers that Word prints before paragraphs.

use std::collections::{BTreeMap, HashMap};

use super::props::{ParaProps, RunProps, Theme};
use super::tree::Element;

const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// What stands behind the number: a tab, a space or nothing.
    suffix: &'static str,
    para: ParaProps,
    run: RunProps,
}

#[derive(Debug, Clone)]
struct List {
    template: String,
    levels: Vec<Level>,
    /// Levels that this list counts anew.
    restarts: BTreeMap<usize, u32>,
}

#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: HashMap<i64, List>,
}

/// How far the counting has come.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    templates: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<i64, ()>,
}

impl Numbering {
    pub(crate) fn read(root: Option<&Element>, theme: &Theme) -> Self {
        let Some(root) = root else { return Self::default() };
        let mut templates: HashMap<&str, Vec<Level>> = HashMap::new();
        for element in root.elements().filter(|element| element.is("w:abstractNum")) {
            let Some(id) = element.attribute("w:abstractNumId") else { continue };
            let mut levels = vec![Level::default(); LEVELS];
            for level in element.elements().filter(|level| level.is("w:lvl")) {
                if let Some(slot) = index(level).and_then(|index| levels.get_mut(index)) {
                    *slot = Level::read(level, theme);
                }
            }
            templates.insert(id, levels);
        }
        let list = |element: &Element| {
            let id = element.number("w:numId")? as i64;
            let template = element.val("w:abstractNumId")?;
            let mut levels = templates.get(template)?.clone();
            let mut restarts = BTreeMap::new();
            for change in element.elements().filter(|change| change.is("w:lvlOverride")) {
                let Some(index) = index(change).filter(|index| *index < LEVELS) else { continue };
                if let Some(level) = change.child("w:lvl") {
                    levels[index] = Level::read(level, theme);
                }
                let start = change.last("w:startOverride").and_then(|start| start.number("w:val"));
                if let Some(start) = start {
                    restarts.insert(index, start.max(0.0) as u32);
                }
            }
            Some((id, List { template: template.to_owned(), levels, restarts }))
        };
        let nums = root.elements().filter(|element| element.is("w:num"));
        Self { lists: nums.filter_map(list).collect() }
    }

    fn level(&self, number: Option<(i64, Option<usize>)>) -> Option<&Level> {
        let (id, level) = number?;
        self.lists.get(&id)?.levels.get(level.unwrap_or(0))
    }

    /// What the level says about paragraphs.
    pub(crate) fn indents(&self, number: Option<(i64, Option<usize>)>) -> Option<&ParaProps> {
        self.level(number).map(|level| &level.para)
    }

    /// The number of the next paragraph of a list, with its formatting.
    pub(crate) fn next(
        &self,
        number: Option<(i64, Option<usize>)>,
        counters: &mut Counters,
    ) -> Option<(String, RunProps)> {
        let (id, level) = number?;
        let list = self.lists.get(&id)?;
        let level = level.unwrap_or(0);
        let own = list.levels.get(level)?;
        let counts = counters.templates.entry(list.template.clone()).or_default();
        if counters.begun.insert(id, ()).is_none() {
            for (index, start) in &list.restarts {
                counts[*index] = start.checked_sub(1).or(Some(0));
                counts[index + 1..].fill(None);
            }
        }
        counts[level] = Some(counts[level].map_or(own.start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let mut text = own.text.clone();
        for (index, lower) in list.levels.iter().enumerate().take(level + 1) {
            let count = counts[index].unwrap_or(lower.start);
            text = text.replace(&format!("%{}", index + 1), &printed(count, &lower.format));
        }
        if own.format == "none" || text.is_empty() {
            return None;
        }
        Some((text + own.suffix, own.run.clone()))
    }
}

fn index(element: &Element) -> Option<usize> {
    element.number("w:ilvl").map(|index| index.max(0.0) as usize)
}

impl Level {
    fn read(element: &Element, theme: &Theme) -> Self {
        let start = element.last("w:start").and_then(|start| start.number("w:val"));
        Self {
            start: start.unwrap_or(0.0).max(0.0) as u32,
            format: element.val("w:numFmt").unwrap_or("decimal").to_owned(),
            text: element.val("w:lvlText").unwrap_or_default().to_owned(),
            suffix: match element.val("w:suff") {
                Some("nothing") => "",
                Some("space") => " ",
                _ => "\t",
            },
            para: element.child("w:pPr").map(ParaProps::read).unwrap_or_default(),
            run: element.child("w:rPr").map(|run| RunProps::read(run, theme)).unwrap_or_default(),
        }
    }
}

/// A count in the form of a list.
fn printed(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanDigital2" => hanzi(count),
        "chineseLegalSimplified" | "ideographLegalTraditional" => {
            hanzi(count).chars().map(capital).collect()
        }
        "decimalFullWidth" | "decimalFullWidth2" => count.to_string().chars().map(wide).collect(),
        "decimalZero" => format!("{count:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(count),
        "lowerLetter" => letters(count).to_lowercase(),
        "upperLetter" => letters(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "bullet" => "•".to_owned(),
        "none" => String::new(),
        _ => count.to_string(),
    }
}

fn hanzi(count: u32) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or_default();
    match count {
        0..10 => digit(count).to_owned(),
        10..100 => {
            let tens = if count < 20 { "" } else { digit(count / 10) };
            let ones = if count.is_multiple_of(10) { "" } else { digit(count % 10) };
            format!("{tens}十{ones}")
        }
        100..1000 => {
            let rest = match count % 100 {
                0 => String::new(),
                rest @ 1..10 => format!("零{}", digit(rest)),
                rest @ 10..20 => format!("一{}", hanzi(rest)),
                rest => hanzi(rest),
            };
            format!("{}百{rest}", digit(count / 100))
        }
        _ => count.to_string(),
    }
}

fn capital(c: char) -> char {
    const PAIRS: [(char, char); 11] = [
        ('一', '壹'),
        ('二', '贰'),
        ('三', '叁'),
        ('四', '肆'),
        ('五', '伍'),
        ('六', '陆'),
        ('七', '柒'),
        ('八', '捌'),
        ('九', '玖'),
        ('十', '拾'),
        ('百', '佰'),
    ];
    PAIRS.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large)
}

fn wide(c: char) -> char {
    char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)
}

fn circled(count: u32) -> String {
    let circle = (1..=20).contains(&count).then(|| char::from_u32(0x2460 + count - 1)).flatten();
    circle.map_or_else(|| count.to_string(), String::from)
}

fn letters(count: u32) -> String {
    let index = count.saturating_sub(1);
    let letter = char::from_u32('A' as u32 + index % 26).unwrap_or('A');
    letter.to_string().repeat((index / 26 + 1).min(8) as usize)
}

fn roman(count: u32) -> String {
    const STEPS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = count.min(399);
    let mut text = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (count, text) in
            [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一"), (105, "一百零五")]
        {
            assert_eq!(hanzi(count), text);
        }
        assert_eq!(printed(3, "decimalEnclosedCircle"), "③");
        assert_eq!(printed(28, "lowerLetter"), "bb");
        assert_eq!(printed(14, "upperRoman"), "XIV");
        assert_eq!(printed(2, "decimalFullWidth"), "２");
    }
}
