//! The styles. All but `deepObject` differ only in a few separators, which are [`Rules`].
//!
//! ---
//! OpenAPI 3.0.4, section 4.7.12.3 and appendix C; RFC 6570, appendix A.

use std::borrow::Cow;

use http::header::HeaderName;

use super::super::{Location, Notation, Parameter, Style};
use super::json_text::{Json, element, is_defined};
use super::percent::{Keep, encode, encoded, encoded_pair};

const QUERY: Rules = Rules::new("", "&").named("=");
const COOKIE: Rules = Rules::new("", "; ").named("=");
const HEADER: Rules = Rules::new("", ",").keep(Keep::All);

/// How a style spells a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Before everything.
    first: &'static str,
    /// Between exploded elements.
    exploded: &'static str,
    /// Between elements that are not exploded.
    joined: &'static str,
    /// Is the name written? Then this stands before an empty value.
    named: Option<&'static str>,
    keep: Keep,
}

impl Rules {
    pub(super) const fn new(first: &'static str, exploded: &'static str) -> Self {
        Self { first, exploded, joined: ",", named: None, keep: Keep::Unreserved }
    }

    pub(super) const fn named(mut self, equals: &'static str) -> Self {
        self.named = Some(equals);
        self
    }

    pub(super) const fn keep(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }
}

/// Appends `name=value` pairs, joined by `&`. Appends nothing for `null` and for empty arrays and
/// objects.
pub(in super::super) fn query(parameter: &Parameter, text: &str, out: &mut String) {
    if parameter.location == Location::QueryString {
        return whole_query(parameter, text, out);
    }
    let keep = match parameter.allow_reserved {
        true => Keep::Reserved,
        false => Keep::Unreserved,
    };
    let joined = match parameter.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    let rules = Rules { joined, keep, ..QUERY };
    match document(parameter, text) {
        Some(document) => pair(parameter.name, &document, rules, out),
        None if parameter.style == Style::DeepObject => {
            let pairs = deep_pairs(parameter.name, text);
            each(&pairs, rules, out, |(name, value), out| pair(name, value, rules, out));
        }
        None => expand(parameter, text, rules, out),
    }
}

/// A form is a query as it is; any other document is encoded as a whole.
///
/// ---
/// OpenAPI 3.2, section 4.12 (Parameter Object).
fn whole_query(parameter: &Parameter, text: &str, out: &mut String) {
    match document(parameter, text) {
        Some(form) if matches!(parameter.notation, Notation::Form(_)) => out.push_str(&form),
        Some(document) => encode(&document, Keep::Unreserved, out),
        None if is_defined(text) => encode(&element(text), Keep::Unreserved, out),
        None => {}
    }
}

/// The text of a parameter that is a document; `None` of one that its style spells.
///
/// ---
/// OpenAPI 3.0.4, section 4.7.12.2.3: `content` excludes `style`.
pub(super) fn document<'t>(parameter: &Parameter, text: &'t str) -> Option<Cow<'t, str>> {
    match parameter.notation {
        Notation::Styled => None,
        Notation::Json => Some(Cow::Borrowed(text)),
        Notation::Form(encoding) => form(text, encoding).map(Cow::Owned),
    }
}

/// Appends `name=value` pairs, joined by `; `; false if no cookie can carry them as they are.
pub(in super::super) fn cookie(parameter: &Parameter, text: &str, out: &mut String) -> bool {
    match document(parameter, text) {
        Some(document) => pair(parameter.name, &document, COOKIE, out),
        None if parameter.style == Style::Cookie => return plain_cookie(&pairs(parameter, text), out),
        None => expand(parameter, text, COOKIE, out),
    }
    true
}

/// ---
/// RFC 6265, section 4.1.1: `cookie-name` and `cookie-value`, which can stand in quotes.
fn plain_cookie(pairs: &[(String, String)], out: &mut String) -> bool {
    let fits = |(name, value): &(String, String)| {
        let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        HeaderName::from_bytes(name.as_bytes()).is_ok() && unquoted.bytes().all(|byte| Keep::InCookie.keeps(byte))
    };
    each(pairs, COOKIE, out, |(name, value), out| out.extend([name, "=", value]));
    pairs.iter().all(fits)
}

/// Appends the value. Headers know no percent-encoding.
pub(in super::super) fn header(parameter: &Parameter, text: &str, out: &mut String) {
    match document(parameter, text) {
        Some(document) => out.push_str(&document),
        None => expand(parameter, text, HEADER, out),
    }
}

