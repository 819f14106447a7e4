//! The words that names are made of and kept from. All of it is frozen: a change here renames what people use.

/// The identifiers that a struct's own methods have taken.
pub const STRUCT_METHODS: &[&str] =
    &["new", "clone", "fmt", "eq", "ne", "encode", "decode", "serialize", "deserialize"];

/// The beginnings that a struct's and a call's own methods have.
pub const FIELD_PREFIXES: &[&str] = &["maybe_"];

/// The beginnings that belong to the options of a call and the ways to receive its answer.
pub const CALL_PREFIXES: &[&str] = &["maybe_", "with_", "into_"];

/// The identifiers that [`Scope`](super::Scope)s of the client's methods begin with.
pub const CLIENT_METHODS: &[&str] = &["new", "builder", "from_env", "request", "clone", "fmt", "with_options"];

/// The identifiers that the runtime's setters of a client builder have.
pub const BUILDER_METHODS: &[&str] = &[
    "new",
    "build",
    "base_url",
    "server",
    "credential",
    "credentials_over_http",
    "application",
    "header",
    "options",
    "timeout",
    "retries",
    "connect_timeout",
    "pool_idle_timeout",
    "system_proxies",
    "retry_budget",
    "middleware",
    "transport",
    "environment",
    "reqwest_client",
    "on_drift",
    "assemble",
    "checked_base_url",
    "checked_servers",
    "default_headers",
    "default_transport",
    "slots",
    "clone",
    "fmt",
];

/// The identifiers that the setters of a call may not have.
pub const CALL_METHODS: &[&str] = &["send", "body", "clone", "fmt"];

/// The identifiers that the setters of a server's variables may not have.
pub const SERVER_METHODS: &[&str] = &["new", "clone", "fmt", "eq", "ne", "to_url", "origin"];

/// The identifiers that a server may not have, because the code around it needs them.
pub const SERVER_PRELUDE: &[&str] = &["From", "Into", "String"];

/// Words at the end of a server's description that its name does without.
pub const SERVER_WORDS: &[&str] = &["endpoint", "environment", "server", "url"];

/// All words that are, were or may become keywords, in every edition to 2024, that a raw identifier can spell.
pub(super) const RAW_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Cargo features of every generated crate that are not a tag's.
pub const RUNTIME_FEATURES: &[&str] = &["default", "reqwest", "rustls", "native-tls", "tracing", "blocking", "mock"];

/// File names that Windows keeps for its devices.
pub(super) const DEVICE_NAMES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

pub(super) const RESERVED_FILES: &[&str] = &["mod", "lib", "main"];

/// Words that people write with capitals inside.
pub(super) const KNOWN_WORDS: &[&str] = &["OAuth", "oAuth", "IPv4", "iPv4", "IPv6", "iPv6"];

pub(super) const COMPARISONS: &[(&str, &str)] =
    &[("<=", "less_or_equal"), (">=", "greater_or_equal"), ("==", "equal"), ("!=", "not_equal"), ("<>", "not_equal")];

pub(super) const SYMBOLS: &[(char, &str)] = &[
    ('+', "plus"),
    ('-', "dash"),
    ('*', "star"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
    ('!', "not"),
    ('$', "dollar"),
    ('@', "at"),
    ('#', "hash"),
    ('%', "percent"),
    ('&', "and"),
    ('|', "or"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('?', "question"),
    ('_', "underscore"),
    (' ', "space"),
    ('~', "tilde"),
    ('^', "caret"),
    ('\'', "quote"),
    ('"', "double_quote"),
    ('`', "backtick"),
    ('(', "open"),
    (')', "close"),
    ('[', "open_bracket"),
    (']', "close_bracket"),
    ('{', "open_brace"),
    ('}', "close_brace"),
];

/// Reason phrases as one word (IANA HTTP Status Code Registry); frozen, so that an update renames nothing.
pub(super) const REASONS: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "SwitchingProtocols"),
    (102, "Processing"),
    (103, "EarlyHints"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (208, "AlreadyReported"),
    (226, "ImUsed"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
    (505, "HttpVersionNotSupported"),
    (506, "VariantAlsoNegotiates"),
    (507, "InsufficientStorage"),
    (508, "LoopDetected"),
    (510, "NotExtended"),
    (511, "NetworkAuthenticationRequired"),
];
