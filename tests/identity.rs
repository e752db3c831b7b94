//! Things are known by identity: what reads or looks like another thing is not taken for it.
//! Each case under `tests/identity` holds its findings; most have none, for only the words are
//! alike.

use crate::support::{self, Output, expected};

/// Both files of a case, which has the findings that it says.
fn check(name: &str) -> Output {
    let path = support::root().join("tests/identity").join(name).with_extension("yaml");
    let report = yinfa::pipeline::export(&path, &support::plan());
    let wrong = expected::check(name, &expected::expected_in(&path), &report.findings);
    assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    Output::of(name, &report.outputs.expect("no errors"))
}

/// A page that begins with the words of 署名 or 成文日期 is set as any other: 22 lines a page.
#[test]
fn words_of_the_sign_off_may_begin_a_page() {
    for name in ["署名在面首", "成文日期在面首", "职务在面首", "签名人在面首"]
    {
        assert_eq!(check(name).pages, 2, "{name}");
    }
    // The same pages, but that 署名 does begin the second.
    check("落款真的在面首");
}

#[test]
fn a_list_of_contents_on_the_first_page_is_no_fault() {
    assert_eq!(check("正文的字在目录里").pages, 4);
}

/// The pages that a 目录 in a Word file gives, bookmark by bookmark.
fn contents(docx: &[u8]) -> Vec<(String, String)> {
    let xml = support::part(docx, "word/document.xml");
    let entry = |field: &str| {
        let (bookmark, rest) = field.split_once(' ')?;
        let (_, result) = rest.split_once("\"separate\"")?;
        let words = result.split_once("<w:t")?.1.split_once('>')?.1;
        Some((bookmark.to_owned(), words.split_once('<')?.0.to_owned()))
    };
    xml.split("PAGEREF ").skip(1).filter_map(entry).collect()
}

#[test]
fn equal_headings_have_a_page_each() {
    let pages = contents(&check("同名标题").docx);
    let expected = ["1", "1", "2", "2", "4"];
    assert_eq!(pages.iter().map(|(_, page)| page.as_str()).collect::<Vec<_>>(), expected);
    let mut bookmarks: Vec<&str> = pages.iter().map(|(bookmark, _)| bookmark.as_str()).collect();
    bookmarks.dedup();
    assert_eq!(bookmarks.len(), expected.len());
}

/// Only the table that goes over the end of a page has its merged cell twice.
#[test]
fn tables_with_one_title_are_two() {
    let output = check("同名的表");
    assert_eq!(support::word_text(&output.docx).matches("东乡").count(), 3);
}

#[test]
fn one_picture_may_stand_twice() {
    let output = check("同一枚印章两次");
    let zip = zip::ZipArchive::new(std::io::Cursor::new(&output.docx[..])).expect("a zip");
    assert_eq!(zip.file_names().filter(|name| name.starts_with("word/media/")).count(), 2);
}
