//! The branches of a union: which there are, and how each is called, by what it is alone.

use std::collections::HashSet;

use openapiv3::{
    AdditionalProperties, Discriminator as Declared, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::discriminator::repeated;
use super::{Lowering, Place, component_key};
use crate::model::{Format, Type};
use crate::names::{Name, Scope, Wish};
use crate::pointer::Pointer;

/// A schema of a list and where it stands.
#[derive(Clone)]
pub(super) struct Branch<'a> {
    pub schema: &'a ReferenceOr<Schema>,
    pub pointer: Pointer,
    /// The discriminator of the union that it was taken out of.
    pub declared: Option<&'a Declared>,
    /// May a value be of this branch and of another one of its union?
    pub overlaps: bool,
}

/// The schemas of a list, each with its place.
pub(super) fn branches<'a>(schemas: &'a [ReferenceOr<Schema>], pointer: &Pointer) -> Vec<Branch<'a>> {
    schemas
        .iter()
        .enumerate()
        .map(|(at, schema)| Branch { schema, pointer: pointer.index(at), declared: None, overlaps: false })
        .collect()
}

impl<'a> Lowering<'a> {
    /// Names that depend on the branch alone, never on its position, unless nothing else tells it from another.
    pub(super) fn variant_names(&mut self, words: Vec<String>, place: &Place) -> Vec<Name> {
        let wishes: Vec<Wish> = numbered(words).into_iter().map(|word| self.variant_wish_of(word, place)).collect();
        let grants = Scope::reserving(&["Unknown"], "Value").grant(&wishes);
        grants.into_iter().map(|grant| grant.name).collect()
    }

