//! The only place where identifiers are made.
//!
//! A [`Name`] is a function of the wire spelling alone: never of neighbours, counts or order. Where two wire
//! spellings give one identifier, a [`Scope`] decides by memory (`API.lock`) first and by a rule that looks only at
//! the spellings second, so adding something to a document renames nothing.

mod scope;
mod tables;
mod words;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use sha2::{Digest, Sha256};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::media_type::essence;

pub use scope::{Grant, Scope, Wish};
pub use tables::{
    BUILDER_METHODS, CALL_METHODS, CALL_PREFIXES, CLIENT_METHODS, FIELD_PREFIXES, RUNTIME_FEATURES, SERVER_METHODS,
    SERVER_PRELUDE, SERVER_WORDS, STRUCT_METHODS,
};
use tables::{DEVICE_NAMES, RAW_KEYWORDS, REASONS, RESERVED_FILES};
pub use words::has_one_symbol;
use words::{sign_in_words, words, words_before};

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
        Self::of_words(wire, words(wire))
    }

    fn of_words(wire: &str, words: String) -> Self {
        let words = shortened(words);
        Self { wire: wire.to_owned(), upper_camel: upper_camel(&words), snake: snake(&words) }
    }

    /// The name `rust` for `wire`, from `codegen.toml` or `API.lock`: spelled as it stands there.
    pub fn pinned(wire: &str, rust: &str) -> Self {
        let made_of = |words: fn(&str) -> String| {
            let pure = Self::of_words(wire, words(wire));
            if pure.is_spelled(rust) { Some(pure) } else { pure.grown_to(rust) }
        };
        let known = made_of(words).or_else(|| made_of(words_before));
        known.unwrap_or_else(|| Self::spelled(wire, rust))
    }

    fn spelled(wire: &str, rust: &str) -> Self {
        let made = Self { wire: wire.to_owned(), ..Self::new(rust) };
        match rust {
            _ if !is_identifier(rust) => made,
            _ if rust.starts_with(char::is_uppercase) => Self { upper_camel: rust.to_owned(), ..made },
            _ => Self { snake: rust.to_owned(), ..made },
        }
    }

    /// This name with the one more word that makes it `rust`: a thing that had to yield, read from memory.
    fn grown_to(&self, rust: &str) -> Option<Self> {
        let word = rust.strip_prefix(self.upper_camel.as_str()).or_else(|| rust.strip_prefix(self.snake.as_str()))?;
        let grown = self.suffixed(word);
        grown.is_spelled(rust).then_some(grown)
    }

    /// The name with a word for the sign of its spelling, if that has one which is no part of a number.
    fn with_sign(&self) -> Option<Self> {
        Some(Self::of_words(&self.wire, words(&sign_in_words(&self.wire)?)))
    }

    /// Is it `rust` in one of its cases?
    fn is_spelled(&self, rust: &str) -> bool {
        self.upper_camel == rust || self.snake == rust
    }

    /// The same thing under a name with one more word.
    #[must_use]
    pub fn suffixed(&self, word: &str) -> Self {
        let word: String = word.nfkc().map(|letter| if is_xid_continue(letter) { letter } else { ' ' }).collect();
        let fits = self.snake.len() + word.len() <= LONGEST_OF_TWO;
        let word = if fits { word } else { format!("x{}", digest(&word, 8)) };
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

/// What a status was called before RFC 9110, and still is by most.
pub fn former_status(code: u16) -> Option<&'static str> {
    match code {
        413 => Some("PayloadTooLarge"),
        422 => Some("UnprocessableEntity"),
        _ => None,
    }
}

/// A media type in a word: `form`, `text`, `png`.
pub fn media_word(media_type: &str) -> String {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" => "json".to_owned(),
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        "text/plain" => "text".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        "*/*" => "any".to_owned(),
        _ => match essence.split_once('/') {
            Some((family, "*")) => family.to_owned(),
            Some((_, subtype)) => subtype.trim_start_matches("x-").to_owned(),
            None => essence,
        },
    }
}

/// The longest name in characters: a file is named after it, and file systems stop at 255 bytes.
const LONGEST: usize = 120;

/// The longest name with a further word, for which there is a digest of it otherwise.
const LONGEST_OF_TWO: usize = 160;

/// The longest title in characters that is a name.
const LONGEST_TITLE: usize = 50;

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

/// Is it a word that nothing can be called, at least not without `r#`?
pub fn is_keyword(text: &str) -> bool {
    RAW_KEYWORDS.contains(&text) || matches!(text, "self" | "Self" | "super" | "crate" | "_")
}

fn is_identifier(text: &str) -> bool {
    text != "_" && syn::parse_str::<Ident>(text).is_ok() || RAW_KEYWORDS.contains(&text)
}

/// The spelling of a variant that `x-enum-varnames` gives.
pub fn variant_spelling(name: &str) -> String {
    Name::new(name).upper_camel
}

/// Is it an MD5, SHA-1 or SHA-256 in hexadecimal digits, which tells nobody anything?
pub fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A title, if it can be a name: one word or a few, and no sentence.
pub fn naming_title(title: &str) -> Option<&str> {
    let title = Some(title.trim()).filter(|title| title.chars().count() <= LONGEST_TITLE);
    title.filter(|title| title.contains(char::is_alphanumeric) && !title.contains(char::is_control))
}

