//! What no page can have: values out of range, lines that run over the page, and the like.

use super::gbt9704::{Figure, Layout};
use super::measure::plain;
use crate::units::Mm;

/// Values that cannot stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The names in code of the values, the likeliest culprit first.
    pub fields: Vec<&'static str>,
    /// What is wrong.
    pub message: String,
}

/// Values that nothing can be printed with when they are zero.
const MUST_BE_POSITIVE: &[&str] = &[
    "page_width",
    "page_height",
    "text_width",
    "text_height",
    "lines_per_page",
    "chars_per_line",
    "signers_per_row",
    "body_size",
    "line_pitch",
    "blank_pitch",
    "baseline",
    "mark_size",
    "mark_pitch",
    "head_rule",
    "title_size",
    "title_pitch",
    "line",
    "seal_diameter",
    "stamp_height",
    "imprint_size",
    "imprint_pitch",
    "imprint_thick_rule",
    "imprint_thin_rule",
    "letter_rule_width",
    "letter_thick_rule",
    "letter_thin_rule",
    "page_number_size",
    "table_size",
    "table_pitch",
    "table_sized_pitch",
    "chart_size",
    "chart_height",
    "table_title_size",
    "table_rule",
    "bold_stroke",
];

/// Sizes of text, which Word files say in half-points.
const HALF_POINTS: &[&str] = &[
    "body_size",
    "mark_size",
    "title_size",
    "imprint_size",
    "page_number_size",
    "table_size",
    "chart_size",
    "table_title_size",
];

/// A number that no page can show.
pub(super) fn out_of_range(figure: &Figure) -> Option<Conflict> {
    /// Nothing on a page is longer, mm, pt or times.
    const MOST: f64 = 2000.0;
    /// No count is greater.
    const MOST_COUNT: f64 = 99.0;
    let Figure { field, term, unit, number } = *figure;
    let most = if matches!(unit, "行" | "字" | "个") { MOST_COUNT } else { MOST };
    let says = if number <= 0.0 && MUST_BE_POSITIVE.contains(&field) {
        "必须大于 0".to_owned()
    } else if number < 0.0 && field != "char_spacing" {
        "不能小于 0".to_owned()
    } else if number > most {
        format!("不能大于 {most} {unit}")
    } else if HALF_POINTS.contains(&field) && (number * 2.0).fract() != 0.0 {
        "Word 排不出来，字号只能是半磅的整数倍".to_owned()
    } else {
        return None;
    };
    let message = format!("“{term}”是 {} {unit}，{says}", plain(number));
    Some(Conflict { fields: vec![field], message })
}

/// Values that no page can have together.
pub(super) fn conflicts(layout: &Layout) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut add = |is_wrong: bool, fields: &[&'static str], message: String| {
        if is_wrong {
            found.push(Conflict { fields: fields.to_vec(), message });
        }
    };
    let mm = |length: Mm| plain(length.0);
    let (width, height) = (layout.text_width.value, layout.text_height.value);
    let (left, top) = (layout.margin_left.value, layout.margin_top.value);
    add(
        layout.margin_right.value.0 < 0.0,
        &["margin_left", "text_width", "page_width"],
        format!(
            "订口 {} 毫米加版心宽度 {} 毫米，比 {} 毫米宽的纸张还宽",
            mm(left),
            mm(width),
            mm(layout.page_width.value)
        ),
    );
    add(
        layout.margin_bottom.value.0 < 0.0,
        &["margin_top", "text_height", "page_height"],
        format!(
            "天头 {} 毫米加版心高度 {} 毫米，比 {} 毫米高的纸张还高",
            mm(top),
            mm(height),
            mm(layout.page_height.value)
        ),
    );
    for (field, term, offset) in [
        ("mark_offset", "发文机关标志上边缘至版心上边缘", layout.mark_offset.value),
        ("order_mark_offset", "命令标志上边缘至版心上边缘", layout.order_mark_offset.value),
        ("imprint_rise", "版记末条分隔线至版心下边缘", layout.imprint_rise.value),
    ] {
        let message = format!("“{term}”是 {} 毫米，版心只有 {} 毫米高", mm(offset), mm(height));
        add(offset.0 >= height.0, &[field, "text_height"], message);
    }
    found.extend(crowded_lines(layout));
    found.extend(crowded_characters(layout));
    found.extend(page_number(layout));
    found
}

