//! Reads the parts of a Word file into the model.

use std::collections::HashMap;

use super::drawings;
use super::model::{
    Container, Float, FlowItem, Paragraph, Run, Section, Story, Table, TableCell, TableRow,
    WordFile,
};
use super::numbering::{Counters, Numbering};
use super::package::Package;
use super::props::{self, Align, RunProps, Theme};
use super::styles::{Styles, TableBorders};
use super::tree::Element;
use crate::diag::Code;
use crate::guard::{Budget, Refusal};

/// Reads a file.
pub(crate) fn read(bytes: &[u8]) -> Result<WordFile, Refusal> {
    read_package(&mut Package::open(bytes)?)
}

/// Reads an open package.
pub(crate) fn read_package(package: &mut Package<'_>) -> Result<WordFile, Refusal> {
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let root = package.tree(&main)?;
    let body = root
        .as_ref()
        .and_then(|root| root.child("w:body"))
        .ok_or_else(|| Refusal::new(Code::InspectDamaged, format!("“{main}”里没有 Word 正文")))?;
    let mut part = |kind: &str| {
        let found = relations.values().filter(|relation| relation.kind == kind);
        // Of several the first by name, so that equal files give equal results.
        let name = found.map(|relation| relation.target.as_str()).min();
        name.map_or(Ok(None), |name| package.tree(name))
    };
    let theme = part("theme")?.as_ref().map(Theme::read).unwrap_or_default();
    let numbering = Numbering::read(part("numbering")?.as_ref(), &theme);
    let styles = Styles::read(part("styles")?.as_ref(), theme);
    let settings = part("settings")?;
    let mut footers = HashMap::new();
    for (id, relation) in relations.iter().filter(|(_, relation)| relation.kind == "footer") {
        if let Some(root) = package.tree(&relation.target)? {
            let mut reader = StoryReader::new(&styles, &numbering, &mut package.budget);
            reader.blocks(&root, Container::Flow);
            footers.insert(id.clone(), reader.story);
        }
    }
    let mut reader = StoryReader::new(&styles, &numbering, &mut package.budget);
    reader.blocks(body, Container::Flow);
    let last = body.last("w:sectPr").map(|element| section(element, reader.story.sections.last()));
    reader
        .story
        .sections
        .push(last.unwrap_or_else(|| reader.story.sections.last().cloned().unwrap_or_default()));
    let body = reader.story;
    let compat = settings.as_ref().and_then(|settings| {
        let found = settings
            .child("w:compat")?
            .elements()
            .find(|element| element.attribute("w:name") == Some("compatibilityMode"));
        found?.number("w:val").map(|version| version.clamp(0.0, 99.0) as u32)
    });
    Ok(WordFile {
        body,
        footers,
        even_and_odd: settings
            .as_ref()
            .and_then(|s| s.flag("w:evenAndOddHeaders"))
            .unwrap_or(false),
        default_size: styles.default_size(),
        compat,
    })
}

struct StoryReader<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    budget: &'a mut Budget,
    counters: Counters,
    story: Story,
    /// A page break waits for the next paragraph.
    pending: bool,
    /// Fields that are open: the instruction so far, and whether its result is being read.
    fields: Vec<(String, bool)>,
}

/// A paragraph while it is read.
struct OpenParagraph {
    index: usize,
    base: RunProps,
}

impl<'a> StoryReader<'a> {
    fn new(styles: &'a Styles, numbering: &'a Numbering, budget: &'a mut Budget) -> Self {
        Self {
            styles,
            numbering,
            budget,
            counters: Counters::default(),
            story: Story::default(),
            pending: false,
            fields: Vec::new(),
        }
    }

