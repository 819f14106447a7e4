//! Servers: what the client talks to by itself, and types for what there is to choose.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{Server as Declared, ServerVariable as DeclaredVariable};
use serde_json::Value;

use super::Lowering;
use super::address::{base_url, encoded, is_base_url, is_this_machine};
use super::operation::Draft;
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Docs, Operation, Part, Piece, Server, ServerVariable, Variant};
use crate::names::{Grant, Name, SERVER_METHODS, SERVER_PRELUDE, SERVER_WORDS, Scope, Wish};
use crate::normalize::facts;
use crate::pointer::Pointer;

/// A description of more words says something about a server, and does not name it.
const MOST_WORDS: usize = 5;

/// A server with the values of its variables, those of all places together that declare it.
struct Found<'a> {
    declared: &'a Declared,
    values: IndexMap<&'a str, Vec<&'a str>>,
}

impl<'a> Lowering<'a> {
    /// The servers of the document, its paths and its operations that leave a choice: those with variables, and those
    /// of lists with several. One that API.lock remembers stays, even if it is the last of its list.
    pub(super) fn named_servers(&mut self, drafts: &[Draft<'a>]) -> Vec<Server> {
        let several = |list: &'a [Declared]| list.iter().map(move |server| (server, list.len() > 1));
        let mut own: Vec<_> = drafts.iter().flat_map(|draft| several(draft.servers())).collect();
        // The order of paths means nothing.
        own.sort_by_key(|(server, _)| (&server.url, server.description.is_none(), &server.description));
        let all: Vec<_> = several(&self.document.servers).chain(own).collect();
        let leaves_choice = |(server, several): &&(&'a Declared, bool)| {
            *several || variables(server).next().is_some() || self.memory.name("type", &identity(server)).is_some()
        };
        let chosen: HashSet<String> = all.iter().filter(leaves_choice).map(|(server, _)| identity(server)).collect();
        let mut found: IndexMap<String, Found<'a>> = IndexMap::new();
        // One that leaves a choice in one place only is the same server in all of them.
        for server in all.iter().map(|(server, _)| *server).filter(|server| chosen.contains(&identity(server))) {
            let entry = found.entry(identity(server));
            entry.and_modify(|known| known.join(server)).or_insert_with(|| Found::new(server));
        }
        let wishes: Vec<Wish> = found.iter().map(|(identity, found)| self.server_wish(identity, found)).collect();
        let grants = Scope::reserving(SERVER_PRELUDE, "Server").grant(&wishes);
        for (wish, grant) in wishes.iter().zip(&grants) {
            self.remember_yield("servers::", &wish.identity, grant);
        }
        found.into_iter().zip(grants).map(|((identity, found), grant)| self.server(identity, &found, grant)).collect()
    }

    /// Says that the client has no base URL by itself where every server of the document is a path on a host that only
    /// the document's own place would tell.
    pub(super) fn note_relative_servers(&mut self, drafts: &[Draft<'a>]) {
        let urls = default_urls(&self.document.servers);
        let relative = urls.iter().position(|url| !url.contains("://") && !url.starts_with('{') && url != "/");
        let Some(index) = relative.filter(|_| base_url(&urls).is_none() && !drafts.is_empty()) else { return };
        let url = &urls[index];
        let pointer = Pointer::root().key("servers").index(index).key("url");
        let message = format!("`{url}` is no whole address, and the document's own place is not known");
        let finding = Diagnostic::new(Severity::Warning, "OAS2129", &pointer, message);
        let help = format!(
            "each client needs a `base_url` that ends in `{url}`; with a host in it, this would be the default"
        );
        self.diagnostics.push(finding.label("requests have no address by default").help(help));
    }

    /// Says that no request can go to a server of the document, whatever is encoded of its address.
    pub(super) fn note_malformed_servers(&mut self) {
        for (index, url) in default_urls(&self.document.servers).iter().enumerate() {
            let is_whole = url.starts_with("https://") || url.starts_with("http://");
            if !is_whole || url.contains('{') || is_base_url(url) {
                continue;
            }
            let pointer = Pointer::root().key("servers").index(index).key("url");
            let message = format!("`{url}` is no address that requests can go to");
            let finding = Diagnostic::new(Severity::Warning, "OAS2129", &pointer, message);
            let help = "an address has a host in ASCII, maybe the number of a port, and neither a user, a query, a \
                        fragment nor `..`";
            self.diagnostics.push(finding.label("needs another `base_url`").help(help));
        }
    }

    /// A client that is told no other address sends no credentials to one without TLS, so that calls which need some fail.
    pub(super) fn note_plain_http(&mut self, operations: &[Operation]) {
        let urls = default_urls(&self.document.servers);
        let plain = base_url(&urls).filter(|url| url.starts_with("http://") && !is_this_machine(url));
        let needs_some = |operation: &Operation| {
            operation.security.as_ref().is_some_and(|all| !all.is_empty() && !all.iter().any(Vec::is_empty))
        };
        let Some(url) = plain.filter(|_| operations.iter().any(needs_some)) else { return };
        let index = urls.iter().position(|known| *known == url).unwrap_or_default();
        let pointer = Pointer::root().key("servers").index(index).key("url");
        let message = format!("calls of `{url}` need credentials, which anybody on the way could read");
        let finding = Diagnostic::new(Severity::Note, "OAS3025", &pointer, message);
        let tls = url.replacen("http://", "https://", 1);
        let help = format!(
            "`base_url(\"{tls}\")` of the client, or `credentials_over_http(true)`; an overlay mends the document"
        );
        self.diagnostics.push(finding.label("they are not sent to an address without TLS").help(help));
    }

    fn server_wish(&self, identity: &str, found: &Found<'_>) -> Wish {
        let pin = self.config.servers.get(&found.declared.url).and_then(|pin| pin.name.clone());
        let memory = self.memory.name("type", identity);
        let yielded = self.memory.yielded(identity, memory.as_deref());
        let apart = Some(Name::new(&found.declared.url).snake().to_owned());
        // Of two servers of one name, the one with TLS has it.
        let rank = u8::from(found.declared.url.starts_with("http://"));
        Wish { pin, memory, yielded, apart, rank, ..Wish::new(identity, spelling(found.declared)) }
    }

    fn server(&self, identity: String, found: &Found<'_>, grant: Grant) -> Server {
        let declared = default_url(found.declared);
        Server {
            name: grant.name,
            url: encoded_pieces(found.declared),
            relative: !declared.contains("://") && !declared.starts_with('{'),
            declared,
            variables: self.server_variables(&identity, found),
            docs: described(found.declared.description.as_ref()),
            identity,
        }
    }

    fn server_variables(&self, server: &str, found: &Found<'_>) -> Vec<ServerVariable> {
        let wish = |(name, _): (&String, _)| {
            let identity = format!("{server} {{{name}}}");
            Wish { memory: self.memory.name("field", &identity), ..Wish::new(identity, name) }
        };
        let wishes: Vec<Wish> = variables(found.declared).map(wish).collect();
        let grants = Scope::reserving(SERVER_METHODS, "variable").in_snake_case().grant(&wishes);
        let named = variables(found.declared).zip(in_host(found.declared)).zip(wishes).zip(grants);
        let lowered = named.map(|((((name, declared), in_host), wish), grant)| ServerVariable {
            name: grant.name,
            default: default(declared).map(str::to_owned),
            values: self.server_values(&wish.identity, &found.values[name.as_str()], in_host),
            docs: described(declared.description.as_ref()),
            identity: wish.identity,
        });
        lowered.collect()
    }

    fn server_values(&self, variable: &str, values: &[&str], in_host: bool) -> Vec<Variant> {
        let wish = |value: &&str| {
            let identity = format!("{variable}/{value}");
            Wish { memory: self.memory.name("var", &identity), ..Wish::new(identity, *value) }
        };
        let grants = Scope::default().grant(&values.iter().map(wish).collect::<Vec<_>>());
        let in_url = |value: &str| if in_host { value.to_owned() } else { encoded("", value) };
        let variant = |name: Name| Variant { value: Value::from(in_url(name.wire())), name, docs: Docs::default() };
        grants.into_iter().map(|grant| variant(grant.name)).collect()
    }
}

impl<'a> Found<'a> {
    fn new(declared: &'a Declared) -> Self {
        let values = variables(declared).map(|(name, variable)| (name.as_str(), listed(variable)));
        Self { declared, values: values.collect() }
    }

    /// The same server once more. A variable that is anything in one place is anything.
    fn join(&mut self, again: &'a Declared) {
        for (name, values) in Found::new(again).values {
            let known = self.values.entry(name).or_default();
            if known.is_empty() || values.is_empty() {
                known.clear();
            } else if *known != values {
                known.extend(values);
                known.sort_unstable();
                known.dedup();
            }
        }
    }
}

/// The values of a variable, each once.
fn listed(variable: &DeclaredVariable) -> Vec<&str> {
    let distinct: indexmap::IndexSet<&str> = variable.enumeration.iter().map(String::as_str).collect();
    distinct.into_iter().collect()
}

/// The variables that the URL mentions; a value for any other would change nothing.
fn variables(server: &Declared) -> impl Iterator<Item = (&String, &DeclaredVariable)> {
    let all = server.variables.iter().flatten();
    all.filter(|(name, _)| server.url.contains(&format!("{{{name}}}")))
}

/// The URL, and that with all defaults, if it is another one; what has none is empty in it.
fn identity(server: &Declared) -> String {
    let (url, declared) = (&server.url, filled(server, |_, variable| variable.default.clone()));
    if *url == declared { format!("server {url}") } else { format!("server {url} {declared}") }
}

/// `name` (3.2), else a description of a few words without those that all servers have, else the URL.
fn spelling(server: &Declared) -> String {
    let name = server.extensions.get(facts::NAME).and_then(|name| name.as_str());
    let named = name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    named.or_else(|| short(server.description.as_ref()?)).unwrap_or_else(|| address_words(&server.url))
}

fn short(description: &str) -> Option<String> {
    let text = description.trim().trim_end_matches('.');
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_name = words.len() <= MOST_WORDS && !text.contains(['\n', '/']) && text.contains(char::is_alphabetic);
    while words.len() > 1 && words.last().is_some_and(|last| SERVER_WORDS.contains(&last.to_lowercase().as_str())) {
        words.pop();
    }
    if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    is_name.then(|| words.join(" "))
}

/// `https://data.{region}.example.com/v1` is `data example com v1`: the variables are what is chosen, not what is named.
fn address_words(url: &str) -> String {
    let outside = |part: &str| part.split_once('}').map_or_else(|| part.to_owned(), |(_, behind)| format!(" {behind}"));
    let (first, rest) = url.split_once('{').map_or((url, None), |(first, rest)| (first, Some(rest)));
    let rest: String = rest.iter().flat_map(|rest| rest.split('{')).map(outside).collect();
    let words = format!("{}{rest}", first.trim_start_matches("https://"));
    let words = words.trim_matches(|letter: char| !letter.is_alphanumeric());
    if words.is_empty() { url.to_owned() } else { words.to_owned() }
}

fn described(description: Option<&String>) -> Docs {
    Docs { description: description.cloned().unwrap_or_default(), ..Docs::default() }
}

/// The URL in pieces. Braces around anything but a variable are text.
fn pieces(server: &Declared) -> Vec<Piece> {
    let names: Vec<&String> = variables(server).map(|(name, _)| name).collect();
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = server.url.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let variable = behind.split_once('}').and_then(|(name, after)| Some((position(&names, name)?, after)));
        match variable {
            Some((index, after)) => {
                pieces.extend([Piece::Text(std::mem::take(&mut text)), Piece::Variable(index)]);
                rest = after;
            }
            None => {
                text.push('{');
                rest = behind;
            }
        }
    }
    pieces.push(Piece::Text(text + rest));
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    pieces
}

/// The same as they stand in a URL.
fn encoded_pieces(server: &Declared) -> Vec<Piece> {
    let mut before = String::new();
    let mut piece = |piece: Piece| {
        let Piece::Text(text) = piece else { return piece };
        let encoded = encoded(&before, &text);
        before.push_str(&text);
        Piece::Text(encoded)
    };
    pieces(server).into_iter().map(&mut piece).collect()
}

/// Which of the variables are a part of the host somewhere.
fn in_host(server: &Declared) -> Vec<bool> {
    let defaults: Vec<Option<&str>> = variables(server).map(|(_, variable)| default(variable)).collect();
    let (pieces, mut of_host) = (pieces(server), vec![false; defaults.len()]);
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::Variable(index) = piece {
            of_host[*index] |= Piece::part(&pieces, at, |index| defaults[index]) == Part::Host;
        }
    }
    of_host
}

