//! Input that is made to hurt: every limit is a clear error, none goes on for ever, none crashes.

use std::path::{Path, PathBuf};

use yinfa::diag::Checked;
use yinfa::pipeline;

use crate::support;

/// A head that every report needs, so that only what follows is wrong.
const HEAD: &str = "报告种类: 公文\n单位: {全称: 示例县甲局}\n成文日期: 2025-03-20\n标题: 通知\n";

fn write(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("limits").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The codes found in a file of that content, each once.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let path = write(name, bytes);
    let plan = support::plan();
    let report = support::ends(name, || pipeline::check(&path, &plan));
    assert!(report.findings.len() <= yinfa::diag::MAX_FINDINGS + 1, "{name}");
    let mut codes: Vec<&str> = report.findings.iter().map(|one| one.code.text()).collect();
    codes.sort_unstable();
    codes.dedup();
    let first = report.findings.first().map(|one| &one.message);
    assert_eq!(codes, expected, "{name}: {first:?}");
}

fn yaml(name: &str, rest: &str, expected: &[&str]) {
    check(name, format!("{HEAD}{rest}").as_bytes(), expected);
}

#[test]
fn sizes() {
    check("large.yaml", &vec![b'#'; 17 * 1024 * 1024], &["file/too-large"]);
    yaml("long-text.yaml", &format!("正文: [{}]\n", "字".repeat(100_001)), &["data/too-long"]);
    yaml(
        "long-digits.yaml",
        &format!("正文: [文]\n指标: {{甲: {{乙: {}}}}}\n", "9".repeat(5000)),
        &["data/bad-quantity"],
    );
    let many: String = (0..250_000).map(|_| "- 文\n").collect();
    yaml("many-items.yaml", &format!("正文:\n{many}"), &["data/too-many"]);
    let fields: String = (0..6000).map(|number| format!("a{number}: 1\n")).collect();
    yaml("many-fields.yaml", &fields, &["data/too-many"]);
    let unknown: String = (0..4000).map(|number| format!("a{number}: 1\n")).collect();
    yaml(
        "many-unknown.yaml",
        &format!("正文: [文]\n{unknown}"),
        &["data/too-many-findings", "data/unknown-field"],
    );
    let wrong: String = (0..100_000).map(|_| "- 1\n").collect();
    yaml(
        "many-wrong.yaml",
        &format!("正文:\n{wrong}"),
        &["data/too-many-findings", "data/wrong-type"],
    );
    let twice: String = (0..4000).map(|_| "a: 1\n").collect();
    let codes = [
        "data/duplicate-field",
        "data/missing-field",
        "data/too-many-findings",
        "data/unknown-field",
    ];
    yaml("many-twice.yaml", &twice, &codes);
    let json: String = (0..250_000).map(|_| "1,").collect();
    check("many.json", format!("{{\"a\":[{json}1]}}").as_bytes(), &["data/too-many"]);
    check("many.toml", format!("a = [{json}1]").as_bytes(), &["data/too-many"]);
    let fields: Vec<String> = (0..6000).map(|number| format!("\"a{number}\":1")).collect();
    check("fields.json", format!("{{{}}}", fields.join(",")).as_bytes(), &["data/too-many"]);
    check("fields.toml", fields.join("\n").replace(':', "=").as_bytes(), &["data/too-many"]);
    // One line of many findings: columns must not be counted over and over.
    let unknown: Vec<String> = (0..4900).map(|number| format!("\"a{number}\":1")).collect();
    let line = format!("{{{}, \"报告种类\": \"公文\"}}", unknown.join(","));
    check(
        "one-line.json",
        line.as_bytes(),
        &["data/missing-field", "data/too-many-findings", "data/unknown-field"],
    );
}

