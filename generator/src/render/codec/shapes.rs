//! What can be told about a branch of a union before it is read.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::model::{Api, Constant, Enum, EnumBase, Field, Format, Shape, Struct, Type, Union, UnionVariant, Variant};

/// The branches in the order in which equals are tried: what reads fewer values first.
pub(super) fn ordered<'a>(api: &Api, union: &'a Union) -> Vec<&'a UnionVariant> {
    let mut variants: Vec<&UnionVariant> = union.variants.iter().collect();
    variants.sort_by_key(|variant| breadth(&resolved(api, &variant.ty)));
    variants
}

/// A plain string takes all that a date is written as.
fn breadth(ty: &Type) -> u8 {
    match ty {
        Type::Boolean | Type::OnlyBoolean(_) => 0,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => 0,
        Type::Float | Type::Double | Type::Decimal => 0,
        Type::Named(_) | Type::Array(_) | Type::Map(_) | Type::Nullable(_) => 0,
        Type::Format(Format::Base64 | Format::Base64Url) | Type::Bytes | Type::File => 1,
        Type::Format(_) => 0,
        Type::String => 2,
        Type::Any => 3,
    }
}

/// Is `null` a value of a branch, because anything is? Then it does not stand for a property that is not there.
pub(super) fn takes_null(api: &Api, union: &Union) -> bool {
    let inner = |ty: &Type| union_of(api, ty).is_some_and(|inner| has_any(api, inner));
    has_any(api, union) || union.variants.iter().any(|variant| inner(&resolved(api, &variant.ty)))
}

fn has_any(api: &Api, union: &Union) -> bool {
    union.variants.iter().any(|variant| resolved(api, &variant.ty) == Type::Any)
}

/// A union of more branches is not opened inside another one.
const MOST: usize = 64;

/// The shapes of one branch among its siblings: one, or those of all branches of a union.
pub(super) fn of_variant(api: &Api, union: &Union, variant: &UnionVariant) -> Vec<TokenStream> {
    let ty = resolved(api, &variant.ty);
    match union_of(api, &ty).filter(|inner| inner.variants.len() <= MOST) {
        Some(inner) => inner.variants.iter().map(|variant| of_branch(api, inner, variant)).collect(),
        None => vec![of_branch(api, union, variant)],
    }
}

fn of_branch(api: &Api, union: &Union, variant: &UnionVariant) -> TokenStream {
    let ty = resolved(api, &variant.ty);
    match struct_of(api, &ty) {
        Some(shape) => object(api, union, variant, shape),
        None => of_type(api, &ty),
    }
}

