//! Reads formulas: `合计(三公.*) + 12 ≤ 预算.{列}`. A small grammar, read by hand so that
//! every fault says in Chinese what is wrong and where.

use rust_decimal::Decimal;

use super::expr::{Compare, Expr, Function, Operator, Path, PathStep, Pattern, Piece};
use super::value::Unit;

/// Formulas may nest this deep.
const MAX_DEPTH: usize = 32;

/// A formula may have this many parts; a sum of all of them is a tree as deep.
const MAX_PARTS: usize = 500;

/// What is wrong with a formula.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where in the text, in bytes.
    pub(super) at: usize,
    pub(super) reason: String,
}

/// Several sides with comparisons between them: `a + b = c = d`.
pub(super) fn relation(text: &str) -> Result<(Vec<Expr>, Vec<Compare>), Fault> {
    let mut parser = Parser::new(text);
    let mut sides = vec![parser.sum()?];
    let mut signs = Vec::new();
    while let Some(sign) = parser.compare() {
        signs.push(sign);
        sides.push(parser.sum()?);
    }
    parser.end()?;
    if signs.is_empty() {
        return Err(Fault {
            at: text.len(), reason: "缺少等号或者 ≤ ≥ < > ≠".to_owned()
        });
    }
    Ok((sides, signs))
}

/// One formula.
pub(super) fn formula(text: &str) -> Result<Expr, Fault> {
    let mut parser = Parser::new(text);
    let expr = parser.sum()?;
    parser.end()?;
    Ok(expr)
}

