//! `enum`: a list of values, open to those that are added later.

use openapiv3::{Schema, SchemaKind, Type as SchemaType};

use super::{Lowering, Place};
use crate::model::{Docs, Enum, EnumBase, Shape, Type, Variant};
use crate::names::{Scope, Wish};

impl Lowering<'_> {
    pub(super) fn string_enum(&mut self, values: &[Option<String>], schema: &Schema, place: &Place) -> Type {
        let wires = values.iter().flatten().cloned().collect();
        self.enumeration(EnumBase::String, wires, values.contains(&None), schema, place)
    }

    pub(super) fn integer_enum(&mut self, values: &[Option<i64>], schema: &Schema, place: &Place) -> Type {
        let wires = values.iter().flatten().map(i64::to_string).collect();
        self.enumeration(EnumBase::Integer, wires, values.contains(&None), schema, place)
    }

    fn enumeration(&mut self, base: EnumBase, wires: Vec<String>, null: bool, schema: &Schema, place: &Place) -> Type {
        if wires.is_empty() {
            return Type::Any;
        }
        let id = self.name_type(place);
        let variants = self.variants(&wires, schema, &place.identity.to_string());
        self.define(id, schema, Shape::Enum(Enum { base, variants }));
        if null { Type::Named(id).nullable() } else { Type::Named(id) }
    }

    fn variants(&mut self, wires: &[String], schema: &Schema, identity: &str) -> Vec<Variant> {
        let mut distinct: Vec<&String> = Vec::new();
        for wire in wires {
            if !distinct.contains(&wire) {
                distinct.push(wire);
            }
        }
        let wishes: Vec<Wish> = distinct.iter().map(|wire| self.variant_wish(wire, wires, schema, identity)).collect();
        let grants = Scope::reserving(&["Unknown"], "Value").grant(&wishes);
        let docs = value_docs(schema);
        grants.into_iter().map(|grant| Variant { docs: docs(grant.name.wire()), name: grant.name }).collect()
    }

    /// `x-enum-varnames` names the values in their order.
    fn variant_wish(&self, wire: &str, wires: &[String], schema: &Schema, identity: &str) -> Wish {
        let names = ["x-enum-varnames", "x-enumNames"].iter().find_map(|key| schema.schema_data.extensions.get(*key));
        let position = wires.iter().position(|other| other == wire);
        let pin = position.and_then(|at| names?.get(at)?.as_str()).map(crate::names::variant_spelling);
        let identity = format!("{identity}/{wire}");
        Wish { pin, memory: self.memory.name("var", &identity), ..Wish::new(identity, wire) }
    }

    pub(super) fn is_null_enum(&self, schema: &Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => string.enumeration.contains(&None),
            SchemaKind::Type(SchemaType::Integer(integer)) => integer.enumeration.contains(&None),
            _ => false,
        }
    }
}

/// `x-enum-descriptions`: the prose of each value, as a map or as a list in the order of the values.
fn value_docs(schema: &Schema) -> impl Fn(&str) -> Docs {
    let described = ["x-enum-descriptions", "x-enumDescriptions"]
        .iter()
        .find_map(|key| schema.schema_data.extensions.get(*key))
        .cloned();
    move |wire| {
        let text = described.as_ref().and_then(|texts| texts.get(wire)).and_then(|text| text.as_str());
        Docs { description: text.unwrap_or_default().to_owned(), ..Docs::default() }
    }
}
