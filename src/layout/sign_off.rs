//! 发文机关署名、成文日期和印章 (GB/T 9704-2012, 7.3.5).

use super::item::{Cell, Item, Placed, Row, Single};
use super::text::{Setter, blanks};
use crate::diag::Code;
use crate::model::{Part, Picture, Seal, Sealing, SignOff, Stamp, Text};
use crate::standard::style;
use crate::units::{Mm, Pt, Twip};

/// The items, and how many of them stand before the first that is kept with what follows.
pub(super) struct SignOffItems<'a> {
    pub(super) items: Vec<Item<'a>>,
    /// Items of plain blank lines at the start, which may end a page.
    pub(super) loose: usize,
}

/// Lays out 署名, 成文日期 and 印章.
pub(super) fn items<'a>(sign_off: &'a SignOff, setter: &mut Setter<'_, '_>) -> SignOffItems<'a> {
    let layout = setter.layout;
    match &sign_off.sealing {
        _ if sign_off.names.is_empty() && sign_off.date.is_none() => {
            SignOffItems { items: Vec::new(), loose: 0 }
        }
        Sealing::None => {
            let count = layout.blank_before_signature.value;
            let mut items: Vec<Item<'a>> = blanks(count).collect();
            items.extend(unsealed(sign_off, setter));
            SignOffItems { items, loose: count as usize }
        }
        // The seal reaches into the room above the name, which therefore stays with it.
        Sealing::Seals(seals) => SignOffItems { items: sealed(sign_off, seals, setter), loose: 0 },
        Sealing::Stamps(stamps) => {
            let count = layout.blank_before_stamp.value;
            let mut items: Vec<Item<'a>> = blanks(count).collect();
            items.extend(stamped(stamps, &sign_off.date, setter));
            SignOffItems { items, loose: count as usize }
        }
    }
}

fn single<'a>(part: Part, text: &Text, right: Twip, pictures: Vec<Placed>) -> Item<'a> {
    Item::Single(Single { part, text: text.clone(), right: Some(right), pictures, rule: None })
}

/// 署名 keeps two characters free at the right; the date's first character stands two
/// characters right of the name's first. A date that is longer than the name keeps two
/// characters free itself, and the name moves left accordingly. Several names begin at one
/// place.
fn unsealed<'a>(sign_off: &'a SignOff, setter: &mut Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let widths: Vec<i32> =
        sign_off.names.iter().map(|name| setter.width(Part::Signature, &name.plain()).0).collect();
    let name = widths.iter().copied().max().unwrap_or(0);
    let date = sign_off.date.as_ref().map_or(0, |date| setter.width(Part::Date, &date.plain()).0);
    let right = setter.chars(layout.signature_right.value).0;
    let shift = setter.chars(layout.date_shift.value).0;
    let (name_right, date_right) = if date > name {
        (right + shift + date - name, right)
    } else {
        (right, (right + name - shift - date).max(0))
    };
    let room = setter.text_width().0 - name_right;
    let mut items = Vec::new();
    for (text, width) in sign_off.names.iter().zip(widths) {
        check_fits(text, width, room, setter);
        items.push(single(Part::Signature, text, Twip(name_right + name - width), Vec::new()));
    }
    items.extend(
        sign_off.date.iter().map(|text| single(Part::Date, text, Twip(date_right), Vec::new())),
    );
    items
}

fn check_fits(text: &Text, width: i32, room: i32, setter: &mut Setter<'_, '_>) {
    if width > room {
        let message = format!("署名“{}”一行放不下", text.plain());
        setter.findings.push(text.finding(Code::LineTooLong, message));
    }
}

/// Where the names and seals of one row stand: centres from the left edge of the 版心.
struct SealRow<'a> {
    names: Vec<(&'a Text, &'a Seal, i32)>,
    diameter: f64,
}

