//! The only place where identifiers are made.
//!
//! A [`Name`] is a function of the wire spelling alone: never of neighbours, counts or order. Where two wire
//! spellings give one identifier, a [`Scope`] decides by memory (`API.lock`) first and by a rule that looks only at
//! the spellings second, so adding something to a document renames nothing.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use sha2::{Digest, Sha256};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

/// A thing's spelling on the wire and in Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    wire: String,
    upper_camel: String,
    snake: String,
}

impl Name {
    /// Makes the name of a thing that the document spells `wire`.
    pub fn new(wire: &str) -> Self {
        let words = shortened(words(wire));
        Self { wire: wire.to_owned(), upper_camel: upper_camel(&words), snake: snake(&words) }
    }

    /// The name `rust` for `wire`, from `codegen.toml` or `API.lock`: spelled as it stands there.
    pub fn pinned(wire: &str, rust: &str) -> Self {
        let pure = Self::new(wire);
        let made = Self::new(rust);
        match rust {
            _ if pure.upper_camel == rust || pure.snake == rust => pure,
            _ if !is_identifier(rust) => Self { wire: wire.to_owned(), ..made },
            _ if rust.starts_with(char::is_uppercase) => {
                Self { wire: wire.to_owned(), upper_camel: rust.to_owned(), ..made }
            }
            _ => Self { wire: wire.to_owned(), snake: rust.to_owned(), ..made },
        }
    }

    /// The same thing under a name with one more word.
    #[must_use]
    pub fn suffixed(&self, word: &str) -> Self {
        Self {
            wire: self.wire.clone(),
            upper_camel: format!("{}{}", self.upper_camel.trim_end_matches('_'), word.to_upper_camel_case()),
            snake: format!("{}_{}", self.snake.trim_end_matches('_'), word.to_snake_case()),
        }
    }

    /// As the document spells it.
    pub fn wire(&self) -> &str {
        &self.wire
    }

    /// As a type or variant: `TeamMember`.
    pub fn upper_camel(&self) -> &str {
        &self.upper_camel
    }

    /// As a field, method or module: `team_member`, without the `r#` of a keyword.
    pub fn snake(&self) -> &str {
        &self.snake
    }
}

/// The identifier for `text`, which a [`Name`] spelled; a raw identifier where it is a keyword.
pub fn ident(text: &str) -> Ident {
    if RAW_KEYWORDS.contains(&text) {
        Ident::new_raw(text, Span::call_site())
    } else {
        Ident::new(text, Span::call_site())
    }
}

/// `text` as it stands in Rust source: `r#type` for `type`.
pub fn source_text(text: &str) -> String {
    ident(text).to_string()
}

/// The Cargo feature of a tag: `Team Members` is `team-members`.
pub fn feature(tag: &Name) -> String {
    tag.snake().trim_matches('_').replace('_', "-")
}

/// The crate name for an API called `title`: `Pet Store` is `pet-store-client`.
pub fn crate_name(title: &str) -> String {
    let ascii: String = title.chars().map(|letter| if letter.is_ascii() { letter } else { ' ' }).collect();
    let words = Name::new(&ascii).snake().trim_matches('_').replace('_', "-");
    let stem = words.trim_end_matches("-client").to_owned();
    format!("{stem}-client")
}

/// The variant for an HTTP status: `NotFound` for 404, `Status499` where no reason phrase is registered (RFC 9110, 15).
pub fn status(code: u16) -> String {
    REASONS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| format!("Status{code}"), |(_, reason)| (*reason).to_owned())
}

/// A media type in a word: `form`, `text`, `png`.
pub fn media_word(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => "json".to_owned(),
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        "text/plain" => "text".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        "*/*" => "any".to_owned(),
        _ => {
            essence.split_once('/').map_or(essence.clone(), |(_, subtype)| subtype.trim_start_matches("x-").to_owned())
        }
    }
}

