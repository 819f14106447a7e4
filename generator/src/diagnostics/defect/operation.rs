//! Paths, parameters, bodies and responses.

use super::{error, listed, note, warning};
use crate::diagnostics::{Diagnostic, Part};
use crate::pointer::Pointer;

/// OAS2103: an operation that says nothing about its responses.
pub fn missing_responses(at: &Pointer) -> Diagnostic {
    warning("OAS2103", at, "the operation has no `responses`; any successful response is taken, without its body")
        .at_key()
}

/// OAS2105: a parameter that doesn't say what its values are.
pub fn parameter_without_schema(at: &Pointer) -> Diagnostic {
    warning("OAS2105", at, "the parameter has no `schema`; it is read as a string")
}

/// OAS2106: the keywords of a schema on the parameter itself.
pub fn schema_on_parameter(at: &Pointer) -> Diagnostic {
    warning("OAS2106", at, "keywords of a schema stand on the parameter; they are read as its `schema`")
}

/// OAS2106: the same beside a `schema`.
pub fn keyword_beside_schema(at: &Pointer, keyword: &str) -> Diagnostic {
    warning("OAS2106", at, format!("`{keyword}` belongs into the `schema`, which is there, too; it is ignored"))
        .at_key()
}

/// OAS2111: a path parameter that may be absent.
pub fn path_parameter_not_required(at: &Pointer) -> Diagnostic {
    warning("OAS2111", at, "a path parameter is always required; it is read as `required: true`")
}

/// OAS2111: a placeholder without a parameter.
pub fn path_parameter_undeclared(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2111", at, format!("the path takes `{name}`, which is not declared; it is read as a string")).at_key()
}

/// OAS2111: a parameter that isn't in the path.
pub fn path_parameter_not_in_path(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2111", at, format!("the path has no place for the parameter `{name}`; it is ignored"))
}

/// OAS2111: a placeholder in the query string of a path's key.
pub fn placeholder_in_query(at: &Pointer, value: &str, name: &str, declared: bool) -> Diagnostic {
    let read = if declared { "" } else { ", a string" };
    let message =
        format!("the path takes `{value}` in its query; it is read as the required query parameter `{name}`{read}");
    warning("OAS2111", at, message)
}

/// OAS2111: another placeholder under a name that the query string has already.
pub fn second_in_query(at: &Pointer, value: &str, name: &str) -> Diagnostic {
    let message = format!(
        "the path takes `{value}` for `{name}` in its query too; one parameter has the name, and this is left out"
    );
    warning("OAS2111", at, message).help(format!("`.with_query(\"{name}\", \"…\")` sends it"))
}

/// OAS2111: the only parameter left for the only placeholder left.
pub fn path_parameter_renamed(at: &Pointer, name: &str, placeholder: &str) -> Diagnostic {
    warning("OAS2111", at, format!("the path calls the parameter `{name}` `{placeholder}`; they are read as the same"))
}

/// OAS2116: a key of `paths` that isn't a path.
pub fn path_repaired(at: &Pointer, written: &str, path: &str, query: &[(String, String)]) -> Diagnostic {
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("`{name}={value}`")).collect();
    let with = if pairs.is_empty() { String::new() } else { format!(", with {} in the query", pairs.join(" and ")) };
    warning("OAS2116", at, format!("`{written}` is not a path; requests go to `{path}`{with}")).at_key()
}

/// OAS2116: an operation that is there twice.
pub fn repeated_path(at: &Pointer, path: &str, member: &str, first: &Pointer) -> Diagnostic {
    error("OAS2116", at, format!("`{path}` has `{member}` already; this one is left out")).at_key().related(
        first,
        Part::Key,
        "this one is kept",
    )
}

/// OAS2116: paths that differ in the names of placeholders alone.
pub fn paths_of_one_shape(at: &Pointer, path: &str, first: &Pointer) -> Diagnostic {
    warning("OAS2116", at, format!("`{path}` is the same path as another one; the operations of both are kept"))
        .at_key()
        .related(first, Part::Key, "the same but for names")
}

/// OAS2116: a key of `additionalOperations` that HTTP has no room for (RFC 9110, 9.1).
pub fn method_name(at: &Pointer, key: &str) -> Diagnostic {
    error("OAS2116", at, format!("`{key}` can't be the name of a method; the operation is left out")).at_key()
}

/// OAS2131: a schema where a media type belongs.
pub fn schema_for_media_type(at: &Pointer) -> Diagnostic {
    warning("OAS2131", at, "a schema stands where a media type object belongs; it is read as its `schema`")
}

