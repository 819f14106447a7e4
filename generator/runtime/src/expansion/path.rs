//! Path templates.
//!
//! ---
//! OpenAPI 3.0.4, section 4.8.1.1; RFC 6570, sections 3.2.2 to 3.2.7.

use super::super::base_url::is_dots;
use super::super::{Parameter, Style};
use super::percent::{Keep, encode, encode_unless, is_triplet};
use super::style::{Rules, document, expand as expand_style};

/// Appends the value of a template expression.
///
/// Refuses what would name another path: URL parsers drop an empty, `.` or `..` segment, and the
/// request would reach another endpoint, with the caller's credentials. The message completes "the
/// path parameter …".
pub(in super::super) fn expand(parameter: &Parameter, text: &str, out: &mut String) -> Result<(), &'static str> {
    let keep = if parameter.allow_reserved { Keep::ReservedInPath } else { Keep::Unreserved };
    let start = out.len();
    match document(parameter, text) {
        Some(document) => encode(&document, keep, out),
        None => expand_style(parameter, text, rules(parameter.style).keep(keep), out),
    }
    check(parameter, text, &out[start..])
}

fn rules(style: Style) -> Rules {
    match style {
        Style::Label => Rules::new(".", "."),
        Style::Matrix => Rules::new(";", ";").named(""),
        _ => Rules::new("", ","),
    }
}

fn check(parameter: &Parameter, text: &str, expanded: &str) -> Result<(), &'static str> {
    if expanded.is_empty() {
        return Err("is empty, which would name another path");
    }
    let plain = super::json_text::element(text);
    let encoded = expanded.contains("%25") && is_dots(&expanded.replace("%25", "%"));
    // With `allowReserved`, what is given has slashes.
    let has_dots = |text: &str| is_dots(text) || parameter.allow_reserved && text.split('/').any(is_dots);
    if has_dots(&plain) || has_dots(expanded) || encoded {
        return Err("is `.` or `..`, which would name another path");
    }
    Ok(())
}

/// Appends the text between template expressions. What is no URL character is encoded, what is
/// encoded stays so.
pub(in super::super) fn literal(text: &str, out: &mut String) {
    encode_unless(text, out, |index, character| match character {
        '%' => is_triplet(&text.as_bytes()[index..]),
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '#' => false,
        _ => character.is_ascii_graphic(),
    });
}
