//! Room on the stack: reading a document recurses as deep as it is nested.

use std::panic::resume_unwind;
use std::thread::{self, Builder};

/// What the deepest document that is read takes without optimisation, several times over; what is not touched costs
/// nothing.
const STACK: usize = 64 << 20;

/// Does the work on a stack of known size, whatever thread it is asked for on; on that thread if there can be no other.
pub(crate) fn with_room<T: Send>(work: &(dyn Fn() -> T + Sync)) -> T {
    thread::scope(|scope| match Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => work(),
    })
}
