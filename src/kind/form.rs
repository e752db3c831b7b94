//! 格式与要素: what documents of a kind look like, by the words of `kind.yaml`, which are
//! those of the manuscript.

use super::choices::{Choices, Word};
use crate::diag::{Code, Diagnostic, Findings};
use crate::model::Format;

/// Declares the words once.
macro_rules! elements {
    ($($variant:ident $word:literal;)*) => {
        /// 要素: an element that `kind.yaml` may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Element { $(#[doc = $word] $variant,)* }

        impl Element {
            const ALL: &'static [Element] = &[$(Element::$variant,)*];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $(Element::$variant => $word,)* }
            }
        }
    };
}

elements! {
    Head "版头";
    CopyNumber "份号";
    Secrecy "密级";
    Urgency "紧急程度";
    Mark "标志";
    Number "文号";
    Signers "签发人";
    Contents "目录";
    Addressees "主送";
    Tables "表";
    Charts "图";
    AttachmentNote "附件";
    Attachments "附件页";
    Signature "署名";
    Seals "印章";
    Stamps "签名章";
    Remarks "附注";
    Roster "名单";
    Imprint "版记";
    CopiedTo "抄送";
    PrintedBy "印发机关";
}

impl Element {
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|element| element.word() == word)
    }
}

/// What documents of a kind look like.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// 格式 of manuscripts that do not say theirs.
    pub format: Format,
    /// 必有: elements without which no document is made.
    pub required: Vec<Element>,
    /// 不用: elements that documents of this kind never have.
    pub unused: Vec<Element>,
}

impl Form {
    /// Reads the words of `kind.yaml`; those that mean nothing are findings.
    pub(super) fn read(choices: &Choices, findings: &mut Findings) -> Self {
        let mut wrong = |word: &Word, what: &str, known: Vec<&str>| {
            let message = format!("没有“{}”这种{what}", word.text);
            let finding = Diagnostic::new(Code::BadKind, word.span.place(), message);
            findings.push(finding.hint(format!("可以写：{}", known.join("、"))));
        };
        let format = choices.format.as_ref().and_then(|word| {
            let format = Format::of(&word.text);
            if format.is_none() {
                wrong(word, "格式", Format::ALL.iter().map(|format| format.word()).collect());
            }
            format
        });
        let mut elements = |words: &[Word]| {
            let mut found = Vec::new();
            for word in words {
                match Element::of(&word.text) {
                    Some(element) => found.push(element),
                    None => {
                        wrong(word, "要素", Element::ALL.iter().map(|one| one.word()).collect());
                    }
                }
            }
            found
        };
        let (required, unused) = (elements(&choices.required), elements(&choices.unused));
        Self { format: format.unwrap_or_default(), required, unused }
    }
}
