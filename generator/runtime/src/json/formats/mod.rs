//! The `format`s of OpenAPI that have a type of their own. A generated crate has only those that its document needs.

mod base64url;
mod byte;
mod chrono_date;
mod chrono_date_time;
mod chrono_time;
mod decimal;
mod integer;
mod jiff_date;
mod jiff_date_time;
mod jiff_duration;
mod jiff_time;
mod octets;
mod rfc3339;
mod spelling;
mod text;
mod time_date;
mod time_date_time;
mod time_time;
mod url;
mod uuid;

pub use base64url::Base64Url;
pub use byte::Base64;
pub use text::{Format, Text};