#[test]
fn depths() {
    let deep = |open: &str, close: &str, count: usize| {
        format!("{}1{}", open.repeat(count), close.repeat(count))
    };
    for count in [65, 1000, 200_000] {
        yaml("deep-flow.yaml", &format!("正文: {}\n", deep("[", "]", count)), &["data/too-deep"]);
        check("deep.json", deep("[", "]", count).as_bytes(), &["data/too-deep"]);
        check("deep-maps.json", deep("{\"a\":", "}", count).as_bytes(), &["data/too-deep"]);
        check("deep.toml", format!("a = {}", deep("[", "]", count)).as_bytes(), &["data/too-deep"]);
    }
    let lists = "- ".repeat(2000);
    yaml("deep-block.yaml", &format!("正文:\n  {lists}文\n"), &["data/too-deep"]);
    let dotted: Vec<&str> = vec!["a"; 1000];
    check("deep-keys.toml", format!("{} = 1", dotted.join(".")).as_bytes(), &["data/too-deep"]);
}

#[test]
fn aliases() {
    let mut laughs = String::from("a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]\n");
    for level in 1..10 {
        let ten = vec![format!("*a{}", level - 1); 10].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{ten}]\n"));
    }
    yaml("laughs.yaml", &laughs, &["data/too-many"]);
    // Few values, but each is long.
    let long = format!("a: &a {}\nb: [{}]\n", "字".repeat(90_000), vec!["*a"; 1000].join(", "));
    yaml("long-laughs.yaml", &long, &["data/too-many"]);
    // Anchors inside anchors are copies too.
    let nested: String = (0..60).map(|level| format!("&n{level} [")).collect();
    let inner = vec!["文"; 20_000].join(", ");
    yaml("anchors.yaml", &format!("a: {nested}{inner}{}\n", "]".repeat(60)), &["data/too-many"]);
    yaml("itself.yaml", "a: &a [*a]\n", &["data/syntax"]);
}

#[test]
fn encodings() {
    check("nul.yaml", b"a: \0\n", &["file/not-text"]);
    check("invalid.yaml", b"a: \xFF\xFF\xFF\n", &["file/not-text"]);
    // Cut in the middle of a character it is no UTF-8, and what GB18030 makes of it is no field.
    let codes = ["data/missing-field", "file/encoding", "text/full-width"];
    check("cut.yaml", &"正文: 文字".as_bytes()[..10], &codes);
    // A UTF-16 file with half a pair.
    check("half.yaml", b"\xFF\xFEa\0:\0 \0\x00\xD8\n\0", &["file/not-text"]);
    check("odd.yaml", b"\xFF\xFEa\0:\0 \0x", &["file/not-text"]);
    check("picture.json", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["file/not-text"]);
}

#[test]
fn references() {
    for (name, text) in [
        ("calls.yaml", format!("{{{{数 {}}}}}", "(".repeat(50_000))),
        ("partials.yaml", "{{> 文字}}".repeat(5_000)),
        ("tildes.yaml", format!("{}{}", "{{~#if a}}".repeat(5_000), "{{/if}}".repeat(5_000))),
        ("many.yaml", "{{单位.全称}}".repeat(1_001)),
        ("blocks.yaml", "{{#if a}}".repeat(10_000)),
        ("closed.yaml", format!("{}{}", "{{#if a}}".repeat(500), "{{/if}}".repeat(500))),
        ("open.yaml", "{{".repeat(40_000)),
    ] {
        yaml(name, &format!("正文: ['{text}']\n"), &["text/braces"]);
    }
    // What is brought in counts as if it were typed.
    let long = "字".repeat(50_000);
    let amplified = format!("文字: {{甲: {long}}}\n正文: ['{}']\n", "{{文字.甲}}".repeat(200));
    yaml("amplified.yaml", &amplified, &["data/too-long"]);
    let texts = "- '{{文字.甲}}'\n".repeat(2_000);
    yaml(
        "amplified-often.yaml",
        &format!("文字: {{甲: {long}}}\n正文:\n{texts}"),
        &["data/too-long"],
    );
    // Text may have as many brackets as it likes.
    yaml("plain.yaml", &format!("正文: ['{}{{{{单位.全称}}}}']\n", "(".repeat(99)), &[]);
}

