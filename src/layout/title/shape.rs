//! The shape of a title: a trapezoid or a diamond, never an hourglass or a rectangle.

/// Lines whose widths differ by less look the same, in characters.
const SAME: f64 = 0.75;
/// Lines may differ by this much and still look balanced, in characters.
const BALANCED: f64 = 3.0;

/// Neither a trapezoid nor a diamond: a line shorter than one before it and one behind it.
pub(super) fn is_hourglass(widths: &[f64]) -> bool {
    widths.iter().enumerate().any(|(index, width)| {
        let longer = |other: &f64| *other >= *width + SAME;
        widths[..index].iter().any(longer) && widths[index + 1..].iter().any(longer)
    })
}

/// Several lines, all alike.
pub(super) fn is_rectangle(widths: &[f64]) -> bool {
    let (shortest, longest) = ends(widths);
    widths.len() > 1 && longest - shortest < SAME
}

/// What lines of such widths cost, in characters.
pub(super) fn price(widths: &[f64]) -> f64 {
    let (shortest, longest) = ends(widths);
    let mut price = (longest - shortest - BALANCED).max(0.0) * 0.6;
    if is_hourglass(widths) {
        price += 40.0;
    }
    if is_rectangle(widths) {
        price += 4.0;
    } else {
        let alike = widths.windows(2).filter(|pair| (pair[0] - pair[1]).abs() < SAME).count();
        price += 1.5 * alike as f64;
    }
    // A last line that is much shorter than the others looks lost; so does a first one, less.
    if widths.last().is_some_and(|last| *last < longest * 0.5) {
        price += 6.0;
    }
    if widths.first().is_some_and(|first| *first < longest * 0.4) {
        price += 3.0;
    }
    price
}

fn ends(widths: &[f64]) -> (f64, f64) {
    let ends = |(low, high): (f64, f64), width: &f64| (low.min(*width), high.max(*width));
    widths.iter().fold((f64::INFINITY, 0.0), ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_have_their_names() {
        for (widths, hourglass, rectangle) in [
            (vec![], false, false),
            (vec![12.0], false, false),
            (vec![12.0, 10.0], false, false),
            (vec![12.0, 12.5], false, true),
            (vec![10.0, 14.0, 11.0], false, false),
            (vec![14.0, 12.0, 10.0], false, false),
            (vec![14.0, 10.0, 14.0], true, false),
            (vec![14.0, 10.0, 10.0, 14.0], true, false),
            (vec![10.0, 10.0, 10.0], false, true),
        ] {
            assert_eq!(is_hourglass(&widths), hourglass, "{widths:?}");
            assert_eq!(is_rectangle(&widths), rectangle, "{widths:?}");
        }
    }

    #[test]
    fn better_shapes_cost_less() {
        assert!(price(&[10.0, 14.0, 11.0]) < price(&[14.0, 10.0, 14.0]));
        assert!(price(&[12.0, 10.0]) < price(&[12.0, 12.0]));
        assert!(price(&[13.0, 11.0]) < price(&[18.0, 6.0]));
    }
}
