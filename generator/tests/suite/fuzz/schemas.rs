//! Schemas of every kind, in each other.

use serde_json::{Map, Value, json};

use super::author::{Author, Dialect, pointer};
use super::words;

/// Levels of schemas in schemas.
const DEPTH: usize = 4;

impl Author {
    pub fn schema(&mut self, depth: usize) -> Value {
        if depth > DEPTH || !self.spend() {
            return self.leaf();
        }
        let schema = match self.random.below(24) {
            0..=3 => self.scalar(),
            4 | 5 => self.enumeration(),
            6..=8 => self.reference(),
            9 | 10 => self.array(depth),
            11..=14 => self.object(depth),
            15 => self.dictionary(depth),
            16 | 17 => self.all_of(depth),
            18 | 19 => self.union("oneOf", depth),
            20 => self.union("anyOf", depth),
            21 => self.rare(depth),
            _ => self.modern(depth),
        };
        self.decorated(schema)
    }

    fn leaf(&mut self) -> Value {
        match self.random.below(4) {
            0 => json!({"type": "string"}),
            1 => json!({"type": "integer"}),
            2 => json!({}),
            _ => self.reference(),
        }
    }

    pub fn scalar(&mut self) -> Value {
        let mut schema = json!({"type": self.random.pick(&["string", "string", "integer", "number", "boolean"])});
        self.maybe(50, &mut schema, "format", |it| json!(it.random.pick(words::FORMATS)));
        self.maybe(10, &mut schema, "minimum", |it| json!(it.random.below(9)));
        self.maybe(10, &mut schema, "maximum", |it| json!(it.random.below(99)));
        self.maybe(5, &mut schema, "exclusiveMinimum", |_| json!(true));
        self.maybe(5, &mut schema, "multipleOf", |_| json!(0.01));
        self.maybe(8, &mut schema, "maxLength", |it| json!(it.random.below(99)));
        self.maybe(8, &mut schema, "pattern", |it| json!(it.random.pick(&["^[a-z]+$", "*/", "\"\\", "(", "`{}`"])));
        schema
    }

    fn enumeration(&mut self) -> Value {
        let (kind, values) = match self.random.below(6) {
            0 => ("integer", self.list(1, 5, |it| json!(it.random.below(7)))),
            1 => ("number", self.list(1, 3, |it| json!(it.random.below(9) as f64 / 2.0))),
            2 => ("boolean", vec![json!(true), json!(false)]),
            3 => ("string", self.list(0, 5, Self::anything)),
            _ => ("string", self.list(1, 6, |it| json!(it.name()))),
        };
        let mut schema = json!({"type": kind, "enum": values});
        self.maybe(5, &mut schema, "x-enum-varnames", |it| json!(it.list(1, 4, Self::name)));
        self.maybe(10, &mut schema, "default", |it| it.anything());
        schema
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut schema = json!({"type": "array"});
        self.maybe(92, &mut schema, "items", |it| it.schema(depth + 1));
        self.maybe(10, &mut schema, "uniqueItems", |_| json!(true));
        self.maybe(10, &mut schema, "minItems", |_| json!(1));
        schema
    }

    pub fn object(&mut self, depth: usize) -> Value {
        let properties = self.map(0, 6, |it| (it.name(), it.property(depth + 1)));
        let mut required: Vec<String> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        required.retain(|_| self.random.chance(40));
        let mut schema = json!({"type": "object", "properties": properties});
        self.maybe(5, &mut schema, "type", |_| Value::Null);
        if schema["type"].is_null() {
            schema.as_object_mut().unwrap().shift_remove("type");
        }
        required.extend(self.random.chance(5).then(|| self.name()));
        self.maybe(60, &mut schema, "required", |_| json!(required));
        self.maybe(25, &mut schema, "additionalProperties", |it| it.additional(depth));
        schema
    }

    fn property(&mut self, depth: usize) -> Value {
        let mut schema = self.schema(depth);
        self.maybe(6, &mut schema, "readOnly", |_| json!(true));
        self.maybe(6, &mut schema, "writeOnly", |_| json!(true));
        self.maybe(6, &mut schema, "deprecated", |_| json!(true));
        self.maybe(6, &mut schema, "default", |it| it.anything());
        schema
    }

