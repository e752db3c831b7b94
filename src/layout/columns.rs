//! 列宽: as the manuscript gives them, or such that no figure and no word of a header is broken
//! as long as another column has room.

use super::text::Setter;
use super::title::words::words;
use super::{Span, break_lines, widest_stretch};
use crate::chars::squares;
use crate::model::{Part, Table, TableCell};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// Texts that are so short stay on one line as far as there is room, in squares.
const SHORT: f64 = 6.0;
/// What a column of short texts counts at least, and one of long texts at most, in squares.
const SHARES: std::ops::RangeInclusive<f64> = 3.0..=16.0;
/// Room on both sides of the longest text, in squares.
const AROUND: f64 = 1.0;
/// Steps in which widths are tried.
const STEP: i32 = 40;

/// Shares a width among the columns, to the twip.
pub(super) fn widths(table: &Table, total: Twip, setter: &Setter<'_, '_>) -> Vec<Twip> {
    let given: Option<Vec<f64>> = table.columns.iter().map(|column| column.weight).collect();
    let widths = match given {
        Some(weights) => shares(total.0, &weights),
        None => {
            let columns: Vec<Needs> =
                (0..table.columns.len()).map(|column| Needs::of(table, column, setter)).collect();
            let weights: Vec<f64> = columns.iter().map(|column| column.weight).collect();
            fitted(&columns, shares(total.0, &weights), setter)
        }
    };
    widths.into_iter().map(Twip).collect()
}

/// A whole in shares of these weights.
fn shares(total: i32, weights: &[f64]) -> Vec<i32> {
    let sum: f64 = weights.iter().sum();
    let (mut used, mut weight) = (0, 0.0);
    let share = |own: &f64| {
        weight += own;
        let edge = (f64::from(total) * weight / sum).round() as i32;
        let width = edge - used;
        used = edge;
        width
    };
    weights.iter().map(share).collect()
}

/// What a column needs.
struct Needs {
    /// Its share of the whole as long as nothing is broken.
    weight: f64,
    /// The least widths in twips, with the room around the text, for each of [`Whole::ALL`].
    least: [i32; Whole::ALL.len()],
    header: Vec<HeaderCell>,
}

/// What is not broken; each is asked for as far as the one before takes too much room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// Short texts, and what follows.
    ShortTexts,
    /// Words of the header, and what follows.
    Words,
    /// What Chinese keeps together in the header: （件）, and what follows.
    Marks,
    /// Figures, and whatever else has no place for the end of a line.
    Figures,
}

impl Whole {
    const ALL: [Self; 4] = [Self::ShortTexts, Self::Words, Self::Marks, Self::Figures];

    /// Whether lines of the header end between words only.
    fn has_words(self) -> bool {
        match self {
            Whole::ShortTexts | Whole::Words => true,
            Whole::Marks | Whole::Figures => false,
        }
    }
}

/// A cell whose words stay whole.
struct HeaderCell {
    span: Span,
    /// Where words begin, in characters.
    starts: Vec<usize>,
}

impl Needs {
    fn of(table: &Table, column: usize, setter: &Setter<'_, '_>) -> Self {
        let own = |cell: &&TableCell| cell.column == column && cell.columns == 1;
        let span = |part, cell: &TableCell| {
            let style = style(setter.layout, part);
            Span { style, text: cell.text.plain() }
        };
        let header = table.header.iter().flatten().filter(own);
        let header = header.map(|cell| HeaderCell::of(span(Part::TableHeader(table.size), cell)));
        let body = table.rows.iter().flatten().filter(own);
        let body = body.map(|cell| span(Part::TableCell(table.size), cell));
        let (header, body): (Vec<HeaderCell>, Vec<Span>) = (header.collect(), body.collect());
        let texts = header.iter().map(|cell| &cell.span).chain(&body);
        let longest = texts.map(|span| squares(&span.text)).fold(0.0, f64::max);
        let widest = |rooms: &mut dyn Iterator<Item = i32>| rooms.max().unwrap_or(0);
        let figures = widest(&mut body.iter().map(|span| {
            // Dates and codes are whole with their hyphens, behind which a line might end.
            let chars: Vec<char> = span.text.chars().collect();
            room(span, |index| chars.get(index.wrapping_sub(1)) != Some(&'-'), setter)
        }));
        let marks = widest(&mut header.iter().map(|cell| room(&cell.span, |_| true, setter)));
        let words = widest(&mut header.iter().map(|cell| {
            let is_start = |index: usize| cell.starts.contains(&index);
            room(&cell.span, is_start, setter)
        }));
        let short = body.iter().filter(|span| squares(&span.text) <= SHORT);
        let short = widest(&mut short.map(|span| room(span, |_| false, setter)));
        let (marks, words) = (figures.max(marks), figures.max(words));
        Self {
            weight: longest.clamp(*SHARES.start(), *SHARES.end()) + AROUND,
            least: [words.max(short), words, marks, figures],
            header,
        }
    }

