//! Paths as URI references, for links and for programs.

use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what RFC 3986, 2.3, calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path as a reference: relative ones stay relative, Chinese is escaped.
pub(crate) fn reference(path: &Path) -> String {
    let segments = path.components().filter_map(|part| match part {
        Component::Normal(name) => {
            Some(utf8_percent_encode(&name.to_string_lossy(), RESERVED).to_string())
        }
        Component::ParentDir => Some("..".to_owned()),
        // The drive of Windows: `C:`.
        Component::Prefix(drive) => Some(drive.as_os_str().to_string_lossy().into_owned()),
        Component::RootDir | Component::CurDir => None,
    });
    let joined = segments.collect::<Vec<_>>().join("/");
    if path.is_absolute() { format!("file:///{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("data/局 1.yaml", "data/%E5%B1%80%201.yaml"),
            ("./a/../b.yaml", "a/../b.yaml"),
            ("a~b-c_d.e/50%#?&'\".pdf", "a~b-c_d.e/50%25%23%3F%26%27%22.pdf"),
            ("/a/b.yaml", "file:///a/b.yaml"),
        ] {
            assert_eq!(reference(Path::new(path)), expected);
        }
    }
}
