//! The paragraphs of a document in reading order, with all that decides their look.

use super::numbering::Numbering;
use super::package::Package;
use super::props::{Border, ParaProps, RunProps, Styles};
use super::tree::Element;

/// Words of one look.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) props: RunProps,
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Para {
    /// With its number; a line break is `\n`, a tab `\t`.
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) props: ParaProps,
    /// The look of the paragraph mark.
    pub(super) mark: RunProps,
    pub(super) in_table: bool,
    pub(super) in_box: bool,
    /// Begins a page, by itself or by what stands before it.
    pub(super) new_page: bool,
    /// Holds a page break before any words.
    breaks_first: bool,
    /// Index of its section.
    pub(super) section: usize,
    pub(super) drawings: Vec<Drawing>,
    /// Horizontal borders of the table row around it: above, below.
    pub(super) row_borders: (Option<Border>, Option<Border>),
    /// From the left edge of the text to that of its cell's text, twips.
    pub(super) cell_left: f64,
}

/// A picture or shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawing {
    /// mm.
    pub(super) width: f64,
    /// mm.
    pub(super) height: f64,
    pub(super) red: bool,
    pub(super) picture: bool,
}

/// 页面设置 of a stretch of the document; lengths in twips.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) page: (f64, f64),
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) footer: f64,
    pub(super) grid: Option<String>,
    pub(super) grid_pitch: f64,
    pub(super) grid_chars: f64,
    pub(super) title_page: bool,
    /// Relation ids of the footers: default, even, first.
    pub(super) footers: [Option<String>; 3],
}

impl Section {
    fn read(element: &Element, before: Option<&Section>) -> Self {
        let size = element.child("pgSz");
        let margins = element.child("pgMar");
        let of = |part: Option<&Element>, name: &str| part.and_then(|part| part.number(name));
        let margin = |name: &str| of(margins, name).unwrap_or(0.0);
        let grid = element.child("docGrid");
        let mut footers = before.map(|before| before.footers.clone()).unwrap_or_default();
        for reference in element.all("footerReference") {
            let slot = match reference.get("type") {
                Some("even") => 1,
                Some("first") => 2,
                _ => 0,
            };
            footers[slot] = reference.get("id").map(str::to_owned);
        }
        Self {
            page: (of(size, "w").unwrap_or(0.0), of(size, "h").unwrap_or(0.0)),
            top: margin("top").abs(),
            bottom: margin("bottom").abs(),
            left: margin("left") + margin("gutter"),
            right: margin("right"),
            footer: margin("footer"),
            grid: grid.and_then(|grid| grid.get("type")).map(str::to_owned),
            grid_pitch: of(grid, "linePitch").unwrap_or(0.0),
            grid_chars: of(grid, "charSpace").unwrap_or(0.0),
            title_page: element.switch("titlePg").unwrap_or(false),
            footers,
        }
    }

    pub(super) fn is_upright(&self) -> bool {
        self.page.0 <= self.page.1
    }

    pub(super) fn text_width(&self) -> f64 {
        self.page.0 - self.left - self.right
    }

    pub(super) fn text_height(&self) -> f64 {
        self.page.1 - self.top - self.bottom
    }
}

/// Reads the body: paragraphs and sections.
pub(super) fn read(package: &Package, styles: &Styles<'_>) -> (Vec<Para>, Vec<Section>) {
    let mut reader = Reader {
        styles,
        numbering: Numbering::read(&package.numbering),
        paras: Vec::new(),
        sections: Vec::new(),
        broken: false,
    };
    if let Some(body) = package.document.child("body") {
        reader.blocks(body, &Around::default());
        if let Some(last) = body.child("sectPr") {
            reader.section(last);
        }
    }
    if reader.sections.is_empty() {
        reader.sections.push(Section::default());
    }
    (reader.paras, reader.sections)
}

/// Reads a footer.
pub(super) fn footer(footer: &Element, styles: &Styles<'_>) -> Vec<Para> {
    let mut reader = Reader {
        styles,
        numbering: Numbering::default(),
        paras: Vec::new(),
        sections: Vec::new(),
        broken: false,
    };
    reader.blocks(footer, &Around::default());
    reader.paras
}

/// What surrounds a paragraph.
#[derive(Debug, Clone, Default)]
struct Around {
    in_table: bool,
    in_box: bool,
    borders: (Option<Border>, Option<Border>),
    left: f64,
}

struct Reader<'a> {
    styles: &'a Styles<'a>,
    numbering: Numbering,
    paras: Vec<Para>,
    sections: Vec<Section>,
    /// A page break waits for the next paragraph.
    broken: bool,
}

