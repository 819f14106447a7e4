//! Octets (`format: binary`) where there is no place for any: they are a body, or a part of a form. Inside of JSON, and in
//! parameters, they are text (OpenAPI 3.0.4, 4.4).

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::diagnostics::{Diagnostics, defect};
use crate::model::{Api, Mentions, Payload, Shape, Type, TypeId};
use crate::pointer::Pointer;

/// Where the document has octets, by the identities of their schemas.
pub(super) type Octets = BTreeMap<String, Pointer>;

/// What the type of the field does not say.
const OF_TEXT: &str = "Octets: as text, mostly base64, the document does not say which";
const OF_FILE: &str = "Octets: a file in a form; in JSON as text, mostly base64, the document does not say which";

impl Lowering<'_> {
    /// The type of a value in JSON or a parameter, whose schema is at `pointer`: its octets are text.
    pub(super) fn without_octets(&mut self, ty: Type, pointer: &Pointer) -> Type {
        let (changed, at) = (as_text(&ty), place_of(&ty, &Type::Bytes, pointer));
        if let Some(pointer) = at.filter(|at| self.octets.values().any(|known| known == at)) {
            self.octets.retain(|_, known| *known != pointer);
            self.diagnostics.push(defect::octets_as_text(&pointer));
        }
        changed
    }
}

/// Makes text of all octets that are neither a body nor a part of a form, which are files by now. A type of both a form
/// and JSON keeps its files: they are written as text in JSON.
pub(super) fn settle(api: &mut Api, mut octets: Octets, diagnostics: &mut Diagnostics) {
    let mentions = Mentions::of(api);
    let (mentioned, in_json) = (mentioned(api, &mentions), in_json(api, &mentions));
    for index in 0..api.types.len() {
        let id = TypeId(index);
        let is_alias = matches!(api.types[index].shape, Shape::Alias(_));
        if is_alias && !mentioned[index] {
            continue;
        }
        for (ty, found) in settle_type(api, id, in_json[index]) {
            match (ty, octets.remove(&found)) {
                (Type::File, Some(pointer)) => diagnostics.push(defect::file_as_text(&pointer)),
                // Behind a reference.
                (Type::File, None) => diagnostics.push(defect::file_as_text(&Pointer::of_identity(&found))),
                (_, Some(pointer)) => diagnostics.push(defect::octets_as_text(&pointer)),
                // Of another type, which says so.
                (_, None) => {}
            }
        }
    }
}

/// Settles one type, and gives the identities of the octets in it: those that are text now, and those that are files and
/// text.
fn settle_type(api: &mut Api, id: TypeId, in_json: bool) -> Vec<(Type, String)> {
    let def = &mut api.types[id.0];
    let own = Pointer::of_identity(&def.identity);
    let mut found = Vec::new();
    let mut settle = |ty: &mut Type, at: &Pointer| {
        let text = place_of(ty, &Type::Bytes, at).map(|at| (Type::String, at.to_string()));
        let file = place_of(ty, &Type::File, at).filter(|_| in_json).map(|at| (Type::File, at.to_string()));
        *ty = as_text(ty);
        let kind = text.as_ref().map(|_| OF_TEXT).or(file.as_ref().map(|_| OF_FILE));
        found.extend(text.or(file));
        kind
    };
    for field in def.shape.fields_mut() {
        let fact = settle(&mut field.ty, &Pointer::of_identity(&field.identity));
        field.docs.facts.extend(fact.map(str::to_owned));
    }
    match &mut def.shape {
        Shape::Struct(shape) => {
            if let Some(additional) = &mut shape.additional {
                settle(&mut additional.ty, &own.key("additionalProperties"));
            }
        }
        Shape::Tuple(tuple) => {
            if let Some(rest) = &mut tuple.rest {
                settle(rest, &own.key("items"));
            }
        }
        Shape::Union(union) => {
            for variant in &mut union.variants {
                settle(&mut variant.ty, &own.key(variant.name.wire()));
            }
        }
        Shape::Alias(ty) | Shape::Newtype(ty) => {
            let fact = settle(ty, &own);
            def.docs.facts.extend(fact.map(str::to_owned));
        }
        Shape::Enum(_) => {}
    }
    found
}