/// One level of names in the output: the fields of a struct, the types of a module, the methods of the client.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, String>,
    /// What a name adds that the generated code needs for itself.
    yield_word: &'static str,
    /// The beginnings of names that the generated code needs for itself.
    prefixes: &'static [&'static str],
}

/// A thing that wants a name in a [`Scope`].
#[derive(Clone, Debug)]
pub struct Wish {
    /// What the thing is, the same in every version of the document: a pointer, or `GET /pets`.
    pub identity: String,
    /// As the document spells it.
    pub wire: String,
    /// The name `codegen.toml` gives it.
    pub pin: Option<String>,
    /// The name `API.lock` remembers.
    pub memory: Option<String>,
    /// Words that tell it apart from others of its spelling, better than the spelling's own symbols do.
    pub apart: Option<String>,
    /// Does it stand behind all others, because the document does not name it?
    pub late: bool,
}

impl Wish {
    /// A thing that nothing is remembered of.
    pub fn new(identity: impl Into<String>, wire: impl Into<String>) -> Self {
        Self { identity: identity.into(), wire: wire.into(), pin: None, memory: None, apart: None, late: false }
    }
}

/// What became of a [`Wish`].
#[derive(Clone, Debug)]
pub struct Grant {
    /// The name.
    pub name: Name,
    /// Who has the name that was wished for, where this one had to yield.
    pub yielded_to: Option<String>,
}

impl Scope {
    /// A scope in which the identifiers `reserved` belong to the generated code itself: who wishes for one has
    /// `yield_word` added, `new_field`.
    pub fn reserving(reserved: &[&str], yield_word: &'static str) -> Self {
        let taken = reserved.iter().map(|word| ((*word).to_owned(), GENERATED.to_owned())).collect();
        Self { taken, yield_word, prefixes: &[] }
    }

    /// Reserves every name with one of these beginnings too: `with_x` becomes `param_with_x`.
    #[must_use]
    pub fn reserving_prefixes(self, prefixes: &'static [&'static str]) -> Self {
        Self { prefixes, ..self }
    }

    /// Names all of `wishes`, in their order. Ties are broken by pin, memory, exact spelling, then byte order.
    pub fn grant(&mut self, wishes: &[Wish]) -> Vec<Grant> {
        let mut grants: BTreeMap<usize, Grant> = BTreeMap::new();
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_key(|&index| precedence(&wishes[index]));
        for index in order {
            grants.insert(index, self.grant_one(&wishes[index]));
        }
        grants.into_values().collect()
    }

    fn grant_one(&mut self, wish: &Wish) -> Grant {
        let wished = self.without_prefix(wished(wish));
        let yielded_to = self.holder(&wished).cloned();
        let name = if yielded_to.is_some() { self.yielding(wish, &wished) } else { wished };
        for spelling in [name.snake(), name.upper_camel()] {
            self.taken.insert(spelling.to_owned(), wish.identity.clone());
        }
        Grant { name, yielded_to }
    }

    fn without_prefix(&self, name: Name) -> Name {
        if !self.prefixes.iter().any(|prefix| name.snake.starts_with(prefix)) {
            return name;
        }
        let made = Name::new(&format!("{}_{}", self.yield_word, name.snake));
        Name { wire: name.wire, ..made }
    }

    /// Who has this name in either case: two names must differ as modules and as types.
    fn holder(&self, name: &Name) -> Option<&String> {
        self.taken.get(name.snake()).or_else(|| self.taken.get(name.upper_camel()))
    }

    /// A name from the thing's own spelling that is still free.
    fn yielding(&self, wish: &Wish, wished: &Name) -> Name {
        let reserved = self.holder(wished).is_some_and(|holder| holder == GENERATED);
        let apart = if reserved { Some(self.yield_word.to_owned()) } else { wish.apart.clone() };
        let spelled = wished.suffixed(&apart.unwrap_or_else(|| spelling_words(&wish.wire)));
        let digest = wished.suffixed(&format!("x{}", digest(&wish.wire, 4)));
        let identity = wished.suffixed(&format!("x{}", digest_of(&wish.identity)));
        [spelled, digest].into_iter().find(|name| self.holder(name).is_none()).unwrap_or(identity)
    }
}

