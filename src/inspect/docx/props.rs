//! 样式: what a paragraph and its words look like after all styles (docDefaults, the chain of
//! basedOn, numbering, direct formatting).

use std::collections::HashMap;

use super::tree::Element;

/// A font in one of the four slots.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fonts {
    pub(super) ascii: Option<String>,
    pub(super) h_ansi: Option<String>,
    pub(super) east_asia: Option<String>,
    /// `w:hint="eastAsia"`
    pub(super) hint: bool,
}

/// The look of words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RunProps {
    pub(super) fonts: Fonts,
    /// pt.
    pub(super) size: Option<f64>,
    pub(super) bold: Option<bool>,
    /// Six hexadecimal digits, or `auto`.
    pub(super) colour: Option<String>,
    /// Twips behind each character.
    pub(super) spacing: Option<f64>,
    pub(super) hidden: bool,
}

/// A border or rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Border {
    /// Thickness, eighths of a point.
    pub(super) size: f64,
    /// pt.
    pub(super) space: f64,
    pub(super) colour: String,
    pub(super) kind: String,
}

impl Border {
    /// Reads `w:top` and the like; none if it is no line.
    pub(super) fn read(element: &Element) -> Option<Self> {
        let kind = element.get("val").unwrap_or("none");
        (!matches!(kind, "none" | "nil")).then(|| Self {
            size: element.number("sz").unwrap_or(4.0),
            space: element.number("space").unwrap_or(0.0),
            colour: element.get("color").unwrap_or("auto").to_owned(),
            kind: kind.to_owned(),
        })
    }
}

/// The look of a paragraph; lengths in twips.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ParaProps {
    pub(super) align: Option<String>,
    pub(super) left: Option<f64>,
    pub(super) right: Option<f64>,
    /// Negative when hanging.
    pub(super) first: Option<f64>,
    /// The same in hundredths of a character; they win.
    pub(super) left_chars: Option<f64>,
    pub(super) right_chars: Option<f64>,
    pub(super) first_chars: Option<f64>,
    pub(super) line: Option<f64>,
    pub(super) rule: Option<String>,
    pub(super) before: Option<f64>,
    pub(super) after: Option<f64>,
    pub(super) snap: Option<bool>,
    pub(super) widow: Option<bool>,
    pub(super) page_break: Option<bool>,
    pub(super) top: Option<Border>,
    pub(super) bottom: Option<Border>,
    /// The colour of the background.
    pub(super) fill: Option<String>,
    pub(super) numbering: Option<(String, usize)>,
    /// In a frame: where its foot is tied to, and its width.
    pub(super) frame: Option<Frame>,
    /// Tab stops: kind and place.
    pub(super) tabs: Vec<(String, f64)>,
}

/// `w:framePr`
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) y: Option<f64>,
    pub(super) from_page: bool,
    pub(super) x_align: Option<String>,
}

impl RunProps {
    /// Lays `element` (`w:rPr`) over these.
    pub(super) fn apply(&mut self, element: &Element, theme: &Theme) {
        if let Some(fonts) = element.child("rFonts") {
            let slot = |name: &str, themed: &str| {
                let by_theme = fonts.get(themed).and_then(|key| theme.font(key));
                by_theme.or_else(|| fonts.get(name).map(str::to_owned))
            };
            let own = &mut self.fonts;
            own.ascii = slot("ascii", "asciiTheme").or(own.ascii.take());
            own.h_ansi = slot("hAnsi", "hAnsiTheme").or(own.h_ansi.take());
            own.east_asia = slot("eastAsia", "eastAsiaTheme").or(own.east_asia.take());
            if let Some(hint) = fonts.get("hint") {
                own.hint = hint == "eastAsia";
            }
        }
        let half = element.child("sz").and_then(|size| size.number("val"));
        self.size = half.map(|half| half / 2.0).or(self.size);
        self.bold = element.switch("b").or(self.bold);
        self.colour = element.val("color").map(str::to_owned).or(self.colour.take());
        self.spacing = element.child("spacing").and_then(|s| s.number("val")).or(self.spacing);
        self.hidden = element.switch("vanish").unwrap_or(self.hidden);
    }
}

