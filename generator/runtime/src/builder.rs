//! How a client is put together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::authorization::Slot;
use super::base_url::BaseUrl;
use super::budget::{self, Budget};
use super::client::{Inner, Shared, first_server};
use super::drift::DriftHook;
use super::error::Failure;
use super::header::outgoing;
use super::renewal::Renewals;
use super::{Client, Credential, Document, Drift, Environment, Error, Middleware, Options, Server, Transport};

/// Puts a [`Client`] together. Mistakes are kept and reported by [`build`](Self::build).
///
/// The transport that it has by itself, with the feature `reqwest`, needs a Tokio runtime around each call, without which
/// Tokio panics. It reads nothing of the environment; [`system_proxies`](Self::system_proxies) lets it.
#[must_use = "does nothing until built"]
pub struct ClientBuilder {
    document: &'static Document,
    base_url: Option<String>,
    servers: Vec<Server>,
    credentials: Vec<(usize, Credential)>,
    credentials_over_http: bool,
    application: Option<String>,
    headers: Vec<(String, String)>,
    options: Options,
    retry_budget: u32,
    pool_idle_timeout: Option<Duration>,
    system_proxies: bool,
    middleware: Vec<Arc<dyn Middleware>>,
    on_drift: Option<Arc<dyn DriftHook>>,
    transport: Option<Box<dyn Transport>>,
    environment: Option<Box<dyn Environment>>,
}

impl ClientBuilder {
    /// A client of `document` with all defaults.
    pub fn new(document: &'static Document) -> Self {
        Self {
            document,
            base_url: None,
            servers: Vec::new(),
            credentials: Vec::new(),
            credentials_over_http: false,
            application: None,
            headers: Vec::new(),
            options: Options::default(),
            retry_budget: budget::CAPACITY,
            pool_idle_timeout: Some(Duration::from_secs(30)),
            system_proxies: false,
            middleware: Vec::new(),
            on_drift: None,
            transport: None,
            environment: None,
        }
    }

