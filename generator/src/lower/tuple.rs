//! `prefixItems`: arrays whose items have each a type of their own.

use openapiv3::{ArrayType, ReferenceOr, Schema, SchemaKind};

use super::{Lowering, Place, made_name};
use crate::model::{Field, Shape, Tuple, Type};
use crate::normalize::facts;

/// What the schema of such an array says.
pub(super) struct Items<'a> {
    /// The schemas by position.
    prefix: &'a [ReferenceOr<Schema>],
    /// The schema of all further items.
    rest: Option<&'a ReferenceOr<Schema>>,
    /// How many items are there in any case.
    required: usize,
}

/// The items of a tuple; `None` if those of the array are all alike.
pub(super) fn items<'a>(array: &'a ArrayType, schema: &Schema) -> Option<Items<'a>> {
    let length = schema.schema_data.extensions.get(facts::PREFIX_ITEMS)?.as_u64()?;
    let SchemaKind::AnyOf { any_of } = &array.items.as_ref()?.as_item()?.schema_kind else { return None };
    let (prefix, rest) = any_of.split_at_checked(usize::try_from(length).ok()?)?;
    Some(Items { prefix, rest: rest.first(), required: array.min_items.unwrap_or_default() })
}

impl<'a> Lowering<'a> {
    pub(super) fn tuple(&mut self, items: &Items<'a>, schema: &'a Schema, place: &Place) -> Type {
        let id = self.name_type(place);
        let place = self.placed(place, id);
        let at = place.pointer.keys(&["items", "anyOf"]);
        let numbered = items.prefix.iter().enumerate();
        let fields = numbered.map(|(index, item)| {
            let name = made_name(&format!("Item{index}"));
            let inner = place.child(at.index(index), name.clone());
            let identity = place.identity.keys(&["prefixItems", &index.to_string()]).to_string();
            let described = self.described_by(name, identity, item, index < items.required);
            let field = Field { ty: self.type_of(item, &inner), ..described };
            self.with_constant(field, item)
        });
        let fields = fields.collect();
        let inner = place.child(at.index(items.prefix.len()), made_name("Item"));
        let rest = items.rest.map(|rest| self.type_of(rest, &inner));
        self.define(id, schema, Shape::Tuple(Tuple { items: fields, rest }));
        Type::Named(id)
    }
}
