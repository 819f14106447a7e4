//! Extensions that say how an operation goes on from page to page.

use indexmap::IndexMap;
use serde_json::Value;

use crate::config::{Next, Pagination, Token};
use crate::pointer::escape;

/// Makes sense of an extension.
type Reader = fn(&Value) -> Option<Pagination>;

/// The name of the first extension that is there, and what it says, if that is understood.
pub(super) fn read(extensions: &IndexMap<String, Value>) -> Option<(&'static str, Option<Pagination>)> {
    let known: [(&'static str, Reader); 4] = [
        ("x-pagination", own),
        ("x-speakeasy-pagination", speakeasy),
        ("x-fern-pagination", fern),
        ("x-ms-pageable", microsoft),
    ];
    let found = known.into_iter().find_map(|(name, read)| Some((name, read, extensions.get(name)?)));
    let (name, read, value) = found.filter(|(_, _, value)| !is_off(value))?;
    Some((name, read(value)))
}

/// There is a list, but only one page of it.
fn is_off(value: &Value) -> bool {
    *value == Value::Bool(false) || value.get("nextLinkName").is_some_and(Value::is_null)
}

/// The words of `codegen.toml`.
fn own(value: &Value) -> Option<Pagination> {
    let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let first = || value.get("first")?.as_u64().and_then(|first| u32::try_from(first).ok());
    let next = match () {
        () if text("cursor").is_some() => {
            let token = text("next").map(Token::Body).or_else(|| text("next-header").map(Token::Header))?;
            Next::Cursor { argument: text("cursor")?, token }
        }
        () if text("page").is_some() => {
            Next::Page { argument: text("page")?, first: first(), current: text("current"), pages: text("pages") }
        }
        () if text("offset").is_some() => Next::Offset { argument: text("offset")?, total: text("total") },
        () if text("next-header").is_some() => Next::Header(text("next-header")?),
        () if text("next-url").is_some() => Next::Url(text("next-url")?),
        () if value.get("link")?.as_bool()? => Next::Link,
        () => return None,
    };
    Some(Pagination { items: text("items"), next, more: text("more") })
}

/// Speakeasy's: parameters and members of the body are `inputs` of a `type`, what is in the answer are `outputs`.
fn speakeasy(value: &Value) -> Option<Pagination> {
    let output = |key: &str| pointer(value.get("outputs")?.get(key)?.as_str()?);
    let input = |kind: &str| {
        let inputs = value.get("inputs")?.as_array()?.iter();
        let mut named = inputs.filter(|input| input["type"] == kind).filter_map(|input| {
            let name = input.get("name")?.as_str()?;
            match input.get("in")?.as_str()? {
                "parameters" => Some(name.to_owned()),
                "requestBody" => Some(format!("/{}", escape(name))),
                _ => None,
            }
        });
        named.next()
    };
    let next = match value.get("type")?.as_str()? {
        "cursor" => Next::Cursor { argument: input("cursor")?, token: Token::Body(output("nextCursor")?) },
        "url" => Next::Url(output("nextUrl")?),
        "offsetLimit" => match input("page") {
            Some(argument) => Next::Page { argument, first: None, current: None, pages: output("numPages") },
            None => Next::Offset { argument: input("offset")?, total: None },
        },
        _ => return None,
    };
    Some(Pagination { items: output("results"), next, more: None })
}

/// Fern's: each property of the request and of the answer by its path; a path of several steps is one in the body of the
/// request. An offset without a step counts pages.
fn fern(value: &Value) -> Option<Pagination> {
    let argument = |key: &str| {
        let path = value.get(key)?.as_str()?.strip_prefix("$request.")?;
        if path.contains('.') { pointer(&format!("$.{path}")) } else { Some(path.to_owned()) }
    };
    let answer = |key: &str| pointer(value.get(key)?.as_str()?);
    let next = match () {
        () if value.get("cursor").is_some() => {
            Next::Cursor { argument: argument("cursor")?, token: Token::Body(answer("next_cursor")?) }
        }
        () if value.get("offset").is_some() && value.get("step").is_some() => {
            Next::Offset { argument: argument("offset")?, total: None }
        }
        () if value.get("offset").is_some() => {
            Next::Page { argument: argument("offset")?, first: None, current: None, pages: None }
        }
        () => Next::Url(answer("next_uri").or_else(|| answer("next_path"))?),
    };
    Some(Pagination { items: answer("results"), next, more: answer("has-next-page") })
}

/// Microsoft's: a URL in the answer, `nextLink` and `value` if nothing else is said.
fn microsoft(value: &Value) -> Option<Pagination> {
    let text =
        |key: &str, default: &str| value.get(key).map_or(Some(default), Value::as_str).map(|name| format!("/{name}"));
    let next = Next::Url(text("nextLinkName", "nextLink")?);
    Some(Pagination { items: text("itemName", "value"), next, more: None })
}

/// The JSON pointer of a path with dots, `$.data[-1].id` or `$response.data`; the last item of an array is `-`.
fn pointer(path: &str) -> Option<String> {
    let path = path.strip_prefix("$response").or_else(|| path.strip_prefix('$'))?;
    let path =
        path.replace("[(@.length-1)]", "[-1]").replace("[-1]", ".-").replace('[', ".").replace([']', '\'', '"'], "");
    let mut steps = path.split('.');
    let whole = steps.next() == Some("");
    let steps: Vec<_> = steps.map(escape).collect();
    (whole && steps.iter().all(|step| !step.is_empty() && step != "*"))
        .then(|| steps.iter().map(|step| format!("/{step}")).collect())
}
