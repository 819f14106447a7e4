//! What a change of `API.lock` means for those who use the crate, in terms of semver.
//!
//! Only what the lock says is weighed: changes of documentation, and most of what goes over the wire, leave no trace in it.

mod client;
mod constructors;
mod parameters;

use std::collections::BTreeSet;

use crate::lock::items::{Item, Items, Key};

/// How much a change weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The Rust API is the same.
    None,
    /// Code that compiled still compiles.
    Minor,
    /// Code that compiled may not compile.
    Major,
}

/// A change and its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much it weighs.
    pub weight: Weight,
    /// The rule, `R204`.
    pub rule: &'static str,
    /// What the rule is called.
    pub title: &'static str,
    /// The item, and what became of it.
    pub item: String,
}

/// What a change is weighed by, beside the item itself.
struct States<'a> {
    old: &'a Items,
    new: &'a Items,
    /// The types that a request can hold.
    requests: &'a BTreeSet<String>,
}

impl States<'_> {
    /// Do both locks say whether there is such an item?
    fn say(&self, key: &Key) -> bool {
        !["feat", "new"].contains(&key.kind.as_str()) || self.are_complete()
    }

    fn are_complete(&self) -> bool {
        self.old.is_complete() && self.new.is_complete()
    }
}

/// Every change between two locks, the heaviest first. What an added or removed item consists of is not told again.
pub fn changes(old: &Items, new: &Items) -> Vec<Change> {
    let requests = new.in_requests();
    let states = States { old, new, requests: &requests };
    let renamed = parameters::renamed(old, new);
    let new_names: BTreeSet<&Key> = renamed.values().copied().collect();
    let keys: BTreeSet<&Key> = old.0.keys().chain(new.0.keys()).collect();
    let is_told = |key: &Key, other: &Items| owner_is_in(key, other) && states.say(key);
    let change = |key: &&Key| match (old.0.get(*key), new.0.get(*key)) {
        (Some(_), None) if renamed.contains_key(key) => parameters::change(key, renamed.get(key)?, &states),
        (None, Some(_)) if new_names.contains(key) => None,
        (None, Some(item)) => is_told(key, old).then(|| added(key, item, &states)),
        (Some(item), None) => is_told(key, new).then(|| removed(key, item)),
        (Some(before), Some(after)) => changed(key, before, after, &states),
        (None, None) => None,
    };
    let mut changes: Vec<_> = keys.iter().filter_map(change).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.weight));
    changes
}

fn owner_is_in(key: &Key, items: &Items) -> bool {
    key.owner().is_none_or(|owner| items.has(&owner))
}

fn added(key: &Key, item: &Item, states: &States<'_>) -> Change {
    let required = item.is_required();
    let (weight, rule, title) = match key.kind.as_str() {
        "op" => (Weight::Minor, "R301", "operation added"),
        "type" => (Weight::Minor, "R101", "type added"),
        "arg" if key.media_type.is_some() && !required => (Weight::Minor, "R320", "optional body added"),
        "arg" if key.media_type.is_some() => (Weight::Major, "R321", "required body added"),
        "arg" if required => (Weight::Major, "R311", "required parameter added"),
        "arg" => (Weight::Minor, "R310", "optional parameter added"),
        "field" if required && constructors::asks(key, states) => {
            (Weight::Major, "R210", "required field added to what callers make")
        }
        "field" if required => (Weight::Minor, "R209", "required field added to a response"),
        "field" => (Weight::Minor, "R201", "optional field added"),
        "head" => (Weight::Minor, "R333", "response header added"),
        "page" => (Weight::Minor, "R340", "pages added"),
        "var" => (Weight::Minor, "R221", "variant added"),
        "base" => (Weight::Minor, "R404", "default base URL added"),
        "feat" => (Weight::Minor, "R504", "feature added"),
        _ => (Weight::Minor, "R401", "credential added"),
    };
    Change { weight, rule, title, item: text(key, &item.facts.join(" ")) }
}

