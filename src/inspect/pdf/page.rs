//! What stands on a page: characters, rules and pictures, mm from its upper left corner.

use std::collections::HashMap;
use std::rc::Rc;

use crate::inspect::fonts::Face;

/// The colours that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Colour {
    Black,
    Red,
    White,
    Other,
}

impl Colour {
    /// From red, green, blue and opacity, 0 to 1.
    pub(super) fn of([r, g, b, a]: [f32; 4]) -> Self {
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

    pub(super) fn word(self) -> &'static str {
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
pub(super) struct Box {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Box {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the two share more than an edge of `slack` mm.
    pub(super) fn meets(&self, other: &Self, slack: f64) -> bool {
        self.left < other.right - slack
            && other.left < self.right - slack
            && self.top < other.bottom - slack
            && other.top < self.bottom - slack
    }
}

/// A font as a PDF names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FontName {
    pub(super) name: String,
    pub(super) face: Face,
    pub(super) bold: bool,
}

/// A drawn character.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Origin, mm.
    pub(super) x: f64,
    /// Baseline, mm from the top.
    pub(super) y: f64,
    /// Advance, mm.
    pub(super) advance: f64,
    /// pt.
    pub(super) size: f64,
    /// The outline's bounds; blanks have none.
    pub(super) ink: Option<Box>,
    pub(super) font: Rc<FontName>,
    pub(super) colour: Colour,
    /// Drawn with a stroke around it, or twice.
    pub(super) bold: bool,
    /// Which way the text runs: 0 to the right, 1 upwards, 3 downwards.
    pub(super) turn: u8,
}

impl Glyph {
    pub(super) fn end(&self) -> f64 {
        self.x + self.advance
    }
}

/// A filled or stroked path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) bounds: Box,
    pub(super) colour: Colour,
}

/// A picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Picture {
    pub(super) bounds: Box,
    pub(super) red: bool,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// mm.
    pub(super) width: f64,
    /// mm.
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) shapes: Vec<Shape>,
    pub(super) pictures: Vec<Picture>,
}

/// A horizontal rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) bounds: Box,
    pub(super) colour: Colour,
}

impl Rule {
    /// Its height on the page, mm.
    pub(super) fn y(&self) -> f64 {
        (self.bounds.top + self.bounds.bottom) / 2.0
    }
}

/// Thicker shapes are no rules.
const THICKEST: f64 = 2.0;
/// Shorter rules belong to tables and underlines.
const SHORTEST: f64 = 60.0;

impl Page {
    /// The long horizontal rules from top to bottom, their pieces joined.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let thin = self.shapes.iter().filter(|shape| {
            shape.bounds.height() <= THICKEST
                && shape.bounds.width() > shape.bounds.height()
                && shape.colour != Colour::White
        });
        let mut groups: HashMap<(i64, Colour), Vec<Box>> = HashMap::new();
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
            let mut joined: Vec<Box> = Vec::new();
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
    pub(super) fn tables(&self) -> Vec<Box> {
        let upright = self.shapes.iter().filter(|shape| {
            shape.bounds.width() <= THICKEST
                && shape.bounds.height() > 3.0
                && shape.colour != Colour::White
                && shape.colour != Colour::Red
        });
        let mut areas: Vec<Box> = Vec::new();
        let mut bounds: Vec<Box> = upright.map(|shape| shape.bounds).collect();
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
    pub(super) fn charts(&self) -> Vec<Box> {
        /// Bars of one chart are no further apart, mm.
        const APART: f64 = 15.0;
        let thick = self.shapes.iter().filter(|shape| {
            let Shape { bounds, colour } = shape;
            bounds.width().min(bounds.height()) > THICKEST
                && *colour != Colour::White
                && *colour != Colour::Red
        });
        let mut bars: Vec<Box> = thick.map(|shape| shape.bounds).collect();
        bars.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut areas: Vec<Box> = Vec::new();
        for bar in bars {
            match areas.last_mut() {
                Some(area) if bar.top <= area.bottom + APART => *area = area.union(bar),
                _ => areas.push(bar),
            }
        }
        areas
    }
}