fn position(names: &[&String], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

/// The URLs of `servers`, each variable replaced by its default (OpenAPI 3.0.3, 4.7.5), if it has one: with others, a URL
/// is none.
pub(super) fn default_urls(servers: &[Declared]) -> Vec<String> {
    servers.iter().map(default_url).collect()
}

fn default_url(server: &Declared) -> String {
    let value = |name: &str, variable: &_| default(variable).map_or_else(|| format!("{{{name}}}"), str::to_owned);
    encoded("", &filled(server, value))
}

/// The value of a variable that nobody has chosen, if the document says one.
fn default(variable: &DeclaredVariable) -> Option<&str> {
    (!variable.extensions.contains_key(facts::OPEN)).then_some(&variable.default)
}

/// The URL with these values.
fn filled(server: &Declared, value: impl Fn(&str, &DeclaredVariable) -> String) -> String {
    let values: Vec<String> = variables(server).map(|(name, variable)| value(name, variable)).collect();
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Variable(index) => values[*index].clone(),
    };
    pieces(server).iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::{address_words, short};

    #[test]
    fn a_description_of_a_few_words_is_a_name() {
        let names =
            ["Production server", "The Sandbox environment.", "Server", "PayPal Live Environment", "VTEX server URL."];
        let expected = ["Production", "Sandbox", "Server", "PayPal Live", "VTEX"];
        assert_eq!(names.map(|text| short(text).unwrap()), expected);
        let others = ["Use the CDN instead of this", "two\nlines", "https://x", "", "1 2"];
        assert_eq!(others.map(short), [const { None }; 5]);
    }

    #[test]
    fn an_address_names_a_server_without_its_variables() {
        let words = |url| address_words(url).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words("https://data.{region}.example.com/v1"), "data. .example.com/v1");
        assert_eq!(words("http://example.com"), "http://example.com");
        assert_eq!(words("{scheme}://{host}:{port}/v1"), "v1");
        assert_eq!(words("{scheme}://{host}"), "{scheme}://{host}");
        assert_eq!(words("/"), "/");
    }
}
