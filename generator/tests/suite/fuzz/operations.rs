//! Paths, operations, parameters, bodies and responses.

use serde_json::{Value, json};

use super::author::{Author, Dialect};
use super::words;

impl Author {
    pub fn paths(&mut self) -> Value {
        self.map(1, 4, |it| {
            let (template, variables) = it.template();
            (template, it.path_item(&variables))
        })
    }

    /// `/pets/{id}` and the variables in it.
    fn template(&mut self) -> (String, Vec<String>) {
        let mut variables = Vec::new();
        let segments = self.list(1, 3, |it| match it.random.below(8) {
            0..=3 => it.segment(),
            4 => format!("{}@{}", it.variable(&mut variables), it.variable(&mut variables)),
            5 => format!("{}.json", it.variable(&mut variables)),
            _ => it.variable(&mut variables),
        });
        (format!("/{}", segments.join("/")), variables)
    }

    fn segment(&mut self) -> String {
        self.name().replace(['{', '}', '/', '?', '#'], "")
    }

    fn variable(&mut self, variables: &mut Vec<String>) -> String {
        let name = self.segment();
        let variable = format!("{{{name}}}");
        if !name.is_empty() && !variables.contains(&name) {
            variables.push(name);
        }
        variable
    }

    fn path_item(&mut self, variables: &[String]) -> Value {
        let mut item = self.map(1, 3, |it| (it.random.pick(words::METHODS).to_owned(), it.operation()));
        let parameters: Vec<Value> = variables.iter().map(|name| self.placed(name, "path")).collect();
        if !parameters.is_empty() {
            item["parameters"] = json!(parameters);
        }
        self.maybe(5, &mut item, "servers", Self::servers);
        self.maybe(5, &mut item, "summary", |it| json!(it.prose()));
        item
    }

    pub fn operation(&mut self) -> Value {
        let mut operation = json!({"responses": self.map(1, 4, |it| {
            (it.random.pick(words::STATUSES).to_owned(), it.response_or_reference())
        })});
        self.maybe(85, &mut operation, "operationId", |it| json!(it.name()));
        self.maybe(60, &mut operation, "tags", |it| json!(it.list(1, 2, Self::name)));
        self.maybe(70, &mut operation, "parameters", |it| json!(it.list(0, 5, Self::parameter_or_reference)));
        self.maybe(25, &mut operation, "summary", |it| json!(it.prose()));
        self.maybe(25, &mut operation, "description", |it| json!(it.prose()));
        self.maybe(5, &mut operation, "deprecated", |_| json!(true));
        self.maybe(20, &mut operation, "security", Self::requirements);
        match self.dialect {
            Dialect::Swagger => self.finish_swagger(&mut operation),
            Dialect::Three0 | Dialect::Three1 => self.finish(&mut operation),
        }
        operation
    }

    fn finish(&mut self, operation: &mut Value) {
        self.maybe(45, operation, "requestBody", Self::body_or_reference);
        self.maybe(5, operation, "servers", Self::servers);
        self.maybe(
            4,
            operation,
            "callbacks",
            |it| json!({it.name(): {"{$request.body#/url}": {"post": it.operation()}}}),
        );
        self.maybe(4, operation, "externalDocs", |it| json!({"url": it.random.pick(words::SERVERS)}));
    }

    fn finish_swagger(&mut self, operation: &mut Value) {
        self.maybe(30, operation, "consumes", |it| json!(it.list(1, 2, |it| it.random.pick(words::MEDIA))));
        self.maybe(30, operation, "produces", |it| json!(it.list(1, 3, |it| it.random.pick(words::MEDIA))));
        if self.random.chance(40) {
            let body = json!({"name": self.name(), "in": "body", "required": self.random.chance(60), "schema": self.schema(0)});
            operation["parameters"] = json!([self.parameter(), body]);
        }
    }

    fn parameter_or_reference(&mut self) -> Value {
        match self.dialect {
            Dialect::Swagger if self.random.chance(10) => json!({"$ref": "#/parameters/shared"}),
            Dialect::Three0 | Dialect::Three1 if self.random.chance(10) => {
                json!({"$ref": "#/components/parameters/shared"})
            }
            _ => self.parameter(),
        }
    }

