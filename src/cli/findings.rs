//! Findings as people read them: what, where with the line of the file, what to do.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::output;
use crate::diag::{Diagnostic, Place, Related, Severity};
use crate::digest;

/// Prints findings; what several reports share is printed once.
#[derive(Debug)]
pub(super) struct Printer {
    /// Where they are what was asked for they go to standard output, else to standard error.
    is_result: bool,
    colour: bool,
    shown: BTreeMap<String, usize>,
}

impl Printer {
    pub(super) fn new() -> Self {
        let colour = std::io::stderr().is_terminal();
        Self { is_result: false, colour, shown: BTreeMap::new() }
    }

    /// Findings from now on are the result of the run.
    pub(super) fn as_result(&mut self) {
        self.is_result = true;
        self.colour = std::io::stdout().is_terminal();
    }

    /// Prints a line where findings go.
    pub(super) fn line(&self, text: &str) {
        self.put(&output::harmless(text));
    }

    /// Prints what was drawn: it holds nothing harmful but our own colours.
    pub(super) fn put(&self, text: &str) {
        if self.is_result {
            output::put(text);
        } else {
            // Where nobody hears it, the exit status tells.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }

    /// Prints the findings of one report.
    pub(super) fn print(&mut self, bureau: &str, findings: &[Diagnostic]) {
        for finding in findings {
            if self.is_new(key(finding)) {
                self.put(&self.render(bureau, finding));
            }
        }
    }

    /// Findings drawn to be printed later.
    pub(super) fn drawn(&self, bureau: &str, findings: &[Diagnostic]) -> Vec<Drawn> {
        let draw = |one| Drawn { key: key(one), text: self.render(bureau, one) };
        findings.iter().map(draw).collect()
    }

    /// Whether a finding comes for the first time.
    pub(super) fn is_new(&mut self, key: String) -> bool {
        let count = self.shown.entry(key).or_default();
        *count += 1;
        *count == 1
    }

    /// Says how many findings were repetitions.
    pub(super) fn finish(&self) {
        let repeated: usize = self.shown.values().map(|count| count - 1).sum();
        if repeated > 0 {
            self.line(&format!(
                "另有 {repeated} 条和上面相同（出在几个单位共用的文件里），不再重复。\n"
            ));
        }
    }

    fn render(&self, bureau: &str, finding: &Diagnostic) -> String {
        let theme =
            if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let shown = Shown::new(bureau, finding);
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_context_lines(0)
            .with_wrap_lines(false)
            .with_footer(shown.advice());
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = handler.render_report(&mut text, &shown);
        shown.excerpts.0.iter().filter(|one| one.in_cell).fold(text, |text, one| {
            // The name of the cell says it already.
            let Excerpt { name, line, column, .. } = one;
            text.replace(&format!("{name}:{}:{}]", line + 1, column + 1), &format!("{name}]"))
        })
    }
}

/// A finding as it will be printed, without the texts that it comes from.
#[derive(Debug)]
pub(super) struct Drawn {
    /// What tells repeated ones apart.
    pub(super) key: String,
    /// What is printed.
    pub(super) text: String,
}

/// Short: there may be thousands.
fn key(finding: &Diagnostic) -> String {
    digest::short(format!("{:?}", finding.key()).as_bytes())
}

/// A finding in the shape that the drawing library wants.
struct Shown<'a> {
    finding: &'a Diagnostic,
    message: String,
    excerpts: Excerpts,
}

impl<'a> Shown<'a> {
    /// Further places drawn with their line; the rest are listed.
    const DRAWN: usize = 4;
    /// A longer message is cut; the other forms of the result have it whole.
    const CHARACTERS: usize = 400;

    fn new(bureau: &str, finding: &'a Diagnostic) -> Self {
        let word = finding.severity().word();
        let bureau = if bureau.is_empty() { String::new() } else { format!("{bureau}：") };
        let place = match &finding.place {
            Place::File(path) => format!("（{}）", path.display()),
            Place::Text { .. } | Place::Whole => String::new(),
        };
        let said = cut(&finding.message, Self::CHARACTERS);
        let bureau = cut(&bureau, Self::CHARACTERS);
        let message = format!("{word} {}  {bureau}{said}{place}", finding.code);
        let message = output::harmless(&message);
        let mut excerpts = Excerpts::default();
        let label = finding.field.as_ref().map(|field| format!("字段 {field}"));
        excerpts.add(&finding.place, label);
        for related in finding.related.iter().take(Self::DRAWN) {
            excerpts.add(&related.place, Some(cut(&related.label, Self::CHARACTERS)));
        }
        Self { finding, message, excerpts }
    }

