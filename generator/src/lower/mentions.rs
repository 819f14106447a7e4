//! What has no Rust, and the documentation says all the same: where to read on, which credentials an operation wants and
//! what they must allow, which callbacks there are.

use std::collections::BTreeSet;

use openapiv3::{Callback, Operation, SecurityRequirement};

use super::operation::methods;
use super::{Lowering, docs};

impl<'a> Lowering<'a> {
    /// One line each, in an order that is not the document's: it means nothing there.
    pub(super) fn mentions(&self, operation: &'a Operation) -> Vec<String> {
        let mut facts: Vec<String> = docs::see_also(operation.external_docs.as_ref()).into_iter().collect();
        facts.extend(self.security_to_tell(operation).map(credentials));
        let silent = operation.callbacks.iter().filter(|(_, callback)| requests(callback) == 0);
        facts.extend(silent.map(|(name, _)| format!("Callback: `{}`", plain(name))).collect::<BTreeSet<String>>());
        facts
    }

    /// An operation's own `security`. Where there are several schemes, nothing but its documentation tells which of them
    /// the document wants for all operations.
    fn security_to_tell(&self, operation: &'a Operation) -> Option<&'a [SecurityRequirement]> {
        let schemes = self.document.components.as_ref().map_or(0, |components| components.security_schemes.len());
        let general = self.document.security.as_deref().filter(|_| schemes > 1);
        operation.security.as_deref().or(general)
    }
}

/// The alternatives of an operation's `security`, each with its scopes or roles (OpenAPI 3.0.3, 4.7.30).
fn credentials(alternatives: &[SecurityRequirement]) -> String {
    let scheme = |(key, scopes): (&String, &Vec<String>)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| format!("`{}`", plain(scope))).collect();
        let scopes = if scopes.is_empty() { String::new() } else { format!(" ({})", scopes.join(", ")) };
        format!("`{}`{scopes}", plain(key))
    };
    let alternative = |requirement: &SecurityRequirement| {
        let schemes: Vec<String> = requirement.iter().map(scheme).collect();
        if schemes.is_empty() { "none".to_owned() } else { schemes.join(" and ") }
    };
    let said: Vec<String> = alternatives.iter().map(alternative).collect();
    format!("Credentials: {}", if said.is_empty() { "none".to_owned() } else { said.join(", or ") })
}

/// How many requests a callback has, each of which is told with what it carries.
fn requests(callback: &Callback) -> usize {
    callback.values().map(|item| methods(item).count()).sum()
}

/// A name that can stand between backticks.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control() && *letter != '`').collect()
}
