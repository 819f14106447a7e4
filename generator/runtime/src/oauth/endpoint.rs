//! The request for a token, and its answer.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Method, StatusCode, Uri};

use super::super::authorization::{base64, place};
use super::super::base_url::is_private;
use super::super::body::Pieces;
use super::super::content::FORM;
use super::super::deadline::{Deadline, Limit, Over, earliest, within};
use super::super::error::{Failure, causes};
use super::super::execute::Run;
use super::super::expansion::{encoded, encoded_pair};
use super::super::retry_after::retry_after;
use super::super::uri::resolve;
use super::super::{Body, ErrorKind, Received, Scheme, SchemeKind, Secret, TransportError, json};
use super::ClientCredentials;
use super::cache::Token;
use super::refusal::{Refusal, said, without_secrets};

/// No token is larger.
const MOST_BYTES: usize = 1024 * 1024;

/// A parameter with fewer characters is no secret, and is part of many words.
const SHORTEST_SECRET: usize = 4;

/// Where tokens are had: the application's word goes before the document's, and both may be relative to the base URL.
pub(super) fn find(settings: &ClientCredentials, scheme: &Scheme, run: &Run<'_>) -> Result<Uri, Box<Failure>> {
    let declared = match scheme.kind {
        SchemeKind::OAuth2 { token_url } => token_url,
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::ApiKey { .. } => "",
    };
    let url = settings.token_url.as_deref().unwrap_or(declared);
    let uri = match url.parse::<Uri>() {
        Ok(uri) if uri.scheme().is_some() => Some(uri),
        _ => run.client.inner.base_url(run.request)?.as_str().parse().ok().and_then(|base| resolve(&base, url)),
    };
    let auth = |problem: &str| Failure::new(ErrorKind::Auth, format!("no token for `{}`: {problem}", scheme.setter));
    let uri = uri.ok_or_else(|| auth("the URL for tokens is not valid"))?;
    if !is_private(&uri) && !run.client.inner.credentials_over_http {
        return Err(auth("the secret is not sent over plain http (allow it with `credentials_over_http`)"));
    }
    Ok(uri)
}

/// Asks for a token, and waits for it no longer than `patience`.
///
/// ---
/// RFC 6749, sections 4.4.2 and 4.4.3.
pub(super) async fn ask(
    settings: &ClientCredentials,
    scheme: &Scheme,
    run: &Run<'_>,
    endpoint: &Uri,
    patience: Option<Duration>,
) -> Result<Token, Refusal> {
    let asked_at = run.environment().now();
    let secrets = secrets(settings);
    let answer = exchange(run, request(settings, run, endpoint)?, patience, &secrets).await;
    let (status, headers, body) = answer.map_err(|mut refusal| {
        refusal.message = format!("{} ({})", refusal.message, shown(endpoint));
        refusal
    })?;
    let problem = match granted(settings, status, &body, endpoint, asked_at) {
        Some(Ok(token)) => match place(scheme, token.secret.expose()) {
            Ok(_) => return Ok(token),
            Err(problem) => format!("gives an `access_token` that {problem}"),
        },
        Some(Err(problem)) => problem.to_owned(),
        None => format!("answers {status}{}", said(&body, &secrets)),
    };
    let mut refusal = Refusal::new(ErrorKind::Auth, format!("{} {problem}", shown(endpoint)));
    refusal.temporary = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    refusal.retry_after = retry_after(&headers, run.environment().unix_time());
    let kept = without_secrets(status, &body, &secrets);
    refusal.answer = Some(Box::new(Received::new(status, headers, kept)));
    Err(refusal)
}

/// The token of an answer, or what is wrong with it; nothing if the answer is a refusal, which some servers give with a
/// status of success. How long a token lives counts from when it was asked for, so that it is never used too long.
///
/// ---
/// RFC 6749, section 5.1.
fn granted(
    settings: &ClientCredentials,
    status: StatusCode,
    body: &[u8],
    endpoint: &Uri,
    asked_at: Duration,
) -> Option<Result<Token, &'static str>> {
    let member = |pointer| json::scalar_at(body, pointer);
    let secret = member("/access_token");
    if !status.is_success() || secret.is_none() && member("/error").is_some() {
        return None;
    }
    if member("/token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Some(Err("gives tokens of a type that is not `Bearer`"));
    }
    let Some(secret) = secret else { return Some(Err("gives no `access_token`")) };
    let life = member("/expires_in").and_then(|text| text.parse().ok());
    let life = life.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds.max(0.0)).ok());
    let end = |life: Duration| asked_at.saturating_add(life);
    Some(Ok(Token {
        secret: Secret::new(secret),
        endpoint: endpoint.clone(),
        fresh_until: life.map(|life| end(life - settings.ahead.min(life / 4))),
        valid_until: life.map(end),
    }))
}

