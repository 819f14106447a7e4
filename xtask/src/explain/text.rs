//! What there is to say of an item of the crate.

use std::fmt::Write as _;

use generator::Outcome;
use generator::diagnostics::{Label, Part};
use generator::normalize;
use generator::pointer::Pointer;

use super::question::Question;
use crate::lock::items::{Item, Items, Key};
use crate::output::show;
use crate::spec::Spec;

/// Of a list that is longer, only so many lines are shown.
const SHOWN: usize = 40;

/// A paragraph for each item that is meant; empty if there is none.
pub fn text(question: &Question, items: &Items, spec: &Spec, outcome: &Outcome) -> String {
    let meant = items.0.iter().filter(|(key, item)| question.means(key, item));
    let paragraphs = meant.map(|(key, item)| paragraph(key, item, items, spec, outcome));
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn paragraph(key: &Key, item: &Item, items: &Items, spec: &Spec, outcome: &Outcome) -> String {
    let mut text = format!("{}  {}\n", key.path, facts(key, item));
    let place = place(key, item, outcome).map(|place| format!("  {place}")).unwrap_or_default();
    let _ = writeln!(text, "  from     {}{place}", item.identity);
    text += &list("has", items.0.iter().filter(|(other, _)| other.owner().is_some_and(|owner| owner == key.path)));
    text += &list("used by", items.0.iter().filter(|(_, other)| other.types().contains(&key.path)));
    if let Some(table) = table(key, item) {
        let file = spec.target.config.as_ref().map_or("codegen.toml".to_owned(), |(path, _)| show(path));
        let _ = writeln!(text, "  rename   in {file}: {table} name = \"…\"");
    }
    text
}

/// `struct`; `String  required`; that it is a listed value, of a variant that holds nothing.
fn facts(key: &Key, item: &Item) -> String {
    if item.facts.is_empty() && key.kind == "var" {
        return "a listed value".to_owned();
    }
    let deprecated = item.deprecated.then_some("deprecated");
    item.facts.iter().map(String::as_str).chain(deprecated).collect::<Vec<_>>().join("  ")
}

/// `spec/pets.yaml:12`: where the author wrote it.
fn place(key: &Key, item: &Item, outcome: &Outcome) -> Option<String> {
    let label = Label::new(&pointer(key, item)?, Part::Key, "");
    outcome.report.locate(&label).map(|(path, place)| format!("{}:{}", show(path), place.line))
}

/// The node of the document that an identity is about.
fn pointer(key: &Key, item: &Item) -> Option<Pointer> {
    if let Some(pointer) = written(key, &item.identity) {
        // The identity of a variant ends in the value or the branch, which is no node of this name.
        return if key.kind == "var" { pointer.parent() } else { Some(pointer) };
    }
    let mut words = item.identity.split(' ');
    let (method, path) = (words.next()?, words.next().filter(|path| path.starts_with('/'))?);
    Some(Pointer::root().keys(&["paths", path, &method.to_ascii_lowercase()]))
}

/// The node that is written at `#/components/schemas/Pet`, or in another file, at `orders.yaml#/Item`.
fn written(key: &Key, identity: &str) -> Option<Pointer> {
    match identity.split_once('#')? {
        ("", pointer) => Some(Pointer::parse(pointer)),
        (file, pointer) => ["type", "field", "var"]
            .contains(&key.kind.as_str())
            .then(|| normalize::in_file(file, &Pointer::parse(pointer))),
    }
}

/// A line for each item, under one heading.
fn list<'a>(heading: &str, items: impl Iterator<Item = (&'a Key, &'a Item)>) -> String {
    let lines: Vec<_> = items.map(|(key, item)| format!("{}  {}", key.path, item.facts.join("  "))).collect();
    let shown = lines.iter().take(SHOWN).enumerate();
    let mut text: String = shown
        .map(|(index, line)| format!("  {:<7}  {}\n", if index == 0 { heading } else { "" }, line.trim_end()))
        .collect();
    if let Some(more @ 1..) = lines.len().checked_sub(SHOWN) {
        let _ = writeln!(text, "           and {more} more, in API.lock");
    }
    text
}

/// The table of `codegen.toml` that names the item; `None` if it is named by nothing but the document.
fn table(key: &Key, item: &Item) -> Option<String> {
    let component = item.identity.strip_prefix("#/components/schemas/").filter(|name| is_bare(name));
    match (key.kind.as_str(), component) {
        ("op", _) => Some(format!("[operations.{:?}]", item.identity)),
        ("type", Some(name)) => Some(format!("[types.{name}]")),
        ("type" | "field", _) => Some(format!("[types.{:?}]", item.identity)),
        _ => None,
    }
}

/// May it be a key of TOML without quotes?
fn is_bare(name: &str) -> bool {
    name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}
