//! The fields of properties whose declarations are taken together.

use openapiv3::Schema;
use serde_json::Value;

use super::super::fields::{Gathered, Property, field_identity};
use super::super::{Lowering, Place, made_name};
use super::written_here;
use crate::model::{Field, Type};
use crate::names::Name;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    pub(in super::super) fn joined_field(
        &mut self,
        name: Name,
        parts: Vec<Property<'a>>,
        required: bool,
        place: &Place,
    ) -> Field {
        let identity = field_identity(place, name.wire());
        let last = parts.iter().rev().find_map(written_here);
        let Some((schema, pointer)) = last else { return self.described(name, identity, None, required) };
        let ty = self.joined_object(parts, schema, &place.child(pointer, name.clone()));
        Field { ty, ..self.described(name, identity, Some(schema), required) }
    }

    pub(in super::super) fn shared_field(
        &mut self,
        name: Name,
        (values, schema, pointer): (&[Value], &Schema, Pointer),
        required: bool,
        place: &Place,
    ) -> Field {
        let ty = nullable_as(schema, self.shared_enum(values, schema, &place.child(pointer, name.clone())));
        let identity = field_identity(place, name.wire());
        Field { ty, ..self.described(name, identity, Some(schema), required) }
    }

    pub(in super::super) fn field_of_joined_items(
        &mut self,
        name: Name,
        parts: Vec<Property<'a>>,
        required: bool,
        place: &Place,
    ) -> Field {
        let identity = field_identity(place, name.wire());
        let items: Vec<Property<'a>> = parts.iter().filter_map(|part| self.items_of(part)).collect();
        let (array, item) = (parts.iter().rev().find_map(written_here), items.iter().rev().find_map(written_here));
        let (Some((array, pointer)), Some((schema, at))) = (array, item) else {
            return self.described(name, identity, None, required);
        };
        let place = place.child(pointer, name.clone()).child(at, made_name("Item"));
        let ty = nullable_as(array, Type::Array(Box::new(self.joined_object(items, schema, &place))));
        Field { ty, ..self.described(name, identity, Some(array), required) }
    }

    /// The object that has the properties of all parts; its prose, and whether it can be `null`, is that of `schema`.
    fn joined_object(&mut self, parts: Vec<Property<'a>>, schema: &'a Schema, place: &Place) -> Type {
        let gathered = self.gather_parts(parts);
        nullable_as(schema, self.gathered_type(gathered, schema, place))
    }

    fn gather_parts(&mut self, parts: Vec<Property<'a>>) -> Gathered<'a> {
        let mut gathered = Gathered::default();
        for part in parts {
            match part {
                Property::Own(schema, pointer) => self.gather_boxed(schema, &pointer, &mut gathered),
                Property::Inherited(field) => match self.resolve(&field.ty.clone().without_null()) {
                    Type::Map(value) => gathered.add_map(*value),
                    ty => self.struct_of_type(&ty).iter().for_each(|parent| gathered.add_parent(parent)),
                },
                Property::Joined(_) | Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared => {}
            }
        }
        gathered
    }
}

fn nullable_as(schema: &Schema, ty: Type) -> Type {
    if schema.schema_data.nullable { ty.nullable() } else { ty }
}
