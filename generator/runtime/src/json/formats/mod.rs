//! The `format`s of OpenAPI that have a type of their own. A generated crate has only those that its document needs.

mod byte;
mod date;
mod date_time;
mod time;
mod uuid;

pub use byte::Base64;
