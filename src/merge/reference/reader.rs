//! Reads one reference, character by character.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use serde_json::Value as Json;

use super::{Call, Fault, Name, Reference, Target, Value};
use crate::chars::is_space;
use crate::diag::Code;
use crate::kind::template::{self, Form};
use crate::suggest;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// Reads the reference that begins at `start`; also gives where it ends.
pub(super) fn reference(text: &str, start: usize) -> (usize, Result<Reference<'_>, Fault>) {
    let mut reader =
        Reader { text, chars: text[start + 2..].char_indices().peekable(), start: start + 2 };
    let read = reader.inside();
    let end = match &read {
        Ok(_) => reader.at(),
        // Go on behind the braces that belong to it as far as anybody can tell.
        Err(fault) => {
            let from = fault.range.start.clamp(start + 2, text.len());
            let (closed, opened) = (text[from..].find("}}"), text[from..].find("{{"));
            match (closed, opened) {
                (Some(closed), Some(opened)) if opened < closed => from + opened,
                (Some(closed), _) => from + closed + 2,
                (None, _) => text.len(),
            }
        }
    };
    (end, read.map(|target| Reference { range: start..end, target }))
}

/// Reads one reference behind its `{{`.
struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    /// Where `chars` begin in the text.
    start: usize,
}

impl<'a> Reader<'a> {
    /// Where the reader stands in the text.
    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| self.start + at)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn blanks(&mut self) {
        while self.chars.next_if(|(_, c)| is_space(*c) || *c == '\n').is_some() {}
    }

    /// Everything up to and with the `}}`.
    fn inside(&mut self) -> Result<Target<'a>, Fault> {
        let open = self.start - 2..self.start;
        self.blanks();
        if self.peek() == Some('}') {
            return Err(Fault::braces(open, "花括号里是空的"));
        }
        let first = self.word()?;
        self.blanks();
        if self.ends()? {
            return Ok(Target::Name(first.name()?));
        }
        let goes_on = |c: char| is_of_word(c) || matches!(c, '"' | '\'');
        if !self.peek().is_some_and(goes_on) {
            return Err(self.strange());
        }
        let Some((helper, form)) = template::text_helpers().find(|(name, _)| *name == first.words)
        else {
            return Err(unknown_helper(&first));
        };
        let mut call = Call { helper, values: Vec::new(), options: Vec::new() };
        while !self.ends()? {
            self.argument(&mut call, form)?;
            self.blanks();
        }
        if call.values.len() < form.least {
            let message = format!("“{helper}”后面缺第 {} 项内容", call.values.len() + 1);
            return Err(Fault::helper(first.range, message));
        }
        Ok(Target::Call(call))
    }

    /// Whether the `}}` comes now, which is then taken.
    fn ends(&mut self) -> Result<bool, Fault> {
        let at = self.at();
        if self.text[at..].starts_with("}}") {
            self.chars.nth(1);
            return Ok(true);
        }
        match self.peek() {
            None => {
                let open = self.start - 2..self.start;
                Err(Fault::braces(open, "花括号没有配对：“{{”后面没有“}}”"))
            }
            Some(_) => Ok(false),
        }
    }

    fn argument(&mut self, call: &mut Call<'a>, form: &Form) -> Result<(), Fault> {
        let start = self.at();
        if matches!(self.peek(), Some('"' | '\'')) {
            return self
                .quoted()
                .and_then(|words| call.add(Value::Literal(words), start, self.at(), form));
        }
        let word = self.word()?;
        self.blanks();
        if self.peek() != Some('=') {
            let end = word.range.end;
            return call.add(word.value()?, start, end, form);
        }
        self.chars.next();
        self.blanks();
        if !form.options.contains(&word.words) {
            return Err(unknown_option(&word, call.helper, form));
        }
        if call.options.iter().any(|(name, _)| *name == word.words) {
            let message = format!("“{}=”写了两次", word.words);
            return Err(Fault::helper(word.range, message));
        }
        let value = match self.peek() {
            Some('"' | '\'') => Value::Literal(self.quoted()?),
            _ => self.word()?.value()?,
        };
        call.options.push((word.words, value));
        Ok(())
    }

    /// Words in quotation marks, as they are.
    fn quoted(&mut self) -> Result<Json, Fault> {
        let start = self.at();
        let mark = self.chars.next().map_or('"', |(_, mark)| mark);
        let from = self.at();
        loop {
            let at = self.at();
            match self.chars.next() {
                Some((_, c)) if c == mark => return Ok(Json::from(&self.text[from..at])),
                Some((_, '\\')) => {
                    let message = "引号里不能用反斜线“\\”，里面的字照原样印出";
                    return Err(Fault::braces(at..at + 1, message));
                }
                Some(_) => {}
                None => return Err(Fault::braces(start..start + 1, "引号没有配对")),
            }
        }
    }

    /// A name, a number or the word for a helper.
    fn word(&mut self) -> Result<Word<'a>, Fault> {
        let start = self.at();
        while self.chars.next_if(|(_, c)| is_of_word(*c)).is_some() {}
        let range = start..self.at();
        if range.is_empty() {
            return Err(self.strange());
        }
        let words = &self.text[range.clone()];
        if words.chars().count() > MAX_NAME {
            let message = format!("花括号里的一个名称最多 {MAX_NAME} 个字");
            return Err(Fault::braces(range, message));
        }
        Ok(Word { words, range })
    }

    /// What stands where a word should.
    fn strange(&mut self) -> Fault {
        let at = self.at();
        let Some(c) = self.peek() else {
            return Fault::braces(self.start - 2..self.start, "花括号没有配对：“{{”后面没有“}}”");
        };
        let message = match c {
            '#' | '^' | '/' | '>' | '*' | '&' | '!' | '~' | '@' => {
                format!("文字的花括号里不能用“{c}”：循环、条件、部件和注释只能写在模板里")
            }
            '{' => "花括号只写两个：{{指标.组.名称}}".to_owned(),
            '}' => "花括号没有配对：右边要写两个“}}”".to_owned(),
            '(' | ')' | '（' | '）' | '[' | ']' => {
                format!("花括号里不能用“{c}”，一种写法里不能再套一种")
            }
            '“' | '”' | '‘' | '’' => "花括号里的引号要用半角的：有=\"立案\"".to_owned(),
            '＝' => "花括号里的等号要用半角的“=”".to_owned(),
            '=' => "等号前面缺选项的名称".to_owned(),
            '"' | '\'' => "加引号的文字不能放在这里，花括号里先写名称或者写法".to_owned(),
            _ => format!("花括号里不能用“{c}”"),
        };
        Fault::braces(at..at + c.len_utf8(), message)
    }
}