fn request(settings: &ClientCredentials, run: &Run<'_>, endpoint: &Uri) -> Result<http::Request<Body>, Refusal> {
    let mut request = http::Request::new(Body::from(Bytes::from(form(settings))));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = endpoint.clone();
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    if let Some(agent) = run.client.inner.headers.get(USER_AGENT) {
        headers.insert(USER_AGENT, agent.clone());
    }
    if !settings.in_body {
        headers.insert(AUTHORIZATION, authorization(settings)?);
    }
    run.tell_connect_timeout(&mut request);
    Ok(request)
}

fn form(settings: &ClientCredentials) -> String {
    let own = [("client_id", settings.id.as_str()), ("client_secret", settings.secret.expose())];
    let own = own.into_iter().filter(|_| settings.in_body);
    let scope = Some(("scope", settings.scope.as_str())).filter(|(_, scope)| !scope.is_empty());
    let further = settings.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs = own.chain(scope).chain(further);
    let start = String::from("grant_type=client_credentials");
    pairs.fold(start, |form, (name, value)| form + "&" + &encoded_pair(name, value))
}

fn authorization(settings: &ClientCredentials) -> Result<HeaderValue, Refusal> {
    let value = HeaderValue::try_from(format!("Basic {}", pair(settings)));
    let mut value = value.map_err(|_| Refusal::new(ErrorKind::Auth, "the client credentials can't be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Name and secret as the header has them. Both are encoded as in a form before they are joined.
///
/// ---
/// RFC 6749, section 2.3.1.
fn pair(settings: &ClientCredentials) -> String {
    base64(format!("{}:{}", encoded(&settings.id), encoded(settings.secret.expose())).as_bytes())
}

/// All that must not show in what the server says, in each form in which it was sent. A further parameter may be a
/// password or an assertion, unless it is shorter than any of them.
fn secrets(settings: &ClientCredentials) -> Vec<Secret> {
    let further = settings.parameters.iter().map(|(_, value)| value.as_str());
    let further = further.filter(|value| value.chars().count() >= SHORTEST_SECRET);
    let plain = further.chain([settings.secret.expose()]);
    plain.flat_map(|secret| [secret.into(), encoded(secret).into()]).chain([pair(settings).into()]).collect()
}

/// Sends the request and reads the answer, within `patience` and the timeouts that answers have. How long the call may wait
/// in all is seen to by the call. `secrets` are left out of what is said of an error.
async fn exchange(
    run: &Run<'_>,
    request: http::Request<Body>,
    patience: Option<Duration>,
    secrets: &[Secret],
) -> Result<(StatusCode, HeaderMap, Bytes), Refusal> {
    let environment = run.environment();
    let late = |over: Over| Refusal::new(ErrorKind::Timeout, over.limit.describe());
    let lost = |error: TransportError| {
        let mut refusal = Refusal::new(error.kind, causes(&error, secrets));
        refusal.lasting = error.lasting;
        refusal
    };
    let end = Deadline::after(environment, patience);
    let limit = |limit, timeout| earliest([(limit, timeout), (limit, end.remaining(environment))]);
    let headers = limit(Limit::Headers, run.options.headers_timeout);
    let sent = within(environment, headers, run.client.inner.shared.transport.send(request)).await;
    let (head, mut body) = sent.map_err(late)?.map_err(lost)?.into_parts();
    let mut pieces = Pieces::default();
    let idle = || limit(Limit::Idle, run.options.idle_timeout);
    while let Some(piece) = within(environment, idle(), pin!(body.next())).await.map_err(late)? {
        pieces.push(piece.map_err(lost)?);
        if pieces.len() > MOST_BYTES {
            return Err(Refusal::new(ErrorKind::Auth, "the answer is larger than any token"));
        }
    }
    Ok((head.status, head.headers, pieces.finish()))
}

/// An address without what may be secret in it.
fn shown(uri: &Uri) -> String {
    let host = uri.authority().map(|authority| authority.as_str().rsplit('@').next().unwrap_or_default());
    format!("{}://{}{}", uri.scheme_str().unwrap_or_default(), host.unwrap_or_default(), uri.path())
}
