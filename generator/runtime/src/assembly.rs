//! From the plain data of a [`Request`] to an [`http::Request`].

use bytes::Bytes;
use http::Uri;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::authorization::add_cookie;
use super::base_url::{BaseUrl, is_dots, split_origin};
use super::content::Sealed;
use super::error::Failure;
use super::header::{outgoing, readable};
use super::{Body, ErrorKind, Location, Parameter, Request, expansion};

impl Request {
    /// Where the request goes: `base`, the path with its arguments, the query.
    pub(super) fn uri(&self, base: &BaseUrl) -> Result<Uri, Box<Failure>> {
        if let Some(mistake) = &self.mistake {
            return Err(Failure::build(mistake.clone()));
        }
        let path = self.custom.as_ref().map_or(self.operation.path_template, |custom| &custom.path);
        let mut target = String::with_capacity(base.path().len() + path.len() + 64);
        match self.custom.as_ref().and_then(|_| split_origin(path)) {
            Some((origin, path)) => push_absolute(base, origin, path, &mut target)?,
            None => {
                target.push_str(base.path());
                match self.custom {
                    Some(_) => push_custom_path(path, &mut target)?,
                    None => self.push_path(path, &mut target)?,
                }
            }
        }
        self.push_query(&mut target);
        base.with_target(target).map_err(|error| Failure::build("the URL is not valid").because(error))
    }

    fn push_path(&self, template: &str, url: &mut String) -> Result<(), Box<Failure>> {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            expansion::path_literal(before, url);
            self.push_path_argument(name, url)?;
            rest = after;
        }
        expansion::path_literal(rest, url);
        Ok(())
    }

    fn push_path_argument(&self, name: &str, url: &mut String) -> Result<(), Box<Failure>> {
        let given = self.given(Location::Path).find(|(parameter, _)| parameter.name == name);
        let expanded = match given {
            Some((parameter, text)) => expansion::path(parameter, text, url),
            None => Err("is not given"),
        };
        expanded.map_err(|problem| Failure::build(format!("the path parameter `{name}` {problem}")))
    }

    fn push_query(&self, url: &mut String) {
        let declared = self.operation.parameters.iter().enumerate();
        for (index, parameter) in declared {
            let Some(text) = self.text(index) else {
                continue;
            };
            if matches!(parameter.location, Location::Query | Location::QueryString) {
                push_pairs(url, |url| expansion::query(parameter, text, url));
            }
        }
        push_pairs(url, |url| url.push_str(&self.query));
    }

    /// The JSON text of an argument.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        self.arguments.iter().find(|(known, _)| *known == index).map(|(_, text)| text.as_str())
    }

    /// The parameters of a location that have a value, in the document's order.
    fn given(&self, location: Location) -> impl Iterator<Item = (&'static Parameter, &str)> {
        let declared = self.operation.parameters.iter().enumerate();
        declared
            .filter(move |(_, parameter)| parameter.location == location)
            .filter_map(|(index, parameter)| Some((parameter, self.text(index)?)))
    }

    /// The request as it goes out, but for credentials and the body itself. What is set on the call goes before what
    /// is set on the client.
    pub(super) fn head(
        &self,
        uri: Uri,
        defaults: &HeaderMap,
        body: Option<&Sealed>,
    ) -> Result<http::Request<Body>, Box<Failure>> {
        let mut headers = HeaderMap::with_capacity(defaults.len() + self.headers.len() + 4);
        if let Ok(accept) = HeaderValue::from_maybe_shared(Bytes::from_static(self.operation.accept.as_bytes()))
            && !accept.is_empty()
        {
            headers.insert(ACCEPT, accept);
        }
        copy(defaults, &mut headers);
        let mut request = http::Request::new(Body::empty());
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, body.media_type.clone());
        }
        self.insert_arguments(&mut headers)?;
        copy(&self.headers, &mut headers);
        *request.method_mut() = self.method();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn insert_arguments(&self, headers: &mut HeaderMap) -> Result<(), Box<Failure>> {
        for (parameter, text) in self.given(Location::Header) {
            if text == "null" {
                continue;
            }
            let name = HeaderName::from_bytes(parameter.name.as_bytes());
            let header = name.ok().and_then(|name| Some((header_value(parameter, &name, text)?, name)));
            let Some((value, name)) = header else {
                return Err(Failure::build(format!("the header `{}` can't carry its value", parameter.name)));
            };
            headers.insert(name, value);
        }
        self.insert_cookies(headers)
    }

    /// What the argument for this header makes of it, if there is one.
    pub(super) fn header_argument(&self, name: &HeaderName) -> Option<HeaderValue> {
        let mut given = self.given(Location::Header).filter(|(_, text)| *text != "null");
        let (parameter, text) = given.find(|(parameter, _)| parameter.name.eq_ignore_ascii_case(name.as_str()))?;
        header_value(parameter, name, text)
    }

    fn insert_cookies(&self, headers: &mut HeaderMap) -> Result<(), Box<Failure>> {
        for (parameter, text) in self.given(Location::Cookie) {
            let mut pairs = String::new();
            if !expansion::cookie(parameter, text, &mut pairs) {
                return Err(Failure::build(format!("the cookie `{}` can't carry its value", parameter.name)));
            }
            if pairs.is_empty() {
                continue;
            }
            add_cookie(headers, &pairs).map_err(|error| Failure::build("the cookies can't be sent").because(error))?;
        }
        Ok(())
    }
}