/// A stretch of a text that is no blank and no mark.
struct Word<'a> {
    words: &'a str,
    range: Range<usize>,
}

impl<'a> Word<'a> {
    fn value(self) -> Result<Value<'a>, Fault> {
        let unsigned = self.words.strip_prefix('-').unwrap_or(self.words);
        let is_number = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match serde_json::from_str::<serde_json::Number>(self.words) {
            Ok(number) if is_number => Ok(Value::Literal(Json::Number(number))),
            _ => Ok(Value::Name(self.name()?)),
        }
    }

    /// A name has something on both sides of every dot.
    fn name(self) -> Result<Name<'a>, Fault> {
        let Self { words, range } = self;
        let mut at = range.start;
        for segment in words.split('.') {
            if segment.is_empty() {
                let dot = at.min(range.end - 1);
                let message = format!("名称“{words}”里的点多了，或者点的旁边少了字");
                return Err(Fault::braces(dot..dot + 1, message));
            }
            at += segment.len() + 1;
        }
        Ok(Name { words, range })
    }
}

impl<'a> Call<'a> {
    fn add(
        &mut self,
        value: Value<'a>,
        start: usize,
        end: usize,
        form: &Form,
    ) -> Result<(), Fault> {
        if self.values.len() >= form.most {
            let message = format!("“{}”后面最多写 {} 项内容", self.helper, form.most);
            return Err(Fault::helper(start..end, message));
        }
        self.values.push(value);
        Ok(())
    }
}

fn unknown_helper(word: &Word<'_>) -> Fault {
    let names: Vec<&str> = template::text_helpers().map(|(name, _)| name).collect();
    let hint = match suggest::nearest(word.words, names.iter().copied()) {
        Some(near) => format!("是不是“{near}”？可以用的写法：{}", names.join("、")),
        None => format!("可以用的写法：{}", names.join("、")),
    };
    let only =
        if template::is_known(word.words) { "只能写在模板里，文字里" } else { "" };
    let message = match only {
        "" => format!("没有“{}”这种写法", word.words),
        only => format!("“{}”{only}不能用", word.words),
    };
    Fault::new(Code::UnknownHelper, word.range.clone(), message).hint(hint)
}

fn unknown_option(word: &Word<'_>, helper: &str, form: &Form) -> Fault {
    let message = format!("“{helper}”没有选项“{}”", word.words);
    let hint = match form.options {
        [] => format!("“{helper}”没有选项，删掉“{}=…”", word.words),
        options => format!("“{helper}”的选项：{}", options.join("、")),
    };
    Fault::helper(word.range.clone(), message).hint(hint)
}

/// Whether a character may stand in a name or a word. What has a meaning in templates, or looks
/// like a mark of this language, may not.
fn is_of_word(c: char) -> bool {
    let is_blank = is_space(c) || c.is_control();
    !is_blank && !"{}()[]（）\"'“”‘’=＝#^/>*&!~@|\\,，、;；".contains(c)
}
