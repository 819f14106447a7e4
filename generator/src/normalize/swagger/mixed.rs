//! A document of 3.x with members of 2.0: those that say where the API is and how a client shows who it is.

use super::servers::ADDRESS;
use super::{security, servers};
use crate::diagnostics::{Diagnostics, defect};
use crate::normalize::provenance::Provenance;
use crate::normalize::version::Version;
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};

const SCHEMES: &str = "securityDefinitions";

/// The document with these members where 3.0 has them; `None` if it has none of them.
pub(in crate::normalize) fn lifted(
    root: &Value,
    provenance: &mut Provenance,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let members = root.as_object()?;
    let is_older = |key: &str| ADDRESS.contains(&key) || key == SCHEMES;
    let older: Vec<&String> = members.keys().filter(|key| is_older(key)).collect();
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
    Some(out.into())
}

fn add_schemes(members: &Map<String, Value>, out: &mut Map<String, Value>, provenance: &mut Provenance) {
    let components = out.entry("components").or_insert_with(|| json!({})).as_object_mut();
    let schemes = components.and_then(|all| all.entry("securitySchemes").or_insert_with(|| json!({})).as_object_mut());
    let Some(schemes) = schemes else { return };
    for (key, node) in members.get(SCHEMES).and_then(Value::as_object).into_iter().flatten() {
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
