//! Links: what can be requested with the values of an answer.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Link as Declared, LinkOperation, Operation, ReferenceOr};
use serde_json::Value;

use super::operation::{Draft, all};
use super::said::Said;
use super::{Lowering, component_key};
use crate::diagnostics::{Diagnostic, Severity, similar};
use crate::model::{Docs, Link};
use crate::pointer::Pointer;

/// A link under one of its names.
struct Found<'a> {
    name: &'a str,
    link: &'a Declared,
    /// What the reference to it says.
    said: Said<'a>,
}

impl<'a> Lowering<'a> {
    /// The links of all answers, one that several answers have only once, in an order that is not the document's.
    pub(super) fn links(&self, operation: &'a Operation) -> Vec<Link> {
        let found = self.found_links(operation, &Pointer::root());
        let links: BTreeSet<Link> = found.into_values().map(of).collect();
        links.into_iter().collect()
    }

    /// Says which links lead to no operation of the document, each once though several answers may share it.
    pub(super) fn note_lost_links(&mut self, drafts: &[Draft<'a>]) {
        let found = drafts.iter().flat_map(|draft| self.found_links(draft.operation, &draft.pointer));
        let found: BTreeMap<Pointer, Found<'_>> = found.collect();
        let known: BTreeSet<&str> = all(self.document, self.methods_beyond)
            .filter_map(|draft| draft.operation.operation_id.as_deref())
            .collect();
        for (pointer, found) in found {
            let LinkOperation::OperationId(target) = &found.link.operation else { continue };
            // A dangling reference to a link has been told of already.
            if target.is_empty() || known.contains(target.as_str()) {
                continue;
            }
            let pointer = pointer.key("operationId");
            let message = format!("the link leads to the operation `{target}`, which is not declared");
            let finding = Diagnostic::new(Severity::Warning, "OAS3017", &pointer, message);
            let meant = similar(target, known.iter().copied()).map(|meant| format!("did you mean `{meant}`?"));
            self.diagnostics.push(match meant {
                Some(meant) => finding.help(meant),
                None => finding,
            });
        }
    }

    /// Each with its name, by where it is written; `pointer` is the operation's.
    fn found_links(&self, operation: &'a Operation, pointer: &Pointer) -> BTreeMap<Pointer, Found<'a>> {
        let pointer = pointer.key("responses");
        let mut found = BTreeMap::new();
        for (_, key, response) in super::response::statuses(operation) {
            let Some((response, pointer)) = self.response_item(response, pointer.key(&key)) else { continue };
            for (name, link) in &response.links {
                let link = self.link(link, pointer.keys(&["links", name]));
                let said = Said::at(&response.extensions, &["links", name]);
                found.extend(link.map(|(link, pointer)| (pointer, Found { name, link, said })));
            }
        }
        found
    }

    fn link(&self, link: &'a ReferenceOr<Declared>, pointer: Pointer) -> Option<(&'a Declared, Pointer)> {
        match link {
            ReferenceOr::Item(link) => Some((link, pointer)),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "links")?;
                let link = self.document.components.as_ref()?.links.get(&key)?.as_item()?;
                Some((link, Pointer::root().keys(&["components", "links", &key])))
            }
        }
    }
}

fn of(found: Found<'_>) -> Link {
    let Found { name, link, said } = found;
    let (LinkOperation::OperationRef(target) | LinkOperation::OperationId(target)) = &link.operation;
    Link {
        name: name.to_owned(),
        target: target.clone(),
        parameters: link.parameters.iter().map(|(name, value)| (name.clone(), source(value))).collect(),
        body: link.request_body.as_ref().map(source),
        server: link.server.as_ref().map(|server| server.url.clone()),
        docs: Docs { description: said.description(link.description.as_deref()), ..Docs::default() },
    }
}

/// Where a value comes from, or the value itself.
fn source(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