fn removed(key: &Key, item: &Item) -> Change {
    let (rule, title) = match key.kind.as_str() {
        "op" => ("R302", "operation removed"),
        "type" => ("R102", "type removed"),
        "arg" if key.media_type.is_some() => ("R322", "body removed"),
        "arg" => ("R312", "parameter removed"),
        "head" => ("R334", "response header removed"),
        "page" => ("R341", "pages removed"),
        "field" => ("R203", "field removed"),
        "var" => ("R222", "variant removed"),
        "base" => ("R404", "default base URL removed"),
        "feat" => ("R501", "feature removed"),
        _ => ("R402", "credential removed"),
    };
    Change { weight: Weight::Major, rule, title, item: text(key, &item.facts.join(" ")) }
}

fn changed(key: &Key, before: &Item, after: &Item, states: &States<'_>) -> Option<Change> {
    if before.facts == after.facts && before.deprecated != after.deprecated && states.are_complete() {
        return Some(deprecated(key, after));
    }
    if before.facts == after.facts {
        return (before.identity != after.identity).then(|| moved(key, before, after));
    }
    if key.kind == "type" && before.constructor().is_some() && before.facts.first() == after.facts.first() {
        return constructors::changed(key, before, after, states);
    }
    let (weight, rule, title) = match key.kind.as_str() {
        "op" => answers(&before.facts, &after.facts),
        "auth" => client::credential(before, after)?,
        "new" => client::constructor(before, after)?,
        "type" if before.facts.first() == after.facts.first() => other_values(states)?,
        "type" => (Weight::Major, "R107", "kind of type changed"),
        "field" | "arg" if is_constant(before, after) => (Weight::None, "R234", "constant value changed"),
        "arg" if before.is_required() && !after.is_required() => (Weight::Major, "R314", "parameter became optional"),
        "arg" if !before.is_required() && after.is_required() => (Weight::Major, "R313", "parameter became required"),
        "arg" if after.facts.ends_with(&before.facts) => {
            (Weight::Minor, "R310", "setter of a constant parameter added")
        }
        "arg" => (Weight::Major, "R315", "type of parameter changed"),
        "head" => (Weight::Major, "R334", "type of response header changed"),
        "page" => (Weight::Major, "R342", "type of items changed"),
        "field" => (Weight::Major, "R204", "type of field changed"),
        "var" => (Weight::Major, "R204", "type of variant changed"),
        _ => (Weight::Major, "R402", "changed"),
    };
    let item = text(key, &format!("{} → {}", before.facts.join(" "), after.facts.join(" ")));
    Some(Change { weight, rule, title, item })
}

/// Builds that use it warn now, or no longer do.
fn deprecated(key: &Key, after: &Item) -> Change {
    let (weight, title) =
        if after.deprecated { (Weight::Minor, "deprecated") } else { (Weight::None, "no longer deprecated") };
    Change { weight, rule: "R309", title, item: text(key, &after.facts.join(" ")) }
}

/// The values that an enum does not list are of another type; locks of earlier versions do not say of which.
fn other_values(states: &States<'_>) -> Option<(Weight, &'static str, &'static str)> {
    states.are_complete().then_some((Weight::Major, "R242", "type of enum's values changed"))
}

/// Is the one value that it has another one, and nothing else?
fn is_constant(before: &Item, after: &Item) -> bool {
    let same = |(before, after): (&String, &String)| {
        before == after || [before, after].iter().all(|fact| fact.starts_with("constant "))
    };
    before.facts.len() == after.facts.len() && before.facts.iter().zip(&after.facts).all(same)
}