/// The spelling of a variant for a number with a fraction or an exponent: `0.5` is `N0Dot5`, as `N05` would be 5.
pub fn number_spelling(number: &str) -> String {
    Name::new(&number.replace('.', " dot ").replace("e-", " e minus ")).upper_camel
}

fn starts_badly(name: &str) -> bool {
    !name.starts_with(is_xid_start)
}

/// The first `length` hexadecimal digits of the SHA-256 of `text`.
pub(crate) fn digest(text: &str, length: usize) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..length].to_owned()
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

/// Every name that yields, for the tests of the obstacle course.
#[cfg(test)]
fn granted(wires: &[&str]) -> Vec<String> {
    let wishes: Vec<Wish> = wires.iter().map(|wire| Wish::new(*wire, *wire)).collect();
    Scope::default().grant(&wishes).into_iter().map(|grant| grant.name.upper_camel).collect()
}

#[cfg(test)]
mod tests {
    use super::{Name, Scope, Wish, crate_name, feature, granted, number_spelling, source_text};

    #[test]
    fn a_remembered_name_that_yielded_has_its_module_too() {
        for word in ["Dot", "x1f0e"] {
            let yielded = Name::new("a.b").suffixed(word);
            assert_eq!(Name::pinned("a.b", yielded.upper_camel()), yielded);
            assert_eq!(Name::pinned("a.b", yielded.snake()), yielded);
        }
    }

    #[test]
    fn a_remembered_name_of_more_words_has_its_module_too() {
        let of = |wire, rust| Name::pinned(wire, rust);
        assert_eq!(of("OAuth2Token", "OAuth2Token").snake(), "o_auth2_token");
        assert_eq!(of("IPv4Address", "i_pv4_address").upper_camel(), "IPv4Address");
        assert_eq!(of("OAuth", "o_auth_query").upper_camel(), "OAuthQuery");
        assert_eq!(of("OAuth2Token", "Oauth2Token").snake(), "oauth2_token");
    }

    #[test]
    fn the_exact_spelling_has_the_name() {
        let methods = ["GetPet", "getPet", "get_pet"].map(|wire| Wish::new(wire, wire));
        let names = |mut scope: Scope| scope.grant(&methods).into_iter().map(|grant| grant.name).collect::<Vec<_>>();
        assert_eq!(names(Scope::default().in_snake_case())[2].snake(), "get_pet");
        assert_eq!(names(Scope::default())[0].upper_camel(), "GetPet");
    }

    #[test]
    fn the_naming_obstacle_course_is_frozen() {
        let course = [
            "TeamMember",
            "teamId",
            "HTTPServer",
            "OAuth2Token",
            "oAuth2Token",
            "userOAuth",
            "BIOAuth",
            "fooAuth",
            "OAuthority",
            "IPv4Address",
            "x-IPv6-only",
            "VIPv4",
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
    fn the_spellings_of_numbers_are_frozen() {
        let spelled = ["0.5", "-1.2", "1.0", "15.25", "1e21", "1.5e-7", "1e+30"].map(number_spelling);
        assert_eq!(spelled, ["N0Dot5", "Minus1Dot2", "N1Dot0", "N15Dot25", "N1e21", "N1Dot5EMinus7", "N1e30"]);
    }

    #[test]
    fn ties_depend_on_spellings_and_not_on_order() {
        assert_eq!(granted(&["foo-bar", "FooBar", "foo.bar"]), ["FooBarDash", "FooBar", "FooBarDot"]);
        assert_eq!(granted(&["foo.bar", "foo-bar", "FooBar"]), ["FooBarDot", "FooBarDash", "FooBar"]);
        assert_eq!(granted(&["a1b", "a_1b"]), ["A1b", "A1bUnderscore"]);
    }

    #[test]
    fn a_sign_has_a_word_where_it_tells_apart() {
        assert_eq!(granted(&["-INF", "INF"]), ["MinusInf", "Inf"]);
        assert_eq!(granted(&["name", "-name"]), ["Name", "MinusName"]);
        assert_eq!(granted(&["-name", "+name"]), ["MinusName", "PlusName"]);
        assert_eq!(granted(&["-name", "-size", "size", "MinusSize"]), ["Name", "MinusSizeDash", "Size", "MinusSize"]);
        assert_eq!(granted(&["+name"]), ["Name"]);
        assert_eq!(granted(&["Sent>", "Sent", "Sent<="]), ["SentGreaterThan", "Sent", "SentLessOrEqual"]);
        assert_eq!(granted(&["Sent<"]), ["Sent"]);
    }

    #[test]
    fn a_sign_changes_no_name_that_is_remembered() {
        let remembered = |wire: &str, rust: &str| Wish { memory: Some(rust.into()), ..Wish::new(wire, wire) };
        let wishes =
            [remembered("-INF", "Inf"), remembered("INF", "InfUpper"), remembered("-a", "ADash"), Wish::new("a", "a")];
        let names: Vec<_> = Scope::default().grant(&wishes).into_iter().map(|grant| grant.name.upper_camel).collect();
        assert_eq!(names, ["Inf", "InfUpper", "ADash", "A"]);
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