    /// What stands below: places that are not drawn, what to do, what it should say.
    fn advice(&self) -> String {
        let fix = self.finding.fix.as_ref().map(|fix| fix.shown(Excerpt::AROUND));
        // Where the advice is the line as it should be, it is shown once.
        let is_said = |_: &String| self.finding.hints.iter().any(|hint| hint.starts_with("写成："));
        let fix = fix.filter(|fix| !is_said(fix));
        let fix = fix.map_or_else(String::new, |fix| format!("\n改成：{fix}"));
        let hints = cut(&self.finding.hints.join("；"), 2 * Self::CHARACTERS);
        output::harmless(&format!("{}办法：{hints}{fix}", self.listed()))
    }

    /// The further places that have no line, or are too many to be drawn.
    fn listed(&self) -> String {
        let row = |related: &Related| match related.place.position() {
            (Some(path), Some(at)) => {
                format!("{}（{}:{}:{}）\n", related.label, path.display(), at.line, at.column)
            }
            (Some(path), None) => format!("{}（{}）\n", related.label, path.display()),
            (None, _) => format!("{}\n", related.label),
        };
        let drawn = |index: usize, related: &Related| {
            index < Self::DRAWN && matches!(related.place, Place::Text { .. })
        };
        let all = self.finding.related.iter().enumerate();
        all.filter(|(index, related)| !drawn(*index, related)).map(|(_, one)| row(one)).collect()
    }
}

/// A text, cut behind so many characters.
fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    format!("{}……（共 {} 个字）", &text[..end], text.chars().count())
}

/// The lines of a finding's places one after another, as one text with labels.
#[derive(Debug, Default)]
struct Excerpts(Vec<Excerpt>);

/// The line of a place, cut around it: data lines can be a whole paragraph long.
#[derive(Debug)]
struct Excerpt {
    name: String,
    in_cell: bool,
    text: String,
    /// Where this text begins among those of all places.
    start: usize,
    span: SourceSpan,
    label: Option<String>,
    line: usize,
    column: usize,
}

impl Excerpts {
    fn add(&mut self, place: &Place, label: Option<String>) {
        let start = self.0.last().map_or(0, |last| last.start + last.text.len());
        self.0.extend(Excerpt::of(place, label, start));
    }
}

impl Excerpt {
    /// Characters shown on each side.
    const AROUND: usize = 24;
    /// Characters marked at the most.
    const MARKED: usize = 16;

    fn of(place: &Place, label: Option<String>, offset: usize) -> Option<Self> {
        let Place::Text { source, range } = place else { return None };
        let text = source.text();
        let at = source.text_position(range.start);
        let line_start = source.offset(at.line, 1);
        let line = text[line_start..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let chars: Vec<char> = line.chars().collect();
        let start = (at.column - 1).min(chars.len());
        let wanted = text.get(range.clone()).unwrap_or_default();
        let length = wanted.chars().take_while(|c| *c != '\n').count().min(Self::MARKED);
        let end = (start + length).min(chars.len());
        let from = start.saturating_sub(Self::AROUND);
        let to = (end + Self::AROUND).min(chars.len());
        let part =
            |from: usize, to: usize| output::harmless(&chars[from..to].iter().collect::<String>());
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < chars.len() { "…" } else { "" };
        let before = format!("{lead}{}", part(from, start));
        let marked = part(start, end);
        let shown = source.line_column(range.start);
        let cell = source.cell(range.start);
        let name = match &cell {
            Some(cell) => format!("{} {cell}", source.path().display()),
            None => source.path().display().to_string(),
        };
        Some(Self {
            name: output::harmless(&name),
            in_cell: cell.is_some(),
            span: SourceSpan::new((offset + before.len()).into(), marked.len()),
            text: format!("{before}{marked}{}{tail}\n", part(end, to)),
            start: offset,
            label: label.map(|label| output::harmless(&label)),
            line: shown.line - 1,
            column: shown.column - 1,
        })
    }

    fn holds(&self, span: &SourceSpan) -> bool {
        let end = self.start + self.text.len();
        self.start <= span.offset() && span.offset() + span.len() <= end && span.offset() < end
    }
}

impl SourceCode for Excerpts {
    /// A span over two excerpts is refused, so that each is drawn under its own name and line.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let excerpt = self.0.iter().find(|one| one.holds(span)).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            excerpt.name.clone(),
            excerpt.text.as_bytes(),
            SourceSpan::new(excerpt.start.into(), excerpt.text.len()),
            excerpt.line,
            excerpt.column,
            1,
        )))
    }
}

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.excerpts.0.is_empty()).then_some(&self.excerpts as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |one: &Excerpt| LabeledSpan::new_with_span(one.label.clone(), one.span);
        (!self.excerpts.0.is_empty())
            .then(|| Box::new(self.excerpts.0.iter().map(label)) as Box<dyn Iterator<Item = _>>)
    }
}
