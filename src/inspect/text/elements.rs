//! The forms of 份号, 密级, 发文字号, dates and the other short elements.

use std::sync::LazyLock;

use regex::Regex;

use super::{Form, Para, Part};
use crate::inspect::results::{Check, Results};

const COPY_NUMBER: Check = Check::usual("7.2.1", "份号形式");
const SECRECY: Check = Check::must("7.2.2", "密级和保密期限形式");
const URGENCY: Check = Check::must("7.2.3", "紧急程度形式");
const BRACKETS: Check = Check::must("7.2.5", "发文字号年份括号");
const YEAR: Check = Check::must("7.2.5", "发文字号年份");
const SERIAL: Check = Check::must("7.2.5", "发文字号序号");
const SIGNER: Check = Check::must("7.2.6", "签发人形式");
const TITLE: Check = Check::usual("7.3.1", "标题标点");
const ADDRESSEES: Check = Check::must("7.3.2", "主送机关标点");
const DATE: Check = Check::must("7.3.5.4", "成文日期形式");
const REMARKS: Check = Check::must("7.3.6", "附注形式");
const COPIED_TO: Check = Check::must("7.4.2", "抄送机关标点");
const PRINTED: Check = Check::must("7.4.3", "印发日期形式");
const ORDER: Check = Check::usual("7.4.3", "印发日期不早于成文日期");
const ATTENDANCE: Check = Check::usual("10.3", "出席、请假、列席形式");

/// A pattern of this module; a test compiles them all.
fn pattern(text: &'static str) -> Regex {
    match Regex::new(text) {
        Ok(pattern) => pattern,
        Err(error) => unreachable!("{error}"),
    }
}

macro_rules! patterns {
    ($($name:ident = $text:literal;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($text));)*
        #[cfg(test)]
        fn all() { $(LazyLock::force(&$name);)* }
    };
}

patterns! {
    NUMBER_LIKE = r"^[\p{Han}A-Za-z（）()]{1,16}[〔\[(（【〈<［﹝]?\s*\d{2,4}\s*[〕\])）】〉>］﹞]?\s*年?第?\s*[0-9０-９]+\s*号?$";
    SERIAL_LIKE = r"^第?\s*[0-9０-９一二三四五六七八九十百]+\s*号$";
    GOOD_NUMBER = r"^[\p{Han}A-Za-z]+〔\d{4}〕[1-9]\d*号$";
    GOOD_SERIAL = r"^第([1-9]\d*|[一二三四五六七八九十百]+)号$";
    YEAR_PART = r"\d+";
    COPY = r"^\d{6}$";
    SECRET = r"^(绝密|机密|秘密)(★(([1-9]\d*)年)?(([1-9]\d*)个?月)?([1-9]\d*天)?|★长期|★至(\d{4})年([1-9]\d?)月([1-9]\d?)日)?$";
    URGENT = r"^(特急|加急|特提|平急)$";
    GOOD_DATE = r"^(\d{4})年([1-9]\d?)月([1-9]\d?)日$";
    DATE_LIKE = r"^([0-9０-９]{2,4}|[二〇○Ｏ０零一三四五六七八九十]{2,5})\s*[年./．\-—]\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[月./．\-—]\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[日号]?[。.]?$";
    PRINT_DATE = r"(\d{4})年([1-9]\d?)月([1-9]\d?)日印发$";
    PRINT_LIKE = r"[年./\-].*[月./\-].*";
}

/// Whether a line by itself is a 发文字号, well or badly formed.
pub(in crate::inspect) fn is_number(text: &str, form: Form) -> bool {
    let text = plain(text);
    NUMBER_LIKE.is_match(&text)
        || (matches!(form, Form::Order | Form::Minutes) && SERIAL_LIKE.is_match(&text))
}

