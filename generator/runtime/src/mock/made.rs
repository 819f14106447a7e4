//! What calls give, made by hand: for tests of code that takes a response or an error.

use super::super::error::Failure;
use super::super::{Error, ErrorKind, Operation, Received, Response};
use super::reply::{Piece, Reply};
use super::{Fault, Mocked};

/// The response of a call that gave `output`.
pub fn response<O>(output: O::Output) -> Response<O::Output, O>
where
    O: Mocked<Returned = <O as Operation>::Output>,
    O::Output: Clone,
{
    O::returned(output.clone()).received().with_body(output)
}

/// The error of a call that the server answered with `error`.
pub fn error<O: Mocked>(error: O::Error) -> Error<O::Error>
where
    O::Error: Clone,
{
    let mut failure = Failure::new(ErrorKind::Status, "").of(O::INFO.id).answered(O::failed(error.clone()).received());
    failure.may_have_run = failure.error_status().is_some_and(super::super::retry::may_have_acted);
    failure.declared = Some(Box::new(error));
    Error::new(failure)
}

/// The error of a call that had no answer.
pub fn failure<O: Operation>(fault: Fault) -> Error<O::Error> {
    let failure = match fault.error() {
        Some(error) => Failure::new(error.kind, error.to_string()).may_have_run(error.sent).because(error.source),
        None => Failure::new(ErrorKind::Timeout, "the call's timeout is over").may_have_run(true),
    };
    Error::new(failure.of(O::INFO.id))
}

impl Reply {
    /// The answer, all pieces of its body together.
    fn received(self) -> Received {
        let mut body = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => body.extend_from_slice(bytes),
                Piece::Pause(_) | Piece::Break => {}
            }
        }
        Received::new(self.status, self.headers, body.into())
    }
}
