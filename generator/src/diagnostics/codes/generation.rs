//! Codes about what Rust makes of the document.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::warning("OAS3001", "a value is untyped")
        .what("A schema describes values that no type of Rust stands for.")
        .why("The caller has to look into the value by hand.")
        .recovery("It becomes `serde_json::Value`, which loses nothing."),
    Code::warning("OAS3002", "`allOf` joins values that are no objects")
        .what("`allOf` combines strings, numbers or lists.")
        .why("Only objects can be joined: by their properties.")
        .recovery("The type is that of the branch that says most."),
    Code::warning("OAS3003", "a schema is its own parent")
        .what("Following `allOf` from a schema leads back to it.")
        .why("Its properties would have no end.")
        .recovery("The circle is cut; the properties are those found up to there."),
    Code::warning("OAS3005", "a discriminator doesn't tell branches apart")
        .what("Two branches of a union have the same value of the discriminator, or one has none.")
        .why("The value alone doesn't say which branch was sent.")
        .recovery("The branch is found by its shape: the one that fits best."),
    Code::warning("OAS3010", "a body with parts has no type")
        .what("The body is `multipart/form-data` or another multipart type.")
        .why("The generator has no builder for parts yet.")
        .recovery("The body is `bytes::Bytes`, with delimiters and all, as RFC 2046, section 5.1 has it."),
    Code::warning("OAS3101", "an authentication scheme is unknown")
        .what("A security scheme of type `http` names a scheme that the client doesn't know.")
        .why("What has to be written before the credential is unknown.")
        .recovery("The credential is the whole value of the `Authorization` header."),
    Code::error("OAS9001", "the generator wrote Rust that is no Rust")
        .what("The tokens of a file could not be parsed before they were written.")
        .why("It is a mistake of the generator: no document should be able to bring it about.")
        .recovery("Nothing is written. Please report it together with the document."),
];
