//! Properties that are there under a condition: `then`, `else` and `dependentSchemas` (JSON Schema 2020-12, 10.2.2).

use crate::normalize::coerce::object;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use serde_json::{Map, Value, json};

/// Conditions inside of conditions that are looked at: chains of `else` are as long as the list of cases.
const DEPTH: usize = 32;

/// The keywords that hold such schemas, and whether they hold one or a map of them.
const APPLIED: [(&str, bool); 4] =
    [("then", false), ("else", false), ("dependentSchemas", true), ("dependencies", true)];

/// A schema that holds under a condition, and the members that lead to it.
struct Applied<'v> {
    steps: Vec<&'v str>,
    members: &'v Map<String, Value>,
}

/// A property that such a schema declares.
struct Declared<'v> {
    steps: Vec<&'v str>,
    name: &'v str,
    schema: &'v Value,
}

impl Context<'_> {
    /// Adds the properties that an object may have under a condition, unless it declares them itself.
    pub(super) fn conditional_properties(
        &mut self,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        if is_closed(members) {
            return;
        }
        let declared: Vec<Declared<'_>> = applied(members, 0).iter().flat_map(declared).collect();
        for Declared { name, .. } in &declared {
            if !out.contains_key(*name) {
                let same = declared.iter().filter(|other| other.name == *name);
                out.insert((*name).to_owned(), self.conditional_property(&distinct(same), place));
            }
        }
    }

    /// A property that conditions declare in these ways.
    fn conditional_property(&mut self, ways: &[&Declared<'_>], place: &Place<'_>) -> Value {
        let schema = match ways {
            [only] => self.lifted(&only.steps, only, None, place),
            _ => {
                let branches = ways.iter().enumerate().map(|(at, way)| self.lifted(&way.steps, way, Some(at), place));
                json!({"anyOf": branches.collect::<Vec<_>>()})
            }
        };
        let mut body = match schema {
            Value::Object(body) if !body.contains_key("$ref") => body,
            reference => object([("allOf", json!([reference]))]),
        };
        body.insert(facts::CONDITIONAL.to_owned(), true.into());
        body.into()
    }

    /// The schema of a property that is written some steps below `place` and belongs right there, as a branch if there
    /// are several.
    fn lifted(&mut self, steps: &[&str], way: &Declared<'_>, branch: Option<usize>, place: &Place<'_>) -> Value {
        if let [step, rest @ ..] = steps {
            return self.lifted(rest, way, branch, &place.lifted_key(step));
        }
        let list = place.key("properties");
        let property = list.key(way.name);
        self.moved(&property);
        let Some(at) = branch else { return self.schema(way.schema, &property) };
        let branches = property.under_key("anyOf");
        let here = branches.under_index(at);
        self.moved(&here);
        self.schema(way.schema, &here)
    }
}

/// Those that say something that none before says.
fn distinct<'d, 'v>(all: impl Iterator<Item = &'d Declared<'v>>) -> Vec<&'d Declared<'v>> {
    let mut distinct: Vec<&Declared<'_>> = Vec::new();
    for way in all {
        if distinct.iter().all(|known| known.schema != way.schema) {
            distinct.push(way);
        }
    }
    distinct
}

/// Can there be no property but those that the object declares itself?
fn is_closed(members: &Map<String, Value>) -> bool {
    members.get("additionalProperties") == Some(&Value::Bool(false))
}

/// Does the keyword give an object of these members properties under a condition?
pub(super) fn gives_properties(members: &Map<String, Value>, key: &str, value: &Value) -> bool {
    !is_closed(members) && under(key, value, 0).iter().any(|applied| !declared(applied).is_empty())
}

/// The schemas that hold for an object under a condition.
fn applied(members: &Map<String, Value>, depth: usize) -> Vec<Applied<'_>> {
    members.iter().flat_map(|(key, value)| under(key, value, depth)).collect()
}

/// Those that one member of an object holds, and those inside of them.
fn under<'v>(key: &'v str, value: &'v Value, depth: usize) -> Vec<Applied<'v>> {
    let Some((key, is_map)) = APPLIED.into_iter().find(|(keyword, _)| *keyword == key) else { return Vec::new() };
    let Some(members) = value.as_object().filter(|_| depth < DEPTH) else { return Vec::new() };
    match is_map {
        false => with_inner(vec![key], members, depth),
        true => {
            let schemas = members.iter().filter_map(|(name, schema)| Some((name, schema.as_object()?)));
            schemas.flat_map(|(name, members)| with_inner(vec![key, name], members, depth)).collect()
        }
    }
}

fn with_inner<'v>(steps: Vec<&'v str>, members: &'v Map<String, Value>, depth: usize) -> Vec<Applied<'v>> {
    let inner = applied(members, depth + 1);
    let inner = inner.into_iter().map(|inner| Applied { steps: [steps.clone(), inner.steps].concat(), ..inner });
    let inner: Vec<Applied<'v>> = inner.collect();
    std::iter::once(Applied { steps, members }).chain(inner).collect()
}

/// The properties of such a schema, but for those that are only said to be there or not.
fn declared<'v>(applied: &Applied<'v>) -> Vec<Declared<'v>> {
    let properties = applied.members.get("properties").and_then(Value::as_object);
    let typed =
        properties.into_iter().flatten().filter(|(_, schema)| schema.as_object().is_some_and(|it| !it.is_empty()));
    typed.map(|(name, schema)| Declared { steps: applied.steps.clone(), name, schema }).collect()
}
