//! Which paths a generated file may have.

/// Names that are devices on Windows, whatever follows the first dot.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Folders that belong to people, Cargo or git.
const NOT_OURS: &[&str] = &["tests", "examples", "benches", "target", ".git"];

/// Why a file must not be written under this path; `None` if it may.
pub fn objection(path: &str) -> Option<&'static str> {
    if path.is_empty() || path.starts_with('/') {
        return Some("it is not a relative path");
    }
    let top = path.split('/').next().unwrap_or_default().to_lowercase();
    if NOT_OURS.contains(&top.as_str()) {
        return Some("the folder is not the generator's");
    }
    path.split('/').find_map(segment_objection)
}

fn segment_objection(segment: &str) -> Option<&'static str> {
    let stem = segment.split('.').next().unwrap_or_default().to_lowercase();
    let odd = |letter: char| letter.is_control() || "\\:*?\"<>|".contains(letter);
    match segment {
        "" | "." => Some("it has an empty step"),
        ".." => Some("it leaves its folder"),
        _ if DEVICES.contains(&stem.as_str()) => Some("it is the name of a device on Windows"),
        _ if segment.contains(odd) => Some("it has a character that not every file system allows"),
        _ if segment.ends_with(['.', ' ']) => Some("Windows drops the dot or space at its end"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::objection;

    #[test]
    fn ordinary_paths_are_fine() {
        for path in ["Cargo.toml", "src/types/team_member.rs", "src/types/größe.rs", "src/tests/x.rs", ".gitignore"] {
            assert_eq!(objection(path), None, "{path}");
        }
    }

    #[test]
    fn paths_that_escape_or_are_special_are_refused() {
        let bad = [
            "",
            "/etc/passwd",
            "../x",
            "src/../../x",
            "src//x",
            "./x",
            "C:/x",
            "src\\x",
            "src/nul.rs",
            "src/AUX",
            "src/x.",
            "src/x ",
            "src/a\0b",
            "src/a\nb",
            "tests/x.rs",
            "Examples/x.rs",
            ".git/config",
            "src/",
        ];
        for path in bad {
            assert!(objection(path).is_some(), "{path:?}");
        }
    }
}
