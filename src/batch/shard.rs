//! 分片: the reports of a folder in equal parts, for several machines.

use std::str::FromStr;

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

#[cfg(test)]
mod tests {
    use super::*;

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