/// The same in Rust, and something else in the document.
fn moved(key: &Key, before: &Item, after: &Item) -> Change {
    let (rule, title) = match key.kind.as_str() {
        "arg" if key.media_type.is_none() && is_respelled(before, after, ' ') => ("R229", "name on the wire changed"),
        "op" | "arg" | "head" => ("R305", "path or place changed"),
        "base" => ("R404", "default base URL changed"),
        "var" if before.facts.is_empty() && is_respelled(before, after, '/') => ("R246", "value on the wire changed"),
        "field" if is_respelled(before, after, '/') => ("R229", "name on the wire changed"),
        _ => ("N001", "moved in the document"),
    };
    let item = text(key, &format!("{} → {}", before.identity, after.identity));
    Change { weight: Weight::None, rule, title, item }
}

/// Is it at the same place, and called otherwise there?
fn is_respelled(before: &Item, after: &Item, separator: char) -> bool {
    let place = |item: &Item| item.identity.rsplit_once(separator).map(|(place, _)| place.to_owned());
    place(before) == place(after)
}

/// What an operation gives: its output, and behind ` ! ` its errors.
fn answers(before: &[String], after: &[String]) -> (Weight, &'static str, &'static str) {
    let (before, after) = (before.join("  "), after.join("  "));
    let parts = |facts: &str| -> (String, BTreeSet<String>) {
        let (output, errors) = facts.split_once(" ! ").unwrap_or((facts, ""));
        let errors = errors.split(" | ").filter(|error| !error.is_empty());
        (output.to_owned(), errors.map(str::to_owned).collect())
    };
    let ((old_output, old_errors), (new_output, new_errors)) = (parts(&before), parts(&after));
    if old_output != new_output {
        (Weight::Major, "R325", "return type changed")
    } else if old_errors.is_subset(&new_errors) {
        (Weight::Minor, "R330", "error response added")
    } else {
        (Weight::Major, "R331", "error response removed or changed")
    }
}

fn text(key: &Key, what: &str) -> String {
    let media_type = key.media_type.as_ref().map(|media_type| format!(" ({media_type})")).unwrap_or_default();
    let colon = if what.is_empty() { "" } else { ": " };
    format!("{}{media_type}{colon}{what}", key.path)
}

#[cfg(test)]
mod tests {
    use super::{Weight, changes};
    use crate::lock::items::Items;

    const OLD: &str = "\
arg    Client::add_pet.body  types::Pet  required  POST /pets body application/json
arg    Client::list_pets.api  constant 1  GET /pets query api
arg    Client::list_pets.limit  i64  optional  GET /pets query limit
base   Client::DEFAULT_BASE_URL  https://a.example
field  types::Owner.name  String  required  #/components/schemas/Owner/properties/name
field  types::Pet.kind  String  constant a  #/components/schemas/Pet/properties/kind
field  types::Pet.name  String  required  #/components/schemas/Pet/properties/name
head   api::list_pets.x_total  i64  GET /pets header X-Total
op     Client::add_pet  -> ()  POST /pets
op     Client::list_pets  -> Vec<types::Pet> ! 404 types::Problem  GET /pets
page   Client::list_pets.into_items  types::Pet  GET /pets pages
type   types::Owner  struct  #/components/schemas/Owner
type   types::Pet  struct  #/components/schemas/Pet
type   types::Status  enum open  #/components/schemas/Status
var    types::Status::Sold  #/components/schemas/Status/sold
";

    /// The rules for what is different once `from` is `to`.
    fn rules(from: &str, to: &str) -> Vec<(Weight, &'static str)> {
        let new = OLD.replace(from, to);
        assert_ne!(new, OLD, "{from:?} is not there");
        changes(&Items::parse(OLD), &Items::parse(&new)).iter().map(|change| (change.weight, change.rule)).collect()
    }

