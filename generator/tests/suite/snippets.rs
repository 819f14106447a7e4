//! Small pieces of documents beside the code they become.
//!
//! `types`, `codec`, `api`, `errors` and `lock` wrap the rest of a document around a snippet and show the one file, or
//! the lines, that it is about.

use insta::assert_snapshot;

use crate::fixtures::sources;
use crate::harness;

/// The types that `components.schemas` become.
fn types(schemas: &str) -> String {
    only(&of_schemas(schemas), "src/types/")
}

/// How the types of `components.schemas` are read and written.
fn codec(schemas: &str) -> String {
    only(&of_schemas(schemas), "src/codec/")
}

/// The methods of the client that `paths` become.
fn api(paths: &str) -> String {
    let text = only(&of_paths(paths), "src/api/");
    let methods =
        text.find("impl Client {").zip(text.find("\n}\n")).map(|(begin, end)| text[begin..end + 2].to_owned());
    methods.unwrap_or(text)
}

/// What the operations of `paths` can answer besides success, and how that is read.
fn errors(paths: &str) -> String {
    let text = only(&of_paths(paths), "src/api/");
    let reading = between(&text, "    fn error(", "\n    }\n");
    let declared = between(&text, "/// What [`", "\n}\n");
    format!("{reading}\n{declared}")
}

/// The items of `API.lock` that `components.schemas` become.
fn lock(schemas: &str) -> String {
    let files = harness::generate("snippet", &of_schemas(schemas));
    let lock = files.iter().find(|file| file.path == "API.lock").unwrap();
    lock.contents.lines().skip(3).map(|line| format!("{line}\n")).collect()
}

fn of_schemas(schemas: &str) -> String {
    format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{}", indented(schemas, 4))
}

fn of_paths(paths: &str) -> String {
    format!("{HEAD}paths:\n{}", indented(paths, 2))
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Snippet, version: '1'}\n";

fn indented(yaml: &str, spaces: usize) -> String {
    yaml.lines().map(|line| format!("{}{line}\n", " ".repeat(spaces))).collect()
}

/// The files in `folder` but for the list of its modules.
fn only(document: &str, folder: &str) -> String {
    let files = harness::generate("snippet", document);
    sources(&files, |path| path.starts_with(folder) && !path.ends_with("/mod.rs"))
}

/// From `begin` to the first `end` behind it.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let text = &text[text.find(begin).unwrap_or_default()..];
    &text[..text.find(end).map_or(text.len(), |at| at + end.len())]
}

