//! 格式: the properties of paragraphs and runs, as far as the standard cares.

use super::tree::Element;

/// A colour as Word files say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// `auto`, or black near enough.
    Black,
    /// Red near enough.
    Red,
    /// White near enough.
    White,
    /// Red, green and blue, a byte each.
    Other(u32),
}

impl Colour {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('#');
        match text {
            "auto" | "windowText" | "black" => return Some(Self::Black),
            "red" => return Some(Self::Red),
            "white" => return Some(Self::White),
            _ => {}
        }
        let hex = text.split_whitespace().next()?;
        let value = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let (red, green, blue) = (value >> 16, value >> 8 & 0xFF, value & 0xFF);
        Some(if red < 0x28 && green < 0x28 && blue < 0x28 {
            Self::Black
        } else if red >= 0xB0 && green <= 0x60 && blue <= 0x60 {
            Self::Red
        } else if red > 0xF0 && green > 0xF0 && blue > 0xF0 {
            Self::White
        } else {
            Self::Other(value)
        })
    }

    pub(crate) fn word(self) -> String {
        match self {
            Self::Black => "黑色".to_owned(),
            Self::Red => "红色".to_owned(),
            Self::White => "白色".to_owned(),
            Self::Other(value) => format!("#{value:06X}"),
        }
    }
}

/// Defines properties that are all optional, and how one set lies over another.
macro_rules! properties {
    ($(#[$doc:meta])* $name:ident { $($(#[$own:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name { $($(#[$own])* pub $field: Option<$type>,)* }

        impl $name {
            /// Lays `other` over these.
            pub(super) fn lay(&mut self, other: &Self) {
                $(if other.$field.is_some() { self.$field.clone_from(&other.$field); })*
            }
        }
    };
}

properties! {
    /// 字符格式: nothing where no style and no run says it.
    RunProps {
        /// The font of ASCII.
        ascii: String,
        /// The font of other Western characters, and of quotes without a hint.
        h_ansi: String,
        /// The font of hanzi.
        east_asia: String,
        /// The font of scripts that run from the right.
        cs: String,
        /// Whether marks that both scripts have are Chinese.
        hint: bool,
        /// 字号, points
        size: f64,
        /// 加粗
        bold: bool,
        /// 颜色
        colour: Colour,
        /// 字符间距 behind each character, twips
        spacing: f64,
        /// 隐藏
        hidden: bool,
    }
}

/// The fonts of the theme: major and minor, Latin and Chinese.
#[derive(Debug, Default)]
pub(super) struct Theme {
    pub(super) major: (String, String),
    pub(super) minor: (String, String),
}

impl Theme {
    pub(super) fn read(root: &Element) -> Self {
        let fonts = |name: &str| {
            let Some(fonts) = root.find(name) else { return Default::default() };
            let face = |slot: &str| {
                let face = fonts.child(slot).and_then(|slot| slot.attribute("typeface"));
                face.unwrap_or_default().to_owned()
            };
            let hans = fonts.elements().find(|font| font.attribute("script") == Some("Hans"));
            let hans = hans.and_then(|font| font.attribute("typeface")).unwrap_or_default();
            let east = face("a:ea");
            (face("a:latin"), if east.is_empty() { hans.to_owned() } else { east })
        };
        Self { major: fonts("a:majorFont"), minor: fonts("a:minorFont") }
    }

    fn font(&self, theme: &str) -> Option<String> {
        let (latin, east) = if theme.starts_with("major") { &self.major } else { &self.minor };
        let name = if theme.ends_with("EastAsia") { east } else { latin };
        (!name.is_empty()).then(|| name.clone())
    }
}

impl RunProps {
    /// Reads `w:rPr`.
    pub(super) fn read(element: &Element, theme: &Theme) -> Self {
        let mut props = Self {
            size: element.last("w:sz").and_then(|size| size.number("w:val")).map(|half| half / 2.0),
            bold: element.flag("w:b"),
            spacing: element.last("w:spacing").and_then(|spacing| spacing.number("w:val")),
            hidden: element.flag("w:vanish"),
            ..Self::default()
        };
        if let Some(colour) = element.last("w:color") {
            let black = |theme: &str| matches!(theme, "text1" | "dark1" | "tx1" | "dk1");
            let theme = colour.attribute("w:themeColor").is_some_and(black);
            let value = colour.attribute("w:val").and_then(Colour::parse);
            props.colour = if theme { Some(Colour::Black) } else { value };
        }
        if let Some(fonts) = element.last("w:rFonts") {
            let slot = |theme_name: &str, name: &str| {
                let of_theme = fonts.attribute(theme_name).and_then(|font| theme.font(font));
                of_theme
                    .or_else(|| fonts.attribute(name).map(str::to_owned))
                    .filter(|name| !name.is_empty())
            };
            props.ascii = slot("w:asciiTheme", "w:ascii");
            props.h_ansi = slot("w:hAnsiTheme", "w:hAnsi");
            props.east_asia = slot("w:eastAsiaTheme", "w:eastAsia");
            props.cs = slot("w:cstheme", "w:cs");
            props.hint = fonts.attribute("w:hint").map(|hint| hint == "eastAsia");
        }
        props
    }
}

/// 对齐.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// 左对齐
    Left,
    /// 居中
    Centre,
    /// 右对齐
    Right,
    /// 两端对齐, 分散对齐
    Both,
}