    pub fn parameter(&mut self) -> Value {
        let (name, location) = (self.name(), self.random.pick(&["query", "query", "header", "cookie"]));
        match self.dialect {
            Dialect::Swagger if self.random.chance(20) => self.placed(&name, "formData"),
            _ => self.placed(&name, location),
        }
    }

    fn placed(&mut self, name: &str, location: &str) -> Value {
        let mut parameter =
            json!({"name": name, "in": location, "required": location == "path" || self.random.chance(40)});
        self.maybe(25, &mut parameter, "description", |it| json!(it.prose()));
        match self.dialect {
            Dialect::Swagger => self.swagger_kind(&mut parameter),
            Dialect::Three0 | Dialect::Three1 => self.kind(&mut parameter),
        }
        parameter
    }

    fn kind(&mut self, parameter: &mut Value) {
        if self.random.chance(8) {
            parameter["content"] = json!({self.random.pick(words::MEDIA): self.media_type()});
            return;
        }
        parameter["schema"] = self.schema(2);
        self.maybe(35, parameter, "style", |it| json!(it.random.pick(words::STYLES)));
        self.maybe(35, parameter, "explode", |it| json!(it.random.chance(50)));
        self.maybe(8, parameter, "allowReserved", |_| json!(true));
        self.maybe(4, parameter, "allowEmptyValue", |_| json!(true));
        self.maybe(5, parameter, "deprecated", |_| json!(true));
        self.maybe(8, parameter, "example", Self::anything);
    }

    fn swagger_kind(&mut self, parameter: &mut Value) {
        let scalar = self.scalar();
        let array = json!({"type": "array", "items": scalar, "collectionFormat": self.random.pick(&["csv", "multi", "pipes", "tsv"])});
        let kind =
            [scalar, array, json!({"type": "file"}), json!({"type": "string", "enum": [self.name(), self.name()]})];
        let chosen = kind[self.random.below(4)].as_object().unwrap().clone();
        parameter.as_object_mut().unwrap().extend(chosen);
    }

    fn body_or_reference(&mut self) -> Value {
        match self.random.chance(10) {
            true => json!({"$ref": "#/components/requestBodies/shared"}),
            false => self.body(),
        }
    }

    pub fn body(&mut self) -> Value {
        let mut body = json!({"content": self.content()});
        self.maybe(60, &mut body, "required", |it| json!(it.random.chance(80)));
        self.maybe(20, &mut body, "description", |it| json!(it.prose()));
        body
    }

    fn content(&mut self) -> Value {
        self.map(1, 2, |it| (it.random.pick(words::MEDIA).to_owned(), it.media_type()))
    }

    fn media_type(&mut self) -> Value {
        let mut media_type = json!({});
        self.maybe(92, &mut media_type, "schema", |it| it.schema(0));
        self.maybe(5, &mut media_type, "example", Self::anything);
        self.maybe(15, &mut media_type, "encoding", |it| {
            it.map(1, 3, |it| {
                (
                    it.name(),
                    json!({"contentType": it.random.pick(words::MEDIA), "style": it.random.pick(words::STYLES)}),
                )
            })
        });
        media_type
    }

    fn response_or_reference(&mut self) -> Value {
        match self.dialect {
            Dialect::Swagger if self.random.chance(10) => json!({"$ref": "#/responses/shared"}),
            Dialect::Three0 | Dialect::Three1 if self.random.chance(10) => {
                json!({"$ref": "#/components/responses/shared"})
            }
            _ => self.response(),
        }
    }

    pub fn response(&mut self) -> Value {
        let mut response = json!({"description": self.prose()});
        if self.dialect == Dialect::Swagger {
            self.maybe(70, &mut response, "schema", |it| it.schema(0));
            return response;
        }
        self.maybe(75, &mut response, "content", Self::content);
        self.maybe(20, &mut response, "headers", |it| it.map(1, 3, |it| (it.name(), it.header())));
        self.maybe(4, &mut response, "links", |it| json!({it.name(): {"operationId": it.name()}}));
        response
    }

    fn header(&mut self) -> Value {
        match self.random.below(4) {
            0 => json!({"$ref": "#/components/headers/shared"}),
            _ => json!({"schema": self.schema(2), "required": self.random.chance(30), "description": self.prose()}),
        }
    }
}