/// Lines that run over the page or into each other.
fn crowded_lines(layout: &Layout) -> Vec<Conflict> {
    let mut found = Vec::new();
    let (lines, pitch) = (layout.lines_per_page.value, layout.line_pitch.value.pt().0);
    let (needed, room) = (f64::from(lines) * pitch, layout.text_height.value.pt().0);
    if lines == 0 || needed > room {
        let pitch = plain(pitch);
        let message = format!(
            "{lines} 行、行距 {pitch} 磅共 {} 磅，版心只有 {} 磅高，放不下",
            plain(needed),
            plain(room)
        );
        let fields = vec!["line_pitch", "lines_per_page", "text_height"];
        found.push(Conflict { fields, message });
    }
    let body = layout.line_pitch.value;
    for (pitch_field, size_field, what, pitch, size) in [
        ("line_pitch", "body_size", "正文", body, layout.body_size.value),
        ("title_pitch", "title_size", "标题", layout.title_pitch.value, layout.title_size.value),
        (
            "imprint_pitch",
            "imprint_size",
            "版记",
            layout.imprint_pitch.value,
            layout.imprint_size.value,
        ),
        ("table_pitch", "table_size", "表格", layout.table_pitch.value, layout.table_size.value),
        ("line_pitch", "table_title_size", "表题", body, layout.table_title_size.value),
    ] {
        let (pitch, size) = (pitch.pt().0, size.0);
        if pitch < size {
            let message = format!(
                "{what}行距 {} 磅比字号 {} 磅还小，各行会叠在一起",
                plain(pitch),
                plain(size)
            );
            found.push(Conflict { fields: vec![pitch_field, size_field], message });
        }
    }
    found
}

/// Characters that run over the line or into each other.
fn crowded_characters(layout: &Layout) -> Vec<Conflict> {
    /// Characters closer than this share of their size run into each other.
    const CLOSEST: f64 = 0.75;
    let mut found = Vec::new();
    let (count, pitch) = (layout.chars_per_line.value, layout.char_pitch().0);
    let (needed, room) = (f64::from(count) * pitch, layout.text_width.value.pt().0);
    let fields = vec!["chars_per_line", "char_spacing", "body_size", "text_width"];
    if pitch < layout.body_size.value.0 * CLOSEST {
        let message = format!(
            "每行 {count} 字，每字只占 {} 磅，{} 磅的字会叠在一起",
            plain(pitch),
            plain(layout.body_size.value.0)
        );
        found.push(Conflict { fields, message });
    } else if count == 0 || needed > room {
        let message = format!(
            "每行 {count} 字、每字占 {} 磅共 {} 磅，版心只有 {} 磅宽，放不下",
            plain(pitch),
            plain(needed),
            plain(room)
        );
        found.push(Conflict { fields, message });
    }
    for Figure { field, term, unit, number } in layout.figures() {
        let half = f64::from(count) / 2.0;
        if unit == "字" && field != "chars_per_line" && number > half {
            let message = format!("“{term}”是 {} 字，每行只有 {count} 字", plain(number));
            found.push(Conflict { fields: vec![field], message });
        }
    }
    found
}

/// 页码 has to have room between the 版心 and the edge of the paper.
fn page_number(layout: &Layout) -> Option<Conflict> {
    let (drop, size) = (layout.page_number_drop.value.pt(), layout.page_number_size.value);
    let room = layout.margin_bottom.value.pt();
    let is_below = drop.0 + size.0 > room.0;
    let is_above = super::page_number(layout).pitch.pt().0 < size.0;
    let says = match (is_below, is_above) {
        (true, _) => format!("下白边只有 {} 毫米，排不下页码", plain(room.mm().0)),
        (_, true) => "页码会和正文叠在一起".to_owned(),
        (false, false) => return None,
    };
    let message = format!("页码一字线在版心下 {} 毫米，{says}", plain(drop.mm().0));
    let fields = vec!["page_number_drop", "page_number_size", "text_height", "margin_top"];
    Some(Conflict { fields, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::GENERAL;

    #[test]
    fn names_of_fields_are_those_of_the_table() {
        let rows = GENERAL.rows();
        let mut fields = MUST_BE_POSITIVE.iter().chain(HALF_POINTS);
        assert!(fields.all(|field| rows.iter().any(|row| row.field == *field)));
    }
}