/// How `w:line` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRule {
    /// 多倍行距, 240ths of a line.
    Auto,
    /// 最小值, twips.
    AtLeast,
    /// 固定值, twips.
    Exact,
}

/// A line around or between paragraphs or cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// Thickness, mm; nothing is drawn when 0.
    pub width: f64,
    /// From the text, points.
    pub space: f64,
    /// 颜色
    pub colour: Colour,
    /// Two lines instead of one.
    pub double: bool,
}

impl Border {
    pub(super) fn read(element: &Element) -> Self {
        let style = element.attribute("w:val").unwrap_or("nil");
        let drawn = !matches!(style, "nil" | "none");
        let eighths = element.number("w:sz").unwrap_or(4.0);
        Self {
            width: if drawn { eighths / 8.0 * 25.4 / 72.0 } else { 0.0 },
            space: element.number("w:space").unwrap_or(0.0),
            colour: element.attribute("w:color").and_then(Colour::parse).unwrap_or(Colour::Black),
            double: matches!(style, "double" | "triple")
                || style.starts_with("thinThick")
                || style.starts_with("thickThin"),
        }
    }

    pub(crate) fn drawn(&self) -> bool {
        self.width > 0.0
    }
}

/// 图文框: where a framed paragraph stands. Twips; an anchor is `page`, `margin` or `text`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// What `y` counts from.
    pub v_anchor: String,
    /// What `x` counts from.
    pub h_anchor: String,
    /// From the left of the anchor.
    pub x: Option<f64>,
    /// From the top of the anchor.
    pub y: Option<f64>,
    /// `left`, `center`, `outside`…, or nothing.
    pub x_align: String,
    /// `top`, `bottom`…, or nothing.
    pub y_align: String,
    /// Where the file says it.
    pub width: Option<f64>,
    /// Where the file says it.
    pub height: Option<f64>,
    /// Whether text stands beside it.
    pub beside: bool,
}

impl Frame {
    fn read(element: &Element) -> Self {
        let word = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
        Self {
            v_anchor: word("w:vAnchor"),
            h_anchor: word("w:hAnchor"),
            x: element.number("w:x"),
            y: element.number("w:y"),
            x_align: word("w:xAlign"),
            y_align: word("w:yAlign"),
            width: element.number("w:w"),
            height: element.number("w:h"),
            beside: !matches!(element.attribute("w:wrap"), Some("notBeside")),
        }
    }
}

/// A tab stop: twips and kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tab {
    /// From the left of the column, twips.
    pub at: f64,
    /// Which side of the text stands there.
    pub kind: Align,
}

properties! {
    /// 段落格式: nothing where no style and no paragraph says it. Lengths are twips, or
    /// hundredths of a character or a line.
    ParaProps {
        /// 对齐方式
        align: Align,
        /// 左缩进
        left: f64,
        /// 右缩进
        right: f64,
        /// 首行缩进 against the other lines; negative for 悬挂缩进.
        first: f64,
        /// 左缩进, hundredths of a character
        left_chars: f64,
        /// 右缩进, hundredths of a character
        right_chars: f64,
        /// 首行缩进, hundredths of a character
        first_chars: f64,
        /// 段前
        before: f64,
        /// 段后
        after: f64,
        /// 段前, hundredths of a line
        before_lines: f64,
        /// 段后, hundredths of a line
        after_lines: f64,
        /// 行距, as `rule` means it
        line: f64,
        /// How `line` is meant.
        rule: LineRule,
        /// 对齐到网格
        snap: bool,
        /// 段前分页
        break_before: bool,
        /// 与下段同页
        keep_next: bool,
        /// 孤行控制
        widow: bool,
        /// 大纲级别 from 0; 9 is body text.
        outline: u8,
        /// Whether there is space between hanzi and digits.
        mixed_space: bool,
        /// 自动编号: list and level.
        number: (i64, Option<usize>),
        /// 图文框
        frame: Frame,
        /// The border above.
        top: Border,
        /// The border below.
        bottom: Border,
        /// The border between paragraphs of equal borders.
        between: Border,
        /// 底纹
        fill: Colour,
        /// 制表位
        tabs: Vec<Tab>,
    }
}