/// Whether a line by itself is a date, well or badly formed.
pub(in crate::inspect) fn is_date(text: &str) -> bool {
    DATE_LIKE.is_match(&plain(text))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub(super) fn check(form: Form, paras: &[Para], results: &mut Results) {
    order(paras, results);
    for para in paras {
        let text = plain(&para.text);
        match para.part {
            Part::CopyNumber => {
                results.judge(COPY_NUMBER, COPY.is_match(&text), "6 位阿拉伯数字", &text, &para.at);
            }
            Part::Secrecy => secrecy(para, &text, results),
            Part::Urgency => {
                let ok = URGENT.is_match(&text);
                results.judge(URGENCY, ok, "特急、加急", &text, &para.at);
            }
            Part::Number => number(form, para, results),
            Part::Date if !para.attached => date(para, &text, results),
            Part::Remarks => {
                let ok = text.starts_with('（') && text.ends_with('）');
                results.judge(REMARKS, ok, "加全角圆括号", &text, &para.at);
            }
            Part::CopiedTo => {
                let ok = text.ends_with('。') && text.chars().nth(2) == Some('：');
                results.judge(COPIED_TO, ok, "“抄送：”开头，句号结尾", shown(&text), &para.at);
            }
            Part::Printed => printed(para, &text, results),
            Part::Attendance => {
                let ok = text.chars().nth(2) == Some('：');
                results.judge(ATTENDANCE, ok, "“出席：”等，全角冒号", shown(&text), &para.at);
            }
            Part::Addressees => {
                let ok = text.ends_with('：');
                let required = "最后一个机关名称后标全角冒号";
                results.judge(ADDRESSEES, ok, required, ending(&text), &para.at);
            }
            Part::Title => {
                let ok =
                    !text.ends_with(['。', '，', '；', '：', '、', '！', '.', ',', ';', ':', '!']);
                results.judge(TITLE, ok, "标题末尾不加标点", ending(&text), &para.at);
            }
            _ => {}
        }
    }
}

/// The last characters of a text.
fn ending(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    format!("“…{}”", chars[chars.len().saturating_sub(4)..].iter().collect::<String>())
}

/// A long text, cut in the middle.
fn shown(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 12 {
        return text.to_owned();
    }
    let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!("{}…{}", part(0..5), part(chars.len() - 4..chars.len()))
}

/// The longest periods of the law, years.
const PERIODS: [(&str, u32); 3] = [("绝密", 30), ("机密", 20), ("秘密", 10)];

fn secrecy(para: &Para, text: &str, results: &mut Results) {
    let ok = !text.ends_with('★')
        && SECRET.captures(text).is_some_and(|found| {
            let count = |index: usize| {
                found.get(index).map_or(Some(0), |part| part.as_str().parse::<u32>().ok())
            };
            let months = count(4)
                .zip(count(6))
                .and_then(|(years, months)| years.checked_mul(12)?.checked_add(months));
            let most = PERIODS.iter().find(|(level, _)| text.starts_with(level));
            let is_short = months.zip(most).is_some_and(|(months, (_, most))| months <= most * 12);
            is_short && (found.get(8).is_none() || is_real(&found, 8))
        });
    results.judge(SECRECY, ok, "“密级★期限”，期限用阿拉伯数字", text, &para.at);
}

/// The 发文字号 of a line; 签发人 stands behind a gap.
fn number(form: Form, para: &Para, results: &mut Results) {
    let line = para.text.trim();
    let (number, signer) = match line.find("签发人") {
        Some(at) => (&line[..at], Some(&line[at..])),
        // A further row of names, or a 份号, stands across a gap.
        None => {
            let pieces = || line.split('\t').filter(|piece| !piece.trim().is_empty());
            let number = pieces().find(|piece| is_number(piece, form));
            (number.or(pieces().next()).unwrap_or(line), None)
        }
    };
    if let Some(signer) = signer {
        let ok = signer.starts_with("签发人：");
        results.judge(SIGNER, ok, "“签发人”后标全角冒号", plain(signer), &para.at);
    }
    let number = plain(number);
    if number.is_empty() {
        return;
    }
    let serial_only = matches!(form, Form::Order | Form::Minutes) && SERIAL_LIKE.is_match(&number);
    if serial_only {
        let ok = GOOD_SERIAL.is_match(&number);
        results.judge(SERIAL, ok, "第×号，不编虚位", &number, &para.at);
        return;
    }
    if GOOD_NUMBER.is_match(&number) {
        for check in [BRACKETS, YEAR, SERIAL] {
            results.judge(check, true, "代字〔年份〕序号，不加“第”字，不编虚位", &number, &para.at);
        }
        return;
    }
    let brackets = number.contains('〔') && number.contains('〕');
    results.judge(BRACKETS, brackets, "六角括号〔〕", &number, &para.at);
    let year = YEAR_PART.find(&number).map_or(0, |year| year.len());
    results.judge(YEAR, year == 4, "年份用 4 位阿拉伯数字标全称", &number, &para.at);
    let tail: &str = number
        .char_indices()
        .rev()
        .find(|(_, c)| "〕])）】〉>］﹞年".contains(*c))
        .map_or(number.as_str(), |(at, c)| &number[at + c.len_utf8()..]);
    let digits = tail.strip_suffix('号').unwrap_or_default();
    let serial = !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0');
    results.judge(SERIAL, serial, "序号不加“第”字，不编虚位，以“号”结尾", &number, &para.at);
}

fn date(para: &Para, text: &str, results: &mut Results) {
    let ok = GOOD_DATE.captures(text).is_some_and(|found| is_real(&found, 1));
    results.judge(DATE, ok, "阿拉伯数字，年份标全称，月、日不编虚位", text, &para.at);
}

/// Whether the year, month and day from the group `first` on are a date.
fn is_real(found: &regex::Captures<'_>, first: usize) -> bool {
    let part = |index: usize| found.get(index).and_then(|part| part.as_str().parse::<i16>().ok());
    match (part(first), part(first + 1), part(first + 2)) {
        (Some(year), Some(month), Some(day)) => {
            let (month, day) = (i8::try_from(month), i8::try_from(day));
            month
                .ok()
                .zip(day.ok())
                .is_some_and(|(month, day)| jiff::civil::Date::new(year, month, day).is_ok())
        }
        _ => false,
    }
}

fn printed(para: &Para, text: &str, results: &mut Results) {
    if !PRINT_LIKE.is_match(text) {
        return;
    }
    let ok = PRINT_DATE.captures(text).is_some_and(|found| is_real(&found, 1));
    results.judge(PRINTED, ok, "年月日后加“印发”，不编虚位", text, &para.at);
}

/// A document is printed on the day of its date or later.
fn order(paras: &[Para], results: &mut Results) {
    let day = |part: Part, form: &Regex| {
        let para = paras.iter().rev().find(|para| para.part == part && !para.attached)?;
        let text = plain(&para.text);
        let found = form.captures(&text)?;
        let number = |index: usize| found.get(index)?.as_str().parse::<u32>().ok();
        Some(((number(1)?, number(2)?, number(3)?), para))
    };
    let (Some((date, _)), Some((printed, para))) =
        (day(Part::Date, &GOOD_DATE), day(Part::Printed, &PRINT_DATE))
    else {
        return;
    };
    let shown = |(year, month, day): (u32, u32, u32)| format!("{year}年{month}月{day}日");
    let required = format!("不早于 {}", shown(date));
    results.judge(ORDER, printed >= date, required, shown(printed), &para.at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::results::{At, Verdict};

    fn faults(part: Part, text: &str) -> Vec<&'static str> {
        let para = Para { part, text: text.to_owned(), at: At::default(), attached: false };
        let mut results = Results::default();
        check(Form::File, &[para], &mut results);
        let rows = results.finish();
        rows.iter().filter(|row| row.verdict >= Verdict::Warning).map(|row| row.item).collect()
    }

    #[test]
    fn numbers() {
        all();
        assert!(faults(Part::Number, "示政发〔2025〕3号").is_empty());
        assert!(faults(Part::Number, "示政发〔2025〕3号\t签发人：张三").is_empty());
        for bad in ["[2025]3", "（2025）3", "【2025】3", "(2025)3"] {
            let text = format!("示政发{bad}号");
            assert_eq!(faults(Part::Number, &text), [BRACKETS.item], "{text}");
            assert!(is_number(&text, Form::File), "{text}");
        }
        assert_eq!(faults(Part::Number, "示政发〔25〕3号"), [YEAR.item]);
        for bad in ["〕第3号", "〕003号", "〕3"] {
            let text = format!("示政发〔2025{bad}");
            assert_eq!(faults(Part::Number, &text), [SERIAL.item]);
            assert!(is_number(&text, Form::File), "{text}");
        }
        assert!(!is_number("示例县人民政府关于做好2025年工作的通知", Form::File));
    }

    #[test]
    fn dates_and_short_elements() {
        assert!(faults(Part::Date, "2025年2月18日").is_empty());
        for bad in
            ["2025年02月18日", "2025-2-18", "二〇二五年二月十八日", "2025年2月30日", "25年2月18日"]
        {
            assert_eq!(faults(Part::Date, bad), [DATE.item], "{bad}");
            assert!(is_date(bad), "{bad}");
        }
        for good in [
            "机密",
            "机密★1年",
            "秘密★6个月",
            "秘密★1年6个月",
            "绝密★长期",
            "秘密★至2026年12月31日",
        ] {
            assert!(faults(Part::Secrecy, good).is_empty(), "{good}");
        }
        for bad in [
            "机密*1年",
            "机密★",
            "秘密★11年",
            "秘密★10年1个月",
            "秘密★121个月",
            "秘密★至2026年2月30日",
            "秘密★至2026年02月1日",
            "秘密★一年",
        ] {
            assert_eq!(faults(Part::Secrecy, bad), [SECRECY.item], "{bad}");
        }
        assert_eq!(faults(Part::CopiedTo, "抄送：县委办公室"), [COPIED_TO.item]);
        assert_eq!(faults(Part::Printed, "县政府办公室\t2025年02月19日印发"), [PRINTED.item]);
        assert_eq!(faults(Part::Printed, "县政府办公室\t2025年2月19日"), [PRINTED.item]);
        assert_eq!(faults(Part::Addressees, "各乡镇人民政府:"), [ADDRESSEES.item]);
    }
}
