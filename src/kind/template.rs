//! What a template refers to, read from its syntax tree, so that all wrong names are
//! reported at once and misspelt optional ones are not taken for absent.

use handlebars::Path;
use handlebars::PathSeg;
use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use serde_json::Value as Json;

use crate::data::records::LAST_YEAR;
use crate::suggest;

/// A name that leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The name as the template has it.
    pub(crate) name: String,
    /// Names that exist where it goes wrong.
    pub(crate) known: Vec<String>,
    /// The segment that goes wrong.
    pub(crate) segment: String,
}

impl Missing {
    /// What to do: the nearest existing name, or the list of them.
    pub(crate) fn hint(&self) -> String {
        if self.segment == LAST_YEAR {
            return NO_LAST_YEAR.to_owned();
        }
        let known = self.known.iter().map(String::as_str);
        match suggest::nearest(&self.segment, known) {
            Some(name) => format!("是不是“{name}”？改正名称，或者在数据文件里补上"),
            None if self.known.is_empty() => "改正名称，或者在数据文件里补上".to_owned(),
            None => {
                let shown: Vec<&str> = self.known.iter().take(12).map(String::as_str).collect();
                format!("这里有的名称：{}", shown.join("、"))
            }
        }
    }
}

/// What to do where last year's data is referred to and there is none.
const NO_LAST_YEAR: &str = "没有找到上年的数据：上年的数据文件放在同一个文件夹，或者旁边上一年的文件夹里，单位全称和报告种类要相同";

/// The word that the program puts before every bare name, so that only texts and figures
/// can be printed and never a whole part of the data.
pub(crate) const PRINT: &str = "印";

/// Every helper that a template may call; `merge` implements them, and a test compares.
pub(crate) const HELPERS: [&str; 32] = [
    "if",
    "unless",
    "each",
    "with",
    "eq",
    "ne",
    "有无",
    "数",
    "上年",
    "增减",
    "增减数",
    "占比",
    "合计",
    "金额",
    "大写金额",
    "零",
    "格",
    "科目",
    "日期",
    "中文数",
    "序",
    "并列",
    "标题行",
    "章节",
    "版头行",
    "署名行",
    "印章行",
    "签名章行",
    "附件行",
    "附件页",
    "版记行",
    "指标表",
];

/// Why a template cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// A Chinese sentence.
    pub(crate) reason: String,
    /// Line and column, if known.
    pub(crate) position: Option<(usize, usize)>,
}

/// Compiles a template and lets [`PRINT`] print every bare name.
pub(crate) fn compile(text: &str) -> Result<Template, Unreadable> {
    let opened = text.matches("{{").count();
    let closed = text.matches("}}").count();
    if let Some(reason) = too_deep(text) {
        return Err(Unreadable { reason, position: None });
    }
    let mut template = Template::compile(text).map_err(|error| {
        let reason = if opened == closed {
            let reason = error.reason().to_string();
            format!("花括号里的写法读不懂（{}）", reason.lines().last().unwrap_or_default().trim())
        } else {
            format!("花括号没有配对：“{{{{”有 {opened} 个，“}}}}”有 {closed} 个")
        };
        Unreadable { reason, position: error.pos() }
    })?;
    print_names(&mut template);
    Ok(template)
}

/// Brackets may nest this deep; the library reads and runs them by recursion.
const MAX_DEPTH: usize = 32;

fn too_deep(text: &str) -> Option<String> {
    let (mut blocks, mut calls, mut inside) = (0_usize, 0_usize, false);
    for (at, mark) in text.match_indices(['{', '}', '(', ')']) {
        let rest = &text[at..];
        match mark {
            "{" if rest.starts_with("{{") => {
                (inside, calls) = (true, 0);
                blocks += usize::from(rest.starts_with("{{#"));
                blocks = blocks.saturating_sub(usize::from(rest.starts_with("{{/")));
            }
            "}" => inside &= !rest.starts_with("}}"),
            "(" if inside => calls += 1,
            ")" => calls = calls.saturating_sub(1),
            _ => {}
        }
        if blocks.max(calls) > MAX_DEPTH {
            return Some(format!("花括号或者圆括号套了超过 {MAX_DEPTH} 层"));
        }
    }
    None
}