fn digest_of(identity: &str) -> String {
    digest(identity, 8)
}

fn wished(wish: &Wish) -> Name {
    match (&wish.pin, &wish.memory) {
        (Some(rust), _) | (None, Some(rust)) => Name::pinned(&wish.wire, rust),
        (None, None) => Name::new(&wish.wire),
    }
}

/// Who chooses first: the pinned, the remembered, those spelled as they are rendered, then in byte order.
fn precedence(wish: &Wish) -> (bool, bool, bool, bool, String, String) {
    let name = Name::new(&wish.wire);
    let exact = wish.wire == name.upper_camel || wish.wire == name.snake;
    (wish.pin.is_none(), wish.memory.is_none(), wish.late, !exact, wish.wire.clone(), wish.identity.clone())
}

/// What sets `wire` apart from its neighbours: the words of its symbols, or its case.
fn spelling_words(wire: &str) -> String {
    let symbols: Vec<&str> = wire.chars().filter_map(symbol).collect();
    if !symbols.is_empty() {
        return symbols.join("_");
    }
    let letters = || wire.chars().filter(|letter| letter.is_alphabetic());
    match (letters().all(char::is_uppercase), letters().all(char::is_lowercase)) {
        (true, _) => "upper".to_owned(),
        (_, true) => "lower".to_owned(),
        _ => "mixed".to_owned(),
    }
}

/// The words of a wire spelling; casing them is heck's work.
fn words(wire: &str) -> String {
    let composed: String = leading_sign(wire).nfkc().collect();
    let plain: String =
        plural_acronyms(&composed).chars().map(|letter| if is_xid_continue(letter) { letter } else { ' ' }).collect();
    if plain.chars().any(|letter| letter.is_alphanumeric()) {
        return plain;
    }
    match wire {
        "" => "empty".to_owned(),
        _ if wire.chars().all(char::is_whitespace) => "blank".to_owned(),
        _ => symbol_words(wire),
    }
}

/// The longest name in characters: a file is named after it, and file systems stop at 255 bytes.
const LONGEST: usize = 120;

/// A spelling that is too long for a name, cut off and told apart from others with the same beginning.
fn shortened(words: String) -> String {
    if words.len() <= LONGEST {
        return words;
    }
    let beginning: String = words
        .chars()
        .scan(0, |length, letter| {
            *length += letter.len_utf8();
            Some((*length, letter))
        })
        .take_while(|(length, _)| *length <= LONGEST)
        .map(|(_, letter)| letter)
        .collect();
    format!("{beginning} x{}", digest(&words, 8))
}

/// `-1` and `+1` keep their meaning: `minus 1`, `plus 1`.
fn leading_sign(wire: &str) -> String {
    let mut letters = wire.chars();
    match (letters.next(), letters.next()) {
        (Some('-'), Some(next)) if next.is_ascii_digit() => format!("minus{}", &wire[1..]),
        (Some('+'), Some(next)) if next.is_ascii_digit() => format!("plus{}", &wire[1..]),
        _ => wire.to_owned(),
    }
}

/// `userIDs` is `user_ids`: the `s` behind a run of capitals belongs to it and begins no word.
fn plural_acronyms(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let capital = |index: usize| letters.get(index).is_some_and(char::is_ascii_uppercase);
    let ends_plural = |index: usize| {
        letters[index] == 's'
            && index >= 2
            && capital(index - 1)
            && capital(index - 2)
            && !letters.get(index + 1).is_some_and(char::is_ascii_lowercase)
    };
    let cased = |index: usize| {
        if capital(index) && index > 0 && capital(index - 1) {
            letters[index].to_ascii_lowercase()
        } else {
            letters[index]
        }
    };
    let last_of_run = |index: usize| (index..letters.len()).find(|&end| !capital(end)).unwrap_or(letters.len());
    (0..letters.len())
        .map(|index| {
            let end = last_of_run(index);
            if end < letters.len() && capital(index) && ends_plural(end) { cased(index) } else { letters[index] }
        })
        .collect()
}

