//! Codes about what can't be generated the way the document has it.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::warning("OAS1001", "an operation has no operationId")
        .what("An operation doesn't say what it is called, or has a digest for an operationId: 32, 40 or 64 hexadecimal digits, as tools make them.")
        .why("Its function has to have a name that stays the same when the document changes.")
        .recovery("It is named after its method and path, and the name is kept in API.lock; one that the lock has already stays. Another one can be chosen in codegen.toml: `[operations.\"GET /pets/{id}\"]`, `name = \"get_pet\"`.")
        .fix("give the operation an `operationId`, or a `name` in codegen.toml"),
    Code::warning("OAS1002", "two operations have one operationId")
        .what("An operationId is used twice, two become the same name in Rust, or one is a method that every client has. So it is with the names made of method and path where there is no operationId: `/pets` and `/pets/` become one.")
        .why("OpenAPI requires them to be unique; two functions can't have one name.")
        .recovery("The one that had the name before keeps it; the other one is named after its method and path, or has `_operation` added.")
        .fix("give one of the two another `operationId`, or a `name` in codegen.toml"),
    Code::error("OAS1003", "a reference points to nothing")
        .what("There is nothing where a `$ref` points, or something of another kind than belongs there.")
        .why("What it stands for is unknown.")
        .recovery("A reference that only lacks its beginning (`Pet`, `#/definitions/Pet`) is completed, with a warning. Any other makes an untyped value; a response has no body then, and what else is no schema is left out.")
        .fix("write the whole reference to what there is, as in `#/components/schemas/Pet`, in 2.0 `#/definitions/Pet`"),
    Code::error("OAS1004", "a part of the document can't be read")
        .what("A reference leads into a document that was not read, or an item is so far from what OpenAPI says that nothing can be made of it.")
        .why("What it describes is unknown.")
        .recovery("The item is left out, and what refers to it is untyped.")
        .fix("mend the part that is shown"),
    Code::error("OAS1005", "a schema is nested too deeply")
        .what("References and schemas lead deeper than any document that was written by hand or by a program in its right mind.")
        .why("What is read is bounded, so that no document can exhaust the stack.")
        .recovery("The schema beyond the limit is untyped.")
        .fix("let fewer schemas lead from one to the next"),
    Code::error("OAS1006", "a reference leads back to itself")
        .what("`A` is a reference to `B` and `B` one to `A`, or a schema is one of its own branches.")
        .why("Such a schema says nothing: no value can be checked against it.")
        .recovery("The branch is left out; what consists of nothing else is untyped. Schemas that contain themselves in a property or an item are fine.")
        .fix("let one of the schemas of the circle be more than a reference"),
    Code::error("OAS1007", "a required parameter has no name that can be sent")
        .what("A required parameter has no `name`, or it is a header of a name that no header can have, with a blank in it or letters beyond ASCII.")
        .why("Nothing can be sent without one.")
        .recovery("The parameter is left out of the operation.")
        .fix("give the parameter a `name` of letters, digits and `-`"),
    Code::warning("OAS1008", "a component can't be used")
        .what("A component lacks what it needs to be one of its kind, such as a parameter without a name.")
        .why("Nothing that refers to it can be generated from it.")
        .recovery("It is left out, and so is what refers to it.")
        .fix("give the component what it lacks, or delete it"),
];
