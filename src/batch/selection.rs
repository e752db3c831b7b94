//! Which reports of a folder a run is about.

use std::path::{Component, Path};

use super::jobs::Job;
use super::plan::{Planned, Reason};
use super::shard::Shard;
use crate::data::records::Key;

/// A state that a run can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// 上次没有做成的
    Failed,
    /// 从来没有做过的
    New,
    /// 做过，后来数据、模板、字体、版式或程序变了的
    Changed,
    /// 做好以后被人改过的
    Edited,
}

/// What the user asks for; empty lists ask for all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// 单位: 全称, 简称 or the name of the file, with `*` for anything.
    pub bureaus: Vec<String>,
    /// 报告种类
    pub kinds: Vec<String>,
    /// 年度
    pub years: Vec<i32>,
    /// 县: a folder of the data folder.
    pub counties: Vec<String>,
    /// The state.
    pub only: Vec<Only>,
    /// The part.
    pub shard: Option<Shard>,
}

/// What a data file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// 单位.全称
    pub bureau: Option<String>,
    /// 报告种类
    pub kind: Option<String>,
    /// 年度
    pub year: Option<i32>,
}

impl From<Key> for Identity {
    fn from(Key { kind, year, bureau }: Key) -> Self {
        Self { bureau: Some(bureau), kind: Some(kind), year: Some(year) }
    }
}

impl Selection {
    /// Whether the run is about a report, as far as its place tells.
    pub fn has_place(&self, job: &Job) -> bool {
        let folders = || {
            let folder = job.relative.parent().unwrap_or(Path::new(""));
            folder.components().filter_map(|one| match one {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
        };
        let in_county = |county: &String| {
            let path: Vec<&str> = county.split('/').filter(|name| !name.is_empty()).collect();
            let own: Vec<&str> = folders().collect();
            own.windows(path.len().max(1)).any(|names| names == path)
        };
        (self.counties.is_empty() || self.counties.iter().any(in_county))
            && self.shard.is_none_or(|shard| shard.has(&job.key()))
    }

    /// Whether data files must be read to tell.
    pub fn needs_identity(&self) -> bool {
        !(self.bureaus.is_empty() && self.kinds.is_empty() && self.years.is_empty())
    }

    /// Whether the run is about a report, by what its data file says.
    pub fn has_identity(&self, job: &Job, identity: &Identity) -> bool {
        let name = job.name();
        let is_bureau = |pattern: &String| {
            matches(pattern, &name)
                || identity.bureau.as_ref().is_some_and(|bureau| matches(pattern, bureau))
        };
        let is_kind =
            |pattern: &String| identity.kind.as_ref().is_some_and(|kind| matches(pattern, kind));
        (self.bureaus.is_empty() || self.bureaus.iter().any(is_bureau))
            && (self.kinds.is_empty() || self.kinds.iter().any(is_kind))
            && (self.years.is_empty() || identity.year.is_some_and(|y| self.years.contains(&y)))
    }

    /// Whether the run is about a report, by what would be done with it.
    pub fn has_state(&self, planned: &Planned) -> bool {
        let is = |only: &Only| match only {
            Only::Failed => planned.reasons.contains(&Reason::FailedBefore),
            Only::New => planned.reasons.contains(&Reason::New),
            Only::Changed => planned.reasons.iter().any(|reason| reason.is_change()),
            Only::Edited => !planned.edited.is_empty(),
        };
        self.only.is_empty() || self.only.iter().any(is)
    }
}

/// Whether a text is as the pattern says; `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, is) in [
            ("司法局", "司法局", true),
            ("司法局", "示例县司法局", false),
            ("*司法局", "示例县司法局", true),
            ("示例县*", "示例县司法局", true),
            ("*县*局", "示例县司法局", true),
            ("*局*局", "示例局", false),
            ("*", "", true),
            ("", "甲", false),
            ("甲*甲", "甲", false),
        ] {
            assert_eq!(matches(pattern, text), is, "{pattern} {text}");
        }
    }
}
