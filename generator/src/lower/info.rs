//! What the document says of the API as a whole.

use openapiv3::{Contact, License};

use super::Lowering;
use super::docs::{link_to, see_also};
use super::mentions::plain;
use crate::model::Info;
use crate::normalize::facts;

impl Lowering<'_> {
    /// Title and version, and all that there is to read, in one text (OpenAPI 3.1, 4.8.2).
    pub(super) fn info(&self) -> Info {
        let info = &self.document.info;
        let summary = info.extensions.get(facts::SUMMARY).and_then(|summary| summary.as_str());
        let terms = info.terms_of_service.as_deref().and_then(|url| labelled("Terms of service", [link_to(url)]));
        let parts = [
            summary.map(str::to_owned),
            info.description.clone(),
            see_also(self.document.external_docs.as_ref()),
            terms,
            info.contact.as_ref().and_then(contact),
            info.license.as_ref().and_then(license),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
        Info { title: info.title.clone(), version: info.version.clone(), description: parts.join("\n\n") }
    }
}

fn contact(contact: &Contact) -> Option<String> {
    let email = contact.email.as_deref().map(|email| email.replace('`', "")).filter(|email| !email.is_empty());
    let url = contact.url.as_deref().and_then(link_to);
    labelled("Contact", [contact.name.clone(), url, email.map(|email| format!("`{email}`"))])
}

fn license(license: &License) -> Option<String> {
    let url = license.url.as_deref().and_then(link_to);
    let identifier = license.extensions.get(facts::IDENTIFIER).and_then(|identifier| identifier.as_str());
    let identifier = identifier.map(|identifier| format!("`{}`", plain(identifier)));
    labelled("License of the API", [Some(license.name.clone()), identifier, url])
}

/// One line, if there is anything to say.
fn labelled<const N: usize>(label: &str, parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| format!("{label}: {}", parts.join(", ")))
}
