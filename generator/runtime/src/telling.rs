//! Names that tell that a value is a secret. The generator has the same file, for what the types of a crate print.

/// Parts of a name that tell of a secret, in lower case and without separators.
const TELLING: [&str; 24] = [
    "accesskey",
    "accountkey",
    "adminpass",
    "apikey",
    "authorization",
    "cardnumber",
    "connectionstring",
    "credential",
    "encryptionkey",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "registryauth",
    "registryconfig",
    "secret",
    "securevalue",
    "securitycode",
    "sharedkey",
    "signature",
    "signingkey",
    "token",
    "workspacekey",
];

/// Whole words of a name that do, digits behind them aside; other words have these letters too.
const WORDS: [&str; 7] = ["cvc", "cvv", "jwt", "otp", "pw", "pwd", "sig"];

/// The last word of a name, if it tells of a secret only there: `registry-auth`, but not `auth_type`.
const LAST: [&str; 2] = ["auth", "cookie"];

/// Behind `token` or `tokens`, words that tell of how many there are.
const MEASURES: [&str; 6] = ["budget", "count", "counts", "limit", "limits", "usage"];

/// Before `token`, words that say that it stands for a place in a list.
const PLACES: [&str; 8] = ["continuation", "next", "page", "pagination", "prev", "previous", "skip", "sync"];

/// Does the name of a parameter or member itself say that its value is a secret?
pub(super) fn tells_of_secret(name: &str) -> bool {
    let words = without_measures(words(name));
    let letters = words.concat();
    let is_telling = |word: &String| WORDS.contains(&word.trim_end_matches(|digit: char| digit.is_ascii_digit()));
    TELLING.iter().any(|telling| letters.contains(telling))
        || words.iter().any(is_telling)
        || words.last().is_some_and(|last| LAST.contains(&last.as_str()))
}

/// Is that not so of a number, as it counts tokens: `max_tokens`, `inputTokens`?
pub(super) fn counts_tokens(name: &str) -> bool {
    name.to_ascii_lowercase().contains("tokens")
}

/// The words of a name in lower case: `X-Registry-Auth`, `accountKey`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || before.is_ascii_lowercase() && letter.is_ascii_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphanumeric()) {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words but for those that tell of a number of tokens, `token_count` and `prompt_tokens_details`, or of a place in a
/// list, `next_page_token`.
fn without_measures(mut words: Vec<String>) -> Vec<String> {
    let is_measure = |pair: &[String]| match pair[0].as_str() {
        "tokens" => pair[1] == "details" || MEASURES.contains(&pair[1].as_str()),
        "token" => MEASURES.contains(&pair[1].as_str()),
        place => pair[1] == "token" && PLACES.contains(&place),
    };
    while let Some(at) = words.windows(2).position(is_measure) {
        words.drain(at..at + 2);
    }
    words
}
