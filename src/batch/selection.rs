//! Which reports of a folder a run is about.

use std::path::{Component, Path};
use std::str::FromStr;

use super::changes::{Planned, Reason};
use super::plan::Job;
use crate::data::records::Key;
use crate::digest;

/// 分片: one of several equal parts, the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub part: u32,
    /// How many there are.
    pub parts: u32,
}

impl Shard {
    /// Whether a report belongs to this part: decided by the path of its files alone.
    pub fn has(self, key: &str) -> bool {
        let sum = digest::short(key.as_bytes());
        let number = sum.get(..15).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        number.unwrap_or_default() % u64::from(self.parts) == u64::from(self.part - 1)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(part, parts)| {
            Some(Self { part: part.trim().parse().ok()?, parts: parts.trim().parse().ok()? })
        });
        match parsed {
            Some(shard) if (1..=shard.parts).contains(&shard.part) && shard.parts <= 100_000 => {
                Ok(shard)
            }
            _ => Err("分片写成 3/16，表示 16 片中的第 3 片，从 1 数起".to_owned()),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.part, self.parts)
    }
}

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

    #[test]
    fn every_report_is_in_one_part() {
        for parts in [1, 2, 3, 16] {
            let mut sizes = vec![0; parts as usize];
            for number in 0..400 {
                let key = format!("县/2024/单位{number}");
                let own: Vec<u32> =
                    (1..=parts).filter(|&part| Shard { part, parts }.has(&key)).collect();
                assert_eq!(own.len(), 1, "{key}");
                sizes[own[0] as usize - 1] += 1;
            }
            let fair = 400 / parts;
            assert!(sizes.iter().all(|size| (fair / 3..=fair * 2).contains(size)), "{sizes:?}");
        }
        // The split is a promise: other machines, later versions.
        assert!(Shard { part: 1, parts: 4 }.has("示例县/2024/示例县司法局"));
    }

    #[test]
    fn shards_are_written_from_one() {
        assert_eq!("3/16".parse(), Ok(Shard { part: 3, parts: 16 }));
        for wrong in ["0/4", "5/4", "3", "a/b", "1/0", "-1/4", "1/1000000"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