fn sealed<'a>(
    sign_off: &'a SignOff,
    seals: &'a [Seal],
    setter: &mut Setter<'_, '_>,
) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let rows = seal_rows(sign_off, seals, setter);
    let pitch = style(layout, Part::Signature).pitch.pt().0;
    let centre = ink_middle(setter) + pitch * (0.5 - layout.seal_rise.value);
    let mut items = Vec::new();
    let last = rows.len().saturating_sub(1);
    for (index, row) in rows.into_iter().enumerate() {
        let top = centre - row.diameter / 2.0;
        let gap = if index == 0 { layout.seal_gap.value } else { layout.seal_spacing.value };
        // Below the first row, the seals of the row above reach under its line.
        let reach = if index == 0 { 0.0 } else { row.diameter / 2.0 + centre - pitch };
        let space = gap.pt().0 - top + reach.max(0.0);
        items.push(Item::Space(Pt(space.max(0.0)).twip()));
        let mut pictures = Vec::new();
        for name in &row.names {
            pictures.extend(placed(name, centre, setter));
        }
        items.push(seal_row(&row, pictures, index == last, sign_off, setter));
        if index == last
            && let Some(date) = &sign_off.date
        {
            let width = setter.width(Part::Date, &date.plain()).0;
            let middle = row.names.last().map_or(0, |name| name.2);
            let right = setter.text_width().0 - middle - width / 2;
            items.push(single(Part::Date, date, Twip(right.max(0)), Vec::new()));
        }
    }
    items
}

/// One name alone keeps its room at the right, so that a clerk can retype it.
fn seal_row<'a>(
    row: &SealRow<'_>,
    pictures: Vec<Placed>,
    is_last: bool,
    sign_off: &SignOff,
    setter: &Setter<'_, '_>,
) -> Item<'a> {
    let part = Part::Signature;
    let place = |(text, _, middle): &(&Text, &Seal, i32)| {
        let width = setter.width(part, &text.plain());
        Cell {
            part,
            text: (*text).clone(),
            x: Twip(middle - width.0 / 2),
            width,
            from_right: false,
        }
    };
    match &row.names[..] {
        [one] if is_last && sign_off.names.len() == 1 => {
            let cell = place(one);
            let right = setter.text_width().0 - cell.x.0 - cell.width.0;
            single(part, one.0, Twip(right.max(0)), pictures)
        }
        names => {
            Item::Row(Row { part, cells: names.iter().map(place).collect(), pictures, rule: None })
        }
    }
}

/// The middle of the ink of a line of 3号, from the line's top, pt.
fn ink_middle(setter: &Setter<'_, '_>) -> f64 {
    let setting = style(setter.layout, Part::Signature);
    let (top, bottom) = setter.fonts.ink(setting.role, "国");
    setting.pitch.pt().0 * setter.layout.baseline.value - (top + bottom) / 2.0 * setting.size.0
}

/// As many in a row as fit side by side; the last row stands at the right.
fn seal_rows<'a>(
    sign_off: &'a SignOff,
    seals: &'a [Seal],
    setter: &mut Setter<'_, '_>,
) -> Vec<SealRow<'a>> {
    let layout = setter.layout;
    let diameter = |seal: &Seal| seal.diameter.map_or(layout.seal_diameter.value, Mm).pt().0;
    let widest = seals.iter().map(diameter).fold(0.0, f64::max);
    let widths: Vec<i32> =
        sign_off.names.iter().map(|name| setter.width(Part::Signature, &name.plain()).0).collect();
    let room = setter.text_width().0;
    let pairs: Vec<(&Text, &Seal, i32)> = sign_off
        .names
        .iter()
        .zip(seals)
        .zip(&widths)
        .map(|((name, seal), width)| (name, seal, *width))
        .collect();
    for (text, _, width) in &pairs {
        check_fits(text, *width, room, setter);
    }
    if let [(name, seal, width)] = pairs[..] {
        let date =
            sign_off.date.as_ref().map_or(0, |date| setter.width(Part::Date, &date.plain()).0);
        // 7.3.5.1: four characters right of the date; a longer name must still fit.
        let right = setter.chars(layout.sealed_date_right.value).0.max((width - date) / 2);
        let names = vec![(name, seal, room - right - date / 2)];
        return vec![SealRow { names, diameter: diameter(seal) }];
    }
    let slot = Pt(widest + layout.seal_spacing.value.pt().0).twip().0;
    let slot = widths.iter().map(|width| width + setter.chars(1).0).fold(slot, i32::max).min(room);
    let per_row = (room / slot).max(1) as usize;
    let rows = pairs.len().div_ceil(per_row);
    let per_row = pairs.len().div_ceil(rows) as i32;
    pairs
        .chunks(per_row as usize)
        .map(|chunk| {
            let free = per_row - chunk.len() as i32;
            let middle = |place: usize| room * (2 * (free + place as i32) + 1) / (2 * per_row);
            let names = chunk
                .iter()
                .enumerate()
                .map(|(place, (name, seal, _))| (*name, *seal, middle(place)))
                .collect();
            SealRow { names, diameter: widest }
        })
        .collect()
}

