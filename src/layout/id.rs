//! Identity: a table, a picture or a heading is known by its id, never by its words or by
//! counting. `flow` gives ids, each once; both back ends and the reader of the set pages use
//! them.

use serde::Serialize;

use crate::model::Level;

/// Declares ids, each a type of its own.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub(crate) struct $name(usize);

        impl $name {
            /// The number that it is written out as, from 0 in reading order.
            pub(crate) fn number(self) -> usize {
                self.0
            }
        }
    )*};
}

ids! {
    /// Which 表格 of a document.
    TableId;
    /// Which 柱形图 of a document.
    ChartId;
    /// Which picture of a 印章 or 签名章.
    PictureId;
    /// Which 层次标题 on a line of its own, or 附件标题: what a 目录 can point to.
    HeadingId;
}

impl HeadingId {
    /// The id that was written out as this number.
    pub(crate) fn of(number: usize) -> Self {
        Self(number)
    }
}

/// What is looked for on the set pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Landmark {
    /// Where the 正文 begins: the first page must show it.
    FirstText,
    /// The first line of 署名 and 成文日期: it must not begin a page.
    SignOff,
}

impl Landmark {
    /// The name that the template marks it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Landmark::FirstText => "first-text",
            Landmark::SignOff => "sign-off",
        }
    }
}

/// Gives ids.
#[derive(Debug, Default)]
pub(super) struct GivenIds {
    tables: usize,
    charts: usize,
    pictures: usize,
    /// What a 目录 can list, by id.
    headings: Vec<(Level, String)>,
}

impl GivenIds {
    pub(super) fn table(&mut self) -> TableId {
        TableId(next(&mut self.tables))
    }

    pub(super) fn chart(&mut self) -> ChartId {
        ChartId(next(&mut self.charts))
    }

    pub(super) fn picture(&mut self) -> PictureId {
        PictureId(next(&mut self.pictures))
    }

    /// A heading with its level in a 目录 and what that says.
    pub(super) fn heading(&mut self, level: Level, words: String) -> HeadingId {
        self.headings.push((level, words));
        HeadingId(self.headings.len() - 1)
    }

    /// All headings up to now, in reading order.
    pub(super) fn headings(&self) -> impl Iterator<Item = (HeadingId, Level, &str)> {
        let headings = self.headings.iter().enumerate();
        headings.map(|(number, (level, words))| (HeadingId(number), *level, words.as_str()))
    }
}

/// The number that comes next.
fn next(count: &mut usize) -> usize {
    let number = *count;
    *count += 1;
    number
}