impl Reader<'_> {
    fn section(&mut self, element: &Element) {
        let made = Section::read(element, self.sections.last());
        self.sections.push(made);
    }

    fn blocks(&mut self, parent: &Element, around: &Around) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child, around),
                "tbl" => self.table(child, around),
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.blocks(content, around);
                    }
                }
                "ins" | "smartTag" | "customXml" | "moveTo" => self.blocks(child, around),
                "AlternateContent" => {
                    let choice = child.child("Choice").or(child.child("Fallback"));
                    if let Some(choice) = choice {
                        self.blocks(choice, around);
                    }
                }
                _ => {}
            }
        }
    }

    fn table(&mut self, table: &Element, around: &Around) {
        let whole = table.at(&["tblPr", "tblBorders"]);
        let side = |borders: Option<&Element>, name: &str| {
            borders.and_then(|borders| borders.child(name)).map(Border::read)
        };
        const CELL_MARGIN: f64 = 108.0;
        let inset = |cell: Option<&Element>| {
            let margins = cell.into_iter().chain(table.at(&["tblPr", "tblCellMar"]));
            let sides = margins.flat_map(|margins| [margins.child("left"), margins.child("start")]);
            sides.flatten().find_map(|side| side.number("w")).unwrap_or(CELL_MARGIN)
        };
        let indent = table.at(&["tblPr", "tblInd"]).and_then(|indent| indent.number("w"));
        let rows: Vec<&Element> = table.all("tr").collect();
        for (index, row) in rows.iter().enumerate() {
            let edge = |first: bool| if first { "top" } else { "bottom" };
            let outer = |first: bool| if first { index == 0 } else { index + 1 == rows.len() };
            for cell in row.all("tc") {
                let own = cell.at(&["tcPr", "tcBorders"]);
                let border = |first: bool| {
                    let name = if outer(first) { edge(first) } else { "insideH" };
                    side(own, edge(first)).or_else(|| side(whole, name)).flatten()
                };
                let inner = Around {
                    in_table: true,
                    in_box: around.in_box,
                    borders: (border(true), border(false)),
                    left: indent.unwrap_or(0.0) + inset(cell.at(&["tcPr", "tcMar"])),
                };
                self.blocks(cell, &inner);
            }
        }
    }

    fn paragraph(&mut self, element: &Element, around: &Around) {
        let own = element.child("pPr");
        let style = own.and_then(|own| own.val("pStyle"));
        let (mut props, words) = self.styles.paragraph(style);
        if let Some(own) = own {
            props.apply(own);
        }
        let mut mark = words.clone();
        if let Some(own) = own.and_then(|own| own.child("rPr")) {
            mark.apply(own, &self.styles.theme);
        }
        let new_page = props.page_break == Some(true) || std::mem::take(&mut self.broken);
        let mut para = Para {
            props,
            mark,
            new_page,
            in_table: around.in_table,
            in_box: around.in_box,
            section: self.sections.len(),
            row_borders: around.borders.clone(),
            cell_left: around.left,
            ..Para::default()
        };
        if let Some((id, level)) = para.props.numbering.clone() {
            let text = self.numbering.next(&id, level);
            if !text.is_empty() {
                let mut props = words.clone();
                props.hidden = false;
                para.runs.push(Run { text, props });
            }
        }
        let mut boxes = Vec::new();
        self.runs(element, &words, &mut para, &mut boxes);
        // The number looks like the words behind it.
        if let [first, second, ..] = &mut para.runs[..]
            && para.props.numbering.is_some()
        {
            first.props.clone_from(&second.props);
        }
        para.text = para.runs.iter().map(|run| run.text.as_str()).collect();
        if para.breaks_first && !para.text.trim().is_empty() {
            // The break opened the page for the words behind it, not for the next paragraph.
            self.broken = false;
        }
        self.paras.push(para);
        for content in boxes {
            let inner = Around { in_box: true, ..around.clone() };
            self.blocks(content, &inner);
        }
        if let Some(section) = own.and_then(|own| own.child("sectPr")) {
            self.section(section);
            self.broken |= section.val("type") != Some("continuous");
        }
    }

    fn runs<'e>(
        &mut self,
        parent: &'e Element,
        words: &RunProps,
        para: &mut Para,
        boxes: &mut Vec<&'e Element>,
    ) {
        for child in &parent.children {
            match child.name.as_str() {
                "r" => self.run(child, words, para, boxes),
                "hyperlink" | "ins" | "smartTag" | "fldSimple" | "moveTo" | "customXml" => {
                    self.runs(child, words, para, boxes);
                }
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.runs(content, words, para, boxes);
                    }
                }
                _ => {}
            }
        }
    }

    fn run<'e>(
        &mut self,
        run: &'e Element,
        words: &RunProps,
        para: &mut Para,
        boxes: &mut Vec<&'e Element>,
    ) {
        let mut props = words.clone();
        if let Some(own) = run.child("rPr") {
            if let Some(style) = own.val("rStyle") {
                self.styles.character(style, &mut props);
            }
            props.apply(own, &self.styles.theme);
        }
        let mut text = String::new();
        for child in &run.children {
            match child.name.as_str() {
                "t" => text.extend(child.children.iter().map(|part| part.text.as_str())),
                "tab" | "ptab" => text.push('\t'),
                "br" if child.get("type") == Some("page") => {
                    let blank = para.runs.iter().all(|run| run.text.trim().is_empty());
                    self.broken = true;
                    if blank && text.trim().is_empty() {
                        para.new_page = true;
                        para.breaks_first = true;
                    }
                }
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                "drawing" | "pict" | "object" | "AlternateContent" => {
                    drawing(child, para, boxes);
                }
                _ => {}
            }
        }
        if !text.is_empty() && !props.hidden {
            para.runs.push(Run { text, props });
        }
    }
}

