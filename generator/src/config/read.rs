//! TOML text -> [`Config`].

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::finding::{Finding, similar};
use super::package::{distinct, package};
use super::table::{Table, Value, list, number};
use super::{Client, Config, Formats, Level, Library, Lint, NAMING, Operation, Pattern, Select, Type};
use crate::diagnostics::{Severity, codes};
use crate::token::is_token;

const CLIENT: &[&str] = &[
    "spec",
    "output",
    "overlays",
    "references",
    "naming",
    "inline-names",
    "pagination",
    "idempotency-header",
    "package",
    "select",
    "operations",
    "types",
    "servers",
    "formats",
    "lints",
];
const FORMATS: &[&str] = &["date-time", "date", "time", "duration", "uuid", "decimal", "uri"];
/// What is in front of a format that has a type of the user's own.
const STRING: &str = "string/";
const LEVELS: &[(&str, Level)] = &[("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// A text that was read: what it says as far as it could be understood, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What it says; of use only if [`Parsed::has_errors`] is `false`.
    pub config: Config,
    /// What is wrong, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Parsed {
    /// Is there a mistake that ends the run?
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads the text of `codegen.toml`.
///
/// The top of the file describes one client; a file for several has a `[[client]]` table for each instead.
pub fn parse(text: &str) -> Parsed {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut findings: Vec<Finding> = errors.iter().map(syntax).collect();
    let top = Table { entries: root.get_ref(), path: "", span: 0..0 };
    // A text that is not TOML is read only as far as its syntax: what follows from a torn key would be noise.
    let clients = if findings.is_empty() { clients(&top, &mut findings) } else { Vec::new() };
    findings.sort_by_key(|finding| finding.span.start);
    Parsed { config: Config { clients }, findings }
}

fn syntax(error: &toml::de::Error) -> Finding {
    Finding::error(error.span().unwrap_or_default(), error.message())
}

fn clients(top: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Vec<Client> {
    if top.get("client").is_none() {
        return client(top, findings).into_iter().collect();
    }
    top.only(&["client"], findings);
    let (mut clients, values) = (Vec::new(), top.array("client", findings));
    for value in &values {
        let Some(entries) = value.get_ref().as_table() else {
            clients.extend(top.wrong("client", value, "an array of tables", findings));
            continue;
        };
        let table = Table { entries, path: "client", span: value.span() };
        if let Some(client) = client(&table, findings) {
            distinct(&client, &table, &clients, findings);
            clients.push(client);
        }
    }
    if let (true, Some(none)) = (values.is_empty(), top.get("client").filter(|value| value.get_ref().is_array())) {
        findings.push(Finding::error(none.span(), "`client` lists no crate"));
    }
    clients
}

/// One client; `None` if it lacks what nothing can be generated without.
fn client(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Client> {
    table.only(CLIENT, findings);
    let spec = path(table, "spec", findings);
    let output = path(table, "output", findings);
    let package = package(table, findings);
    let mut client = Client::new("", "", "");
    client.overlays = table.strings("overlays", findings);
    client.references = table.strings("references", findings);
    client.naming = naming(table, findings);
    client.inline_titles = inline_titles(table, findings);
    client.detect_pages = table.boolean("pagination", findings).unwrap_or(true);
    client.idempotency_header = header(table, "idempotency-header", findings);
    client.select = table.table("select", findings, select).unwrap_or_default();
    client.operations = overrides(table, "operations", findings, operation);
    client.types = overrides(table, "types", findings, type_);
    client.servers = overrides(table, "servers", findings, type_);
    client.formats = table.table("formats", findings, formats).unwrap_or_default();
    client.custom_formats = custom_formats(table);
    client.lints = table.table("lints", findings, lints).unwrap_or_default();
    // What is missing is asked for last, so that the mistakes above are all found first.
    (client.spec, client.output, client.package) = (spec?, output?, package?);
    Some(client)
}

/// The name of a header, which is a token.
fn header(table: &Table<'_, '_>, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let name = table.string(key, findings)?;
    if !is_token(&name) {
        let span = table.get(key).map(Value::span).unwrap_or_default();
        findings.push(Finding::error(span, format!("no header can be called `{name}`")));
    }
    Some(name)
}

/// A path that must be there and be relative, so that a checkout works wherever it lies.
fn path(table: &Table<'_, '_>, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let path = table.required(key, findings)?;
    let absolute = path.starts_with(['/', '\\']) || path.contains(':');
    if absolute || path.is_empty() {
        let span = table.get(key).map(Value::span).unwrap_or_default();
        findings.push(Finding::error(span, format!("`{key}` must be a path relative to this file")));
    }
    Some(path)
}

fn naming(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> u32 {
    let naming = table.number("naming", findings).unwrap_or(NAMING);
    if !(1..=NAMING).contains(&naming) {
        let span = table.get("naming").map(Value::span).unwrap_or_default();
        findings.push(Finding::error(span, format!("there are no naming rules {naming}; the newest are {NAMING}")));
    }
    naming
}

fn inline_titles(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> bool {
    let word = table.string("inline-names", findings);
    if word.as_ref().is_some_and(|word| word != "title") {
        let span = table.get("inline-names").map(Value::span).unwrap_or_default();
        findings.push(Finding::error(span, "`inline-names` is `\"title\"` or left out"));
    }
    word.is_some_and(|word| word == "title")
}

fn select(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Select {
    table.only(&["include", "exclude", "skip"], findings);
    let mut patterns = |key| {
        let items = table.array(key, findings);
        items.into_iter().filter_map(|item| pattern(table, key, item, findings)).collect()
    };
    Select { include: patterns("include"), exclude: patterns("exclude"), skip: patterns("skip") }
}

/// A pattern alone, or a table of the pattern and the reason.
fn pattern(table: &Table<'_, '_>, key: &str, item: &Value<'_>, findings: &mut Vec<Finding>) -> Option<Pattern> {
    let (text, reason) = with_reason(table, key, item, "operation", findings)?;
    Some(Pattern { text, reason, span: item.span() })
}

/// `"text"`, or `{ name = "text", reason = "…" }`.
fn with_reason(
    table: &Table<'_, '_>,
    key: &str,
    item: &Value<'_>,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Option<(String, Option<String>)> {
    if let Some(text) = item.get_ref().as_str() {
        return Some((text.to_owned(), None));
    }
    let Some(entries) = item.get_ref().as_table() else {
        let expected = format!("a string or `{{ {name} = \"…\", reason = \"…\" }}`");
        return table.wrong(key, item, &expected, findings);
    };
    let path = table.child(key);
    let table = Table { entries, path: &path, span: item.span() };
    table.only(&[name, "reason"], findings);
    let reason = table.string("reason", findings);
    Some((table.required(name, findings)?, reason))
}

/// A table whose keys are the document's and whose values are tables that `read` reads.
fn overrides<T>(
    table: &Table<'_, '_>,
    key: &str,
    findings: &mut Vec<Finding>,
    read: impl Fn(&Table<'_, '_>, &mut Vec<Finding>) -> T,
) -> BTreeMap<String, T> {
    let entries = table.table(key, findings, |table, findings| {
        let names = table.entries.keys().map(|name| name.get_ref().to_string());
        names.filter_map(|name| Some((name.clone(), table.table(&name, findings, &read)?))).collect()
    });
    entries.unwrap_or_default()
}

fn operation(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Operation {
    table.only(&["name", "primary-success", "pagination", "reason"], findings);
    Operation {
        name: table.string("name", findings),
        primary_success: primary_success(table, findings),
        pages: super::pagination::pages(table, findings),
        reason: table.string("reason", findings),
        span: table.span.clone(),
    }
}

/// A status: `200`, `"200"` or `"2XX"`; `"all"` takes every success.
fn primary_success(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<String> {
    let value = table.get("primary-success")?;
    let status = number(value).map(|status| status.to_string());
    let status = status.or_else(|| value.get_ref().as_str().map(str::to_uppercase));
    let status = status.filter(|status| status == "ALL" || is_status(status));
    if status.is_none() {
        let message = "`primary-success` must be a status of success, such as `200` or `\"2XX\"`, or `\"all\"`";
        findings.push(Finding::error(value.span(), message));
    }
    status
}

fn is_status(status: &str) -> bool {
    let digits = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    status == "2XX" || digits && status.starts_with(['2', '3'])
}

fn type_(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Type {
    table.only(&["name", "reason"], findings);
    Type { name: table.string("name", findings), reason: table.string("reason", findings), span: table.span.clone() }
}

fn formats(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Formats {
    use Library::{Chrono, Jiff, RustDecimal, String, Time, Url, Uuid};
    let own: Vec<&str> =
        table.entries.keys().map(|key| &**key.get_ref()).filter(|key| key.starts_with(STRING)).collect();
    table.only(&[FORMATS, &own].concat(), findings);
    let dates = [Chrono, Jiff, Time, String];
    let custom = own.iter().filter_map(|key| custom(table, key, findings)).collect();
    let mut library = |key, known: &[Library], default| library(table, key, known, findings).unwrap_or(default);
    let default = Formats::default();
    Formats {
        date_time: library("date-time", &dates, default.date_time),
        date: library("date", &dates, default.date),
        time: library("time", &dates, default.time),
        duration: library("duration", &[Jiff, String], default.duration),
        uuid: library("uuid", &[Uuid, String], default.uuid),
        decimal: library("decimal", &[RustDecimal, String], default.decimal),
        uri: library("uri", &[Url, String], default.uri),
        custom,
    }
}

/// Where the formats stand that have a type of the user's own.
fn custom_formats(table: &Table<'_, '_>) -> BTreeMap<String, Range<usize>> {
    let formats = table.get("formats").and_then(|value| value.get_ref().as_table());
    let keys = formats.into_iter().flat_map(|entries| entries.keys());
    keys.filter_map(|key| Some((key.get_ref().strip_prefix(STRING)?.to_owned(), key.span()))).collect()
}

/// `"string/money" = { rust = "money::Money", reason = "…" }`, as the format and the path.
fn custom(table: &Table<'_, '_>, key: &str, findings: &mut Vec<Finding>) -> Option<(String, String)> {
    let path = table.table(key, findings, |entry, findings| {
        entry.only(&["rust", "reason"], findings);
        entry.string("reason", findings);
        entry.required("rust", findings)
    })??;
    if !is_path(&path) {
        let span = table.get(key)?.span();
        findings.push(Finding::error(span, format!("`{path}` is not the path of a type, such as `money::Money`")));
        return None;
    }
    Some((key.strip_prefix(STRING)?.to_owned(), path))
}

/// Words between `::`, from the name of a crate on. The generated crate has no modules of the user's own.
fn is_path(text: &str) -> bool {
    let word = |word: &str| {
        let own = ["crate", "self", "super", "Self"].contains(&word);
        !own && word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    text.split("::").all(word) && (text.contains("::") || ["String", "i64", "u64"].contains(&text))
}

fn library(table: &Table<'_, '_>, key: &str, known: &[Library], findings: &mut Vec<Finding>) -> Option<Library> {
    let value = table.get(key)?;
    let (text, _) = with_reason(table, key, value, "library", findings)?;
    let library = known.iter().copied().find(|library| library.as_str() == text);
    let names: Vec<_> = known.iter().map(|library| library.as_str()).collect();
    library.or_else(|| unknown_word(value, &text, &names, findings))
}

fn lints(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> BTreeMap<String, Lint> {
    let mut lints = BTreeMap::new();
    for (key, value) in table.entries.iter() {
        let Some(lint) = lint(table, key.get_ref(), value, findings) else { continue };
        match codes::explain(key.get_ref()) {
            Some(entry) => drop(lints.insert(entry.code.to_owned(), lint)),
            None => findings.push(unknown_code(key.span(), key.get_ref())),
        }
    }
    lints
}

fn unknown_code(span: Range<usize>, code: &str) -> Finding {
    let nearest: Vec<String> = codes::nearest(code).iter().map(|code| format!("`{code}`")).collect();
    let meant = (!nearest.is_empty()).then(|| format!("did you mean {}?", nearest.join(" or ")));
    Finding { help: meant, ..Finding::warning(span, format!("there is no code `{code}`; this has no effect")) }
}

fn lint(table: &Table<'_, '_>, key: &str, value: &Value<'_>, findings: &mut Vec<Finding>) -> Option<Lint> {
    let (text, reason) = with_reason(table, key, value, "level", findings)?;
    let level = LEVELS.iter().find(|(name, _)| *name == text).map(|(_, level)| *level);
    let names: Vec<_> = LEVELS.iter().map(|(name, _)| *name).collect();
    let level = level.or_else(|| unknown_word(value, &text, &names, findings))?;
    Some(Lint { level, reason, span: value.span() })
}

/// Reports a word that is none of `known`.
fn unknown_word<T>(value: &Value<'_>, word: &str, known: &[&str], findings: &mut Vec<Finding>) -> Option<T> {
    let meant = similar(word, known).map(|meant| format!("did you mean `{meant}`?"));
    let finding = Finding::error(value.span(), format!("`{word}` is not one of {}", list(known)));
    findings.push(Finding { help: meant, ..finding });
    None
}
