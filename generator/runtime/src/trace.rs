//! Spans of calls and attempts, by the names of OpenTelemetry's semantic conventions for HTTP clients. Without the feature
//! `tracing` there is nothing to them.
//!
//! There is never a body in a span, nor a URL, which may have a key in its query: the template says what was called. Of the
//! headers there are only those of the answer that help to find it again.

#[cfg(feature = "tracing")]
mod span {
    use std::future::Future;

    use tracing::Instrument;
    use tracing::field::{Empty, display};

    use super::super::attempt::InFlight;
    use super::super::base_url::port;
    use super::super::error::Failure;
    use super::super::secret::masked;
    use super::super::{ErrorKind, Received, Request};

    type Outcome = Result<Received, Box<Failure>>;

    /// A span that is not entered yet. It is over when the last of its clones is gone.
    #[derive(Clone)]
    pub(in super::super) struct Span(tracing::Span);

    impl Span {
        /// Of a whole call: its attempts, and the waits between them.
        pub(in super::super) fn call(request: &Request) -> Self {
            Self(tracing::info_span!(
                "call",
                otel.name = request.operation.id,
                http.request.method = request.method().as_str(),
                url.template = template(request),
                http.response.status_code = Empty,
                request_id = Empty,
                "error.type" = Empty,
            ))
        }

        /// Of one attempt, the redirects that it follows included.
        pub(in super::super) fn attempt(in_flight: &InFlight<'_>) -> Self {
            let (request, uri) = (in_flight.run.request, &in_flight.run.uri);
            let resent = in_flight.context.number - 1;
            Self(tracing::info_span!(
                "attempt",
                otel.name = format!("{} {}", request.method(), template(request)).trim_end(),
                otel.kind = "client",
                http.request.method = request.method().as_str(),
                url.template = template(request),
                server.address = uri.host(),
                server.port = port(uri),
                http.request.resend_count = (resent > 0).then_some(resent),
                http.response.status_code = Empty,
                "http.response.header.content-type" = Empty,
                "http.response.header.retry-after" = Empty,
                request_id = Empty,
                "error.type" = Empty,
            ))
        }

        /// Does `work` inside of the span, and notes what came of it.
        pub(in super::super) async fn around(&self, work: impl Future<Output = Outcome>) -> Outcome {
            let outcome = work.instrument(self.0.clone()).await;
            if let Some(received) = outcome.as_ref().map_or_else(|failure| failure.response.as_ref(), Some) {
                self.0.record("http.response.status_code", received.status());
                // Servers repeat what they were sent.
                let secrets = outcome.as_ref().map_or_else(|failure| &failure.secrets, |it| &it.attempts.secrets);
                let shown = |value: Option<&str>| value.map(|value| masked(value, secrets));
                self.note("http.response.header.content-type", shown(received.header("content-type")));
                self.note("http.response.header.retry-after", shown(received.header("retry-after")));
                self.note("request_id", shown(received.request_id()));
            }
            if let Err(failure) = &outcome {
                match failure.error_status() {
                    Some(status) => drop(self.0.record("error.type", display(status))),
                    None => self.failed(failure.kind),
                }
            }
            outcome
        }

        /// Notes that the work was in vain.
        pub(in super::super) fn failed(&self, kind: ErrorKind) {
            self.0.record("error.type", word(kind));
        }

        fn note(&self, field: &'static str, value: Option<String>) {
            if let Some(value) = value.as_deref() {
                self.0.record(field, value);
            }
        }
    }

    /// The path as the document has it. A path that is not in the document may have anything in it.
    fn template(request: &Request) -> &'static str {
        if request.custom.is_some() { "" } else { request.operation.path_template }
    }

    fn word(kind: ErrorKind) -> &'static str {
        match kind {
            ErrorKind::Build => "build",
            ErrorKind::Auth => "auth",
            ErrorKind::Connect => "connect",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport",
            ErrorKind::Status => "status",
            ErrorKind::Decode => "decode",
            ErrorKind::TooLarge => "too_large",
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod span {
    use super::super::attempt::InFlight;
    use super::super::{ErrorKind, Request};

    /// Nothing.
    #[derive(Clone)]
    pub(in super::super) struct Span;

    impl Span {
        pub(in super::super) fn call(_: &Request) -> Self {
            Self
        }

        pub(in super::super) fn attempt(_: &InFlight<'_>) -> Self {
            Self
        }

        pub(in super::super) fn around<F>(&self, work: F) -> F {
            work
        }

        pub(in super::super) fn failed(&self, _: ErrorKind) {}
    }
}

pub(super) use self::span::Span;
