//! The media types that documents of 2.0 declare for all bodies of an operation, in documents of 3.x.

use super::context::{Context, Field};
use super::place::Place;
use super::version::Version;
use serde_json::Value;

/// What bodies without a media type of their own are written in, if the document or the operation says.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    consumes: Vec<String>,
    produces: Vec<String>,
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Request,
    Response,
}

impl Declared {
    /// What a document or an operation says, else what was said before.
    pub(super) fn within(&self, node: &Value) -> Self {
        let list = |key: &str, before: &[String]| match node.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(one)) => vec![one.clone()],
            _ => before.to_vec(),
        };
        Self { consumes: list("consumes", &self.consumes), produces: list("produces", &self.produces) }
    }

    /// The media types of a body that has none of its own: JSON if nobody says.
    pub(super) fn media_types(&self, body: Body) -> Vec<String> {
        let declared = match body {
            Body::Request => &self.consumes,
            Body::Response => &self.produces,
        };
        if declared.is_empty() { vec!["application/json".to_owned()] } else { declared.clone() }
    }
}

impl Context<'_> {
    /// `consumes` and `produces` where 3.x has no such member.
    pub(super) fn declared_member(&mut self, key: &str, here: &Place<'_>) -> Field {
        self.keyword_of(Version::V2, if key == "consumes" { "`consumes`" } else { "`produces`" }, here);
        Field::Omit
    }
}
