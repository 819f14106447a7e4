//! Which credentials an operation takes, and how they are put into a request.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Uri};

use super::attempt::InFlight;
use super::credential::Kind;
use super::error::Failure;
use super::expansion::{Keep, encoded_pair, name_of, percent};
use super::signing::Unsigned;
use super::uri::{decoded_pair, without_pairs};
use super::{
    Body, Credential, Document, ErrorKind, Location, OperationInfo, Scheme, SchemeKind, Secret, TransportError,
};

/// A credential in the form in which it is sent.
#[derive(Clone)]
pub(super) enum Placed {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(Box<str>),
    /// `name=value`.
    Cookie(Box<str>),
}

impl Placed {
    fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name, _) => Some(name),
            Self::Query(_) | Self::Cookie(_) => None,
        }
    }

    /// What of it is secret.
    fn secret(&self) -> Option<Secret> {
        let text = match self {
            Self::Header(_, value) => value.to_str().ok()?,
            Self::Query(pair) | Self::Cookie(pair) => pair.split_once('=')?.1,
        };
        let schemes = ["Bearer ", "Basic "].into_iter();
        Some(schemes.fold(text, |text, scheme| text.strip_prefix(scheme).unwrap_or(text)).into())
    }
}

/// A scheme's credential. What never changes is put into form once, when the client is built.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) credential: Credential,
    pub(super) placed: Option<Placed>,
    /// Its place in the order in which they were given.
    pub(super) number: usize,
}

impl Slot {
    /// The message of the error completes "`setter` …".
    pub(super) fn new(scheme: &Scheme, credential: Credential) -> Result<Self, &'static str> {
        let placed = match &credential.0 {
            Kind::Secret(secret) => Some(place(scheme, secret.expose())?),
            Kind::Basic { user, .. } if user.contains(':') => {
                return Err("has a colon in the user");
            }
            Kind::Basic { user, password } => Some(place(scheme, &format!("{user}:{}", password.expose()))?),
            Kind::Provider(_) => None,
            Kind::Tokens(tokens) => {
                tokens.check(token_url(scheme.kind)?)?;
                None
            }
        };
        Ok(Self { credential, placed, number: 0 })
    }
}

/// Where tokens for the scheme are had, as far as the document says.
fn token_url(kind: SchemeKind) -> Result<Option<&'static str>, &'static str> {
    match kind {
        SchemeKind::OAuth2 { token_url } => Ok(Some(token_url)),
        SchemeKind::Bearer => Ok(None),
        SchemeKind::Basic | SchemeKind::ApiKey { .. } => Err("takes no `ClientCredentials`: it sends no token"),
    }
}

/// Puts `secret` into the form of `scheme`.
///
/// ---
/// RFC 6750, section 2.1: a bearer token has one character at least. An empty one comes from a variable that is not set.
pub(super) fn place(scheme: &Scheme, secret: &str) -> Result<Placed, &'static str> {
    match scheme.kind {
        _ if secret.is_empty() => Err("is empty"),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => header(AUTHORIZATION, &format!("Bearer {secret}")),
        SchemeKind::Basic => header(AUTHORIZATION, &format!("Basic {}", base64(secret.as_bytes()))),
        SchemeKind::ApiKey { location: Location::Cookie, name } => cookie(name, secret),
        SchemeKind::ApiKey { location: Location::Header, name } => {
            header(token(name).ok_or("is for a header that can't be named so")?, secret)
        }
        SchemeKind::ApiKey { name, .. } => Ok(Placed::Query(encoded_pair(name, secret).into())),
    }
}

fn header(name: HeaderName, text: &str) -> Result<Placed, &'static str> {
    let mut value = HeaderValue::from_str(text).map_err(|_| "has a character that no header can carry")?;
    value.set_sensitive(true);
    Ok(Placed::Header(name, value))
}

/// A key is sent letter by letter, as not every server decodes what it gets; only what would end the cookie is encoded.
///
/// ---
/// RFC 6265, section 4.1.1.
fn cookie(name: &str, secret: &str) -> Result<Placed, &'static str> {
    token(name).ok_or("is for a cookie that can't be named so")?;
    let mut pair = format!("{name}=");
    percent(secret, Keep::InCookie, &mut pair);
    Ok(Placed::Cookie(pair.into()))
}

/// ---
/// RFC 9110, section 5.6.2: names of headers are tokens, and so are those of cookies.
fn token(name: &str) -> Option<HeaderName> {
    HeaderName::from_bytes(name.as_bytes()).ok()
}

