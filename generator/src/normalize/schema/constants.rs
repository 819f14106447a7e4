//! A union of constants, each with its own title and description, is an enum.

use super::Kind;
use super::composition::Branches;
use crate::normalize::coerce::object;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

/// One branch of such a union.
struct Constant<'v> {
    value: &'v Value,
    kind: Kind,
    members: &'v Map<String, Value>,
}

impl Context<'_> {
    /// The enum that the branches make up, if each is one constant of the same type.
    pub(super) fn constants(
        &mut self,
        union: &Branches<'_>,
        hint: Option<Kind>,
        _place: &Place<'_>,
    ) -> Option<Map<String, Value>> {
        let constants: Option<Vec<_>> = union.list.iter().map(|(_, branch)| constant(branch)).collect();
        let constants = constants.filter(|constants| constants.len() > 1)?;
        let kind = constants.first()?.kind;
        let same = constants.iter().all(|constant| constant.kind == kind) && hint.is_none_or(|hint| hint == kind);
        (same && distinct(&constants)).then(|| enumeration(kind, &constants))
    }
}

fn distinct(constants: &[Constant<'_>]) -> bool {
    let repeats = |(index, constant): (usize, &Constant<'_>)| {
        constants[..index].iter().any(|earlier| earlier.value == constant.value)
    };
    !constants.iter().enumerate().any(repeats)
}

fn enumeration(kind: Kind, constants: &[Constant<'_>]) -> Map<String, Value> {
    let values: Vec<Value> = constants.iter().map(|constant| constant.value.clone()).collect();
    let mut out = object([("type", kind.name().into()), ("enum", values.into())]);
    if kind == Kind::Number {
        out.insert(facts::ENUM.to_owned(), out["enum"].clone());
    }
    for (key, fact) in [("title", facts::ENUM_TITLES), ("description", facts::ENUM_DESCRIPTIONS)] {
        let texts: Vec<Value> = constants.iter().map(|constant| text(constant, key)).collect();
        if texts.iter().any(Value::is_string) {
            out.insert(fact.to_owned(), texts.into());
        }
    }
    let deprecated = constants.iter().filter(|constant| constant.members.get("deprecated") == Some(&Value::Bool(true)));
    let deprecated: Vec<Value> = deprecated.map(|constant| constant.value.clone()).collect();
    if !deprecated.is_empty() {
        out.insert(facts::ENUM_DEPRECATED.to_owned(), deprecated.into());
    }
    out
}

fn text(constant: &Constant<'_>, key: &str) -> Value {
    constant.members.get(key).filter(|value| value.is_string()).cloned().unwrap_or(Value::Null)
}

fn constant(branch: &Value) -> Option<Constant<'_>> {
    let members = branch.as_object()?;
    let allowed = ["const", "enum", "type", "title", "description", "deprecated", "example", "examples"];
    let value = match (members.get("const"), members.get("enum").and_then(Value::as_array).map(Vec::as_slice)) {
        (Some(value), None) => value,
        (None, Some([value])) => value,
        _ => return None,
    };
    let kind = Kind::of(value).filter(|kind| matches!(kind, Kind::String | Kind::Integer | Kind::Number))?;
    let declared = members.get("type").map_or(Some(kind), |own| Kind::parse(own.as_str()?));
    let kind = declared.filter(|declared| declared.holds(kind))?;
    let plain = members.keys().all(|key| allowed.contains(&key.as_str()));
    let small = kind != Kind::Integer || value.is_i64();
    (plain && small).then_some(Constant { value, kind, members })
}
