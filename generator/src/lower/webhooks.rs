//! Webhooks: what the server sends by itself.

use super::Lowering;
use super::incoming::Origin;
use super::operation::methods;
use crate::model::Webhook;
use crate::names::Name;
use crate::normalize::facts;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// All requests of all webhooks, in the document's order.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (name, item) in self.webhook_items {
            for (method, operation) in methods(item) {
                let request = self.incoming(item, method, operation, origin(name, &method.to_ascii_lowercase()));
                webhooks.push(Webhook { name: name.clone(), request });
            }
        }
        webhooks
    }
}

/// `types::webhooks::new_pet::Body`; its identity is what 3.1 calls it, wherever a document has its webhooks.
fn origin(key: &str, method: &str) -> Origin {
    Origin {
        pointer: Pointer::root().keys(&[facts::WEBHOOKS, key, method]),
        identity: Pointer::root().keys(&["webhooks", key, method]),
        modules: vec!["webhooks".to_owned(), Name::new(key).snake().to_owned()],
    }
}
