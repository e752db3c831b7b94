//! Promises about the files themselves: equal bytes, every word there, nothing run as code.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use yinfa::pipeline;

use crate::support::{self, Output, Random, part};

#[test]
fn equal_input_gives_equal_bytes_on_any_thread_in_any_order() {
    const THREADS: usize = 8;
    let mut turns: Vec<(PathBuf, &Output)> =
        support::reports().into_iter().zip(support::outputs()).collect();
    turns.extend(support::case_paths().into_iter().zip(support::cases()));
    Random(2024).shuffle(&mut turns);
    let (plan, next) = (support::plan(), AtomicUsize::new(0));
    let work = || {
        while let Some((path, first)) = turns.get(next.fetch_add(1, Ordering::Relaxed)) {
            // A document that is given up in between must leave no trace.
            let _ = pipeline::export(&support::root().join("tests/suite/ref.yaml"), &plan);
            let again = support::make(path, &plan);
            assert!(first.pdf == again.pdf, "{} as PDF", again.name);
            assert!(first.docx == again.docx, "{} as Word", again.name);
        }
    };
    std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    assert!(next.into_inner() >= turns.len());
}

#[test]
fn charts_and_their_workbooks_are_equal_too() {
    let plan = support::plan();
    for first in support::charts() {
        let path = support::root().join("tests/charts").join(format!("{}.yaml", first.name));
        let again = support::make(&path, &plan);
        assert!(first.pdf == again.pdf, "{} as PDF", again.name);
        assert!(first.docx == again.docx, "{} as Word", again.name);
        let chart = part(&first.docx, "word/charts/chart1.xml");
        assert!(chart.contains("<c:externalData r:id=\"rId1\">"), "{chart}");
    }
}

#[test]
fn all_reports_of_the_repository_are_made() {
    assert_eq!(support::outputs().len(), 40);
    for output in support::outputs() {
        assert!((3..=20).contains(&output.pages), "{} has {} pages", output.name, output.pages);
    }
}

#[test]
fn markup_in_data_stays_text() {
    let plan = support::plan();
    let made = support::make(&support::root().join("tests/suite/hostile.yaml"), &plan);
    let document = part(&made.docx, "word/document.xml");
    for words in [
        "#panic(1) = x $y$ @z *a* _b_",
        "&lt;w:p/&gt; &amp;amp; &quot;引号&quot; ]]&gt;",
        "【标题】‖ # ## |a|b| 【署名】",
        "\\u{FEFF} {{{ }}} {{",
    ] {
        let plain = words.replace("&quot;", "\"");
        assert!(
            document.contains(words) || document.contains(&plain),
            "{words} is not in the Word file"
        );
    }
    assert_eq!(document.matches("DocumentTitle").count(), 1);
}

#[test]
fn word_files_name_official_fonts_and_no_theme() {
    for output in support::outputs() {
        let styles = part(&output.docx, "word/styles.xml");
        let fonts: Vec<&str> =
            styles.split("<w:rFonts ").skip(1).filter_map(|rest| rest.split("/>").next()).collect();
        let mut unhinted = 0;
        for font in fonts {
            // The defaults of the document stand below every style and need none.
            let names = font.strip_prefix("w:hint=\"eastAsia\" ").unwrap_or(font);
            unhinted += usize::from(names == font);
            let names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
            assert_eq!(names.len(), 4, "{}: all four slots in {font}", output.name);
            assert!(names.iter().all(|name| *name == names[0]), "{}: {font}", output.name);
        }
        assert_eq!(unhinted, 1, "{}: styles say which script marks belong to", output.name);
        let whole = format!("{styles}{}", part(&output.docx, "word/document.xml"));
        assert!(!whole.contains("Theme"), "{}", output.name);
        for style in ["公文标题", "heading 1", "heading 2", "heading 3", "heading 4", "Normal"]
        {
            assert!(styles.contains(&format!("<w:name w:val=\"{style}\"/>")), "{style}");
        }
        let settings = part(&output.docx, "word/settings.xml");
        assert!(settings.contains("<w:evenAndOddHeaders/>"), "{}", output.name);
        for footer in ["word/footer1.xml", "word/footer2.xml"] {
            let footer = part(&output.docx, footer);
            assert!(footer.contains("PAGE") && footer.contains("separate"), "{}", output.name);
        }
    }
}

#[test]
fn rare_characters_get_the_font_of_the_same_style_that_has_them() {
    let output = support::outputs().iter().find(|output| output.name == "示例县民政局");
    let document = part(&output.expect("a report of the repository").docx, "word/document.xml");
    let run = document.split("<w:r>").find(|run| run.contains('喆')).expect("the name is there");
    assert!(run.contains("w:eastAsia=\"仿宋\""), "{run}");
}

#[test]
fn zip_entries_carry_no_time() {
    let output = &support::outputs()[0];
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&output.docx)).expect("a zip");
    for index in 0..zip.len() {
        let entry = zip.by_index(index).expect("an entry");
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()), "{}", entry.name());
    }
}
