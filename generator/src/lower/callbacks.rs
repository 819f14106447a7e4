//! Callbacks: what the server requests in the course of an operation.

use openapiv3::Operation;

use super::Lowering;
use super::incoming::Origin;
use super::operation::methods;
use crate::model::Callback;
use crate::names::Name;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// All requests of all callbacks, in an order that is not the document's: it means nothing there.
    pub(super) fn callbacks(&mut self, operation: &'a Operation, pointer: &Pointer, owner: &Name) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        for (name, callback) in &operation.callbacks {
            for (address, item) in callback {
                let pointer = pointer.keys(&["callbacks", name, address]);
                for (method, operation) in methods(item) {
                    let origin = origin(pointer.key(&method.to_ascii_lowercase()), owner, name);
                    let request = self.incoming(item, method, operation, origin);
                    callbacks.push(Callback { name: name.clone(), address: address.clone(), request });
                }
            }
        }
        callbacks.sort_by(|one, other| order(one).cmp(&order(other)));
        callbacks
    }
}

fn order(callback: &Callback) -> (&str, &str, &str) {
    (&callback.name, &callback.address, &callback.request.method)
}

/// `types::callbacks::subscribe::on_event::Body`.
fn origin(pointer: Pointer, owner: &Name, name: &str) -> Origin {
    let modules = ["callbacks", owner.snake(), Name::new(name).snake()].map(str::to_owned).to_vec();
    Origin { identity: pointer.clone(), pointer, modules }
}
