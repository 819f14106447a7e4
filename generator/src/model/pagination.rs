//! Answers that are pages of a list.

use crate::model::Type;

/// How an operation goes on from page to page. Places in the body are JSON pointers (RFC 6901), where `-` is the last
/// item of an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// Where the items are; nothing for the body itself.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// How the next page is asked for.
    pub next: Next,
    /// Where the answer says with `false` that it is the last one.
    pub more: Option<String>,
}

/// What of a request says which page it asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum PageArgument {
    /// The parameter with this index.
    Parameter(usize),
    /// A member of the body, which is JSON.
    Member {
        /// Where it is.
        pointer: String,
        /// Is it a number?
        number: bool,
    },
    /// The property of this name of the body, which is a form.
    Field(String),
}

/// Where an answer has a token.
#[derive(Clone, Debug, PartialEq)]
pub enum PageToken {
    /// In the body: text or a number.
    Body(String),
    /// In the body: a list, an object or a value of any type, which goes back as it came.
    Json(String),
    /// In the header of this name.
    Header(String),
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// With a token of the answer.
    Cursor {
        /// What takes it.
        argument: PageArgument,
        /// Where it is.
        token: PageToken,
    },
    /// With the number of the page.
    Page {
        /// What takes it.
        argument: PageArgument,
        /// The number of the first page, if that is known.
        first: Option<u32>,
        /// Where the answer says which page it is.
        current: Option<String>,
        /// Where the answer says how many pages there are.
        pages: Option<String>,
    },
    /// With the number of items before it.
    Offset {
        /// What takes it.
        argument: PageArgument,
        /// Where the answer says how many items there are.
        total: Option<String>,
    },
    /// At the URL in the header `Link` of the relation `next` (RFC 8288).
    Link,
    /// At the URL in another header, of this name in lower case.
    Header(String),
    /// At the URL in the body.
    Url(String),
}
