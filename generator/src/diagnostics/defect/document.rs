//! Values of the wrong kind anywhere, and members of the document, its servers and its security schemes.

use super::{error, note, warning};
use crate::diagnostics::{Diagnostic, Part};
use crate::pointer::Pointer;

/// OAS2100: neither `openapi` nor `swagger`.
pub fn missing_version(at: &Pointer) -> Diagnostic {
    warning("OAS2100", at, "the document doesn't say its OpenAPI version; it is read as what it looks like")
}

/// OAS2100: a version that doesn't exist.
pub fn unknown_version(at: &Pointer, key: &str, version: &str, read_as: &str) -> Diagnostic {
    warning("OAS2100", at, format!("there is no `{key}: {version}`; the document is read as one of {read_as}"))
}

/// OAS2100: both `openapi` and `swagger`.
pub fn two_versions(at: &Pointer, version: &str, openapi: &Pointer) -> Diagnostic {
    warning("OAS2100", at, format!("the document says `openapi: {version}` too, and is read as that")).at_key().related(
        openapi,
        Part::Value,
        "this one holds",
    )
}

/// OAS0004: more levels of composition than are followed.
pub fn too_many_levels(at: &Pointer, limit: usize) -> Diagnostic {
    error("OAS0004", at, "the schema is composed of too many levels")
        .label(format!("more than {limit} levels of `allOf`, `oneOf`, `anyOf` and references"))
}

/// OAS0004: a schema that stands for more parts than a type is made of.
pub fn too_composed(at: &Pointer, limit: usize) -> Diagnostic {
    error("OAS0004", at, "the schema is composed of too much")
        .label(format!("more than {limit} schemas, properties and values"))
}

/// OAS0004: schemas that stand for more parts together than code is made of.
pub fn too_many_parts(at: &Pointer, limit: usize) -> Diagnostic {
    let message = format!("the document is too large: its schemas are composed of more than {limit} parts");
    error("OAS0004", at, message).help("split it into documents of their own")
}

/// OAS0004: operations that stand for more than code is made of.
pub fn too_many_operation_parts(at: &Pointer, limit: usize) -> Diagnostic {
    error("OAS0004", at, "the document is too large")
        .label(format!("up to here, operations have more than {limit} parameters, media types, responses and headers"))
        .help("split it into documents of their own")
}

/// OAS2101: no `paths`.
pub fn missing_paths(at: &Pointer) -> Diagnostic {
    warning("OAS2101", at, "the document has no `paths`; it is read as one without operations")
}

/// OAS2102: a number or boolean where a string belongs.
pub fn scalar_for_string(at: &Pointer, text: &str) -> Diagnostic {
    warning("OAS2102", at, format!("a string belongs here; the value is read as \"{text}\"")).help("put it in quotes")
}

/// OAS2102: an object, a list or nothing where a string belongs.
pub fn not_a_string(at: &Pointer) -> Diagnostic {
    warning("OAS2102", at, "a string belongs here; the value is ignored")
}

/// OAS2104: a key with nothing behind it.
pub fn empty_member(at: &Pointer, key: &str) -> Diagnostic {
    warning("OAS2104", at, format!("`{key}` is empty; it is read as absent")).at_key()
}

/// OAS2104: a media type without a value.
pub fn empty_media_type(at: &Pointer) -> Diagnostic {
    warning("OAS2104", at, "the media type is empty; it is read as one without a schema").at_key()
}

/// OAS2107: a string that OpenAPI requires is missing.
pub fn missing_text(at: &Pointer, what: &str, key: &str) -> Diagnostic {
    warning("OAS2107", at, format!("the {what} has no `{key}`; it is read as empty"))
}

/// OAS2118: a value that can be read as one of another kind.
pub fn coerced(at: &Pointer, kind: &str, value: &str) -> Diagnostic {
    let kind = if kind.contains(' ') { kind.to_owned() } else { format!("a value of type `{kind}`") };
    let value = if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") };
    warning("OAS2118", at, format!("{kind} belongs here; the value is read as {value}"))
}

/// OAS2118: one value where a list belongs.
pub fn not_a_list(at: &Pointer) -> Diagnostic {
    warning("OAS2118", at, "a list belongs here; the value is read as the only item of one")
}

/// OAS2118: something else where an object belongs.
pub fn not_an_object(at: &Pointer, what: &str) -> Diagnostic {
    warning("OAS2118", at, format!("an object belongs here, the {what}; the value is ignored"))
}

/// OAS2118: something else where a boolean belongs.
pub fn not_a_boolean(at: &Pointer) -> Diagnostic {
    warning("OAS2118", at, "`true` or `false` belongs here; the value is ignored")
}

/// OAS2118: something else where a number belongs.
pub fn not_a_number(at: &Pointer) -> Diagnostic {
    warning("OAS2118", at, "a number belongs here; the value is ignored")
}

