//! The answer of an operation as a page: what is in it, and where.

use crate::model::{Field, Operation, Payload, Shape, Struct, Type, TypeDef};
use crate::pointer::{escape, unescape};

/// Aliases that lead further than this lead in a circle.
const MOST_ALIASES: usize = 32;

/// Objects that say how a list goes on, as [`normal`] spells them.
const CONTAINERS: &[&str] = &[
    "cursors",
    "links",
    "meta",
    "metadata",
    "next",
    "nextpage",
    "page",
    "pageinfo",
    "pages",
    "pagination",
    "paging",
    "responsemetadata",
    "resultinfo",
];

/// What lists of items are called, the surest first.
const LISTS: &[&str] = &[
    "items", "data", "results", "result", "values", "value", "entries", "records", "elements", "list", "objects",
    "rows",
];

/// Arrays that are beside the list, unless they are the only one.
const ASIDES: &[&str] = &["columns", "facets", "fields", "messages", "notices", "tags"];

/// What arrays that are never the list end with.
const REMARKS: &[&str] = &["errors", "included", "links", "warnings", "errormessages", "warningmessages"];

/// What the whole answer may be wrapped in.
const ENVELOPES: &[&str] = &["data", "embedded", "payload", "response", "result"];

/// An operation and the body of its success.
pub(super) struct Page<'l> {
    types: &'l [TypeDef],
    pub operation: &'l Operation,
    body: &'l Type,
}

/// A property of a page that may say how it goes on.
pub(super) struct Spot<'l> {
    pub pointer: String,
    /// Its name as [`normal`] spells it.
    pub name: String,
    /// The name of the object that it is in; nothing for the page itself.
    pub within: String,
    pub ty: &'l Type,
    pub field: &'l Field,
}

impl<'l> Page<'l> {
    /// `None` if no success has a body of JSON.
    pub fn new(types: &'l [TypeDef], operation: &'l Operation) -> Option<Self> {
        let bodies = operation.responses.successes.iter().filter_map(|response| response.content.as_ref());
        let body = bodies.into_iter().find_map(|content| match &content.payload {
            Payload::Json(ty) => Some(ty),
            Payload::Form(..) | Payload::Multipart(..) | Payload::Parts | Payload::Text | Payload::Bytes => None,
            Payload::Lines(_) | Payload::Stream(_) => None,
        })?;
        Some(Self { types, operation, body })
    }

