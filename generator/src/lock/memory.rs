//! Reading what an earlier run decided.

use std::collections::BTreeMap;

use crate::lock::{CONSTANT, CONSTRUCTOR, MOCKED, NO_CREDENTIAL, Places, YIELDED, column, columns, meaning};
use crate::names::Name;
use crate::normalize::Known;

/// The names and boxes that earlier runs gave, by kind and identity.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    items: BTreeMap<(String, String), Item>,
    /// The identities of those that a path template is a part of, without the names of its placeholders.
    templates: BTreeMap<(String, String), String>,
    /// Who has the name that a newcomer wished for, by the newcomer's identity and the name it got instead.
    yielded: BTreeMap<(String, String), String>,
    /// What other files define, in the document that is read now.
    places: Places,
}

#[derive(Clone, Debug)]
struct Item {
    path: String,
    /// The column behind the path: the type, or what an operation gives.
    fact: Option<String>,
    /// The only value that it had.
    constant: Option<String>,
    /// `new(id, name)`
    constructor: Option<String>,
}

/// How a value of a type could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor {
    /// Without the feature `mock`.
    pub open: bool,
    /// The names of the arguments in their order, without `r#`.
    pub arguments: Vec<String>,
}

impl Memory {
    /// Reads an `API.lock`. Lines it does not know are passed over, and of a merge conflict both sides are kept, so
    /// that a lock can never stop a run.
    pub fn parse(text: &str) -> Self {
        let (mut items, mut templates, mut yielded) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for line in text.lines() {
            if let [kind, path, between @ .., identity] = &columns(line)[..] {
                if let Some(to) = between.first().and_then(|text| text.strip_prefix(YIELDED)) {
                    yielded.insert(((*identity).to_owned(), last_segment(path).to_owned()), meaning(to));
                }
                let fact = between.first().map(|fact| (*fact).to_owned());
                let constant = between.iter().find_map(|facts| Some(meaning(facts).strip_prefix(CONSTANT)?.to_owned()));
                let constructor = between.iter().skip(1).find(|facts| constructor(facts).is_some());
                let constructor = constructor.map(|facts| (*facts).to_owned());
                let item = Item { path: (*path).to_owned(), fact, constant, constructor };
                if let Some(template) = template(identity) {
                    templates.entry(((*kind).to_owned(), template)).or_insert_with(|| (*identity).to_owned());
                }
                items.entry(((*kind).to_owned(), (*identity).to_owned())).or_insert(item);
            }
        }
        Self { items, templates, yielded, places: Places::default() }
    }

    /// The same about a document with components that other files define: those at `places`, and those that are components
    /// of its own by now.
    #[must_use]
    pub fn placed(self, places: BTreeMap<String, String>, adopted: BTreeMap<String, String>) -> Self {
        let places = Places::new(places);
        let is_known = |own: &str| self.find("type", own).is_some() || self.type_inside(own).is_some();
        let adopted: Vec<_> = adopted.into_iter().filter(|(own, _)| !is_known(own)).collect();
        let before = places.clone().once_known(adopted);
        let meant = |identity: &str| before.meant(identity).into_owned();
        let (own, others): (Vec<_>, Vec<_>) =
            self.items.into_iter().partition(|((_, identity), _)| *meant(identity) != *identity);
        let mut items: BTreeMap<_, _> =
            own.into_iter().map(|((kind, identity), item)| ((kind, meant(&identity)), item)).collect();
        // What locks of earlier versions have as a component of the document may be written in another file.
        for (key, item) in others {
            items.entry(key).or_insert(item);
        }
        let yielded = self.yielded.into_iter().map(|((identity, name), to)| ((meant(&identity), name), meant(&to)));
        Self { yielded: yielded.collect(), templates: self.templates, items, places }
    }

    /// What other files define.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// By which key that is known which is at `place` in another file. Earlier versions had the key itself in the lock.
    pub fn known_place(&self, place: &str, long: &str) -> Option<Known> {
        let by_key = format!("#/components/schemas/{long}");
        let key = |is_long: bool| if is_long { Known::Long } else { Known::Short };
        match (self.name("type", place), self.type_inside(place)) {
            (Some(name), _) => Some(key(name == Name::new(long).upper_camel())),
            (None, Some(path)) => Some(key(path.split("::").any(|module| module == Name::new(long).snake()))),
            (None, None) => self.name("type", &by_key).map(|_| Known::Long),
        }
    }

    /// The path of a type that is defined inside of what is at `place`, which need not have one itself.
    fn type_inside(&self, place: &str) -> Option<&str> {
        let inside = column(place) + "/";
        let ((kind, identity), item) = self.items.range(("type".to_owned(), inside.clone())..).next()?;
        (kind == "type" && identity.starts_with(&inside)).then_some(&item.path)
    }

