//! The `x-gen-*` extensions: what a document says that OpenAPI 3.0, or openapiv3, has no word for.
//!
//! Each constant documents the value and the object it stands on. Extensions of that prefix in a document are dropped,
//! so that what is found here was written by [`normalize`](super::normalize()).

/// What every fact begins with.
pub const PREFIX: &str = "x-gen-";

/// Document: string, the version the author wrote (`2.0`, `3.1.0`).
pub const VERSION: &str = "x-gen-version";
/// Document: object, webhook name -> path item in canonical form (3.1 `webhooks`).
pub const WEBHOOKS: &str = "x-gen-webhooks";
/// Document: string, its own address (3.2 `$self`).
pub const SELF: &str = "x-gen-self";
/// Components: object, name -> security scheme as written, of a type openapiv3 has no variant for (`mutualTLS`).
pub const SECURITY_SCHEMES: &str = "x-gen-security-schemes";

/// Path item: object, method as on the wire (`QUERY`, `COPY`) -> operation in canonical form (3.2 `query` and
/// `additionalOperations`).
pub const METHODS: &str = "x-gen-methods";
/// Path item: string, the path to request if it is not the key: that is no template, or holds a query string or a fragment.
pub const PATH: &str = "x-gen-path";
/// Path item: array of `[name, value]`, pairs of the query string in the key that no parameter declares.
pub const QUERY: &str = "x-gen-query";
/// Operation: array of strings, the media types that it, or the document, says it produces (2.0 `produces`).
pub const PRODUCES: &str = "x-gen-produces";
/// Header parameter: `true` if it is ignored: as OpenAPI says (`Accept`, `Content-Type`, `Authorization`), or because it is made
/// of the request (`Content-Length`, `Host`).
pub const IGNORED_HEADER: &str = "x-gen-ignored-header";
/// Parameter: string, the style as written, where the one given is not allowed or not known in 3.0 (`cookie`).
pub const STYLE: &str = "x-gen-style";
/// Header object and encoding object: boolean, `explode` as written; absent if it was.
pub const EXPLODE: &str = "x-gen-explode";
/// Parameter that is not in the query: boolean, `allowReserved`.
pub const ALLOW_RESERVED: &str = "x-gen-allow-reserved";
/// Parameter in the query: `true` if it is all of the query string (3.2 `querystring`).
pub const QUERY_STRING: &str = "x-gen-query-string";
/// Media type: array of encoding objects by position (3.2 `prefixEncoding`).
pub const PREFIX_ENCODING: &str = "x-gen-prefix-encoding";
/// Media type: encoding object of all further positions (3.2 `itemEncoding`).
pub const ITEM_ENCODING: &str = "x-gen-item-encoding";
/// Encoding: object, property -> encoding object (3.2 nested `encoding`).
pub const ENCODING: &str = "x-gen-encoding";
/// Operation and response: object, the place in it of a reference to a component (`/parameters/0`, `/headers/X-Rate`) ->
/// the texts beside that, under their names in the component; they go before the component's own (3.1).
pub const SAID: &str = "x-gen-said";
/// Example: string, the example as it is on the wire (3.2 `serializedValue`).
pub const SERIALIZED_VALUE: &str = "x-gen-serialized-value";

