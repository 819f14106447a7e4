//! Where an open body waits for the caller while the rest of the answer goes through the middleware.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::attempt::Attempts;
use super::ByteStream;

/// Room for one body.
#[derive(Clone, Default)]
pub(in super::super) struct Slot(Arc<Mutex<Option<ByteStream>>>);

impl Slot {
    pub(in super::super) fn put(&self, stream: ByteStream) {
        *self.lock() = Some(stream);
    }

    pub(in super::super) fn take(&self) -> Option<ByteStream> {
        self.lock().take()
    }

    /// Notes what it took to get the body.
    pub(in super::super) fn after(&self, attempts: &Attempts) {
        if let Some(stream) = &mut *self.lock() {
            stream.after(attempts.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<ByteStream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
