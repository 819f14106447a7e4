//! Schemas as Rust types.

use crate::model::{Docs, Gate};
use crate::names::Name;

/// Which [`TypeDef`] of the [`Api`](crate::model::Api).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything: `serde_json::Value`.
    Any,
    /// `bool`.
    Boolean,
    /// `bool` of which the document allows one value alone.
    OnlyBoolean(bool),
    /// `i32`: `integer` of `format: int32`.
    Int32,
    /// `i64`: `integer` of `format: int64` or of no format.
    Int64,
    /// `u32`: `integer` of `format: uint32`.
    UInt32,
    /// `u64`: `integer` of `format: uint64`.
    UInt64,
    /// `f32`: `number` of `format: float`.
    Float,
    /// `f64`: any other `number`.
    Double,
    /// A number without a float in between: `number` of `format: decimal`.
    Decimal,
    /// `String`.
    String,
    /// A string with a type of its own: `format` says what it means.
    Format(Format),
    /// Octets outside JSON: `format: binary`.
    Bytes,
    /// Octets that are a part of a form: in memory or a stream, with a name and a media type.
    File,
    /// `Vec<T>`.
    Array(Box<Type>),
    /// A JSON object with keys of any name: a map from `String`.
    Map(Box<Type>),
    /// `Option<T>`: the schema is `nullable`.
    Nullable(Box<Type>),
    /// A type of its own.
    Named(TypeId),
}

impl Type {
    /// This type or `null`; `null` is not stacked.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// This type without `null`.
    #[must_use]
    pub fn without_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            other => other,
        }
    }

    /// Calls `visit` for this type and each type inside it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Type)) {
        visit(self);
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.walk(visit),
            Self::Any | Self::Boolean | Self::OnlyBoolean(_) | Self::Named(_) => {}
            Self::Int32 | Self::Int64 | Self::UInt32 | Self::UInt64 => {}
            Self::Float | Self::Double | Self::Decimal => {}
            Self::String | Self::Format(_) | Self::Bytes | Self::File => {}
        }
    }

    /// The named types that it mentions.
    pub fn mentions(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        self.walk(&mut |inner| {
            if let Self::Named(id) = inner {
                found.push(*id);
            }
        });
        found
    }

    /// The named type that a value of this type holds in itself, not behind a pointer of a `Vec` or a map.
    pub fn held(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Nullable(inner) => inner.held(),
            Self::Array(_) | Self::Map(_) => None,
            Self::Any | Self::Boolean | Self::OnlyBoolean(_) => None,
            Self::Int32 | Self::Int64 | Self::UInt32 | Self::UInt64 => None,
            Self::Float | Self::Double | Self::Decimal => None,
            Self::String | Self::Format(_) | Self::Bytes | Self::File => None,
        }
    }
}

/// What a string means, and whose type says it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A point in time: `date-time` (RFC 3339, 5.6).
    DateTime(Calendar),
    /// A day of the calendar: `date` (RFC 3339, 5.6).
    Date(Calendar),
    /// A time of the day: `time`.
    Time(Calendar),
    /// Years to seconds: `duration` (ISO 8601), with jiff.
    Duration,
    /// `uuid` (RFC 9562).
    Uuid,
    /// `decimal`.
    Decimal,
    /// An absolute URL: `uri` or `url`.
    Url,
    /// `i64` in a string: `int64`.
    Int64,
    /// `u64` in a string: `uint64`.
    UInt64,
    /// `byte` (RFC 4648, 4).
    Base64,
    /// `base64url` (RFC 4648, 5).
    Base64Url,
    /// Any other that `codegen.toml` has a type for: its path.
    Custom(String),
}

/// A library of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calendar {
    /// The crate `chrono`.
    Chrono,
    /// The crate `jiff`.
    Jiff,
    /// The crate `time`.
    Time,
}

/// Where a named type lives under `types`: `pet::Status` is the module `pet` and the name `Status`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypePath {
    /// The modules from `types` inwards, empty for a component.
    pub modules: Vec<String>,
    /// The name, with the wire spelling it came from.
    pub name: Name,
}

impl TypePath {
    /// The module that holds the inline types of this one.
    pub fn children(&self) -> Vec<String> {
        let mut modules = self.modules.clone();
        modules.push(self.name.snake().to_owned());
        modules
    }

    /// The file, without its ending, under `types/` and `codec/`.
    pub fn file(&self) -> &str {
        self.modules.first().map_or(self.name.snake(), String::as_str)
    }
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its place and name.
    pub path: TypePath,
    /// The schema's JSON pointer: what it is, whatever it is called.
    pub identity: String,
    /// Its prose.
    pub docs: Docs,
    /// Is it `deprecated`?
    pub deprecated: bool,
    /// What it is made of.
    pub shape: Shape,
    /// Can a request hold it?
    pub in_request: bool,
    /// Can a response hold it?
    pub in_response: bool,
    /// Is its constructor there without the feature `mock`?
    pub open: bool,
    /// The Cargo features it needs.
    pub gate: Gate,
}

impl TypeDef {
    /// What its constructor asks for, in the order of the arguments; `None` if it has no constructor.
    pub fn arguments(&self) -> Option<Vec<&Field>> {
        match &self.shape {
            Shape::Struct(shape) => Some(shape.arguments.iter().filter_map(|index| shape.fields.get(*index)).collect()),
            Shape::Tuple(tuple) => Some(tuple.items.iter().filter(|item| item.is_argument()).collect()),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
        }
    }
}