/// The array or object without what is `null` in it.
fn defined(text: &str) -> Json<'_> {
    let mut parsed = Json::parse(text);
    match &mut parsed {
        Json::Array(items) => items.retain(|item| is_defined(item)),
        Json::Object(members) => members.retain(|(_, value)| is_defined(value)),
        Json::Null | Json::Scalar(_) => {}
    }
    parsed
}

/// Appends `text` by `rules`.
pub(super) fn expand(parameter: &Parameter, text: &str, rules: Rules, out: &mut String) {
    let name = parameter.name;
    match defined(text) {
        Json::Null => {}
        Json::Scalar(value) => {
            out.push_str(rules.first);
            value_of(name, &value, rules, out);
        }
        Json::Array(items) if parameter.explode => {
            each(&items, rules, out, |item, out| value_of(name, &element(item), rules, out));
        }
        Json::Array(items) => joined(name, items.into_iter().map(element), rules, out),
        Json::Object(members) if parameter.explode => {
            let pairs: Vec<_> = members.iter().flat_map(|(key, item)| repeated(key, item, rules)).collect();
            each(&pairs, rules, out, |(key, item), out| pair(key, item, rules, out));
        }
        Json::Object(members) => {
            let items = members.into_iter().flat_map(|(key, item)| [key, element(item)]);
            joined(name, items, rules, out);
        }
    }
}

/// A member of an exploded object. In a query, an array is one pair for each of its items: OpenAPI leaves it open, and so
/// do servers read it that bind objects.
fn repeated<'k, 't>(key: &'k str, item: &'t str, rules: Rules) -> Vec<(&'k str, Cow<'t, str>)> {
    match Json::parse(item) {
        Json::Array(items) if rules.exploded == QUERY.exploded => {
            items.into_iter().filter(|item| is_defined(item)).map(|item| (key, element(item))).collect()
        }
        _ => vec![(key, element(item))],
    }
}

fn each<T>(items: &[T], rules: Rules, out: &mut String, write: impl Fn(&T, &mut String)) {
    for (index, item) in items.iter().enumerate() {
        out.push_str(match index {
            0 => rules.first,
            _ => rules.exploded,
        });
        write(item, out);
    }
}

fn joined<'a>(name: &str, items: impl Iterator<Item = Cow<'a, str>>, rules: Rules, out: &mut String) {
    for (index, item) in items.enumerate() {
        match index {
            0 => {
                out.push_str(rules.first);
                value_of(name, &item, rules, out);
            }
            _ => {
                out.push_str(rules.joined);
                encode(&item, rules.keep, out);
            }
        }
    }
}

/// The value, behind its name if the style writes names.
fn value_of(name: &str, value: &str, rules: Rules, out: &mut String) {
    match rules.named {
        Some(_) => pair(name, value, rules, out),
        None => encode(value, rules.keep, out),
    }
}

fn pair(name: &str, value: &str, rules: Rules, out: &mut String) {
    let keep = match rules.keep {
        Keep::All => Keep::All,
        _ => Keep::Unreserved,
    };
    encode(name, keep, out);
    match rules.named {
        Some(equals) if value.is_empty() => out.push_str(equals),
        _ => out.push('='),
    }
    encode(value, rules.keep, out);
}

/// The pairs that a style spells a value in, nothing encoded: what the parts of a form are made of.
pub(in super::super) fn pairs(parameter: &Parameter, text: &str) -> Vec<(String, String)> {
    let name = parameter.name;
    let separator = match parameter.style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        _ => ",",
    };
    let pair = |name: &str, value: &str| (name.to_owned(), element(value).into_owned());
    match defined(text) {
        Json::Null => Vec::new(),
        Json::Scalar(value) => vec![(name.to_owned(), value.into_owned())],
        _ if parameter.style == Style::DeepObject => deep_pairs(name, text),
        Json::Array(items) if parameter.explode => items.into_iter().map(|item| pair(name, item)).collect(),
        Json::Object(members) if parameter.explode => members.iter().map(|(key, item)| pair(key, item)).collect(),
        Json::Array(items) => {
            vec![(name.to_owned(), items.into_iter().map(element).collect::<Vec<_>>().join(separator))]
        }
        Json::Object(members) => {
            let words: Vec<_> = members.into_iter().flat_map(|(key, item)| [key, element(item)]).collect();
            vec![(name.to_owned(), words.join(separator))]
        }
    }
}

