//! What is defined in other files, by where it is written there: to the lock, a schema is `orders.yaml#/Item`, whatever else
//! is called so in the document, and what belongs to a parameter is in `common.yaml#/Limit`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::lock::{column, meaning};
use crate::pointer::Pointer;

/// What stands before the section and the key of a component.
const COMPONENTS: &str = "#/components/";

/// The components that other files define, by their pointers and by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    places: BTreeMap<String, String>,
    /// What else the lock may know by a place.
    identities: BTreeMap<String, String>,
}

impl Places {
    /// Of the components, `#/components/schemas/Item`, and of where each is written. Their keys have nothing that a pointer or
    /// a column escapes.
    pub fn new(places: BTreeMap<String, String>) -> Self {
        let places: BTreeMap<_, _> = places.into_iter().map(|(own, place)| (own, column(&place))).collect();
        let identities = places.iter().map(|(own, place)| (place.clone(), own.clone())).collect();
        Self { places, identities }
    }

    /// The same where these components, too, were known by the places that they are written at now.
    #[must_use]
    pub fn once_known(mut self, adopted: impl IntoIterator<Item = (String, String)>) -> Self {
        self.identities.extend(adopted.into_iter().map(|(identity, place)| (column(&place), column(&identity))));
        self
    }

    /// The name that a component schema has in the file that defines it.
    pub fn name(&self, key: &str) -> Option<String> {
        let place = meaning(self.places.get(&format!("{COMPONENTS}schemas/{key}"))?);
        let (file, pointer) = place.rsplit_once('#')?;
        Pointer::parse(pointer).last().or_else(|| {
            let file = file.rsplit('/').next()?;
            Some(file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned())
        })
    }

    /// An identity as the lock has it: `orders.yaml#/Item/properties/sku` for a field of the component `Item`.
    pub fn written<'t>(&self, identity: &'t str) -> Cow<'t, str> {
        let found = identity.strip_prefix(COMPONENTS).and_then(|rest| {
            let end = rest.match_indices('/').nth(1).map_or(rest.len(), |(at, _)| at);
            let (own, rest) = identity.split_at(COMPONENTS.len() + end);
            self.places.get(own).map(|place| format!("{place}{rest}"))
        });
        found.map_or(Cow::Borrowed(identity), Cow::Owned)
    }

    /// The identity behind what the lock has: that of a field is inside of the longest place that leads to it.
    pub fn meant<'t>(&self, written: &'t str) -> Cow<'t, str> {
        if self.identities.is_empty() || written.starts_with('#') {
            return Cow::Borrowed(written);
        }
        let steps = written.match_indices('/').map(|(at, _)| at).chain([written.len()]);
        let ends: Vec<usize> = steps.collect();
        let found =
            ends.into_iter().rev().find_map(|end| Some((self.identities.get(&written[..end])?, &written[end..])));
        found.map_or(Cow::Borrowed(written), |(identity, rest)| Cow::Owned(format!("{identity}{rest}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn what_is_in_other_files_is_known_by_its_place_there() {
        let places = [
            ("schemas/Item", "orders.yaml#/Item"),
            ("schemas/home", "home.json#"),
            ("schemas/x", "home.json#/$defs/x"),
            ("parameters/Item", "parameters/Item.yaml#"),
        ];
        let places = places.map(|(own, place)| (format!("#/components/{own}"), place.to_owned()));
        let places = Places::new(places.into());
        let pairs = [
            ("#/components/schemas/Item", "orders.yaml#/Item"),
            ("#/components/schemas/Item/properties/a", "orders.yaml#/Item/properties/a"),
            ("#/components/schemas/home/properties/a", "home.json#/properties/a"),
            ("#/components/schemas/x/items", "home.json#/$defs/x/items"),
            ("#/components/schemas/Items", "#/components/schemas/Items"),
            ("#/components/parameters/Item/schema/items", "parameters/Item.yaml#/schema/items"),
            ("#/components/headers/Item/schema", "#/components/headers/Item/schema"),
            ("GET /items query a", "GET /items query a"),
        ];
        for (identity, written) in pairs {
            assert_eq!((&*places.written(identity), &*places.meant(written)), (written, identity));
        }
        let names = ["Item", "home", "x", "Pet"].map(|key| places.name(key));
        assert_eq!(names.each_ref().map(Option::as_deref), [Some("Item"), Some("home"), Some("x"), None]);
    }
}
