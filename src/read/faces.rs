//! 字体名: which typeface of the standard a font name stands for.

use crate::fonts::Role;

/// What a font is, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Face {
    /// A typeface of the standard, or its usual substitute.
    Known(Role),
    /// A Western font: it has no hanzi of its own.
    Western,
    /// Anything else.
    Other,
}

/// Parts of names, most telling first: 仿宋 before 宋, 小标宋 before 宋.
const NAMES: [(&str, Face); 66] = [
    ("小标宋", Face::Known(Role::XiaoBiaoSong)),
    ("大标宋", Face::Known(Role::XiaoBiaoSong)),
    ("中宋", Face::Known(Role::XiaoBiaoSong)),
    ("biaosong", Face::Known(Role::XiaoBiaoSong)),
    ("fzxbs", Face::Known(Role::XiaoBiaoSong)),
    ("zhongsong", Face::Known(Role::XiaoBiaoSong)),
    ("stzhongs", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifscextrabold", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifscextra-bold", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifscblack", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifcjkscblack", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifcjkscbold", Face::Known(Role::XiaoBiaoSong)),
    ("notoserifscbold", Face::Known(Role::XiaoBiaoSong)),
    ("sourcehanserifscheavy", Face::Known(Role::XiaoBiaoSong)),
    ("sourcehanserifheavy", Face::Known(Role::XiaoBiaoSong)),
    ("sourcehanserifsc-heavy", Face::Known(Role::XiaoBiaoSong)),
    ("仿宋", Face::Known(Role::FangSong)),
    ("fangsong", Face::Known(Role::FangSong)),
    ("simfang", Face::Known(Role::FangSong)),
    ("stfangso", Face::Known(Role::FangSong)),
    ("fandolfang", Face::Known(Role::FangSong)),
    ("fzfs", Face::Known(Role::FangSong)),
    ("notoserifsclight", Face::Known(Role::FangSong)),
    ("notoserifcjksclight", Face::Known(Role::FangSong)),
    ("楷", Face::Known(Role::Kai)),
    ("kaiti", Face::Known(Role::Kai)),
    ("simkai", Face::Known(Role::Kai)),
    ("fzkai", Face::Known(Role::Kai)),
    ("fzkt", Face::Known(Role::Kai)),
    ("fandolkai", Face::Known(Role::Kai)),
    ("wenkai", Face::Known(Role::Kai)),
    ("ukai", Face::Known(Role::Kai)),
    ("yinfakai", Face::Known(Role::Kai)),
    ("雅黑", Face::Other),
    ("yahei", Face::Other),
    ("等线", Face::Other),
    ("dengxian", Face::Other),
    ("黑体", Face::Known(Role::Hei)),
    ("方正黑", Face::Known(Role::Hei)),
    ("思源黑", Face::Known(Role::Hei)),
    ("simhei", Face::Known(Role::Hei)),
    ("heiti", Face::Known(Role::Hei)),
    ("fzhei", Face::Known(Role::Hei)),
    ("fzht", Face::Known(Role::Hei)),
    ("fandolhei", Face::Known(Role::Hei)),
    ("zenhei", Face::Known(Role::Hei)),
    ("notosanssc", Face::Known(Role::Hei)),
    ("notosanscjk", Face::Known(Role::Hei)),
    ("sourcehansans", Face::Known(Role::Hei)),
    ("宋体", Face::Known(Role::Song)),
    ("书宋", Face::Known(Role::Song)),
    ("思源宋", Face::Known(Role::Song)),
    ("simsun", Face::Known(Role::Song)),
    ("songti", Face::Known(Role::Song)),
    ("stsong", Face::Known(Role::Song)),
    ("fzss", Face::Known(Role::Song)),
    ("shusong", Face::Known(Role::Song)),
    ("notoserif", Face::Known(Role::Song)),
    ("sourcehanserif", Face::Known(Role::Song)),
    ("fandolsong", Face::Known(Role::Song)),
    ("uming", Face::Known(Role::Song)),
    ("times", Face::Western),
    ("arial", Face::Western),
    ("calibri", Face::Western),
    ("cambria", Face::Western),
    ("helvetica", Face::Western),
];

/// More Western names; they need no order.
const WESTERN: [&str; 16] = [
    "courier",
    "liberation",
    "dejavu",
    "georgia",
    "verdana",
    "tahoma",
    "garamond",
    "segoe",
    "aptos",
    "symbol",
    "wingdings",
    "consolas",
    "century",
    "carlito",
    "caladea",
    "opensymbol",
];

/// What a name stands for.
pub(crate) fn face(name: &str) -> Face {
    let plain: String =
        name.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '-' | '_' | ',' | '@')).collect();
    if let Some((_, face)) = NAMES.iter().find(|(part, _)| plain.contains(*part)) {
        return face.clone();
    }
    if WESTERN.iter().any(|part| plain.contains(part)) { Face::Western } else { Face::Other }
}

/// Whether the name itself says bold, and not as the weight of a substitute for 小标宋.
pub(crate) fn is_bold(name: &str) -> bool {
    let lower = name.to_lowercase();
    let says = lower.contains("bold") || lower.contains("heavy") || name.contains("粗");
    says && face(name) != Face::Known(Role::XiaoBiaoSong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use() {
        for (name, role) in [
            ("方正小标宋简体", Role::XiaoBiaoSong),
            ("FZXiaoBiaoSong-B05S", Role::XiaoBiaoSong),
            ("NotoSerifSC-ExtraBold", Role::XiaoBiaoSong),
            ("STZhongsong", Role::XiaoBiaoSong),
            ("仿宋_GB2312", Role::FangSong),
            ("FangSong_GB2312", Role::FangSong),
            ("FandolFang-Regular", Role::FangSong),
            ("STFangsong", Role::FangSong),
            ("楷体_GB2312", Role::Kai),
            ("KaiTi", Role::Kai),
            ("FZKai-Z03S", Role::Kai),
            ("黑体", Role::Hei),
            ("SimHei", Role::Hei),
            ("NotoSansSC-Medium", Role::Hei),
            ("宋体", Role::Song),
            ("NSimSun", Role::Song),
            ("NotoSerifSC-Regular", Role::Song),
        ] {
            assert_eq!(face(name), Face::Known(role), "{name}");
        }
        assert_eq!(face("微软雅黑"), Face::Other);
        assert_eq!(face("TimesNewRomanPSMT"), Face::Western);
        assert!(is_bold("SimSun,Bold") && !is_bold("NotoSerifSC-ExtraBold"));
    }
}