/// ---
/// RFC 4648, section 4.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let six = (group >> (18 - 6 * index)) as usize & 63;
            text.push(if index <= chunk.len() { char::from(ALPHABET[six]) } else { '=' });
        }
    }
    text
}

/// The schemes of a call and where their credentials are.
pub(super) struct Chosen<'a> {
    document: &'static Document,
    slots: &'a [Option<Slot>],
    /// The call's own credential and the scheme that it is for.
    own: Option<(usize, &'a Slot)>,
    /// The indexes of the schemes; all that have a credential if the document says nothing.
    schemes: Option<&'static [usize]>,
    /// What a middleware has to sign.
    unsigned: Option<Unsigned>,
}

impl<'a> Chosen<'a> {
    /// The first alternative of the operation for which there are credentials. An own credential of
    /// the call goes to the first scheme that it fits. Where a middleware `may_sign`, headers need not be there yet.
    pub(super) fn new(
        document: &'static Document,
        operation: &'static OperationInfo,
        slots: &'a [Option<Slot>],
        own: Option<(usize, &'a Slot)>,
        may_sign: bool,
    ) -> Result<Self, Box<Failure>> {
        let mut chosen = Self { document, slots, own, schemes: None, unsigned: None };
        if let Some(alternatives) = operation.security {
            let first = alternatives.iter().find(|alternative| chosen.satisfies(alternative));
            let anonymous = || alternatives.is_empty() || alternatives.iter().any(|all| all.is_empty());
            chosen.schemes = match first {
                Some(alternative) => Some(alternative),
                // A credential for this very call is never left out in silence.
                None if own.is_none() && anonymous() => Some(&[]),
                None if own.is_none() && may_sign => Some(chosen.leave_to_sign(alternatives)?),
                None => return Err(missing(document, alternatives)),
            };
        }
        Ok(chosen)
    }

    /// The alternative of which credentials are given, or the first; what it lacks is left to a middleware.
    fn leave_to_sign(&mut self, alternatives: &'static [&'static [usize]]) -> Result<&'static [usize], Box<Failure>> {
        let is_given = |scheme: &usize| self.slot(*scheme).is_some();
        let sent = alternatives.iter().position(|all| all.iter().any(is_given)).unwrap_or_default();
        let lacking = alternatives.iter().enumerate().filter_map(|(index, all)| {
            let lacks =
                |scheme: &usize| index != sent || !all.iter().any(|it| self.shares(*it, *scheme) && is_given(it));
            Unsigned::headers(self.document, all.iter().copied().filter(lacks))
        });
        let lacking: Vec<_> = lacking.collect();
        let failure = missing(self.document, alternatives);
        if lacking.is_empty() {
            return Err(failure);
        }
        self.unsigned = Some(Unsigned { alternatives: lacking, missing: failure.message.into() });
        Ok(alternatives[sent])
    }

    /// Does one of the credentials come from a provider?
    pub(super) fn asks(&self) -> bool {
        self.iter().any(|(_, slot)| slot.placed.is_none())
    }

    fn satisfies(&self, alternative: &[usize]) -> bool {
        let has_own = self.own.is_none_or(|(own, _)| alternative.contains(&own));
        let given = |scheme: &usize, place: usize| self.shares(*scheme, place) && self.slot(*scheme).is_some();
        // One request has one credential in one place, so that is all that schemes of one place can ask for together.
        let complete = alternative.iter().all(|&place| alternative.iter().any(|scheme| given(scheme, place)));
        has_own && complete && !alternative.is_empty()
    }

    fn slot(&self, scheme: usize) -> Option<&'a Slot> {
        match self.own {
            Some((own, slot)) if own == scheme => Some(slot),
            _ => self.slots.get(scheme)?.as_ref(),
        }
    }

    fn shares(&self, one: usize, other: usize) -> bool {
        share_a_place(self.document, one, other)
    }

    /// Of the credentials that go to one place, is it the one that is sent? That is the call's own, else the one that was
    /// given to the builder last.
    fn has_place(&self, index: usize) -> bool {
        let shares = |other: &usize| self.shares(*other, index);
        let own = self.own.map(|(own, _)| own).filter(shares);
        let given = (0..self.document.schemes.len()).filter(shares).filter_map(|it| Some((self.slot(it)?.number, it)));
        own.or(given.max().map(|(_, last)| last)) == Some(index)
    }

    /// The schemes with their credentials.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static Scheme, &'a Slot)> {
        let all = 0..if self.schemes.is_none() { self.document.schemes.len() } else { 0 };
        let indexes =
            self.schemes.unwrap_or_default().iter().copied().chain(all.filter(|index| self.has_place(*index)));
        indexes.filter_map(|index| Some((self.document.schemes.get(index)?, self.slot(index)?)))
    }
}

