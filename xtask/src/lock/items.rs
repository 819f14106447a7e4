//! The text of an `API.lock` -> its items.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of items; other lines are the head of the file or only remember names.
const KINDS: [&str; 11] = ["arg", "auth", "base", "feat", "field", "head", "new", "op", "page", "type", "var"];

/// The items of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items(pub BTreeMap<Key, Item>);

/// What an item is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// `op`, `arg`, `head`, `page`, `type`, `field`, `var`, `new`, `auth`, `base` or `feat`.
    pub kind: String,
    /// The Rust path.
    pub path: String,
    /// The media type of a body: one argument can be sent in several ways.
    pub media_type: Option<String>,
}

/// What there is to say of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its type, whether it is required, what an operation gives.
    pub facts: Vec<String>,
    /// Is whoever uses it warned?
    pub deprecated: bool,
    /// What it is in the document.
    pub identity: String,
}

/// How a value of a type is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor<'a> {
    /// Without the feature `mock`.
    pub open: bool,
    /// The names of the arguments, in their order.
    pub arguments: Vec<&'a str>,
}

impl Items {
    /// Reads a lock. Columns are two or more spaces apart: the kind, the path, facts, the identity.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| KINDS.iter().any(|kind| line.split(' ').next() == Some(kind)));
        Self(lines.filter_map(item).collect())
    }

    /// The item of this kind and path, but for bodies, of which there are several.
    pub fn get(&self, kind: &str, path: &str) -> Option<&Item> {
        self.0.get(&Key { kind: kind.to_owned(), path: path.to_owned(), media_type: None })
    }

    /// Does the lock say all that locks say now? Earlier versions knew no features and nothing of constructors.
    pub fn is_complete(&self) -> bool {
        self.get("new", "Client::new").is_some()
    }

    /// Is there an item of this path, whatever its kind?
    pub fn has(&self, path: &str) -> bool {
        self.0.keys().any(|key| key.path == path)
    }

    /// The types that a request can hold: those that arguments mention, and all that those hold.
    pub fn in_requests(&self) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        let arguments = self.0.iter().filter(|(key, _)| key.kind == "arg");
        let mut next: Vec<String> = arguments.flat_map(|(_, item)| item.types()).collect();
        while let Some(path) = next.pop() {
            if known.insert(path.clone()) {
                let inside =
                    self.0.iter().filter(|(key, _)| key.path == path || key.owner().is_some_and(|owner| owner == path));
                next.extend(inside.flat_map(|(_, item)| item.types()));
            }
        }
        known
    }
}

fn item(line: &str) -> Option<(Key, Item)> {
    let columns: Vec<_> = line.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    let [kind, path, facts @ .., identity] = columns.as_slice() else { return None };
    let media_type =
        identity.split_once(" body ").filter(|_| *kind == "arg").map(|(_, media_type)| media_type.to_owned());
    let key = Key { kind: (*kind).to_owned(), path: (*path).to_owned(), media_type };
    let (deprecated, facts): (Vec<&str>, Vec<&str>) = facts.iter().copied().partition(|fact| *fact == "deprecated");
    let facts = facts.into_iter().map(str::to_owned).collect();
    Some((key, Item { facts, deprecated: !deprecated.is_empty(), identity: (*identity).to_owned() }))
}

impl Key {
    /// The path of what the item is a part of: `types::Pet` of `types::Pet.id` and of `types::Pet::Dog`. Headers of answers,
    /// `api::list_pets.total`, are a part of the method.
    pub fn owner(&self) -> Option<Cow<'_, str>> {
        match self.kind.as_str() {
            "arg" | "field" | "page" => self.path.rsplit_once('.').map(|(owner, _)| Cow::Borrowed(owner)),
            "head" => {
                let (module, _) = self.path.strip_prefix("api::")?.rsplit_once('.')?;
                Some(Cow::Owned(format!("Client::{module}")))
            }
            "var" => self.path.rsplit_once("::").map(|(owner, _)| Cow::Borrowed(owner)),
            _ => None,
        }
    }
}

impl Item {
    /// Must it be there?
    pub fn is_required(&self) -> bool {
        self.facts.iter().any(|fact| fact == "required")
    }

    /// How a value of it is made: `new(id, name)`, or `mock new(id, name)`. Locks of earlier versions do not say.
    pub fn constructor(&self) -> Option<Constructor<'_>> {
        self.facts.iter().skip(1).find_map(|fact| {
            let (open, signature) = fact.strip_prefix("mock ").map_or((true, fact.as_str()), |rest| (false, rest));
            let names = signature.strip_prefix("new(")?.strip_suffix(')')?.split(", ");
            Some(Constructor { open, arguments: names.filter(|name| !name.is_empty()).collect() })
        })
    }

    /// The named types that its facts mention.
    pub fn types(&self) -> Vec<String> {
        let outside = |letter: char| !letter.is_alphanumeric() && !"_:#".contains(letter);
        let words = self.facts.iter().flat_map(|fact| fact.split(outside));
        words.filter(|word| word.starts_with("types::")).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Items;

    #[test]
    fn lines_are_items_and_memory_is_not() {
        let items = Items::parse(
            "# @generated\nlock 1  naming 1  generator 0.1.0\n\
             arg    Client::send.body  types::A  required  POST /a body application/json\n\
             arg    Client::send.body  bytes::Bytes  required  POST /a body text/plain\n\
             field  types::A.b  Vec<types::a::B>  required  #/components/schemas/A/properties/b\n\
             head   api::send.x_a  String  POST /a header X-A\n\
             pin    types::C  newcomer: the name belongs to types::c  #/components/schemas/C\n\
             type   types::D  struct  #/components/schemas/D\n",
        );
        let paths: Vec<_> = items.0.keys().map(|key| (key.path.as_str(), key.owner())).collect();
        let body = ("Client::send.body", Some("Client::send".into()));
        let [field, header] = [("types::A.b", "types::A"), ("api::send.x_a", "Client::send")];
        let [field, header] = [field, header].map(|(path, owner)| (path, Some(owner.into())));
        assert_eq!(paths, [body.clone(), body, field, header, ("types::D", None)]);
        assert_eq!(items.in_requests().into_iter().collect::<Vec<_>>(), ["types::A", "types::a::B"]);
    }
}
