//! 要素: whether a document has the elements that its kind must have, and none that the kind
//! never has.

use super::markup::Manuscript;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::kind::{Element, Kind};
use crate::model::{Block, Sealing, Text};

/// What there is of an element: nothing, or the texts by which to show its place.
type Found<'a> = Option<Vec<&'a Text>>;

fn find(element: Element, read: &Manuscript) -> Found<'_> {
    let Manuscript { format: _, head, body, attachments, imprint } = read;
    let sign_off = &body.sign_off;
    match element {
        Element::Head => some(
            head.mark.iter().flat_map(|mark| &mark.names).chain(&head.document_number).collect(),
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

/// Reports elements that must be there and are not, and those that must not be there.
pub(super) fn check(kind: &Kind, read: &Manuscript, data: &Place, findings: &mut Findings) {
    let (form, name) = (&kind.form, kind.name());
    for element in form.required.iter().filter(|element| find(**element, read).is_none()) {
        let message = format!("缺少“{}”，{name}必须有这个要素", element.word());
        findings.push(Diagnostic::new(Code::ElementMissing, data.clone(), message));
    }
    for element in &form.unused {
        let Some(texts) = find(*element, read) else { continue };
        let message = format!("有“{}”，{name}不用这个要素", element.word());
        let origin = texts.iter().flat_map(|text| &text.0).find_map(|one| one.origin.as_ref());
        findings.push(match origin {
            Some(origin) => Diagnostic::new(Code::ElementUnused, origin.span.place(), message)
                .field(&origin.field),
            None => Diagnostic::new(Code::ElementUnused, data.clone(), message),
        });
    }
}
