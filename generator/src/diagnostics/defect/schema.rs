//! Schemas.

use super::{listed, note, warning};
use crate::diagnostics::Diagnostic;
use crate::pointer::Pointer;

/// OAS2104: nothing where a schema belongs.
pub fn empty_schema(at: &Pointer) -> Diagnostic {
    warning("OAS2104", at, "the schema is empty; it is untyped").at_key()
}

/// OAS2112: an array that doesn't say what it holds.
pub fn missing_items(at: &Pointer) -> Diagnostic {
    warning("OAS2112", at, "the array has no `items`; they are untyped")
}

/// OAS2113: a type of another language.
pub fn type_alias(at: &Pointer, written: &str, kind: &str, format: Option<&str>) -> Diagnostic {
    let format = format.map(|format| format!(" of format `{format}`")).unwrap_or_default();
    warning("OAS2113", at, format!("`{written}` is no type; it is read as `{kind}`{format}"))
}

/// OAS2113: a type that nobody knows.
pub fn unknown_type(at: &Pointer, written: &str) -> Diagnostic {
    warning("OAS2113", at, format!("`{written}` is no type; the schema is read without one"))
}

/// OAS2113: a component where a type belongs.
pub fn component_for_type(at: &Pointer, key: &str) -> Diagnostic {
    warning("OAS2113", at, format!("`{key}` is a component and no type; it is read as a `$ref` to it"))
}

/// OAS2113: a word where a schema belongs.
pub fn word_for_schema(at: &Pointer, word: &str) -> Diagnostic {
    warning("OAS2113", at, format!("a schema belongs here; `{word}` is read as the name of one"))
}

/// OAS2114: `required: true` on the property itself.
pub fn required_on_property(at: &Pointer, name: &str, required: bool) -> Diagnostic {
    let assumed = if required { format!("`{name}` is read as required") } else { "it is ignored".to_owned() };
    warning("OAS2114", at, format!("`required` is a list of the object that has the property; {assumed}"))
}

/// OAS2114: `required: true` where there is no property.
pub fn required_without_property(at: &Pointer) -> Diagnostic {
    warning("OAS2114", at, "`required` is a list of properties; it is ignored")
}

/// OAS2115: what the version of the document doesn't have.
pub fn keyword_of_another_version(at: &Pointer, keyword: &str, version: &str) -> Diagnostic {
    let message = format!("{keyword} is of OpenAPI {version}; it is read as that version has it, here and elsewhere");
    warning("OAS2115", at, message).at_key()
}

/// OAS2115: a map where 3.1 has a list.
pub fn map_of_examples(at: &Pointer) -> Diagnostic {
    warning("OAS2115", at, "`examples` is a list here; the values of the map are read as one")
}

/// OAS2120: a keyword of another type.
pub fn keyword_without_effect(at: &Pointer, keyword: &str, kinds: &str) -> Diagnostic {
    note("OAS2120", at, format!("`{keyword}` says nothing about values of type `{kinds}`; it is ignored")).at_key()
}

/// OAS2140: a tuple that doesn't say how many of its items are there.
pub fn tuple_of_any_length(at: &Pointer, items: usize) -> Diagnostic {
    let message = format!("the array has no `minItems`; its first items are read as always there, all {items}");
    note("OAS2140", at, message).at_key()
}

/// OAS2118: a list of schemas where one belongs.
pub fn listed_items(at: &Pointer) -> Diagnostic {
    warning("OAS2118", at, "`items` is one schema here; the list is read as what each item can be").at_key()
}

/// OAS2118: a list of schemas in `items`, and no type.
pub fn listed_choices(at: &Pointer) -> Diagnostic {
    let message =
        "`items` is one schema here, of an array; without a `type`, the list is read as what the value can be";
    warning("OAS2118", at, message).at_key()
}

/// OAS2120: a format of a type that has none.
pub fn format_without_effect(at: &Pointer) -> Diagnostic {
    note("OAS2120", at, "the type has no formats; `format` is ignored").at_key()
}

/// OAS2121: a schema without a type whose keywords speak of one.
pub fn type_inferred(at: &Pointer, kind: &str) -> Diagnostic {
    note("OAS2121", at, format!("the schema has no `type`; its keywords are those of `{kind}`"))
}