/// The words of a spelling that is all symbols; a digest where a symbol has no word.
fn symbol_words(wire: &str) -> String {
    if let Some((_, words)) = COMPARISONS.iter().find(|(text, _)| *text == wire) {
        return (*words).to_owned();
    }
    let words: Option<Vec<&str>> = wire.chars().map(symbol).collect();
    words.map_or_else(|| format!("x{}", digest(wire, 6)), |words| words.join("_"))
}

/// A type begins with a capital, where its script has none with `N`: so none is called like a module.
fn upper_camel(words: &str) -> String {
    let cased = words.to_upper_camel_case();
    let name = if cased.is_empty() { format!("X{}", digest(words, 6)) } else { cased };
    match name.as_str() {
        "Self" => "Self_".to_owned(),
        _ if !name.starts_with(char::is_uppercase) => format!("N{name}"),
        _ => name,
    }
}

fn snake(words: &str) -> String {
    let cased = words.to_snake_case();
    let name = if cased.is_empty() { format!("x{}", digest(words, 6)) } else { cased };
    match name.as_str() {
        "self" | "super" | "crate" => format!("{name}_"),
        _ if starts_badly(&name) => format!("n{name}"),
        _ => name,
    }
}

fn is_identifier(text: &str) -> bool {
    text != "_" && syn::parse_str::<Ident>(text).is_ok() || RAW_KEYWORDS.contains(&text)
}

/// The spelling of a variant that `x-enum-varnames` gives.
pub fn variant_spelling(name: &str) -> String {
    Name::new(name).upper_camel
}

fn starts_badly(name: &str) -> bool {
    !name.starts_with(is_xid_start)
}

/// The first `length` hexadecimal digits of the SHA-256 of `text`.
fn digest(text: &str, length: usize) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..length].to_owned()
}

fn symbol(letter: char) -> Option<&'static str> {
    SYMBOLS.iter().find(|(symbol, _)| *symbol == letter).map(|(_, word)| *word)
}

/// Must the file of a module be said, because its name is not `<module>.rs` or rustc looks for no such file (E0754)?
pub fn needs_path(module: &str) -> bool {
    unique_file_stem(module) != module || !module.is_ascii()
}

/// The file of a module, without its ending: no name that Windows keeps for a device, nor one that Cargo knows.
pub fn unique_file_stem(snake: &str) -> String {
    if DEVICE_NAMES.contains(&snake) || RESERVED_FILES.contains(&snake) {
        format!("{snake}_")
    } else {
        snake.to_owned()
    }
}

/// The holder of the names that no document can have.
const GENERATED: &str = "the generated code";

/// The identifiers that a struct's own methods have taken.
pub const STRUCT_METHODS: &[&str] =
    &["new", "clone", "fmt", "eq", "ne", "encode", "decode", "serialize", "deserialize"];

/// The beginnings that a struct's and a call's own methods have.
pub const FIELD_PREFIXES: &[&str] = &["maybe_"];

/// The beginnings that belong to the options of a call and the ways to receive its answer.
pub const CALL_PREFIXES: &[&str] = &["maybe_", "with_", "into_"];

/// The identifiers that [`Scope`]s of the client's methods begin with.
pub const CLIENT_METHODS: &[&str] = &["new", "builder", "from_env", "request", "clone", "fmt", "with_options"];

/// The identifiers that the runtime's setters of a client builder have.
pub const BUILDER_METHODS: &[&str] = &[
    "new",
    "build",
    "base_url",
    "credential",
    "credentials_over_http",
    "application",
    "header",
    "options",
    "timeout",
    "retries",
    "connect_timeout",
    "middleware",
    "transport",
    "environment",
    "reqwest_client",
    "on_drift",
    "clone",
    "fmt",
];