    /// What each branch is called after. One that was there before keeps its word, although it has grown since.
    pub(super) fn branch_words(&self, branches: &[Branch<'a>], place: &Place) -> Vec<String> {
        let mut words = self.words_apart(branches);
        let mut remembered = self.memory.within("var", &format!("{}/", place.identity));
        remembered.retain(|word| !words.contains(word));
        // Of several that could have had a word, the one whose properties have their types of then goes first.
        for agreeing in [true, false] {
            for (word, branch) in words.iter_mut().zip(branches) {
                let known = self.memory.name("var", &format!("{}/{word}", place.identity)).is_some();
                let object = if known { None } else { inline_object(branch.schema) };
                let was = |object, word: &String| {
                    may_have_been(object, word) && !(agreeing && self.had_other_types(object, word, place))
                };
                let earlier = object.and_then(|object| remembered.iter().position(|word| was(object, word)));
                if let Some(at) = earlier {
                    *word = remembered.remove(at);
                }
            }
        }
        words
    }

    /// Does the lock know a property of the branch by another type?
    fn had_other_types(&self, object: &ObjectType, word: &str, place: &Place) -> bool {
        object.properties.iter().any(|(name, schema)| {
            let identity = place.identity.keys(&[word, "properties", name]).to_string();
            let then = self.memory.field_type(&identity);
            let now = schema.as_item().and_then(|item| scalar_text(&self.unnamed(item)?));
            then.zip(now).is_some_and(|(then, now)| then != now)
        })
    }

    /// The words of all branches. Those of one word are called after all that they say instead: their other constants,
    /// what else they may have, and of which types.
    fn words_apart(&self, branches: &[Branch<'a>]) -> Vec<String> {
        let mut words: Vec<String> = branches.iter().map(|branch| self.branch_word(branch.schema)).collect();
        self.set_apart(branches, &mut words, |_, object, word| fuller_word(object, word));
        self.set_apart(branches, &mut words, Self::typed_word);
        words
    }

    fn set_apart(
        &self,
        branches: &[Branch<'a>],
        words: &mut [String],
        fuller: impl Fn(&Self, &ObjectType, &str) -> String,
    ) {
        let shared = repeated(words.iter());
        for (branch, word) in branches.iter().zip(words) {
            if let Some(object) = inline_object(branch.schema).filter(|_| shared.contains(word)) {
                *word = fuller(self, object, word);
            }
        }
    }

    fn typed_word(&self, object: &ObjectType, word: &str) -> String {
        let types = object.properties.values().map(|schema| match schema {
            ReferenceOr::Reference { reference } => component_key(reference, "schemas").unwrap_or_default(),
            ReferenceOr::Item(item) => self.inline_word(item),
        });
        let types: Vec<String> = types.collect();
        format!("{word} of {}", types.join(AND))
    }

    pub(super) fn variant_wish_of(&self, wire: String, place: &Place) -> Wish {
        let identity = format!("{}/{wire}", place.identity);
        Wish { memory: self.memory.name("var", &identity), ..Wish::new(identity, wire) }
    }

    pub(super) fn branch_word(&self, schema: &ReferenceOr<Schema>) -> String {
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
            SchemaKind::Type(SchemaType::Object(object)) => match map_of(object) {
                Some(values) => format!("MapOf{}", Name::new(&self.branch_word(values)).upper_camel()),
                None => object_word(object),
            },
            SchemaKind::Type(SchemaType::Array(array)) => format!("ArrayOf{}", self.items_word(array)),
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                list_word(&string.enumeration)
            }
            SchemaKind::Type(SchemaType::Number(number)) if !number.enumeration.is_empty() => "Number".to_owned(),
            SchemaKind::Type(_) => self.unnamed(schema).map_or("Integer", |ty| scalar_word(&ty)).to_owned(),
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
}

/// A word that is there already gets a number: `Choice`, `Choice 2`.
fn numbered(words: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = words.iter().cloned().collect();
    let mut seen = HashSet::new();
    let mut told_apart = |word: String| {
        if seen.insert(word.clone()) {
            return word;
        }
        let mut numbers = (2..).map(|number| format!("{word} {number}"));
        numbers.find(|numbered| taken.insert(numbered.clone())).unwrap_or(word)
    };
    words.into_iter().map(&mut told_apart).collect()
}

fn inline_object(schema: &ReferenceOr<Schema>) -> Option<&ObjectType> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => Some(object),
        _ => None,
    }
}

/// What a map holds.
fn map_of(object: &ObjectType) -> Option<&ReferenceOr<Schema>> {
    match &object.additional_properties {
        Some(AdditionalProperties::Schema(values)) if object.properties.is_empty() => Some(values),
        Some(AdditionalProperties::Schema(_) | AdditionalProperties::Any(_)) | None => None,
    }
}

/// A word for an inline object: a constant that it must have, or the properties that it must have. One that demands
/// nothing is called after what it may have.
fn object_word(object: &ObjectType) -> String {
    let mut constants = object.properties.iter().filter(|(name, _)| is_demanded(object, name));
    if let Some(word) = constants.find_map(|(_, schema)| only_value(schema)) {
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
        _ => with(&words),
    }
}

/// A word for an object that shares `word` with others: all constants that it has, or all that it may have.
fn fuller_word(object: &ObjectType, word: &str) -> String {
    let constants: Vec<String> = object.properties.values().filter_map(only_value).collect();
    let others = object.properties.iter().filter(|(_, schema)| only_value(schema).is_none());
    let others: Vec<&str> = others.map(|(name, _)| name.as_str()).collect();
    match (&constants[..], &others[..]) {
        ([_, _, ..], _) => constants.join(AND),
        (_, []) => word.to_owned(),
        ([], _) => with(&others),
        ([only], _) => format!("{only} {}", with(&others)),
    }
}

/// A property without which the object is not that one. If nothing is required, a constant is.
fn is_demanded(object: &ObjectType, name: &String) -> bool {
    object.required.is_empty() || object.required.contains(name)
}

fn with(properties: &[&str]) -> String {
    format!("{WITH}{}", properties.join(AND))
}

const WITH: &str = "with ";
const AND: &str = " and ";

/// Could the object have had this word before properties were added to it?
fn may_have_been(object: &ObjectType, word: &str) -> bool {
    let has_constant = object.properties.values().any(|schema| only_value(schema).is_some_and(|only| only == word));
    let properties = word.strip_prefix(WITH).map(|words| words.split(AND));
    has_constant || properties.is_some_and(|mut names| names.all(|name| object.properties.contains_key(name)))
}

pub(super) fn only_value(schema: &ReferenceOr<Box<Schema>>) -> Option<String> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => match &string.enumeration[..] {
            [Some(only)] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn list_word(values: &[Option<String>]) -> String {
    match values {
        [Some(only)] => only.clone(),
        _ => "Enum".to_owned(),
    }
}

/// A scalar as the lock spells it.
fn scalar_text(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Boolean | Type::OnlyBoolean(_) => Some("bool"),
        Type::Int32 => Some("i32"),
        Type::Int64 => Some("i64"),
        Type::UInt32 => Some("u32"),
        Type::UInt64 => Some("u64"),
        Type::Float => Some("f32"),
        Type::Double => Some("f64"),
        Type::String => Some("String"),
        Type::Any | Type::Decimal | Type::Format(_) | Type::Bytes | Type::File => None,
        Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_) => None,
    }
}

/// A word for a type that needs no name. What gives the same type has the same word.
fn scalar_word(ty: &Type) -> &'static str {
    match ty {
        Type::Any => "Any",
        Type::Boolean | Type::OnlyBoolean(_) => "Bool",
        Type::Int32 => "Int32",
        Type::Int64 => "Integer",
        Type::UInt32 => "UInt32",
        Type::UInt64 => "UInt64",
        Type::Float => "Float",
        Type::Double => "Number",
        Type::Decimal => "Decimal",
        Type::String => "String",
        Type::Format(format) => format_word(format),
        Type::Bytes => "Bytes",
        Type::File => "File",
        Type::Array(_) => "Array",
        Type::Map(_) => "Object",
        Type::Nullable(inner) => scalar_word(inner),
        Type::Named(_) => "Value",
    }
}

fn format_word(format: &Format) -> &'static str {
    match format {
        Format::DateTime(_) => "DateTime",
        Format::Date(_) => "Date",
        Format::Time(_) => "Time",
        Format::Duration => "Duration",
        Format::Uuid => "Uuid",
        Format::Decimal => "DecimalText",
        Format::Url => "Url",
        Format::Int64 => "IntegerText",
        Format::UInt64 => "UInt64Text",
        Format::Base64 => "Base64",
        Format::Base64Url => "Base64Url",
        Format::Custom(_) => "Text",
    }
}