/// OAS2116: a method in upper case.
pub fn method_case(at: &Pointer, key: &str, method: &str) -> Diagnostic {
    warning("OAS2116", at, format!("`{key}` is read as `{method}`")).at_key()
}

/// OAS2117: a key of `responses` that isn't quite a status.
pub fn status_repaired(at: &Pointer, key: &str, status: &str) -> Diagnostic {
    // In lower case there is no doubt about it.
    let finding = if key.eq_ignore_ascii_case(status) { note } else { warning };
    finding("OAS2117", at, format!("`{key}` is no status; it is read as `{status}`")).at_key()
}

/// OAS2117: a status that no answer can have (RFC 9110, 15).
pub fn status_beyond_http(at: &Pointer, status: &str) -> Diagnostic {
    let message = format!("the statuses of HTTP end with 599; answers of `{status}` are read all the same, as errors");
    warning("OAS2117", at, message).at_key()
}

/// OAS2117: a key of `responses` that is nothing like a status.
pub fn not_a_status(at: &Pointer, key: &str) -> Diagnostic {
    warning("OAS2117", at, format!("`{key}` is no status; the response is ignored")).at_key()
}

/// OAS2117: a status that is there twice.
pub fn repeated_status(at: &Pointer, key: &str, status: &str) -> Diagnostic {
    warning("OAS2117", at, format!("`{key}` is read as `{status}`, which is there already; the response is ignored"))
        .at_key()
}

/// OAS2118: a list of examples where a map belongs.
pub fn list_of_examples(at: &Pointer) -> Diagnostic {
    warning("OAS2118", at, "`examples` is a map here; the first item is read as the `example`")
}

/// OAS2118: a bare value where an example object belongs.
pub fn bare_example(at: &Pointer) -> Diagnostic {
    note("OAS2118", at, "an example object belongs here; the value is read as its `value`")
}

/// OAS1007, or OAS2149 where nobody has to send it: a parameter that can't be sent.
pub fn parameter_without_name(at: &Pointer, required: bool) -> Diagnostic {
    unsendable(at, required, "the parameter has no `name`; it can't be sent and is left out".to_owned())
}

/// OAS1007, or OAS2149 where nobody has to send it: a header that can't be sent.
pub fn parameter_of_no_header(at: &Pointer, name: &str, required: bool) -> Diagnostic {
    unsendable(at, required, format!("no header can be called `{name}`; the parameter can't be sent and is left out"))
        .help("names of headers are letters, digits and ``!#$%&'*+-.^_`|~``")
}

fn unsendable(at: &Pointer, required: bool, message: String) -> Diagnostic {
    if required { error("OAS1007", at, message) } else { warning("OAS2149", at, message) }
}

/// OAS2130: a parameter of no known location.
pub fn parameter_location(at: &Pointer, written: &str, assumed: &str) -> Diagnostic {
    let message = match written {
        "" => format!("the parameter doesn't say `in` what it is; it is read as `in: {assumed}`"),
        _ => format!("a parameter can't be `in: {written}`; it is read as `in: {assumed}`"),
    };
    warning("OAS2130", at, message)
}

/// OAS2146: a path parameter that is a path itself.
pub fn resource_name(at: &Pointer) -> Diagnostic {
    note("OAS2146", at, "the `pattern` has a `/`: slashes of the value are sent as they are")
}

/// OAS2125: a header that is not described as a parameter.
pub fn ignored_header(at: &Pointer, name: &str) -> Diagnostic {
    note("OAS2125", at, format!("OpenAPI says that a header parameter `{name}` is to be ignored"))
}

/// OAS2125: a header that is made of the request.
pub fn header_of_transport(at: &Pointer, name: &str) -> Diagnostic {
    note("OAS2125", at, format!("`{name}` is made of the request when it is sent; the parameter is ignored"))
}

/// OAS2125: a header that a security scheme of the operation may fill in.
pub fn header_of_credential(at: &Pointer, name: &str) -> Diagnostic {
    let message =
        format!("the operation has `security`, whose credential is sent as `{name}`; the parameter is ignored");
    note("OAS2125", at, message)
}

/// OAS2126: the same parameter twice.
pub fn repeated_parameter(at: &Pointer, name: &str, first: &Pointer) -> Diagnostic {
    warning("OAS2126", at, format!("the parameter `{name}` is declared before; this one is ignored")).related(
        first,
        Part::Value,
        "declared here",
    )
}

