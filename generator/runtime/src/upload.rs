//! The body of a request as reqwest takes it, which ends when nobody wants it any more.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, TransportError};

/// A body, piece by piece.
pub(super) struct Upload {
    length: Option<u64>,
    /// Never locked: it makes of a stream what threads may share, as reqwest demands.
    body: Mutex<Body>,
    stop: Stop,
}

impl Upload {
    /// The body, and what ends it.
    pub(super) fn new(body: Body) -> (Self, Stop) {
        let stop = Stop::default();
        (Self { length: body.length(), body: Mutex::new(body), stop: stop.clone() }, stop)
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.stop.is_stopped(context) {
            return Poll::Ready(Some(Err(TransportError::interrupted("the answer came before the end of the body"))));
        }
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        body.poll_next(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// Ends an upload, and the connection with it: a server that has refused a request would get all of its body otherwise.
///
/// ---
/// RFC 9112, section 9.5: who sees an error while sending the body shall stop, and close the connection.
#[derive(Clone, Default)]
pub(super) struct Stop(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    stopped: bool,
    /// Who waits for the next piece.
    waiting: Option<Waker>,
}

impl Stop {
    pub(super) fn stop(&self) {
        let waiting = {
            let mut state = self.state();
            state.stopped = true;
            state.waiting.take()
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    fn is_stopped(&self, context: &Context<'_>) -> bool {
        let mut state = self.state();
        state.waiting = Some(context.waker().clone());
        state.stopped
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