    #[test]
    fn each_change_has_its_rule() {
        use Weight::{Major, Minor, None};
        let after = |line: &str| format!("{line}\nop     Client::add_pet");
        let cases = [
            ("op     Client::add_pet", after("arg  Client::add_pet.dry  bool  optional  x"), (Minor, "R310")),
            ("op     Client::add_pet", after("arg  Client::add_pet.dry  bool  required  x"), (Major, "R311")),
            ("api  constant 1", "api  types::list_pets::Api  constant 1".to_owned(), (Minor, "R310")),
            ("op     Client::add_pet", after("field  types::Pet.age  i64  required  x"), (Major, "R210")),
            ("op     Client::add_pet", after("field  types::Owner.age  i64  required  x"), (Minor, "R209")),
            ("op     Client::add_pet", after("field  types::Pet.age  Option<i64>  optional  x"), (Minor, "R201")),
            ("op     Client::add_pet", after("head  api::add_pet.x  String  x"), (Minor, "R333")),
            ("x_total  i64", "x_total  String".to_owned(), (Major, "R334")),
            ("head   api::list_pets.x_total  i64  GET /pets header X-Total\n", String::new(), (Major, "R334")),
            ("op     Client::add_pet", after("page  Client::add_pet.into_items  i64  x"), (Minor, "R340")),
            ("into_items  types::Pet", "into_items  i64".to_owned(), (Major, "R342")),
            ("page   Client::list_pets.into_items  types::Pet  GET /pets pages\n", String::new(), (Major, "R341")),
            ("op     Client::add_pet", after("var  types::Status::New  x"), (Minor, "R221")),
            ("op     Client::add_pet", after("op  Client::new_one  -> ()  x"), (Minor, "R301")),
            ("type   types::Owner", "type   types::New  struct  x\ntype   types::Owner".to_owned(), (Minor, "R101")),
            (
                "String  required  #/components/schemas/Pet",
                "i64  required  #/components/schemas/Pet".to_owned(),
                (Major, "R204"),
            ),
            ("i64  optional", "i64  required".to_owned(), (Major, "R313")),
            ("types::Pet  required", "types::Pet  optional".to_owned(), (Major, "R314")),
            ("Vec<types::Pet> !", "types::Pet !".to_owned(), (Major, "R325")),
            ("types::Problem", "types::Problem | 500 types::Problem".to_owned(), (Minor, "R330")),
            (" ! 404 types::Problem", String::new(), (Major, "R331")),
            ("enum open", "struct".to_owned(), (Major, "R107")),
            ("var    types::Status::Sold  #/components/schemas/Status/sold\n", String::new(), (Major, "R222")),
            ("Pet/properties/name", "Pet/properties/Name".to_owned(), (None, "R229")),
            ("Pet/properties/name", "Animal/properties/name".to_owned(), (None, "N001")),
            ("query limit", "query Limit".to_owned(), (None, "R229")),
            ("query limit", "header limit".to_owned(), (None, "R305")),
            ("Status/sold", "Status/SOLD".to_owned(), (None, "R246")),
            ("constant a", "constant b".to_owned(), (None, "R234")),
            ("constant a", "required".to_owned(), (Major, "R204")),
            ("-> ()  POST /pets", "-> ()  POST /pet".to_owned(), (None, "R305")),
            ("https://a.example", "https://b.example".to_owned(), (None, "R404")),
            ("base   Client::DEFAULT_BASE_URL  https://a.example\n", String::new(), (Major, "R404")),
        ];
        for (from, to, expected) in cases {
            assert_eq!(rules(from, &to), [expected], "{from} → {to}");
        }
    }

    #[test]
    fn what_goes_with_its_owner_is_not_told_again() {
        let gone = "field  types::Owner.name  String  required  #/components/schemas/Owner/properties/name\n";
        let new = OLD.replace(gone, "").replace("type   types::Owner  struct  #/components/schemas/Owner\n", "");
        let change = |old: &str, new: &str| {
            let changes = changes(&Items::parse(old), &Items::parse(new));
            changes.into_iter().map(|change| (change.rule, change.item)).collect::<Vec<_>>()
        };
        assert_eq!(change(OLD, &new), [("R102", "types::Owner: struct".to_owned())]);
        assert_eq!(change(&new, OLD), [("R101", "types::Owner: struct".to_owned())]);
        assert_eq!(change(OLD, OLD), []);
    }
}