fn share_a_place(document: &Document, one: usize, other: usize) -> bool {
    let kind = |index: usize| document.schemes.get(index).map(|scheme| scheme.kind);
    kind(one).zip(kind(other)).is_some_and(|(one, other)| one.shares_a_place(other))
}

fn missing(document: &'static Document, alternatives: &[&[usize]]) -> Box<Failure> {
    let setter = |index: &usize| document.schemes.get(*index).map(|scheme| format!("`{}`", scheme.setter));
    let setters = |all: &&[usize]| {
        // Of those of one place, one is enough.
        let is_first = |at: usize| !all[..at].iter().any(|earlier| share_a_place(document, *earlier, all[at]));
        let needed = (0..all.len()).filter(|at| is_first(*at)).filter_map(|at| setter(&all[at]));
        needed.collect::<Vec<_>>().join(" and ")
    };
    let mut all: Vec<String> = Vec::new();
    for setters in alternatives.iter().filter(|all| !all.is_empty()).map(setters) {
        if !all.contains(&setters) {
            all.push(setters);
        }
    }
    Failure::new(ErrorKind::Auth, format!("missing credential: set {} of the client's builder", all.join(", or ")))
}

/// The scheme that a call's own credential is for: the first of the operation that it fits.
pub(super) fn scheme_for(document: &Document, operation: &OperationInfo, credential: &Credential) -> Option<usize> {
    let fits = |index: &usize| match (&credential.0, document.schemes.get(*index).map(|scheme| scheme.kind)) {
        (_, None) => false,
        (Kind::Provider(_), Some(_)) => true,
        (Kind::Tokens(tokens), Some(kind)) => match kind {
            SchemeKind::OAuth2 { .. } => true,
            SchemeKind::Bearer => tokens.has_url(),
            SchemeKind::Basic | SchemeKind::ApiKey { .. } => false,
        },
        (Kind::Basic { .. }, Some(kind)) => kind == SchemeKind::Basic,
        (Kind::Secret(_), Some(kind)) => kind != SchemeKind::Basic,
    };
    match operation.security {
        Some(alternatives) => alternatives.iter().flat_map(|all| all.iter()).copied().find(|index| fits(index)),
        None => (0..document.schemes.len()).find(|index| fits(index)),
    }
}

/// What one attempt sends: what never changes is with the chosen schemes, what was provided is
/// here.
pub(super) struct Resolved<'a> {
    chosen: Option<&'a Chosen<'a>>,
    provided: Vec<(&'static str, Secret, Placed)>,
}

impl<'a> Resolved<'a> {
    /// No credentials.
    pub(super) const NONE: Self = Self { chosen: None, provided: Vec::new() };

    /// The credentials of `chosen`, no provider among them.
    pub(super) fn fixed(chosen: &'a Chosen<'a>) -> Self {
        Self { chosen: Some(chosen), provided: Vec::new() }
    }

    /// Asks the providers of `chosen`. `rejected` is what a 401 was the answer to.
    pub(super) async fn new(
        in_flight: &InFlight<'_>,
        chosen: &'a Chosen<'a>,
        rejected: &Resolved<'_>,
    ) -> Result<Self, Box<Failure>> {
        let mut provided = Vec::new();
        for (scheme, slot) in chosen.iter() {
            let rejected = rejected.secret(scheme);
            let secret = match &slot.credential.0 {
                Kind::Secret(_) | Kind::Basic { .. } => continue,
                Kind::Tokens(tokens) => tokens.secret(in_flight, scheme, rejected).await?,
                Kind::Provider(provider) => {
                    let secret = provider.secret(rejected).await;
                    secret.map_err(|source| unavailable(scheme).because(source))?
                }
            };
            let placed = place(scheme, secret.expose()).map_err(|problem| refused(scheme, problem))?;
            provided.push((scheme.name, secret, placed));
        }
        Ok(Self { chosen: Some(chosen), provided })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.placed().next().is_none()
    }

    /// Did a provider have a part in it?
    pub(super) fn is_provided(&self) -> bool {
        !self.provided.is_empty()
    }