fn print_names(template: &mut Template) {
    for element in &mut template.elements {
        match element {
            TemplateElement::Expression(expression)
            | TemplateElement::HtmlExpression(expression) => {
                let bare = expression.params.is_empty() && expression.hash.is_empty();
                if bare && matches!(expression.name, Parameter::Path(_)) {
                    let print = Parameter::Name(PRINT.to_owned());
                    expression.params = vec![std::mem::replace(&mut expression.name, print)];
                }
            }
            TemplateElement::HelperBlock(block) => {
                for branch in [&mut block.template, &mut block.inverse].into_iter().flatten() {
                    print_names(branch);
                }
            }
            _ => {}
        }
    }
}

/// The names in `template` that lead nowhere in `data`.
pub(crate) fn unknown(template: &Template, data: &Json) -> Vec<Missing> {
    let lookup = |names: &[String]| {
        let mut here = data;
        for name in names {
            match here.get(name) {
                Some(next) => here = next,
                None => {
                    let known = here.as_object().into_iter().flatten();
                    let known = known.map(|(key, _)| key.clone()).collect();
                    return Some((known, name.clone()));
                }
            }
        }
        None
    };
    missing(template, &lookup)
}

/// The helpers that `template` calls and nobody knows.
pub(crate) fn unknown_helpers(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    calls(template, &mut |name| {
        let known = name == PRINT || HELPERS.contains(&name);
        if !known && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    });
    found
}

fn calls(template: &Template, visit: &mut impl FnMut(&str)) {
    for element in &template.elements {
        match element {
            TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                calls_of(helper, visit);
            }
            TemplateElement::HelperBlock(block) => {
                calls_of(block, visit);
                for branch in [&block.template, &block.inverse].into_iter().flatten() {
                    calls(branch, visit);
                }
            }
            _ => {}
        }
    }
}

fn calls_of(helper: &HelperTemplate, visit: &mut impl FnMut(&str)) {
    if (helper.block || !helper.params.is_empty() || !helper.hash.is_empty())
        && let Some(name) = helper.name.as_name()
    {
        visit(name);
    }
    for param in helper.params.iter().chain(helper.hash.values()) {
        if let Parameter::Subexpression(expression) = param
            && let TemplateElement::Expression(inner) = expression.as_element()
        {
            calls_of(inner, visit);
        }
    }
}

type Wrong = (Vec<String>, String);

fn missing(template: &Template, lookup: &impl Fn(&[String]) -> Option<Wrong>) -> Vec<Missing> {
    let mut found: Vec<Missing> = Vec::new();
    walk(template, false, &mut |path, inner| {
        let Some(names) = names(path, inner) else { return };
        if let Some((known, segment)) = lookup(&names) {
            let one = Missing { name: names.join("."), known, segment };
            if !found.contains(&one) {
                found.push(one);
            }
        }
    });
    found
}

/// The names of an absolute path; relative ones cannot be judged without running.
fn names(path: &Path, inner: bool) -> Option<Vec<String>> {
    let Path::Relative((segments, raw)) = path else { return None };
    if raw.starts_with("this") || raw.starts_with("..") || raw.starts_with('@') || raw == "." {
        return None;
    }
    let names = segments
        .iter()
        .map(|segment| match segment {
            PathSeg::Named(name) => Some(name.clone()),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()?;
    // Inside {{#each}} a bare name may belong to the item.
    (!inner && !names.is_empty()).then_some(names)
}

fn walk(template: &Template, inner: bool, visit: &mut impl FnMut(&Path, bool)) {
    for element in &template.elements {
        match element {
            TemplateElement::Expression(expression)
            | TemplateElement::HtmlExpression(expression) => call(expression, inner, visit),
            TemplateElement::HelperBlock(block) => {
                let name = block.name.as_name().unwrap_or_default();
                let inside = inner || name == "each" || name == "with";
                call(block, inner, visit);
                for branch in [&block.template, &block.inverse].into_iter().flatten() {
                    walk(branch, inside, visit);
                }
            }
            _ => {}
        }
    }
}

fn call(helper: &HelperTemplate, inner: bool, visit: &mut impl FnMut(&Path, bool)) {
    if helper.params.is_empty() && helper.hash.is_empty() && !helper.block {
        parameter(&helper.name, inner, visit);
    }
    for param in helper.params.iter().chain(helper.hash.values()) {
        parameter(param, inner, visit);
    }
}

fn parameter(parameter: &Parameter, inner: bool, visit: &mut impl FnMut(&Path, bool)) {
    match parameter {
        Parameter::Path(path) => visit(path, inner),
        Parameter::Subexpression(expression) => {
            if let TemplateElement::Expression(helper) = expression.as_element() {
                call(helper, inner, visit);
            }
        }
        _ => {}
    }
}
