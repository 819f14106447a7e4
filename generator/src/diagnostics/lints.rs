//! How much findings weigh to the user: `[lints]` of `codegen.toml` and `--strict`.

use super::{Diagnostic, Diagnostics, Severity};
use crate::config::Level;

/// The findings with the weight they are given. What is allowed is left out; an error stays one whatever is said of it.
///
/// `strict` makes errors of all warnings, also of those that `level` makes warnings.
pub fn weigh(diagnostics: &Diagnostics, level: impl Fn(&str) -> Option<Level>, strict: bool) -> Diagnostics {
    let weighed = diagnostics.iter().filter_map(|diagnostic| {
        let severity = severity(diagnostic.severity, level(diagnostic.code), strict)?;
        Some(Diagnostic { severity, ..diagnostic.clone() })
    });
    weighed.collect()
}

/// The weight of one finding; `None` if it is allowed.
pub fn severity(severity: Severity, level: Option<Level>, strict: bool) -> Option<Severity> {
    let severity = match (severity, level) {
        (Severity::Error, _) | (_, Some(Level::Deny)) => Severity::Error,
        (_, Some(Level::Allow)) => return None,
        (_, Some(Level::Warn)) => Severity::Warning,
        (severity, None) => severity,
    };
    Some(if strict && severity == Severity::Warning { Severity::Error } else { severity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Level::{Allow, Deny, Warn};
    use Severity::{Error, Note, Warning};

    #[test]
    fn levels_and_strictness() {
        let cases = [
            (Warning, None, false, Some(Warning)),
            (Warning, None, true, Some(Error)),
            (Warning, Some(Allow), true, None),
            (Note, Some(Warn), false, Some(Warning)),
            (Note, Some(Warn), true, Some(Error)),
            (Note, Some(Deny), false, Some(Error)),
            (Note, None, true, Some(Note)),
            (Error, Some(Allow), false, Some(Error)),
            (Error, Some(Warn), false, Some(Error)),
        ];
        for (given, level, strict, expected) in cases {
            assert_eq!(severity(given, level, strict), expected, "{given:?} {level:?} {strict}");
        }
    }
}
