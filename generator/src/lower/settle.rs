//! A property that several parts of `allOf` declare, or what they say of all others: objects are joined, of other types
//! the narrower one is taken.

mod finding;
mod joined;
mod verdict;

use openapiv3::{ReferenceOr, Schema};

use super::compare::{Told, Verdict, has};
use super::fields::{Gathered, Other, Property};
use super::{Lowering, Place, component_key, enums};
use crate::model::Type;
use crate::pointer::Pointer;
use finding::{Finding, OTHERS, disagreement, disjoint, loose, uncompared, varying};

/// How deep arrays inside of arrays are compared: one may be an array of itself.
const DEEPEST: usize = 32;

impl<'a> Lowering<'a> {
    /// Decides about all properties that are declared more than once.
    pub(super) fn settle(&mut self, gathered: &mut Gathered<'a>, place: &Place) {
        for (wire, earlier) in gathered.take_overridden() {
            let Some(later) = gathered.property(&wire) else { continue };
            self.lower_behind(&earlier, 0);
            self.lower_behind(later, 0);
            match self.verdict(&earlier, later, 0) {
                Verdict::Later => {}
                Verdict::Earlier => *later = earlier,
                Verdict::EarlierLoose => {
                    self.report(loose(&wire), pointer_of(later), pointer_of(&earlier), place);
                    *later = earlier;
                }
                Verdict::LaterLoose => self.report(loose(&wire), pointer_of(&earlier), pointer_of(later), place),
                Verdict::Joined => *later = Property::Joined(all(earlier, later)),
                Verdict::JoinedItems => *later = Property::JoinedItems(all(earlier, later)),
                Verdict::Shared => match self.listed_in_both(&earlier, later) {
                    Some(shared) => *later = shared,
                    None => self.report(disagreement(&wire), pointer_of(&earlier), pointer_of(later), place),
                },
                Verdict::Varying => {
                    let pointers = [pointer_of(&earlier), pointer_of(later)].map(|it| it.unwrap_or_default());
                    self.diagnostics.push(varying(&wire, &pointers));
                    *later = Property::Undeclared;
                }
                Verdict::Conflict => self.report(disagreement(&wire), pointer_of(&earlier), pointer_of(later), place),
                Verdict::Disjoint => self.report(disjoint(&wire), pointer_of(&earlier), pointer_of(later), place),
                Verdict::Uncompared => self.report(uncompared(&wire), pointer_of(&earlier), pointer_of(later), place),
            }
        }
        self.settle_others(gathered, place);
    }

    /// Decides about the properties that have no name, if several parts say what they hold.
    pub(super) fn settle_others(&mut self, gathered: &mut Gathered<'a>, place: &Place) {
        for earlier in gathered.take_overridden_others() {
            let Some(later) = gathered.others() else { continue };
            let finding = match self.verdict_on_others(&earlier, later) {
                Verdict::Later => continue,
                Verdict::Earlier => {
                    *later = earlier;
                    continue;
                }
                Verdict::Conflict | Verdict::Shared | Verdict::Varying => disagreement(OTHERS),
                Verdict::Disjoint => disjoint(OTHERS),
                Verdict::Joined | Verdict::JoinedItems => uncompared(OTHERS),
                Verdict::EarlierLoose | Verdict::LaterLoose | Verdict::Uncompared => uncompared(OTHERS),
            };
            let (earlier, later) = (schema_pointer(&earlier), schema_pointer(later));
            self.report(finding, earlier, later, place);
        }
    }

    /// Reads the component that a property's type is, so that no order of components can matter.
    fn lower_behind(&mut self, property: &Property<'a>, depth: usize) {
        let key = match property {
            Property::Own(ReferenceOr::Reference { reference }, _) => component_key(reference, "schemas"),
            Property::Inherited(field) => match field.ty.clone().without_null() {
                Type::Named(id) => self.key_of(id).cloned(),
                _ => None,
            },
            Property::Own(ReferenceOr::Item(_), _) | Property::Joined(_) => None,
            Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared => None,
        };
        key.and_then(|key| self.lower_component(&key));
        if let Some(items) = self.items_of(property).filter(|_| depth < DEEPEST) {
            self.lower_behind(&items, depth + 1);
        }
    }

    /// The values that both declarations list, if one of them is written here and can lend its names and prose.
    fn listed_in_both(&self, earlier: &Property<'a>, later: &Property<'a>) -> Option<Property<'a>> {
        let (Told::Values(one), Told::Values(other)) = (self.told(earlier), self.told(later)) else { return None };
        let (schema, pointer) = written_here(later).or_else(|| written_here(earlier))?;
        let values = other.into_iter().filter(|value| has(&one, value)).collect();
        enums::is_of_one_base(schema).then_some(Property::Shared(values, schema, pointer))
    }

    fn report(&mut self, finding: Finding, earlier: Option<Pointer>, later: Option<Pointer>, place: &Place) {
        let later = later.unwrap_or_else(|| place.pointer.clone());
        self.diagnostics.push(finding.at(earlier, &later));
    }
}

fn schema_pointer(other: &Other<'_>) -> Option<Pointer> {
    match other {
        Other::Schema(_, pointer) => Some(pointer.clone()),
        Other::Anything | Other::Inherited(_) => None,
    }
}

/// All declarations of what is joined, in their order.
fn all<'a>(earlier: Property<'a>, later: &Property<'a>) -> Vec<Property<'a>> {
    let later = match later {
        Property::Joined(parts) | Property::JoinedItems(parts) => parts.clone(),
        Property::Own(..) | Property::Inherited(_) | Property::Shared(..) | Property::Undeclared => vec![later.clone()],
    };
    [vec![earlier], later].concat()
}

/// The schema of a property that is no reference, and where it is.
fn written_here<'a>(property: &Property<'a>) -> Option<(&'a Schema, Pointer)> {
    match property {
        Property::Own(ReferenceOr::Item(schema), pointer) => Some((schema, pointer.clone())),
        Property::Shared(_, schema, pointer) => Some((schema, pointer.clone())),
        Property::Own(ReferenceOr::Reference { .. }, _) => None,
        Property::Inherited(_) | Property::Joined(_) | Property::JoinedItems(_) | Property::Undeclared => None,
    }
}

fn pointer_of(property: &Property<'_>) -> Option<Pointer> {
    match property {
        Property::Own(_, pointer) | Property::Shared(_, _, pointer) => Some(pointer.clone()),
        Property::Inherited(field) => Some(Pointer::of_identity(&field.identity)),
        Property::Joined(parts) | Property::JoinedItems(parts) => parts.iter().rev().find_map(pointer_of),
        Property::Undeclared => None,
    }
}
