//! A paragraph of one setting is one run: who searches a file, by hand or by program, finds
//! what stands in it.

use super::xml::{Element, Node};

/// Makes neighbours of one look one run.
pub(super) fn merge(paragraph: &mut Element) {
    let mut merged: Vec<Node> = Vec::with_capacity(paragraph.children.len());
    for node in std::mem::take(&mut paragraph.children) {
        match (merged.last_mut(), node) {
            (Some(Node::Element(before)), Node::Element(run)) if look_alike(before, &run) => {
                append(before, run);
            }
            (_, node) => merged.push(node),
        }
    }
    paragraph.children = merged;
}

fn look_alike(before: &Element, run: &Element) -> bool {
    let look = |run: &Element| run.child("w:rPr").filter(|look| !look.children.is_empty()).cloned();
    is_words(before)
        && is_words(run)
        && before.attributes == run.attributes
        && look(before) == look(run)
}

/// Whether it is a run of words, tabulators and line breaks, which go with any others.
fn is_words(run: &Element) -> bool {
    let is_word = |child: &Element| matches!(&child.name[..], "w:rPr" | "w:t" | "w:tab" | "w:br");
    run.name == "w:r" && run.elements().all(is_word)
}

fn append(before: &mut Element, run: Element) {
    for node in run.children {
        let Node::Element(child) = node else { continue };
        if child.name == "w:rPr" {
            continue;
        }
        match before.children.last_mut() {
            Some(Node::Element(last)) if last.name == "w:t" && child.name == "w:t" => {
                last.children.extend(child.children);
            }
            _ => before.push(child),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::xml::parse;
    use super::*;

    fn check(given: &str, expected: &str) {
        let mut paragraph = parse(format!("<w:p>{given}</w:p>").as_bytes()).expect("XML");
        merge(&mut paragraph);
        let mut found = String::new();
        paragraph.write(&mut found);
        assert_eq!(found, format!("<w:p>{expected}</w:p>"));
    }

    #[test]
    fn neighbours_of_one_look_are_one_run() {
        check(
            "<w:r><w:t>2024</w:t></w:r><w:r><w:rPr/><w:t>年</w:t></w:r>",
            "<w:r><w:t>2024年</w:t></w:r>",
        );
        check(
            "<w:r><w:t>甲</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>乙</w:t></w:r>",
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>",
        );
        let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>";
        let other = "<w:r><w:t>乙</w:t></w:r>";
        check(&format!("{bold}{other}"), &format!("{bold}{other}"));
        let field = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#;
        check(&format!("{other}{field}{other}"), &format!("{other}{field}{other}"));
        let mark = r#"<w:bookmarkEnd w:id="1"/>"#;
        check(&format!("{other}{mark}{other}"), &format!("{other}{mark}{other}"));
    }
}
