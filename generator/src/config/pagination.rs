//! `pagination` of an operation: how it goes on from page to page.

use super::finding::Finding;
use super::table::{Table, list};

/// Whether an operation has pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pages {
    /// It has none, whatever the document looks like.
    None,
    /// It has, and this is how.
    Some(Pagination),
}

/// How an operation goes on from page to page. Places in the body are JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// Where the items are; `None` if there is only one place where they can be.
    pub items: Option<String>,
    /// How the next page is asked for.
    pub next: Next,
    /// Where the answer says with `false` that it is the last one.
    pub more: Option<String>,
}

/// How the next page is asked for. What takes its place is a parameter, named as on the wire, or a member of the body, by
/// its JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// With a token of the answer.
    Cursor {
        /// What takes it.
        argument: String,
        /// Where it is.
        token: Token,
    },
    /// With the number of the page.
    Page {
        /// What takes it.
        argument: String,
        /// The number of the first page.
        first: Option<u32>,
        /// Where the answer says which page it is.
        current: Option<String>,
        /// Where the answer says how many pages there are.
        pages: Option<String>,
    },
    /// With the number of items before it.
    Offset {
        /// What takes it.
        argument: String,
        /// Where the answer says how many items there are.
        total: Option<String>,
    },
    /// At the URL in the header `Link`.
    Link,
    /// At the URL in another header.
    Header(String),
    /// At the URL in the body.
    Url(String),
}

/// Where an answer has a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// In the body.
    Body(String),
    /// In a header.
    Header(String),
}

/// The keys that say how the next page is asked for, each with those that go along with it.
const KINDS: [(&str, &[&str]); 6] = [
    ("cursor", &["next", "next-header"]),
    ("page", &["first", "current", "pages"]),
    ("offset", &["total"]),
    ("link", &[]),
    ("next-header", &[]),
    ("next-url", &[]),
];

/// `false`, or a table.
pub(super) fn pages(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Pages> {
    let value = table.get("pagination")?;
    match value.get_ref().as_bool() {
        Some(false) => Some(Pages::None),
        Some(true) => table.wrong("pagination", value, "`false` or a table", findings),
        None => table.table("pagination", findings, pagination)?.map(Pages::Some),
    }
}

fn pagination(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Pagination> {
    let kinds = KINDS.map(|(kind, _)| kind);
    let Some((kind, own)) = KINDS.iter().find(|(kind, _)| table.get(kind).is_some()) else {
        let message = format!("`pagination` says nothing of the next page: one of {} is needed", list(&kinds));
        findings.push(Finding::error(table.span.clone(), message));
        return None;
    };
    table.only(&[&["items", "more", *kind][..], *own].concat(), findings);
    let mut pointer = |key| pointer(table, key, findings);
    let (items, more) = (pointer("items"), pointer("more"));
    let (current, pages, total, url) = (pointer("current"), pointer("pages"), pointer("total"), pointer("next-url"));
    let next = match *kind {
        "cursor" => {
            let token = token(table, findings)?;
            Next::Cursor { argument: table.required(kind, findings)?, token }
        }
        "page" => {
            let first = table.number("first", findings);
            Next::Page { argument: table.required(kind, findings)?, first, current, pages }
        }
        "offset" => Next::Offset { argument: table.required(kind, findings)?, total },
        "next-header" => Next::Header(table.required(kind, findings)?),
        "next-url" => Next::Url(url?),
        _ if table.boolean(kind, findings)? => Next::Link,
        _ => return table.wrong(kind, table.get(kind)?, "`true`", findings),
    };
    Some(Pagination { items, next, more })
}

/// Where the token of a cursor is: in the body, unless a header is named instead.
fn token(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Token> {
    match (table.get("next"), table.get("next-header")) {
        (None, Some(_)) => Some(Token::Header(table.required("next-header", findings)?)),
        (Some(_), None) => Some(Token::Body(pointer(table, "next", findings)?)),
        (Some(_), Some(value)) => {
            findings.push(Finding::error(value.span(), "`next` and `next-header` both say where the token is"));
            None
        }
        (None, None) => table.required("next", findings).and(None),
    }
}

/// A JSON pointer, `/data/items`; nothing stands for the whole body.
fn pointer(table: &Table<'_, '_>, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let text = table.string(key, findings)?;
    if text.is_empty() && key == "items" || text.starts_with('/') {
        return Some(text);
    }
    let span = table.get(key)?.span();
    let help = format!("write `/{}`", text.replace('.', "/"));
    findings.push(Finding::error(span, format!("`{key}` must be a JSON pointer, as `/data`")).help(help));
    None
}
