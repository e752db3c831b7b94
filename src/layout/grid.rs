//! The lines of page 1 on the grid of the others: marks and titles have heights of their
//! own, so the blank lines beside them give or take a little, and line 22 ends the page.

use super::item::Item;
use super::text::height;
use crate::standard::Layout;
use crate::units::{Pt, Twip};

/// What the rounding to twips may leave, pt.
const ROUNDING: f64 = 0.05;

/// Changes runs of blank lines so that what follows `items` begins on the grid.
pub(super) fn align(items: &mut [Item<'_>], layout: &Layout) {
    let pitch = layout.line_pitch.value.pt().0;
    let used: f64 = items.iter().map(|item| height(item, layout)).sum();
    let over = used.rem_euclid(pitch);
    let wanted = if over <= pitch / 2.0 { -over } else { pitch - over };
    let gaps = gaps(items);
    if gaps.is_empty() || wanted.abs() < ROUNDING {
        return;
    }
    let play = layout.grid_play.value.pt().0;
    let each = wanted / gaps.len() as f64;
    if each.abs() > play {
        return;
    }
    for gap in gaps {
        let lines = gap.len() as f64;
        let room: f64 = gap.clone().map(|index| height(&items[index], layout)).sum();
        let line = Pt((room + each) / lines).twip();
        for index in gap {
            items[index] = Item::Space(Twip(line.0.max(1)));
        }
    }
}

/// The runs of blank lines; the room above the mark is none of them.
fn gaps(items: &[Item<'_>]) -> Vec<std::ops::Range<usize>> {
    let is_blank = |item: &Item<'_>| matches!(item, Item::Blank | Item::Space(_));
    let start = items.iter().position(|item| matches!(item, Item::Mark(_))).unwrap_or(0);
    let mut gaps: Vec<std::ops::Range<usize>> = Vec::new();
    for index in (start..items.len()).filter(|index| is_blank(&items[*index])) {
        match gaps.last_mut() {
            Some(gap) if gap.end == index => gap.end = index + 1,
            _ => gaps.push(index..index + 1),
        }
    }
    gaps
}
