//! Stage 3: where things stand – lines, indents, blank lines, column widths.
//!
//! Lines are broken here, by measured widths and the rules of Chinese typesetting, not by
//! the PDF engine: Word, WPS and LibreOffice then break at the same places, because every
//! full-width mark keeps its full width and none hangs over the margin in either file.

mod chart;
mod columns;
mod contents;
mod flow;
mod glyphs;
mod grid;
mod head;
mod id;
mod imprint;
mod ink;
mod item;
mod lines;
mod mark;
mod page_number;
mod sign_off;
mod table;
mod text;
mod title;

pub(crate) use contents::left as contents_left;
pub(crate) use flow::{Flow, TableStarts, flow, note_places, roster_places};
pub(crate) use glyphs::check_glyphs;
pub(crate) use id::{ChartId, HeadingId, Landmark, PictureId, TableId};
pub(crate) use item::{
    Bar, Caption, Cell, CellItem, ChartItem, ContentsItem, Entry, Hang, Heading, ImprintItem, Item,
    Label, LetterHead, MarkItem, Placed, Row, RowItem, Single, TableItem, TextItem, TitleItem,
};
pub(crate) use lines::{
    Line, NO_END, NO_START, Piece, Span, break_lines, whole_line, widest_stretch, width,
};
pub(crate) use page_number::{PageNumber, place_page_number};
pub(crate) use table::beginning;
pub(crate) use text::joined;
