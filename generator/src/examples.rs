//! The examples of a document, each with the Rust type that has to read and write it.
//!
//! What a document shows of its values is a test of the types made for them: see `cargo xtask corpus --examples`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{Api, Content, Operation, Payload, Shape, Type, TypeId};
use crate::normalize::facts;
use crate::pointer::Pointer;
use crate::render::rust_text;

/// How many references may follow one another; a chain that is longer is a circle.
const REFERENCES: usize = 32;

/// What a document shows of its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// The component schemas by name, in canonical form: the schemas of the examples refer to them.
    pub schemas: Map<String, Value>,
    /// The examples whose value is JSON: those of named types first, then those of bodies.
    pub list: Vec<Example>,
}

/// A value that a document shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Where it is, in the normalized document.
    pub pointer: Pointer,
    /// The schema that it is an example of, in canonical form.
    pub schema: Value,
    /// The type as the root module of the crate writes it: `Vec<types::Pet>`.
    pub ty: String,
    /// Does the crate implement serde's traits for the type?
    pub has_serde: bool,
    /// The value.
    pub value: Value,
}

/// The examples in a normalized tree that `api` was made of; one that several operations share is there once.
pub fn examples(tree: &Value, api: &Api) -> Examples {
    let finder = Finder { tree, api };
    let types = (0..api.types.len()).flat_map(|index| finder.of_type(TypeId(index)));
    let bodies = api.operations.iter().flat_map(|operation| finder.of_operation(operation));
    let mut seen = BTreeSet::new();
    let first = |example: &Example| seen.insert((example.pointer.clone(), example.ty.clone()));
    let list = types.chain(bodies).filter(first).collect();
    let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
    Examples { schemas: schemas.cloned().unwrap_or_default(), list }
}

/// A node and where it is.
type Node<'a> = (Pointer, &'a Value);

struct Finder<'a> {
    tree: &'a Value,
    api: &'a Api,
}

impl<'a> Finder<'a> {
    fn of_type(&self, id: TypeId) -> Vec<Example> {
        let pointer = Pointer::of_identity(&self.api.type_def(id).identity);
        let Some(schema) = self.tree.pointer(pointer.as_str()) else { return Vec::new() };
        // The type of a body is known by the node that holds its schema, and found with the operation.
        if schema.get("schema").is_some() {
            return Vec::new();
        }
        let named = Type::Named(id);
        // Whoever refers to a component adds the `null` that it allows.
        let ty = if schema["nullable"] == true { named.nullable() } else { named };
        self.examples(&ty, schema, of_schema(&(pointer, schema)))
    }

    fn of_operation(&self, operation: &Operation) -> Vec<Example> {
        let Some(node) = self.operation(operation) else { return Vec::new() };
        let body = self.member(&node, "requestBody");
        let bodies = operation.sent().filter_map(|content| Some(self.of_content(body.as_ref()?, content)));
        let responses = self.member(&node, "responses");
        let answers = operation.responses.all().flat_map(|response| response.contents().map(move |it| (response, it)));
        let answers = answers.filter_map(|(response, content)| {
            let answer = self.member(responses.as_ref()?, &response.status.to_string())?;
            Some(self.of_content(&answer, content))
        });
        bodies.chain(answers).flatten().collect()
    }

    fn operation(&self, operation: &Operation) -> Option<Node<'a>> {
        let item = Pointer::root().keys(&["paths", &operation.path]);
        let known = item.key(&operation.method.to_lowercase());
        let other = item.keys(&[facts::METHODS, &operation.method]);
        [known, other].into_iter().find_map(|pointer| Some((pointer.clone(), self.tree.pointer(pointer.as_str())?)))
    }

    fn of_content(&self, holder: &Node<'a>, content: &Content) -> Vec<Example> {
        let media = self.member(holder, "content").and_then(|contents| self.member(&contents, &content.media_type));
        let (Some(media), Some(ty)) = (media, json(&content.payload)) else { return Vec::new() };
        let Some(schema) = media.1.get("schema") else { return Vec::new() };
        self.examples(ty, schema, self.of_media(&media))
    }

    fn examples(&self, ty: &Type, schema: &Value, values: Vec<Node<'a>>) -> Vec<Example> {
        let (has_serde, ty) = (self.has_serde(ty), rust_text(self.api, ty, false));
        let example = |(pointer, value): Node<'a>| {
            let (schema, ty, value) = (schema.clone(), ty.clone(), value.clone());
            Example { pointer, schema, ty, has_serde, value }
        };
        values.into_iter().map(example).collect()
    }

    /// An alias has what its target has.
    fn has_serde(&self, ty: &Type) -> bool {
        let Type::Named(id) = ty else { return false };
        match self.api.type_def(*id).shape {
            Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => true,
            Shape::Tuple(_) | Shape::Newtype(_) => true,
            Shape::Alias(_) => false,
        }
    }

    /// `example`, or the values of `examples` (OpenAPI 3.0.3, 4.7.14).
    fn of_media(&self, media: &Node<'a>) -> Vec<Node<'a>> {
        let named = self.member(media, "examples");
        let names = named.iter().filter_map(|(_, examples)| examples.as_object()).flat_map(Map::keys);
        let values =
            names.filter_map(|name| self.member(named.as_ref()?, name)).filter_map(|node| child(&node, "value"));
        child(media, "example").into_iter().chain(values).collect()
    }

    /// The member of a node, or what it refers to.
    fn member(&self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        let mut found = child(node, key)?;
        for _ in 0..REFERENCES {
            let Some(reference) = found.1.get("$ref").and_then(Value::as_str) else { return Some(found) };
            let pointer = Pointer::parse(reference.strip_prefix('#')?);
            found = (pointer.clone(), self.tree.pointer(pointer.as_str())?);
        }
        None
    }
}