/// One path.
pub(super) fn path(text: &str) -> Result<Path, Fault> {
    let mut parser = Parser::new(text);
    parser.space();
    let path = parser.path()?;
    parser.end()?;
    Ok(path)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    parts: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, parts: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn fault<T>(&self, reason: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { at: self.at, reason: reason.into() })
    }

    /// Takes the first of `words` that stands here.
    fn take(&mut self, words: &[&str]) -> Option<usize> {
        self.space();
        let index = words.iter().position(|word| self.rest().starts_with(word))?;
        self.at += words[index].len();
        Some(index)
    }

    fn compare(&mut self) -> Option<Compare> {
        let signs = Compare::SIGNS.map(|(sign, _)| sign);
        self.take(&signs).map(|index| Compare::SIGNS[index].1)
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.space();
        match self.rest().chars().next() {
            None => Ok(()),
            Some(c) => self.fault(format!("“{c}”不应当写在这里")),
        }
    }

    fn sum(&mut self) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fault(format!("括号套了超过 {MAX_DEPTH} 层"));
        }
        let mut left = self.product()?;
        while let Some(sign) = self.take(&["+", "＋", "-", "−", "－"]) {
            let operator = if sign < 2 { Operator::Add } else { Operator::Subtract };
            left = Expr::Binary(operator, Box::new(left), Box::new(self.product()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, Fault> {
        let mut left = self.single()?;
        while let Some(sign) = self.take(&["*", "×", "/", "÷"]) {
            let operator = if sign < 2 { Operator::Multiply } else { Operator::Divide };
            left = Expr::Binary(operator, Box::new(left), Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Expr, Fault> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return self.fault(format!("算式超过 {MAX_PARTS} 项"));
        }
        let mut negative = false;
        while self.take(&["-", "−", "－"]).is_some() {
            negative = !negative;
        }
        let expr = if self.take(&["("]).is_some() {
            let inner = self.sum()?;
            self.close()?;
            inner
        } else if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            self.number()?
        } else {
            self.name()?
        };
        Ok(if negative { Expr::Negative(Box::new(expr)) } else { expr })
    }

    fn close(&mut self) -> Result<(), Fault> {
        if self.take(&[")"]).is_some() {
            Ok(())
        } else {
            self.fault("括号没有配对，这里应当有“)”")
        }
    }

    /// `12`, `0.5`, `95%`. A digit may also begin the name of a field: `2023年.收入`.
    fn number(&mut self) -> Result<Expr, Fault> {
        let word = self.word();
        let number = word.parse::<Decimal>().ok();
        let Some(number) = number else { return self.name() };
        self.at += word.len();
        let fraction = self.rest().strip_prefix('.').map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            &rest[..end]
        });
        let number = match fraction {
            None => number,
            Some(digits) => {
                let whole = format!("{word}.{digits}");
                let Some(number) = whole.parse().ok().filter(|_| !digits.is_empty()) else {
                    return self.fault("这个数写得不对");
                };
                self.at += 1 + digits.len();
                number
            }
        };
        let percent = self.take(&["%", "％"]).is_some();
        Ok(Expr::Number(number, if percent { Unit::percent() } else { Unit::Pure }))
    }

    /// A field, or a function with its arguments.
    fn name(&mut self) -> Result<Expr, Fault> {
        let start = self.at;
        let path = self.path()?;
        if self.take(&["("]).is_none() {
            return Ok(Expr::Cells(path));
        }
        let name = self.text[start..].split('(').next().unwrap_or_default().trim();
        let Some(function) = Function::ALL.into_iter().find(|one| one.name() == name) else {
            let known = Function::ALL.map(Function::name).join("、");
            return Err(Fault {
                at: start,
                reason: format!("没有“{name}”这个算法，可以用：{known}"),
            });
        };
        let mut arguments = vec![self.sum()?];
        while self.take(&[",", "，"]).is_some() {
            arguments.push(self.sum()?);
        }
        self.close()?;
        let (wanted, found) = (function.arguments(), arguments.len());
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
            let reason = format!("“{name}”要写 {wanted} 项，现在有 {found} 项");
            return Err(Fault { at: start, reason });
        }
        if function == Function::Count && arguments.iter().any(|one| !matches!(one, Expr::Cells(_)))
        {
            return Err(Fault { at: start, reason: "“个数”里只能写字段".to_owned() });
        }
        Ok(Expr::Call(function, arguments))
    }

    fn path(&mut self) -> Result<Path, Fault> {
        let at = self.at;
        let mut steps = Vec::new();
        loop {
            let quoted = self.rest().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            if let Some((name, _)) = quoted {
                self.at += name.len() + 2;
                steps.push(PathStep::Field(name.to_owned()));
            } else if !steps.is_empty() && self.rest().starts_with('*') {
                self.at += 1;
                steps.push(PathStep::Every);
            } else {
                let word = self.word();
                if word.is_empty() {
                    return self.fault(match self.rest().chars().next() {
                        Some(c) => format!("这里应当写字段、数或者括号，现在是“{c}”"),
                        None => "没有写完，这里还缺字段、数或者括号".to_owned(),
                    });
                }
                self.at += word.len();
                steps.push(PathStep::Field(word.to_owned()));
            }
            if self.rest().starts_with('[') {
                steps.push(PathStep::Where(self.pattern()?));
            }
            if !self.rest().starts_with('.') {
                return Ok(Path { steps, at });
            }
            self.at += 1;
        }
    }

    /// `[编码=201??]`, behind the name of a list.
    fn pattern(&mut self) -> Result<Pattern, Fault> {
        let Some((inner, _)) = self.rest()[1..].split_once(']') else {
            return self.fault("方括号没有配对，这里的“[”后面缺“]”");
        };
        let Some((field, like)) = inner.split_once('=').filter(|(_, like)| !like.is_empty()) else {
            return self.fault("方括号里要写“字段=内容”，例如 [编码=201]");
        };
        self.at += inner.len() + 2;
        Ok(Pattern { field: field.trim().to_owned(), pieces: pieces(like.trim()) })
    }

    /// The longest run of characters that a name may have; `{…}` stands for one.
    fn word(&self) -> &'a str {
        let ends = |c: char| c.is_whitespace() || "+-*/()[=<>!,.\"%＋－−×÷＝≤≥≠，％".contains(c);
        let rest = self.rest();
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    }
}

