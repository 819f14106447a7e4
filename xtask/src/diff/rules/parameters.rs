//! Path parameters that are called otherwise: their arguments are known by where they stand.

use std::collections::BTreeMap;

use super::{Change, States, Weight, text};
use crate::lock::items::{Item, Items, Key};

/// The required path parameters that are gone, and what stands in their place now.
pub(super) fn renamed<'a>(old: &'a Items, new: &'a Items) -> BTreeMap<&'a Key, &'a Key> {
    let came: BTreeMap<_, &Key> = only(new, old).map(|(key, place)| (place, key)).collect();
    only(old, new).filter_map(|(key, place)| Some((key, *came.get(&place)?))).collect()
}

/// The same in Rust, unless its type is another one.
pub(super) fn change(key: &Key, now: &Key, states: &States<'_>) -> Option<Change> {
    let (before, after) = (states.old.0.get(key)?, states.new.0.get(now)?);
    let change = |weight, rule, title, item| Some(Change { weight, rule, title, item });
    if before.facts == after.facts {
        return change(Weight::None, "R306", "path parameter renamed", format!("{} → {}", key.path, now.path));
    }
    let item = text(key, &format!("{} → {}", before.facts.join(" "), after.facts.join(" ")));
    change(Weight::Major, "R315", "type of parameter changed", item)
}

/// The path parameters that only `items` has, and where they stand: the operation, and the index in its path.
fn only<'a>(items: &'a Items, others: &'a Items) -> impl Iterator<Item = (&'a Key, (String, usize))> {
    let gone = items.0.iter().filter(|(key, _)| key.kind == "arg" && !others.0.contains_key(key));
    gone.filter_map(|(key, item)| Some((key, (key.owner()?.into_owned(), index(item)?))))
}

/// Which placeholder of the path the parameter is.
fn index(item: &Item) -> Option<usize> {
    let (operation, name) = item.identity.split_once(" path ").filter(|_| item.is_required())?;
    let at = operation.find(&format!("{{{name}}}"))?;
    Some(operation[..at].matches('{').count())
}

#[cfg(test)]
mod tests {
    use crate::diff::rules::{Weight, changes};
    use crate::lock::items::Items;

    const OLD: &str = "\
arg    Client::get_pet.id  String  required  GET /owners/{owner}/pets/{id} path id
arg    Client::get_pet.owner  i64  required  GET /owners/{owner}/pets/{id} path owner
arg    Client::get_pet.region  String  required  GET /owners/{owner}/pets/{id} query region
op     Client::get_pet  -> types::Pet  GET /owners/{owner}/pets/{id}
";

    fn rules(edits: &[(&str, &str)]) -> Vec<(Weight, &'static str)> {
        let new = edits.iter().fold(OLD.to_owned(), |text, (from, to)| text.replace(from, to));
        let changes = changes(&Items::parse(OLD), &Items::parse(&new));
        let told = changes.iter().map(|change| (change.weight, change.rule));
        told.filter(|(_, rule)| *rule != "R305").collect()
    }

    #[test]
    fn a_path_parameter_is_known_by_its_place() {
        use Weight::{Major, None};
        let id = [("{id}", "{petId}"), ("path id", "path petId"), ("get_pet.id", "get_pet.pet_id")];
        assert_eq!(rules(&id), [(None, "R306")]);
        let owner = [("{owner}", "{o}"), ("path owner", "path o"), ("get_pet.owner", "get_pet.o")];
        assert_eq!(rules(&[id, owner].concat()), [(None, "R306"), (None, "R306")]);
        assert_eq!(rules(&[&id[..], &[("pet_id  String", "pet_id  i64")]].concat()), [(Major, "R315")]);
        let region = [("get_pet.region", "get_pet.area"), ("query region", "query area")];
        assert_eq!(rules(&region), [(Major, "R311"), (Major, "R312")]);
    }
}