/// An argument as it stands in a header, if it can.
fn header_value(parameter: &Parameter, name: &HeaderName, text: &str) -> Option<HeaderValue> {
    let mut expanded = String::new();
    expansion::header(parameter, text, &mut expanded);
    let mut value = outgoing(name, &expanded)?;
    value.set_sensitive(value.is_sensitive() || parameter.secret);
    Some(value)
}

/// Puts headers in place of those of the same names.
fn copy(from: &HeaderMap, to: &mut HeaderMap) {
    let mut before = None;
    for (name, value) in from {
        // A caller's cookies join those of the parameters.
        let pair = if name == COOKIE { readable(value) } else { None };
        if pair.is_none_or(|pair| add_cookie(to, pair).is_err()) {
            // All values of a name come one after the other.
            match before == Some(name) {
                true => drop(to.append(name, value.clone())),
                false => drop(to.insert(name, value.clone())),
            }
        }
        before = Some(name);
    }
}

/// Appends pairs behind `?` or `&`, whichever it takes.
fn push_pairs(url: &mut String, push: impl FnOnce(&mut String)) {
    let before = url.len();
    url.push(if url.contains('?') { '&' } else { '?' });
    let start = url.len();
    push(url);
    if url.len() == start {
        url.truncate(before);
    }
}

/// A URL that a server named, without its fragment. The credentials of `base` go along, so they must belong there.
fn push_absolute(base: &BaseUrl, origin: &str, path: &str, url: &mut String) -> Result<(), Box<Failure>> {
    if !base.is_at(origin) {
        let message = "the URL is at another origin, where the credentials of this one must not go";
        return Err(Failure::new(ErrorKind::Auth, message));
    }
    let path = path.split('#').next().unwrap_or_default();
    match path.starts_with('/') || path.starts_with('\\') {
        true => push_custom_path(path, url),
        false => push_custom_path(&format!("/{path}"), url),
    }
}

fn push_custom_path(path: &str, url: &mut String) -> Result<(), Box<Failure>> {
    let without_query = path.split('?').next().unwrap_or_default();
    if !path.starts_with('/') {
        return Err(Failure::build("the path does not begin with a slash"));
    }
    if without_query.split(['/', '\\']).any(is_dots) {
        return Err(Failure::build("the path has a segment `.` or `..`, which would name another path"));
    }
    expansion::path_literal(path, url);
    Ok(())
}