#[test]
fn the_documentation_of_the_crate_leads_on_and_lists_webhooks() {
    let more = "termsOfService: 'https://example.com/terms', license: {name: MIT, url: nowhere}, \
                contact: {name: The makers, url: 'https://example.com', email: makers@example.com}";
    let head = HEAD.replace("3.0.3", "3.1.0").replace("Snippet,", &format!("Snippet, summary: Snips., {more},"));
    let webhook = "{summary: A pet was born., requestBody: {content: {text/plain: {}}}, responses: {}}";
    let document =
        format!("{head}externalDocs: {{url: 'https://example.com/x'}}\nwebhooks: {{newPet: {{post: {webhook}}}}}\n");
    let files = harness::generate("snippet", &document);
    let text = sources(&files, |path| path == "src/lib.rs");
    assert_snapshot!(between(&text, "//! A client", "//! # Features\n"), @"
    //! A client of Snippet (1).
    //!
    //! Snips.
    //!
    //! See also: <https://example.com/x>
    //!
    //! Terms of service: <https://example.com/terms>
    //!
    //! Contact: The makers, <https://example.com>, `makers@example.com`
    //!
    //! License of the API: MIT
    //!
    //! ```no_run
    //! # async fn example() -> Result<(), snippet::Error> {
    //! let client = snippet::Client::builder().build()?;
    //! # let _ = client;
    //! # Ok(())
    //! # }
    //! ```
    //!
    //! # Webhooks
    //!
    //! What the server sends to a receiver of yours, and the type that reads what it
    //! carries:
    //!
    //! - `newPet` (`POST`), carries `String`: A pet was born.
    //!
    //! # Features
    ");
}

#[test]
fn the_documentation_of_the_crate_says_that_a_base_url_is_needed() {
    let head = HEAD.trim_end();
    let document = format!(
        "{head}\nservers: [{{url: /v1}}]\npaths: {{/a: {{get: {{responses: {{'204': {{description: ''}}}}}}}}}}\n"
    );
    let text = sources(&harness::generate("snippet", &document), |path| path == "src/lib.rs");
    assert_snapshot!(between(&text, "//! # async fn", "//! # Features\n"), @r#"
    //! # async fn example() -> Result<(), snippet::Error> {
    //! let client = snippet::Client::builder().base_url("https://example.com/v1").build()?;
    //! client.get_a().await?;
    //! # Ok(())
    //! # }
    //! ```
    //!
    //! # Base URL
    //!
    //! The document's server, `/v1`, is no whole URL, so that every client needs a
    //! `base_url`. It takes the place of the server, path and all:
    //! `https://example.com/v1`.
    //!
    //! # Features
    "#);
}

#[test]
fn a_required_field_is_an_argument_and_an_optional_one_a_setter() {
    assert_snapshot!(types("Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}"), @"
    // ---- src/types/pet.rs ----
    /// The schema `Pet`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Pet {
        /// `name`
        pub name: String,
        /// `age`
        pub age: Option<i64>,
    }

    impl Pet {
        /// Creates a `Pet` from its required fields.
        pub fn new(name: impl Into<String>) -> Self {
            Self {
                name: name.into(),
                age: None,
            }
        }

        /// Sets `age`.
        #[must_use]
        pub fn age(mut self, age: i64) -> Self {
            self.age = Some(age);
            self
        }

        /// Sets or clears `age`.
        #[must_use]
        pub fn maybe_age(mut self, age: Option<i64>) -> Self {
            self.age = age;
            self
        }
    }
    ");
}

#[test]
fn an_enum_keeps_what_the_document_does_not_list() {
    assert_snapshot!(types("Status: {type: string, enum: [on, off]}"), @r#"
    // ---- src/types/status.rs ----
    /// The schema `Status`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Status {
        /// `on`
        On,
        /// `off`
        Off,
        /// A value that the document does not list.
        Unknown(Box<str>),
    }

    impl Status {
        /// Every value that the document lists.
        pub const VALUES: &'static [Self] = &[Self::On, Self::Off];

        /// The value as it is on the wire.
        pub fn as_str(&self) -> &str {
            match self {
                Self::On => "on",
                Self::Off => "off",
                Self::Unknown(value) => value,
            }
        }
    }

    impl From<&str> for Status {
        fn from(value: &str) -> Self {
            match value {
                "on" => Self::On,
                "off" => Self::Off,
                other => Self::Unknown(other.into()),
            }
        }
    }

    impl From<String> for Status {
        fn from(value: String) -> Self {
            Self::from(value.as_str())
        }
    }

    impl std::fmt::Display for Status {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.pad(self.as_str())
        }
    }
    "#);
}

#[test]
fn a_union_keeps_what_is_of_no_branch() {
    assert_snapshot!(types("Id: {oneOf: [{type: string}, {type: integer}]}"), @r#"
    // ---- src/types/id.rs ----
    /// The schema `Id`.
    #[derive(Clone, PartialEq)]
    #[non_exhaustive]
    pub enum Id {
        /// A value of the branch `String`.
        String(String),
        /// A value of the branch `Integer`.
        Integer(i64),
        /// A value that is of none of these types, as it came.
        Unknown(serde_json::Value),
    }

    impl std::fmt::Debug for Id {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            match self {
                Self::String(value) => crate::runtime::variant(f, "String", value),
                Self::Integer(value) => crate::runtime::variant(f, "Integer", value),
                Self::Unknown(value) => crate::runtime::masked_variant(f, "Unknown", value),
            }
        }
    }

    impl From<String> for Id {
        fn from(value: String) -> Self {
            Self::String(value)
        }
    }

    impl From<i64> for Id {
        fn from(value: i64) -> Self {
            Self::Integer(value)
        }
    }

    impl From<&str> for Id {
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    "#);
}

#[test]
fn a_component_that_is_no_object_is_another_name() {
    assert_snapshot!(types("Tags: {type: array, items: {type: string}}\nId: {type: string, format: uuid}"), @"
    // ---- src/types/id.rs ----
    /// The schema `Id`.
    ///
    /// - Format: `uuid`
    pub type Id = uuid::Uuid;
    // ---- src/types/tags.rs ----
    /// The schema `Tags`.
    pub type Tags = Vec<String>;
    ");
}

#[test]
fn a_union_of_a_string_and_any_object() {
    assert_snapshot!(types("Value: {oneOf: [{type: string}, {type: object}]}"), @r#"
    // ---- src/types/value.rs ----
    /// The schema `Value`.
    #[derive(Clone, PartialEq)]
    #[non_exhaustive]
    pub enum Value {
        /// A value of the branch `String`.
        String(String),
        /// A value of the branch `Object`.
        Object(std::collections::BTreeMap<String, serde_json::Value>),
        /// A value that is of none of these types, as it came.
        Unknown(serde_json::Value),
    }

    impl std::fmt::Debug for Value {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            match self {
                Self::String(value) => crate::runtime::variant(f, "String", value),
                Self::Object(value) => crate::runtime::masked_variant(f, "Object", value),
                Self::Unknown(value) => crate::runtime::masked_variant(f, "Unknown", value),
            }
        }
    }

    impl From<String> for Value {
        fn from(value: String) -> Self {
            Self::String(value)
        }
    }

    impl From<std::collections::BTreeMap<String, serde_json::Value>> for Value {
        fn from(value: std::collections::BTreeMap<String, serde_json::Value>) -> Self {
            Self::Object(value)
        }
    }

    impl From<&str> for Value {
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }

    impl<K: Into<String>, T: Into<serde_json::Value>, const N: usize> From<[(K, T); N]>
    for Value {
        fn from(value: [(K, T); N]) -> Self {
            Self::Object(crate::runtime::map(value))
        }
    }
    "#);
}

#[test]
fn a_struct_is_read_and_written_through_a_table_of_its_fields() {
    assert_snapshot!(codec("Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}"), @r#"
    // ---- src/codec/pet.rs ----
    use crate::runtime::json::{self, Decode, DecodeError, Encode, Field, Reader, Writer};

    impl crate::types::Pet {
        const FIELDS: [Field; 2] = [Field::required("name"), Field::optional("age")];
    }

    impl Encode for crate::types::Pet {
        fn encode(&self, writer: &mut Writer) {
            writer.object(&Self::FIELDS, &[&self.name, &self.age]);
        }
    }

    impl Decode for crate::types::Pet {
        fn blank() -> Self {
            Self {
                name: Decode::blank(),
                age: Decode::blank(),
            }
        }

        fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
            reader.object(&Self::FIELDS, &mut [&mut self.name, &mut self.age])
        }
    }
    "#);
}

#[test]
fn an_enum_is_read_and_written_as_its_text() {
    assert_snapshot!(codec("Status: {type: string, enum: [on, off]}"), @"
    // ---- src/codec/status.rs ----
    use crate::runtime::json::{self, Decode, DecodeError, Encode, Reader, Writer};

    impl Encode for crate::types::Status {
        fn encode(&self, writer: &mut Writer) {
            writer.string(self.as_str());
        }
    }

    impl Decode for crate::types::Status {
        fn blank() -> Self {
            Self::Unknown(Default::default())
        }

        fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
            *self = Self::from(&*reader.string()?);
            reader.listed(!matches!(self, Self::Unknown(_)))
        }
    }
    ");
}

#[test]
fn required_parameters_are_arguments_in_a_fixed_order() {
    assert_snapshot!(api("\
/pets/{id}:
  put:
    operationId: updatePet
    parameters:
      - {name: dryRun, in: query, required: true, schema: {type: boolean}}
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: note, in: query, schema: {type: string}}
    requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}
    responses: {'204': {description: ''}}"), @"
    impl Client {
        /// `PUT /pets/{id}`
        ///
        /// # Setters
        ///
        /// - `note`
        ///
        /// # Errors
        ///
        /// The document declares none; [`UpdatePetError`] has the body of any.
        pub fn update_pet(
            &self,
            id: impl Into<String>,
            dry_run: bool,
            body: impl IntoIterator<Item = impl Into<String>>,
        ) -> Call<UpdatePet> {
            let id: String = id.into();
            let body: Vec<String> = crate::runtime::list(body);
            Request::new(UpdatePet::INFO)
                .argument(0, &id)
                .argument(1, &dry_run)
                .json(&body)
                .call(self)
        }
    }
    ");
}

#[test]
fn a_declared_error_is_found_by_status_then_range_then_default() {
    assert_snapshot!(errors("\
/pets:
  get:
    operationId: listPets
    responses:
      '200': {description: ''}
      default: {description: Any other., content: {application/json: {schema: {type: string}}}}
      5XX: {description: The server's fault., content: {text/plain: {schema: {type: string}}}}
      '404': {description: No pets.}"), @"
        fn error(response: &Received) -> Self::Error {
            let declared = match response.status() {
                404 => Some(ListPetsError::NotFound),
                500..=599 => response.text().map(ListPetsError::ServerError).ok(),
                _ => response.json().map(ListPetsError::Default).ok(),
            };
            declared.unwrap_or_else(|| ListPetsError::Undeclared(response.body()))
        }

    /// What [`ListPets`] can answer besides success.
    #[derive(Clone, PartialEq)]
    #[non_exhaustive]
    pub enum ListPetsError {
        /// No pets.
        NotFound,
        /// The server's fault.
        ServerError(String),
        /// Any other.
        Default(String),
        /// What the document does not declare, or not so: the body as it came.
        Undeclared(bytes::Bytes),
    }
    ");
}

#[test]
fn the_lock_has_one_line_an_item() {
    assert_snapshot!(lock("Pet: {type: object, required: [status], properties: {status: {type: string, enum: [sold]}, parent: {$ref: '#/components/schemas/Pet'}}}"), @"
    field  types::Pet.parent  Option<Box<types::Pet>>  optional  #/components/schemas/Pet/properties/parent
    field  types::Pet.status  types::pet::Status  constant sold  #/components/schemas/Pet/properties/status
    new    Client::new  ()  no credential
    type   types::Pet  struct  new()  #/components/schemas/Pet
    type   types::pet::Status  enum open  #/components/schemas/Pet/properties/status
    var    types::pet::Status::Sold  #/components/schemas/Pet/properties/status/sold
    ");
}

#[test]
fn the_example_of_the_crate_gives_what_its_operation_asks_for() {
    let example = |security: &str| {
        let key = |name: &str| format!("{name}: {{type: apiKey, in: header, name: {name}}}");
        let (id, secret, version) = (key("clientIdentification"), key("clientSecret"), key("dateOfTheVersion"));
        let schemes = format!("basic: {{type: http, scheme: basic}}, {id}, {secret}, {version}");
        let schemes = format!("components: {{securitySchemes: {{{schemes}, again: {{type: http, scheme: bearer}}}}}}");
        let operation = format!("{{{security}responses: {{'204': {{description: ''}}}}}}");
        let document =
            format!("{HEAD}paths: {{/a: {{get: {operation}}}}}\nservers: [{{url: 'https://a.b'}}]\n{schemes}\n");
        let text = sources(&harness::generate("snippet", &document), |path| path == "src/lib.rs");
        between(&text, "//! let client", "//! client.get_a()").to_owned()
    };
    assert_snapshot!(example("security: [{clientSecret: []}, {basic: []}], "), @r#"
    //! let client = snippet::Client::builder().client_secret("key").build()?;
    //! client.get_a()
    "#);
    assert_snapshot!(example("security: [{clientIdentification: [], clientSecret: [], dateOfTheVersion: []}], "), @r#"
    //! let client = snippet::Client::builder()
    //!     .client_identification("key")
    //!     .client_secret("key")
    //!     .date_of_the_version("key")
    //!     .build()?;
    //! client.get_a()
    "#);
    assert_snapshot!(example("security: [{}, {basic: []}], "), @r#"
    //! let client = snippet::Client::builder().build()?;
    //! client.get_a()
    "#);
    assert_snapshot!(example("security: [{again: [], basic: []}], "), @r#"
    //! let client = snippet::Client::builder().again("token").build()?;
    //! client.get_a()
    "#);
    assert_snapshot!(example(""), @r#"
    //! let client = snippet::Client::builder().basic("user", "password").build()?;
    //! client.get_a()
    "#);
}
