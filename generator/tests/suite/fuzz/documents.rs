//! Whole documents around schemas and operations.

use serde_json::{Value, json};

use super::author::{Author, Dialect};
use super::words;

/// The document of a seed. It is as valid as its names are.
pub fn document(seed: u64) -> Value {
    let mut author = Author::new(seed);
    author.schemas = author.list(2, 7, Author::name);
    match author.dialect {
        Dialect::Swagger => author.swagger(),
        Dialect::Three0 => author.modern_document("3.0.3"),
        Dialect::Three1 => author.modern_document("3.1.0"),
    }
}

impl Author {
    fn swagger(&mut self) -> Value {
        let mut document = json!({
            "swagger": "2.0",
            "info": self.info(),
            "paths": self.paths(),
            "definitions": self.definitions(),
            "parameters": {"shared": self.parameter()},
            "responses": {"shared": self.response()},
            "securityDefinitions": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "basic": {"type": "basic"},
                "oauth": {"type": "oauth2", "flow": "implicit", "authorizationUrl": "https://x.y", "scopes": {"a": "b"}}
            }
        });
        self.maybe(50, &mut document, "host", |it| json!(it.random.pick(&["api.x.y", "{host}", "", "x:80"])));
        self.maybe(50, &mut document, "basePath", |it| json!(it.random.pick(&["/v1", "v1", "/", ""])));
        self.maybe(40, &mut document, "schemes", |_| json!(["https", "http"]));
        self.maybe(40, &mut document, "consumes", |it| json!(it.list(1, 2, |it| it.random.pick(words::MEDIA))));
        self.maybe(40, &mut document, "produces", |it| json!(it.list(1, 2, |it| it.random.pick(words::MEDIA))));
        self.finished(document)
    }

    fn modern_document(&mut self, version: &str) -> Value {
        let mut document = json!({
            "openapi": version,
            "info": self.info(),
            "paths": self.paths(),
            "components": {
                "schemas": self.definitions(),
                "parameters": {"shared": self.parameter()},
                "responses": {"shared": self.response()},
                "requestBodies": {"shared": self.body()},
                "headers": {"shared": {"schema": self.schema(2)}},
                "securitySchemes": self.schemes()
            }
        });
        self.maybe(70, &mut document, "servers", Self::servers);
        self.maybe(5, &mut document, "webhooks", |it| json!({it.name(): {"post": it.operation()}}));
        self.finished(document)
    }

    fn finished(&mut self, mut document: Value) -> Value {
        self.maybe(50, &mut document, "security", Self::requirements);
        self.maybe(30, &mut document, "tags", |it| {
            json!(it.list(0, 4, |it| json!({"name": it.name(), "description": it.prose()})))
        });
        document
    }

    fn info(&mut self) -> Value {
        let mut info = json!({"title": self.name(), "version": "1"});
        self.maybe(40, &mut info, "description", |it| json!(it.prose()));
        info
    }

    /// Every component that references speak of.
    fn definitions(&mut self) -> Value {
        let keys = self.schemas.clone();
        let schemas = keys.into_iter().map(|key| match self.random.below(20) {
            0 => (key, self.deep_reference()),
            1..=7 => (key, self.object(0)),
            _ => (key, self.schema(0)),
        });
        Value::Object(schemas.collect())
    }

    fn schemes(&mut self) -> Value {
        self.map(0, 5, |it| {
            let name = it.random.pick(&["key", "basic", "oauth", "bearer"]).to_owned();
            (if it.random.chance(30) { it.name() } else { name }, it.scheme())
        })
    }

    fn scheme(&mut self) -> Value {
        let flow = json!({"tokenUrl": "https://x.y/token", "scopes": {"a": self.prose()}});
        match self.random.below(7) {
            0 => json!({"type": "apiKey", "in": "header", "name": self.name(), "description": self.prose()}),
            1 => json!({"type": "apiKey", "in": self.random.pick(&["query", "cookie"]), "name": self.name()}),
            2 => json!({"type": "http", "scheme": "basic"}),
            3 => json!({"type": "http", "scheme": self.random.pick(&["bearer", "Bearer", "digest", "hoba"])}),
            4 => json!({"type": "oauth2", "flows": {"clientCredentials": flow}}),
            5 => json!({"type": "openIdConnect", "openIdConnectUrl": "https://x.y"}),
            _ => json!({"type": "mutualTLS"}),
        }
    }

    pub fn requirements(&mut self) -> Value {
        json!(self.list(0, 3, |it| it.map(0, 3, |it| {
            let scheme = it.random.pick(&["key", "basic", "oauth", "bearer"]).to_owned();
            (if it.random.chance(5) { it.name() } else { scheme }, json!([]))
        })))
    }

    pub fn servers(&mut self) -> Value {
        json!(self.list(0, 3, |it| {
            let mut server = json!({"url": it.random.pick(words::SERVERS), "description": it.prose()});
            it.maybe(50, &mut server, "variables", |it| {
                let names = ["host", "port", "base", "scheme"].map(str::to_owned);
                Value::Object(names.into_iter().map(|name| (name, it.variable_of_server())).collect())
            });
            server
        }))
    }

    fn variable_of_server(&mut self) -> Value {
        let mut variable = json!({"default": self.name()});
        self.maybe(30, &mut variable, "enum", |it| json!(it.list(1, 3, Self::name)));
        variable
    }
}
