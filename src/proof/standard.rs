//! GB/T 9704 和有关规定: elements that one element makes necessary.

use crate::data::date;
use crate::diag::{Code, Diagnostic, Findings, Severity};
use crate::model::{Document, Format, Head, Text};

pub(super) fn check(document: &Document, findings: &mut Findings) {
    let head = &document.head;
    findings.extend(signers(document, head));
    findings.extend(copy_number(head));
    findings.extend(letter(document, head));
    findings.extend(printed(document));
}

/// 7.2.6: 上行文 name who signs.
fn signers(document: &Document, head: &Head) -> Option<Diagnostic> {
    let title: String = document.body.title.iter().map(Text::plain).collect();
    let goes_up = title.ends_with("请示") || title.ends_with("的报告");
    let needed = goes_up && document.format == Format::General && head.signers.is_empty();
    let number = head.document_number.as_ref().filter(|_| needed && head.mark.is_some())?;
    let message = "请示、报告是上行文，版头应当标注签发人，这里没有";
    let finding = number.finding(Code::ElementExpected, message);
    Some(finding.hint("在“版头”里写“签发人: 姓名”"))
}

/// 7.2.1: 涉密公文应当标注份号.
fn copy_number(head: &Head) -> Option<Diagnostic> {
    let secrecy = head.secrecy.as_ref().filter(|_| head.copy_number.is_none())?;
    let level = ["绝密", "机密"].into_iter().find(|level| secrecy.plain().starts_with(level))?;
    let message = format!("{level}公文应当标注份号，这里没有");
    let finding = secrecy.finding(Code::ElementExpected, message).severe(Severity::Advice);
    Some(finding.hint("在“版头”里写“份号: \"000001\"”"))
}

/// 10.1: 函 has a number of its own kind, and a format of its own.
fn letter(document: &Document, head: &Head) -> Option<Diagnostic> {
    let number = head.document_number.as_ref()?;
    let words = number.plain();
    let code = words.split('〔').next().filter(|code| code.ends_with('函'))?;
    (document.format == Format::General).then(|| {
        let message = format!("发文字号的代字“{code}”是函的，函一般用信函格式");
        let finding = number.finding(Code::ElementDoubtful, message);
        finding.hint("是函的，写“格式: 信函”；不是函的，改正发文字号")
    })
}

/// 7.4.3: printed after it was signed.
fn printed(document: &Document) -> Option<Diagnostic> {
    let signed = document.body.sign_off.date.as_ref()?;
    let printed = document.imprint.printed_on.as_ref()?;
    let (first, second) = (date::parse(&signed.plain())?, date::parse(&printed.plain())?);
    (second < first).then(|| {
        let message =
            format!("印发日期 {} 早于成文日期 {}", date::chinese(second), date::chinese(first));
        let finding = printed.finding(Code::DateDoubtful, message);
        finding.hint("核对两个日期；印发日期不早于成文日期")
    })
}
