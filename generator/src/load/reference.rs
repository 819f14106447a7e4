//! Where a reference to a file leads: paths as texts, without a look at the disk.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// The path that a reference in the file `from` means; `None` if it is an address on the network.
pub(super) fn target(from: &Path, reference: &str) -> Option<PathBuf> {
    let file = reference.split('#').next().unwrap_or_default();
    if file.is_empty() {
        return Some(normal(from));
    }
    let folder = from.parent().unwrap_or(Path::new(""));
    // Backslashes are no part of an address, but of what people on Windows write.
    let file = decoded(&file.replace('\\', "/"));
    (!is_remote(&file)).then(|| normal(&folder.join(file)))
}

/// Does it begin with a scheme (RFC 3986, 3.1) or an authority? A scheme of one letter is a drive.
fn is_remote(file: &str) -> bool {
    let scheme = file.split(':').next().filter(|scheme| scheme.len() > 1 && scheme.len() < file.len());
    let is_scheme = |scheme: &str| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    scheme.is_some_and(is_scheme) || file.starts_with("//")
}

/// The text behind percent-encoding (RFC 3986, 2.1); what is no valid encoding stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.first_chunk::<2>().filter(|_| *first == b'%').and_then(hexadecimal);
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hexadecimal(digits: &[u8; 2]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    Some((value(digits[0])? * 16 + value(digits[1])?) as u8)
}

/// The path without `.` and without `..` wherever a folder stands before it.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut steps: Vec<Component<'_>> = Vec::new();
    for component in path.components() {
        match (component, steps.last()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(steps.pop()),
            _ => steps.push(component),
        }
    }
    steps.iter().map(|step| OsString::from(step.as_os_str())).collect()
}

/// Is a normal path that of a file in `folder` or below it?
pub(super) fn is_inside(path: &Path, folder: &Path) -> bool {
    let below = path.strip_prefix(folder);
    below.is_ok_and(|below| below.components().all(|step| matches!(step, Component::Normal(_))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(from: &str, reference: &str) -> Option<String> {
        target(Path::new(from), reference).map(|path| path.to_string_lossy().replace('\\', "/"))
    }

    #[test]
    fn paths_are_relative_to_the_file_of_the_reference() {
        let path = |reference| path("spec/api/openapi.yaml", reference).unwrap();
        assert_eq!(path("pet.yaml#/Pet"), "spec/api/pet.yaml");
        assert_eq!(path("./../common/my%20types.yaml"), "spec/common/my types.yaml");
        assert_eq!(path(".\\common\\a.yaml"), "spec/api/common/a.yaml");
        assert_eq!(path("100%.yaml"), "spec/api/100%.yaml");
        assert_eq!(path("#/components"), "spec/api/openapi.yaml");
        assert_eq!(path("../../../../etc/passwd"), "../../etc/passwd");
        assert_eq!(path("/etc/passwd"), "/etc/passwd");
    }

    #[test]
    fn addresses_are_remote() {
        for reference in ["https://example.com/a.yaml", "//example.com/a.yaml", "file:///etc/passwd", "urn:x:y"] {
            assert_eq!(path("openapi.yaml", reference), None, "{reference}");
        }
    }

    #[test]
    fn nothing_leads_out_of_a_folder() {
        let inside = |from: &str, reference| {
            let folder = normal(Path::new(from).parent().unwrap());
            is_inside(&target(Path::new(from), reference).unwrap(), &folder)
        };
        assert!(inside("openapi.yaml", "a/b.yaml") && inside("../spec/openapi.yaml", "a.yaml"));
        assert!(inside("openapi.yaml", "a/../b.yaml"));
        for outside in ["../a.yaml", "a/../../b.yaml", "/etc/passwd", "..%2f..%2fetc/passwd", "..\\a.yaml"] {
            assert!(!inside("openapi.yaml", outside) && !inside("../spec/openapi.yaml", outside), "{outside}");
        }
    }
}
