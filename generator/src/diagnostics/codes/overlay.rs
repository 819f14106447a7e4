//! Codes about overlays.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::warning("OAS4001", "an action of an overlay has no effect")
        .what("The document has nothing that the `target` of an action is about, or the action says nothing to do.")
        .why("An overlay mends what was wrong with a document. Its publisher has mended it in the meantime, or moved it.")
        .recovery("The action is passed over. `x-optional: true` says that this is as it should be.")
        .fix("delete the action, or give it `x-optional: true` if the document may lack it"),
    Code::error("OAS4002", "an action of an overlay can't be carried out")
        .what("A `target` or `copy` is no JSONPath, or what is there can't take what the action gives it.")
        .why("A client of a document that is changed by half would be another client.")
        .recovery("Nothing is generated.")
        .fix("mend the action; `cargo xtask codegen` tries all of them again"),
    Code::error("OAS4003", "the file is no overlay")
        .what("A file of `overlays` in codegen.toml has no member `overlay` with a version, or no list `actions`.")
        .why("Without its changes, the client would be another one.")
        .recovery("Nothing is generated.")
        .fix("add `overlay: 1.1.0` and a list of `actions`, or take the file from `overlays`"),
    Code::warning("OAS4004", "an overlay of a version to come")
        .what("The version of an overlay is later than 1.1.")
        .why("It may mean something else by what it says.")
        .recovery("It is read as one of version 1.1.")
        .fix("declare version 1.1.0 if the overlay needs no more"),
];
