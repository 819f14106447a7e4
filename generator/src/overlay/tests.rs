use serde_json::{Value, json};

use super::{Overlay, overlay};
use crate::config::Client;
use crate::diagnostics::{Diagnostic, Severity};
use crate::pointer::Pointer;
use crate::{Input, generate};

/// What the actions make of a document, and what is said about them.
fn changed(version: &str, document: Value, actions: &Value) -> (Value, Vec<Diagnostic>) {
    let text = json!({"overlay": version, "info": {"title": "t", "version": "1"}, "actions": actions}).to_string();
    let overlaid = overlay(document, &[file(&text)]);
    (overlaid.tree, overlaid.findings)
}

/// The same for changes that nothing is said about.
fn result(version: &str, document: Value, actions: &Value) -> Value {
    let (tree, findings) = changed(version, document, actions);
    assert!(findings.is_empty(), "{findings:?}");
    tree
}

fn file(text: &str) -> Overlay {
    Overlay { path: "fixes.yaml".into(), name: "fixes.yaml".to_owned(), text: text.to_owned() }
}

fn codes(findings: &[Diagnostic]) -> Vec<(Severity, &str, &str)> {
    findings.iter().map(|it| (it.severity, it.code, it.primary.pointer.as_str())).collect()
}

#[test]
fn objects_are_merged_and_lists_grow() {
    let document = json!({"info": {"title": "a", "x": {"keep": 1}}, "tags": [1], "servers": [{"url": "a"}]});
    let actions = json!([
        {"target": "$.info", "update": {"title": "b", "x": {"new": 2}, "list": [1]}},
        {"target": "$", "update": {"tags": [2, 3]}},
        {"target": "$.servers", "update": {"url": "b"}},
    ]);
    let expected = json!({
        "info": {"title": "b", "x": {"keep": 1, "new": 2}, "list": [1]},
        "tags": [1, 2, 3], "servers": [{"url": "a"}, {"url": "b"}],
    });
    for version in ["1.0.0", "1.1.0"] {
        assert_eq!(result(version, document.clone(), &actions).to_string(), expected.to_string());
    }
}

#[test]
fn a_list_for_a_list_is_one_item_by_version_1_0_and_joined_by_1_1() {
    let actions = json!([{"target": "$.tags", "update": [2, 3]}]);
    assert_eq!(result("1.0.0", json!({"tags": [1]}), &actions), json!({"tags": [1, [2, 3]]}));
    assert_eq!(result("1.1.0", json!({"tags": [1]}), &actions), json!({"tags": [1, 2, 3]}));
}

#[test]
fn scalars_are_targets_of_version_1_1() {
    let actions = json!([{"target": "$.info.title", "update": "b"}]);
    let document = json!({"info": {"title": "a"}});
    assert_eq!(result("1.1.0", document.clone(), &actions), json!({"info": {"title": "b"}}));
    let (tree, findings) = changed("1.0.0", document.clone(), &actions);
    assert_eq!((tree, codes(&findings)), (document, vec![(Severity::Error, "OAS4002", "/actions/0/target")]));
}

