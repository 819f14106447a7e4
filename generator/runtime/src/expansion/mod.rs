//! From the JSON text of an argument to its spelling in a request.
//!
//! Nothing here is generic: an argument is encoded to JSON by its type, and all styles work on that
//! text.

mod json_text;
mod path;
mod percent;
mod style;

pub(super) use self::json_text::{Json, outside_strings};
pub(super) use self::path::{expand as path, literal as path_literal};
pub(super) use self::percent::{Keep, decoded, encode as percent, encoded, encoded_pair};
pub(super) use self::style::{cookie, form, header, lists, name_of, pairs, query, value_in, with_pair};
