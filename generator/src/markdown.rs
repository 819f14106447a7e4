//! What the documentation of all parts of the generator is written with (CommonMark 0.31).

/// A text as code. Around backticks there are more of them, and blanks that are not shown (6.1).
pub(crate) fn code_span(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("{fence}{text}{fence}") } else { format!("{fence} {text} {fence}") }
}