/// What a named type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with named properties.
    Struct(Struct),
    /// One of a list of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// An array whose items have each a type of their own.
    Tuple(Tuple),
    /// Another name for a type.
    Alias(Type),
    /// A type of its own around another one, where an alias would mention itself.
    Newtype(Type),
}

impl Shape {
    /// The types that the definition mentions.
    pub fn members(&self) -> Vec<&Type> {
        match self {
            Self::Struct(shape) => {
                let fields = shape.fields.iter().map(|field| &field.ty);
                fields.chain(shape.additional.iter().map(|additional| &additional.ty)).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Tuple(tuple) => tuple.items.iter().map(|item| &item.ty).chain(&tuple.rest).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The fields of a struct, or the items of a tuple by position.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Struct(shape) => &shape.fields,
            Self::Tuple(tuple) => &tuple.items,
            Self::Union(_) | Self::Enum(_) | Self::Alias(_) | Self::Newtype(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn fields_mut(&mut self) -> &mut [Field] {
        match self {
            Self::Struct(shape) => &mut shape.fields,
            Self::Tuple(tuple) => &mut tuple.items,
            Self::Union(_) | Self::Enum(_) | Self::Alias(_) | Self::Newtype(_) => &mut [],
        }
    }
}

/// An object with named properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The properties, in the document's order.
    pub fields: Vec<Field>,
    /// Those that the constructor asks for, in the order of its arguments, which no later order of the document changes.
    pub arguments: Vec<usize>,
    /// Where all other properties go, if their type is declared.
    pub additional: Option<Additional>,
}

/// The map for `additionalProperties` beside named ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Additional {
    /// The field that holds them.
    pub name: Name,
    /// The type of each value.
    pub ty: Type,
}

/// An array whose items have each a type of their own (JSON Schema 2020-12, 10.3.1.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The items by position; those that can be left out come last.
    pub items: Vec<Field>,
    /// The type of all further items, if there are any.
    pub rest: Option<Type>,
}

/// The one value that something has, unless somebody gives it another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// A value of an enum, by the index of its variant.
    Variant(usize),
    /// A boolean.
    Boolean(bool),
    /// `null`.
    Null,
    /// An array or object, as JSON.
    Json(String),
}

impl Constant {
    /// What it is on the wire: a text as it is, all else as JSON. `shape` is its enum, if it is a value of one.
    pub fn text(&self, shape: Option<&Enum>) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => text.clone(),
            Self::Boolean(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::Variant(index) => {
                let variant = shape.and_then(|shape| shape.variants.get(*index));
                variant.map_or_else(String::new, |variant| variant.name.wire().to_owned())
            }
        }
    }
}

/// A property, or an item of a tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// The schema's JSON pointer.
    pub identity: String,
    /// Its type; [`Type::Nullable`] where `null` is a value.
    pub ty: Type,
    /// Must it be there?
    pub required: bool,
    /// Must a request have it, though the type cannot demand it, as answers lack it? Then constructors ask for it.
    pub asked: bool,
    /// Does an answer always have it, though the type cannot demand it, as requests lack it?
    pub answered: bool,
    /// Does `required` alone speak of it?
    pub undeclared: bool,
    /// What it is by itself; then no constructor asks for it.
    pub constant: Option<Constant>,
    /// Is the value behind a `Box`, because its type holds this one?
    pub boxed: bool,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// Is it `deprecated`?
    pub deprecated: bool,
    /// Must it not be printed?
    pub secret: bool,
    /// Its prose.
    pub docs: Docs,
}

impl Field {
    /// Does the constructor ask for it?
    pub fn is_argument(&self) -> bool {
        (self.required || self.asked) && self.constant.is_none()
    }
}

/// One of a list of values; others are kept as they come.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are.
    pub base: EnumBase,
    /// The values, in the document's order.
    pub variants: Vec<Variant>,
    /// Does the document allow others, too?
    pub extensible: bool,
}

/// The JSON type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers of 64 bits.
    Integer,
    /// Integers of 64 bits without a sign.
    Unsigned,
    /// Numbers, as floats of 64 bits.
    Number,
    /// Values of several types.
    Mixed,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// The value.
    pub value: serde_json::Value,
    /// Its prose.
    pub docs: Docs,
}

impl Variant {
    /// The content of a string, the JSON text of any other value.
    pub fn text(&self) -> String {
        self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned)
    }
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The branches, in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The property that says which branch it is.
    pub discriminator: Option<Discriminator>,
    /// May a value be of several branches at once (`anyOf`)?
    pub overlapping: bool,
}

/// The property that says which branch of a union a value is.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// The property, as on the wire.
    pub property: String,
    /// The name of the branch of values without the property, or with another value of it than the branches have
    /// (OpenAPI 3.2, 4.25).
    pub default: Option<Name>,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Is the value behind a `Box`, because its type holds this one?
    pub boxed: bool,
    /// The values of the discriminator that mean this branch; the first is written.
    pub tags: Vec<String>,
    /// Its prose.
    pub docs: Docs,
}