    /// Have the providers given the same as for `other`?
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let secrets =
            |resolved: &Self| resolved.provided.iter().map(|(_, secret, _)| secret.clone()).collect::<Vec<_>>();
        secrets(self) == secrets(other)
    }

    /// All that must not show in what a server says: the secrets, and what was sent for them.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let fixed = self.chosen.into_iter().flat_map(Chosen::iter);
        let fixed = fixed.filter_map(|(_, slot)| match &slot.credential.0 {
            Kind::Secret(secret) | Kind::Basic { password: secret, .. } => Some(secret.clone()),
            Kind::Provider(_) | Kind::Tokens(_) => None,
        });
        let provided = self.provided.iter().map(|(_, secret, _)| secret.clone());
        fixed.chain(provided).chain(self.placed().filter_map(Placed::secret)).collect()
    }

    fn secret(&self, scheme: &Scheme) -> Option<&Secret> {
        self.provided.iter().find(|(name, ..)| *name == scheme.name).map(|(_, secret, _)| secret)
    }

    fn placed(&self) -> impl Iterator<Item = &Placed> {
        let fixed = self.chosen.into_iter().flat_map(Chosen::iter).filter_map(|(_, slot)| slot.placed.as_ref());
        fixed.chain(self.provided.iter().map(|(.., placed)| placed))
    }

    /// Where a redirect leads, without the keys in its query: servers repeat the query that they got. Whoever gets the
    /// credentials again needs none of that name; another origin may have one of its own.
    pub(super) fn without_keys(&self, uri: Uri, trusted: bool) -> Uri {
        without_pairs(uri, |name, value| {
            self.placed().any(|placed| match placed {
                Placed::Query(pair) => {
                    let (key, secret) = decoded_pair(pair);
                    key == name && (trusted || secret == value)
                }
                Placed::Header(..) | Placed::Cookie(_) => false,
            })
        })
    }

    /// Takes away the headers that the credentials take the place of, so that those which are there later were set by a
    /// middleware.
    pub(super) fn make_room(&self, headers: &mut HeaderMap) {
        for name in self.placed().filter_map(Placed::header) {
            headers.remove(name);
        }
        if let Some(unsigned) = self.unsigned() {
            unsigned.make_room(headers);
        }
    }

    /// Has a middleware signed what is left to it?
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), TransportError> {
        self.unsigned().map_or(Ok(()), |unsigned| unsigned.check(headers))
    }

    fn unsigned(&self) -> Option<&Unsigned> {
        self.chosen.and_then(|chosen| chosen.unsigned.as_ref())
    }

    /// Puts the credentials into `request`. A header that a middleware has set stays.
    pub(super) fn apply(&self, request: &mut http::Request<Body>) -> Result<(), http::Error> {
        let is_set = |name: &HeaderName| request.headers().contains_key(name);
        let signed: Vec<&HeaderName> = self.placed().filter_map(Placed::header).filter(|name| is_set(name)).collect();
        for placed in self.placed() {
            match placed {
                Placed::Header(name, _) if signed.contains(&name) => {}
                Placed::Header(name, value) => drop(request.headers_mut().insert(name, value.clone())),
                Placed::Cookie(pair) => set_cookie(request.headers_mut(), pair)?,
                Placed::Query(pair) => *request.uri_mut() = with_query(request.uri().clone(), pair)?,
            }
        }
        Ok(())
    }
}

fn unavailable(scheme: &Scheme) -> Box<Failure> {
    Failure::new(ErrorKind::Auth, format!("the provider of `{}` gave no credential", scheme.setter))
}

fn refused(scheme: &Scheme, problem: &str) -> Box<Failure> {
    Failure::new(ErrorKind::Auth, format!("`{}` {problem}", scheme.setter))
}

/// ---
/// RFC 6265, section 5.4: all cookies go in one header.
pub(super) fn add_cookie(headers: &mut HeaderMap, pair: &str) -> Result<(), http::Error> {
    let before = headers.get(COOKIE).and_then(|value| value.to_str().ok());
    let all = before.map_or_else(|| pair.to_owned(), |before| format!("{before}; {pair}"));
    let mut value = HeaderValue::try_from(all)?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// A credential takes the place of an argument of its name.
fn set_cookie(headers: &mut HeaderMap, pair: &str) -> Result<(), http::Error> {
    let before = headers.remove(COOKIE);
    let before = before.as_ref().and_then(|before| before.to_str().ok()).unwrap_or_default();
    let others = before.split("; ").filter(|other| !other.is_empty() && name_of(other) != name_of(pair));
    let all: Vec<&str> = others.chain([pair]).collect();
    add_cookie(headers, &all.join("; "))
}

/// As in headers, a credential takes the place of an argument of its name.
fn with_query(uri: Uri, pair: &str) -> Result<Uri, http::Error> {
    let (key, _) = decoded_pair(pair);
    let uri = without_pairs(uri, |name, _| key == name);
    let separator = if uri.query().is_some() { '&' } else { '?' };
    Ok(format!("{uri}{separator}{pair}").parse::<Uri>()?)
}
