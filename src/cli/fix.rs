//! `yinfa check --fix`: makes the changes that findings are certain of.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, Fix, fix};
use crate::env;

/// The mark of UTF-8 that some editors put in front.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Changes the files, each as a whole, and gives a sentence for each.
pub(super) fn make<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<String> {
    let mut files: BTreeMap<&Path, Vec<&Fix>> = BTreeMap::new();
    for fix in findings.into_iter().filter_map(|finding| finding.fix.as_deref()) {
        let fixes = files.entry(fix.path()).or_default();
        if fixes.iter().all(|other| other.edits() != fix.edits()) {
            fixes.push(fix);
        }
    }
    let change = |(path, fixes): (&Path, Vec<&Fix>)| match change(path, &fixes) {
        Ok(made) => format!("改了 {made} 处：{}", path.display()),
        Err(reason) => format!("没有改“{}”：{reason}", path.display()),
    };
    files.into_iter().map(change).collect()
}

fn change(path: &Path, fixes: &[&Fix]) -> Result<usize, String> {
    let Some(first) = fixes.first() else { return Ok(0) };
    let text = first.source().text();
    let bytes = env::read(path).map_err(|error| env::io_reason(&error))?;
    let mark = if bytes.starts_with(MARK) { MARK } else { &[] };
    if &bytes[mark.len()..] != text.as_bytes() {
        return Err("文件不是 UTF-8 编码，或者检查以后又改过".to_owned());
    }
    let applied = fix::apply(text, fixes.iter().copied());
    // Behind a link lies the file that is meant.
    let target = env::real_path(path).map_err(|error| env::io_reason(&error))?;
    let new = [mark, applied.text.as_bytes()].concat();
    env::replace_together(&[(target, &new)]).map_err(|(_, error)| env::io_reason(&error))?;
    Ok(applied.made)
}