    /// Reads what stands in a body, cell, text box or footer; the paragraphs' indices.
    fn blocks(&mut self, parent: &Element, place: Container) -> Vec<usize> {
        let mut found = Vec::new();
        for element in parent.elements() {
            match &*element.name {
                "w:p" => {
                    let index = self.paragraph(element, place);
                    if place == Container::Flow {
                        self.story.blocks.push(FlowItem::Paragraph(index));
                    }
                    found.push(index);
                }
                "w:tbl" => {
                    let inner = self.table(element, place);
                    found.extend(inner);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        found.extend(self.blocks(content, place));
                    }
                }
                "w:ins" | "w:customXml" | "w:moveTo" | "w:smartTag" => {
                    found.extend(self.blocks(element, place));
                }
                _ => {}
            }
        }
        found
    }

    fn paragraph(&mut self, element: &Element, place: Container) -> usize {
        self.budget.spend();
        let props = element.child("w:pPr");
        let (para, base) = self.styles.paragraph(props, self.numbering);
        let mark = self.styles.run(&base, props.and_then(|props| props.child("w:rPr")));
        let number = para.number;
        let flow = place == Container::Flow;
        let own = self.story.sections.len();
        let new_page =
            flow && (std::mem::take(&mut self.pending) || para.break_before == Some(true));
        let index = self.story.paras.len();
        self.story.paras.push(Paragraph {
            runs: Vec::new(),
            props: para,
            mark: mark.clone(),
            place,
            section: own,
            new_page,
            rendered: 0,
            fields: Vec::new(),
            drawings: Vec::new(),
        });
        let open = OpenParagraph { index, base };
        self.inline(element, &open);
        let has_text = !self.story.paras[index].is_blank();
        // Word numbers empty paragraphs as well, but nobody sees a number as text of its own.
        if let Some((text, run)) =
            self.numbering.next(number, &mut self.counters).filter(|_| has_text)
        {
            let mut props = mark;
            props.lay(&run);
            self.story.paras[index].runs.insert(0, Run { text, props });
        }
        if let Some(element) = props.and_then(|props| props.child("w:sectPr")).filter(|_| flow) {
            let section = section(element, self.story.sections.last());
            self.story.sections.push(section);
        }
        index
    }

    /// Reads runs, and what wraps them.
    fn inline(&mut self, parent: &Element, open: &OpenParagraph) {
        for element in parent.elements() {
            match &*element.name {
                "w:r" => self.run(element, open),
                "w:hyperlink" | "w:ins" | "w:smartTag" | "w:moveTo" | "w:customXml" | "w:bdo"
                | "w:dir" => {
                    self.inline(element, open);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.inline(content, open);
                    }
                }
                "w:fldSimple" => {
                    let name = element.attribute("w:instr").unwrap_or_default().to_owned();
                    self.story.paras[open.index].fields.push(name);
                    let before = self.story.paras[open.index].text();
                    self.inline(element, open);
                    if self.story.paras[open.index].text() == before {
                        self.push("1", open.base.clone(), open);
                    }
                }
                "m:oMath" | "m:oMathPara" => {
                    let text = element.text();
                    self.push(&text, open.base.clone(), open);
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str, props: RunProps, open: &OpenParagraph) {
        let runs = &mut self.story.paras[open.index].runs;
        match runs.last_mut() {
            // Programs split text as they like.
            Some(last) if last.props == props => last.text.push_str(text),
            _ if !text.is_empty() => runs.push(Run { text: text.to_owned(), props }),
            _ => {}
        }
    }

    fn run(&mut self, element: &Element, open: &OpenParagraph) {
        self.budget.spend();
        let props = self.styles.run(&open.base, element.child("w:rPr"));
        let shown = props.hidden != Some(true) && self.fields.iter().all(|(_, result)| *result);
        let mut text = String::new();
        for part in element.elements() {
            match &*part.name {
                "w:t" if shown => text.push_str(&part.text()),
                "w:tab" | "w:ptab" if shown => text.push('\t'),
                "w:cr" if shown => text.push('\n'),
                "w:noBreakHyphen" if shown => text.push('-'),
                "w:sym" if shown => text.push('□'),
                "w:br" => match part.attribute("w:type") {
                    Some("page") => self.page_break(open, &text),
                    Some("column") => {}
                    _ => text.push('\n'),
                },
                "w:lastRenderedPageBreak" => self.story.paras[open.index].rendered += 1,
                "w:instrText" => {
                    if let Some((name, false)) = self.fields.last_mut() {
                        name.push_str(&part.text());
                    }
                }
                "w:fldChar" => self.field(part, open, &props),
                "w:pgNum" => self.story.paras[open.index].fields.push("PAGE".to_owned()),
                "w:drawing" | "w:pict" | "w:object" => {
                    self.push(&std::mem::take(&mut text), props.clone(), open);
                    self.drawing(part, open);
                }
                _ => {}
            }
        }
        self.push(&text, props, open);
    }

    /// A break before all text of a paragraph begins its page; another one the next one's.
    fn page_break(&mut self, open: &OpenParagraph, text: &str) {
        let para = &mut self.story.paras[open.index];
        if para.place != Container::Flow {
            return;
        }
        // An empty paragraph ends on the old page, and its mark comes to stand on the new one.
        if para.is_blank() && text.trim().is_empty() {
            para.new_page = true;
        } else {
            self.pending = true;
        }
    }

    fn field(&mut self, element: &Element, open: &OpenParagraph, props: &RunProps) {
        match element.attribute("w:fldCharType") {
            Some("begin") => self.fields.push((String::new(), false)),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.1 = true;
                }
            }
            Some("end") => {
                let Some((name, result)) = self.fields.pop() else { return };
                if !result && name.trim_start().starts_with("PAGE") {
                    self.push("1", props.clone(), open);
                }
                self.story.paras[open.index].fields.push(name.trim().to_owned());
            }
            _ => {}
        }
    }

    fn drawing(&mut self, element: &Element, open: &OpenParagraph) {
        for (mut drawing, content) in drawings::read(element) {
            drawing.para = open.index;
            let index = self.story.drawings.len();
            self.story.drawings.push(drawing);
            self.story.paras[open.index].drawings.push(index);
            if let Some(content) = content {
                let fields = std::mem::take(&mut self.fields);
                self.blocks(content, Container::Box(index));
                self.fields = fields;
            }
        }
    }

    fn table(&mut self, element: &Element, place: Container) -> Vec<usize> {
        let index = self.story.tables.len();
        let props = element.child("w:tblPr");
        let table = self.table_frame(props, place);
        self.story.tables.push(table);
        if place == Container::Flow {
            self.story.blocks.push(FlowItem::Table(index));
        }
        let inner = if place == Container::Flow { Container::Cell(index) } else { place };
        let mut rows = Vec::new();
        self.rows(element, inner, &mut rows);
        let found = rows
            .iter()
            .flat_map(|row: &TableRow| &row.cells)
            .flat_map(|cell| cell.paras.clone())
            .collect();
        self.story.tables[index].rows = rows;
        found
    }

    fn table_frame(&mut self, props: Option<&Element>, place: Container) -> Table {
        let mut borders = self.styles.table(props.and_then(|props| props.val("w:tblStyle")));
        borders.lay(&TableBorders::read(props.and_then(|props| props.child("w:tblBorders"))));
        let length = |name: &str| {
            let element = props.and_then(|props| props.child(name))?;
            (element.attribute("w:type") != Some("pct")).then_some(())?;
            element.number("w:w").filter(|_| element.attribute("w:type") != Some("auto"))
        };
        let float = props.and_then(|props| props.child("w:tblpPr")).map(|float| Float {
            v_anchor: float.attribute("w:vertAnchor").unwrap_or("page").to_owned(),
            y: float.number("w:tblpY"),
            y_align: float.attribute("w:tblpYSpec").unwrap_or_default().to_owned(),
        });
        let margin = |side: &str| {
            let margins = props.and_then(|props| props.child("w:tblCellMar"))?;
            margins.child(side)?.number("w:w")
        };
        let flow = place == Container::Flow;
        Table {
            borders,
            rows: Vec::new(),
            width: length("w:tblW"),
            indent: length("w:tblInd").unwrap_or(0.0),
            align: props.and_then(|props| props.val("w:jc")).map_or(Align::Left, props::align),
            float,
            section: self.story.sections.len(),
            margins: (
                margin("w:left").or_else(|| margin("w:start")).unwrap_or(108.0),
                margin("w:top").unwrap_or(0.0) + margin("w:bottom").unwrap_or(0.0),
            ),
            new_page: flow && std::mem::take(&mut self.pending),
        }
    }

    fn rows(&mut self, parent: &Element, place: Container, rows: &mut Vec<TableRow>) {
        for element in parent.elements() {
            match &*element.name {
                "w:tr" => {
                    let height = element.path(&["w:trPr", "w:trHeight"]);
                    let height = height.and_then(|height| {
                        Some((
                            height.number("w:val")?,
                            height.attribute("w:hRule") == Some("exact"),
                        ))
                    });
                    let mut row = TableRow { cells: Vec::new(), height };
                    self.cells(element, place, &mut row.cells);
                    rows.push(row);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.rows(content, place, rows);
                    }
                }
                "w:ins" | "w:customXml" => self.rows(element, place, rows),
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: &Element, place: Container, cells: &mut Vec<TableCell>) {
        for element in row.elements() {
            match &*element.name {
                "w:tc" => {
                    let props = element.child("w:tcPr");
                    let width = props.and_then(|props| props.child("w:tcW"));
                    let width = width.filter(|width| width.attribute("w:type") != Some("pct"));
                    let borders =
                        TableBorders::read(props.and_then(|props| props.child("w:tcBorders")));
                    let paras = self.blocks(element, place);
                    let number = |name: &str| props?.last(name)?.number("w:val");
                    let merge = props.and_then(|props| props.last("w:vMerge"));
                    cells.push(TableCell {
                        borders,
                        columns: number("w:gridSpan")
                            .map_or(1, |span| span.clamp(1.0, 999.0) as usize),
                        goes_on: merge
                            .is_some_and(|merge| merge.attribute("w:val") != Some("restart")),
                        width: width.and_then(|width| width.number("w:w")),
                        paras,
                    });
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.cells(content, place, cells);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Reads `w:sectPr`; footers that it does not name are those of the section before.
fn section(element: &Element, before: Option<&Section>) -> Section {
    let of = |child: &str, name: &str| element.last(child).and_then(|child| child.number(name));
    let margin = |name: &str| of("w:pgMar", name).unwrap_or(0.0);
    let mut footers = before.map(|before| before.footers.clone()).unwrap_or_default();
    for reference in element.elements().filter(|child| child.is("w:footerReference")) {
        let slot = match reference.attribute("w:type") {
            Some("even") => 1,
            Some("first") => 2,
            _ => 0,
        };
        footers[slot] = reference.attribute("r:id").map(str::to_owned);
    }
    let grid = element.last("w:docGrid");
    let kind = grid.and_then(|grid| grid.attribute("w:type")).unwrap_or_default();
    Section {
        width: of("w:pgSz", "w:w").unwrap_or(12240.0),
        height: of("w:pgSz", "w:h").unwrap_or(15840.0),
        top: margin("w:top"),
        bottom: margin("w:bottom"),
        left: margin("w:left"),
        right: margin("w:right"),
        gutter: margin("w:gutter"),
        footer: margin("w:footer"),
        footers,
        title_page: element.flag("w:titlePg").unwrap_or(false),
        continuous: element.val("w:type") == Some("continuous"),
        even: match element.val("w:type") {
            Some("evenPage") => Some(true),
            Some("oddPage") => Some(false),
            _ => None,
        },
        grid: (
            matches!(kind, "lines" | "linesAndChars" | "snapToChars"),
            matches!(kind, "linesAndChars" | "snapToChars"),
        ),
        line_pitch: grid.and_then(|grid| grid.number("w:linePitch")).unwrap_or(0.0),
        char_space: grid.and_then(|grid| grid.number("w:charSpace")).unwrap_or(0.0),
    }
}
