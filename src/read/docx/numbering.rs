//! 自动编号: the numbers that Word prints before paragraphs.

use std::collections::{BTreeMap, HashMap};

use super::Number;
use super::ordinals;
use super::props::{ParaProps, RunProps, Theme};
use super::tree::Element;

const LEVELS: usize = 9;
/// Characters of what a number looks like; Word takes fewer.
const LONGEST: usize = 255;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// What stands behind the number: a tab, a space or nothing.
    suffix: &'static str,
    /// The level, from 1, behind which it counts anew; 0 for never.
    restart: Option<usize>,
    /// Whether all numbers in it are decimals: `w:isLgl`.
    is_legal: bool,
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
pub(super) struct Numbering {
    lists: HashMap<i64, List>,
}

/// How far the counting has come.
#[derive(Debug, Default)]
pub(super) struct Counters {
    templates: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<i64, ()>,
}

impl Numbering {
    pub(super) fn read(root: Option<&Element>, theme: &Theme) -> Self {
        let Some(root) = root else { return Self::default() };
        let mut templates: HashMap<&str, Vec<Level>> = HashMap::new();
        // A list may take its levels from a style, which another list gives its levels.
        let mut given: HashMap<&str, &str> = HashMap::new();
        let mut taken: Vec<(&str, &str)> = Vec::new();
        for element in root.elements().filter(|element| element.is("w:abstractNum")) {
            let Some(id) = element.attribute("w:abstractNumId") else { continue };
            given.extend(element.val("w:styleLink").map(|style| (style, id)));
            taken.extend(element.val("w:numStyleLink").map(|style| (id, style)));
            let mut levels = vec![Level::default(); LEVELS];
            for level in element.elements().filter(|level| level.is("w:lvl")) {
                if let Some(slot) = index(level).and_then(|index| levels.get_mut(index)) {
                    *slot = Level::read(level, theme);
                }
            }
            templates.insert(id, levels);
        }
        for (id, style) in taken {
            let levels = given.get(style).and_then(|giver| templates.get(giver)).cloned();
            templates.extend(levels.map(|levels| (id, levels)));
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
    pub(super) fn indents(&self, number: Option<(i64, Option<usize>)>) -> Option<&ParaProps> {
        self.level(number).map(|level| &level.para)
    }

    /// The number of the next paragraph of a list, with its formatting.
    pub(super) fn next(
        &self,
        number: Option<(i64, Option<usize>)>,
        counters: &mut Counters,
    ) -> Option<Printed> {
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
        for (index, lower) in list.levels.iter().enumerate().skip(level + 1) {
            if lower.restart.is_none_or(|behind| level < behind) {
                counts[index] = None;
            }
        }
        let mut text = own.text.clone();
        let mut unknown = None;
        for (index, lower) in list.levels.iter().enumerate().take(level + 1) {
            let place = format!("%{}", index + 1);
            if !text.contains(&place) {
                continue;
            }
            let count = counts[index].unwrap_or(lower.start);
            let format = if own.is_legal { "decimal" } else { &lower.format };
            let printed = ordinals::printed(count, format).unwrap_or_else(|| {
                unknown = Some(format.to_owned());
                count.to_string()
            });
            text = text.replace(&place, &printed);
        }
        if own.format == "none" || text.is_empty() {
            return None;
        }
        let number = Number { list: id, level, text: text + own.suffix };
        Some(Printed { number, run: own.run.clone(), unknown })
    }
}

/// A number as it is printed.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) number: Number,
    pub(super) run: RunProps,
    /// The format, where it is not known here and the number is a decimal instead.
    pub(super) unknown: Option<String>,
}

fn index(element: &Element) -> Option<usize> {
    element.number("w:ilvl").map(|index| index.max(0.0) as usize)
}

impl Level {
    fn read(element: &Element, theme: &Theme) -> Self {
        let start = element.last("w:start").and_then(|start| start.number("w:val"));
        Self {
            start: start.unwrap_or(0.0).max(0.0) as u32,
            format: match element.val("w:numFmt") {
                Some("custom") => {
                    element.last("w:numFmt").and_then(|format| format.attribute("w:format"))
                }
                format => format,
            }
            .unwrap_or("decimal")
            .to_owned(),
            text: element.val("w:lvlText").unwrap_or_default().chars().take(LONGEST).collect(),
            suffix: match element.val("w:suff") {
                Some("nothing") => "",
                Some("space") => " ",
                _ => "\t",
            },
            restart: element
                .last("w:lvlRestart")
                .and_then(|restart| restart.number("w:val"))
                .map(|level| level.clamp(0.0, 9.0) as usize),
            is_legal: element.flag("w:isLgl") == Some(true),
            para: element.child("w:pPr").map(ParaProps::read).unwrap_or_default(),
            run: element.child("w:rPr").map(|run| RunProps::read(run, theme)).unwrap_or_default(),
        }
    }
}