/// Component schema: string, the pointer in the document of the inline schema that a reference made a component.
pub const HOISTED: &str = "x-gen-hoisted";
/// Schema: `true` if its only value is `null`; the schema is otherwise empty.
pub const NULL: &str = "x-gen-null";
/// Schema: any value, the only one allowed (3.1 `const`); an `enum` of it stands beside it where 3.0 can say so.
pub const CONST: &str = "x-gen-const";
/// Schema: array, the `enum` where 3.0's types can't hold it: of objects or arrays, or beyond 64 bits. Of numbers, and of
/// values of several types, it stands beside the `enum` of each type, which lose spelling and order.
pub const ENUM: &str = "x-gen-enum";
/// Schema with `enum`: array of strings or nulls, the title of each value (`oneOf` of constants).
pub const ENUM_TITLES: &str = "x-gen-enum-titles";
/// Schema with `enum`: array of strings or nulls, the description of each value (`oneOf` of constants).
pub const ENUM_DESCRIPTIONS: &str = "x-gen-enum-descriptions";
/// Schema with `enum`: array of values of it that are deprecated (`oneOf` of constants).
pub const ENUM_DEPRECATED: &str = "x-gen-enum-deprecated";
/// Array schema: number, how many of the first items have each a schema of their own (3.1 `prefixItems`). `items` is an
/// `anyOf` of these schemas by position and, behind them, of the one of all further items, if there is one. `minItems`
/// is set, and `maxItems` if there are no further ones.
pub const PREFIX_ITEMS: &str = "x-gen-prefix-items";
/// Schema: object, keyword -> value as written, of constraints that restrict values but not types (`if`, `not`,
/// `dependentRequired`, `contains`, `oneOf` of `required` lists ...).
pub const CONSTRAINTS: &str = "x-gen-constraints";
/// Property: `true` if it is there, or like this, only under a condition (`then`, `else`, `dependentSchemas`).
pub const CONDITIONAL: &str = "x-gen-conditional";
/// Part of `allOf`: `true` if its `type` is not written, so that it does not forbid `null`.
pub const TYPE_INFERRED: &str = "x-gen-type-inferred";
/// Object schema: `true` if its `additionalProperties` are written as `unevaluatedProperties` (3.1): of the members that
/// no other part of an `allOf` says anything about.
pub const UNEVALUATED: &str = "x-gen-unevaluated";
/// Schema: object, keyword -> number, bounds beyond what 3.0's integers can hold.
pub const BOUNDS: &str = "x-gen-bounds";
/// Schema: string, the `format` of a type that has none in 3.0 (boolean, object, array).
pub const FORMAT: &str = "x-gen-format";
/// Schema: `true` if it has `default: null`.
pub const DEFAULT_NULL: &str = "x-gen-default-null";
/// Schema: any value, a `default` that the schema doesn't allow.
pub const DEFAULT: &str = "x-gen-default";
/// Schema: array, `examples` if there is more than one; the first is the `example`.
pub const EXAMPLES: &str = "x-gen-examples";
/// Schema: object, `xml` as written.
pub const XML: &str = "x-gen-xml";
/// String schema: string, `contentEncoding`.
pub const CONTENT_ENCODING: &str = "x-gen-content-encoding";
/// String schema: string, `contentMediaType`.
pub const CONTENT_MEDIA_TYPE: &str = "x-gen-content-media-type";
/// String schema: schema in canonical form of what the string holds (3.1 `contentSchema`).
pub const CONTENT_SCHEMA: &str = "x-gen-content-schema";
/// Discriminator: reference to the schema of values with no or another discriminator (3.2 `defaultMapping`).
pub const DEFAULT_MAPPING: &str = "x-gen-default-mapping";

/// Info, response and tag: string, the `summary` that 3.1 and 3.2 added.
pub const SUMMARY: &str = "x-gen-summary";
/// License: string, the SPDX `identifier` (3.1).
pub const IDENTIFIER: &str = "x-gen-identifier";
/// Tag: string, the name of the tag that holds it (3.2 `parent`).
pub const PARENT: &str = "x-gen-parent";
/// Tag: string, what sort of tag it is (3.2 `kind`).
pub const KIND: &str = "x-gen-kind";
/// Media type: `true` where parts without a type are octets (3.1).
pub const OCTETS_BY_DEFAULT: &str = "x-gen-octets-by-default";
/// Server variable: `true` if the document has no default for it.
pub const OPEN: &str = "x-gen-open";
/// Server: string, its `name` (3.2).
pub const NAME: &str = "x-gen-name";
/// Security scheme: boolean, `deprecated` (3.2).
pub const DEPRECATED: &str = "x-gen-deprecated";
/// Security scheme: string, `oauth2MetadataUrl` (3.2).
pub const OAUTH2_METADATA_URL: &str = "x-gen-oauth2-metadata-url";
/// OAuth2 flows: object, the `deviceAuthorization` flow as written (3.2).
pub const DEVICE_AUTHORIZATION: &str = "x-gen-device-authorization";
