//! What other files define: the lock knows it by where it is written, so that nothing else can take its name.

use super::Items;
use crate::harness;

const ORDERS: (&str, &str) =
    ("orders.yaml", "Item: {type: object, required: [id], properties: {id: {type: string}, sku: {type: string}}}");
const CARTS: (&str, &str) =
    ("carts.yaml", "Item: {type: object, required: [id], properties: {id: {type: string}, amount: {type: integer}}}");
const BOX: (&str, &str) = ("Box.yaml", "{type: object, properties: {size: {type: string, enum: [s, m]}}}");

/// A document with an operation for each reference, in this order, and with these components.
fn entry(references: &[&str], schemas: &str) -> String {
    let operation = |reference: &&str| {
        let path = reference.replace(|letter: char| !letter.is_ascii_alphanumeric(), "");
        let content = format!("content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}");
        format!("  /{path}: {{get: {{operationId: {path}, responses: {{'200': {{description: '', {content}}}}}}}}}\n")
    };
    let paths: String = references.iter().map(operation).collect();
    let head = "openapi: 3.0.3\ninfo: {title: Files, version: '1'}\n";
    format!("{head}paths:\n{paths}components:\n  schemas: {{{schemas}}}\n")
}

fn items(entry: &str, lock: Option<&[String]>) -> Vec<String> {
    configured(entry, "", lock)
}

fn configured(entry: &str, settings: &str, lock: Option<&[String]>) -> Vec<String> {
    let lock = lock.map(|lines| lines.join("\n"));
    harness::lock_items_of_files(&[("api.yaml", entry), ORDERS, CARTS, BOX], settings, lock.as_deref())
}

/// The lines of types and yielded names, without what their constructors take.
fn types(items: &[String]) -> Vec<String> {
    let lines = items.iter().filter(|line| line.starts_with("type ") || line.starts_with("pin "));
    let bare =
        |line: &String| line.split("  ").filter(|column| !column.contains("new(")).collect::<Vec<_>>().join("  ");
    lines.map(bare).collect()
}

#[track_caller]
fn expect_kept(before: &[String], after: &[String]) {
    let broken = Items::parse(before).broken_in(&Items::parse(after), true);
    assert!(broken.is_empty(), "{}\n\n{}", broken.join("\n"), after.join("\n"));
}

#[test]
fn a_name_is_that_of_the_file_whoever_comes_before() {
    let before = items(&entry(&["orders.yaml#/Item", "Box.yaml"], ""), None);
    assert_eq!(
        types(&before),
        [
            "type   types::Box  struct  Box.yaml#",
            "type   types::Item  struct  orders.yaml#/Item",
            "type   types::r#box::Size  enum open  Box.yaml#/properties/size",
        ]
    );
    let grown = [
        entry(&["carts.yaml#/Item", "orders.yaml#/Item", "Box.yaml"], ""),
        entry(&["Box.yaml", "orders.yaml#/Item", "carts.yaml#/Item"], ""),
        entry(&["orders.yaml#/Item", "Box.yaml"], "Item: {type: object, properties: {x: {type: integer}}}"),
        entry(&["orders.yaml#/Item", "Box.yaml"], "Line: {$ref: 'orders.yaml#/Item'}, Crate: {$ref: Box.yaml}"),
        entry(&["orders.yaml#/Item", "Box.yaml"], "Box: {type: object, properties: {size: {type: integer}}}"),
    ];
    for text in grown {
        let after = items(&text, Some(&before));
        let names = |items: &[String]| items.iter().map(|line| first_columns(line)).collect::<Vec<_>>();
        let (was, is) = (names(&before), names(&after));
        let lost: Vec<_> = was.iter().filter(|line| !is.contains(line)).collect();
        assert!(lost.is_empty(), "{lost:?}\n{}", after.join("\n"));
        // The next run, on the lock of this one.
        assert_eq!(items(&text, Some(&after)), after);
    }
}

/// All but the identity.
fn first_columns(line: &str) -> String {
    line.rsplit_once("  ").unwrap().0.to_owned()
}

#[test]
fn a_newcomer_is_called_after_its_file() {
    let before = items(&entry(&["orders.yaml#/Item"], ""), None);
    let after = items(&entry(&["carts.yaml#/Item", "orders.yaml#/Item"], ""), Some(&before));
    expect_kept(&before, &after);
    let expected =
        ["type   types::CartsYamlItem  struct  carts.yaml#/Item", "type   types::Item  struct  orders.yaml#/Item"];
    assert_eq!(types(&after), expected);
    // It keeps that name when the other one is gone.
    let alone = items(&entry(&["carts.yaml#/Item"], ""), Some(&after));
    assert_eq!(types(&alone), expected[..1]);
}

#[test]
fn a_component_of_the_document_yields_as_well() {
    let before =
        items(&entry(&["orders.yaml#/Item"], "U: {oneOf: [{$ref: 'orders.yaml#/Item'}, {type: string}]}"), None);
    let both = "U: {oneOf: [{$ref: 'orders.yaml#/Item'}, {type: string}]}, Item: {type: object, properties: {x: {type: integer}}}";
    let after = items(&entry(&["orders.yaml#/Item"], both), Some(&before));
    expect_kept(&before, &after);
    assert_eq!(
        types(&after),
        [
            "pin    types::ItemMixed  newcomer: the name belongs to orders.yaml#/Item  #/components/schemas/Item",
            "type   types::Item  struct  orders.yaml#/Item",
            "type   types::ItemMixed  struct  #/components/schemas/Item",
            "type   types::U  union open  #/components/schemas/U",
        ]
    );
}