#[test]
fn what_is_removed_leaves_the_order_of_the_rest() {
    let document = json!({"a": 1, "b": 2, "c": 3, "list": [0, 1, 2, 3, 4]});
    let actions = json!([
        {"target": "$.a", "remove": true, "update": 5},
        {"target": "$.list[?@ == 1 || @ == 3]", "remove": true},
        {"target": "$.list[0,0,-1]", "remove": true},
    ]);
    assert_eq!(result("1.0.0", document, &actions).to_string(), r#"{"b":2,"c":3,"list":[2]}"#);
}

#[test]
fn actions_see_what_those_before_them_did() {
    let actions = json!([
        {"target": "$", "update": {"new": {"a": 1}}},
        {"target": "$.new", "update": {"b": 2}},
        {"target": "$.new.a", "remove": true},
    ]);
    assert_eq!(result("1.1.0", json!({}), &actions), json!({"new": {"b": 2}}));
}

#[test]
fn copies_are_of_one_node() {
    let document = json!({"a": {"x": 1, "list": [1]}, "b": {"list": [2]}, "c": [{}, {}]});
    let copied = result("1.1.0", document.clone(), &json!([{"target": "$.b", "copy": "$.a"}]));
    assert_eq!(copied["b"], json!({"x": 1, "list": [2, 1]}));
    let copied = result("1.1.0", document.clone(), &json!([{"target": "$.c", "copy": "$.c"}]));
    assert_eq!(copied["c"], json!([{}, {}, {}, {}]));
    for source in ["$.c[*]", "$.gone"] {
        let (_, findings) = changed("1.1.0", document.clone(), &json!([{"target": "$.b", "copy": source}]));
        assert_eq!(codes(&findings), [(Severity::Error, "OAS4002", "/actions/0/copy")]);
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    let document = json!({"object": {"n": 1}, "list": [], "scalar": 1});
    let wrong = [
        json!({"target": "$.object", "update": [1]}),
        json!({"target": "$.scalar", "update": {"a": 1}}),
        json!({"target": "$.object", "update": {"n": {"a": 1}}}),
        json!({"target": "$.*", "update": 1}),
        json!({"target": "$", "remove": true}),
        json!({"target": "$.[", "remove": true}),
        json!({"target": "$.object~", "remove": true}),
        json!({"update": {}}),
        json!("remove"),
    ];
    for action in wrong {
        let (tree, findings) = changed("1.1.0", document.clone(), &json!([action]));
        assert_eq!(tree, document, "{action}");
        assert!(matches!(&codes(&findings)[..], [(Severity::Error, "OAS4002", _)]), "{action}: {findings:?}");
    }
}

#[test]
fn an_action_without_effect_is_named() {
    let document = json!({"components": {"schemas": {"Pet": {}}}});
    let actions = json!([
        {"target": "$.components.schemas.Pet.properties.status", "remove": true},
        {"target": "$.gone", "remove": true, "x-optional": true},
        {"target": "$.components", "remove": false},
    ]);
    let (_, findings) = changed("1.1.0", document, &actions);
    let expected = [(Severity::Warning, "OAS4001", "/actions/0/target"), (Severity::Warning, "OAS4001", "/actions/2")];
    let mut found = codes(&findings);
    found.sort();
    assert_eq!(found, expected);
    let stale = findings.iter().find(|it| it.primary.pointer.as_str() == "/actions/0/target").unwrap();
    assert_eq!(stale.notes, ["`$.components.schemas.Pet` is there"]);
}

#[test]
fn other_files_are_no_overlays() {
    let findings = |text: &str| overlay(json!({}), &[file(text)]).findings;
    for text in ["openapi: 3.0.0", "overlay: 2.0.0\nactions: []", "overlay: 1.0.0", "overlay: 1.0.0\nactions: {}"] {
        assert!(matches!(&codes(&findings(text))[..], [(Severity::Error, "OAS4003", _)]), "{text}");
    }
    assert_eq!(findings("overlay: 1.7.0\nactions: []")[0].code, "OAS4004");
    assert_eq!(findings("actions: [")[0].code, "OAS0001");
    assert!(findings("overlay: 1.0\nactions: []").is_empty());
}

#[test]
fn nodes_know_who_wrote_them() {
    let document = json!({"list": [{"a": 0}, {"a": 1}, {"a": 2}], "info": {"title": "a"}, "copy": {}, "holder": {"copy": {}}, "outer": {}});
    let actions = json!([
        {"target": "$.list[0]", "remove": true},
        {"target": "$.list[1]", "update": {"new": {"x": 1}}},
        {"target": "$.list", "update": {"last": 1}},
        {"target": "$.info.title", "update": "b"},
        {"target": "$.copy", "copy": "$.list[1]"},
        {"target": "$.holder.copy", "copy": "$.list[1]"},
        {"target": "$.outer", "copy": "$.holder"},
        {"target": "$.list[0]", "remove": true},
    ]);
    let text = json!({"overlay": "1.1.0", "actions": actions}).to_string();
    let overlaid = overlay(document, &[file(&text)]);
    let origin = |pointer: &str| {
        let origin = overlaid.origins.origin(&Pointer::parse(pointer));
        (origin.file, origin.pointer.as_str().to_owned())
    };
    let expected = [
        ("/list/0/a", (0, "/list/2/a")),
        ("/list/0/new/x", (1, "/actions/1/update/new/x")),
        ("/list/1/last", (1, "/actions/2/update/last")),
        ("/info/title", (1, "/actions/3/update")),
        ("/info", (0, "/info")),
        ("/copy/a", (0, "/list/2/a")),
        ("/copy/new/x", (1, "/actions/1/update/new/x")),
        ("/outer/copy/new/x", (1, "/actions/1/update/new/x")),
    ];
    for (pointer, (file, written)) in expected {
        assert_eq!(origin(pointer), (file, written.to_owned()), "{pointer}");
    }
}

#[test]
fn findings_point_at_the_line_of_the_overlay() {
    let document = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
                    Gone: {type: string}\n    Pet: {type: object, required: true, properties: {a: {type: strin}}}\n";
    let overlays = [file(
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas\n  update:\n    \
         New:\n      type: intger\n- target: $.components.schemas.Gone\n  remove: true\n",
    )];
    let config = Client::new("a.yaml", "a", "a");
    let outcome = generate(&Input { overlays: &overlays, ..Input::new("a.yaml".as_ref(), document, &config) });
    let places = outcome.diagnostics.iter().map(|it| {
        let (path, place) = outcome.report.locate(&it.primary).unwrap();
        (it.code, path.to_string_lossy().into_owned(), place.line)
    });
    let places: Vec<_> = places.collect();
    assert!(places.contains(&("OAS2113", "fixes.yaml".to_owned(), 7)), "{places:?}");
    assert!(places.contains(&("OAS2113", "a.yaml".to_owned(), 7)), "{places:?}");
    let lock = outcome.generated.unwrap().files.pop().unwrap().contents;
    assert!(
        lock.contains(" overlay:fixes.yaml=sha256:") && lock.contains("types::New") && !lock.contains("types::Gone")
    );
}
