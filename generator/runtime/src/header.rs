//! Headers of an answer as typed values.
//!
//! ---
//! OpenAPI 3.0.4, section 4.7.21: style `simple`.

use std::borrow::Cow;

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::json::{self, Decode, Encode};
use super::secret::{is_number, is_told_by};

/// An operation, or its error, whose answers have headers that the document declares.
pub trait DeclaredHeaders {
    /// All of them, each as an option.
    type Headers: for<'h> From<&'h HeaderMap>;
}

/// The value as text: ASCII, or UTF-8, in which parameters are sent.
pub(super) fn readable(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// A text as the value of a header to be sent. What may be a secret is marked: whoever prints the request, be it a
/// middleware, shows it otherwise.
pub(super) fn outgoing(name: &HeaderName, text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(name == COOKIE || is_told_by(name.as_str(), is_number(text)));
    Some(value)
}

/// The text of a header; `None` if it is not there or is no text.
pub fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(readable(headers.get(name)?)?.to_owned())
}

/// The value of a header, which may be JSON; `None` if it is not there or is of another type.
pub fn value<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    read(readable(headers.get(name)?)?.trim())
}

/// The items of a header, which commas separate and which may go on in a second header of the name; `None` if it is not
/// there or one of them is of another type. Each `Set-Cookie` is an item, as the dates in it have commas.
///
/// ---
/// RFC 9110, section 5.3.
pub fn list<T: Decode>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    if !name.eq_ignore_ascii_case("set-cookie") {
        return items(&joined(headers, name)?).map(read).collect();
    }
    let cookies = headers.get_all(name).iter().map(|cookie| read(readable(cookie)?.trim()));
    cookies.collect::<Option<Vec<T>>>().filter(|cookies| !cookies.is_empty())
}

/// The items of a header, each of a type of its own; `None` if it is not there or one of them is of another type.
pub fn tuple<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    guess('[', items(&joined(headers, name)?).map(|item| (String::new(), literal(item))).collect(), ']')
}

/// The members of a header, `a=1,b=2` or `a,1,b,2`; `None` if it is not there or one of them is of another type.
pub fn object<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    let text = joined(headers, name)?;
    let items: Vec<&str> = items(&text).collect();
    if items.iter().all(|item| item.contains('=')) {
        return members(items.iter().filter_map(|item| item.split_once('=')));
    }
    let (pairs, odd) = items.as_chunks();
    if odd.is_empty() { members(pairs.iter().map(|&[key, value]| (key, value))) } else { None }
}

fn joined<'h>(headers: &'h HeaderMap, name: &str) -> Option<Cow<'h, str>> {
    let mut values = headers.get_all(name).iter().map(readable);
    let first = values.next()??;
    let more: Vec<&str> = values.collect::<Option<_>>()?;
    if more.is_empty() { Some(first.into()) } else { Some(format!("{first},{}", more.join(",")).into()) }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// What is no JSON by itself, a date or a word, is the content of a string.
fn read<T: Decode>(text: &str) -> Option<T> {
    json::from_slice(text.as_bytes()).or_else(|_| json::from_slice(string(text).as_bytes())).ok()
}

fn members<'t, T: Decode>(pairs: impl Iterator<Item = (&'t str, &'t str)>) -> Option<T> {
    guess('{', pairs.map(|(key, value)| (string(key.trim()) + ":", literal(value.trim()))).collect(), '}')
}

/// A header does not tell strings from numbers: each value is tried as what it looks like, and as a string if that is
/// not its type. A value comes with what stands before it.
fn guess<T: Decode>(begin: char, mut values: Vec<(String, Cow<'_, str>)>, end: char) -> Option<T> {
    for _ in 0..=values.len() {
        let written: Vec<String> = values.iter().map(|(before, value)| format!("{before}{value}")).collect();
        let error = match json::from_slice(format!("{begin}{}{end}", written.join(",")).as_bytes()) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let wrong = value_at(&mut values, error.offset()).filter(|value| !value.starts_with('"'))?;
        *wrong = string(wrong).into();
    }
    None
}

/// The value that a place in the text belongs to.
fn value_at<'m, 't>(values: &'m mut [(String, Cow<'t, str>)], offset: usize) -> Option<&'m mut Cow<'t, str>> {
    let mut end = 0;
    values.iter_mut().map(|(before, value)| (before, value)).find_map(|(before, value)| {
        end += before.len() + value.len() + 1;
        (offset <= end).then_some(value)
    })
}

fn literal(value: &str) -> Cow<'_, str> {
    let is_json = value == "true" || value == "false" || serde_json::from_str::<serde_json::Number>(value).is_ok();
    if is_json { value.into() } else { string(value).into() }
}

/// The JSON of a string.
fn string(text: &str) -> String {
    String::from_utf8_lossy(&json::to_vec(&text as &dyn Encode)).into_owned()
}
