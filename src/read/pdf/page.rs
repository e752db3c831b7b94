//! What stands on a page: characters, rules and pictures, mm from its upper left corner.

use std::collections::HashMap;
use std::rc::Rc;

use crate::read::faces::Face;

/// The colours that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Colour {
    Black,
    Red,
    White,
    Other,
}

impl Colour {
    /// From red, green, blue and opacity, 0 to 1.
    pub(crate) fn of([r, g, b, a]: [f32; 4]) -> Self {
        let most = g.max(b);
        if a < 0.05 || (r > 0.95 && g > 0.95 && b > 0.95) {
            Colour::White
        } else if r >= 0.55 && most <= 0.5 && r - most >= 0.3 {
            Colour::Red
        } else if r.max(most) < 0.4 {
            Colour::Black
        } else {
            Colour::Other
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Colour::Black => "黑色",
            Colour::Red => "红色",
            Colour::White => "白色",
            Colour::Other => "其他颜色",
        }
    }
}

/// An upright rectangle, mm, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rectangle {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rectangle {
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the two share more than an edge of `slack` mm.
    pub(crate) fn meets(&self, other: &Self, slack: f64) -> bool {
        self.left < other.right - slack
            && other.left < self.right - slack
            && self.top < other.bottom - slack
            && other.top < self.bottom - slack
    }
}

/// A font as a PDF names it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FontName {
    pub(crate) name: String,
    pub(crate) face: Face,
    pub(crate) bold: bool,
}

/// A drawn character.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    /// Origin, mm.
    pub(crate) x: f64,
    /// Baseline, mm from the top.
    pub(crate) y: f64,
    /// Advance, mm.
    pub(crate) advance: f64,
    /// pt.
    pub(crate) size: f64,
    /// The outline's bounds; blanks have none.
    pub(crate) ink: Option<Rectangle>,
    pub(crate) font: Rc<FontName>,
    pub(crate) colour: Colour,
    /// Drawn with a stroke around it, or twice.
    pub(crate) bold: bool,
    /// Which way the text runs: 0 to the right, 1 upwards, 3 downwards.
    pub(crate) turn: u8,
}

impl Glyph {
    pub(crate) fn end(&self) -> f64 {
        self.x + self.advance
    }
}

/// A filled or stroked path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) bounds: Rectangle,
    pub(crate) colour: Colour,
}

/// A picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PagePicture {
    pub(crate) bounds: Rectangle,
    pub(crate) red: bool,
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// mm.
    pub(crate) width: f64,
    /// mm.
    pub(crate) height: f64,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) pictures: Vec<PagePicture>,
}

/// A horizontal rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) bounds: Rectangle,
    pub(crate) colour: Colour,
}

impl Rule {
    /// Its height on the page, mm.
    pub(crate) fn y(&self) -> f64 {
        (self.bounds.top + self.bounds.bottom) / 2.0
    }
}

/// Thicker shapes are no rules.
const THICKEST: f64 = 2.0;
/// Shorter rules belong to tables and underlines.
const SHORTEST: f64 = 60.0;

impl Page {
    /// The long horizontal rules from top to bottom, their pieces joined.
    pub(crate) fn rules(&self) -> Vec<Rule> {
        let thin = self.shapes.iter().filter(|shape| {
            shape.bounds.height() <= THICKEST
                && shape.bounds.width() > shape.bounds.height()
                && shape.colour != Colour::White
        });
        let mut groups: HashMap<(i64, Colour), Vec<Rectangle>> = HashMap::new();
        for shape in thin {
            let y = (shape.bounds.top + shape.bounds.bottom) * 5.0;
            groups.entry((y.round() as i64, shape.colour)).or_default().push(shape.bounds);
        }
        let mut keys: Vec<(i64, Colour)> = groups.keys().copied().collect();
        keys.sort_unstable();
        let mut rules: Vec<Rule> = Vec::new();
        for key in keys {
            let mut pieces = groups.remove(&key).unwrap_or_default();
            pieces.sort_by(|a, b| a.left.total_cmp(&b.left));
            let mut joined: Vec<Rectangle> = Vec::new();
            for piece in pieces {
                match joined.last_mut() {
                    Some(last) if piece.left - last.right < 0.3 => *last = last.union(piece),
                    _ => joined.push(piece),
                }
            }
            let long = joined.into_iter().filter(|bounds| bounds.width() >= SHORTEST);
            rules.extend(long.map(|bounds| Rule { bounds, colour: key.1 }));
        }
        rules.sort_by(|a, b| a.y().total_cmp(&b.y()));
        rules
    }

    /// The areas of tables: where upright rules stand.
    pub(crate) fn tables(&self) -> Vec<Rectangle> {
        let upright = self.shapes.iter().filter(|shape| {
            shape.bounds.width() <= THICKEST
                && shape.bounds.height() > 3.0
                && shape.colour != Colour::White
                && shape.colour != Colour::Red
        });
        let mut areas: Vec<Rectangle> = Vec::new();
        let mut bounds: Vec<Rectangle> = upright.map(|shape| shape.bounds).collect();
        bounds.sort_by(|a, b| a.top.total_cmp(&b.top));
        for next in bounds {
            match areas.iter_mut().find(|area| next.top <= area.bottom + 1.5) {
                Some(area) => *area = area.union(next),
                None => areas.push(next),
            }
        }
        areas.retain(|area| area.width() > 10.0);
        areas
    }

    /// The areas of charts: where thick filled shapes stand.
    pub(crate) fn charts(&self) -> Vec<Rectangle> {
        /// Bars of one chart are no further apart, mm.
        const APART: f64 = 15.0;
        let thick = self.shapes.iter().filter(|shape| {
            let Shape { bounds, colour } = shape;
            bounds.width().min(bounds.height()) > THICKEST
                && *colour != Colour::White
                && *colour != Colour::Red
        });
        let mut bars: Vec<Rectangle> = thick.map(|shape| shape.bounds).collect();
        bars.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut areas: Vec<Rectangle> = Vec::new();
        for bar in bars {
            match areas.last_mut() {
                Some(area) if bar.top <= area.bottom + APART => *area = area.union(bar),
                _ => areas.push(bar),
            }
        }
        areas
    }
}
