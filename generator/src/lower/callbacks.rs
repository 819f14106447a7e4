//! Callbacks: what the server requests in the course of an operation. A client calls none of them, but what they carry has
//! types, so that a receiver can read it.

use openapiv3::{Operation, ReferenceOr, RequestBody};

use super::Lowering;
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
                for (method, request) in methods(item) {
                    let own = pointer.keys(&[&method.to_ascii_lowercase(), "requestBody"]);
                    let body = request.request_body.as_ref();
                    let body = body.and_then(|body| self.callback_body(body, own, [owner, &Name::new(name)]));
                    let (name, address, method) = (name.clone(), address.clone(), method.to_owned());
                    callbacks.push(Callback { name, address, method, body });
                }
            }
        }
        callbacks.sort_by(|one, other| {
            (&one.name, &one.address, &one.method).cmp(&(&other.name, &other.address, &other.method))
        });
        callbacks
    }

    /// `types::callbacks::subscribe::on_event::Body`, unless it is a component.
    fn callback_body(
        &mut self,
        declared: &'a ReferenceOr<RequestBody>,
        own: Pointer,
        names: [&Name; 2],
    ) -> Option<crate::model::Content> {
        let modules = names.map(|name| name.snake().to_owned());
        let identity = own.clone();
        self.carried(declared, own, &identity, [vec!["callbacks".to_owned()], modules.to_vec()].concat())
    }
}
