//! The document's CommonMark as rustdoc, which has no warning to give and no code to run.

mod blocks;
mod html;
mod inline;
mod wrap;

pub(super) use inline::is_invisible;

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::code_span;
use crate::model::Docs;

/// Where lines are wrapped; indentation comes on top.
const WIDTH: usize = 80;

/// `#[doc]` attributes for one text of our own.
pub(super) fn line(text: &str) -> TokenStream {
    attributes(&wrap::lines(text, WIDTH))
}

/// `#[doc]` attributes for the prose of a thing; `otherwise` says what it is where the document doesn't.
pub(super) fn docs(docs: &Docs, otherwise: &str) -> TokenStream {
    sections(docs, otherwise, &[])
}

/// The same with sections of our own behind.
pub(super) fn sections(docs: &Docs, otherwise: &str, more: &[String]) -> TokenStream {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(text_of(&docs.summary));
    parts.extend(text_of(&docs.description).filter(|description| parts.first() != Some(description)));
    if parts.is_empty() && !otherwise.is_empty() {
        parts.push(otherwise.to_owned());
    }
    parts.extend(fact_list(docs));
    parts.extend(more.iter().cloned());
    attributes(&wrap::lines(&parts.join("\n\n"), WIDTH))
}

/// A spelling of the wire as code. One that would not be seen as it is, as it is nothing, or has blanks at its ends, is
/// in quotes.
pub(super) fn code(wire: &str) -> String {
    let is_odd = wire.is_empty() || wire.trim() != wire || wire.chars().any(char::is_control);
    code_span(&plain(&if is_odd { serde_json::Value::from(wire).to_string() } else { wire.to_owned() }))
}

/// As much of a spelling as a line has room for, with nothing in it that a line can't have.
pub(super) fn plain(wire: &str) -> String {
    let kept = |letter: char| match letter {
        _ if letter.is_control() => ' ',
        _ if is_invisible(letter) => '\u{fffd}',
        _ => letter,
    };
    wire.chars().map(kept).take(80).collect::<String>().trim_end().to_owned()
}

/// A name as a text mentions it: ``an `Item` ``.
pub(super) fn with_article(name: &str) -> String {
    // Most words with `U` begin as `user` does.
    let article = if name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} `{name}`")
}

/// The facts of a thing, each as one line that is safe; `None` if there are none.
pub(super) fn facts(docs: &Docs) -> Option<Vec<String>> {
    let facts: Vec<String> = docs.facts.iter().map(|fact| inline::visible(fact)).collect();
    (!facts.is_empty()).then_some(facts)
}

/// The facts of a thing as a list, if there are any.
pub(super) fn fact_list(docs: &Docs) -> Option<String> {
    facts(docs).map(|facts| format!("- {}", facts.join("\n- ")))
}

/// A text of the document, made safe; `None` if there is nothing in it.
fn text_of(text: &str) -> Option<String> {
    let safe = blocks::markdown(text);
    (!safe.trim().is_empty()).then_some(safe)
}

/// The document's prose for a crate or module, as inner attributes.
pub(super) fn inner(texts: &[String]) -> TokenStream {
    let lines = wrap::lines(&texts.join("\n\n"), WIDTH);
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

/// A text of the document that is to stand among others.
pub(super) fn safe(text: &str) -> Option<String> {
    text_of(text)
}

/// What of a text of the document is to stand in a list, as one line: its first paragraph, unless that is code or a table.
pub(super) fn first_paragraph(text: &str) -> Option<String> {
    paragraph(&text_of(text)?)
}

fn paragraph(safe: &str) -> Option<String> {
    // A backslash at the end of a line breaks it, and would stand before a blank.
    let mut lines = safe.lines().map(|line| line.trim().trim_end_matches('\\'));
    let first = lines.next()?;
    let heading = first.trim_start_matches('#').trim();
    if heading.is_empty() || blocks::begins_block(heading) {
        return None;
    }
    let rest: Vec<&str> = match heading == first {
        true => lines.take_while(|line| !line.is_empty() && !blocks::begins_block(line)).collect(),
        false => Vec::new(),
    };
    Some([vec![heading], rest].concat().join(" "))
}

/// The same of all paragraphs that it begins with, for what has no other place for its text.
pub(super) fn prose(text: &str) -> Option<String> {
    let safe = text_of(text)?;
    let paragraphs = safe.split("\n\n").map_while(paragraph).collect::<Vec<_>>();
    (!paragraphs.is_empty()).then(|| paragraphs.join(" "))
}

/// The items of a list in a sentence, if there are any.
pub(super) fn listed(items: impl IntoIterator<Item = String>) -> Option<String> {
    let list = items.into_iter().collect::<Vec<_>>().join(", ");
    (!list.is_empty()).then_some(list)
}

/// What is said of a thing, behind the line of a list that tells of it: `: The first paragraph.`
pub(super) fn after(docs: &Docs) -> Option<String> {
    let said = first_paragraph(&docs.summary).or_else(|| first_paragraph(&docs.description))?;
    Some(format!(": {said}"))
}

fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}
