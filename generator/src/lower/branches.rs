//! The branches of a union: which there are, and how each is called, by what it is alone.

use openapiv3::{
    AdditionalProperties, Discriminator as Declared, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::discriminator::repeated;
use super::members::{AND, MOST_VALUES, Members};
use super::union::inner_list;
use super::{Lowering, Place, component_key, titles};
use crate::model::{Format, Type};
use crate::names::{Name, Scope, Wish, digest};
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
    /// What the branch may be called by its title.
    pub title: Option<&'a str>,
}

/// The schemas of a list, each with its place.
pub(super) fn branches<'a>(schemas: &'a [ReferenceOr<Schema>], pointer: &Pointer) -> Vec<Branch<'a>> {
    let branch = |(at, schema): (usize, &'a ReferenceOr<Schema>)| {
        let title = titles::of_branch(schema);
        Branch { schema, pointer: pointer.index(at), declared: None, overlaps: false, title }
    };
    schemas.iter().enumerate().map(branch).collect()
}

impl<'a> Lowering<'a> {
    /// The names of branches whose words all differ.
    pub(super) fn variant_names(&mut self, words: Vec<String>, place: &Place) -> Vec<Name> {
        let wishes: Vec<Wish> = words.into_iter().map(|word| self.variant_wish_of(word, place)).collect();
        let grants = Scope::reserving(&["Unknown"], "Value").grant(&wishes);
        grants.into_iter().map(|grant| grant.name).collect()
    }

    /// What each branch is called after: what it is alone, never its position. One that was there before keeps its word,
    /// although it has grown since.
    pub(super) fn branch_words(&self, branches: &[Branch<'a>], place: &Place) -> Vec<String> {
        let plain = self.words_apart(branches);
        let choice = |at: usize| self.choice_word(branches[at].schema);
        let mut words = told_apart(&plain, choice, |at| self.saying(branches[at].schema));
        let title_of = |at: usize, word: &str| branches[at].title_instead_of(&plain[at], word).map(str::to_owned);
        self.take_titles(title_of, &mut words, place);
        self.remember_words(&mut words, &plain, branches, place);
        words
    }

    /// The words of all branches. Those of one word are called after all that they say instead: their other constants,
    /// what else they may have, of which types, and which values are listed.
    fn words_apart(&self, branches: &[Branch<'a>]) -> Vec<String> {
        let mut words: Vec<String> = branches.iter().map(|branch| self.branch_word(branch.schema)).collect();
        set_apart(branches, &mut words, |branch, members, word| match all_parts(branch) {
            Some(parts) => self.fuller_word_of_parts(parts, members, word),
            None => members.fuller_word(word),
        });
        set_apart(branches, &mut words, |_, members, word| self.typed_word(members, word));
        set_apart(branches, &mut words, |_, members, word| members.word_of_values().unwrap_or_else(|| word.to_owned()));
        words
    }

    /// All that an `allOf` refers to, and what its other parts say.
    fn fuller_word_of_parts(&self, parts: &[ReferenceOr<Schema>], members: &Members<'_>, word: &str) -> String {
        let referenced = parts.iter().filter(|part| part.as_item().is_none()).map(|part| self.branch_word(part));
        let referenced = referenced.collect::<Vec<_>>().join(AND);
        match members.fuller_word("") {
            own if own.is_empty() && referenced.is_empty() => word.to_owned(),
            own if own.is_empty() => referenced,
            own if referenced.is_empty() || members.constant().is_some() => own,
            own => format!("{referenced} {own}"),
        }
    }

    /// What an inline union is one of, if that is not much.
    pub(super) fn choice_word(&self, schema: &ReferenceOr<Schema>) -> Option<String> {
        let list = inner_list(schema.as_item()?).filter(|list| list.len() <= MOST_VALUES)?;
        Some(list.iter().map(|branch| self.branch_word(branch)).collect::<Vec<_>>().join(" or "))
    }

    fn typed_word(&self, members: &Members<'_>, word: &str) -> String {
        let types = members.properties.iter().map(|(_, schema)| match schema {
            ReferenceOr::Reference { reference } => component_key(reference, "schemas").unwrap_or_default(),
            ReferenceOr::Item(item) => self.inline_word(item),
        });
        let types = types.collect::<Vec<_>>().join(AND);
        if types.is_empty() { word.to_owned() } else { format!("{word} of {types}") }
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
                None => Members::of_object(object).word(),
            },
            SchemaKind::Type(SchemaType::Array(array)) => format!("ArrayOf{}", self.items_word(array)),
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                list_word(&string.enumeration)
            }
            SchemaKind::Type(SchemaType::Number(number)) if !number.enumeration.is_empty() => "Number".to_owned(),
            SchemaKind::Type(_) => self.unnamed(schema).map_or("Integer", |ty| scalar_word(&ty)).to_owned(),
            SchemaKind::AllOf { all_of } => {
                let first = || all_of.first().map_or_else(|| "Any".to_owned(), |first| self.branch_word(first));
                Members::of_item(schema).and_then(|members| members.constant()).unwrap_or_else(first)
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

/// What would be one word is told apart by the other word that each has, and where that is none or one word too, by a
/// digest of all that each says, whichever stands first.
pub(super) fn told_apart(
    words: &[String],
    other: impl Fn(usize) -> Option<String>,
    saying: impl Fn(usize) -> String,
) -> Vec<String> {
    let words = where_shared(words, |at, _| other(at));
    where_shared(&words, |at, word| Some(format!("{word} x{}", digest(&saying(at), 8))))
}

/// The words, those that several share with what there is in their place.
fn where_shared(words: &[String], other: impl Fn(usize, &str) -> Option<String>) -> Vec<String> {
    let shared = repeated(words);
    let apart = |(at, word): (usize, &String)| {
        let other = if shared.contains(word) { other(at, word) } else { None };
        other.unwrap_or_else(|| word.clone())
    };
    words.iter().enumerate().map(apart).collect()
}

/// Gives branches with members that share a word another one.
fn set_apart<'a>(
    branches: &[Branch<'a>],
    words: &mut Vec<String>,
    other: impl Fn(&'a ReferenceOr<Schema>, &Members<'a>, &str) -> String,
) {
    *words = where_shared(words, |at, word| {
        let schema = branches[at].schema;
        Members::of(schema).map(|members| other(schema, &members, word))
    });
}

fn all_parts(schema: &ReferenceOr<Schema>) -> Option<&[ReferenceOr<Schema>]> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::AllOf { all_of } => Some(all_of),
        SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => None,
        SchemaKind::Any(_) | SchemaKind::Not { .. } => None,
    }
}

/// What a map holds.
fn map_of(object: &ObjectType) -> Option<&ReferenceOr<Schema>> {
    match &object.additional_properties {
        Some(AdditionalProperties::Schema(values)) if object.properties.is_empty() => Some(values),
        Some(AdditionalProperties::Schema(_) | AdditionalProperties::Any(_)) | None => None,
    }
}

fn list_word(values: &[Option<String>]) -> String {
    match values {
        [Some(only)] => only.clone(),
        _ => ENUM.to_owned(),
    }
}

/// The word for a list of strings.
pub(super) const ENUM: &str = "Enum";

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