/// `name[key]` and the value; deeper objects go on with `[key]`, arrays with `[index]`. OpenAPI leaves what is deeper open;
/// this is what qs, Rack and PHP read.
fn deep_pairs(name: &str, text: &str) -> Vec<(String, String)> {
    match Json::parse(text) {
        Json::Null => Vec::new(),
        Json::Scalar(value) => vec![(name.to_owned(), value.into_owned())],
        Json::Array(items) => {
            let numbered = items.into_iter().enumerate();
            numbered.flat_map(|(index, item)| deep_pairs(&format!("{name}[{index}]"), item)).collect()
        }
        Json::Object(members) => {
            members.into_iter().flat_map(|(key, item)| deep_pairs(&format!("{name}[{key}]"), item)).collect()
        }
    }
}

/// An object as a form; `None` if it is none. `null` is a form without properties.
///
/// ---
/// OpenAPI 3.0.4, section 4.7.15.1.1: without an `encoding` of its own, a property is spelled as a
/// query parameter of style `form`; an object in it is JSON.
pub(in super::super) fn form(text: &str, encoding: &[Parameter]) -> Option<String> {
    let mut out = String::new();
    match Json::parse(text) {
        Json::Object(members) => push_properties(members, encoding, &mut out),
        Json::Null => {}
        Json::Scalar(_) | Json::Array(_) => return None,
    }
    Some(as_in_forms(&out))
}

/// The properties of a form that are spelled as lists of names and values, `a=user,rex`. Names don't stand out there, so all
/// of it counts as a secret.
pub(in super::super) fn lists(text: &[u8], encoding: impl Iterator<Item = Parameter>) -> Vec<&'static str> {
    let is_list = |it: &Parameter| !it.explode && it.style != Style::DeepObject && it.notation == Notation::Styled;
    let mut lists = encoding.filter(is_list).peekable();
    if lists.peek().is_none() {
        return Vec::new();
    }
    let Ok(Json::Object(members)) = str::from_utf8(text).map(Json::parse) else {
        return Vec::new();
    };
    let is_object = |name: &&str| members.iter().any(|(key, value)| key == name && value.trim_ascii().starts_with('{'));
    lists.map(|parameter| parameter.name).filter(is_object).collect()
}

/// The form with this pair at its end, in place of those of the name that it has.
pub(in super::super) fn with_pair(form: &str, name: &str, value: &str) -> String {
    let new = as_in_forms(&encoded_pair(name, value));
    let others = form.split('&').filter(|pair| !pair.is_empty() && name_of(pair) != name_of(&new));
    others.chain([new.as_str()]).collect::<Vec<_>>().join("&")
}

/// The value of the first pair of the name in a form, as it is spelled there.
pub(in super::super) fn value_in<'f>(form: &'f str, name: &str) -> Option<&'f str> {
    let name = as_in_forms(&encoded(name));
    form.split('&').find(|pair| name_of(pair) == name)?.split_once('=').map(|(_, value)| value)
}

/// The name in `name=value`, as it is written.
pub(in super::super) fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// What forms spell otherwise than a query does. A percent sign of a value is encoded, so `%20` is always a space.
///
/// ---
/// WHATWG URL, "application/x-www-form-urlencoded serializing".
fn as_in_forms(query: &str) -> String {
    query.replace("%20", "+").replace("%2A", "*").replace('~', "%7E")
}

fn push_properties(members: Vec<(Cow<'_, str>, &str)>, encoding: &[Parameter], out: &mut String) {
    for (key, value) in members {
        let before = out.len();
        out.push_str(if before == 0 { "" } else { "&" });
        let start = out.len();
        match encoding.iter().find(|parameter| parameter.name == key) {
            Some(parameter) => query(parameter, value, out),
            None => property(&key, value, out),
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
}

fn property(key: &str, value: &str, out: &mut String) {
    match Json::parse(value) {
        Json::Null => {}
        Json::Array(mut items) => {
            items.retain(|item| is_defined(item));
            each(&items, QUERY, out, |item, out| pair(key, &element(item), QUERY, out));
        }
        Json::Scalar(_) | Json::Object(_) => pair(key, &element(value), QUERY, out),
    }
}
