//! The client: what all calls have in common.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, Uri};

use super::authorization::Slot;
use super::base_url::BaseUrl;
use super::budget::Budget;
use super::drift::DriftHook;
use super::error::Failure;
use super::renewal::Renewals;
use super::{Call, Custom, Document, Environment, Middleware, Operation, Options, Request, Transport};

/// The client of the API. Cloning it is cheap, and the clones share connections.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

#[derive(Clone)]
pub(super) struct Inner {
    pub(super) document: &'static Document,
    /// As set by the application, or nothing.
    pub(super) base_url: Option<BaseUrl>,
    /// The servers that the application chose, by how the document declares them.
    pub(super) servers: Vec<(&'static str, BaseUrl)>,
    /// The document's, if none of them was chosen.
    pub(super) first_server: Option<BaseUrl>,
    /// One per scheme of the document.
    pub(super) credentials: Vec<Option<Slot>>,
    pub(super) credentials_over_http: bool,
    /// On every request, `User-Agent` included.
    pub(super) headers: HeaderMap,
    pub(super) options: Options,
    pub(super) middleware: Vec<Arc<dyn Middleware>>,
    pub(super) on_drift: Option<Arc<dyn DriftHook>>,
    pub(super) shared: Arc<Shared>,
}

/// What derived clients share.
pub(super) struct Shared {
    pub(super) transport: Box<dyn Transport>,
    /// What the transport was made with.
    pub(super) connect_timeout: Option<Duration>,
    pub(super) environment: Box<dyn Environment>,
    pub(super) budget: Budget,
    pub(super) renewals: Renewals,
}

impl Shared {
    /// Tells the transport of a failure that one of its connections may be the reason of, unless it was told too often.
    pub(super) fn distrust_connections(&self) {
        if self.renewals.take(self.environment.now()) {
            self.transport.distrust();
        }
    }
}

impl Client {
    /// A client with other options that shares connections and retry budget with this one.
    pub fn with_options(&self, change: impl FnOnce(Options) -> Options) -> Self {
        let mut inner = Inner::clone(&self.inner);
        inner.options = change(inner.options);
        Self { inner: Arc::new(inner) }
    }

    /// A request that is not in the document, with the credentials, retries and errors of all
    /// others.
    ///
    /// `path` begins with a slash, may have a query, and is appended to the base URL. A link that a server gave is an
    /// absolute URL, and goes as it is; one of another origin than the base URL is an error when the call is sent, as the
    /// credentials must not go there.
    pub fn request(&self, method: Method, path: &str) -> Call<Custom> {
        Request::new(Custom::INFO).custom(method, path).call(self)
    }
}

/// No method of [`Client`] itself: an operation may have any name.
impl Inner {
    /// Where a request goes: its URL, unless a server named another one.
    pub(super) fn target(&self, request: &Request) -> Result<Uri, Box<Failure>> {
        request.target.as_deref().map_or_else(|| self.uri(request), |target| Ok(target.clone()))
    }

    /// Where the arguments of a request lead.
    pub(super) fn uri(&self, request: &Request) -> Result<Uri, Box<Failure>> {
        request.uri(&self.base_url(request)?)
    }

    /// The nearest base URL: the call's, the client's, the operation's, the document's.
    pub(super) fn base_url(&self, request: &Request) -> Result<BaseUrl, Box<Failure>> {
        if let Some(set) = request.base_url.as_ref().or(self.base_url.as_ref()) {
            return Ok(set.clone());
        }
        let own = request.operation.servers;
        let found = match own.first() {
            Some(first) => {
                let on_the_same_host = || self.server().filter(|_| is_closed(first))?.resolve(first);
                self.chosen(own).or_else(|| first_server(own)).or_else(on_the_same_host)
            }
            None => self.server(),
        };
        found.ok_or_else(|| {
            let missing = || no_base_url(own.first().or(self.document.servers.first()));
            Failure::build(request.mistake.clone().unwrap_or_else(missing))
        })
    }

    /// The document's server for operations without servers of their own.
    fn server(&self) -> Option<BaseUrl> {
        self.chosen(self.document.servers).or_else(|| self.first_server.clone())
    }

    /// The one of these servers that was chosen last.
    fn chosen(&self, declared: &[&str]) -> Option<BaseUrl> {
        let chosen = self.servers.iter().rev().find(|(server, _)| declared.contains(server));
        chosen.map(|(_, url)| url.clone())
    }
}

/// The first of these servers that is absolute, and whose variables all have a value.
pub(super) fn first_server(declared: &[&str]) -> Option<BaseUrl> {
    declared.iter().filter(|server| is_closed(server)).find_map(|server| BaseUrl::parse(server).ok())
}

/// Has it no variable without a value? Such a one is in braces.
fn is_closed(server: &str) -> bool {
    !server.contains('{')
}

fn no_base_url(declared: Option<&&str>) -> String {
    match declared {
        None => "no base URL: the document has none, set `base_url`".to_owned(),
        Some(server) if !is_closed(server) => {
            format!("no base URL: the document's `{server}` is no whole one, set `server` or `base_url`")
        }
        Some(server) => {
            let malformed = BaseUrl::parse(server).err().filter(|_| server.contains("://"));
            let why = malformed.unwrap_or("is no whole one");
            format!("no base URL: the document's `{server}` {why}, set `base_url`")
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Client");
        let base = self.inner.base_url.clone().or_else(|| self.inner.server());
        debug.field("base_url", &base.as_ref().map(BaseUrl::as_str));
        debug.field("options", &self.inner.options).finish_non_exhaustive()
    }
}
