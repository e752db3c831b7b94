//! Word: the parts of a package, with styles, numbering and defaults resolved. The model is
//! [`WordFile`]; of the two sides of an `mc:AlternateContent` the first that is known is read.

mod chart;
mod content;
mod drawings;
mod file;
mod inline;
mod model;
mod numbering;
mod ordinals;
mod package;
mod props;
mod sections;
mod spans;
mod story;
mod styles;
mod tables;
mod tree;

pub(super) use content::content;
pub(crate) use file::read;
pub use model::{
    Container, Drawing, DrawingKind, FlowItem, Note, Number, Paragraph, Run, Section, Story,
    UnreadBlock, WordFile,
};
pub(crate) use model::{DEFAULT_SIZE, MM};
pub use props::{Align, Border, Colour, Frame, LineRule, ParaProps, RunProps, Tab};
pub use spans::{Change, ChangeKind, Control, Feature, NoteKind, Span};
pub use styles::TableBorders;
pub use tables::{Float, Table, TableCell, TableRow};
