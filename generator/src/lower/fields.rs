//! The properties of a struct: gathered from wherever `allOf` has them, then named and typed.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::{Lowering, Place};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Additional, Docs, Field, Struct, Type};
use crate::names::{FIELD_PREFIXES, Grant, Name, STRUCT_METHODS, Scope, Wish};
use crate::pointer::Pointer;

/// The properties of an object, from all of its branches.
#[derive(Clone, Default)]
pub(super) struct Gathered<'a> {
    properties: IndexMap<String, Property<'a>>,
    /// What earlier parts said of a property that a later one declares too.
    overridden: Vec<(String, Property<'a>)>,
    /// What parts say of a property whose type another part says, in their order.
    annotated: Vec<(String, &'a Schema)>,
    /// The names that are demanded, each with the first place that does.
    required: BTreeMap<String, Option<Pointer>>,
    additional: Option<Other<'a>>,
    /// That is said only of those that no other part says anything about.
    remaining: bool,
    /// What earlier parts said of them.
    overridden_others: Vec<Other<'a>>,
    /// The components that are being read, so that a circle of parents ends.
    entered: Vec<String>,
}

/// Where a property comes from.
#[derive(Clone)]
pub(super) enum Property<'a> {
    Own(&'a ReferenceOr<Box<Schema>>, Pointer),
    Inherited(Box<Field>),
    /// Several parts declare an object; it has the properties of all.
    Joined(Vec<Property<'a>>),
    /// Several parts declare an array of objects; each of these has the properties of all.
    JoinedItems(Vec<Property<'a>>),
    /// Several parts list values; these are in all the lists. The schema is one of them.
    Shared(Vec<Value>, &'a Schema, Pointer),
    /// It is only demanded.
    Undeclared,
}

/// What other properties may hold.
#[derive(Clone)]
pub(super) enum Other<'a> {
    Anything,
    Schema(&'a ReferenceOr<Schema>, Pointer),
    Inherited(Type),
}

impl<'a> Gathered<'a> {
    pub(super) fn add_object(&mut self, object: &'a ObjectType, pointer: &Pointer) {
        self.add(&object.properties, &object.required, pointer);
        self.add_additional(object.additional_properties.as_ref(), pointer);
    }

    /// The same of an object that says what those members hold that no other part speaks of.
    pub(super) fn add_unevaluated(&mut self, object: &'a ObjectType, pointer: &Pointer) {
        self.add(&object.properties, &object.required, pointer);
        if self.additional.is_none() {
            self.add_additional(object.additional_properties.as_ref(), pointer);
            self.remaining = self.additional.is_some();
        }
    }

    /// Several branches of a union may say something about members: the remaining ones of one branch hold those of
    /// another.
    pub(super) fn loosen_remaining(&mut self) -> Option<Pointer> {
        let loosened = self.additional.as_mut().filter(|_| self.remaining)?;
        match std::mem::replace(loosened, Other::Anything) {
            Other::Schema(_, pointer) => Some(pointer),
            Other::Anything | Other::Inherited(_) => None,
        }
    }

    pub(super) fn add_any(&mut self, any: &'a AnySchema, pointer: &Pointer) {
        self.add(&any.properties, &any.required, pointer);
        self.add_additional(any.additional_properties.as_ref(), pointer);
    }

    pub(super) fn add_parent(&mut self, parent: &Struct) {
        for field in &parent.fields {
            if field.required {
                self.required.entry(field.name.wire().to_owned()).or_default();
            }
            self.insert(field.name.wire(), Property::Inherited(Box::new(field.clone())));
        }
        if let Some(additional) = &parent.additional {
            self.insert_other(Other::Inherited(additional.ty.clone()));
        }
    }

    /// A parent without named properties.
    pub(super) fn add_map(&mut self, value: Type) {
        self.insert_other(Other::Inherited(value));
    }

    fn add(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &[String],
        pointer: &Pointer,
    ) {
        for (at, wire) in required.iter().enumerate() {
            self.required.entry(wire.clone()).or_insert_with(|| Some(pointer.key("required").index(at)));
        }
        for (wire, schema) in properties {
            self.insert(wire, Property::Own(schema, pointer.key("properties").key(wire)));
        }
    }

    /// A later branch goes before an earlier one, unless it says nothing about the type.
    fn insert(&mut self, wire: &str, property: Property<'a>) {
        let silent = match self.properties.get(wire) {
            Some(_) if !property.tells_type() => Some(property),
            _ => self.properties.insert(wire.to_owned(), property),
        };
        match silent {
            Some(earlier) if earlier.tells_type() => self.overridden.push((wire.to_owned(), earlier)),
            Some(Property::Own(ReferenceOr::Item(schema), _)) => self.annotated.push((wire.to_owned(), schema)),
            Some(_) | None => {}
        }
    }

    /// The properties that are declared again, each with what it was before; the last of them first.
    pub(super) fn take_overridden(&mut self) -> impl Iterator<Item = (String, Property<'a>)> + use<'a> {
        std::mem::take(&mut self.overridden).into_iter().rev()
    }

    pub(super) fn property(&mut self, wire: &str) -> Option<&mut Property<'a>> {
        self.properties.get_mut(wire)
    }

    fn add_additional(&mut self, additional: Option<&'a AdditionalProperties>, pointer: &Pointer) {
        match additional {
            None | Some(AdditionalProperties::Any(false)) => {}
            Some(AdditionalProperties::Any(true)) => self.insert_other(Other::Anything),
            Some(AdditionalProperties::Schema(schema)) => {
                self.insert_other(Other::Schema(schema, pointer.key("additionalProperties")));
            }
        }
    }

    /// As with properties, a later part goes before an earlier one, unless it says nothing about the type.
    fn insert_other(&mut self, other: Other<'a>) {
        if std::mem::take(&mut self.remaining) {
            self.additional = None;
        }
        if other.tells_type() || self.additional.is_none() {
            let earlier = self.additional.replace(other).filter(Other::tells_type);
            self.overridden_others.extend(earlier);
        }
    }

    /// What was said of other properties before, the last of it first.
    pub(super) fn take_overridden_others(&mut self) -> impl Iterator<Item = Other<'a>> + use<'a> {
        std::mem::take(&mut self.overridden_others).into_iter().rev()
    }

    pub(super) fn others(&mut self) -> Option<&mut Other<'a>> {
        self.additional.as_mut()
    }

    /// Makes it no demand that `wire` is there, if nothing declares it: something else writes it.
    pub(super) fn leave_out(&mut self, wire: &str) {
        if !self.properties.contains_key(wire) {
            self.required.remove(wire);
        }
    }

    pub(super) fn declares(&self, wire: &str) -> bool {
        self.properties.contains_key(wire)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// What the members of an object hold that has no named ones.
    pub(super) fn into_others(self) -> Other<'a> {
        self.additional.unwrap_or(Other::Anything)
    }

    /// Notes that the component `key` is being read; `false` if it is already.
    pub(super) fn enter(&mut self, key: &str) -> bool {
        let new = !self.entered.iter().any(|entered| entered == key);
        self.entered.push(key.to_owned());
        new
    }
}

impl Other<'_> {
    fn tells_type(&self) -> bool {
        match self {
            Self::Anything | Self::Inherited(Type::Any) => false,
            Self::Schema(ReferenceOr::Item(schema), _) => {
                !matches!(&schema.schema_kind, SchemaKind::Any(any) if any.properties.is_empty())
            }
            Self::Schema(..) | Self::Inherited(_) => true,
        }
    }
}

impl Property<'_> {
    fn tells_type(&self) -> bool {
        match self {
            Self::Inherited(field) => field.ty != Type::Any,
            Self::Joined(_) | Self::JoinedItems(_) | Self::Shared(..) => true,
            Self::Undeclared => false,
            Self::Own(ReferenceOr::Reference { .. }, _) => true,
            Self::Own(ReferenceOr::Item(schema), _) => match &schema.schema_kind {
                SchemaKind::Any(_) | SchemaKind::Not { .. } => false,
                SchemaKind::Type(_) | SchemaKind::OneOf { .. } => true,
                SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => true,
            },
        }
    }
}

impl<'a> Lowering<'a> {
    /// Names and types what was gathered; `place` is the struct's.
    pub(super) fn struct_of(&mut self, mut gathered: Gathered<'a>, place: &Place) -> Struct {
        self.settle(&mut gathered, place);
        self.add_undeclared(&mut gathered, place);
        let names = self.field_names(&gathered, place);
        let mut names = names.into_iter();
        let mut fields = Vec::with_capacity(gathered.properties.len());
        for (wire, property) in gathered.properties {
            let Some(name) = names.next() else { break };
            let required = gathered.required.contains_key(&wire);
            let field = self.field(name, property, required, place);
            let said = gathered.annotated.iter().filter(|(of, _)| *of == wire);
            fields.push(said.fold(field, |field, (_, schema)| self.annotate(field, schema)));
        }
        let additional = gathered.additional.zip(names.next()).map(|(other, name)| self.additional(other, name, place));
        Struct { fields, additional, ..Struct::default() }
    }

    /// A property that must be there is kept although nothing is known of it, unless the map of all others has it.
    fn add_undeclared(&mut self, gathered: &mut Gathered<'a>, place: &Place) {
        if gathered.additional.is_some() {
            return;
        }
        let missing = gathered.required.iter().filter(|(wire, _)| !gathered.properties.contains_key(*wire));
        let missing: Vec<_> = missing.map(|(wire, demanded)| (wire.clone(), demanded.clone())).collect();
        for (wire, demanded) in missing {
            self.diagnostics.push(
                Diagnostic::new(
                    Severity::Warning,
                    "OAS3006",
                    demanded.as_ref().unwrap_or(&place.pointer),
                    format!("`{wire}` is required, but no property of that name is declared"),
                )
                .label("the field holds `serde_json::Value`"),
            );
            gathered.properties.insert(wire, Property::Undeclared);
        }
    }

    fn field_names(&mut self, gathered: &Gathered<'_>, place: &Place) -> Vec<Name> {
        let mut wishes: Vec<Wish> = gathered.properties.keys().map(|wire| self.field_wish(wire, place)).collect();
        if gathered.additional.is_some() {
            // The document does not name it, so it stands behind all that it does name.
            wishes.push(Wish { rank: 1, ..Wish::new("additionalProperties", "additional_properties") });
        }
        let grants =
            Scope::reserving(STRUCT_METHODS, "field").reserving_prefixes(FIELD_PREFIXES).in_snake_case().grant(&wishes);
        let path = format!("types::{}", place.children().join("::"));
        for (grant, wish) in grants.iter().zip(&wishes) {
            self.remember_field_yield(&path, &wish.identity, grant);
        }
        grants.into_iter().map(|grant| grant.name).collect()
    }

    fn remember_field_yield(&mut self, path: &str, identity: &str, grant: &Grant) {
        if let Some(to) = &grant.yielded_to {
            let path = format!("{path}.{}", grant.name.snake());
            self.yielded.push(crate::model::Yielded { path, to: to.clone(), identity: identity.to_owned() });
        }
    }

    fn field_wish(&self, wire: &str, place: &Place) -> Wish {
        let identity = field_identity(place, wire);
        let pin = self.pin(&identity);
        let memory = self.memory.name("field", &identity);
        let yielded = self.memory.yielded(&identity, memory.as_deref());
        Wish { pin, memory, yielded, ..Wish::new(identity, wire) }
    }

    fn field(&mut self, name: Name, property: Property<'a>, required: bool, place: &Place) -> Field {
        let identity = field_identity(place, name.wire());
        match property {
            Property::Inherited(field) => Field { name, identity, required, ..*field },
            // Whether it can be demanded shows when it is known who sends it.
            Property::Undeclared => Field { undeclared: true, ..self.described(name, identity, None, required) },
            Property::Joined(parts) => self.joined_field(name, parts, required, place),
            Property::JoinedItems(parts) => self.field_of_joined_items(name, parts, required, place),
            Property::Shared(values, schema, pointer) => {
                self.shared_field(name, (&values, schema, pointer), required, place)
            }
            Property::Own(schema, pointer) => {
                let ty = self.type_of_boxed(schema, &place.child(pointer, name.clone()));
                let field = Field { ty, ..self.described_by(name, identity, schema, required) };
                self.with_constant(field, schema)
            }
        }
    }

    /// A field with all but its type, as the schema of its property has it, or the one that this refers to.
    pub(super) fn described_by<S: Borrow<Schema>>(
        &self,
        name: Name,
        identity: String,
        schema: &ReferenceOr<S>,
        required: bool,
    ) -> Field {
        match schema {
            ReferenceOr::Item(item) => self.described(name, identity, Some(item.borrow()), required),
            ReferenceOr::Reference { reference } => {
                self.marks_behind(reference).on(self.described(name, identity, None, required))
            }
        }
    }

    /// The same of a property whose schema is written at its place, if any is.
    pub(super) fn described(&self, name: Name, identity: String, item: Option<&Schema>, required: bool) -> Field {
        let data = item.map(|schema| &schema.schema_data);
        let field = Field {
            secret: false,
            read_only: false,
            write_only: false,
            deprecated: false,
            docs: item.map_or_else(Docs::default, super::docs::of_schema),
            name,
            identity,
            constant: data.and_then(super::constants::own),
            required,
            asked: false,
            answered: false,
            undeclared: false,
            boxed: false,
            ty: Type::Any,
        };
        item.map(|item| self.marks_of(item)).unwrap_or_default().on(field)
    }

    /// The field with what a part of `allOf` says of it that has no type for it.
    fn annotate(&self, field: Field, schema: &Schema) -> Field {
        let mut field = self.marks_of(schema).on(field);
        let said = super::docs::of_schema(schema);
        if !said.description.is_empty() {
            field.docs.description = said.description;
        }
        if !said.summary.is_empty() {
            field.docs.summary = said.summary;
        }
        if said.facts.iter().any(|fact| super::docs::is_default(fact)) {
            field.docs.facts.retain(|fact| !super::docs::is_default(fact));
        }
        for fact in said.facts {
            if !field.docs.facts.contains(&fact) {
                field.docs.facts.push(fact);
            }
        }
        field
    }

    fn additional(&mut self, other: Other<'a>, name: Name, place: &Place) -> Additional {
        Additional { name, ty: self.type_of_others(other, "AdditionalProperty", place) }
    }

    /// The type of other properties; one of its own is called `word`.
    pub(super) fn type_of_others(&mut self, other: Other<'a>, word: &str, place: &Place) -> Type {
        match other {
            Other::Anything => Type::Any,
            Other::Inherited(ty) => ty,
            Other::Schema(schema, pointer) => self.type_of(schema, &place.child(pointer, super::made_name(word))),
        }
    }
}

/// What a property is, wherever among its struct's branches it is written.
pub(super) fn field_identity(place: &Place, wire: &str) -> String {
    place.property(wire).to_string()
}