    /// The last segment of the Rust path that the item had, without `r#`.
    pub fn name(&self, kind: &str, identity: &str) -> Option<String> {
        self.find(kind, identity).map(|item| last_segment(&item.path).to_owned())
    }

    /// The modules under `types` that a type was in.
    pub fn modules(&self, identity: &str) -> Option<Vec<String>> {
        modules(&self.find("type", identity)?.path)
    }

    /// Those that a type inside of what is at `place` was in.
    pub fn modules_inside(&self, place: &str) -> Option<Vec<String>> {
        modules(self.type_inside(place)?)
    }

    /// The type that a field had, without the `Option` that makes it optional.
    pub fn field_type(&self, identity: &str) -> Option<String> {
        let ty = self.find("field", identity)?.fact.as_ref()?;
        let inner = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>'));
        Some(inner.unwrap_or(ty).to_owned())
    }

    /// The rest of each identity of a kind that begins like this, as long as it is one segment.
    pub fn within(&self, kind: &str, prefix: &str) -> Vec<String> {
        let prefix = column(prefix);
        let first = (kind.to_owned(), prefix.clone());
        let all = self.items.range(first..).map(|((of, identity), _)| (of, identity));
        let found = all.map_while(|(of, identity)| identity.strip_prefix(&prefix).filter(|_| of == kind));
        found.filter(|rest| !rest.contains('/')).map(str::to_owned).collect()
    }

    /// What the operation gave: `types::Pet`.
    pub fn output(&self, identity: &str) -> Option<String> {
        let facts = self.find("op", identity)?.fact.as_ref()?;
        facts.strip_prefix("-> ")?.split(" ! ").next().map(str::to_owned)
    }

    /// The only value that the field or argument had when it was last looked at.
    pub fn constant(&self, kind: &str, identity: &str) -> Option<&str> {
        self.find(kind, identity)?.constant.as_deref()
    }

    /// Did `Client::new` take the credential of the scheme with this identity, or none if there is no identity?
    pub fn client_takes(&self, scheme: Option<&str>) -> bool {
        self.find("new", scheme.unwrap_or(NO_CREDENTIAL)).is_some()
    }

    /// How a value of the type could be made; `None` if the lock does not say.
    pub fn constructor(&self, identity: &str) -> Option<Constructor> {
        constructor(self.find("type", identity)?.constructor.as_ref()?)
    }

    /// Who has the name that this thing wished for when it got the one that is remembered.
    pub fn yielded(&self, identity: &str, name: Option<&str>) -> Option<String> {
        if self.yielded.is_empty() {
            return None;
        }
        self.yielded.get(&(column(identity), name?.to_owned())).cloned()
    }

    /// Was the field or variant behind a `Box`? `None` if it was not there.
    pub fn is_boxed(&self, kind: &str, identity: &str) -> Option<bool> {
        self.find(kind, identity).map(|item| item.fact.as_ref().is_some_and(|ty| ty.contains("Box<")))
    }

    /// What has this identity, or had it while the placeholders of its path had other names: that is the same path
    /// (OpenAPI 3.0.3, 4.7.8.1).
    fn find(&self, kind: &str, identity: &str) -> Option<&Item> {
        // A large document asks for a hundred thousand, and its first run knows of none.
        if self.items.is_empty() {
            return None;
        }
        let key = (kind.to_owned(), column(identity));
        self.items.get(&key).or_else(|| {
            let (kind, identity) = key;
            let before = self.templates.get(&(kind.clone(), template(&identity)?))?;
            self.items.get(&(kind, before.clone()))
        })
    }
}

/// `GET /pets/{}` of `GET /pets/{id}`, and `#/paths/~1pets~1{}/get` of `#/paths/~1pets~1{id}/get`; `None` where no path
/// with a placeholder is a part of the identity.
fn template(identity: &str) -> Option<String> {
    let (before, rest, end) = match identity.strip_prefix("#/paths/") {
        Some(rest) => ("#/paths/", rest, '/'),
        None => {
            let at = identity.find(' ')?;
            let (method, rest) = identity.split_at(at + 1);
            (method, rest.starts_with('/').then_some(rest)?, ' ')
        }
    };
    let (path, behind) = rest.split_at(rest.find(end).unwrap_or(rest.len()));
    let mut template = before.to_owned();
    for (index, part) in path.split('{').enumerate() {
        match part.split_once('}') {
            _ if index == 0 => template.push_str(part),
            Some((_, behind)) => template.extend(["{}", behind]),
            None => template.extend(["{", part]),
        }
    }
    (path.contains('{')).then(|| template + behind)
}

fn modules(path: &str) -> Option<Vec<String>> {
    let segments: Vec<String> = path.split("::").map(|segment| segment.trim_start_matches("r#").to_owned()).collect();
    match &segments[..] {
        [types, modules @ .., _] if types == "types" => Some(modules.to_vec()),
        _ => None,
    }
}

