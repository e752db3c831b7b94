//! 纸张和版心 (5.1, 5.2.1).

use crate::inspect::docx::recognise::Document;
use crate::inspect::points::paper::{BOTTOM, LEFT, PAPER, RIGHT};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::PROFILE_B;
use crate::inspect::text::Part;
use crate::read::docx::{Container, MM, Section};
use crate::standard::Layout;

const TURNED: Check = Check::must("5.1", "纸张方向");
const TOP: Check = Check::must("5.2.1", "天头");
const COMPAT: Check = Check::usual("5.2.1", "Word 兼容模式");
const TABLE: Check = Check::usual("5.2.1", "表格不超出版心");

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    for (index, section) in document.story().sections.iter().enumerate() {
        let first =
            document.order.iter().copied().find(|&para| document.para(para).section == index);
        // A section without text is what a converter leaves behind.
        let Some(first) = first else { continue };
        let at = At { place: format!("第 {} 节", index + 1), ..document.at(first) };
        let (width, height) = (section.width * MM, section.height * MM);
        let tolerance = layout.page_width.tolerance.map_or(0.2, |tolerance| tolerance.0);
        let (wide, tall) = (layout.page_width.value.0, layout.page_height.value.0);
        let near = |a: f64, b: f64| (a - b).abs() <= tolerance;
        let fits =
            (near(width, wide) && near(height, tall)) || (near(width, tall) && near(height, wide));
        let required = format!("A4，{}×{} mm", number(wide), number(tall));
        results.judge(
            PAPER,
            fits,
            required,
            format!("{}×{} mm", number(width), number(height)),
            &at,
        );
        if section.turned() {
            let paras = document.order.iter().filter(|&&para| document.para(para).section == index);
            let table = paras.clone().any(|&para| document.parts[para] == Part::Table);
            results.judge(TURNED, table, "竖排；只有横排表格用横页", "横", &at);
            turned(section, layout, &at, results);
        } else {
            upright(section, layout, &at, results);
        }
    }
    // Old modes set lines and characters in other ways.
    if let Some(version) = document.file.compat {
        results.judge(
            COMPAT,
            version >= MODERN,
            "不用兼容模式（15）",
            version.to_string(),
            &At::default(),
        );
    }
    tables(document, results);
}

/// The mode of Word 2010; 2013 and later are 15, WPS and python-docx write 14 or 15.
const MODERN: u32 = 14;

fn upright(section: &Section, layout: &Layout, at: &At, results: &mut Results) {
    let tolerance = layout.margin_top.tolerance.map_or(1.0, |tolerance| tolerance.0);
    let (top, bottom) = (section.top.abs() * MM, section.bottom.abs() * MM);
    let (own, other) = (layout.margin_top.value.0, PROFILE_B.0);
    // GB/T 33476.2 sets other margins, so that the print has those of this standard.
    let electronic = (top - other).abs() < (top - own).abs();
    let target = if electronic { other } else { own };
    let lower = if electronic { PROFILE_B.1 } else { layout.margin_bottom.value.0 };
    results.length(TOP, top, target, tolerance, at);
    results.length(
        LEFT,
        (section.left + section.gutter) * MM,
        layout.margin_left.value.0,
        tolerance,
        at,
    );
    let edge = layout.margin_left.value.0 + layout.text_width.value.0;
    results.length(RIGHT, (section.width - section.right) * MM, edge, tolerance, at);
    let edge = layout.page_height.value.0 - lower;
    results.length(BOTTOM, section.height * MM - bottom, edge, tolerance, at);
}

/// A turned page has the same 版心, turned.
fn turned(section: &Section, layout: &Layout, at: &At, results: &mut Results) {
    const PLAY: f64 = 2.0;
    let width = section.column() * MM;
    let height = section.depth() * MM;
    let tall = layout.text_height.value.0;
    results.range(RIGHT, width, tall - PLAY, tall + 6.0, at);
    results.range(
        BOTTOM,
        height,
        layout.text_width.value.0 - PLAY,
        layout.text_width.value.0 + PLAY,
        at,
    );
}

fn tables(document: &Document<'_>, results: &mut Results) {
    const PLAY: f64 = 250.0;
    for table in &document.story().tables {
        let Some(first) = table.paras().next() else { continue };
        if document.parts[first] != Part::Table
            || !matches!(document.para(first).place, Container::Cell(_))
        {
            continue;
        }
        let column = document.section(first).column();
        let Some(width) = table.total_width() else { continue };
        let found = format!("{} mm", number(width * MM));
        let required = format!("不宽于版心（{} mm）", number(column * MM));
        results.judge(TABLE, width <= column + PLAY, required, found, &document.at(first));
    }
}
