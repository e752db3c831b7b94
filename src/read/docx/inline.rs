//! Reads what stands in a paragraph: runs, and what wraps them.

use super::drawings;
use super::model::Container;
use super::props::RunProps;
use super::spans::{Change, Control, Feature, NoteKind, is_silent};
use super::story::{GoingOn, OpenField, OpenParagraph, StoryReader};
use super::tree::Element;

impl StoryReader<'_> {
    /// Reads runs, and what wraps them.
    pub(super) fn inline(&mut self, parent: &Element, open: &mut OpenParagraph) {
        for element in parent.elements() {
            match &*element.name {
                "w:r" => self.run(element, open),
                "w:smartTag" | "w:bdo" | "w:dir" => self.inline(element, open),
                "w:ins" | "w:moveTo" => {
                    let change = Change::read(element).map(Feature::Changed);
                    self.wrapped(element, change, open);
                }
                "w:del" | "w:moveFrom" => self.removed(element, open),
                "w:hyperlink" => {
                    let link = self.link(element);
                    self.wrapped(element, Some(link), open);
                }
                "w:customXml" => {
                    let control = Feature::Control(Control::custom(element).into());
                    self.wrapped(element, Some(control), open);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        let control = Feature::Control(Control::read(element).into());
                        self.wrapped(content, Some(control), open);
                    }
                }
                "w:fldSimple" => self.simple_field(element, open),
                "m:oMath" | "m:oMathPara" => {
                    let (text, start) = (element.text(), open.length);
                    self.push(&text, open.base.clone(), open);
                    self.mark(start..open.length, Feature::Formula, open);
                }
                name => {
                    if !self.range(element, open.length, Some(open)) && !is_silent(name) {
                        self.unread(name, open);
                    }
                }
            }
        }
    }

    /// Reads what an element wraps, and notes what it makes of it.
    fn wrapped(&mut self, element: &Element, feature: Option<Feature>, open: &mut OpenParagraph) {
        let start = open.length;
        self.inline(element, open);
        if let Some(feature) = feature {
            self.mark(start..open.length, feature, open);
        }
    }

    fn unread(&mut self, name: &str, open: &OpenParagraph) {
        self.mark(open.length..open.length, Feature::Unread(name.to_owned()), open);
    }

    fn link(&self, element: &Element) -> Feature {
        let target = element.attribute("r:id").and_then(|id| self.relations.target(id));
        let anchor = element.attribute("w:anchor").map(|anchor| format!("#{anchor}"));
        Feature::Link(target.unwrap_or_default().to_owned() + &anchor.unwrap_or_default())
    }

    fn simple_field(&mut self, element: &Element, open: &mut OpenParagraph) {
        let instruction = element.attribute("w:instr").unwrap_or_default().trim().to_owned();
        let start = open.length;
        self.inline(element, open);
        if open.length == start {
            self.push("1", open.base.clone(), open);
        }
        self.mark(start..open.length, Feature::Field(instruction), open);
    }

    fn run(&mut self, element: &Element, open: &mut OpenParagraph) {
        self.budget.spend();
        let own = element.child("w:rPr");
        let props = self.styles.run(&open.base, own);
        let start = open.length;
        let mut text = RunText::default();
        for part in element.elements() {
            text.shown_as(&props, &self.going_on);
            match &*part.name {
                "w:rPr" => {}
                "w:t" => text.add(&part.text()),
                "w:tab" | "w:ptab" => text.add("\t"),
                "w:cr" => text.add("\n"),
                "w:noBreakHyphen" => text.add("-"),
                "w:br" => match part.attribute("w:type") {
                    Some("page") => self.page_break(open, &text.shown),
                    Some("column") => {}
                    _ => text.shown.push('\n'),
                },
                "w:lastRenderedPageBreak" => self.story.paras[open.index].rendered += 1,
                "w:instrText" => {
                    if let Some(field) = self.going_on.fields.last_mut().filter(|f| !f.in_result) {
                        field.instruction.push_str(&part.text());
                    }
                }
                _ => {
                    self.push(&std::mem::take(&mut text.shown), props.clone(), open);
                    self.special(part, &mut text, &props, open);
                }
            }
        }
        self.push(&text.shown, props, open);
        for change in Change::of(own) {
            self.mark(start..open.length, Feature::Changed(change), open);
        }
        if !text.hidden.is_empty() {
            self.mark(open.length..open.length, Feature::Hidden(text.hidden), open);
        }
    }

    /// Reads what is rare in a run.
    fn special(
        &mut self,
        part: &Element,
        text: &mut RunText,
        props: &RunProps,
        open: &mut OpenParagraph,
    ) {
        let here = open.length..open.length;
        let id = || part.attribute("w:id").unwrap_or_default().to_owned();
        match &*part.name {
            "w:fldChar" => self.field(part, open, props),
            "w:pgNum" => self.mark(here, Feature::Field("PAGE".to_owned()), open),
            "w:drawing" | "w:pict" | "w:object" => self.drawing(part, open),
            "w:sym" => {
                text.add("□");
                let word = |name: &str| part.attribute(name).unwrap_or_default().to_owned();
                let symbol = Feature::Symbol { font: word("w:font"), code: word("w:char") };
                self.mark(here.start..here.start + text.shown.len(), symbol, open);
            }
            "w:footnoteReference" => self.mark(here, Feature::Note(NoteKind::Footnote, id()), open),
            "w:endnoteReference" => self.mark(here, Feature::Note(NoteKind::Endnote, id()), open),
            "w:commentReference" => {
                if !self.commented.contains(&id()) {
                    self.mark(here, Feature::Comment(id().into()), open);
                }
            }
            "w:ruby" => {
                let above = part.child("w:rt").map(Element::text).unwrap_or_default();
                if let Some(base) = part.child("w:rubyBase") {
                    self.inline(base, open);
                }
                self.mark(here.start..open.length, Feature::Ruby(above), open);
            }
            name if is_silent(name) => {}
            name => self.unread(name, open),
        }
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

    fn field(&mut self, element: &Element, open: &mut OpenParagraph, props: &RunProps) {
        match element.attribute("w:fldCharType") {
            Some("begin") => self.going_on.fields.push(OpenField {
                instruction: String::new(),
                in_result: false,
                paragraph: open.index,
                start: open.length,
            }),
            Some("separate") => {
                if let Some(field) = self.going_on.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                let Some(field) = self.going_on.fields.pop() else { return };
                if !field.in_result && field.instruction.trim_start().starts_with("PAGE") {
                    self.push("1", props.clone(), open);
                }
                let start = if field.paragraph == open.index { field.start } else { 0 };
                let feature = Feature::Field(field.instruction.trim().to_owned());
                self.mark(start..open.length, feature, open);
            }
            _ => {}
        }
    }

    fn drawing(&mut self, element: &Element, open: &OpenParagraph) {
        for (mut drawing, contents) in drawings::read(element, self.relations) {
            drawing.para = open.index;
            let index = self.story.drawings.len();
            self.story.drawings.push(drawing);
            self.story.paras[open.index].drawings.push(index);
            for content in contents {
                let outside = std::mem::take(&mut self.going_on);
                self.blocks(content, Container::Box(index));
                self.going_on = outside;
            }
        }
        for name in drawings::unread(element) {
            self.unread(name, open);
        }
    }
}

/// The words of a run: those that are printed, and hidden ones.
#[derive(Default)]
struct RunText {
    shown: String,
    hidden: String,
    is_hidden: bool,
    is_code: bool,
}

impl RunText {
    /// Looks whether what comes is printed: not when it is hidden, or the code of a field.
    fn shown_as(&mut self, props: &RunProps, going_on: &GoingOn) {
        self.is_hidden = props.hidden == Some(true);
        self.is_code = going_on.fields.iter().any(|field| !field.in_result);
    }

    fn add(&mut self, text: &str) {
        if self.is_code {
            return;
        }
        if self.is_hidden { self.hidden.push_str(text) } else { self.shown.push_str(text) }
    }
}