fn constructor(facts: &str) -> Option<Constructor> {
    let (open, signature) = facts.strip_prefix(MOCKED).map_or((true, facts), |rest| (false, rest));
    let names = signature.strip_prefix(CONSTRUCTOR)?.strip_suffix(')')?.split(", ");
    let names = names.filter(|name| !name.is_empty()).map(|name| name.trim_start_matches("r#").to_owned());
    Some(Constructor { open, arguments: names.collect() })
}

fn last_segment(path: &str) -> &str {
    let behind = path.rfind([':', '.']).map_or(path, |at| &path[at + 1..]);
    behind.trim_start_matches("r#")
}

#[cfg(test)]
mod tests {
    use super::{Constructor, Memory};

    #[test]
    fn names_and_boxes_are_found_by_kind_and_identity() {
        let memory = Memory::parse(
            "field  types::Pet.r#type  Option<Box<types::Pet>>  optional  #/components/schemas/Pet/properties/type\n\
             op     get_pet            GET /pets/{id} -> types::Pet  GET /pets/{id}\n",
        );
        assert_eq!(memory.name("field", "#/components/schemas/Pet/properties/type").as_deref(), Some("type"));
        assert_eq!(memory.is_boxed("field", "#/components/schemas/Pet/properties/type"), Some(true));
        assert_eq!(memory.name("op", "GET /pets/{id}").as_deref(), Some("get_pet"));
        assert_eq!(memory.name("type", "GET /pets/{id}"), None);
        assert_eq!(memory.within("field", "#/components/schemas/Pet/properties/"), ["type"]);
        assert!(memory.within("field", "#/components/schemas/Pet/").is_empty());
    }

    #[test]
    fn the_type_of_a_field_and_the_modules_of_a_type_are_found() {
        let memory = Memory::parse(
            "type   types::r#type::pet::Size  struct  #/components/schemas/type/properties/pet/properties/size\n\
             field  types::Pet.name  Option<String>  optional  #/components/schemas/Pet/properties/name\n",
        );
        let modules = memory.modules("#/components/schemas/type/properties/pet/properties/size");
        assert_eq!(modules.unwrap(), ["type", "pet"]);
        assert_eq!(memory.field_type("#/components/schemas/Pet/properties/name").as_deref(), Some("String"));
        assert_eq!((memory.modules("#/a"), memory.field_type("#/a")), (None, None));
    }

    #[test]
    fn the_arguments_of_a_constructor_are_found_in_their_order() {
        let memory = Memory::parse(
            "type   types::Pet  struct  new(name, r#type)  #/components/schemas/Pet\n\
             type   types::Cat  struct  mock new()  #/components/schemas/Cat\n\
             type   types::Dog  struct  #/components/schemas/Dog\n",
        );
        let found = |name: &str| memory.constructor(&format!("#/components/schemas/{name}"));
        let arguments = vec!["name".to_owned(), "type".to_owned()];
        assert_eq!(found("Pet"), Some(Constructor { open: true, arguments }));
        assert_eq!(found("Cat"), Some(Constructor { open: false, arguments: Vec::new() }));
        assert_eq!([found("Dog"), found("Bird")], [None, None]);
    }

    #[test]
    fn a_path_is_the_same_whatever_its_placeholders_are_called() {
        let memory = Memory::parse(
            "op     Client::drop_pet  -> ()  DELETE /pets/{id}\n\
             arg    Client::drop_pet.now  bool  optional  DELETE /pets/{id} query now{}\n\
             type   types::drop_pet::Body  struct  #/paths/~1pets~1{id}/delete/requestBody\n\
             op     Client::get_all  -> ()  GET /pets\n",
        );
        assert_eq!(memory.name("op", "DELETE /pets/{petId}").as_deref(), Some("drop_pet"));
        assert_eq!(memory.name("arg", "DELETE /pets/{petId} query now{}").as_deref(), Some("now"));
        assert_eq!(memory.name("arg", "DELETE /pets/{petId} query now{a}"), None);
        assert_eq!(memory.modules("#/paths/~1pets~1{petId}/delete/requestBody").unwrap(), ["drop_pet"]);
        let others = ["GET /pets/{id}", "DELETE /pet/{id}", "GET /pets{", "DELETE /pets/{}}"];
        assert_eq!(others.map(|identity| memory.name("op", identity)), [const { None }; 4]);
    }

    #[test]
    fn who_has_the_name_is_found_for_the_name_that_was_given_instead() {
        let memory = Memory::parse(
            "pin    types::FooLower  newcomer: the name belongs to #/components/schemas/F%0Ao  #/components/schemas/foo\n",
        );
        let found = |name| memory.yielded("#/components/schemas/foo", name);
        assert_eq!(found(Some("FooLower")).as_deref(), Some("#/components/schemas/F\no"));
        assert_eq!([found(Some("Foo")), found(None)], [None, None]);
    }
}
