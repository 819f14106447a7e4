//! What a server sends that the document does not say: reported to the application, or refused.

use std::fmt;
use std::sync::Arc;

use super::execute::Run;
use super::json::{self, Decode, DecodeError, DriftKind, Drifts, Found};

/// A difference between the body of an answer and what the document says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The `operationId`.
    pub operation: &'static str,
    /// The JSON path of the value, for example `$.items[3].state`.
    pub path: String,
    /// What is different.
    pub kind: DriftKind,
    /// The branch of a union that the value, or what it is in, was read as, as far as the document has a member that says
    /// so: the member and its value, for example `("type", "folder")`.
    pub branch: Option<(&'static str, &'static str)>,
}

/// One line, without the value.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            DriftKind::UnknownValue => "a value that the document does not list",
            DriftKind::MissingMember => "a required member is missing",
            DriftKind::WrongType => "a value of another type than the document says",
        };
        write!(f, "{}: {}: {what}", self.operation, self.path)?;
        self.branch.map_or(Ok(()), |(member, value)| write!(f, " where `{member}` is `{value}`"))
    }
}

/// The application's function that is told. It is in an answer, and that in an [`Error`](super::Error), which can be sent to
/// other threads on every target, as what takes any error asks for.
pub(super) trait DriftHook: Send + Sync {
    fn tell(&self, drift: &Drift);
}

impl<F: Fn(&Drift) + Send + Sync> DriftHook for F {
    fn tell(&self, drift: &Drift) {
        self(drift);
    }
}

/// How an answer is watched while it is decoded.
#[derive(Clone)]
pub(super) struct Watch {
    operation: &'static str,
    hook: Option<Arc<dyn DriftHook>>,
    strict: bool,
}

impl Watch {
    /// `None` if nobody wants to know.
    pub(super) fn of(run: &Run<'_>) -> Option<Self> {
        let (hook, strict) = (run.client.inner.on_drift.clone(), run.options.strict);
        let watched = hook.is_some() || strict;
        watched.then(|| Self { operation: run.request.operation.id, hook, strict })
    }

    /// The same for the answer of an error. It stays one, however it differs.
    pub(super) fn of_error(run: &Run<'_>) -> Option<Self> {
        let watch = Self::of(run).filter(|watch| watch.hook.is_some())?;
        Some(Self { strict: false, ..watch })
    }

    /// Lets `read` note what is different in `body`, if somebody wants to know, and tells it.
    pub(super) fn around<T>(
        watch: Option<&Self>,
        body: &[u8],
        read: impl FnOnce(Option<&Drifts>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let Some(watch) = watch else {
            return read(None);
        };
        let drifts = Drifts::new(watch.strict, watch.hook.is_some() && !watch.strict);
        let outcome = read(Some(&drifts));
        if let Some(hook) = &watch.hook {
            watch.tell(&**hook, body, drifts.into_found(), outcome.as_ref().err());
        }
        outcome
    }

    /// Reads a document, and tells what is different in it.
    pub(super) fn read<T: Decode>(watch: Option<&Self>, body: &[u8]) -> Result<T, DecodeError> {
        let mut value = T::blank();
        Self::around(watch, body, |drifts| json::read(body, &mut value, drifts))?;
        Ok(value)
    }

    fn tell(&self, hook: &dyn DriftHook, body: &[u8], found: Vec<Found>, error: Option<&DecodeError>) {
        let Ok(text) = str::from_utf8(body) else {
            return;
        };
        // What ends the call is told last, if it is a difference and not just no JSON.
        let last =
            error.filter(|error| !found.iter().any(|found| found.offset == error.offset()) && json::is_json(text));
        let all: Vec<Found> = found.iter().copied().chain(last.map(Found::of)).collect();
        let paths = json::paths_to(text, &all);
        for (Found { kind, branch, .. }, path) in all.into_iter().zip(paths) {
            hook.tell(&Drift { operation: self.operation, path, kind, branch });
        }
    }
}