/// The members of a branch, the discriminator of its own union among them.
fn object(api: &Api, union: &Union, variant: &UnionVariant, shape: &Struct) -> TokenStream {
    let tag = union.discriminator.as_ref().map(|discriminator| &discriminator.property);
    let tagged = |field: &&Field| tag == Some(&field.name.wire().to_owned());
    let fields: Vec<&Field> = shape.fields.iter().filter(|field| !tagged(field)).collect();
    let values: Vec<Option<Vec<String>>> =
        fields.iter().map(|field| telling_values(api, union, variant, field)).collect();
    let is_told = tag.is_some() || values.iter().any(Option::is_some);
    let members = fields.iter().zip(values).map(|(field, values)| {
        let member = member(api, field, values);
        let within = if is_told { Vec::new() } else { telling_members(api, union, variant, field) };
        if within.is_empty() { member } else { quote!(#member.within(&[#(#within),*])) }
    });
    let tag = tag.map(|tag| {
        let kinds = shape.fields.iter().find(tagged).map_or(Kinds(STRING), |field| kinds(api, &field.ty));
        let tags = &variant.tags;
        quote!(json::Member::required(#tag, #kinds).values(&[#(#tags),*]))
    });
    with_rest(shape, quote!(json::Shape::object(&[#(#members,)* #tag])))
}

fn with_rest(shape: &Struct, object: TokenStream) -> TokenStream {
    if shape.additional.is_some() { quote!(#object.and_rest()) } else { object }
}

fn member(api: &Api, field: &Field, values: Option<Vec<String>>) -> TokenStream {
    let name = field.name.wire();
    let null = !field.required;
    let kinds = kinds(api, &field.ty).with_null(null);
    let values = values.map(|values| quote!(.values(&[#(#values),*])));
    if field.required {
        quote!(json::Member::required(#name, #kinds) #values)
    } else {
        quote!(json::Member::optional(#name, #kinds) #values)
    }
}

/// The values of an enum that tell this branch from all others with such a property: the only one of an enum always does.
/// Those of an enum that other branches share may grow, and are no criterion. What another union calls the branch by says
/// something only where the other branches have names as well: by itself, the property can have any value.
fn telling_values(api: &Api, union: &Union, variant: &UnionVariant, field: &Field) -> Option<Vec<String>> {
    let is_only = values(api, &field.ty).is_some_and(|listed| listed.len() == 1);
    let own = values_of(api, field)?;
    let others = union.variants.iter().filter(|other| other.name != variant.name);
    let rivals = others.filter_map(|other| field_of(struct_of(api, &resolved(api, &other.ty))?, field));
    let rivals: Vec<&Field> = rivals.collect();
    let disjoint = rivals
        .iter()
        .all(|rival| values_of(api, rival).is_some_and(|values| values.iter().all(|value| !own.contains(value))));
    (is_only || (!rivals.is_empty() && disjoint)).then_some(own)
}

/// The constants inside an object, if no other branch has them there: they tell branches apart that have the same members.
fn telling_members(api: &Api, union: &Union, variant: &UnionVariant, field: &Field) -> Vec<TokenStream> {
    let Some(inner) = struct_of(api, &resolved(api, &field.ty)).filter(|_| union.variants.len() <= MOST) else {
        return Vec::new();
    };
    let others = union.variants.iter().filter(|other| other.name != variant.name);
    let others: Vec<&Struct> = others.filter_map(|other| struct_of(api, &resolved(api, &other.ty))).collect();
    let is_apart = |constant: &Field, own: &[String]| {
        let rival = |other: &&Struct| {
            let inner = struct_of(api, &resolved(api, &field_of(other, field)?.ty))?;
            values(api, &field_of(inner, constant)?.ty)
        };
        let differs = |values: Vec<String>| values.iter().all(|value| !own.contains(value));
        !others.is_empty() && others.iter().all(|other| rival(other).is_some_and(differs))
    };
    let constants = inner.fields.iter().filter_map(|constant| {
        let own = values(api, &constant.ty).filter(|own| own.len() == 1 && is_apart(constant, own))?;
        Some(member(api, constant, Some(own)))
    });
    constants.collect()
}

/// The field of the same property.
fn field_of<'s>(shape: &'s Struct, field: &Field) -> Option<&'s Field> {
    shape.fields.iter().find(|own| own.name.wire() == field.name.wire())
}

/// The values of a property that are listed, or the one that says of which branch of other unions the object is.
fn values_of(api: &Api, field: &Field) -> Option<Vec<String>> {
    values(api, &field.ty).or_else(|| match &field.constant {
        Some(Constant::Text(text)) => Some(vec![text.clone()]),
        _ => None,
    })
}

/// The values that are listed: the content of strings, the JSON text of others.
fn values(api: &Api, ty: &Type) -> Option<Vec<String>> {
    match resolved(api, ty) {
        Type::OnlyBoolean(value) => Some(vec![value.to_string()]),
        Type::Named(id) => match &api.type_def(id).shape {
            Shape::Enum(shape) => Some(shape.variants.iter().map(Variant::text).collect()),
            Shape::Struct(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
        },
        _ => None,
    }
}

fn of_type(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Array(item) => {
            let item = of_type(api, &resolved(api, item));
            quote!(json::Shape::array(&#item))
        }
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(shape) => of_enum(shape),
            Shape::Struct(shape) => {
                let members = shape.fields.iter().map(|field| member(api, field, None));
                with_rest(shape, quote!(json::Shape::object(&[#(#members),*])))
            }
            Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => of_kinds(api, ty),
        },
        _ => of_kinds(api, ty),
    }
}

fn of_kinds(api: &Api, ty: &Type) -> TokenStream {
    let kinds = kinds(api, ty);
    quote!(json::Shape::new(#kinds))
}

/// What takes other values as well is told by its type alone.
fn of_enum(shape: &Enum) -> TokenStream {
    let (kinds, values) = (kinds_of(shape), shape.variants.iter().map(Variant::text));
    if shape.extensible {
        return quote!(json::Shape::new(#kinds));
    }
    quote!(json::Shape::new(#kinds).values(&[#(#values),*]))
}

/// The JSON types that values of a type can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kinds(u8);

const NULL: u8 = 1;
const BOOLEAN: u8 = 2;
const INTEGER: u8 = 4;
const NUMBER: u8 = 8;
const STRING: u8 = 16;
const ARRAY: u8 = 32;
const OBJECT: u8 = 64;
const ANY: u8 = 127;

impl Kinds {
    fn with_null(self, null: bool) -> Self {
        if null && self.0 != ANY { Self(self.0 | NULL) } else { self }
    }
}

impl quote::ToTokens for Kinds {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let names = [
            (NUMBER, quote!(json::Kinds::NUMBER)),
            (STRING, quote!(json::Kinds::STRING)),
            (ARRAY, quote!(json::Kinds::ARRAY)),
            (OBJECT, quote!(json::Kinds::OBJECT)),
            (BOOLEAN, quote!(json::Kinds::BOOLEAN)),
            (NULL, quote!(json::Kinds::NULL)),
        ];
        let integer = (self.0 & INTEGER != 0 && self.0 & NUMBER == 0).then(|| quote!(json::Kinds::INTEGER));
        let named = names.into_iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, name)| name);
        let parts: Vec<TokenStream> = integer.into_iter().chain(named).collect();
        tokens.extend(match &parts[..] {
            _ if self.0 == ANY => quote!(json::Kinds::ANY),
            [] => quote!(json::Kinds::ANY),
            [first, more @ ..] => quote!(#first #(.or(#more))*),
        });
    }
}

fn kinds(api: &Api, ty: &Type) -> Kinds {
    kinds_within(api, ty, 8)
}

/// A union inside a union is looked into only so far.
fn kinds_within(api: &Api, ty: &Type, depth: u8) -> Kinds {
    Kinds(match ty {
        Type::Any => ANY,
        Type::Boolean | Type::OnlyBoolean(_) => BOOLEAN,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => INTEGER,
        Type::Float | Type::Double | Type::Decimal => NUMBER,
        Type::String | Type::Format(_) | Type::Bytes | Type::File => STRING,
        Type::Array(_) => ARRAY,
        Type::Map(_) => OBJECT,
        Type::Nullable(inner) => NULL | kinds_within(api, inner, depth).0,
        Type::Named(_) if depth == 0 => ANY,
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Struct(_) => OBJECT,
            Shape::Tuple(_) => ARRAY,
            Shape::Enum(shape) => kinds_of(shape).0,
            Shape::Alias(inner) | Shape::Newtype(inner) => kinds_within(api, inner, depth - 1).0,
            Shape::Union(union) => {
                let kinds = union.variants.iter().map(|variant| kinds_within(api, &variant.ty, depth - 1).0);
                kinds.fold(0, |all, kinds| all | kinds)
            }
        },
    })
}

/// An enum takes unknown values of the types that it lists.
fn kinds_of(shape: &Enum) -> Kinds {
    Kinds(match shape.base {
        EnumBase::String => STRING,
        EnumBase::Integer | EnumBase::Unsigned => INTEGER,
        EnumBase::Number => NUMBER,
        EnumBase::Mixed => shape.variants.iter().fold(0, |kinds, variant| kinds | kind_of(&variant.value)),
    })
}

fn kind_of(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(_) => NUMBER,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

fn struct_of<'a>(api: &'a Api, ty: &Type) -> Option<&'a Struct> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(*id).shape {
        Shape::Struct(shape) => Some(shape),
        Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    }
}

fn union_of<'a>(api: &'a Api, ty: &Type) -> Option<&'a Union> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(*id).shape {
        Shape::Union(union) => Some(union),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    }
}

/// The type behind aliases.
fn resolved(api: &Api, ty: &Type) -> Type {
    api.resolved(ty).clone()
}