    /// Whether all words of the header are whole in a column of that width.
    fn is_good(&self, width: i32, setter: &Setter<'_, '_>) -> bool {
        let room = Pt(Twip(width - around(setter)).pt().0);
        self.header.iter().all(|HeaderCell { span, starts }| {
            let span = std::slice::from_ref(span);
            let lines = break_lines(setter.layout, setter.fonts, span, room, room);
            let mut end = 0;
            lines.iter().rev().skip(1).rev().all(|line| {
                end += line.words().chars().count();
                starts.contains(&end)
            })
        })
    }

    /// The first good width on the way to a limit; there is none if that is no good.
    fn good(&self, from: i32, to: i32, setter: &Setter<'_, '_>) -> Option<i32> {
        let step = if from < to { STEP } else { -STEP };
        let count = (to - from) / step;
        let mut widths = (0..=count).map(|number| from + number * step).chain([to]);
        widths.find(|width| self.is_good(*width, setter))
    }
}

impl HeaderCell {
    fn of(span: Span) -> Self {
        let starts = words(&span.text).iter().map(|word| word.start).collect();
        Self { span, starts }
    }
}

/// The room that the widest stretch of a text needs in which no line ends; one may end before
/// the characters, by number, of which `may` says so, and where Chinese allows it.
fn room(span: &Span, may: impl Fn(usize) -> bool, setter: &Setter<'_, '_>) -> i32 {
    let widest = widest_stretch(setter.layout, setter.fonts, span, may);
    // To the next twip, which is cut off otherwise.
    widest.twip().0 + 1 + around(setter)
}

/// Both insets of a cell.
fn around(setter: &Setter<'_, '_>) -> i32 {
    2 * setter.layout.cell_inset_x.value.0
}

/// Widths near those wished for that break as little as there is room for.
fn fitted(columns: &[Needs], wished: Vec<i32>, setter: &Setter<'_, '_>) -> Vec<i32> {
    let total: i32 = wished.iter().sum();
    for whole in Whole::ALL {
        let least = columns.iter().map(|column| {
            let least = column.least[whole as usize];
            if whole.has_words() { column.good(least, total, setter) } else { Some(least) }
        });
        let Some(least) = least.collect::<Option<Vec<i32>>>() else { continue };
        if least.iter().sum::<i32>() > total {
            continue;
        }
        let widths = shrunk(&wished, &least);
        return match whole.has_words() {
            true => whole_words(columns, widths, &least, setter),
            false => widths,
        };
    }
    wished
}

/// The wished widths, but none below the least: the others give what they have above it.
fn shrunk(wished: &[i32], least: &[i32]) -> Vec<i32> {
    let mut widths: Vec<i32> = wished.iter().zip(least).map(|(a, b)| *a.max(b)).collect();
    let mut over = widths.iter().sum::<i32>() - wished.iter().sum::<i32>();
    let mut left: i32 = widths.iter().zip(least).map(|(width, least)| width - least).sum();
    for (width, least) in widths.iter_mut().zip(least) {
        let own = *width - least;
        let share = i64::from(over) * i64::from(own) / i64::from(left.max(1));
        let share = i32::try_from(share).unwrap_or(0);
        (*width, over, left) = (*width - share, over - share, left - own);
    }
    widths
}

/// Narrows columns whose headers would be broken in a word, and gives the room to the first
/// that can take it, those with long texts first.
fn whole_words(
    columns: &[Needs],
    mut widths: Vec<i32>,
    least: &[i32],
    setter: &Setter<'_, '_>,
) -> Vec<i32> {
    let mut room = 0;
    for ((column, width), least) in columns.iter().zip(&mut widths).zip(least) {
        let good = column.good(*width, *least, setter).unwrap_or(*width);
        room += *width - good;
        *width = good;
    }
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by(|a, b| columns[*b].weight.total_cmp(&columns[*a].weight));
    let takes = |index: &&usize| columns[**index].is_good(widths[**index] + room, setter);
    let taker = order.iter().find(takes).or(order.first());
    if let Some(index) = taker {
        widths[*index] += room;
    }
    widths
}
