//! What became of `new` of a type.

use super::{Change, States, Weight, text};
use crate::lock::items::{Constructor, Item, Items, Key};

/// Does the `new` that callers have take what is required of the type that this field is a part of? A type that only
/// answers hold has one for tests alone.
pub(super) fn asks(field: &Key, states: &States<'_>) -> bool {
    let Some(owner) = field.owner() else { return false };
    let before = states.old.get("type", &owner).and_then(Item::constructor);
    before.map_or_else(|| states.requests.contains(&*owner), |constructor| constructor.open)
}

/// What changed of the `new` of a type, unless changes of its fields say so.
pub(super) fn changed(key: &Key, before: &Item, after: &Item, states: &States<'_>) -> Option<Change> {
    let (old, new) = (before.constructor()?, after.constructor()?);
    let told = |argument: &&str| is_told(&key.path, argument, states);
    let (weight, rule, title) = if old.open && !new.open {
        (Weight::Major, "R244", "constructor needs the feature `mock`")
    } else if common(&old, &new) != common(&new, &old) {
        (Weight::Major, "R243", "arguments of constructor reordered")
    } else if old.open && !differing(&old, &new).iter().all(told) {
        (Weight::Major, "R243", "arguments of constructor changed")
    } else if !old.open && new.open {
        (Weight::Minor, "R245", "constructor needs no feature")
    } else {
        return None;
    };
    Some(Change { weight, rule, title, item: text(key, &format!("{} → {}", signature(&old), signature(&new))) })
}

fn signature(constructor: &Constructor<'_>) -> String {
    format!("new({})", constructor.arguments.join(", "))
}

/// The arguments of `one` that `other` has too.
fn common<'a>(one: &Constructor<'a>, other: &Constructor<'_>) -> Vec<&'a str> {
    one.arguments.iter().copied().filter(|argument| other.arguments.contains(argument)).collect()
}

/// The arguments that only one of the two has.
fn differing<'a>(one: &Constructor<'a>, other: &Constructor<'a>) -> Vec<&'a str> {
    let only = |one: &Constructor<'a>, other: &Constructor<'a>| {
        one.arguments.iter().copied().filter(|argument| !other.arguments.contains(argument)).collect::<Vec<_>>()
    };
    [only(one, other), only(other, one)].concat()
}

/// Did the field that an argument is for come, go or change? Each of that is a change of its own.
fn is_told(owner: &str, argument: &str, states: &States<'_>) -> bool {
    let facts = |items: &Items| items.get("field", &format!("{owner}.{argument}")).map(|item| item.facts.clone());
    facts(states.old) != facts(states.new)
}

#[cfg(test)]
mod tests {
    use crate::diff::rules::{Weight, changes};
    use crate::lock::items::Items;

    const OLD: &str = "\
field  servers::Eu.region  String  required  server https://{region}.a.example {region}
field  types::Free.a  String  required  #/components/schemas/Free/properties/a
field  types::Free.b  String  required  #/components/schemas/Free/properties/b
field  types::Pet.name  String  required  #/components/schemas/Pet/properties/name
field  types::Tup.0  String  required  #/components/schemas/Tup/prefixItems/0
type   servers::Eu  struct  new(region)  server https://{region}.a.example
type   types::Free  struct  new(a, b)  #/components/schemas/Free
type   types::Pet  struct  mock new(name)  #/components/schemas/Pet
type   types::Tup  tuple  new(0)  #/components/schemas/Tup
";

    /// What is replaced in the lock, by what.
    type Edit<'a> = (&'a str, &'a str);

    /// The weight and the rule of a change.
    type Told = (Weight, &'static str);

    /// The rules for what is different once each of `edits` is made.
    fn rules(edits: &[Edit<'_>]) -> Vec<Told> {
        let edit = |text: String, (from, to): &Edit<'_>| {
            assert!(text.contains(from), "{from:?} is not there");
            text.replace(from, to)
        };
        let new = edits.iter().fold(OLD.to_owned(), edit);
        let changes = changes(&Items::parse(OLD), &Items::parse(&new));
        changes.iter().map(|change| (change.weight, change.rule)).collect()
    }

    #[test]
    fn arguments_come_go_and_move() {
        use Weight::{Major, Minor};
        let c = ("field  types::Free.b", "field  types::Free.c  i64  required  x\nfield  types::Free.b");
        let age = ("field  types::Pet.name", "field  types::Pet.age  i64  required  x\nfield  types::Pet.name");
        let item = ("field  types::Tup.0", "field  types::Tup.1  i64  required  x\nfield  types::Tup.0");
        let optional = ("Free.b  String  required", "Free.b  Option<String>  optional");
        let cases: [(&[Edit<'_>], &[Told]); 11] = [
            (&[("new(a, b)", "new(b, a)")], &[(Major, "R243")]),
            (&[c, ("new(a, b)", "new(a, b, c)")], &[(Major, "R210")]),
            (&[c, ("new(a, b)", "new(b, a, c)")], &[(Major, "R210"), (Major, "R243")]),
            (&[item, ("new(0)", "new(0, 1)")], &[(Major, "R210")]),
            (&[age, ("new(name)", "new(name, age)")], &[(Minor, "R209")]),
            (&[optional, ("new(a, b)", "new(a)")], &[(Major, "R204")]),
            (&[("  new(a, b)", "  mock new(a, b)")], &[(Major, "R244")]),
            (&[("mock new(name)", "new(name)")], &[(Minor, "R245")]),
            (&[("new(region)", "new(origin, region)")], &[(Major, "R243")]),
            (&[("struct  new(a, b)", "union open")], &[(Major, "R107")]),
            // What a lock of an earlier version does not say has not changed.
            (&[("struct  new(a, b)", "struct")], &[]),
        ];
        for (edits, expected) in cases {
            assert_eq!(rules(edits), expected, "{edits:?}");
        }
    }
}