/// OAS2126: a part of a query string that is declared as a whole, or another whole one.
pub fn beside_query_string(at: &Pointer, name: &str, whole: &str, first: &Pointer) -> Diagnostic {
    let message =
        format!("`{whole}` is the whole query string, and `{name}` is in it too; both are sent, joined by `&`");
    warning("OAS2126", at, message).related(first, Part::Value, "the whole query string")
}

/// OAS2126: a header that differs from another one in case alone.
pub fn repeated_header(at: &Pointer, name: &str, first: &Pointer) -> Diagnostic {
    let message = format!("the header `{name}` is declared before, names of headers are the same in any case; ignored");
    warning("OAS2126", at, message).at_key().related(first, Part::Key, "declared here")
}

/// OAS2120: what the items of a stream are is said twice.
pub fn schema_and_item_schema(at: &Pointer) -> Diagnostic {
    note("OAS2120", at, "`itemSchema` says what the items are; `schema` is ignored").at_key()
}

/// OAS2131: a media type that isn't one.
pub fn media_type_name(at: &Pointer, written: &str, assumed: &str) -> Diagnostic {
    warning("OAS2131", at, format!("`{written}` is no media type; it is read as `{assumed}`")).at_key()
}

/// OAS2131: a media type that is there twice.
pub fn repeated_media_type(at: &Pointer, written: &str, name: &str, first: &Pointer) -> Diagnostic {
    let message = format!("`{written}` is read as `{name}`, which is there already; this one is left out");
    warning("OAS2131", at, message).at_key().related(first, Part::Key, "this one is kept")
}

/// OAS2131: a schema where `content` belongs.
pub fn schema_without_content(at: &Pointer, media_types: &[String]) -> Diagnostic {
    let message = format!("`schema` belongs into `content`; it is read as that of {}", listed(media_types));
    warning("OAS2131", at, message).at_key()
}

/// OAS2131: a parameter with more than one media type.
pub fn several_media_types(at: &Pointer, kept: &str) -> Diagnostic {
    warning("OAS2131", at, format!("a parameter has one media type; `{kept}` is taken"))
}

/// OAS2131: a parameter with both ways to describe its values.
pub fn schema_and_content(at: &Pointer) -> Diagnostic {
    warning("OAS2131", at, "the parameter has both `schema` and `content`; `content` is ignored")
}

/// OAS2132: a style that the location doesn't have.
pub fn style_not_allowed(at: &Pointer, style: &str, location: &str) -> Diagnostic {
    warning("OAS2132", at, format!("there is no style `{style}` for a {location} parameter; the default is taken"))
}

/// OAS2132: a style of objects for a single value.
pub fn deep_scalar(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2132", at, format!("`deepObject` is a style of objects; the value is written as `{name}=…`"))
}

/// OAS2132: a style of objects for a list.
pub fn deep_array(at: &Pointer, name: &str) -> Diagnostic {
    warning("OAS2132", at, format!("`deepObject` is a style of objects; the items are written as `{name}[0]=…`"))
}

/// OAS2132: commas, which no cookie can have as they are.
pub fn joined_cookie(at: &Pointer) -> Diagnostic {
    let message = "no cookie of style `cookie` can hold several values; each is sent as a cookie of its own";
    warning("OAS2132", at, message).at_key()
}

/// OAS2132: what OpenAPI leaves open.
pub fn deeper_object(at: &Pointer, name: &str) -> Diagnostic {
    let written = format!("`{name}[a][b]=…` or `{name}[a][0]=…`");
    note("OAS2132", at, format!("OpenAPI leaves open how `deepObject` goes on inside of a member; it is {written}"))
}

/// OAS2132: the same of all other styles.
pub fn nested_value(at: &Pointer, repeats: bool) -> Diagnostic {
    let written = if repeats { "an array is a pair for each item, anything else is JSON" } else { "it is JSON" };
    note(
        "OAS2132",
        at,
        format!("OpenAPI leaves open how an array or object is written inside of another here; {written}"),
    )
}

/// OAS2132: the same of a list in the query, in a cookie, or in a form.
pub fn nested_items(at: &Pointer, explode: bool, name: &str, as_json: &str) -> Diagnostic {
    let separator = if explode { format!("&{name}=") } else { ",".to_owned() };
    let written = format!("each is JSON, `{name}={{…}}{separator}{{…}}`");
    let message = format!("OpenAPI leaves open how an array or object is written as an item of a list; {written}");
    let help = format!("{as_json}, and it is `{name}=[{{…}},{{…}}]`");
    note("OAS2132", at, message).help(help)
}