impl ParaProps {
    /// Reads `w:pPr`.
    pub(super) fn read(element: &Element) -> Self {
        let mut props = Self {
            align: element.val("w:jc").map(align),
            snap: element.flag("w:snapToGrid"),
            break_before: element.flag("w:pageBreakBefore"),
            keep_next: element.flag("w:keepNext"),
            widow: element.flag("w:widowControl"),
            mixed_space: element.flag("w:autoSpaceDN"),
            frame: element.last("w:framePr").map(Frame::read),
            ..Self::default()
        };
        let outline = element.last("w:outlineLvl").and_then(|level| level.number("w:val"));
        props.outline =
            outline.filter(|level| (0.0..=9.0).contains(level)).map(|level| level as u8);
        if let Some(number) = element.last("w:numPr") {
            let id = number.last("w:numId").and_then(|id| id.number("w:val"));
            let level = number.last("w:ilvl").and_then(|level| level.number("w:val"));
            let level = level.map(|level| level.clamp(0.0, 8.0) as usize);
            props.number = Some((id.map_or(-1, |id| id as i64), level));
        }
        if let Some(indent) = element.last("w:ind") {
            props.indents(indent);
        }
        if let Some(spacing) = element.last("w:spacing") {
            props.spacing(spacing);
        }
        if let Some(borders) = element.last("w:pBdr") {
            let side = |name: &str| borders.last(name).map(Border::read);
            props.top = side("w:top");
            props.bottom = side("w:bottom");
            props.between = side("w:between");
        }
        let fill = element.last("w:shd").and_then(|shade| shade.attribute("w:fill"));
        props.fill = fill.map(|fill| match fill {
            "auto" => Colour::White,
            fill => Colour::parse(fill).unwrap_or(Colour::White),
        });
        if let Some(tabs) = element.last("w:tabs") {
            props.tabs = Some(tabs.elements().filter_map(tab).collect());
        }
        props
    }

    fn indents(&mut self, indent: &Element) {
        let either = |a: &str, b: &str| indent.number(a).or_else(|| indent.number(b));
        self.left = either("w:left", "w:start");
        self.right = either("w:right", "w:end");
        self.left_chars = either("w:leftChars", "w:startChars");
        self.right_chars = either("w:rightChars", "w:endChars");
        let hanging = indent.number("w:hanging").map(|hanging| -hanging);
        self.first = hanging.or_else(|| indent.number("w:firstLine"));
        let hanging = indent.number("w:hangingChars").map(|hanging| -hanging);
        self.first_chars =
            hanging.filter(|chars| *chars != 0.0).or_else(|| indent.number("w:firstLineChars"));
    }

    fn spacing(&mut self, spacing: &Element) {
        let on = |name: &str| matches!(spacing.attribute(name), Some("1" | "true" | "on"));
        // Word's own choice for web pages, about one line.
        let auto = |name: &str| on(name).then_some(280.0);
        self.before = auto("w:beforeAutospacing").or_else(|| spacing.number("w:before"));
        self.after = auto("w:afterAutospacing").or_else(|| spacing.number("w:after"));
        self.before_lines = spacing.number("w:beforeLines");
        self.after_lines = spacing.number("w:afterLines");
        self.line = spacing.number("w:line");
        self.rule = match spacing.attribute("w:lineRule") {
            Some("exact") => Some(LineRule::Exact),
            Some("atLeast") => Some(LineRule::AtLeast),
            Some(_) => Some(LineRule::Auto),
            None => self.line.map(|_| LineRule::Auto),
        };
    }
}

pub(super) fn align(text: &str) -> Align {
    match text {
        "center" => Align::Centre,
        "right" | "end" => Align::Right,
        "both" | "distribute" | "mediumKashida" => Align::Both,
        _ => Align::Left,
    }
}

fn tab(element: &Element) -> Option<Tab> {
    let kind = element.attribute("w:val")?;
    (!matches!(kind, "clear" | "bar")).then_some(())?;
    Some(Tab { at: element.number("w:pos")?, kind: align(kind) })
}
