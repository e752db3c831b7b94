//! Stage 3: where things stand – lines, indents, blank lines, column widths.
//!
//! Lines are broken here, by measured widths and the rules of Chinese typesetting, not by
//! the PDF engine: Word, WPS and LibreOffice then break at the same places, because every
//! full-width mark keeps its full width and none hangs over the margin in either file.

mod flow;
mod glyphs;
mod head;
mod lines;
mod page_number;
mod signature;
mod table;
mod title;

pub use flow::{Item, flow, kept_with_next};
pub use glyphs::check_glyphs;
pub use lines::{Line, Piece, Span, break_lines, whole_line, width};
pub use page_number::{PageNumber, place_page_number};
pub use signature::{Signature, place_signature};