impl ParaProps {
    /// Lays `element` (`w:pPr`) over these.
    pub(super) fn apply(&mut self, element: &Element) {
        self.align = element.val("jc").map(str::to_owned).or(self.align.take());
        if let Some(indent) = element.child("ind") {
            let one = |names: [&str; 2]| names.iter().find_map(|name| indent.number(name));
            self.left = one(["left", "start"]).or(self.left);
            self.right = one(["right", "end"]).or(self.right);
            self.left_chars = one(["leftChars", "startChars"]).or(self.left_chars);
            self.right_chars = one(["rightChars", "endChars"]).or(self.right_chars);
            let hanging = indent.number("hanging").map(|value| -value);
            self.first = hanging.or(indent.number("firstLine")).or(self.first);
            let hanging = indent.number("hangingChars").map(|value| -value);
            self.first_chars = hanging.or(indent.number("firstLineChars")).or(self.first_chars);
        }
        if let Some(spacing) = element.child("spacing") {
            self.line = spacing.number("line").or(self.line);
            if spacing.get("line").is_some() || spacing.get("lineRule").is_some() {
                self.rule = Some(spacing.get("lineRule").unwrap_or("auto").to_owned());
            }
            self.before = side(spacing, "before").or(self.before);
            self.after = side(spacing, "after").or(self.after);
        }
        self.snap = element.switch("snapToGrid").or(self.snap);
        self.widow = element.switch("widowControl").or(self.widow);
        self.page_break = element.switch("pageBreakBefore").or(self.page_break);
        if let Some(borders) = element.child("pBdr") {
            self.top = borders.child("top").map(Border::read).unwrap_or(self.top.take());
            self.bottom = borders.child("bottom").map(Border::read).unwrap_or(self.bottom.take());
        }
        if let Some(shade) = element.child("shd") {
            self.fill = shade.get("fill").filter(|fill| *fill != "auto").map(str::to_owned);
        }
        if let Some(numbering) = element.child("numPr") {
            let level = numbering.val("ilvl").and_then(|level| level.parse().ok());
            let id = numbering.val("numId").map(str::to_owned);
            let old = self.numbering.take();
            let id = id.or(old.as_ref().map(|(id, _)| id.clone()));
            let level = level.or(old.map(|(_, level)| level)).unwrap_or(0);
            self.numbering = id.map(|id| (id, level));
        }
        if let Some(frame) = element.child("framePr") {
            self.frame = Some(Frame {
                width: frame.number("w").unwrap_or(0.0),
                y: frame.number("y"),
                from_page: frame.get("vAnchor") == Some("page"),
                x_align: frame.get("xAlign").map(str::to_owned),
            });
        }
        for tab in element.child("tabs").iter().flat_map(|tabs| tabs.all("tab")) {
            let (kind, place) =
                (tab.get("val").unwrap_or("left"), tab.number("pos").unwrap_or(0.0));
            self.tabs.push((kind.to_owned(), place));
        }
    }
}

/// Space before or after: automatic and in lines, too.
fn side(spacing: &Element, name: &str) -> Option<f64> {
    const AUTOMATIC: f64 = 280.0;
    const LINE: f64 = 2.4;
    if spacing.get(&format!("{name}Autospacing")).is_some_and(|v| matches!(v, "1" | "true" | "on"))
    {
        return Some(AUTOMATIC);
    }
    let lines = spacing.number(&format!("{name}Lines")).filter(|lines| *lines > 0.0);
    lines.map(|lines| lines * LINE).or_else(|| spacing.number(name))
}

/// The fonts of the theme.
#[derive(Debug, Default)]
pub(super) struct Theme {
    fonts: HashMap<&'static str, String>,
}

