//! 版头 (GB/T 9704-2012, 7.2, and 10.1 to 10.3): where its lines, the 发文机关标志 and the
//! red rules stand.

use super::item::{Cell, Item, LetterHead, Row, Single};
use super::text::{Setter, blanks, blanks_in};
use super::{ink, mark};
use crate::diag::Code;
use crate::model::{Format, Head, Part, Text};
use crate::units::{Mm, Pt, Twip};

/// What stands before the name of the 签发人 (7.2.6).
pub(super) const SIGNER_LABEL: &str = "签发人：";

/// The items of a 版头, down to the blank lines above the title or the text.
pub(super) fn items<'a>(
    head: &'a Head,
    format: Format,
    setter: &mut Setter<'_, '_>,
) -> Vec<Item<'a>> {
    match format {
        Format::General | Format::Minutes => general(head, setter),
        Format::Order => order(head, setter),
        Format::Letter => letter(head, setter),
    }
}

fn general<'a>(head: &'a Head, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let mut items = marked(head, layout.mark_offset.value, setter);
    if head.document_number.is_some() || !head.signers.is_empty() {
        items.extend(above_number(&items, head, setter));
        items.extend(numbers(head, setter));
    }
    if !items.is_empty() {
        items.extend(above_title(0.0, setter));
    }
    items
}

/// The blank lines above the title: two lines from the rule, or from the ink above, to the
/// ink of the title; `below` is what the line above has under its ink, pt.
fn above_title<'a>(below: f64, setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let count = layout.blank_before_title.value;
    let above = setter.leads(Part::Title, ink::ANY).above;
    blanks_in(count, layout.line.value.0 * f64::from(count) - above - below)
}

/// 命令: 令号 in the middle, no rule, no title.
fn order<'a>(head: &'a Head, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let mut items = marked(head, layout.order_mark_offset.value, setter);
    if let Some(number) = &head.document_number {
        items.extend(above_number(&items, head, setter));
        let (part, text) = (Part::DocumentNumber, number.clone());
        let single = Single { part, text, right: None, pictures: Vec::new(), rule: None };
        items.push(Item::Single(single));
    }
    items.extend(blanks(layout.blank_after_order_number.value));
    items
}

/// The blank lines between the mark and the 发文字号: two lines from ink to ink.
fn above_number<'a>(items: &[Item<'_>], head: &Head, setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let count = layout.blank_before_number.value;
    let Some(Item::Mark(mark)) = items.last() else {
        return blanks(count).collect();
    };
    let number = head.document_number.as_ref().map(Text::plain).unwrap_or_default();
    let above = setter.leads(Part::DocumentNumber, &number).above;
    let below = mark::below_ink(mark, layout, setter.fonts);
    blanks_in(count, layout.line.value.0 * f64::from(count) - above - below)
}

/// The lines at the left, and the mark with its ink `offset` below the edge of the 版心.
fn marked<'a>(head: &'a Head, offset: Mm, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let mut items = lines(head, setter);
    let Some(mark) = &head.mark else { return items };
    let taken = layout.line_pitch.value.pt().0 * items.len() as f64;
    let mark = mark::item(mark, setter);
    let above = offset.pt().0 - taken - mark::ink_top(&mark, layout, setter.fonts);
    if above < 0.0 {
        // They stay where they must, and the mark moves.
        let message = format!("左上角占了 {} 行，发文机关标志排不到规定的位置", items.len());
        let text = left_lines(head).first().map(|(_, text)| text.finding(Code::MarkMoved, message));
        setter.findings.extend(text);
    }
    items.push(Item::Space(Twip(Pt(above).twip().0.max(0))));
    items.push(Item::Mark(mark));
    items
}

/// 份号, 密级和保密期限, 紧急程度: each a line at the left edge, missing ones close up.
fn lines<'a>(head: &'a Head, setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    left_lines(head).into_iter().map(|(part, text)| setter.plain(part, text, Twip(0))).collect()
}

fn left_lines(head: &Head) -> Vec<(Part, &Text)> {
    let all = [
        (Part::CopyNumber, &head.copy_number),
        (Part::Secrecy, &head.secrecy),
        (Part::Urgency, &head.urgency),
    ];
    all.into_iter().filter_map(|(part, text)| Some((part, text.as_ref()?))).collect()
}

/// 发文字号 in the middle, or at the left in the line of the last 签发人; the rule below.
fn numbers<'a>(head: &'a Head, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let part = Part::DocumentNumber;
    let words = head.document_number.clone().unwrap_or_default();
    let rule = Some(rule_gap(&words, setter));
    let mut rows = signer_rows(&head.signers, setter);
    let Some(last) = rows.last_mut() else {
        let text = words;
        let single = Single { part, text, right: None, pictures: Vec::new(), rule };
        return vec![Item::Single(single)];
    };
    let indent = setter.chars(setter.layout.number_indent.value);
    let width = setter.width(part, &words.plain());
    let first = last.cells.first().map_or(setter.text_width(), |cell| cell.x);
    if !words.is_empty() {
        if indent.0 + width.0 > first.0 {
            let message = format!("发文字号“{}”和签发人在一行放不下", words.plain());
            setter.findings.push(words.finding(Code::LineTooLong, message));
        }
        last.cells.insert(0, Cell { part, text: words, x: indent, width, from_right: false });
    }
    last.rule = rule;
    rows.into_iter().map(Item::Row).collect()
}