/// The pieces of `{行.编码}??`.
pub(super) fn pieces(like: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = like;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        if let Some((name, after)) = named {
            pieces.push(Piece::Named(name.to_owned()));
            rest = after;
        } else if c == '?' {
            pieces.push(Piece::Any);
            rest = &rest[1..];
        } else {
            let end = rest[c.len_utf8()..].find(['{', '?']);
            let (text, after) = rest.split_at(end.map_or(rest.len(), |end| end + c.len_utf8()));
            pieces.push(Piece::Text(text.to_owned()));
            rest = after;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(expr: &Expr) -> String {
        match expr {
            Expr::Number(number, unit) => format!("{number}{}", unit.name()),
            Expr::Cells(path) => super::super::text::path(path),
            Expr::Negative(inner) => format!("(neg {})", shown(inner)),
            Expr::Binary(operator, left, right) => {
                format!("({operator:?} {} {})", shown(left), shown(right))
            }
            Expr::Call(function, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(shown).collect();
                format!("{}({})", function.name(), arguments.join(" "))
            }
        }
    }

    fn check(text: &str, expected: &str) {
        let found = match relation(text) {
            Ok((sides, signs)) => {
                let sides: Vec<String> = sides.iter().map(shown).collect();
                let signs: Vec<&str> = signs.into_iter().map(Compare::sign).collect();
                format!("{} | {}", sides.join(" ; "), signs.join(" "))
            }
            Err(fault) => format!("{}: {}", text[..fault.at].chars().count() + 1, fault.reason),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn formulas() {
        check("甲.乙 = 丙", "甲.乙 ; 丙 | =");
        check(
            "甲 + 乙 × 2 - 丙 ＝ 丁 = 戊",
            "(Subtract (Add 甲 (Multiply 乙 2)) 丙) ; 丁 ; 戊 | = =",
        );
        check("合计(三公.*，甲) ≤ 95%", "合计(三公.* 甲) ; 95% | ≤");
        check("-(甲+1.50)/乙 >= 0", "(Divide (neg (Add 甲 1.50)) 乙) ; 0 | ≥");
        check("\"甲-乙（丙）\".{列} != 2023年.收入", "甲-乙（丙）.{列} ; 2023年.收入 | ≠");
        check("取整(占比(甲, 乙), 1) = 丙", "取整(占比(甲 乙) 1) ; 丙 | =");
        check(
            "表[编码=201].甲 = 合计(表[编码={行.编码}??].甲)",
            "表[编码=201].甲 ; 合计(表[编码={行.编码}??].甲) | =",
        );
    }

    #[test]
    fn faults_have_places() {
        check("甲 + = 乙", "5: 这里应当写字段、数或者括号，现在是“=”");
        check("甲 +", "4: 没有写完，这里还缺字段、数或者括号");
        check("甲 + 乙", "6: 缺少等号或者 ≤ ≥ < > ≠");
        check("(甲 = 乙", "4: 括号没有配对，这里应当有“)”");
        check("甲 = 乙 丙", "7: “丙”不应当写在这里");
        check(
            "求和(甲) = 乙",
            "1: 没有“求和”这个算法，可以用：合计、个数、占比、增减率、取整、绝对值",
        );
        check("占比(甲) = 乙", "1: “占比”要写 2 项，现在有 1 项");
        check("甲. = 乙", "3: 这里应当写字段、数或者括号，现在是“ ”");
        check("表[编码=201.甲 = 乙", "2: 方括号没有配对，这里的“[”后面缺“]”");
        check("表[201].甲 = 乙", "2: 方括号里要写“字段=内容”，例如 [编码=201]");
        check("1. = 乙", "2: 这个数写得不对");
        let deep = format!("{}甲{} = 1", "(".repeat(99), ")".repeat(99));
        assert!(relation(&deep).is_err());
        assert!(relation(&"-".repeat(100_000)).is_err());
        assert!(relation(&format!("甲{} = 1", " + 甲".repeat(600))).is_err());
    }
}