impl Theme {
    pub(super) fn read(theme: &Element) -> Self {
        let mut fonts = HashMap::new();
        let scheme = theme.at(&["themeElements", "fontScheme"]);
        for (part, latin, east) in
            [("majorFont", "majorLatin", "majorEast"), ("minorFont", "minorLatin", "minorEast")]
        {
            let Some(font) = scheme.and_then(|scheme| scheme.child(part)) else { continue };
            let face = |name: &str| font.child(name).and_then(|face| face.get("typeface"));
            let hans = font.all("font").find(|font| font.get("script") == Some("Hans"));
            let hans = hans.and_then(|font| font.get("typeface"));
            let face_east = face("ea").filter(|face| !face.is_empty()).or(hans);
            if let Some(face) = face("latin").filter(|face| !face.is_empty()) {
                fonts.insert(latin, face.to_owned());
            }
            if let Some(face) = face_east {
                fonts.insert(east, face.to_owned());
            }
        }
        Self { fonts }
    }

    /// The font that `minorEastAsia`, `majorHAnsi` and the like stand for.
    fn font(&self, key: &str) -> Option<String> {
        let slot = match (key.starts_with("major"), key.ends_with("EastAsia")) {
            (true, true) => "majorEast",
            (true, false) => "majorLatin",
            (false, true) => "minorEast",
            (false, false) => "minorLatin",
        };
        self.fonts.get(slot).cloned()
    }
}

/// A style with what it says itself.
#[derive(Debug)]
struct Style<'a> {
    based_on: Option<String>,
    para: Option<&'a Element>,
    run: Option<&'a Element>,
}

/// All styles of a document.
#[derive(Debug)]
pub(super) struct Styles<'a> {
    styles: HashMap<String, Style<'a>>,
    pub(super) theme: Theme,
    default: Option<String>,
    para: ParaProps,
    run: RunProps,
}

impl<'a> Styles<'a> {
    pub(super) fn read(styles: &'a Element, theme: &Element) -> Self {
        let theme = Theme::read(theme);
        let (mut para, mut run) = (ParaProps::default(), RunProps::default());
        if let Some(props) = styles.at(&["docDefaults", "pPrDefault", "pPr"]) {
            para.apply(props);
        }
        if let Some(props) = styles.at(&["docDefaults", "rPrDefault", "rPr"]) {
            run.apply(props, &theme);
        }
        let mut found = HashMap::new();
        let mut default = None;
        for style in styles.all("style") {
            let id = style.get("styleId").unwrap_or_default().to_owned();
            let is_default = matches!(style.get("default"), Some("1" | "true" | "on"));
            if is_default && style.get("type") == Some("paragraph") {
                default = Some(id.clone());
            }
            let made = Style {
                based_on: style.val("basedOn").map(str::to_owned),
                para: style.child("pPr"),
                run: style.child("rPr"),
            };
            found.insert(id, made);
        }
        Self { styles: found, theme, default, para, run }
    }

    /// The chain of a style, from the base.
    fn chain(&self, id: &str) -> Vec<&Style<'a>> {
        const LONGEST: usize = 20;
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(style) = next.and_then(|id| self.styles.get(id)) {
            chain.push(style);
            if chain.len() == LONGEST {
                break;
            }
            next = style.based_on.as_deref();
        }
        chain.reverse();
        chain
    }

    /// What a paragraph of that style looks like.
    pub(super) fn paragraph(&self, id: Option<&str>) -> (ParaProps, RunProps) {
        let (mut para, mut run) = (self.para.clone(), self.run.clone());
        let id = id.filter(|id| self.styles.contains_key(*id)).or(self.default.as_deref());
        for style in id.map(|id| self.chain(id)).unwrap_or_default() {
            if let Some(props) = style.para {
                para.apply(props);
            }
            if let Some(props) = style.run {
                run.apply(props, &self.theme);
            }
        }
        (para, run)
    }

    /// Lays a character style over the look of words.
    pub(super) fn character(&self, id: &str, run: &mut RunProps) {
        for style in self.chain(id) {
            if let Some(props) = style.run {
                run.apply(props, &self.theme);
            }
        }
    }
}
