//! What the generator has to say -> findings for the terminal and for programs.

use generator::Outcome;
use generator::diagnostics::Diagnostic;

use crate::output::{Finding, Output, show};
use crate::project::Target;

/// Reports everything, errors first.
pub fn report(outcome: &Outcome, target: &Target, output: &mut Output) {
    let mut diagnostics: Vec<&Diagnostic> = outcome.diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let mut findings: Vec<Finding> =
        diagnostics.into_iter().map(|diagnostic| finding(outcome, diagnostic, output.color())).collect();
    if let Some((path, text)) = &target.config {
        findings.extend(output.of_config(path, text, &outcome.config));
    }
    output.list(&show(&target.spec), findings);
}

fn finding(outcome: &Outcome, diagnostic: &Diagnostic, color: bool) -> Finding {
    let located = outcome.report.locate(&diagnostic.primary);
    Finding {
        severity: diagnostic.severity,
        code: diagnostic.code.to_owned(),
        message: diagnostic.message.clone(),
        path: located.as_ref().map(|(path, _)| show(path)),
        place: located.map(|(_, place)| place),
        notes: diagnostic.notes.iter().chain(&diagnostic.help).cloned().collect(),
        weight: None,
        text: outcome.report.render(diagnostic, color),
    }
}