const EMU: f64 = 36_000.0;

/// Shapes, pictures and text boxes in a run.
fn drawing<'e>(element: &'e Element, para: &mut Para, boxes: &mut Vec<&'e Element>) {
    let element = match element.name.as_str() {
        "AlternateContent" => match element.child("Choice").or(element.child("Fallback")) {
            Some(choice) => choice,
            None => return,
        },
        _ => element,
    };
    element.find("txbxContent", boxes);
    let mut extents = Vec::new();
    element.find("extent", &mut extents);
    let mut pictures = Vec::new();
    element.find("blip", &mut pictures);
    element.find("imagedata", &mut pictures);
    let mut colours = Vec::new();
    element.find("srgbClr", &mut colours);
    let red = colours.iter().any(|colour| colour.get("val").is_some_and(is_red))
        || [element].into_iter().chain(&element.children).any(|shape| {
            ["strokecolor", "fillcolor"].iter().any(|name| shape.get(name).is_some_and(is_red))
        });
    for extent in extents {
        let size = |name: &str| extent.number(name).unwrap_or(0.0) / EMU;
        let (width, height) = (size("cx"), size("cy"));
        para.drawings.push(Drawing { width, height, red, picture: !pictures.is_empty() });
    }
    for shape in
        element.children.iter().filter(|s| matches!(s.name.as_str(), "line" | "rect" | "shape"))
    {
        if let Some(width) = vml_width(shape) {
            para.drawings.push(Drawing { width, height: 0.0, red, picture: !pictures.is_empty() });
        }
    }
}

/// The width of a VML line or shape, mm.
fn vml_width(shape: &Element) -> Option<f64> {
    let point = |text: &str| {
        let x = text.split(',').next()?.trim();
        let (digits, factor) = match x {
            _ if x.ends_with("mm") => (x.trim_end_matches("mm"), 1.0),
            _ if x.ends_with("cm") => (x.trim_end_matches("cm"), 10.0),
            _ if x.ends_with("in") => (x.trim_end_matches("in"), 25.4),
            _ => (x.trim_end_matches("pt"), 25.4 / 72.0),
        };
        digits.parse::<f64>().ok().map(|value| value * factor)
    };
    if let (Some(from), Some(to)) = (shape.get("from"), shape.get("to")) {
        return Some((point(to)? - point(from)?).abs());
    }
    let style = shape.get("style")?;
    style.split(';').find_map(|part| point(part.trim().strip_prefix("width:")?))
}

/// Whether six hexadecimal digits are a red, or the name of it.
pub(super) fn is_red(colour: &str) -> bool {
    let colour = colour.trim_start_matches('#').split(' ').next().unwrap_or_default();
    if colour.eq_ignore_ascii_case("red") {
        return true;
    }
    let part = |range| colour.get(range).and_then(|part| i32::from_str_radix(part, 16).ok());
    match (part(0..2), part(2..4), part(4..6)) {
        (Some(r), Some(g), Some(b)) => r >= 0x8C && g.max(b) <= 0x80 && r - g.max(b) >= 0x50,
        _ => false,
    }
}