    /// The type behind aliases, and without `null`.
    pub fn resolve<'t>(&self, ty: &'t Type) -> &'t Type
    where
        'l: 't,
    {
        let mut ty = ty;
        for _ in 0..MOST_ALIASES {
            ty = match ty {
                Type::Nullable(inner) => inner,
                Type::Named(id) => match &self.types[id.0].shape {
                    Shape::Alias(inner) | Shape::Newtype(inner) => inner,
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    fn object(&self, ty: &'l Type) -> Option<&'l Struct> {
        let Type::Named(id) = self.resolve(ty) else { return None };
        match &self.types[id.0].shape {
            Shape::Struct(object) => Some(object),
            Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) => None,
            Shape::Alias(_) | Shape::Newtype(_) => None,
        }
    }

    /// The type at a JSON pointer in the answer; what is in a value of any type may be there.
    pub fn at(&self, pointer: &str) -> Option<&'l Type> {
        pointer.split('/').skip(1).try_fold(self.body, |ty, step| match self.resolve(ty) {
            Type::Array(item) if step == "-" || step.parse::<usize>().is_ok() => Some(&**item),
            _ => self.member(ty, step),
        })
    }

    /// The type at a JSON pointer in the JSON that the operation sends; it leads through objects alone.
    pub fn sent(&self, pointer: &str) -> Option<&'l Type> {
        let mut bodies = self.operation.sent().filter_map(|content| match &content.payload {
            Payload::Json(ty) => Some(ty),
            Payload::Form(..) | Payload::Multipart(..) | Payload::Parts | Payload::Text | Payload::Bytes => None,
            Payload::Lines(_) | Payload::Stream(_) => None,
        });
        pointer.split('/').skip(1).try_fold(bodies.next()?, |ty, step| self.member(ty, step))
    }

    /// The name of the property at a JSON pointer in the form that the operation sends, if it is a single value there.
    pub fn sent_in_form(&self, pointer: &str) -> Option<String> {
        let mut forms = self.operation.sent().filter_map(|content| match &content.payload {
            Payload::Form(ty, _) => Some(ty),
            Payload::Json(_) | Payload::Multipart(..) | Payload::Parts | Payload::Text | Payload::Bytes => None,
            Payload::Lines(_) | Payload::Stream(_) => None,
        });
        let step = pointer.strip_prefix('/').filter(|step| !step.contains('/'))?;
        let ty = self.member(forms.next()?, step)?;
        (!self.is_several(ty)).then(|| unescape(step))
    }

    fn member(&self, ty: &'l Type, step: &str) -> Option<&'l Type> {
        match self.resolve(ty) {
            Type::Any => Some(&Type::Any),
            Type::Map(value) => Some(value),
            other => Some(&self.object(other)?.fields.iter().find(|field| field.name.wire() == unescape(step))?.ty),
        }
    }

    /// Is it an integer?
    pub fn is_number(&self, ty: &Type) -> bool {
        is_number(self.resolve(ty))
    }

    /// Does a value of the type hold others?
    pub fn is_several(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Array(_) | Type::Map(_) => true,
            Type::Named(id) => matches!(self.types[id.0].shape, Shape::Struct(_) | Shape::Tuple(_)),
            _ => false,
        }
    }

    /// Where the items are, if there is no doubt: the body itself, an array of a usual name, or the only one.
    pub fn items(&self) -> Option<String> {
        if matches!(self.resolve(self.body), Type::Array(_)) {
            return Some(String::new());
        }
        self.items_in(self.body, "").or_else(|| {
            let object = self.object(self.body)?;
            let envelope = |field: &&Field| ENVELOPES.contains(&normal(field.name.wire()).as_str());
            let mut envelopes = object.fields.iter().filter(envelope);
            envelopes.find_map(|field| self.items_in(&field.ty, &child("", field)))
        })
    }

    fn items_in(&self, ty: &'l Type, pointer: &str) -> Option<String> {
        let arrays = self.object(ty)?.fields.iter().filter(|field| matches!(self.resolve(&field.ty), Type::Array(_)));
        let arrays: Vec<(String, &Field)> = arrays.map(|field| (normal(field.name.wire()), field)).collect();
        let usual = LISTS.iter().find_map(|list| arrays.iter().find(|(name, _)| name == list));
        let lists: Vec<_> = arrays.iter().filter(|(name, _)| !REMARKS.iter().any(|end| name.ends_with(end))).collect();
        let main: Vec<_> = lists.iter().filter(|(name, _)| !ASIDES.contains(&name.as_str())).collect();
        let only = match (&main[..], &lists[..]) {
            ([only], _) => Some(**only),
            ([], [only]) => Some(*only),
            _ => None,
        };
        usual.or(only).map(|(_, field)| child(pointer, field))
    }

    /// The properties of the page, and of the objects in it that speak of pages.
    pub fn spots(&self) -> Vec<Spot<'l>> {
        let mut spots = Vec::new();
        self.collect(self.body, "", "", 0, &mut spots);
        spots
    }

    fn collect(&self, ty: &'l Type, pointer: &str, within: &str, depth: usize, spots: &mut Vec<Spot<'l>>) {
        let Some(object) = self.object(ty) else { return };
        for field in &object.fields {
            let (name, pointer) = (normal(field.name.wire()), child(pointer, field));
            if depth < 3 && CONTAINERS.contains(&name.as_str()) {
                self.collect(&field.ty, &pointer, &name, depth + 1, spots);
            }
            spots.push(Spot { pointer, name, within: within.to_owned(), ty: self.resolve(&field.ty), field });
        }
    }
}

pub(super) fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64)
}

fn child(pointer: &str, field: &Field) -> String {
    format!("{pointer}/{}", escape(field.name.wire()))
}

/// A name without its spelling: `next_page`, `nextPage` and `next-page` are `nextpage`.
pub(super) fn normal(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_ascii_alphanumeric());
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