/// The picture of a seal, its centre over the name, its middle `centre` below the line's top.
fn placed(
    (name, seal, middle): &(&Text, &Seal, i32),
    centre: f64,
    setter: &mut Setter<'_, '_>,
) -> Option<Placed> {
    let picture = seal.picture.clone()?;
    let side = seal.diameter.map_or(setter.layout.seal_diameter.value, Mm).pt().0;
    // The diameter is the longer side; a seal is round, its picture may have a margin.
    let (width, height) = sides(&picture, side);
    Some(Placed {
        id: setter.ids.picture(),
        picture,
        alt: format!("{}印章", name.plain()),
        x: Twip(middle - Pt(width / 2.0).twip().0),
        y: Pt(centre - height / 2.0).twip(),
        width: Pt(width).twip(),
        height: Pt(height).twip(),
    })
}

fn sides(picture: &Picture, longer: f64) -> (f64, f64) {
    if picture.aspect >= 1.0 {
        (longer, longer / picture.aspect)
    } else {
        (longer * picture.aspect, longer)
    }
}

/// 签名章: 职务 at its left in the same height, one signer per row; the date below.
fn stamped<'a>(
    stamps: &'a [Stamp],
    date: &'a Option<Text>,
    setter: &mut Setter<'_, '_>,
) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let pitch = style(layout, Part::Signature).pitch.pt().0;
    let middle = ink_middle(setter);
    let mut items = Vec::new();
    for (index, stamp) in stamps.iter().enumerate() {
        if index > 0 {
            items.push(Item::Space(layout.seal_spacing.value.twip()));
        }
        let height = stamp.picture.as_ref().map_or(0.0, |_| layout.stamp_height.value.pt().0);
        let above = (height / 2.0 - middle).max(0.0);
        let below = (height / 2.0 - (pitch - middle)).max(0.0);
        items.extend((above > 0.0).then(|| Item::Space(Pt(above).twip())));
        items.push(Item::Row(stamp_row(stamp, height, middle, setter)));
        items.extend((below > 0.0).then(|| Item::Space(Pt(below).twip())));
    }
    items.extend(blanks(layout.blank_after_stamp.value));
    let right = setter.chars(layout.sealed_date_right.value);
    items.extend(date.iter().map(|text| single(Part::Date, text, right, Vec::new())));
    items
}

fn stamp_row(stamp: &Stamp, height: f64, middle: f64, setter: &mut Setter<'_, '_>) -> Row {
    let layout = setter.layout;
    let end = setter.text_width().0 - setter.chars(layout.stamp_right.value).0;
    let width = match &stamp.picture {
        Some(picture) => Pt(height * picture.aspect).twip(),
        None => setter.width(Part::Signer, &stamp.name.plain()),
    };
    let x = Twip(end - width.0);
    let part = Part::Signature;
    let own = setter.width(part, &stamp.position.plain());
    let position = Twip(x.0 - setter.chars(layout.stamp_gap.value).0 - own.0);
    if position.0 < 0 {
        let message = format!("职务“{}”和签名章在一行放不下", stamp.position.plain());
        setter.findings.push(stamp.position.finding(Code::LineTooLong, message));
    }
    let mut cells = vec![Cell {
        part,
        text: stamp.position.clone(),
        x: position,
        width: own,
        from_right: false,
    }];
    let mut pictures = Vec::new();
    match &stamp.picture {
        Some(picture) => pictures.push(Placed {
            id: setter.ids.picture(),
            picture: picture.clone(),
            alt: format!("{}签名章", stamp.name.plain()),
            x,
            y: Pt(middle - height / 2.0).twip(),
            width,
            height: Pt(height).twip(),
        }),
        None => cells.push(Cell {
            part: Part::Signer,
            text: stamp.name.clone(),
            x,
            width,
            from_right: false,
        }),
    }
    Row { part, cells, pictures, rule: None }
}
