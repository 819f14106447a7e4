//! From page to page: how an operation says where it goes on, and the walk over all of its pages.
//!
//! [`Walk`] knows no types, so it is compiled once; [`Pages`] and [`Items`] give them to what it receives.

mod items;
mod pages;
mod walk;

pub use self::items::Items;
pub use self::pages::Pages;

use super::json::Writer;
use super::{Call, Decode, Encode, Operation};

/// How an operation goes on from page to page. Generated as a constant.
///
/// What is said to be in the body of an answer is found by its JSON pointer (RFC 6901), where `-` is the last item of an
/// array.
#[derive(Clone, Copy, Debug)]
pub struct Pagination {
    /// Where the items of a page are, an array; nothing for the body itself.
    pub items: &'static str,
    /// How the next page is asked for.
    pub next: Next,
    /// Where the answer says with `false` that it is the last one.
    pub more: Option<&'static str>,
}

/// What of a request says which page it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageArgument {
    /// The parameter with this index.
    Parameter(usize),
    /// The member of its body to which this JSON pointer leads, through objects alone. It is made if it is not there.
    Member {
        /// Where it is.
        pointer: &'static str,
        /// Is it a number, whatever the token of an answer is?
        number: bool,
    },
    /// The property of this name of its body, a form.
    Field(&'static str),
}

/// Where an answer has the token of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageToken {
    /// In its body, where the pointer leads: text or a number.
    Body(&'static str),
    /// In its body, where the pointer leads: a list, an object or a value of any type, which goes back as it came.
    Json(&'static str),
    /// In the header of this name.
    Header(&'static str),
}

/// How the page behind an answer is asked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Next {
    /// By a token in the answer. There is no further page if there is none, an empty one, or `0`, as a number or as text.
    Cursor {
        /// What takes it.
        argument: PageArgument,
        /// Where it is in the answer.
        token: PageToken,
    },
    /// By the number of the page. The page that has no items is behind the last one.
    Page {
        /// What takes it.
        argument: PageArgument,
        /// The number of the first page, if that is known.
        first: Option<u64>,
        /// Where an answer says which page it is.
        current: Option<&'static str>,
        /// Where an answer says how many pages there are.
        pages: Option<&'static str>,
    },
    /// By the number of items before it. The page that has no items is behind the last one.
    Offset {
        /// What takes it.
        argument: PageArgument,
        /// Where an answer says how many items there are.
        total: Option<&'static str>,
    },
    /// At the URL in the header `Link` of the relation `next` (RFC 8288).
    Link,
    /// At the URL in another header of the answer, of this name in lower case.
    Header(&'static str),
    /// At the URL in the body, where the pointer leads.
    Url(&'static str),
}

/// What a page is asked for with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Position<'p> {
    /// Text, or the digits of a number.
    Text(&'p str),
    /// A value of any type, as JSON.
    Json(&'p str),
}

impl<'p> Position<'p> {
    pub(super) fn text(self) -> &'p str {
        match self {
            Self::Text(text) | Self::Json(text) => text,
        }
    }

    /// A number if it looks like one, which is JSON as it stands.
    pub(super) fn as_number(self) -> Self {
        match serde_json::from_str::<serde_json::Number>(self.text()) {
            Ok(_) => Self::Json(self.text()),
            Err(_) => self,
        }
    }
}

impl Encode for Position<'_> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Text(text) => writer.string(text),
            Self::Json(json) => writer.raw(json),
        }
    }
}

/// An operation whose answers are pages.
pub trait Paginated: Operation {
    /// What a page is a list of.
    type Item: Decode;
    /// How it goes on.
    const PAGINATION: &'static Pagination;
}

impl<O: Paginated> Call<O> {
    /// The items of this page and of all that follow, as a stream. Pages are asked for when they are needed; what is set
    /// on the call, such as its timeout, holds for each.
    pub fn into_items(self) -> Items<O> {
        Items::new(self)
    }

    /// This page and all that follow, as a stream. Pages are asked for when they are needed; what is set on the call,
    /// such as its timeout, holds for each.
    pub fn into_pages(self) -> Pages<O> {
        Pages::new(self)
    }
}
