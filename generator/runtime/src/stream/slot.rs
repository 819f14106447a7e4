//! Where an open body waits for the caller while the rest of the answer goes through the middleware.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::attempt::Attempts;
use super::ByteStream;

/// Room for one body.
#[derive(Clone)]
pub(in super::super) struct Slot {
    body: Arc<Mutex<Option<ByteStream>>>,
    /// Is it of use if it has this media type?
    useful: fn(&str) -> bool,
}

impl Slot {
    pub(in super::super) fn new(useful: fn(&str) -> bool) -> Self {
        Self { body: Arc::default(), useful }
    }

    /// Is a body of use that has this media type?
    pub(in super::super) fn takes(&self, media_type: Option<&str>) -> bool {
        media_type.is_none_or(self.useful)
    }

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
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
