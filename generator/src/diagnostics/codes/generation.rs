//! Codes about what Rust makes of the document.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::warning("OAS3001", "a value is untyped")
        .what("A schema describes values that no type of Rust stands for.")
        .why("The caller has to look into the value by hand.")
        .recovery("It becomes `serde_json::Value`, which loses nothing.")
        .fix("say the `type` of the value, in the document or with an overlay"),
    Code::warning("OAS3002", "`allOf` joins values that are no objects")
        .what("`allOf` combines strings, numbers or lists, of which each says something that the others don't; or two lists of values that have none in common.")
        .why("Only objects can be joined: by their properties. Of several lists of values there is a type if they share some.")
        .recovery("The type is that of the branch that says most, of equals the last one.")
        .fix("describe the value by one schema"),
    Code::warning("OAS3003", "a schema is its own parent")
        .what("Following `allOf` from a schema leads back to it.")
        .why("Its properties would have no end.")
        .recovery("The circle is cut; the properties are those found up to there.")
        .fix("take one of the references out of the circle of `allOf`"),
    Code::warning("OAS3005", "a discriminator doesn't tell branches apart")
        .what("Two branches of a union have the same value of the discriminator, or one has none.")
        .why("The value alone doesn't say which branch was sent.")
        .recovery("The branch is found by its shape: the one that fits best.")
        .fix("give each branch a value of its own in `mapping`"),
    Code::warning("OAS3006", "a required property is not declared")
        .what("`required` lists a name that `properties` has no schema for.")
        .why("The property is always there, but nothing says of what type it is.")
        .recovery(
            "The field holds `serde_json::Value`, and an answer without it is one all the same; where the object has a map for other properties, it is in there.",
        )
        .fix("declare the property in `properties`, or take it from `required`"),
    Code::warning("OAS3007", "parts of `allOf` disagree about a property")
        .what("Two parts of `allOf` declare one property, or what properties of any other name hold, with types of which neither contains the other, or with lists of values that have none in common; or each of two conditions (`then`, `else`) declares it in another way.")
        .why("A value has to be of both types, and no type of Rust says that.")
        .recovery("The type is that of the later part; what the earlier one says of the property has no effect. What depends on conditions is untyped.")
        .fix("let one declaration be narrower than the other, or delete one"),
    Code::note("OAS3008", "parts of `allOf` declare a property that is not compared")
        .what("Two parts of `allOf` declare one property, or what properties of any other name hold, and one of the two is a union, an array of arrays, a map or a schema that contains the other, or it only demands members of the other's type.")
        .why("Whether such a type contains another one is not worked out.")
        .recovery("The type is that of the later part; what the earlier one says of the property has no effect. Where one part only demands members, the type is that of the other, with these members optional.")
        .fix("declare the property in one part alone"),
    Code::warning("OAS3010", "a body with parts has no type")
        .what("The schema of a body of parts is no object, or the body is one that is received.")
        .why("The parts of a form are the properties of an object; nothing else says which parts there are.")
        .recovery("A form is a `Form`, to which the caller adds the parts. Any other body is sent and read as it is on the wire, with delimiters and all, as RFC 2046, section 5.1 has it.")
        .fix("describe a body of parts as an object that has a property for each part"),
    Code::note("OAS3011", "a schema has no part in what is sent or received")
        .what("The schema of a body, of a part, or of a parameter or header with `content`, says more than `string`, but its media type is neither JSON nor a form: XML, text, a stream.")
        .why("The generator has no reader and writer for such documents.")
        .recovery("The body is text or octets, the part a file or text, the parameter or header text, and the schema is not looked at.")
        .fix("describe it as JSON too, if the server speaks it"),
    Code::note("OAS3012", "a property of a form is not written as its `encoding` says")
        .what("`encoding` asks for a media type that the generator cannot write, for headers of a part, or names a property that there isn't; or it is about parts of a part, or parts without a name.")
        .why("Properties of forms are written as text or JSON, and a value has no place for the headers of its part.")
        .recovery("The property is written as its value tells, without these. A file has the headers that its `with_header` was given, any other part those of the call's `with_part_header`.")
        .fix("let `encoding` name a property of the form, with a media type that is text or JSON"),
    Code::note("OAS3013", "a call keeps its type")
        .what("The document declares a further success of another type for an operation that gave one type before.")
        .why("A call that gives something else than before breaks everybody who uses it.")
        .recovery("The call gives what it gave, as API.lock remembers it; the new answer is one of its errors, with its type. `primary-success = \"all\"` in codegen.toml lets it give either.")
        .fix("put `primary-success = \"all\"` into codegen.toml, to let the call give either"),
    Code::warning("OAS3014", "pages are not as told")
        .what("An extension or codegen.toml says how an operation goes on from page to page, but the parameter or the place in request or answer that it names isn't there, or can't hold a token.")
        .why("The next page could not be asked for, or its items not be found.")
        .recovery("The call gives the page that it asks for; it has no `into_items` and no `into_pages`.")
        .fix("name a parameter and members that the operation has"),
    Code::note("OAS3015", "answers disagree about a header")
        .what("Two answers of an operation declare one header, with values of different types.")
        .why("The headers of all answers are one struct, and a field has one type.")
        .recovery("The field has the wider one of two numbers, or else the text of the header.")
        .fix("let the answers declare the header alike"),
    Code::note("OAS3016", "a discriminator means a schema that is no branch")
        .what("The `mapping` or `defaultMapping` of a discriminator leads to a schema that is not in the `oneOf` or `anyOf` beside it.")
        .why("Only the branches are values of the schema (OpenAPI 3.0.3, 4.7.25).")
        .recovery("There is no variant for it; a value that is tagged so is `Unknown`, the JSON as it came.")
        .fix("list the schema as a branch, or take it from `mapping`"),
    Code::warning("OAS3017", "a link leads to no operation")
        .what("A link of a response names an `operationId` that no operation of the document has.")
        .why("A link must lead to an operation that exists (OpenAPI 3.0.3, 4.7.20).")
        .recovery("The documentation of the call tells of it as the document has it; nothing else follows from a link.")
        .fix("name the `operationId` of an operation that there is"),
    Code::warning("OAS3018", "a part of `allOf` is closed to the others")
        .what("A part of `allOf` has `additionalProperties: false`, and another part has properties that it doesn't.")
        .why("Each part holds by itself, so that by the letter no value with such a property is valid. Authors mean that the whole has no other properties.")
        .recovery("The type has the properties of all parts, and a map for others where another part has one.")
        .fix("let no part be closed, or use `unevaluatedProperties` of OpenAPI 3.1"),
    Code::note("OAS3019", "a value may be more than its type")
        .what("A component extends another one that has a discriminator, others extend it in turn, and it is the type of a value by itself.")
        .why("Such a value may be one of the heirs, as far as the inherited discriminator goes; many documents extend schemas to share properties alone, and mean none of the heirs.")
        .recovery("The type is the struct of the component: a value is read without the properties that only an heir has. A discriminator of its own, or a `oneOf`, makes it a union.")
        .fix("give the component a `discriminator` too, or declare such values as a `oneOf`"),
    Code::warning("OAS3020", "a cookie can't be sent under its name")
        .what("A parameter is a cookie, but its name has other characters than such names can have.")
        .why("Names of cookies are letters, digits and a few signs (RFC 6265, 4.1.1); a blank or a bracket is none of them.")
        .recovery("The name is percent-encoded, which the server may or may not decode. Mend the name in the document or with an overlay.")
        .fix("mend the name, in the document or with an overlay"),
    Code::warning("OAS3021", "JSON of a second media type has no type")
        .what("A success declares two media types that are JSON, each with a schema of its own.")
        .why("A call asks for one of them, and a success has one type.")
        .recovery("The type is that of the first of them, `application/json` before others. What comes as another one is an error that `.into_json::<T>()` and `.into_bytes()` don't have. A failure has a variant for each.")
        .fix("read it with `.into_json::<T>()`"),
    Code::note("OAS3022", "base64 outside of JSON is not decoded")
        .what("A body that is neither JSON nor a form has `format: byte` or `contentEncoding: base64`.")
        .why("By the letter it is base64 on the wire (OpenAPI 3.0.4, 4.7.14.4). Most documents that say so of a PDF or an image mean octets, and decoding would spoil them.")
        .recovery("The body is text or octets as it is on the wire. If it is base64 indeed, it is for the caller to write and read it.")
        .fix("say `format: binary` for octets; base64 is for the caller to write and read"),
    Code::note("OAS3023", "a parameter can't be sent empty")
        .what("A parameter of the query has `allowEmptyValue`, and its type is no text.")
        .why("No number, boolean or date is the empty text.")
        .recovery("Its setter takes a value of the type. `.with_query(\"name\", \"\")` of the call sends the parameter without one.")
        .fix("send it with `.with_query(\"name\", \"\")`"),
    Code::note("OAS3024", "an integer is `u64` for a value that the document shows")
        .what("The `default` or the `example` of an integer is more than `i64` holds, and nothing else says that the integer has no sign.")
        .why("An integer of no format, or of `int64`, is `i64`, which couldn't hold the document's own value.")
        .recovery("The type is `u64`, so that a negative value is an error. If there are negative ones, mend the value or say `minimum: -1` in the document or with an overlay; if there are none, `format: uint64` says so.")
        .fix("say `format: uint64`, or mend the value"),
    Code::note("OAS3025", "credentials for a server without TLS")
        .what("The first server that can be used has an `http` address that is not this machine, and there are operations that need credentials.")
        .why("Anybody between the client and the server could read them.")
        .recovery("A client that is told no other address refuses calls that need credentials. `base_url` of the builder names another one, and its `credentials_over_http(true)` lets the client send them.")
        .fix("declare the `https` address, if there is one"),
    Code::warning("OAS3026", "octets stand where only text can be")
        .what("A value inside of JSON, a member of an urlencoded form, a parameter or a header has `format: binary`.")
        .why("Octets are a body, or a part of a form (OpenAPI 3.0.4, 4.4); JSON has none. Most servers mean base64 there, and nothing says so.")
        .recovery("The value is a `String`, and the text is what is sent. A schema that describes a form of several parts as well has a `File`, which is written as text in JSON, if it is in memory and text; it is read as one, too.")
        .fix("say `format: byte`, in the document or with an overlay, if the server takes base64"),
    Code::warning("OAS3101", "an authentication scheme is unknown")
        .what("A security scheme of type `http` names a scheme that the client doesn't know.")
        .why("What has to be written before the credential is unknown.")
        .recovery("The credential is the whole value of the `Authorization` header.")
        .fix("declare a `scheme` that HTTP has, or a header as `apiKey`"),
    Code::warning("OAS3102", "a requirement asks for two credentials in one place")
        .what("A security requirement names two schemes that write the same header, parameter or cookie.")
        .why("All schemes of a requirement must be satisfied (OpenAPI 3.0.3, 4.7.30), but there is room for one of them.")
        .recovery("All of them must be set, and the last one is sent. If the server wants either, write two requirements.")
        .fix("write two requirements if the server wants either"),
    Code::warning("OAS3103", "a key can't be sent under its name")
        .what("A security scheme of type `apiKey` names a header or a cookie, but the name has other characters than such names can have.")
        .why("Names of headers and cookies are letters, digits and a few signs (RFC 9110, 5.6.2; RFC 6265, 4.1.1); a blank or a colon is none of them.")
        .recovery("Building a client with this credential is an error, so that nothing is sent without it. Mend the name in the document or with an overlay.")
        .fix("mend the name, in the document or with an overlay"),
];

/// Mistakes of the generator itself.
pub(super) const OWN: &[Code] = &[Code::error("OAS9001", "the generator wrote Rust that is no Rust")
    .what("The tokens of a file could not be parsed before they were written.")
    .why("It is a mistake of the generator: no document should be able to bring it about.")
    .recovery("Nothing is written. Please report it together with the document.")
    .fix("report it together with the document")];
