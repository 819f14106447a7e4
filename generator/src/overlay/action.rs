//! What an overlay says: its version, and its actions in their order.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostics::{Diagnostic, overlay as mistake};
use crate::pointer::Pointer;

/// The rules by which actions are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// 1.0: only objects and lists are targets, and such a list gets whatever it is given as one more item.
    V1_0,
    /// 1.1: scalars are targets too, lists are joined, and nodes can be copied.
    V1_1,
}

/// One change.
pub(super) struct Action<'a> {
    /// Where it is in the overlay.
    pub at: Pointer,
    /// Which nodes it is about, as written.
    pub text: &'a str,
    /// Which nodes it is about.
    pub target: JsonPath,
    /// What becomes of them.
    pub change: Change<'a>,
    /// It is as well if there are no such nodes (`x-optional`).
    pub optional: bool,
}

/// What becomes of a node.
pub(super) enum Change<'a> {
    /// It goes.
    Remove,
    /// It gets these members or items, or this value.
    Update(&'a Value),
    /// It gets what another node has.
    Copy(JsonPath),
}

/// Reads the version.
pub(super) fn version(overlay: &Value, findings: &mut Vec<Diagnostic>) -> Option<Version> {
    let root = Pointer::root();
    let Some(written) = overlay.get("overlay") else {
        findings.push(mistake::no_overlay(&root, "it has no member `overlay` with the version"));
        return None;
    };
    let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
    let mut numbers = text.trim().split('.');
    match (numbers.next(), numbers.next()) {
        (Some("1"), Some("0")) => Some(Version::V1_0),
        (Some("1"), Some("1")) => Some(Version::V1_1),
        (Some("1"), _) => {
            findings.push(mistake::unknown_version(&root.key("overlay"), &text));
            Some(Version::V1_1)
        }
        _ => {
            findings.push(mistake::no_overlay(&root.key("overlay"), &format!("there is no version `{text}`")));
            None
        }
    }
}

/// Reads the actions; one that can't be read is left out.
pub(super) fn actions<'a>(overlay: &'a Value, findings: &mut Vec<Diagnostic>) -> Vec<Action<'a>> {
    let at = Pointer::root().key("actions");
    let Some(list) = overlay.get("actions").and_then(Value::as_array) else {
        findings.push(mistake::no_overlay(&Pointer::root(), "it has no list `actions`"));
        return Vec::new();
    };
    let numbered = list.iter().enumerate();
    numbered.filter_map(|(index, action)| read(action, at.index(index), findings)).collect()
}

fn read<'a>(action: &'a Value, at: Pointer, findings: &mut Vec<Diagnostic>) -> Option<Action<'a>> {
    let Some(members) = action.as_object() else {
        findings.push(mistake::no_action(&at, "an action has to be an object"));
        return None;
    };
    let Some(text) = members.get("target").and_then(Value::as_str) else {
        findings.push(mistake::no_action(&at, "the action has no `target`"));
        return None;
    };
    let target = path(text, &at.key("target"), findings)?;
    let change = change(members, &at, findings)?;
    let optional = members.get("x-optional") == Some(&Value::Bool(true));
    Some(Action { at, text, target, change, optional })
}

/// `remove` goes before all else, and `update` before `copy`.
fn change<'a>(members: &'a Map<String, Value>, at: &Pointer, findings: &mut Vec<Diagnostic>) -> Option<Change<'a>> {
    if members.get("remove") == Some(&Value::Bool(true)) {
        return Some(Change::Remove);
    }
    if let Some(update) = members.get("update") {
        return Some(Change::Update(update));
    }
    if let Some(source) = members.get("copy").and_then(Value::as_str) {
        return path(source, &at.key("copy"), findings).map(Change::Copy);
    }
    findings.push(mistake::does_nothing(at));
    None
}

fn path(text: &str, at: &Pointer, findings: &mut Vec<Diagnostic>) -> Option<JsonPath> {
    let path = JsonPath::parse(text);
    if let Err(error) = &path {
        findings.push(mistake::no_path(at, text, error.message()));
    }
    path.ok()
}
