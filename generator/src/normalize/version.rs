//! Which OpenAPI the document says it is.

use super::{Author, Origin};
use crate::diagnostics::{Diagnostics, defect};
use crate::pointer::Pointer;
use serde_json::Value;

/// The feature versions of OpenAPI that are read.
///
/// Keywords are converted by what they are, not by the version; it only decides how a `$ref` with siblings reads and
/// which findings are worth a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
    /// OpenAPI 3.2.x and later.
    V3_2,
}

impl Version {
    /// As people call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::V2 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

/// The version field of the document, `swagger: "2.0"` or `openapi: 3.1.0`, and what it means.
pub(super) fn detect(tree: &Value, author: &dyn Author, diagnostics: &mut Diagnostics) -> (Version, String) {
    let Some((key, value)) = field(tree) else {
        diagnostics.push(defect::missing_version(&Pointer::root()).in_file(0));
        return (guess(tree), String::new());
    };
    let at = Pointer::root().key(key);
    let text = match value {
        Value::String(text) => text.clone(),
        other => {
            let text = author.raw(&Origin { file: 0, pointer: at.clone() }).unwrap_or_else(|| other.to_string());
            diagnostics.push(defect::scalar_for_string(&at, &text).in_file(0));
            text
        }
    };
    if key == "openapi" && tree.get("swagger").is_some() {
        diagnostics.push(defect::two_versions(&Pointer::root().key("swagger"), &text, &at).in_file(0));
    }
    let version = parse(&text).filter(|version| (key == "swagger") == (*version == Version::V2)).unwrap_or_else(|| {
        let nearest = parse(&text).or_else(|| nearest(&text)).unwrap_or_else(|| guess(tree));
        diagnostics.push(defect::unknown_version(&at, key, &text, nearest.name()).in_file(0));
        nearest
    });
    (version, text)
}

fn field(tree: &Value) -> Option<(&'static str, &Value)> {
    ["openapi", "swagger"].into_iter().find_map(|key| Some((key, tree.get(key)?)))
}

fn parse(text: &str) -> Option<Version> {
    let mut numbers = text.trim().trim_start_matches('v').split('.');
    match (numbers.next()?, numbers.next().unwrap_or("0")) {
        ("2", "0") => Some(Version::V2),
        ("3", "0") => Some(Version::V3_0),
        ("3", "1") => Some(Version::V3_1),
        ("3", "2") => Some(Version::V3_2),
        _ => None,
    }
}

/// The version that one of the same number before the dot is most like.
fn nearest(text: &str) -> Option<Version> {
    let (major, minor) = text.trim().trim_start_matches('v').split_once('.').unwrap_or((text, ""));
    match major {
        "1" | "2" => Some(Version::V2),
        "3" if minor.starts_with(|first: char| first.is_ascii_digit()) => Some(Version::V3_2),
        _ => None,
    }
}

fn guess(tree: &Value) -> Version {
    let swagger = ["definitions", "securityDefinitions", "basePath", "host"];
    if swagger.iter().any(|key| tree.get(key).is_some()) { Version::V2 } else { Version::V3_0 }
}
