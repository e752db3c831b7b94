//! 要素: which elements documents of a kind must have and which they never have, by the
//! words of `kind.yaml`, which are those of the manuscript.

use super::markup::Manuscript;
use crate::data::kind::{Choices, Word};
use crate::diag::{Code, Diagnostic, Place};
use crate::model::{Block, Format, Sealing, Text};

/// Declares the words once.
macro_rules! elements {
    ($($variant:ident $word:literal;)*) => {
        /// An element that `kind.yaml` may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Element { $(#[doc = $word] $variant,)* }

        impl Element {
            const ALL: &'static [Element] = &[$(Element::$variant,)*];

            fn word(self) -> &'static str {
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

/// What there is of an element: nothing, or the texts by which to show its place.
type Found<'a> = Option<Vec<&'a Text>>;

impl Element {
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|element| element.word() == word)
    }

    fn find(self, read: &Manuscript) -> Found<'_> {
        let Manuscript { format: _, head, body, attachments, imprint } = read;
        let sign_off = &body.sign_off;
        match self {
            Element::Head => some(
                head.mark
                    .iter()
                    .flat_map(|mark| &mark.names)
                    .chain(&head.document_number)
                    .collect(),
            ),
            Element::CopyNumber => some(head.copy_number.iter().collect()),
            Element::Secrecy => some(head.secrecy.iter().collect()),
            Element::Urgency => some(head.urgency.iter().collect()),
            Element::Mark => some(head.mark.iter().flat_map(|mark| &mark.names).collect()),
            Element::Number => some(head.document_number.iter().collect()),
            Element::Signers => some(head.signers.iter().collect()),
            Element::Contents => body.contents.map(|_| Vec::new()),
            Element::Addressees => some(body.addressees.iter().collect()),
            Element::Tables => some(tables(&body.text).collect()),
            Element::Charts => some(charts(&body.text).collect()),
            Element::AttachmentNote => some(body.attachment_note.iter().collect()),
            Element::Attachments => some(attachments.iter().map(|one| &one.title).collect()),
            Element::Signature => some(sign_off.names.iter().collect()),
            Element::Seals => matches!(sign_off.sealing, Sealing::Seals(_)).then(Vec::new),
            Element::Stamps => match &sign_off.sealing {
                Sealing::Stamps(stamps) => some(stamps.iter().map(|one| &one.name).collect()),
                Sealing::None | Sealing::Seals(_) => None,
            },
            Element::Remarks => some(body.remarks.iter().collect()),
            Element::Roster => some(body.roster.iter().map(|one| &one.names).collect()),
            Element::Imprint => (!imprint.is_empty())
                .then(|| imprint.copied_to.iter().chain(&imprint.printed_by).collect()),
            Element::CopiedTo => some(imprint.copied_to.iter().collect()),
            Element::PrintedBy => some(imprint.printed_by.iter().collect()),
        }
    }
}

fn some(texts: Vec<&Text>) -> Found<'_> {
    (!texts.is_empty()).then_some(texts)
}

fn tables(blocks: &[Block]) -> impl Iterator<Item = &Text> {
    blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.name()),
        Block::Heading { .. } | Block::RunIn { .. } | Block::Paragraph(_) | Block::Chart(_) => None,
    })
}

fn charts(blocks: &[Block]) -> impl Iterator<Item = &Text> {
    blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(&chart.title),
        Block::Heading { .. } | Block::RunIn { .. } | Block::Paragraph(_) | Block::Table(_) => None,
    })
}

/// The format of manuscripts that do not say theirs.
pub(super) fn default_format(choices: &Choices) -> Format {
    choices.format.as_ref().and_then(|word| Format::of(&word.text)).unwrap_or_default()
}

/// Words of `kind.yaml` that mean nothing.
pub(super) fn unknown_words(choices: &Choices) -> Vec<Diagnostic> {
    let wrong = |word: &Word, message: String, known: Vec<&str>| {
        Diagnostic::new(Code::BadKind, word.span.place(), message)
            .hint(format!("可以写：{}", known.join("、")))
    };
    let formats = || Format::ALL.iter().map(|format| format.word()).collect();
    let format = choices.format.iter().filter(|word| Format::of(&word.text).is_none());
    let format = format.map(|word| wrong(word, format!("没有“{}”这种格式", word.text), formats()));
    let elements = || Element::ALL.iter().map(|element| element.word()).collect();
    let named = choices.required.iter().chain(&choices.unused);
    let named = named.filter(|word| Element::of(&word.text).is_none());
    let named = named.map(|word| wrong(word, format!("没有“{}”这种要素", word.text), elements()));
    format.chain(named).collect()
}

/// Reports elements that must be there and are not, and those that must not be there.
pub(super) fn check(
    choices: &Choices,
    read: &Manuscript,
    data: &Place,
    findings: &mut Vec<Diagnostic>,
) {
    let found = |word: &Word| Element::of(&word.text).and_then(|element| element.find(read));
    for word in choices.required.iter().filter(|word| found(word).is_none()) {
        let message = format!("缺少“{}”，{}必须有这个要素", word.text, choices.name);
        findings.push(Diagnostic::new(Code::ElementMissing, data.clone(), message));
    }
    for word in &choices.unused {
        let Some(texts) = found(word) else { continue };
        let message = format!("有“{}”，{}不用这个要素", word.text, choices.name);
        let origin = texts.iter().flat_map(|text| &text.0).find_map(|one| one.origin.as_ref());
        findings.push(match origin {
            Some(origin) => Diagnostic::new(Code::ElementUnused, origin.span.place(), message)
                .field(&origin.field),
            None => Diagnostic::new(Code::ElementUnused, data.clone(), message),
        });
    }
}