/// 签发人: two in a row, in columns; the last column ends one character before the edge.
fn signer_rows(signers: &[Text], setter: &mut Setter<'_, '_>) -> Vec<Row> {
    let layout = setter.layout;
    let per_row = (layout.signers_per_row.value as usize).min(signers.len().max(1));
    let label = Text::own(SIGNER_LABEL);
    let label_width = setter.width(Part::DocumentNumber, SIGNER_LABEL);
    let names: Vec<Text> = signers.iter().map(|name| padded(name, signers.len() > 1)).collect();
    let widest = names.iter().map(|name| setter.width(Part::Signer, &name.plain()).0).max();
    let column = widest.unwrap_or(0) + setter.chars(1).0;
    let right = setter.text_width().0 - setter.chars(layout.number_indent.value).0;
    let start = right - column * per_row as i32 + setter.chars(1).0;
    let mut rows = Vec::new();
    for (index, names) in names.chunks(per_row).enumerate() {
        let mut cells = Vec::new();
        if index == 0 {
            let x = Twip(start - label_width.0);
            let (part, text) = (Part::DocumentNumber, label.clone());
            // A longer name then grows to the left.
            let from_right = signers.len() == 1;
            cells.push(Cell { part, text, x, width: label_width, from_right });
        }
        for (place, name) in names.iter().enumerate() {
            let width = setter.width(Part::Signer, &name.plain());
            let x = Twip(start + column * place as i32);
            cells.push(Cell {
                part: Part::Signer,
                text: name.clone(),
                x,
                width,
                from_right: false,
            });
        }
        if cells.iter().any(|cell| cell.x.0 < 0) {
            let message = "签发人的姓名太长，一排放不下".to_owned();
            setter.findings.push(names[0].finding(Code::LineTooLong, message));
        }
        rows.push(Row { part: Part::DocumentNumber, cells, pictures: Vec::new(), rule: None });
    }
    rows
}

/// Among several names, one of two characters gets a space, so that it is as wide as one of
/// three.
fn padded(name: &Text, is_one_of_many: bool) -> Text {
    let plain = name.plain();
    let mut chars = plain.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(first), Some(second), None) if is_one_of_many => {
            let mut padded = name.clone();
            for inline in &mut padded.0 {
                inline.text.clear();
            }
            if let Some(inline) = padded.0.first_mut() {
                inline.text = format!("{first}\u{3000}{second}");
            }
            padded
        }
        _ => name.clone(),
    }
}

/// From the end of the line of the 发文字号 to its rule, in whole points: Word's borders know
/// no others, and both files shall agree.
fn rule_gap(number: &Text, setter: &Setter<'_, '_>) -> Pt {
    let layout = setter.layout;
    let below = setter.leads(Part::DocumentNumber, &number.plain()).below;
    Pt((layout.head_rule_gap.value.pt().0 - below).round().max(0.0))
}

/// 信函: mark above the type area, double rules, 发文字号 at the right under the first.
fn letter<'a>(head: &'a Head, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let Some(mark) = &head.mark else { return Vec::new() };
    if let [_, second, ..] = &mark.names[..] {
        let message = "信函格式联合行文时，只印主办机关的标志";
        setter.findings.push(second.finding(Code::LetterMark, message));
    }
    let lead = crate::model::Mark { names: mark.names[..1].to_vec(), suffix: None };
    let mark = mark::item(&lead, setter);
    let edge = layout.letter_mark_top.value.pt().0;
    let mark_top = Pt(edge - mark::ink_top(&mark, layout, setter.fonts)).twip();
    let rule = edge + mark::ink_height(&mark, setter.fonts) + layout.letter_rule_gap.value.pt().0;
    let depth = layout.letter_rule_depth().0;
    let rows = letter_rows(head, setter);
    let first = rows.first().map_or(Part::Title, |row| row.0);
    let words = rows.first().map(|row| row.1.clone()).unwrap_or_default();
    let above = setter.leads(first, &words).above;
    let end = Pt(rule + depth + layout.letter_line_gap.value.0 - above).twip();
    let bottom = layout.page_height.value.pt().0 - layout.letter_rule_bottom.value.pt().0;
    let mut items = vec![
        Item::LetterHead(LetterHead { mark, mark_top, rule_top: Pt(rule).twip(), end }),
        Item::LowerRule { top: Pt(bottom - depth).twip() },
    ];
    items.extend(rows.into_iter().map(|row| row.2));
    items.extend(above_title(setter.leads(first, ink::ANY).below, setter));
    items
}

/// The lines under the first double rule: what stands left, and the 发文字号 at the right
/// of the first; each with its part and its words.
fn letter_rows<'a>(head: &'a Head, setter: &Setter<'_, '_>) -> Vec<(Part, String, Item<'a>)> {
    let mut left = left_lines(head);
    let mut rows = Vec::new();
    if let Some(number) = &head.document_number {
        let part = Part::DocumentNumber;
        let width = setter.width(part, &number.plain());
        let x = Twip(setter.text_width().0 - width.0);
        let mut cells = vec![Cell { part, text: number.clone(), x, width, from_right: true }];
        let mut words = number.plain();
        if !left.is_empty() {
            let (part, text) = left.remove(0);
            words.push_str(&text.plain());
            let width = setter.width(part, &text.plain());
            cells
                .insert(0, Cell { part, text: text.clone(), x: Twip(0), width, from_right: false });
        }
        let row = Row { part, cells, pictures: Vec::new(), rule: None };
        rows.push((part, words, Item::Row(row)));
    }
    for (part, text) in left {
        rows.push((part, text.plain(), setter.plain(part, text, Twip(0))));
    }
    rows
}
