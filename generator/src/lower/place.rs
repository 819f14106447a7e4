//! Where a schema stands, what it is, and what it will be called if it needs a name.

use crate::lock::Memory;
use crate::model::{TypeId, TypePath};
use crate::names::Name;
use crate::pointer::Pointer;

/// A schema's place in the document and in the output.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Where it is in the document.
    pub pointer: Pointer,
    /// What it is, whatever stands before it: like the pointer, but branches and parameters by name and not by number.
    pub identity: Pointer,
    /// The modules under `types` that it would live in.
    pub modules: Vec<String>,
    /// What it would be called there.
    pub name: Name,
    /// The type reserved for it, if it is a component.
    pub reserved: Option<TypeId>,
}

impl Place {
    /// A component: its type has its name already.
    pub fn component(pointer: Pointer, id: TypeId, name: Name) -> Self {
        Self { identity: pointer.clone(), pointer, modules: Vec::new(), name, reserved: Some(id) }
    }

    /// A schema that belongs to a module of its owner's, `types::update_team_member::Body`.
    pub fn owned(pointer: Pointer, modules: Vec<String>, name: Name) -> Self {
        Self { identity: pointer.clone(), pointer, modules, name, reserved: None }
    }

    /// The same as another thing than its pointer says.
    pub fn identified(self, identity: Pointer) -> Self {
        Self { identity, ..self }
    }

    /// The schema at `pointer` inside this one: one step in the document is one segment of the path.
    pub fn child(&self, pointer: Pointer, name: Name) -> Self {
        let identity = self.step(&pointer, &name);
        Self { pointer, identity, modules: self.children(), name, reserved: None }
    }

    /// A property, wherever among the branches of this schema it is written.
    pub fn property(&self, wire: &str) -> Pointer {
        self.identity.keys(&["properties", wire])
    }

    fn step(&self, pointer: &Pointer, name: &Name) -> Pointer {
        match &pointer.segments()[..] {
            [.., properties, _] if properties == "properties" => self.property(name.wire()),
            [.., last] if ["items", "additionalProperties"].contains(&last.as_str()) => self.identity.key(last),
            _ => self.identity.key(name.wire()),
        }
    }

    /// The same schema written at another node: a branch that gives this place its type.
    pub fn at(&self, pointer: Pointer) -> Self {
        Self { pointer, ..self.clone() }
    }

    /// The module of what is defined inside this place.
    pub fn children(&self) -> Vec<String> {
        TypePath { modules: self.modules.clone(), name: self.name.clone() }.children()
    }
}

/// Where the inline types of a component of a section other than `schemas` live, whoever refers to it: those of one that
/// another file defines may have had their names before it was a component.
pub(super) fn component_modules(memory: &Memory, section: &str, key: &str) -> Vec<String> {
    let own = Name::new(section).snake().to_owned();
    let identity = Pointer::root().keys(&["components", section, key]).to_string();
    let known = memory.modules_inside(&identity).filter(|known| known.first() == Some(&own));
    let module = known.and_then(|known| known.into_iter().nth(1));
    let module = module.unwrap_or_else(|| Name::new(key).snake().to_owned());
    vec![own, module]
}
