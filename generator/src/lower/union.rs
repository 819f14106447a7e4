//! `oneOf`, `anyOf` and the families of a `discriminator`: one of several types.

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::fields::Gathered;
use super::object::Nature;
use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Discriminator, Docs, Shape, Type, Union, UnionVariant};
use crate::names::{Name, Scope, Wish};
use crate::pointer::Pointer;

/// A branch on its way into a variant.
struct Branch<'a> {
    schema: &'a ReferenceOr<Schema>,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    pub(super) fn union(&mut self, branches: &'a [ReferenceOr<Schema>], schema: &'a Schema, place: &Place) -> Type {
        let telling = self.telling_branches(branches, &place.pointer.key(keyword(schema)));
        match &telling[..] {
            [] => self.untyped(place, "none of its branches says of what type the value is"),
            [only] => self.type_of(only.schema, &place.at(only.pointer.clone())),
            _ => match string_values(&telling) {
                Some(values) => self.string_enum(&values, schema, place),
                None => self.union_type(&telling, schema, place),
            },
        }
    }

    fn telling_branches(&self, branches: &'a [ReferenceOr<Schema>], pointer: &Pointer) -> Vec<Branch<'a>> {
        let all = branches.iter().enumerate();
        let told = all.filter(|(_, schema)| self.nature(schema, 0) != Nature::Constraint);
        told.map(|(at, schema)| Branch { schema, pointer: pointer.index(at) }).collect()
    }

    fn union_type(&mut self, branches: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let id = self.name_type(place);
        let place = self.placed(place, id);
        let declared = schema.schema_data.discriminator.as_ref();
        let names = self.variant_names(branches, &place);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (branch, name) in branches.iter().zip(names) {
            let ty = self.type_of(branch.schema, &place.child(branch.pointer.clone(), name.clone()));
            let tags = declared.map_or_else(Vec::new, |declared| self.tags_of(branch.schema, declared));
            push_variant(&mut variants, UnionVariant { name, ty, boxed: false, tags, docs: Docs::default() });
        }
        self.finish_union(id, variants, declared, schema, &place)
    }

    fn finish_union(
        &mut self,
        id: crate::model::TypeId,
        mut variants: Vec<UnionVariant>,
        declared: Option<&Declared>,
        schema: &'a Schema,
        place: &Place,
    ) -> Type {
        let nulls = variants.iter_mut().map(take_null).filter(|null| *null).count();
        let discriminator = declared.and_then(|declared| self.usable(declared, &variants, place));
        self.define(id, schema, Shape::Union(Union { variants, discriminator }));
        if nulls > 0 { Type::Named(id).nullable() } else { Type::Named(id) }
    }

    /// A discriminator helps only if every branch is an object and has a value for it.
    fn usable(&mut self, declared: &Declared, variants: &[UnionVariant], place: &Place) -> Option<Discriminator> {
        let tagged = variants.iter().all(|variant| !variant.tags.is_empty() && self.may_be_object(&variant.ty));
        if !tagged {
            self.diagnostics.push(
                Diagnostic::new(
                    Severity::Warning,
                    "OAS3005",
                    &place.pointer,
                    format!("the discriminator `{}` does not tell all branches apart", declared.property_name),
                )
                .note("the branch of a value is found by its shape instead"),
            );
        }
        tagged.then(|| Discriminator { property: declared.property_name.clone() })
    }

    fn may_be_object(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Named(id) => !matches!(self.types[id.0].shape, Shape::Enum(_)),
            Type::Map(_) | Type::Any => true,
            _ => false,
        }
    }

    /// The discriminator's values that mean this branch: those mapped to it, else its own name, else its constant.
    fn tags_of(&self, schema: &ReferenceOr<Schema>, declared: &Declared) -> Vec<String> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas").unwrap_or_default();
                self.tags_of_component(&key, declared)
            }
            ReferenceOr::Item(item) => constant(item, &declared.property_name).into_iter().collect(),
        }
    }

    fn tags_of_component(&self, key: &str, declared: &Declared) -> Vec<String> {
        let tags = mapped_tags(key, declared);
        if !tags.is_empty() {
            return tags;
        }
        let fixed = self.component_schema(key).and_then(|schema| self.item(schema, 0));
        let fixed = fixed.and_then(|schema| constant(schema, &declared.property_name));
        vec![fixed.unwrap_or_else(|| key.to_owned())]
    }

    /// Names that depend on the branch alone, never on its position.
    fn variant_names(&mut self, branches: &[Branch<'a>], place: &Place) -> Vec<Name> {
        let wishes: Vec<Wish> = branches.iter().map(|branch| self.variant_of(branch, place)).collect();
        let grants = Scope::reserving(&["Unknown"], "Value").grant(&wishes);
        grants.into_iter().map(|grant| grant.name).collect()
    }

    fn variant_of(&self, branch: &Branch<'a>, place: &Place) -> Wish {
        self.variant_wish_of(self.branch_word(branch.schema), place)
    }

    fn variant_wish_of(&self, wire: String, place: &Place) -> Wish {
        let identity = format!("{}/{wire}", place.identity);
        Wish { memory: self.memory.name("var", &identity), ..Wish::new(identity, wire) }
    }

    fn branch_word(&self, schema: &ReferenceOr<Schema>) -> String {
        match schema {
            ReferenceOr::Reference { reference } => {
                component_key(reference, "schemas").unwrap_or_else(|| reference.clone())
            }
            ReferenceOr::Item(item) => self.inline_word(item),
        }
    }

    fn inline_word(&self, schema: &Schema) -> String {
        let named = schema.schema_data.extensions.get("x-rust-name").and_then(|name| name.as_str());
        named.map(str::to_owned).unwrap_or_else(|| match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => object_word(object),
            SchemaKind::Type(SchemaType::Array(array)) => format!("ArrayOf{}", self.items_word(array)),
            SchemaKind::Type(SchemaType::String(string)) => string_word(string),
            SchemaKind::Type(SchemaType::Integer(_)) => "Integer".to_owned(),
            SchemaKind::Type(SchemaType::Number(_)) => "Number".to_owned(),
            SchemaKind::Type(SchemaType::Boolean(_)) => "Bool".to_owned(),
            SchemaKind::AllOf { all_of } => {
                all_of.first().map_or_else(|| "Any".to_owned(), |first| self.branch_word(first))
            }
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => "Choice".to_owned(),
            SchemaKind::Not { .. } | SchemaKind::Any(_) => "Any".to_owned(),
        })
    }

    fn items_word(&self, array: &openapiv3::ArrayType) -> String {
        match &array.items {
            Some(ReferenceOr::Reference { reference }) => component_key(reference, "schemas")
                .map_or_else(|| "Item".to_owned(), |key| Name::new(&key).upper_camel().to_owned()),
            Some(ReferenceOr::Item(item)) => Name::new(&self.inline_word(item)).upper_camel().to_owned(),
            None => "Any".to_owned(),
        }
    }

    /// `allOf` with a union among its branches: every branch of the union, joined with all the rest.
    pub(super) fn distributed(
        &mut self,
        branches: &'a [ReferenceOr<Schema>],
        natures: &[Nature],
        schema: &'a Schema,
        place: &Place,
    ) -> Type {
        let unions: Vec<usize> = (0..branches.len()).filter(|&at| natures[at] == Nature::Union).collect();
        let one = unions.first().filter(|_| unions.len() == 1 && !natures.contains(&Nature::Value));
        let Some((at, parts)) = one.and_then(|&at| Some((at, self.union_branches(&branches[at], 0)?))) else {
            return self.untyped(place, "`allOf` joins more than one union");
        };
        let pointer = place.pointer.key("allOf").index(at);
        let parts: Vec<Branch<'a>> = parts
            .iter()
            .enumerate()
            .map(|(part, schema)| Branch { schema, pointer: pointer.key("oneOf").index(part) })
            .filter(|branch| self.nature(branch.schema, 0) == Nature::Object)
            .collect();
        let rest: Vec<&'a ReferenceOr<Schema>> =
            (0..branches.len()).filter(|&other| other != at).map(|other| &branches[other]).collect();
        self.joined_union(&parts, &rest, schema, place)
    }

    /// The branches of the union that a schema is in the end.
    fn union_branches(&self, schema: &'a ReferenceOr<Schema>, depth: usize) -> Option<&'a [ReferenceOr<Schema>]> {
        match &self.item(schema, 0)?.schema_kind {
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => Some(branches),
            SchemaKind::AllOf { all_of } if all_of.len() == 1 && depth < 64 => {
                self.union_branches(&all_of[0], depth + 1)
            }
            SchemaKind::AllOf { .. } | SchemaKind::Type(_) | SchemaKind::Not { .. } | SchemaKind::Any(_) => None,
        }
    }

    fn joined_union(
        &mut self,
        parts: &[Branch<'a>],
        rest: &[&'a ReferenceOr<Schema>],
        schema: &'a Schema,
        place: &Place,
    ) -> Type {
        if parts.is_empty() {
            return self.untyped(place, "the union in its `allOf` has no objects to join");
        }
        let id = self.name_type(place);
        let place = self.placed(place, id);
        let names = self.variant_names(parts, &place);
        let declared = schema.schema_data.discriminator.as_ref();
        let mut variants = Vec::new();
        for (part, name) in parts.iter().zip(names) {
            let ty = self.joined_part(part, rest, schema, &place.child(part.pointer.clone(), name.clone()));
            let tags = declared.map_or_else(Vec::new, |declared| self.tags_of(part.schema, declared));
            variants.push(UnionVariant { name, ty, boxed: false, tags, docs: Docs::default() });
        }
        self.finish_union(id, variants, declared, schema, &place)
    }

    fn joined_part(
        &mut self,
        part: &Branch<'a>,
        rest: &[&'a ReferenceOr<Schema>],
        schema: &'a Schema,
        place: &Place,
    ) -> Type {
        let mut gathered = Gathered::default();
        for other in rest {
            self.gather_branches(std::slice::from_ref(*other), &part.pointer, &mut gathered);
        }
        self.gather_branches(std::slice::from_ref(part.schema), &part.pointer, &mut gathered);
        let id = self.name_type(place);
        let shape = self.struct_of(gathered, &self.placed(place, id));
        let described = self.item(part.schema, 0).unwrap_or(schema);
        self.define(id, described, Shape::Struct(shape));
        Type::Named(id)
    }

    /// Is this `allOf` branch the base of a family that the component at `place` belongs to?
    pub(super) fn extends(&self, branch: &ReferenceOr<Schema>, place: &Place) -> bool {
        let key = branch_key(branch);
        place.reserved.is_some() && key.is_some_and(|key| self.families.contains_key(&key))
    }

    /// A component with a discriminator that others extend through `allOf` is one of those others.
    pub(super) fn polymorphic(&mut self, gathered: &Gathered<'a>, schema: &'a Schema, place: &Place) -> Option<Type> {
        let id = place.reserved?;
        let declared = schema.schema_data.discriminator.as_ref()?;
        let key = place.pointer.last()?;
        let children = self.families.get(&key)?.clone();
        let base_place = place.child(place.pointer.clone(), made_name("Base"));
        let base = self.name_type(&base_place);
        self.bases.insert(id, base);
        let shape = self.struct_of(gathered.clone(), &self.placed(&base_place, base));
        self.define(base, schema, Shape::Struct(shape));
        let mut variants = self.family_variants(&children, declared, place);
        if let Some(own) = self.base_variant(&key, base, declared) {
            variants.push(own);
        }
        let discriminator = Some(Discriminator { property: declared.property_name.clone() });
        self.define(id, schema, Shape::Union(Union { variants, discriminator }));
        Some(Type::Named(id))
    }

    fn family_variants(&mut self, children: &[String], declared: &Declared, place: &Place) -> Vec<UnionVariant> {
        let wishes: Vec<Wish> = children.iter().map(|key| self.variant_wish_of(key.clone(), place)).collect();
        let grants = Scope::reserving(&["Unknown", "Base"], "Value").grant(&wishes);
        let named = children.iter().zip(grants);
        named
            .filter_map(|(key, grant)| {
                let ty = Type::Named(self.components.get(key)?.id);
                let tags = self.tags_of_component(key, declared);
                Some(UnionVariant { name: grant.name, ty, boxed: false, tags, docs: Docs::default() })
            })
            .collect()
    }

    /// The base itself is a branch if the mapping names it.
    fn base_variant(&self, key: &str, base: crate::model::TypeId, declared: &Declared) -> Option<UnionVariant> {
        let tags = mapped_tags(key, declared);
        let variant =
            UnionVariant { name: made_name("Base"), ty: Type::Named(base), boxed: false, tags, docs: Docs::default() };
        (!variant.tags.is_empty()).then_some(variant)
    }

    /// Which components extend which: every base with a discriminator, and all below it by name.
    pub(super) fn find_families(&mut self) {
        let keys: Vec<String> = self.components.keys().cloned().collect();
        let bases: Vec<&String> = keys.iter().filter(|key| self.has_discriminator(key)).collect();
        for base in bases {
            let mut children: Vec<String> = keys.iter().filter(|key| self.descends(key, base, 0)).cloned().collect();
            children.sort_unstable();
            if !children.is_empty() {
                self.families.insert(base.clone(), children);
            }
        }
    }

    fn has_discriminator(&self, key: &str) -> bool {
        match self.component_schema(key) {
            Some(ReferenceOr::Item(schema)) => {
                let object =
                    matches!(schema.schema_kind, SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::AllOf { .. });
                schema.schema_data.discriminator.is_some() && object
            }
            Some(ReferenceOr::Reference { .. }) | None => false,
        }
    }

    fn descends(&self, key: &str, base: &str, depth: usize) -> bool {
        let Some(ReferenceOr::Item(schema)) = self.component_schema(key) else { return false };
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return false };
        let parents = all_of.iter().filter_map(branch_key);
        key != base
            && parents
                .into_iter()
                .any(|parent| parent == base || (depth < 64 && self.descends(&parent, base, depth + 1)))
    }
}

fn branch_key(branch: &ReferenceOr<Schema>) -> Option<String> {
    match branch {
        ReferenceOr::Reference { reference } => component_key(reference, "schemas"),
        ReferenceOr::Item(_) => None,
    }
}

fn keyword(schema: &Schema) -> &'static str {
    match &schema.schema_kind {
        SchemaKind::AnyOf { .. } => "anyOf",
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => "oneOf",
        SchemaKind::Type(_) | SchemaKind::Any(_) => "oneOf",
    }
}

/// Strings of which some are listed: an open enum says the same as a union of them.
fn string_values(branches: &[Branch<'_>]) -> Option<Vec<Option<String>>> {
    let mut values = Vec::new();
    for branch in branches {
        match &branch.schema.as_item()?.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if string.format.is_empty() => {
                values.extend(string.enumeration.iter().cloned());
            }
            _ => return None,
        }
    }
    (!values.is_empty()).then_some(values)
}

/// Two branches of one type are one variant.
fn push_variant(variants: &mut Vec<UnionVariant>, variant: UnionVariant) {
    match variants.iter_mut().find(|known| known.ty == variant.ty) {
        Some(known) => known.tags.extend(variant.tags),
        None => variants.push(variant),
    }
}

/// A branch that may be `null` makes the whole union so.
fn take_null(variant: &mut UnionVariant) -> bool {
    match variant.ty.clone() {
        Type::Nullable(inner) => {
            variant.ty = *inner;
            true
        }
        _ => false,
    }
}

/// The discriminator's values that the mapping has for a component.
fn mapped_tags(key: &str, declared: &Declared) -> Vec<String> {
    let mapped = declared.mapping.iter().filter(|(_, target)| names_component(target, key));
    mapped.map(|(tag, _)| tag.clone()).collect()
}

/// Does a mapping's target, a reference or a bare name, mean this component?
fn names_component(target: &str, key: &str) -> bool {
    target == key || component_key(target, "schemas").is_some_and(|named| named == key)
}

/// The only value that a property of an object may have.
fn constant(schema: &Schema, property: &str) -> Option<String> {
    let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema_kind else { return None };
    only_value(object.properties.get(property)?)
}

/// A word for an inline object: its constant, or the properties that it must have.
fn object_word(object: &openapiv3::ObjectType) -> String {
    let constants = object.properties.iter().filter_map(|(_, schema)| only_value(schema));
    if let Some(word) = constants.into_iter().next() {
        return word;
    }
    let mut required = object.required.clone();
    required.sort();
    let words: Vec<&str> = if required.is_empty() {
        object.properties.keys().map(String::as_str).take(2).collect()
    } else {
        required.iter().map(String::as_str).collect()
    };
    match words[..] {
        [] => "Object".to_owned(),
        _ => format!("with {}", words.join(" and ")),
    }
}

fn only_value(schema: &ReferenceOr<Box<Schema>>) -> Option<String> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => match &string.enumeration[..] {
            [Some(only)] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn string_word(string: &openapiv3::StringType) -> String {
    use openapiv3::{StringFormat, VariantOrUnknownOrEmpty::Item};
    match (&string.enumeration[..], &string.format) {
        ([Some(only)], _) => only.clone(),
        ([_, ..], _) => "Enum".to_owned(),
        ([], Item(StringFormat::DateTime)) => "DateTime".to_owned(),
        ([], Item(StringFormat::Date)) => "Date".to_owned(),
        ([], Item(StringFormat::Byte | StringFormat::Binary)) => "Bytes".to_owned(),
        ([], _) => "String".to_owned(),
    }
}