/// OAS2122: `null` among the values of a schema that doesn't allow it.
pub fn null_in_enum(at: &Pointer) -> Diagnostic {
    warning("OAS2122", at, "`null` is one of the values but not allowed by the type; the schema is read as nullable")
}

/// OAS2122: a value that is there twice.
pub fn repeated_enum_value(at: &Pointer) -> Diagnostic {
    warning("OAS2122", at, "the value is listed before; it is ignored")
}

/// OAS2122: a value that the type doesn't have.
pub fn enum_value_of_another_type(at: &Pointer, value: &str) -> Diagnostic {
    warning("OAS2122", at, format!("`{value}` is not a value of the type; it is ignored"))
}

/// OAS2122: values that are all of another type than declared.
pub fn enum_of_another_type(at: &Pointer, declared: &str, actual: &str) -> Diagnostic {
    warning("OAS2122", at, format!("no value is of type `{declared}`; the schema is read as one of `{actual}`"))
}

/// OAS2123: no number lies between the bounds.
pub fn empty_range(at: &Pointer, lower: &str, upper: &str) -> Diagnostic {
    warning("OAS2123", at, format!("`{lower}` is greater than `{upper}`; both are ignored when types are chosen"))
}

/// OAS2123: a count that can't be one.
pub fn not_a_count(at: &Pointer, keyword: &str) -> Diagnostic {
    warning("OAS2123", at, format!("`{keyword}` has to be a whole number and not negative; it is ignored"))
}

/// OAS2124: a default that isn't a value of the schema.
pub fn default_not_allowed(at: &Pointer) -> Diagnostic {
    warning("OAS2124", at, "the default is not a value that the schema allows; it is ignored")
}

/// OAS2141: an example that is none.
pub fn example_of_another_type(at: &Pointer, found: &str, wanted: &str) -> Diagnostic {
    let belongs = match wanted {
        "" => "where no branch of the schema has one".to_owned(),
        wanted => format!("where a value of type `{wanted}` belongs"),
    };
    note("OAS2141", at, format!("the example has {found} {belongs}; it is shown all the same"))
}

/// OAS2135: a discriminator as 2.0 has it.
pub fn discriminator_as_string(at: &Pointer) -> Diagnostic {
    warning("OAS2135", at, "OpenAPI 3 has an object here; the string is read as its `propertyName`")
}

/// OAS2135: a discriminator that names no property.
pub fn discriminator_without_property(at: &Pointer) -> Diagnostic {
    warning("OAS2135", at, "the discriminator has no `propertyName`; it is ignored")
}

/// OAS2135: a branch that doesn't say that it has the property of the discriminator.
pub fn branch_without_tag(at: &Pointer, branch: &str, property: &str) -> Diagnostic {
    let which = if branch.is_empty() { "the branch".to_owned() } else { format!("`{branch}`") };
    let message = format!("{which} doesn't declare `{property}`, the discriminator; it is sent with it all the same");
    note("OAS2135", at, message)
}

/// OAS2135: a property of the discriminator that none of the branches has.
pub fn no_branch_with_tag(at: &Pointer, property: &str, similar: Option<&str>) -> Diagnostic {
    let message = format!("no branch declares `{property}`, the discriminator; each is sent with it all the same");
    let finding = warning("OAS2135", at, message);
    match similar {
        Some(similar) => finding.help(format!("did you mean `{similar}`?")),
        None => finding,
    }
}

/// A component extends a base with a discriminator, `heirs` extend it in turn, and a value is declared to be of it.
pub fn heirs_not_read(at: &Pointer, key: &str, heirs: &[String]) -> Diagnostic {
    let message = format!("a value declared as `{key}` is read without what it has as {}", listed(heirs));
    let help = format!("give `{key}` a `discriminator` too, or declare such values as a `oneOf`");
    note("OAS3019", at, message).at_key().help(help)
}

/// OAS3005: a discriminator of a union that is itself a branch, beside branches that have none.
pub fn tags_of_some(at: &Pointer, property: &str) -> Diagnostic {
    let message =
        format!("the discriminator `{property}` is one of some branches, and does not tell all of them apart");
    warning("OAS3005", at, message).note("the branch of a value is found by its shape instead")
}

/// OAS3008: `allOf` demands properties of a component that is any member of a family.
pub fn demands_of_a_family(at: &Pointer) -> Diagnostic {
    note("OAS3008", at, "`allOf` demands properties that its type leaves optional, as it is any member of a family")
}

