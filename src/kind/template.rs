//! What a template refers to, read from its syntax tree, so that all wrong names are
//! reported at once and misspelt optional ones are not taken for absent.

use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use handlebars::{TemplateError, TemplateErrorReason};
use serde_json::Value as Json;

use crate::chars::is_invisible;
use crate::data::records::LAST_YEAR;
use crate::guard;
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

/// A helper that a manuscript may call.
#[derive(Debug)]
pub(crate) struct Helper {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it takes in a text of the data; `None` where only manuscripts may call it.
    pub(crate) in_texts: Option<Form>,
}

/// 写法: what a helper takes.
#[derive(Debug)]
pub(crate) struct Form {
    /// How many values at least.
    pub(crate) least: usize,
    /// How many values at the most.
    pub(crate) most: usize,
    /// The names of its options.
    pub(crate) options: &'static [&'static str],
}

const fn manuscript(name: &'static str) -> Helper {
    Helper { name, in_texts: None }
}

const fn text(
    name: &'static str,
    least: usize,
    most: usize,
    options: &'static [&'static str],
) -> Helper {
    Helper { name, in_texts: Some(Form { least, most, options }) }
}

/// Sums of more figures belong in 汇总.
const MOST_SUMMANDS: usize = 200;

/// Every helper that may be called; `merge` implements them, and a test compares.
pub(crate) const HELPERS: [Helper; 32] = [
    manuscript("if"),
    manuscript("unless"),
    manuscript("each"),
    manuscript("with"),
    manuscript("eq"),
    manuscript("ne"),
    text("有无", 1, 1, &["有", "无"]),
    text("数", 1, 1, &[]),
    text("上年", 1, 2, &[]),
    text("增减", 1, 2, &["小数"]),
    text("增减数", 1, 2, &["单位", "小数"]),
    text("占比", 2, 2, &["小数"]),
    text("合计", 1, MOST_SUMMANDS, &[]),
    text("金额", 1, 1, &["单位", "小数"]),
    text("大写金额", 1, 1, &[]),
    manuscript("零"),
    manuscript("格"),
    manuscript("科目"),
    text("日期", 1, 1, &["格式"]),
    text("中文数", 1, 1, &[]),
    manuscript("序"),
    manuscript("并列"),
    manuscript("标题行"),
    manuscript("章节"),
    manuscript("版头行"),
    manuscript("署名行"),
    manuscript("印章行"),
    manuscript("签名章行"),
    manuscript("附件行"),
    manuscript("附件页"),
    manuscript("版记行"),
    manuscript("指标表"),
];

/// The helpers that texts of the data may call.
pub(crate) fn text_helpers() -> impl Iterator<Item = (&'static str, &'static Form)> {
    HELPERS.iter().filter_map(|helper| Some((helper.name, helper.in_texts.as_ref()?)))
}

/// Whether a manuscript may call a helper of that name.
pub(crate) fn is_known(name: &str) -> bool {
    name == PRINT || HELPERS.iter().any(|helper| helper.name == name)
}

/// Why a template cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// A Chinese sentence.
    pub(crate) reason: String,
    /// Line and column, if known.
    pub(crate) position: Option<(usize, usize)>,
}

/// A template may be this long, in bytes.
const MAX_BYTES: usize = 128 << 10;
/// A template may open braces so often.
const MAX_TAGS: usize = 5_000;
/// The library reads and runs blocks by recursion: so many, with their 否则, its stack holds
/// even if each is inside the one before.
const MAX_BLOCKS: usize = 500;
/// The same for brackets between one pair of braces and the next.
const MAX_BRACKETS: usize = 1_000;
/// Blocks, and brackets in one pair of braces, may nest this deep.
const MAX_DEPTH: usize = 32;

/// Compiles a template and lets [`PRINT`] print every bare name. What kinds may not use –
/// partials, decorators, literals that are no words or numbers – is refused.
pub(crate) fn compile(text: &str) -> Result<Template, Unreadable> {
    if let Some(unreadable) = out_of_bounds(text) {
        return Err(unreadable);
    }
    let compiled = guard::on_deep_stack(|| {
        let mut template = Template::compile(text).map_err(|error| misread(text, &error))?;
        refuse(&template, 0)?;
        print_names(&mut template);
        Ok(template)
    });
    compiled.unwrap_or_else(|reason| {
        Err(Unreadable { reason: format!("模板读不下去：{reason}"), position: None })
    })
}

fn misread(text: &str, error: &TemplateError) -> Unreadable {
    let opened = text.matches("{{").count();
    let closed = text.matches("}}").count();
    let reason = match error.reason() {
        _ if opened != closed => {
            format!("花括号没有配对：“{{{{”有 {opened} 个，“}}}}”有 {closed} 个")
        }
        TemplateErrorReason::MismatchingClosedHelper(..)
        | TemplateErrorReason::MismatchingClosedDecorator(..) => {
            "循环或者条件的开头和结尾写的不是同一个词".to_owned()
        }
        _ => "花括号里的写法读不懂，或者循环、条件没有写结尾".to_owned(),
    };
    Unreadable { reason, position: error.pos() }
}