/// What is too large for pages is said before any is set.
#[test]
fn documents() {
    for count in [121, 4_000, 90_000] {
        let title = "题".repeat(count);
        check(
            &format!("title-{count}.yaml"),
            format!("{HEAD}正文: [文]\n")
                .replace("标题: 通知", &format!("标题: {title}"))
                .as_bytes(),
            &["layout/title-too-long"],
        );
    }
    yaml("paragraphs.yaml", &format!("正文:\n{}", "- 文\n".repeat(100_000)), &["data/too-many"]);
    let rows = "[\"1\", \"2\", \"3\", \"4\", \"5\"],".repeat(30_000);
    let table = format!("正文: [{{表: {{题名: 表, 列: [甲, 乙, 丙, 丁, 戊], 行: [{rows}]}}}}]\n");
    yaml("rows.yaml", &table, &["data/too-many"]);
}

/// Only regular files are read: a device has no end, and a pipe waits for somebody to write.
#[cfg(unix)]
#[test]
fn devices() {
    let folder = support::scratch("devices");
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    for path in ["/dev/zero", pipe.to_str().unwrap()] {
        let seal = format!("正文: [文]\n印章: {{图片: '{path}'}}\n");
        yaml("seal-device.yaml", &seal, &["picture/unusable"]);
        let link = folder.join("表.xlsx");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(path, &link).unwrap();
        let sheet = format!("正文: [文]\n数据表: '{}'\n", link.display());
        let path = write("sheet-device.yaml", format!("{HEAD}{sheet}").as_bytes());
        let report = support::ends("sheet-device", || pipeline::check(&path, &support::plan()));
        assert!(report.findings.has_errors(), "{:?}", report.findings);
        let data = folder.join("数据.yaml");
        let _ = std::fs::remove_file(&data);
        std::os::unix::fs::symlink("/dev/zero", &data).unwrap();
        let report = support::ends("data-device", || pipeline::check(&data, &support::plan()));
        assert_eq!(report.findings[0].code.text(), "file/unreadable");
    }
}

/// Folders that link to each other have more paths than anybody can walk; each is entered once.
#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other() {
    let folder = support::scratch("web");
    for one in 0..10 {
        std::fs::create_dir_all(folder.join(format!("{one}"))).unwrap();
        std::fs::write(folder.join(format!("{one}/甲.yaml")), "a: 1").unwrap();
        for other in 0..10 {
            let link = folder.join(format!("{one}/到{other}"));
            std::os::unix::fs::symlink(folder.join(format!("{other}")), link).unwrap();
        }
    }
    let found = support::ends("web", || yinfa::batch::find_jobs(&folder, None));
    let Checked { value: jobs, findings } = found.unwrap();
    assert_eq!(jobs.len(), 10);
    assert!(findings.iter().all(|one| one.code.text() == "file/folder-loop"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_back() {
    let folder = support::scratch("loops");
    std::fs::create_dir_all(folder.join("县/2024")).unwrap();
    for link in ["回来", "又回来"] {
        std::os::unix::fs::symlink("..", folder.join("县/2024").join(link)).unwrap();
    }
    std::fs::write(folder.join("县/2024/甲.yaml"), "a: 1").unwrap();
    let Checked { value: jobs, findings } = yinfa::batch::find_jobs(&folder, None).unwrap();
    assert_eq!(jobs.len(), 1);
    let codes: Vec<&str> = findings.iter().map(|one| one.code.text()).collect();
    assert_eq!(codes, ["file/folder-loop"; 2]);
    // A link to itself is no folder and no file.
    std::os::unix::fs::symlink("自己.yaml", folder.join("自己.yaml")).unwrap();
    let report = pipeline::check(&folder.join("自己.yaml"), &support::plan());
    assert_eq!(report.findings[0].code.text(), "file/unreadable");
    let mut deep = folder.join("深");
    for _ in 0..40 {
        deep.push("层");
    }
    std::fs::create_dir_all(&deep).unwrap();
    let findings = yinfa::batch::find_jobs(&folder, None).unwrap().findings;
    assert_eq!(findings.iter().filter(|one| one.code.text() == "file/folder-loop").count(), 3);
}
