//! The media types that 2.0 declares for all bodies of a document or an operation, which documents of 3.x have too.

use super::context::{Context, Field};
use super::place::Place;
use super::version::Version;
use serde_json::Value;

pub(super) const JSON: &str = "application/json";

/// What bodies without a media type of their own are written in, as far as the document or the operation says.
#[derive(Clone, Debug, Default)]
pub(super) struct MediaTypes {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Request,
    Response,
}

impl MediaTypes {
    /// What a document or an operation says, even if that is none, else what was said before.
    pub(super) fn within(&self, node: &Value) -> Self {
        let list = |key: &str, before: &[String]| match node.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(one)) => vec![one.clone()],
            _ => before.to_vec(),
        };
        Self { consumes: list("consumes", &self.consumes), produces: list("produces", &self.produces) }
    }

    /// The media types of a body that has none of its own: JSON if nobody says.
    pub(super) fn of(&self, body: Body) -> Vec<String> {
        let declared = match body {
            Body::Request => &self.consumes,
            Body::Response => &self.produces,
        };
        if declared.is_empty() { vec![JSON.to_owned()] } else { declared.clone() }
    }
}

impl Context<'_> {
    /// `consumes` and `produces` where 3.x has no such member.
    pub(super) fn declared_member(&mut self, key: &str, here: &Place<'_>) -> Field {
        self.keyword_of(Version::V2, if key == "consumes" { "`consumes`" } else { "`produces`" }, here);
        Field::Omit
    }
}
