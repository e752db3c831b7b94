//! Values as people write and read them: a number with its unit, or a word.

use crate::units::{Mm, Pt, Twip};

/// A value of the table that an office can read, and write into a profile.
pub trait Measure: Copy {
    /// As people write it: `37 毫米`.
    fn shown(self, unit: &str) -> String;
    /// The value that was written; `unit` is that of the table.
    fn read(text: &str, unit: &str) -> Result<Self, Misread>;
    /// As it is to be written: `37毫米`.
    fn wanted(self, unit: &str) -> String {
        self.shown(unit).replace(' ', "")
    }
    /// The number in its unit; words have none.
    fn number(self) -> Option<f64>;
}

/// Why a text is not the value that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// It does not begin with a number.
    NoNumber,
    /// The unit is missing.
    NoUnit,
    /// The unit is another one.
    WrongUnit(String),
    /// None of the words that can be chosen.
    NoChoice,
}

/// A number as people write it: three decimals at the most.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Number and unit.
fn split(text: &str) -> Result<(f64, &str), Misread> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(text.len());
    let number = text[..end].parse().map_err(|_| Misread::NoNumber)?;
    Ok((number, text[end..].trim_start()))
}

/// A length in any of the units that offices use.
fn length(text: &str) -> Result<Pt, Misread> {
    let (number, unit) = split(text)?;
    match unit {
        "磅" | "pt" => Ok(Pt(number)),
        "毫米" | "mm" => Ok(Mm(number).pt()),
        "厘米" | "cm" => Ok(Mm(number * 10.0).pt()),
        "" => Err(Misread::NoUnit),
        _ => Err(Misread::WrongUnit(unit.to_owned())),
    }
}

/// 字号 by their names, as word processors list them.
const NAMED_SIZES: [(&str, f64); 13] = [
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
];

impl Measure for Mm {
    fn shown(self, unit: &str) -> String {
        format!("{} {unit}", plain(self.0))
    }

    fn read(text: &str, _: &str) -> Result<Self, Misread> {
        // Millimetres go through no other unit, so that 35 stays 35.
        match split(text)? {
            (number, "毫米" | "mm") => Ok(Mm(number)),
            _ => length(text).map(Pt::mm),
        }
    }

    fn number(self) -> Option<f64> {
        Some(self.0)
    }
}

impl Measure for Pt {
    fn shown(self, unit: &str) -> String {
        format!("{} {unit}", plain(self.0))
    }

    fn read(text: &str, _: &str) -> Result<Self, Misread> {
        let named = NAMED_SIZES.iter().find(|(name, _)| *name == text.trim());
        named.map_or_else(|| length(text), |(_, size)| Ok(Pt(*size)))
    }

    fn number(self) -> Option<f64> {
        Some(self.0)
    }
}

impl Measure for Twip {
    fn shown(self, unit: &str) -> String {
        format!("{} {unit}", plain(self.pt().0))
    }

    fn read(text: &str, _: &str) -> Result<Self, Misread> {
        length(text).map(Pt::twip)
    }

    fn number(self) -> Option<f64> {
        Some(self.pt().0)
    }
}

impl Measure for u32 {
    fn shown(self, unit: &str) -> String {
        format!("{self} {unit}")
    }

    fn read(text: &str, unit: &str) -> Result<Self, Misread> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number = text[..end].parse().map_err(|_| Misread::NoNumber)?;
        match text[end..].trim() {
            "" => Err(Misread::NoUnit),
            written if written == unit => Ok(number),
            written => Err(Misread::WrongUnit(written.to_owned())),
        }
    }

    fn number(self) -> Option<f64> {
        Some(f64::from(self))
    }
}

impl Measure for f64 {
    fn shown(self, unit: &str) -> String {
        format!("{} {unit}", plain(self))
    }

    fn read(text: &str, unit: &str) -> Result<Self, Misread> {
        match split(text)? {
            (_, "") => Err(Misread::NoUnit),
            (number, written) if written == unit => Ok(number),
            (_, written) => Err(Misread::WrongUnit(written.to_owned())),
        }
    }

    fn number(self) -> Option<f64> {
        Some(self)
    }
}

/// Declares a choice between words: the enum, and how it is written.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$one])* $variant,)* }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $($name::$variant => $word,)* })
            }
        }

        impl Measure for $name {
            fn shown(self, _: &str) -> String {
                self.to_string()
            }

            fn read(text: &str, _: &str) -> Result<Self, Misread> {
                match text.trim() {
                    $($word => Ok($name::$variant),)*
                    _ => Err(Misread::NoChoice),
                }
            }

            fn wanted(self, _: &str) -> String {
                [$($word),*].join(" 或 ")
            }

            fn number(self) -> Option<f64> {
                None
            }
        }
    };
}

choice! {
    /// 数字字体: what ASCII – digits, Latin letters and their marks – is set in.
    DigitFont {
        /// The typeface of the text around it.
        AsText "随正文",
        /// 西文字体 Times New Roman.
        TimesNewRoman "Times New Roman",
    }
}

choice! {
    /// Whether something is done.
    Switch {
        /// It is not.
        Off "否",
        /// It is.
        On "是",
    }
}

choice! {
    /// 页码位置.
    NumberPlace {
        /// At the right on odd pages and at the left on even ones.
        Outside "外侧",
        /// In the middle.
        Centre "居中",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_their_units() {
        assert_eq!(Mm::read("35毫米", ""), Ok(Mm(35.0)));
        assert_eq!(Mm::read("3.5 厘米", "").map(|mm| plain(mm.0)), Ok("35".to_owned()));
        assert_eq!(Twip::read("28磅", ""), Ok(Twip(560)));
        assert_eq!(Twip::read("-0.25磅", ""), Ok(Twip(-5)));
        assert_eq!(Pt::read("小四", ""), Ok(Pt(12.0)));
        assert_eq!(u32::read("2字", "字"), Ok(2));
        assert_eq!(u32::read("2行", "字"), Err(Misread::WrongUnit("行".to_owned())));
        assert_eq!(u32::read("-2字", "字"), Err(Misread::NoNumber));
        assert_eq!(Twip::read("28", ""), Err(Misread::NoUnit));
        assert_eq!(Twip::read("28行", ""), Err(Misread::WrongUnit("行".to_owned())));
        assert_eq!(Mm::read("1.2.3毫米", ""), Err(Misread::NoNumber));
        assert_eq!(Switch::read("是", ""), Ok(Switch::On));
        assert_eq!(Switch::read("对", ""), Err(Misread::NoChoice));
        assert_eq!(Mm(262.0 - 264.42).shown("毫米"), "-2.42 毫米");
    }
}
