//! `type: object` and `allOf`: a struct, a map, or another name for one branch.

use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::branches;
use super::fields::Gathered;
use super::{Lowering, Place, component_key, component_pointer, made_name};
use crate::diagnostics::defect;
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Shape, Struct, Type, TypeId};
use crate::normalize::facts;
use crate::pointer::Pointer;

/// What the values of a schema are, seen through references and `allOf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// It says nothing of its own about the type: annotations, or which properties must be there.
    Constraint,
    /// An object with properties.
    Object,
    /// One of several.
    Union,
    /// Anything else.
    Value,
}

impl<'a> Lowering<'a> {
    pub(super) fn object(&mut self, object: &'a ObjectType, schema: &'a Schema, place: &Place) -> Type {
        if object.properties.is_empty() {
            return self.map(object, schema, place);
        }
        let mut gathered = Gathered::default();
        gathered.add_object(object, &place.pointer);
        self.struct_type(gathered, schema, place)
    }

    /// An object without named properties: a map, or an empty struct where nothing else is allowed.
    fn map(&mut self, object: &'a ObjectType, schema: &'a Schema, place: &Place) -> Type {
        match &object.additional_properties {
            None | Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Any)),
            Some(AdditionalProperties::Any(false)) => self.struct_type(Gathered::default(), schema, place),
            Some(AdditionalProperties::Schema(value)) => {
                let pointer = place.pointer.key("additionalProperties");
                Type::Map(Box::new(self.type_of(value, &place.child(pointer, made_name("Value")))))
            }
        }
    }

    pub(super) fn struct_type(&mut self, gathered: Gathered<'a>, schema: &'a Schema, place: &Place) -> Type {
        if let Some(ty) = self.polymorphic(&gathered, schema, place) {
            return ty;
        }
        let id = self.name_type(place);
        self.note_joined(schema, id);
        let shape = self.struct_of(gathered, &self.placed(place, id));
        self.define(id, schema, Shape::Struct(shape));
        Type::Named(id)
    }

    /// The place under the name that was really given, which its children are named after.
    pub(super) fn placed(&self, place: &Place, id: TypeId) -> Place {
        let path = &self.types[id.0].path;
        Place { modules: path.modules.clone(), name: path.name.clone(), ..place.clone() }
    }

    /// The type of an `allOf`. One that is met again while it is read, because a part of it has a property that holds it,
    /// is the same type there.
    pub(super) fn all_of(&mut self, schemas: &'a [ReferenceOr<Schema>], schema: &'a Schema, place: &Place) -> Type {
        match self.joining.iter().find(|(known, _)| std::ptr::eq(*known, schema)) {
            Some((_, Some(id))) => return Type::Named(*id),
            Some((_, None)) => return self.untyped(place, "it stands in itself"),
            None => {}
        }
        self.joining.push((schema, None));
        let ty = self.all_parts(schemas, schema, place);
        self.joining.pop();
        ty
    }

    /// Notes the type of the `allOf` that is being read, if this is its schema.
    pub(super) fn note_joined(&mut self, schema: &Schema, id: TypeId) {
        if let Some((_, known)) = self.joining.iter_mut().find(|(known, _)| std::ptr::eq(*known, schema)) {
            known.get_or_insert(id);
        }
    }

    fn all_parts(&mut self, schemas: &'a [ReferenceOr<Schema>], schema: &'a Schema, place: &Place) -> Type {
        let parts = self.without_restrictions(branches(schemas, &place.pointer.key("allOf")));
        self.note_constraints(&parts);
        let telling = self.telling(&parts);
        match &telling[..] {
            [only] if self.opens(schemas, only.schema) => self.gathered(&parts, schema, place),
            [only] if !self.extends(only.schema, place) && !schemas.iter().any(requires_more) => {
                self.type_of(only.schema, &place.at(only.pointer.clone()))
            }
            [only] if place.reserved.is_none() && self.is_family(only.schema) => {
                self.diagnostics.push(defect::demands_of_a_family(&place.pointer));
                self.type_of(only.schema, &place.at(only.pointer.clone()))
            }
            [_, ..] if telling.iter().all(|part| self.nature(part.schema, 0) == Nature::Object) => {
                self.gathered(&parts, schema, place)
            }
            _ => self.joined(parts, schema, place),
        }
    }

    /// Does a part keep members that the object beside it doesn't name, by `additionalProperties: true`?
    fn opens(&self, schemas: &'a [ReferenceOr<Schema>], only: &ReferenceOr<Schema>) -> bool {
        let open = |schema: &ReferenceOr<Schema>| match schema.as_item().map(|item| &item.schema_kind) {
            Some(SchemaKind::Type(SchemaType::Object(object))) => {
                is_constraint(object) && object.additional_properties == Some(AdditionalProperties::Any(true))
            }
            _ => false,
        };
        let named = |item: &Schema| match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                !object.properties.is_empty() && object.additional_properties.is_none()
            }
            _ => false,
        };
        schemas.iter().any(open) && self.item(only, 0).is_some_and(named) && !self.is_family(only)
    }

    /// The type of an object whose properties are gathered: a struct, or a map if it has none.
    pub(super) fn gathered_type(&mut self, mut gathered: Gathered<'a>, schema: &'a Schema, place: &Place) -> Type {
        if !gathered.is_empty() {
            return self.struct_type(gathered, schema, place);
        }
        self.settle_others(&mut gathered, place);
        Type::Map(Box::new(self.type_of_others(gathered.into_others(), "Value", place)))
    }

    /// The schema that a reference leads to in the end.
    pub(super) fn item<'s>(&self, schema: &'s ReferenceOr<Schema>, depth: usize) -> Option<&'s Schema>
    where
        'a: 's,
    {
        match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { .. } if depth > self.components.len() => None,
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas")?;
                self.item(self.component_schema(&key)?, depth + 1)
            }
        }
    }

    pub(super) fn nature(&self, schema: &ReferenceOr<Schema>, depth: usize) -> Nature {
        let Some(item) = self.item(schema, 0) else { return Nature::Value };
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if is_constraint(object) => match schema {
                ReferenceOr::Item(_) => Nature::Constraint,
                ReferenceOr::Reference { .. } => Nature::Object,
            },
            SchemaKind::Type(SchemaType::Object(_)) => Nature::Object,
            SchemaKind::Type(_) => Nature::Value,
            SchemaKind::AllOf { all_of: parts } => {
                self.once(item, || if depth < 64 { self.joined_nature(parts, depth + 1) } else { Nature::Constraint })
            }
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                self.once(item, || self.union_nature(branches, depth + 1))
            }
            SchemaKind::Not { .. } => Nature::Constraint,
            SchemaKind::Any(any) if any.properties.is_empty() => Nature::Constraint,
            SchemaKind::Any(_) => Nature::Object,
        }
    }

    /// Works out the nature of a schema of the document once: more ways may lead to it than there are schemas.
    fn once(&self, schema: &Schema, nature: impl FnOnce() -> Nature) -> Nature {
        let key = std::ptr::from_ref(schema);
        let known = self.natures.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let nature = nature();
            self.natures.borrow_mut().insert(key, nature);
            nature
        })
    }

    pub(super) fn joined_nature(&self, branches: &[ReferenceOr<Schema>], depth: usize) -> Nature {
        let natures: Vec<Nature> = branches.iter().map(|branch| self.nature(branch, depth)).collect();
        [Nature::Value, Nature::Union, Nature::Object]
            .into_iter()
            .find(|nature| natures.contains(nature))
            .unwrap_or(Nature::Constraint)
    }

    /// A union whose branches say only what must be there is no union of types.
    fn union_nature(&self, branches: &[ReferenceOr<Schema>], depth: usize) -> Nature {
        let tells = depth > 64 || branches.iter().any(|branch| self.nature(branch, depth) != Nature::Constraint);
        if tells { Nature::Union } else { Nature::Constraint }
    }

    /// Puts the properties of a part of `allOf` to those of the others.
    pub(super) fn gather(&mut self, schema: &'a ReferenceOr<Schema>, pointer: &Pointer, gathered: &mut Gathered<'a>) {
        match schema {
            ReferenceOr::Reference { reference } => self.gather_component(reference, pointer, gathered),
            ReferenceOr::Item(schema) => self.gather_item(schema, pointer, gathered),
        }
    }

    /// The same for the boxed schemas of properties.
    pub(super) fn gather_boxed(
        &mut self,
        schema: &'a ReferenceOr<Box<Schema>>,
        pointer: &Pointer,
        gathered: &mut Gathered<'a>,
    ) {
        match schema {
            ReferenceOr::Reference { reference } => self.gather_component(reference, pointer, gathered),
            ReferenceOr::Item(schema) => self.gather_item(schema, pointer, gathered),
        }
    }

    fn gather_item(&mut self, schema: &'a Schema, pointer: &Pointer, gathered: &mut Gathered<'a>) {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                match schema.schema_data.extensions.contains_key(facts::UNEVALUATED) {
                    true => gathered.add_unevaluated(object, pointer),
                    false => gathered.add_object(object, pointer),
                }
            }
            SchemaKind::AllOf { all_of } => {
                for branch in branches(all_of, &pointer.key("allOf")) {
                    self.gather(branch.schema, &branch.pointer, gathered);
                }
            }
            SchemaKind::Any(any) => gathered.add_any(any, pointer),
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } | SchemaKind::Type(_) => {}
        }
    }

    /// The properties of a parent are its own, with the types they have there.
    fn gather_component(&mut self, reference: &str, pointer: &Pointer, gathered: &mut Gathered<'a>) {
        let Some(key) = component_key(reference, "schemas") else { return };
        self.lower_component(&key);
        match self.struct_behind(&key, 0) {
            Some(parent) => gathered.add_parent(&parent),
            None => match self.map_behind(&key) {
                Some(value) => gathered.add_map(value),
                None => self.gather_unfinished(&key, pointer, gathered),
            },
        }
    }

    /// What the members of a component hold that turned into a map.
    fn map_behind(&self, key: &str) -> Option<Type> {
        match self.resolve(&Type::Named(self.components.get(key)?.id)) {
            Type::Map(value) => Some(*value),
            _ => None,
        }
    }

    /// A parent that is being lowered right now, or is no struct: its schema is read again here.
    fn gather_unfinished(&mut self, key: &str, pointer: &Pointer, gathered: &mut Gathered<'a>) {
        if gathered.enter(key)
            && let Some(schema) = self.component_schema(key)
        {
            self.gather(schema, &component_pointer(key), gathered);
        } else {
            self.diagnostics.push(
                Diagnostic::new(
                    Severity::Warning,
                    "OAS3003",
                    pointer,
                    format!("`{key}` is its own parent through `allOf`"),
                )
                .note("the circle is cut here: the properties are those found up to this point"),
            );
        }
    }

    /// The struct that a component turned into, its own part of it where it is the base of a family.
    fn struct_behind(&self, key: &str, depth: usize) -> Option<Struct> {
        let id = self.components.get(key)?.id;
        if let Some(base) = self.bases.get(&id) {
            return self.struct_shape(*base);
        }
        match self.resolve(&Type::Named(id)) {
            Type::Named(resolved) if resolved != id && depth == 0 => self.struct_shape(resolved),
            Type::Named(resolved) => self.struct_shape(resolved),
            _ => None,
        }
    }

    pub(super) fn struct_shape(&self, id: TypeId) -> Option<Struct> {
        match &self.types[id.0].shape {
            Shape::Struct(shape) => Some(shape.clone()),
            Shape::Alias(_) | Shape::Enum(_) | Shape::Union(_) => None,
            Shape::Tuple(_) | Shape::Newtype(_) => None,
        }
    }
}

/// Does it only say which properties must be there, and how many?
pub(super) fn is_constraint(object: &ObjectType) -> bool {
    object.properties.is_empty() && !matches!(object.additional_properties, Some(AdditionalProperties::Schema(_)))
}

/// Does it demand properties that another part defines?
pub(super) fn requires_more(schema: &ReferenceOr<Schema>) -> bool {
    match schema {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => demands(schema),
    }
}

/// The same of a schema that is no reference.
pub(super) fn demands(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => is_constraint(object) && !object.required.is_empty(),
        SchemaKind::Any(AnySchema { properties, required, .. }) => properties.is_empty() && !required.is_empty(),
        SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => false,
    }
}
