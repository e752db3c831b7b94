//! Results on standard output. Whether they got there is part of how a run ended: a full disk
//! is a failure, a reader that has had enough (`| head`) is none.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Exit;
use crate::env;

/// Whether a result could not be written.
static FAILED: AtomicBool = AtomicBool::new(false);

/// A line on standard output.
pub(super) fn say(text: &str) {
    put(&harmless(text));
}

/// A line on standard output that holds nothing harmful but our own colours.
pub(super) fn put(text: &str) {
    note(writeln!(io::stdout().lock(), "{text}").and_then(|()| io::stdout().lock().flush()));
}

/// Bytes for another program; whether they got there.
pub(super) fn bytes(bytes: &[u8]) -> bool {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).is_ok()
}

/// Remembers that a result was lost, and says so once.
pub(super) fn note(written: io::Result<()>) {
    let Err(error) = written else { return };
    if error.kind() == ErrorKind::BrokenPipe || FAILED.swap(true, Ordering::Relaxed) {
        return;
    }
    let reason = env::io_reason(&error);
    // Where nobody hears it, the exit status tells.
    let _ = writeln!(io::stderr().lock(), "错误：结果写不到标准输出：{reason}");
}

/// How a run ended, with what became of its results.
pub(super) fn exit(exit: Exit) -> Exit {
    match FAILED.load(Ordering::Relaxed) {
        true => Exit::Disk,
        false => exit,
    }
}

/// A text as a terminal may show it: what would steer the terminal or turn the order of the
/// letters stands there by its number. Line feeds and tabs of our own tables stay.
pub(super) fn harmless(text: &str) -> String {
    if !text.contains(steers) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match steers(c) {
            true => shown.extend(format!("<U+{:04X}>", u32::from(c)).chars()),
            false => shown.push(c),
        }
    }
    shown
}

fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_steers_a_terminal_is_shown_by_its_number() {
        for (text, expected) in [
            ("示例县\t一\n二", "示例县\t一\n二"),
            ("\u{1B}[31m红", "<U+001B>[31m红"),
            ("a\u{202E}b\r", "a<U+202E>b<U+000D>"),
            ("\u{9B}2J", "<U+009B>2J"),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
