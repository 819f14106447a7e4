//! What the author of a reference that leads nowhere may have meant.

use super::lookup::percent_decode;
use crate::diagnostics::similar;
use serde_json::{Map, Value};

/// Does it point to another document?
pub(super) fn is_external(reference: &str) -> bool {
    let document = reference.split('#').next().unwrap_or_default();
    let file = [".json", ".yaml", ".yml"].iter().any(|extension| document.ends_with(extension));
    file || document.contains("://") || document.starts_with("./") || document.starts_with("../")
}

/// The component that a reference names but doesn't spell out: `Pet`, `#/definitions/Pet`, `components/schemas/Pet`.
pub(super) fn obvious(reference: &str, keys: &Map<String, Value>) -> Option<String> {
    let name = last_name(reference);
    // A slash in a key has to be escaped, which hardly anybody knows.
    let unescaped = reference.strip_prefix("#/components/schemas/").map(percent_decode);
    [Some(name), unescaped].into_iter().flatten().find(|name| keys.contains_key(name))
}

/// The component whose key is spelt most like what the reference names, if it is near enough to be a slip.
pub(super) fn nearest(reference: &str, keys: &Map<String, Value>) -> Option<String> {
    similar(&last_name(reference), keys.keys().map(String::as_str)).map(str::to_owned)
}

fn last_name(reference: &str) -> String {
    let last = reference.rsplit(['/', '#']).next().unwrap_or_default();
    percent_decode(&last.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn keys() -> Map<String, Value> {
        json!({"Pet": {}, "PetList": {}, "Error": {}}).as_object().cloned().unwrap()
    }

    #[test]
    fn a_name_in_the_wrong_frame_is_obvious() {
        let references = ["Pet", "#/definitions/Pet", "components/schemas/Pet", "#/components/schema/Pet", "#/Pet"];
        for reference in references {
            assert_eq!(obvious(reference, &keys()).as_deref(), Some("Pet"), "{reference}");
        }
        assert_eq!(obvious("#/components/schemas/pet", &keys()), None);
    }

    #[test]
    fn slips_are_suggested_and_strangers_are_not() {
        let nearest = |name: &str| nearest(&format!("#/components/schemas/{name}"), &keys());
        assert_eq!(nearest("pet").as_deref(), Some("Pet"));
        assert_eq!(nearest("PetsList").as_deref(), Some("PetList"));
        assert_eq!(nearest("Invoice"), None);
        let letter = json!({"A": {}}).as_object().cloned().unwrap();
        assert_eq!(["", "7", "a"].map(|name| super::nearest(name, &letter)), [None, None, Some("A".to_owned())]);
    }

    #[test]
    fn files_and_addresses_are_external() {
        for reference in ["pet.yaml", "./pet", "https://example.com/pet#/A", "../x/pet.json#/Pet"] {
            assert!(is_external(reference), "{reference}");
        }
        assert!(!is_external("Pet") && !is_external("#/a.json"));
    }
}
