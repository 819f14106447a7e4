//! A property that several parts of `allOf` declare, or what they say of all others: objects are joined, of other types
//! the narrower one is taken.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::compare::{Told, Verdict, compare, extends, has, narrower};
use super::enums::integer_values;
use super::fields::{Gathered, Other, Property, field_identity};
use super::object::{Nature, demands, is_constraint};
use super::{Lowering, Place, component_key, made_name, tuple};
use crate::diagnostics::{Diagnostic, Part, Severity};
use crate::model::{Field, Shape, Struct, Type};
use crate::names::Name;
use crate::normalize::facts;
use crate::pointer::Pointer;

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

    fn verdict_on_others(&self, earlier: &Other<'a>, later: &Other<'a>) -> Verdict {
        match (earlier, later) {
            (Other::Schema(one, _), Other::Schema(other, _)) if one == other => Verdict::Later,
            (Other::Inherited(one), Other::Inherited(other)) if one == other => Verdict::Later,
            _ => compare(&self.told_of_others(earlier), &self.told_of_others(later)),
        }
    }

    fn told_of_others(&self, other: &Other<'a>) -> Told {
        match other {
            Other::Anything => Told::Else,
            Other::Inherited(ty) => self.told_by_type(ty),
            Other::Schema(schema, _) => self.item(schema, 0).map_or(Told::Else, |item| self.told_by_schema(item)),
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

    fn verdict(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        if self.is_same(earlier, later) {
            return Verdict::Later;
        }
        match (is_conditional(earlier), is_conditional(later)) {
            (true, false) => return Verdict::Later,
            (false, true) => return Verdict::Earlier,
            (true, true) => return self.wider(earlier, later, depth),
            (false, false) => {}
        }
        self.verdict_on_types(earlier, later, depth)
    }

    /// Each of two conditions allows what it says, so that the type has to hold the values of both.
    fn wider(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match self.verdict_on_types(earlier, later, depth) {
            Verdict::Later => Verdict::Earlier,
            Verdict::Earlier => Verdict::Later,
            Verdict::Joined | Verdict::JoinedItems | Verdict::Shared | Verdict::Conflict => Verdict::Varying,
            Verdict::EarlierLoose | Verdict::LaterLoose | Verdict::Disjoint | Verdict::Uncompared => Verdict::Varying,
            Verdict::Varying => Verdict::Varying,
        }
    }

    fn verdict_on_types(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match (demands_only(earlier), demands_only(later)) {
            (true, false) => return self.verdict_on_demands(later, Verdict::LaterLoose),
            (false, true) => return self.verdict_on_demands(earlier, Verdict::EarlierLoose),
            (true, true) | (false, false) => {}
        }
        match (self.told(earlier), self.told(later)) {
            (Told::Object, Told::Object) => self.verdict_on_objects(earlier, later),
            (Told::Object, map) | (map, Told::Object) if is_typed_map(&map) => self.verdict_on_map(earlier, later),
            (one, other) => match self.items_of(earlier).zip(self.items_of(later)) {
                Some(_) if depth == DEEPEST => Verdict::Uncompared,
                Some((one, other)) => self.verdict_on_items(&one, &other, depth + 1),
                None => compare(&one, &other),
            },
        }
    }

    /// Every item of an array is what each declaration says of it.
    fn verdict_on_items(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match self.verdict(earlier, later, depth) {
            Verdict::Joined => Verdict::JoinedItems,
            Verdict::JoinedItems => Verdict::Uncompared,
            Verdict::Shared => Verdict::Conflict,
            other => other,
        }
    }

    /// What the items of an array are, as if they were the property.
    fn items_of(&self, property: &Property<'a>) -> Option<Property<'a>> {
        match property {
            Property::Own(ReferenceOr::Item(schema), pointer) => match &schema.schema_kind {
                SchemaKind::Type(SchemaType::Array(array)) if tuple::items(array, schema).is_none() => {
                    Some(Property::Own(array.items.as_ref()?, pointer.key("items")))
                }
                _ => None,
            },
            Property::Inherited(field) => match self.resolve(&field.ty.clone().without_null()) {
                Type::Array(item) => Some(Property::Inherited(Box::new(Field { ty: *item, ..(**field).clone() }))),
                _ => None,
            },
            Property::JoinedItems(parts) => {
                Some(Property::Joined(parts.iter().filter_map(|part| self.items_of(part)).collect()))
            }
            Property::Own(ReferenceOr::Reference { .. }, _) | Property::Joined(_) => None,
            Property::Shared(..) | Property::Undeclared => None,
        }
    }

    fn is_same(&self, earlier: &Property<'a>, later: &Property<'a>) -> bool {
        match (earlier, later) {
            (Property::Own(ReferenceOr::Item(one), _), Property::Own(ReferenceOr::Item(other), _)) => {
                one.schema_kind == other.schema_kind
            }
            (Property::Own(one, _), Property::Own(other, _)) => one == other,
            (Property::Inherited(one), Property::Inherited(other)) => one.ty == other.ty,
            (Property::Inherited(field), Property::Own(ReferenceOr::Reference { reference }, _))
            | (Property::Own(ReferenceOr::Reference { reference }, _), Property::Inherited(field)) => {
                let id = component_key(reference, "schemas").and_then(|key| Some(self.components.get(&key)?.id));
                id.is_some_and(|id| field.ty.clone().without_null() == Type::Named(id))
            }
            (Property::Inherited(_) | Property::Own(..), _) => false,
            (Property::Joined(_) | Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared, _) => false,
        }
    }

    /// Objects are joined if one is written at its place. A type that has a name already stays what it is.
    fn verdict_on_objects(&self, earlier: &Property<'a>, later: &Property<'a>) -> Verdict {
        if self.waits_for_either(earlier, later) {
            return Verdict::Uncompared;
        }
        if is_inline(earlier) || is_inline(later) {
            return Verdict::Joined;
        }
        match (self.struct_told(earlier), self.struct_told(later)) {
            (Some(one), Some(other)) => narrower(extends(&other, &one), extends(&one, &other)),
            (None, _) | (_, None) => Verdict::Uncompared,
        }
    }

    /// What the map says of all members holds for those that have no name.
    fn verdict_on_map(&self, earlier: &Property<'a>, later: &Property<'a>) -> Verdict {
        let joins = (is_inline(earlier) || is_inline(later)) && !self.waits_for_either(earlier, later);
        if joins { Verdict::Joined } else { Verdict::Uncompared }
    }

    /// Properties that are demanded make an object of no array and of no string: they say nothing of the type.
    fn verdict_on_demands(&self, typed: &Property<'a>, otherwise: Verdict) -> Verdict {
        let joins = matches!(self.told(typed), Told::Object) && !self.waits_for(typed);
        if joins { Verdict::Joined } else { otherwise }
    }

    fn waits_for_either(&self, earlier: &Property<'a>, later: &Property<'a>) -> bool {
        self.waits_for(earlier) || self.waits_for(later)
    }

    fn waits_for(&self, property: &Property<'a>) -> bool {
        match property {
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                self.is_under_way(&ReferenceOr::Reference { reference: reference.clone() })
            }
            Property::Own(ReferenceOr::Item(item), _) => match &item.schema_kind {
                SchemaKind::AllOf { all_of } => all_of.iter().any(|part| self.is_under_way(part)),
                SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => false,
                SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => false,
            },
            Property::Inherited(_) | Property::Joined(_) | Property::JoinedItems(_) => false,
            Property::Shared(..) | Property::Undeclared => false,
        }
    }

    fn struct_told(&self, property: &Property<'a>) -> Option<Struct> {
        let ty = match property {
            Property::Inherited(field) => field.ty.clone(),
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                Type::Named(self.components.get(&component_key(reference, "schemas")?)?.id)
            }
            Property::Own(ReferenceOr::Item(_), _) | Property::Joined(_) => return None,
            Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared => return None,
        };
        self.struct_of_type(&ty)
    }

    fn struct_of_type(&self, ty: &Type) -> Option<Struct> {
        match self.resolve(&ty.clone().without_null()) {
            Type::Named(id) => self.struct_shape(id),
            _ => None,
        }
    }

    fn told(&self, property: &Property<'a>) -> Told {
        match property {
            Property::Inherited(field) => self.told_by_type(&field.ty),
            Property::Joined(_) => Told::Object,
            Property::JoinedItems(_) | Property::Undeclared => Told::Else,
            Property::Shared(values, ..) => Told::Values(values.clone()),
            Property::Own(ReferenceOr::Item(item), _) => self.told_by_schema(item),
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                let key = component_key(reference, "schemas");
                let item = key.and_then(|key| self.item(self.component_schema(&key)?, 0));
                item.map_or(Told::Else, |item| self.told_by_schema(item))
            }
        }
    }

    /// The values that both declarations list, if one of them is written here and can lend its names and prose.
    fn listed_in_both(&self, earlier: &Property<'a>, later: &Property<'a>) -> Option<Property<'a>> {
        let (Told::Values(one), Told::Values(other)) = (self.told(earlier), self.told(later)) else { return None };
        let (schema, pointer) = written_here(later).or_else(|| written_here(earlier))?;
        let values = other.into_iter().filter(|value| has(&one, value)).collect();
        super::enums::is_of_one_base(schema).then_some(Property::Shared(values, schema, pointer))
    }

    fn told_by_schema(&self, schema: &Schema) -> Told {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                Told::Values(string.enumeration.iter().flatten().cloned().map(Value::from).collect())
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer_values(integer, schema).is_empty() => {
                let values = integer_values(integer, schema).into_iter();
                Told::Values(values.filter(|value| !value.is_null()).collect())
            }
            SchemaKind::Type(SchemaType::Number(number)) if !number.enumeration.is_empty() => {
                Told::Values(number.enumeration.iter().flatten().copied().map(Value::from).collect())
            }
            SchemaKind::Type(SchemaType::Boolean(boolean)) => Told::Plain(super::enums::boolean(boolean)),
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => Told::Object,
            SchemaKind::Type(SchemaType::Object(object)) if !is_constraint(object) => Told::Map,
            SchemaKind::Any(any) if !any.properties.is_empty() => Told::Object,
            SchemaKind::AllOf { all_of } if self.joined_nature(all_of, 0) == Nature::Object => Told::Object,
            SchemaKind::Type(_) | SchemaKind::Any(_) => self.unnamed(schema).map_or(Told::Else, Told::Plain),
            SchemaKind::AllOf { .. } | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Told::Else,
            SchemaKind::Not { .. } => Told::Else,
        }
    }

    fn told_by_type(&self, ty: &Type) -> Told {
        match self.resolve(&ty.clone().without_null()) {
            Type::Named(id) => match &self.types[id.0].shape {
                Shape::Struct(_) => Told::Object,
                Shape::Enum(listed) => {
                    Told::Values(listed.variants.iter().map(|variant| variant.value.clone()).collect())
                }
                Shape::Alias(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => Told::Else,
            },
            // A component that is still being read.
            Type::Any => Told::Else,
            plain => Told::Plain(plain),
        }
    }

    fn report(&mut self, finding: Finding, earlier: Option<Pointer>, later: Option<Pointer>, place: &Place) {
        let later = later.unwrap_or_else(|| place.pointer.clone());
        let diagnostic = Diagnostic::new(finding.severity, finding.code, &later, finding.message)
            .label("its type is this one")
            .help("let one declaration be narrower than the other, or remove one");
        self.diagnostics.push(match earlier {
            Some(earlier) => diagnostic.related(&earlier, Part::Value, "this one has no effect"),
            None => diagnostic,
        });
    }

    pub(super) fn joined_field(
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

    pub(super) fn shared_field(
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

    pub(super) fn field_of_joined_items(
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

/// The keyword that stands for all properties without a name.
const OTHERS: &str = "additionalProperties";

fn schema_pointer(other: &Other<'_>) -> Option<Pointer> {
    match other {
        Other::Schema(_, pointer) => Some(pointer.clone()),
        Other::Anything | Other::Inherited(_) => None,
    }
}

/// What is said of a property whose earlier declaration has no effect.
struct Finding {
    severity: Severity,
    code: &'static str,
    message: String,
}

fn disagreement(wire: &str) -> Finding {
    let message = format!("`allOf` declares `{wire}` twice, and neither type contains the other");
    Finding { severity: Severity::Warning, code: "OAS3007", message }
}

/// No value is right: an empty type would help nobody.
fn disjoint(wire: &str) -> Finding {
    let message = format!("`allOf` lists the values of `{wire}` twice, none of them in both; the later list is taken");
    Finding { severity: Severity::Warning, code: "OAS3007", message }
}

/// The type is right, and more lenient than the document.
fn loose(wire: &str) -> Finding {
    let message = format!("`allOf` demands members of `{wire}`, which its type leaves optional");
    Finding { severity: Severity::Note, code: "OAS3008", message }
}

/// Unions, arrays and maps may well agree, so that this is no more than a note.
fn uncompared(wire: &str) -> Finding {
    let message = format!("`allOf` declares `{wire}` twice, and the two are not compared");
    Finding { severity: Severity::Note, code: "OAS3008", message }
}

/// Either type would refuse what the other one allows.
fn varying(wire: &str, [earlier, later]: &[Pointer; 2]) -> Diagnostic {
    let message = format!("`{wire}` is of another type under each condition; it is untyped");
    Diagnostic::new(Severity::Warning, "OAS3007", later, message)
        .related(earlier, Part::Value, "the other one")
        .help("declare the property where it holds without a condition too")
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

/// Does it say no more than that some properties must be there, its own or those of its items?
fn demands_only(property: &Property<'_>) -> bool {
    match property {
        Property::Own(ReferenceOr::Item(schema), _) => demands(schema) || demands_of_items(schema),
        Property::Own(ReferenceOr::Reference { .. }, _) => false,
        Property::Inherited(_) | Property::Joined(_) | Property::JoinedItems(_) => false,
        Property::Shared(..) | Property::Undeclared => false,
    }
}

fn demands_of_items(schema: &Schema) -> bool {
    let SchemaKind::Type(SchemaType::Array(array)) = &schema.schema_kind else { return false };
    let item = array.items.as_ref().and_then(|items| items.as_item());
    item.is_some_and(|item| demands(item) || demands_of_items(item))
}

/// Is it only there, or only like this, under a condition? What holds without one goes before.
fn is_conditional(property: &Property<'_>) -> bool {
    written_here(property).is_some_and(|(schema, _)| schema.schema_data.extensions.contains_key(facts::CONDITIONAL))
}

fn is_typed_map(told: &Told) -> bool {
    match told {
        Told::Map => true,
        Told::Plain(Type::Map(value)) => **value != Type::Any,
        Told::Plain(_) | Told::Object | Told::Values(_) | Told::Else => false,
    }
}

fn is_inline(property: &Property<'_>) -> bool {
    matches!(property, Property::Own(ReferenceOr::Item(_), _) | Property::Joined(_))
}

fn pointer_of(property: &Property<'_>) -> Option<Pointer> {
    match property {
        Property::Own(_, pointer) | Property::Shared(_, _, pointer) => Some(pointer.clone()),
        Property::Inherited(field) => Some(Pointer::parse(field.identity.trim_start_matches('#'))),
        Property::Joined(parts) | Property::JoinedItems(parts) => parts.iter().rev().find_map(pointer_of),
        Property::Undeclared => None,
    }
}