/// What would cost the library too much, or could forge the marks of the program.
fn out_of_bounds(text: &str) -> Option<Unreadable> {
    if text.len() > MAX_BYTES {
        let reason = format!("模板有 {} KB，最多 {} KB", text.len() >> 10, MAX_BYTES >> 10);
        return Some(Unreadable { reason, position: None });
    }
    let at = |at: usize, reason: String| {
        Some(Unreadable { reason, position: Some(line_column(text, at)) })
    };
    let laid_out = |c: char| matches!(c, '\t' | '\r');
    if let Some((start, c)) = text.char_indices().find(|(_, c)| is_invisible(*c) && !laid_out(*c)) {
        return at(start, format!("模板里有看不见的控制字符（U+{:04X}）", u32::from(c)));
    }
    let starts: Vec<usize> = text.match_indices("{{").map(|(start, _)| start).collect();
    if let Some(&start) = starts.get(MAX_TAGS) {
        return at(start, format!("花括号太多，一个模板最多 {MAX_TAGS} 处"));
    }
    let opens = |start: &&usize| {
        let tag = text[**start + 2..].trim_start_matches(|c: char| c == '~' || c.is_whitespace());
        tag.starts_with(['#', '^']) || tag.starts_with("else")
    };
    if let Some(&start) = starts.iter().filter(opens).nth(MAX_BLOCKS) {
        return at(start, format!("循环和条件太多，一个模板最多 {MAX_BLOCKS} 个"));
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let bracketed = |(start, end): &(&usize, usize)| {
        text[**start..*end].matches(['(', '[', '{']).count() > MAX_BRACKETS
    };
    let (start, _) = starts.iter().zip(ends).find(bracketed)?;
    at(*start, format!("两处花括号之间的半角括号太多，最多 {MAX_BRACKETS} 个"))
}

fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Finds what kinds may not use.
fn refuse(template: &Template, depth: usize) -> Result<(), Unreadable> {
    for (element, mapping) in template.elements.iter().zip(&template.mapping) {
        let refused = match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => Ok(()),
            TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call) => {
                refuse_call(call, 0)
            }
            TemplateElement::HelperBlock(_) if depth >= MAX_DEPTH => {
                Err(format!("循环和条件套了超过 {MAX_DEPTH} 层"))
            }
            TemplateElement::HelperBlock(block) => {
                refuse_block(block, depth)?;
                refuse_call(block, 0)
            }
            // Partials, decorators, and whatever the library may learn.
            _ => Err("模板里不能用“>”和“*”开头的写法（部件）".to_owned()),
        };
        refused.map_err(|reason| Unreadable { reason, position: Some((mapping.0, mapping.1)) })?;
    }
    Ok(())
}

fn refuse_block(block: &HelperTemplate, depth: usize) -> Result<(), Unreadable> {
    block.template.iter().try_for_each(|template| refuse(template, depth + 1))?;
    // 否则如果 is a block inside the other branch for the library, for nobody else.
    let depth = if block.chain { depth } else { depth + 1 };
    block.inverse.iter().try_for_each(|template| refuse(template, depth))
}

fn refuse_call(call: &HelperTemplate, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("圆括号套了超过 {MAX_DEPTH} 层"));
    }
    // What a name in brackets comes to would be looked up as the name of a helper.
    if matches!(call.name, Parameter::Subexpression(_) | Parameter::Literal(_)) {
        return Err("花括号里的第一个词要是名称".to_owned());
    }
    call.params.iter().chain(call.hash.values()).try_for_each(|parameter| match parameter {
        Parameter::Name(_) | Parameter::Path(_) => Ok(()),
        Parameter::Literal(Json::String(words)) => match words.chars().find(|c| is_invisible(*c)) {
            Some(c) => Err(format!("引号里有看不见的控制字符（U+{:04X}）", u32::from(c))),
            None => Ok(()),
        },
        Parameter::Literal(Json::Array(_) | Json::Object(_)) => {
            Err("花括号里只能写名称、数字和加引号的文字".to_owned())
        }
        Parameter::Literal(Json::Null | Json::Bool(_) | Json::Number(_)) => Ok(()),
        Parameter::Subexpression(inner) => match inner.as_element() {
            TemplateElement::Expression(call) => refuse_call(call, depth + 1),
            _ => Err("圆括号里不能用这种写法".to_owned()),
        },
        _ => Err("花括号里只能写名称、数字和加引号的文字".to_owned()),
    })
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

/// The value that a name with dots means, from the root of the data.
pub(crate) fn value_of<'a>(data: &'a Json, name: &str) -> Result<&'a Json, Missing> {
    name.split('.').try_fold(data, |here, segment| {
        here.get(segment).ok_or_else(|| {
            let known = here.as_object().into_iter().flatten().map(|(key, _)| key.clone());
            Missing { name: name.to_owned(), known: known.collect(), segment: segment.to_owned() }
        })
    })
}

/// The helpers that `template` calls and nobody knows.
pub(crate) fn unknown_helpers(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    calls(template, &mut |name| {
        if !is_known(name) && !found.iter().any(|known| known == name) {
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