/// OAS2119: a member that OpenAPI doesn't have.
pub fn unknown_member(at: &Pointer, key: &str, what: &str) -> Diagnostic {
    note("OAS2119", at, format!("OpenAPI has no `{key}` {}; it is ignored", inside(what))).at_key()
}

/// OAS2119: an extension with the prefix of the generator's own.
pub fn reserved_extension(at: &Pointer, key: &str) -> Diagnostic {
    warning("OAS2119", at, format!("`{key}` has the prefix of the generator's own extensions; it is ignored")).at_key()
}

/// OAS2137: an object that means nothing without what it lacks.
pub fn dropped(at: &Pointer, what: &str, why: &str) -> Diagnostic {
    warning("OAS2137", at, format!("the {what} is ignored: {why}"))
}

/// OAS2127: a requirement names a scheme that isn't there.
pub fn undefined_scheme(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2127", at, format!("there is no security scheme `{name}`"))
        .at_key()
        .note("its credential is the whole value of the `Authorization` header")
        .help("declare it under `components.securitySchemes`")
}

/// OAS2128: a security scheme that is almost one.
pub fn scheme_repaired(at: &Pointer, assumed: &str) -> Diagnostic {
    warning("OAS2128", at, format!("the security scheme isn't as OpenAPI wants it: {assumed}"))
}

/// OAS2128: a client certificate.
pub fn client_certificate(at: &Pointer) -> Diagnostic {
    note("OAS2128", at, "a certificate is not sent with requests: it is the transport that shows it")
        .help("give the builder of the client a transport that has the certificate")
}

/// OAS2128: a security scheme of a type that OpenAPI doesn't have.
pub fn unknown_scheme_type(at: &Pointer, kind: &str) -> Diagnostic {
    warning("OAS2128", at, format!("there is no type `{kind}` of security schemes"))
        .note("its credential is the whole value of the `Authorization` header")
}

/// OAS2129: an address that is not quite one.
pub fn server_url(at: &Pointer, assumed: &str) -> Diagnostic {
    note("OAS2129", at, format!("the address of the server is read as `{assumed}`"))
}

/// OAS2129: 2.0, schemes of which no client has one.
pub fn schemes_without_servers(at: &Pointer, schemes: &[String]) -> Diagnostic {
    let schemes = super::listed(schemes);
    warning("OAS2129", at, format!("a client can't use the scheme {schemes}; requests go where they go without it"))
}

/// OAS2129: 2.0, a host without a scheme.
pub fn scheme_assumed(at: &Pointer, scheme: &str) -> Diagnostic {
    note("OAS2129", at, format!("the document has no `schemes`; requests go by `{scheme}`"))
        .help("add `schemes: [https]`, or `[http]`, or give the client its base URL")
}

/// What a variable means of which nobody knows the value.
const NO_DEFAULT: &str = "requests go there only if the client is told its value";

/// OAS2129: a variable in an address that isn't declared.
pub fn undefined_variable(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2129", at, format!("the variable `{name}` of the address is not declared; {NO_DEFAULT}"))
}

/// OAS2129: a variable that is declared and nowhere in the address.
pub fn unused_variable(at: &Pointer, name: &str) -> Diagnostic {
    note("OAS2129", at, format!("the address has no place for the variable `{name}`; it is ignored")).at_key()
}

/// OAS2142: a key that OpenAPI 3 doesn't allow (3.0.3, 4.7.7.1).
pub fn component_key(at: &Pointer, key: &str) -> Diagnostic {
    note("OAS2142", at, format!("`{key}` has characters that the key of a component can't have; it is taken as it is"))
        .at_key()
}

/// OAS2129: a server variable that has no default.
pub fn variable_without_default(at: &Pointer, name: &str, assumed: Option<&str>) -> Diagnostic {
    let read = assumed.map_or_else(|| NO_DEFAULT.to_owned(), |assumed| format!("it is read as {assumed}"));
    warning("OAS2129", at, format!("the server variable `{name}` has no `default`; {read}"))
}

/// OAS2129: a server variable whose default is no value of its `enum`.
pub fn default_not_listed(at: &Pointer, name: &str, default: &str) -> Diagnostic {
    let message =
        format!("the `enum` of the server variable `{name}` lacks its default {default}, and is read with it");
    warning("OAS2129", at, message)
}

/// OAS1001: an operation without an id.
pub fn missing_operation_id(at: &Pointer) -> Diagnostic {
    warning("OAS1001", at, "the operation has no operationId; it is named after its method and path").at_key()
}

/// OAS1001: an id that nobody has chosen.
pub fn digest_for_operation_id(at: &Pointer) -> Diagnostic {
    let message = "the operationId is a digest, which tells nothing; the operation is named after its method and path";
    warning("OAS1001", at, message)
}

fn inside(what: &str) -> String {
    match what {
        "components" | "info" | "external documentation" => format!("in the {what}"),
        _ if what.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("in an {what}"),
        _ => format!("in a {what}"),
    }
}
