//! What is a secret because it is the content of one: the `value` of a `TeamSecret` must not be printed, though neither its
//! name nor its schema says so.

use crate::model::{Api, Field, Format, Type, TypePath};

/// Properties that are the content of the object that they are in.
const CONTENTS: [&str; 3] = ["data", "stringData", "value"];

/// Marks the contents of types that are called secrets.
pub(super) fn settle(api: &mut Api) {
    for index in 0..api.types.len() {
        if !is_of_secret(&api.types[index].path) {
            continue;
        }
        let is_content = |field: &Field| CONTENTS.contains(&field.name.wire()) && holds_text(api, &field.ty);
        let contents: Vec<bool> = api.types[index].shape.fields().iter().map(is_content).collect();
        for (field, is_content) in api.types[index].shape.fields_mut().iter_mut().zip(contents) {
            field.secret |= is_content;
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
