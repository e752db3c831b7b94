//! 版式: profile files with their expected findings, and what profiles do to the pages and to
//! the Word file. Files under `tests/profiles` hold their findings.

use std::path::{Path, PathBuf};
use std::process::Command;

use page_validation::ValidationProfile;
use serde_json::Value as Json;
use yinfa::diag::{Checked, Code, Diagnostic};
use yinfa::pipeline::Plan;
use yinfa::profile;
use yinfa::standard::{Basis, Changed, GENERAL, Layout, Profile, Standard};

use crate::outside::violations;
use crate::support::{self, Output, expected, part, root, succeeds, tool};
use crate::tidy::generated;

#[test]
fn every_profile_gives_exactly_its_findings() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/profiles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    assert!(files.len() >= 10, "only {} profiles were found", files.len());
    let wrong: Vec<String> = files.iter().filter_map(|path| check(path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(path: &Path) -> Option<String> {
    let findings = match profile::load(Some(path)) {
        Ok(Checked { value: profile, findings }) => {
            let deviations = findings.iter().filter(|one| one.code == Code::ProfileDeviation);
            assert_eq!(deviations.count(), profile.deviations.len(), "{path:?}");
            findings
        }
        Err(findings) => {
            assert!(findings.has_errors(), "{path:?}");
            findings
        }
    };
    expected::check(&path.display().to_string(), &expected::expected_in(path), &findings)
}

#[test]
fn the_sample_shows_what_it_says() {
    let findings = sample().findings;
    let about = |field: &str| -> &Diagnostic {
        let found = findings.iter().find(|one| one.field.as_deref() == Some(field));
        found.unwrap_or_else(|| panic!("nothing about {field}"))
    };
    for (field, words) in [
        ("天头", "“天头”在版式里是“35 毫米”，GB/T 9704-2012 第 5.2.1 条是“37 毫米”"),
        ("正文行距", "“28 磅”，GB/T 9704-2012 按第 5.2.3 条算是“28.95 磅”"),
        ("版头分隔线粗细", "“1 磅”，GB/T 9704-2012 第 7.2.7 条没有定值，缺省是“1.5 磅”"),
        ("三级标题加粗", "“是”，GB/T 9704-2012 第 7.3.3 条是“否”"),
    ] {
        let one = about(field);
        assert!(one.message.contains(words), "{}", one.message);
        assert!(one.position().1.is_some(), "{field} has a line");
    }
}

#[test]
fn near_names_are_offered() {
    let path = root().join("tests/profiles/unknown-item.yaml");
    let findings = profile::load(Some(&path)).unwrap_err();
    assert_eq!(findings[0].hints, ["是不是“正文行距”"]);
}

#[test]
fn profile_b_keeps_what_the_standard_places() {
    let made = make("b", &document(7), Standard::B.into());
    let styles = part(&made.output.docx, "word/styles.xml");
    assert!(style(&styles, "Normal").contains(r#"w:line="589""#), "{styles}");
    let document = part(&made.output.docx, "word/document.xml");
    assert!(document.contains(r#"w:top="1960""#) && document.contains(r#"w:bottom="1847""#));
    for (program, pages) in made.measured() {
        let name = format!("profile B, {program}");
        assert_eq!(pages.len(), made.output.pages, "{name}: pages");
        full_pages(&name, &pages, 22, 29.45);
        for page in &pages {
            near(&format!("{name}: dash"), mm(&page["number"]["dash"]), 269.0, 0.3);
        }
        near(&format!("{name}: mark"), mm(&pages[0]["ink"][1]), 72.0, 0.3);
        let last = pages.last().unwrap();
        near(&format!("{name}: last rule"), mm(&last["ink"][3]), 262.0, 0.3);
    }
}

#[test]
fn an_order_keeps_its_mark_under_profile_b() {
    let made = make("b-order", ORDER, Standard::B.into());
    for (program, pages) in made.measured() {
        near(&format!("order, {program}: mark"), mm(&pages[0]["ink"][1]), 57.0, 0.3);
    }
}

#[test]
fn the_pitch_is_adjusted_under_profile_b_too() {
    let mut plan = support::plan();
    plan.layout = Profile::from(Standard::B).layout;
    let report = yinfa::pipeline::export(&root().join("tests/suite/pitch-adjusted.yaml"), &plan);
    let note = report.findings.iter().find(|one| one.code == Code::PitchAdjusted);
    let note = &note.expect("a note").message;
    assert!(note.contains("589 twips") && note.contains("每面 20 行"), "{note}");
    let ends = |layout: &Layout| layout.line_pitch.value.0 * layout.lines_per_page.value as i32;
    for lines in 20..=24 {
        let other = plan.layout.with_lines(lines);
        let higher = ends(&plan.layout) - ends(&other);
        assert!((0..24).contains(&higher), "{lines} lines end {higher} twips higher");
    }
}

#[test]
fn a_house_profile_changes_both_files_alike() {
    let made = make("house", &document(7), sample().value);
    for (program, pages) in made.measured() {
        let name = format!("house profile, {program}");
        assert_eq!(pages.len(), made.output.pages, "{name}: pages");
        full_pages(&name, &pages, 22, 28.0);
        for page in &pages {
            let number = &page["number"];
            let middle = (mm(&number["left"]) + mm(&number["right"])) / 2.0;
            near(&format!("{name}: middle of the number"), middle, 106.0, 0.3);
            near(&format!("{name}: dash"), mm(&number["dash"]), 267.0, 0.3);
        }
        near(&format!("{name}: mark"), mm(&pages[0]["ink"][1]), 70.0, 0.3);
    }
    made.line_ends_agree();
    let word = made.folder.join("word/document.pdf");
    if let (Some(qpdf), true) = (tool("qpdf"), word.exists()) {
        assert!(has_bold_text(&qpdf, &word), "LibreOffice shows no bold text");
    }
}

#[test]
fn the_word_file_says_what_the_house_profile_asks_for() {
    let made = make("house-word", &document(1), sample().value);
    let styles = part(&made.output.docx, "word/styles.xml");
    for id in ["Normal", "Heading1", "Heading3", "DocumentTitle", "Date", "Signer"] {
        let style = style(&styles, id);
        assert!(style.contains(r#"w:ascii="Times New Roman""#), "{style}");
        // Quotation marks and dashes go by `hAnsi` and stay full-width.
        assert_eq!(style.matches("Times New Roman").count(), 1, "{style}");
    }
    assert!(style(&styles, "Normal").contains(r#"w:eastAsia="仿宋_GB2312""#));
    assert!(style(&styles, "PageNumber").contains(r#"w:ascii="宋体""#), "7.5 names 宋体");
    assert!(style(&styles, "Normal").contains(r#"w:line="560""#));
    for (id, bold) in [
        ("Heading3", true),
        ("RunInWords3", true),
        ("Heading2", false),
        ("Heading4", false),
        ("RunIn3", false),
        ("RunInWords4", false),
    ] {
        assert_eq!(style(&styles, id).contains("<w:b/>"), bold, "{id}: {}", style(&styles, id));
    }
    let numbering = part(&made.output.docx, "word/numbering.xml");
    let levels: Vec<bool> =
        numbering.split("<w:lvl ").skip(1).map(|level| level.contains("<w:b/>")).collect();
    assert_eq!(levels, [false, false, false, true, false], "附件序号 and four levels");
    for footer in ["word/footer1.xml", "word/footer2.xml"] {
        assert!(part(&made.output.docx, footer).contains(r#"<w:jc w:val="center"/>"#), "{footer}");
    }
    let document = part(&made.output.docx, "word/document.xml");
    assert!(document.contains(r#"w:top="1984""#), "天头 35 mm");
}

#[test]
fn bold_text_and_western_digits_stay_text_in_the_pdf() {
    let made = make("house-pdf", &document(1), sample().value);
    let plain = make("plain-pdf", &document(1), Standard::A.into());
    for made in [&made, &plain] {
        for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
            assert_eq!(violations(&made.output.pdf, profile), [""; 0], "{profile}");
        }
    }
    if let Some(pdffonts) = tool("pdffonts") {
        let fonts = |made: &Made| succeeds(Command::new(&pdffonts).arg(made.file("pdf")));
        assert!(fonts(&made).contains("Tinos-Regular"), "{}", fonts(&made));
        assert!(!fonts(&plain).contains("Tinos"), "{}", fonts(&plain));
    }
    if let Some(pdftotext) = tool("pdftotext") {
        let text = succeeds(Command::new(&pdftotext).args([&made.file("pdf"), Path::new("-")]));
        assert!(text.contains("1.加强组织领导。"), "{text}");
        assert!(text.contains("2024"), "{text}");
    }
    if let Some(qpdf) = tool("qpdf") {
        assert!(has_bold_text(&qpdf, &made.file("pdf")), "no bold text");
        assert!(!has_bold_text(&qpdf, &plain.file("pdf")), "bold text without being asked for");
    }
}

#[test]
fn landscape_pages_have_their_number_in_the_middle_too() {
    let made = make("house-landscape", LANDSCAPE, sample().value);
    for (program, pages) in made.measured_without_numbers() {
        let [_, page, _] = &pages[..] else { panic!("{program}: {} pages", pages.len()) };
        // The number is turned: its three characters stand one below the other at the left.
        let at = |line: &&Json| line["x0"].as_f64().unwrap() / 72.0 * 25.4 < 32.0;
        let lines = page["lines"].as_array().unwrap();
        let heights: Vec<f64> = lines.iter().filter(at).map(|line| mm(&line["baseline"])).collect();
        let (least, most) = heights.iter().fold((f64::MAX, 0.0f64), |(least, most), height| {
            (least.min(*height), most.max(*height))
        });
        assert!(heights.len() >= 3, "{program}: no number at the left: {lines:?}");
        // Baselines are the upper ends of turned characters; the last is a dash of 4号.
        let middle = (least + most + 4.4) / 2.0;
        near(&format!("{program}: middle of the number"), middle, 106.0, 0.5);
    }
}

#[test]
fn letters_follow_profiles_without_errors() {
    for (name, profile) in [("letter-b", Standard::B.into()), ("letter-house", sample().value)] {
        let made = make(name, LETTER, profile);
        for (program, pages) in made.measured_without_numbers() {
            assert_eq!(pages.len(), made.output.pages, "{name}, {program}: pages");
        }
    }
}

/// The sample that travels with the program.
fn sample() -> Checked<Profile> {
    let path = root().join("templates/profiles/示例.yaml");
    profile::load(Some(&path)).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// A document in one profile.
struct Made {
    output: Output,
    folder: PathBuf,
}

fn make(name: &str, document: &str, profile: Profile) -> Made {
    let folder = support::scratch(&format!("profile-{name}"));
    let input = folder.join("document.yaml");
    std::fs::write(&input, document).unwrap();
    let plan = Plan { layout: profile.layout, ..support::plan() };
    let output = support::make(&input, &plan);
    std::fs::write(folder.join("document.pdf"), &output.pdf).unwrap();
    std::fs::write(folder.join("document.docx"), &output.docx).unwrap();
    Made { output, folder }
}

impl Made {
    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("document.{extension}"))
    }

    /// The pages of the PDF, and of the Word file as LibreOffice sets it; what tools there are.
    fn measured(&self) -> Vec<(&'static str, Vec<Json>)> {
        let all = self.measured_without_numbers();
        for (program, pages) in &all {
            assert!(pages.iter().all(|page| page["number"].is_object()), "{program}: no number");
        }
        all
    }

    fn measured_without_numbers(&self) -> Vec<(&'static str, Vec<Json>)> {
        let Some(python) = tool("pdfplumber") else { return Vec::new() };
        let python = python.with_file_name("python");
        let measure = |file: &Path| -> Vec<Json> {
            let script = root().join("scripts/measure.py");
            let json = succeeds(Command::new(&python).arg(script).arg(file));
            let answer: Json = serde_json::from_str(&json).unwrap();
            answer[file.to_str().unwrap()].as_array().unwrap().clone()
        };
        let mut all = vec![("PDF", measure(&self.file("pdf")))];
        if tool("soffice").is_some() {
            let folder = self.folder.join("word");
            let script = root().join("scripts/word-to-pdf.sh");
            succeeds(Command::new(script).arg("--copy").arg(&folder).arg(self.file("docx")));
            all.push(("LibreOffice", measure(&folder.join("document.pdf"))));
        }
        all
    }

    /// Both files break their lines at the same characters.
    fn line_ends_agree(&self) {
        let all = self.measured();
        let [(_, pdf), (_, word)] = &all[..] else { return };
        let lines = |pages: &[Json]| -> Vec<String> {
            let lines = pages.iter().flat_map(|page| page["lines"].as_array().unwrap());
            lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(lines(pdf), lines(word));
    }
}

/// The date below the signature of [`document`].
const SIGNED: &str = "2025年2月18日";

/// Whether a PDF has text that is filled and stroked.
fn has_bold_text(qpdf: &Path, pdf: &Path) -> bool {
    let file = pdf.with_extension("expanded.pdf");
    let mut command = Command::new(qpdf);
    let command = command.args(["--qdf", "--object-streams=disable"]);
    succeeds(command.args([pdf, &file]));
    let bytes = std::fs::read(file).unwrap();
    bytes.windows(4).any(|window| window == b"2 Tr")
}

/// Pages between the first and the one with the signature have all lines, evenly spaced.
fn full_pages(name: &str, pages: &[Json], count: usize, pitch: f64) {
    let is_signed = |page: &Json| page["lines"].to_string().contains(SIGNED);
    let end = pages.iter().position(is_signed).expect("a page is signed");
    let mut full = 0;
    for page in &pages[1..end] {
        let lines = page["lines"].as_array().unwrap();
        let baseline = |line: &Json| line["baseline"].as_f64().unwrap();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
        let found = (baseline(last) - baseline(first)) / (lines.len() - 1) as f64;
        near(&format!("{name}: pitch"), found, pitch, 0.02);
        assert!(lines.len() <= count, "{name}: {} lines", lines.len());
        full += usize::from(lines.len() == count);
    }
    assert!(full > 0, "{name}: no page has {count} lines");
}

fn near(what: &str, found: f64, target: f64, tolerance: f64) {
    assert!((found - target).abs() <= tolerance, "{what} is {found:.3}, not {target}");
}

fn mm(points: &Json) -> f64 {
    points.as_f64().expect("a length") / 72.0 * 25.4
}

/// One style of a style sheet.
fn style<'a>(styles: &'a str, id: &str) -> &'a str {
    let found = styles.split("<w:style ").find(|one| one.contains(&format!("w:styleId=\"{id}\"")));
    found.and_then(|one| one.split("</w:style>").next()).unwrap_or_else(|| panic!("no style {id}"))
}

/// The list of all terms behind the words of `docs/profiles.md`.
#[test]
fn the_list_of_terms_is_fresh() {
    const MARK: &str = "<!-- 以下由 UPDATE=1 cargo test 生成 -->\n";
    let path = "docs/profiles.md";
    let old = std::fs::read_to_string(root().join(path)).unwrap();
    let (words, _) = old.split_once(MARK).expect("the mark is there");
    let rows: String = GENERAL
        .rows()
        .iter()
        .filter(|row| !Changed::COMPUTED.contains(&row.term))
        .map(|row| {
            let wanted = GENERAL.wanted(row.term).unwrap();
            let silent =
                if matches!(row.basis, Basis::House(_)) { "（标准没有定值）" } else { "" };
            format!("| {} | {wanted} | {}{silent} |\n", row.term, row.clause)
        })
        .collect();
    let table = format!("\n| 项目 | 缺省 | 条款 |\n| --- | --- | --- |\n{rows}");
    generated(path, &format!("{words}{MARK}{table}"));
}

const ORDER: &str = "报告种类: 公文
格式: 命令
单位: {全称: 示例县人民政府}
版头: {发文机关标志: 示例县人民政府令, 发文字号: 第3号}
正文:
  - 现予公布，自公布之日起施行。
成文日期: 2025-02-18
签名章: [{职务: 县长, 姓名: 张三}]
";

const LANDSCAPE: &str = "报告种类: 公文
单位: {全称: 示例县人民政府}
版头: {发文机关标志: 示例县人民政府文件, 发文字号: 示政发〔2025〕3号}
标题: 关于某事的通知
正文:
  - 一段文字。
  - 表: {题名: 某表, 列: [项目, 数], 行: [[甲, \"1\"], [乙, \"2\"]], 横排: true}
  - 再一段。
署名: 示例县人民政府
成文日期: 2025-02-18
";

const LETTER: &str = "报告种类: 公文
格式: 信函
单位: {全称: 示例县司法局}
版头: {发文机关标志: 示例县司法局, 发文字号: 示司函〔2025〕3号}
标题: 关于商请支持的函
成文日期: 2025-02-18
正文:
  - 现将2025年有关事项函告如下。
";

/// A document with headings of three levels, 版记, and as many sections as a test needs.
fn document(sections: usize) -> String {
    const SENTENCE: &str = "各部门要依法全面履行职责，完成2024年度的各项任务，全年办结率达到98.5%，\
                            比上年提高3.2个百分点。";
    let section = format!(
        "  - 标题: 总体要求
    内容:
      - 标题: 主要任务
        内容:
          - 标题: 加强组织领导
            文字: {text}
          - 标题: 单独成行的三级标题
            内容:
              - {text}
              - {text}
",
        text = SENTENCE.repeat(4)
    );
    format!(
        "报告种类: 公文
单位: {{全称: 示例县人民政府}}
版头: {{发文机关标志: 示例县人民政府文件, 发文字号: 示政发〔2025〕3号}}
标题: 示例县人民政府关于做好虚构工作的通知
主送: 各乡镇人民政府，县直各单位
正文:
{}署名: 示例县人民政府
成文日期: 2025-02-18
版记: {{抄送: [县委各部门], 印发机关: 示例县人民政府办公室, 印发日期: 2025-02-19}}
",
        section.repeat(sections)
    )
}