fn child<'a>((pointer, value): &Node<'a>, key: &str) -> Option<Node<'a>> {
    Some((pointer.key(key), value.get(key)?))
}

/// All examples of a schema: `example` is the first of several.
fn of_schema<'a>(schema: &Node<'a>) -> Vec<Node<'a>> {
    let Some((pointer, several)) = child(schema, facts::EXAMPLES) else {
        return child(schema, "example").into_iter().collect();
    };
    let items = several.as_array().into_iter().flatten().enumerate();
    items.map(|(index, value)| (pointer.index(index), value)).collect()
}

/// The type of a payload that is JSON.
fn json(payload: &Payload) -> Option<&Type> {
    match payload {
        Payload::Json(ty) => Some(ty),
        Payload::Form(..) | Payload::Multipart(..) | Payload::Parts | Payload::Text | Payload::Bytes => None,
        Payload::Lines(_) | Payload::Stream(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Input, config::Client};

    #[test]
    fn the_example_of_a_body_is_one_of_its_schema() {
        let document = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}, example: {}}}}
      responses: {'204': {description: d}}
";
        let config = Client::new("a.yaml", "a", "a");
        let examples = crate::examples(&Input::new("a.yaml".as_ref(), document, &config)).unwrap();
        let found: Vec<_> = examples.list.iter().map(|example| (&*example.ty, &example.schema["type"])).collect();
        assert_eq!(found, [("types::add_pet::Body", &"object".into())]);
    }

    /// Pointer, type and value of each example.
    fn found(document: &str) -> Vec<String> {
        let config = Client::new("a.yaml", "a", "a");
        let examples = crate::examples(&Input::new("a.yaml".as_ref(), document, &config)).unwrap();
        let text = |example: super::Example| format!("{} {} {}", example.pointer, example.ty, example.value);
        examples.list.into_iter().map(text).collect()
    }

    #[test]
    fn types_and_bodies_have_examples() {
        let found = found(
            "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {$ref: '#/components/requestBodies/Pet'}
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              examples: {none: {value: []}, more: {$ref: '#/components/examples/More'}, far: {externalValue: 'http://a'}}
components:
  examples: {More: {value: [{name: b}]}}
  requestBodies:
    Pet: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}, example: {name: c}}}}
  schemas:
    Pet:
      type: object
      properties: {name: {type: string, example: d}, kind: {type: string, enum: [cat], example: cat}}
      example: {name: a}
    Day: {type: string, format: date, example: '2020-02-29', nullable: true}
",
        );
        let expected = [
            r##"#/components/schemas/Pet/example types::Pet {"name":"a"}"##,
            r##"#/components/schemas/Day/example Option<types::Day> "2020-02-29""##,
            r##"#/components/schemas/Pet/properties/kind/example types::pet::Kind "cat""##,
            r##"#/components/requestBodies/Pet/content/application~1json/example types::Pet {"name":"c"}"##,
            r##"#/paths/~1pets/post/responses/200/content/application~1json/examples/none/value Vec<types::Pet> []"##,
            r##"#/components/examples/More/value Vec<types::Pet> [{"name":"b"}]"##,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_schema_may_have_several_examples() {
        let found = found(
            "
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components: {schemas: {Kind: {type: string, enum: [cat, dog], examples: [cat, dog]}}}
",
        );
        let pointer = "#/components/schemas/Kind/x-gen-examples";
        assert_eq!(found, [format!("{pointer}/0 types::Kind \"cat\""), format!("{pointer}/1 types::Kind \"dog\"")]);
    }
}
