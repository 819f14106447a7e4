//! What is asked for: something in Rust, an operation, or a place in the document.

use heck::ToSnakeCase;

use crate::lock::items::{Item, Key};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `GET /pets/{id}`, as `API.lock` writes it.
    Operation(String),
    /// `#/components/schemas/Pet`, `orders.yaml#/Item`
    Place(String),
    /// `types::Pet`, `Pet`, `get_pet`: the end of a path; or an `operationId`, `getPet`, unless the call is named otherwise.
    Path(String),
}

impl Question {
    /// Reads what stands on the command line.
    pub fn new(what: &str) -> Self {
        let what = what.trim();
        match what.split_once(' ') {
            Some((method, path)) => Self::Operation(format!("{} {}", method.to_ascii_uppercase(), path.trim_start())),
            None if what.starts_with('/') => Self::Place(format!("#{what}")),
            None if what.starts_with('#') || what.contains("#/") || what.ends_with('#') => Self::Place(what.to_owned()),
            None => Self::Path(what.to_owned()),
        }
    }

    /// Is this item meant?
    pub fn means(&self, key: &Key, item: &Item) -> bool {
        match self {
            Self::Operation(operation) => key.kind == "op" && item.identity == *operation,
            Self::Place(place) => item.identity == *place,
            Self::Path(path) => {
                let by_id = key.kind == "op" && ends_with(&key.path, &path.to_snake_case());
                by_id || ends_with(&key.path, path) || within_crate(path).is_some_and(|rest| key.path == rest)
            }
        }
    }
}

/// Is `path` the whole `end`, or does it end so behind `::` or `.`?
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with("::") || rest.ends_with('.'))
}

/// `types::Pet` of `pets_client::types::Pet`, as a compiler spells it.
fn within_crate(path: &str) -> Option<&str> {
    path.split_once("::").map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::Question;
    use crate::lock::items::Items;

    const LOCK: &str = "\
arg    Client::get_pet.id  i64  required  GET /pets/{id} path id
field  types::Pet.name  String  required  #/components/schemas/Pet/properties/name
op     Client::get_pet  -> types::Pet  GET /pets/{id}
type   types::Carpet  struct  #/components/schemas/Carpet
type   types::Pet  struct  #/components/schemas/Pet
";

    fn meant(what: &str) -> Vec<String> {
        let (question, items) = (Question::new(what), Items::parse(LOCK));
        let meant = items.0.iter().filter(|(key, item)| question.means(key, item));
        meant.map(|(key, _)| key.path.clone()).collect()
    }

    #[test]
    fn operations_are_meant_by_method_and_path() {
        assert_eq!(meant("get /pets/{id}"), ["Client::get_pet"]);
        assert!(meant("PUT /pets/{id}").is_empty());
    }

    #[test]
    fn places_are_meant_with_and_without_a_hash() {
        assert_eq!(meant("#/components/schemas/Pet"), ["types::Pet"]);
        assert_eq!(meant("/components/schemas/Pet/properties/name"), ["types::Pet.name"]);
    }

    #[test]
    fn a_path_is_meant_by_its_end_and_from_outside() {
        assert_eq!(meant("Pet"), ["types::Pet"]);
        assert_eq!(meant("name"), ["types::Pet.name"]);
        assert_eq!(meant("pets_client::types::Pet"), ["types::Pet"]);
        assert_eq!(meant("get_pet"), ["Client::get_pet"]);
        assert_eq!(meant("getPet"), ["Client::get_pet"]);
        assert!(meant("et").is_empty());
    }
}
