//! 结构层次序数 (GB/T 9704-2012, 7.3.3): 一、（一） 1. （1）

use super::Block;
use crate::data::numeral::numeral;

listed! {
    /// A level of headings.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Level {
        /// 一、
        One,
        /// （一）
        Two,
        /// 1.
        Three,
        /// （1）
        Four,
    }
}

/// All levels, the highest first.
pub(crate) const LEVELS: [Level; 4] = Level::ALL;

impl Level {
    /// The level of that depth, from 1.
    pub fn of_depth(depth: usize) -> Option<Self> {
        LEVELS.get(depth.checked_sub(1)?).copied()
    }

    /// How deep it is, from 1.
    pub fn depth(self) -> usize {
        self as usize + 1
    }

    /// The printed number.
    pub fn label(self, number: u32) -> String {
        match self {
            Level::One => format!("{}、", numeral(u64::from(number))),
            Level::Two => format!("（{}）", numeral(u64::from(number))),
            Level::Three => format!("{number}."),
            Level::Four => format!("（{number}）"),
        }
    }
}

/// Numbers all headings under their parents; returns the blocks that skip a level.
pub(crate) fn number_headings(blocks: &mut [Block]) -> Vec<usize> {
    let mut counters = [0u32; LEVELS.len()];
    let mut depth = 0;
    let mut skips = Vec::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        let (Block::Heading { level, number, .. } | Block::RunIn { level, number, .. }) = block
        else {
            continue;
        };
        let own = level.depth();
        if own > depth + 1 {
            skips.push(index);
        }
        depth = own;
        counters[own - 1] += 1;
        counters[own..].fill(0);
        *number = counters[own - 1];
    }
    skips
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;

    #[test]
    fn numbers_restart_under_each_parent() {
        let heading = |depth| Block::Heading {
            level: Level::of_depth(depth).unwrap(),
            number: 0,
            title: Text::own("题"),
        };
        let mut blocks: Vec<Block> = [1, 2, 2, 3, 1, 2, 4].map(heading).into_iter().collect();
        let skips = number_headings(&mut blocks);
        let labels: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Heading { level, number, .. } => level.label(*number),
                _ => unreachable!(),
            })
            .collect();
        assert_eq!(labels, ["一、", "（一）", "（二）", "1.", "二、", "（一）", "（1）"]);
        assert_eq!(skips, [6]);
    }
}