/// The identifiers that the setters of a call may not have.
pub const CALL_METHODS: &[&str] = &["send", "body", "clone", "fmt"];

/// All words that are, were or may become keywords, in every edition to 2024, that a raw identifier can spell.
const RAW_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Cargo features of every generated crate that are not a tag's.
pub const RUNTIME_FEATURES: &[&str] = &["default", "reqwest", "rustls", "native-tls", "tracing", "blocking", "mock"];

/// File names that Windows keeps for its devices.
const DEVICE_NAMES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

const RESERVED_FILES: &[&str] = &["mod", "lib", "main"];

const COMPARISONS: &[(&str, &str)] =
    &[("<=", "less_or_equal"), (">=", "greater_or_equal"), ("==", "equal"), ("!=", "not_equal"), ("<>", "not_equal")];

const SYMBOLS: &[(char, &str)] = &[
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
const REASONS: &[(u16, &str)] = &[
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

/// Every name that yields, for the tests of the obstacle course.
#[cfg(test)]
fn granted(wires: &[&str]) -> Vec<String> {
    let wishes: Vec<Wish> = wires.iter().map(|wire| Wish::new(*wire, *wire)).collect();
    Scope::default().grant(&wishes).into_iter().map(|grant| grant.name.upper_camel).collect()
}

#[cfg(test)]
mod tests {
    use super::{Name, Scope, Wish, crate_name, feature, granted, source_text};

    #[test]
    fn the_naming_obstacle_course_is_frozen() {
        let course = [
            "TeamMember",
            "teamId",
            "HTTPServer",
            "OAuth2Token",
            "utf8_string",
            "getV1beta1",
            "2fa",
            "2d-barcode",
            "+1",
            "-1",
            "<",
            "<=",
            "",
            " ",
            "*",
            "type",
            "Self",
            "self",
            "gpt-3.5",
            "naïve",
            "日本",
            "👍",
            "x-rate-limit",
            "a.b.c",
            "_id",
            "__typename",
            "$ref",
            "@type",
            "IDs",
            "userIDs",
            "ABC",
            "aB",
            "A_B",
            "r#type",
            "²",
        ];
        let rows: Vec<String> = course
            .iter()
            .map(|wire| {
                let name = Name::new(wire);
                format!("{wire:?} {} {}", name.upper_camel(), source_text(name.snake()))
            })
            .collect();
        insta::assert_snapshot!(rows.join("\n"));
    }

    #[test]
    fn ties_depend_on_spellings_and_not_on_order() {
        assert_eq!(granted(&["foo-bar", "FooBar", "foo.bar"]), ["FooBarDash", "FooBar", "FooBarDot"]);
        assert_eq!(granted(&["foo.bar", "foo-bar", "FooBar"]), ["FooBarDot", "FooBarDash", "FooBar"]);
        assert_eq!(granted(&["a1b", "a_1b"]), ["A1b", "A1bUnderscore"]);
    }

    #[test]
    fn long_names_fit_a_file_name_and_stay_apart() {
        let long = |last: &str| Name::new(&format!("{}{last}", "a".repeat(60_000)));
        assert!(long("b").snake().len() < 200);
        assert_ne!(long("b").snake(), long("c").snake());
    }

    #[test]
    fn the_remembered_keep_their_name() {
        let remembered = Wish { memory: Some("FooBar".into()), ..Wish::new("a", "foo-bar") };
        let newcomer = Wish::new("b", "FooBar");
        let grants = Scope::default().grant(&[newcomer, remembered]);
        assert_eq!(grants[1].name.upper_camel(), "FooBar");
        assert_eq!(grants[0].yielded_to.as_deref(), Some("a"));
    }

    #[test]
    fn features_and_crates_are_kebab_case() {
        assert_eq!(feature(&Name::new("Team Members")), "team-members");
        assert_eq!(crate_name("Pet Store"), "pet-store-client");
    }
}
