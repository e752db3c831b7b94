//! 版记 (GB/T 9704-2012, 7.4): 主送 when it does not fit page 1, 抄送, 印发机关 and 印发日期.

use super::ink;
use super::item::{Cell, Hang, Heading, ImprintItem, Row, TextItem};
use super::text::Setter;
use crate::diag::Code;
use crate::model::{Format, Imprint, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// The 版记, with the 主送机关 in it if they were moved there; `None` if there is nothing.
pub(super) fn item(
    imprint: &Imprint,
    moved: Option<&Text>,
    format: Format,
    setter: &mut Setter<'_, '_>,
) -> Option<ImprintItem> {
    if imprint.is_empty() && moved.is_none() {
        return None;
    }
    let layout = setter.layout;
    let is_ruled = format != Format::Letter;
    let copied: Vec<TextItem> = [("主送：", moved), ("抄送：", imprint.copied_to.as_ref())]
        .into_iter()
        .filter_map(|(label, text)| Some(names(label, text?, setter)))
        .collect();
    let printed = printed(imprint, format, setter);
    let setting = style(layout, Part::CopiedTo);
    let leads = setter.leads(Part::CopiedTo, ink::ANY);
    let below = if is_ruled { (leads.above - leads.below).round().max(0.0) } else { 0.0 };
    let blocks = usize::from(!copied.is_empty()) + usize::from(printed.is_some());
    let lines =
        copied.iter().map(|text| text.lines.len()).sum::<usize>() + usize::from(printed.is_some());
    let rules = if is_ruled {
        let thin = layout.imprint_thin_rule.value.pt().0 * (blocks.saturating_sub(1)) as f64;
        2.0 * layout.imprint_thick_rule.value.pt().0 + thin + below * blocks as f64
    } else {
        0.0
    };
    let rise = layout.imprint_rise.value.twip();
    Some(ImprintItem {
        copied,
        printed,
        is_ruled,
        below: Pt(below).twip(),
        rise,
        height: Twip(Pt(lines as f64 * setting.pitch.pt().0 + rules).twip().0 + rise.0),
        // A letter has no rules and may be of one page: GB/T 33476.2 means ruled ones.
        on_even_page: is_ruled && !imprint.is_simplex,
    })
}

/// One character free on both sides; wrapped lines begin behind the colon.
fn names(label: &str, text: &Text, setter: &Setter<'_, '_>) -> TextItem {
    let own = indent(setter);
    let wide = setter.width(Part::CopiedTo, label);
    let part = Part::CopiedTo;
    let ends = text.plain().ends_with('。');
    let tail = if ends { "" } else { "。" };
    let places = (own, Twip(own.0 + wide.0), own);
    let label = Some((part, label.to_owned()));
    let words = vec![(part, text.plain())];
    let item = setter.text_item(part, Heading::None, label, words, tail, places);
    TextItem { hang: Hang::Imprint, ..item }
}

fn indent(setter: &Setter<'_, '_>) -> Twip {
    let layout = setter.layout;
    Pt(layout.imprint_size.value.0 * f64::from(layout.imprint_indent.value)).twip()
}

/// 印发机关 at the left, 印发日期 at the right; 信函 have neither.
fn printed(imprint: &Imprint, format: Format, setter: &mut Setter<'_, '_>) -> Option<Row> {
    let part = Part::Printed;
    let office = imprint.printed_by.as_ref()?;
    let date = imprint.printed_on.clone()?.with("印发");
    if format == Format::Letter {
        let message = "信函格式的版记不印印发机关和印发日期";
        setter.findings.push(office.finding(Code::LetterImprint, message));
        return None;
    }
    let own = indent(setter).0;
    let (left, right) = (setter.width(part, &office.plain()), setter.width(part, &date.plain()));
    let x = setter.text_width().0 - own - right.0;
    if own + left.0 > x {
        let message = format!("印发机关“{}”和印发日期在一行放不下", office.plain());
        setter.findings.push(office.finding(Code::LineTooLong, message));
    }
    let cells = vec![
        Cell { part, text: office.clone(), x: Twip(own), width: left, from_right: false },
        Cell { part, text: date, x: Twip(x), width: right, from_right: true },
    ];
    Some(Row { part, cells, pictures: Vec::new(), rule: None })
}
