//! Threads: room on the stack, as reading a document recurses as deep as it is nested, and two things at once.

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

/// Does the work, and something else beside it on a thread of its own; only the work if there can be no other thread.
pub(crate) fn meanwhile<T>(beside: Option<&(dyn Fn() + Sync)>, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let _beside = beside.map(|beside| Builder::new().stack_size(STACK).spawn_scoped(scope, beside));
        work()
    })
}

/// Does the work, and something else beside it on a thread of its own; one after the other if there can be no other
/// thread.
pub(crate) fn both<A, B: Send>(beside: &(dyn Fn() -> B + Sync), work: impl FnOnce() -> A) -> (A, B) {
    thread::scope(|scope| {
        let other = Builder::new().stack_size(STACK).spawn_scoped(scope, beside);
        let done = work();
        let other = other.map_or_else(|_| beside(), |other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (done, other)
    })
}