/// OAS2135: a discriminator that can't be a string.
pub fn structured_tag(at: &Pointer, branch: &str, property: &str) -> Diagnostic {
    let which = if branch.is_empty() { String::new() } else { format!(" of `{branch}`") };
    let message = format!("`{property}`{which} is the discriminator, but no string; nothing can be told apart by it");
    warning("OAS2135", at, message)
}

/// OAS2136: a bound that allows integers that the type can't hold.
pub fn beyond_64_bits(at: &Pointer, keyword: &str, unsigned: bool) -> Diagnostic {
    let ty = if unsigned { "u64" } else { "i64" };
    let message = format!("`{keyword}` allows values beyond 64 bits; the type is `{ty}`, and such a value is an error");
    note("OAS2136", at, message).at_key().help("the type `number` reads any size, and rounds; `string` keeps it")
}

/// OAS3024: a value that `i64` doesn't hold.
pub fn shown_beyond_i64(at: &Pointer, value: &serde_json::Value) -> Diagnostic {
    let message = format!("`{value}` is more than `i64` holds; the type is `u64`, and a value below zero is an error");
    note("OAS3024", at, message)
        .help("`format: uint64` says so; a value that `i64` holds, or `minimum: -1`, makes it `i64`")
}

/// OAS2136: a decimal of more digits than the type can hold.
pub fn beyond_decimal(at: &Pointer, text: &str) -> Diagnostic {
    let message = format!("`{text}` has more digits than `rust_decimal::Decimal` holds; such a value is an error");
    note("OAS2136", at, message).help("say `decimal = \"string\"` under [formats] in codegen.toml")
}

/// OAS2136: a constraint that types can't express.
pub fn not_expressible(at: &Pointer, keyword: &str) -> Diagnostic {
    note("OAS2136", at, format!("`{keyword}` has no part in the type; values are not checked for it")).at_key()
}

/// OAS2136: properties by pattern beside which there may be any others.
pub fn patterns_beside_others(at: &Pointer) -> Diagnostic {
    let message = "members of other names may be of any type, so that the map of all of them is untyped";
    note("OAS2136", at, message).at_key().help("say `additionalProperties: false` if there are no others")
}

/// OAS2136: members of which only some branch of a union may say anything.
pub fn members_not_kept(at: &Pointer, keyword: &str) -> Diagnostic {
    let message = format!("`{keyword}` has no part in the type beside a union; the members it allows are not kept");
    note("OAS2136", at, message).at_key().help("say `additionalProperties` in each branch instead")
}

/// OAS2136: members that a condition may give another type.
pub fn others_beside_conditions(at: &Pointer) -> Diagnostic {
    let message = "a condition may give such members another type, so that the map of all of them is untyped";
    note("OAS2136", at, message).at_key()
}

/// OAS2136: members that a value may have from another branch.
pub fn others_beside_union(at: &Pointer) -> Diagnostic {
    let message = "a value may have members of several branches, so that the map of all others is untyped";
    note("OAS2136", at, message).at_key()
}

/// OAS2136: a keyword that says which properties there are under a condition.
pub fn conditional_properties(at: &Pointer, keyword: &str) -> Diagnostic {
    let message = format!("the properties of `{keyword}` are optional; values are not checked for when they are there");
    note("OAS2136", at, message).at_key()
}

/// OAS2119: a word of other schema languages.
pub fn optional_schema(at: &Pointer) -> Diagnostic {
    note("OAS2119", at, "OpenAPI has no `optional` in a schema; it is ignored")
        .at_key()
        .help("a property is optional unless `required` of its object lists it")
}

/// OAS2145: an `enum` that would be too much code.
pub fn long_enum(at: &Pointer, limit: usize) -> Diagnostic {
    warning("OAS2145", at, format!("the `enum` has more than {limit} values; any value of their type is taken"))
        .at_key()
}

/// OAS2147: a branch that says any object where `null` is meant.
pub fn any_object_for_null(at: &Pointer) -> Diagnostic {
    note("OAS2147", at, "`{type: object, nullable: true}` beside a reference is read as `null`")
}

/// OAS2136: a property that can't be there.
pub fn property_without_value(at: &Pointer, name: &str) -> Diagnostic {
    note("OAS2136", at, format!("the property `{name}` can have no value; it is left out"))
}
