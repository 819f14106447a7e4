//! What is a secret because it is the content of one: the `value` of a `TeamSecret` must not be printed, though neither its
//! name nor its schema says so.

use crate::model::{Api, Format, Shape, Type, TypePath};

/// Properties that are the content of the object that they are in.
const CONTENTS: [&str; 3] = ["data", "stringData", "value"];

/// Marks the contents of types that are called secrets.
pub(super) fn settle(api: &mut Api) {
    for index in 0..api.types.len() {
        if !is_of_secret(&api.types[index].path) {
            continue;
        }
        let Shape::Struct(shape) = &api.types[index].shape else { continue };
        let is_content = |(_, ty, name): &(usize, &Type, &str)| CONTENTS.contains(name) && holds_text(api, ty);
        let fields = shape.fields.iter().enumerate().map(|(at, field)| (at, &field.ty, field.name.wire()));
        let secret: Vec<usize> = fields.filter(is_content).map(|(at, ..)| at).collect();
        if let Shape::Struct(shape) = &mut api.types[index].shape {
            secret.into_iter().for_each(|at| shape.fields[at].secret = true);
        }
    }
}

/// Is the type, or the operation or type that it is an inline part of, called a secret?
fn is_of_secret(path: &TypePath) -> bool {
    let mut names = path.modules.iter().map(String::as_str).chain([path.name.snake()]);
    names.any(|name| name.split('_').any(|word| ["secret", "secrets"].contains(&word)))
}

fn holds_text(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Nullable(inner) | Type::Map(inner) => holds_text(api, inner),
        Type::String | Type::Any | Type::Bytes => true,
        Type::Format(format) => matches!(format, Format::Base64 | Format::Base64Url),
        _ => false,
    }
}
