//! What has only one value, where no type tells it: `null`, and an array or object that is always the same one.

use std::borrow::Borrow;

use openapiv3::{
    ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType,
};

use super::{Lowering, Progress, component_key};
use crate::model::{Constant, Docs, Field, Type};
use crate::normalize::facts;

/// The only value of something, and the schema that says so.
struct Only<'a> {
    value: Constant,
    schema: &'a Schema,
}

impl<'a> Lowering<'a> {
    /// The field without a type if it must be there and nothing is known of it but its only value, which is sent as it
    /// stands in the document. It makes no difference whether the schema is written here or only referred to.
    pub(super) fn with_constant<S: Borrow<Schema>>(&mut self, field: Field, schema: &'a ReferenceOr<S>) -> Field {
        let only = if field.required { self.only_value(schema, &field.ty) } else { None };
        match only {
            Some(only) => Field {
                ty: Type::Any,
                constant: Some(only.value),
                docs: beside(field.docs, super::docs::of_schema(only.schema)),
                ..field
            },
            None => field,
        }
    }

    /// The array or object that a parameter always is, if it must be there and nothing else is known of it.
    pub(super) fn constant_parameter(&mut self, data: &'a ParameterData, ty: &Type) -> Option<Constant> {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) if data.required => {
                let value = self.only_value(schema, ty)?.value;
                matches!(value, Constant::Json(_)).then_some(value)
            }
            ParameterSchemaOrContent::Schema(_) | ParameterSchemaOrContent::Content(_) => None,
        }
    }

    fn only_value<S: Borrow<Schema>>(&mut self, schema: &'a ReferenceOr<S>, ty: &Type) -> Option<Only<'a>> {
        let (schema, key) = match schema {
            ReferenceOr::Item(item) => self.whole(item.borrow(), None, 0)?,
            ReferenceOr::Reference { reference } => self.whole_behind(reference, 0)?,
        };
        let value = own(&schema.schema_data)?;
        let untyped = match key {
            Some(key) => self.is_untyped_component(&key),
            None => is_untyped(ty),
        };
        untyped.then_some(Only { value, schema })
    }

    /// The schema that is all that another one consists of, and the component that it is of.
    fn whole(&self, schema: &'a Schema, key: Option<String>, depth: usize) -> Option<(&'a Schema, Option<String>)> {
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } if !schema.schema_data.nullable => match &all_of[..] {
                [ReferenceOr::Reference { reference }] => self.whole_behind(reference, depth),
                _ => Some((schema, key)),
            },
            _ => Some((schema, key)),
        }
    }

    fn whole_behind(&self, reference: &str, depth: usize) -> Option<(&'a Schema, Option<String>)> {
        let key = component_key(reference, "schemas").filter(|_| depth <= self.components.len())?;
        match self.component_schema(&key)? {
            ReferenceOr::Item(schema) => self.whole(schema, Some(key), depth + 1),
            ReferenceOr::Reference { reference } => self.whole_behind(reference, depth + 1),
        }
    }

    fn is_untyped_component(&mut self, key: &str) -> bool {
        let Some(id) = self.lower_component(key) else { return false };
        let is_done = self.components.get(key).is_some_and(|component| component.state == Progress::Done);
        is_done && is_untyped(&self.resolve(&Type::Named(id)))
    }
}

/// The only value of a schema.
pub(super) fn own(data: &SchemaData) -> Option<Constant> {
    if data.extensions.contains_key(facts::NULL) {
        return Some(Constant::Null);
    }
    let listed = || match data.extensions.get(facts::ENUM)?.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let value = data.extensions.get(facts::CONST).or_else(listed)?;
    (value.is_array() || value.is_object()).then(|| Constant::Json(value.to_string()))
}

/// The text that is the only value of a schema.
pub(super) fn only_text(schema: &Schema) -> Option<&str> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) if !schema.schema_data.nullable => match &string.enumeration[..] {
            [Some(only)] if string.format.is_empty() => Some(only),
            _ => None,
        },
        _ => None,
    }
}

/// Is nothing known of it, or only that it is an array or an object?
fn is_untyped(ty: &Type) -> bool {
    match ty {
        Type::Array(item) | Type::Map(item) => **item == Type::Any,
        other => *other == Type::Any,
    }
}

/// What is said at a place, and what the schema says that it refers to: without a type nothing else tells it.
fn beside(own: Docs, behind: Docs) -> Docs {
    let mut facts = own.facts;
    facts.extend(behind.facts.into_iter().filter(|fact| !facts.contains(fact)).collect::<Vec<_>>());
    let (summary, description) = match own.description.trim().is_empty() && own.summary.trim().is_empty() {
        true => (behind.summary, behind.description),
        false => (own.summary, own.description),
    };
    Docs { summary, description, facts }
}
