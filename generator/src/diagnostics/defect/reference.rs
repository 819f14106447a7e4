//! References that don't lead where they should.

use super::{error, listed, warning};
use crate::diagnostics::{Diagnostic, Part};
use crate::pointer::Pointer;

/// OAS1003: nothing is where the reference points.
pub fn dangling_reference(at: &Pointer, reference: &str, section: &str, nearest: Option<&str>) -> Diagnostic {
    let found = error("OAS1003", at, format!("`{reference}` points at nothing; {}", what_becomes_of(section)));
    match nearest {
        Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
        None => found,
    }
}

/// OAS1003: a reference that only lacks its frame.
pub fn misspelt_reference(at: &Pointer, reference: &str, assumed: &str) -> Diagnostic {
    warning("OAS1003", at, format!("`{reference}` points at nothing; it is read as `{assumed}`"))
}

/// OAS1003: a reference into its own file to what only the entry document has.
pub fn reference_to_entry(at: &Pointer, reference: &str, assumed: &str) -> Diagnostic {
    misspelt_reference(at, reference, assumed)
        .help("write the path of the document that has it before the `#`, which is the file the reference is in")
}

/// OAS1003: a key that is not quite `$ref`.
pub fn misspelt_ref(at: &Pointer, key: &str) -> Diagnostic {
    warning("OAS1003", at, format!("`{key}` is no keyword; it is read as `$ref`")).at_key().help("write `$ref`")
}

/// OAS1003: a reference to a component of another kind.
pub fn reference_to_wrong_section(at: &Pointer, reference: &str, found: &str, wanted: &str) -> Diagnostic {
    let message = format!(
        "`{reference}` points at one of the {found} where one of the {wanted} belongs; {}",
        what_becomes_of(wanted)
    );
    error("OAS1003", at, message)
}

/// OAS1004: a reference to another document, which is not followed.
pub fn external_reference(at: &Pointer, reference: &str) -> Diagnostic {
    error(
        "OAS1004",
        at,
        format!("`{reference}` is in another document, which was not read; what it stands for is untyped"),
    )
    .help("bundle the documents into one")
}

/// OAS1005: nested beyond what can be read.
pub fn nested_too_deeply(at: &Pointer) -> Diagnostic {
    error("OAS1005", at, "this is nested too deeply to be read; it is untyped")
}

/// OAS1006: a reference that comes back to itself.
pub fn reference_cycle(at: &Pointer, reference: &str) -> Diagnostic {
    error("OAS1006", at, format!("`{reference}` leads back to itself; what it stands for is left out"))
}

/// OAS1006: a schema that consists of itself.
pub fn schema_cycle(at: &Pointer, name: &str, has_others: bool) -> Diagnostic {
    let becomes = if has_others { "gives way to what else it can be" } else { "is left out" };
    warning(
        "OAS1006",
        at,
        format!("`{name}` consists of itself, with no property or item in between; this branch {becomes}"),
    )
}

/// OAS2110: a reference with siblings, before 3.1.
pub fn reference_siblings(at: &Pointer, kept: &[String], dropped: &[String]) -> Diagnostic {
    let message = match (kept, dropped) {
        (kept, []) => format!("beside a `$ref` nothing counts before OpenAPI 3.1; {} taken all the same", have(kept)),
        ([], dropped) => format!("beside a `$ref` nothing else counts; {} ignored", have(dropped)),
        (kept, dropped) => format!(
            "beside a `$ref` nothing counts before OpenAPI 3.1; {} taken all the same, {} ignored",
            have(kept),
            have(dropped)
        ),
    };
    warning("OAS2110", at, message)
}

/// OAS2110: a reference to anything but a schema with siblings, since 3.1.
pub fn reference_members(at: &Pointer, dropped: &[String]) -> Diagnostic {
    let message =
        format!("beside this `$ref` nothing counts but `summary` and `description`; {} ignored", have(dropped));
    warning("OAS2110", at, message)
}

fn have(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", listed(names))
}

/// OAS2139: a reference that is only resolved while validating.
pub fn dynamic_reference(at: &Pointer, keyword: &str) -> Diagnostic {
    warning("OAS2139", at, format!("`{keyword}` is read as a plain `$ref`"))
}

/// OAS2150: a reference to the document where only a schema can be meant.
pub fn reference_to_all(at: &Pointer, reference: &str, name: &str) -> Diagnostic {
    warning(
        "OAS2150",
        at,
        format!("`{reference}` is the whole document; it is read as the schema `{name}`, which it is in"),
    )
    .help(format!("write `#/components/schemas/{name}`"))
}

/// OAS2150: an `$anchor` or an `$id` that something else has, too.
pub fn doubled_address(second: &Pointer, first: &Pointer) -> Diagnostic {
    let key = second.last().unwrap_or_default();
    warning("OAS2150", second, format!("another schema has this `{key}` already; references lead to that one"))
        .related(first, Part::Value, "references lead here".to_owned())
        .help("give each a name of its own")
}

/// OAS2150: a component that another version has in another place, where there is one of its name.
pub fn doubled_component(second: &Pointer, first: &Pointer) -> Diagnostic {
    let key = second.last().unwrap_or_default();
    warning("OAS2150", second, format!("another component is called `{key}` already; references lead to that one"))
        .at_key()
        .related(first, Part::Key, "references lead here".to_owned())
        .help("give each a name of its own")
}

/// OAS1003: a reference to a component of another kind, which holds one of the kind wanted.
pub fn reference_to_related(at: &Pointer, reference: &str, found: &str, wanted: &str) -> Diagnostic {
    let message = format!("`{reference}` points at one of the {found}; it is read as what that has of the {wanted}");
    warning("OAS1003", at, message)
}

/// OAS1003: a schema in place of a map of properties.
pub fn schema_for_properties(at: &Pointer, reference: &str) -> Diagnostic {
    let message = format!("`{reference}` points at a schema, and properties belong here; those of the schema are read");
    warning("OAS1003", at, message).help(format!("write `{reference}/properties`, or name the schema in `allOf`"))
}

/// OAS1008: a component that lacks what makes it one.
pub fn component_left_out(at: &Pointer, why: &str) -> Diagnostic {
    warning("OAS1008", at, format!("the component can't be used: {why}"))
}

/// OAS1006: a branch that inherits from its union.
pub fn union_as_base(at: &Pointer, union: &str) -> Diagnostic {
    warning(
        "OAS1006",
        at,
        format!("this is one of the branches of `{union}`; it takes from it what all branches share"),
    )
}

/// What is left of what a broken reference stands for.
fn what_becomes_of(section: &str) -> &'static str {
    match section {
        "schemas" => "what it stands for is untyped",
        "responses" => "the response is read as one without a body",
        _ => "what it stands for is left out",
    }
}