/// OAS2131: octets where there is no place for any.
pub fn octets_as_json(at: &Pointer, media_type: &str) -> Diagnostic {
    let message =
        format!("`format: binary` has no place in `{media_type}`; the body is octets as they are on the wire");
    warning("OAS2131", at, message).help("say `application/octet-stream`, or `format: byte` if it is base64 in JSON")
}

/// OAS3026: octets inside of JSON, or in a parameter.
pub fn octets_as_text(at: &Pointer) -> Diagnostic {
    let message = "octets are bodies or parts of forms, and this is neither; it is text as it is on the wire";
    warning("OAS3026", at, message).label("becomes `String`").help("say `format: byte` if it is base64")
}

/// OAS3026: the same of a type that is a form, too.
pub fn file_as_text(at: &Pointer) -> Diagnostic {
    let message = "octets are a file in a form of parts; elsewhere the same schema is text as it is on the wire";
    warning("OAS3026", at, message).label("becomes `File`").help("give the form a schema of its own")
}

/// OAS3022: base64 in a media type that is not decoded.
pub fn base64_outside_json(at: &Pointer, media_type: &str, becomes: &str) -> Diagnostic {
    let message = format!("`format: byte` has no effect in `{media_type}`; the body is {becomes} on the wire");
    note("OAS3022", at, message)
}

/// OAS3023: an empty value that the type doesn't have.
pub fn empty_value(at: &Pointer, name: &str, ty: &str) -> Diagnostic {
    let message = format!("`{name}` may be empty, and no {ty} is");
    note("OAS3023", at, message).at_key().help(format!("`.with_query(\"{name}\", \"\")` sends it so"))
}

/// OAS2133: a body that servers need not read.
pub fn body_without_meaning(at: &Pointer, method: &str) -> Diagnostic {
    note("OAS2133", at, format!("HTTP gives the body of a `{method}` request no meaning; it is sent all the same"))
        .at_key()
}

/// OAS2133: a body of a response that has none.
pub fn content_of_empty_response(at: &Pointer, status: &str) -> Diagnostic {
    warning("OAS2133", at, format!("a {status} response has no body; its `content` is ignored")).at_key()
}

/// OAS2134: a field of a form as a parameter.
pub fn form_parameter(at: &Pointer, name: &str) -> Diagnostic {
    let message =
        format!("OpenAPI 3 has no parameters `in: formData`; `{name}` is read as a property of the request body");
    warning("OAS2134", at, message)
}

/// OAS2134: a parameter that is the body.
pub fn body_parameter(at: &Pointer) -> Diagnostic {
    warning("OAS2134", at, "OpenAPI 3 has no parameters `in: body`; it is read as the request body")
}

/// OAS2148: an operation of all methods.
pub fn any_method(at: &Pointer) -> Diagnostic {
    warning("OAS2148", at, "an operation for any method is no operation of OpenAPI; nothing is generated for it")
        .at_key()
}

/// OAS2201: 2.0, no `consumes` or `produces`.
pub fn assumed_json(at: &Pointer, what: &str) -> Diagnostic {
    let message =
        format!("the document doesn't say the media type of this {what}; it is read as JSON, here and elsewhere");
    warning("OAS2201", at, message)
}

/// OAS2201: 2.0, form fields that are consumed as something that is no form for them.
pub fn assumed_form(at: &Pointer, declared: &[String], what: &str, media_type: &str) -> Diagnostic {
    let declared = listed(declared);
    let message = format!("{what} can't be written as {declared}; it is sent as `{media_type}`, here and elsewhere");
    warning("OAS2201", at, message).help(format!("say `{media_type}` in the `consumes` of the operation"))
}

/// OAS2202: 2.0, a way to write a list that 3.0 doesn't have.
pub fn collection_format(at: &Pointer, format: &str) -> Diagnostic {
    warning("OAS2202", at, format!("lists can't be written as `{format}` here; commas separate the items"))
}

/// OAS2203: 2.0, a body and form fields.
pub fn body_and_form(at: &Pointer) -> Diagnostic {
    warning("OAS2203", at, "an operation has a body or form fields, not both; the form fields are ignored")
}

/// OAS2203: two bodies.
pub fn second_body(at: &Pointer, first: &Pointer) -> Diagnostic {
    let finding = warning("OAS2203", at, "an operation has one body; this one is ignored");
    finding.related(first, Part::Value, "the body is here")
}

/// OAS3021: JSON of a second media type, in an answer whose type is that of `given`.
pub fn json_of_another_type(at: &Pointer, given: &str) -> Diagnostic {
    let message = format!("the answer has the type of `{given}`; of JSON of this media type none is made");
    warning("OAS3021", at, message).at_key().help("`.into_json::<T>()` reads it as any type")
}