    /// Where the API is, if not where the document says: for all operations, those with servers of their own too. A path
    /// in it is kept: `https://gateway/x/v1` and `/pets` make `https://gateway/x/v1/pets`. It takes the place of a server
    /// as a whole: if the document's is `/v1`, that is a part of this URL, and not added to it.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// One of the document's servers, with the values of its variables, for the operations that have it; if those have
    /// several, it is in place of the first. Where operations have servers of their own, one of those can be chosen
    /// beside one of the document's.
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.servers.push(server.into());
        self
    }

    /// The credential of the scheme with this index. The setters of the schemes are made of it.
    pub fn credential(mut self, scheme: usize, credential: Credential) -> Self {
        self.credentials.push((scheme, credential));
        self
    }

    /// Lets credentials go over plain `http` to other machines, where everyone on the way can read
    /// them.
    pub fn credentials_over_http(mut self, allow: bool) -> Self {
        self.credentials_over_http = allow;
        self
    }

    /// The name of the application, and its version if it likes: `shop/1.2`. It follows the crate's
    /// in `User-Agent`.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// A header for every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Changes the options of all calls: `.options(|options| options.retries(5))`.
    pub fn options(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        self.options = change(self.options);
        self
    }

    /// The time for a whole call, all attempts together: 60 s by default, `None` for no end.
    pub fn timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        self.options(|options| options.timeout(timeout))
    }

    /// How often a failed attempt is repeated: 2 times by default.
    pub fn retries(self, retries: u32) -> Self {
        self.options(|options| options.retries(retries))
    }

    /// The time for a connection: 5 s by default, `None` for no end.
    pub fn connect_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        self.options(|options| options.connect_timeout(timeout))
    }

    /// The time that a connection is kept while nothing needs it: 30 s by default, `None` for no end. Load balancers close
    /// idle ones after a minute or so; whoever uses one at that moment loses a request. It is of no effect on a transport
    /// of the application's own.
    pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.pool_idle_timeout = timeout.into();
        self
    }

    /// May requests go over the proxies that the variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name, in
    /// either case, or else the settings of macOS and Windows? Not by default. What is sent to this very machine goes to none.
    /// It is of no effect on a transport of the application's own.
    pub fn system_proxies(mut self, allowed: bool) -> Self {
        self.system_proxies = allowed;
        self
    }

    /// How many tokens the client has for repetitions while everything fails: 500 by default. What they cost is up to
    /// [`Options::retry_cost`].
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.retry_budget = tokens;
        self
    }

    /// Code around each call and attempt. What is added first is outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Is told what a server sends that the document does not say, as it is decoded: values that an `enum` does not list,
    /// required members that are missing, values of another type.
    ///
    /// With it, calls go on where they can: a member that does not fit, and can be nothing, is `None`, and an item of a list
    /// or map that does not fit is left out. Without it they fail, so that nothing is lost that nobody hears of; only what
    /// an `enum` does not list is `Unknown` anyway. After 100,000 differences in one answer, or one item of a stream, no more
    /// are told, and what does not fit is an error again.
    pub fn on_drift(mut self, hook: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.on_drift = Some(Arc::new(hook));
        self
    }

    /// What carries the requests, instead of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Clock, sleeper and chance, instead of the system's.
    pub fn environment(mut self, environment: impl Environment) -> Self {
        self.environment = Some(Box::new(environment));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// If the base URL, a header or a credential can't be used. The error names the setter.
    pub fn build(self) -> Result<Client, Error> {
        self.assemble().map_err(Error::new)
    }

    fn assemble(mut self) -> Result<Client, Box<Failure>> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let environment = match self.environment.take() {
            Some(environment) => environment,
            None => default_environment()?,
        };
        let connect_timeout = self.options.connect_timeout;
        let budget = Budget::new(self.retry_budget);
        let renewals = Renewals::default();
        let shared = Arc::new(Shared { transport, connect_timeout, environment, budget, renewals });
        let inner = Inner {
            document: self.document,
            base_url: self.checked_base_url()?,
            servers: self.checked_servers()?,
            first_server: first_server(self.document.servers),
            credentials: self.slots()?,
            credentials_over_http: self.credentials_over_http,
            headers: self.default_headers()?,
            options: self.options,
            middleware: self.middleware,
            on_drift: self.on_drift,
            shared,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    fn checked_base_url(&self) -> Result<Option<BaseUrl>, Box<Failure>> {
        let parsed = self.base_url.as_deref().map(BaseUrl::parse).transpose();
        parsed.map_err(|problem| Failure::build(format!("`base_url` {problem}")))
    }

    fn checked_servers(&self) -> Result<Vec<(&'static str, BaseUrl)>, Box<Failure>> {
        let checked = self.servers.iter().map(|server| Ok((server.declared, BaseUrl::parse(&server.url)?)));
        let checked: Result<_, &'static str> = checked.collect();
        checked.map_err(|problem| Failure::build(format!("`server` {problem}")))
    }

    fn slots(&self) -> Result<Vec<Option<Slot>>, Box<Failure>> {
        let mut slots = vec![None; self.document.schemes.len()];
        for (number, (index, credential)) in self.credentials.iter().enumerate() {
            let (Some(scheme), Some(slot)) = (self.document.schemes.get(*index), slots.get_mut(*index)) else {
                return Err(Failure::build(format!("`credential`: there is no scheme {index}")));
            };
            let new = Slot::new(scheme, credential.clone());
            let new = new.map_err(|problem| Failure::build(format!("`{}` {problem}", scheme.setter)))?;
            *slot = Some(Slot { number, ..new });
        }
        Ok(slots)
    }

    fn default_headers(&self) -> Result<HeaderMap, Box<Failure>> {
        let mut headers = HeaderMap::new();
        let agent = match &self.application {
            Some(application) => HeaderValue::try_from(format!("{} {application}", self.document.user_agent)),
            None => HeaderValue::from_str(self.document.user_agent),
        };
        headers.insert(USER_AGENT, agent.map_err(|_| Failure::build("`application` can't be a header"))?);
        for (name, value) in &self.headers {
            let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
            let header = parsed.and_then(|name| Some((outgoing(&name, value)?, name)));
            let Some((value, name)) = header else {
                return Err(Failure::build(format!("`header`: `{}` can't be sent", name.escape_debug())));
            };
            headers.insert(name, value);
        }
        Ok(headers)
    }

    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    fn default_transport(&self) -> Result<Box<dyn Transport>, Box<Failure>> {
        super::reqwest::default_transport(self.options.connect_timeout, self.pool_idle_timeout, self.system_proxies)
    }

    #[cfg(not(all(feature = "reqwest", not(target_arch = "wasm32"))))]
    fn default_transport(&self) -> Result<Box<dyn Transport>, Box<Failure>> {
        Err(Failure::build("no transport: set `transport`, or enable the feature `reqwest` (not in a browser)"))
    }
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
fn default_environment() -> Result<Box<dyn Environment>, Box<Failure>> {
    Ok(Box::new(super::environment::System))
}

#[cfg(not(all(feature = "reqwest", not(target_arch = "wasm32"))))]
fn default_environment() -> Result<Box<dyn Environment>, Box<Failure>> {
    Err(Failure::build("no clock: set `environment`, or enable the feature `reqwest` (not in a browser)"))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ClientBuilder");
        // A base URL that is not checked yet may have a password in it, and a header may be one.
        debug.field("user_agent", &self.document.user_agent);
        debug.field("options", &self.options).field("pool_idle_timeout", &self.pool_idle_timeout);
        debug.field("system_proxies", &self.system_proxies);
        debug.finish_non_exhaustive()
    }
}
