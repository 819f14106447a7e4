//! What is a secret though neither its name nor its schema says so: the `value` of a `TeamSecret`, a `key` that the document
//! calls a secret one, and what is called as a security scheme's key is.

use crate::model::{Api, Field, Format, SchemeKind, Type, TypePath};

/// Properties that are the content of the object that they are in.
const CONTENTS: [&str; 3] = ["data", "stringData", "value"];

/// Marks the contents of types that are called secrets, what is described as one, and what has the name of a key.
pub(super) fn settle(api: &mut Api) {
    let keys = keys(api);
    for index in 0..api.types.len() {
        let of_secret = is_of_secret(&api.types[index].path);
        let is_content = |field: &Field| of_secret && CONTENTS.contains(&field.name.wire());
        let is_key = |field: &Field| keys.iter().any(|key| key.eq_ignore_ascii_case(field.name.wire()));
        let is_secret =
            |field: &Field| (is_content(field) || is_described(field) || is_key(field)) && holds_text(api, &field.ty);
        let secrets: Vec<bool> = api.types[index].shape.fields().iter().map(is_secret).collect();
        for (field, is_secret) in api.types[index].shape.fields_mut().iter_mut().zip(secrets) {
            field.secret |= is_secret;
        }
    }
}

/// The headers, parameters and cookies that carry the keys of security schemes; but for one that is just called `key`, as
/// many other things are.
fn keys(api: &Api) -> Vec<String> {
    let keys = api.schemes.iter().filter_map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { parameter, .. } => Some(parameter.clone()),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::Basic => None,
    });
    keys.filter(|key| !key.eq_ignore_ascii_case("key")).collect()
}

/// Is it called a key, of which only the description says that it is a secret one?
fn is_described(field: &Field) -> bool {
    let mut name = field.name.snake().split('_');
    let is_key = name.next_back() == Some("key") && !name.any(|word| word == "public");
    let text = field.docs.description.to_ascii_lowercase();
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    is_key && words.any(|word| ["secret", "private"].contains(&word))
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
