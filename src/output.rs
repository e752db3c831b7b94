//! 输出格式: the formats in which a report is made. All that makes, keeps, lists or compares
//! files goes over [`OutputFormat::ALL`]; what a format needs of its own – a writer, a reader
//! to compare it with the others – is matched without `_`, so the compiler names the places.

use std::path::Path;

/// Declares every format once: name, word, extension, media type.
macro_rules! formats {
    ($($(#[$meta:meta])* $variant:ident $word:literal $extension:literal $media:literal;)*) => {
        /// A format in which every report is made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum OutputFormat { $($(#[$meta])* $variant,)* }

        impl OutputFormat {
            /// All of them, in the order in which files are made, put in place and listed. The
            /// others are compared with the first.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word shown to people.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The extension of its files, in small letters, without a dot.
            pub fn extension(self) -> &'static str {
                match self { $(Self::$variant => $extension,)* }
            }

            /// The media type as IANA registers it.
            pub fn media_type(self) -> &'static str {
                match self { $(Self::$variant => $media,)* }
            }
        }
    };
}

formats! {
    /// Word: Office Open XML.
    Docx "Word" "docx" "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    /// PDF/A.
    Pdf "PDF" "pdf" "application/pdf";
}

impl OutputFormat {
    /// The format that the name of a file promises.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::ALL.into_iter().find(|one| extension.eq_ignore_ascii_case(one.extension()))
    }
}

/// A finished file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its format.
    pub format: OutputFormat,
    /// Its content.
    pub bytes: Vec<u8>,
}
