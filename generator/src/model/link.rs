//! Where an answer leads.

use super::Docs;

/// What can be requested with the values of an answer (OpenAPI 3.0.3, 4.7.20).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Its name, as the document spells it.
    pub name: String,
    /// The `operationId` or `operationRef`.
    pub target: String,
    /// The parameters of that operation, and where the value of each comes from: `$response.body#/id`.
    pub parameters: Vec<(String, String)>,
    /// Where its body comes from.
    pub body: Option<String>,
    /// The server that it is sent to, if that is another one.
    pub server: Option<String>,
    /// Its prose.
    pub docs: Docs,
}
