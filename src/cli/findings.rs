//! Findings as people read them: what, where with the line of the file, what to do.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::diag::{Diagnostic, Place, Severity};

/// Prints findings to standard error; what several reports share is printed once.
#[derive(Debug)]
pub(super) struct Printer {
    colour: bool,
    shown: BTreeMap<String, usize>,
}

impl Printer {
    pub(super) fn new() -> Self {
        let colour = std::io::stderr().is_terminal();
        Self { colour, shown: BTreeMap::new() }
    }

    /// Prints the findings of one report.
    pub(super) fn print(&mut self, bureau: &str, findings: &[Diagnostic]) {
        for finding in findings {
            let key = format!("{:?}", finding.key());
            let count = self.shown.entry(key).or_default();
            *count += 1;
            if *count == 1 {
                let text = self.render(bureau, finding);
                let _ = writeln!(std::io::stderr().lock(), "{text}");
            }
        }
    }

    /// Says how many findings were repetitions.
    pub(super) fn finish(&self) {
        let repeated: usize = self.shown.values().map(|count| count - 1).sum();
        if repeated > 0 {
            let _ = writeln!(
                std::io::stderr().lock(),
                "另有 {repeated} 条和上面相同（出在几个单位共用的文件里），不再重复。\n"
            );
        }
    }

    fn render(&self, bureau: &str, finding: &Diagnostic) -> String {
        let theme =
            if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let hints = format!("办法：{}", finding.hints.join("；"));
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_context_lines(0)
            .with_wrap_lines(false)
            .with_footer(hints);
        let mut text = String::new();
        let shown = Shown::new(bureau, finding);
        // Writing to a string cannot fail.
        let _ = handler.render_report(&mut text, &shown);
        match &shown.excerpt {
            // The name of the cell says it already.
            Some(Excerpt { name, in_cell: true, line, column, .. }) => {
                text.replace(&format!("{name}:{}:{}]", line + 1, column + 1), &format!("{name}]"))
            }
            Some(_) | None => text,
        }
    }
}

/// A finding in the shape that the drawing library wants.
struct Shown<'a> {
    finding: &'a Diagnostic,
    message: String,
    excerpt: Option<Excerpt>,
}

impl<'a> Shown<'a> {
    fn new(bureau: &str, finding: &'a Diagnostic) -> Self {
        let word = finding.severity().word();
        let bureau = if bureau.is_empty() { String::new() } else { format!("{bureau}：") };
        let place = match &finding.place {
            Place::File(path) => format!("（{}）", path.display()),
            Place::Text { .. } | Place::Whole => String::new(),
        };
        let message = format!("{word} {}  {bureau}{}{place}", finding.code, finding.message);
        Self { finding, message, excerpt: Excerpt::of(finding) }
    }
}

/// The line of a finding, cut around it: data lines can be a whole paragraph long.
#[derive(Debug)]
struct Excerpt {
    name: String,
    in_cell: bool,
    text: String,
    span: SourceSpan,
    line: usize,
    column: usize,
}

impl Excerpt {
    /// Characters shown on each side.
    const AROUND: usize = 24;
    /// Characters marked at the most.
    const MARKED: usize = 16;

    fn of(finding: &Diagnostic) -> Option<Self> {
        let Place::Text { source, range } = &finding.place else { return None };
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
        let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < chars.len() { "…" } else { "" };
        let before = format!("{lead}{}", part(from, start));
        let marked = part(start, end);
        let span = SourceSpan::new(before.len().into(), marked.len());
        let shown = source.line_column(range.start);
        let name = match source.cell(range.start) {
            Some(cell) => format!("{} {cell}", source.path().display()),
            None => source.path().display().to_string(),
        };
        Some(Self {
            name,
            in_cell: source.cell(range.start).is_some(),
            text: format!("{before}{marked}{}{tail}\n", part(end, to)),
            span,
            line: shown.line - 1,
            column: shown.column - 1,
        })
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let _ = span;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::new(0.into(), self.text.len()),
            self.line,
            self.column,
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
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let label = self.finding.field.as_ref().map(|field| format!("字段 {field}"));
        let label = LabeledSpan::new_with_span(label, excerpt.span);
        Some(Box::new(std::iter::once(label)))
    }
}