    fn additional(&mut self, depth: usize) -> Value {
        match self.random.below(4) {
            0 => json!(true),
            1 => json!(false),
            2 => json!({}),
            _ => self.schema(depth + 1),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Value {
        json!({"type": "object", "additionalProperties": self.additional(depth)})
    }

    fn all_of(&mut self, depth: usize) -> Value {
        let branches = self.list(1, 3, |it| match it.random.below(8) {
            0 => json!({"required": [it.name()]}),
            1 => json!({"description": it.prose()}),
            2 => it.schema(depth + 1),
            3 | 4 => it.object(depth + 1),
            _ => it.reference(),
        });
        let mut schema = json!({"allOf": branches});
        self.maybe(20, &mut schema, "properties", |it| it.map(1, 3, |it| (it.name(), it.property(depth + 1))));
        self.maybe(15, &mut schema, "required", |it| json!([it.name()]));
        self.maybe(10, &mut schema, "type", |_| json!("object"));
        self.maybe(10, &mut schema, "additionalProperties", |it| it.additional(depth));
        schema
    }

    fn union(&mut self, keyword: &str, depth: usize) -> Value {
        let branches = self.list(1, 4, |it| it.branch(depth));
        let mut schema = json!({keyword: branches});
        self.maybe(30, &mut schema, "discriminator", |it| it.discriminator());
        self.maybe(8, &mut schema, "properties", |it| it.map(1, 2, |it| (it.name(), it.property(depth + 1))));
        self.maybe(6, &mut schema, "type", |_| json!("object"));
        schema
    }

    fn branch(&mut self, depth: usize) -> Value {
        match self.random.below(10) {
            0 => json!({"type": "null"}),
            1 => json!({"enum": [null]}),
            2..=5 => self.reference(),
            6 | 7 => self.object(depth + 1),
            _ => self.schema(depth + 1),
        }
    }

    fn discriminator(&mut self) -> Value {
        let mut discriminator = json!({"propertyName": self.name()});
        self.maybe(60, &mut discriminator, "mapping", |it| it.map(0, 4, |it| (it.name(), it.mapped())));
        discriminator
    }

    fn mapped(&mut self) -> Value {
        match self.random.below(3) {
            0 => json!(self.schemas[self.random.below(self.schemas.len())]),
            _ => self.reference()["$ref"].clone(),
        }
    }

    fn rare(&mut self, depth: usize) -> Value {
        match self.random.below(8) {
            0 => json!({}),
            1 => json!({"not": self.schema(depth + 1)}),
            2 => json!({"type": "object"}),
            3 => json!({"allOf": [self.reference()], "nullable": true}),
            4 => json!({"oneOf": [self.schema(depth + 1)], "allOf": [self.reference()]}),
            5 => json!({"type": "string", "format": "binary"}),
            6 => {
                json!({"oneOf": [{"required": [self.name()]}, {"required": [self.name()]}], "properties": {self.name(): {}}})
            }
            _ => json!({"nullable": true}),
        }
    }

    /// What only 3.1 has; people write it elsewhere too.
    fn modern(&mut self, depth: usize) -> Value {
        if self.dialect != Dialect::Three1 && self.random.chance(80) {
            return self.object(depth);
        }
        match self.random.below(10) {
            0 => json!({"type": ["string", "null"]}),
            1 => {
                json!({"type": self.list(1, 3, |it| json!(it.random.pick(&["string", "integer", "object", "array", "null"])))})
            }
            2 => json!({"const": self.anything()}),
            3 => json!({"type": "array", "prefixItems": self.list(1, 3, |it| it.schema(depth + 1)), "items": false}),
            4 => json!({"type": "object", "patternProperties": {"^x-": self.schema(depth + 1)}}),
            5 => json!(self.random.chance(50)),
            6 => json!({"$defs": {"inner": self.schema(depth + 1)}, "type": "object"}),
            7 => json!({"if": {"required": ["a"]}, "then": self.schema(depth + 1), "unevaluatedProperties": false}),
            8 => json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
            _ => json!({"$ref": self.reference()["$ref"], "description": self.prose(), "type": "object"}),
        }
    }

    fn decorated(&mut self, mut schema: Value) -> Value {
        self.maybe(15, &mut schema, "nullable", |_| json!(true));
        self.maybe(25, &mut schema, "description", |it| json!(it.prose()));
        self.maybe(8, &mut schema, "title", |it| json!(it.name()));
        self.maybe(6, &mut schema, "example", |it| it.anything());
        self.maybe(3, &mut schema, "default", |it| it.anything());
        self.maybe(3, &mut schema, "deprecated", |_| json!(true));
        self.maybe(2, &mut schema, "xml", |it| json!({"name": it.name(), "wrapped": true}));
        self.maybe(2, &mut schema, "externalDocs", |it| json!({"url": it.random.pick(words::SERVERS)}));
        self.maybe(2, &mut schema, "x-thing", |it| it.anything());
        schema
    }

    /// A reference into the middle of another component, which may be there.
    pub fn deep_reference(&mut self) -> Value {
        let chosen = self.random.below(self.schemas.len());
        let key = pointer(&self.schemas[chosen], false);
        let rest = self.random.pick(&["/items", "/properties/name", "/allOf/0", "/oneOf/1", "/additionalProperties"]);
        json!({"$ref": format!("{}{key}{rest}", self.section())})
    }
}
