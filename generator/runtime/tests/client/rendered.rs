//! What the generator would write.

#![allow(missing_docs, reason = "the documents' words would be here")]

use crate::runtime::json::{DecodeError, Encode, Field, Reader, Writer};
use crate::runtime::{
    Call, Client, ClientBuilder, Credential, Decode, Document, Error, Location, Operation, OperationInfo, Parameter,
    Received, Request, Scheme, SchemeKind,
};

const fn key(name: &'static str, setter: &'static str, location: Location, wire: &'static str) -> Scheme {
    Scheme { name, setter, kind: SchemeKind::ApiKey { location, name: wire } }
}

pub static DOCUMENT: Document = Document {
    user_agent: "pets/0.1.0",
    servers: &["/relative", "https://api.example.com/v1"],
    schemes: &[
        Scheme { name: "bearerAuth", setter: "bearer_auth", kind: SchemeKind::Bearer },
        Scheme { name: "basicAuth", setter: "basic_auth", kind: SchemeKind::Basic },
        key("appKey", "app_key", Location::Header, "X-App-Key"),
        key("appId", "app_id", Location::Query, "app id"),
        key("session", "session", Location::Cookie, "session"),
        Scheme { name: "oauth", setter: "oauth", kind: SchemeKind::OAuth2 { token_url: "/oauth/token" } },
    ],
    idempotency_header: None,
};

impl Client {
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&DOCUMENT)
    }
}

impl ClientBuilder {
    pub fn bearer_auth(self, token: impl Into<Credential>) -> Self {
        self.credential(0, token.into())
    }

    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        self.credential(1, Credential::basic(user, password))
    }

    pub fn app_key(self, key: impl Into<Credential>) -> Self {
        self.credential(2, key.into())
    }

    pub fn app_id(self, id: impl Into<Credential>) -> Self {
        self.credential(3, id.into())
    }

    pub fn oauth(self, oauth: impl Into<Credential>) -> Self {
        self.credential(5, oauth.into())
    }

    pub fn session(self, session: impl Into<Credential>) -> Self {
        self.credential(4, session.into())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pet {
    pub id: i64,
    pub name: String,
}

impl Encode for Pet {
    fn encode(&self, writer: &mut Writer) {
        serde_json::json!({"id": self.id, "name": self.name}).encode(writer);
    }
}

static PET: [Field; 2] = [Field::required("id"), Field::required("name")];

impl Decode for Pet {
    fn blank() -> Self {
        Self { id: Decode::blank(), name: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&PET, &mut [&mut self.id, &mut self.name])
    }
}

impl serde::Serialize for Pet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::runtime::json::serialize(self, serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Pet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::runtime::json::deserialize(deserializer)
    }
}

/// `{"message": …}`
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub message: String,
}

static PROBLEM: [Field; 1] = [Field::required("message")];

impl Decode for Problem {
    fn blank() -> Self {
        Self { message: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&PROBLEM, &mut [&mut self.message])
    }
}

#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ListPets;

impl Operation for ListPets {
    type Output = Vec<i64>;
    type Error = crate::runtime::Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "listPets",
        method: "GET",
        path_template: "/pets",
        tags: &["Pets"],
        parameters: &[
            Parameter::query("limit"),
            Parameter::query("tags").explode(false),
            Parameter::query("new"),
            Parameter::query("json"),
        ],
        security: Some(&[&[0]]),
        accept: "application/json",
        servers: &[],
    };

    fn output(response: &Received) -> Result<Self::Output, DecodeError> {
        response.json()
    }

    fn error(_: &Received) -> Self::Error {
        crate::runtime::Undeclared
    }
}

#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct GetPet;

impl Operation for GetPet {
    type Output = Pet;
    type Error = GetPetError;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "getPet",
        method: "GET",
        path_template: "/pets/{petId}",
        tags: &["Pets"],
        parameters: &[Parameter::path("petId")],
        security: Some(&[&[0]]),
        accept: "application/json",
        servers: &[],
    };

    fn output(response: &Received) -> Result<Self::Output, DecodeError> {
        response.json()
    }

    fn error(response: &Received) -> Self::Error {
        let declared = match response.status() {
            404 => response.json().map(GetPetError::NotFound).ok(),
            _ => None,
        };
        declared.unwrap_or_else(|| GetPetError::Undeclared(response.body()))
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GetPetError {
    NotFound(Problem),
    Undeclared(bytes::Bytes),
}

impl From<Error<GetPetError>> for Error {
    fn from(error: Error<GetPetError>) -> Self {
        error.erase()
    }
}

#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CreatePet;

impl Operation for CreatePet {
    type Output = ();
    type Error = crate::runtime::Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "createPet",
        method: "POST",
        path_template: "/pets",
        tags: &["Pets"],
        parameters: &[],
        security: Some(&[&[0]]),
        accept: "",
        servers: &[],
    };

    fn output(response: &Received) -> Result<Self::Output, DecodeError> {
        response.unit()
    }

    fn error(_: &Received) -> Self::Error {
        crate::runtime::Undeclared
    }
}

impl Client {
    /// `GET /pets`
    pub fn list_pets(&self) -> Call<ListPets> {
        Request::new(ListPets::INFO).call(self)
    }

    /// `GET /pets/{petId}`
    pub fn get_pet(&self, pet_id: impl Into<String>) -> Call<GetPet> {
        Request::new(GetPet::INFO).argument(0, &pet_id.into()).call(self)
    }

    /// `POST /pets`
    pub fn create_pet(&self, body: Pet) -> Call<CreatePet> {
        Request::new(CreatePet::INFO).json(&body).call(self)
    }
}

impl Call<ListPets> {
    pub fn limit(self, limit: i32) -> Self {
        self.with_argument(0, &limit)
    }

    pub fn maybe_limit(self, limit: Option<i32>) -> Self {
        self.with_maybe_argument(0, limit)
    }

    pub fn tags(self, tags: Vec<String>) -> Self {
        self.with_argument(1, &tags)
    }

    /// A parameter may have any name: nothing in the runtime clashes with it.
    pub fn new(self, new: bool) -> Self {
        self.with_argument(2, &new)
    }

    pub fn json(self, json: String) -> Self {
        self.with_argument(3, &json)
    }
}

#[cfg(feature = "mock")]
mod mocked {
    use super::{CreatePet, DOCUMENT, GetPet, GetPetError, ListPets, Pet, Problem};
    use crate::runtime::Undeclared;
    use crate::runtime::mock::{Mock, Mocked, Reply};

    #[allow(clippy::new_without_default, reason = "as in a generated crate")]
    impl Mock {
        pub fn new() -> Self {
            Self::of(&DOCUMENT)
        }
    }

    impl Mocked for ListPets {
        type Returned = Self::Output;

        fn returned(output: Vec<i64>) -> Reply {
            Reply::new(200).json(&output)
        }

        fn failed(_: Undeclared) -> Reply {
            Reply::new(500)
        }
    }

    impl Mocked for GetPet {
        type Returned = Self::Output;

        fn returned(output: Pet) -> Reply {
            Reply::new(200).json(&output)
        }

        fn failed(error: GetPetError) -> Reply {
            match error {
                GetPetError::NotFound(Problem { message }) => {
                    Reply::new(404).json(&serde_json::json!({ "message": message }))
                }
                GetPetError::Undeclared(body) => Reply::new(500).body("application/octet-stream", body),
            }
        }
    }

    impl Mocked for CreatePet {
        type Returned = Self::Output;

        fn returned(_: ()) -> Reply {
            Reply::new(204)
        }

        fn failed(_: Undeclared) -> Reply {
            Reply::new(500)
        }
    }
}
