//! SHA-256 as text.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut sum = Running::new();
    sum.add(bytes);
    sum.finish()
}

/// The first half of the SHA-256: enough to tell inputs apart, and half as long in a journal.
pub(crate) fn short(bytes: &[u8]) -> String {
    let mut text = hex(bytes);
    text.truncate(32);
    text
}

/// A SHA-256 of bytes that come in pieces.
#[derive(Debug)]
pub(crate) struct Running(Sha256);

impl Running {
    /// Of nothing yet.
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The sum in lower-case hexadecimal.
    pub(crate) fn finish(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl Default for Running {
    fn default() -> Self {
        Self::new()
    }
}