#[test]
fn without_a_lock_the_order_of_what_refers_to_them_is_no_matter() {
    let [one, other] = [["orders.yaml#/Item", "carts.yaml#/Item"], ["carts.yaml#/Item", "orders.yaml#/Item"]]
        .map(|references| items(&entry(&references, ""), None));
    assert_eq!(types(&one), types(&other));
    assert_eq!(
        types(&one),
        ["type   types::Item  struct  carts.yaml#/Item", "type   types::OrdersYamlItem  struct  orders.yaml#/Item",]
    );
}

/// Earlier locks have an invented place, the key among the components.
#[test]
fn names_in_locks_of_earlier_versions_stay() {
    let old = [
        "field  types::Item.id  String  required  #/components/schemas/Item/properties/id",
        "field  types::Item.the_sku  Option<String>  optional  #/components/schemas/Item/properties/sku",
        "field  types::CartsYamlItem.id  String  required  #/components/schemas/carts.yaml.Item/properties/id",
        "type   types::CartsYamlItem  struct  #/components/schemas/carts.yaml.Item",
        "type   types::Item  struct  #/components/schemas/Item",
    ];
    let old = old.map(str::to_owned);
    let now = items(&entry(&["orders.yaml#/Item", "carts.yaml#/Item"], ""), Some(&old));
    assert_eq!(
        types(&now),
        ["type   types::CartsYamlItem  struct  carts.yaml#/Item", "type   types::Item  struct  orders.yaml#/Item",]
    );
    assert!(now.iter().any(|line| line.starts_with("field  types::Item.the_sku  ")), "{}", now.join("\n"));
}

#[test]
fn codegen_toml_names_them_by_place_or_key() {
    for key in ["orders.yaml#/Item", "#/components/schemas/Item", "Item"] {
        let settings = format!("[types.'{key}']\nname = 'OrderItem'");
        let now = configured(&entry(&["orders.yaml#/Item"], ""), &settings, None);
        assert_eq!(types(&now), ["type   types::OrderItem  struct  orders.yaml#/Item"], "{key}");
    }
    let settings = "[types.'orders.yaml#/Item/properties/sku']\nname = 'code'";
    let now = configured(&entry(&["orders.yaml#/Item"], ""), settings, None);
    assert!(now.iter().any(|line| line.starts_with("field  types::Item.code  ")), "{}", now.join("\n"));
}

const PARTS: [(&str, &str); 3] = [
    ("a/Sort.yaml", "{name: sort, in: query, schema: {type: string, enum: [up, down]}}"),
    ("b/Sort.yaml", "{name: order, in: query, schema: {type: string, enum: [up, down]}}"),
    (
        "Failure.yaml",
        "{description: '', content: {application/json: {schema: {type: object, properties: {code: {type: integer}}}}}}",
    ),
];

/// The lines of types in a document with an operation for each list of parameters, and with these components.
fn parts(parameters: &[&[&str]], components: &str, lock: Option<&[String]>) -> Vec<String> {
    let operation = |(at, own): (usize, &&[&str])| {
        let own: Vec<_> = own.iter().map(|file| format!("{{$ref: '{file}'}}")).collect();
        let own = own.join(", ");
        format!(
            "  /o{at}: {{get: {{operationId: o{at}, parameters: [{own}], responses: {{default: {{$ref: Failure.yaml}}}}}}}}\n"
        )
    };
    let paths: String = parameters.iter().enumerate().map(operation).collect();
    let text =
        format!("openapi: 3.0.3\ninfo: {{title: Files, version: '1'}}\npaths:\n{paths}components: {{{components}}}\n");
    let files = [&[("api.yaml", text.as_str())][..], &PARTS].concat();
    let lock = lock.map(|lines| lines.join("\n"));
    harness::lock_items_of_files(&files, "", lock.as_deref())
}

#[test]
fn parameters_and_answers_are_named_by_their_files() {
    let before = parts(&[&["b/Sort.yaml"], &["b/Sort.yaml"]], "", None);
    assert_eq!(
        types(&before),
        [
            "type   types::parameters::sort::Order  enum open  b/Sort.yaml#/schema",
            "type   types::responses::failure::Body  struct  Failure.yaml#/content/application~1json",
        ]
    );
    // What comes before it, or has its name among the components, takes nothing from it.
    let grown = [
        parts(&[&["a/Sort.yaml"], &["b/Sort.yaml"]], "", Some(&before)),
        parts(&[&["b/Sort.yaml", "a/Sort.yaml"]], "responses: {Err: {$ref: Failure.yaml}}", Some(&before)),
    ];
    for after in grown {
        let paths = |items: &[String]| types(items).iter().map(|line| first_columns(line)).collect::<Vec<_>>();
        let is = paths(&after);
        assert!(paths(&before).iter().all(|line| is.contains(line)), "{}", after.join("\n"));
        assert!(is.contains(&"type   types::parameters::a_sort_yaml::Sort  enum open".to_owned()), "{is:?}");
    }
    let fresh = parts(&[&["b/Sort.yaml"], &["a/Sort.yaml"]], "", None);
    let expected = [
        "type   types::parameters::b_sort_yaml::Order  enum open  b/Sort.yaml#/schema",
        "type   types::parameters::sort::Sort  enum open  a/Sort.yaml#/schema",
    ];
    assert_eq!(types(&fresh)[..2], expected);
}
