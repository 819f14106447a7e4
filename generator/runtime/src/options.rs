//! The numbers of a call: each has a default, and can be changed on the client and on the single
//! call.

use std::time::Duration;

/// How long, how often and how much. The defaults are those of the methods' docs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Options {
    pub(super) retries: u32,
    pub(super) backoff: Duration,
    pub(super) backoff_limit: Duration,
    pub(super) retry_after_limit: Duration,
    pub(super) retry_cost: u32,
    pub(super) timeout_cost: u32,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) headers_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) event_idle_timeout: Option<Duration>,
    pub(super) body_limit: u64,
    pub(super) stream_limit: Option<u64>,
    pub(super) event_limit: u64,
    pub(super) redirects: u32,
    pub(super) strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            retries: 2,
            backoff: Duration::from_millis(500),
            backoff_limit: Duration::from_secs(8),
            retry_after_limit: Duration::from_secs(60),
            retry_cost: 5,
            timeout_cost: 10,
            timeout: Some(Duration::from_secs(60)),
            attempt_timeout: None,
            connect_timeout: Some(Duration::from_secs(5)),
            headers_timeout: Some(Duration::from_secs(30)),
            idle_timeout: Some(Duration::from_secs(30)),
            event_idle_timeout: Some(Duration::from_secs(300)),
            body_limit: 64 * 1024 * 1024,
            stream_limit: None,
            event_limit: 16 * 1024 * 1024,
            redirects: 10,
            strict: false,
        }
    }
}

impl Options {
    /// How often a failed attempt is repeated: 2 times by default, so that there are 3 attempts. After a failure of the
    /// server, or on the way, the open connections are left to those who use them: what is sent from then on goes over new
    /// ones. If that happens all the time, they are left once a second.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The wait before the first repetition, doubled before each further one: 0.5 s by default.
    /// Between a half and all of it is waited, by chance, so that many clients don't come back
    /// at the same moment.
    pub fn backoff(mut self, backoff: Duration) -> Self {
        self.backoff = backoff;
        self
    }

    /// The longest wait that doubling leads to: 8 s by default.
    pub fn backoff_limit(mut self, limit: Duration) -> Self {
        self.backoff_limit = limit;
        self
    }

    /// The longest `Retry-After` that is waited for: 60 s by default. A server that asks for more
    /// is not asked again.
    pub fn retry_after_limit(mut self, limit: Duration) -> Self {
        self.retry_after_limit = limit;
        self
    }

    /// What a repetition takes from the client's [`retry_budget`](super::ClientBuilder::retry_budget): 5 tokens by
    /// default; with 0 it does not count. A success gives one token back.
    pub fn retry_cost(mut self, tokens: u32) -> Self {
        self.retry_cost = tokens;
        self
    }

    /// The same for the repetition of an attempt that timed out: 10 tokens by default.
    pub fn timeout_cost(mut self, tokens: u32) -> Self {
        self.timeout_cost = tokens;
        self
    }

    /// The time for the whole call: all attempts, all waits and the body. 60 s by default, `None`
    /// for no end. A body that is a stream is not part of it; nor is what a server still takes of the request's body when it
    /// has answered with a whole success before: that is sent behind the call, as long as the server keeps the connection.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The time for one attempt, body included, unless that is a stream. `None` by default.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// The time for a connection: 5 s by default, `None` for no end. Connections belong to their time: a call with another
    /// one than the client's shares them only with calls of the same time. It is of no effect on a transport of the
    /// application's own, unless that heeds [`ConnectTimeout`](super::ConnectTimeout).
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// The time until the answer's headers: 30 s by default, `None` for no end. It begins when an attempt has its
    /// credentials, and anew with each piece of the body that is sent, so to connect and to follow redirects is part of it;
    /// an upload that goes on needs no more of it, but maybe a longer [`timeout`](Self::timeout). What the system has taken
    /// counts as sent: the last piece in memory, and some MB of the network's own, have to arrive within it.
    pub fn headers_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.headers_timeout = timeout.into();
        self
    }

    /// The time between two pieces of the body: 30 s by default, `None` for no end.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    /// The time between two pieces of a stream of items, of which a comment that only keeps the connection is one: 300 s
    /// by default, `None` for no end.
    pub fn event_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.event_idle_timeout = timeout.into();
        self
    }

    /// The most bytes of a body that are held in memory, after decompression: 64 MiB by default.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The most bytes of a body that is a stream, after decompression: without an end by default.
    pub fn stream_limit(mut self, bytes: impl Into<Option<u64>>) -> Self {
        self.stream_limit = bytes.into();
        self
    }

    /// The most bytes of one item of a stream: 16 MiB by default.
    pub fn event_limit(mut self, bytes: u64) -> Self {
        self.event_limit = bytes;
        self
    }

    /// How many redirects a GET follows: 10 by default. Other methods follow none.
    pub fn redirects(mut self, redirects: u32) -> Self {
        self.redirects = redirects;
        self
    }

    /// Is a success an error if it is not what the document says, but can be read all the same? Not by default. These are
    /// errors then: a value that an `enum` does not list, or that is of no branch of a union, both `Unknown` otherwise; a
    /// number in quotes, or where a string belongs; `null` for a list or map; a required member that is not there although
    /// it is `readOnly`.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }
}
