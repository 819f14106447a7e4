//! A document of 3.x with members of 2.0: those that say where the API is, how a client shows who it is, and what is
//! shared.
//!
//! A schema in `definitions` stays where references lead to, and is a component by one. Parameters and responses are read
//! where something refers to them.

use super::servers::ADDRESS;
use super::{security, servers};
use crate::diagnostics::{Diagnostics, defect};
use crate::normalize::provenance::Provenance;
use crate::normalize::sections;
use crate::normalize::version::Version;
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};

const SCHEMES: &str = "securityDefinitions";

const DEFINITIONS: &str = "definitions";

/// Members that stay where they are.
const SHARED: [&str; 3] = [DEFINITIONS, "parameters", "responses"];

/// The document with these members where 3.0 has them; `None` if it has none of them.
pub(in crate::normalize) fn lifted(
    root: &Value,
    provenance: &mut Provenance,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let members = root.as_object()?;
    let is_older = |key: &str| ADDRESS.contains(&key) || key == SCHEMES;
    let is_shared =
        |key: &str, value: &Value| SHARED.contains(&key) && value.as_object().is_some_and(|own| !own.is_empty());
    let older = members.iter().filter(|(key, value)| is_older(key) || is_shared(key, value));
    let older: Vec<&String> = older.map(|(key, _)| key).collect();
    let first = Pointer::root().key(older.first()?);
    provenance.begin_stage();
    for key in older {
        let at = Pointer::root().key(key);
        let finding = defect::keyword_of_another_version(&at, &format!("`{key}`"), Version::V2.name());
        diagnostics.push(provenance.of_input(finding));
    }
    let mut out = members.clone();
    out.retain(|key, _| !is_older(key));
    if ADDRESS.iter().any(|key| members.contains_key(*key)) && !members.contains_key("servers") {
        provenance.record(Pointer::root().key("servers"), first);
        out.insert("servers".to_owned(), servers::servers(root));
    }
    add_schemes(members, &mut out, provenance);
    add_definitions(members, &mut out, provenance);
    Some(out.into())
}

/// The section of the components, if there are components.
fn section<'o>(out: &'o mut Map<String, Value>, key: &str) -> Option<&'o mut Map<String, Value>> {
    let components = out.entry("components").or_insert_with(|| json!({})).as_object_mut()?;
    components.entry(key).or_insert_with(|| json!({})).as_object_mut()
}

fn add_definitions(members: &Map<String, Value>, out: &mut Map<String, Value>, provenance: &mut Provenance) {
    let Some(definitions) = members.get(DEFINITIONS).and_then(Value::as_object) else { return };
    let here = Pointer::root().keys(&["components", "schemas"]);
    let source = Pointer::root().key(DEFINITIONS);
    let Some(schemas) = section(out, "schemas") else { return };
    let more = sections::schemas(&here, definitions, &source);
    for (key, node) in more.as_object().into_iter().flatten() {
        if schemas.get(key).is_some_and(|known| *known == definitions[key]) {
            continue;
        }
        let mut free = key.clone();
        while schemas.contains_key(&free) {
            // What it is called when only references make it a component.
            free.push_str(".inline");
        }
        provenance.record(here.key(&free), source.key(key));
        schemas.insert(free, node.clone());
    }
}

fn add_schemes(members: &Map<String, Value>, out: &mut Map<String, Value>, provenance: &mut Provenance) {
    let Some(written) = members.get(SCHEMES).and_then(Value::as_object) else { return };
    let Some(schemes) = section(out, "securitySchemes") else { return };
    for (key, node) in written {
        if !schemes.contains_key(key) {
            let written = Pointer::root().keys(&[SCHEMES, key]);
            let scheme = Pointer::root().keys(&["components", "securitySchemes", key]);
            if let Some(flow) = security::flow(node) {
                provenance.record(scheme.keys(&["flows", flow]), written.clone());
            }
            provenance.record(scheme, written);
            schemes.insert(key.clone(), security::scheme(node));
        }
    }
}
