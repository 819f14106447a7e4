//! The words that a wire spelling is made of.

use unicode_ident::is_xid_continue;
use unicode_normalization::UnicodeNormalization;

use super::digest;
use super::tables::{COMPARISONS, KNOWN_WORDS, SYMBOLS};

/// The words of a wire spelling; casing them is heck's work.
pub(super) fn words(wire: &str) -> String {
    words_with(wire, known_words)
}

/// Those that it had before there were words with capitals inside: `o_auth2`.
pub(super) fn words_before(wire: &str) -> String {
    words_with(wire, |text| text)
}

fn words_with(wire: &str, known: fn(String) -> String) -> String {
    let signed = leading_sign(wire);
    // ASCII is as it is in every normal form.
    let composed = if signed.is_ascii() { signed } else { signed.nfkc().collect() };
    let composed = plural_acronyms(known(composed));
    let plain: String = composed.chars().map(|letter| if is_xid_continue(letter) { letter } else { ' ' }).collect();
    if plain.chars().any(|letter| letter.is_alphanumeric()) {
        return plain;
    }
    match wire {
        "" => "empty".to_owned(),
        _ if wire.chars().all(char::is_whitespace) => "blank".to_owned(),
        _ => symbol_words(wire),
    }
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

/// `-INF` as `minus INF` and `DateSent<` as `DateSent less than`, if a letter is beside the sign.
pub(super) fn sign_in_words(wire: &str) -> Option<String> {
    leading_sign_in_words(wire).or_else(|| comparison_in_words(wire))
}

fn leading_sign_in_words(wire: &str) -> Option<String> {
    let signs = [('-', "minus"), ('+', "plus")];
    let said = signs.iter().find_map(|(sign, word)| Some((wire.strip_prefix(*sign)?, word)));
    said.filter(|(rest, _)| rest.starts_with(char::is_alphabetic)).map(|(rest, word)| format!("{word} {rest}"))
}

fn comparison_in_words(wire: &str) -> Option<String> {
    let mut signs = COMPARISONS.iter().copied().chain([("<", "less_than"), (">", "greater_than")]);
    let said = signs.find_map(|(sign, word)| Some((wire.strip_suffix(sign)?, word)));
    said.filter(|(rest, _)| rest.ends_with(char::is_alphanumeric)).map(|(rest, word)| format!("{rest} {word}"))
}

/// `OAuth2Token` is `oauth2_token` and `IPv4Address` `ipv4_address`: each is one word, however many capitals it has.
fn known_words(text: String) -> String {
    KNOWN_WORDS.iter().fold(text, |text, word| in_one_case(text, word))
}

/// Behind a capital it may be the end of another word, as in `BIOAuth` and `fooAuth`, and before a small letter the
/// beginning of one, as in `OAuthority`.
fn in_one_case(text: String, word: &str) -> String {
    if !text.contains(word) {
        return text;
    }
    let begins_small = word.starts_with(char::is_lowercase);
    let joined = |letter: char| letter.is_uppercase() || begins_small && letter.is_alphabetic();
    let goes_on = |letter: char| letter.is_lowercase() && word.ends_with(char::is_lowercase);
    let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some((before, after)) = rest.split_once(word) {
        out.push_str(before);
        let whole = !out.ends_with(joined) && !after.starts_with(goes_on);
        let (first, others) = word.split_at(1);
        out.push_str(first);
        out.push_str(&if whole { others.to_lowercase() } else { others.to_owned() });
        rest = after;
    }
    out + rest
}

/// `userIDs` is `user_ids`: the `s` behind a run of capitals belongs to it and begins no word.
fn plural_acronyms(text: String) -> String {
    let is_plural = |three: &[u8]| matches!(three, [b'A'..=b'Z', b'A'..=b'Z', b's']);
    if !text.as_bytes().windows(3).any(is_plural) {
        return text;
    }
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

/// Is there one symbol in a spelling that the name lacks and by whose word it can be told apart? The words of several say
/// less than they take.
pub fn has_one_symbol(wire: &str) -> bool {
    wire.chars().filter(|letter| *letter != '_' && symbol(*letter).is_some()).count() == 1
}

/// The word for a symbol.
pub(super) fn symbol(letter: char) -> Option<&'static str> {
    SYMBOLS.iter().find(|(symbol, _)| *symbol == letter).map(|(_, word)| *word)
}