/// The types that a value may be of: all that a call or another type mentions. The name of what is only a body, or only
/// part of a form, is still that of octets.
fn mentioned(api: &Api, mentions: &Mentions) -> Vec<bool> {
    let defs = api.types.iter().filter(|def| !matches!(def.shape, Shape::Alias(_)));
    let of_types = defs.flat_map(|def| def.shape.members());
    mentions.closure(of_types.chain(types_of_calls(api)))
}

/// The types that JSON, a form of names and values, or a parameter may have inside.
fn in_json(api: &Api, mentions: &Mentions) -> Vec<bool> {
    let forms =
        api.operations.iter().flat_map(|operation| operation.sent()).filter_map(|content| match &content.payload {
            Payload::Multipart(ty, _) => Some(ty),
            Payload::Json(_) | Payload::Form(..) | Payload::Lines(_) | Payload::Stream(_) => None,
            Payload::Parts | Payload::Text | Payload::Bytes => None,
        });
    let mut seen = BTreeSet::new();
    let of_parts: Vec<TypeId> = forms.flat_map(|form| parts_of(api, form, &mut seen)).collect();
    mentions.reached(types_of_calls(api).flat_map(Type::mentions).chain(of_parts).collect())
}

/// The types of all that calls and webhooks carry, but for forms of several parts.
fn types_of_calls(api: &Api) -> impl Iterator<Item = &Type> {
    let of_calls = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let sent = operation.sent().filter(|content| !matches!(content.payload, Payload::Multipart(..)));
        parameters.chain(sent.filter_map(|content| content.payload.ty())).chain(operation.response_types())
    });
    of_calls.chain(api.webhook_types())
}

/// The objects that are parts of a form, and so JSON.
fn parts_of(api: &Api, form: &Type, seen: &mut BTreeSet<TypeId>) -> Vec<TypeId> {
    let Some(id) = api.behind(form).filter(|id| seen.insert(*id)) else { return Vec::new() };
    match &api.type_def(id).shape {
        Shape::Union(union) => union.variants.iter().flat_map(|variant| parts_of(api, &variant.ty, seen)).collect(),
        shape => shape.members().into_iter().flat_map(|part| objects_of(api, part, seen)).collect(),
    }
}

/// The objects that a part, or each of several, can be.
fn objects_of(api: &Api, part: &Type, seen: &mut BTreeSet<TypeId>) -> Vec<TypeId> {
    let each = part.mentions().into_iter().flat_map(|id| match &api.type_def(id).shape {
        Shape::Struct(_) | Shape::Tuple(_) | Shape::Newtype(_) => vec![id],
        Shape::Enum(_) => Vec::new(),
        Shape::Alias(_) | Shape::Union(_) if !seen.insert(id) => Vec::new(),
        Shape::Alias(inner) => objects_of(api, inner, seen),
        Shape::Union(union) => union.variants.iter().flat_map(|variant| objects_of(api, &variant.ty, seen)).collect(),
    });
    each.collect()
}

/// The type with text in place of octets.
fn as_text(ty: &Type) -> Type {
    match ty {
        Type::Bytes => Type::String,
        Type::Array(inner) => Type::Array(Box::new(as_text(inner))),
        Type::Map(inner) => Type::Map(Box::new(as_text(inner))),
        Type::Nullable(inner) => Type::Nullable(Box::new(as_text(inner))),
        other => other.clone(),
    }
}

/// Where in a type, whose own place is given, there are values of the kind.
fn place_of(ty: &Type, kind: &Type, at: &Pointer) -> Option<Pointer> {
    match ty {
        Type::Array(inner) => place_of(inner, kind, &at.key("items")),
        Type::Map(inner) => place_of(inner, kind, &at.key("additionalProperties")),
        Type::Nullable(inner) => place_of(inner, kind, at),
        other => (other == kind).then(|| at.clone()),
    }
}
