//! 样式: what a paragraph or run looks like after defaults, styles and numbering.

use std::collections::HashMap;
use std::sync::Arc;

use super::numbering::Numbering;
use super::props::{Border, ParaProps, RunProps, Theme};
use super::tree::Element;

/// How many styles may stand on each other.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
struct Style {
    name: Option<Arc<str>>,
    based_on: Option<String>,
    para: ParaProps,
    run: RunProps,
    borders: TableBorders,
}

/// The borders of a table: outer ones, and those between rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableBorders {
    /// Above.
    pub top: Option<Border>,
    /// Below.
    pub bottom: Option<Border>,
    /// Between rows.
    pub inner: Option<Border>,
    /// At the left.
    pub left: Option<Border>,
}

impl TableBorders {
    /// Reads `w:tblBorders` or `w:tcBorders`.
    pub(super) fn read(element: Option<&Element>) -> Self {
        let Some(element) = element else { return Self::default() };
        let side = |name: &str| element.last(name).map(Border::read);
        Self {
            top: side("w:top"),
            bottom: side("w:bottom"),
            inner: side("w:insideH"),
            left: side("w:left").or_else(|| side("w:start")),
        }
    }

    pub(super) fn lay(&mut self, other: &Self) {
        self.top = other.top.or(self.top);
        self.bottom = other.bottom.or(self.bottom);
        self.inner = other.inner.or(self.inner);
        self.left = other.left.or(self.left);
    }
}

/// What a paragraph looks like after its styles.
pub(super) struct Styled {
    /// The name of its style.
    pub(super) name: Option<Arc<str>>,
    pub(super) para: ParaProps,
    /// Of the text in it, before character styles.
    pub(super) run: RunProps,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    para: ParaProps,
    run: RunProps,
    styles: HashMap<String, Style>,
    default: Option<String>,
    pub(super) theme: Theme,
}

impl Styles {
    pub(super) fn read(root: Option<&Element>, theme: Theme) -> Self {
        let mut styles = Self { theme, ..Self::default() };
        let Some(root) = root else { return styles };
        if let Some(run) = root.path(&["w:docDefaults", "w:rPrDefault", "w:rPr"]) {
            styles.run = RunProps::read(run, &styles.theme);
        }
        if let Some(para) = root.path(&["w:docDefaults", "w:pPrDefault", "w:pPr"]) {
            styles.para = ParaProps::read(para);
        }
        for element in root.elements().filter(|element| element.is("w:style")) {
            let Some(id) = element.attribute("w:styleId") else { continue };
            let default = matches!(element.attribute("w:default"), Some("1" | "true" | "on"));
            if default && element.attribute("w:type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            let style = Style {
                name: element.val("w:name").map(Arc::from),
                based_on: element.val("w:basedOn").map(str::to_owned),
                para: element.child("w:pPr").map(ParaProps::read).unwrap_or_default(),
                run: element
                    .child("w:rPr")
                    .map(|run| RunProps::read(run, &styles.theme))
                    .unwrap_or_default(),
                borders: TableBorders::read(element.path(&["w:tblPr", "w:tblBorders"])),
            };
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// A style and those that it stands on, the base first; a circle is cut.
    fn chain(&self, id: Option<&str>) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = id;
        while let Some(style) = next.and_then(|id| self.styles.get(id)) {
            if chain.len() >= CHAIN {
                break;
            }
            chain.push(style);
            next = style.based_on.as_deref();
        }
        chain.reverse();
        chain
    }

    /// The size on which Word's grid stands, points.
    pub(super) fn default_size(&self) -> f64 {
        let mut run = self.run.clone();
        for style in self.chain(self.default.as_deref()) {
            run.lay(&style.run);
        }
        run.size.unwrap_or(10.0)
    }

    /// What a paragraph looks like.
    pub(super) fn paragraph(&self, element: Option<&Element>, numbering: &Numbering) -> Styled {
        let (mut para, mut run) = (self.para.clone(), self.run.clone());
        let id = element.and_then(|props| props.val("w:pStyle"));
        let id = id.filter(|id| self.styles.contains_key(*id)).or(self.default.as_deref());
        for style in self.chain(id) {
            if style.para.number.is_some() {
                let level = merged_number(&para, &style.para);
                numbering.indents(level).inspect(|indents| para.lay(indents));
            }
            let number = merged_number(&para, &style.para);
            para.lay(&style.para);
            para.number = number.or(para.number);
            run.lay(&style.run);
        }
        if let Some(element) = element {
            let direct = ParaProps::read(element);
            if direct.number.is_some() {
                let number = merged_number(&para, &direct);
                numbering.indents(number).inspect(|indents| para.lay(indents));
                para.lay(&direct);
                para.number = number;
            } else {
                para.lay(&direct);
            }
        }
        let name = id.and_then(|id| self.styles.get(id)).and_then(|style| style.name.clone());
        Styled { name, para, run }
    }

    /// The properties of a run.
    pub(super) fn run(&self, base: &RunProps, element: Option<&Element>) -> RunProps {
        let mut run = base.clone();
        let Some(element) = element else { return run };
        for style in self.chain(element.val("w:rStyle")) {
            run.lay(&style.run);
        }
        run.lay(&RunProps::read(element, &self.theme));
        run
    }

    /// The borders that a table style gives.
    pub(super) fn table(&self, id: Option<&str>) -> TableBorders {
        let mut borders = TableBorders::default();
        self.chain(id).iter().for_each(|style| borders.lay(&style.borders));
        borders
    }
}

/// `w:numPr` may leave out its list or its level; the one below then counts.
fn merged_number(below: &ParaProps, above: &ParaProps) -> Option<(i64, Option<usize>)> {
    let (id, level) = above.number.or(below.number)?;
    let (old_id, old_level) = below.number.unwrap_or((-1, None));
    Some((if id < 0 { old_id } else { id }, level.or(old_level)))
}
